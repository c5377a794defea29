//! Coordinated groups across documents: 'X and its allies' is one side in every report.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotated::Annotated;
use crate::index::{ChainIdx, DocIdx};
use crate::layers::kinds::ActorKind;

use super::Growing;

/// What makes coordinated groups the same: the members that are told apart, and whether others go unnamed.
type Key = (BTreeSet<usize>, bool);

/// Joins groups of the same members, and with them their unnamed partners ('its allies').
pub(super) fn join(entities: Vec<Growing>, docs: &[Annotated]) -> Vec<Growing> {
    let by_chain: BTreeMap<(DocIdx, ChainIdx), usize> = entities
        .iter()
        .enumerate()
        .flat_map(|(at, growing)| growing.entity.chains.iter().map(move |&chain| (chain, at)))
        .collect();
    let mut into: Vec<usize> = (0..entities.len()).collect();
    let mut seen: BTreeMap<Key, (usize, Vec<usize>)> = BTreeMap::new();
    for at in 0..entities.len() {
        let members = members(&entities[at], docs, &by_chain);
        let (unnamed, told): (Vec<usize>, Vec<usize>) = members.into_iter().partition(|&it| is_unnamed(&entities[it]));
        if told.is_empty() || told.len() + unnamed.len() < 2 {
            continue;
        }
        let key = (told.into_iter().collect(), !unnamed.is_empty());
        match seen.get(&key) {
            Some((first, partners)) => {
                into[at] = *first;
                if let Some(&partner) = partners.first() {
                    for other in unnamed.into_iter().filter(|&other| other != partner) {
                        into[other] = partner;
                    }
                }
            }
            None => {
                seen.insert(key, (at, unnamed));
            }
        }
    }
    merged(entities, &into)
}

fn is_unnamed(growing: &Growing) -> bool {
    !growing.named && growing.entity.role.is_none() && growing.entity.kind == ActorKind::Coalition
}

/// The entities of the members of an entity's coordinated mentions.
pub(super) fn members(
    growing: &Growing,
    docs: &[Annotated],
    by_chain: &BTreeMap<(DocIdx, ChainIdx), usize>,
) -> BTreeSet<usize> {
    let of_chain = |&(doc, chain): &(DocIdx, ChainIdx)| {
        let actors = &docs[doc.at()].annotations.actors;
        let coordinated = actors.chains[chain.at()].mentions.iter().flat_map(|it| &actors.mentions[it.at()].members);
        coordinated.map(|member| (doc, actors.mentions[member.at()].chain)).collect::<Vec<_>>()
    };
    growing.entity.chains.iter().flat_map(of_chain).filter_map(|chain| by_chain.get(&chain).copied()).collect()
}

/// Moves every entity into its target; targets come before what joins them or stand on their own.
fn merged(entities: Vec<Growing>, into: &[usize]) -> Vec<Growing> {
    let mut slots: Vec<Option<Growing>> = entities.into_iter().map(Some).collect();
    for (at, &target) in into.iter().enumerate() {
        if at == target || into[target] != target {
            continue;
        }
        let Some(joined) = slots[at].take() else { continue };
        if let Some(target) = &mut slots[target] {
            let name = joined.entity.name.clone();
            target.entity.chains.extend(joined.entity.chains);
            target.entity.chains.sort();
            target.entity.reasons.push(format!("'{name}' is a group of the same members"));
        }
    }
    slots.into_iter().flatten().collect()
}
