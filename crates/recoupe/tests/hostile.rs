//! Hostile strings in every field that reaches the report: text stays text.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::collections::BTreeSet;
use std::path::Path;

use dom_query::Document as Dom;
use recoupe::Dossier;
use recoupe::document::{Candidate, Document, Field, Provenance};
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::tell::{Form, Options, Telling, files};

/// Strings that run, load, frame or style something where they are not escaped.
const CORPUS: [&str; 26] = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "</title><svg/onload=alert(1)>",
    "</textarea><iframe src=javascript:alert(1)>",
    "<!--<img src=x onerror=alert(1)>-->",
    "--><img src=x onerror=alert(1)><!--",
    "]]><img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><input name=x>",
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{list}{{n}}{reports}",
    "\u{202e}gnp.exe<b>\0\u{1}</b>",
];

fn documents(hostile: &str) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/bunia");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        // Before each sentence of the body, so that quotes and blocks hold it.
        let text = std::fs::read_to_string(&path).unwrap().replace(". ", &format!(". {hostile} "));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let input = Input { name: &name, bytes: text.as_bytes(), sidecar: None };
        documents.extend(read(&input, Packs::embedded()).unwrap().documents);
    }
    for document in &mut documents {
        let meta = &mut document.meta;
        for field in [&mut meta.title, &mut meta.outlet, &mut meta.byline, &mut meta.url] {
            *field = one(hostile);
        }
        meta.agencies.push(candidate(hostile));
        document.name = format!("{hostile}/{}", document.name);
    }
    documents
}

fn candidate(value: &str) -> Candidate<String> {
    Candidate { value: value.to_owned(), provenance: Provenance::Url }
}

fn one(value: &str) -> Field<String> {
    Field { candidates: vec![candidate(value)], chosen: Some(0) }
}

/// A dossier of which every string that a document, a gazetteer or a stage gives is hostile.
fn dossier(hostile: &str) -> Dossier {
    let mut dossier = Dossier::of(documents(hostile));
    let found = &mut dossier.findings;
    let bad = || hostile.to_owned();
    for entity in &mut found.entities {
        entity.name = bad();
        entity.labels.iter_mut().for_each(|label| label.text = bad());
    }
    for event in &mut found.events {
        event.label = format!("{} {hostile}", event.label);
        event.places.iter_mut().for_each(|slot| slot.value.name = bad());
        event.quantities.iter_mut().for_each(|slot| slot.value.counted = bad());
        event.corroboration.chains.push(bad());
        event.reasons.push(bad());
        event.place = None;
    }
    for contradiction in &mut found.contradictions {
        (contradiction.reason, contradiction.rule) = (bad(), bad());
        for side in [&mut contradiction.a, &mut contradiction.b] {
            side.says = bad();
            side.evidence.quote.push_str(hostile);
            side.evidence.rule = bad();
        }
    }
    for family in &mut found.families {
        (family.name, family.reason) = (bad(), bad());
    }
    for reuse in &mut found.reuse {
        reuse.direction.reasons.push(bad());
        reuse.direction.origin = Some(bad());
    }
    for control in &mut found.control {
        control.place.place = None;
        control.place.name = bad();
        control.stretches.iter_mut().for_each(|stretch| stretch.reason = bad());
    }
    found.framing.labels.iter_mut().for_each(|label| label.text.push_str(hostile));
    found.framing.verbs.iter_mut().for_each(|verb| verb.lemma.push_str(hostile));
    found.framing.quoted.iter_mut().for_each(|source| source.name.push_str(hostile));
    found.warnings.push(bad());
    dossier.docs.iter_mut().for_each(|doc| doc.annotations.dct.reason = bad());
    dossier
}

