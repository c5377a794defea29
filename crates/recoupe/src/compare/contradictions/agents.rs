//! Contradictions about who did it: within one event, and between a change of control and the attack that
//! brought it about.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement, concerned};
use crate::annotated::ClaimRef;
use crate::compare::events::statement::{BATTLE, CHANGE_OF_CONTROL, class, gap, is_identified};
use crate::compare::events::{Event, SlotValue};
use crate::index::{ActorIdx, EntityIdx, EventIdx, FamilyIdx, PlaceId};
use crate::layers::claims::COMPANY;
use crate::layers::kinds::ActorKind;

/// Which side of an event is compared.
#[derive(Clone, Copy)]
enum Role {
    Agent,
    Patient,
}

/// Who is said to have done something, or to have suffered it, by one claim.
struct Ascription {
    agents: BTreeSet<EntityIdx>,
    /// Countries by which the words describe some of them ('des combattants irakiens').
    origins: BTreeSet<String>,
    claim: ClaimRef,
    event: EventIdx,
}

/// What sources say differently of who did it.
pub(super) fn contradictions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut by_place: BTreeMap<PlaceId, Vec<EventIdx>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        let at = EventIdx::new(position);
        found.extend(within(dossier, at, event, Role::Agent));
        if class(&event.event_type) == CHANGE_OF_CONTROL {
            found.extend(within(dossier, at, event, Role::Patient));
        }
        if let (true, Some(place)) = (event.happened, &event.place) {
            by_place.entry(place.value).or_default().push(at);
        }
    }
    let told: BTreeSet<ClaimRef> = found.iter().flat_map(|it| [it.a.claim, it.b.claim]).flatten().collect();
    let told: BTreeSet<Voice> = told.into_iter().map(|claim| voice(dossier, claim)).collect();
    for at_place in by_place.values() {
        let attacks = || at_place.iter().copied().filter(|at| events[at.at()].event_type.is("combat/assault"));
        for attack in attacks() {
            found.extend(of_operation(dossier, events, at_place, attack, &told));
        }
    }
    found.extend(helps_and_fights(dossier, events));
    found
}

/// Agents, or losers, of one event of whom no source's is another's. Those of a battle fight each other.
fn within(dossier: &Claims<'_>, at: EventIdx, event: &Event, role: Role) -> Vec<Contradiction> {
    if class(&event.event_type) == BATTLE {
        return Vec::new();
    }
    let mut sets: Vec<Ascription> = Vec::new();
    for it in ascriptions(dossier, at, event, role) {
        if sets.iter().all(|other| other.agents != it.agents) {
            sets.push(it);
        }
    }
    let mut found = Vec::new();
    for (nth, one) in sets.iter().enumerate() {
        for two in &sets[nth + 1..] {
            if may_be_one(dossier, one, two) || dossier.one_voice(one.claim, two.claim) {
                continue;
            }
            found.push(match role {
                Role::Agent => {
                    let reason = "one event, ascribed to different actors";
                    between(dossier, one, two, "agents_exclude_each_other", reason)
                }
                Role::Patient => Contradiction {
                    kind: ContradictionKind::Patient,
                    ..between(dossier, one, two, "patients_exclude_each_other", "one place, lost by different actors")
                },
            });
        }
    }
    found
}

