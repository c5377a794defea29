//! What a text that is not in the dossier must have held.

use std::collections::BTreeMap;

use super::FamilyPassage;
use crate::annotated::Annotated;
use crate::compare::reuse::direction::passed_on_by;
use crate::compare::reuse::{DirectionVerdict, Reuse, retold};
use crate::document::BlockKind;
use crate::index::{DocIdx, ReuseIdx};
use crate::layers::actors::MentionForm;
use crate::layers::attributions::Attribution;
use crate::text::Span;

/// A passage of that text, and the name of the rule that takes it for one.
pub(super) type Held = (FamilyPassage, &'static str);

/// Of each passage that comes from a text outside the dossier, one rendering: the one nearer to that text
/// where signs of editing tell, else the longer one.
pub(super) fn renderings(reuse: &[Reuse], ties: &[ReuseIdx]) -> Vec<Held> {
    let mut told: BTreeMap<DocIdx, Vec<Span>> = BTreeMap::new();
    let mut found = Vec::new();
    let from_outside = |it: &&Reuse| it.direction.verdict == DirectionVerdict::CommonOrigin;
    let mut shared: Vec<&Reuse> = ties.iter().map(|tie| &reuse[tie.at()]).filter(from_outside).collect();
    // A heading lifted from a passage tells less than the passage.
    shared.sort_by_key(|it| std::cmp::Reverse(it.a.evidence.span.len().max(it.b.evidence.span.len())));
    for it in shared {
        let sides = [&it.a, &it.b].map(|side| FamilyPassage { doc: side.doc, span: side.evidence.span });
        let is_told = |side: &FamilyPassage| {
            told.get(&side.doc).is_some_and(|spans| spans.iter().any(|span| span.overlaps(side.span)))
        };
        if !sides.iter().any(is_told) {
            let longer = if sides[0].span.len() >= sides[1].span.len() { sides[0] } else { sides[1] };
            let nearer = it.direction.nearer.and_then(|doc| sides.into_iter().find(|side| side.doc == doc));
            found.push(nearer.unwrap_or(longer));
        }
        sides.iter().for_each(|side| told.entry(side.doc).or_default().push(side.span));
    }
    found.sort_unstable();
    found.into_iter().map(|it| (it, "shared_passage")).collect()
}

/// What a document attributes to the origin besides the shared passages.
pub(super) fn said_by(docs: &[Annotated], doc: DocIdx, origin: &str) -> Vec<Held> {
    let annotated = &docs[doc.at()];
    let names =
        |it: &&Attribution| it.source.iter().chain(&it.via).any(|source| annotated.source_name(source) == origin);
    let attributions = annotated.annotations.attributions.iter().filter(names);
    attributions.map(|it| (FamilyPassage { doc, span: it.content }, "credited_to_the_origin")).collect()
}

/// What a document has from an agency or another outlet that passed it on, where no other report of the dossier
/// shares it: only the credit tells of that text.
pub(super) fn passed_on(docs: &[Annotated], doc: DocIdx) -> Vec<Held> {
    let annotated = &docs[doc.at()];
    let outlet = annotated.document.outlet();
    let has_go_between =
        |it: &&Attribution| passed_on_by(annotated, it).any(|source| annotated.source_name(source) != outlet);
    let attributions = annotated.annotations.attributions.iter().filter(has_go_between);
    attributions.map(|it| (FamilyPassage { doc, span: it.content }, "passed_on")).collect()
}

/// The sentences of a document that tell its lead again and spell the place otherwise: a report has one spelling of
/// its own.
pub(super) fn spelled_otherwise(docs: &[Annotated], doc: DocIdx) -> Vec<Held> {
    let sentences = retold::from_another_text(&docs[doc.at()]).into_iter();
    sentences.map(|span| (FamilyPassage { doc, span }, "lead_told_again_spelled_otherwise")).collect()
}

/// How often a name stands inside the passages, and in which sentences outside them.
#[derive(Default)]
struct Uses {
    inside: usize,
    outside: Vec<usize>,
}

/// Sentences beside the passages of a document that came from the same text, though nothing attributes them: they
/// keep a name that the report uses in those passages only, where its own name for the same actor is another.
pub(super) fn beside(docs: &[Annotated], doc: DocIdx, passages: &[FamilyPassage]) -> Vec<Held> {
    /// A report has a name of its own for an actor when it uses it so often outside the passages.
    const OWN_USES: usize = 2;
    let annotated = &docs[doc.at()];
    let sentences = &annotated.annotations.sentences;
    let taken: Vec<Span> = passages.iter().filter(|it| it.doc == doc).map(|it| it.span).collect();
    let is_taken = |at: usize| taken.iter().any(|span| span.overlaps(sentences[at].span));
    let is_body = |at: usize| {
        let block = annotated.document.blocks.get(sentences[at].block.at());
        block.is_some_and(|block| block.kind == BlockKind::Body)
    };
    let is_beside = |at: usize| at > 0 && is_taken(at - 1) || at + 1 < sentences.len() && is_taken(at + 1);
    let candidates: Vec<usize> =
        (0..sentences.len()).filter(|&at| !is_taken(at) && is_body(at) && is_beside(at)).collect();
    let mut found: Vec<usize> = Vec::new();
    for names in uses(annotated, &taken).into_values() {
        for (name, uses) in &names {
            let has_own = names.iter().any(|(other, of)| other != name && of.outside.len() >= OWN_USES);
            let stays_near = uses.outside.iter().all(|at| candidates.binary_search(at).is_ok());
            if has_own && uses.inside > 0 && stays_near {
                found.extend(&uses.outside);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    let held = |at: usize| (FamilyPassage { doc, span: sentences[at].span }, "name_of_the_origin_kept");
    found.into_iter().map(held).collect()
}

/// The names of every actor, with their uses.
fn uses<'d>(doc: &'d Annotated, taken: &[Span]) -> BTreeMap<u32, BTreeMap<&'d str, Uses>> {
    let sentences = &doc.annotations.sentences;
    let mut found: BTreeMap<u32, BTreeMap<&str, Uses>> = BTreeMap::new();
    for mention in &doc.annotations.actors.mentions {
        if !matches!(mention.form, MentionForm::Name | MentionForm::Acronym) {
            continue;
        }
        let names = found.entry(mention.chain.0).or_default();
        let uses = names.entry(doc.document.slice(mention.span)).or_default();
        if taken.iter().any(|span| span.contains(mention.span)) {
            uses.inside += 1;
        } else {
            uses.outside.push(sentences.partition_point(|sentence| sentence.span.end <= mention.span.start));
        }
    }
    found
}
