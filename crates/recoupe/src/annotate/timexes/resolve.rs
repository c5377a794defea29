//! Finds expressions unit by unit and turns what the rules say into values.

use jiff::civil::Date;

use super::calendar::Period;
use super::meaning::Draft;
use super::tense::{self, Grammar};
use crate::dates::Interval;
use crate::document::Document;
use crate::index::TimexIdx;
use crate::language::time::words::{Shape, normalise_into, pieces};
use crate::language::time::{Direction, Found, Means, Rule, RuleSet, Slot, Time, WordView};
use crate::layers::dct::{Clue, Dct, Side, ToldDay};
use crate::layers::kinds::Unit;
use crate::layers::timexes::{Anchor, Timex};
use crate::text::Span;

/// What is known of the DCT for resolving.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Base {
    /// The day.
    pub day: Option<Date>,
    /// The moment, where the DCT has a clock time.
    pub moment: Option<jiff::civil::DateTime>,
    /// Whether the day is one of several that are possible.
    pub doubtful: bool,
    /// A day near which the DCT lies, where it is not known.
    pub near: Option<Date>,
}

impl Base {
    /// The first day of a DCT that is known to a few days; nothing of a wider one.
    pub fn of(dct: &Dct) -> Base {
        let unknown = Base { near: dct.near, ..Base::default() };
        let Interval { earliest: Some(earliest), latest: Some(latest) } = dct.interval else { return unknown };
        let width = (latest.date() - earliest.date()).get_days();
        if !(0..7).contains(&width) {
            return unknown;
        }
        let moment = (latest == earliest).then_some(earliest);
        Base { day: Some(dct.likely.unwrap_or(earliest.date())), moment, doubtful: width > 0, near: None }
    }
}

/// An antecedent for later expressions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Antecedent {
    /// Its position among the results.
    pub timex: TimexIdx,
    /// What it denotes.
    pub period: Period,
    /// The unit of text that it stands in.
    pub unit: usize,
}

/// Reads a document unit by unit; earlier expressions anchor later ones.
pub(crate) struct Tagger<'d> {
    pub(super) doc: &'d Document,
    pub(super) time: &'d Time,
    pub(super) base: Base,
    pub(super) grammar: Grammar,
    pub(super) words: Vec<WordView>,
    pub(super) unit: usize,
    pub(super) antecedents: Vec<Antecedent>,
    drafts: Vec<Timex>,
    days: OwnDay,
}

/// What a text tells about the day on which it was written.
#[derive(Debug, Clone, Default)]
pub(crate) struct OwnDay {
    /// Days named by their distance from the document's date.
    pub clues: Vec<Clue>,
    /// Days named by the calendar.
    pub told: Vec<ToldDay>,
}

