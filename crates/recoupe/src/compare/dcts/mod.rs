//! Document creation times that only the dossier as a whole can bound.
//!
//! A text may name its day without the year ('ce 8 novembre'), by weekdays alone ('jeudi', 'hier samedi'), or not at
//! all. The dated documents of the dossier tell the year and the week: they tell of the same days in like words, share
//! passages, and lie near. What is found for one report helps to find the next. Each inference names the documents and
//! the expressions that it rests on.

mod solve;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::annotate::dct::plausible;
use crate::annotated::Annotated;
use crate::dates::Interval;
use crate::index::{DocIdx, PlaceId};
use crate::layers::claims::Claim;
use crate::layers::dct::{Clue, Dct, DctBasis, ToldDay};
use crate::layers::tokens::TokenKind;
use crate::layers::toponyms::ToponymForm;

use solve::{Known, Solved, solve};
use told::Index;

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
    let mut inferred = solved(docs, &dated);
    dated.extend(inferred.iter().filter_map(|(at, dct)| Some((*at, dct.likely.or(dct.interval.single_day())?))));
    for rule in [days_after_event, days_after_news] {
        let known = dated.clone();
        for (position, doc) in docs.iter().enumerate() {
            let at = DocIdx::new(position);
            if dated.iter().any(|(known, _)| *known == at) || !doc.annotations.dct.interval.is_open() {
                continue;
            }
            if let Some(mut dct) = rule(docs, doc, &known) {
                dct.clues.clone_from(&doc.annotations.dct.clues);
                dct.told.clone_from(&doc.annotations.dct.told);
                dct.flags.extend(doc.annotations.dct.flags.iter().cloned());
                if let Some(day) = dct.likely.or(dct.interval.single_day()) {
                    dated.push((at, day));
                }
                inferred.push((at, dct));
            }
        }
    }
    inferred.extend(near(docs, &dated));
    inferred.sort_by_key(|(doc, _)| *doc);
    inferred
}

/// How far apart, in days, the dated reports may lie for their days to give an undated one its year.
const ONE_STORY: i32 = 120;

/// The middle of the dated reports, for those whose day stays unknown: dates without a year are of its year.
fn near(docs: &[Annotated], dated: &[(DocIdx, Date)]) -> Vec<(DocIdx, Dct)> {
    let mut days: Vec<Date> = dated.iter().map(|(_, day)| *day).collect();
    days.sort_unstable();
    let (Some(first), Some(last), Some(&middle)) = (days.first(), days.last(), days.get(days.len() / 2)) else {
        return Vec::new();
    };
    if (*last - *first).get_days() > ONE_STORY {
        return Vec::new();
    }
    let known: BTreeSet<DocIdx> = dated.iter().map(|(at, _)| *at).collect();
    let open = docs.iter().enumerate().filter(|(position, doc)| {
        let lacks_year = |told: &ToldDay| told.day.is_some() && told.year.is_none();
        let dct = &doc.annotations.dct;
        dct.interval.is_open() && dct.told.iter().any(lacks_year) && !known.contains(&DocIdx::new(*position))
    });
    open.map(|(position, doc)| (DocIdx::new(position), Dct { near: Some(middle), ..doc.annotations.dct.clone() }))
        .collect()
}

/// How often what was found is taken as known and the rest looked at again.
const ROUNDS: usize = 4;
/// How sure a date has to be to date others, round by round.
const KNOWN: [f64; ROUNDS] = [0.95, 0.85, 0.8, 0.0];

/// What the reports tell of days, solved together: the surest first, which then help to date the others.
fn solved(docs: &[Annotated], dated: &[(DocIdx, Date)]) -> Vec<(DocIdx, Dct)> {
    let index = Index::of(docs);
    let mut dates: BTreeMap<DocIdx, Date> = dated.iter().copied().collect();
    let mut open: Vec<DocIdx> = (0..docs.len()).map(DocIdx::new).collect();
    open.retain(|at| !dates.contains_key(at) && docs[at.at()].annotations.dct.interval.is_open());
    let runs = shared_runs(docs, &open);
    let mut inferred = Vec::new();
    for least in KNOWN {
        let known = Known { docs, index: &index, dates: &dates };
        let found: Vec<(DocIdx, Solved)> = open
            .iter()
            .filter_map(|at| Some((*at, solve(&known, *at, runs.get(at).map_or(&[], Vec::as_slice))?)))
            .filter(|(_, solved)| solved.share >= least)
            .collect();
        for (at, solved) in found {
            dates.insert(at, solved.likely);
            inferred.push((at, told_by_dossier(docs, &docs[at.at()], solved)));
        }
        open.retain(|at| !dates.contains_key(at));
    }
    inferred
}

/// The creation time that the evidence gives, with its reason.
fn told_by_dossier(docs: &[Annotated], doc: &Annotated, solved: Solved) -> Dct {
    let known = &doc.annotations.dct;
    let reason = match solved.tie {
        Some((span, other)) => format!(
            "of all days {} fits best what the text tells of days; it tells of '{}' as '{}' does",
            solved.likely,
            doc.document.slice(span),
            docs[other.at()].document.name,
        ),
        None => format!("of all days {} fits best what the text tells of days", solved.likely),
    };
    Dct {
        interval: Interval::days(solved.first, solved.last),
        likely: (solved.first != solved.last).then_some(solved.likely),
        basis: DctBasis::DossierInference { from: solved.from },
        evidence: solved.evidence,
        reason,
        clues: known.clues.clone(),
        told: known.told.clone(),
        flags: known.flags.clone(),
        near: known.near,
    }
}

/// The fewest runs of words that two reports share for one to help date the other.
const FEWEST_RUNS: usize = 12;
/// A run of words in more reports than this is a formula.
const COMMON_RUN: usize = 20;

/// For each report without a date the others with which it shares runs of words, and how many.
fn shared_runs(docs: &[Annotated], open: &[DocIdx]) -> BTreeMap<DocIdx, Vec<(DocIdx, usize)>> {
    let mut holders: BTreeMap<u64, Vec<DocIdx>> = BTreeMap::new();
    for at in open {
        runs(&docs[at.at()]).into_iter().for_each(|run| holders.entry(run).or_default().push(*at));
    }
    let without_date: BTreeSet<DocIdx> = open.iter().copied().collect();
    for (position, doc) in docs.iter().enumerate() {
        if without_date.contains(&DocIdx::new(position)) {
            continue;
        }
        for run in runs(doc) {
            if let Some(holders) = holders.get_mut(&run) {
                holders.push(DocIdx::new(position));
            }
        }
    }
    let mut shared: BTreeMap<DocIdx, BTreeMap<DocIdx, usize>> = BTreeMap::new();
    for holders in holders.into_values().filter(|holders| (2..=COMMON_RUN).contains(&holders.len())) {
        for one in &holders {
            for two in holders.iter().filter(|two| *two != one) {
                *shared.entry(*one).or_default().entry(*two).or_default() += 1;
            }
        }
    }
    let enough =
        |others: BTreeMap<DocIdx, usize>| others.into_iter().filter(|(_, runs)| *runs >= FEWEST_RUNS).collect();
    shared.into_iter().map(|(doc, others)| (doc, enough(others))).collect()
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
