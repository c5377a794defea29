//! Temporal expressions with normalised values, after TIMEX3 (TimeML 1.2.1).

use serde::{Deserialize, Serialize};

use crate::annotate::dct::Dct;
use crate::annotate::sentences::Sentence;
use crate::annotate::syntax::Syntax;
use crate::annotate::tokens::Token;
use crate::dates::{Interval, Precision};
use crate::document::Document;
use crate::index::TimexIdx;
use crate::language::Pack;
use crate::text::Span;

/// A temporal expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timex {
    /// Byte span.
    pub span: Span,
    /// TIMEX3 `type`.
    pub kind: TimexType,
    /// TIMEX3 `value`: `2017-11-09`, `2017-11-08TEV`, `P2D`, `PAST_REF` …
    pub value: String,
    /// TIMEX3 `mod`.
    pub modifier: Option<Modifier>,
    /// TIMEX3 `quant`, of sets.
    pub quantity: Option<String>,
    /// TIMEX3 `freq`, of sets.
    pub frequency: Option<String>,
    /// Earliest and latest moment; open for durations, sets and vague references.
    pub interval: Interval,
    /// How finely the time is known.
    pub precision: Precision,
    /// What the value was computed from.
    pub anchor: Anchor,
    /// The reason for the anchor, as a sentence for the reader.
    pub reason: String,
    /// Other readings, best first.
    pub alternatives: Vec<Reading>,
    /// Doubts ('the weekday does not fit the date', 'impossible date').
    pub flags: Vec<String>,
    /// Name of the rule.
    pub rule: String,
}

/// TIMEX3 `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

/// TIMEX3 `mod`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs)]
pub enum Modifier {
    Before,
    After,
    OnOrBefore,
    OnOrAfter,
    LessThan,
    MoreThan,
    EqualOrLess,
    EqualOrMore,
    Start,
    Mid,
    End,
    Approx,
}

/// What a value was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anchor {
    /// The expression alone.
    None,
    /// The document creation time.
    Dct,
    /// Another expression.
    Timex(TimexIdx),
}

/// Another possible reading of an expression.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// TIMEX3 `value`.
    pub value: String,
    /// Earliest and latest moment.
    pub interval: Interval,
    /// Why it is possible.
    pub reason: String,
}

/// Finds and normalises the temporal expressions.
pub fn timexes(
    _doc: &Document,
    _sentences: &[Sentence],
    _tokens: &[Token],
    _syntax: &Syntax,
    _dct: &Dct,
    _pack: &Pack,
) -> Vec<Timex> {
    Vec::new()
}
