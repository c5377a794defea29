//! Roles that the text tells of the same event elsewhere: 'la libération de X', where another sentence says that
//! A drove B out of X on that day.
//!
//! It is an inference, and named as one in the reason of the slot. It is made only where all that the text says of
//! the event agrees, first of all what the same voice says, and never across different days: a place that was taken
//! and then retaken had two events. Whoever takes is agent and whoever loses is patient of either word, so that
//! 'prendre' and 'perdre' complete each other.

use std::collections::BTreeSet;

use jiff::{Span as Days, ToSpan};

use crate::dates::Interval;
use crate::index::{ActorIdx, ChainIdx};
use crate::language::event_types::{Property, has};
use crate::layers::claims::{FIGHT_FOR_PLACE, SAME, SUPPORT, Slot, TAKEN_BEFORE};

use super::place::is_spot;
use super::text::{Draft, Text};
use super::time::is_told_as_earlier;

/// Fills the roles that the clauses of the drafts, which stand in order of text, leave open.
pub(super) fn roles(text: &Text, drafts: &mut [Draft]) {
    gave_way(text, drafts);
    let all: Vec<usize> = (0..drafts.len()).collect();
    let changes: Vec<usize> = all.iter().copied().filter(|&at| is_change(text, &drafts[at])).collect();
    for &at in &changes {
        let same = of_same_change(text, drafts, &changes, at);
        complete(text, drafts, at, &same, SAME);
    }
    for &at in &changes {
        held_before(text, drafts, &changes, at);
    }
    for at in all.into_iter().filter(|at| !changes.contains(at)) {
        let around = of_engagement(text, drafts, &changes, at);
        complete(text, drafts, at, &around, FIGHT_FOR_PLACE);
        let defeat = of_defeat(text, drafts, &changes, at);
        complete(text, drafts, at, &defeat, SAME);
    }
}

/// Longest time of one event, in days: what is dated no better is not told apart from others.
const LONGEST: i64 = 7;
/// Days by which the fight for a place may come before its taking.
const FIGHT: i32 = 3;
/// Days after which whoever took a place need not hold it any more.
const HOLD: i32 = 31;

/// Whether a draft tells that a town or site changed hands.
fn is_change(text: &Text, draft: &Draft) -> bool {
    let kinds = ["control/taken", "control/retaken", "control/lost"];
    let spot = draft.claim.place.as_ref().is_some_and(|slot| is_spot(text, slot.value));
    spot && draft.claim.has_happened() && kinds.iter().any(|kind| draft.claim.event_type.is(kind))
}

fn same_place(text: &Text, one: &Draft, two: &Draft) -> bool {
    let (Some(one), Some(two)) = (&one.claim.place, &two.claim.place) else { return false };
    let mention = |slot: &Slot<crate::index::ToponymIdx>| &text.annotations.toponyms.mentions[slot.value.at()];
    let (one, two) = (mention(one), mention(two));
    match (one.place, two.place) {
        (Some(one), Some(two)) => one == two,
        (None, None) => text.doc.slice(one.span).to_lowercase() == text.doc.slice(two.span).to_lowercase(),
        _ => false,
    }
}

/// When a draft's event was, where that is known well enough.
fn days(draft: &Draft) -> Option<Interval> {
    let interval = draft.claim.time.as_ref()?.value.interval;
    (interval.width()? <= LONGEST).then_some(interval)
}

fn moved(interval: Interval, before: Days, after: Days) -> Interval {
    Interval {
        earliest: interval.earliest.and_then(|at| at.checked_sub(before).ok()),
        latest: interval.latest.and_then(|at| at.checked_add(after).ok()),
    }
}

/// The actors of slots, and the members of their coordinations.
fn chains(text: &Text, slots: &[Slot<ActorIdx>]) -> BTreeSet<ChainIdx> {
    let mentions = &text.annotations.actors.mentions;
    let members = |slot: &Slot<ActorIdx>| mentions[slot.value.at()].members.clone();
    let all = slots.iter().flat_map(|slot| std::iter::once(slot.value).chain(members(slot)));
    all.map(|actor| mentions[actor.at()].chain).collect()
}

/// … and those whose forces they are called: 'les forces de X', 'les troupes régulières de X'.
fn with_owners(text: &Text, slots: &[Slot<ActorIdx>]) -> BTreeSet<ChainIdx> {
    let mentions = &text.annotations.actors.mentions;
    let inside = slots.iter().flat_map(|slot| {
        let whole = mentions[slot.value.at()].span;
        mentions.iter().filter(move |it| whole.contains(it.span)).map(|it| it.chain)
    });
    chains(text, slots).into_iter().chain(inside).collect()
}

