//! Who held what when: a strip per place, and its stretches with their evidence.

use maud::{Markup, html};

use super::{Page, capital};
use crate::compare::control::{ControlOfPlace, ControlState, Stretch};
use crate::tell::figures::control::Strips;

impl Page<'_> {
    pub(super) fn control(&self) -> Markup {
        let control = &self.dossier.findings.control;
        let Some(strips) = Strips::of(self.telling) else { return self.none() };
        html! {
            p.soft.how { (self.t.get("how_control")) }
            @for place in control { (self.place(place, &strips)) }
        }
    }

    fn place(&self, place: &ControlOfPlace, strips: &Strips) -> Markup {
        html! { article.control {
            h3 { (self.telling.place_name(&place.place)) }
            (strips.svg(self.telling, place))
            details.ev open[self.dossier.findings.control.len() <= 4] {
                summary { (self.t.get("evidence")) }
                ol.stretches { @for stretch in &place.stretches { (self.stretch(stretch, strips)) } }
            }
        } }
    }

    fn stretch(&self, stretch: &Stretch, strips: &Strips) -> Markup {
        let from = stretch.from.map_or_else(|| self.t.get("before_that").to_owned(), |from| self.t.interval(from));
        let to = stretch.to.map_or_else(|| self.t.get("still").to_owned(), |to| self.t.interval(to));
        html! { li {
            p.what {
                @for &holder in &stretch.holders {
                    svg.fig.swatch width="14" height="14" aria-hidden="true" {
                        rect class=(strips.colour(holder)) width="14" height="14" rx="3" {}
                    }
                    " " b { (self.telling.entity(holder)) } " "
                }
                @if stretch.holders.is_empty() { b { (capital(self.t.get("unknown"))) } " " }
                @if stretch.state != ControlState::Held {
                    span.badge.disputed[stretch.state == ControlState::Contested] {
                        (self.t.variant("state", &stretch.state))
                    }
                    " "
                }
                @if let Some(share) = stretch.share { span.badge { (self.decimal((share * 100.0).round())) " %" } " " }
                span.soft { (from) " → " (to) }
            }
            @if let Some(reason) = self.t.reason(&stretch.reason) { p.soft.how { (capital(&reason)) "." } }
            @for evidence in &stretch.evidence { (self.quote(evidence)) }
        } }
    }
}
