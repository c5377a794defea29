//! Rules for temporal expressions: the file `time.toml` of a pack.
//!
//! The file has `[class.<name>]` tables (words with their meaning: months, units, parts of the day …),
//! `[macros]` (named pieces of patterns), and lists of `[[rule]]`, `[[prefix]]` and `[[suffix]]`. A rule
//! finds an expression and says what it means with the engine's vocabulary (`Means`); a prefix or a
//! suffix stands beside an expression and changes it ('fin', 'early', 'at 6 pm').

mod patterns;
mod trie;
pub(crate) mod words;

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::language::time::words::normalised_pieces;
use crate::language::{PackError, PackFiles};
use crate::layers::kinds::{Modifier, Part, Season, TimexType, Unit};

pub(crate) use patterns::{Class, Slot};
pub(crate) use trie::{Found, Trie, WordView, accepts};

/// What a language says about time.
#[derive(Debug)]
pub struct Time {
    pub(crate) vocabulary: HashMap<String, u32>,
    pub(crate) lexicon: Lexicon,
    pub(crate) rules: RuleSet,
    pub(crate) prefixes: RuleSet,
    pub(crate) suffixes: RuleSet,
    pub(crate) holidays: Vec<Holiday>,
    pub(crate) units: Vec<Unit>,
    pub(crate) parts: Vec<Part>,
    pub(crate) seasons: Vec<Season>,
    /// Endings of words that speak of the past or the future, with the fewest letters they need.
    pub(crate) past_endings: Vec<String>,
    pub(crate) future_endings: Vec<String>,
    pub(crate) ending_exceptions: Vec<String>,
    /// Whether `09/11/2017` names the month first.
    pub(crate) month_first: bool,
    /// Class positions that must begin with a capital letter.
    pub(crate) capital: Vec<bool>,
}

/// Rules with their patterns, compiled into one tree.
#[derive(Debug)]
pub(crate) struct RuleSet {
    pub rules: Vec<Rule>,
    pub trie: Trie,
}

/// Words of the classes, by their first piece.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub names: Vec<String>,
    pub entries: HashMap<u32, Vec<Entry>>,
}

impl Lexicon {
    /// The position of a class.
    pub fn class(&self, name: &str) -> Option<u16> {
        self.names.iter().position(|known| known == name).and_then(|at| u16::try_from(at).ok())
    }
}

/// One word or fixed phrase of a class.
#[derive(Debug)]
pub(crate) struct Entry {
    pub class: u16,
    pub rest: Vec<u32>,
    pub value: f64,
}

/// A day of the year that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holiday {
    Fixed {
        month: i8,
        day: i8,
    },
    Easter {
        offset: i32,
    },
    /// The `nth` weekday of a month, counted from the end where negative.
    Nth {
        month: i8,
        weekday: i8,
        nth: i8,
    },
}

/// What a rule finds, in the engine's vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Means {
    /// Nothing that is time; keeps other rules away.
    Nothing,
    /// A date of which any of weekday, day, month, year, clock may be given.
    Date,
    /// A date in figures whose order of day and month the language decides.
    Figures,
    /// A weekday alone.
    Weekday,
    /// A number of units before or after the anchor.
    Shift,
    /// The calendar unit that holds the anchor, moved by `amount` units.
    Unit,
    /// A length of time.
    Duration,
    /// A length of time that lies directly before or after the DCT.
    Window,
    /// A repeated time.
    Set,
    /// A reference without a date (`value`: `PAST_REF` …).
    Reference,
    /// A part of a day.
    Part,
    /// A clock time.
    Clock,
    /// The night between two weekdays.
    NightBetween,
    /// A season.
    Season,
    /// A holiday.
    Holiday,
    /// A decade.
    Decade,
    /// A century, by its ordinal.
    Century,
    /// A numbered quarter or half of a year.
    Quarter,
    /// A weekday by its place in a month: 'the last Monday of March'.
    NthWeekday,
    /// The antecedent once more.
    Same,
    /// Changes nothing (of prefixes and suffixes that only widen).
    Widen,
}

/// Where a relative expression counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum From {
    /// The document creation time.
    Dct,
    /// The last dated expression before it.
    Narrative,
    /// The last dated expression of the same or the previous sentence, else the DCT.
    Near,
}

/// Which side of the anchor is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Direction {
    Past,
    Future,
    /// The anchor's own one, the tense deciding.
    This,
    /// The tense decides; ahead where it says nothing.
    Ahead,
    /// One of the week before or after the anchor's.
    LastWeek,
    NextWeek,
    /// Seven days after the first one after the anchor.
    WeekLater,
}

