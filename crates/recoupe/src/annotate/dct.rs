//! Document creation time: when the report was made, and how that is known.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::annotate::timexes::resolve::{Base, Tagger};
use crate::annotate::tokens::Token;
use crate::dates::Interval;
use crate::document::{Document, Provenance};
use crate::index::DocIdx;
use crate::language::Pack;
use crate::text::Span;

/// When a document was made. An open interval means that nothing states or bounds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dct {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// The day within the interval that the evidence favours, where the interval has several.
    #[serde(default)]
    pub likely: Option<Date>,
    /// How it is known.
    pub basis: DctBasis,
    /// Spans of the document that support it (empty for metadata).
    pub evidence: Vec<Span>,
    /// The reason, as a sentence for the reader.
    pub reason: String,
    /// Contradictions and doubts ('the weekday does not fit the date').
    pub flags: Vec<String>,
    /// What the text tells about the day on which it was written, for the dossier to use.
    #[serde(default)]
    pub clues: Vec<Clue>,
}

/// An expression that names a day by its distance from the document's date and by what the calendar calls it.
///
/// 'hier, lundi 20 novembre': the day before the document's date is a Monday and a 20 November.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// Byte span of the expression.
    pub span: Span,
    /// Days from the document's date to the day that is named.
    pub days: i32,
    /// Its weekday, 1 for Monday.
    pub weekday: Option<i8>,
    /// Its day of the month.
    pub day: Option<i8>,
    /// Its month.
    pub month: Option<i8>,
    /// Its year.
    pub year: Option<i16>,
}

/// How a document creation time is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DctBasis {
    /// Nothing states or bounds it.
    #[default]
    Unknown,
    /// A sidecar, markup, the address or the file name states it.
    Metadata,
    /// A visible date line states it.
    DateLine,
    /// Expressions in the text bound it ('hier, lundi 20 novembre').
    TextInference,
    /// Events that other documents date bound it.
    DossierInference {
        /// The documents that it rests on.
        from: Vec<DocIdx>,
    },
}

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

impl Clue {
    /// Whether the clue names a day of the year.
    pub fn names_date(&self) -> bool {
        self.day.is_some() && self.month.is_some()
    }

    /// Whether the clue only counts days back, as 'two days earlier' does.
    pub fn only_counts(&self) -> bool {
        self.days < 0 && self.weekday.is_none() && self.day.is_none()
    }

    /// The document's date that the clue asks for in a year, where weekday and year fit.
    pub fn day_in(&self, year: i16) -> Option<Date> {
        let named = Date::new(year, self.month?, self.day?).ok()?;
        let date = named.checked_sub(i64::from(self.days).days()).ok()?;
        self.allows(date).then_some(date)
    }

    /// Whether a document of this date could say so.
    pub fn allows(&self, date: Date) -> bool {
        let Ok(named) = date.checked_add(i64::from(self.days).days()) else { return false };
        self.weekday.is_none_or(|weekday| weekday == named.weekday().to_monday_one_offset())
            && self.day.is_none_or(|day| day == named.day())
            && self.month.is_none_or(|month| month == named.month())
            && self.year.is_none_or(|year| year == named.year())
    }
}

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

/// Flags a creation time that lies after `today`. One day is left for the clocks of other places.
///
/// Not a part of [`dct`], because the engine has no clock.
pub fn flag_future(dct: &mut Dct, today: Date) {
    let tomorrow = today.tomorrow().unwrap_or(today);
    if dct.interval.earliest.is_some_and(|at| at.date() > tomorrow) {
        dct.flags.push("a day that has not come yet".to_owned());
    }
}

/// The year of the first printed newspaper; earlier dates of documents are errors or placeholders.
const FIRST_YEAR: i16 = 1605;
