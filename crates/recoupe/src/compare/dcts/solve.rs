//! The day of a report from all that it tells of days, weighed together.
//!
//! Every day near the dated reports is a candidate. A day that the report excludes of itself ('yesterday, Saturday')
//! is none. Each piece of evidence adds to a candidate's score, which is a logarithm of how likely it makes the day:
//! days told in words like those of dated reports, how long after the newest day told the report would be, weekdays
//! that lie a few days back, dates that would lie on the wrong side, shared passages, nearness to the dated reports.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::told::{Index, Mention, allowed};
use crate::annotated::Annotated;
use crate::index::DocIdx;
use crate::layers::dct::Side;
use crate::text::Span;

/// How far, in days, a report may lie from the nearest dated one.
const NEAR: i32 = 150;
/// What a day that is told in the very words of a dated report adds.
const ALIKE: f64 = 5.0;
/// The same for a day that is counted back, from the report's day or from another.
const ALIKE_COUNTED: f64 = 4.0;
/// What each day between a candidate and the nearest dated report takes away: of the same story, or of any.
const DISTANCE: f64 = 0.06;
const DISTANCE_IN_STORY: f64 = 0.3;
/// Days after which one more says nothing of the story.
const STORY: i32 = 21;
/// Names that two reports of one story share, at least.
const SHARED_NAMES: usize = 3;
/// What a date on the wrong side of its tense, or one that the calendar has not near, takes away.
const CONTRADICTED: f64 = 5.0;
/// What a passage shared with a report of the same day adds, in how many runs of words, and after how many days it
/// has faded to a third.
const SHARED: f64 = 3.0;
const SHARED_RUNS: f64 = 24.0;
const SHARED_DAYS: f64 = 3.0;
/// How likely a report is so many days younger than the newest day that it tells as past; then less with each day.
const NEWEST: [f64; 6] = [0.42, 0.33, 0.1, 0.06, 0.04, 0.02];
const OLDER: f64 = 0.05;
/// How likely a weekday without a date lies so many days back.
const WEEKDAY: [f64; 7] = [0.24, 0.26, 0.16, 0.12, 0.1, 0.07, 0.05];
const WEEKDAY_SHARE: f64 = 0.4;

/// How much of all likelihood a single day needs, and the days around it where it has less.
const SURE: f64 = 0.7;
const SURE_WITHIN: f64 = 0.8;
/// Days of the longest interval that is given.
const LONGEST: i64 = 3;

/// What the evidence says of a report's day.
#[derive(Debug, Clone)]
pub(super) struct Solved {
    pub first: Date,
    pub last: Date,
    pub likely: Date,
    /// How much of all likelihood lies within.
    pub share: f64,
    /// The reports whose days support it, and the expressions that do.
    pub from: Vec<DocIdx>,
    pub evidence: Vec<Span>,
    /// The expression that ties it best to another report, and that report.
    pub tie: Option<(Span, DocIdx)>,
}

/// What is known for solving: the reports, the days that they tell, the dates known so far.
pub(super) struct Known<'d> {
    pub docs: &'d [Annotated],
    pub index: &'d Index,
    pub dates: &'d BTreeMap<DocIdx, Date>,
}

/// The day of a document, or `None` where the evidence does not settle it.
pub(super) fn solve(known: &Known, at: DocIdx, shared: &[(DocIdx, usize)]) -> Option<Solved> {
    let clues = &known.docs[at.at()].annotations.dct.clues;
    let mentions = &known.index.mentions[at.at()];
    // A text that names no day of its own is left to other rules.
    if mentions.iter().all(|mention| mention.name.only_counts()) {
        return None;
    }
    let alike: Vec<_> = mentions.iter().map(|mention| known.index.alike(mention, at.at(), known.dates)).collect();
    let story: Vec<Date> = known.index.sharing_names(at, SHARED_NAMES, known.dates);
    let scores: Vec<(Date, f64)> = candidates(known)
        .into_iter()
        .filter(|day| allowed(clues, *day))
        .map(|day| (day, score(known, mentions, &alike, shared, day) - far(known, &story, day)))
        .collect();
    let best = scores.iter().map(|(_, score)| *score).fold(f64::NEG_INFINITY, f64::max);
    let shares: BTreeMap<Date, f64> = scores.iter().map(|(day, score)| (*day, (score - best).exp())).collect();
    let all: f64 = shares.values().sum();
    let share = |day: &Date| shares.get(day).map_or(0.0, |share| share / all);
    let likely = shares.iter().max_by(|one, two| one.1.total_cmp(two.1)).map(|(day, _)| *day)?;
    let (first, last, within) =
        if share(&likely) >= SURE { (likely, likely, share(&likely)) } else { window(likely, &share)? };
    if within < if first == last { SURE } else { SURE_WITHIN } {
        return None;
    }
    let mut solved = Solved { first, last, likely, share: within, from: Vec::new(), evidence: Vec::new(), tie: None };
    support(&mut solved, mentions, &alike, shared);
    if solved.from.is_empty() {
        let nearest = known.dates.iter().min_by_key(|(_, date)| (**date - likely).get_days().abs());
        solved.from.extend(nearest.map(|(doc, _)| *doc));
    }
    Some(solved)
}