fn gainers(text: &Text, draft: &Draft) -> BTreeSet<ChainIdx> {
    chains(text, &draft.claim.agents)
}

fn losers(text: &Text, draft: &Draft) -> BTreeSet<ChainIdx> {
    chains(text, &draft.claim.patients)
}

/// Whether two sets name different sides; an empty one names none.
fn differ<T: Ord>(one: &BTreeSet<T>, two: &BTreeSet<T>) -> bool {
    !one.is_empty() && !two.is_empty() && one.is_disjoint(two)
}

fn meet<T: Ord>(one: &BTreeSet<T>, two: &BTreeSet<T>) -> bool {
    !one.is_disjoint(two)
}

/// Who says it; `None` is the outlet.
fn voice(text: &Text, draft: &Draft) -> Option<Option<ChainIdx>> {
    let attribution = draft.claim.attribution?;
    let source = text.annotations.attributions[attribution.at()].source.as_ref()?;
    Some(source.actor.map(|actor| text.annotations.actors.mentions[actor.at()].chain))
}

/// The other drafts that tell the change of control that a draft tells; none where one of them turns it round.
fn of_same_change(text: &Text, drafts: &[Draft], changes: &[usize], at: usize) -> Vec<usize> {
    let own = &drafts[at];
    if is_recalled(text, own) {
        return Vec::new();
    }
    let other = |it: usize| it != at && same_place(text, own, &drafts[it]) && !is_recalled(text, &drafts[it]);
    let there: Vec<usize> = changes.iter().copied().filter(|&it| other(it)).collect();
    let same_time = |it: usize| match (days(own), days(&drafts[it])) {
        (Some(one), Some(two)) => one.overlaps(two),
        // A report without any date tells one change of a place, unless the sides say otherwise.
        (None, None) => own.claim.time.is_none() && drafts[it].claim.time.is_none(),
        _ => false,
    };
    let undated = own.claim.time.is_none();
    let kinds: BTreeSet<bool> =
        there.iter().chain([&at]).map(|&it| drafts[it].claim.event_type.is("control/retaken")).collect();
    // What is retaken has been taken before: two events, which only days tell apart.
    if undated && kinds.len() > 1 {
        return Vec::new();
    }
    if undated && there.iter().any(|&one| there.iter().chain([&at]).any(|&two| is_turned(text, drafts, one, two))) {
        return Vec::new();
    }
    let retakes = |it: usize| drafts[it].claim.event_type.is("control/retaken");
    let told = |it: usize| drafts[it].claim.time.as_ref().is_some_and(|time| time.value.timex.is_some());
    let same = |it: &usize| same_time(*it) && (retakes(at) == retakes(*it) || told(at) && told(*it));
    let same: Vec<usize> = there.into_iter().filter(same).collect();
    let turned = same.iter().any(|&one| same.iter().chain([&at]).any(|&two| is_turned(text, drafts, one, two)));
    if turned { Vec::new() } else { same }
}

/// 'X took the town, three days *after losing it*': an earlier change, whatever day the main clause lends it. Whoever
/// lost a town 'after being driven out of it' lost it once.
fn is_recalled(text: &Text, draft: &Draft) -> bool {
    let syntax = &text.annotations.syntax;
    let mut below = syntax.dependents(draft.trigger);
    draft.claim.event_type.is("control/lost")
        && below.any(|it| syntax.words[it.at()].relation == "mark" && text.words.lists.after.contains(&text.lemma(it)))
}

/// Whether whoever gains in one draft loses in the other.
fn is_turned(text: &Text, drafts: &[Draft], one: usize, two: usize) -> bool {
    meet(&gainers(text, &drafts[one]), &losers(text, &drafts[two]))
        || meet(&gainers(text, &drafts[two]), &losers(text, &drafts[one]))
}

