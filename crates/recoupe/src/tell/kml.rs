//! Events as KML 2.2 placemarks with time spans.

use std::io::{self, Write};

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
        writeln!(out, "<name>{}</name>", escaped(&t.label(&event.label)))?;
        let quotes = telling.evidence(event).into_iter().map(|it| {
            let outlet = telling.doc_of(it).map_or("", |doc| doc.document.outlet());
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
        writeln!(
            out,
            "<ExtendedData><Data name=\"radius_km\"><value>{}</value></Data><Data name=\"families\"><value>{}</value></Data></ExtendedData>",
            point.radius_km,
            event.corroboration.families.len()
        )?;
        writeln!(out, "<Point><coordinates>{},{}</coordinates></Point>\n</Placemark>", point.lon, point.lat)?;
    }
    writeln!(out, "</Document>\n</kml>")
}