/// A rule, a prefix or a suffix.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub name: String,
    pub patterns: Vec<String>,
    pub means: Means,
    #[serde(default)]
    pub direction: Option<Direction>,
    #[serde(default)]
    pub unit: Option<Unit>,
    #[serde(default)]
    pub amount: Option<f64>,
    #[serde(default)]
    pub amount2: Option<f64>,
    #[serde(default)]
    pub sign: Option<f64>,
    #[serde(default)]
    pub from: Option<From>,
    #[serde(default)]
    pub value: Option<String>,
    #[serde(default)]
    pub part: Option<Part>,
    #[serde(default)]
    pub weekday: Option<i64>,
    #[serde(default)]
    pub modifier: Option<Modifier>,
    #[serde(default)]
    pub quantity: Option<String>,
    #[serde(default)]
    pub frequency: Option<String>,
    #[serde(default)]
    pub kind: Option<TimexType>,
    /// Hours to add to a clock time below 12.
    #[serde(default)]
    pub afternoon: bool,
    /// Whether 12 means midnight.
    #[serde(default)]
    pub before_noon: bool,
    /// Of prefixes and suffixes: the meanings of the rules beside which they may stand.
    #[serde(default)]
    pub on: Vec<Means>,
    /// Phrases that must not follow, or stand before.
    #[serde(default)]
    pub not_after: Vec<String>,
    #[serde(default)]
    pub not_before: Vec<String>,
    /// Days from the DCT to the date that the expression names: what it tells about the DCT.
    #[serde(default)]
    pub offset: Option<i32>,
    /// `[dct, text, expression, value]`, run by a test.
    #[serde(default)]
    #[allow(dead_code)]
    pub examples: Vec<[String; 4]>,
    /// Texts in which the rule must find nothing, run by a test.
    #[serde(default)]
    #[allow(dead_code)]
    pub never: Vec<String>,
    /// `not_after` and `not_before` as pieces.
    #[serde(skip)]
    pub banned_after: Vec<Vec<u32>>,
    #[serde(skip)]
    pub banned_before: Vec<Vec<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    month_first: bool,
    capital: Vec<String>,
    past_endings: Vec<String>,
    future_endings: Vec<String>,
    ending_exceptions: Vec<String>,
    class: BTreeMap<String, BTreeMap<String, toml::Value>>,
    macros: BTreeMap<String, String>,
    rule: Vec<Rule>,
    prefix: Vec<Rule>,
    suffix: Vec<Rule>,
}

const FILE: &str = "time.toml";

impl Time {
    /// Reads and compiles the file.
    ///
    /// # Errors
    /// When the file is missing, or a table, macro or pattern in it is wrong.
    pub fn read(files: &PackFiles) -> Result<Time, PackError> {
        let file: File = files.toml(FILE)?;
        Time::compile(file).map_err(|what| files.wrong(FILE, what))
    }

    fn compile(file: File) -> Result<Time, String> {
        let mut time = Time {
            vocabulary: HashMap::new(),
            lexicon: Lexicon::default(),
            rules: RuleSet { rules: Vec::new(), trie: Trie::default() },
            prefixes: RuleSet { rules: Vec::new(), trie: Trie::default() },
            suffixes: RuleSet { rules: Vec::new(), trie: Trie::default() },
            holidays: Vec::new(),
            units: Vec::new(),
            parts: Vec::new(),
            seasons: Vec::new(),
            past_endings: file.past_endings,
            future_endings: file.future_endings,
            ending_exceptions: file.ending_exceptions,
            month_first: file.month_first,
            capital: Vec::new(),
        };
        for (class, members) in &file.class {
            time.add_class(class, members, file.capital.contains(class))?;
        }
        time.rules = time.rule_set(file.rule, &file.macros)?;
        time.prefixes = time.rule_set(file.prefix, &file.macros)?;
        time.suffixes = time.rule_set(file.suffix, &file.macros)?;
        Ok(time)
    }

    /// The number of a piece, given one where it is new. 0 is kept for pieces that no rule names.
    fn id(&mut self, piece: String) -> u32 {
        let next = self.vocabulary.len() as u32 + 1;
        *self.vocabulary.entry(piece).or_insert(next)
    }

    fn ids(&mut self, text: &str) -> Vec<u32> {
        normalised_pieces(text).into_iter().map(|piece| self.id(piece)).collect()
    }

