//! The head: how much there is, then what is established, what is contested, what was changed on the way and what
//! one source alone says.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Page;
use crate::dates::Interval;
use crate::index::EventIdx;
use crate::tell::digest::Digest;
use crate::tell::realise::capital;

/// Items of each list that stand open.
const LISTED: usize = 5;

impl Page<'_> {
    pub(super) fn summary(&self, digest: &Digest) -> Markup {
        let gaps = self.telling.gaps();
        html! {
            p.lead {
                (self.origins()) " "
                @if let Some(dates) = self.dates() { (dates) " " }
                @if !gaps.is_empty() {
                    @let list = gaps.join(", ");
                    (self.t.fill("lead_open", &[("list", html! { (list) })]))
                }
            }
            ul.counts { @for count in self.telling.counts() {
                @let (number, noun) = count.split_once(' ').unwrap_or((&count, ""));
                li { b { (number) } " " (noun) }
            } }
            div.four {
                (self.told("agreed", &digest.established, "lead_agreed_none"))
                (self.contested(digest))
                (self.changed(digest))
                (self.told("single", &digest.single, "none"))
            }
        }
    }

    fn origins(&self) -> Markup {
        let docs = &self.dossier.docs;
        let outlets: BTreeSet<&String> = docs.iter().filter_map(|doc| doc.document.meta.outlet.value()).collect();
        let mut languages: Vec<String> = docs
            .iter()
            .filter_map(|doc| doc.document.meta.language.value())
            .map(|code| self.t.find(&format!("language_{code}")).map_or_else(|| code.clone(), str::to_owned))
            .collect();
        languages.sort();
        languages.dedup();
        let languages: Vec<Markup> = languages.iter().map(|language| html! { (language) }).collect();
        let count = |noun: &str, n: usize| {
            let text = self.t.count(noun, n);
            html! { (text) }
        };
        let values = [
            ("reports", count("reports", docs.len())),
            ("outlets", count("outlets", outlets.len())),
            ("languages", self.t.list(&languages)),
            ("families", count("families", self.dossier.findings.families.len())),
        ];
        self.t.fill(if outlets.is_empty() { "lead_no_outlet" } else { "lead" }, &values)
    }

    /// When the reports were written.
    fn dates(&self) -> Option<Markup> {
        let made = || self.dossier.docs.iter().map(|doc| doc.annotations.dct.interval);
        let first = made().filter_map(|it: Interval| it.earliest).min()?.date();
        let last = made().filter_map(|it| it.latest).max()?.date();
        let (first_text, last_text) = (self.t.day(first), self.t.day(last));
        let values = [("first", html! { (first_text) }), ("last", html! { (last_text) })];
        let dates = self.t.fill(if first == last { "on_day" } else { "between" }, &values);
        Some(self.t.fill("lead_dates", &[("dates", dates)]))
    }

    /// A list of events with how strong each is.
    fn told(&self, key: &str, events: &[EventIdx], none: &str) -> Markup {
        let line = |at: &EventIdx| {
            let event = self.telling.event(*at);
            event.map_or_else(Markup::default, |event| {
                html! { li { (self.short(*at, event)) " " span.soft { (self.telling.strength(event)) "." } } }
            })
        };
        html! { div class=(key) { h3 { (self.t.get(key)) } (self.items(events.iter().map(line).collect(), none)) } }
    }

    fn contested(&self, digest: &Digest) -> Markup {
        let found = &self.dossier.findings.contradictions;
        let line = |at: &usize| html! { li { a href={ "#c-" (at) } { (self.telling.question(&found[*at])) } } };
        html! { div.disputed {
            h3 { (self.t.get("disputed")) }
            (self.items(digest.contested.iter().map(line).collect(), "lead_disputed_none"))
        } }
    }

    fn changed(&self, digest: &Digest) -> Markup {
        let line = |change: &crate::tell::realise::Change| {
            html! { li {
                (change.sentence) " "
                @for passage in [change.a, change.b] {
                    a.e.soft href=(self.target(passage.doc, passage.evidence.span)) { (self.outlet(passage.doc)) } " "
                }
            } }
        };
        html! { div.changed {
            h3 { (self.t.get("changed")) }
            (self.items(digest.changes.iter().take(4 * LISTED).map(line).collect(), "no_changes"))
        } }
    }

    /// Items of a list: the first few stand open, the others are folded away.
    fn items(&self, items: Vec<Markup>, none: &str) -> Markup {
        html! {
            @if items.is_empty() { p.soft { (self.t.get(none)) } }
            ul { @for item in items.iter().take(LISTED) { (item) } }
            @if items.len() > LISTED { details.ev {
                summary { (self.t.count("more", items.len() - LISTED)) }
                ul { @for item in items.iter().skip(LISTED) { (item) } }
            } }
        }
    }

    /// An event as a sentence that leads to it.
    pub(super) fn short(&self, at: EventIdx, event: &crate::compare::events::Event) -> Markup {
        html! { a href={ "#v-" (at.0) } { (capital(&self.telling.sentence(event))) } }
    }
}
