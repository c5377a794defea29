//! Layer `actors`: mentions of actors, coreference within documents and across the dossier.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::coreference::{Clustered, b_cubed, ceaf};
use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, pair_best, ratio};
use crate::compare::entities::by_chain;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::{ActorIdx, ChainIdx, DocIdx, EntityIdx, TokenIdx};
use crate::layers::actors::ActorMention;

#[derive(Deserialize)]
struct Layer {
    mentions: Vec<Mention>,
    #[serde(default)]
    coref_traps: Vec<Trap>,
}

#[derive(Deserialize)]
struct Mention {
    #[serde(flatten)]
    span: GoldSpan,
    key: String,
}

/// A pronoun or a description that is easily linked to another actor.
#[derive(Deserialize)]
struct Trap {
    #[serde(flatten)]
    span: GoldSpan,
    referent: String,
}

/// A mention that the system found.
struct Found<'d> {
    at: Located,
    mention: &'d ActorMention,
    entity: Option<EntityIdx>,
}

/// The gold's actors and the system's, paired.
pub(super) struct ActorPairs<'d> {
    golds: Vec<(Located, String)>,
    found: Vec<Found<'d>>,
    /// Positions in `golds` and `found`, sorted.
    pairs: Vec<(usize, usize)>,
    /// The entity of every actor that the gold file has and the system found.
    pub entities: BTreeMap<String, EntityIdx>,
    entity_of: BTreeMap<(DocIdx, ChainIdx), EntityIdx>,
}

/// Pairs the gold mentions with the system's and ties each gold actor to the entity that holds most of
/// its mentions; a tie goes to the earlier entity.
///
/// # Errors
/// When the layer does not have the expected form.
pub(super) fn actor_pairs<'d>(gold: &Gold, dossier: &'d Dossier) -> Result<ActorPairs<'d>, GoldError> {
    let layer: Layer = gold.layer("actors")?;
    let locator = gold.locator(dossier)?;
    let mut golds = Vec::with_capacity(layer.mentions.len());
    for mention in layer.mentions {
        golds.push((locator.locate(&mention.span)?, mention.key));
    }
    let entity_of = by_chain(&dossier.findings.entities);
    let found = found(&locator, dossier, &entity_of);
    let pairs = pair(&golds, &found, dossier);
    let mut votes: BTreeMap<&str, BTreeMap<EntityIdx, usize>> = BTreeMap::new();
    for &(g, s) in &pairs {
        if let Some(entity) = found[s].entity {
            *votes.entry(&golds[g].1).or_default().entry(entity).or_default() += 1;
        }
    }
    let majority = |votes: BTreeMap<EntityIdx, usize>| {
        votes.into_iter().max_by_key(|&(entity, votes)| (votes, std::cmp::Reverse(entity))).map(|(entity, _)| entity)
    };
    let entities = votes.into_iter().filter_map(|(key, votes)| Some((key.to_owned(), majority(votes)?))).collect();
    Ok(ActorPairs { golds, found, pairs, entities, entity_of })
}

impl ActorPairs<'_> {
    /// The entity of a mention.
    pub(super) fn entity(&self, dossier: &Dossier, doc: DocIdx, mention: ActorIdx) -> Option<EntityIdx> {
        let mention = dossier.docs[doc.at()].annotations.actors.mentions.get(mention.at())?;
        self.entity_of.get(&(doc, mention.chain)).copied()
    }

    /// Whether a gold mention of the actor overlaps a place.
    pub(super) fn names(&self, key: &str, at: Located) -> bool {
        self.golds.iter().any(|(gold, of)| of == key && gold.iou(at) > 0.0)
    }

    /// Whether a pair links the mention to the right actor.
    fn is_right(&self, &(g, s): &(usize, usize)) -> bool {
        let entity = self.entities.get(&self.golds[g].1);
        entity.is_some() && self.found[s].entity.as_ref() == entity
    }
}

/// The mentions of the documents that the gold annotates; the gold lists no pronouns.
fn found<'d>(
    locator: &Locator<'_>,
    dossier: &'d Dossier,
    entity_of: &BTreeMap<(DocIdx, ChainIdx), EntityIdx>,
) -> Vec<Found<'d>> {
    let mut found = Vec::new();
    for doc in locator.docs() {
        let mentions = dossier.docs[doc.at()].annotations.actors.mentions.iter();
        found.extend(mentions.filter(|mention| !mention.is_pronoun()).map(|mention| Found {
            at: Located::of(dossier, doc, mention.span),
            mention,
            entity: entity_of.get(&(doc, mention.chain)).copied(),
        }));
    }
    found
}

