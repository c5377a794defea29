//! Method and limits: what ran, how each report was dated, what was not read, what to beware of.

use maud::{Markup, html};

use super::Page;
use crate::index::DocIdx;
use crate::layers::dct::DctBasis;
use crate::tell::realise::capital;

impl Page<'_> {
    pub(super) fn method(&self) -> Markup {
        let options = self.telling.options;
        let lists = [
            ("skipped", &options.skipped),
            ("warnings", &options.notes),
            ("warnings", &self.dossier.findings.warnings),
        ];
        html! {
            p { (self.t.get("neutral")) }
            h3 { (self.t.get("limits")) }
            ul {
                @for key in ["limit_silence", "limit_places", "limit_copies", "limit_pronouns"] { li { (self.t.get(key)) } }
            }
            h3 { (self.t.get("how_made")) }
            p {
                "recoupe " (options.version)
                @if let Some(at) = &options.generated_at { " · " (self.t.get("generated")) " " (at) }
            }
            p { (self.t.get("data")) (self.t.get("colon")) " " (self.t.get("data_credit")) }
            details.group {
                summary { (self.t.get("dates_of_writing")) " · " (self.t.count("reports", self.dossier.docs.len())) }
                div.wide tabindex="0" role="region" aria-label=(self.t.get("dates_of_writing")) { (self.creation_times()) }
            }
            @for (key, list) in lists { @if !list.is_empty() {
                h3 { (self.t.get(key)) } ul { @for line in list { li { (line) } } }
            } }
        }
    }

    fn creation_times(&self) -> Markup {
        html! { table {
            thead { tr {
                th scope="col" { (self.t.get("outlet")) } th scope="col" { (self.t.get("written_on")) } th scope="col" { (self.t.get("known_by")) }
                th scope="col" { (self.t.get("file")) }
            } }
            tbody { @for (position, doc) in self.dossier.docs.iter().enumerate() {
                @let dct = &doc.annotations.dct;
                tr {
                    th scope="row" { a href={ "#d-" (position) } { (self.outlet(DocIdx::new(position))) } }
                    td { (capital(&self.t.interval(dct.interval))) }
                    td {
                        (self.t.variant("basis", &dct.basis))
                        @if dct.basis != DctBasis::Unknown { (self.t.get("colon")) " " (self.reason(&dct.reason)) }
                        @for span in &dct.evidence { " · " (self.link(DocIdx::new(position), *span, doc.document.slice(*span))) }
                    }
                    td { (doc.document.name) " " small { code { (doc.document.id) } } }
                }
            } }
        } }
    }
}
