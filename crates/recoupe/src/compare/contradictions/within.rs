//! Contradictions within one event: its date, who did it, its figures, whether it happened at all.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotated::ClaimRef;
use crate::compare::events::statement::{CHANGE_OF_CONTROL, class, is_total};
use crate::compare::events::{DateValue, Event, QuantityValue, SlotValue};
use crate::dates::Precision;
use crate::index::EventIdx;
use crate::layers::claims::REST;
use crate::layers::kinds::{Factuality, Polarity};

/// What sources say differently of one event.
pub(super) fn contradictions(dossier: &Claims<'_>, at: EventIdx, event: &Event) -> Vec<Contradiction> {
    let view = View { dossier, at, event };
    let mut found = view.dates();
    found.extend(view.numbers());
    found.extend(view.denied());
    found.extend(view.still_to_come());
    found
}

struct View<'d> {
    dossier: &'d Claims<'d>,
    at: EventIdx,
    event: &'d Event,
}

impl View<'_> {
    fn between(
        &self,
        kind: ContradictionKind,
        resolution: Resolution,
        (a, b): (Statement, Statement),
        rule: &str,
        reason: &str,
    ) -> Contradiction {
        Contradiction { kind, a, b, resolution, events: vec![self.at], reason: reason.into(), rule: rule.into() }
    }

    /// Days that exclude each other.
    fn dates(&self) -> Vec<Contradiction> {
        // A toll that no words of its own date has the day of what took the lives, or of the count; a day that only the
        // tense gives is nobody's word.
        let toll = self.event.event_type.is("harm");
        let dated = |claim: ClaimRef| {
            let says = if toll { self.dossier.dates_itself(claim) } else { self.dossier.is_dated(claim) };
            self.dossier.has_happened(claim) && says
        };
        let told = |date: &&SlotValue<DateValue>| {
            date.value.precision <= Precision::Day && date.claims.iter().any(|&claim| dated(claim))
        };
        let mut dates: Vec<&SlotValue<DateValue>> = self.event.dates.iter().filter(told).collect();
        dates.sort_by_key(|date| (date.value.interval.earliest, date.value.precision, date.claims.clone()));
        let mut found = Vec::new();
        let mut told: BTreeSet<[Option<Date>; 2]> = BTreeSet::new();
        for (nth, date) in dates.iter().enumerate() {
            let excludes = |earlier: &&&SlotValue<DateValue>| !earlier.value.interval.overlaps(date.value.interval);
            let Some(earlier) = dates[..nth].iter().find(excludes) else { continue };
            let days = [earlier, date].map(|it| it.value.interval.single_day());
            if days[0] != days[1] && !told.insert(days) {
                continue;
            }
            let (a, b) = self.voices(&earlier.claims, &date.claims);
            if self.dossier.one_voice(a, b) && a.doc == b.doc {
                continue;
            }
            let one_day = earlier.value.interval.single_day() == date.value.interval.single_day();
            let says = |claim: ClaimRef, date: &SlotValue<DateValue>| {
                let told = if one_day { hour(date) } else { day(date) };
                self.dossier.statement(claim, told.unwrap_or_default())
            };
            found.push(self.between(
                ContradictionKind::Date,
                if a.doc == b.doc { Resolution::Internal } else { Resolution::Real },
                (says(a, earlier), says(b, date)),
                "days_exclude_each_other",
                "one event, dated on days that exclude each other",
            ));
        }
        found
    }

    /// Figures for one thing that differ: of each voice the highest, since a part of a toll is lower than the toll. A
    /// voice that knows the other's figure too does not contradict it.
    fn numbers(&self) -> Vec<Contradiction> {
        let figures = &self.event.quantities;
        let mut found: Vec<(Contradiction, Option<Update>)> = Vec::new();
        let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (nth, one) in figures.iter().enumerate() {
            for (other, two) in figures.iter().enumerate().skip(nth + 1) {
                if !are_rivals(&one.value, &two.value) || !differ(&one.value, &two.value) {
                    continue;
                }
                let highest = |(a, b): &(ClaimRef, ClaimRef)| {
                    let by_source = a.doc == b.doc;
                    let of_a = self.of_voice(*a, &one.value, by_source);
                    let of_b = self.of_voice(*b, &two.value, by_source);
                    let known = of_a.iter().any(|it| of_b.iter().any(|at| !differ(&it.value, &at.value)));
                    !known && is_highest(&one.value, &of_a) && is_highest(&two.value, &of_b)
                };
                let pairs = one.claims.iter().flat_map(|&a| two.claims.iter().map(move |&b| (a, b)));
                let others =
                    |&(a, b): &(ClaimRef, ClaimRef)| !self.dossier.one_voice(a, b) && !self.dossier.count_others(a, b);
                let Some((a, b)) = pairs.filter(others).find(|it| highest(it)) else { continue };
                let excluded = exclude(&one.value, &two.value);
                let (Some(said), Some(told)) = (self.figure(one, a), self.figure(two, b)) else { continue };
                if (!excluded && a.doc == b.doc) || !seen.insert((nth, other)) {
                    continue;
                }
                let higher = if one.value.stated() > two.value.stated() { a } else { b };
                let (resolution, reason) = self.number_resolution(a, b, higher, excluded);
                let rule = if excluded { "disjoint_figures" } else { "differing_figures" };
                let update =
                    self.update((a, &one.value), (b, &two.value)).filter(|_| resolution == Resolution::TimeOrder);
                found.push((self.between(ContradictionKind::Number, resolution, (said, told), rule, reason), update));
            }
        }
        without_older(found)
    }

    /// Of two figures, the later one and what it stands to the earlier.
    fn update(&self, a: (ClaimRef, &QuantityValue), b: (ClaimRef, &QuantityValue)) -> Option<Update> {
        let made = |claim: ClaimRef| self.dossier.made(claim.doc);
        let (early, late) = if made(b.0).is_before(made(a.0)) { (b, a) } else { (a, b) };
        Some(Update {
            late: late.0,
            counted: late.1.counted.clone(),
            before: made(early.0).earliest?,
            by: (late.1.stated()? - early.1.stated()?).abs(),
        })
    }

    /// The figures that count the same as a value and stand in a claim's report, or there with its source.
    fn of_voice(&self, claim: ClaimRef, value: &QuantityValue, by_source: bool) -> Vec<&SlotValue<QuantityValue>> {
        let voice = |other: &ClaimRef| other.doc == claim.doc && (!by_source || self.dossier.one_voice(claim, *other));
        let same = |it: &&SlotValue<QuantityValue>| are_rivals(&it.value, value) && it.claims.iter().any(voice);
        self.event.quantities.iter().filter(same).collect()
    }

    fn figure(&self, slot: &SlotValue<QuantityValue>, claim: ClaimRef) -> Option<Statement> {
        let at = slot.claims.iter().position(|&it| it == claim)?;
        Some(Statement { claim: Some(claim), evidence: slot.evidence.get(at)?.clone(), says: figure(&slot.value) })
    }

    fn number_resolution(
        &self,
        a: ClaimRef,
        b: ClaimRef,
        higher: ClaimRef,
        excluded: bool,
    ) -> (Resolution, &'static str) {
        let made = |claim: ClaimRef| self.dossier.made(claim.doc);
        if a.doc == b.doc && self.dossier.source(a) == self.dossier.source(b) {
            return (Resolution::Internal, "one report gives figures that exclude each other");
        }
        if self.dossier.is_earlier_count(a) != self.dossier.is_earlier_count(b) {
            return (Resolution::TimeOrder, "figures for one event differ; the one is called an earlier count");
        }
        if a.doc != b.doc && self.dossier.has_risen(higher) {
            return (
                Resolution::TimeOrder,
                "figures for one event differ; the higher is what a toll is said to have changed to",
            );
        }
        if made(a).is_before(made(b)) || made(b).is_before(made(a)) {
            let reason = "figures for one event differ; the reports are of different days, so a toll may have changed";
            return (Resolution::TimeOrder, reason);
        }
        if !excluded {
            return (Resolution::Scope, "figures for one event differ, and one is a bound that the other keeps to");
        }
        (Resolution::Real, "figures for one event exclude each other")
    }

    /// Said to have happened by one voice, denied by another.
    fn denied(&self) -> Option<Contradiction> {
        let denies = |&&claim: &&ClaimRef| {
            let it = self.dossier.claim(claim);
            it.polarity == Polarity::Negative || it.factuality == Factuality::Denied
        };
        let denied = *self.event.claims.iter().find(denies)?;
        let told = |&&claim: &&ClaimRef| self.dossier.has_happened(claim) && !self.dossier.one_voice(claim, denied);
        let told = *self.event.claims.iter().find(told)?;
        let says = |claim: ClaimRef| self.dossier.statement(claim, self.event.label.clone());
        Some(self.between(
            ContradictionKind::Status,
            Resolution::Real,
            (says(told), says(denied)),
            "told_and_denied",
            "one voice says that it happened, another that it did not",
        ))
    }

    /// One report that says both that it has happened and that it is yet to.
    fn still_to_come(&self) -> Option<Contradiction> {
        if class(&self.event.event_type) != CHANGE_OF_CONTROL {
            return None;
        }
        let ahead = |&&claim: &&ClaimRef| self.dossier.claim(claim).factuality == Factuality::Predicted;
        let ahead = *self.event.claims.iter().find(ahead)?;
        let told = |&&claim: &&ClaimRef| claim.doc == ahead.doc && self.dossier.has_happened(claim);
        let told = *self.event.claims.iter().find(told)?;
        let says = |claim: ClaimRef| self.dossier.statement(claim, self.event.label.clone());
        Some(self.between(
            ContradictionKind::Outcome,
            Resolution::Internal,
            (says(told), says(ahead)),
            "happened_and_yet_to_come",
            "the report says that it has happened, and that it is yet to",
        ))
    }

    /// A claim for each side, of different voices where there are such.
    fn voices(&self, one: &[ClaimRef], two: &[ClaimRef]) -> (ClaimRef, ClaimRef) {
        let pairs = || one.iter().flat_map(|&a| two.iter().map(move |&b| (a, b)));
        pairs().find(|&(a, b)| !self.dossier.one_voice(a, b)).unwrap_or((one[0], two[0]))
    }
}

