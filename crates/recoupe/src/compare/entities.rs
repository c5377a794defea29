//! Entities: actors across documents.

use serde::{Deserialize, Serialize};

use crate::annotate::actors::{ActorKind, LabelStance};
use crate::dossier::{ActorRef, Annotated};
use crate::gazetteer::{ActorId, Gazetteer};
use crate::index::{ChainIdx, DocIdx, EntityIdx};

/// An actor of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Neutral display name: the actor gazetteer's, else the most frequent full name.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The known actor, where the actor gazetteer lists it.
    pub known: Option<ActorId>,
    /// The coreference chains that make it up, sorted.
    pub chains: Vec<(DocIdx, ChainIdx)>,
    /// Every mention, sorted.
    pub mentions: Vec<ActorRef>,
    /// Every label that it bears, with counts; sorted by text.
    pub labels: Vec<EntityLabel>,
    /// Members, where the entity is a coordinated group or a coalition.
    pub members: Vec<EntityIdx>,
    /// Why its chains were joined, one sentence each.
    pub reasons: Vec<String>,
}

/// A label of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityLabel {
    /// As written.
    pub text: String,
    /// Stance of the label.
    pub stance: LabelStance,
    /// How often each document uses it, sorted.
    pub uses: Vec<(DocIdx, u32)>,
}

/// Joins the chains of all documents into entities.
pub fn entities(_docs: &[Annotated], _gazetteer: &Gazetteer) -> Vec<Entity> {
    Vec::new()
}
