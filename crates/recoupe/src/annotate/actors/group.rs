//! Coordinated groups: 'l'armée syrienne et ses alliés' is one group with members.

use crate::annotate::pieces::Gap;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;

use super::chains::is_pronoun;
use super::find::{Found, Text};

/// Adds a group mention for every run of coordinated mentions of which the last leans on the first
/// ('ses alliés') or both are forces, groups or states.
pub(super) fn with_groups(mut found: Vec<Found>, text: &Text) -> Vec<Found> {
    let mut groups = Vec::new();
    let top: Vec<usize> =
        (0..found.len()).filter(|&at| !is_pronoun(&found[at]) && !inside_another(&found, at)).collect();
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
        let role = alliance(&mut found, &members, text);
        let group = Found::new(range, head, MentionForm::Coordination, ActorKind::Coalition, "coordination");
        found.push(Found { role, members, ..group });
    }
    sorted(found)
}

/// The role of 'X et ses alliés', which X gives; its allies get theirs.
fn alliance(found: &mut [Found], members: &[usize], text: &Text) -> Option<String> {
    let [one, two] = members else { return None };
    let owned = text.pack.actors.possessives.contains(text.folded(found[*two].range.start));
    let known = found[*one].known.as_ref().map(|known| known.0.clone());
    let leader = known.or_else(|| found[*one].role.clone()).filter(|_| owned && found[*two].role.is_none())?;
    // The army's allies and the government's are those of the country.
    let leader = leader.rsplit('/').next().unwrap_or_default().to_owned();
    let kind = text.folded(found[*two].head).to_owned();
    found[*two].role = Some(format!("{kind}/{leader}"));
    Some(format!("with/{kind}/{leader}"))
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
    let possessed = words.possessives.contains(text.folded(two.range.start));
    let linked = between.clone().skip(1).all(|at| possessed && words.links.contains(text.folded(at)));
    let joined = matches!(between.len(), 1 | 2)
        && linked
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
