//! Contradictions between events: what a place's changing hands explains, and shares of a place.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement, concerned};
use crate::annotated::ClaimRef;
use crate::compare::events::statement::{CHANGE_OF_CONTROL, class};
use crate::compare::events::{Event, SlotValue};
use crate::dates::Interval;
use crate::index::{EntityIdx, EventIdx, PlaceId};

/// What events of one place say against each other.
pub(super) fn contradictions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let mut by_place: BTreeMap<PlaceId, Vec<EventIdx>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        if let (true, Some(place)) = (event.happened, &event.place) {
            by_place.entry(place.value).or_default().push(EventIdx::new(position));
        }
    }
    let mut found = Vec::new();
    for at_place in by_place.values() {
        found.extend(changes_of_hands(dossier, events, at_place));
        found.extend(holdings(dossier, events, at_place));
        found.extend(shares(dossier, events, at_place));
        found.extend(headlines(dossier, events, at_place));
    }
    found
}

/// A change of control with its day and the side that won.
struct Change<'e> {
    at: EventIdx,
    event: &'e Event,
    when: Interval,
    winners: BTreeSet<EntityIdx>,
    losers: BTreeSet<EntityIdx>,
}

/// Each change and the next one to another side; and each change and the next one to the same side, which
/// look like one change dated twice until the one between explains them.
fn changes_of_hands(dossier: &Claims<'_>, events: &[Event], at_place: &[EventIdx]) -> Vec<Contradiction> {
    let changes = dated(dossier, events, at_place, |event| class(&event.event_type) == CHANGE_OF_CONTROL);
    let mut found = Vec::new();
    for (nth, first) in changes.iter().enumerate() {
        let reverses = |later: &&Change<'_>| first.is_undone_by(later);
        let Some(next) = changes[nth + 1..].iter().find(reverses) else { continue };
        found.push(pair(
            dossier,
            first,
            next,
            ContradictionKind::Outcome,
            "the place changed hands: both hold, one after the other",
        ));
        let again = |later: &&Change<'_>| next.is_undone_by(later) && first.is_same_side(later);
        if let Some(again) = changes.iter().find(again) {
            let reason = "one side took the place twice, and it was lost between: both dates hold";
            found.push(pair(dossier, first, again, ContradictionKind::Date, reason));
        }
    }
    found
}

/// The dated events of a place that are of one kind, in order of time.
fn dated<'e>(
    dossier: &Claims<'_>,
    events: &'e [Event],
    at_place: &[EventIdx],
    is_wanted: impl Fn(&Event) -> bool,
) -> Vec<Change<'e>> {
    let sides = |slots: &[SlotValue<EntityIdx>]| {
        let members = |it: EntityIdx| dossier.entities[it.at()].members.iter().copied();
        slots.iter().flat_map(|slot| std::iter::once(slot.value).chain(members(slot.value))).collect()
    };
    let wanted = at_place.iter().map(|&at| (at, &events[at.at()])).filter(|(_, event)| is_wanted(event));
    let mut changes: Vec<Change<'e>> = wanted
        .filter_map(|(at, event)| {
            let when = event.when.as_ref()?.value.0;
            Some(Change { at, event, when, winners: sides(&event.agents), losers: sides(&event.patients) })
        })
        .collect();
    changes.sort_by_key(|change| (change.when.earliest, change.at));
    changes
}

