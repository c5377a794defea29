//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): one annotation per mark in a text.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::annotated::Annotated;
use crate::index::DocIdx;
use crate::tell::{Telling, code};
use crate::text::Span;

/// Code points of context in a quote selector.
const CONTEXT: usize = 32;

/// Writes an annotation page (JSON-LD). Positions are Unicode code points of the text as it was read.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{{\n\"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n\"type\": \"AnnotationPage\",")?;
    write!(out, "\"items\": [")?;
    let mut first = true;
    for (position, doc) in telling.dossier.docs.iter().enumerate() {
        for (number, (span, motivation, body)) in marks(doc).into_iter().enumerate() {
            let target = target(telling, DocIdx::new(position), doc, span);
            let annotation = json!({
                "id": format!("urn:recoupe:{}:{number}", doc.document.id),
                "type": "Annotation",
                "motivation": motivation,
                "body": body,
                "target": target,
            });
            write!(out, "{}{annotation}", if first { "\n" } else { ",\n" })?;
            first = false;
        }
    }
    writeln!(out, "\n]\n}}")
}

type Mark = (Span, &'static str, Value);

fn marks(doc: &Annotated) -> Vec<Mark> {
    let layers = &doc.annotations;
    let mut marks: Vec<Mark> = Vec::new();
    for timex in &layers.timexes {
        marks.push((timex.span, "tagging", text("TIMEX3", &timex.value)));
    }
    for toponym in &layers.toponyms.mentions {
        match toponym.place.and_then(|place| place.geonames()) {
            Some(id) => {
                let source = format!("https://sws.geonames.org/{id}/");
                let body = json!({ "type": "SpecificResource", "source": source, "purpose": "identifying" });
                marks.push((toponym.span, "identifying", body));
            }
            None => marks.push((toponym.span, "tagging", text("toponym", doc.document.slice(toponym.span)))),
        }
    }
    for mention in &layers.actors.mentions {
        let chain = layers.actors.chains.get(mention.chain.at());
        marks.push((mention.span, "tagging", text("actor", chain.map_or("", |chain| &chain.name))));
    }
    for attribution in &layers.attributions {
        let source = attribution.source.as_ref().map_or("", |source| doc.document.slice(source.span));
        marks.push((attribution.content, "describing", text("attribution", source)));
    }
    for claim in &layers.claims {
        let value = format!("{} {}", claim.event_type, code(&claim.factuality));
        marks.push((claim.evidence.span, "classifying", text("claim", &value)));
    }
    marks
}

fn text(layer: &str, value: &str) -> Value {
    json!({ "type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": format!("{layer}: {value}") })
}

fn target(telling: &Telling, at: DocIdx, doc: &Annotated, span: Span) -> Value {
    let text = &doc.document.text;
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    let prefix_at = before.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let prefix = before.get(prefix_at..).unwrap_or_default();
    let suffix: String = after.chars().take(CONTEXT).collect();
    let (start, end) = telling.code_points(at, span);
    json!({
        "source": format!("urn:recoupe:{}", doc.document.id),
        "selector": [
            { "type": "TextQuoteSelector", "exact": doc.document.slice(span), "prefix": prefix, "suffix": suffix },
            { "type": "TextPositionSelector", "start": start, "end": end },
        ],
    })
}
