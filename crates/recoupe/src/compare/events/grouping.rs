//! Which claims speak of one event.
//!
//! Claims join on evidence, the best-evidenced first: what has place and date; groups of close days; then
//! what lacks one of both. A claim
//! that lacks a slot joins only where a single event takes it, its own report's before any other. Two claims
//! are kept apart by another class, another place, days that exclude each other, or swapped roles.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Apart, ClaimRef, QuantityValue};
use crate::annotate::claims::{Claim, ClaimTime, DAY_OF_COUNT, EventType, Factuality, Polarity, Slot};
use crate::annotate::syntax::Upos;
use crate::annotate::toponyms::{ToponymForm, Toponyms};
use crate::compare::corrections::Resolved;
use crate::compare::entities::Entity;
use crate::dates::{Interval, Precision};
use crate::dossier::Annotated;
use crate::gazetteer::places::{Place, PlaceKind};
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::index::{ActorIdx, ChainIdx, ClaimIdx, DocIdx, EntityIdx, EventIdx, ToponymIdx, WordIdx};

/// Types that tell of one event from several sides, by the class that they make.
const CLASSES: [(&str, &[&str]); 3] = [
    (BATTLE, &["combat/assault", "combat/clash", "combat/advance/entry"]),
    (RETREAT, &["control/withdrawn", "combat/flight"]),
    ("siege", &["siege"]),
];

/// The class of taking, losing and retaking.
pub(in crate::compare) const CHANGE_OF_CONTROL: &str = "control/change";

/// The class of attacks and clashes.
pub(in crate::compare) const BATTLE: &str = "combat/battle";

/// The class of withdrawing and fleeing: one force that draws back on one day does so once, wherever to.
pub(in crate::compare) const RETREAT: &str = "retreat";

/// Days by which sources may date one change of control, one disaster or one meeting differently.
const DISPUTED_DAYS: i64 = 2;

/// Classes that happen once at a place within a few days, so that close dates are a dispute and not two events.
const ONCE: [&str; 5] = [CHANGE_OF_CONTROL, "disaster", "politics", "contact/visit", "contact/meeting"];

/// Classes that go on for days: what one side does on one day and the next is one event.
const CONTINUED: [&str; 2] = [BATTLE, RETREAT];
const CONTINUED_DAYS: i64 = 1;

/// The class of defeats.
const DEFEAT: &str = "status/defeat";

/// Keys of those who bear arms, among who is counted.
const ARMED: [&str; 2] = ["fighters", "law_enforcement"];

/// What tolls count of people harmed; crowds and money are disputed by any factor.
const HARM: [&str; 2] = ["killed", "wounded"];

/// From where, and from what multiple of another, a toll is no rendering of the other.
const TOTAL: f64 = 1000.0;
const TOTAL_RATIO: f64 = 20.0;

/// Days that a vague or wide date may span and still count as a date.
const NARROW_DAYS: i64 = 3;

/// A time that only the tense gives tells of the last days.
const RECENT_DAYS: i64 = 3;

/// Days within which a report goes on speaking of a disaster as known ('the wreck', 'the death toll').
const FOLLOW_UP_DAYS: i64 = 30;

/// A claim with what decides its grouping.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// The claim.
    pub claim: ClaimRef,
    /// The class of its type.
    pub class: String,
    place: Option<PlaceId>,
    interval: Interval,
    /// Whether its own words date it; else the day is inferred from what stands around it.
    dates_itself: bool,
    /// Whether one side attacks: then the other's attack is another event.
    attacks: bool,
    /// Who did it.
    pub agents: BTreeSet<EntityIdx>,
    /// Whom it was done to.
    pub patients: BTreeSet<EntityIdx>,
    /// What it counts.
    counted: Vec<QuantityValue>,
    /// Agents and patients with their members, and the states whose forces or offices they are.
    wide: [BTreeSet<Side>; 2],
    /// Whether texts tell who the agents and the patients are; 'three people' may be anyone.
    identified: [bool; 2],
}

/// An entity, or the state whose force, government or office it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Entity(EntityIdx),
    State(String),
}

/// A group of claims and why they were joined.
#[derive(Default)]
pub(super) struct Group {
    /// The claims, sorted.
    pub statements: Vec<Statement>,
    /// One sentence for each rule that joined some of them, sorted.
    pub reasons: BTreeSet<&'static str>,
}

