//! Framing: the labels and verbs that each outlet uses. Descriptive and symmetrical; no score of bias.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::annotated::{ActorRef, Annotated};
use crate::compare::entities::{Entity, entity_of};
use crate::compare::events::Event;
use crate::compare::reuse::{EditKind, Reuse};
use crate::evidence::Evidence;
use crate::index::{DocIdx, EntityIdx, EventIdx};
use crate::language::Packs;
use crate::layers::kinds::LabelStance;

/// How outlets name the sides and the events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Framing {
    /// Labels per document and actor, sorted by document, entity and text.
    pub labels: Vec<LabelUse>,
    /// Words for one event per document.
    pub verbs: Vec<VerbUse>,
    /// Who gets quoted, per document.
    pub quoted: Vec<QuotedSource>,
    /// Words that one outlet added to or replaced in a common passage.
    pub loaded: Vec<LoadedEdit>,
}

/// A label that a document uses for an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelUse {
    /// The document.
    pub doc: DocIdx,
    /// The actor.
    pub entity: EntityIdx,
    /// As written.
    pub text: String,
    /// Stance of the label, by the pack's list.
    pub stance: LabelStance,
    /// Every use.
    pub evidence: Vec<Evidence>,
}

/// A word that a document uses for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerbUse {
    /// The document.
    pub doc: DocIdx,
    /// The event.
    pub event: EventIdx,
    /// Dictionary form, as 'libérer'.
    pub lemma: String,
    /// Stance of the word, by the pack's list.
    pub stance: LabelStance,
    /// The use.
    pub evidence: Evidence,
}

/// A source that a document quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedSource {
    /// The document.
    pub doc: DocIdx,
    /// The source, where it is an entity.
    pub entity: Option<EntityIdx>,
    /// As written.
    pub name: String,
    /// Every content attributed to it.
    pub evidence: Vec<Evidence>,
}

/// A loaded word that an edit of a common passage brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadedEdit {
    /// The wording of the one document.
    pub a: Evidence,
    /// The wording of the other.
    pub b: Evidence,
    /// What changed, for the reader.
    pub reason: String,
}

/// Gathers labels, verbs and quoted sources.
pub fn framing(docs: &[Annotated], packs: &Packs, entities: &[Entity], events: &[Event], reuse: &[Reuse]) -> Framing {
    Framing {
        labels: labels(docs, entities),
        verbs: verbs(docs, packs, events),
        quoted: quoted(docs, entities),
        loaded: loaded(docs, reuse),
    }
}

fn labels(docs: &[Annotated], entities: &[Entity]) -> Vec<LabelUse> {
    let mut uses: BTreeMap<(DocIdx, EntityIdx, String), (LabelStance, Vec<Evidence>)> = BTreeMap::new();
    for (position, entity) in entities.iter().enumerate() {
        for mention in &entity.mentions {
            let doc = &docs[mention.doc.at()];
            let it = &doc.annotations.actors.mentions[mention.mention.at()];
            if it.is_pronoun() {
                continue;
            }
            let key = (mention.doc, EntityIdx::new(position), doc.document.slice(it.span).to_owned());
            uses.entry(key).or_insert_with(|| (it.stance, Vec::new())).1.extend(doc.evidence(it.span, &it.rule));
        }
    }
    uses.into_iter()
        .map(|((doc, entity, text), (stance, evidence))| LabelUse { doc, entity, text, stance, evidence })
        .collect()
}

/// The words for changes of control, and for events that more than one claim tells, so that they can be
/// compared.
fn verbs(docs: &[Annotated], packs: &Packs, events: &[Event]) -> Vec<VerbUse> {
    let control = |event: &Event| event.event_type.is("control") && !event.event_type.is("control/presence");
    let compared = |event: &Event| event.claims.len() > 1 || control(event);
    let mut verbs = Vec::new();
    for (position, event) in events.iter().enumerate().filter(|(_, event)| compared(event)) {
        for claim in &event.claims {
            let doc = &docs[claim.doc.at()];
            let it = &doc.annotations.claims[claim.claim.at()];
            let Some(evidence) = doc.evidence(it.trigger, &it.evidence.rule) else { continue };
            let syntax = &doc.annotations.syntax;
            let lemma = syntax
                .words_in(it.trigger, &doc.annotations.tokens)
                .last()
                .map_or_else(|| evidence.quote.clone(), |word| syntax.words[word].lemma.clone());
            let words = &packs.of(&doc.document).events;
            let frame = words.verb(&lemma).chain(words.noun(&lemma)).find(|frame| frame.event_type == it.event_type);
            verbs.push(VerbUse {
                doc: claim.doc,
                event: EventIdx::new(position),
                stance: frame.map(|frame| frame.stance).unwrap_or_default(),
                lemma,
                evidence,
            });
        }
    }
    verbs
}

fn quoted(docs: &[Annotated], entities: &[Entity]) -> Vec<QuotedSource> {
    let mut sources: Vec<QuotedSource> = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        for attribution in &doc.annotations.attributions {
            let Some(source) = &attribution.source else { continue };
            let at = DocIdx::new(position);
            let entity = source.actor.and_then(|mention| entity_of(entities, docs, ActorRef { doc: at, mention }));
            let name = entity.map_or_else(
                || doc.document.slice(source.span).to_owned(),
                |entity| entities[entity.at()].name.clone(),
            );
            let place = sources
                .iter()
                .position(|other| other.doc == at && other.entity == entity && other.name == name)
                .unwrap_or_else(|| {
                    sources.push(QuotedSource { doc: at, entity, name, evidence: Vec::new() });
                    sources.len() - 1
                });
            sources[place].evidence.extend(doc.evidence(attribution.content, &attribution.rule));
        }
    }
    sources
}

fn loaded(docs: &[Annotated], reuse: &[Reuse]) -> Vec<LoadedEdit> {
    let mut loaded = Vec::new();
    for it in reuse {
        let (doc_a, doc_b) = (&docs[it.a.doc.at()], &docs[it.b.doc.at()]);
        for edit in it.edits.iter().filter(|edit| edit.kind == EditKind::Label) {
            if let (Some(a), Some(b)) = (doc_a.evidence(edit.a, &it.rule), doc_b.evidence(edit.b, &it.rule)) {
                loaded.push(LoadedEdit { a, b, reason: edit.reason.clone() });
            }
        }
    }
    loaded
}
