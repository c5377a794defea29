//! Events as CSV with ACLED's column names.
//!
//! The columns and their order are those of ACLED's data export; see <https://acleddata.com/acled-codebook>.
//! A column for which the reports give nothing stays empty. `actor1` and `actor2` are sorted by name, so
//! their order tells no direction; the columns that begin with `recoupe_` tell the roles.

use std::io::{self, Write};

use crate::compare::events::{Event, SlotValue};
use crate::gazetteer::places::PlaceKind;
use crate::index::{EntityIdx, EventIdx};
use crate::language::event_types::meaning;
use crate::layers::kinds::ActorKind;
use crate::tell::figures::between;
use crate::tell::{Telling, code, timeml};

/// The columns.
pub const COLUMNS: [&str; 44] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
    "recoupe_type",
    "recoupe_edtf",
    "recoupe_agents",
    "recoupe_patients",
    "recoupe_happened",
    "recoupe_moods",
    "recoupe_families",
    "recoupe_disputed",
    "recoupe_figures",
    "recoupe_radius_km",
    "recoupe_geonames",
    "recoupe_documents",
    "recoupe_quotes",
];

/// Writes one row per event, in the order of the findings.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(COLUMNS)?;
    for (position, event) in telling.dossier.findings.events.iter().enumerate() {
        let row = row(telling, EventIdx::new(position), event);
        csv.write_record(COLUMNS.iter().map(|column| {
            row.iter().find(|(name, _)| name == column).map_or_else(String::new, |(_, cell)| cell.clone())
        }))?;
    }
    csv.flush()
}