/// Groups the claims of all documents.
pub(super) fn groups(
    docs: &[Annotated],
    entities: &[Entity],
    gazetteer: &Gazetteer,
    copies: &[(ClaimRef, ClaimRef)],
    corrections: &Resolved,
) -> Vec<Group> {
    let mut statements = statements(docs, entities);
    statements.sort_by_key(|it| (it.rank(), it.class.clone(), it.interval.earliest, it.claim));
    let lacking = statements.split_off(statements.partition_point(|it| it.rank() <= Statement::PLACED_AND_DATED));
    let mut groups: Vec<Group> = Vec::new();
    add(&mut groups, statements, gazetteer, corrections);
    join_close_days(&mut groups, corrections);
    add(&mut groups, lacking, gazetteer, corrections);
    join_close_days(&mut groups, corrections);
    join_copies(&mut groups, copies, gazetteer, corrections);
    join_defeats(&mut groups, corrections);
    for set in &corrections.same {
        join(&mut groups, set);
    }
    for group in &mut groups {
        group.statements.sort_by_key(|statement| statement.claim);
    }
    groups
}

/// Adds statements to the groups that take them, else as groups of their own.
fn add(groups: &mut Vec<Group>, statements: Vec<Statement>, gazetteer: &Gazetteer, corrections: &Resolved) {
    let mut near = Near::default();
    for (at, group) in groups.iter().enumerate() {
        group.statements.iter().for_each(|it| near.note(it, at));
    }
    for statement in statements {
        let group = match destination(&statement, groups, &near.of(&statement), gazetteer, corrections) {
            Some((group, reason)) => {
                groups[group].reasons.insert(reason);
                group
            }
            None => {
                groups.push(Group::default());
                groups.len() - 1
            }
        };
        near.note(&statement, group);
        groups[group].statements.push(statement);
    }
}

/// The groups of a class by place and by day: what shares neither with a statement cannot join it.
#[derive(Default)]
struct Near {
    by_place: BTreeMap<(String, PlaceId), BTreeSet<usize>>,
    by_day: BTreeMap<(String, Date), BTreeSet<usize>>,
}

impl Near {
    fn note(&mut self, statement: &Statement, group: usize) {
        if let Some(place) = statement.place {
            self.by_place.entry((statement.class.clone(), place)).or_default().insert(group);
        }
        for day in statement.days_told() {
            self.by_day.entry((statement.class.clone(), day)).or_default().insert(group);
        }
    }

    /// Positions of groups, sorted.
    fn of(&self, statement: &Statement) -> BTreeSet<usize> {
        let class = || statement.class.clone();
        let here = statement.place.and_then(|place| self.by_place.get(&(class(), place)));
        let then = statement.days_told().filter_map(|day| self.by_day.get(&(class(), day)));
        here.into_iter().chain(then).flatten().copied().collect()
    }
}

impl Group {
    /// Takes over the claims of another group.
    fn absorb(&mut self, other: Group, reason: &'static str) {
        self.statements.extend(other.statements);
        self.reasons.extend(other.reasons);
        self.reasons.insert(reason);
    }

    /// Whether the user keeps some of its claims apart from some of another group.
    fn is_parted(&self, other: &Group, corrections: &Resolved) -> bool {
        let pairs = self.statements.iter().flat_map(|a| other.statements.iter().map(move |b| (a, b)));
        pairs.into_iter().any(|(a, b)| corrections.parts(a.claim, b.claim))
    }

    /// Whether nothing is left of it, as another group took its claims over.
    fn is_gone(&self) -> bool {
        self.statements.is_empty()
    }
}