/// The days near dated reports, in order.
fn candidates(known: &Known) -> std::collections::BTreeSet<Date> {
    let dates: std::collections::BTreeSet<Date> = known.dates.values().copied().collect();
    let reach = |date: Date| (-NEAR..=NEAR).filter_map(move |step| date.checked_add(i64::from(step).days()).ok());
    // Reports of one dossier are few days apart; the days around each are those around all.
    let mut days = std::collections::BTreeSet::new();
    let mut covered: Option<Date> = None;
    for date in dates {
        let new = reach(date).filter(|day| covered.is_none_or(|covered| *day > covered));
        days.extend(new);
        covered = date.checked_add(i64::from(NEAR).days()).ok();
    }
    days
}

/// What the distance to the dated reports takes away.
fn far(known: &Known, story: &[Date], date: Date) -> f64 {
    let distance = |other: &Date| (date - *other).get_days().abs();
    let any = known.dates.values().map(distance).min().unwrap_or(NEAR);
    let own = story.iter().map(distance).min().map_or(0, |days| days.min(STORY));
    DISTANCE * f64::from(any) + DISTANCE_IN_STORY * f64::from(own)
}

type Alike = BTreeMap<Date, (f64, DocIdx)>;

fn score(known: &Known, mentions: &[Mention], alike: &[Alike], shared: &[(DocIdx, usize)], date: Date) -> f64 {
    let distance = |other: &Date| (date - *other).get_days().abs();
    let mut score = 0.0;
    let mut newest: Option<i32> = None;
    let mut weekdays = [false; 7];
    for (mention, alike) in mentions.iter().zip(alike) {
        let Some(day) = mention.name.day(date) else {
            score -= CONTRADICTED;
            continue;
        };
        let weight = if mention.name.only_counts() { ALIKE_COUNTED } else { ALIKE };
        score += weight * alike.get(&day).map_or(0.0, |(alike, _)| *alike);
        let back = (date - day).get_days();
        match mention.name.side() {
            Side::Past if back < 0 => score -= CONTRADICTED,
            Side::Ahead if back > 0 => score -= CONTRADICTED,
            Side::Ahead => continue,
            _ => {}
        }
        if mention.name.is_weekday() && (0..7).contains(&back) {
            weekdays[back as usize] = true;
        }
        if back >= 0 && mention.name.is_of_calendar() {
            newest = Some(newest.map_or(back, |newest| newest.min(back)));
        }
    }
    let back = weekdays.iter().zip(WEEKDAY).filter(|(told, _)| **told);
    score += WEEKDAY_SHARE * back.map(|(_, share)| share.ln()).sum::<f64>();
    score += newest.map_or(0.0, |days| {
        let last = NEWEST[NEWEST.len() - 1].ln();
        NEWEST.get(days as usize).map_or_else(|| last - OLDER * f64::from(days - 5), |share| share.ln())
    });
    for (other, runs) in shared {
        let Some(known) = known.dates.get(other) else { continue };
        let near = (-f64::from(distance(known)) / SHARED_DAYS).exp();
        score += SHARED * (*runs as f64 / SHARED_RUNS).min(1.0) * near;
    }
    score
}

/// The most likely run of a few days around the likeliest one, as short as it can be.
fn window(likely: Date, share: &impl Fn(&Date) -> f64) -> Option<(Date, Date, f64)> {
    let mut best: Option<(Date, Date, f64)> = None;
    for length in 2..=LONGEST {
        for before in 0..length {
            let first = likely.checked_sub(before.days()).ok()?;
            let last = first.checked_add((length - 1).days()).ok()?;
            let days = first.series(1.day()).take(length as usize);
            let within: f64 = days.map(|day| share(&day)).sum();
            if best.is_none_or(|best| within > best.2) {
                best = Some((first, last, within));
            }
        }
        if best.is_some_and(|best| best.2 >= SURE_WITHIN) {
            break;
        }
    }
    best
}

/// How alike the words have to be for a report to be named as support.
const SUPPORTS: f64 = 0.2;

fn support(solved: &mut Solved, mentions: &[Mention], alike: &[Alike], shared: &[(DocIdx, usize)]) {
    let mut tie: Option<(f64, Span, DocIdx)> = None;
    for (mention, alike) in mentions.iter().zip(alike) {
        let day = mention.name.day(solved.likely);
        let told = day.and_then(|day| alike.get(&day)).filter(|(alike, _)| *alike >= SUPPORTS);
        if let Some((alike, doc)) = told {
            solved.from.push(*doc);
            solved.evidence.push(mention.span);
            if tie.is_none_or(|(best, ..)| *alike > best) {
                tie = Some((*alike, mention.span, *doc));
            }
        }
    }
    solved.from.extend(shared.iter().filter(|(_, runs)| *runs as f64 >= SHARED_RUNS / 2.0).map(|(doc, _)| *doc));
    solved.from.sort_unstable();
    solved.from.dedup();
    if solved.evidence.is_empty() {
        solved.evidence.extend(mentions.iter().map(|mention| mention.span).take(3));
    }
    solved.tie = tie.map(|(_, span, doc)| (span, doc));
}
