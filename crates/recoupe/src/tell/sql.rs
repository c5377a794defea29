//! The findings as a SQLite script: tables with keys between them, and views for reading.

use std::io::{self, Write};

use crate::compare::events::SlotValue;
use crate::evidence::Evidence;
use crate::index::{DocIdx, EntityIdx, EventIdx};
use crate::tell::{Telling, code, timeml};

const TABLES: &str = include_str!("sql/tables.sql");

/// Writes the script. Offsets are Unicode code points of `document.text`, so that
/// `substr(text, start + 1, end - start)` is the quote.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "BEGIN;")?;
    out.write_all(TABLES.as_bytes())?;
    documents(telling, out)?;
    entities(telling, out)?;
    events(telling, out)?;
    contradictions(telling, out)?;
    families(telling, out)?;
    reuse(telling, out)?;
    control(telling, out)?;
    writeln!(out, "COMMIT;")
}

/// A cell.
enum Cell<'c> {
    Text(&'c str),
    Owned(String),
    Integer(i64),
    Real(f64),
    Nothing,
}

use Cell::{Integer, Nothing, Owned, Real, Text};

fn id(position: usize) -> Cell<'static> {
    Integer(i64::try_from(position).unwrap_or(i64::MAX))
}

fn maybe<'c>(text: Option<impl Into<String>>) -> Cell<'c> {
    text.map_or(Nothing, |text| Owned(text.into()))
}

fn insert(out: &mut impl Write, table: &str, cells: &[Cell]) -> io::Result<()> {
    write!(out, "INSERT INTO {table} VALUES(")?;
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            write!(out, ",")?;
        }
        match cell {
            Text(text) => write!(out, "{}", quoted(text))?,
            Owned(text) => write!(out, "{}", quoted(text))?,
            Integer(number) => write!(out, "{number}")?,
            Real(number) if number.is_finite() => write!(out, "{number:?}")?,
            Real(_) | Nothing => write!(out, "NULL")?,
        }
    }
    writeln!(out, ");")
}

/// A string literal. SQLite ends a script at the character NUL, so it becomes U+FFFD.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''").replace('\0', "\u{FFFD}"))
}

fn documents(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, doc) in telling.dossier.docs.iter().enumerate() {
        let (document, meta) = (&doc.document, &doc.document.meta);
        let made = doc.annotations.dct.interval;
        let cells = [
            id(position),
            Owned(document.id.to_string()),
            Text(&document.name),
            maybe(telling.title(DocIdx::new(position))),
            Text(telling.outlet(DocIdx::new(position))),
            maybe(meta.byline.value()),
            maybe(meta.url.value()),
            maybe(meta.language.value()),
            maybe((!made.is_open()).then(|| timeml::edtf(made))),
            Text(&document.text),
        ];
        insert(out, "document", &cells)?;
    }
    Ok(())
}

fn entities(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, entity) in telling.dossier.findings.entities.iter().enumerate() {
        let cells = [
            id(position),
            Text(telling.entity(EntityIdx::new(position))),
            Owned(code(&entity.kind)),
            id(entity.mentions.len()),
        ];
        insert(out, "entity", &cells)?;
    }
    for label in &telling.dossier.findings.framing.labels {
        let cells = [
            id(label.entity.at()),
            id(label.doc.at()),
            Text(&label.text),
            Owned(code(&label.stance)),
            id(label.evidence.len()),
        ];
        insert(out, "label", &cells)?;
    }
    Ok(())
}