/// Joins groups that tell of one change, disaster or meeting on close days, or of one fight or retreat from one day to
/// the next: one place, an actor in the same role, nothing undone in between. Their date is disputed, or inferred.
fn join_close_days(groups: &mut Vec<Group>, corrections: &Resolved) {
    // Only groups of one class at one place can join; retreats lead away from theirs.
    type At = (String, Option<PlaceId>);
    let mut by_place: BTreeMap<At, Vec<(usize, Outline)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let lasts = group.statements[0].is_once() || group.statements[0].is_continued();
        if let Some(outline) = Outline::of(group).filter(|_| lasts) {
            let place = outline.place.filter(|_| outline.class != RETREAT);
            by_place.entry((outline.class.clone(), place)).or_default().push((at, outline));
        }
    }
    for outlines in by_place.values_mut() {
        while let Some((one, two)) = close_pair(groups, outlines, corrections) {
            let (from, _) = outlines.remove(two);
            let joined = std::mem::take(&mut groups[from]);
            let into = outlines[one].0;
            groups[into].absorb(joined, "one class, place and actor; the days differ so little that one is disputed");
            match Outline::of(&groups[into]) {
                Some(outline) => outlines[one].1 = outline,
                None => drop(outlines.remove(one)),
            }
        }
    }
    groups.retain(|group| !group.is_gone());
}

/// The first two of the outlines whose groups are one event.
fn close_pair(groups: &[Group], outlines: &[(usize, Outline)], corrections: &Resolved) -> Option<(usize, usize)> {
    for (nth, (into, one)) in outlines.iter().enumerate() {
        for (other, (from, two)) in outlines.iter().enumerate().skip(nth + 1) {
            let parted = || groups[*into].is_parted(&groups[*from], corrections);
            let undone = || outlines.iter().any(|(_, it)| it.undoes(one) && it.lies_between(one, two));
            if one.may_be(two) && !parted() && !undone() {
                return Some((nth, other));
            }
        }
    }
    None
}

/// Joins the groups of claims that are one sentence in two reports, unless anything else keeps the groups apart.
fn join_copies(
    groups: &mut Vec<Group>,
    copies: &[(ClaimRef, ClaimRef)],
    gazetteer: &Gazetteer,
    corrections: &Resolved,
) {
    let claims = |(at, group): (usize, &Group)| group.statements.iter().map(|it| (it.claim, at)).collect::<Vec<_>>();
    let mut of: BTreeMap<ClaimRef, usize> = groups.iter().enumerate().flat_map(claims).collect();
    for &(one, two) in copies {
        let (Some(&a), Some(&b)) = (of.get(&one), of.get(&two)) else { continue };
        let (into, from) = (a.min(b), a.max(b));
        if into == from || groups[into].statements[0].class != groups[from].statements[0].class {
            continue;
        }
        let pairs =
            groups[into].statements.iter().flat_map(|it| groups[from].statements.iter().map(move |at| (it, at)));
        let apart = |(it, at): (&Statement, &Statement)| {
            let copied = [it.claim, at.claim].iter().all(|claim| [one, two].contains(claim));
            corrections.parts(it.claim, at.claim) || !copied && matches!(fit_of_two(it, at, gazetteer), Verdict::Apart)
        };
        if pairs.into_iter().any(apart) {
            continue;
        }
        let joined = std::mem::take(&mut groups[from]);
        of.extend(joined.statements.iter().map(|it| (it.claim, into)));
        groups[into].absorb(joined, "one sentence in two reports");
    }
    groups.retain(|group| !group.is_gone());
}

/// Joins the defeat of a side at a place to the loss of that place by that side, on the same or the next day.
fn join_defeats(groups: &mut Vec<Group>, corrections: &Resolved) {
    let mut outlines: Vec<Option<Outline>> = groups.iter().map(Outline::of).collect();
    for at in 0..groups.len() {
        let Some(defeat) = outlines[at].as_ref().filter(|it| it.class == DEFEAT) else { continue };
        let is_loss = |change: &Outline| change.class == CHANGE_OF_CONTROL && defeat.is_loss(change);
        let losses = (0..groups.len()).filter(|&it| outlines[it].as_ref().is_some_and(is_loss));
        let Some(into) = losses.into_iter().find(|&it| !groups[it].is_parted(&groups[at], corrections)) else {
            continue;
        };
        let mut joined = std::mem::take(&mut groups[at]);
        joined.statements.iter_mut().for_each(|it| CHANGE_OF_CONTROL.clone_into(&mut it.class));
        let reason = "the loss of a place and the defeat of a side there, on the same or the next day";
        groups[into].absorb(joined, reason);
        outlines[into] = Outline::of(&groups[into]);
    }
    groups.retain(|group| !group.is_gone());
}

