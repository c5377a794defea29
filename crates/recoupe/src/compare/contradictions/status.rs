//! Contradictions of status: over for one voice, not over for another; beaten, and yet acting afterwards.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::{Claims, Contradiction, ContradictionKind, Resolution, concerned};
use crate::annotated::ClaimRef;
use crate::compare::events::Event;
use crate::compare::events::statement::{CHANGE_OF_CONTROL, class};
use crate::dates::Interval;
use crate::index::{DocIdx, EntityIdx, EventIdx, PlaceId};
use crate::layers::kinds::{Factuality, Polarity};

/// Types that say that a struggle is over.
const ENDS: [&str; 2] = ["status/end", "status/defeat"];
/// The type of those who declare it so.
const DECLARES: &str = "speech/declaration/end";

/// What somebody says of whether a struggle is over.
struct Status {
    claim: ClaimRef,
    /// The event of the claim; none for what is only said.
    event: Option<EventIdx>,
    /// What it says, in neutral words.
    says: String,
    /// Whom the report quotes for it, or who declares it; `None` is its own voice.
    voice: Option<String>,
    /// Against whom the struggle is, or who is beaten or strikes again, with the members of groups.
    of: BTreeSet<EntityIdx>,
    /// The place that its own clause names.
    place: Option<PlaceId>,
}

/// What the sources say differently of whether it is over.
pub(super) fn contradictions(dossier: &Claims<'_>, events: &[Event]) -> Vec<Contradiction> {
    let (over, open) = statuses(dossier, events);
    let mut found: Vec<Contradiction> = pairs(dossier, events, &over, &open)
        .into_iter()
        .map(|(over, open)| over_and_open(dossier, over, open))
        .collect();
    found.extend(over.iter().filter_map(|it| acts_afterwards(dossier, events, it)));
    found
}

/// Who says that it is over, and who says that it is not, or that the beaten will strike again.
fn statuses(dossier: &Claims<'_>, events: &[Event]) -> (Vec<Status>, Vec<Status>) {
    let by_claim: BTreeMap<ClaimRef, EventIdx> = events
        .iter()
        .enumerate()
        .flat_map(|(at, event)| event.claims.iter().map(move |&claim| (claim, EventIdx::new(at))))
        .collect();
    let (mut over, mut open) = (Vec::new(), Vec::new());
    for at in (0..dossier.docs.len()).flat_map(|doc| dossier.claims_of(DocIdx::new(doc))) {
        let claim = dossier.claim(at);
        let ends = ENDS.iter().any(|it| claim.event_type.is(it));
        let declares = claim.event_type.is(DECLARES);
        let strikes = claim.event_type.is("combat") && claim.factuality == Factuality::Predicted;
        if !ends && !declares && !strikes {
            continue;
        }
        let event = by_claim.get(&at).copied();
        let slots = if strikes { &claim.agents } else { &claim.patients };
        let status = Status {
            claim: at,
            event,
            says: event.map_or_else(|| claim.evidence.quote.clone(), |it| events[it.at()].label.clone()),
            voice: if declares { dossier.first_agent(at) } else { dossier.source(at) }.map(str::to_owned),
            of: dossier.wide(&slots.iter().filter_map(|slot| dossier.entity(at, slot.value)).collect()),
            place: dossier.place_in_clause(at),
        };
        if declares && dossier.has_happened(at) || ends && dossier.has_happened(at) && is_for_good(dossier, at) {
            over.push(status);
        } else if ends && is_open(dossier, at) || strikes && claim.polarity == Polarity::Positive {
            open.push(status);
        }
    }
    (over, open)
}

