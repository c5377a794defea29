//! Where: places on a base map, sized by their events, with the ring in which each lies.

use std::collections::BTreeMap;

use jiff::civil::Date;
use maud::{Markup, html};

use super::Page;
use crate::compare::events::Event;
use crate::gazetteer::places::PlaceKind;
use crate::index::{EventIdx, PlaceId};
use crate::layers::toponyms::Geometry;
use crate::tell::borders::{Borders, Frame, Point};
use crate::tell::figures::between;

/// Size of the map in its own units.
const WIDTH: f32 = 960.0;
const HEIGHT: f32 = 560.0;
/// Least height of the frame in degrees: less would show no border to find one's way by.
const LEAST_DEGREES: f32 = 3.0;
/// Places that lie further from the middle one than this share of the events' nearest ones are off the map.
const SHOWN: f32 = 0.85;
/// Towns named for orientation.
const TOWNS: usize = 14;
/// Width of a letter of a place's name.
const LETTER: f32 = 8.2;
/// Kilometres of a degree of latitude.
const KM: f32 = 111.2;

struct Spot<'d> {
    place: PlaceId,
    point: Geometry,
    is_point: bool,
    events: Vec<(EventIdx, &'d Event)>,
}

impl Spot<'_> {
    fn radius(&self) -> f32 {
        5.0 + 4.0 * (self.events.len() as f32).sqrt()
    }

    /// Whether it is so wide that no point stands for it.
    fn is_wide(&self) -> bool {
        self.point.radius_km > 250.0
    }
}

/// Where a name is written.
#[derive(Clone, Copy)]
struct Label {
    x: f32,
    y: f32,
    anchor: Anchor,
}

impl Label {
    /// What a name of some width covers.
    fn room(&self, width: f32) -> Box {
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        Box { left, right: left + width, top: self.y - 14.0, bottom: self.y + 4.0 }
    }
}

#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn code(self) -> &'static str {
        match self {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        }
    }
}

/// A rectangle on the map.
struct Box {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Box {
    fn meets(&self, other: &Box) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

/// From degrees to the map's units: equirectangular, true at the middle latitude.
struct Projection {
    frame: Frame,
    scale: f32,
    shrink: f32,
}

impl Projection {
    fn of(frame: Frame) -> Projection {
        let shrink = ((frame.north + frame.south) / 2.0).to_radians().cos().max(0.1);
        let scale = (WIDTH / ((frame.east - frame.west) * shrink)).min(HEIGHT / (frame.north - frame.south));
        // The frame grows to fill the map.
        let (middle_lon, middle_lat) = ((frame.east + frame.west) / 2.0, (frame.north + frame.south) / 2.0);
        let (half_lon, half_lat) = (WIDTH / scale / shrink / 2.0, HEIGHT / scale / 2.0);
        let frame = Frame {
            west: middle_lon - half_lon,
            east: middle_lon + half_lon,
            south: middle_lat - half_lat,
            north: middle_lat + half_lat,
        };
        Projection { frame, scale, shrink }
    }

    fn at(&self, (lon, lat): Point) -> (f32, f32) {
        let round = |value: f32| (value * 10.0).round() / 10.0;
        (round((lon - self.frame.west) * self.shrink * self.scale), round((self.frame.north - lat) * self.scale))
    }

