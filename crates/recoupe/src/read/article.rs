//! From classified paragraphs to a document: what both plain text and HTML do at the end.

use crate::document::{BlockKind, Candidate, Document, Field, Meta, Provenance};
use crate::language::Packs;
use crate::text::Span;

use super::Origin;
use super::blocks::{self, Part};
use super::date_line::Dates;

/// Classifies the parts and gathers the metadata that they state. `meta` holds what markup said before.
pub(super) fn document(origin: Origin, text: String, mut parts: Vec<Part>, meta: Meta, packs: &Packs) -> Document {
    blocks::classify(&text, &mut parts, packs);
    let mut meta = meta;
    for part in &parts {
        let Some((kind, rule)) = &part.kind else { continue };
        let span = part.paragraph.span;
        match kind {
            BlockKind::Headline => meta.title.add(span.of(&text).to_owned(), in_text(span, rule)),
            BlockKind::Byline => meta.byline.add(span.of(&text).to_owned(), in_text(span, rule)),
            BlockKind::Dateline => {
                for (dates, stated) in &part.dates {
                    let field = match dates {
                        Dates::Published => &mut meta.published,
                        Dates::Modified => &mut meta.modified,
                    };
                    field.add(stated.clone(), in_text(span, rule));
                }
            }
            BlockKind::AgencyCredit => {
                for (inside, name) in blocks::agencies(span.of(&text), packs) {
                    let start = (span.start + inside.start) as usize;
                    let place = Span::new(start, start + inside.len());
                    meta.agencies.push(Candidate { value: name, provenance: in_text(place, rule) });
                }
            }
            _ => {}
        }
    }
    Document { id: origin.id, name: origin.name.to_owned(), meta, text, blocks: blocks::blocks(parts) }
}

fn in_text(span: Span, rule: &str) -> Provenance {
    Provenance::Text { span, rule: rule.to_owned() }
}

impl<T: PartialEq> Field<T> {
    /// Adds a candidate; the first one found is chosen.
    pub(super) fn add(&mut self, value: T, provenance: Provenance) {
        self.candidates.push(Candidate { value, provenance });
        self.chosen = self.chosen.or(Some(0));
    }

    /// Adds a candidate that wins over all others.
    pub(super) fn set(&mut self, value: T, provenance: Provenance) {
        self.candidates.push(Candidate { value, provenance });
        self.chosen = Some(self.candidates.len() - 1);
    }
}
