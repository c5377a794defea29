//! Which claims speak of one event.
//!
//! Claims join on evidence, the best-evidenced first: what has place and date; groups of close days; then
//! what lacks one of both. A claim
//! that lacks a slot joins only where a single event takes it, its own report's before any other. Two claims
//! are kept apart by another class, another place, days that exclude each other, or swapped roles.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::links::Link;
use super::outline::Outline;
use super::statement::{
    Actors, BOMBING, CHANGE_OF_CONTROL, DEFEAT, Days, Places, RETREAT, Spot, Statement, statements,
};
use super::{Apart, tolls};
use crate::annotated::{Annotated, ClaimRef};
use crate::compare::corrections::Resolved;
use crate::compare::entities::Entity;
use crate::dates::Interval;
use crate::gazetteer::Gazetteer;
use crate::index::EventIdx;

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
    links: &[Link],
    corrections: &Resolved,
) -> Vec<Group> {
    let mut statements = statements(docs, entities);
    // A headline sums up what its text tells, which comes first.
    statements.sort_by_key(|it| (it.rank(), it.class.clone(), it.in_headline, it.interval.earliest, it.claim));
    let lacking = statements.split_off(statements.partition_point(|it| it.rank() <= Statement::PLACED_AND_DATED));
    let mut groups: Vec<Group> = Vec::new();
    add(&mut groups, statements, gazetteer, corrections);
    join_close_days(&mut groups, corrections);
    add(&mut groups, lacking, gazetteer, corrections);
    join_close_days(&mut groups, corrections);
    join_linked(&mut groups, links, gazetteer, corrections);
    join_defeats(&mut groups, corrections);
    tolls::join(&mut groups, docs, gazetteer, corrections);
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
    by_place: BTreeMap<(String, Spot), BTreeSet<usize>>,
    by_day: BTreeMap<(String, Date), BTreeSet<usize>>,
}

impl Near {
    fn note(&mut self, statement: &Statement, group: usize) {
        if let Some(place) = statement.place.clone() {
            self.by_place.entry((statement.class.clone(), place)).or_default().insert(group);
        }
        for day in statement.days_told() {
            self.by_day.entry((statement.class.clone(), day)).or_default().insert(group);
        }
    }

    /// Positions of groups, sorted.
    fn of(&self, statement: &Statement) -> BTreeSet<usize> {
        let class = || statement.class.clone();
        let here = statement.place.clone().and_then(|place| self.by_place.get(&(class(), place)));
        let then = statement.days_of_search().filter_map(|day| self.by_day.get(&(class(), day)));
        here.into_iter().chain(then).flatten().copied().collect()
    }
}

impl Group {
    /// Takes over the claims of another group.
    pub fn absorb(&mut self, other: Group, reason: &'static str) {
        self.statements.extend(other.statements);
        self.reasons.extend(other.reasons);
        self.reasons.insert(reason);
    }

    /// Whether the user keeps some of its claims apart from some of another group.
    pub fn is_parted(&self, other: &Group, corrections: &Resolved) -> bool {
        let pairs = self.statements.iter().flat_map(|a| other.statements.iter().map(move |b| (a, b)));
        pairs.into_iter().any(|(a, b)| corrections.parts(a.claim, b.claim))
    }

    /// From the first to the last day on which its claims date it.
    pub fn days(&self) -> Interval {
        let dated = || self.statements.iter().filter(|it| it.is_dated()).map(|it| it.interval);
        Interval {
            earliest: dated().filter_map(|it| it.earliest).min(),
            latest: dated().filter_map(|it| it.latest).max(),
        }
    }

    /// Whether nothing is left of it, as another group took its claims over.
    pub fn is_gone(&self) -> bool {
        self.statements.is_empty()
    }
}

