//! Where they disagree: a card per contradiction, both sides next to each other, those that stand first.

use maud::{Markup, html};

use super::Page;
use crate::compare::contradictions::{Contradiction, ContradictionKind, Resolution, Statement};
use crate::compare::reuse::Passage;
use crate::index::DocIdx;
use crate::tell::realise::capital;
use crate::text::Span;

/// So many resolved contradictions stand open.
const OPEN: usize = 2;
/// So many that are open, or a report's own, stand open; of more, the others are folded away.
const CARDS: usize = 6;
/// Most cards of one kind on the page; the exports have them all.
const MOST: usize = 300;

impl Page<'_> {
    pub(super) fn contradictions(&self) -> Markup {
        let list = &self.dossier.findings.contradictions;
        let (real, other): (Vec<_>, Vec<_>) =
            list.iter().enumerate().partition(|(_, found)| found.resolution == Resolution::Real);
        let (resolved, other): (Vec<_>, Vec<_>) = other
            .into_iter()
            .partition(|(_, found)| matches!(found.resolution, Resolution::TimeOrder | Resolution::Scope));
        html! {
            @if list.is_empty() { (self.none()) }
            @else if real.is_empty() { p.soft { (self.t.get("none_stand")) } }
            @let cards: Vec<Markup> = real.iter().chain(&other).take(MOST).map(|(at, found)| self.card(*at, found)).collect();
            @for card in cards.iter().take(CARDS) { (card) }
            @if cards.len() > CARDS { details.group {
                summary { (self.t.count("more", cards.len() - CARDS)) }
                @for card in cards.iter().skip(CARDS) { (card) }
            } }
            (self.left_out(real.len() + other.len(), MOST))
            @if !resolved.is_empty() { details.group open[resolved.len() <= OPEN] {
                summary { (self.t.get("resolved")) " " span.soft { (self.t.number(resolved.len())) } }
                @for &(position, found) in resolved.iter().take(MOST) { (self.card(position, found)) }
                (self.left_out(resolved.len(), MOST))
            } }
        }
    }

    fn card(&self, position: usize, found: &Contradiction) -> Markup {
        let real = found.resolution == Resolution::Real;
        html! {
            article.card.contradiction.real[real] id={ "c-" (position) } tabindex="-1" data-v=[events_of(found)] {
                h3 {
                    (self.telling.question(found)) " "
                    span.badge.disputed[real] { (self.t.variant("resolution", &found.resolution)) }
                }
                @let (one, two) = self.telling.both_answers(found).unzip();
                div.pair {
                    (self.statement(&found.a, one, self.differences(found, false)))
                    (self.statement(&found.b, two, self.differences(found, true)))
                }
                p.soft { (self.t.get("why")) (self.t.get("colon")) " " (self.reason(&found.reason)) " "
                    @for (nth, at) in found.events.iter().enumerate() {
                        @if let Some(event) = self.dossier.findings.events.get(at.at()) {
                            @if nth > 0 { " · " } (self.short(*at, event))
                        }
                    }
                }
            }
        }
    }

    fn statement(&self, statement: &Statement, says: Option<String>, differences: Option<Markup>) -> Markup {
        let doc = self.telling.position(statement.evidence.doc);
        html! { div.side {
            p.by { (doc.map_or("", |doc| self.outlet(doc))) span.soft { " " (doc.map(|doc| self.made(doc)).unwrap_or_default()) } }
            @if let Some(says) = says { p.what { b { (capital(&says)) } } }
            @match differences { Some(marked) => (marked), None => (self.bare_quote(&statement.evidence)) }
        } }
    }

    /// One side of two renderings with its differences marked, where the two passages were aligned.
    fn differences(&self, found: &Contradiction, second: bool) -> Option<Markup> {
        if found.kind != ContradictionKind::Wording {
            return None;
        }
        let (a, b) = (&found.a.evidence, &found.b.evidence);
        let is = |one: &Passage, two: &Passage| {
            one.evidence.span.contains(a.span)
                && one.evidence.doc == a.doc
                && two.evidence.span.contains(b.span)
                && two.evidence.doc == b.doc
        };
        let findings = &self.dossier.findings;
        let altered = findings.altered_quotations.iter().map(|it| (&it.a, &it.b, &it.edits));
        let reuse = findings.reuse.iter().map(|it| (&it.a, &it.b, &it.edits));
        let (one, two, edits) = altered.chain(reuse).find(|(one, two, _)| is(one, two))?;
        let (passage, evidence) = if second { (two, b) } else { (one, a) };
        let spans: Vec<Span> = edits.iter().map(|edit| if second { edit.b } else { edit.a }).collect();
        Some(self.marked(passage.doc, evidence.span, &spans))
    }

    /// As [`Page::made`], without year for a single day.
    pub(super) fn made_short(&self, doc: DocIdx) -> String {
        let day = self.telling.doc(doc).and_then(|doc| doc.annotations.dct.interval.single_day());
        day.map_or_else(|| self.made(doc), |day| self.t.short_day(day))
    }

    /// When a document was made, in words; nothing where that is unknown.
    pub(super) fn made(&self, doc: DocIdx) -> String {
        let made = self.telling.doc(doc).map(|doc| doc.annotations.dct.interval).filter(|made| !made.is_open());
        made.map_or_else(String::new, |made| self.t.interval(made))
    }
}

/// The numbers of the events concerned, by which the filters know a card.
fn events_of(found: &Contradiction) -> Option<String> {
    let events: Vec<String> = found.events.iter().map(|at| at.0.to_string()).collect();
    (!events.is_empty()).then(|| events.join(" "))
}
