//! Altered quotations: one quotation in two renderings that differ inside the quotation marks.

use crate::annotated::{Annotated, AttributionRef};
use crate::index::{AttributionIdx, DocIdx};
use crate::text::Span;

use super::{AlteredQuotation, Edit, EditKind, Passage, Reuse, ReuseKind};

/// The reuses whose edits lie inside quotation marks on both sides. Another spelling of a name alone
/// alters nothing that was said.
pub(super) fn altered(docs: &[Annotated], found: &[Reuse]) -> Vec<AlteredQuotation> {
    found
        .iter()
        .filter(|reuse| reuse.kind != ReuseKind::Internal)
        .filter_map(|reuse| {
            let alters = |edit: &&Edit| edit.in_quotation && !is_marked(docs, reuse, edit);
            let inside: Vec<Edit> = reuse.edits.iter().filter(alters).cloned().collect();
            if inside.iter().all(|edit| edit.kind == EditKind::Spelling) {
                return None;
            }
            let attribution = |passage: &Passage| attribution_at(docs, passage.doc, passage.evidence.span);
            Some(AlteredQuotation {
                a: reuse.a.clone(),
                b: reuse.b.clone(),
                edits: inside,
                attributions: (attribution(&reuse.a), attribution(&reuse.b)),
                rule: "edit_inside_quotation_marks".into(),
            })
        })
        .collect()
}

/// Whether words are left out or put in openly: '[…]', '(...)', '[the town]'.
fn is_marked(docs: &[Annotated], reuse: &Reuse, edit: &Edit) -> bool {
    /// Bytes to look at on both sides of the place of an edit.
    const AROUND: u32 = 8;
    [(&reuse.a, edit.a), (&reuse.b, edit.b)].into_iter().any(|(passage, span)| {
        let text = &docs[passage.doc.at()].document.text;
        let (mut from, mut to) = (span.start.saturating_sub(AROUND) as usize, (span.end + AROUND) as usize);
        to = to.min(text.len());
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        while !text.is_char_boundary(to) {
            to += 1;
        }
        let (before, inside, after) =
            (&text[from..span.start as usize], &text[span.range()], &text[span.end as usize..to]);
        let omitted = |text: &str| text.contains('…') || text.contains("...");
        let bracketed = before.trim_end().ends_with('[') && after.trim_start().starts_with(']');
        bracketed || omitted(inside) || span.is_empty() && (omitted(before) || omitted(after))
    })
}

fn attribution_at(docs: &[Annotated], doc: DocIdx, span: Span) -> Option<AttributionRef> {
    let attributions = &docs[doc.at()].annotations.attributions;
    let position = attributions.iter().position(|attribution| attribution.content.overlaps(span))?;
    Some(AttributionRef { doc, attribution: AttributionIdx::new(position) })
}
