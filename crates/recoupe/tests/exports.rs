//! Every export, read back by a reader of its format.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use recoupe::Dossier;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::tell::{ExportFile, Form, Options, Telling, files};
use serde_json::Value;

/// The example dossier, and a report that would be markup, a formula or a quote's end anywhere.
fn dossier() -> Dossier {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/bunia");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let (name, bytes) = (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap());
        documents
            .extend(read(&Input { name: &name, bytes: &bytes, sidecar: None }, Packs::embedded()).unwrap().documents);
    }
    let hostile = "𝒂 Les rebelles ont pris Bunia le 7 mars 2023 <b>\"et\"</b> l'armée l'a quittée & ']]>'. \
        Les rebelles ont pris Aru le 8 mars 2023, selon Radio Ituri.";
    let sidecar =
        Some(("a.meta.json", r#"{"outlet": "=cmd|'/c calc'!A1", "title": "<x>", "url": "javascript:alert(1)"}"#));
    let input = Input { name: "=1+1 <&>.txt", bytes: hostile.as_bytes(), sidecar };
    documents.extend(read(&input, Packs::embedded()).unwrap().documents);
    Dossier::of(documents)
}

fn written(dossier: &Dossier, form: Form) -> Vec<ExportFile> {
    let options = Options { language: "fr".into(), title: Some("Bunia <1>".into()), ..Options::default() };
    files(&Telling::new(dossier, Gazetteer::embedded(), &options), form).unwrap()
}

fn text(dossier: &Dossier, form: Form) -> String {
    let files = written(dossier, form);
    assert_eq!(files.len(), 1);
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

#[test]
fn every_line_of_jsonl_fits_the_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/recoupe-1.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let dossier = dossier();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut texts: BTreeMap<String, Vec<char>> = BTreeMap::new();
    for line in text(&dossier, Form::Jsonl).lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        if let Err(error) = validator.validate(&record) {
            panic!("{error} at {}: {line}", error.instance_path());
        }
        *counts.entry(record["record"].as_str().unwrap().to_owned()).or_default() += 1;
        if record["record"] == "document" {
            let text = record["data"]["text"].as_str().unwrap().chars().collect();
            texts.insert(record["doc"].as_str().unwrap().to_owned(), text);
        }
        quotes(&record, &texts);
    }
    for kind in
        ["document", "timex", "toponym", "actor", "claim", "event", "entity", "family", "contradiction", "reuse"]
    {
        assert!(counts.contains_key(kind), "{kind} in {counts:?}");
    }
    let mut broken: Value = serde_json::from_str(text(&dossier, Form::Jsonl).lines().next().unwrap()).unwrap();
    broken["data"].as_object_mut().unwrap().remove("text");
    assert!(!validator.is_valid(&broken), "the schema refuses a document without text");
}

#[test]
fn passages_of_families_count_characters() {
    let shared = "Un séisme a secoué mardi la côte pacifique sans faire de victimes, a indiqué à l'AFP un responsable \
        des secours.";
    let own = "Dans notre rédaction, un lecteur installé sur place raconte avoir vu les vitres trembler.";
    let documents = [("a.txt", shared.to_owned()), ("b.txt", format!("{own}\n\n{shared}"))].map(|(name, text)| {
        let input = Input { name, bytes: text.as_bytes(), sidecar: None };
        read(&input, Packs::embedded()).unwrap().documents.remove(0)
    });
    let dossier = Dossier::of(documents.into());
    let mut found = 0;
    for line in text(&dossier, Form::Jsonl).lines().filter(|line| line.contains("\"record\":\"family\"")) {
        let record: Value = serde_json::from_str(line).unwrap();
        let family = &dossier.findings.families[record["index"].as_u64().unwrap() as usize];
        for (passage, json) in family.passages.iter().zip(record["data"]["passages"].as_array().unwrap()) {
            let document = &dossier.docs[passage.doc.at()].document;
            let at = |key: &str| json["span"][key].as_u64().unwrap() as usize;
            let characters: String = document.text.chars().skip(at("start")).take(at("end") - at("start")).collect();
            assert_eq!(characters, document.slice(passage.span));
            found += 1;
        }
    }
    assert!(found > 0);
}

/// Every quote below a record equals the characters at its span.
fn quotes(value: &Value, texts: &BTreeMap<String, Vec<char>>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| quotes(value, texts)),
        Value::Object(map) => {
            if let (Some(quote), Some(doc), Some(span)) = (map.get("quote"), map.get("doc"), map.get("span")) {
                let bound = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
                let text: String = texts[doc.as_str().unwrap()][bound("start")..bound("end")].iter().collect();
                assert_eq!(quote.as_str().unwrap(), text);
            }
            map.values().for_each(|value| quotes(value, texts));
        }
        _ => {}
    }
}

#[test]
fn csv_has_a_row_per_event_and_no_formula() {
    let dossier = dossier();
    let text = text(&dossier, Form::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(&headers[..4], ["event_id_cnty", "event_date", "year", "time_precision"]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), dossier.findings.events.len());
    let cells = || rows.iter().flat_map(csv::StringRecord::iter);
    assert!(cells().all(|cell| !cell.starts_with(['=', '+', '@', '\t'])));
    assert!(cells().all(|cell| !cell.starts_with('-') || cell.parse::<f64>().is_ok()));
    assert!(cells().any(|cell| cell.starts_with("'=cmd")), "the hostile outlet is there, and is text");
}

