//! From classified paragraphs to a document: what both plain text and HTML do at the end.

use crate::document::{BlockKind, Candidate, Document, Field, Meta, Provenance, StatedDate};
use crate::language::Packs;
use crate::text::Span;

use super::Origin;
use super::blocks::{self, Part};
use super::credit::{credit, dateline_agencies, dateline_date};
use super::date_line::Dates;
use super::language;
use super::markup;

/// Classifies the parts and gathers the metadata that they state. `meta` holds what markup said before.
pub(super) fn document(origin: Origin, text: String, mut parts: Vec<Part>, meta: Meta, packs: &Packs) -> Document {
    let packs = &language::led_by_text(&text, packs);
    blocks::classify(&text, &mut parts, packs);
    let mut meta = meta;
    for part in &parts {
        let Some((kind, rule)) = &part.kind else { continue };
        let span = part.paragraph.span;
        let inside = |of: Span| Span::new((span.start + of.start) as usize, (span.start + of.end) as usize);
        match kind {
            BlockKind::Headline => meta.title.add(span.of(&text).to_owned(), in_text(span, rule)),
            BlockKind::Byline => {
                let credit = credit(span.of(&text), packs).unwrap_or_default();
                if let Some(outlet) = credit.outlet.map(inside) {
                    meta.outlet.add(outlet.of(&text).to_owned(), in_text(outlet, rule));
                } else if credit.author.is_some() || credit.agencies.is_empty() {
                    let name = credit.author.map_or(span, inside);
                    meta.byline.add(name.of(&text).to_owned(), in_text(name, rule));
                }
                for (place, agency) in credit.agencies {
                    meta.agencies.push(Candidate { value: agency, provenance: in_text(inside(place), rule) });
                }
                add_dates(&mut meta, &part.dates, &in_text(span, rule));
            }
            BlockKind::Dateline => {
                if let Some(outlet) = credit(span.of(&text), packs).and_then(|credit| credit.outlet) {
                    let name = inside(outlet);
                    meta.outlet.add(name.of(&text).to_owned(), in_text(name, rule));
                }
                add_dates(&mut meta, &part.dates, &in_text(span, rule));
            }
            BlockKind::AgencyCredit => {
                for (place, name) in blocks::agencies(span.of(&text), packs) {
                    meta.agencies.push(Candidate { value: name, provenance: in_text(inside(place), rule) });
                }
            }
            _ => {}
        }
    }
    let first = parts.iter().find(|part| matches!(&part.kind, Some((BlockKind::Body, _))));
    if let Some(span) = first.map(|part| part.paragraph.span) {
        for (place, name) in dateline_agencies(span.of(&text), packs) {
            let place = Span::new((span.start + place.start) as usize, (span.start + place.end) as usize);
            meta.agencies.push(Candidate { value: name, provenance: in_text(place, "dateline") });
        }
        if let Some((place, date)) = dateline_date(span.of(&text), packs) {
            let place = Span::new((span.start + place.start) as usize, (span.start + place.end) as usize);
            meta.published.add(date, in_text(place, "dateline"));
        }
    }
    add_address(&text, &parts, &mut meta);
    Document { id: origin.id, name: origin.name.to_owned(), meta, text, blocks: blocks::blocks(parts) }
}

/// The address of the report on a line of its own above it, with what the address shows.
fn add_address(text: &str, parts: &[Part], meta: &mut Meta) {
    let above = parts.iter().take_while(|part| !matches!(&part.kind, Some((BlockKind::Body, _))));
    let address = above
        .filter_map(|part| part.kind.as_ref().map(|kind| (part, kind)))
        .find(|(_, kind)| kind.1 == blocks::ADDRESS);
    if let Some((part, (_, rule))) = address {
        let span = part.paragraph.span;
        meta.url.add(span.of(text).to_owned(), in_text(span, rule));
        markup::from_url(meta);
    }
}

/// Adds dates to the candidates.
pub(super) fn add_dates(meta: &mut Meta, dates: &[(Dates, StatedDate)], provenance: &Provenance) {
    for (dates, stated) in dates {
        let field = match dates {
            Dates::Published => &mut meta.published,
            Dates::Modified => &mut meta.modified,
        };
        field.add(stated.clone(), provenance.clone());
    }
}

fn in_text(span: Span, rule: &str) -> Provenance {
    Provenance::Text { span, rule: rule.to_owned() }
}

impl<T: PartialEq> Field<T> {
    /// Adds a candidate; the first one found is chosen.
    pub(super) fn add(&mut self, value: T, provenance: Provenance) {
        self.candidates.push(Candidate { value, provenance });
        self.chosen = self.chosen.or(Some(self.candidates.len() - 1));
    }

    /// Adds a candidate that any other one wins over.
    pub(super) fn offer(&mut self, value: T, provenance: Provenance) {
        self.candidates.push(Candidate { value, provenance });
    }

    /// Chooses what was offered where nothing else was added.
    pub(super) fn settle(&mut self) {
        if self.chosen.is_none() && !self.candidates.is_empty() {
            self.chosen = Some(0);
        }
    }

    /// Adds a candidate that wins over all others.
    pub(super) fn set(&mut self, value: T, provenance: Provenance) {
        self.candidates.push(Candidate { value, provenance });
        self.chosen = Some(self.candidates.len() - 1);
    }
}
