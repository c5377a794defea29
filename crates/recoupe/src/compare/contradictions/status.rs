//! Contradictions of status: over for one voice, not over for another; beaten, and yet acting afterwards.

use std::collections::BTreeSet;

use jiff::ToSpan;

use super::{Claims, Contradiction, ContradictionKind, Resolution};
use crate::annotate::claims::{Factuality, Polarity};
use crate::compare::events::grouping::{CHANGE_OF_CONTROL, class};
use crate::compare::events::{Event, SlotValue};
use crate::dates::Interval;
use crate::dossier::ClaimRef;
use crate::gazetteer::PlaceId;
use crate::index::{DocIdx, EntityIdx, EventIdx};

/// Types that say that a struggle is over.
const ENDS: [&str; 2] = ["status/end", "status/defeat"];

/// A claim on whether a struggle is over.
struct Status<'e> {
    at: EventIdx,
    event: &'e Event,
    claim: ClaimRef,
    /// Against whom the struggle is, or who is beaten.
    of: BTreeSet<EntityIdx>,
    place: Option<PlaceId>,
}

/// What the sources say differently of whether it is over.
pub(super) fn contradictions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let (over, open): (Vec<Status<'_>>, Vec<Status<'_>>) =
        statuses(dossier, events).into_iter().partition(|it| dossier.has_happened(it.claim));
    let over: Vec<Status<'_>> = over.into_iter().filter(|it| is_for_good(dossier, it.claim)).collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for ended in &over {
        for goes_on in open.iter().filter(|it| is_open(dossier, it.claim) && may_be_one(dossier, ended, it)) {
            let voices =
                (ended.claim.doc, dossier.source(ended.claim), goes_on.claim.doc, dossier.source(goes_on.claim));
            if seen.insert(voices) {
                found.push(over_and_open(dossier, ended, goes_on));
            }
        }
    }
    found.extend(over.iter().filter_map(|it| acts_afterwards(dossier, events, it)));
    found
}

fn statuses<'e>(dossier: &Claims<'_>, events: &'e [Event]) -> Vec<Status<'e>> {
    let mut statuses = Vec::new();
    for (position, event) in events.iter().enumerate() {
        for &claim in &event.claims {
            if ENDS.iter().any(|it| dossier.claim(claim).event_type.is(it)) {
                let of = |slot: &&SlotValue<EntityIdx>| slot.claims.contains(&claim);
                let of = event.patients.iter().filter(of).map(|slot| slot.value).collect();
                let place = dossier.place_in_clause(claim);
                statuses.push(Status { at: EventIdx::new(position), event, claim, of, place });
            }
        }
    }
    statuses
}

/// Whether a claim says that it is not over.
fn is_open(dossier: &Claims<'_>, claim: ClaimRef) -> bool {
    let it = dossier.claim(claim);
    it.polarity == Polarity::Negative || it.factuality == Factuality::Denied
}

/// Whether a claim speaks of the end of the whole. 'Suffered a defeat' tells of one of many.
fn is_for_good(dossier: &Claims<'_>, claim: ClaimRef) -> bool {
    dossier.claim(claim).event_type.is("status/end") || !dossier.is_noun(claim)
}

/// Whether two claims may speak of one struggle: against one side, at no two places. Where one of them does not say
/// against whom, they must speak of one place, or be the words of one voice in one report.
fn may_be_one(dossier: &Claims<'_>, one: &Status<'_>, two: &Status<'_>) -> bool {
    let apart = one.place.is_some() && two.place.is_some() && one.place != two.place;
    let shared = !dossier.wide(&one.of).is_disjoint(&dossier.wide(&two.of));
    let open = one.of.is_empty() || two.of.is_empty();
    let place = |it: &Status<'_>| it.event.place.as_ref().map(|place| place.value);
    let one_place = place(one).is_some() && place(one) == place(two);
    let one_voice = one.claim.doc == two.claim.doc && dossier.source(one.claim) == dossier.source(two.claim);
    !apart && (shared || open && (one_place || one_voice))
}

