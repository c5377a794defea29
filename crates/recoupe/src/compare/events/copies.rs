//! Claims that are one sentence in two reports.

use std::collections::BTreeMap;

use crate::annotate::claims::EventType;
use crate::compare::reuse::{Passage, Reuse};
use crate::dossier::{Annotated, ClaimRef};
use crate::index::ClaimIdx;
use crate::text::Span;

/// Pairs of claims whose triggers stand in two renderings of one passage, sorted.
///
/// Within a passage, claims of one type and one trigger are paired in order of text where both renderings
/// have as many of them.
pub(super) fn copies(docs: &[Annotated], reuse: &[Reuse]) -> Vec<(ClaimRef, ClaimRef)> {
    let mut pairs: Vec<(ClaimRef, ClaimRef)> = Vec::new();
    for it in reuse.iter().filter(|it| it.a.doc != it.b.doc) {
        let (one, mut two) = (triggers(docs, &it.a), triggers(docs, &it.b));
        for (trigger, claims) in one {
            let others = two.remove(&trigger).filter(|others| others.len() == claims.len());
            pairs.extend(claims.into_iter().zip(others.into_iter().flatten()));
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}

/// The claims of a passage by type and trigger.
fn triggers(docs: &[Annotated], passage: &Passage) -> BTreeMap<(EventType, String), Vec<ClaimRef>> {
    let doc = &docs[passage.doc.at()];
    let mut triggers: BTreeMap<(EventType, String), Vec<ClaimRef>> = BTreeMap::new();
    for (at, claim) in doc.annotations.claims.iter().enumerate() {
        if passage.evidence.span.contains(claim.trigger) {
            let key = (claim.event_type.clone(), folded(doc, claim.trigger));
            triggers.entry(key).or_default().push(ClaimRef { doc: passage.doc, claim: ClaimIdx::new(at) });
        }
    }
    triggers
}

/// The letters of a span in lower case: renderings differ in apostrophes and spaces.
fn folded(doc: &Annotated, span: Span) -> String {
    doc.document.slice(span).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
