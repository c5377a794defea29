//! From a rule and its captures to a value.

use jiff::ToSpan;
use jiff::civil::{Date, Time as ClockTime};

use super::calendar::Period;
use super::resolve::{Antecedent, Tagger};
use crate::dates::{Interval, Precision};
use crate::language::time::{Direction, Found, From, Means, Rule, Slot};
use crate::layers::kinds::{Modifier, Part, TimexType, Unit};
use crate::layers::timexes::{Anchor, Reading, Timex};
use crate::text::Span;

/// An expression before its span is final.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub kind: TimexType,
    pub value: String,
    pub modifier: Option<Modifier>,
    pub quantity: Option<String>,
    pub frequency: Option<String>,
    pub interval: Interval,
    pub precision: Precision,
    pub anchor: Anchor,
    pub reason: String,
    pub alternatives: Vec<Reading>,
    pub flags: Vec<String>,
    /// What it denotes, where that is one period of the calendar.
    pub period: Option<Period>,
}

impl Draft {
    /// A draft that denotes nothing that the calendar can place.
    pub fn open(kind: TimexType, value: String, precision: Precision, reason: &str) -> Draft {
        Draft {
            kind,
            value,
            modifier: None,
            quantity: None,
            frequency: None,
            interval: Interval::default(),
            precision,
            anchor: Anchor::None,
            reason: reason.to_owned(),
            alternatives: Vec::new(),
            flags: Vec::new(),
            period: None,
        }
    }

    /// A draft for a period.
    pub fn of(period: Period, anchor: Anchor, reason: String) -> Draft {
        let kind = match period {
            Period::Moment(..) | Period::Part(..) => TimexType::Time,
            _ => TimexType::Date,
        };
        let mut draft = Draft::open(kind, period.value(), period.precision(), &reason);
        (draft.interval, draft.anchor, draft.period) = (period.interval(), anchor, Some(period));
        draft
    }

    pub fn into_timex(self, span: Span, rule: &str) -> Timex {
        Timex {
            span,
            kind: self.kind,
            value: self.value,
            modifier: self.modifier,
            quantity: self.quantity,
            frequency: self.frequency,
            interval: self.interval,
            precision: self.precision,
            anchor: self.anchor,
            reason: self.reason,
            alternatives: self.alternatives,
            flags: self.flags,
            rule: rule.to_owned(),
        }
    }
}

/// A number of years that nobody counts to the year.
const AGES: f64 = 1000.0;

/// The day that a relative expression counts from.
pub(super) struct Origin {
    pub day: Option<Date>,
    pub period: Option<Period>,
    pub anchor: Anchor,
    pub reason: &'static str,
}

pub(super) fn captured(one: &Found, slot: Slot) -> Option<f64> {
    one.captures[usize::from(slot.0)]
}

