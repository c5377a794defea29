//! FollowTheMoney entities (<https://followthemoney.tech>), one JSON object per line.
//!
//! Reports are `Article`s, actors `Person`, `PublicBody`, `Organization` or `LegalEntity`, events `Event`s that
//! name the reports as proof. Who did what to whom stays in the texts: `involved` implies no direction.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::{Value, json};

use crate::annotated::Annotated;
use crate::compare::entities::Entity;
use crate::compare::events::Event;
use crate::index::{DocIdx, EntityIdx};
use crate::layers::kinds::ActorKind;
use crate::tell::Telling;

/// Writes the entities: reports, actors that an event names, events.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let found = &telling.dossier.findings;
    for (position, doc) in telling.dossier.docs.iter().enumerate() {
        writeln!(out, "{}", article(doc, telling.title(DocIdx::new(position))))?;
    }
    let named = |event: &Event| event.agents.iter().chain(&event.patients).map(|slot| slot.value).collect::<Vec<_>>();
    let mut actors: Vec<EntityIdx> = found.events.iter().flat_map(named).collect();
    actors.sort();
    actors.dedup();
    for at in actors {
        if let Some(entity) = found.entities.get(at.at()) {
            writeln!(out, "{}", actor(telling, at, entity))?;
        }
    }
    for (position, event) in found.events.iter().enumerate() {
        writeln!(out, "{}", self::event(telling, position, event))?;
    }
    Ok(())
}

type Properties = BTreeMap<&'static str, Vec<String>>;

/// An entity; properties without values are left out, as the format demands.
fn entity(id: String, schema: &str, mut properties: Properties) -> Value {
    for values in properties.values_mut() {
        values.retain(|value| !value.trim().is_empty());
        values.dedup();
    }
    properties.retain(|_, values| !values.is_empty());
    json!({ "id": id, "schema": schema, "properties": properties })
}

fn article(doc: &Annotated, title: Option<&str>) -> Value {
    let (meta, document) = (&doc.document.meta, &doc.document);
    let one = |value: Option<&String>| value.cloned().into_iter().collect::<Vec<_>>();
    let published = doc.annotations.dct.interval.single_day().map(|day| day.to_string());
    // A web address or nothing: other schemes are no address of a page.
    let url = meta.url.value().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let properties = Properties::from([
        ("title", title.map(str::to_owned).into_iter().collect()),
        ("author", one(meta.byline.value())),
        ("publisher", one(meta.outlet.value())),
        ("publishedAt", published.into_iter().collect()),
        ("sourceUrl", one(url)),
        ("fileName", vec![document.name.clone()]),
        ("language", one(meta.language.value()).iter().filter_map(|code| three_letters(code)).collect()),
        ("bodyText", vec![document.text.clone()]),
    ]);
    entity(format!("recoupe-{}", document.id), "Article", properties)
}

/// ISO 639-3, which the format uses, of the languages that have a pack.
fn three_letters(code: &str) -> Option<String> {
    let code = match code.split('-').next()? {
        "fr" => "fra",
        "en" => "eng",
        _ => return None,
    };
    Some(code.to_owned())
}

fn actor(telling: &Telling, at: EntityIdx, it: &Entity) -> Value {
    let schema = match it.kind {
        ActorKind::Person => "Person",
        ActorKind::State | ActorKind::StateForce | ActorKind::Institution => "PublicBody",
        ActorKind::ArmedGroup
        | ActorKind::Organisation
        | ActorKind::Agency
        | ActorKind::Media
        | ActorKind::Coalition => "Organization",
        ActorKind::Population | ActorKind::People | ActorKind::AnonymousSource | ActorKind::Unknown => "LegalEntity",
    };
    let mut proof: Vec<String> = it.chains.iter().filter_map(|(doc, _)| document_id(telling, doc.at())).collect();
    proof.dedup();
    let properties = Properties::from([("name", vec![telling.entity(at).to_owned()]), ("proof", proof)]);
    entity(actor_id(telling, at), schema, properties)
}

fn event(telling: &Telling, position: usize, it: &Event) -> Value {
    let when = telling.when(it);
    let day = |bound: Option<jiff::civil::DateTime>| bound.map(|at| at.date().to_string()).into_iter().collect();
    let country = telling.place(it).and_then(|place| place.country).map(|code| code.to_string().to_lowercase());
    let mut proof: Vec<String> = it.claims.iter().filter_map(|claim| document_id(telling, claim.doc.at())).collect();
    proof.dedup();
    let involved = it.agents.iter().chain(&it.patients).map(|slot| actor_id(telling, slot.value)).collect();
    let quotes = telling.evidence(it).into_iter().map(|evidence| evidence.quote.clone()).collect();
    let properties = Properties::from([
        ("name", vec![telling.headline(it)]),
        ("startDate", when.map(|when| day(when.earliest)).unwrap_or_default()),
        ("endDate", when.map(|when| day(when.latest)).unwrap_or_default()),
        ("location", telling.event_place(it).map(str::to_owned).into_iter().collect()),
        ("country", country.into_iter().collect()),
        ("keywords", vec![it.event_type.0.clone()]),
        ("summary", quotes),
        ("involved", involved),
        ("proof", proof),
    ]);
    let id = it.claims.first().and_then(|claim| document_id(telling, claim.doc.at())).unwrap_or_default();
    entity(format!("{id}-event-{position}"), "Event", properties)
}

fn document_id(telling: &Telling, doc: usize) -> Option<String> {
    telling.dossier.docs.get(doc).map(|doc| format!("recoupe-{}", doc.document.id))
}

/// An id that two dossiers do not share by accident: that of the first document with the actor's number.
fn actor_id(telling: &Telling, at: EntityIdx) -> String {
    let first = telling.dossier.findings.entities.get(at.at()).and_then(|entity| entity.chains.first());
    let doc = first.and_then(|(doc, _)| document_id(telling, doc.at())).unwrap_or_default();
    format!("{doc}-actor-{}", at.0)
}