    /// Path data of lines; points that fall together on the map are left out.
    fn path(&self, lines: &[Vec<Point>], close: bool) -> String {
        let mut path = String::new();
        for line in lines {
            let mut before: Option<(f32, f32)> = None;
            for &point in line {
                let (x, y) = self.at(point);
                let near = before.is_some_and(|(u, v)| (x - u).abs() < 1.0 && (y - v).abs() < 1.0);
                if !near {
                    path.push_str(&format!("{}{x} {y}", if before.is_none() { "M" } else { "L" }));
                    before = Some((x, y));
                }
            }
            if close {
                path.push('Z');
            }
        }
        path
    }
}

impl Page<'_> {
    pub(super) fn map(&self) -> Markup {
        let spots = self.spots();
        let Some(frame) = frame(&spots) else { return html! { p.soft { (self.t.get("no_place")) } } };
        let projection = Projection::of(frame);
        // A whole country is no point on its own map.
        let (points, wide): (Vec<&Spot>, Vec<&Spot>) = spots.iter().partition(|spot| !spot.is_wide());
        let inside = |spot: &&Spot| projection.frame.holds((spot.point.lon, spot.point.lat));
        let (shown, off): (Vec<&Spot>, Vec<&Spot>) = points.into_iter().partition(inside);
        let labels = self.labels(&shown, &projection);
        let borders = Borders::embedded();
        let view = format!("0 0 {WIDTH} {HEIGHT}");
        html! {
            p.soft.how { (self.t.get("how_map")) }
            (self.slider(&shown))
            svg.fig.map viewBox=(view) role="group" aria-label=(self.t.get("map")) {
                rect.sea width=(WIDTH) height=(HEIGHT) {}
                path.land d=(projection.path(&borders.land(projection.frame), true)) {}
                path.coast d=(projection.path(&borders.lines(projection.frame, false), false)) {}
                path.border d=(projection.path(&borders.lines(projection.frame, true), false)) {}
                (self.orientation(&projection, &shown))
                @for spot in &shown { (self.ring(spot, &projection)) }
                @for (spot, label) in shown.iter().zip(&labels) { (self.spot(spot, &projection, *label)) }
                rect.edge-of-map width=(WIDTH) height=(HEIGHT) {}
            }
            @for (key, spots) in [("off_map", &off), ("wide_places", &wide)] { @if !spots.is_empty() {
                @let names: Vec<Markup> = spots.iter().map(|spot| self.place_link(spot)).collect();
                p.soft { (self.t.fill(key, &[("list", self.t.list(&names))])) }
            } }
            (self.table(&spots))
        }
    }

    /// Places of events that a source says happened, with most events first.
    fn spots(&self) -> Vec<Spot<'_>> {
        let mut by_place: BTreeMap<PlaceId, Spot> = BTreeMap::new();
        for (position, event) in self.dossier.findings.events.iter().enumerate().filter(|(_, event)| event.happened) {
            let (Some(place), Some(point)) = (self.telling.place(event), self.telling.point(event)) else { continue };
            let empty = || Spot { place: place.id, point, is_point: place.kind.is_point(), events: Vec::new() };
            by_place.entry(place.id).or_insert_with(empty).events.push((EventIdx::new(position), event));
        }
        let mut spots: Vec<Spot> = by_place.into_values().collect();
        spots.sort_by_key(|spot| (std::cmp::Reverse(spot.events.len()), spot.place));
        spots
    }

    fn name(&self, place: PlaceId) -> &str {
        self.telling.name_of_place(place)
    }

    fn place_link(&self, spot: &Spot) -> Markup {
        let name = self.name(spot.place);
        html! { @match spot.events.first() {
            Some((at, _)) => a href={ "#v-" (at.0) } { (name) },
            None => (name),
        } }
    }

    /// The area in which a place lies.
    fn ring(&self, spot: &Spot, projection: &Projection) -> Markup {
        let (x, y) = projection.at((spot.point.lon, spot.point.lat));
        let radius = (spot.point.radius_km / KM * projection.scale).clamp(0.0, WIDTH);
        html! { @if radius > 6.0 { circle.ring cx=(x) cy=(y) r=(format!("{radius:.1}")) {} } }
    }