fn report(hostile: &str, form: Form) -> String {
    let bad = || hostile.to_owned();
    let options = Options {
        language: "en".into(),
        title: Some(bad()),
        generated_at: Some(bad()),
        version: bad(),
        notes: vec![bad()],
        skipped: vec![bad()],
    };
    let dossier = dossier(hostile);
    let file = files(&Telling::new(&dossier, Gazetteer::embedded(), &options), form).unwrap().remove(0);
    String::from_utf8(file.bytes).unwrap()
}

/// Elements with the names of their attributes, as a browser's parser sees them.
fn shape(html: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let dom = Dom::from(html);
    let (mut elements, mut attributes) = (BTreeSet::new(), BTreeSet::new());
    for node in dom.select("*").nodes() {
        elements.insert(node.node_name().unwrap().to_string());
        attributes.extend(node.attrs().iter().map(|attribute| attribute.name.local.to_string()));
    }
    (elements, attributes)
}

#[test]
fn no_element_and_no_attribute_comes_from_a_document() {
    let (elements, attributes) = shape(&report("harmless", Form::Html));
    assert!(elements.contains("blockquote") && elements.contains("svg") && elements.contains("script"));
    for hostile in CORPUS {
        let html = report(hostile, Form::Html);
        let (with, named) = shape(&html);
        assert!(with.is_subset(&elements), "{hostile}: {:?}", with.difference(&elements));
        assert!(named.is_subset(&attributes), "{hostile}: {:?}", named.difference(&attributes));
        assert!(named.iter().all(|name| !name.starts_with("on") && name != "style" && name != "src"));
        let dom = Dom::from(html.as_str());
        // One script that runs, and one block of data, which is JSON without any tag in it.
        assert_eq!(dom.select("script:not([type])").length(), 1, "{hostile}");
        assert_eq!(dom.select("script").length(), 2, "{hostile}");
        let data = dom.select("script[type='application/json']").text();
        assert!(serde_json::from_str::<serde_json::Value>(&data).is_ok() && !data.contains(['<', '>']), "{hostile}");
        assert_eq!(dom.select("style").length(), 1, "{hostile}");
        assert_eq!(dom.select("meta[http-equiv]").length(), 1, "{hostile}");
        for link in dom.select("[href]").nodes() {
            let href = link.attr("href").unwrap();
            let own = href.starts_with('#') || href.starts_with("https://") || href.starts_with("http://");
            assert!(own, "{hostile}: {href}");
        }
        // The strings are there, as text.
        let visible: String = hostile.chars().take_while(|c| !c.is_control()).take(8).collect();
        assert!(dom.select("main").text().contains(visible.trim()), "{hostile}");
    }
}

#[test]
fn the_figures_hold_no_element_of_a_document() {
    let names = |svg: &str| {
        let mut reader = quick_xml::Reader::from_str(svg);
        let mut names = BTreeSet::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) => drop(names.insert(tag.name().as_ref().to_owned())),
                quick_xml::events::Event::Eof => return names,
                _ => {}
            }
        }
    };
    let own = names(&report("harmless", Form::Svg));
    assert!(own.contains("rect"));
    for hostile in CORPUS {
        assert!(names(&report(hostile, Form::Svg)).is_subset(&own), "{hostile}");
    }
}

#[test]
fn only_a_web_address_becomes_a_link() {
    let linked = |url: &str| {
        let mut documents = documents("x");
        documents.iter_mut().for_each(|document| document.meta.url = one(url));
        let dossier = Dossier::of(documents);
        let options = Options::default();
        let file = files(&Telling::new(&dossier, Gazetteer::embedded(), &options), Form::Html).unwrap().remove(0);
        Dom::from(String::from_utf8(file.bytes).unwrap()).select("a[rel]").length()
    };
    assert!(linked("https://paper.example/a?b=1&c=\"") > 0);
    for url in [
        "javascript:alert(1)",
        "JAVASCRIPT://https://x",
        "\u{1}javascript:alert(1)",
        "data:text/html,x",
        "//x",
        "file:///x",
    ] {
        assert_eq!(linked(url), 0, "{url}");
    }
}
