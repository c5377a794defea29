//! Where they disagree: a card per contradiction, both sides next to each other, those that stand first.

use maud::{Markup, html};

use super::{Page, capital};
use crate::compare::contradictions::{Contradiction, Resolution, Statement};
use crate::index::DocIdx;

/// So many resolved contradictions stand open.
const OPEN: usize = 2;
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
            @for &(position, found) in real.iter().chain(&other).take(MOST) { (self.card(position, found)) }
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
            article.card.contradiction.real[real] id={ "c-" (position) } tabindex="-1" {
                h3 {
                    (self.t.variant("kind", &found.kind)) " "
                    span.badge.disputed[real] { (self.t.variant("resolution", &found.resolution)) }
                }
                div.pair {
                    (self.statement(&found.a))
                    (self.statement(&found.b))
                }
                p.soft { (self.t.get("why")) (self.t.get("colon")) " " (self.reason(&found.reason, &found.rule)) " "
                    @for event in &found.events { a href={ "#v-" (event.0) } { (self.t.get("event")) " " (event.0 + 1) } " " }
                }
            }
        }
    }

    fn statement(&self, statement: &Statement) -> Markup {
        let doc = self.telling.position(statement.evidence.doc);
        // A rendering of a quotation says what its quote says; once is enough.
        let says = (statement.says != statement.evidence.quote).then(|| self.t.label(&statement.says));
        html! { div.side {
            p.by { (doc.map_or("", |doc| self.outlet(doc))) span.soft { " " (doc.map(|doc| self.made(doc)).unwrap_or_default()) } }
            @if let Some(says) = says { p.what { (capital(&says)) } }
            (self.bare_quote(&statement.evidence))
        } }
    }

    /// When a document was made, in words; nothing where that is unknown.
    pub(super) fn made(&self, doc: DocIdx) -> String {
        let made = self.telling.doc(doc).map(|doc| doc.annotations.dct.interval).filter(|made| !made.is_open());
        made.map_or_else(String::new, |made| self.t.interval(made))
    }
}
