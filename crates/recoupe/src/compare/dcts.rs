//! Document creation times that only the dossier as a whole can bound.
//!
//! A text may name its day without the year ('ce 8 novembre'), or by its weekday alone ('ce jeudi'). The
//! dated documents of the dossier then tell the year, or the week; or they date the event that the text puts
//! a number of days before itself. Each inference names the documents and the expressions that it rests on.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::annotate::dct::plausible;
use crate::annotated::Annotated;
use crate::dates::Interval;
use crate::index::{DocIdx, PlaceId};
use crate::layers::claims::Claim;
use crate::layers::dct::{Clue, Dct, DctBasis};
use crate::layers::tokens::TokenKind;
use crate::layers::toponyms::ToponymForm;

/// Better creation times for documents that state none, from events that other documents date.
///
/// The documents are annotated again with these before they are compared.
pub fn dcts(docs: &[Annotated]) -> Vec<(DocIdx, Dct)> {
    let mut dated: Vec<(DocIdx, Date)> = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        if let Some(day) = doc.annotations.dct.interval.single_day().filter(|day| plausible(*day)) {
            dated.push((DocIdx::new(position), day));
        }
    }
    if dated.is_empty() || dated.len() == docs.len() {
        return Vec::new();
    }
    let mut inferred: Vec<(DocIdx, Dct)> = Vec::new();
    // Days with a date first: they are surer, and may then date a twin that names a weekday only.
    for rule in [year_of, week_of, days_after_event, days_after_news] {
        let known = dated.clone();
        for (position, doc) in docs.iter().enumerate() {
            let at = DocIdx::new(position);
            if dated.iter().any(|(known, _)| *known == at) || !doc.annotations.dct.interval.is_open() {
                continue;
            }
            if let Some(mut dct) = rule(docs, doc, &known) {
                dct.clues.clone_from(&doc.annotations.dct.clues);
                dct.flags.extend(doc.annotations.dct.flags.iter().cloned());
                if let Some(day) = dct.likely.or(dct.interval.single_day()) {
                    dated.push((at, day));
                }
                inferred.push((at, dct));
            }
        }
    }
    inferred.sort_by_key(|(doc, _)| *doc);
    inferred
}

/// How far, in days, a day that lacks its year may lie from the nearest dated document.
const NEAR: i32 = 150;

/// The year that puts a named day beside the dated documents.
fn year_of(docs: &[Annotated], doc: &Annotated, dated: &[(DocIdx, Date)]) -> Option<Dct> {
    let clues = &doc.annotations.dct.clues;
    let named: Vec<&Clue> = clues.iter().filter(|clue| clue.names_date()).collect();
    let years: BTreeSet<i16> = dated.iter().flat_map(|(_, day)| [day.year() - 1, day.year(), day.year() + 1]).collect();
    let mut best: Option<(i32, Date, DocIdx, &Clue)> = None;
    for clue in named {
        for day in years.iter().filter_map(|&year| clue.day_in(year)) {
            if !clues.iter().filter(|other| other.names_date()).all(|other| other.allows(day)) {
                continue;
            }
            for &(other, known) in dated {
                let distance = (day - known).get_days().abs();
                if distance <= NEAR && best.as_ref().is_none_or(|best| distance < best.0) {
                    best = Some((distance, day, other, clue));
                }
            }
        }
    }
    let (distance, day, other, clue) = best?;
    let reason = format!(
        "the text names its day by '{}'; {} is the year nearest to '{}' ({distance} days away)",
        doc.document.slice(clue.span),
        day.year(),
        docs.get(other.at())?.document.name,
    );
    Some(inference(day, clue, other, reason))
}

/// How many runs of words two reports must share before the date of one bounds the other's.
const SHARED_RUNS: usize = 12;

/// The day near a report that shares passages, on the weekday that the text gives to its own day.
fn week_of(docs: &[Annotated], doc: &Annotated, dated: &[(DocIdx, Date)]) -> Option<Dct> {
    let clues = &doc.annotations.dct.clues;
    let clue = clues.iter().find(|clue| clue.weekday.is_some())?;
    let own = runs(doc);
    let shared = |other: DocIdx| docs.get(other.at()).map_or(0, |other| runs(other).intersection(&own).count());
    let (count, other, known) = dated
        .iter()
        .map(|&(other, day)| (shared(other), other, day))
        .max_by_key(|(count, other, _)| (*count, std::cmp::Reverse(*other)))
        .filter(|(count, _, _)| *count >= SHARED_RUNS)?;
    let day = (-3i64..=3)
        .filter_map(|step| known.checked_add(step.days()).ok())
        .filter(|day| clues.iter().all(|clue| clue.allows(*day)))
        .min_by_key(|day| (*day - known).get_days().abs())?;
    let reason = format!(
        "the text says '{}' and shares {count} runs of words with '{}' of {known}",
        doc.document.slice(clue.span),
        docs.get(other.at())?.document.name,
    );
    Some(inference(day, clue, other, reason))
}

