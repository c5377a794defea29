//! Control: who held which place when, by whose word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::compare::events::{Event, PlaceValue};
use crate::dates::Interval;
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::index::{EntityIdx, EventIdx};

/// The control of one place over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlOfPlace {
    /// The place.
    pub place: PlaceValue,
    /// Stretches in order of time.
    pub stretches: Vec<Stretch>,
}

/// A stretch of time with one holder, or disputed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Who holds it; several where disputed or shared; empty where unknown.
    pub holders: Vec<EntityIdx>,
    /// When it began: the interval within which the change lies.
    pub from: Option<Interval>,
    /// When it ended; `None` is 'still so at the last report'.
    pub to: Option<Interval>,
    /// Whether sources disagree or control is only partial.
    pub state: ControlState,
    /// Share of the place that the first holder has, where a source gives it.
    pub share: Option<f64>,
    /// The events that opened it.
    pub events: Vec<EventIdx>,
    /// The claims behind it.
    pub claims: Vec<ClaimRef>,
    /// The characters.
    pub evidence: Vec<Evidence>,
    /// The rule and the reason, for the reader.
    pub reason: String,
}

/// How firm control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlState {
    /// One holder, all of it.
    Held,
    /// One holder, part of it.
    Partial,
    /// Sources disagree about the holder, or two sides hold parts.
    Contested,
}

/// Works out who held which place when, from the dated changes of control that a source says happened.
/// Predicted and denied claims never change control.
pub fn control(docs: &[Annotated], events: &[Event]) -> Vec<ControlOfPlace> {
    let mut by_place: BTreeMap<PlaceValue, Vec<(EventIdx, &Event)>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        let change = ["control/taken", "control/retaken", "control/lost"].iter().any(|of| event.event_type.is(of));
        if let (true, true, Some(place), true) = (change, event.happened, event.places.first(), event.when.is_some()) {
            by_place.entry(place.value.clone()).or_default().push((EventIdx::new(position), event));
        }
    }
    by_place.into_iter().filter_map(|(place, changes)| of_place(docs, place, &changes)).collect()
}

fn of_place(docs: &[Annotated], place: PlaceValue, changes: &[(EventIdx, &Event)]) -> Option<ControlOfPlace> {
    let when = |event: &Event| event.when.as_ref().map(|best| best.value.0);
    let mut stretches: Vec<Stretch> = Vec::new();
    let (first, event) = changes.first()?;
    if !event.patients.is_empty() {
        let holders = event.patients.iter().map(|slot| slot.value).collect();
        stretches.push(stretch(docs, holders, None, *first, event, "whom the first change drove out held it before"));
    }
    for (at, event) in changes {
        if let Some(last) = stretches.last_mut() {
            last.to = when(event);
        }
        let holders: Vec<EntityIdx> = event.agents.iter().map(|slot| slot.value).collect();
        stretches.push(stretch(docs, holders, when(event), *at, event, "who took it holds it until the next change"));
    }
    Some(ControlOfPlace { place, stretches })
}

fn stretch(
    docs: &[Annotated],
    holders: Vec<EntityIdx>,
    from: Option<Interval>,
    at: EventIdx,
    event: &Event,
    reason: &str,
) -> Stretch {
    let claims = event.claims.clone();
    let claim = |at: &ClaimRef| &docs[at.doc.at()].annotations.claims[at.claim.at()];
    let partial = claims.iter().filter_map(|at| claim(at).share.as_ref()).find(|share| !share.whole);
    Stretch {
        holders,
        from,
        to: None,
        state: if partial.is_some() { ControlState::Partial } else { ControlState::Held },
        share: partial.and_then(|share| share.fraction),
        events: vec![at],
        evidence: claims.iter().map(|at| claim(at).evidence.clone()).collect(),
        claims,
        reason: reason.to_owned(),
    }
}
