//! Claims: one assertion of one text that something happened.

mod arguments;
mod background;
mod cause;
mod company;
mod denial;
mod description;
mod figures;
mod frame;
mod hypothesis;
mod mentions;
mod mood;
mod place;
mod recall;
mod same_event;
mod scene;
mod shared;
mod sides;
mod struggle;
mod sums;
mod support;
mod tellers;
mod time;
mod tolls;
mod wording;

pub use cause::Cause;
pub(crate) use figures::REST;
pub(crate) use recall::DAY_OF_COUNT;

/// Reasons of the slots of agents who took part and did not lead.
pub(crate) const COMPANY: [&str; 2] = [company::COMPANION, company::SUPPORT];

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::annotate::Annotations;
use crate::annotate::timexes::Timex;
use crate::annotate::toponyms::Toponyms;
use crate::dates::{Interval, Precision};
use crate::document::Document;
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::{ActorIdx, AttributionIdx, TimexIdx, ToponymIdx, WordIdx};
use crate::language::Pack;
use crate::text::Span;

/// What one text says happened. Unknown slots are `None` or empty, never a guess.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The kind of event, a path in the hierarchy of event types.
    pub event_type: EventType,
    /// The words that express it.
    pub trigger: Span,
    /// Who did it (or who met, who said).
    pub agents: Vec<Slot<ActorIdx>>,
    /// Who or what it was done to, where an actor.
    pub patients: Vec<Slot<ActorIdx>>,
    /// Where.
    pub place: Option<Slot<ToponymIdx>>,
    /// When.
    pub time: Option<Slot<ClaimTime>>,
    /// How many.
    pub quantities: Vec<Quantity>,
    /// How much of the place: partial control is not control.
    pub share: Option<Share>,
    /// What is said to have caused it, of disasters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// Whether it is said to have happened.
    pub polarity: Polarity,
    /// In what mood it is said.
    pub factuality: Factuality,
    /// The trigger of the claim of the same document that tells the event of which this is a mention ('l'offensive').
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<Span>,
    /// The attribution whose content holds it; `None` is the outlet's own voice.
    pub attribution: Option<AttributionIdx>,
    /// The clause.
    pub evidence: Evidence,
}

impl Claim {
    /// Whether it is said to have happened: not denied, and neither still to come nor habitual.
    pub fn has_happened(&self) -> bool {
        self.polarity == Polarity::Positive && matches!(self.factuality, Factuality::Asserted | Factuality::Reported)
    }

    /// Whether its own words hold its time, which is one of the document's expressions.
    pub fn dates_itself(&self, timexes: &[Timex]) -> bool {
        let timex = self.time.as_ref().and_then(|time| time.value.timex);
        timex.is_some_and(|at| self.evidence.span.contains(timexes[at.at()].span))
    }

    /// Whether its own words name its place, which is one of the document's toponyms.
    pub fn names_place(&self, toponyms: &Toponyms) -> bool {
        self.place.as_ref().is_some_and(|slot| self.evidence.span.contains(toponyms.mentions[slot.value.at()].span))
    }
}

/// A path in the hierarchy of event types, as `control/taken`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(pub String);

impl EventType {
    /// Whether this type is `ancestor` or lies below it.
    pub fn is(&self, ancestor: &str) -> bool {
        self.0.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether it tells that a place changed hands, from whichever side.
    pub fn changes_control(&self) -> bool {
        ["control/taken", "control/retaken", "control/lost", "control/handed_over"].iter().any(|it| self.is(it))
    }

    /// The top of the path: `control` of `control/taken`.
    pub fn family(&self) -> &str {
        self.0.split('/').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A filled slot and why it was filled so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot<T> {
    /// What fills it.
    pub value: T,
    /// Name of the rule and the reason: 'subject of an active verb', 'date of the sentence'.
    pub reason: String,
}

impl<T> Slot<T> {
    /// Whether it comes from what the text tells of the same event elsewhere, not from the claim's own words.
    pub fn is_inferred(&self) -> bool {
        same_event::REASONS.contains(&self.reason.as_str())
    }
}

/// When a claim is said to have happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimTime {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// How finely it is known.
    pub precision: Precision,
    /// The expression that gives it; `None` where the DCT and the tense do.
    pub timex: Option<TimexIdx>,
}

/// A number of something, with bounds and span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Byte span.
    pub span: Span,
    /// Lowest value said; `None` is unbounded.
    pub min: Option<f64>,
    /// Highest value said; `None` is unbounded.
    pub max: Option<f64>,
    /// What is counted, as a neutral key: `killed`, `wounded`, `arrested`, `displaced`, `crowd`, `percent` …
    pub counted: String,
    /// Unit or noun as written ('civils', '%').
    pub unit: String,
    /// Who is counted, as a neutral key of the pack: `civilians`, `fighters`, `children` …, or `rest` for 'others';
    /// `None` for people in general.
    #[serde(default)]
    pub who: Option<String>,
}

/// How much of a place a claim speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Byte span of the words that say so ('60 % de', 'des zones de').
    pub span: Span,
    /// Fraction between 0 and 1 where a figure is given.
    pub fraction: Option<f64>,
    /// Whether the whole place is meant ('entièrement', 'le contrôle total').
    pub whole: bool,
}

