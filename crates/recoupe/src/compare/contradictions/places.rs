//! Contradictions of place: a person who comes to harm in two places, a side that withdraws in two directions.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, concerned};
use crate::annotated::ClaimRef;
use crate::compare::events::Event;
use crate::compare::events::statement::{RETREAT, class, gap};
use crate::gazetteer::Gazetteer;
use crate::index::{EntityIdx, EventIdx, PlaceId, WordIdx};
use crate::layers::kinds::ActorKind;

/// What befalls a person once.
const ONCE: [&str; 3] = ["harm/killed", "harm/arrested", "harm/abducted"];

/// What the sources say differently of where it was.
pub(super) fn contradictions(dossier: &Claims<'_>, gazetteer: &Gazetteer, events: &[Event]) -> Vec<Contradiction> {
    let mut found = persons(dossier, gazetteer, events);
    found.extend(directions(dossier, events));
    found
}

/// A named person who is killed, arrested or abducted on the same days in two places, of which none lies in the other.
fn persons(dossier: &Claims<'_>, gazetteer: &Gazetteer, events: &[Event]) -> Vec<Contradiction> {
    type Told = (EventIdx, PlaceId, ClaimRef);
    let mut by_person: BTreeMap<(&str, EntityIdx), Vec<Told>> = BTreeMap::new();
    for (at, event) in events.iter().enumerate().filter(|(_, event)| event.happened) {
        let Some(kind) = ONCE.into_iter().find(|kind| event.event_type.is(kind)) else { continue };
        for slot in &event.patients {
            let entity = &dossier.entities[slot.value.at()];
            let told = slot.claims.iter().copied().find(|&claim| dossier.has_happened(claim));
            if let (ActorKind::Person, true, Some(place), Some(claim)) = (entity.kind, entity.named, &event.place, told)
            {
                let told = (EventIdx::new(at), place.value, claim);
                by_person.entry((kind, slot.value)).or_default().push(told);
            }
        }
    }
    let mut found = Vec::new();
    for told in by_person.values() {
        for (nth, &(a, here, one)) in told.iter().enumerate() {
            for &(b, there, two) in &told[nth + 1..] {
                let inside =
                    here == there || gazetteer.places.contains(here, there) || gazetteer.places.contains(there, here);
                if !inside && may_meet(events, a, b) && !dossier.one_voice(one, two) {
                    let reason = "one person, said to have come to harm in two places";
                    found.push(between(dossier, events, (a, one), (b, two), "person_in_two_places", reason));
                }
            }
        }
    }
    found
}

fn may_meet(events: &[Event], a: EventIdx, b: EventIdx) -> bool {
    let days = |at: EventIdx| events[at.at()].when.as_ref().map(|when| when.value.0).unwrap_or_default();
    gap(days(a), days(b)).is_none_or(|days| days <= 1)
}

/// Who gives way to the east by one voice, to the north by another, on the same days.
fn directions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let mut told: Vec<(EventIdx, ClaimRef, BTreeSet<String>, BTreeSet<EntityIdx>)> = Vec::new();
    for (at, event) in events.iter().enumerate() {
        for &claim in event.claims.iter().filter(|&&claim| dossier.has_happened(claim)) {
            let retreats = class(&dossier.claim(claim).event_type) == RETREAT;
            let towards = if retreats { direction(dossier, claim) } else { BTreeSet::new() };
            let agents: BTreeSet<EntityIdx> =
                dossier.claim(claim).agents.iter().filter_map(|slot| dossier.entity(claim, slot.value)).collect();
            if !towards.is_empty() && !agents.is_empty() {
                told.push((EventIdx::new(at), claim, towards, dossier.wide(&agents)));
            }
        }
    }
    let mut found: Vec<Contradiction> = Vec::new();
    for (nth, (a, one, here, who)) in told.iter().enumerate() {
        for (b, two, there, whom) in &told[nth + 1..] {
            let apart = here.is_disjoint(there) && !who.is_disjoint(whom);
            let days = gap(dossier.day(*one), dossier.day(*two)).is_none_or(|days| days <= 1);
            let known = found.iter().any(|it| it.a.claim == Some(*one) || it.b.claim == Some(*two));
            if apart && days && !known && !dossier.one_voice(*one, *two) {
                let reason = "one side, said to give way in different directions";
                found.push(between(dossier, events, (*a, *one), (*b, *two), "ways_of_retreat", reason));
            }
        }
    }
    found
}

/// The points of the compass towards which a claim goes ('vers le nord-est de la ville'), none for a place by name.
fn direction(dossier: &Claims<'_>, at: ClaimRef) -> BTreeSet<String> {
    const POINTS: [&str; 4] = ["north", "south", "east", "west"];
    let doc = &dossier.docs[at.doc.at()];
    let claim = dossier.claim(at);
    let syntax = &doc.annotations.syntax;
    let directions = &dossier.packs.of(&doc.document).places.directions;
    let words = syntax.words_in(claim.evidence.span, &doc.annotations.tokens).map(WordIdx::new);
    let behind =
        |it: &WordIdx| doc.annotations.tokens[syntax.words[it.at()].token.at()].span.start >= claim.trigger.end;
    // Only what the verb goes to: 'vers le nord', not 'la ville du nord'.
    let marked = |it: &WordIdx| {
        let word = &syntax.words[it.at()];
        word.universal_relation() == "obl" && syntax.dependents(*it).any(|it| syntax.words[it.at()].relation == "case")
    };
    let named = words.filter(behind).filter(marked);
    let mut parts = named.filter_map(|it| directions.get(&syntax.words[it.at()].form.to_lowercase()));
    let part = parts.next().map_or("", String::as_str);
    part.split('_').filter(|it| POINTS.contains(it)).map(str::to_owned).collect()
}

fn between(
    dossier: &Claims<'_>,
    events: &[Event],
    (a, one): (EventIdx, ClaimRef),
    (b, two): (EventIdx, ClaimRef),
    rule: &str,
    reason: &str,
) -> Contradiction {
    Contradiction {
        kind: ContradictionKind::Place,
        a: dossier.statement(one, events[a.at()].label.clone()),
        b: dossier.statement(two, events[b.at()].label.clone()),
        resolution: Resolution::Real,
        events: concerned([a, b]),
        reason: reason.into(),
        rule: rule.into(),
    }
}
