//! Entities: actors across documents.

mod groups;
pub mod names;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::annotated::{ActorRef, Annotated};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::phrase;
use crate::index::{ActorId, ChainIdx, DocIdx, EntityIdx};
use crate::language::{Pack, Packs};
use crate::layers::actors::Chain;
use crate::layers::kinds::{ActorKind, LabelStance};

/// An actor of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Neutral display name in the language of most reports.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The known actor, where the actor gazetteer lists it.
    pub known: Option<ActorId>,
    /// Whether some text names it, instead of only describing it.
    pub named: bool,
    /// Neutral force group, government or office, and home country (`army/163843`), where texts give both.
    pub role: Option<String>,
    /// The coreference chains that make it up, sorted.
    pub chains: Vec<(DocIdx, ChainIdx)>,
    /// Every mention, sorted.
    pub mentions: Vec<ActorRef>,
    /// Every label that it bears, with counts; sorted by text.
    pub labels: Vec<EntityLabel>,
    /// Those whom it leads or speaks for, by its titles in the reports or by the actor gazetteer; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stands_for: Vec<EntityIdx>,
    /// Members, where the entity is a coordinated group or a coalition.
    pub members: Vec<EntityIdx>,
    /// Why its chains were joined, one sentence each.
    pub reasons: Vec<String>,
}

impl Entity {
    /// The country whose force, government or office it is, as the role names it.
    pub fn home(&self) -> Option<&str> {
        Some(self.role.as_ref()?.split_once('/')?.1)
    }
}

/// A label of an entity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityLabel {
    /// As written.
    pub text: String,
    /// Stance of the label.
    pub stance: LabelStance,
    /// How often each document uses it, sorted.
    pub uses: Vec<(DocIdx, u32)>,
}

/// Joins the chains of all documents into entities, in order of first mention.
///
/// Chains join when they are the same listed actor, bear the same role of the same country, or share a
/// name: equal once folded, one the end of the other and unique, or a spelling that differs little. No
/// other likeness joins them.
pub fn entities(docs: &[Annotated], packs: &Packs, gazetteer: &Gazetteer) -> Vec<Entity> {
    let mut entities: Vec<Growing> = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        for (at, chain) in doc.annotations.actors.chains.iter().enumerate() {
            let link = join(chain, DocIdx::new(position), &entities, gazetteer);
            let entity = link.as_ref().map_or(entities.len(), |(entity, _)| *entity);
            if link.is_none() {
                entities.push(Growing::new(chain));
            }
            let growing = &mut entities[entity];
            growing.add(chain);
            growing.entity.chains.push((DocIdx::new(position), ChainIdx::new(at)));
            growing.entity.reasons.extend(link.map(|(_, reason)| reason));
        }
    }
    let entities = groups::join(entities, docs);
    let mut finished: Vec<Entity> =
        entities.into_iter().map(|growing| Entity { named: growing.named, ..growing.entity }).collect();
    for entity in &mut finished {
        finish(entity, docs, gazetteer);
    }
    add_members(&mut finished, docs);
    add_stood_for(&mut finished, docs, gazetteer);
    names::name(&mut finished, common_pack(docs, packs), gazetteer);
    finished
}

/// The pack of the language that most reports are in; ties go to the first code in the alphabet.
fn common_pack<'p>(docs: &[Annotated], packs: &'p Packs) -> &'p Pack {
    let mut counts: BTreeMap<&str, (usize, &Pack)> = BTreeMap::new();
    for doc in docs {
        let pack = packs.of(&doc.document);
        counts.entry(&pack.code).or_insert((0, pack)).0 += 1;
    }
    let most = counts.into_values().rev().max_by_key(|(count, _)| *count);
    most.map_or_else(|| packs.default_pack(), |(_, pack)| pack)
}