/// A group as a whole: class, place, days and sides.
struct Outline {
    class: String,
    /// None only of retreats, which lead away from a place.
    place: Option<PlaceId>,
    days: Interval,
    sides: [BTreeSet<Side>; 2],
}

impl Outline {
    fn of(group: &Group) -> Option<Outline> {
        let class = group.statements[0].class.clone();
        let place = group.statements.iter().find_map(|it| it.place);
        if place.is_none() && class != RETREAT {
            return None;
        }
        let dated = || group.statements.iter().filter(|it| it.is_dated()).map(|it| it.interval);
        let days = Interval {
            earliest: dated().filter_map(|it| it.earliest).min(),
            latest: dated().filter_map(|it| it.latest).max(),
        };
        let sides =
            [0, 1].map(|role: usize| group.statements.iter().flat_map(|it| it.wide[role].iter().cloned()).collect());
        (!days.is_open()).then_some(Outline { class, place, days, sides })
    }

    fn is_at(&self, other: &Outline) -> bool {
        let away = self.class == RETREAT && (self.place.is_none() || other.place.is_none());
        self.class == other.class && (away || self.place == other.place)
    }

    fn may_be(&self, other: &Outline) -> bool {
        let shared = (0..2).any(|role| !self.sides[role].is_disjoint(&other.sides[role]));
        let most = if CONTINUED.contains(&self.class.as_str()) { CONTINUED_DAYS } else { DISPUTED_DAYS };
        let close = self.days.overlaps(other.days) || gap(self.days, other.days).is_some_and(|days| days <= most);
        self.is_at(other) && close && shared && !self.undoes(other)
    }

    /// Whether a defeat is that of the side that lost a place, as a change of control tells it.
    fn is_loss(&self, change: &Outline) -> bool {
        let close =
            self.days.overlaps(change.days) || gap(self.days, change.days).is_some_and(|days| days <= CONTINUED_DAYS);
        let others =
            !self.sides[0].is_empty() && !change.sides[0].is_empty() && self.sides[0].is_disjoint(&change.sides[0]);
        self.place == change.place && close && !self.sides[1].is_disjoint(&change.sides[1]) && !others
    }

    /// Whether the sides of one have changed places in the other.
    fn undoes(&self, other: &Outline) -> bool {
        self.is_at(other) && (0..2).any(|role| !self.sides[role].is_disjoint(&other.sides[1 - role]))
    }

    fn lies_between(&self, one: &Outline, two: &Outline) -> bool {
        let first = one.days.earliest.min(two.days.earliest);
        let last = one.days.latest.max(two.days.latest);
        self.days.earliest > first && self.days.latest < last
    }
}

/// Moves the claims that a user calls one event into the group of the first of them.
fn join(groups: &mut Vec<Group>, set: &BTreeSet<ClaimRef>) {
    let (with, mut without): (Vec<Group>, Vec<Group>) =
        std::mem::take(groups).into_iter().partition(|group| group.statements.iter().any(|it| set.contains(&it.claim)));
    if with.len() < 2 {
        without.extend(with);
        *groups = without;
        return;
    }
    let mut joined = Group { statements: Vec::new(), reasons: BTreeSet::from(["the user's corrections join them"]) };
    for group in with {
        joined.statements.extend(group.statements);
        joined.reasons.extend(group.reasons);
    }
    without.push(joined);
    *groups = without;
}

/// The group that a statement joins, of those near it: the only one that takes it, its own report's groups first.
fn destination(
    statement: &Statement,
    groups: &[Group],
    near: &BTreeSet<usize>,
    gazetteer: &Gazetteer,
    corrections: &Resolved,
) -> Option<(usize, &'static str)> {
    let parted = |group: &Group| group.statements.iter().any(|it| corrections.parts(it.claim, statement.claim));
    let own = |group: &Group| group.statements.iter().any(|other| other.claim.doc == statement.claim.doc);
    let fitting: Vec<(usize, Fit)> = near
        .iter()
        .filter(|&&at| !parted(&groups[at]))
        .filter_map(|&at| Some((at, fit(statement, &groups[at], gazetteer)?)))
        .collect();
    let best = fitting.iter().map(|(_, fit)| *fit).max()?;
    let mut strongest: Vec<usize> = fitting.iter().filter(|(_, fit)| *fit == best).map(|(at, _)| *at).collect();
    let firm = |at: &usize| groups[*at].statements.iter().any(|it| it.rank() <= Statement::PLACED_AND_DATED);
    if strongest.iter().any(firm) {
        strongest.retain(firm);
    }
    if best == Fit::PlaceAndDay {
        return strongest.first().map(|&at| (at, best.reason()));
    }
    let here: Vec<usize> = strongest.iter().copied().filter(|&at| own(&groups[at])).collect();
    match (here.as_slice(), strongest.as_slice()) {
        ([only], _) => Some((*only, best.reason())),
        ([], [only]) => Some((*only, best.reason())),
        _ => None,
    }
}

