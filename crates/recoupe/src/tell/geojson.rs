//! Events as GeoJSON (RFC 7946): one feature per event with a place.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::compare::events::Event;
use crate::index::EventIdx;
use crate::tell::{Telling, code, timeml};

/// Writes a feature collection. An event whose place is unresolved has the geometry `null`; one without
/// a place is left out. `radius_km` is the radius of uncertainty around the point.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let events = telling.dossier.findings.events.iter().enumerate();
    let features: Vec<Value> =
        events.filter_map(|(position, event)| feature(telling, EventIdx::new(position), event)).collect();
    serde_json::to_writer_pretty(&mut *out, &json!({ "type": "FeatureCollection", "features": features }))?;
    writeln!(out)
}

fn feature(telling: &Telling, at: EventIdx, event: &Event) -> Option<Value> {
    let place = telling.event_place(event)?;
    let point = telling.point(event);
    let geometry =
        point.map(|point| json!({ "type": "Point", "coordinates": [degrees(point.lon), degrees(point.lat)] }));
    let when = telling.when(event);
    let day = |bound: Option<jiff::civil::DateTime>| bound.map(|at| at.date().to_string());
    let evidence: Vec<Value> = telling
        .evidence(event)
        .into_iter()
        .map(|it| {
            let outlet = telling.outlet_of(it);
            json!({ "document": it.doc, "outlet": outlet, "quote": it.quote })
        })
        .collect();
    Some(json!({
        "type": "Feature",
        "id": format!("event-{}", at.0),
        "geometry": geometry,
        "properties": {
            "type": event.event_type,
            "label": telling.headline(event),
            "place": place,
            "geonames": event.place.as_ref().and_then(|best| best.value.geonames()),
            "radius_km": point.map(|point| degrees(point.radius_km)),
            "start": when.and_then(|when| day(when.earliest)),
            "end": when.and_then(|when| day(when.latest)),
            "edtf": when.map(timeml::edtf),
            "agents": telling.names(&event.agents),
            "patients": telling.names(&event.patients),
            "happened": event.happened,
            "moods": event.moods.iter().map(|slot| code(&slot.value)).collect::<Vec<_>>(),
            "families": event.corroboration.families.len(),
            "disputed": telling.is_disputed(at),
            "evidence": evidence,
        },
    }))
}

/// A number as it was stored, without the digits that widening it to 64 bits would invent.
fn degrees(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_default()
}
