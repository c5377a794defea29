//! Figures as SVG: inside the report, and standing alone.
//!
//! Positions along the time axis are percentages, so a figure fills any width and its text is never scaled.

pub mod control;
pub mod timeline;

use std::io;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use maud::{Markup, html};

use crate::dates::Interval;
use crate::tell::ui::Texts;
use crate::tell::{ExportFile, Telling};

/// The style of all figures; part of the report's style sheet and of each figure that stands alone.
pub const STYLE: &str = include_str!("figures.css");

/// Width of a figure that stands alone, in pixels.
const WIDTH: u32 = 1100;

/// The figures that stand alone.
///
/// # Errors
/// Never; the signature is that of the other forms.
pub fn files(telling: &Telling) -> io::Result<Vec<ExportFile>> {
    let figures = [("timeline", timeline::figure(telling)), ("control", control::figure(telling))];
    let file = |(name, (height, body)): (&str, (u32, Markup))| ExportFile {
        suffix: format!("-{name}.svg"),
        bytes: alone(&telling.t, name, height, &body).into_bytes(),
    };
    Ok(figures.into_iter().map(file).collect())
}

/// A figure as an SVG document.
fn alone(t: &Texts, name: &str, height: u32, body: &Markup) -> String {
    let title = t.get(if name == "timeline" { "happened" } else { name });
    let figure = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(height) class="alone" role="img" lang=(t.language) {
            title { (title) }
            style { (STYLE) }
            rect.ground width="100%" height="100%" {}
            (body)
        }
    };
    // XML forbids most control characters, which HTML escapes do not touch.
    let fit = |c: char| {
        if c < ' ' && !matches!(c, '\t' | '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}') { '\u{FFFD}' } else { c }
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n",
        figure.into_string().chars().map(fit).collect::<String>()
    )
}

/// A time axis from one day to another.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    first: Date,
    last: Date,
}

/// Where something lies on an axis, in per cent of its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
    /// Whether it goes on before the left edge, by an open bound or beyond the axis.
    pub open_left: bool,
    /// Whether it goes on after the right edge.
    pub open_right: bool,
}

/// Days on which most events lie are shown; what lies further out than this many times the middle half is not.
const FENCE: i64 = 3;

impl Axis {
    /// An axis for some intervals; `None` where none has a bound. Intervals that lie far from the others do
    /// not stretch it.
    pub fn of(intervals: impl Iterator<Item = Interval>) -> Option<Axis> {
        let mut days: Vec<Date> =
            intervals.flat_map(|it| [it.earliest, it.latest]).flatten().map(|at| at.date()).collect();
        days.sort();
        let at = |quarter: usize| days.get(days.len() * quarter / 4).copied();
        let (low, high) = (at(1)?, at(3).or(days.last().copied())?);
        let slack = (FENCE * between(low, high)).max(21);
        let inside = |day: &&Date| between(**day, low) <= slack && between(high, **day) <= slack;
        let (first, last) = (*days.iter().find(inside)?, *days.iter().rev().find(inside)?);
        Some(Axis { first, last })
    }

    /// First and last day.
    pub fn ends(&self) -> (Date, Date) {
        (self.first, self.last)
    }

    /// Number of days.
    pub fn days(&self) -> i64 {
        between(self.first, self.last) + 1
    }

    fn percent(&self, day: Date) -> f64 {
        100.0 * between(self.first, day) as f64 / self.days() as f64
    }

    /// Where an interval lies; `None` where it is open at both ends. An open end reaches a tenth of the axis.
    pub fn reach(&self, interval: Interval) -> Option<Reach> {
        let (earliest, latest) = (interval.earliest.map(|at| at.date()), interval.latest.map(|at| at.date()));
        let start = earliest.map(|day| self.percent(day));
        let end = latest.map(|day| self.percent(day) + 100.0 / self.days() as f64);
        let (from, to) = match (start, end) {
            (Some(start), Some(end)) => (start, end),
            (Some(start), None) => (start, start + 10.0),
            (None, Some(end)) => (end - 10.0, end),
            (None, None) => return None,
        };
        let (left, right) = (from.clamp(0.0, 99.0), to.clamp(1.0, 100.0));
        Some(Reach {
            x: round(left),
            width: round((right - left).max(0.6)),
            open_left: start.is_none_or(|start| start < 0.0),
            open_right: end.is_none_or(|end| end > 100.0),
        })
    }

    /// Days to write below the axis, with their position; every second one is minor.
    pub fn ticks(&self) -> Vec<(f64, Date)> {
        let days = self.days();
        if days > 900 {
            return (self.first.year()..=self.last.year())
                .filter_map(|year| Date::new(year, 1, 1).ok())
                .filter(|day| *day >= self.first && *day <= self.last)
                .map(|day| (round(self.percent(day)), day))
                .collect();
        }
        let step = [1, 2, 3, 7, 14, 30, 61, 91].into_iter().find(|step| days / step <= 9).unwrap_or(122);
        let mut ticks = Vec::new();
        let mut day = self.first;
        while day <= self.last {
            ticks.push((round(self.percent(day)), day));
            day = day.saturating_add(step.days());
        }
        ticks
    }

    /// The words below the axis at `y` pixels.
    pub fn labels(&self, t: &Texts, y: u32) -> Markup {
        let years = self.days() > 900;
        html! { @for (position, (x, day)) in self.ticks().into_iter().enumerate() {
            line.tick x1={ (x) "%" } x2={ (x) "%" } y1=(y.saturating_sub(14)) y2=(y.saturating_sub(10)) {}
            text.tick.minor[position % 2 == 1] x={ (x) "%" } y=(y) {
                @if years { (day.year()) } @else { (t.short_day(day)) }
            }
        } }
    }
}

/// Days from one to another.
pub fn between(one: Date, two: Date) -> i64 {
    two.since((Unit::Day, one)).map_or(0, |span| i64::from(span.get_days()))
}

/// Two digits after the point are finer than a pixel.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn one_day_far_away_does_not_stretch_the_axis() {
        let day = |d: i8| Interval::day(date(2023, 3, d));
        let axis = Axis::of([day(1), day(2), day(3), day(8), Interval::day(date(1998, 1, 1))].into_iter()).unwrap();
        assert_eq!(axis.days(), 8);
        let far = axis.reach(Interval::day(date(1998, 1, 1))).unwrap();
        assert!(far.open_left && far.x == 0.0);
        let first = axis.reach(day(1)).unwrap();
        assert_eq!((first.x, first.width, first.open_left, first.open_right), (0.0, 12.5, false, false));
        assert!(Axis::of(std::iter::once(Interval::default())).is_none());
    }
}
