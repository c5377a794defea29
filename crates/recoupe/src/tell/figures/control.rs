//! Control strips: who held a place when, with disputed, partial and uncertain stretches.

use jiff::ToSpan;
use jiff::civil::Date;
use maud::{Markup, html};

use super::timeline::clipped;
use super::{Axis, Reach, round};
use crate::compare::control::{ControlOfPlace, ControlState, Stretch};
use crate::dates::Interval;
use crate::index::EntityIdx;
use crate::tell::Telling;

/// Height of a strip in pixels.
const STRIP: u32 = 34;

/// Number of colours for holders; further holders begin again.
pub const COLOURS: usize = 8;

/// What all strips of a dossier share: the axis and the colours.
#[derive(Debug)]
pub struct Strips {
    axis: Axis,
    holders: Vec<EntityIdx>,
    last: Option<Date>,
}

impl Strips {
    /// The axis over all changes of control up to the last report; `None` where no change is dated.
    pub fn of(telling: &Telling) -> Option<Strips> {
        let control = &telling.dossier.findings.control;
        let stretches = || control.iter().flat_map(|place| &place.stretches);
        let last = telling.dossier.docs.iter().filter_map(|doc| doc.annotations.dct.interval.latest).max();
        let bounds = stretches().flat_map(|stretch| [stretch.from, stretch.to]).flatten();
        let first_and_last = bounds.clone().filter_map(|it| it.latest).max().max(last);
        let end = Interval { earliest: first_and_last, latest: first_and_last };
        let axis = Axis::of(bounds.chain((!end.is_open()).then_some(end)))?;
        let sides = |stretch: &Stretch| stretch.holders.iter().map(|&holder| telling.side(holder)).collect::<Vec<_>>();
        let mut holders: Vec<EntityIdx> =
            in_order(telling).into_iter().flat_map(|place| &place.stretches).flat_map(sides).collect();
        let mut seen = std::collections::BTreeSet::new();
        holders.retain(|holder| seen.insert(*holder));
        Some(Strips { axis, holders, last: last.map(|at| at.date()) })
    }

    /// The colour class of a holder's side.
    pub fn colour(&self, telling: &Telling, holder: EntityIdx) -> String {
        let side = telling.side(holder);
        let position = self.holders.iter().position(|it| *it == side).unwrap_or(0);
        format!("h{}", position % COLOURS)
    }

    /// From where to where a stretch is sure, and the pale zones before and after.
    fn reach(&self, stretch: &Stretch) -> Option<Reach> {
        let latest = |it: Interval| it.latest.or(it.earliest);
        let whole = Interval {
            earliest: stretch.from.and_then(|from| from.earliest.or(from.latest)),
            latest: match stretch.to {
                Some(to) => latest(to),
                None => self.last.map(|day| day.at(23, 59, 59, 0)),
            },
        };
        let mut reach = self.axis.reach(whole)?;
        if stretch.from.is_none() {
            reach = Reach { x: 0.0, width: round(reach.x + reach.width), open_left: true, ..reach };
        }
        Some(reach)
    }

    /// The days on which a stretch holds for certain.
    fn sure(&self, stretch: &Stretch) -> Option<Reach> {
        let from = stretch.from.filter(|from| from.single_day().is_none()).and_then(|from| from.latest);
        let earliest = from.or_else(|| stretch.from?.earliest);
        // The day of the next change is drawn as the next stretch's.
        let day_before = |to: Interval| Some(to.earliest?.saturating_sub(1.days()));
        let latest = stretch.to.map_or_else(|| self.last.map(|day| day.at(23, 59, 59, 0)), day_before);
        if earliest.zip(latest).is_some_and(|(earliest, latest)| latest < earliest) {
            return Some(Reach { x: 0.0, width: 0.0, open_left: false, open_right: false });
        }
        let mut reach = self.axis.reach(Interval { earliest, latest })?;
        if stretch.from.is_none() {
            reach = Reach { x: 0.0, width: round(reach.x + reach.width), ..reach };
        }
        Some(reach)
    }

    /// The strip of a place, from `y` pixels down.
    pub fn strip(&self, telling: &Telling, place: &ControlOfPlace, y: u32) -> Markup {
        html! {
            rect.ground.empty x="0" width="100%" y=(y) height=(STRIP) {}
            @for stretch in &place.stretches { @if let Some(reach) = self.reach(stretch) {
                (self.stretch(telling, stretch, reach, y))
            } }
        }
    }