/// Whether something is said to have happened or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Polarity {
    #[default]
    Positive,
    Negative,
}

/// In what mood a claim is made, after FactBank's distinctions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factuality {
    /// In the outlet's own voice.
    #[default]
    Asserted,
    /// Said by a source.
    Reported,
    /// Not yet.
    Predicted,
    /// Wanted, planned, demanded.
    Intended,
    /// Said not to be so.
    Denied,
    /// Would have been.
    Counterfactual,
    /// Happens again and again.
    Habitual,
}

/// Finds what a document says happened. `annotations` carries every layer but the claims.
///
/// A claim is made where a trigger's arguments, read off the dependencies, satisfy its frame. No role is
/// filled by mere nearness; a place or a time that the clause leaves open comes from around it with its reason.
pub fn claims(doc: &Document, annotations: &Annotations, pack: &Pack, gazetteer: &Gazetteer) -> Vec<Claim> {
    let text = frame::Text { doc, annotations, words: &pack.events, gazetteer };
    let words = (0..annotations.syntax.words.len()).map(WordIdx::new);
    let mut drafts: Vec<frame::Draft> = words.filter_map(|word| frame::claim(&text, word)).collect();
    without_inner(&text, &mut drafts);
    tolls::tolls(&text, &mut drafts);
    place::places(&text, &mut drafts);
    place::each_place(&text, &mut drafts);
    scene::scenes(&text, &mut drafts);
    time::times(&text, &mut drafts);
    recall::recalls(&text, &mut drafts);
    same_event::roles(&text, &mut drafts);
    cause::causes(&text, &mut drafts);
    denial::denials(&text, &mut drafts);
    let mut claims: Vec<Claim> = drafts.into_iter().map(|draft| draft.claim).collect();
    claims.sort_by_key(|claim| claim.trigger);
    claims
}

/// Drops the triggers that only complete another one: nouns inside its phrase ('tomber aux mains de'), objects
/// that it is about ('conclure une trêve'), and the struggle whose state it tells.
fn without_inner(text: &frame::Text, drafts: &mut Vec<frame::Draft>) {
    let outer: Vec<(WordIdx, Span, EventType)> =
        drafts.iter().map(|draft| (draft.trigger, draft.claim.trigger, draft.claim.event_type.clone())).collect();
    let struggles: Vec<WordIdx> = drafts.iter().filter_map(|draft| draft.about).collect();
    drafts.retain(|draft| !struggles.contains(&draft.trigger));
    drafts.retain(|draft| {
        let own = text.span(draft.trigger);
        outer.iter().all(|(trigger, span, kind)| {
            let inside = span.contains(own) && *span != draft.claim.trigger;
            let object = *kind == draft.claim.event_type && verb_of_object(text, draft.trigger) == Some(*trigger);
            // 'proclamer la fin de la guerre' tells of the proclamation.
            let proclaimed = kind.is("speech/declaration") && draft.about.is_some() && {
                verb_of_object(text, draft.trigger) == Some(*trigger)
            };
            *trigger == draft.trigger || !inside && !object && !proclaimed
        })
    });
}

fn verb_of_object(text: &frame::Text, word: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    syntax.head(word).filter(|_| syntax.words[word.at()].universal_relation() == "obj")
}
