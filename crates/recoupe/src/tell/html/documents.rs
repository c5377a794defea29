//! The documents: each text as it was read, with layers to switch on and a target for every link.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Page;
use super::marks::{self, Mark};
use crate::annotated::Annotated;
use crate::document::{Block, BlockKind};
use crate::index::DocIdx;
use crate::text::Span;

/// In larger dossiers the layers are left out: the page would grow too heavy. The exports have them.
pub(super) const MOST_WITH_LAYERS: usize = 200;

/// What opens the details that a user wrote above a text; they are no text of the report.
const FRONT: &str = "+++";

/// Layers with their classes.
const LAYERS: [&str; 5] = ["t", "p", "a", "s", "c"];

impl Page<'_> {
    pub(super) fn documents(&self) -> Markup {
        let layered = self.dossier.docs.len() <= MOST_WITH_LAYERS;
        let groups = self.same_texts();
        let folded: BTreeSet<DocIdx> = groups.values().flatten().map(|copy| copy.doc).collect();
        let docs = || self.dossier.docs.iter().enumerate().map(|(position, doc)| (DocIdx::new(position), doc));
        html! {
            p.soft.how { (self.t.get("how_documents")) }
            @if layered {
                fieldset.layers id="layers" {
                    legend { (self.t.get("layers")) }
                    @for layer in LAYERS { label class=(layer) {
                        input type="checkbox" name=(layer) autocomplete="off"; " " span { (self.t.get(&format!("layer_{layer}"))) }
                    } }
                }
            }
            @if !groups.is_empty() { p id="grouping" hidden { label {
                input type="checkbox" checked autocomplete="off"; " " (self.t.get("group_same_texts"))
            } } }
            div.documents { @for (at, doc) in docs().filter(|(at, _)| !folded.contains(at)) {
                (self.document(at, doc, layered))
                @if let Some(copies) = groups.get(&at) { details.group.same {
                    summary { (self.t.count("same_text", copies.len())) }
                    @for copy in copies { @if let Some(doc) = self.telling.doc(copy.doc) {
                        (self.document(copy.doc, doc, layered)) (copy.differences)
                    } }
                } }
            } }
        }
    }

    fn document(&self, at: DocIdx, doc: &Annotated, layered: bool) -> Markup {
        let (document, meta) = (&doc.document, &doc.document.meta);
        let mut spans: Vec<(Span, Mark)> =
            self.linked.borrow().get(at.at()).into_iter().flatten().map(|span| (*span, Mark::Evidence)).collect();
        let front =
            |block: &Block| block.kind == BlockKind::Boilerplate && document.slice(block.span).starts_with(FRONT);
        let of = |block: &Block| if front(block) { Some("front") } else { class(block.kind) };
        spans.extend(document.blocks.iter().filter_map(|block| Some((block.span, Mark::Block(of(block)?)))));
        if layered {
            spans.extend(layers(doc));
        }
        // Only a web address becomes a link; any other scheme stays text.
        let url = meta.url.value();
        let link = url.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        html! {
            details.document id={ "d-" (at.0) } {
                summary {
                    span.by { (self.outlet(at)) } " "
                    @if let Some(title) = self.telling.title(at) { span.name lang=[self.language(at)] { (title) } " " }
                    span.soft { (self.made(at)) }
                }
                p.soft {
                    (document.name)
                    @if let Some(byline) = meta.byline.value() { " · " (self.t.get("by")) " " (byline) }
                    @for agency in &meta.agencies { " · " (agency.value) }
                    @match (link, url) {
                        (Some(link), _) => { " · " a href=(link) rel="noreferrer noopener" { (link) } },
                        (None, Some(url)) => { " · " (url) },
                        (None, None) => {},
                    }
                }
                div.text lang=[self.language(at)] data-doc=(at.0) { (marks::text(at.at(), document, &spans)) }
            }
        }
    }
}

fn class(kind: BlockKind) -> Option<&'static str> {
    match kind {
        BlockKind::Headline => Some("headline"),
        BlockKind::Subheading | BlockKind::Standfirst => Some("standfirst"),
        BlockKind::Boilerplate => Some("boilerplate"),
        BlockKind::Body | BlockKind::Byline | BlockKind::Dateline | BlockKind::AgencyCredit | BlockKind::Caption => {
            None
        }
    }
}

fn layers(doc: &Annotated) -> Vec<(Span, Mark)> {
    let layers = &doc.annotations;
    let mut marks: Vec<(Span, Mark)> = layers.timexes.iter().map(|timex| (timex.span, Mark::Layer("t"))).collect();
    marks.extend(layers.toponyms.mentions.iter().map(|toponym| (toponym.span, Mark::Layer("p"))));
    marks.extend(layers.actors.mentions.iter().map(|mention| (mention.span, Mark::Layer("a"))));
    marks.extend(layers.attributions.iter().map(|said| (said.content, Mark::Layer("s"))));
    marks.extend(layers.claims.iter().map(|claim| (claim.trigger, Mark::Layer("c"))));
    marks
}
