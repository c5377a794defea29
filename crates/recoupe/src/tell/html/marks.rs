//! The text of a document with an element around every span that a statement opens, and around layers.

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, html};

use crate::document::Document;
use crate::text::Span;

/// The anchor of a span: `e-<document>-<first byte>-<byte after>`.
pub fn anchor(doc: usize, span: Span) -> String {
    format!("e-{doc}-{}-{}", span.start, span.end)
}

/// What a marked span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A block with a role of its own; the class.
    Block(&'static str),
    /// Evidence that a link opens.
    Evidence,
    /// An annotation of a layer; the class.
    Layer(&'static str),
}

/// Renders a text. Spans that cross each other are cut: the first piece of evidence bears the id, all bear
/// `data-of`.
pub fn text(position: usize, doc: &Document, marks: &[(Span, Mark)]) -> Markup {
    let mut starts: BTreeMap<u32, Vec<(Span, Mark)>> = BTreeMap::new();
    let mut cuts: std::collections::BTreeSet<u32> = [0, doc.text.len() as u32].into();
    for &(span, mark) in marks.iter().filter(|(span, _)| span.fits(&doc.text) && !span.is_empty()) {
        starts.entry(span.start).or_default().push((span, mark));
        cuts.extend([span.start, span.end]);
    }
    let mut out = String::new();
    let mut open: Vec<(Span, Mark)> = Vec::new();
    let mut from = 0;
    for cut in cuts {
        out.push_str(&html! { (Span { start: from, end: cut }.of(&doc.text)) }.0);
        from = cut;
        close(&mut out, &mut open, cut, position);
        let mut begin = starts.remove(&cut).unwrap_or_default();
        begin.sort_by_key(|(span, mark)| (std::cmp::Reverse(span.end), *mark));
        for mark in begin {
            tag(&mut out, position, mark, true);
            open.push(mark);
        }
    }
    PreEscaped(out)
}

/// An opening tag; all that it holds is made by the program.
fn tag(out: &mut String, position: usize, (span, mark): (Span, Mark), first: bool) {
    match mark {
        Mark::Block(class) | Mark::Layer(class) => out.push_str(&format!("<span class=\"{class}\">")),
        Mark::Evidence => {
            let id = anchor(position, span);
            if first {
                out.push_str(&format!("<span id=\"{id}\" data-of=\"{id}\">"));
            } else {
                out.push_str(&format!("<span data-of=\"{id}\">"));
            }
        }
    }
}

/// Closes what ends at `cut`; what lies inside it and goes on is closed and opened again.
fn close(out: &mut String, open: &mut Vec<(Span, Mark)>, cut: u32, position: usize) {
    let Some(outermost) = open.iter().position(|(span, _)| span.end <= cut) else { return };
    let tail = open.split_off(outermost);
    tail.iter().for_each(|_| out.push_str("</span>"));
    for mark in tail.into_iter().filter(|(span, _)| span.end > cut) {
        tag(out, position, mark, false);
        open.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DocumentId, Meta};

    #[test]
    fn crossing_spans_nest_and_text_is_escaped() {
        let text_ = "ab<script>é".to_owned();
        let id = DocumentId::of("x", text_.as_bytes());
        let doc = Document { id, name: "x".into(), meta: Meta::default(), text: text_, blocks: Vec::new() };
        let marks =
            [(Span::new(0, 2), Mark::Evidence), (Span::new(1, 4), Mark::Evidence), (Span::new(1, 2), Mark::Layer("t"))];
        assert_eq!(
            text(0, &doc, &marks).0,
            "<span id=\"e-0-0-2\" data-of=\"e-0-0-2\">a<span id=\"e-0-1-4\" data-of=\"e-0-1-4\"><span class=\"t\">b</span></span></span>\
             <span data-of=\"e-0-1-4\">&lt;s</span>cript&gt;é"
        );
    }
}