    fn add_class(&mut self, class: &str, members: &BTreeMap<String, toml::Value>, capital: bool) -> Result<(), String> {
        let position = self.lexicon.names.len() as u16;
        self.lexicon.names.push(class.to_owned());
        self.capital.push(capital);
        for (member, value) in members {
            let value = self.class_value(value).map_err(|what| format!("class.{class}, '{member}': {what}"))?;
            let ids = self.ids(member);
            let Some((&first, rest)) = ids.split_first() else {
                return Err(format!("class.{class} has an empty member"));
            };
            let entries = self.lexicon.entries.entry(first).or_default();
            entries.push(Entry { class: position, rest: rest.to_vec(), value });
            // Longer members first, so that 'New Year's Day' wins over 'New Year'.
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.rest.len()));
        }
        Ok(())
    }

    /// A number stands for itself; a name for the position of what it names.
    fn class_value(&mut self, value: &toml::Value) -> Result<f64, String> {
        match value {
            toml::Value::Integer(number) => Ok(*number as f64),
            toml::Value::Float(number) => Ok(*number),
            toml::Value::String(name) => self.named_value(name, value),
            _ => Err("a number or a name is wanted".to_owned()),
        }
    }

    fn named_value(&mut self, name: &str, value: &toml::Value) -> Result<f64, String> {
        if let Ok(unit) = value.clone().try_into::<Unit>() {
            return Ok(position(&mut self.units, unit));
        }
        if let Ok(part) = value.clone().try_into::<Part>() {
            return Ok(position(&mut self.parts, part));
        }
        if let Ok(season) = value.clone().try_into::<Season>() {
            return Ok(position(&mut self.seasons, season));
        }
        let holiday = holiday(name).ok_or_else(|| format!("'{name}' names no unit, part, season or holiday"))?;
        Ok(position(&mut self.holidays, holiday))
    }

    fn rule_set(&mut self, mut rules: Vec<Rule>, macros: &BTreeMap<String, String>) -> Result<RuleSet, String> {
        let mut trie = Trie::default();
        for (position, rule) in rules.iter_mut().enumerate() {
            for pattern in &rule.patterns {
                let sequences = patterns::sequences(pattern, macros, &self.lexicon, &mut self.vocabulary)
                    .map_err(|what| format!("rule '{}', pattern '{pattern}': {what}", rule.name))?;
                for sequence in sequences {
                    trie.insert(&sequence, position as u16);
                }
            }
            rule.banned_after = rule.not_after.iter().map(|phrase| self.ids(phrase)).collect();
            rule.banned_before = rule.not_before.iter().map(|phrase| self.ids(phrase)).collect();
        }
        Ok(RuleSet { rules, trie })
    }
}

fn position<T: PartialEq>(known: &mut Vec<T>, wanted: T) -> f64 {
    let at = known.iter().position(|one| *one == wanted).unwrap_or_else(|| {
        known.push(wanted);
        known.len() - 1
    });
    at as f64
}

/// `12-25`, `easter+39`, `easter-2`, or `11:4:4` for the fourth Thursday of November.
fn holiday(name: &str) -> Option<Holiday> {
    if let Some(offset) = name.strip_prefix("easter") {
        return Some(Holiday::Easter { offset: if offset.is_empty() { 0 } else { offset.parse().ok()? } });
    }
    if let Some((month, rest)) = name.split_once(':') {
        let (weekday, nth) = rest.split_once(':')?;
        return Some(Holiday::Nth {
            month: month.parse().ok()?,
            weekday: weekday.parse().ok()?,
            nth: nth.parse().ok()?,
        });
    }
    let (month, day) = name.split_once('-')?;
    Some(Holiday::Fixed { month: month.parse().ok()?, day: day.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use crate::annotate::timexes::tests::timexes_of;
    use crate::language::packs_under_test;

    /// Every rule finds its examples with the value that it promises, and nothing in its counter-examples.
    #[test]
    fn rules_prove_themselves() {
        let mut wrong = Vec::new();
        for pack in packs_under_test().iter() {
            let code = pack.code.as_str();
            let sets = [&pack.time.rules, &pack.time.prefixes, &pack.time.suffixes];
            for rule in sets.iter().flat_map(|set| &set.rules) {
                for [dct, text, expression, value] in &rule.examples {
                    let found = timexes_of(code, dct, text);
                    if !found.iter().any(|(span, of, _)| span == expression && of == value) {
                        wrong.push(format!("{code} {}: '{text}' gives {found:?}", rule.name));
                    }
                }
                for text in &rule.never {
                    let found = timexes_of(code, "2020-01-01", text);
                    if found.iter().any(|(_, _, by)| *by == rule.name) {
                        wrong.push(format!("{code} {}: '{text}' gives {found:?}", rule.name));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
