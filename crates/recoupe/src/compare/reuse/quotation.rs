//! Altered quotations: one quotation in two renderings that differ inside the quotation marks.

use crate::dossier::{Annotated, AttributionRef};
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
            let inside: Vec<Edit> = reuse.edits.iter().filter(|edit| edit.in_quotation).cloned().collect();
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

fn attribution_at(docs: &[Annotated], doc: DocIdx, span: Span) -> Option<AttributionRef> {
    let attributions = &docs[doc.at()].annotations.attributions;
    let position = attributions.iter().position(|attribution| attribution.content.overlaps(span))?;
    Some(AttributionRef { doc, attribution: AttributionIdx::new(position) })
}
