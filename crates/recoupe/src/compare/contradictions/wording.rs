//! Contradictions of wording: one source's words in two renderings.

use std::collections::BTreeSet;

use super::{Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotated::{ActorRef, Annotated};
use crate::compare::entities::{Entity, entity_of};
use crate::compare::reuse::{AlteredQuotation, EditKind, Passage, Reuse};
use crate::index::{ActorIdx, DocIdx, EntityIdx};
use crate::layers::attributions::Attribution;
use crate::layers::kinds::LabelStance;
use crate::text::Span;

/// Altered quotations, and labels that a report puts under the name of a source.
pub(super) fn contradictions(
    docs: &[Annotated],
    entities: &[Entity],
    reuse: &[Reuse],
    altered: &[AlteredQuotation],
) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = altered.iter().map(quotation).collect();
    found.extend(reuse.iter().filter_map(|it| label(docs, entities, it)));
    found
}

fn quotation(altered: &AlteredQuotation) -> Contradiction {
    let statement = |passage: &Passage| Statement {
        claim: None,
        evidence: passage.evidence.clone(),
        says: passage.evidence.quote.clone(),
    };
    Contradiction {
        kind: ContradictionKind::Wording,
        a: statement(&altered.a),
        b: statement(&altered.b),
        resolution: Resolution::Misquotation,
        events: Vec::new(),
        reason: "one quotation in two renderings that differ inside the quotation marks".into(),
        rule: altered.rule.clone(),
    }
}

/// A label with another stance, in words that a report ascribes to a source and another report gives otherwise.
fn label(docs: &[Annotated], entities: &[Entity], reuse: &Reuse) -> Option<Contradiction> {
    let ascribed = |doc: DocIdx, span: Span| -> Option<&Attribution> {
        let holds = |it: &&Attribution| it.source.is_some() && it.content.contains(span);
        docs[doc.at()].annotations.attributions.iter().find(holds)
    };
    let loaded = |doc: DocIdx, span: Span| {
        let mentions = &docs[doc.at()].annotations.actors.mentions;
        mentions.iter().any(|it| it.stance != LabelStance::Neutral && span.contains(it.span))
    };
    let edit = reuse.edits.iter().find(|edit| {
        let is_ascribed = ascribed(reuse.a.doc, edit.a).is_some() || ascribed(reuse.b.doc, edit.b).is_some();
        let named = |doc: DocIdx, span: Span| named(docs, entities, doc, span);
        let same = || !named(reuse.a.doc, edit.a).is_disjoint(&named(reuse.b.doc, edit.b));
        let stance = || loaded(reuse.a.doc, edit.a) || loaded(reuse.b.doc, edit.b);
        let renamed = edit.kind == EditKind::Name && stance() && same();
        (edit.kind == EditKind::Label || renamed) && !edit.in_quotation && is_ascribed
    })?;
    let statement = |passage: &Passage, span: Span| {
        let doc = &docs[passage.doc.at()];
        let evidence = doc.evidence(span, "label_under_a_source")?;
        Some(Statement { claim: None, says: evidence.quote.clone(), evidence })
    };
    let around = |passage: &Passage, span: Span| passage.evidence.span.cover(span);
    Some(Contradiction {
        kind: ContradictionKind::Wording,
        a: statement(&reuse.a, around(&reuse.a, edit.a))?,
        b: statement(&reuse.b, around(&reuse.b, edit.b))?,
        resolution: Resolution::Misquotation,
        events: Vec::new(),
        reason: "words ascribed to a source bear a label that another rendering of them does not have".into(),
        rule: "label_under_a_source".into(),
    })
}

/// The actors that a span names.
fn named(docs: &[Annotated], entities: &[Entity], doc: DocIdx, span: Span) -> BTreeSet<EntityIdx> {
    let mentions = docs[doc.at()].annotations.actors.mentions.iter().enumerate();
    mentions
        .filter(|(_, it)| it.span.overlaps(span))
        .filter_map(|(at, _)| entity_of(entities, docs, ActorRef { doc, mention: ActorIdx::new(at) }))
        .collect()
}
