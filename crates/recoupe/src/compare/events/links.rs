//! Claims that the texts themselves link: one sentence in two reports, a mention of what its report tells elsewhere.

use std::collections::BTreeMap;

use crate::annotate::claims::EventType;
use crate::compare::reuse::{Passage, Reuse};
use crate::dossier::{Annotated, ClaimRef};
use crate::index::{ClaimIdx, DocIdx};
use crate::text::Span;

/// Two claims of one event, and why they are.
pub(super) struct Link {
    /// The claims.
    pub claims: [ClaimRef; 2],
    /// One sentence.
    pub reason: &'static str,
}

/// The links between all claims: mentions, then copies, each sorted.
pub(super) fn links(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Link> {
    let link = |reason: &'static str| move |claims: [ClaimRef; 2]| Link { claims, reason };
    let mentions = mentions(docs).into_iter().map(link("one report tells it and mentions it again"));
    mentions.chain(copies(docs, reuse).into_iter().map(link("one sentence in two reports"))).collect()
}

/// Mentions of an event with the claim of the same report that tells it.
fn mentions(docs: &[Annotated]) -> Vec<[ClaimRef; 2]> {
    let of_doc = |(position, doc): (usize, &Annotated)| {
        let claims = &doc.annotations.claims;
        let claim = |at: usize| ClaimRef { doc: DocIdx::new(position), claim: ClaimIdx::new(at) };
        let told = |trigger: Span| claims.iter().position(|it| it.trigger == trigger);
        let pairs = claims.iter().enumerate().filter_map(|(at, it)| Some([claim(at), claim(told(it.mentions?)?)]));
        pairs.collect::<Vec<_>>()
    };
    docs.iter().enumerate().flat_map(of_doc).collect()
}

/// Pairs of claims whose triggers stand in two renderings of one passage, sorted.
///
/// Within a passage, claims of one type and one trigger are paired in order of text where both renderings
/// have as many of them.
fn copies(docs: &[Annotated], reuse: &[Reuse]) -> Vec<[ClaimRef; 2]> {
    let mut pairs: Vec<[ClaimRef; 2]> = Vec::new();
    for it in reuse.iter().filter(|it| it.a.doc != it.b.doc) {
        let (one, mut two) = (triggers(docs, &it.a), triggers(docs, &it.b));
        for (trigger, claims) in one {
            let others = two.remove(&trigger).filter(|others| others.len() == claims.len());
            pairs.extend(claims.into_iter().zip(others.into_iter().flatten()).map(|(one, two)| [one, two]));
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
