//! Contradictions about who did it: within one event, and between a change of control and the attack that
//! brought it about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotate::claims::COMPANY;
use crate::compare::entities::{Entity, entity_of};
use crate::compare::events::grouping::{BATTLE, CHANGE_OF_CONTROL, class, is_identified};
use crate::compare::events::{Event, SlotValue};
use crate::dossier::{ActorRef, ClaimRef};
use crate::gazetteer::PlaceId;
use crate::index::{ActorIdx, EntityIdx, EventIdx, FamilyIdx};

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
        let attacks = || at_place.iter().copied().filter(|at| events[at.at()].event_type.is("combat/assault"));
        for attack in attacks() {
            found.extend(of_operation(dossier, events, at_place, attack));
        }
    }
    found.extend(helps_and_fights(dossier, events));
    found
}

/// Agents of one event of whom no source's is another's. Those of a battle fight each other.
fn within(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Contradiction> {
    if class(&event.event_type) == BATTLE {
        return Vec::new();
    }
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

/// Who took a place or beat those who held it as some tell it, against who led the attack as others tell it: once for
/// each pair of families, by the claim that names most of those who took part. Whoever lost the place did not lead the
/// attack that took it.
fn of_operation(dossier: &Claims<'_>, events: &[Event], at_place: &[EventIdx], attack: EventIdx) -> Vec<Contradiction> {
    let attacked = &events[attack.at()];
    let days = |event: &Event| event.when.as_ref().map(|when| when.value.0).unwrap_or_default();
    let wins = |event: &Event| class(&event.event_type) == CHANGE_OF_CONTROL || event.event_type.is("status/defeat");
    let together = |event: &Event| !days(event).is_open() && days(event).overlaps(days(attacked));
    let victories = || at_place.iter().copied().filter(|at| wins(&events[at.at()]) && together(&events[at.at()]));
    let losers: BTreeSet<EntityIdx> =
        victories().flat_map(|at| events[at.at()].patients.iter().map(|slot| slot.value)).collect();
    // A verb may tell of a part of the attack; 'the offensive' is the whole.
    let named =
        |it: &Ascription| dossier.is_noun(it.claim) && !may_mean_the_same(dossier.entities, &losers, &it.agents);
    let led: Vec<Ascription> = ascriptions(dossier, attack, attacked).into_iter().filter(named).collect();
    let mut taken: Vec<Ascription> = victories().flat_map(|at| ascriptions(dossier, at, &events[at.at()])).collect();
    taken.sort_by_key(|it| (std::cmp::Reverse(dossier.claim(it.claim).agents.len()), it.claim));
    let mut seen: BTreeSet<[Option<FamilyIdx>; 2]> = BTreeSet::new();
    let mut found = Vec::new();
    for one in &taken {
        for two in &led {
            let families = [dossier.family(one.claim), dossier.family(two.claim)];
            let same = may_mean_the_same(dossier.entities, &one.agents, &two.agents);
            if same || dossier.one_voice(one.claim, two.claim) || !seen.insert(families) {
                continue;
            }
            let reason = "taken by one force as some tell it, in an attack of another force as others tell it";
            found.push(between(dossier, one, two, "taken_and_attacked_by_others", reason));
        }
    }
    found
}

/// Who helps a side as one voice tells it, and fights the same side as another tells it: once for each pair of families.
fn helps_and_fights(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let fights = |event: &Event| {
        class(&event.event_type) == CHANGE_OF_CONTROL || ["combat", "siege"].iter().any(|it| event.event_type.is(it))
    };
    let set = |slots: &[SlotValue<EntityIdx>], claim: ClaimRef| -> BTreeSet<EntityIdx> {
        slots.iter().filter(|slot| slot.claims.contains(&claim)).map(|slot| slot.value).collect()
    };
    let deeds = |wanted: &dyn Fn(&Event) -> bool| -> Vec<(Ascription, BTreeSet<EntityIdx>)> {
        let told = events.iter().enumerate().filter(|(_, event)| event.happened && wanted(event));
        let claims = told.flat_map(|(at, event)| event.claims.iter().map(move |&claim| (at, event, claim)));
        let deed = |(at, event, claim): (usize, &Event, ClaimRef)| {
            let agents = set(&event.agents, claim);
            let patients = set(&event.patients, claim);
            let whole = dossier.has_happened(claim) && !agents.is_empty() && !patients.is_empty();
            whole.then(|| (Ascription { agents, claim, event: EventIdx::new(at) }, patients))
        };
        claims.filter_map(deed).collect()
    };
    let fought = deeds(&fights);
    let mut seen: BTreeSet<[Option<FamilyIdx>; 2]> = BTreeSet::new();
    let mut found = Vec::new();
    for (help, helped) in deeds(&|event| event.event_type.is("support")) {
        for (fight, beaten) in &fought {
            let both = may_mean_the_same(dossier.entities, &help.agents, &fight.agents) && !helped.is_disjoint(beaten);
            let families = [dossier.family(help.claim), dossier.family(fight.claim)];
            if both && !dossier.one_voice(help.claim, fight.claim) && seen.insert(families) {
                let reason = "one voice says that it helps a side, another that it fights that side";
                found.push(between(dossier, &help, fight, "helps_and_fights", reason));
            }
        }
    }
    found
}

/// The agents of each claim that something happened, without those who only supported it. An actor that is only
/// described may be anyone.
fn ascriptions(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Ascription> {
    let told = event.claims.iter().copied().filter(|&claim| dossier.has_happened(claim));
    let ascription = |claim: ClaimRef| Ascription { agents: dossier.leaders(claim), claim, event: at };
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

impl Claims<'_> {
    /// The agents of a claim that do more than support the others.
    fn leaders(&self, at: ClaimRef) -> BTreeSet<EntityIdx> {
        let slots = self.claim(at).agents.iter().filter(|slot| !COMPANY.contains(&slot.reason.as_str()));
        let entity = |mention: ActorIdx| entity_of(self.entities, self.docs, ActorRef { doc: at.doc, mention });
        slots.filter_map(|slot| entity(slot.value)).collect()
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