impl<'d> Tagger<'d> {
    /// A tagger that has read nothing yet.
    pub fn new(doc: &'d Document, time: &'d Time, base: Base, grammar: Grammar) -> Tagger<'d> {
        let (words, antecedents, drafts, days) = (Vec::new(), Vec::new(), Vec::new(), OwnDay::default());
        Tagger { doc, time, base, grammar, words, unit: 0, antecedents, drafts, days }
    }

    /// The expressions read so far, sorted by span.
    pub fn timexes(self) -> Vec<Timex> {
        self.drafts
    }

    /// The years that the expressions read so far name, sorted.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> =
            self.drafts.iter().filter_map(|timex| timex.interval.earliest.map(|at| at.year())).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What the expressions tell about the DCT.
    pub fn own_day(self) -> OwnDay {
        self.days
    }

    /// Reads a unit of text: a sentence or a line.
    pub fn read(&mut self, span: Span) {
        self.words = words(self.time, self.doc, span);
        self.unit += 1;
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            let word = self.words[at];
            if word.id == 0 && word.shape != Shape::Digits {
                at += 1;
                continue;
            }
            found.clear();
            self.time.rules.trie.find(self.time, &self.words, at, &mut found);
            self.find_behind_context(at, &mut found);
            // The longest expression wins, then the longest context, then the earlier rule.
            found.sort_by_key(|one| {
                let reach = |n: usize| std::cmp::Reverse(n);
                (reach(one.outer_end), reach(one.end - one.start), one.rule)
            });
            at = self.take_first(&found).unwrap_or(at + 1).max(at + 1);
        }
    }

    /// Adds what begins where a match with context before it begins, so that the longer one can win.
    fn find_behind_context(&self, at: usize, found: &mut Vec<Found>) {
        let mut starts: Vec<usize> = found.iter().map(|one| one.start).filter(|&start| start > at).collect();
        starts.sort_unstable();
        starts.dedup();
        for start in starts {
            self.time.rules.trie.find(self.time, &self.words, start, found);
        }
    }

    /// Keeps the first match that means something; returns the word after it.
    fn take_first(&mut self, found: &[Found]) -> Option<usize> {
        let time = self.time;
        for one in found {
            let rule = &time.rules.rules[usize::from(one.rule)];
            if !self.allowed(rule, one) || self.overlaps_last(one.start) {
                continue;
            }
            if rule.means == Means::Nothing {
                return Some(one.end);
            }
            if let Some(draft) = self.meaning(rule, one) {
                return Some(self.keep(rule, one, draft));
            }
        }
        None
    }

    fn overlaps_last(&self, start: usize) -> bool {
        let start = self.words[start].start;
        self.drafts.last().is_some_and(|last| last.span.end as usize > start)
    }

    /// Whether the match stands free: not inside a figure, nor beside phrases that the rule bans.
    fn allowed(&self, rule: &Rule, one: &Found) -> bool {
        let words = &self.words;
        let (before, after) = (&words[..one.start], &words[one.end..]);
        if words[one.start].shape == Shape::Digits && self.glued_before(before, &words[one.start]) {
            return false;
        }
        if words[one.end - 1].shape == Shape::Digits && one.outer_end == one.end && glued_after(after) {
            return false;
        }
        // 'M5S' is a name.
        if words[one.start].shape == Shape::Digits && words[one.start].glued && before.last().is_some_and(is_name_part)
        {
            return false;
        }
        if self.counts_what_follows(rule, one) {
            return false;
        }
        let is = |phrase: &[u32], words: &[WordView]| {
            phrase.len() == words.len() && phrase.iter().zip(words).all(|(id, word)| *id == word.id)
        };
        let follows =
            rule.banned_before.iter().any(|phrase| after.len() >= phrase.len() && is(phrase, &after[..phrase.len()]));
        let precedes = rule
            .banned_after
            .iter()
            .any(|phrase| before.len() >= phrase.len() && is(phrase, &before[before.len() - phrase.len()..]));
        !follows && !precedes
    }

    /// 'Samedi, 25 soldats', '2081 injuries': a figure at the end of a date without a month that counts what follows.
    fn counts_what_follows(&self, rule: &Rule, one: &Found) -> bool {
        let last = &self.words[one.end - 1];
        // 'By 2030 emissions must halve' tells a year all the same.
        let year = one.captures[usize::from(Slot::YEAR.0)].is_some();
        rule.means == Means::Date
            && !(year && last.number <= LAST_YEAR)
            && last.shape == Shape::Digits
            && one.captures[usize::from(Slot::MONTH.0)].is_none()
            && self.grammar.counts.binary_search(&last.start).is_ok()
    }

    /// A figure that goes on to the left: '1.5', '10:30', '3/4'; years may be joined by a dash.
    fn glued_before(&self, before: &[WordView], first: &WordView) -> bool {
        let [.., digits, mark] = before else { return false };
        let sign = self.doc.text.get(mark.start..mark.end);
        first.glued && mark.glued && digits.shape == Shape::Digits && matches!(sign, Some("." | "," | ":" | "/"))
    }

    /// Widens the draft by its neighbours and stores it; returns the word after it.
    fn keep(&mut self, rule: &Rule, one: &Found, mut draft: Draft) -> usize {
        let (mut start, mut end) = (one.start, one.end);
        while let Some((suffix, found)) = self.suffix(rule, end) {
            if !self.apply(suffix, &found, &mut draft) {
                break;
            }
            end = found.end;
        }
        while let Some((prefix, found)) = self.prefix(rule, start) {
            if self.overlaps_last(found.start) || !self.apply(prefix, &found, &mut draft) {
                break;
            }
            start = found.start;
        }
        // A comma that ties an expression to one before it is no part of it.
        let comma = |word: &WordView| self.doc.text.get(word.start..word.end) == Some(",");
        while start + 1 < end && comma(&self.words[start]) {
            start += 1;
        }
        let span = Span::new(self.words[start].start, self.words[end - 1].end);
        if let Some(clue) = self.clue(rule, one, span) {
            self.days.clues.push(clue);
        } else if let Some(told) = self.told(rule, one, &draft, span) {
            self.days.told.push(told);
        }
        let timex = TimexIdx::new(self.drafts.len());
        if let Some(period) = draft.period {
            self.antecedents.push(Antecedent { timex, period, unit: self.unit });
        }
        self.drafts.push(draft.into_timex(span, &rule.name));
        end
    }

    /// The longest suffix that begins at a word.
    fn suffix(&self, rule: &Rule, at: usize) -> Option<(&'d Rule, Found)> {
        if at >= self.words.len() {
            return None;
        }
        let mut found = Vec::new();
        self.time.suffixes.trie.find(self.time, &self.words, at, &mut found);
        best(&self.time.suffixes, rule, found.into_iter().filter(|one| self.allowed_beside(&self.time.suffixes, one)))
    }

    /// The longest prefix that ends before a word.
    fn prefix(&self, rule: &Rule, at: usize) -> Option<(&'d Rule, Found)> {
        const LONGEST: usize = 8;
        let mut found = Vec::new();
        for start in at.saturating_sub(LONGEST)..at {
            if self.words[start].id != 0 || self.words[start].shape == Shape::Digits {
                self.time.prefixes.trie.find(self.time, &self.words, start, &mut found);
            }
        }
        found.retain(|one| one.outer_end == at && self.allowed_beside(&self.time.prefixes, one));
        best(&self.time.prefixes, rule, found.into_iter())
    }

    fn allowed_beside(&self, set: &RuleSet, one: &Found) -> bool {
        self.allowed(&set.rules[usize::from(one.rule)], one)
    }

    /// Where the tense around a match points.
    pub(super) fn tense(&self, one: &Found) -> Option<Direction> {
        tense::direction(self.time, &self.doc.text, &self.words, &self.grammar.verbs, one.start, one.end)
    }

    fn clue(&self, rule: &Rule, one: &Found, span: Span) -> Option<Clue> {
        let get = |slot: Slot| one.captures[usize::from(slot.0)];
        let days = match rule.offset {
            // 'Se prononcera ce vendredi' need not be said on that day.
            Some(0) if rule.means == Means::Weekday && self.tense(one) == Some(Direction::Future) => return None,
            Some(days) => days,
            None => self.days_ago(rule, one)?,
        };
        let small = |slot| get(slot).map(|value| value as i8);
        Some(Clue {
            span,
            days,
            weekday: small(Slot::WEEKDAY),
            day: small(Slot::DAY),
            month: small(Slot::MONTH),
            year: get(Slot::YEAR).map(|year| year as i16),
        })
    }

    /// 'samedi', 'le 9 mars', 'vendredi 8': a day of which the calendar tells the name, whatever the DCT is.
    fn told(&self, rule: &Rule, one: &Found, draft: &Draft, span: Span) -> Option<ToldDay> {
        let get = |slot: Slot| one.captures[usize::from(slot.0)];
        let small = |slot| get(slot).map(|value| value as i8);
        let told = match (rule.means, draft.anchor, draft.period.and_then(Period::day)) {
            (Means::Date | Means::Figures, Anchor::None, Some(day)) => {
                let (year, month, day) = (Some(day.year()), Some(day.month()), Some(day.day()));
                ToldDay { span, side: Side::Unsaid, weekday: None, day, month, year }
            }
            // A month without a day, and a date that the calendar does not have.
            (Means::Date, ..) if get(Slot::DAY).is_none() || get(Slot::YEAR).is_some() => return None,
            (Means::Date, ..) => {
                let (weekday, day, month) = (small(Slot::WEEKDAY), small(Slot::DAY), small(Slot::MONTH));
                ToldDay { span, side: Side::Unsaid, weekday, day, month, year: None }
            }
            (Means::Weekday | Means::NightBetween, ..) if rule.from.is_none() => {
                let weekday = small(Slot::WEEKDAY).or(rule.weekday.map(|number| number as i8));
                ToldDay { span, side: Side::Unsaid, weekday, day: None, month: None, year: None }
            }
            _ => return None,
        };
        let side = match rule.direction {
            Some(Direction::Past) => Side::Past,
            Some(Direction::Future) => Side::Ahead,
            Some(Direction::LastWeek | Direction::NextWeek | Direction::WeekLater) => return None,
            direction => match (self.tense(one), direction) {
                (Some(Direction::Future), _) | (None, Some(Direction::Ahead)) => Side::Ahead,
                (Some(_), _) => Side::Past,
                (None, _) => Side::Unsaid,
            },
        };
        Some(ToldDay { side, ..told })
    }

    /// 'deux jours auparavant' with nothing before it to count from: an event that many days before the DCT.
    fn days_ago(&self, rule: &Rule, one: &Found) -> Option<i32> {
        let past = rule.means == Means::Shift && rule.sign.is_some_and(|sign| sign < 0.0) && rule.modifier.is_none();
        let number = one.captures[usize::from(Slot::N.0)]?;
        let free = self.base.day.is_none() && self.antecedent(usize::MAX / 2, true).is_none();
        let day = self.unit_named(rule, one) == Some(Unit::Day);
        (past && free && day && (1.0..=10.0).contains(&number) && number.fract() == 0.0).then_some(-(number as i32))
    }

    /// The last antecedent that is fine enough, in the last `units` units of text.
    pub(super) fn antecedent(&self, units: usize, day: bool) -> Option<Antecedent> {
        self.antecedents
            .iter()
            .rev()
            .take_while(|one| one.unit + units > self.unit)
            .find(|one| !day || one.period.day().is_some())
            .copied()
    }
}

