//! Who says what: events by reports, and the chains through which each source reached the page.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Page;
use crate::compare::events::Event;
use crate::index::{DocIdx, EventIdx};
use crate::layers::claims::Claim;
use crate::layers::kinds::{Factuality, Polarity};
use crate::tell::realise::capital;

/// Most columns of the table.
const COLUMNS: usize = 14;
/// Most rows of it: the heaviest events; the exports have them all.
const ROWS: usize = 16;

impl Page<'_> {
    pub(super) fn voices(&self) -> Markup {
        html! {
            (self.matrix())
            details.group { summary { (self.t.get("who_through")) }
                @for (position, doc) in self.dossier.docs.iter().enumerate() {
                    @if !doc.annotations.attributions.is_empty() { (self.attributions(DocIdx::new(position))) }
                }
            }
        }
    }

    fn matrix(&self) -> Markup {
        let columns = self.columns();
        let events = self.dossier.findings.events.iter().enumerate();
        let mut rows: Vec<(EventIdx, &Event)> =
            events.map(|(position, event)| (EventIdx::new(position), event)).collect();
        rows.retain(|(_, event)| {
            let mut docs: Vec<DocIdx> = event.claims.iter().map(|claim| claim.doc).collect();
            docs.dedup();
            docs.len() > 1
        });
        let all_rows = rows.len();
        rows.sort_by_cached_key(|(at, event)| (std::cmp::Reverse(self.telling.weight(*at, event)), *at));
        rows.truncate(ROWS);
        html! {
            p.soft.how { (self.t.get("how_matrix")) }
            @if columns.len() < self.dossier.docs.len() {
                @let n = self.t.number(columns.len());
                p.soft { (self.t.fill("first_reports", &[("n", html! { (n) })])) }
            }
            @if rows.is_empty() { (self.none()) } @else {
                div.wide tabindex="0" role="region" aria-label=(self.t.get("says")) { table.matrix {
                    thead { tr {
                        th scope="col" { (self.t.get("event")) }
                        @for &doc in &columns { th scope="col" { (self.outlet(doc)) " " span.day-of { (self.made_short(doc)) } } }
                        th scope="col" { (self.t.get("chains")) }
                    } }
                    tbody { @for (at, event) in &rows { tr data-v=(at.0) {
                        th scope="row" {
                            (self.short(*at, event))
                        }
                        @for &doc in &columns { td { (self.cell(event, doc)) } }
                        td.chains { @for chain in &event.corroboration.chains { p { (self.telling.chain(chain)) } } }
                    } } }
                } }
                (self.left_out(all_rows, ROWS))
            }
        }
    }

    /// The documents that make most claims, in order of the dossier.
    fn columns(&self) -> Vec<DocIdx> {
        let mut docs: Vec<(usize, DocIdx)> = self
            .dossier
            .docs
            .iter()
            .enumerate()
            .map(|(position, doc)| (doc.annotations.claims.len(), DocIdx::new(position)))
            .collect();
        docs.sort_by_key(|(claims, doc)| (std::cmp::Reverse(*claims), *doc));
        docs.truncate(COLUMNS);
        let mut docs: Vec<DocIdx> = docs.into_iter().map(|(_, doc)| doc).collect();
        docs.sort();
        docs
    }

    fn cell(&self, event: &Event, doc: DocIdx) -> Markup {
        let claims =
            event.claims.iter().filter(|claim| claim.doc == doc).filter_map(|&claim| self.telling.claim(claim));
        html! { @for claim in claims {
            @let (sign, mood) = (sign(claim), self.t.variant("mood", &claim.factuality));
            a.sign href=(self.target(doc, claim.evidence.span)) title=(claim.evidence.quote)
                aria-label={ (mood) (self.t.get("colon")) " " (claim.evidence.quote) } { (sign) }
            " "
        } }
    }

    /// Who speaks in a document, with everything that each says.
    fn attributions(&self, doc: DocIdx) -> Markup {
        let Some(it) = self.telling.doc(doc) else { return html! {} };
        let mut by_source: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (position, said) in it.annotations.attributions.iter().enumerate() {
            let source = said.source.as_ref().map_or(self.t.get("unknown"), |source| it.document.slice(source.span));
            let mut chain = capital(source.trim());
            for via in &said.via {
                chain.push_str(" → ");
                chain.push_str(it.document.slice(via.span).trim());
            }
            by_source.entry(chain).or_default().push(position);
        }
        html! {
            details.ev {
                summary { (self.outlet(doc)) " " span.soft { (self.made(doc)) " · " (self.t.count("contents", it.annotations.attributions.len())) } }
                dl lang=[self.language(doc)] { @for (chain, said) in &by_source {
                    dt { (chain) }
                    @for &position in said {
                        @let content = it.annotations.attributions[position].content;
                        dd { (self.link(doc, content, it.document.slice(content))) }
                    }
                } }
            }
        }
    }
}

/// The sign for the mood of a claim.
fn sign(claim: &Claim) -> &'static str {
    match (claim.factuality, claim.polarity) {
        (Factuality::Denied | Factuality::Counterfactual, _) | (_, Polarity::Negative) => "✕",
        (Factuality::Asserted | Factuality::Habitual, _) => "●",
        (Factuality::Reported, _) => "○",
        (Factuality::Predicted | Factuality::Intended, _) => "△",
    }
}
