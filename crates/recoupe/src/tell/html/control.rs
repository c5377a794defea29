//! Who held what when: a strip per place, and its stretches with their evidence.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Page;
use crate::compare::control::{ControlOfPlace, ControlState, Stretch};
use crate::evidence::Evidence;
use crate::tell::figures::control::{self, Strips};
use crate::tell::realise::capital;

/// Reports of which a quotation stands open behind each stretch.
const OPEN: usize = 3;
/// Places that changed hands and stand open; of more, the others are folded away.
const OPEN_PLACES: usize = 5;
/// Most places that one side holds all the time; the exports have them all.
const MOST: usize = 100;

impl Page<'_> {
    pub(super) fn control(&self) -> Markup {
        let Some(strips) = Strips::of(self.telling) else { return self.none() };
        let all = control::in_order(self.telling);
        let (changed, steady): (Vec<_>, Vec<_>) = all.into_iter().partition(|place| place.stretches.len() > 1);
        html! {
            p.soft.how { (self.t.get("how_control")) }
            svg.fig.control width="0" height="0" aria-hidden="true" { defs {
                pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    line.hatch x1="0" y1="0" x2="0" y2="8" {}
                }
            } }
            @for (nth, place) in changed.iter().take(OPEN_PLACES).enumerate() { (self.place(place, &strips, nth == 0)) }
            @if changed.len() > OPEN_PLACES { details.group {
                summary { (self.t.count("more", changed.len() - OPEN_PLACES)) }
                @for place in changed.iter().skip(OPEN_PLACES) { (self.place(place, &strips, false)) }
            } }
            @if !steady.is_empty() { details.group open[changed.is_empty()] {
                summary { (self.t.get("one_holder")) " " span.soft { (self.t.count("places", steady.len())) } }
                @for place in steady.iter().take(MOST) { (self.place(place, &strips, false)) }
                (self.left_out(steady.len(), MOST))
            } }
        }
    }

    fn place(&self, place: &ControlOfPlace, strips: &Strips, open: bool) -> Markup {
        html! { article.control {
            h3 { (self.telling.place_name(&place.place)) }
            (strips.svg(self.telling, place))
            details.ev open[open] {
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
                @for holder in control::holders(self.telling, stretch) {
                    svg.fig.swatch width="14" height="14" aria-hidden="true" {
                        rect class=(strips.colour(self.telling, holder)) width="14" height="14" rx="3" {}
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
                @if let Some(share) = stretch.share { span.badge { (self.t.decimal((share * 100.0).round())) " %" } " " }
                span.soft { (from) " → " (to) }
            }
            p.soft.how { (self.reason(&stretch.reason)) }
            @let (first, rest) = one_per_report(&stretch.evidence);
            @for evidence in &first { (self.quote(evidence)) }
            @if !rest.is_empty() { details.ev {
                summary { (self.t.count("quotes", rest.len())) }
                @for evidence in &rest { (self.quote(evidence)) }
            } }
        } }
    }
}

/// The first piece of evidence of some reports, and what is left.
fn one_per_report(evidence: &[Evidence]) -> (Vec<&Evidence>, Vec<&Evidence>) {
    let mut seen = BTreeSet::new();
    evidence.iter().partition(|it| seen.len() < OPEN && seen.insert(it.doc))
}
