//! Contradictions: where sources disagree, and which disagreements time or scope resolves.

use serde::{Deserialize, Serialize};

use crate::compare::events::{Event, QuantityValue, SlotValue};
use crate::compare::families::FamilyIndex;
use crate::compare::reuse::{AlteredQuotation, Passage};
use crate::dates::Interval;
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::index::{EntityIdx, EventIdx};

/// Two statements that cannot both hold as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// What they disagree about.
    pub kind: ContradictionKind,
    /// The one statement.
    pub a: Statement,
    /// The other statement.
    pub b: Statement,
    /// Whether and how it is resolved.
    pub resolution: Resolution,
    /// The events concerned, sorted.
    pub events: Vec<EventIdx>,
    /// Why it is one and why it resolves so, for the reader.
    pub reason: String,
    /// Name of the rule.
    pub rule: String,
}

/// One side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The claim, where a claim says it.
    pub claim: Option<ClaimRef>,
    /// The characters.
    pub evidence: Evidence,
    /// What it says, in neutral words.
    pub says: String,
}

/// What statements disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ContradictionKind {
    Date,
    Place,
    Agent,
    Patient,
    Outcome,
    Number,
    Status,
    Cause,
    /// Two renderings of what one source said.
    Wording,
}

/// Whether and how a contradiction is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It stands.
    Real,
    /// Both hold, one after the other.
    TimeOrder,
    /// They speak of different extents or denominators.
    Scope,
    /// One source rendered in two ways.
    Misquotation,
    /// A document against itself.
    Internal,
    /// A prediction against what came.
    PredictionAgainstOutcome,
}

/// Finds where the sources disagree.
pub fn contradictions(
    docs: &[Annotated],
    families: &FamilyIndex,
    events: &[Event],
    altered: &[AlteredQuotation],
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (position, event) in events.iter().enumerate() {
        found.extend(numbers(docs, families, EventIdx::new(position), event));
    }
    for (one, first) in events.iter().enumerate() {
        for (two, second) in events.iter().enumerate().skip(one + 1) {
            found.extend(between(docs, (EventIdx::new(one), first), (EventIdx::new(two), second)));
        }
    }
    found.extend(altered.iter().map(misquotation));
    found
}

/// Figures for one thing that exclude each other and come from different families.
fn numbers(docs: &[Annotated], families: &FamilyIndex, at: EventIdx, event: &Event) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (nth, one) in event.quantities.iter().enumerate() {
        for two in &event.quantities[nth + 1..] {
            let disjoint = |low: &QuantityValue, high: &QuantityValue| matches!((low.max, high.min), (Some(max), Some(min)) if max < min);
            let differ = one.value.counted == two.value.counted
                && (disjoint(&one.value, &two.value) || disjoint(&two.value, &one.value));
            let (claim_a, claim_b) = (one.claims[0], two.claims[0]);
            let family = |claim: ClaimRef| {
                families.of(claim.doc, docs[claim.doc.at()].annotations.claims[claim.claim.at()].evidence.span)
            };
            if !differ || family(claim_a) == family(claim_b) {
                continue;
            }
            let statement = |slot: &SlotValue<QuantityValue>| {
                Some(Statement {
                    claim: Some(slot.claims[0]),
                    evidence: slot.evidence.first()?.clone(),
                    says: figure(&slot.value),
                })
            };
            if let (Some(a), Some(b)) = (statement(one), statement(two)) {
                let made = |claim: ClaimRef| docs[claim.doc.at()].annotations.dct.interval;
                let later = made(claim_a).is_before(made(claim_b)) || made(claim_b).is_before(made(claim_a));
                let reason = if later {
                    "figures for one event differ; the reports are of different days, so a toll may have risen"
                } else {
                    "figures for one event differ"
                };
                let resolution = if later { Resolution::TimeOrder } else { Resolution::Real };
                found.push(Contradiction {
                    kind: ContradictionKind::Number,
                    a,
                    b,
                    resolution,
                    events: vec![at],
                    reason: reason.into(),
                    rule: "disjoint_figures".into(),
                });
            }
        }
    }
    found
}

