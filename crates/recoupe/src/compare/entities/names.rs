//! Neutral display names: the gazetteer's, a force's or government's by its country, a group's by its
//! members; a description that grants or denies standing only as the words of the reports, in quotation marks.

use crate::gazetteer::Gazetteer;
use crate::index::{EntityIdx, PlaceId};
use crate::language::Pack;
use crate::layers::kinds::LabelStance;

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

/// The name of every entity in the language of a pack; the words of the reports stay as they are, in quotation
/// marks.
pub fn translated(entities: &[Entity], pack: &Pack, gazetteer: &Gazetteer) -> Vec<String> {
    let one = |entity: &Entity| {
        let own = listed(entity, pack, gazetteer).or_else(|| entity.named.then(|| entity.name.clone()));
        own.unwrap_or_else(|| in_words(entity, pack))
    };
    let group = |entity: &Entity| joined(entity.members.iter().map(|it| one(&entities[it.at()])).collect(), pack);
    entities.iter().map(|entity| group(entity).unwrap_or_else(|| one(entity))).collect()
}

/// The words of a report that stand for a name, marked as its words; of those that grant or deny standing the
/// kind of actor is said first.
fn in_words(entity: &Entity, pack: &Pack) -> String {
    let (open, close) = &pack.actors.display_quotes;
    let inside = entity.labels.iter().filter(|label| entity.name.contains(&label.text));
    let Some(label) = inside.max_by_key(|label| label.text.len()) else { return entity.name.clone() };
    match pack.actors.kind_names.get(&entity.kind).filter(|_| label.text != entity.name) {
        Some(kind) => format!("{kind} ({open}{}{close})", label.text),
        None => format!("{open}{}{close}", label.text),
    }
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
