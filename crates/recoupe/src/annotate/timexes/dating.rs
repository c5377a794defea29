//! Dates that leave their year or week to the reader: candidates, and the choice between them.

use jiff::ToSpan;
use jiff::civil::Date;

use super::calendar::{Period, easter, weekday};
use super::meaning::{Draft, captured};
use super::resolve::Tagger;
use crate::dates::{Precision, full_year};
use crate::language::time::{Direction, Found, From, Holiday, Rule, Slot};
use crate::layers::kinds::{Part, Season, TimexType, Unit};
use crate::layers::timexes::{Anchor, Reading};

impl Tagger<'_> {
    /// A date of which any part may be missing.
    pub(super) fn date(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let get = |slot| captured(one, slot).map(|value| value as i16);
        let (month, day, weekday) = (get(Slot::MONTH), get(Slot::DAY), get(Slot::WEEKDAY));
        let year = get(Slot::YEAR).map(|year| self.year(year)).or_else(|| self.year_told(rule));
        // The night 'du 30 au 1er mai' begins in the month before.
        let turned = rule.part == Some(Part::NI) && get(Slot::MONTH.second()).is_none();
        let month = match (month, day.zip(get(Slot::DAY.second()))) {
            (Some(month), Some((first, second))) if turned && first > second => Some((month + 10) % 12 + 1),
            _ => month,
        };
        if rule.unit == Some(Unit::Weekend) {
            return self.weekend_of(self.date_of(rule, one, (year, month, day), weekday)?);
        }
        self.date_of(rule, one, (year, month, day), weekday)
    }

    /// The weekend that holds a day.
    fn weekend_of(&self, draft: Draft) -> Option<Draft> {
        let weekend = Period::holding(Unit::Weekend, draft.period?.day()?)?;
        Some(Draft::of(weekend, draft.anchor, draft.reason))
    }

    fn date_of(
        &self,
        rule: &Rule,
        one: &Found,
        (year, month, day): (Option<i16>, Option<i16>, Option<i16>),
        weekday: Option<i16>,
    ) -> Option<Draft> {
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => Some(full_date(year, month, day, weekday)),
            (Some(year), Some(month), None) => {
                (1..=12).contains(&month).then(|| stated(Period::Month(year, month as i8)))
            }
            (Some(year), None, _) => Some(stated(Period::Year(year))),
            (None, Some(month), Some(day)) => Some(self.day_of_year(rule, one, month as i8, day as i8, weekday)),
            (None, Some(month), None) => Some(self.month(rule, one, month as i8)),
            (None, None, Some(day)) => self.day_of_month(rule, one, day as i8, weekday),
            (None, None, None) => None,
        }
    }

    /// The year last spoken of, for 'le 12 mars de la même année'.
    fn year_told(&self, rule: &Rule) -> Option<i16> {
        rule.from.filter(|from| *from == From::Narrative)?;
        let told = self.antecedent(usize::MAX / 2, false)?;
        told.period.days().map(|(_, last)| last.year())
    }

    /// A year of two figures or more.
    fn year(&self, written: i16) -> i16 {
        if written < 100 { full_year(written, self.base.day.map(Date::year)) } else { written }
    }

    /// `09/11/2017`.
    pub(super) fn figures(&self, one: &Found) -> Option<Draft> {
        let get = |slot| captured(one, slot).map(|value| value as i16);
        let (first, second) = (get(Slot::DAY)?, get(Slot::MONTH)?);
        let year = self.year(get(Slot::YEAR)?);
        let (month, day) = if self.time.month_first { (first, second) } else { (second, first) };
        // A month above 12 can only be the day, whatever the custom.
        let swapped = month > 12 && (1..=12).contains(&day);
        let (month, day) = if swapped { (day, month) } else { (month, day) };
        let mut draft = full_date(year, month, day, None);
        if swapped {
            draft.flags.push("day and month stand in the other order".to_owned());
        }
        if !swapped && day <= 12 && day != month {
            let other = full_date(year, day, month, None);
            let reason = "the other order of day and month".to_owned();
            draft.alternatives.push(Reading { value: other.value, interval: other.interval, reason });
        }
        Some(draft)
    }

    fn day_of_year(&self, rule: &Rule, one: &Found, month: i8, day: i8, weekday_number: Option<i16>) -> Draft {
        let wanted = weekday_number.and_then(|number| weekday(number.into()));
        let possible = Date::new(2000, month, day).is_ok();
        let fits = |date: Date| wanted.is_none_or(|wanted| date.weekday() == wanted);
        let on = |year: i16| Date::new(year, month, day).ok();
        if !possible {
            return impossible(format!("XXXX-{month:02}-{day:02}"));
        }
        if wanted.is_some()
            && let Some(draft) =
                self.nearest_year(rule, one, &|year| on(year).filter(|&date| fits(date)).map(Period::Day))
            && let (Some(found), Some(base)) = (draft.period.and_then(Period::day), self.base.day)
            && (found - base).get_days().abs() < 500
        {
            return draft;
        }
        match self.nearest_year(rule, one, &|year| on(year).map(Period::Day)) {
            Some(mut draft) => {
                if draft.period.and_then(Period::day).is_some_and(|date| !fits(date)) {
                    draft.flags.push("the weekday does not fit the date".to_owned());
                }
                draft
            }
            None => {
                let value = format!("XXXX-{month:02}-{day:02}");
                Draft::open(TimexType::Date, value, Precision::Day, "nothing tells the year")
            }
        }
    }

    /// 'The last Monday of March', 'the first Wednesday of next month'.
    pub(super) fn nth_weekday(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let nth = captured(one, Slot::ORDINAL)? as i8;
        let wanted = weekday(captured(one, Slot::WEEKDAY)? as i64)?;
        let of = |first: Date| first.nth_weekday_of_month(nth, wanted).ok().map(Period::Day);
        if let Some(months) = rule.amount {
            let first = self.base.day?.first_of_month().checked_add((months as i64).months()).ok()?;
            return Some(Draft::of(of(first)?, Anchor::Dct, "counted from the document's date".to_owned()));
        }
        let month = captured(one, Slot::MONTH)? as i8;
        match captured(one, Slot::YEAR) {
            Some(year) => Some(stated(of(Date::new(year as i16, month, 1).ok()?)?)),
            None => self.nearest_year(rule, one, &|year| of(Date::new(year, month, 1).ok()?)),
        }
    }

    fn month(&self, rule: &Rule, one: &Found, month: i8) -> Draft {
        // 'From May to November': the year of the last month, or the one before.
        if let Some(last) = captured(one, Slot::MONTH.second()).map(|last| last as i8) {
            let until = self.nearest_year(rule, one, &|year| Some(Period::Month(year, last)));
            let year = until.and_then(|until| until.period?.days()).map(|(first, _)| first.year());
            if let Some(year) = year.map(|year| if month > last { year - 1 } else { year }) {
                let reason = "the year of the month to which it runs".to_owned();
                return Draft::of(Period::Month(year, month), Anchor::Dct, reason);
            }
        }
        self.nearest_year(rule, one, &|year| Some(Period::Month(year, month))).unwrap_or_else(|| {
            let value = format!("XXXX-{month:02}");
            Draft::open(TimexType::Date, value, Precision::Month, "nothing tells the year")
        })
    }

    /// 'lundi 20', 'le 20': the nearest such day.
    fn day_of_month(&self, rule: &Rule, one: &Found, day: i8, weekday_number: Option<i16>) -> Option<Draft> {
        let wanted = weekday_number.and_then(|number| weekday(number.into()));
        let Some(base) = self.base.day else {
            let value = format!("XXXX-XX-{day:02}");
            return Some(Draft::open(TimexType::Date, value, Precision::Day, "no date to count from"));
        };
        let mut candidates = Vec::new();
        for step in -3..=3 {
            let Ok(month) = base.first_of_month().checked_add(i64::from(step).months()) else { continue };
            let Ok(date) = Date::new(month.year(), month.month(), day) else { continue };
            if wanted.is_none_or(|wanted| date.weekday() == wanted) {
                candidates.push(Period::Day(date));
            }
        }
        self.choose(rule, one, &candidates, 45)
    }

    pub(super) fn weekday(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let number = captured(one, Slot::WEEKDAY).map(|number| number as i64).or(rule.weekday)?;
        let wanted = weekday(number)?;
        let origin = self.origin(rule.from);
        let Some(base) = origin.day else {
            let value = format!("XXXX-WXX-{number}");
            return Some(Draft::open(TimexType::Date, value, Precision::Day, "no date to count from"));
        };
        let same = base.weekday() == wanted;
        let before = base.nth_weekday(-1, wanted).ok()?;
        let after = base.nth_weekday(1, wanted).ok()?;
        let week = |weeks: i64| {
            let monday = base.checked_sub(i64::from(base.weekday().to_monday_zero_offset()).days()).ok()?;
            monday.checked_add((weeks * 7 + number - 1).days()).ok()
        };
        let draft = |day: Date, reason: String| Draft::of(Period::Day(day), origin.anchor, reason);
        let with_other = |day: Date, other: Date, reason: String| {
            let mut draft = draft(day, reason);
            draft.alternatives.push(reading(Period::Day(other), "the other side of the anchor"));
            draft
        };
        Some(match rule.direction {
            Some(Direction::Past) => draft(before, "the last one before the anchor".to_owned()),
            // 'Next Thursday' said on a Wednesday may be the one of the week after.
            Some(Direction::Future) if (after - base).get_days() <= 2 => {
                with_other(after, after.checked_add(7.days()).ok()?, "the first one after the anchor".to_owned())
            }
            Some(Direction::Future) => draft(after, "the first one after the anchor".to_owned()),
            Some(Direction::LastWeek) => draft(week(-1)?, "in the week before the anchor's".to_owned()),
            Some(Direction::WeekLater) => {
                draft(after.checked_add(7.days()).ok()?, "a week after the first one after the anchor".to_owned())
            }
            Some(Direction::NextWeek) => draft(week(1)?, "in the week after the anchor's".to_owned()),
            _ if same => draft(base, "the anchor's own day".to_owned()),
            _ => match self.tense(one) {
                Some(Direction::Future) => with_other(after, before, "the clause looks ahead".to_owned()),
                Some(_) => with_other(before, after, "the clause looks back".to_owned()),
                None if rule.direction == Some(Direction::Ahead) => {
                    with_other(after, before, "nothing says that it is past".to_owned())
                }
                None => with_other(before, after, "news looks back unless it says otherwise".to_owned()),
            },
        })
    }

    /// The candidate of the years around the document's that the rule or the tense asks for.
    pub(super) fn nearest_year(&self, rule: &Rule, one: &Found, on: &dyn Fn(i16) -> Option<Period>) -> Option<Draft> {
        let base = self.base.day.or(self.base.near)?;
        let years = base.year().checked_sub(8)?..=base.year().checked_add(8)?;
        let candidates: Vec<Period> = years.filter_map(on).collect();
        if self.base.day.is_none() {
            return nearest(&candidates, base);
        }
        self.choose(rule, one, &candidates, 310)
    }

    /// The last candidate that begins by the document's date, or the first that has not ended before it.
    ///
    /// The rule decides, else the tense, unless that leads more than `far` days away while the other lies
    /// within a fifth of that; else the nearer one.
    fn choose(&self, rule: &Rule, one: &Found, candidates: &[Period], far: i32) -> Option<Draft> {
        let base = self.base.day?;
        let strict = matches!(rule.direction, Some(Direction::Past | Direction::Future));
        let bounds = |period: &Period| period.days();
        let past = candidates.iter().rfind(|period| {
            bounds(period).is_some_and(|(first, last)| if strict { last < base } else { first <= base })
        });
        let future = candidates.iter().find(|period| {
            bounds(period).is_some_and(|(first, last)| if strict { first > base } else { last >= base })
        });
        let draft = |period: &Period, reason: &str| Draft::of(*period, Anchor::Dct, reason.to_owned());
        let (past, future) = match (past, future) {
            (None, None) => return None,
            (Some(only), None) | (None, Some(only)) => return Some(draft(only, "the only one that fits")),
            (Some(past), Some(future)) if past == future => return Some(draft(past, "holds the document's date")),
            (Some(past), Some(future)) => (past, future),
        };
        let back = bounds(past).map_or(0, |(_, last)| (base - last).get_days());
        let ahead = bounds(future).map_or(0, |(first, _)| (first - base).get_days());
        match rule.direction {
            Some(Direction::Past) => return Some(draft(past, "the last one before the document's date")),
            Some(Direction::Future) => return Some(draft(future, "the first one after the document's date")),
            _ => {}
        }
        let (chosen, other, reason) = match self.tense(one) {
            Some(Direction::Future) if ahead <= far || back > far / 5 => (future, past, "the clause looks ahead"),
            Some(Direction::Past) if back <= far || ahead > far / 5 => (past, future, "the clause looks back"),
            _ if back <= ahead => (past, future, "the nearest one to the document's date"),
            _ => (future, past, "the nearest one to the document's date"),
        };
        let mut draft = draft(chosen, reason);
        draft.alternatives.push(reading(*other, "the other side of the document's date"));
        Some(draft)
    }

    /// Weekends from the one that closes a day's week: 'this weekend' is the last one where the clause looks back or
    /// where the week has hardly begun.
    pub(super) fn weekend(&self, one: &Found, day: Date) -> f64 {
        let since_monday = day.weekday().to_monday_zero_offset();
        match self.tense(one) {
            // The weekend itself.
            _ if since_monday >= 5 => 0.0,
            Some(Direction::Future) => 0.0,
            Some(Direction::Past) => -1.0,
            _ if since_monday < 2 => -1.0,
            _ => 0.0,
        }
    }

    pub(super) fn season(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let season: Season = *self.time.seasons.get(captured(one, Slot::SEASON)? as usize)?;
        if let Some(year) = captured(one, Slot::YEAR) {
            return Some(Draft::of(Period::Season(year as i16, season), Anchor::None, "states its year".to_owned()));
        }
        self.nearest_year(rule, one, &|year| Some(Period::Season(year, season))).or_else(|| {
            let code = Period::Season(0, season).value();
            let value = format!("XXXX{}", code.get(4..).unwrap_or_default());
            Some(Draft::open(TimexType::Date, value, Precision::Season, "no date to count from"))
        })
    }

    pub(super) fn holiday(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let holiday = *self.time.holidays.get(captured(one, Slot::HOLIDAY)? as usize)?;
        let on = |year: i16| holiday_date(holiday, year).map(Period::Day);
        if let Some(year) = captured(one, Slot::YEAR) {
            return Some(Draft::of(on(year as i16)?, Anchor::None, "states its year".to_owned()));
        }
        self.nearest_year(rule, one, &on).or_else(|| {
            let value = match holiday {
                Holiday::Fixed { month, day } => format!("XXXX-{month:02}-{day:02}"),
                _ => "XXXX".to_owned(),
            };
            Some(Draft::open(TimexType::Date, value, Precision::Day, "no date to count from"))
        })
    }

    pub(super) fn quarter(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let number = captured(one, Slot::ORDINAL)? as i8;
        let half = rule.unit == Some(Unit::Half);
        if !(1..=if half { 2 } else { 4 }).contains(&number) {
            return None;
        }
        let of = |year: i16| Some(if half { Period::Half(year, number) } else { Period::Quarter(year, number) });
        match captured(one, Slot::YEAR) {
            Some(year) => Some(Draft::of(of(year as i16)?, Anchor::None, "states its year".to_owned())),
            None => self.nearest_year(rule, one, &of).or_else(|| {
                let value = format!("XXXX-{}{number}", if half { 'H' } else { 'Q' });
                Some(Draft::open(TimexType::Date, value, Precision::Quarter, "no date to count from"))
            }),
        }
    }
}

