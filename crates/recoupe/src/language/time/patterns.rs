//! The notation of patterns, and what it stands for.
//!
//! A pattern is a sequence of items separated by spaces: a word; `{class}` or `{class:slot}`, which
//! captures; `<macro>`; `(one two|three)` for alternatives; an item followed by `?` may be missing.
//! `[` and `]` bound the expression where context around it belongs to the pattern.

use std::collections::{BTreeMap, HashMap};

use crate::language::time::words::normalised_pieces;

use super::Lexicon;

/// What can be captured. A name with a `2` at its end is a second capture of its kind.
const SLOT_NAMES: [&str; 13] = [
    "weekday", "month", "day", "year", "n", "unit", "part", "season", "holiday", "hour", "minute", "ordinal", "decade",
];

/// Number of slots.
pub(crate) const SLOTS: usize = SLOT_NAMES.len() * 2;

/// Where a capture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot(pub u8);

#[allow(missing_docs)]
impl Slot {
    pub const WEEKDAY: Slot = Slot(0);
    pub const MONTH: Slot = Slot(1);
    pub const DAY: Slot = Slot(2);
    pub const YEAR: Slot = Slot(3);
    pub const N: Slot = Slot(4);
    pub const UNIT: Slot = Slot(5);
    pub const PART: Slot = Slot(6);
    pub const SEASON: Slot = Slot(7);
    pub const HOLIDAY: Slot = Slot(8);
    pub const HOUR: Slot = Slot(9);
    pub const MINUTE: Slot = Slot(10);
    pub const ORDINAL: Slot = Slot(11);
    pub const DECADE: Slot = Slot(12);

    /// The second capture of the same kind.
    pub const fn second(self) -> Slot {
        Slot(self.0 + SLOT_NAMES.len() as u8)
    }

    fn named(name: &str) -> Option<Slot> {
        let (base, second) = name.strip_suffix('2').map_or((name, false), |base| (base, true));
        let slot = Slot(SLOT_NAMES.iter().position(|known| *known == base)? as u8);
        Some(if second { slot.second() } else { slot })
    }
}

/// What an item of a pattern accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Members of a table of the pack.
    Listed(u16),
    /// A cardinal number in digits or words.
    Number,
    /// A day of the month in one or two digits.
    Day,
    /// A year in four digits.
    Year,
    /// A year in two digits.
    ShortYear,
    /// An hour in one or two digits.
    Hour,
    /// Hour and minute in four digits: 0615.
    ClockFigures,
    /// Two digits.
    Minute,
    /// A month in one or two digits.
    MonthNumber,
    /// A word with a capital letter that no rule names.
    Name,
}

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Atom {
    Piece(u32),
    Class(Class, Option<Slot>),
    Open,
    Close,
}

/// Patterns that stand for more sequences than this are a mistake.
const LIMIT: usize = 20_000;

/// All sequences that a pattern stands for.
pub(super) fn sequences(
    pattern: &str,
    macros: &BTreeMap<String, String>,
    lexicon: &Lexicon,
    vocabulary: &mut HashMap<String, u32>,
) -> Result<Vec<Vec<Atom>>, String> {
    let mut parser = Parser { macros, lexicon, vocabulary, depth: 0 };
    let sequences = parser.alternatives(pattern)?;
    match sequences.iter().any(Vec::is_empty) {
        true => Err("it accepts nothing at all".to_owned()),
        false => Ok(sequences),
    }
}

struct Parser<'p> {
    macros: &'p BTreeMap<String, String>,
    lexicon: &'p Lexicon,
    vocabulary: &'p mut HashMap<String, u32>,
    depth: usize,
}