/// How well a statement fits a group; the least of its fits with the group's statements that decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// One report, days that meet, no other place and no other count: a report tells of its disaster more than once.
    Report,
    /// One actor in one role, at a time that does not exclude it.
    Actor,
    /// One place, at a time that does not exclude it.
    Place,
    /// One place, days that meet.
    PlaceAndDay,
}

impl Fit {
    fn reason(self) -> &'static str {
        match self {
            Fit::Report => "one class and day in one report, which names no other place or count for it",
            Fit::Actor => "one class, an actor in the same role, no place and no day against it",
            Fit::Place => "one class and place; no day and no actor against it",
            Fit::PlaceAndDay => "one class, place and day; no actor against it",
        }
    }
}

/// The best fit with a member, unless some member excludes the statement.
fn fit(statement: &Statement, group: &Group, gazetteer: &Gazetteer) -> Option<Fit> {
    let mut best = None;
    for other in &group.statements {
        match fit_of_two(statement, other, gazetteer) {
            Verdict::Apart if statement.disputes_the_day_of(other) => {}
            Verdict::Apart => return None,
            Verdict::Open => {}
            Verdict::Joins(fit) => best = best.max(Some(fit)),
        }
    }
    best
}

/// What two statements say of each other.
enum Verdict {
    Joins(Fit),
    /// Nothing joins them, nothing keeps them apart.
    Open,
    Apart,
}

fn fit_of_two(one: &Statement, two: &Statement, gazetteer: &Gazetteer) -> Verdict {
    use Verdict::{Joins, Open};
    if one.class != two.class {
        return Verdict::Apart;
    }
    match (one.places(two, gazetteer), one.days(two), one.actors(two)) {
        (Places::Apart, ..) | (_, Days::Apart, _) | (.., Actors::Swapped) => Verdict::Apart,
        (Places::Same, Days::Meet, Actors::Apart) if one.is_once() => Joins(Fit::PlaceAndDay),
        (.., Actors::Apart) => Verdict::Apart,
        (Places::Same, Days::Meet, _) => Joins(Fit::PlaceAndDay),
        (Places::Same, Days::Open, _) => Joins(Fit::Place),
        (Places::Within | Places::Open, Days::Meet, Actors::Shared) if one.is_once() || one.class == RETREAT => {
            Joins(Fit::Actor)
        }
        (Places::Open, Days::Meet, _) if one.retells(two) => Joins(Fit::Report),
        (Places::Within | Places::Open, ..) => Open,
    }
}

enum Places {
    Same,
    /// One lies in the other.
    Within,
    Open,
    Apart,
}

enum Days {
    /// Both dated, and some day is common to both.
    Meet,
    Open,
    Apart,
}

enum Actors {
    Shared,
    Open,
    Apart,
    /// The agent of one is the patient of the other.
    Swapped,
}

impl Statement {
    /// The last rank with both place and date.
    const PLACED_AND_DATED: u8 = 1;

    /// Groups what is well evidenced first.
    fn rank(&self) -> u8 {
        match (self.place.is_some(), self.is_dated()) {
            (true, true) if self.dates_itself => 0,
            (true, true) => 1,
            (true, false) => 2,
            (false, true) => 3,
            (false, false) => 4,
        }
    }

    fn is_dated(&self) -> bool {
        let days = || self.interval.latest?.date().since(self.interval.earliest?.date()).ok();
        days().is_some_and(|span| i64::from(span.get_days()) < NARROW_DAYS)
    }

    fn is_once(&self) -> bool {
        ONCE.iter().any(|class| EventType(self.class.clone()).is(class))
    }

