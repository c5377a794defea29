//! The layer of the document creation time (DCT): when a document was made, with the reason.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dates::Interval;
use crate::index::DocIdx;
use crate::text::Span;

/// When a document was made. An open interval means that nothing states or bounds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dct {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// The day within the interval that the evidence favours, where the interval has several.
    #[serde(default)]
    pub likely: Option<Date>,
    /// A day near which an unknown creation time lies: one that the text tells of with its year, or one of the dossier.
    #[serde(default)]
    pub near: Option<Date>,
    /// How it is known.
    pub basis: DctBasis,
    /// Spans of the document that support it (empty for metadata).
    pub evidence: Vec<Span>,
    /// The reason, as a sentence for the reader.
    pub reason: String,
    /// Contradictions and doubts ('the weekday does not fit the date').
    pub flags: Vec<String>,
    /// What the text tells about the day on which it was written, for the dossier to use.
    #[serde(default)]
    pub clues: Vec<Clue>,
    /// The days that the text tells of by their names, for the dossier to use.
    #[serde(default)]
    pub told: Vec<ToldDay>,
}

/// A day that a text tells of by what the calendar calls it: 'samedi', 'le 9 mars', 'vendredi 8'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldDay {
    /// Byte span of the expression.
    pub span: Span,
    /// On which side of the document's date it lies.
    pub side: Side,
    /// Its weekday, 1 for Monday.
    pub weekday: Option<i8>,
    /// Its day of the month.
    pub day: Option<i8>,
    /// Its month.
    pub month: Option<i8>,
    /// Its year.
    pub year: Option<i16>,
}

/// On which side of the document's date a day lies, by the tense that it is told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The document's day or before.
    Past,
    /// The document's day or after.
    Ahead,
    /// Nothing says which.
    Unsaid,
}

/// An expression that names a day by its distance from the document's date and by what the calendar calls it.
///
/// 'hier, lundi 20 novembre': the day before the document's date is a Monday and a 20 November.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// Byte span of the expression.
    pub span: Span,
    /// Days from the document's date to the day that is named.
    pub days: i32,
    /// Its weekday, 1 for Monday.
    pub weekday: Option<i8>,
    /// Its day of the month.
    pub day: Option<i8>,
    /// Its month.
    pub month: Option<i8>,
    /// Its year.
    pub year: Option<i16>,
}

impl Clue {
    /// A date line as a clue: it names the document's own day.
    pub fn of_own_day(own: &ToldDay) -> Clue {
        let ToldDay { span, weekday, day, month, year, .. } = *own;
        Clue { span, days: 0, weekday, day, month, year }
    }

    /// Whether the clue names a day of the year.
    pub fn names_date(&self) -> bool {
        self.day.is_some() && self.month.is_some()
    }

    /// Whether the clue only counts days back, as 'two days earlier' does.
    pub fn only_counts(&self) -> bool {
        self.days < 0 && self.weekday.is_none() && self.day.is_none()
    }

    /// The document's date that the clue asks for in a year, where weekday and year fit.
    pub fn day_in(&self, year: i16) -> Option<Date> {
        let named = Date::new(year, self.month?, self.day?).ok()?;
        let date = named.checked_sub(i64::from(self.days).days()).ok()?;
        self.allows(date).then_some(date)
    }

    /// Whether a document of this date could say so.
    pub fn allows(&self, date: Date) -> bool {
        let Ok(named) = date.checked_add(i64::from(self.days).days()) else { return false };
        self.weekday.is_none_or(|weekday| weekday == named.weekday().to_monday_one_offset())
            && self.day.is_none_or(|day| day == named.day())
            && self.month.is_none_or(|month| month == named.month())
            && self.year.is_none_or(|year| year == named.year())
    }
}

/// How a document creation time is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DctBasis {
    /// Nothing states or bounds it.
    #[default]
    Unknown,
    /// A sidecar, markup, the address or the file name states it.
    Metadata,
    /// A visible date line states it.
    DateLine,
    /// Expressions in the text bound it ('hier, lundi 20 novembre').
    TextInference,
    /// Events that other documents date bound it.
    DossierInference {
        /// The documents that it rests on.
        from: Vec<DocIdx>,
    },
}
