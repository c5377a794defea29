//! Neutral display names: the gazetteer's, a force's or government's by its country, a group's by its
//! members; a description that grants or denies standing only as the words of the reports, in quotation marks.

use crate::annotate::actors::LabelStance;
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::index::EntityIdx;
use crate::language::Pack;

use super::{Entity, EntityLabel};

/// Gives every entity its display name in the language of a pack.
pub(super) fn name(entities: &mut [Entity], pack: &Pack, gazetteer: &Gazetteer) {
    for entity in entities.iter_mut().filter(|entity| entity.members.is_empty()) {
        entity.name = of_one(entity, pack, gazetteer);
    }
    for at in 0..entities.len() {
        if !entities[at].members.is_empty() {
            entities[at].name = of_group(&entities[at].members, entities, pack);
        }
    }
}

/// The name of every entity in the language of a pack; the words of the reports stay as they are.
pub fn translated(entities: &[Entity], pack: &Pack, gazetteer: &Gazetteer) -> Vec<String> {
    let own = |entity: &Entity| listed(entity, pack, gazetteer).or_else(|| entity.named.then(|| entity.name.clone()));
    // A group of which one member is only described stays as it is: half a translation is none.
    let group = |entity: &Entity| {
        let names: Option<Vec<String>> = entity.members.iter().map(|it| own(&entities[it.at()])).collect();
        joined(names?, pack)
    };
    let of = |entity: &Entity| if entity.members.is_empty() { own(entity) } else { group(entity) };
    // The words of a report that stand for a name are marked as its words.
    let (open, close) = &pack.actors.display_quotes;
    let in_words = |entity: &Entity| match entity.labels.iter().any(|label| label.text == entity.name) {
        true => format!("{open}{}{close}", entity.name),
        false => entity.name.clone(),
    };
    entities.iter().map(|entity| of(entity).unwrap_or_else(|| in_words(entity))).collect()
}

/// The name that the gazetteer or the pack has for an entity.
fn listed(entity: &Entity, pack: &Pack, gazetteer: &Gazetteer) -> Option<String> {
    let known = entity.known.as_ref().and_then(|known| gazetteer.actors.get(known));
    known.map(|known| known.name(&pack.code).to_owned()).or_else(|| of_role(entity, pack, gazetteer))
}

fn of_one(entity: &Entity, pack: &Pack, gazetteer: &Gazetteer) -> String {
    if let Some(name) = listed(entity, pack, gazetteer) {
        return name;
    }
    if entity.named {
        return entity.name.clone();
    }
    let used = |label: &&EntityLabel| label.uses.iter().map(|(_, count)| *count).sum::<u32>();
    let neutral = entity.labels.iter().filter(|label| label.stance == LabelStance::Neutral);
    if let Some(label) = neutral.max_by_key(|label| (used(label), std::cmp::Reverse(label.text.clone()))) {
        return label.text.clone();
    }
    let (open, close) = &pack.actors.display_quotes;
    match pack.actors.kind_names.get(&entity.kind) {
        Some(kind) => format!("{kind} ({open}{}{close})", entity.name),
        None => format!("{open}{}{close}", entity.name),
    }
}

/// 'army (Country)', where the pack has a word for the group.
fn of_role(entity: &Entity, pack: &Pack, gazetteer: &Gazetteer) -> Option<String> {
    let (group, country) = entity.role.as_ref()?.split_once('/')?;
    let country = gazetteer.places.name(PlaceId(country.parse().ok()?), &pack.code);
    Some(pack.actors.role_names.get(group)?.replace("{country}", country))
}

fn of_group(members: &[EntityIdx], entities: &[Entity], pack: &Pack) -> String {
    joined(members.iter().map(|member| entities[member.at()].name.clone()).collect(), pack).unwrap_or_default()
}

/// 'A, B and C'; `None` of nothing.
fn joined(mut names: Vec<String>, pack: &Pack) -> Option<String> {
    let last = names.pop()?;
    if names.is_empty() {
        return Some(last);
    }
    Some(format!("{} {} {last}", names.join(", "), pack.actors.group_joiner))
}
