//! Coordinated groups: 'l'armée syrienne et ses alliés' is one group with members.

use crate::annotate::toponyms::pieces::Gap;

use super::find::{Found, Text};
use super::{ActorKind, MentionForm};

/// Adds a group mention for every run of coordinated mentions of which the last leans on the first
/// ('ses alliés') or both are forces, groups or states.
pub(super) fn with_groups(mut found: Vec<Found>, text: &Text) -> Vec<Found> {
    let mut groups = Vec::new();
    let top: Vec<usize> = (0..found.len()).filter(|&at| !inside_another(&found, at)).collect();
    let mut nth = 0;
    while nth + 1 < top.len() {
        let mut members = vec![top[nth]];
        while let Some(&next) = top.get(nth + members.len()) {
            let last = &found[members[members.len() - 1]];
            if !coordinated(last, &found[next], text) {
                break;
            }
            members.push(next);
        }
        nth += members.len();
        if members.len() >= 2 {
            let range = found[members[0]].range.start..found[members[members.len() - 1]].range.end;
            groups.push((range, members));
        }
    }
    for (range, members) in groups {
        let head = found[members[0]].head;
        found.push(Found {
            range,
            head,
            form: MentionForm::Coordination,
            kind: ActorKind::Coalition,
            known: None,
            role: None,
            country: None,
            descriptor: None,
            apposition: None,
            members,
            rule: "coordination",
        });
    }
    sorted(found)
}

fn inside_another(found: &[Found], at: usize) -> bool {
    let range = &found[at].range;
    found.iter().enumerate().any(|(other, mention)| {
        other != at && mention.range.start <= range.start && range.end <= mention.range.end && mention.range != *range
    })
}

fn coordinated(one: &Found, two: &Found, text: &Text) -> bool {
    let words = &text.pack.actors;
    let between = one.range.end..two.range.start;
    let joined = between.len() == 1
        && words.coordinators.contains(text.folded(between.start))
        && text.pieces[one.range.end - 1].gap == Gap::Space;
    let owned = words.possessives.contains(text.folded(two.range.start));
    let sides = |mention: &Found| {
        matches!(mention.kind, ActorKind::ArmedGroup | ActorKind::StateForce | ActorKind::State | ActorKind::Coalition)
    };
    joined && (owned || sides(one) && sides(two))
}

/// Sorts mentions, groups before their members, and moves the members' positions along.
fn sorted(found: Vec<Found>) -> Vec<Found> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|&at| (found[at].range.start, std::cmp::Reverse(found[at].range.end)));
    let mut place = vec![0; found.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = new;
    }
    let mut slots: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    order
        .into_iter()
        .filter_map(|old| slots[old].take())
        .map(|mut mention| {
            mention.members.iter_mut().for_each(|member| *member = place[*member]);
            mention
        })
        .collect()
}