/// The entity of a mention.
pub fn entity_of(entities: &[Entity], docs: &[Annotated], mention: ActorRef) -> Option<EntityIdx> {
    let chain = docs[mention.doc.at()].annotations.actors.mentions[mention.mention.at()].chain;
    entities.iter().position(|entity| entity.chains.contains(&(mention.doc, chain))).map(EntityIdx::new)
}

struct Growing {
    entity: Entity,
    names: Vec<String>,
    named: bool,
}

impl Growing {
    fn new(chain: &Chain) -> Growing {
        let entity = Entity {
            name: chain.name.clone(),
            kind: chain.kind,
            known: None,
            named: false,
            role: None,
            chains: Vec::new(),
            mentions: Vec::new(),
            labels: Vec::new(),
            stands_for: Vec::new(),
            members: Vec::new(),
            reasons: Vec::new(),
        };
        Growing { entity, names: Vec::new(), named: chain.named }
    }

    fn add(&mut self, chain: &Chain) {
        self.entity.known = self.entity.known.take().or_else(|| chain.known.clone());
        self.entity.role = self.entity.role.take().or_else(|| chain.role.clone());
        if self.entity.kind == ActorKind::Unknown {
            self.entity.kind = chain.kind;
        }
        if chain.named {
            self.names.push(phrase(&chain.name));
            if !self.named || chain.name.len() > self.entity.name.len() {
                self.entity.name.clone_from(&chain.name);
            }
            self.named = true;
        }
    }
}

/// The entity that a chain joins, and why; none that the user's file keeps apart from it.
fn join(chain: &Chain, doc: DocIdx, entities: &[Growing], gazetteer: &Gazetteer) -> Option<(usize, String)> {
    let own = phrase(&chain.name);
    let allowed = |growing: &Growing| !growing.names.iter().any(|other| gazetteer.actors.are_apart(&own, other));
    let find = |fits: &dyn Fn(&Growing) -> bool| entities.iter().position(|it| allowed(it) && fits(it));
    if let Some(known) = &chain.known {
        let entity = find(&|growing| growing.entity.known.as_ref() == Some(known))?;
        return Some((entity, format!("'{}' is listed as the same actor", chain.name)));
    }
    if let Some(role) = &chain.role {
        let entity = find(&|growing| growing.entity.role.as_ref() == Some(role))?;
        return Some((entity, format!("'{}' is the same force, government or office of the same country", chain.name)));
    }
    if !chain.named {
        return None;
    }
    // Within a document the chains have been told apart already.
    let open = |growing: &Growing| {
        growing.entity.known.is_none() && growing.named && growing.entity.chains.iter().all(|(of, _)| *of != doc)
    };
    if let Some(entity) = find(&|growing| open(growing) && growing.names.contains(&own)) {
        return Some((entity, format!("'{}' is the same name", chain.name)));
    }
    let close = |growing: &Growing| open(growing) && growing.names.iter().any(|other| same_person(&own, other));
    let mut matching = entities.iter().enumerate().filter(|(_, it)| allowed(it) && close(it));
    let (entity, _) = matching.next()?;
    matching
        .next()
        .is_none()
        .then(|| (entity, format!("'{}' is another spelling or the last part of the name", chain.name)))
}

/// Names of two words or more that differ by their spelling only, or of which one ends the other.
fn same_person(one: &str, two: &str) -> bool {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    if long.strip_suffix(short).is_some_and(|rest| rest.ends_with(' ')) {
        return true;
    }
    let words = |name: &str| name.split(' ').count();
    let joined = |name: &str| name.replace(' ', "");
    words(one).min(words(two)) >= 2
        && one
            .split(' ')
            .next()
            .zip(two.split(' ').next())
            .is_some_and(|(one, two)| strsim::damerau_levenshtein(one, two) <= 1)
        && strsim::normalized_damerau_levenshtein(&joined(one), &joined(two)) >= 0.8
}