impl Tagger<'_> {
    /// What a match means, or `None` where it means no time after all.
    pub(super) fn meaning(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let mut draft = match rule.means {
            Means::Nothing | Means::Widen => return None,
            Means::Date => self.date(rule, one)?,
            Means::Figures => self.figures(one)?,
            Means::Weekday => self.weekday(rule, one)?,
            Means::Shift => self.shift(rule, one)?,
            Means::Unit => self.unit_of(rule, one)?,
            Means::Duration => self.duration(rule, one)?,
            Means::Window => self.window(rule, one)?,
            Means::Set => self.set(rule, one)?,
            Means::Reference => Draft::open(
                rule.kind.unwrap_or(TimexType::Date),
                rule.value.clone().unwrap_or_else(|| "PRESENT_REF".to_owned()),
                Precision::Vague,
                "names no date",
            ),
            Means::Part => self.part(rule, one)?,
            Means::Clock => self.clock(rule, one)?,
            Means::NightBetween => self.night_between(rule, one)?,
            Means::Season => self.season(rule, one)?,
            Means::Holiday => self.holiday(rule, one)?,
            Means::Decade => decade(one)?,
            Means::Century => century(one)?,
            Means::Quarter => self.quarter(rule, one)?,
            Means::NthWeekday => self.nth_weekday(rule, one)?,
            Means::Same => self.same(one)?,
        };
        if let Some(part) = self.part_of(rule, one).filter(|_| rule.means == Means::Date) {
            self.narrow(&mut draft, Period::Part, part);
        }
        if rule.means != Means::Clock && captured(one, Slot::HOUR).is_some() {
            self.at_clock(rule, one, &mut draft);
        }
        if let Some(kind) = rule.kind {
            draft.kind = kind;
        }
        if let Some(modifier) = rule.modifier {
            modify(&mut draft, modifier);
        }
        if self.base.doubtful && draft.anchor == Anchor::Dct {
            draft.flags.push("the document's date is one of several days".to_owned());
        }
        Some(draft)
    }

    /// Lets a prefix or suffix change a draft; `false` where it does not fit.
    pub(super) fn apply(&self, rule: &Rule, one: &Found, draft: &mut Draft) -> bool {
        match rule.means {
            Means::Widen => {}
            Means::Part => {
                let Some(part) = self.part_of(rule, one) else { return false };
                if draft.kind != TimexType::Date || draft.precision != Precision::Day {
                    return false;
                }
                self.narrow(draft, Period::Part, part);
            }
            Means::Clock => {
                if !self.at_clock(rule, one, draft) {
                    return false;
                }
            }
            _ => return false,
        }
        if let Some(modifier) = rule.modifier {
            if draft.modifier.is_some() {
                return false;
            }
            modify(draft, modifier);
        }
        true
    }

    /// Gives a day its clock time; `false` where the draft is no day.
    fn at_clock(&self, rule: &Rule, one: &Found, draft: &mut Draft) -> bool {
        if draft.precision != Precision::Day && draft.precision != Precision::PartOfDay {
            return false;
        }
        let afternoon = matches!(draft.period, Some(Period::Part(_, Part::AF | Part::EV)));
        let Some(clock) = clock_of(rule, one, afternoon) else { return false };
        match draft.period.and_then(Period::day) {
            Some(day) => {
                let mut timed = clock.on(day, draft.anchor, &draft.reason);
                timed.flags.append(&mut draft.flags);
                timed.alternatives.append(&mut draft.alternatives);
                *draft = timed;
            }
            None => {
                let date = draft.value.split('T').next().unwrap_or_default();
                draft.value = format!("{date}{}", clock.suffix());
                (draft.kind, draft.precision) = (TimexType::Time, clock.precision);
            }
        }
        true
    }

    fn narrow(&self, draft: &mut Draft, period: fn(Date, Part) -> Period, part: Part) {
        match draft.period.and_then(Period::day) {
            Some(day) => {
                let narrowed = period(day, part);
                (draft.value, draft.interval) = (narrowed.value(), narrowed.interval());
                draft.period = Some(narrowed);
            }
            None => {
                let code = Period::Part(Date::ZERO, part).value();
                let code = code.split_once('T').map_or("", |(_, code)| code);
                draft.value = format!("{}T{code}", draft.value);
            }
        }
        for other in &mut draft.alternatives {
            if let Ok(day) = other.value.parse::<Date>() {
                let narrowed = period(day, part);
                (other.value, other.interval) = (narrowed.value(), narrowed.interval());
            }
        }
        (draft.kind, draft.precision) = (TimexType::Time, Precision::PartOfDay);
    }

    /// Where a relative expression counts from.
    pub(super) fn origin(&self, from: Option<From>) -> Origin {
        let antecedent = match from.unwrap_or(From::Dct) {
            From::Dct => None,
            From::Narrative => self.antecedent(usize::MAX / 2, true),
            From::Near => self.antecedent(2, true),
        };
        self.origin_at(antecedent)
    }

    fn origin_at(&self, antecedent: Option<Antecedent>) -> Origin {
        match antecedent {
            Some(one) => Origin {
                day: one.period.day().or_else(|| one.period.days().map(|(_, last)| last)),
                period: Some(one.period),
                anchor: Anchor::Timex(one.timex),
                reason: "counted from the expression before it",
            },
            None => Origin {
                day: self.base.day,
                period: self.base.day.map(Period::Day),
                anchor: if self.base.day.is_some() { Anchor::Dct } else { Anchor::None },
                reason: "counted from the document's date",
            },
        }
    }

    pub(super) fn unit_named(&self, rule: &Rule, one: &Found) -> Option<Unit> {
        match captured(one, Slot::UNIT) {
            Some(position) => self.time.units.get(position as usize).copied(),
            None => rule.unit,
        }
    }

    fn part_of(&self, rule: &Rule, one: &Found) -> Option<Part> {
        match captured(one, Slot::PART) {
            Some(position) => self.time.parts.get(position as usize).copied(),
            None => rule.part,
        }
    }

    /// 'il y a trois jours', 'two weeks later', 'in one or two months'.
    fn shift(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let (mut unit, sign) = (self.unit_named(rule, one)?, rule.sign.unwrap_or(1.0));
        if rule.direction == Some(Direction::Future) && self.tense(one) != Some(Direction::Future) {
            return None;
        }
        let mut number = captured(one, Slot::N).or(rule.amount);
        let second = captured(one, Slot::N.second()).or(rule.amount2);
        if unit == Unit::Year && number.is_some_and(|n| n.fract() != 0.0) {
            (unit, number) = (Unit::Month, number.map(|n| n * 12.0));
        }
        let origin = self.shift_origin(rule, unit, sign);
        let Some(number) = number else { return Some(self.vague_shift(&origin, unit, sign)) };
        if unit < Unit::Day {
            return Some(self.clock_shift(&origin, unit, number * sign));
        }
        if unit == Unit::Year && number >= AGES {
            let value = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
            return Some(Draft::open(TimexType::Date, value.to_owned(), Precision::Vague, "too far away for a year"));
        }
        let Some(day) = origin.day else {
            let value = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
            return Some(Draft::open(TimexType::Date, value.to_owned(), unit.precision(), "no date to count from"));
        };
        let first = Period::shifted(unit, day, number * sign)?;
        let mut draft = Draft::of(first, origin.anchor, origin.reason.to_owned());
        if let Some(last) = second.and_then(|second| Period::shifted(unit, day, second * sign)) {
            let (one, two) = if sign < 0.0 { (last, first) } else { (first, last) };
            draft.value = format!("{}/{}", one.value(), two.value());
            draft.interval = Interval { earliest: one.interval().earliest, latest: two.interval().latest };
            (draft.period, draft.modifier) = (None, Some(Modifier::Approx));
        }
        if let (Anchor::Timex(_), From::Dct, Some(base)) =
            (origin.anchor, rule.from.unwrap_or(From::Dct), self.base.day)
            && let Some(other) = Period::shifted(unit, base, number * sign)
        {
            let reason = "counted from the document's date".to_owned();
            draft.alternatives.push(Reading { value: other.value(), interval: other.interval(), reason });
        }
        Some(draft)
    }

    /// A future that is reported as said at a dated moment of the past counts from that moment.
    fn shift_origin(&self, rule: &Rule, unit: Unit, sign: f64) -> Origin {
        // 'En mars 2021 … Neuf mois plus tard': months are counted from a month, years from a year.
        if rule.from == Some(From::Narrative)
            && unit >= Unit::Month
            && let Some(told) = self.antecedent(usize::MAX / 2, false)
            && told.period.precision() <= unit.precision()
            && told.period.precision() > Precision::Day
        {
            return self.origin_at(Some(told));
        }
        if rule.from.is_none()
            && sign > 0.0
            && let Some(base) = self.base.day
            && let Some(said) = self.antecedent(1, false)
            && said.period.days().is_some_and(|(_, last)| last < base)
            && said.period.precision() <= Precision::Month
        {
            return Origin { reason: "said at the time of the expression before it", ..self.origin_at(Some(said)) };
        }
        self.origin(rule.from)
    }

    /// 'il y a quelques jours': bounds only.
    fn vague_shift(&self, origin: &Origin, unit: Unit, sign: f64) -> Draft {
        let value = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
        let mut draft = Draft::open(TimexType::Date, value.to_owned(), Precision::Vague, origin.reason);
        draft.anchor = origin.anchor;
        if let Some(day) = origin.day {
            draft.interval = reach(day, unit, 8.0 * sign);
        }
        draft
    }

    fn clock_shift(&self, origin: &Origin, unit: Unit, number: f64) -> Draft {
        let moment = match (origin.period, origin.anchor) {
            (Some(Period::Moment(at, _)), _) => Some(at),
            (_, Anchor::Dct) => self.base.moment,
            _ => None,
        };
        let target = moment.and_then(|at| at.checked_add(unit.step(number)?).ok());
        if let Some(target) = target {
            let precision = if unit == Unit::Hour { Precision::Minute } else { unit.precision() };
            return Draft::of(Period::Moment(target, precision), origin.anchor, origin.reason.to_owned());
        }
        let day = origin.day.map_or("XXXX-XX-XX".to_owned(), |day| day.to_string());
        let mut draft =
            Draft::open(TimexType::Time, format!("{day}TXX"), Precision::Day, "the clock time is not known");
        draft.anchor = origin.anchor;
        if let Some(day) = origin.day {
            draft.interval = reach(day, Unit::Day, number.signum());
        }
        draft
    }

    /// 'cette semaine', 'le mois dernier', 'the following year'.
    fn unit_of(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let unit = self.unit_named(rule, one)?;
        let amount = rule.amount.unwrap_or(0.0);
        let mut origin = self.origin(rule.from);
        if matches!(rule.from, Some(From::Narrative | From::Near))
            && unit > Unit::Week
            && let Some(coarse) = self.antecedent(usize::MAX / 2, false)
        {
            origin = self.origin_at(Some(coarse));
        }
        let Some(day) = origin.day else {
            let value = match amount {
                a if a < 0.0 => "PAST_REF",
                a if a > 0.0 => "FUTURE_REF",
                _ => "PRESENT_REF",
            };
            return Some(Draft::open(TimexType::Date, value.to_owned(), unit.precision(), "no date to count from"));
        };
        // A coarse antecedent of the same unit is one unit: 'en 2014 … l'année suivante'.
        let amount = if unit == Unit::Weekend && amount == 0.0 { self.weekend(one, day) } else { amount };
        let period = Period::shifted(unit, day, amount)?;
        Some(Draft::of(period, origin.anchor, origin.reason.to_owned()))
    }

    fn duration(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let unit = self.unit_named(rule, one)?;
        // 'en 1h12'
        if let (Some(hour), Some(minute)) = (captured(one, Slot::HOUR), captured(one, Slot::MINUTE)) {
            let value = format!("PT{hour}H{minute}M");
            return Some(Draft::open(TimexType::Duration, value, Precision::Minute, "a length of time"));
        }
        let number = captured(one, Slot::N).or(rule.amount);
        let value = match captured(one, Slot::N.second()).or(rule.amount2) {
            Some(more) if rule.value.is_none() => unit.duration(number.map(|n| n + more)),
            _ => rule.value.clone().unwrap_or_else(|| unit.duration(number)),
        };
        Some(Draft::open(TimexType::Duration, value, unit.precision(), "a length of time"))
    }

    /// 'ces dernières semaines', 'the next six months'.
    fn window(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let unit = self.unit_named(rule, one)?;
        let number = captured(one, Slot::N).or(rule.amount);
        let mut draft = self.duration(rule, one)?;
        let origin = self.origin(rule.from);
        let sign = if rule.direction == Some(Direction::Future) { 1.0 } else { -1.0 };
        draft.reason = origin.reason.to_owned();
        draft.anchor = origin.anchor;
        if number.is_none() {
            (draft.modifier, draft.precision) = (Some(Modifier::Approx), Precision::Vague);
        }
        if let Some(day) = origin.day {
            draft.interval = reach(day, unit, number.unwrap_or(5.0) * sign);
        }
        Some(draft)
    }

    fn set(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let value = match (rule.value.clone(), captured(one, Slot::WEEKDAY).or(rule.weekday.map(|day| day as f64))) {
            (Some(value), _) => value,
            (None, Some(day)) => match self.part_of(rule, one) {
                Some(part) => format!("XXXX-WXX-{}{}", day as i64, part_suffix(part)),
                None => format!("XXXX-WXX-{}", day as i64),
            },
            (None, None) => match self.part_of(rule, one) {
                Some(part) => format!("XXXX-XX-XX{}", part_suffix(part)),
                None => {
                    // In 'three times a week' the number counts the times, not the weeks.
                    let units = captured(one, Slot::N).filter(|_| rule.frequency.is_none());
                    self.unit_named(rule, one)?.duration(units.or(rule.amount).or(Some(1.0)))
                }
            },
        };
        let mut draft = Draft::open(TimexType::Set, value, Precision::Vague, "a repeated time");
        draft.quantity.clone_from(&rule.quantity);
        draft.frequency = match (rule.frequency.as_deref(), captured(one, Slot::N)) {
            (Some("n"), Some(times)) => Some(format!("{}X", times as i64)),
            (frequency, _) => frequency.map(str::to_owned),
        };
        Some(draft)
    }

    fn part(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let part = self.part_of(rule, one)?;
        let origin = self.origin(rule.from);
        let offset = rule.amount.unwrap_or(0.0) as i64;
        let offset = offset + i64::from(part != Part::NI && is_night(origin.period));
        let Some(day) = origin.day.and_then(|day| day.checked_add(offset.days()).ok()) else {
            let value = format!("XXXX-XX-XX{}", part_suffix(part));
            return Some(Draft::open(TimexType::Time, value, Precision::PartOfDay, "no date to count from"));
        };
        Some(Draft::of(Period::Part(day, part), origin.anchor, origin.reason.to_owned()))
    }

    /// A clock time is of the day that the narrative last spoke of, else of the document's.
    fn clock(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let clock = clock_of(rule, one, false)?;
        // 'After 48 hours' is a length of time; '25:10' is a slip.
        if clock.hour > 24 && captured(one, Slot::MINUTE).is_none() {
            return None;
        }
        let zone = rule.value.as_deref().unwrap_or_default();
        let told = || self.origin_at(self.antecedent(CLOCK_REACH, true));
        let origin = rule.from.map_or_else(told, |from| self.origin(Some(from)));
        // The small hours of a night are of the day on which it ends.
        let morning = clock.hour < 12 && is_night(origin.period);
        let day = origin.day.and_then(|day| if morning { day.tomorrow().ok() } else { Some(day) });
        match day {
            Some(day) => {
                let mut draft = clock.on(day, origin.anchor, origin.reason);
                draft.value.push_str(zone);
                Some(draft)
            }
            None => {
                let value = format!("XXXX-XX-XX{}{zone}", clock.suffix());
                let mut draft = Draft::open(TimexType::Time, value, clock.precision, "no date to count from");
                draft.flags = clock.flags();
                Some(draft)
            }
        }
    }

    fn night_between(&self, rule: &Rule, one: &Found) -> Option<Draft> {
        let mut draft = self.weekday(rule, one)?;
        let (first, second) = (captured(one, Slot::WEEKDAY)?, captured(one, Slot::WEEKDAY.second())?);
        if first as i64 % 7 + 1 != second as i64 {
            draft.flags.push("the weekdays do not follow each other".to_owned());
        }
        self.narrow(&mut draft, Period::Part, Part::NI);
        Some(draft)
    }

    fn same(&self, _one: &Found) -> Option<Draft> {
        let antecedent = self.antecedent(usize::MAX / 2, true);
        let origin = self.origin_at(antecedent);
        let Some(day) = origin.day else {
            return Some(Draft::open(TimexType::Date, "XXXX-XX-XX".to_owned(), Precision::Day, "no antecedent"));
        };
        Some(Draft::of(Period::Day(day), origin.anchor, "the day of the expression before it".to_owned()))
    }
}

