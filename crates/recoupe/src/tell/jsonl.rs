//! JSON Lines, schema `recoupe/1`: one record per line; every span in Unicode code points.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use crate::dossier::Dossier;
use crate::text::{CharIndex, Span};

/// Writes a dossier.
///
/// # Errors
/// When writing fails.
pub fn write(dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
    let indexes: Vec<CharIndex> = dossier.docs.iter().map(|doc| CharIndex::new(&doc.document.text)).collect();
    let by_id: BTreeMap<String, &CharIndex> =
        dossier.docs.iter().zip(&indexes).map(|(doc, index)| (doc.document.id.to_string(), index)).collect();
    for (doc, index) in dossier.docs.iter().zip(&indexes) {
        let id = doc.document.id.to_string();
        let layers = &doc.annotations;
        records(out, "document", &id, std::slice::from_ref(&doc.document), index)?;
        records(out, "dct", &id, std::slice::from_ref(&layers.dct), index)?;
        records(out, "timex", &id, &layers.timexes, index)?;
        records(out, "toponym", &id, &layers.toponyms.mentions, index)?;
        records(out, "demonym", &id, &layers.toponyms.demonyms, index)?;
        records(out, "actor", &id, &layers.actors.mentions, index)?;
        records(out, "chain", &id, &layers.actors.chains, index)?;
        records(out, "attribution", &id, &layers.attributions, index)?;
        records(out, "claim", &id, &layers.claims, index)?;
    }
    let of_doc = |doc: &Value| match doc {
        Value::String(id) => by_id.get(id).copied(),
        position => indexes.get(usize::try_from(position.as_u64()?).ok()?),
    };
    dossier.findings.each(|list, position, mut data| {
        edits(&mut data, &indexes);
        beside_documents(&mut data, &of_doc);
        line(out, &json!({"schema": "recoupe/1", "record": singular(list), "index": position, "data": data}))
    })
}

/// The type of the records of a list of the findings: one record is one thing.
fn singular(list: &str) -> &str {
    match list {
        "families" => "family",
        "entities" => "entity",
        list => list.strip_suffix('s').unwrap_or(list),
    }
}

fn records<T: Serialize>(out: &mut impl Write, kind: &str, doc: &str, list: &[T], index: &CharIndex) -> io::Result<()> {
    for (position, record) in list.iter().enumerate() {
        let mut data = serde_json::to_value(record)?;
        spans(&mut data, index);
        line(out, &json!({"schema": "recoupe/1", "record": kind, "doc": doc, "index": position, "data": data}))?;
    }
    Ok(())
}

fn line(out: &mut impl Write, record: &Value) -> io::Result<()> {
    writeln!(out, "{record}")
}

/// Converts every span below a value that belongs to one document.
fn spans(value: &mut Value, index: &CharIndex) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| spans(value, index)),
        Value::Object(map) if map.len() == 2 && map.contains_key("start") && map.contains_key("end") => {
            let offset = |key| map.get(key).and_then(Value::as_u64).unwrap_or_default() as usize;
            let (start, end) = index.char_span(Span::new(offset("start"), offset("end")));
            *value = json!({"start": start, "end": end});
        }
        Value::Object(map) => map.values_mut().for_each(|value| spans(value, index)),
        _ => {}
    }
}

/// Converts the spans that stand beside a document: its id, as in evidence, or its position in the dossier.
fn beside_documents<'d>(value: &mut Value, of_doc: &impl Fn(&Value) -> Option<&'d CharIndex<'d>>) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| beside_documents(value, of_doc)),
        Value::Object(map) => {
            let index = map.get("doc").and_then(of_doc);
            if let (Some(index), Some(span)) = (index, map.get_mut("span")) {
                spans(span, index);
                return;
            }
            map.values_mut().for_each(|value| beside_documents(value, of_doc));
        }
        _ => {}
    }
}

/// Converts the spans of edits, whose sides `a` and `b` lie in the documents of the passages `a` and `b`.
fn edits(record: &mut Value, indexes: &[CharIndex]) {
    for side in ["a", "b"] {
        let doc = record.pointer(&format!("/{side}/doc")).and_then(Value::as_u64);
        let Some(index) = doc.and_then(|doc| indexes.get(doc as usize)) else { continue };
        let Some(Value::Array(edits)) = record.get_mut("edits") else { continue };
        edits.iter_mut().filter_map(|edit| edit.get_mut(side)).for_each(|span| spans(span, index));
    }
}
