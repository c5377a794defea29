//! Calendar periods with checked arithmetic, their TIMEX3 values and their bounds.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::dates::{Interval, Precision};
use crate::layers::kinds::{Part, Season, Unit};

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Period {
    Moment(DateTime, Precision),
    Part(Date, Part),
    Day(Date),
    /// The Saturday.
    Weekend(Date),
    /// The Monday.
    Week(Date),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, Season),
    Year(i16),
    /// The first year.
    Decade(i16),
    /// The first two digits: 19 for 1900 to 1999.
    Century(i16),
}

impl Period {
    /// The period of a unit that holds a day.
    pub fn holding(unit: Unit, day: Date) -> Option<Period> {
        let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
        Some(match unit {
            Unit::Second | Unit::Minute | Unit::Hour => return None,
            Unit::Day => Period::Day(day),
            Unit::Weekend => Period::Weekend(monday.checked_add(5.days()).ok()?),
            Unit::Week | Unit::Fortnight => Period::Week(monday),
            Unit::Month => Period::Month(day.year(), day.month()),
            Unit::Quarter => Period::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Half => Period::Half(day.year(), (day.month() - 1) / 6 + 1),
            Unit::Season => {
                let year = if day.month() < 3 { day.year() - 1 } else { day.year() };
                let season = match day.month() {
                    3..=5 => Season::SP,
                    6..=8 => Season::SU,
                    9..=11 => Season::FA,
                    _ => Season::WI,
                };
                Period::Season(year, season)
            }
            Unit::Year => Period::Year(day.year()),
            Unit::Decade => Period::Decade(day.year().div_euclid(10) * 10),
            Unit::Century => Period::Century(day.year().div_euclid(100)),
        })
    }