/// Who took a place or beat those who held it as some tell it, against who led the attack as others tell it: once for
/// each pair of families, by the claim that names most of those who took part, and none that is held against another
/// already. Whoever lost the place did not lead the attack that took it.
fn of_operation(
    dossier: &Claims<'_>,
    events: &[Event],
    at_place: &[EventIdx],
    attack: EventIdx,
    told: &BTreeSet<Voice>,
) -> Vec<Contradiction> {
    let attacked = &events[attack.at()];
    let days = |event: &Event| event.when.as_ref().map(|when| when.value.0).unwrap_or_default();
    let wins = |event: &Event| class(&event.event_type) == CHANGE_OF_CONTROL || event.event_type.is("status/defeat");
    let together = |event: &Event| !days(event).is_open() && gap(days(event), days(attacked)).is_none_or(|it| it <= 1);
    let victories = || at_place.iter().copied().filter(|at| wins(&events[at.at()]) && together(&events[at.at()]));
    let losers: BTreeSet<EntityIdx> =
        victories().flat_map(|at| events[at.at()].patients.iter().map(|slot| slot.value)).collect();
    // A verb may tell of a part of the attack; 'the offensive' is the whole.
    let named = |it: &Ascription| dossier.is_noun(it.claim) && !may_mean_the_same(dossier, &losers, &it.agents);
    let mut led: Vec<Ascription> =
        ascriptions(dossier, attack, attacked, Role::Agent).into_iter().filter(named).collect();
    let mut taken: Vec<Ascription> =
        victories().flat_map(|at| ascriptions(dossier, at, &events[at.at()], Role::Agent)).collect();
    for side in [&mut led, &mut taken] {
        side.retain(|it| !told.contains(&voice(dossier, it.claim)));
        side.sort_by_key(|it| (std::cmp::Reverse(dossier.told_apart(it.claim)), it.claim));
    }
    let mut seen: BTreeSet<[Option<FamilyIdx>; 2]> = BTreeSet::new();
    let mut found = Vec::new();
    for one in &taken {
        for two in &led {
            let families = [dossier.family(one.claim), dossier.family(two.claim)];
            if may_be_one(dossier, one, two) || dossier.one_voice(one.claim, two.claim) || !seen.insert(families) {
                continue;
            }
            let reason = "taken by one force as some tell it, in an attack of another force as others tell it";
            found.push(between(dossier, one, two, "taken_and_attacked_by_others", reason));
        }
    }
    found
}

/// Whom a report quotes, wherever it is quoted; else the family whose own voice it is.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Voice {
    Source(EntityIdx),
    Family(Option<FamilyIdx>),
}