/// A figure above it that counts something is no year.
const LAST_YEAR: u32 = 2050;

/// Letters that no rule of time names, to which a figure may be glued.
fn is_name_part(word: &WordView) -> bool {
    word.shape == Shape::Letters && word.id == 0
}

/// The longest match whose rule may stand beside the other.
fn best<'r>(set: &'r RuleSet, beside: &Rule, found: impl Iterator<Item = Found>) -> Option<(&'r Rule, Found)> {
    found
        .map(|one| (&set.rules[usize::from(one.rule)], one))
        .filter(|(rule, _)| rule.on.is_empty() || rule.on.contains(&beside.means))
        .max_by_key(|(_, one)| (one.end - one.start, std::cmp::Reverse(one.rule)))
}

/// A figure that goes on to the right.
fn glued_after(after: &[WordView]) -> bool {
    let [mark, digits, ..] = after else { return false };
    mark.joins && mark.glued && digits.glued && digits.shape == Shape::Digits
}

/// The words of a unit of text.
pub(crate) fn words(time: &Time, doc: &Document, span: Span) -> Vec<WordView> {
    let (text, base) = (doc.slice(span), span.start as usize);
    let mut normal = String::new();
    let mut end_before = usize::MAX;
    pieces(text)
        .map(|piece| {
            let form = &text[piece.start..piece.end];
            let number = if piece.shape == Shape::Digits { form.parse().unwrap_or(u32::MAX) } else { 0 };
            normalise_into(form, &mut normal);
            let id = time.vocabulary.get(normal.as_str()).copied().unwrap_or(0);
            let glued = piece.start == end_before;
            end_before = piece.end;
            WordView {
                start: base + piece.start,
                end: base + piece.end,
                shape: piece.shape,
                id,
                number,
                capital: form.starts_with(char::is_uppercase),
                glued,
                joins: matches!(form, "." | ","),
            }
        })
        .collect()
}