/// Mentions match at an overlap of one half, or where each span holds the other's head.
fn pair(golds: &[(Located, String)], found: &[Found], dossier: &Dossier) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, (gold, _)) in golds.iter().enumerate() {
        let head = head_of(dossier, *gold);
        for (s, found) in found.iter().enumerate().filter(|(_, found)| found.at.doc == gold.doc) {
            let iou = gold.iou(found.at);
            if iou >= MATCH_IOU || iou > 0.0 && heads_match(dossier, *gold, head, found) {
                candidates.push((iou, g, s));
            }
        }
    }
    pair_best(candidates, golds.len(), found.len())
}

/// The token of the word that heads a gold span.
fn head_of(dossier: &Dossier, gold: Located) -> Option<TokenIdx> {
    let annotations = &dossier.docs[gold.doc.at()].annotations;
    let word = annotations.syntax.word_at(gold.span, &annotations.tokens)?;
    Some(annotations.syntax.words[word.at()].token)
}

fn heads_match(dossier: &Dossier, gold: Located, head: Option<TokenIdx>, found: &Found) -> bool {
    let tokens = &dossier.docs[gold.doc.at()].annotations.tokens;
    let holds = |span: crate::text::Span, token: TokenIdx| {
        tokens.get(token.at()).is_some_and(|token| span.contains(token.span))
    };
    head.is_some_and(|head| holds(found.at.span, head)) && holds(gold.span, found.mention.head)
}

/// Scores the actor layer.
pub(super) fn actors(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let actors = actor_pairs(gold, dossier)?;
    let (golds, found, pairs) = (&actors.golds, &actors.found, &actors.pairs);
    let same_span = |&&(g, s): &&(usize, usize)| golds[g].0 == found[s].at;
    let right: Vec<(usize, usize)> = pairs.iter().copied().filter(|pair| actors.is_right(pair)).collect();
    let prf = |right: usize| Prf::of(right, found.len(), golds.len());
    let mut score = LayerScore {
        strict: prf(right.iter().filter(same_span).count()),
        overlap: prf(right.len()),
        ..LayerScore::default()
    };
    let mut slot = |name: &str, value: f64| score.slots.insert(name.to_owned(), value);
    let mentions = prf(pairs.len());
    slot("mention_p", mentions.p);
    slot("mention_r", mentions.r);
    slot("mention_f1", mentions.f1);
    slot("mention_f1_strict", prf(pairs.iter().filter(same_span).count()).f1);
    for (name, within) in [("within", true), ("across", false)] {
        let all = clustered(&actors, within);
        let matched: Vec<Clustered> =
            all.iter().copied().filter(|item| item.gold.is_some() && item.system.is_some()).collect();
        slot(&format!("b3_{name}"), b_cubed(&all).f1);
        slot(&format!("ceaf_{name}"), ceaf(&all).f1);
        slot(&format!("links_{name}_b3"), b_cubed(&matched).f1);
        slot(&format!("links_{name}_ceaf"), ceaf(&matched).f1);
    }
    let (traps, trap_notes) = traps(gold, dossier, &actors)?;
    slot("coref_traps_right", traps);
    score.notes = notes(&actors, dossier);
    score.notes.extend(trap_notes);
    Ok(score)
}

