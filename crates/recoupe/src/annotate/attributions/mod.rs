//! Attributions: who says what, through whom. Source, cue and content after PolNeAR and the PDTB.

mod according;
mod chain;
mod clause;
mod contents;
mod cues;
pub(crate) mod quotations;
mod sources;
mod text;
mod unmarked;

use serde::{Deserialize, Serialize};

use crate::annotate::actors::Actors;
use crate::annotate::sentences::Sentence;
use crate::annotate::syntax::Syntax;
use crate::annotate::tokens::Token;
use crate::document::Document;
use crate::index::{ActorIdx, AttributionIdx};
use crate::language::Pack;
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

/// What a cue says of the content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CueStance {
    /// 'dit', 'a déclaré'.
    #[default]
    Neutral,
    /// 'prétend'.
    Doubting,
    /// 'reconnaît', 'a constaté'.
    Confirming,
    /// 'dément', 'nie': the content is denied.
    Denying,
    /// 'prévoit', 'espère': the content is not yet.
    Predicting,
    /// 'appelle à', 'demande'.
    Demanding,
}

/// Finds who says what.
pub fn attributions(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    syntax: &Syntax,
    actors: &Actors,
    pack: &Pack,
) -> Vec<Attribution> {
    let text = text::Text::new(doc, sentences, tokens, syntax, actors, pack);
    let mut found = clause::attributions(&text);
    unmarked::after_colons(&text, &mut found);
    unmarked::continued(&text, &mut found);
    unmarked::hearsay(&text, &mut found);
    found.sort_by_key(|attribution| (attribution.content, attribution.cue));
    found.dedup_by(|later, earlier| later.content == earlier.content && later.cue == earlier.cue);
    chain::clip(&mut found, &text);
    keep_surer(&mut found, &text);
    chain::relays(&mut found, &text);
    chain::carried(&mut found, &text);
    chain::credits(&mut found, &text);
    chain::nesting(&mut found);
    found
}

/// Of two attributions of one quotation the one whose verb stands right behind it: 'Y conteste : « … », a dit X'.
fn keep_surer(found: &mut Vec<Attribution>, text: &text::Text) {
    let behind = |it: &Attribution| it.cue.filter(|cue| cue.start >= it.content.end);
    let sure: Vec<Span> = found.iter().filter(|it| behind(it).is_some()).map(|it| it.content).collect();
    found.retain(|it| {
        let quoted = text.quotations.iter().any(|quotation| quotation.outer == it.content);
        !(quoted && behind(it).is_none() && it.cue.is_some() && sure.contains(&it.content))
    });
}