fn events(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, event) in telling.dossier.findings.events.iter().enumerate() {
        let (when, point) = (telling.when(event), telling.point(event));
        let day = |at: Option<jiff::civil::DateTime>| maybe(at.map(|at| at.date().to_string()));
        let cells = [
            id(position),
            Text(&event.event_type.0),
            Owned(telling.headline(event)),
            when.map_or(Nothing, |when| day(when.earliest)),
            when.map_or(Nothing, |when| day(when.latest)),
            maybe(when.map(timeml::edtf)),
            maybe(telling.event_place(event)),
            point.map_or(Nothing, |point| Real(f64::from(point.lat))),
            point.map_or(Nothing, |point| Real(f64::from(point.lon))),
            point.map_or(Nothing, |point| Real(f64::from(point.radius_km))),
            Integer(i64::from(event.happened)),
            id(event.corroboration.families.len()),
            Integer(i64::from(telling.is_disputed(EventIdx::new(position)))),
        ];
        insert(out, "event", &cells)?;
        let mut role = |name: &'static str, slots: &[SlotValue<EntityIdx>]| {
            slots.iter().try_for_each(|slot| {
                insert(out, "event_actor", &[id(position), id(slot.value.at()), Text(name), id(slot.families.len())])
            })
        };
        role("agent", &event.agents)?;
        role("patient", &event.patients)?;
        for &at in &event.claims {
            let Some(claim) = telling.claim(at) else { continue };
            let source = claim.attribution.and_then(|said| {
                let doc = telling.doc(at.doc)?;
                let source = doc.annotations.attributions.get(said.at())?.source.as_ref()?;
                Some(doc.document.slice(source.span))
            });
            let mut cells = vec![id(position), Text(&claim.event_type.0), Owned(code(&claim.factuality))];
            cells.extend([Owned(code(&claim.polarity)), maybe(source)]);
            cells.extend(place(telling, &claim.evidence));
            insert(out, "claim", &cells)?;
        }
    }
    Ok(())
}

/// Document, start, end and quote of evidence.
fn place<'e>(telling: &Telling, evidence: &'e Evidence) -> [Cell<'e>; 4] {
    let Some(doc) = telling.position(evidence.doc) else { return [Nothing, Nothing, Nothing, Text(&evidence.quote)] };
    let (start, end) = telling.code_points(doc, evidence.span);
    [id(doc.at()), Integer(start.into()), Integer(end.into()), Text(&evidence.quote)]
}

fn contradictions(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, found) in telling.dossier.findings.contradictions.iter().enumerate() {
        let mut cells = vec![id(position), Owned(code(&found.kind)), Owned(code(&found.resolution))];
        cells.push(Text(&found.reason));
        cells.extend(place(telling, &found.a.evidence));
        cells.extend(place(telling, &found.b.evidence));
        insert(out, "contradiction", &cells)?;
        for event in &found.events {
            insert(out, "contradiction_event", &[id(position), id(event.at())])?;
        }
    }
    Ok(())
}

fn families(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, family) in telling.dossier.findings.families.iter().enumerate() {
        insert(out, "family", &[id(position), Text(telling.family_name(family)), Text(&family.reason)])?;
        for member in &family.members {
            insert(out, "family_document", &[id(position), id(member.at())])?;
        }
    }
    Ok(())
}

fn reuse(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for (position, reuse) in telling.dossier.findings.reuse.iter().enumerate() {
        let mut cells = vec![id(position), Owned(code(&reuse.class)), Owned(code(&reuse.kind)), Real(reuse.similarity)];
        cells.extend([Owned(code(&reuse.direction.verdict)), Real(reuse.direction.probability)]);
        cells.extend(place(telling, &reuse.a.evidence));
        cells.extend(place(telling, &reuse.b.evidence));
        insert(out, "reuse", &cells)?;
    }
    Ok(())
}

fn control(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    for of in &telling.dossier.findings.control {
        for stretch in &of.stretches {
            let holders: Vec<&str> = stretch.holders.iter().map(|&holder| telling.entity(holder)).collect();
            let cells = [
                Text(telling.place_name(&of.place)),
                Owned(holders.join("; ")),
                maybe(stretch.from.map(timeml::edtf)),
                maybe(stretch.to.map(timeml::edtf)),
                Owned(code(&stretch.state)),
                stretch.share.map_or(Nothing, Real),
                Text(&stretch.reason),
            ];
            insert(out, "control", &cells)?;
        }
    }
    Ok(())
}
