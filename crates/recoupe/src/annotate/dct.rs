//! Document creation time: when the report was made, and how that is known.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::annotate::timexes::resolve::{Base, Tagger};
use crate::dates::Interval;
use crate::document::{Document, Provenance};
use crate::language::Pack;
use crate::layers::dct::{Clue, Dct, DctBasis};
use crate::layers::tokens::Token;

/// The creation time that a document states or lets infer by itself.
pub fn dct(doc: &Document, _tokens: &[Token], pack: &Pack) -> Dct {
    let clues = clues(doc, pack);
    let mut dct = stated(doc).unwrap_or_else(|| inferred(doc, &clues, pack));
    check(&mut dct, &clues);
    dct.clues = clues;
    dct
}

/// What metadata or a visible date line says.
fn stated(doc: &Document) -> Option<Dct> {
    let candidate = doc.meta.published.candidate().or_else(|| doc.meta.modified.candidate())?;
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

/// What the text itself fixes: a day named by its distance from today and by the calendar.
fn inferred(doc: &Document, clues: &[Clue], pack: &Pack) -> Dct {
    let years = years(doc, pack);
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

/// What the text tells about its own day.
fn clues(doc: &Document, pack: &Pack) -> Vec<Clue> {
    let mut tagger = Tagger::new(doc, &pack.time, Base::default(), Vec::new());
    read_all(&mut tagger, doc);
    tagger.clues()
}

/// The years that the text mentions, sorted, without those that are centuries apart from the others.
fn years(doc: &Document, pack: &Pack) -> Vec<i16> {
    let mut tagger = Tagger::new(doc, &pack.time, Base::default(), Vec::new());
    read_all(&mut tagger, doc);
    let mut years: Vec<i16> =
        tagger.timexes().iter().filter_map(|timex| timex.interval.earliest.map(|at| at.year())).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn read_all(tagger: &mut Tagger, doc: &Document) {
    for block in doc.blocks.iter().filter(|block| block.kind.is_content()) {
        tagger.read(block.span);
    }
}

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