fn over_and_open(dossier: &Claims<'_>, over: &Status<'_>, open: &Status<'_>) -> Contradiction {
    let one_report = over.claim.doc == open.claim.doc;
    let one_source = dossier.source(over.claim) == dossier.source(open.claim);
    let later = dossier.made(open.claim.doc).is_before(dossier.made(over.claim.doc));
    let (resolution, reason) = match (one_report && one_source, later) {
        (true, _) => (Resolution::Internal, "one voice says that it is over, and that it is not"),
        (_, true) => (Resolution::TimeOrder, "not over by one report, over by a later one: both may hold"),
        (false, false) => (Resolution::Real, "over by one voice, not over by another"),
    };
    let mut events = vec![over.at, open.at];
    events.sort();
    events.dedup();
    Contradiction {
        kind: ContradictionKind::Status,
        a: dossier.statement(over.claim, over.event.label.clone()),
        b: dossier.statement(open.claim, open.event.label.clone()),
        resolution,
        events,
        reason: reason.into(),
        rule: "over_and_not_over".into(),
    }
}

/// A side that is said to be beaten for good and takes a place or attacks all the same, from the days of that word on.
///
/// A defeat at a place, in a report's own telling or by a noun ('suffered a defeat') is one of many; that a struggle is
/// over, or that a source says so of a side as a whole, is more.
fn acts_afterwards(dossier: &Claims<'_>, events: &[Event], over: &Status<'_>) -> Option<Contradiction> {
    let claim = dossier.claim(over.claim);
    let whole = claim.event_type.is("status/end") || claim.attribution.is_some();
    if over.of.is_empty() || over.place.is_some() || !whole {
        return None;
    }
    let said = claim.time.as_ref().map_or_else(|| dossier.made(over.claim.doc), |time| time.value.interval);
    let beaten = dossier.wide(&over.of);
    let acts = |event: &Event| class(&event.event_type) == CHANGE_OF_CONTROL || event.event_type.is("combat/assault");
    let day = |event: &Event| event.when.as_ref().map(|when| when.value.0);
    let after = |event: &Event| day(event).is_some_and(|day| is_from(day, said));
    let doing = |event: &Event| {
        let slots =
            event.agents.iter().filter(|slot| !beaten.is_disjoint(&dossier.wide(&BTreeSet::from([slot.value]))));
        slots.flat_map(|slot| slot.claims.iter().copied()).find(|&it| dossier.has_happened(it))
    };
    let deeds = || events.iter().enumerate().filter(|(_, it)| it.happened && acts(it) && after(it));
    let taking = deeds().filter(|(_, it)| class(&it.event_type) == CHANGE_OF_CONTROL);
    let (at, told) = taking.chain(deeds()).find_map(|(at, it)| Some((at, doing(it)?)))?;
    let deed = &events[at];
    if dossier.one_voice(told, over.claim) {
        return None;
    }
    let mut concerned = vec![over.at, EventIdx::new(at)];
    concerned.sort();
    Some(Contradiction {
        kind: ContradictionKind::Status,
        a: dossier.statement(over.claim, over.event.label.clone()),
        b: dossier.statement(told, deed.label.clone()),
        resolution: Resolution::Real,
        events: concerned,
        reason: "said to be beaten, and told to take places or attack from those days on".into(),
        rule: "beaten_and_acting".into(),
    })
}

/// Whether a day is not before another, and not long after it.
fn is_from(day: Interval, since: Interval) -> bool {
    let Some(first) = since.earliest else { return false };
    let last = first.saturating_add(DAYS_OF_A_WORD.days());
    !day.is_before(since) && day.earliest.is_some_and(|day| day <= last)
}

/// Days for which a word that a side is beaten can be held against what it does.
const DAYS_OF_A_WORD: i64 = 30;

impl Claims<'_> {
    /// A set of actors with the members of its groups.
    pub(super) fn wide(&self, set: &BTreeSet<EntityIdx>) -> BTreeSet<EntityIdx> {
        let members = |it: EntityIdx| self.entities[it.at()].members.iter().copied();
        set.iter().flat_map(|&it| std::iter::once(it).chain(members(it))).collect()
    }

    /// The place that a claim's own clause names.
    fn place_in_clause(&self, at: ClaimRef) -> Option<PlaceId> {
        let claim = self.claim(at);
        let toponym = &self.docs[at.doc.at()].annotations.toponyms.mentions[claim.place.as_ref()?.value.at()];
        toponym.place.filter(|_| claim.evidence.span.contains(toponym.span))
    }

    /// When a report was made.
    pub(super) fn made(&self, doc: DocIdx) -> Interval {
        self.docs[doc.at()].annotations.dct.interval
    }
}
