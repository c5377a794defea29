//! The text of a document with an element around every span that a statement opens.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, PreEscaped, html};

use crate::document::Document;
use crate::text::Span;

/// The anchor of a span: `e-<document>-<first byte>-<byte after>`.
pub fn anchor(doc: usize, span: Span) -> String {
    format!("e-{doc}-{}-{}", span.start, span.end)
}

/// Renders a text. Spans that cross each other are cut: the first piece bears the id, the others `data-of`.
pub fn text(position: usize, doc: &Document, spans: &BTreeSet<Span>) -> Markup {
    let spans: Vec<Span> = spans.iter().copied().filter(|span| span.fits(&doc.text) && !span.is_empty()).collect();
    let mut starts: BTreeMap<u32, Vec<Span>> = BTreeMap::new();
    let mut cuts: BTreeSet<u32> = BTreeSet::from([0, doc.text.len() as u32]);
    for span in spans {
        starts.entry(span.start).or_default().push(span);
        cuts.extend([span.start, span.end]);
    }
    let mut out = String::new();
    let mut open: Vec<Span> = Vec::new();
    let mut from = 0;
    for cut in cuts {
        out.push_str(&html! { (Span { start: from, end: cut }.of(&doc.text)) }.0);
        from = cut;
        close(&mut out, &mut open, cut, position);
        let mut begin = starts.remove(&cut).unwrap_or_default();
        begin.sort_by_key(|span| std::cmp::Reverse(span.end));
        for span in begin {
            let id = anchor(position, span);
            out.push_str(&format!("<span id=\"{id}\" data-of=\"{id}\">"));
            open.push(span);
        }
    }
    PreEscaped(out)
}

/// Closes what ends at `cut`; what lies inside it and goes on is closed and opened again.
fn close(out: &mut String, open: &mut Vec<Span>, cut: u32, position: usize) {
    let Some(outermost) = open.iter().position(|span| span.end <= cut) else { return };
    let tail = open.split_off(outermost);
    tail.iter().for_each(|_| out.push_str("</span>"));
    for span in tail.into_iter().filter(|span| span.end > cut) {
        out.push_str(&format!("<span data-of=\"{}\">", anchor(position, span)));
        open.push(span);
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
        let spans = BTreeSet::from([Span::new(0, 2), Span::new(1, 4)]);
        let page = text(0, &doc, &spans).0;
        assert_eq!(
            page,
            "<span id=\"e-0-0-2\" data-of=\"e-0-0-2\">a<span id=\"e-0-1-4\" data-of=\"e-0-1-4\">b</span></span>\
             <span data-of=\"e-0-1-4\">&lt;s</span>cript&gt;é"
        );
    }
}
