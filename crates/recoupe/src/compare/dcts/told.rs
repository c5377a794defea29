//! The days that reports tell of, each with the words around it, and how alike two of them are.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::annotated::Annotated;
use crate::index::DocIdx;
use crate::layers::dct::{Clue, Side, ToldDay};
use crate::layers::syntax::Upos;
use crate::text::Span;

/// A day that a report tells of.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Byte span of the expression.
    pub span: Span,
    /// How the expression names the day.
    pub name: Name,
    /// Hashes of the words nearer to it than to any other day, sorted; those that are names or figures apart.
    words: Vec<u64>,
    names: Vec<u64>,
}

/// How an expression names a day.
#[derive(Debug, Clone)]
pub(super) enum Name {
    /// By its distance from the report's date.
    Distance(i32),
    /// By what the calendar calls it.
    Calendar(ToldDay),
}

/// How far, in days, a date without a year may be looked for.
const YEAR: i32 = 200;

impl Name {
    /// Whether it counts days back and may count from another day than the report's ('two days earlier').
    pub fn only_counts(&self) -> bool {
        matches!(self, Name::Distance(days) if *days < -1)
    }

    /// Whether it says what the calendar calls the day.
    pub fn is_of_calendar(&self) -> bool {
        matches!(self, Name::Calendar(_))
    }

    /// Whether nothing but its weekday is said of the day.
    pub fn is_weekday(&self) -> bool {
        matches!(self, Name::Calendar(told) if told.day.is_none())
    }

    /// The day, for a report of `date`; `None` where the calendar has no such day near it.
    pub fn day(&self, date: Date) -> Option<Date> {
        let told = match self {
            Name::Distance(days) => return date.checked_add(i64::from(*days).days()).ok(),
            Name::Calendar(told) => told,
        };
        let weekday = told.weekday.and_then(|number| Weekday::from_monday_one_offset(number).ok());
        let fits = |day: &Date| weekday.is_none_or(|weekday| day.weekday() == weekday);
        match (told.year, told.month, told.day) {
            (Some(year), Some(month), Some(day)) => Date::new(year, month, day).ok(),
            (_, Some(month), Some(day)) => {
                let years = date.year().checked_sub(1)?..=date.year().checked_add(1)?;
                let days = years.filter_map(|year| Date::new(year, month, day).ok()).filter(fits);
                days.filter(|day| (*day - date).get_days().abs() <= YEAR)
                    .min_by_key(|day| (*day - date).get_days().abs())
            }
            (_, None, Some(day)) => {
                let months = (-1i64..=1).filter_map(|step| date.first_of_month().checked_add(step.months()).ok());
                let days = months.filter_map(|month| Date::new(month.year(), month.month(), day).ok()).filter(fits);
                days.min_by_key(|day| (*day - date).get_days().abs())
            }
            _ => {
                let weekday = weekday?;
                match told.side {
                    Side::Ahead => date.nth_weekday(1, weekday).ok(),
                    _ if date.weekday() == weekday => Some(date),
                    _ => date.nth_weekday(-1, weekday).ok(),
                }
            }
        }
    }

    /// On which side of the report's date the day lies.
    pub fn side(&self) -> Side {
        match self {
            Name::Distance(days) if *days <= 0 => Side::Past,
            Name::Distance(_) => Side::Ahead,
            Name::Calendar(told) => told.side,
        }
    }
}

/// The days that a report tells of, in order of text.
pub(super) fn mentions(doc: &Annotated) -> Vec<Mention> {
    let dct = &doc.annotations.dct;
    let near = dct.clues.iter().map(|clue| (clue.span, Name::Distance(clue.days)));
    let told = dct.told.iter().map(|told| (told.span, Name::Calendar(told.clone())));
    let mut named: Vec<(Span, Name)> = near.chain(told).collect();
    named.sort_by_key(|(span, _)| *span);
    let spans: Vec<Span> = named.iter().map(|(span, _)| *span).collect();
    let mut around = words_around(doc, &spans);
    named
        .into_iter()
        .enumerate()
        .map(|(at, (span, name))| {
            let (words, names) = around.remove(&at).unwrap_or_default();
            Mention { span, name, words: words.into_iter().collect(), names: names.into_iter().collect() }
        })
        .collect()
}

/// Hashes of the names that a report holds.
fn names(doc: &Annotated) -> BTreeSet<u64> {
    let words = doc.annotations.syntax.words.iter();
    let names = words.filter(|word| word.upos == Upos::Propn && word.form.chars().count() > 3);
    names.map(|word| hash(&word.lemma)).collect()
}

fn hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

type Words = (BTreeSet<u64>, BTreeSet<u64>);