/// A later figure as the update of an earlier one.
struct Update {
    late: ClaimRef,
    counted: String,
    /// When the earlier report was made.
    before: DateTime,
    /// By how much they differ.
    by: f64,
}

/// Of the earlier figures that one later figure replaces, the last one, and of those of one day the nearest: a toll that
/// rose five times was replaced five times, and not by every later one.
fn without_older(found: Vec<(Contradiction, Option<Update>)>) -> Vec<Contradiction> {
    let is_older = |it: &Update, other: &Update| {
        let replaced = (it.late, &it.counted) == (other.late, &other.counted);
        replaced && (it.before < other.before || it.before == other.before && it.by > other.by)
    };
    let older = |it: &Update| found.iter().filter_map(|(_, update)| update.as_ref()).any(|other| is_older(it, other));
    let kept: Vec<bool> = found.iter().map(|(_, update)| !update.as_ref().is_some_and(older)).collect();
    found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|((it, _), _)| it).collect()
}

fn exclude(one: &QuantityValue, two: &QuantityValue) -> bool {
    let below =
        |low: &QuantityValue, high: &QuantityValue| matches!((low.max, high.min), (Some(max), Some(min)) if max < min);
    below(one, two) || below(two, one)
}

/// Whether two figures count the same: people in general and civilians are one toll, fighters are another; a rest
/// ('two others') is no toll.
fn are_rivals(one: &QuantityValue, two: &QuantityValue) -> bool {
    let toll = |value: &QuantityValue| value.who.clone().filter(|who| who != "civilians");
    let rest = |value: &QuantityValue| value.who.as_deref() == Some(REST);
    one.counted == two.counted && toll(one) == toll(two) && !rest(one) && !is_total(one, two)
}

