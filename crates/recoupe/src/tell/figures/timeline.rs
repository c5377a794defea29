//! The time line: one bar per event, as long as its date is uncertain.

use maud::{Markup, html};

use super::{Axis, Reach};
use crate::compare::events::Event;
use crate::index::EventIdx;
use crate::tell::Telling;

/// The events that a source says happened, with a date, in order of their days.
pub fn dated<'d>(telling: &Telling<'d>) -> impl Iterator<Item = (EventIdx, &'d Event)> {
    let events = telling.dossier.findings.events.iter().enumerate();
    let mut dated: Vec<(EventIdx, &Event)> = events
        .filter(|(_, event)| event.happened && telling.when(event).is_some())
        .map(|(position, event)| (EventIdx::new(position), event))
        .collect();
    let day = |at: Option<jiff::civil::DateTime>| at.map(|at| at.date());
    dated.sort_by_key(|(at, event)| {
        let when = telling.when(event).unwrap_or_default();
        // An event that is only known to lie before a day stands with that day.
        (day(when.earliest.or(when.latest)), day(when.latest), *at)
    });
    dated.into_iter()
}

/// Whether nothing but the kind of an event and one family is known: no place, nobody, no figure.
pub fn is_bare(event: &Event) -> bool {
    let nobody = event.agents.is_empty() && event.patients.is_empty();
    nobody && event.places.is_empty() && event.quantities.is_empty() && event.corroboration.families.len() <= 1
}

/// The axis of the time line.
pub fn axis(telling: &Telling) -> Option<Axis> {
    Axis::of(dated(telling).filter_map(|(_, event)| telling.when(event)))
}

/// The bar of one event, from `y` pixels down.
pub fn bar(telling: &Telling, axis: &Axis, at: EventIdx, event: &Event, y: u32) -> Markup {
    let Some(reach) = telling.when(event).and_then(|when| axis.reach(when)) else { return html! {} };
    let several = event.corroboration.families.len() > 1;
    let class = match (several, telling.is_disputed(at)) {
        (true, false) => "bar several",
        (false, false) => "bar",
        (true, true) => "bar several disputed",
        (false, true) => "bar disputed",
    };
    html! {
        rect class=(class) x={ (reach.x) "%" } width={ (reach.width) "%" } y=(y) height="10" {}
        (ends(&reach, y))
    }
}

/// Arrow heads where a bar goes on.
fn ends(reach: &Reach, y: u32) -> Markup {
    let right = reach.x + reach.width;
    html! {
        @if reach.open_left { text.end x={ (reach.x) "%" } y=(y + 9) { "‹" } }
        @if reach.open_right { text.end.right x={ (right) "%" } y=(y + 9) { "›" } }
    }
}

/// Rows of the figure that stands alone; of more events the best corroborated are drawn.
const ROWS: usize = 40;

/// The figure that stands alone: its height and what it shows.
pub(super) fn figure(telling: &Telling) -> (u32, Markup) {
    let t = &telling.t;
    let Some(axis) = axis(telling) else { return (60, html! { text x="20" y="35" { (t.get("none")) } }) };
    let mut events: Vec<(EventIdx, &Event)> = dated(telling).collect();
    events.retain(|(_, event)| !is_bare(event));
    events.sort_by_key(|(at, event)| (std::cmp::Reverse(event.corroboration.families.len()), *at));
    let kept: std::collections::BTreeSet<EventIdx> = events.iter().take(ROWS).map(|(at, _)| *at).collect();
    events = dated(telling).filter(|(at, _)| kept.contains(at)).collect();
    let row = |position: usize| 34 + 22 * u32::try_from(position).unwrap_or(0);
    let height = row(events.len()) + 34;
    let body = html! {
        text.head x="16" y="22" { (telling.options.title.as_deref().unwrap_or_default()) " · " (t.get("happened")) }
        svg x="16" width="58%" height=(height) { (axis.labels(t, height - 12)) }
        @for (position, (at, event)) in events.iter().enumerate() {
            svg x="16" width="58%" height=(height) {
                line.rule x1="0" x2="100%" y1=(row(position) + 5) y2=(row(position) + 5) {}
                (bar(telling, &axis, *at, event, row(position)))
            }
            text.name x="61%" y=(row(position) + 10) { (clipped(&telling.headline(event), 62)) }
        }
    };
    (height, body)
}

/// The first characters of a text.
pub fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}
