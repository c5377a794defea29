//! JSON: an object or a list of objects with named texts (ninjs, JSON Feed, exports of databases), or one
//! object per line (JSON Lines).

use serde_json::{Map, Value};

use crate::language::Packs;
use crate::read::archive::Unpacked;
use crate::read::limits::{Budget, over};
use crate::read::{ReadError, Refused};

use super::columns::{Column, column, piece};
use super::numbered;

/// Whether text is JSON: its first line, or all of it, parses as an object or a list.
pub fn is_json(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    let first = text.lines().next().unwrap_or("");
    text.starts_with(['{', '['])
        && (serde_json::from_str::<Map<String, Value>>(first).is_ok()
            || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok())
}

/// One piece per object that holds text.
pub fn unpack(name: &str, text: &str, budget: &mut Budget, packs: &Packs) -> Result<Unpacked, ReadError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match serde_json::from_str::<Value>(text) {
        Ok(value) => whole(name, &value, budget, packs),
        Err(_) => lines(name, text, budget, packs),
    }
}

fn lines(name: &str, text: &str, budget: &mut Budget, packs: &Packs) -> Result<Unpacked, ReadError> {
    let mut unpacked = Unpacked::default();
    for (position, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        budget.part()?;
        let name = numbered(name, position);
        let damaged = |error: serde_json::Error| ReadError::Damaged { what: "JSON".into(), why: error.to_string() };
        let object = serde_json::from_str::<Map<String, Value>>(line).map_err(damaged);
        match object.and_then(|object| record(name.clone(), &object, packs)) {
            Ok(piece) => unpacked.pieces.push(piece),
            Err(error) => unpacked.refused.push(Refused { name, error }),
        }
    }
    Ok(unpacked)
}

fn whole(name: &str, value: &Value, budget: &mut Budget, packs: &Packs) -> Result<Unpacked, ReadError> {
    let Some(objects) = records(value, packs, 4) else {
        let keys = value.as_object().map(|object| object.keys().take(12).cloned().collect::<Vec<_>>().join(", "));
        return Err(ReadError::Columns { found: keys.unwrap_or_default() });
    };
    if objects.len() > budget.limits.parts {
        return Err(over("parts", budget.limits.parts));
    }
    let mut unpacked = Unpacked::default();
    let single = value.is_object() && objects.len() == 1;
    for (position, object) in objects.into_iter().enumerate() {
        budget.part()?;
        let name = if single { name.to_owned() } else { numbered(name, position) };
        match record(name.clone(), object, packs) {
            Ok(piece) => unpacked.pieces.push(piece),
            Err(error) => unpacked.refused.push(Refused { name, error }),
        }
    }
    Ok(unpacked)
}

/// The objects that hold reports: the value itself, the items of a list, or those of the first list inside.
fn records<'v>(value: &'v Value, packs: &Packs, depth: usize) -> Option<Vec<&'v Map<String, Value>>> {
    match value {
        Value::Object(object) if has_text(object, packs) => Some(vec![object]),
        _ if depth == 0 => None,
        Value::Object(object) => object.values().find_map(|inner| records(inner, packs, depth - 1)),
        Value::Array(items) => {
            let found: Vec<_> = items.iter().filter_map(|item| records(item, packs, depth - 1)).flatten().collect();
            (!found.is_empty()).then_some(found)
        }
        _ => None,
    }
}

fn has_text(object: &Map<String, Value>, packs: &Packs) -> bool {
    let is_text = |(key, value): (&String, &Value)| {
        matches!(column(key, packs), Some(Column::Text | Column::Html)) && !text_of(value, "\n\n").trim().is_empty()
    };
    object.iter().any(is_text)
}

fn record(name: String, object: &Map<String, Value>, packs: &Packs) -> Result<crate::read::piece::Piece, ReadError> {
    let cells: Vec<_> = object
        .iter()
        .filter_map(|(key, value)| {
            let column = column(key, packs)?;
            let between = if matches!(column, Column::Text | Column::Html) { "\n\n" } else { ", " };
            Some((column, format!("key '{key}'"), text_of(value, between)))
        })
        .collect();
    piece(name, &cells)
}

/// A text, a number, the `value`, `name` or `@value` of an object, or several of them.
fn text_of(value: &Value, between: &str) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => ["value", "name", "@value", "literal", "text"]
            .iter()
            .find_map(|key| fields.get(*key).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned(),
        Value::Array(items) => {
            let plain = |item: &Value| if item.is_array() { String::new() } else { text_of(item, between) };
            items.iter().map(plain).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
        }
        Value::Null | Value::Bool(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;
    use crate::read::piece::{About, Content};

    fn unpack(text: &str) -> Result<Unpacked, ReadError> {
        super::unpack("j.json", text, &mut Budget::new(Limits::default()), Packs::embedded())
    }

    #[test]
    fn a_ninjs_item_is_one_document() {
        let item = r#"{"uri": "urn:newsml:agency.example:20210304:1", "type": "text", "headline": "Pont fermé",
            "byline": "Jeanne Martin", "versioncreated": "2021-03-04T10:20:30Z", "language": "fr",
            "body_html": "<p>Le pont est fermé.</p>", "copyrightholder": "Agence du Fleuve"}"#;
        let piece = unpack(item).unwrap().pieces.remove(0);
        assert_eq!(piece.name, "j.json");
        assert_eq!(piece.content, Content::Fragment("<p>Le pont est fermé.</p>".into()));
        assert!(piece.facts.iter().any(|fact| fact.about == About::Published && fact.value.starts_with("2021-03-04")));
    }

    #[test]
    fn lists_inside_and_lines_are_many_documents() {
        let inside =
            r#"{"status": "ok", "articles": [{"title": "A", "content": "One."}, {"title": "B", "content": "Two."}]}"#;
        assert_eq!(unpack(inside).unwrap().pieces.len(), 2);
        let lines = "{\"text\": \"One.\", \"authors\": [{\"name\": \"Ann Lee\"}, {\"name\": \"John Smith\"}]}\n\n{broken\n{\"text\": \"Two.\"}\n";
        let unpacked = unpack(lines).unwrap();
        assert_eq!(unpacked.pieces[0].facts[0].value, "Ann Lee, John Smith");
        assert_eq!(unpacked.pieces[1].name, "j.json#4");
        assert_eq!(unpacked.refused[0].name, "j.json#3");
    }

    #[test]
    fn an_object_without_text_names_its_keys_and_depth_is_bounded() {
        assert_eq!(unpack(r#"{"a": 1, "b": {}}"#).err(), Some(ReadError::Columns { found: "a, b".into() }));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(unpack(&deep).unwrap().refused[0].error, ReadError::Damaged { .. }));
    }
}