/// Whether no figure of a voice is higher.
fn is_highest(value: &QuantityValue, figures: &[&SlotValue<QuantityValue>]) -> bool {
    let stated = |value: &QuantityValue| value.max.or(value.min).unwrap_or(0.0);
    figures.iter().all(|it| stated(&it.value) <= stated(value))
}

/// Whether two figures for one thing are not the same, though both may hold ('at least 23' and '31').
fn differ(one: &QuantityValue, two: &QuantityValue) -> bool {
    one.stated().is_some() && two.stated().is_some() && one.stated() != two.stated()
}

fn day(date: &SlotValue<DateValue>) -> Option<String> {
    let (first, last) = (date.value.interval.earliest?.date(), date.value.interval.latest?.date());
    Some(if first == last { first.to_string() } else { format!("{first}/{last}") })
}

fn hour(date: &SlotValue<DateValue>) -> Option<String> {
    Some(date.value.interval.earliest?.strftime("%Y-%m-%d %H:%M").to_string())
}

fn figure(value: &QuantityValue) -> String {
    let counted = &value.counted;
    match (value.min, value.max) {
        (Some(min), Some(max)) if min == max => format!("{min} {counted}"),
        (Some(min), Some(max)) => format!("{min}–{max} {counted}"),
        (Some(min), None) => format!("≥ {min} {counted}"),
        (None, Some(max)) => format!("≤ {max} {counted}"),
        (None, None) => counted.clone(),
    }
}