/// Fills mentions, labels and the neutral name.
fn finish(entity: &mut Entity, docs: &[Annotated], gazetteer: &Gazetteer) {
    let mut labels: BTreeMap<(String, LabelStance), BTreeMap<DocIdx, u32>> = BTreeMap::new();
    for &(doc, chain) in &entity.chains {
        let annotated = &docs[doc.at()];
        for &mention in &annotated.annotations.actors.chains[chain.at()].mentions {
            let it = &annotated.annotations.actors.mentions[mention.at()];
            entity.mentions.push(ActorRef { doc, mention });
            if it.is_pronoun() {
                continue;
            }
            let text = annotated.document.slice(it.span).to_owned();
            *labels.entry((text, it.stance)).or_default().entry(doc).or_default() += 1;
        }
    }
    entity.mentions.sort();
    entity.labels = labels
        .into_iter()
        .map(|((text, stance), uses)| EntityLabel { text, stance, uses: uses.into_iter().collect() })
        .collect();
    if let Some(known) = entity.known.as_ref().and_then(|known| gazetteer.actors.get(known)) {
        entity.kind = known.kind;
        // What a listed organ of a state does is the state's.
        let organ = matches!(known.kind, ActorKind::State | ActorKind::Institution) && entity.role.is_none();
        if let Some(country) = gazetteer.home_of(known).filter(|_| organ) {
            entity.role = Some(format!("institution/{}", country.0));
        }
    }
}

/// Actors with the members of groups, and with those whom persons lead or speak for.
pub(super) fn wide(entities: &[Entity], set: impl IntoIterator<Item = EntityIdx>) -> BTreeSet<EntityIdx> {
    let near = |it: EntityIdx| {
        let entity = &entities[it.at()];
        std::iter::once(it).chain(entity.members.iter().copied()).chain(entity.stands_for.iter().copied())
    };
    set.into_iter().flat_map(near).collect()
}

/// The entity of every coreference chain.
pub(crate) fn by_chain(entities: &[Entity]) -> BTreeMap<(DocIdx, ChainIdx), EntityIdx> {
    let chains = |(at, entity): (usize, &Entity)| -> Vec<_> {
        entity.chains.iter().map(|&chain| (chain, EntityIdx::new(at))).collect()
    };
    entities.iter().enumerate().flat_map(chains).collect()
}

/// Ties persons to those whom they lead or speak for.
fn add_stood_for(entities: &mut [Entity], docs: &[Annotated], gazetteer: &Gazetteer) {
    let by_chain = by_chain(entities);
    let by_known: BTreeMap<ActorId, EntityIdx> = entities
        .iter()
        .enumerate()
        .filter_map(|(at, entity)| Some((entity.known.clone()?, EntityIdx::new(at))))
        .collect();
    for (at, entity) in entities.iter_mut().enumerate() {
        let told = entity.chains.iter().flat_map(|(doc, chain)| {
            let groups = &docs[doc.at()].annotations.actors.chains[chain.at()].stands_for;
            groups.iter().filter_map(|group| by_chain.get(&(*doc, *group)).copied())
        });
        let known = entity.known.as_ref().and_then(|known| gazetteer.actors.get(known));
        let led = known.into_iter().flat_map(|known| known.leads.iter().filter_map(|led| by_known.get(led).copied()));
        let stood_for: BTreeSet<EntityIdx> = told.chain(led).filter(|it| it.at() != at).collect();
        entity.stands_for = stood_for.into_iter().collect();
    }
}

/// Ties coordinated groups to the entities of their members.
fn add_members(entities: &mut [Entity], docs: &[Annotated]) {
    let by_chain = by_chain(entities);
    for entity in entities {
        let mut members: Vec<EntityIdx> = entity
            .mentions
            .iter()
            .flat_map(|mention| {
                let actors = &docs[mention.doc.at()].annotations.actors;
                actors.mentions[mention.mention.at()]
                    .members
                    .iter()
                    .map(|member| (mention.doc, actors.mentions[member.at()].chain))
            })
            .filter_map(|chain| by_chain.get(&chain).copied())
            .collect();
        members.sort();
        members.dedup();
        entity.members = members;
    }
}