    fn is_continued(&self) -> bool {
        CONTINUED.contains(&self.class.as_str())
    }

    /// Whether two claims of one report tell of one disaster, or count the same people harmed.
    fn retells(&self, other: &Statement) -> bool {
        let disaster = EventType(self.class.clone()).is("disaster");
        let same = |one: &QuantityValue| other.counted.iter().any(|two| is_same_count(one, two));
        let count =
            HARM.iter().any(|it| self.counted.iter().any(|one| one.counted == *it)) && self.counted.iter().all(same);
        self.claim.doc == other.claim.doc && (disaster || count)
    }

    /// Whether the one counts those who bear arms and the other those who do not, or the one those of a whole war.
    fn counts_others(&self, other: &Statement) -> bool {
        let armed = |it: &Statement| -> BTreeSet<bool> {
            it.counted.iter().filter_map(|it| Some(ARMED.contains(&it.who.as_deref()?))).collect()
        };
        let (one, two) = (armed(self), armed(other));
        let total = self.counted.iter().any(|it| other.counted.iter().any(|at| is_total(it, at)));
        total || !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
    }

    fn places(&self, other: &Statement, gazetteer: &Gazetteer) -> Places {
        let (Some(one), Some(two)) = (self.place, other.place) else { return Places::Open };
        if one == two {
            return Places::Same;
        }
        match (gazetteer.places.get(one), gazetteer.places.get(two)) {
            (Some(one), Some(two)) if holds(one, two) || holds(two, one) => Places::Within,
            _ => Places::Apart,
        }
    }

    /// The days of a narrow date; none of a wide one.
    fn days_told(&self) -> impl Iterator<Item = Date> + use<> {
        let bounds = self.interval.earliest.zip(self.interval.latest).filter(|_| self.is_dated());
        let (mut next, last) = bounds.map(|(first, last)| (first.date(), last.date())).unzip();
        std::iter::from_fn(move || {
            let day = next.filter(|day| last.is_some_and(|last| *day <= last))?;
            next = day.tomorrow().ok();
            Some(day)
        })
    }

    /// Whether the days of two statements of one change exclude each other by so little that they are a dispute, which
    /// keeps nothing out of a group that holds another day too.
    fn disputes_the_day_of(&self, other: &Statement) -> bool {
        let close = || gap(self.interval, other.interval).is_some_and(|days| days <= DISPUTED_DAYS);
        let apart = !self.interval.overlaps(other.interval);
        let one_place = self.place.is_some() && self.place == other.place;
        let swapped = || matches!(self.actors(other), Actors::Swapped);
        self.is_once() && self.class == other.class && one_place && apart && close() && !swapped()
    }

    fn days(&self, other: &Statement) -> Days {
        // What happens once on a day may be told with different hours.
        let one_day = self.is_once() && gap(self.interval, other.interval) == Some(0);
        if one_day || self.interval.overlaps(other.interval) {
            return if self.is_dated() && other.is_dated() { Days::Meet } else { Days::Open };
        }
        Days::Apart
    }

    fn actors(&self, other: &Statement) -> Actors {
        let meet = |one: usize, two: usize| !self.wide[one].is_disjoint(&other.wide[two]);
        let fight = self.class == BATTLE && !(self.attacks && other.attacks);
        let symmetrical = fight || self.class.starts_with("contact/");
        if self.counts_others(other) {
            return Actors::Apart;
        }
        if meet(0, 0) || meet(1, 1) || symmetrical && (meet(0, 1) || meet(1, 0)) {
            return Actors::Shared;
        }
        if !self.agents.is_disjoint(&other.patients) || !self.patients.is_disjoint(&other.agents) {
            return Actors::Swapped;
        }
        let open = |role: usize| !self.identified[role] || !other.identified[role];
        if open(0) && open(1) { Actors::Open } else { Actors::Apart }
    }
}

/// Whether an area holds a place: a country or a first-level region its settlements.
fn holds(area: Place<'_>, place: Place<'_>) -> bool {
    match area.kind {
        PlaceKind::Country => area.country.is_some() && area.country == place.country && place.kind != area.kind,
        PlaceKind::Admin1 => area.admin1.is_some() && area.admin1 == place.admin1 && area.country == place.country,
        _ => false,
    }
}

