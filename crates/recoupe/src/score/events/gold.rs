//! The gold events, and the table that maps their types to ours.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use serde::Deserialize;

use crate::dates::Interval;
use crate::layers::claims::Claim;
use crate::layers::kinds::{EventType, Factuality, Polarity};
use crate::score::GoldSpan;

/// One gold event.
#[derive(Debug, Deserialize)]
pub(super) struct GoldEvent {
    pub id: String,
    pub trigger: GoldSpan,
    #[serde(rename = "type")]
    pub kind: String,
    /// Keys of the actor registry; the annotator also filled roles that the clause leaves out.
    pub agents: Vec<String>,
    pub patients: Vec<String>,
    /// Key of the place registry.
    pub place: Option<String>,
    pub date: Option<String>,
    pub factuality: String,
    #[serde(default)]
    pub note: String,
}

impl GoldEvent {
    /// When it happened, where the text can tell.
    pub fn interval(&self) -> Option<Interval> {
        interval(self.date.as_deref()?)
    }

    /// Whether a system may leave the date open.
    pub fn is_date_optional(&self) -> bool {
        self.note.contains("world knowledge")
    }
}

/// The embedded table `score/event_types.toml`.
#[derive(Debug, Deserialize)]
pub(super) struct Table {
    change_of_control: Vec<String>,
    gold_change_of_control: Vec<String>,
    types: BTreeMap<String, Vec<String>>,
    factuality: BTreeMap<String, Factuality>,
}

impl Table {
    pub fn embedded() -> Table {
        // A test reads the table, so a mistake in it cannot reach a reader; without it nothing matches.
        toml::from_str(include_str!("../event_types.toml")).unwrap_or(Table {
            change_of_control: Vec::new(),
            gold_change_of_control: Vec::new(),
            types: BTreeMap::new(),
            factuality: BTreeMap::new(),
        })
    }

    pub fn accepts(&self, gold: &str, ours: &EventType) -> bool {
        self.types.get(gold).is_some_and(|paths| paths.iter().any(|path| ours.is(path)))
    }

    pub fn is_gold_change(&self, gold: &GoldEvent) -> bool {
        self.gold_change_of_control.contains(&gold.kind)
    }

    pub fn is_change(&self, claim: &Claim) -> bool {
        self.change_of_control.iter().any(|path| claim.event_type.is(path))
    }

    pub fn factuality(&self, gold: &GoldEvent) -> Option<Factuality> {
        self.factuality.get(&gold.factuality).copied()
    }
}

/// Whether a claim says that its event has happened.
pub(super) fn happened(claim: &Claim) -> bool {
    claim.polarity == Polarity::Positive
        && matches!(claim.factuality, Factuality::Asserted | Factuality::Reported | Factuality::Habitual)
}

/// The interval of a gold date: `2017`, `2017-11-08TEV`, `2017-10/2017-11-09`, `2015-09-30/`, `../2015`.
fn interval(date: &str) -> Option<Interval> {
    let (first, last) = date.split_once('/').unwrap_or((date, date));
    let bound = |value: &str| if value.is_empty() || value == ".." { Some(None) } else { days(value).map(Some) };
    let (first, last) = (bound(first)?, bound(last)?);
    Some(Interval {
        earliest: first.map(|(day, _)| day.to_datetime(Time::midnight())),
        latest: last.map(|(_, day)| day.to_datetime(Time::constant(23, 59, 59, 0))),
    })
}

/// First and last day of `2017`, `2017-11` or `2017-11-08`, the part of the day left aside.
fn days(value: &str) -> Option<(Date, Date)> {
    let mut parts = value.split('T').next()?.split('-').map(|part| part.parse::<i16>().ok());
    let year = parts.next()??;
    let (month, day) = (parts.next().flatten(), parts.next().flatten());
    let month_of = |number: i16| Date::new(year, i8::try_from(number).ok()?, 1).ok();
    match (month, day) {
        (None, _) => Some((month_of(1)?, month_of(12)?.last_of_month())),
        (Some(month), None) => Some((month_of(month)?, month_of(month)?.last_of_month())),
        (Some(month), Some(day)) => {
            let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_table_is_read() {
        let table = Table::embedded();
        assert!(table.accepts("capture_of_place", &EventType("control/taken".into())));
        assert!(!table.accepts("airstrike", &EventType("control/taken".into())));
    }

    #[test]
    fn gold_dates_are_intervals() {
        let days = |text| interval(text).map(|it| (it.earliest.map(|at| at.date()), it.latest.map(|at| at.date())));
        assert_eq!(days("2017-11-08TEV"), Some((Some(date(2017, 11, 8)), Some(date(2017, 11, 8)))));
        assert_eq!(days("2017-10/2017-11-09"), Some((Some(date(2017, 10, 1)), Some(date(2017, 11, 9)))));
        assert_eq!(days("../2015"), Some((None, Some(date(2015, 12, 31)))));
        assert_eq!(days("FUTURE"), None);
    }
}