/// The content words of each sentence, given to the day of the sentence that stands nearest.
fn words_around(doc: &Annotated, spans: &[Span]) -> BTreeMap<usize, Words> {
    let annotations = &doc.annotations;
    let mut around: BTreeMap<usize, Words> = BTreeMap::new();
    for word in &annotations.syntax.words {
        let is_name = word.upos == Upos::Propn || word.form.starts_with(|c: char| c.is_ascii_digit());
        let content = matches!(word.upos, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Num) || is_name;
        let Some(token) = annotations.tokens.get(word.token.at()).filter(|_| content) else { continue };
        let Some(sentence) = annotations.sentences.get(word.sentence as usize) else { continue };
        let first = spans.partition_point(|span| span.start < sentence.span.start);
        let last = spans.partition_point(|span| span.start < sentence.span.end);
        let distance = |at: &usize| {
            let span = spans[*at];
            token.span.start.saturating_sub(span.end).max(span.start.saturating_sub(token.span.end))
        };
        let after = spans.partition_point(|span| span.start < token.span.start);
        let Some(nearest) = (first.max(after.saturating_sub(1))..last.min(after + 1)).min_by_key(distance) else {
            continue;
        };
        if spans[nearest].overlaps(token.span) || word.lemma.chars().count() < 2 {
            continue;
        }
        let (words, names) = around.entry(nearest).or_default();
        words.insert(hash(&word.lemma));
        if is_name {
            names.insert(hash(&word.lemma));
        }
    }
    around
}

/// All days that the reports of a dossier tell of, found by the words around them.
pub(super) struct Index {
    /// The mentions, by document.
    pub mentions: Vec<Vec<Mention>>,
    places: BTreeMap<u64, Vec<(usize, usize)>>,
    count: f64,
    /// The names of each report, and the reports that hold each name.
    names: Vec<BTreeSet<u64>>,
    holders: BTreeMap<u64, Vec<DocIdx>>,
}

/// Words that stand beside more days than this tell nothing.
const COMMON: usize = 300;
/// How alike two mentions must be to count, and from where on without a name or figure that they share.
const ALIKE: f64 = 0.12;
const ALIKE_WITHOUT_NAME: f64 = 0.75;

impl Index {
    /// The index of a dossier.
    pub fn of(docs: &[Annotated]) -> Index {
        let mentions: Vec<Vec<Mention>> = docs.iter().map(mentions).collect();
        let mut places: BTreeMap<u64, Vec<(usize, usize)>> = BTreeMap::new();
        for (doc, of_doc) in mentions.iter().enumerate() {
            for (at, mention) in of_doc.iter().enumerate() {
                for word in &mention.words {
                    places.entry(*word).or_default().push((doc, at));
                }
            }
        }
        let count = mentions.iter().map(Vec::len).sum::<usize>() as f64;
        let names: Vec<BTreeSet<u64>> = docs.iter().map(names).collect();
        let mut holders: BTreeMap<u64, Vec<DocIdx>> = BTreeMap::new();
        for (doc, of_doc) in names.iter().enumerate() {
            of_doc.iter().for_each(|name| holders.entry(*name).or_default().push(DocIdx::new(doc)));
        }
        Index { mentions, places, count, names, holders }
    }

    /// The dates of the reports that share at least so many names with one.
    pub fn sharing_names(&self, own: DocIdx, least: usize, dates: &BTreeMap<DocIdx, Date>) -> Vec<Date> {
        let mut shared: BTreeMap<DocIdx, usize> = BTreeMap::new();
        for name in &self.names[own.at()] {
            let holders = self.holders.get(name).filter(|holders| holders.len() <= COMMON);
            holders.into_iter().flatten().for_each(|doc| *shared.entry(*doc).or_default() += 1);
        }
        let enough = shared.into_iter().filter(|(doc, count)| *doc != own && *count >= least);
        enough.filter_map(|(doc, _)| dates.get(&doc).copied()).collect()
    }

    fn weight(&self, word: u64) -> f64 {
        let known = self.places.get(&word).map_or(1, Vec::len);
        (1.0 + self.count / known as f64).ln()
    }

    /// The days of dated reports that are told of in words like those of a mention: how alike, at best, and where.
    pub fn alike(
        &self,
        mention: &Mention,
        own: usize,
        dates: &BTreeMap<DocIdx, Date>,
    ) -> BTreeMap<Date, (f64, DocIdx)> {
        let mut shared: BTreeMap<(usize, usize), (f64, usize, bool)> = BTreeMap::new();
        for word in &mention.words {
            let at = self.places.get(word).filter(|at| at.len() <= COMMON);
            for &place in at.into_iter().flatten().filter(|(doc, _)| *doc != own) {
                let (sum, words, named) = shared.entry(place).or_default();
                *sum += self.weight(*word);
                *words += 1;
                *named |= mention.names.binary_search(word).is_ok();
            }
        }
        let mass = |words: &[u64]| words.iter().map(|word| self.weight(*word)).sum::<f64>();
        let own_mass = mass(&mention.words);
        let mut days: BTreeMap<Date, (f64, DocIdx)> = BTreeMap::new();
        for ((doc, at), (sum, words, named)) in shared {
            let other = &self.mentions[doc][at];
            let alike = sum / (own_mass * mass(&other.words)).sqrt();
            let enough = if named { ALIKE } else { ALIKE_WITHOUT_NAME };
            let Some(date) = dates.get(&DocIdx::new(doc)).filter(|_| words >= 2 && alike >= enough) else { continue };
            let Some(day) = other.name.day(*date) else { continue };
            let best = days.entry(day).or_insert((alike, DocIdx::new(doc)));
            if alike > best.0 {
                *best = (alike, DocIdx::new(doc));
            }
        }
        days
    }
}

/// Whether a report of a date could say all that it says of its own day.
pub(super) fn allowed(clues: &[Clue], date: Date) -> bool {
    clues.iter().all(|clue| clue.allows(date))
}
