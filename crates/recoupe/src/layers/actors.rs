//! The layer of actors: mentions of persons, organisations, armed groups, states and media, and their coreference.

use serde::{Deserialize, Serialize};

use crate::index::{ActorId, ActorIdx, ChainIdx, TokenIdx};
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::text::Span;

/// The actor layer of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actors {
    /// Mentions, sorted by span; a coordination precedes its members.
    pub mentions: Vec<ActorMention>,
    /// Coreference chains; every mention belongs to one, if only its own.
    pub chains: Vec<Chain>,
}

/// A mention of an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorMention {
    /// Byte span; names without article, descriptions with their determiner.
    pub span: Span,
    /// The head token.
    pub head: TokenIdx,
    /// How the actor is spoken of.
    pub form: MentionForm,
    /// What the actor is.
    pub kind: ActorKind,
    /// The chain.
    pub chain: ChainIdx,
    /// Whether it is told by an indefinite description ('deux hommes', 'Rebels'), so that another mention may or may
    /// not be the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub indefinite: bool,
    /// Members of a coordinated group ('l'armée syrienne et ses alliés'); empty otherwise.
    pub members: Vec<ActorIdx>,
    /// Why the mention joined its chain; empty for a chain's first mention.
    pub link: String,
    /// Stance of the label itself: what the word says of the actor, by the pack's list.
    pub stance: LabelStance,
    /// Name of the rule that recognised it.
    pub rule: String,
}

impl ActorMention {
    /// Whether it only points to a mention before it and says nothing of the actor by itself.
    pub fn is_pronoun(&self) -> bool {
        matches!(self.form, MentionForm::Pronoun | MentionForm::Possessive)
    }
}

/// How an actor is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MentionForm {
    Name,
    Acronym,
    Title,
    Description,
    Metonym,
    Coordination,
    Pronoun,
    Possessive,
}

/// A coreference chain: mentions of one actor in one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// The fullest name in the document, or a description where there is no name.
    pub name: String,
    /// What the actor is.
    pub kind: ActorKind,
    /// The known actor, where the actor gazetteer lists it.
    pub known: Option<ActorId>,
    /// Whether some mention names the actor, instead of only describing it.
    pub named: bool,
    /// What makes it the same actor in other documents besides its name: neutral force group and home
    /// country (`army/163843`), where the text gives both; of a force whose owner is told, the owner (`army@x`).
    pub role: Option<String>,
    /// The chains of those whom it leads or speaks for, as its titles say; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_for: Vec<ChainIdx>,
    /// Its mentions.
    pub mentions: Vec<ActorIdx>,
}