    /// Where the name of each place stands: beside its circle where it hides no other name, else under it.
    fn labels(&self, spots: &[&Spot], projection: &Projection) -> Vec<Label> {
        let mut taken: Vec<Box> = spots
            .iter()
            .map(|spot| {
                let (x, y) = projection.at((spot.point.lon, spot.point.lat));
                let r = spot.radius();
                Box { left: x - r, right: x + r, top: y - r, bottom: y + r }
            })
            .collect();
        let place = |spot: &&Spot| {
            let (x, y) = projection.at((spot.point.lon, spot.point.lat));
            let (r, width) = (spot.radius() + 4.0, self.name(spot.place).chars().count() as f32 * LETTER);
            let sides = [
                Label { x: x + r, y: y + 5.0, anchor: Anchor::Start },
                Label { x: x - r, y: y + 5.0, anchor: Anchor::End },
                Label { x, y: y + r + 12.0, anchor: Anchor::Middle },
                Label { x, y: y - r - 2.0, anchor: Anchor::Middle },
            ];
            let free = |label: &&Label| {
                let it = label.room(width);
                it.left > 0.0 && it.right < WIDTH && it.bottom < HEIGHT && !taken.iter().any(|other| other.meets(&it))
            };
            let label = *sides.iter().find(free).unwrap_or(&sides[usize::from(x > WIDTH / 2.0)]);
            taken.push(label.room(width));
            label
        };
        spots.iter().map(place).collect()
    }

    fn spot(&self, spot: &Spot, projection: &Projection, at: Label) -> Markup {
        let (x, y) = projection.at((spot.point.lon, spot.point.lat));
        let radius = spot.radius();
        let name = self.name(spot.place);
        let disputed = spot.events.iter().any(|(at, _)| self.telling.is_disputed(*at));
        let mut label = format!("{name}{} {}", self.t.get("colon"), self.t.count("events", spot.events.len()));
        if disputed {
            label.push_str(&format!(", {}", self.t.get("badge_disputed")));
        }
        html! {
            a.spot.disputed[disputed].area[!spot.is_point] href={ "#v-" (spot.events.first().map_or(0, |(at, _)| at.0)) }
                data-days=(self.days(spot)) aria-label=(label) {
                title { (label) }
                circle cx=(x) cy=(y) r=(format!("{radius:.1}")) {}
                text text-anchor=(at.anchor.code()) x=(at.x) y=(at.y) { (name) }
            }
        }
    }

    /// The days of a place's events, for the slider: `first:last` from the slider's first day; an event
    /// without a date is on every day.
    fn days(&self, spot: &Spot) -> String {
        let Some((first, last)) = self.whole_time() else { return String::new() };
        let days = spot.events.iter().map(|(_, event)| {
            let when = self.telling.when(event).unwrap_or_default();
            let day = |at: Option<jiff::civil::DateTime>, open: Date| between(first, at.map_or(open, |at| at.date()));
            format!("{}:{}", day(when.earliest, first), day(when.latest, last))
        });
        days.collect::<Vec<_>>().join(" ")
    }

    /// First and last day of the time line.
    fn whole_time(&self) -> Option<(Date, Date)> {
        let axis = crate::tell::figures::timeline::axis(self.telling)?;
        Some(axis.ends())
    }

    /// The slider; without script it stays hidden.
    fn slider(&self, spots: &[&Spot]) -> Markup {
        let Some((first, last)) = self.whole_time().filter(|(first, last)| first < last && !spots.is_empty()) else {
            return html! {};
        };
        html! {
            form.slider id="slider" hidden {
                label { input type="checkbox" name="all" checked; " " (self.t.get("whole_time")) }
                label.grow {
                    span { (self.t.get("on_the_map")) (self.t.get("colon")) " " }
                    output name="day" data-first=(first) {}
                    input type="range" name="at" min="0" max=(between(first, last)) value="0" aria-label=(self.t.get("on_the_map"));
                }
            }
        }
    }