/// Joins groups that tell of one change, disaster or meeting on close days, or of one fight or retreat from one day to
/// the next: one place, an actor in the same role, nothing undone in between. Their date is disputed, or inferred.
fn join_close_days(groups: &mut Vec<Group>, corrections: &Resolved) {
    // Only groups of one class at one place can join; retreats lead away from theirs.
    type At = (String, Option<Spot>);
    let mut by_place: BTreeMap<At, Vec<(usize, Outline)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        let lasts = group.statements[0].is_once() || group.statements[0].is_continued();
        if let Some(outline) = Outline::of(group).filter(|_| lasts) {
            let place = outline.place.clone().filter(|_| outline.class != RETREAT);
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

/// Joins the groups of claims that the texts link, unless a place, a day or swapped sides keep the groups apart.
fn join_linked(groups: &mut Vec<Group>, links: &[Link], gazetteer: &Gazetteer, corrections: &Resolved) {
    let claims = |(at, group): (usize, &Group)| group.statements.iter().map(|it| (it.claim, at)).collect::<Vec<_>>();
    let mut of: BTreeMap<ClaimRef, usize> = groups.iter().enumerate().flat_map(claims).collect();
    for link in links {
        let [Some(&a), Some(&b)] = link.claims.map(|it| of.get(&it)) else { continue };
        let (into, from) = (a.min(b), a.max(b));
        // The type of what is told exactly stands.
        let (into, from) = if link.loose { (a, b) } else { (into, from) };
        let class = groups[into].statements[0].class.clone();
        if into == from || !link.loose && class != groups[from].statements[0].class {
            continue;
        }
        let pairs =
            groups[into].statements.iter().flat_map(|it| groups[from].statements.iter().map(move |at| (it, at)));
        let apart = |(it, at): (&Statement, &Statement)| {
            let linked = [it.claim, at.claim].iter().all(|claim| link.claims.contains(claim));
            let verdict = || fit_of_one_class(it, at, gazetteer);
            corrections.parts(it.claim, at.claim) || !linked && matches!(verdict(), Verdict::Apart)
        };
        if pairs.into_iter().any(apart) {
            continue;
        }
        let mut joined = std::mem::take(&mut groups[from]);
        joined.statements.iter_mut().for_each(|it| it.class.clone_from(&class));
        of.extend(joined.statements.iter().map(|it| (it.claim, into)));
        groups[into].absorb(joined, link.reason);
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
    /// One kind of disaster, or bombs of one day; no other place and no day against it.
    Kind,
    /// A headline that names the country or region of what its text tells.
    Headline,
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
            Fit::Kind => "one kind of disaster or attack; no other place and no day against it",
            Fit::Headline => "one class; the headline names the country or region, and no day is against it",
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
            Verdict::Apart | Verdict::OtherActors if statement.disputes_the_day_of(other) => {}
            Verdict::Apart | Verdict::OtherActors => return None,
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
    /// Their texts say that others did it.
    OtherActors,
    /// Another class, place or day, or the sides are swapped.
    Apart,
}

fn fit_of_two(one: &Statement, two: &Statement, gazetteer: &Gazetteer) -> Verdict {
    if one.class == two.class { fit_of_one_class(one, two, gazetteer) } else { Verdict::Apart }
}

fn fit_of_one_class(one: &Statement, two: &Statement, gazetteer: &Gazetteer) -> Verdict {
    use Verdict::{Joins, Open};
    match (one.places(two, gazetteer), one.days(two), one.actors(two)) {
        (Places::Apart, ..) | (_, Days::Apart, _) | (.., Actors::Swapped) => Verdict::Apart,
        (Places::Same, Days::Meet, Actors::Apart) if one.is_once() && one.is_as_real(two) => Joins(Fit::PlaceAndDay),
        (.., Actors::Apart) => Verdict::OtherActors,
        (Places::Same, Days::Meet, _) => Joins(Fit::PlaceAndDay),
        (Places::Same, Days::Open, _) => Joins(Fit::Place),
        (Places::Within | Places::Open | Places::Unknown, Days::Meet, Actors::Shared)
            if one.is_once() || one.class == RETREAT =>
        {
            Joins(Fit::Actor)
        }
        (Places::Open, Days::Meet, _) if one.retells(two) => Joins(Fit::Report),
        (Places::Within, Days::Meet | Days::Open, _) if one.is_headline_of(two) => Joins(Fit::Headline),
        (Places::Within | Places::Open, ..) if one.is_disaster() => Joins(Fit::Kind),
        (Places::Within | Places::Open, Days::Meet, _) if one.class == BOMBING => Joins(Fit::Kind),
        (Places::Within | Places::Open | Places::Unknown, ..) => Open,
    }
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
