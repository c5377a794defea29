//! The report: one self-contained page that opens from a file, without network.
//!
//! Text is escaped by construction (`maud`); a Content-Security-Policy allows the page's own style and
//! script by hash and nothing else. Every piece of evidence links to its characters in the document.

mod bilingual;
mod contradictions;
mod control;
mod copies;
mod documents;
mod events;
mod map;
mod marks;
mod method;
mod naming;
mod questions;
mod quotes;
mod same_text;
mod summary;
mod voices;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::compare::events::Event;
use crate::dossier::Dossier;
use crate::index::{DocIdx, EventIdx};
use crate::read::OWN_MARK;
use crate::tell::realise::capital;
use crate::tell::ui::Texts;
use crate::tell::{Options, Telling, figures};
use crate::text::Span;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// Writes the report.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let page = Page::new(telling).page().into_string();
    let Some(differences) = second_language(telling) else { return out.write_all(page.as_bytes()) };
    // The page's own script stands last and finds the data before it.
    let (page, end) = page.split_at(page.rfind("<script>").unwrap_or(page.len()));
    write!(out, "{page}<script type=\"application/json\" id=\"second\">{differences}</script>{end}")
}

/// What differs on the page in the other language of the interface; `None` for a large dossier, which it
/// would make too heavy.
fn second_language(telling: &Telling) -> Option<String> {
    let other = if telling.t.language == "fr" { "en" } else { "fr" };
    (telling.dossier.docs.len() <= documents::MOST_WITH_LAYERS).then_some(())?;
    let options = Options { language: other.to_owned(), ..telling.options.clone() };
    let second = Telling::new(telling.dossier, telling.gazetteer, &options);
    let (one, two) = (Page::new(telling).page(), Page::new(&second).page());
    bilingual::differences(&one.into_string(), &two.into_string())
}

struct Page<'d> {
    telling: &'d Telling<'d>,
    dossier: &'d Dossier,
    t: &'d Texts,
    /// Contradictions by event.
    disputes: BTreeMap<EventIdx, Vec<usize>>,
    /// Spans that links point to, by document; filled while the sections are made.
    linked: RefCell<Vec<BTreeSet<Span>>>,
}

impl<'d> Page<'d> {
    fn new(telling: &'d Telling<'d>) -> Page<'d> {
        let dossier = telling.dossier;
        let mut disputes: BTreeMap<EventIdx, Vec<usize>> = BTreeMap::new();
        for (position, found) in dossier.findings.contradictions.iter().enumerate() {
            found.events.iter().for_each(|event| disputes.entry(*event).or_default().push(position));
        }
        let linked = RefCell::new(vec![BTreeSet::new(); dossier.docs.len()]);
        Page { telling, dossier, t: &telling.t, disputes, linked }
    }

    fn page(&self) -> Markup {
        let title = self.telling.options.title.as_deref().unwrap_or(self.t.get("title"));
        let style = format!("{}{STYLE}", figures::STYLE);
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            hash(&style),
            hash(SCRIPT)
        );
        // The documents are made last, because they carry an anchor for every link before them.
        let mut sections = vec![
            ("happened", self.events()),
            ("disagree", self.contradictions()),
            ("control", self.control()),
            ("map", self.map()),
            ("says", self.voices()),
            ("copied", self.copies()),
            ("naming", self.naming()),
            ("check", self.questions()),
        ];
        let digest = self.telling.digest();
        let (summary, method) = (self.summary(&digest), self.method());
        sections.extend([("documents", self.documents()), ("method", method)]);
        html! {
            (DOCTYPE)
            html lang=(self.t.language) {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(policy);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    (PreEscaped(OWN_MARK))
                    title { (title) " – " (self.t.get("title")) }
                    style { (PreEscaped(&style)) }
                }
                body {
                    a.skip href="#main" { (self.t.get("skip")) }
                    header {
                        p.eyebrow { (self.t.get("title")) " · " (capital(title)) }
                        h1 { (self.telling.main_line(&digest)) }
                        button #language type="button" lang=(self.t.get("other_code")) hidden { (self.t.get("other_language")) }
                    }
                    nav aria-label=(self.t.get("contents")) {
                        a href="#summary" { (self.t.get("summary")) }
                        @for (key, _) in &sections { a href={ "#" (key) } { (self.t.get(key)) } }
                    }
                    main id="main" tabindex="-1" {
                        section id="summary" { h2.unseen { (self.t.get("summary")) } (summary) }
                        @for (key, section) in &sections {
                            section id=(key) { h2 { (self.t.get(key)) } (section) }
                        }
                    }
                    (self.panel())
                    script { (PreEscaped(SCRIPT)) }
                }
            }
        }
    }

    /// Where the script shows the source beside a statement; without script the links lead to the documents.
    fn panel(&self) -> Markup {
        // What the script fills in stands last: the texts before it keep their places.
        html! { aside id="panel" hidden aria-label=(self.t.get("source_beside")) {
            div.buttons {
                button type="button" name="previous" { (self.t.get("previous")) }
                button type="button" name="next" { (self.t.get("next")) }
                button type="button" name="copy" data-done=(self.t.get("copy_done")) { (self.t.get("copy_citation")) }
                button type="button" name="whole" { (self.t.get("whole_text")) }
                button type="button" name="close" { (self.t.get("close")) }
            }
            output id="copied-note" aria-live="polite" {}
            p id="source-head" {}
            div id="source" tabindex="0" role="region" aria-label=(self.t.get("source_text")) {}
        } }
    }

    fn outlet(&self, doc: DocIdx) -> &str {
        self.telling.outlet(doc)
    }

    /// When an event happened, in words.
    fn when(&self, event: &Event) -> String {
        self.telling.when_in_words(event)
    }

    /// A reason in the language of the page; in English, in which the findings give it, where it has no
    /// translation.
    fn reason(&self, reason: &str) -> Markup {
        if reason.is_empty() {
            return html! {};
        }
        let reason = &self.telling.with_readable_names(reason);
        let translated = self.t.reason(reason);
        let language = if translated.is_some() { self.t.language } else { "en" };
        html! { span lang=(language) { (capital(translated.as_deref().unwrap_or(reason))) "." } }
    }

    /// What a list that would make the page too heavy leaves to the exports.
    fn left_out(&self, all: usize, most: usize) -> Markup {
        let rest = self.t.number(all.saturating_sub(most));
        html! { @if all > most { p.soft { (self.t.fill("left_out", &[("n", html! { (rest) })])) } } }
    }

    fn none(&self) -> Markup {
        html! { p.soft { (self.t.get("none")) } }
    }
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