/// The changes of control that a fight led to: for an assault, a siege or a clash of a few days before. Whoever is
/// named in it must be the side that gained.
fn of_engagement(text: &Text, drafts: &[Draft], changes: &[usize], at: usize) -> Vec<usize> {
    let own = &drafts[at];
    let fought = own.claim.has_happened() && has(&own.claim.event_type, Property::Fight);
    let Some(time) = days(own).filter(|_| fought) else {
        return Vec::new();
    };
    if is_vague_noun(text, own) || names_somebody(text, own) {
        return Vec::new();
    }
    let wide = moved(time, 0.days(), FIGHT.days());
    // 'D'où ils avaient été chassés': the change came before what the report tells, whatever day it leans on.
    let near = changes.iter().copied().filter(|&it| !is_told_as_earlier(text, drafts[it].trigger));
    let near = near.filter(|&it| same_place(text, own, &drafts[it]));
    let mut near: Vec<usize> =
        near.filter(|&it| days(&drafts[it]).is_some_and(|change| change.overlaps(wide))).collect();
    let (agents, patients) = (gainers(text, own), losers(text, own));
    if !agents.is_empty() {
        near.retain(|&it| meet(&agents, &gainers(text, &drafts[it])));
    }
    if !patients.is_empty() {
        near.retain(|&it| meet(&patients, &losers(text, &drafts[it])));
    }
    let turned = near.iter().any(|&one| near.iter().any(|&two| is_turned(text, drafts, one, two)));
    if turned { Vec::new() } else { near }
}

/// 'plusieurs attaques': some attack or other, not the one on which the place fell. Fighting is never counted.
fn is_vague_noun(text: &Text, draft: &Draft) -> bool {
    let syntax = &text.annotations.syntax;
    let noun = crate::annotate::claims::text::is_nominal(&syntax.words[draft.trigger.at()]);
    let definite = syntax.dependents(draft.trigger).any(|it| {
        let feats = &syntax.words[it.at()].feats;
        feats.is("Definite", "Def") || feats.is("PronType", "Dem") || feats.is("Poss", "Yes")
    });
    let bare = !syntax.dependents(draft.trigger).any(|it| syntax.words[it.at()].universal_relation() == "det");
    let plural = syntax.words[draft.trigger.at()].feats.is("Number", "Plur");
    noun && !definite && (plural || bare) && !draft.claim.event_type.is("combat/clash")
}

/// 'la bataille du Hezbollah': a noun whose own words name somebody, in whatever role, is not completed.
fn names_somebody(text: &Text, draft: &Draft) -> bool {
    let noun = crate::annotate::claims::text::is_nominal(&text.annotations.syntax.words[draft.trigger.at()]);
    let unread = draft.claim.agents.is_empty() && draft.claim.patients.is_empty();
    let span = draft.claim.evidence.span;
    noun && unread && text.annotations.actors.mentions.iter().any(|it| span.contains(it.span))
}

/// The changes of control in which whoever is said to be defeated lost on that day.
fn of_defeat(text: &Text, drafts: &[Draft], changes: &[usize], at: usize) -> Vec<usize> {
    let own = &drafts[at];
    let losing = losers(text, own);
    let Some(time) = days(own).filter(|_| own.claim.has_happened() && own.claim.event_type.is("status/defeat")) else {
        return Vec::new();
    };
    let same = |&it: &usize| {
        let change = &drafts[it];
        days(change).is_some_and(|it| it.overlaps(time)) && meet(&losing, &losers(text, change))
    };
    changes.iter().copied().filter(same).collect()
}

/// Takes the missing roles from the drafts that tell the same, first from those of the same voice.
fn complete(text: &Text, drafts: &mut [Draft], at: usize, same: &[usize], reason: &str) {
    let own = voice(text, &drafts[at]);
    let same_voice: Vec<usize> = same.iter().copied().filter(|&it| voice(text, &drafts[it]) == own).collect();
    let tiers = [same_voice, same.to_vec()];
    let (agents, patients) = (gainers(text, &drafts[at]), losers(text, &drafts[at]));
    if agents.is_empty() {
        let of = |it: usize| main(&drafts[it].claim.agents);
        let found = tiers.iter().find_map(|tier| agreed(text, tier, of));
        if let Some(found) = found.filter(|found| !meet(&chains(text, found), &patients)) {
            drafts[at].claim.agents = because(found, reason);
        }
    }
    let agents = gainers(text, &drafts[at]);
    if patients.is_empty() {
        let of = |it: usize| drafts[it].claim.patients.clone();
        let found = tiers.iter().find_map(|tier| agreed(text, tier, of));
        if let Some(found) = found.filter(|found| !meet(&chains(text, found), &agents)) {
            drafts[at].claim.patients = because(found, reason);
        }
    }
}

