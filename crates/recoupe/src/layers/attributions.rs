//! The layer of attributions: who says what, through whom. Source, cue and content after PolNeAR and the PDTB.

use serde::{Deserialize, Serialize};

use crate::index::{ActorIdx, AttributionIdx};
use crate::layers::kinds::CueStance;
use crate::text::Span;

/// One attribution. What no attribution covers is the outlet's own voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who says it.
    pub source: Option<SourceMention>,
    /// The words that attribute ('a annoncé', 'selon').
    pub cue: Option<Span>,
    /// What is said; with its quotation marks where it is wholly quoted.
    pub content: Span,
    /// The quoted stretches inside the content, marks excluded.
    pub quoted: Vec<Span>,
    /// How it is rendered.
    pub mode: Mode,
    /// Who passed it on, nearest to the speaker first: agency, medium.
    pub via: Vec<SourceMention>,
    /// The attribution whose content holds this one ('X dit que Y espérait').
    pub inside: Option<AttributionIdx>,
    /// What the cue says of the content.
    pub stance: CueStance,
    /// Name of the rule.
    pub rule: String,
}

/// A source as it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMention {
    /// Byte span.
    pub span: Span,
    /// The actor mention, where the actor layer has one.
    pub actor: Option<ActorIdx>,
}

/// How speech is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// In quotation marks.
    Direct,
    /// Reported without marks.
    Indirect,
    /// Reported with quoted parts.
    Mixed,
    /// Marked as hearsay by mood alone (French conditional), source unnamed.
    Hearsay,
}
