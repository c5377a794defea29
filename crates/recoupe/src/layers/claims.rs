//! The layer of claims: what one text says happened.

use serde::{Deserialize, Serialize};

use crate::dates::{Interval, Precision};
use crate::evidence::Evidence;
use crate::index::{ActorIdx, AttributionIdx, TimexIdx, ToponymIdx};
use crate::layers::kinds::{EventType, Factuality, Polarity};
use crate::layers::timexes::Timex;
use crate::layers::toponyms::Toponyms;
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
        REASONS.contains(&self.reason.as_str())
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

/// What is said to have caused what a claim tells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cause {
    /// Byte span of the words that name it.
    pub span: Span,
    /// What it is: a neutral key of the pack (`overload`, `weather` …), else the lemma of its noun.
    pub kind: String,
    /// The attribution whose content holds it; `None` is the outlet's own voice.
    pub attribution: Option<AttributionIdx>,
    /// The clause that says so, from the phrase of cause on.
    pub evidence: Evidence,
    /// Why it is the cause of this event.
    pub reason: String,
}

/// Why those are agents in whose company it was done.
pub(crate) const COMPANION: &str = "with whom it was done";

/// Why those are agents who only supported the others.
pub(crate) const SUPPORT: &str = "with whose support it was done";

/// Reasons of the slots of agents who took part and did not lead.
pub(crate) const COMPANY: [&str; 2] = [COMPANION, SUPPORT];

pub(crate) const SAME: &str = "the same event elsewhere in this text";

pub(crate) const FIGHT_FOR_PLACE: &str = "the fight for the place, as this text tells it";

pub(crate) const TAKEN_BEFORE: &str = "took the place before, by this text";

/// The reasons of slots that are inferred from other sentences.
pub(crate) const REASONS: [&str; 3] = [SAME, FIGHT_FOR_PLACE, TAKEN_BEFORE];

/// Why a toll has the time that it has, where its report does not tell the event.
pub(crate) const DAY_OF_COUNT: &str = "the day of a count: those counted may have come to harm before";

/// The key of figures for what is left of a whole.
pub(crate) const REST: &str = "rest";