/// Who is said to hold a place, against who took it last: another side, or one that holds only a part.
fn holdings(dossier: &Claims<'_>, events: &[Event], at_place: &[EventIdx]) -> Vec<Contradiction> {
    let changes = dated(dossier, events, at_place, |event| class(&event.event_type) == CHANGE_OF_CONTROL);
    let held = dated(dossier, events, at_place, |event| event.event_type.is("control/held"));
    let is_partial = |event: &Event| {
        let claims = || event.claims.iter().map(|&at| dossier.claim(at));
        claims().any(|claim| claim.share.as_ref().is_some_and(|share| !share.whole))
    };
    let is_measured = |event: &Event| {
        let claims = || event.claims.iter().map(|&at| dossier.claim(at));
        claims().any(|claim| claim.share.as_ref().is_some_and(|share| share.fraction.is_some()))
    };
    let mut found = Vec::new();
    for holding in held.iter().filter(|holding| !holding.winners.is_empty()) {
        let taken = || changes.iter().filter(|it| !it.winners.is_empty() && !holding.when.is_before(it.when));
        // A figure says more than the change that led to it: it is held against what the other side had before.
        let mut undone = taken().filter(|it| may_be_others(dossier, &it.winners, &holding.winners));
        let undone = undone.next_back().filter(|_| is_measured(holding.event));
        let last = undone.or_else(|| taken().next_back());
        let Some(last) = last.filter(|last| !one_voice_only(dossier, last.event, holding.event)) else { continue };
        if is_state_before(dossier, last, holding) {
            continue;
        }
        let other = may_be_others(dossier, &last.winners, &holding.winners);
        let (resolution, reason) = match (other, last.when.is_before(holding.when)) {
            (true, true) => (Resolution::TimeOrder, "one side took the place, another holds it later: both may hold"),
            (true, false) => (Resolution::Real, "one side is said to take the place, another to hold it"),
            (false, _) if is_partial(holding.event) && !is_partial(last.event) => {
                (Resolution::Scope, "taken as it is told in one place, held only in part as it is told in another")
            }
            (false, _) => continue,
        };
        let mut contradiction = pair(dossier, last, holding, ContradictionKind::Outcome, reason);
        contradiction.resolution = resolution;
        contradiction.rule = "taken_and_held".into();
        found.push(contradiction);
    }
    found
}

/// Whether reports that tell the change say who held the place until then ('took the town, held by …').
fn is_state_before(dossier: &Claims<'_>, change: &Change<'_>, holding: &Change<'_>) -> bool {
    let tells = |at: &ClaimRef| {
        let told = |it: &&ClaimRef| it.doc == at.doc && dossier.has_happened(**it);
        change.event.claims.iter().any(|it| told(&it))
    };
    !change.losers.is_disjoint(&holding.winners)
        && !change.when.is_before(holding.when)
        && holding.event.claims.iter().all(tells)
}

/// Whether all that is said of two events comes from one source of one family.
fn one_voice_only(dossier: &Claims<'_>, one: &Event, two: &Event) -> bool {
    one.claims.iter().all(|&a| two.claims.iter().all(|&b| dossier.one_voice(a, b)))
}

/// Whether two sets of actors share nobody, nor the state to which they belong.
fn may_be_others(dossier: &Claims<'_>, one: &BTreeSet<EntityIdx>, two: &BTreeSet<EntityIdx>) -> bool {
    one.is_disjoint(two) && dossier.homes(one).is_disjoint(&dossier.homes(two))
}

impl Change<'_> {
    /// Whether a later change gives the place to another side: other winners, and not from the same losers.
    fn is_undone_by(&self, later: &Change<'_>) -> bool {
        let crossed = !self.winners.is_disjoint(&later.losers) || !self.losers.is_disjoint(&later.winners);
        let named = !self.winners.is_empty() && !later.winners.is_empty();
        self.when.is_before(later.when)
            && (crossed || named)
            && self.winners.is_disjoint(&later.winners)
            && self.losers.is_disjoint(&later.losers)
    }

    fn is_same_side(&self, other: &Change<'_>) -> bool {
        !self.winners.is_disjoint(&other.winners) || !self.losers.is_disjoint(&other.losers)
    }
}