fn is_night(period: Option<Period>) -> bool {
    matches!(period, Some(Period::Part(_, Part::NI)))
}

/// Sentences within which a clock time is of the day last spoken of, its own included.
const CLOCK_REACH: usize = 4;

/// A clock time as it was said.
struct Clock {
    hour: i64,
    minute: i64,
    precision: Precision,
}

impl Clock {
    fn suffix(&self) -> String {
        format!("T{:02}:{:02}", self.hour, self.minute)
    }

    fn flags(&self) -> Vec<String> {
        let wrong = self.hour > 24 || self.minute > 59 || (self.hour == 24 && self.minute > 0);
        if wrong { vec!["no such clock time".to_owned()] } else { Vec::new() }
    }

    /// The moment on a day; 24:00 begins the next day.
    fn on(&self, day: Date, anchor: Anchor, reason: &str) -> Draft {
        let date = if self.hour == 24 { day.tomorrow().ok() } else { Some(day) };
        let at = date.and_then(|date| {
            let time = ClockTime::new((self.hour % 24) as i8, i8::try_from(self.minute).ok()?, 0, 0).ok()?;
            self.flags().is_empty().then(|| date.to_datetime(time))
        });
        match at {
            Some(at) => Draft::of(Period::Moment(at, Precision::Minute), anchor, reason.to_owned()),
            None => {
                let value = format!("{day}{}", self.suffix());
                // The hour is impossible; the day holds.
                let mut draft = Draft::open(TimexType::Time, value, Precision::Day, reason);
                (draft.interval, draft.anchor, draft.flags) = (Period::Day(day).interval(), anchor, self.flags());
                draft
            }
        }
    }
}

