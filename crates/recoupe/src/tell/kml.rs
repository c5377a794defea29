//! Events as KML 2.2 placemarks with time spans.

use std::io::{self, Write};

use crate::index::EventIdx;
use crate::tell::Telling;
use crate::tell::xml::escaped;

/// Writes a placemark for every event whose place is resolved.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let t = &telling.t;
    let title = telling.options.title.as_deref().unwrap_or(t.get("title"));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<kml xmlns=\"http://www.opengis.net/kml/2.2\">")?;
    writeln!(out, "<Document>\n<name>{}</name>", escaped(title))?;
    for (position, event) in telling.dossier.findings.events.iter().enumerate() {
        let Some(point) = telling.point(event) else { continue };
        writeln!(out, "<Placemark id=\"event-{position}\">")?;
        writeln!(out, "<name>{}</name>", escaped(&telling.with_mood(event)))?;
        let quotes = telling.evidence(event).into_iter().map(|it| {
            let outlet = telling.outlet_of(it);
            format!("{} ({outlet})", it.quote)
        });
        // Viewers read a description as HTML, so the text of a document is escaped once for each reader.
        let quotes = quotes.map(|quote| escaped(&quote)).collect::<Vec<_>>().join("\n");
        writeln!(out, "<description>{}</description>", escaped(&quotes))?;
        if let Some(when) = telling.when(event) {
            let bound = |name: &str, at: Option<jiff::civil::DateTime>| {
                at.map_or_else(String::new, |at| format!("<{name}>{}</{name}>", at.date()))
            };
            writeln!(out, "<TimeSpan>{}{}</TimeSpan>", bound("begin", when.earliest), bound("end", when.latest))?;
        }
        let data = [
            ("type", event.event_type.0.clone()),
            ("happened", event.happened.to_string()),
            ("disputed", telling.is_disputed(EventIdx::new(position)).to_string()),
            ("radius_km", point.radius_km.to_string()),
            ("families", event.corroboration.families.len().to_string()),
        ];
        let data = data.map(|(name, value)| format!("<Data name=\"{name}\"><value>{}</value></Data>", escaped(&value)));
        writeln!(out, "<ExtendedData>{}</ExtendedData>", data.concat())?;
        writeln!(out, "<Point><coordinates>{},{}</coordinates></Point>\n</Placemark>", point.lon, point.lat)?;
    }
    writeln!(out, "</Document>\n</kml>")
}
