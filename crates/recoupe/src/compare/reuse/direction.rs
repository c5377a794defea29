//! Which way text went: credits, leftovers, dates and length, as reasons with weights.

use crate::dossier::Annotated;
use crate::index::DocIdx;

use super::{Direction, DirectionVerdict, Reuse, ReuseKind};

/// Works out the direction of every reuse. Reasons are gathered per pair of documents: who copied one
/// passage copied the others.
pub(super) fn settle(docs: &[Annotated], found: &mut [Reuse]) {
    let pairs: Vec<(DocIdx, DocIdx)> = found.iter().map(|reuse| (reuse.a.doc, reuse.b.doc)).collect();
    for (position, &(a, b)) in pairs.iter().enumerate() {
        let direction = match found[position].kind {
            ReuseKind::Internal => unknown("a document that repeats itself has no direction"),
            ReuseKind::SharedQuotation | ReuseKind::Copy => between(docs, a, b),
        };
        found[position].direction = direction;
    }
}

fn unknown(reason: &str) -> Direction {
    Direction { verdict: DirectionVerdict::Unknown, probability: 0.0, reasons: vec![reason.to_owned()], origin: None }
}

fn between(docs: &[Annotated], a: DocIdx, b: DocIdx) -> Direction {
    let (doc_a, doc_b) = (&docs[a.at()], &docs[b.at()]);
    let (credits_a, credits_b) = (credits(doc_a), credits(doc_b));
    let common: Vec<&String> = credits_a.iter().filter(|name| credits_b.contains(name)).collect();
    let mut reasons = Vec::new();
    if let Some(origin) = common.first() {
        reasons.push(format!("both name {origin} as their source"));
        return Direction {
            verdict: DirectionVerdict::CommonOrigin,
            probability: 0.85,
            reasons,
            origin: Some((*origin).clone()),
        };
    }
    // The name of the one outlet in the other's credits settles it.
    for (from, to, names, verdict) in
        [(doc_a, doc_b, &credits_b, DirectionVerdict::AToB), (doc_b, doc_a, &credits_a, DirectionVerdict::BToA)]
    {
        let outlet = from.document.outlet();
        if names.iter().any(|name| name == outlet) {
            reasons.push(format!("{} names {outlet} as its source", to.document.outlet()));
            return Direction { verdict, probability: 0.9, reasons, origin: Some(outlet.to_owned()) };
        }
    }
    if let Some(origin) = credits_a.first().or(credits_b.first()) {
        let holder = if credits_a.is_empty() { doc_b } else { doc_a };
        reasons.push(format!("{} names {origin} as its source; the other names none", holder.document.outlet()));
        return Direction {
            verdict: DirectionVerdict::CommonOrigin,
            probability: 0.6,
            reasons,
            origin: Some(origin.clone()),
        };
    }
    let (time_a, time_b) = (doc_a.annotations.dct.interval, doc_b.annotations.dct.interval);
    let verdict = if time_a.is_before(time_b) {
        DirectionVerdict::AToB
    } else if time_b.is_before(time_a) {
        DirectionVerdict::BToA
    } else {
        return unknown("no credit, and neither report is known to be the earlier one");
    };
    reasons.push("the one report was made before the other".into());
    Direction { verdict, probability: 0.7, reasons, origin: None }
}

/// The agencies that a document credits: in its metadata, or as a link of its attribution chains.
fn credits(doc: &Annotated) -> Vec<String> {
    let mut names: Vec<String> = doc.document.meta.agencies.iter().map(|agency| agency.value.clone()).collect();
    let passed_on = doc.annotations.attributions.iter().flat_map(|attribution| &attribution.via);
    names.extend(passed_on.map(|via| doc.source_name(via).to_owned()));
    names.sort();
    names.dedup();
    names
}
