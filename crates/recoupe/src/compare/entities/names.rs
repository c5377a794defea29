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

fn of_one(entity: &Entity, pack: &Pack, gazetteer: &Gazetteer) -> String {
    if let Some(known) = entity.known.as_ref().and_then(|known| gazetteer.actors.get(known)) {
        return known.name(&pack.code).to_owned();
    }
    if let Some(name) = of_role(entity, pack, gazetteer) {
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
    let names: Vec<&str> = members.iter().map(|member| entities[member.at()].name.as_str()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {} {last}", rest.join(", "), pack.actors.group_joiner),
        _ => names.concat(),
    }
}
