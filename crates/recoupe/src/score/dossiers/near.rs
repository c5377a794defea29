//! When what was found is near enough to the gold: types, places, days, figures and stretches of text.

use jiff::civil::Date;

use crate::layers::claims::{ClaimTime, Quantity};

use super::gold::GoldPlace;

/// Types that annotators take for one another: within a line it does not matter which.
const SAME: &[&[&str]] = &[
    &[
        "control/taken",
        "control/retaken",
        "control/taken/expelled",
        "control/expelled",
        "control/lost",
        "control/handed_over",
    ],
    &["control/held", "control/presence"],
    &["control/lost", "control/withdrawn"],
    &["combat/assault", "combat/clash", "combat/attack", "combat/operation", "combat"],
    &["combat/attack", "combat/shooting"],
    &["combat/attack", "combat/bombing", "disaster/explosion", "combat/explosion"],
    &["combat/shelling", "combat/air_strike"],
    &["combat/shelling", "combat/assault"],
    &["harm/killed", "harm/casualties"],
    &["harm/wounded", "harm/casualties"],
    &["protest", "protest/demonstration"],
    &["protest/riot", "protest/demonstration"],
    &["politics/overthrow", "control/taken"],
    &["combat/advance", "combat/border_crossing"],
    &["combat/flight", "control/withdrawn", "harm/displaced"],
    &["contact/meeting", "contact/negotiation", "contact/visit"],
    &["status/end", "status/defeat"],
    &["justice/charged", "justice", "harm/arrested"],
    &["sanction", "sanction/imposed"],
    &["speech/declaration", "speech/statement"],
    &["disaster/collapse", "disaster/accident", "disaster/landslide"],
];

fn is_below(path: &str, ancestor: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether two types are one, one above the other, or taken for one another.
pub(super) fn same_type(gold: &str, ours: &str) -> bool {
    let among = |path: &str, set: &[&str]| set.iter().any(|other| is_below(path, other));
    is_below(gold, ours) || is_below(ours, gold) || SAME.iter().any(|set| among(gold, set) && among(ours, set))
}

/// Whether a type tells only that something was said.
pub(super) fn is_plain_speech(kind: &str) -> bool {
    matches!(kind, "speech/statement" | "speech")
}

/// A stretch of text in code points, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chars {
    pub start: u32,
    pub end: u32,
}

impl Chars {
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// How many code points both share.
    pub fn shared(self, other: Chars) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    pub fn contains(self, other: Chars) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// What both share, of the longer one.
    pub fn share_of_longer(self, other: Chars) -> f64 {
        f64::from(self.shared(other)) / f64::from(self.len().max(other.len()).max(1))
    }

    /// What both share, of what they cover together.
    pub fn share_of_cover(self, other: Chars) -> f64 {
        f64::from(self.shared(other)) / f64::from((self.end.max(other.end) - self.start.min(other.start)).max(1))
    }
}

/// Kilometres between two points, by the haversine formula.
fn kilometres(one: (f64, f64), two: (f64, f64)) -> f64 {
    let [a, b, c, d] = [one.0, one.1, two.0, two.1].map(f64::to_radians);
    let half = 0.5 - (c - a).cos() / 2.0 + a.cos() * c.cos() * (1.0 - (d - b).cos()) / 2.0;
    12742.0 * half.sqrt().min(1.0).asin()
}

/// Whether a point is the place: within 25 km, of large places within their size.
pub(super) fn is_at(place: &GoldPlace, point: (f64, f64)) -> bool {
    let reach = match place.class.as_str() {
        "country" => 900.0,
        "admin1" | "region" => 250.0,
        "river" => 700.0,
        "continent" => 3000.0,
        "border" => 500.0,
        "island" => 120.0,
        _ => 25.0,
    };
    let (Some(lat), Some(lon)) = (place.lat, place.lon) else { return true };
    kilometres((lat, lon), point) <= reach
}

/// First and last day, each open where unknown.
pub(super) type Days = (Option<Date>, Option<Date>);

/// The days of a gold value: '2021-03-10', '2021-03', '2021-03-10/12', '2021-03-10/..'.
pub(super) fn days(value: &str) -> Option<Days> {
    let (first, last) = value.split_once('/').unwrap_or((value, value));
    let last = last.split('/').next().unwrap_or_default();
    // '2021-03-10/12' is up to the 12th of the same month.
    let short = !last.is_empty() && last.len() <= 2 && first.len() >= last.len() && first.is_ascii();
    let last = if short { format!("{}{last}", &first[..first.len() - last.len()]) } else { last.to_owned() };
    let open = |value: &str| value.is_empty() || value == "..";
    let first = if open(first) { None } else { Some(bound(first, false)?) };
    let last = if open(&last) { None } else { Some(bound(&last, true)?) };
    Some((first, last))
}

/// First or last day of a day, month or year.
fn bound(value: &str, last: bool) -> Option<Date> {
    let parts: Vec<i16> = value.split('T').next()?.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let small = |n: i16| i8::try_from(n).ok();
    match *parts {
        [year, month, day] => Date::new(year, small(month)?, small(day)?).ok(),
        [year, month] => Date::new(year, small(month)?, 1).ok().map(|it| if last { it.last_of_month() } else { it }),
        [year] => Date::new(year, if last { 12 } else { 1 }, if last { 31 } else { 1 }).ok(),
        _ => None,
    }
}