/// Who did it, without those who helped: they need not have helped with all of it.
fn main(agents: &[Slot<ActorIdx>]) -> Vec<Slot<ActorIdx>> {
    agents.iter().filter(|slot| slot.reason != SUPPORT).cloned().collect()
}

fn because(slots: Vec<Slot<ActorIdx>>, reason: &str) -> Vec<Slot<ActorIdx>> {
    slots.into_iter().map(|slot| Slot { value: slot.value, reason: reason.to_owned() }).collect()
}

/// What fills a role in the fullest of the drafts, where no other names somebody else; `Some` and empty where
/// they differ, so that a wider tier is not asked.
fn agreed(text: &Text, drafts: &[usize], of: impl Fn(usize) -> Vec<Slot<ActorIdx>>) -> Option<Vec<Slot<ActorIdx>>> {
    let filled: Vec<Vec<Slot<ActorIdx>>> = drafts.iter().map(|&it| of(it)).filter(|slots| !slots.is_empty()).collect();
    let sets: Vec<BTreeSet<ChainIdx>> = filled.iter().map(|slots| with_owners(text, slots)).collect();
    let fullest = (0..filled.len()).rev().max_by_key(|&it| sets[it].len())?;
    let agree = sets.iter().all(|set| !differ(set, &sets[fullest]));
    Some(if agree { filled[fullest].clone() } else { Vec::new() })
}

/// Of whoever took a place the last time before, where another takes it now: it was theirs.
fn held_before(text: &Text, drafts: &mut [Draft], changes: &[usize], at: usize) {
    let own = &drafts[at];
    let taking = own.claim.event_type.is("control/taken") || own.claim.event_type.is("control/retaken");
    let (Some(time), true) = (days(own), taking && own.claim.patients.is_empty()) else { return };
    let agents = gainers(text, own);
    let before = |&it: &usize| {
        let (Some(earlier), Some(start)) = (days(&drafts[it]), time.earliest) else { return false };
        let ended = earlier.latest.is_some_and(|latest| latest < start);
        let lately = moved(earlier, 0.days(), HOLD.days()).overlaps(time);
        ended && lately && it != at && same_place(text, own, &drafts[it]) && !drafts[it].claim.agents.is_empty()
    };
    let earlier: Vec<usize> = changes.iter().copied().filter(before).collect();
    let Some(last) = earlier.iter().filter_map(|&it| days(&drafts[it])).max_by_key(|time| time.latest) else { return };
    let of_last: Vec<usize> =
        earlier.into_iter().filter(|&it| days(&drafts[it]).is_some_and(|time| time.overlaps(last))).collect();
    let holders = agreed(text, &of_last, |it| main(&drafts[it].claim.agents)).unwrap_or_default();
    if !agents.is_empty() && !meet(&chains(text, &holders), &agents) {
        drafts[at].claim.patients = because(holders, TAKEN_BEFORE);
    }
}

/// 'Après de violents combats, X s'est retiré': whoever gives way was a side of the fight.
fn gave_way(text: &Text, drafts: &mut [Draft]) {
    let syntax = &text.annotations.syntax;
    let sentence = |draft: &Draft| syntax.words[draft.trigger.at()].sentence;
    for at in 0..drafts.len() {
        let own = &drafts[at];
        let kinds = ["combat/clash", "combat/shelling", "combat/air_strike"];
        let open = own.claim.agents.is_empty() && own.claim.patients.is_empty();
        if !open || !kinds.iter().any(|kind| own.claim.event_type.is(kind)) || !is_after(text, own) {
            continue;
        }
        let mut next = drafts[at + 1..].iter().filter(|it| !it.claim.event_type.is("speech"));
        let Some(next) = next.next().filter(|it| sentence(it) == sentence(own)) else { continue };
        let side = match &next.claim {
            claim if claim.event_type.is("control/withdrawn") || claim.event_type.is("combat/flight") => &claim.agents,
            claim if claim.event_type.is("control/lost") || claim.event_type.is("status/defeat") => &claim.patients,
            _ => continue,
        };
        let side = because(side.clone(), "who gave way after it");
        drafts[at].claim.patients = side;
    }
}

/// Whether a noun says what the clause of its sentence came after.
fn is_after(text: &Text, draft: &Draft) -> bool {
    let syntax = &text.annotations.syntax;
    let mut below = syntax.dependents(draft.trigger);
    below.any(|it| syntax.words[it.at()].relation == "case" && text.words.lists.after.contains(&text.lemma(it)))
}
