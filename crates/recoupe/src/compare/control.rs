//! Control: who held which place when, by whose word.

use serde::{Deserialize, Serialize};

use crate::compare::entities::Entity;
use crate::compare::events::{Event, PlaceValue};
use crate::dates::Interval;
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
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

/// Works out who held which place when. Predicted and denied claims never change control.
pub fn control(
    _docs: &[Annotated],
    _entities: &[Entity],
    _events: &[Event],
    _gazetteer: &Gazetteer,
) -> Vec<ControlOfPlace> {
    Vec::new()
}