/// A headline that speaks of the whole where the text speaks of a part; of several parts the one with a figure.
fn headlines(dossier: &Claims<'_>, events: &[Event], at_place: &[EventIdx]) -> Vec<Contradiction> {
    let in_headline = |claim: ClaimRef| dossier.in_headline(claim);
    let part = |claim: ClaimRef| dossier.claim(claim).share.as_ref().filter(|share| !share.whole);
    let sides = |event: &Event| event.agents.iter().map(|slot| slot.value).collect::<BTreeSet<_>>();
    let of_control = |at: &&EventIdx| {
        let event = &events[at.at()];
        class(&event.event_type) == CHANGE_OF_CONTROL || event.event_type.is("control/held")
    };
    let told: Vec<(EventIdx, ClaimRef)> = at_place
        .iter()
        .filter(of_control)
        .flat_map(|&at| events[at.at()].claims.iter().map(move |&it| (at, it)))
        .collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for &(at, whole) in &told {
        let says_all = in_headline(whole) && part(whole).is_none() && dossier.has_happened(whole);
        if !says_all || seen.contains(&whole.doc) {
            continue;
        }
        let fits = |&&(other, claim): &&(EventIdx, ClaimRef)| {
            let same_side = other == at || !sides(&events[at.at()]).is_disjoint(&sides(&events[other.at()]));
            claim.doc == whole.doc && !in_headline(claim) && part(claim).is_some() && same_side
        };
        let vague = |&&(_, claim): &&(EventIdx, ClaimRef)| part(claim).is_none_or(|share| share.fraction.is_none());
        let Some(&(other, claim)) = told.iter().filter(fits).min_by_key(vague) else { continue };
        seen.insert(whole.doc);
        let says = |at: EventIdx, claim: ClaimRef| dossier.statement(claim, events[at.at()].label.clone());
        found.push(Contradiction {
            kind: ContradictionKind::Outcome,
            a: says(at, whole),
            b: says(other, claim),
            resolution: Resolution::Internal,
            events: concerned([at, other]),
            reason: "the headline speaks of the whole, the text of a part".into(),
            rule: "headline_says_more".into(),
        });
    }
    found
}

fn pair(
    dossier: &Claims<'_>,
    first: &Change<'_>,
    second: &Change<'_>,
    kind: ContradictionKind,
    reason: &str,
) -> Contradiction {
    Contradiction {
        kind,
        a: told(dossier, first.event),
        b: told(dossier, second.event),
        resolution: Resolution::TimeOrder,
        events: vec![first.at, second.at],
        reason: reason.into(),
        rule: "place_changed_hands".into(),
    }
}

/// The claim that speaks for an event: the first with a date, in the outlet's own voice where there is one.
fn told(dossier: &Claims<'_>, event: &Event) -> Statement {
    let rank = |claim: &&ClaimRef| {
        let it = dossier.claim(**claim);
        (it.time.is_none(), it.place.is_none(), it.attribution.is_some())
    };
    let claim = event.claims.iter().min_by_key(rank).copied().unwrap_or(event.claims[0]);
    dossier.statement(claim, event.label.clone())
}

/// Shares of one place in one hand: at different times both hold, at one time they contradict.
fn shares(dossier: &Claims<'_>, events: &[Event], at_place: &[EventIdx]) -> Vec<Contradiction> {
    let mut shares: Vec<(EventIdx, ClaimRef, f64)> = Vec::new();
    for &at in at_place.iter().filter(|at| events[at.at()].event_type.is("control/held")) {
        for &claim in &events[at.at()].claims {
            let fraction = dossier.claim(claim).share.as_ref().and_then(|share| share.fraction);
            shares.extend(fraction.map(|fraction| (at, claim, fraction)));
        }
    }
    let mut found = Vec::new();
    for (nth, &(at_a, a, one)) in shares.iter().enumerate() {
        for &(at_b, b, two) in &shares[nth + 1..] {
            let holders = |at: EventIdx| events[at.at()].agents.iter().map(|slot| slot.value).collect::<BTreeSet<_>>();
            let differ = (one - two).abs() > f64::EPSILON;
            if !differ || holders(at_a).is_disjoint(&holders(at_b)) {
                continue;
            }
            let when = |claim: ClaimRef| {
                dossier.claim(claim).time.as_ref().map(|time| time.value.interval).unwrap_or_default()
            };
            let apart = when(a).is_before(when(b)) || when(b).is_before(when(a));
            let says = |claim: ClaimRef, share: f64| dossier.statement(claim, format!("{} %", share * 100.0));
            found.push(Contradiction {
                kind: ContradictionKind::Number,
                a: says(a, one),
                b: says(b, two),
                resolution: if apart { Resolution::TimeOrder } else { Resolution::Real },
                events: concerned([at_a, at_b]),
                reason: if apart {
                    "shares of one place at different times"
                } else {
                    "shares of one place that differ"
                }
                .into(),
                rule: "shares_of_a_place".into(),
            });
        }
    }
    found
}