fn voice(dossier: &Claims<'_>, claim: ClaimRef) -> Voice {
    let attribution = dossier.claim(claim).attribution;
    let source = attribution.and_then(|it| {
        let attributions = &dossier.docs[claim.doc.at()].annotations.attributions;
        dossier.entity(claim, attributions[it.at()].source.as_ref()?.actor?)
    });
    source.map_or_else(|| Voice::Family(dossier.family(claim)), Voice::Source)
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
            let origins = BTreeSet::new();
            whole.then(|| (Ascription { agents, origins, claim, event: EventIdx::new(at) }, patients))
        };
        claims.filter_map(deed).collect()
    };
    let fought = deeds(&fights);
    let mut seen: BTreeSet<[Option<FamilyIdx>; 2]> = BTreeSet::new();
    let mut found = Vec::new();
    for (help, helped) in deeds(&|event| event.event_type.is("support")) {
        for (fight, beaten) in &fought {
            let both = may_mean_the_same(dossier, &help.agents, &fight.agents) && !helped.is_disjoint(beaten);
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
/// described may be anyone, unless the words say of which country.
fn ascriptions(dossier: &Claims<'_>, at: EventIdx, event: &Event, role: Role) -> Vec<Ascription> {
    let told = event.claims.iter().copied().filter(|&claim| dossier.has_happened(claim));
    let ascription = |claim: ClaimRef| {
        let leaders = match role {
            Role::Agent => dossier.leaders(claim),
            Role::Patient => dossier.losers(claim),
        };
        let origins: Vec<Option<String>> = leaders.iter().map(|&(_, mention)| dossier.origin(claim, mention)).collect();
        let known = |at: usize| is_identified(dossier.entities, leaders[at].0) || origins[at].is_some();
        let all = !leaders.is_empty() && (0..leaders.len()).all(known);
        let agents = leaders.iter().map(|(entity, _)| *entity).collect();
        all.then(|| Ascription { agents, origins: origins.iter().flatten().cloned().collect(), claim, event: at })
    };
    told.filter_map(ascription).collect()
}

/// Whether two sources may speak of one actor, or of actors of one country.
fn may_be_one(dossier: &Claims<'_>, one: &Ascription, two: &Ascription) -> bool {
    let wide = [one, two].map(|it| dossier.wide(&it.agents));
    let countries = |at: usize, it: &Ascription| -> BTreeSet<String> {
        dossier.homes(&wide[at]).into_iter().map(str::to_owned).chain(it.origins.iter().cloned()).collect()
    };
    !wide[0].is_disjoint(&wide[1])
        || !countries(0, one).is_disjoint(&countries(1, two))
        || dossier.has_unnamed_allies(&wide[0])
        || dossier.has_unnamed_allies(&wide[1])
}

/// Whether two sets of actors share one, directly, as a member or through one state.
fn may_mean_the_same(dossier: &Claims<'_>, one: &BTreeSet<EntityIdx>, two: &BTreeSet<EntityIdx>) -> bool {
    let (one, two) = (dossier.wide(one), dossier.wide(two));
    !one.is_disjoint(&two) || !dossier.homes(&one).is_disjoint(&dossier.homes(&two))
}

fn between(dossier: &Claims<'_>, one: &Ascription, two: &Ascription, rule: &str, reason: &str) -> Contradiction {
    let statement = |it: &Ascription| Statement {
        evidence: dossier.with_agents(it.claim),
        ..dossier.statement(it.claim, dossier.names(it.agents.iter().copied()))
    };
    Contradiction {
        kind: ContradictionKind::Agent,
        a: statement(one),
        b: statement(two),
        resolution: Resolution::Real,
        events: concerned([one.event, two.event]),
        reason: reason.into(),
        rule: rule.into(),
    }
}

impl Claims<'_> {
    /// The agents of a claim that do more than support the others.
    fn leaders(&self, at: ClaimRef) -> Vec<(EntityIdx, ActorIdx)> {
        let slots = self.claim(at).agents.iter().filter(|slot| !COMPANY.contains(&slot.reason.as_str()));
        slots.filter_map(|slot| Some((self.entity(at, slot.value)?, slot.value))).collect()
    }

    /// Whom it was done to.
    fn losers(&self, at: ClaimRef) -> Vec<(EntityIdx, ActorIdx)> {
        let slots = self.claim(at).patients.iter();
        slots.filter_map(|slot| Some((self.entity(at, slot.value)?, slot.value))).collect()
    }

    /// The country of an adjective of origin in an actor's words, as roles name it.
    fn origin(&self, at: ClaimRef, mention: ActorIdx) -> Option<String> {
        let annotations = &self.docs[at.doc.at()].annotations;
        let span = annotations.actors.mentions[mention.at()].span;
        let demonyms = &annotations.toponyms.demonyms;
        let place = demonyms.iter().filter(|it| span.contains(it.span)).find_map(|it| it.place)?;
        Some(place.0.to_string())
    }

    /// How many actors a claim names that are told apart from others, those who supported the first one included.
    fn told_apart(&self, at: ClaimRef) -> usize {
        let named = self.claim(at).agents.iter().filter_map(|slot| self.entity(at, slot.value)).collect();
        let known = |it: &&EntityIdx| self.entities[it.at()].members.is_empty() && is_identified(self.entities, **it);
        self.wide(&named).iter().filter(known).count()
    }

    /// 'X and its allies', with their members: any other force may be among those.
    fn has_unnamed_allies(&self, set: &BTreeSet<EntityIdx>) -> bool {
        let unnamed = |it: &EntityIdx| {
            let entity = &self.entities[it.at()];
            entity.kind == ActorKind::Coalition && entity.members.is_empty() && !entity.named && entity.known.is_none()
        };
        set.iter().any(unnamed)
    }
}
