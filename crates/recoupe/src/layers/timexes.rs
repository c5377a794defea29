//! The layer of temporal expressions, after TIMEX3.

use serde::{Deserialize, Serialize};

use crate::dates::{Interval, Precision};
use crate::index::TimexIdx;
use crate::layers::kinds::{Modifier, TimexType};
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
