//! Days and intervals in words.

use jiff::civil::Date;

use super::Texts;
use crate::dates::Interval;

impl Texts {
    /// A day: '2 March 2023'.
    pub fn day(&self, day: Date) -> String {
        format!("{} {}", self.day_and_month(day), day.year())
    }

    /// A day without year, short, for an axis: '2 Mar'.
    pub fn short_day(&self, day: Date) -> String {
        format!("{} {}", self.ordinal(day), self.get(&format!("short_{}", day.month())))
    }

    /// An interval: a day, '4–9 November 2017', 'October 2017', '2017', or with one open end.
    pub fn interval(&self, interval: Interval) -> String {
        let (earliest, latest) = (interval.earliest.map(|at| at.date()), interval.latest.map(|at| at.date()));
        match (earliest, latest) {
            (Some(first), Some(last)) => self.days(first, last),
            (Some(first), None) => self.get("from_day").replace("{day}", &self.day(first)),
            (None, Some(last)) => self.get("until_day").replace("{day}", &self.day(last)),
            (None, None) => self.get("undated").to_owned(),
        }
    }

    fn days(&self, first: Date, last: Date) -> String {
        if first == last {
            return self.day(first);
        }
        let same_year = first.year() == last.year();
        if same_year && first.day() == 1 && last == last.last_of_month() {
            if first.month() == last.month() {
                return self.month_and_year(first);
            }
            if (first.month(), last.month()) == (1, 12) {
                return first.year().to_string();
            }
        }
        match (same_year, same_year && first.month() == last.month()) {
            (_, true) => format!("{}–{}", self.ordinal(first), self.day(last)),
            (true, false) => format!("{} – {}", self.day_and_month(first), self.day(last)),
            (false, false) => format!("{} – {}", self.day(first), self.day(last)),
        }
    }

    /// A day without year: '2 March'.
    pub fn day_and_month(&self, day: Date) -> String {
        format!("{} {}", self.ordinal(day), self.get(&format!("month_{}", day.month())))
    }

    /// A month: 'October 2017'.
    pub fn month_and_year(&self, day: Date) -> String {
        format!("{} {}", self.get(&format!("month_{}", day.month())), day.year())
    }

    /// A day of a month that is named beside it: '2', '1er'.
    pub fn day_of_month(&self, day: Date) -> String {
        self.ordinal(day)
    }

    fn ordinal(&self, day: Date) -> String {
        if day.day() == 1 { self.get("first_of_month").to_owned() } else { day.day().to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn intervals_are_written_as_people_write_them() {
        let (en, fr) = (Texts::of("en"), Texts::of("fr"));
        let days = |one: (i8, i8), two: (i8, i8)| Interval::days(date(2017, one.0, one.1), date(2017, two.0, two.1));
        assert_eq!(fr.interval(days((11, 1), (11, 1))), "1er novembre 2017");
        assert_eq!(en.interval(days((11, 4), (11, 9))), "4–9 November 2017");
        assert_eq!(en.interval(days((10, 28), (11, 3))), "28 October – 3 November 2017");
        assert_eq!(fr.interval(days((10, 1), (10, 31))), "octobre 2017");
        assert_eq!(en.interval(days((1, 1), (12, 31))), "2017");
        assert_eq!(en.interval(Interval { latest: None, ..days((11, 4), (11, 4)) }), "from 4 November 2017");
    }
}
