//! Intervals of time with bounds that may be open, and how precise a date is.

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// From the earliest to the latest moment that something may denote, both inclusive, civil time.
///
/// `None` is an open bound. Follows the (earliest, latest) reading of ISO 8601-2 (EDTF) intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Interval {
    /// First moment.
    pub earliest: Option<DateTime>,
    /// Last moment.
    pub latest: Option<DateTime>,
}

/// A year written in two figures: the one within 80 years before and 19 years after `now`, the year of the text; where
/// that is unknown, from 1969 to 2068 as POSIX reads it.
pub(crate) fn full_year(short: i16, now: Option<i16>) -> i16 {
    let now = now.unwrap_or(2049);
    let year = now - now.rem_euclid(100) + short;
    if year > now + 19 { year - 100 } else { year }
}

impl Interval {
    /// A whole day.
    pub fn day(date: Date) -> Interval {
        Interval::days(date, date)
    }

    /// From the first moment of one day to the last of another.
    pub fn days(first: Date, last: Date) -> Interval {
        Interval {
            earliest: Some(first.to_datetime(Time::midnight())),
            latest: Some(last.to_datetime(Time::constant(23, 59, 59, 0))),
        }
    }

    /// Whether neither bound is known.
    pub fn is_open(self) -> bool {
        self.earliest.is_none() && self.latest.is_none()
    }

    /// Whether the intervals may share a moment; open bounds exclude nothing.
    pub fn overlaps(self, other: Interval) -> bool {
        let before = |latest: Option<DateTime>, earliest: Option<DateTime>| match (latest, earliest) {
            (Some(latest), Some(earliest)) => latest < earliest,
            _ => false,
        };
        !before(self.latest, other.earliest) && !before(other.latest, self.earliest)
    }

    /// Whether this interval ends before the other begins, both bounds known.
    pub fn is_before(self, other: Interval) -> bool {
        matches!((self.latest, other.earliest), (Some(latest), Some(earliest)) if latest < earliest)
    }

    /// Days from its first day to its last; `None` where it is open.
    pub fn width(self) -> Option<i64> {
        let span = self.latest?.date().since(self.earliest?.date()).ok()?;
        Some(i64::from(span.get_days()))
    }

    /// The day, where the interval lies within one.
    pub fn single_day(self) -> Option<Date> {
        let (earliest, latest) = (self.earliest?, self.latest?);
        (earliest.date() == latest.date()).then(|| earliest.date())
    }

    /// What both intervals allow; `None` where they exclude each other.
    pub fn intersection(self, other: Interval) -> Option<Interval> {
        if !self.overlaps(other) {
            return None;
        }
        let earliest = self.earliest.max(other.earliest);
        let latest = match (self.latest, other.latest) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Some(Interval { earliest, latest })
    }
}

/// How finely a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Precision {
    Second,
    Minute,
    Hour,
    PartOfDay,
    Day,
    Weekend,
    Week,
    PartOfMonth,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
    /// Bounds that no calendar unit names.
    Vague,
}