/// Whether of two tolls one is that of a whole war or year, beside which the other is one event's.
pub(in crate::compare) fn is_total(one: &QuantityValue, two: &QuantityValue) -> bool {
    let stated = |it: &QuantityValue| it.min.or(it.max);
    let (Some(a), Some(b)) = (stated(one), stated(two)) else { return false };
    let harmed = one.counted == two.counted && HARM.contains(&one.counted.as_str());
    harmed && a.max(b) >= TOTAL && a.max(b) >= TOTAL_RATIO * a.min(b)
}

/// Whether two figures say one number of one kind, exactly or as a bound.
fn is_same_count(one: &QuantityValue, two: &QuantityValue) -> bool {
    let stated = |it: &QuantityValue| it.min.or(it.max);
    one.counted == two.counted && stated(one).is_some() && stated(one) == stated(two)
}

/// Whole days between two intervals that do not meet.
pub(in crate::compare) fn gap(one: Interval, two: Interval) -> Option<i64> {
    let (early, late) = if one.is_before(two) { (one, two) } else { (two, one) };
    let span = late.earliest?.date().since(early.latest?.date()).ok()?;
    Some(i64::from(span.get_days()))
}

/// Pairs of groups of one class at one place, with what keeps them apart.
pub(super) fn apart(groups: &[Group], gazetteer: &Gazetteer) -> Vec<Vec<Apart>> {
    let mut by_class: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        by_class.entry(&group.statements[0].class).or_default().push(at);
    }
    let mut apart = vec![Vec::new(); groups.len()];
    for same_class in by_class.values() {
        for &one in same_class {
            for &two in same_class.iter().filter(|&&two| two != one) {
                if let Some(reason) = why_apart(&groups[one], &groups[two], gazetteer) {
                    apart[one].push(Apart { event: EventIdx::new(two), reason: reason.to_owned() });
                }
            }
        }
    }
    apart
}

fn why_apart(one: &Group, two: &Group, gazetteer: &Gazetteer) -> Option<&'static str> {
    let pairs = || one.statements.iter().flat_map(|one| two.statements.iter().map(move |two| (one, two)));
    if !pairs().any(|(one, two)| matches!(one.places(two, gazetteer), Places::Same)) {
        return None;
    }
    if pairs().any(|(one, two)| matches!(one.actors(two), Actors::Swapped)) {
        return Some("the roles are swapped");
    }
    if pairs().any(|(one, two)| matches!(one.days(two), Days::Apart)) {
        return Some("the days exclude each other");
    }
    pairs().any(|(one, two)| matches!(one.actors(two), Actors::Apart)).then_some("other actors")
}

/// The place of a claim. What happens near a town or off its coast is told of the town, but who holds the country
/// around a town does not hold the town.
fn place_of(toponyms: &Toponyms, at: ToponymIdx, event_type: &EventType) -> Option<PlaceId> {
    let mention = &toponyms.mentions[at.at()];
    match &mention.form {
        ToponymForm::Relative { of: Some(of), .. } if !event_type.is("control") => {
            mention.place.or(toponyms.mentions[of.at()].place)
        }
        _ => mention.place,
    }
}

