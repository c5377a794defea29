//! The head: how much there is, and in a paragraph what is agreed, disputed, and on one source alone.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Page;
use crate::compare::contradictions::Resolution;
use crate::compare::events::Event;
use crate::compare::families::Family;
use crate::dates::Interval;
use crate::index::EventIdx;
use crate::tell::figures::timeline::clipped;

/// Items of each kind that the paragraph and the columns name.
const NAMED: usize = 3;
const LISTED: usize = 6;

type Numbered<'e> = (EventIdx, &'e Event);

impl Page<'_> {
    pub(super) fn summary(&self) -> Markup {
        let found = &self.dossier.findings;
        let happened: Vec<Numbered> = found
            .events
            .iter()
            .enumerate()
            .map(|(position, event)| (EventIdx::new(position), event))
            .filter(|(_, event)| event.happened)
            .collect();
        let mut agreed: Vec<Numbered> =
            happened.iter().copied().filter(|(_, event)| event.corroboration.families.len() > 1).collect();
        agreed.sort_by_key(|(at, event)| (std::cmp::Reverse(event.corroboration.families.len()), *at));
        let mut single: Vec<Numbered> =
            happened.iter().copied().filter(|(_, event)| event.corroboration.families.len() <= 1).collect();
        // Those that name actor, place and date first: they say most.
        let open = |event: &Event| {
            [event.agents.is_empty(), event.place.is_none(), event.when.is_none()].into_iter().filter(|it| *it).count()
        };
        single.sort_by_key(|(at, event)| (open(event), *at));
        let disputed = self.real();
        let outlets: BTreeSet<&String> =
            self.dossier.docs.iter().filter_map(|doc| doc.document.meta.outlet.value()).collect();
        let counts = [
            self.t.count("reports", self.dossier.docs.len()),
            self.t.count("outlets", outlets.len()),
            self.t.count("families", found.families.len()),
            self.t.count("events", happened.len()),
            self.t.count("contradictions", disputed.len()),
        ];
        let counts = counts.iter().enumerate().filter(|(position, _)| *position != 1 || !outlets.is_empty());
        html! {
            p.lead {
                (self.origins(outlets.len())) " "
                @for shared in self.shared_texts() { (shared) " " }
                @if let Some(dates) = self.dates() { (dates) " " }
                @if agreed.is_empty() { (self.t.get("lead_agreed_none")) " " }
                @else { (self.t.fill("lead_agreed", &[("list", self.named(&agreed))])) " " }
                @if disputed.is_empty() { (self.t.get("lead_disputed_none")) " " }
                @else { (self.t.fill("lead_disputed", &[("list", self.named_disputes(&disputed))])) " " }
                @if !single.is_empty() {
                    @let events = self.t.count("rests", single.len());
                    (self.t.fill("lead_single", &[("events", html! { (events) })]))
                }
            }
            ul.counts { @for (_, count) in counts {
                @let (number, noun) = count.split_once(' ').unwrap_or((count, ""));
                li { b { (number) } " " (noun) }
            } }
            div.three {
                (self.column("agreed", &agreed))
                div {
                    h3 { (self.t.get("disputed")) }
                    @if disputed.is_empty() { (self.none()) }
                    ul { @for &position in disputed.iter().take(LISTED) { li { (self.dispute(position)) } } }
                    @if disputed.len() > LISTED { p.soft { (self.t.count("more", disputed.len() - LISTED)) } }
                }
                (self.column("single", &single))
            }
        }
    }

    /// Positions of the contradictions that stand.
    pub(super) fn real(&self) -> Vec<usize> {
        let contradictions = self.dossier.findings.contradictions.iter().enumerate();
        contradictions.filter(|(_, found)| found.resolution == Resolution::Real).map(|(position, _)| position).collect()
    }

    fn origins(&self, outlets: usize) -> Markup {
        let mut languages: Vec<String> = self
            .dossier
            .docs
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
            ("reports", count("reports", self.dossier.docs.len())),
            ("outlets", count("outlets", outlets)),
            ("languages", self.t.list(&languages)),
            ("families", count("families", self.dossier.findings.families.len())),
        ];
        self.t.fill(if outlets == 0 { "lead_no_outlet" } else { "lead" }, &values)
    }

    /// The reports that share text, and where it comes from.
    fn shared_texts(&self) -> Vec<Markup> {
        let shared = self.dossier.findings.families.iter().filter(|family| family.members.len() > 1);
        let sentence = |family: &Family| {
            let named = family.members.iter().take(LISTED).map(|doc| {
                let outlet = self.outlet(*doc);
                html! { a href={ "#d-" (doc.0) } { (outlet) } }
            });
            let mut members: Vec<Markup> = named.collect();
            if family.members.len() > LISTED {
                let rest = self.t.count("more", family.members.len() - LISTED);
                members.push(html! { (rest) });
            }
            let origin = self.telling.family_name(family);
            let origin = html! { a href="#copied" { (origin) } };
            self.t.fill("lead_shared", &[("reports", self.t.list(&members)), ("origin", origin)])
        };
        shared.take(NAMED).map(sentence).collect()
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

    fn named(&self, events: &[Numbered]) -> Markup {
        let mut pieces: Vec<Markup> =
            events.iter().take(NAMED).map(|(at, event)| html! { (self.short(*at, event)) }).collect();
        self.add_rest(&mut pieces, events.len());
        self.t.long_list(&pieces)
    }

    fn named_disputes(&self, disputes: &[usize]) -> Markup {
        let mut pieces: Vec<Markup> = disputes.iter().take(NAMED).map(|&position| self.dispute(position)).collect();
        self.add_rest(&mut pieces, disputes.len());
        self.t.long_list(&pieces)
    }

    fn add_rest(&self, pieces: &mut Vec<Markup>, all: usize) {
        if all > NAMED {
            let rest = self.t.count("more", all - NAMED);
            pieces.push(html! { (rest) });
        }
    }

    /// An event in a few words, with a link to it.
    pub(super) fn short(&self, at: EventIdx, event: &Event) -> Markup {
        let agents = self.telling.sides(&event.agents);
        html! { a href={ "#v-" (at.0) } {
            (self.telling.kind(event))
            @if let Some(place) = self.telling.event_place(event) { ", " (place) }
            @if let Some(agent) = agents.first() { ", " (agent) }
            @if self.telling.when(event).is_some() { ", " (self.when(event)) }
        } }
    }

    /// A contradiction in a few words, with a link to it.
    fn dispute(&self, position: usize) -> Markup {
        const SHORT: usize = 60;
        let found = &self.dossier.findings.contradictions[position];
        let both = self.telling.both_say(found);
        html! { a href={ "#c-" (position) } {
            (lower(&self.telling.about(found)))
            @if let Some((one, two)) = both { (self.t.get("colon")) " " (clipped(&one, SHORT)) " / " (clipped(&two, SHORT)) }
        } }
    }

    fn column(&self, key: &str, events: &[Numbered]) -> Markup {
        html! { div {
            h3 { (self.t.get(key)) }
            @if events.is_empty() { (self.none()) }
            ul { @for (at, event) in events.iter().take(LISTED) { li {
                (self.short(*at, event))
                @let families = event.corroboration.families.len();
                @if families > 1 { " " span.soft { (self.t.count("families", families)) } }
            } } }
            @if events.len() > LISTED { p.soft { (self.t.count("more", events.len() - LISTED)) } }
        } }
    }
}

/// A text with its first letter in lower case.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
