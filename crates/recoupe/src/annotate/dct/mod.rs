//! Document creation time: when the report was made, and how that is known.

mod dateline;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::annotate::timexes::resolve::{Base, Tagger};
use crate::annotate::timexes::{tense, units};
use crate::dates::Interval;
use crate::document::{Document, Provenance};
use crate::language::Pack;
use crate::layers::dct::{Clue, Dct, DctBasis, Side, ToldDay};
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Syntax;
use crate::layers::tokens::Token;

/// The creation time that a document states or lets infer by itself.
pub fn dct(doc: &Document, sentences: &[Sentence], tokens: &[Token], syntax: &Syntax, pack: &Pack) -> Dct {
    let mut tagger = Tagger::new(doc, &pack.time, Base::default(), tense::Grammar::of(tokens, syntax));
    units(doc, sentences).into_iter().for_each(|span| tagger.read(span));
    let years = tagger.years();
    let days = tagger.own_day();
    let mut clues = days.clues;
    let own = dateline::own_day(doc, pack);
    // A date line that lacks its year is a clue like 'this 9 March'.
    clues.extend(own.iter().filter(|own| own.year.is_none()).map(Clue::of_own_day));
    let mut dct = stated(doc, own.as_ref()).unwrap_or_else(|| inferred(doc, &clues, &years));
    check(&mut dct, &clues);
    let near = newest(&days.told, &years);
    Dct { clues, told: days.told, near, ..dct }
}

/// The newest day that is told of with its year, where no later year is.
fn newest(told: &[ToldDay], years: &[i16]) -> Option<Date> {
    let told = told.iter().filter(|told| told.side != Side::Ahead);
    let dates = told.filter_map(|told| Date::new(told.year?, told.month?, told.day?).ok());
    dates.max().filter(|newest| years.last().is_some_and(|last| *last <= newest.year()))
}

/// What metadata or a visible date line says.
fn stated(doc: &Document, own: Option<&ToldDay>) -> Option<Dct> {
    let candidate = doc.meta.published.candidate().or_else(|| doc.meta.modified.candidate());
    let Some(candidate) = candidate else { return by_dateline(doc, own?) };
    let (basis, evidence) = match candidate.provenance {
        Provenance::Text { span, .. } => (DctBasis::DateLine, vec![span]),
        _ => (DctBasis::Metadata, Vec::new()),
    };
    let value = &candidate.value;
    let reason = format!("stated as '{}'", value.raw);
    let mut dct = Dct { interval: value.interval, basis, evidence, reason, ..Dct::default() };
    let others = doc.meta.published.candidates.iter().map(|other| &other.value);
    for other in others.filter(|other| !other.interval.overlaps(value.interval)) {
        dct.flags.push(format!("another place says '{}'", other.raw));
    }
    Some(dct)
}

/// What the place and date say that open or close the text.
fn by_dateline(doc: &Document, own: &ToldDay) -> Option<Dct> {
    let day = Date::new(own.year?, own.month?, own.day?).ok()?;
    let reason = format!("stated as '{}'", doc.slice(own.span));
    let (interval, evidence) = (Interval::day(day), vec![own.span]);
    Some(Dct { interval, basis: DctBasis::DateLine, evidence, reason, ..Dct::default() })
}

/// What the text itself fixes: a day named by its distance from today and by the calendar.
fn inferred(doc: &Document, clues: &[Clue], years: &[i16]) -> Dct {
    let Some(&latest) = years.last() else { return Dct::default() };
    // Without a weekday to check it by, the year would be a guess.
    if clues.iter().all(|clue| clue.weekday.is_none()) {
        return Dct::default();
    }
    // A report mentions the present year or recent ones; its own year is the first that fits from the
    // latest year on that it mentions.
    let window = latest..=latest.saturating_add(WINDOW);
    let mut days: Vec<Date> = window.filter_map(|year| clues.iter().find_map(|clue| clue.day_in(year))).collect();
    days.retain(|day| clues.iter().all(|clue| clue.allows(*day)));
    let Some(&day) = days.first() else { return Dct::default() };
    let used: Vec<&Clue> = clues.iter().filter(|clue| clue.names_date()).collect();
    let reason = format!(
        "the text names the day as '{}'; {} is the first year that fits from {latest} on, the latest year in the text",
        used.first().map_or("", |clue| doc.slice(clue.span)),
        day.year()
    );
    Dct {
        interval: Interval::day(day),
        basis: DctBasis::TextInference,
        evidence: used.iter().map(|clue| clue.span).collect(),
        reason,
        ..Dct::default()
    }
}

/// How many years after the latest year that a text mentions it may have been written.
const WINDOW: i16 = 1;

/// Flags clues that contradict a stated date.
fn check(dct: &mut Dct, clues: &[Clue]) {
    let Some(day) = dct.interval.single_day() else { return };
    for clue in clues.iter().filter(|clue| clue.names_date()) {
        let near = [-1i64, 0, 1].iter().any(|step| day.checked_add(step.days()).is_ok_and(|day| clue.allows(day)));
        if !near {
            dct.flags.push(format!("the text at {} names another day", clue.span));
        }
    }
    if !plausible(day) {
        dct.flags.push("a year before newspapers".to_owned());
    }
}

/// Whether a report can be of this day: not of a year before newspapers, as placeholders are ('0001-01-01').
pub(crate) fn plausible(day: Date) -> bool {
    day.year() >= FIRST_YEAR
}

/// Flags a creation time that lies after `today`, or takes back the flag of another day. One day is left for the
/// clocks of other places.
///
/// Not a part of [`dct`], because the engine has no clock.
pub fn flag_future(dct: &mut Dct, today: Date) {
    const FLAG: &str = "a day that has not come yet";
    dct.flags.retain(|flag| flag != FLAG);
    let tomorrow = today.tomorrow().unwrap_or(today);
    if dct.interval.earliest.is_some_and(|at| at.date() > tomorrow) {
        dct.flags.push(FLAG.to_owned());
    }
}

/// The year of the first printed newspaper; earlier dates of documents are errors or placeholders.
const FIRST_YEAR: i16 = 1605;