fn statements(docs: &[Annotated], entities: &[Entity]) -> Vec<Statement> {
    let by_chain: BTreeMap<(DocIdx, ChainIdx), EntityIdx> = entities
        .iter()
        .enumerate()
        .flat_map(|(position, entity)| entity.chains.iter().map(move |&chain| (chain, EntityIdx::new(position))))
        .collect();
    let mut statements = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        let doc_idx = DocIdx::new(position);
        // That something is said is no event of the dossier: the attributions tell it.
        let happenings = doc.annotations.claims.iter().enumerate().filter(|(_, claim)| !claim.event_type.is("speech"));
        for (at, claim) in happenings {
            let entities_of = |slots: &[Slot<ActorIdx>]| {
                let chain = |slot: &Slot<ActorIdx>| doc.annotations.actors.mentions[slot.value.at()].chain;
                slots.iter().filter_map(|slot| by_chain.get(&(doc_idx, chain(slot))).copied()).collect::<BTreeSet<_>>()
            };
            let (agents, patients) = (entities_of(&claim.agents), entities_of(&claim.patients));
            let mut interval = claim.time.as_ref().map(|slot| grouping_interval(&slot.value)).unwrap_or_default();
            if interval.is_open() && claim.polarity == Polarity::Positive && !is_ahead(claim.factuality) {
                // What a report tells as past happened before it was made.
                interval.latest = doc.annotations.dct.interval.latest;
            }
            let timex = claim.time.as_ref().and_then(|slot| slot.value.timex);
            let own = timex.is_some_and(|it| claim.evidence.span.contains(doc.annotations.timexes[it.at()].span));
            if speaks_of_known(doc, claim, own) {
                interval.earliest = interval.earliest.map(|it| it.saturating_sub(FOLLOW_UP_DAYS.days()));
            }
            statements.push(Statement {
                dates_itself: own,
                claim: ClaimRef { doc: doc_idx, claim: ClaimIdx::new(at) },
                class: class(&claim.event_type),
                attacks: claim.event_type.is("combat/assault"),
                place: claim
                    .place
                    .as_ref()
                    .and_then(|slot| place_of(&doc.annotations.toponyms, slot.value, &claim.event_type)),
                interval,
                wide: [wide(&agents, entities), wide(&patients, entities)],
                identified: [&agents, &patients].map(|it| it.iter().any(|it| is_identified(entities, *it))),
                agents,
                patients,
                counted: claim.quantities.iter().map(QuantityValue::of).collect(),
            });
        }
    }
    statements
}

/// Whether a claim speaks of a disaster, or of its toll, as of something known.
fn speaks_of_known(doc: &Annotated, claim: &Claim, dates_itself: bool) -> bool {
    let counted = claim.time.as_ref().is_some_and(|time| time.reason == DAY_OF_COUNT);
    if counted || claim.event_type.is("harm") {
        return counted;
    }
    let told = claim.time.as_ref().is_none_or(|time| time.value.precision == Precision::Vague);
    let syntax = &doc.annotations.syntax;
    let word = syntax.word_at(claim.trigger, &doc.annotations.tokens);
    let definite = |at: WordIdx| {
        let noun = syntax.words[at.at()].upos == Upos::Noun;
        noun && syntax.dependents(at).any(|it| syntax.words[it.at()].feats.is("Definite", "Def"))
    };
    told && !dates_itself && claim.event_type.is("disaster") && word.is_some_and(definite)
}

/// Whether it is told who an actor is: by a name, a list, a country, or identified members.
pub(in crate::compare) fn is_identified(entities: &[Entity], actor: EntityIdx) -> bool {
    let entity = &entities[actor.at()];
    let known = |entity: &Entity| entity.named || entity.known.is_some() || entity.role.is_some();
    known(entity) || !entity.members.is_empty() && entity.members.iter().all(|it| known(&entities[it.at()]))
}

fn is_ahead(factuality: Factuality) -> bool {
    matches!(factuality, Factuality::Predicted | Factuality::Intended | Factuality::Counterfactual)
}

/// Entities with their members, and the states whose forces or offices they are.
fn wide(set: &BTreeSet<EntityIdx>, entities: &[Entity]) -> BTreeSet<Side> {
    let with_members = set.iter().flat_map(|&it| std::iter::once(it).chain(entities[it.at()].members.iter().copied()));
    with_members
        .flat_map(|it| {
            let state = entities[it.at()].home().map(|home| Side::State(home.to_owned()));
            std::iter::once(Side::Entity(it)).chain(state)
        })
        .collect()
}

/// The interval within which a claim may group: a time that only the tense gives reaches back.
fn grouping_interval(time: &ClaimTime) -> Interval {
    let mut interval = time.interval;
    if time.timex.is_none() && time.precision == Precision::Vague {
        interval.earliest = interval.earliest.map(|earliest| earliest.saturating_sub(RECENT_DAYS.days()));
    }
    interval
}

/// The class of a type: the same event seen from several sides, else the type itself.
pub(in crate::compare) fn class(event_type: &EventType) -> String {
    if event_type.changes_control() {
        return CHANGE_OF_CONTROL.to_owned();
    }
    let of = CLASSES.iter().find(|(_, types)| types.iter().any(|it| event_type.is(it)));
    of.map_or_else(|| event_type.0.clone(), |(class, _)| (*class).to_owned())
}