fn figure(value: &QuantityValue) -> String {
    let bound = |bound: Option<f64>| bound.map_or_else(|| "?".to_owned(), |bound| bound.to_string());
    match value.min == value.max {
        true => format!("{} {}", bound(value.min), value.counted),
        false => format!("{}–{} {}", bound(value.min), bound(value.max), value.counted),
    }
}

/// Days within which two datings of the same change may be one event dated differently.
const SAME_EVENT_DAYS: i64 = 3;

/// Two changes of control of one place: dated differently, done by others, or undone.
fn between(docs: &[Annotated], one: (EventIdx, &Event), two: (EventIdx, &Event)) -> Option<Contradiction> {
    let ((at_one, first), (at_two, second)) = (one, two);
    let change =
        |event: &Event| ["control/taken", "control/retaken", "control/lost"].iter().any(|of| event.event_type.is(of));
    let place = first.place.as_ref()?.value;
    if !change(first) || !change(second) || second.place.as_ref()?.value != place || !first.happened || !second.happened
    {
        return None;
    }
    let ids = |slots: &[SlotValue<EntityIdx>]| slots.iter().map(|slot| slot.value).collect::<Vec<_>>();
    let (agents_one, agents_two) = (ids(&first.agents), ids(&second.agents));
    let same_agent = agents_one.iter().any(|agent| agents_two.contains(agent));
    // Where only one of two says who, the other may mean the same: then close dates are dates of one change.
    let one_unnamed = (agents_one.is_empty() || agents_two.is_empty()) && first.event_type == second.event_type;
    let (when_one, when_two) = (first.when.as_ref()?.value.0, second.when.as_ref()?.value.0);
    let apart = days_apart(when_one, when_two);
    let (kind, resolution, reason) = match apart {
        None if !same_agent && !agents_one.is_empty() && !agents_two.is_empty() => (
            ContradictionKind::Agent,
            Resolution::Real,
            "one change of control at one time is ascribed to different actors",
        ),
        None => return None,
        Some(days) if (same_agent || one_unnamed) && days <= SAME_EVENT_DAYS => (
            ContradictionKind::Date,
            Resolution::Real,
            "no actor tells the two changes apart, and their days are close: one change, dated differently",
        ),
        Some(_) => (
            ContradictionKind::Outcome,
            Resolution::TimeOrder,
            "the place changed hands more than once: both hold, one after the other",
        ),
    };
    let statement = |event: &Event| {
        let claim = event
            .claims
            .iter()
            .copied()
            .find(|&claim| docs[claim.doc.at()].annotations.claims[claim.claim.at()].time.is_some())
            .or(event.claims.first().copied())?;
        let evidence = docs[claim.doc.at()].annotations.claims[claim.claim.at()].evidence.clone();
        Some(Statement { claim: Some(claim), evidence, says: event.label.clone() })
    };
    Some(Contradiction {
        kind,
        a: statement(first)?,
        b: statement(second)?,
        resolution,
        events: vec![at_one, at_two],
        reason: reason.into(),
        rule: "two_changes_of_control".into(),
    })
}

/// Days between two intervals; `None` where they overlap.
fn days_apart(one: Interval, two: Interval) -> Option<i64> {
    let (early, late) = if one.is_before(two) {
        (one, two)
    } else if two.is_before(one) {
        (two, one)
    } else {
        return None;
    };
    let span = late.earliest?.date().since(early.latest?.date()).ok()?;
    Some(i64::from(span.get_days()))
}

fn misquotation(altered: &AlteredQuotation) -> Contradiction {
    let statement = |passage: &Passage| Statement {
        claim: None,
        evidence: passage.evidence.clone(),
        says: passage.evidence.quote.clone(),
    };
    Contradiction {
        kind: ContradictionKind::Wording,
        a: statement(&altered.a),
        b: statement(&altered.b),
        resolution: Resolution::Misquotation,
        events: Vec::new(),
        reason: "one quotation in two renderings that differ inside the quotation marks".into(),
        rule: altered.rule.clone(),
    }
}