    /// The TIMEX3 value.
    pub fn value(self) -> String {
        match self {
            Period::Moment(at, precision) => {
                let date = at.date();
                match precision {
                    Precision::Hour => format!("{date}T{:02}", at.hour()),
                    Precision::Second => format!("{date}T{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
                    _ => format!("{date}T{:02}:{:02}", at.hour(), at.minute()),
                }
            }
            Period::Part(day, part) => format!("{day}T{}", part.code()),
            Period::Day(day) => day.to_string(),
            Period::Weekend(day) => format!("{}-WE", week_value(day)),
            Period::Week(day) => week_value(day),
            Period::Month(year, month) => format!("{year:04}-{month:02}"),
            Period::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Period::Half(year, half) => format!("{year:04}-H{half}"),
            Period::Season(year, season) => format!("{year:04}-{}", season.code()),
            Period::Year(year) => format!("{year:04}"),
            Period::Decade(year) => format!("{:03}", year.div_euclid(10)),
            Period::Century(century) => format!("{century:02}"),
        }
    }

    /// First and last day; `None` outside the calendar of years −9999 to 9999.
    pub fn days(self) -> Option<(Date, Date)> {
        let month_days = |year: i16, month: i8, months: i8| {
            let first = Date::new(year, month, 1).ok()?;
            let last = first.checked_add(i64::from(months).months()).ok()?.yesterday().ok()?;
            Some((first, last))
        };
        match self {
            Period::Moment(at, _) => Some((at.date(), at.date())),
            Period::Part(day, Part::NI) => Some((day, day.tomorrow().ok()?)),
            Period::Part(day, _) | Period::Day(day) => Some((day, day)),
            Period::Weekend(day) => Some((day, day.tomorrow().ok()?)),
            Period::Week(day) => Some((day, day.checked_add(6.days()).ok()?)),
            Period::Month(year, month) => month_days(year, month, 1),
            Period::Quarter(year, quarter) => month_days(year, quarter.checked_mul(3)?.checked_sub(2)?, 3),
            Period::Half(year, half) => month_days(year, half.checked_mul(6)?.checked_sub(5)?, 6),
            Period::Season(year, season) => month_days(year, season.first_month(), 3),
            Period::Year(year) => month_days(year, 1, 12),
            Period::Decade(year) => Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(9)?, 12, 31).ok()?)),
            Period::Century(century) => {
                let year = century.checked_mul(100)?;
                Some((Date::new(year, 1, 1).ok()?, Date::new(year.checked_add(99)?, 12, 31).ok()?))
            }
        }
    }

    /// Earliest and latest moment.
    pub fn interval(self) -> Interval {
        match self {
            Period::Moment(at, precision) => {
                let length = match precision {
                    Precision::Hour => 3599.seconds(),
                    Precision::Second => 0.seconds(),
                    _ => 59.seconds(),
                };
                Interval { earliest: Some(at), latest: at.checked_add(length).ok() }
            }
            Period::Part(day, part) => {
                let (first, last) = part.hours();
                let hour = |hour: i8, minute, second| {
                    let day = if hour > 23 { day.tomorrow().ok()? } else { day };
                    Some(day.to_datetime(Time::new(hour % 24, minute, second, 0).ok()?))
                };
                Interval { earliest: hour(first, 0, 0), latest: hour(last, 59, 59) }
            }
            other => other.days().map_or(Interval::default(), |(first, last)| Interval::days(first, last)),
        }
    }

    /// The day, where the period lies on one.
    pub fn day(self) -> Option<Date> {
        match self {
            Period::Moment(at, _) => Some(at.date()),
            Period::Part(day, _) | Period::Day(day) => Some(day),
            _ => None,
        }
    }

    /// How fine the period is.
    pub fn precision(self) -> Precision {
        match self {
            Period::Moment(_, precision) => precision,
            Period::Part(..) => Precision::PartOfDay,
            Period::Day(_) => Precision::Day,
            Period::Weekend(_) => Precision::Weekend,
            Period::Week(_) => Precision::Week,
            Period::Month(..) => Precision::Month,
            Period::Quarter(..) | Period::Half(..) => Precision::Quarter,
            Period::Season(..) => Precision::Season,
            Period::Year(_) => Precision::Year,
            Period::Decade(_) => Precision::Decade,
            Period::Century(_) => Precision::Century,
        }
    }

    /// The period of a unit that lies a number of units away from the one that holds a day.
    pub fn shifted(unit: Unit, from: Date, number: f64) -> Option<Period> {
        let target = match unit {
            // From the first of the month: the 31st has no namesake in a shorter month.
            Unit::Month | Unit::Quarter | Unit::Half | Unit::Season => {
                from.first_of_month().checked_add(unit.step(number)?).ok()?
            }
            _ => from.checked_add(unit.step(number)?).ok()?,
        };
        Period::holding(unit, target)
    }
}

fn week_value(day: Date) -> String {
    let week = day.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The weekday of a number, 1 for Monday.
pub(crate) fn weekday(number: i64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

/// Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher).
pub(crate) fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y.rem_euclid(19), y.div_euclid(100), y.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn easter_falls_where_the_almanac_says() {
        assert_eq!(easter(2017), Some(date(2017, 4, 16)));
        assert_eq!(easter(2024), Some(date(2024, 3, 31)));
    }

    #[test]
    fn weeks_have_their_iso_year() {
        assert_eq!(Period::holding(Unit::Week, date(2021, 1, 2)).unwrap().value(), "2020-W53");
        assert_eq!(Period::holding(Unit::Weekend, date(2010, 1, 25)).unwrap().value(), "2010-W04-WE");
    }

    #[test]
    fn arithmetic_at_the_end_of_the_calendar_gives_none() {
        assert_eq!(Period::shifted(Unit::Century, Date::MAX, 1e9), None);
        assert_eq!(Period::shifted(Unit::Year, Date::MAX, 1.0), None);
        assert_eq!(Period::Decade(9990).days().map(|(_, last)| last), Some(Date::MAX));
        assert_eq!(Period::Century(100).days(), None);
    }
}