/// The days of a claim's time.
pub(super) fn days_of(time: &ClaimTime) -> Days {
    let day = |at: Option<jiff::civil::DateTime>| at.map(|at| at.date()).filter(|date| date.year() >= 0);
    (day(time.interval.earliest), day(time.interval.latest))
}

/// Whether the days are the same or nearly: they overlap, and ours are not much wider than the gold's.
pub(super) fn same_days(gold: Days, ours: Days) -> bool {
    let number = |date: Date| date.since(Date::ZERO).map_or(0, |it| i64::from(it.get_days()));
    let span = |days: Days| (days.0.map_or(FIRST_DAY, number), days.1.map_or(LAST_DAY, number));
    let ((gold_first, gold_last), (first, last)) = (span(gold), span(ours));
    let open = gold.0.is_none() || gold.1.is_none();
    first <= gold_last && last >= gold_first && (open || last - first <= (2 * (gold_last - gold_first) + 1).max(3))
}

/// Days that stand for open bounds: before and after all others.
const FIRST_DAY: i64 = -4_000_000;
const LAST_DAY: i64 = 4_000_000;

/// Lowest and highest value of a gold figure: '27', '>=27', '~300', '10..12', '60%'.
pub(super) fn figure(value: &str) -> Option<(f64, f64)> {
    let value: String = value.chars().filter(|c| *c != ' ').map(|c| if c == ',' { '.' } else { c }).collect();
    let value = value.strip_suffix('%').unwrap_or(&value);
    let signs = [">=", "<=", ">", "<", "~"].into_iter().find(|sign| value.starts_with(sign)).unwrap_or_default();
    let value = &value[signs.len()..];
    let (low, high) = value.split_once("..").map_or((value, None), |(low, high)| (low, Some(high)));
    let number =
        |text: &str| text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.parse::<f64>().ok()).flatten();
    let low = number(low)?;
    let high = high.map_or(Some(low), number)?;
    Some(match signs {
        ">=" | ">" => (low, f64::INFINITY),
        "<=" | "<" => (0.0, high),
        "~" => (low * 0.8, low * 1.25),
        _ => (low, high),
    })
}

/// Whether one of the quantities is the gold's figure, give or take a quarter; true where the gold has no number.
pub(super) fn same_figure(gold: &str, quantities: &[Quantity]) -> bool {
    let Some(gold) = figure(gold) else { return true };
    /// What is larger stands for 'no upper bound'.
    const NO_BOUND: f64 = 1e12;
    quantities.iter().any(|quantity| {
        let (low, high) = (quantity.min.unwrap_or(0.0), quantity.max.unwrap_or(f64::INFINITY));
        let near = 0.26 * gold.0.max(1.0);
        let upper = |(low, high): (f64, f64)| if high < NO_BOUND { high } else { low };
        let touches = low <= gold.1 && high >= gold.0;
        touches && ((low - gold.0).abs() <= near || (upper((low, high)) - upper(gold)).abs() <= near)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_near_along_the_hierarchy_and_where_annotators_differ() {
        assert!(same_type("combat/assault", "combat") && same_type("combat/clash", "combat/assault"));
        assert!(same_type("control/taken/expelled", "control/lost") && !same_type("control/taken", "control/held"));
        assert!(!same_type("harm/killed", "harm/wounded"));
    }

    #[test]
    fn days_of_gold_values() {
        let read = |value| days(value).map(|(a, b)| format!("{} {}", show(a), show(b)));
        fn show(date: Option<Date>) -> String {
            date.map_or("..".into(), |date| date.to_string())
        }
        assert_eq!(read("2021-03-10").as_deref(), Some("2021-03-10 2021-03-10"));
        assert_eq!(read("2021-02").as_deref(), Some("2021-02-01 2021-02-28"));
        assert_eq!(read("2021-03-10/12").as_deref(), Some("2021-03-10 2021-03-12"));
        assert_eq!(read("2021-03-10TEV").as_deref(), Some("2021-03-10 2021-03-10"));
        assert_eq!(read("../2021").as_deref(), Some(".. 2021-12-31"));
        assert_eq!(read("PAST_REF"), None);
    }

    #[test]
    fn a_day_is_near_and_a_month_is_too_wide() {
        let near = |gold, ours| same_days(days(gold).unwrap(), days(ours).unwrap());
        assert!(near("2021-03-10", "2021-03-10") && near("2021-03-10", "2021-03-09/2021-03-12"));
        assert!(!near("2021-03-10", "2021-03") && !near("2021-03-10", "2021-03-11"));
        assert!(near("2021-03", "2021-03-05") && near("../2021-03-10", "2021"));
    }

    #[test]
    fn figures_with_bounds() {
        let found = |min, max| Quantity {
            span: crate::text::Span::new(0, 0),
            min,
            max,
            counted: String::new(),
            unit: String::new(),
            who: None,
        };
        assert_eq!(figure(">= 27"), Some((27.0, f64::INFINITY)));
        assert_eq!(figure("10..12"), Some((10.0, 12.0)));
        assert_eq!(figure("dozens"), None);
        assert!(
            same_figure(">=27", &[found(Some(27.0), None)]) && !same_figure("27", &[found(Some(270.0), Some(270.0))])
        );
        assert!(same_figure("~300", &[found(Some(300.0), Some(300.0))]) && !same_figure("27", &[]));
    }
}
