//! Contradictions about what caused an event.

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotated::ClaimRef;
use crate::compare::events::Event;
use crate::index::EventIdx;
use crate::layers::claims::Cause;

/// Causes of one event that differ, by different voices: each pair of causes once.
pub(super) fn contradictions(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Contradiction> {
    let mut told: Vec<(ClaimRef, &Cause)> = Vec::new();
    for &claim in &event.claims {
        let Some(cause) = &dossier.claim(claim).cause else { continue };
        if told.iter().all(|(_, other)| other.kind != cause.kind) {
            told.push((claim, cause));
        }
    }
    let mut found = Vec::new();
    for (nth, &(a, one)) in told.iter().enumerate() {
        for &(b, two) in &told[nth + 1..] {
            if is_comparable(dossier, (a, one), (b, two)) && !is_one_voice(dossier, (a, one), (b, two)) {
                found.push(between(at, (a, one), (b, two)));
            }
        }
    }
    found
}

/// Whether two causes can be told apart: both by a key that languages share, or by words of one language.
fn is_comparable(dossier: &Claims<'_>, (a, one): (ClaimRef, &Cause), (b, two): (ClaimRef, &Cause)) -> bool {
    let pack = |claim: ClaimRef| dossier.packs.of(&dossier.docs[claim.doc.at()].document);
    let keyed = |claim: ClaimRef, cause: &Cause| pack(claim).events.causes.kinds.contains_key(&cause.kind);
    keyed(a, one) && keyed(b, two) || std::ptr::eq(pack(a), pack(b))
}

fn is_one_voice(dossier: &Claims<'_>, (a, one): (ClaimRef, &Cause), (b, two): (ClaimRef, &Cause)) -> bool {
    let source = |claim: ClaimRef, cause: &Cause| cause.attribution.and_then(|it| dossier.source_of(claim.doc, it));
    let family = |claim: ClaimRef, cause: &Cause| dossier.families.of(claim.doc, cause.evidence.span);
    family(a, one) == family(b, two) && source(a, one) == source(b, two)
}

fn between(at: EventIdx, (a, one): (ClaimRef, &Cause), (b, two): (ClaimRef, &Cause)) -> Contradiction {
    let statement = |claim: ClaimRef, cause: &Cause| Statement {
        claim: Some(claim),
        evidence: cause.evidence.clone(),
        says: cause.evidence.quote.clone(),
    };
    Contradiction {
        kind: ContradictionKind::Cause,
        a: statement(a, one),
        b: statement(b, two),
        resolution: Resolution::Real,
        events: vec![at],
        reason: "one event, put down to different causes".into(),
        rule: "causes_differ".into(),
    }
}
