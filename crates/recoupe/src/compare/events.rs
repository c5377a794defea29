//! Events: claims of several texts that speak of one real event, with what each source says.

use serde::{Deserialize, Serialize};

use crate::annotate::claims::{EventType, Factuality};
use crate::compare::entities::Entity;
use crate::compare::families::Family;
use crate::dates::{Interval, Precision};
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::index::{DocIdx, EntityIdx, FamilyIdx};

/// One event of the dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What kind of event.
    pub event_type: EventType,
    /// A neutral sentence about it, made of type, actors, place and date.
    pub label: String,
    /// The claims, sorted.
    pub claims: Vec<ClaimRef>,
    /// When, by each source.
    pub dates: Vec<SlotValue<DateValue>>,
    /// Where, by each source.
    pub places: Vec<SlotValue<PlaceValue>>,
    /// Who did it, by each source.
    pub agents: Vec<SlotValue<EntityIdx>>,
    /// Who it was done to, by each source.
    pub patients: Vec<SlotValue<EntityIdx>>,
    /// Figures, by each source.
    pub quantities: Vec<SlotValue<QuantityValue>>,
    /// Moods in which it is said, by each source.
    pub moods: Vec<SlotValue<Factuality>>,
    /// Interval used to order events, with the rule that chose it.
    pub when: Option<Best<(Interval, Precision)>>,
    /// Place used to group and to map, with the rule that chose it.
    pub place: Option<Best<PlaceId>>,
    /// Whether at least one source says that it happened (asserted or reported, not denied or predicted).
    pub happened: bool,
    /// How well it is corroborated.
    pub corroboration: Corroboration,
    /// Why the claims were joined, one sentence each.
    pub reasons: Vec<String>,
}

/// A value of a slot and who says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotValue<T> {
    /// The value.
    pub value: T,
    /// The claims that say it, sorted.
    pub claims: Vec<ClaimRef>,
    /// The families behind them, sorted.
    pub families: Vec<FamilyIdx>,
    /// The exact characters that say it.
    pub evidence: Vec<Evidence>,
}

/// A value chosen among several, and the rule that chose it; never 'the truth'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Best<T> {
    /// The value.
    pub value: T,
    /// Name of the rule and the reason.
    pub rule: String,
}

/// A date as a slot value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateValue {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// How finely it is known.
    pub precision: Precision,
}

/// A place as a slot value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceValue {
    /// The resolved place.
    pub place: Option<PlaceId>,
    /// The gazetteer's name, or the raw name where unresolved.
    pub name: String,
}

/// A figure as a slot value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantityValue {
    /// What is counted.
    pub counted: String,
    /// Lowest value said.
    pub min: Option<f64>,
    /// Highest value said.
    pub max: Option<f64>,
}

/// How well an event is corroborated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corroboration {
    /// Families that say it happened.
    pub families: Vec<FamilyIdx>,
    /// Documents that say it happened.
    pub docs: Vec<DocIdx>,
    /// The document that said it first, by creation time, where known.
    pub first: Option<DocIdx>,
    /// Named sources quoted for it, each as a chain 'OSDH → AFP → ATS', sorted.
    pub chains: Vec<String>,
    /// Whether all of it rests on one family.
    pub single_source: bool,
}

/// Groups the claims of all documents into events, in order of time.
pub fn events(_docs: &[Annotated], _entities: &[Entity], _families: &[Family], _gazetteer: &Gazetteer) -> Vec<Event> {
    Vec::new()
}