fn clock_of(rule: &Rule, one: &Found, afternoon: bool) -> Option<Clock> {
    let hour = captured(one, Slot::HOUR).or(captured(one, Slot::N)).or(rule.amount)? as i64;
    let minute = captured(one, Slot::MINUTE).or(rule.amount2).unwrap_or(0.0) as i64;
    // '0615' without a sign between hour and minute
    let (hour, minute) = if hour >= 100 { (hour / 100, hour % 100) } else { (hour, minute) };
    let hour = match hour {
        12 if rule.before_noon => 0,
        hour if (rule.afternoon || afternoon) && hour < 12 => hour + 12,
        hour => hour,
    };
    // 'twenty to six'
    let (hour, minute) = if minute < 0 { (hour - 1, minute + 60) } else { (hour, minute) };
    (hour >= 0).then_some(Clock { hour, minute, precision: Precision::Minute })
}

fn part_suffix(part: Part) -> String {
    let value = Period::Part(Date::ZERO, part).value();
    value.split_once('T').map(|(_, code)| format!("T{code}")).unwrap_or_default()
}

fn decade(one: &Found) -> Option<Draft> {
    let year = match (captured(one, Slot::YEAR), captured(one, Slot::DECADE)) {
        (Some(year), _) => year as i16,
        (None, Some(short)) if short < 100.0 => {
            let short = short as i16;
            if short < 20 { 2000 + short } else { 1900 + short }
        }
        _ => return None,
    };
    (year % 10 == 0).then(|| Draft::of(Period::Decade(year), Anchor::None, "states its years".to_owned()))
}