/// All mentions with the number of their gold actor and of their chain (`within` documents) or entity.
fn clustered(actors: &ActorPairs, within: bool) -> Vec<Clustered> {
    let mut numbers: BTreeMap<(bool, Option<DocIdx>, String), usize> = BTreeMap::new();
    let mut number = |is_gold: bool, doc: DocIdx, name: String| {
        let next = numbers.len();
        *numbers.entry((is_gold, within.then_some(doc), name)).or_insert(next)
    };
    let golds: Vec<usize> = actors.golds.iter().map(|(at, key)| number(true, at.doc, key.clone())).collect();
    let systems: Vec<usize> = actors
        .found
        .iter()
        .map(|found| {
            let name = match found.entity.filter(|_| !within) {
                Some(entity) => entity.0.to_string(),
                None => format!("chain {}", found.mention.chain.0),
            };
            number(false, found.at.doc, name)
        })
        .collect();
    let (mut gold_taken, mut system_taken) = (vec![false; golds.len()], vec![false; systems.len()]);
    let mut items = Vec::new();
    for &(g, s) in &actors.pairs {
        (gold_taken[g], system_taken[s]) = (true, true);
        items.push(Clustered { gold: Some(golds[g]), system: Some(systems[s]) });
    }
    let missed = golds.iter().zip(&gold_taken).filter(|(_, taken)| !**taken);
    items.extend(missed.map(|(&gold, _)| Clustered { gold: Some(gold), system: None }));
    let invented = systems.iter().zip(&system_taken).filter(|(_, taken)| !**taken);
    items.extend(invented.map(|(&system, _)| Clustered { gold: None, system: Some(system) }));
    items
}

/// Share of the traps where some mention inside the span belongs to the referent.
fn traps(gold: &Gold, dossier: &Dossier, actors: &ActorPairs) -> Result<(f64, Vec<String>), GoldError> {
    let layer: Layer = gold.layer("actors")?;
    let locator = gold.locator(dossier)?;
    let (mut right, mut notes) = (0, Vec::new());
    for trap in &layer.coref_traps {
        let at = locator.locate(&trap.span)?;
        let annotations = &dossier.docs[at.doc.at()].annotations;
        let inside = annotations.actors.mentions.iter().filter(|mention| at.span.contains(mention.span));
        let entities: Vec<EntityIdx> =
            inside.filter_map(|mention| actors.entity_of.get(&(at.doc, mention.chain)).copied()).collect();
        if actors.entities.get(&trap.referent).is_some_and(|entity| entities.contains(entity)) {
            right += 1;
        } else {
            let names: Vec<&str> =
                entities.iter().map(|entity| dossier.findings.entities[entity.at()].name.as_str()).collect();
            let text = dossier.docs[at.doc.at()].document.slice(at.span);
            notes.push(format!("trap: '{text}' is {}, linked to {names:?}", trap.referent));
        }
    }
    Ok((ratio(right, layer.coref_traps.len()), notes))
}

fn notes(actors: &ActorPairs, dossier: &Dossier) -> Vec<String> {
    let place = |at: Located| {
        let document = &dossier.docs[at.doc.at()].document;
        format!("'{}' ({} {})", document.slice(at.span), document.name, at.span)
    };
    let entity = |entity: Option<EntityIdx>| {
        entity.map_or("none".to_owned(), |entity| dossier.findings.entities[entity.at()].name.clone())
    };
    let (mut gold_taken, mut system_taken) = (vec![false; actors.golds.len()], vec![false; actors.found.len()]);
    for &(g, s) in &actors.pairs {
        (gold_taken[g], system_taken[s]) = (true, true);
    }
    let mut notes = Vec::new();
    for ((at, key), _) in actors.golds.iter().zip(&gold_taken).filter(|(_, taken)| !**taken) {
        notes.push(format!("missed: {} of {key}", place(*at)));
    }
    for (found, _) in actors.found.iter().zip(&system_taken).filter(|(_, taken)| !**taken) {
        notes.push(format!("not in the gold: {} by {}", place(found.at), found.mention.rule));
    }
    for pair in actors.pairs.iter().filter(|pair| !actors.is_right(pair)) {
        let (gold, found) = (&actors.golds[pair.0], &actors.found[pair.1]);
        notes.push(format!(
            "wrong link: {} is {} ({}), linked to {}: {}",
            place(found.at),
            gold.1,
            entity(actors.entities.get(&gold.1).copied()),
            entity(found.entity),
            found.mention.link,
        ));
    }
    let mut keys: BTreeMap<EntityIdx, Vec<&str>> = BTreeMap::new();
    for (key, entity) in &actors.entities {
        keys.entry(*entity).or_default().push(key);
    }
    for (at, keys) in keys.iter().filter(|(_, keys)| keys.len() > 1) {
        notes.push(format!("one entity for several actors: {} is {}", entity(Some(*at)), keys.join(", ")));
    }
    notes
}
