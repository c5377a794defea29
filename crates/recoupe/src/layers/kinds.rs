//! The vocabulary that layers and language packs share.

use std::fmt;

use jiff::Span as Step;
use serde::{Deserialize, Serialize};

use crate::dates::Precision;

/// What an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ActorKind {
    Person,
    ArmedGroup,
    StateForce,
    State,
    Institution,
    Organisation,
    Agency,
    Media,
    Population,
    Coalition,
    /// Persons whom only a common noun tells ('deux hommes', 'les éboueurs'): they take part in what happens, and
    /// are nobody in particular. Other reports that say 'deux hommes' speak of others until evidence says otherwise.
    People,
    /// A source without a name ('un officier syrien', 'de source militaire').
    AnonymousSource,
    Unknown,
}

/// What a label says of whom it names, by the pack's list; the program takes no side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelStance {
    /// The label grants standing ('forces régulières', 'libérateurs').
    Legitimising,
    /// The label only names.
    #[default]
    Neutral,
    /// The label denies standing ('terroristes', 'régime', 'milice').
    Delegitimising,
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

/// A path in the hierarchy of event types, as `control/taken`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventType(pub String);

/// A path of types and those above it, nearest first: `control/taken`, `control`.
pub fn upwards(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| Some(path.rsplit_once('/')?.0))
}

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

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Season,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The TIMEX3 duration of a number of units; `X` for an unknown number.
    pub fn duration(self, number: Option<f64>) -> String {
        let times = |factor: f64| number.map_or("X".to_owned(), |n| plain(n * factor));
        match self {
            Unit::Second => format!("PT{}S", times(1.0)),
            Unit::Minute => format!("PT{}M", times(1.0)),
            Unit::Hour => format!("PT{}H", times(1.0)),
            Unit::Day => format!("P{}D", times(1.0)),
            Unit::Weekend => format!("P{}WE", times(1.0)),
            Unit::Week => format!("P{}W", times(1.0)),
            Unit::Fortnight => format!("P{}W", times(2.0)),
            Unit::Month => format!("P{}M", times(1.0)),
            Unit::Quarter => format!("P{}M", times(3.0)),
            Unit::Half => format!("P{}M", times(6.0)),
            Unit::Season => format!("P{}SE", times(1.0)),
            Unit::Year => format!("P{}Y", times(1.0)),
            Unit::Decade => format!("P{}DE", times(1.0)),
            Unit::Century => format!("P{}CE", times(1.0)),
        }
    }

    /// Precision of a time that is given in this unit.
    pub fn precision(self) -> Precision {
        match self {
            Unit::Second => Precision::Second,
            Unit::Minute => Precision::Minute,
            Unit::Hour => Precision::Hour,
            Unit::Day => Precision::Day,
            Unit::Weekend => Precision::Weekend,
            Unit::Week | Unit::Fortnight => Precision::Week,
            Unit::Month => Precision::Month,
            Unit::Quarter | Unit::Half => Precision::Quarter,
            Unit::Season => Precision::Season,
            Unit::Year => Precision::Year,
            Unit::Decade => Precision::Decade,
            Unit::Century => Precision::Century,
        }
    }

    /// A number of units as a step in time, whole parts only where the calendar has no fractions.
    pub fn step(self, number: f64) -> Option<Step> {
        if !number.is_finite() || number.abs() > 1e6 {
            return None;
        }
        let whole = |factor: f64| (number * factor).round() as i64;
        let step = Step::new();
        match self {
            Unit::Second => step.try_seconds(whole(1.0)),
            Unit::Minute => step.try_minutes(whole(1.0)),
            Unit::Hour => step.try_minutes(whole(60.0)),
            Unit::Day => step.try_days(whole(1.0)),
            Unit::Weekend | Unit::Week => step.try_days(whole(7.0)),
            Unit::Fortnight => step.try_weeks(whole(2.0)),
            Unit::Month => step.try_months(whole(1.0)),
            Unit::Quarter | Unit::Season => step.try_months(whole(3.0)),
            Unit::Half => step.try_months(whole(6.0)),
            Unit::Year => step.try_months(whole(12.0)),
            Unit::Decade => step.try_years(whole(10.0)),
            Unit::Century => step.try_years(whole(100.0)),
        }
        .ok()
    }
}

/// A number without a needless fraction.
fn plain(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 1e15 { format!("{}", n as i64) } else { format!("{n}") }
}

/// A part of the day, TIMEX3 codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Part {
    /// Morning.
    MO,
    /// Midday.
    MI,
    /// Afternoon.
    AF,
    /// Evening.
    EV,
    /// Night, the one that begins on the day.
    NI,
    /// The small hours: the night's end, which belongs to the day itself.
    DW,
}

impl Part {
    pub fn code(self) -> &'static str {
        match self {
            Part::MO | Part::DW => "MO",
            Part::MI => "MI",
            Part::AF => "AF",
            Part::EV => "EV",
            Part::NI => "NI",
        }
    }

    /// First and last hour; a last hour above 23 lies on the next day.
    pub fn hours(self) -> (i8, i8) {
        match self {
            Part::MO => (5, 11),
            Part::MI => (11, 13),
            Part::AF => (12, 18),
            Part::EV => (17, 23),
            Part::NI => (20, 29),
            Part::DW => (0, 6),
        }
    }
}

/// A season of the north, TIMEX3 codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Season {
    SP,
    SU,
    FA,
    WI,
}

impl Season {
    pub fn code(self) -> &'static str {
        match self {
            Season::SP => "SP",
            Season::SU => "SU",
            Season::FA => "FA",
            Season::WI => "WI",
        }
    }

    /// First month; winter begins in December of the year it is named after.
    pub fn first_month(self) -> i8 {
        match self {
            Season::SP => 3,
            Season::SU => 6,
            Season::FA => 9,
            Season::WI => 12,
        }
    }
}
