//! Evidence as the reader sees it: the quoted characters, with a link to where they stand.

use maud::{Markup, html};

use super::{Page, marks};
use crate::evidence::Evidence;
use crate::index::DocIdx;
use crate::text::Span;

/// Quotations of fewer characters are shown inside their sentence.
const SHORT: usize = 80;
/// Most characters of the sentence on either side.
const AROUND: usize = 110;

impl<'d> Page<'d> {
    /// The quoted characters with a link to them, and who published them.
    pub(super) fn quote(&self, evidence: &Evidence) -> Markup {
        self.quote_with(evidence, None)
    }

    /// As [`Page::quote`], with a word on how it is said.
    pub(super) fn quote_with(&self, evidence: &Evidence, mood: Option<String>) -> Markup {
        let Some(doc) = self.telling.position(evidence.doc) else { return html! {} };
        html! { blockquote {
            span lang=[self.language(doc)] { (self.in_sentence(doc, evidence.span)) }
            " " cite { (self.outlet(doc)) }
            @if let Some(mood) = mood { " " span.badge { (mood) } }
        } }
    }

    /// The quoted characters with a link to them, where who published them stands above.
    pub(super) fn bare_quote(&self, evidence: &Evidence) -> Markup {
        let Some(doc) = self.telling.position(evidence.doc) else { return html! {} };
        html! { blockquote lang=[self.language(doc)] { (self.in_sentence(doc, evidence.span)) } }
    }

    /// A span with the sentence around it where it is too short to be understood by itself.
    fn in_sentence(&self, doc: DocIdx, span: Span) -> Markup {
        let Some(text) = self.telling.doc(doc).map(|doc| doc.document.text.as_str()) else { return html! {} };
        let span = trimmed(text, span);
        let (before, after) = self.around(doc, span, text);
        html! {
            @if !before.is_empty() { span.around { (before) } }
            (self.link(doc, span, span.of(text)))
            @if !after.is_empty() { span.around { (after) } }
        }
    }

    fn around(&self, doc: DocIdx, span: Span, text: &str) -> (String, String) {
        let sentences = self.telling.doc(doc).map_or(&[][..], |doc| &doc.annotations.sentences);
        let whole = sentences.iter().find(|sentence| sentence.span.contains(span)).map(|sentence| sentence.span);
        let short = span.of(text).chars().count() < SHORT;
        let Some(whole) = whole.filter(|_| short) else { return Default::default() };
        let before = Span { start: whole.start, end: span.start }.of(text);
        let after = Span { start: span.end, end: whole.end }.of(text);
        (last_words(before), first_words(after))
    }

    /// A link to characters of a document.
    pub(super) fn link(&self, doc: DocIdx, span: Span, text: &str) -> Markup {
        html! { a.e href=(self.target(doc, span)) { (text) } }
    }

    /// The address of characters of a document, which is noted so that the document marks them.
    pub(super) fn target(&self, doc: DocIdx, span: Span) -> String {
        if let Some(spans) = self.linked.borrow_mut().get_mut(doc.at()) {
            spans.insert(span);
        }
        format!("#{}", marks::anchor(doc.at(), span))
    }

    /// The language of a document, for screen readers.
    pub(super) fn language(&self, doc: DocIdx) -> Option<&'d str> {
        self.telling.doc(doc).and_then(|doc| doc.document.meta.language.value()).map(String::as_str)
    }
}

/// A span without the punctuation of the words around it: ', while shots rang out,' says no more than
/// 'while shots rang out'.
fn trimmed(text: &str, span: Span) -> Span {
    let quote = span.of(text);
    let loose = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | ')' | '»' | '”' | '–' | '—' | '-');
    let open = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '«' | '“' | '–' | '—');
    let kept = quote.trim_start_matches(loose);
    let start = span.start + (quote.len() - kept.len()) as u32;
    let kept = kept.trim_end_matches(open);
    if kept.is_empty() { span } else { Span { start, end: start + kept.len() as u32 } }
}

/// The last words of a text, with a mark where something is left out.
fn last_words(text: &str) -> String {
    let Some((at, _)) = text.char_indices().rev().nth(AROUND) else { return text.to_owned() };
    let tail = &text[at..];
    format!("… {}", tail.split_once(char::is_whitespace).map_or(tail, |(_, words)| words))
}

/// The first words of a text, with a mark where something is left out.
fn first_words(text: &str) -> String {
    let Some((at, _)) = text.char_indices().nth(AROUND) else { return text.to_owned() };
    let head = &text[..at];
    format!("{} …", head.rsplit_once(char::is_whitespace).map_or(head, |(words, _)| words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_of_the_surroundings_goes() {
        let text = "a, while shots rang out, b";
        let span = trimmed(text, Span::new(1, 24));
        assert_eq!(span.of(text), "while shots rang out");
        assert_eq!(trimmed(", .", Span::new(0, 3)), Span::new(0, 3));
        assert_eq!(trimmed("It fell.", Span::new(0, 8)).of("It fell."), "It fell.");
    }

    #[test]
    fn surroundings_are_cut_between_words() {
        let long = "word ".repeat(40);
        assert!(last_words(&long).starts_with("… word ") && last_words(&long).len() < long.len());
        assert!(first_words(&long).ends_with("word …"));
        assert_eq!(last_words("é"), "é");
    }
}