fn century(one: &Found) -> Option<Draft> {
    let ordinal = captured(one, Slot::ORDINAL)? as i16;
    let century = (1..=30).contains(&ordinal).then(|| Period::Century(ordinal - 1))?;
    Some(Draft::of(century, Anchor::None, "states its number".to_owned()))
}

/// The days from a day to one that lies a signed number of units away.
pub(super) fn reach(day: Date, unit: Unit, number: f64) -> Interval {
    let Some(other) = unit.step(number).and_then(|step| day.checked_add(step).ok()) else {
        return Interval::default();
    };
    Interval::days(day.min(other), day.max(other))
}

/// Sets the modifier and lets it narrow the bounds: a third of the period for its start, middle and end.
fn modify(draft: &mut Draft, modifier: Modifier) {
    draft.modifier = Some(modifier);
    let Some((first, last)) = draft.period.filter(|_| draft.precision > Precision::Day).and_then(Period::days) else {
        return;
    };
    let days = i64::from((last - first).get_days()) + 1;
    let at = |part: i64| first.checked_add((days * part / 3).days()).ok();
    let before = |day: Option<Date>| day.and_then(|day| day.yesterday().ok());
    let bounds = match modifier {
        Modifier::Start => (Some(first), before(at(1))),
        Modifier::Mid => (at(1), before(at(2))),
        Modifier::End => (at(2), Some(last)),
        _ => return,
    };
    if let (Some(first), Some(last)) = bounds {
        draft.interval = Interval::days(first, last);
        if draft.precision == Precision::Month {
            draft.precision = Precision::PartOfMonth;
        }
    }
}
