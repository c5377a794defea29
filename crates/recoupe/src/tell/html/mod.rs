//! The report: one self-contained page that opens from a file, without network.
//!
//! Text is escaped by construction (`maud`); a Content-Security-Policy allows the page's own style and
//! script by hash and nothing else. Every piece of evidence links to its characters in the document.

mod marks;

use std::collections::BTreeSet;
use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::annotate::actors::LabelStance;
use crate::compare::contradictions::Statement;
use crate::compare::events::Event;
use crate::compare::reuse::{Edit, Passage};
use crate::dates::Interval;
use crate::dossier::Dossier;
use crate::evidence::Evidence;
use crate::index::{DocIdx, EntityIdx};
use crate::tell::ui::Texts;
use crate::tell::{Options, Telling};
use crate::text::Span;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Writes the report.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let texts = Texts::of(&telling.options.language);
    let page = Page { telling, dossier: telling.dossier, options: telling.options, t: &texts }.page();
    out.write_all(page.into_string().as_bytes())
}

struct Page<'d> {
    telling: &'d Telling<'d>,
    dossier: &'d Dossier,
    options: &'d Options,
    t: &'d Texts,
}

impl Page<'_> {
    fn page(&self) -> Markup {
        let title = self.options.title.as_deref().unwrap_or(self.t.get("title"));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(STYLE),
            hash(SCRIPT)
        );
        let sections = [
            ("summary", self.summary()),
            ("happened", self.events()),
            ("control", self.control()),
            ("disagree", self.contradictions()),
            ("says", self.claims()),
            ("copied", self.copies()),
            ("naming", self.naming()),
        ];
        // The documents come last to be written, because they carry an anchor for every link above.
        let links: String = sections.iter().map(|(_, section)| section.0.as_str()).collect();
        html! {
            (DOCTYPE)
            html lang=(self.t.language) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header {
                        h1 { (title) }
                        nav aria-label=(self.t.get("title")) {
                            @for (key, _) in &sections { a href={ "#" (key) } { (self.t.get(key)) } }
                            a href="#documents" { (self.t.get("documents")) }
                            a href="#method" { (self.t.get("method")) }
                        }
                    }
                    main {
                        @for (key, section) in &sections { section id=(key) { h2 { (self.t.get(key)) } (section) } }
                        section id="documents" { h2 { (self.t.get("documents")) } (self.documents(&links)) }
                        section id="method" { h2 { (self.t.get("method")) } (self.method()) }
                    }
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    fn summary(&self) -> Markup {
        let found = &self.dossier.findings;
        let outlets: BTreeSet<&str> = self.dossier.docs.iter().map(|doc| doc.document.outlet()).collect();
        let happened: Vec<&Event> = found.events.iter().filter(|event| event.happened).collect();
        let several = happened.iter().filter(|event| event.corroboration.families.len() > 1).count();
        let single = happened.iter().filter(|event| event.corroboration.single_source).count();
        let counts = [
            ("reports", self.dossier.docs.len()),
            ("outlets", outlets.len()),
            ("families", found.families.len()),
            ("events", found.events.len()),
            ("contradictions", found.contradictions.len()),
        ];
        html! {
            ul.n { @for (key, count) in counts { li { b { (count) } (self.t.get(key)) } } }
            p {
                (self.t.get("agreed")) ": " (several) ". "
                (self.t.get("disputed")) ": " (found.contradictions.len()) ". "
                (self.t.get("single")) ": " (single) "."
            }
        }
    }

    fn events(&self) -> Markup {
        let events = &self.dossier.findings.events;
        html! {
            @if events.is_empty() { (self.none()) }
            ol.line { @for (position, event) in events.iter().enumerate() {
                li.card id={ "v-" (position) } {
                    b { (self.t.label(&event.label)) } " "
                    small {
                        (event.when.as_ref().map_or(self.t.get("undated").to_owned(), |when| days(when.value.0)))
                        " · " (event.corroboration.families.len()) " " (self.t.get("families"))
                        @if event.corroboration.single_source { " · " (self.t.get("single")) }
                        @if !event.happened { @for mood in &event.moods { " · " strong { (word(&mood.value)) } } }
                    }
                    @for claim in &event.claims { @if let Some(claim) = self.claim(claim.doc, claim.claim.at()) {
                        (self.quote(&claim.evidence))
                    } }
                }
            } }
        }
    }

    fn control(&self) -> Markup {
        let control = &self.dossier.findings.control;
        html! {
            @if control.is_empty() { (self.none()) }
            @for place in control {
                h3 { (place.place.name) }
                @for stretch in &place.stretches {
                    div.card {
                        b { @for (position, holder) in stretch.holders.iter().enumerate() {
                            @if position > 0 { " / " } (self.entity(*holder))
                        } @if stretch.holders.is_empty() { (self.t.get("unknown")) } }
                        " " small {
                            (stretch.from.map_or("…".to_owned(), days)) " → " (stretch.to.map_or("…".to_owned(), days))
                            " · " (word(&stretch.state)) " · " (stretch.reason)
                        }
                        @for evidence in &stretch.evidence { (self.quote(evidence)) }
                    }
                }
            }
        }
    }

    fn contradictions(&self) -> Markup {
        let list = &self.dossier.findings.contradictions;
        html! {
            @if list.is_empty() { (self.none()) }
            @for (position, found) in list.iter().enumerate() {
                div.card id={ "c-" (position) } {
                    b { (word(&found.kind)) } " · " (word(&found.resolution)) " " small { (found.reason) }
                    div.pair { (self.statement(&found.a)) (self.statement(&found.b)) }
                }
            }
        }
    }

    fn statement(&self, statement: &Statement) -> Markup {
        html! { div { p { (self.t.label(&statement.says)) } (self.quote(&statement.evidence)) } }
    }

    fn claims(&self) -> Markup {
        html! {
            @for (position, doc) in self.dossier.docs.iter().enumerate() {
                @if !doc.annotations.attributions.is_empty() {
                    details {
                        summary { (doc.document.outlet()) " (" (doc.annotations.attributions.len()) ")" }
                        div.wide { table { @for said in &doc.annotations.attributions { tr {
                            th scope="row" {
                                @match &said.source {
                                    Some(source) => (doc.document.slice(source.span)),
                                    None => (self.t.get("unknown")),
                                }
                                @for via in &said.via { " → " (doc.document.slice(via.span)) }
                            }
                            td { (self.link(position, said.content, doc.document.slice(said.content))) }
                        } } } }
                    }
                }
            }
        }
    }

    fn copies(&self) -> Markup {
        let found = &self.dossier.findings;
        html! {
            ul { @for family in &found.families { li {
                b { (family.name) } ": "
                @for (position, member) in family.members.iter().enumerate() {
                    @if position > 0 { ", " } (self.outlet(*member))
                }
                " " small { (family.reason) }
            } } }
            @if !found.altered_quotations.is_empty() { h3 { (self.t.get("altered")) } }
            @for altered in &found.altered_quotations { (self.pair(&altered.a, &altered.b, &altered.edits, "")) }
            @for reuse in &found.reuse {
                (self.pair(&reuse.a, &reuse.b, &reuse.edits, &reuse.direction.reasons.join("; ")))
            }
        }
    }

    fn pair(&self, a: &Passage, b: &Passage, edits: &[Edit], note: &str) -> Markup {
        let (left, right): (Vec<Span>, Vec<Span>) = edits.iter().map(|edit| (edit.a, edit.b)).unzip();
        html! { div.card {
            small { (note) }
            div.pair { (self.passage(a, &left, false)) (self.passage(b, &right, true)) }
        } }
    }

    /// A passage with its differences marked: cut words on the one side, added ones on the other.
    fn passage(&self, passage: &Passage, edits: &[Span], added: bool) -> Markup {
        let Some(doc) = self.dossier.docs.get(passage.doc.at()) else { return html! {} };
        let whole = passage.evidence.span;
        let mut edits: Vec<Span> = edits.iter().copied().filter(|e| whole.contains(*e) && !e.is_empty()).collect();
        edits.sort_unstable();
        let mut at = whole.start;
        html! { div {
            (self.link(passage.doc.at(), whole, doc.document.outlet()))
            blockquote {
                @for edit in edits { @if edit.start >= at {
                    (doc.document.slice(Span { start: at, end: edit.start }))
                    @if added { ins { (doc.document.slice(edit)) } } @else { del { (doc.document.slice(edit)) } }
                    ({ at = edit.end; "" })
                } }
                (doc.document.slice(Span { start: at, end: whole.end.max(at) }))
            }
        } }
    }

    fn naming(&self) -> Markup {
        let found = &self.dossier.findings;
        let entities = found.entities.iter().enumerate().filter(|(_, entity)| entity.labels.len() > 1);
        let uses = |entity: usize| found.framing.labels.iter().filter(move |label| label.entity.at() == entity);
        html! { div.wide { table { @for (position, entity) in entities { tr {
            th scope="row" { (entity.name) }
            td { ul { @for label in uses(position) { @if let Some(first) = label.evidence.first() { li {
                (self.link(label.doc.at(), first.span, &label.text)) " "
                small {
                    "× " (label.evidence.len()) " · " (self.outlet(label.doc))
                    @if label.stance != LabelStance::Neutral { " · " (word(&label.stance)) }
                }
            } } } } }
        } } } } }
    }

    fn documents(&self, links: &str) -> Markup {
        html! { @for (position, doc) in self.dossier.docs.iter().enumerate() {
            article id={ "d-" (position) } lang=[doc.document.meta.language.value()] {
                h3 { (doc.document.meta.title.value().unwrap_or(&doc.document.name)) }
                p.soft { (doc.document.outlet()) " · " (days(doc.annotations.dct.interval)) " · " (doc.document.name) }
                div.text { (marks::text(position, &doc.document, &linked(links, position))) }
            }
        } }
    }

    fn method(&self) -> Markup {
        let lists = [("skipped", &self.options.skipped), ("warnings", &self.dossier.findings.warnings)];
        html! {
            p { (self.t.get("neutral")) }
            p.soft {
                "recoupe " (self.options.version)
                @if let Some(at) = &self.options.generated_at { " · " (self.t.get("generated")) " " (at) }
            }
            @for note in &self.options.notes { p { (note) } }
            @for (key, list) in lists { @if !list.is_empty() {
                h3 { (self.t.get(key)) } ul { @for line in list { li { (line) } } }
            } }
        }
    }

    fn claim(&self, doc: DocIdx, claim: usize) -> Option<&crate::annotate::claims::Claim> {
        self.dossier.docs.get(doc.at())?.annotations.claims.get(claim)
    }

    fn quote(&self, evidence: &Evidence) -> Markup {
        let Some(doc) = self.telling.position(evidence.doc) else { return html! {} };
        html! { blockquote {
            (self.link(doc.at(), evidence.span, &evidence.quote)) " " small { (self.outlet(doc)) }
        } }
    }

    fn link(&self, doc: usize, span: Span, text: &str) -> Markup {
        html! { a href={ "#" (marks::anchor(doc, span)) } { (text) } }
    }

    fn outlet(&self, doc: DocIdx) -> &str {
        self.dossier.docs.get(doc.at()).map_or("", |doc| doc.document.outlet())
    }

    fn entity(&self, entity: EntityIdx) -> &str {
        self.dossier.findings.entities.get(entity.at()).map_or("", |entity| &entity.name)
    }

    fn none(&self) -> Markup {
        html! { p.soft { (self.t.get("none")) } }
    }
}

