//! Contradictions about who did it: within one event, and between a change of control and the attack that
//! brought it about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotate::syntax::Upos;
use crate::compare::entities::Entity;
use crate::compare::events::grouping::{CHANGE_OF_CONTROL, class, is_identified};
use crate::compare::events::{Event, SlotValue};
use crate::dossier::ClaimRef;
use crate::gazetteer::PlaceId;
use crate::index::{EntityIdx, EventIdx, FamilyIdx};

/// Who is said to have done something, by one claim.
struct Ascription {
    agents: BTreeSet<EntityIdx>,
    claim: ClaimRef,
    event: EventIdx,
}

/// What sources say differently of who did it.
pub(super) fn contradictions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut by_place: BTreeMap<PlaceId, Vec<EventIdx>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        let at = EventIdx::new(position);
        found.extend(within(dossier, at, event));
        if let (true, Some(place)) = (event.happened, &event.place) {
            by_place.entry(place.value).or_default().push(at);
        }
    }
    for at_place in by_place.values() {
        for &change in at_place.iter().filter(|at| class(&events[at.at()].event_type) == CHANGE_OF_CONTROL) {
            let attacks = || at_place.iter().filter(|at| events[at.at()].event_type.is("combat/assault"));
            for &attack in attacks() {
                found.extend(of_operation(dossier, events, change, attack));
            }
        }
    }
    found
}

/// Agents of one event of whom no source's is another's.
fn within(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Contradiction> {
    let mut sets: Vec<Ascription> = Vec::new();
    for it in ascriptions(dossier, at, event) {
        if sets.iter().all(|other| other.agents != it.agents) {
            sets.push(it);
        }
    }
    let mut found = Vec::new();
    for (nth, one) in sets.iter().enumerate() {
        for two in &sets[nth + 1..] {
            if may_mean_the_same(dossier.entities, &one.agents, &two.agents) || dossier.one_voice(one.claim, two.claim)
            {
                continue;
            }
            let reason = "one event, ascribed to different actors";
            found.push(between(dossier, one, two, "agents_exclude_each_other", reason));
        }
    }
    found
}

/// Who took a place as some tell it, against who led the attack on it as others tell it: once for each pair of
/// families. Whoever lost the place did not lead the attack that took it.
fn of_operation(dossier: &Claims<'_>, events: &[Event], change: EventIdx, attack: EventIdx) -> Vec<Contradiction> {
    let (taken, attacked) = (&events[change.at()], &events[attack.at()]);
    let days = |event: &Event| event.when.as_ref().map(|when| when.value.0).unwrap_or_default();
    let (change_days, attack_days) = (days(taken), days(attacked));
    if change_days.is_open() || attack_days.is_open() || !change_days.overlaps(attack_days) {
        return Vec::new();
    }
    let losers: BTreeSet<EntityIdx> = taken.patients.iter().map(|slot| slot.value).collect();
    let mut seen: BTreeSet<(Option<FamilyIdx>, Option<FamilyIdx>)> = BTreeSet::new();
    let mut found = Vec::new();
    let led: Vec<Ascription> =
        ascriptions(dossier, attack, attacked).into_iter().filter(|it| names_the_attack(dossier, it.claim)).collect();
    for one in ascriptions(dossier, change, taken) {
        for two in &led {
            let same = may_mean_the_same(dossier.entities, &one.agents, &two.agents)
                || may_mean_the_same(dossier.entities, &losers, &two.agents);
            if same || dossier.one_voice(one.claim, two.claim) {
                continue;
            }
            if seen.insert((dossier.family(one.claim), dossier.family(two.claim))) {
                let reason = "taken by one force as some tell it, in an attack of another force as others tell it";
                found.push(between(dossier, &one, two, "taken_and_attacked_by_others", reason));
            }
        }
    }
    found
}

/// Whether a claim speaks of the attack as a whole, by a noun ('the offensive'): a verb may tell of a part of it.
fn names_the_attack(dossier: &Claims<'_>, claim: ClaimRef) -> bool {
    let doc = &dossier.docs[claim.doc.at()].annotations;
    let words = doc.syntax.words_in(dossier.claim(claim).trigger, &doc.tokens);
    doc.syntax.words.get(words).is_some_and(|words| words.last().is_some_and(|it| it.upos == Upos::Noun))
}

/// The agents of each claim that something happened. An actor that is only described may be anyone.
fn ascriptions(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Ascription> {
    let told = event.claims.iter().copied().filter(|&claim| dossier.has_happened(claim));
    let ascription = |claim: ClaimRef| {
        let of = |slot: &&SlotValue<EntityIdx>| slot.claims.contains(&claim);
        let agents: BTreeSet<EntityIdx> = event.agents.iter().filter(of).map(|slot| slot.value).collect();
        Ascription { agents, claim, event: at }
    };
    let identified = |it: &EntityIdx| is_identified(dossier.entities, *it);
    told.map(ascription).filter(|it| !it.agents.is_empty() && it.agents.iter().all(identified)).collect()
}

fn between(dossier: &Claims<'_>, one: &Ascription, two: &Ascription, rule: &str, reason: &str) -> Contradiction {
    let statement = |it: &Ascription| Statement {
        evidence: dossier.with_agents(it.claim),
        ..dossier.statement(it.claim, dossier.names(it.agents.iter().copied()))
    };
    let mut events = vec![one.event, two.event];
    events.sort();
    events.dedup();
    Contradiction {
        kind: ContradictionKind::Agent,
        a: statement(one),
        b: statement(two),
        resolution: Resolution::Real,
        events,
        reason: reason.into(),
        rule: rule.into(),
    }
}

/// Whether two sets of actors share one, directly, as a member or through one state.
pub(super) fn may_mean_the_same(entities: &[Entity], one: &BTreeSet<EntityIdx>, two: &BTreeSet<EntityIdx>) -> bool {
    let wide = |set: &BTreeSet<EntityIdx>| -> BTreeSet<EntityIdx> {
        set.iter().flat_map(|&it| std::iter::once(it).chain(entities[it.at()].members.iter().copied())).collect()
    };
    let homes = |set: &BTreeSet<EntityIdx>| -> BTreeSet<String> {
        set.iter().filter_map(|it| entities[it.at()].home().map(str::to_owned)).collect()
    };
    let (one, two) = (wide(one), wide(two));
    !one.is_disjoint(&two) || !homes(&one).is_disjoint(&homes(&two))
}
