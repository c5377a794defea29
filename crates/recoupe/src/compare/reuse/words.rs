//! Folded words of a text: all that the search for reuse looks at.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use crate::annotate::quotations::quotations;
use crate::annotated::Annotated;
use crate::document::BlockKind;
use crate::index::TokenIdx;
use crate::layers::actors::MentionForm;
use crate::layers::syntax::Word;
use crate::layers::tokens::TokenKind;
use crate::text::Span;

/// A word for comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    /// Hash of the folded form: lower case, no accents, hyphens or apostrophes.
    pub hash: u32,
    /// Hash of the form's beginning, which inflected forms of one word share.
    pub stem: u32,
    /// Byte span in the text.
    pub span: Span,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether it carries meaning and is no name: a noun, verb, adjective, adverb or number.
    pub content: bool,
    /// Whether it carries meaning, is long or a figure: sharing it tells more than sharing 'of' or 'the'.
    pub telling: bool,
    /// Whether punctuation stands before it: a clause may begin here.
    pub opens: bool,
}

/// The words of a text, sentence by sentence. Holds hashes and spans only: it can be stored, and the words
/// of two collections compare with one another, because the hashes depend on nothing but the words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// Words of all sentences.
    pub words: Vec<Folded>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// A sentence as a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// First word.
    pub start: u32,
    /// One past the last word.
    pub end: u32,
    /// Whether it is a heading inside the report.
    pub is_subheading: bool,
}

impl Words {
    /// The words of a document's content.
    pub fn of(doc: &Annotated) -> Words {
        let quoted: Vec<Span> = quotations(&doc.document.text).into_iter().map(|quotation| quotation.inner).collect();
        let names = names(doc);
        let mut found = Words::default();
        for sentence in &doc.annotations.sentences {
            let first = found.words.len();
            let mut opens = true;
            for at in sentence.tokens.range() {
                let token = &doc.annotations.tokens[at];
                if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                    opens = true;
                    continue;
                }
                let text = doc.document.slice(token.span);
                let nth = quoted.partition_point(|stretch| stretch.end <= token.span.start);
                let name = names.partition_point(|name| name.end <= token.span.start);
                let is_named = names.get(name).is_some_and(|name| name.overlaps(token.span));
                let content = !is_named && is_content(text, doc.annotations.syntax.words_of(TokenIdx::new(at)));
                let mut word = folded(text, token.span, opens, content);
                word.quoted = quoted.get(nth).is_some_and(|stretch| stretch.contains(token.span));
                found.words.push(word);
                opens = false;
            }
            let block = doc.document.blocks.get(sentence.block.at());
            let is_subheading = block.is_some_and(|block| block.kind == BlockKind::Subheading);
            found.sentences.push(Sentence { start: first as u32, end: found.words.len() as u32, is_subheading });
        }
        found
    }

    /// The words of a plain text that no other stage has read: sentences end at '.', '!', '?' or a line break.
    pub fn of_text(text: &str) -> Words {
        let mut found = Words::default();
        let mut first = 0;
        let mut opens = true;
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
            if c.is_alphanumeric() || start.is_some() && c == '-' {
                start = start.or(Some(at));
                continue;
            }
            if let Some(from) = start.take() {
                let word = &text[from..at];
                found.words.push(folded(word, Span::new(from, at), opens, is_content(word, &[])));
                opens = false;
            }
            opens |= !c.is_whitespace() && !matches!(c, '\'' | '’');
            if matches!(c, '.' | '!' | '?' | '\n') && found.words.len() > first {
                let (start, end) = (first as u32, found.words.len() as u32);
                found.sentences.push(Sentence { start, end, is_subheading: false });
                first = found.words.len();
            }
        }
        found
    }

    pub(super) fn sentence(&self, sentence: usize) -> &[Folded] {
        let Sentence { start, end, .. } = self.sentences[sentence];
        &self.words[start as usize..end as usize]
    }
}

/// The spans of names of actors, sorted, without overlap: a long name is no shared wording.
fn names(doc: &Annotated) -> Vec<Span> {
    let mentions = doc.annotations.actors.mentions.iter().filter(|mention| mention.form == MentionForm::Name);
    let mut names: Vec<Span> = mentions.map(|mention| mention.span).collect();
    names.sort_unstable();
    names.dedup_by(|later, earlier| {
        let overlaps = earlier.overlaps(*later);
        if overlaps {
            *earlier = earlier.cover(*later);
        }
        overlaps
    });
    names
}

fn folded(text: &str, span: Span, opens: bool, content: bool) -> Folded {
    /// Letters that inflected forms of one word share: 'reprise', 'reprendre'.
    const STEM: usize = 5;
    let plain: String = text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let n_letters = plain.chars().count();
    let cut = plain.char_indices().nth(STEM).map_or(plain.len(), |(at, _)| at);
    let telling = content || n_letters >= 4 || plain.contains(|c: char| c.is_ascii_digit());
    Folded { hash: hash(&plain), stem: hash(&plain[..cut]), span, quoted: false, content, telling, opens }
}

fn hash(text: &str) -> u32 {
    xxh3_64(text.as_bytes()) as u32
}

/// By part of speech; by length where the words were not tagged.
fn is_content(text: &str, tagged: &[Word]) -> bool {
    use crate::layers::syntax::Upos::{Adj, Adv, Noun, Num, Verb};
    let name = text.chars().next().is_some_and(char::is_uppercase);
    !name
        && if tagged.is_empty() {
            text.chars().count() >= 4
        } else {
            tagged.iter().any(|word| matches!(word.upos, Adj | Adv | Noun | Num | Verb))
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_hyphens_and_case_do_not_part_words() {
        let one = Words::of_text("Le Poste-Frontière, repris.");
        let two = Words::of_text("le poste-frontiere repris");
        let hashes = |words: &Words| words.words.iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes(&one), hashes(&two));
        assert_eq!((one.sentences.len(), one.sentence(0).len()), (1, 3));
        assert_eq!(one.words.iter().map(|word| word.opens).collect::<Vec<_>>(), [true, false, true]);
    }

    #[test]
    fn inflected_forms_share_their_stem() {
        let words = Words::of_text("retranché retranchent").words;
        assert_ne!(words[0].hash, words[1].hash);
        assert_eq!(words[0].stem, words[1].stem);
    }
}