/// The day that lies as long after an event as the text says, where other reports date that event.
///
/// 'The town had been taken two days earlier': a claim of the same kind about the same place, which others date
/// to a day.
fn days_after_event(docs: &[Annotated], doc: &Annotated, dated: &[(DocIdx, Date)]) -> Option<Dct> {
    let (clue, event) = doc.annotations.dct.clues.iter().filter(|clue| clue.only_counts()).find_map(|clue| {
        let holds = |claim: &&Claim| claim.has_happened() && claim.evidence.span.contains(clue.span);
        let inner = doc.annotations.claims.iter().filter(holds).min_by_key(|claim| claim.evidence.span.len())?;
        Some((clue, inner))
    })?;
    let place = place_of(doc, event)?;
    let mut days: BTreeMap<Date, Vec<DocIdx>> = BTreeMap::new();
    for &(at, _) in dated {
        let other = docs.get(at.at())?;
        let same = |claim: &&Claim| {
            claim.has_happened() && claim.event_type == event.event_type && place_of(other, claim) == Some(place)
        };
        let on: BTreeSet<Date> = other.annotations.claims.iter().filter(same).filter_map(day_of).collect();
        on.into_iter().for_each(|day| days.entry(day).or_default().push(at));
    }
    let (&day, from) = days.iter().max_by_key(|(day, from)| (from.len(), std::cmp::Reverse(**day)))?;
    let reason = format!(
        "the text puts '{}' {} days before itself ('{}'); {} of the other reports date it to {day}",
        doc.document.slice(event.trigger),
        -clue.days,
        doc.document.slice(clue.span),
        from.len(),
    );
    let own = day.checked_add(i64::from(-clue.days).days()).ok()?;
    let basis = DctBasis::DossierInference { from: from.clone() };
    Some(Dct { basis, ..inference(own, clue, from[0], reason) })
}

fn place_of(doc: &Annotated, claim: &Claim) -> Option<PlaceId> {
    doc.annotations.toponyms.mentions.get(claim.place.as_ref()?.value.at())?.place
}

fn day_of(claim: &Claim) -> Option<Date> {
    claim.time.as_ref()?.value.interval.single_day()
}

/// How many days apart reports may be that speak of the same news.
const SAME_NEWS: i32 = 2;

/// The day that lies as long after the news of other reports on the same place as the text says.
///
/// The weaker form of [`days_after_event`]: at least two dated reports whose main place is the same agree on
/// the day of the news, and most such reports lie near it.
fn days_after_news(docs: &[Annotated], doc: &Annotated, dated: &[(DocIdx, Date)]) -> Option<Dct> {
    let clue = doc.annotations.dct.clues.iter().find(|clue| clue.only_counts())?;
    let place = *places(doc).first()?;
    let near = |at: DocIdx| docs.get(at.at()).is_some_and(|other| places(other).iter().take(2).any(|of| *of == place));
    let news: Vec<(DocIdx, Date)> = dated.iter().filter(|(at, _)| near(*at)).copied().collect();
    let votes = |day: Date| news.iter().filter(|(_, other)| *other == day).count();
    let day = news.iter().map(|(_, day)| *day).max_by_key(|day| (votes(*day), std::cmp::Reverse(*day)))?;
    let same: Vec<(DocIdx, Date)> =
        news.iter().filter(|(_, other)| (*other - day).get_days().abs() <= SAME_NEWS).copied().collect();
    if votes(day) < 2 || same.len() * 2 <= news.len() {
        return None;
    }
    let later = |day: Date| day.checked_add(i64::from(-clue.days).days()).ok();
    let (first, last) = (same.iter().map(|(_, day)| *day).min()?, same.iter().map(|(_, day)| *day).max()?);
    let reason = format!(
        "the text puts the news {} days before itself ('{}'); {} reports on the same place are of {first} to {last}, most of {day}",
        -clue.days,
        doc.document.slice(clue.span),
        same.len(),
    );
    Some(Dct {
        interval: Interval::days(later(first)?, later(last)?),
        likely: later(day),
        basis: DctBasis::DossierInference { from: same.iter().map(|(at, _)| *at).collect() },
        evidence: vec![clue.span],
        reason,
        ..Dct::default()
    })
}

/// The places of a document, most named first.
fn places(doc: &Annotated) -> Vec<PlaceId> {
    let mut counts: BTreeMap<PlaceId, usize> = BTreeMap::new();
    let names = doc.annotations.toponyms.mentions.iter().filter(|mention| mention.form == ToponymForm::Name);
    for place in names.filter_map(|mention| mention.place) {
        *counts.entry(place).or_default() += 1;
    }
    let mut places: Vec<(PlaceId, usize)> = counts.into_iter().collect();
    places.sort_by_key(|&(place, count)| (std::cmp::Reverse(count), place));
    places.into_iter().map(|(place, _)| place).collect()
}

fn inference(day: Date, clue: &Clue, from: DocIdx, reason: String) -> Dct {
    Dct {
        interval: Interval::day(day),
        basis: DctBasis::DossierInference { from: vec![from] },
        evidence: vec![clue.span],
        reason,
        ..Dct::default()
    }
}

/// Words in a run.
const RUN: usize = 5;

/// Hashes of all runs of words of a document.
fn runs(doc: &Annotated) -> BTreeSet<u64> {
    let words: Vec<String> = doc
        .annotations
        .tokens
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Number))
        .map(|token| doc.document.slice(token.span).to_lowercase())
        .collect();
    words
        .windows(RUN)
        .map(|run| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        })
        .collect()
}