fn row(telling: &Telling, at: EventIdx, event: &Event) -> Vec<(&'static str, String)> {
    let mut row: Vec<(&'static str, String)> = Vec::new();
    let (kind, sub_kind) = acled_type(telling, event);
    let mut text = |column, value: String| row.push((column, defused(value)));
    text("event_id_cnty", format!("event-{}", at.0));
    text("disorder_type", disorder(kind).to_owned());
    text("event_type", kind.to_owned());
    text("sub_event_type", sub_kind.to_owned());
    let mut actors = telling.names(&event.agents);
    actors.extend(telling.names(&event.patients));
    actors.sort_unstable();
    actors.dedup();
    let mut actors = actors.into_iter();
    text("actor1", actors.next().unwrap_or_default().to_owned());
    text("actor2", actors.collect::<Vec<_>>().join("; "));
    text("location", telling.event_place(event).unwrap_or_default().to_owned());
    text("source", telling.outlets(event).into_iter().collect::<Vec<_>>().join("; "));
    text("notes", telling.with_mood(event));
    text("recoupe_type", event.event_type.0.clone());
    text("recoupe_agents", telling.names(&event.agents).join("; "));
    text("recoupe_patients", telling.names(&event.patients).join("; "));
    text("recoupe_moods", event.moods.iter().map(|slot| code(&slot.value)).collect::<Vec<_>>().join("; "));
    text("recoupe_figures", figures(event));
    let evidence = telling.evidence(event);
    text("recoupe_documents", evidence.iter().map(|it| it.doc.to_string()).collect::<Vec<_>>().join("; "));
    text("recoupe_quotes", evidence.iter().map(|it| it.quote.as_str()).collect::<Vec<_>>().join(" | "));
    row.extend(time(telling, event));
    row.extend(place(telling, event));
    row.push(("fatalities", fatalities(event)));
    row.push(("recoupe_happened", event.happened.to_string()));
    row.push(("recoupe_families", event.corroboration.families.len().to_string()));
    row.push(("recoupe_disputed", telling.is_disputed(at).to_string()));
    row
}

fn time(telling: &Telling, event: &Event) -> Vec<(&'static str, String)> {
    let Some(when) = telling.when(event) else { return Vec::new() };
    let mut cells = vec![("recoupe_edtf", timeml::edtf(when))];
    // ACLED codes a known day as 1, a day within a known week as 2, within a known month as 3.
    let days = when.earliest.zip(when.latest).map(|(first, last)| between(first.date(), last.date()));
    let precision = match days {
        Some(0) => "1",
        Some(1..=7) => "2",
        Some(8..=31) => "3",
        _ => "",
    };
    if let Some(first) = when.earliest {
        cells.push(("event_date", first.date().to_string()));
        cells.push(("year", first.year().to_string()));
        cells.push(("time_precision", precision.to_owned()));
    }
    cells
}

fn place(telling: &Telling, event: &Event) -> Vec<(&'static str, String)> {
    let (Some(place), Some(point)) = (telling.place(event), telling.point(event)) else { return Vec::new() };
    let places = &telling.gazetteer.places;
    let name = |id| telling.name_of_place(id).to_owned();
    let country = places.country_of(place.id).map(name).unwrap_or_default();
    let mut cells = vec![
        ("latitude", point.lat.to_string()),
        ("longitude", point.lon.to_string()),
        ("recoupe_radius_km", format!("{:.1}", point.radius_km)),
        ("recoupe_geonames", place.id.geonames().map_or_else(String::new, |id| id.to_string())),
        // 1 is a town, 3 a larger region; 2, a part of a region, is what a wide circle around a town means.
        (
            "geo_precision",
            if !place.kind.is_point() {
                "3"
            } else if point.radius_km > 25.0 {
                "2"
            } else {
                "1"
            }
            .into(),
        ),
        ("country", defused(country)),
    ];
    for (kind, column) in [(PlaceKind::Admin1, "admin1"), (PlaceKind::Admin2, "admin2")] {
        let mut at = Some(place);
        while let Some(region) = at {
            if region.kind == kind {
                cells.push((column, defused(name(region.id))));
                break;
            }
            at = region.parent.filter(|parent| *parent != region.id).and_then(|parent| places.get(parent));
        }
    }
    cells
}

/// The lowest figure for deaths that a source gives, as ACLED counts; empty where none does.
fn fatalities(event: &Event) -> String {
    let killed = event.quantities.iter().filter(|slot| slot.value.counted == "killed");
    let lowest = killed.filter_map(|slot| slot.value.min).min_by(f64::total_cmp);
    lowest.map_or_else(String::new, |lowest| format!("{lowest:.0}"))
}

fn figures(event: &Event) -> String {
    let bound = |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
    let figures = event.quantities.iter().map(|slot| &slot.value).map(|it| match it.min == it.max {
        true => format!("{} {}", bound(it.min), it.counted),
        false => format!("{}..{} {}", bound(it.min), bound(it.max), it.counted),
    });
    figures.collect::<Vec<_>>().join("; ")
}

/// ACLED's type and sub-type, where ours says enough to choose one; else empty. A change of control has one only
/// where it is told who took over, and what nobody says to have happened has none.
fn acled_type(telling: &Telling, event: &Event) -> (&'static str, &'static str) {
    let Some(meaning) = meaning(&event.event_type).filter(|_| event.happened) else { return ("", "") };
    if meaning.acled_state.is_empty() {
        return meaning.acled.split_once(" / ").unwrap_or_default();
    }
    let kind = |slot: &SlotValue<EntityIdx>| Some(telling.dossier.findings.entities.get(slot.value.at())?.kind);
    let kinds: Option<Vec<ActorKind>> = event.agents.iter().map(kind).collect();
    let all = |fits: &dyn Fn(&ActorKind) -> bool| {
        kinds.as_ref().is_some_and(|kinds| !kinds.is_empty() && kinds.iter().all(fits))
    };
    let chosen = if all(&|kind| matches!(kind, ActorKind::State | ActorKind::StateForce)) {
        &meaning.acled_state
    } else if all(&|kind| *kind == ActorKind::ArmedGroup) {
        &meaning.acled
    } else {
        return ("", "");
    };
    chosen.split_once(" / ").unwrap_or_default()
}

/// ACLED's class of disorder for an event type.
fn disorder(event_type: &str) -> &'static str {
    match event_type {
        "Battles" | "Explosions/Remote violence" | "Violence against civilians" => "Political violence",
        "Protests" | "Riots" => "Demonstrations",
        "Strategic developments" => "Strategic developments",
        _ => "",
    }
}

/// A cell that no spreadsheet reads as a formula: one that begins like a formula gets a leading apostrophe.
/// White space before the sign does not help, because spreadsheets skip it.
fn defused(cell: String) -> String {
    let first =
        cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{FEFF}').chars().next();
    let odd_start = cell.starts_with(['\t', '\r', '\n']);
    // Full-width signs are formulas too in spreadsheets with an East Asian locale.
    let formula = first.is_some_and(|c| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    let cell = cell.replace('\0', "\u{FFFD}");
    if formula || odd_start { format!("'{cell}") } else { cell }
}
