//! Tolls by what took the lives: figures of one disaster or attack are one toll, whatever place and day they are
//! told with.

use std::collections::BTreeMap;

use super::grouping::Group;
use super::statement::{Actors, DISPUTED_DAYS, Days, Places, Statement, gap};
use crate::annotated::Annotated;
use crate::compare::corrections::Resolved;
use crate::gazetteer::Gazetteer;
use crate::index::DocIdx;
use crate::language::event_types::{Property, has};
use crate::layers::claims::Claim;

/// Types of what a toll counts.
const TOLLS: [&str; 2] = ["harm/killed", "harm/wounded"];

/// Joins groups of people harmed by one event.
pub(super) fn join(groups: &mut Vec<Group>, docs: &[Annotated], gazetteer: &Gazetteer, corrections: &Resolved) {
    let causes = causes(groups, docs, gazetteer);
    // Only groups of one class and one cause can join.
    let mut by_cause: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
    for (at, cause) in causes {
        by_cause.entry((groups[at].statements[0].class.clone(), cause)).or_default().push(at);
    }
    for ((_, cause), tolls) in by_cause {
        let lasts = groups[cause].days().width().is_some_and(|days| days > DISPUTED_DAYS);
        for (nth, &into) in tolls.iter().enumerate() {
            for &from in &tolls[nth + 1..] {
                let (one, two) = (&groups[into], &groups[from]);
                if !one.is_gone()
                    && !two.is_gone()
                    && !one.is_parted(two, corrections)
                    && is_one(one, two, lasts, gazetteer)
                {
                    let joined = std::mem::take(&mut groups[from]);
                    groups[into].absorb(joined, "people harmed by one event");
                }
            }
        }
    }
    groups.retain(|group| !group.is_gone());
}

/// Positions of groups of people harmed, each with that of the group of events that harmed them, where most of its
/// claims agree on one.
fn causes(groups: &[Group], docs: &[Annotated], gazetteer: &Gazetteer) -> BTreeMap<usize, usize> {
    let mut told: BTreeMap<DocIdx, Vec<(&Statement, usize)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for it in &group.statements {
            told.entry(it.claim.doc).or_default().push((it, at));
        }
    }
    let mut votes: BTreeMap<usize, BTreeMap<usize, usize>> = BTreeMap::new();
    for (doc, told) in &mut told {
        told.sort_by_key(|(it, _)| it.claim);
        let report = Report { doc: &docs[doc.at()], told, gazetteer };
        for (toll, at) in told.iter().filter(|(it, _)| TOLLS.iter().any(|kind| report.claim(it).event_type.is(kind))) {
            let Some(cause) = report.cause(toll) else { continue };
            *votes.entry(*at).or_default().entry(cause).or_default() += 1;
        }
    }
    let chosen = |votes: BTreeMap<usize, usize>| {
        let all: usize = votes.values().sum();
        votes.into_iter().find(|(_, votes)| 2 * votes > all).map(|(cause, _)| cause)
    };
    votes.into_iter().filter_map(|(at, votes)| Some((at, chosen(votes)?))).collect()
}

/// What one report tells, in order of text, each with the position of its group.
struct Report<'d> {
    doc: &'d Annotated,
    told: &'d [(&'d Statement, usize)],
    gazetteer: &'d Gazetteer,
}

impl Report<'_> {
    fn claim(&self, it: &Statement) -> &Claim {
        &self.doc.annotations.claims[it.claim.claim.at()]
    }

    /// The group of what harmed those whom a claim counts: told in the same sentence, else last before, else next.
    fn cause(&self, toll: &Statement) -> Option<usize> {
        let harmful = |it: &&(&Statement, usize)| {
            let claim = self.claim(it.0);
            claim.has_happened() && has(&claim.event_type, Property::Harms) && self.may_be_of(toll, it.0)
        };
        let own = self.position(toll);
        let nearness = |it: &&(&Statement, usize)| {
            let other = self.position(it.0);
            (own.0.abs_diff(other.0).min(1), other > own, own.1.abs_diff(other.1))
        };
        self.told.iter().filter(harmful).min_by_key(nearness).map(|(_, group)| *group)
    }

    /// Whether the toll names neither another place nor another day for itself.
    fn may_be_of(&self, toll: &Statement, event: &Statement) -> bool {
        let elsewhere = toll.places_itself && matches!(toll.places(event, self.gazetteer), Places::Apart);
        let on_another_day = toll.dates_itself && is_another_day(toll, event);
        !elsewhere && !on_another_day
    }

    /// Sentence and trigger of a claim.
    fn position(&self, it: &Statement) -> (u32, u32) {
        let (syntax, tokens) = (&self.doc.annotations.syntax, &self.doc.annotations.tokens);
        let trigger = self.claim(it).trigger;
        (syntax.word_at(trigger, tokens).map_or(0, |it| syntax.words[it.at()].sentence), trigger.start)
    }
}

/// Whether tolls of one event are one toll: of no other people, at no other place, on no other day. A fight that lasts
/// takes lives on each of its days.
fn is_one(one: &Group, two: &Group, lasts: bool, gazetteer: &Gazetteer) -> bool {
    let mut pairs = one.statements.iter().flat_map(|a| two.statements.iter().map(move |b| (a, b)));
    pairs.all(|(a, b)| {
        let elsewhere = a.places_itself && b.places_itself && matches!(a.places(b, gazetteer), Places::Apart);
        let another_day = if lasts {
            matches!(a.days(b), Days::Apart)
        } else {
            a.dates_itself && b.dates_itself && is_another_day(a, b)
        };
        !elsewhere && !another_day && !matches!(a.actors(b), Actors::Apart | Actors::Swapped)
    })
}

fn is_another_day(one: &Statement, two: &Statement) -> bool {
    !one.interval.overlaps(two.interval) && gap(one.interval, two.interval).is_none_or(|days| days > DISPUTED_DAYS)
}
