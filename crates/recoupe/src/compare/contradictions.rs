//! Contradictions: where sources disagree, and which disagreements time or scope resolves.

use serde::{Deserialize, Serialize};

use crate::compare::entities::Entity;
use crate::compare::events::Event;
use crate::compare::families::Family;
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::EventIdx;

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
    _docs: &[Annotated],
    _entities: &[Entity],
    _families: &[Family],
    _events: &[Event],
    _gazetteer: &Gazetteer,
) -> Vec<Contradiction> {
    Vec::new()
}