#[test]
fn geojson_reads_back_with_a_feature_per_placed_event() {
    let dossier = dossier();
    let geojson: geojson::GeoJson = text(&dossier, Form::Geojson).parse().unwrap();
    let geojson::GeoJson::FeatureCollection(collection) = geojson else { panic!("a collection") };
    let placed = dossier.findings.events.iter().filter(|event| event.place.is_some()).count();
    assert_eq!(collection.features.iter().filter(|feature| feature.geometry.is_some()).count(), placed);
    assert!(placed > 0);
    for feature in collection.features {
        assert!(feature.property("edtf").is_some() && feature.property("radius_km").is_some());
    }
}

/// Names of the elements of an XML document, read to its end with matching tags.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) => {
                names.push(tag.name().as_ref().to_owned());
                tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
            }
            quick_xml::events::Event::Eof => return names,
            _ => {}
        }
    }
}

#[test]
fn kml_and_timeml_are_well_formed_and_hold_only_their_own_elements() {
    let dossier = dossier();
    let names: BTreeSet<String> = elements(&text(&dossier, Form::Kml)).into_iter().collect();
    let own = "kml Document name Placemark description TimeSpan begin end ExtendedData Data value Point coordinates";
    assert!(names.iter().all(|name| own.split(' ').any(|own| own == name)), "{names:?}");
    assert!(names.contains("Placemark"));
    let files = written(&dossier, Form::Timeml);
    assert_eq!(files.len(), dossier.docs.len() + 1, "one per report, and the table of EDTF");
    let mut expressions = 0;
    for file in files.iter().filter(|file| file.suffix.ends_with(".tml")) {
        let names = elements(std::str::from_utf8(&file.bytes).unwrap());
        assert!(names.iter().all(|name| ["TimeML", "DOCID", "DCT", "TEXT", "TIMEX3"].contains(&name.as_str())));
        expressions += names.iter().filter(|name| *name == "TIMEX3").count() - 1;
    }
    assert_eq!(expressions, dossier.docs.iter().map(|doc| doc.annotations.timexes.len()).sum::<usize>());
}

#[test]
fn quote_and_position_selectors_agree_with_the_text() {
    let dossier = dossier();
    let page: Value = serde_json::from_str(&text(&dossier, Form::Annotations)).unwrap();
    assert_eq!(page["@context"], "http://www.w3.org/ns/anno.jsonld");
    let items = page["items"].as_array().unwrap();
    assert!(items.len() > 50);
    for item in items {
        let source = item["target"]["source"].as_str().unwrap().strip_prefix("urn:recoupe:").unwrap();
        let doc = dossier.docs.iter().find(|doc| doc.document.id.to_string() == source).unwrap();
        let chars: Vec<char> = doc.document.text.chars().collect();
        let (quote, position) = (&item["target"]["selector"][0], &item["target"]["selector"][1]);
        let bound = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
        let around = |part: &str| quote[part].as_str().unwrap().chars().collect::<Vec<_>>();
        assert_eq!(around("exact"), chars[bound("start")..bound("end")]);
        assert!(chars[..bound("start")].ends_with(&around("prefix")));
        assert!(chars[bound("end")..].starts_with(&around("suffix")));
    }
}

#[test]
fn ftm_entities_use_the_models_schemas_and_refer_to_each_other() {
    let text = text(&dossier(), Form::Ftm);
    let entities: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: BTreeSet<&str> = entities.iter().map(|entity| entity["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), entities.len());
    // Properties of FollowTheMoney 4 that the export uses.
    let article = ["title", "author", "publisher", "publishedAt", "sourceUrl", "fileName", "language", "bodyText"];
    let actor = ["name", "proof"];
    let event = ["name", "startDate", "endDate", "location", "country", "keywords", "summary", "involved", "proof"];
    for entity in &entities {
        let known: &[&str] = match entity["schema"].as_str().unwrap() {
            "Article" => &article,
            "Event" => &event,
            "Person" | "PublicBody" | "Organization" | "LegalEntity" => &actor,
            other => panic!("schema {other}"),
        };
        for (name, values) in entity["properties"].as_object().unwrap() {
            assert!(known.contains(&name.as_str()), "{name}");
            let values = values.as_array().unwrap();
            assert!(!values.is_empty() && values.iter().all(Value::is_string));
            if ["proof", "involved"].contains(&name.as_str()) {
                assert!(values.iter().all(|value| ids.contains(value.as_str().unwrap())));
            }
            assert!(name != "sourceUrl" || values[0].as_str().unwrap().starts_with("http"));
        }
    }
}

#[test]
fn the_same_dossier_gives_the_same_bytes_in_every_form() {
    let (one, two) = (dossier(), dossier());
    for form in Form::ALL {
        assert_eq!(written(&one, form), written(&two, form), "{}", form.name());
    }
}