/// The spans of a document that links point to. Links are ours: document text cannot make an unescaped `"`.
fn linked(links: &str, doc: usize) -> BTreeSet<Span> {
    let prefix = format!("href=\"#e-{doc}-");
    let offsets = |rest: &str| {
        let (start, end) = rest.split('"').next()?.split_once('-')?;
        Some(Span::new(start.parse().ok()?, end.parse().ok()?))
    };
    links.split(prefix.as_str()).skip(1).filter_map(offsets).collect()
}

/// An interval as its first and last day, ISO 8601; `…` for an open bound.
pub(super) fn days(interval: Interval) -> String {
    let day = |at: Option<jiff::civil::DateTime>| at.map_or("…".to_owned(), |at| at.date().to_string());
    let (first, last) = (day(interval.earliest), day(interval.latest));
    if first == last { first } else { format!("{first}/{last}") }
}

/// The name of a variant as it stands in the exports, with spaces.
pub(super) fn word<T: serde::Serialize>(variant: &T) -> String {
    let value = serde_json::to_value(variant).unwrap_or_default();
    value.as_str().unwrap_or_default().replace('_', " ")
}

/// SHA-256 in base64, as a Content-Security-Policy names a source.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = (0..3).fold(0u32, |bits, n| bits << 8 | u32::from(three.get(n).copied().unwrap_or(0)));
        for n in 0..4 {
            let digit = char::from(DIGITS[(bits >> (18 - 6 * n) & 63) as usize]);
            out.push(if n <= three.len() { digit } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_is_that_of_the_standard() {
        assert_eq!(hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