    fn stretch(&self, telling: &Telling, stretch: &Stretch, reach: Reach, y: u32) -> Markup {
        let share = stretch.share.unwrap_or(if stretch.state == ControlState::Partial { 0.5 } else { 1.0 });
        let height = (f64::from(STRIP) * share.clamp(0.15, 1.0)).round() as u32;
        let holders = holders(telling, stretch);
        let parts = holders.len().max(1) as u32;
        let each = if stretch.state == ControlState::Partial { height } else { STRIP / parts };
        let names = holders.iter().map(|&holder| telling.entity(holder)).collect::<Vec<_>>();
        let label = if names.is_empty() { telling.t.get("unknown").to_owned() } else { names.join(" / ") };
        let title = format!("{label}, {}", telling.t.variant("state", &stretch.state));
        let contested = stretch.state == ControlState::Contested;
        let pale = |interval: Option<Interval>| {
            let interval = interval.filter(|it| it.single_day().is_none())?;
            self.axis.reach(interval)
        };
        // Names are drawn where they fit into the days that are sure: about nine tenths of a per cent of the
        // width per character.
        let sure = self.sure(stretch).unwrap_or(reach);
        let room = (sure.width / 0.9) as usize;
        html! {
            g {
                title { (title) }
                // The day of a change belongs to both stretches; the later one is drawn over the earlier.
                rect.ground x={ (reach.x) "%" } width={ (reach.width) "%" } y=(y) height=(STRIP) {}
                @if stretch.holders.is_empty() {
                    rect.nobody x={ (reach.x) "%" } width={ (reach.width) "%" } y=(y) height=(STRIP) {}
                }
                @for (position, &holder) in holders.iter().enumerate() {
                    rect class=(self.colour(telling, holder)) x={ (reach.x) "%" } width={ (reach.width) "%" }
                        y=(y + STRIP - each * (position as u32 + 1)) height=(each) {}
                }
                @if contested {
                    rect.contested x={ (reach.x) "%" } width={ (reach.width) "%" } y=(y) height=(STRIP) {}
                }
                @for zone in [pale(stretch.from), pale(stretch.to)].into_iter().flatten() {
                    rect.pale x={ (zone.x) "%" } width={ (zone.width) "%" } y=(y) height=(STRIP) {}
                }
                line.edge x1={ (reach.x) "%" } x2={ (reach.x) "%" } y1=(y) y2=(y + STRIP) {}
                @if room >= 5 {
                    svg x={ (sure.x) "%" } y=(y) width={ (sure.width) "%" } height=(STRIP) {
                        text.holder x="8" y=(STRIP / 2 + 5) { (clipped(&label, room)) }
                    }
                }
            }
        }
    }

    /// A strip with its axis, as it stands in the report.
    pub fn svg(&self, telling: &Telling, place: &ControlOfPlace) -> Markup {
        let label =
            format!("{}{} {}", telling.t.get("control"), telling.t.get("colon"), telling.place_name(&place.place));
        html! {
            svg.fig.strip width="100%" height=(STRIP + 22) role="img" aria-label=(label) {
                (self.strip(telling, place, 0))
                (self.axis.labels(&telling.t, STRIP + 18))
            }
        }
    }
}

/// The places, those that changed hands most first.
pub fn in_order<'d>(telling: &Telling<'d>) -> Vec<&'d ControlOfPlace> {
    let mut places: Vec<&ControlOfPlace> = telling.dossier.findings.control.iter().collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.stretches.len()));
    places
}

/// The holders of a stretch, the first of each side.
pub fn holders(telling: &Telling, stretch: &Stretch) -> Vec<EntityIdx> {
    let mut seen = std::collections::BTreeSet::new();
    stretch.holders.iter().copied().filter(|&holder| seen.insert(telling.side(holder))).collect()
}

/// The figure that stands alone: its height and what it shows.
pub(super) fn figure(telling: &Telling) -> (u32, Markup) {
    let t = &telling.t;
    let Some(strips) = Strips::of(telling) else { return (60, html! { text x="20" y="35" { (t.get("none")) } }) };
    let control = in_order(telling);
    let row = |position: usize| 40 + (STRIP + 14) * u32::try_from(position).unwrap_or(0);
    let height = row(control.len()) + 24;
    let body = html! {
        text.head x="16" y="22" { (telling.options.title.as_deref().unwrap_or_default()) " · " (t.get("control")) }
        @for (position, place) in control.iter().enumerate() {
            text.name x="16" y=(row(position) + 21) { (clipped(telling.place_name(&place.place), 24)) }
            svg x="18%" width="80%" height=(height) { (strips.strip(telling, place, row(position))) }
        }
        svg x="18%" width="80%" height=(height) { (strips.axis.labels(t, height - 10)) }
    };
    (height, body)
}