impl Parser<'_> {
    /// `one two|three`: alternatives at the top level of the text.
    fn alternatives(&mut self, text: &str) -> Result<Vec<Vec<Atom>>, String> {
        self.depth += 1;
        if self.depth > 20 {
            return Err("macros call each other in a circle".to_owned());
        }
        let mut all = Vec::new();
        for branch in split_top(text)? {
            all.extend(self.sequence(branch)?);
        }
        self.depth -= 1;
        if all.len() > LIMIT { Err(format!("it stands for {} sequences", all.len())) } else { Ok(all) }
    }

    fn sequence(&mut self, text: &str) -> Result<Vec<Vec<Atom>>, String> {
        let mut built: Vec<Vec<Atom>> = vec![Vec::new()];
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let length = item_length(rest)?;
            let (item, after) = rest.split_at(length);
            let mut options = self.item(item)?;
            rest = after;
            if let Some(after) = rest.strip_prefix('?') {
                options.push(Vec::new());
                rest = after;
            }
            if built.len().saturating_mul(options.len()) > LIMIT {
                return Err("it stands for too many sequences".to_owned());
            }
            built = built
                .iter()
                .flat_map(|start| options.iter().map(move |option| [start.as_slice(), option.as_slice()].concat()))
                .collect();
            rest = rest.trim_start();
        }
        Ok(built)
    }

    fn item(&mut self, item: &str) -> Result<Vec<Vec<Atom>>, String> {
        let inner = || item.get(1..item.len() - 1).unwrap_or("");
        match item.as_bytes().first() {
            Some(b'(') => self.alternatives(inner()),
            Some(b'<') => {
                let text = self.macros.get(inner()).ok_or_else(|| format!("no macro '{}'", inner()))?;
                self.alternatives(text)
            }
            Some(b'{') => Ok(vec![vec![self.class(inner())?]]),
            Some(b'[') => Ok(vec![vec![Atom::Open]]),
            Some(b']') => Ok(vec![vec![Atom::Close]]),
            _ => Ok(vec![normalised_pieces(item).into_iter().map(|piece| self.piece(piece)).collect()]),
        }
    }

    fn piece(&mut self, piece: String) -> Atom {
        let next = self.vocabulary.len() as u32 + 1;
        Atom::Piece(*self.vocabulary.entry(piece).or_insert(next))
    }

    fn class(&self, text: &str) -> Result<Atom, String> {
        let (name, slot) = text.split_once(':').unwrap_or((text.strip_suffix('2').unwrap_or(text), text));
        let class = match name {
            "n" => Class::Number,
            "day" => Class::Day,
            "year" => Class::Year,
            "short_year" => Class::ShortYear,
            "hour" => Class::Hour,
            "clock_figures" => Class::ClockFigures,
            "minute" => Class::Minute,
            "month_number" => Class::MonthNumber,
            "name" => Class::Name,
            other => Class::Listed(self.lexicon.class(other).ok_or_else(|| format!("no class '{other}'"))?),
        };
        Ok(Atom::Class(class, Slot::named(slot)))
    }
}

/// Length of the first item: a bracketed group, a bracket, or a word.
fn item_length(text: &str) -> Result<usize, String> {
    let close = match text.as_bytes().first() {
        Some(b'(') => {
            let mut depth = 0;
            for (at, c) in text.char_indices() {
                depth += i32::from(c == '(') - i32::from(c == ')');
                if depth == 0 {
                    return Ok(at + 1);
                }
            }
            return Err("a '(' is not closed".to_owned());
        }
        Some(b'<') => '>',
        Some(b'{') => '}',
        Some(b'[' | b']') => return Ok(1),
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || "(){}<>[]?|".contains(c)).unwrap_or(text.len());
            return if end == 0 { Err(format!("unexpected '{text}'")) } else { Ok(end) };
        }
    };
    text.find(close).map(|at| at + 1).ok_or_else(|| format!("a '{close}' is missing"))
}

/// Splits at the bars that stand in no group.
fn split_top(text: &str) -> Result<Vec<&str>, String> {
    let (mut depth, mut start, mut parts) = (0i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        if depth < 0 {
            return Err("a ')' has no '('".to_owned());
        }
    }
    parts.push(&text[start..]);
    Ok(parts)
}