/// Each word that it is over with one that it is not: first of one voice, then of one report, then of any two.
fn pairs<'s>(
    dossier: &Claims<'_>,
    events: &[Event],
    over: &'s [Status],
    open: &'s [Status],
) -> Vec<(&'s Status, &'s Status)> {
    let one_report = |one: &Status, two: &Status| one.claim.doc == two.claim.doc;
    let one_voice = |one: &Status, two: &Status| one_report(one, two) && one.voice == two.voice;
    let any = |_: &Status, _: &Status| true;
    type Tier<'t> = &'t dyn Fn(&Status, &Status) -> bool;
    let tiers: [Tier<'_>; 3] = [&one_voice, &one_report, &any];
    let mut pairs: Vec<(&Status, &Status)> = Vec::new();
    let mut paired: BTreeSet<ClaimRef> = BTreeSet::new();
    for tier in tiers {
        for ended in over {
            if paired.contains(&ended.claim) {
                continue;
            }
            let fits = |it: &&Status| {
                let free = !paired.contains(&it.claim);
                free && tier(ended, it) && may_be_one(events, ended, it) && !one_breath(dossier, ended, it)
            };
            if let Some(goes_on) = open.iter().find(fits) {
                paired.extend([ended.claim, goes_on.claim]);
                pairs.push((ended, goes_on));
            }
        }
    }
    pairs.sort_by_key(|(over, open)| (over.claim, open.claim));
    pairs
}

/// 'Beaten, though it will strike again': who says both in one sentence takes nothing back.
fn one_breath(dossier: &Claims<'_>, one: &Status, two: &Status) -> bool {
    let sentence = |it: &Status| dossier.sentence(it.claim);
    one.claim.doc == two.claim.doc && sentence(one).is_some() && sentence(one) == sentence(two)
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
/// against whom, they must speak of one place, or stand in one report.
fn may_be_one(events: &[Event], one: &Status, two: &Status) -> bool {
    let apart = one.place.is_some() && two.place.is_some() && one.place != two.place;
    let shared = !one.of.is_disjoint(&two.of);
    let open = one.of.is_empty() || two.of.is_empty();
    let place = |it: &Status| events[it.event?.at()].place.as_ref().map(|place| place.value);
    let one_place = place(one).is_some() && place(one) == place(two);
    !apart && (shared || open && (one_place || one.claim.doc == two.claim.doc))
}

fn over_and_open(dossier: &Claims<'_>, over: &Status, open: &Status) -> Contradiction {
    let one_voice = over.claim.doc == open.claim.doc && over.voice == open.voice;
    let later = dossier.made(open.claim.doc).is_before(dossier.made(over.claim.doc));
    let (resolution, reason) = match (one_voice, later) {
        (true, _) => (Resolution::Internal, "one voice says that it is over, and that it is not"),
        (_, true) => (Resolution::TimeOrder, "not over by one report, over by a later one: both may hold"),
        (false, false) => (Resolution::Real, "over by one voice, not over by another"),
    };
    Contradiction {
        kind: ContradictionKind::Status,
        a: dossier.statement(over.claim, over.says.clone()),
        b: dossier.statement(open.claim, open.says.clone()),
        resolution,
        events: concerned(over.event.into_iter().chain(open.event)),
        reason: reason.into(),
        rule: "over_and_not_over".into(),
    }
}

/// A side that is said to be beaten for good and takes a place or attacks all the same, from the days of that word on.
///
/// A defeat at a place, in a report's own telling or by a noun ('suffered a defeat') is one of many; that a struggle is
/// over, or that a source says so of a side as a whole, is more.
fn acts_afterwards(dossier: &Claims<'_>, events: &[Event], over: &Status) -> Option<Contradiction> {
    let claim = dossier.claim(over.claim);
    let whole = ["status/end", DECLARES].iter().any(|it| claim.event_type.is(it)) || claim.attribution.is_some();
    if over.of.is_empty() || over.place.is_some() || !whole {
        return None;
    }
    let said = dossier.day(over.claim);
    let acts = |event: &Event| class(&event.event_type) == CHANGE_OF_CONTROL || event.event_type.is("combat/assault");
    let day = |event: &Event| event.when.as_ref().map(|when| when.value.0);
    let after = |event: &Event| day(event).is_some_and(|day| is_from(day, said));
    let doing = |event: &Event| {
        let slots =
            event.agents.iter().filter(|slot| !over.of.is_disjoint(&dossier.wide(&BTreeSet::from([slot.value]))));
        slots.flat_map(|slot| slot.claims.iter().copied()).find(|&it| dossier.has_happened(it))
    };
    let deeds = || events.iter().enumerate().filter(|(_, it)| it.happened && acts(it) && after(it));
    let taking = deeds().filter(|(_, it)| class(&it.event_type) == CHANGE_OF_CONTROL);
    let (at, told) = taking.chain(deeds()).find_map(|(at, it)| Some((at, doing(it)?)))?;
    let deed = &events[at];
    if dossier.one_voice(told, over.claim) {
        return None;
    }
    Some(Contradiction {
        kind: ContradictionKind::Status,
        a: dossier.statement(over.claim, over.says.clone()),
        b: dossier.statement(told, deed.label.clone()),
        resolution: Resolution::Real,
        events: concerned(over.event.into_iter().chain([EventIdx::new(at)])),
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
    /// The place that a claim's own clause names.
    fn place_in_clause(&self, at: ClaimRef) -> Option<PlaceId> {
        let claim = self.claim(at);
        let toponyms = &self.docs[at.doc.at()].annotations.toponyms;
        toponyms.mentions[claim.place.as_ref()?.value.at()].place.filter(|_| claim.names_place(toponyms))
    }
}