    /// Names of large towns and of countries in the frame.
    fn orientation(&self, projection: &Projection, spots: &[&Spot]) -> Markup {
        let places = &self.telling.gazetteer.places;
        let mut taken: Vec<(f32, f32)> =
            spots.iter().map(|spot| projection.at((spot.point.lon, spot.point.lat))).collect();
        let mut towns: Vec<_> = places
            .iter()
            .filter(|place| projection.frame.holds((place.lon, place.lat)))
            .filter(|place| {
                place.kind == PlaceKind::Country || place.kind == PlaceKind::Settlement && place.population > 0
            })
            .filter(|place| spots.iter().all(|spot| spot.place != place.id))
            .collect();
        let rank = |kind: PlaceKind| u8::from(kind != PlaceKind::Country);
        towns.sort_by_key(|place| (rank(place.kind), !place.is_capital, std::cmp::Reverse(place.population), place.id));
        let mut kept = Vec::new();
        for town in towns {
            let (x, y) = projection.at((town.lon, town.lat));
            let room = (30.0..WIDTH - 110.0).contains(&x) && (16.0..HEIGHT - 10.0).contains(&y);
            let free = taken.iter().all(|(u, v)| (x - u).abs() > 120.0 || (y - v).abs() > 24.0);
            if room && free {
                taken.push((x, y));
                kept.push((town, x, y));
            }
            if kept.len() >= TOWNS {
                break;
            }
        }
        html! { g.ctx aria-hidden="true" { @for (town, x, y) in &kept {
            @if town.kind == PlaceKind::Country { text.country x=(x) y=(y) { (self.name(town.id)) } }
            @else { g.town { circle cx=(x) cy=(y) r="2.5" {} text x=(x + 6.0) y=(y + 4.0) { (self.name(town.id)) } } }
        } } }
    }

    /// What the map shows, as a table.
    fn table(&self, spots: &[Spot]) -> Markup {
        html! { details.group {
            summary { (self.t.count("places", spots.len())) }
            div.wide tabindex="0" role="region" aria-label=(self.t.get("map")) { table {
                thead { tr {
                    th scope="col" { (self.t.get("place")) } th scope="col" { (self.t.get("events")) } th scope="col" { (self.t.get("radius")) }
                } }
                tbody { @for spot in spots { tr {
                    th scope="row" { (self.name(spot.place)) }
                    td { @for (at, event) in &spot.events { p { a href={ "#v-" (at.0) } { (self.telling.kind(event)) ", " (self.when(event)) } } } }
                    td { (self.t.number(spot.point.radius_km.round() as usize)) " km" }
                } } }
            } }
        } }
    }
}

/// The frame that holds the places of most events. Places far from the others are left out: a map of the
/// world shows nothing of a town.
fn frame(spots: &[Spot]) -> Option<Frame> {
    let all: usize = spots.iter().map(|spot| spot.events.len()).sum();
    let first = spots.first()?;
    let (lon, lat) = (first.point.lon, first.point.lat);
    let distance = |spot: &Spot| crate::gazetteer::places::distance_km((lat, lon), (spot.point.lat, spot.point.lon));
    let mut near: Vec<&Spot> = spots.iter().collect();
    near.sort_by(|one, two| distance(one).total_cmp(&distance(two)).then(one.place.cmp(&two.place)));
    let mut held = 0;
    let mut frame = Frame { west: lon, south: lat, east: lon, north: lat };
    for spot in near {
        // Countries and other wide areas are drawn where they fall, but they do not widen the frame.
        let wide = spot.is_wide();
        if held as f32 >= SHOWN * all as f32 && distance(spot) > 300.0 {
            break;
        }
        held += spot.events.len();
        if !wide {
            frame.west = frame.west.min(spot.point.lon);
            frame.east = frame.east.max(spot.point.lon);
            frame.south = frame.south.min(spot.point.lat);
            frame.north = frame.north.max(spot.point.lat);
        }
    }
    let height = ((frame.north - frame.south) * 1.35).max(LEAST_DEGREES);
    let width = ((frame.east - frame.west) * 1.35).max(LEAST_DEGREES);
    let (x, y) = ((frame.east + frame.west) / 2.0, (frame.north + frame.south) / 2.0);
    Some(Frame {
        west: (x - width / 2.0).max(-180.0),
        east: (x + width / 2.0).min(180.0),
        south: (y - height / 2.0).max(-85.0),
        north: (y + height / 2.0).min(85.0),
    })
}