/// How far, in days, a date may lie from the days that the dossier tells of, to be of their year.
const NEAR: i32 = 150;

/// The candidate next to a day that the document's date lies near, for a document without one.
fn nearest(candidates: &[Period], near: Date) -> Option<Draft> {
    let distance = |period: &Period| period.days().map(|(first, _)| (first - near).get_days().abs());
    let found = candidates.iter().filter(|period| distance(period).is_some_and(|days| days <= NEAR));
    let found = found.min_by_key(|period| distance(period))?;
    Some(Draft::of(*found, Anchor::None, "the year nearest to the days that the text or its dossier dates".to_owned()))
}

fn reading(period: Period, reason: &str) -> Reading {
    Reading { value: period.value(), interval: period.interval(), reason: reason.to_owned() }
}

fn stated(period: Period) -> Draft {
    Draft::of(period, Anchor::None, "states its year".to_owned())
}

fn impossible(value: String) -> Draft {
    let mut draft = Draft::open(TimexType::Date, value, Precision::Day, "as written");
    draft.flags.push("no such date in the calendar".to_owned());
    draft
}

/// A date with its year; kept as written and flagged where the calendar has no such day.
pub(crate) fn full_date(year: i16, month: i16, day: i16, weekday_number: Option<i16>) -> Draft {
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    let Ok(date) = Date::new(year, small(month), small(day)) else {
        return impossible(format!("{year:04}-{month:02}-{day:02}"));
    };
    let mut draft = stated(Period::Day(date));
    let named = weekday_number.and_then(|number| weekday(number.into()));
    if named.is_some_and(|named| named != date.weekday()) {
        draft.flags.push("the weekday does not fit the date".to_owned());
    }
    draft
}

fn holiday_date(holiday: Holiday, year: i16) -> Option<Date> {
    match holiday {
        Holiday::Fixed { month, day } => Date::new(year, month, day).ok(),
        Holiday::Easter { offset } => easter(year)?.checked_add(i64::from(offset).days()).ok(),
        Holiday::Nth { month, weekday: day, nth } => {
            Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday(i64::from(day))?).ok()
        }
    }
}
