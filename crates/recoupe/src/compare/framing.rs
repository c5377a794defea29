//! Framing: the labels and verbs that each outlet uses. Descriptive and symmetrical; no score of bias.

use serde::{Deserialize, Serialize};

use crate::annotate::actors::LabelStance;
use crate::compare::entities::Entity;
use crate::compare::events::Event;
use crate::compare::reuse::Reuse;
use crate::dossier::Annotated;
use crate::evidence::Evidence;
use crate::index::{DocIdx, EntityIdx, EventIdx};

/// How outlets name the sides and the events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    /// Labels per document and actor, sorted by document, entity and text.
    pub labels: Vec<LabelUse>,
    /// Words for one event per document.
    pub verbs: Vec<VerbUse>,
    /// Who gets quoted, per document.
    pub quoted: Vec<QuotedSource>,
    /// Words that one outlet added to or replaced in a common passage.
    pub loaded: Vec<LoadedEdit>,
}

/// A label that a document uses for an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelUse {
    /// The document.
    pub doc: DocIdx,
    /// The actor.
    pub entity: EntityIdx,
    /// As written.
    pub text: String,
    /// Stance of the label, by the pack's list.
    pub stance: LabelStance,
    /// Every use.
    pub evidence: Vec<Evidence>,
}

/// A word that a document uses for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerbUse {
    /// The document.
    pub doc: DocIdx,
    /// The event.
    pub event: EventIdx,
    /// Dictionary form, as 'libérer'.
    pub lemma: String,
    /// Stance of the word, by the pack's list.
    pub stance: LabelStance,
    /// The use.
    pub evidence: Evidence,
}

/// A source that a document quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedSource {
    /// The document.
    pub doc: DocIdx,
    /// The source, where it is an entity.
    pub entity: Option<EntityIdx>,
    /// As written.
    pub name: String,
    /// Every content attributed to it.
    pub evidence: Vec<Evidence>,
}

/// A loaded word that an edit of a common passage brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedEdit {
    /// The wording of the one document.
    pub a: Evidence,
    /// The wording of the other.
    pub b: Evidence,
    /// What changed, for the reader.
    pub reason: String,
}

/// Gathers labels, verbs and quoted sources.
pub fn framing(_docs: &[Annotated], _entities: &[Entity], _events: &[Event], _reuse: &[Reuse]) -> Framing {
    Framing::default()
}
