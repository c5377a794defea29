//! All patterns of a rule set in one tree, and the search for what they find at one place.

use crate::language::time::words::Shape;

use super::patterns::{Atom, Class, SLOTS, Slot};
use super::{Lexicon, Time};

/// A word of the text as patterns see it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WordView {
    /// Byte offsets in the document's text.
    pub start: usize,
    pub end: usize,
    pub shape: Shape,
    /// Number of the piece in the pack's vocabulary; 0 for none.
    pub id: u32,
    /// Value of digits; `u32::MAX` where they are too many.
    pub number: u32,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// Whether no space stands before it.
    pub glued: bool,
    /// Whether it is a point or a comma.
    pub joins: bool,
}

impl WordView {
    fn digits(&self) -> usize {
        if self.shape == Shape::Digits { self.end - self.start } else { 0 }
    }
}

/// What the classes of a pattern captured.
pub(super) type Captures = [Option<f64>; SLOTS];

/// A rule that matches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub rule: u16,
    /// First word of the expression and one past the last.
    pub start: usize,
    pub end: usize,
    /// One past the last word of the match with its context.
    pub outer_end: usize,
    pub captures: Captures,
}

#[derive(Debug, Default)]
struct Node {
    pieces: Vec<(u32, u32)>,
    classes: Vec<(Class, Option<Slot>, u32)>,
    open: Option<u32>,
    close: Option<u32>,
    accepts: Vec<u16>,
}

/// The tree; node 0 is the root.
#[derive(Debug)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
}

impl Default for Trie {
    fn default() -> Self {
        Trie { nodes: vec![Node::default()] }
    }
}

impl Trie {
    pub(super) fn insert(&mut self, sequence: &[Atom], rule: u16) {
        let mut at = 0;
        for atom in sequence {
            at = self.child(at, *atom);
        }
        let accepts = &mut self.nodes[at].accepts;
        if !accepts.contains(&rule) {
            accepts.push(rule);
        }
    }

    fn child(&mut self, at: usize, atom: Atom) -> usize {
        let next = self.nodes.len();
        let new = next as u32;
        let node = &mut self.nodes[at];
        let child = match atom {
            Atom::Piece(id) => match node.pieces.binary_search_by_key(&id, |&(id, _)| id) {
                Ok(position) => node.pieces[position].1,
                Err(position) => {
                    node.pieces.insert(position, (id, new));
                    new
                }
            },
            Atom::Class(class, slot) => match node.classes.iter().find(|one| (one.0, one.1) == (class, slot)) {
                Some(&(_, _, child)) => child,
                None => {
                    node.classes.push((class, slot, new));
                    new
                }
            },
            Atom::Open => *node.open.get_or_insert(new),
            Atom::Close => *node.close.get_or_insert(new),
        };
        if child == new {
            self.nodes.push(Node::default());
        }
        child as usize
    }

    /// Adds every match that begins at a word.
    pub fn find(&self, time: &Time, words: &[WordView], start: usize, found: &mut Vec<Found>) {
        let mut walk = Walk { trie: self, time, words, outer_start: start, found };
        walk.step(0, start, [None; SLOTS], None, None);
    }
}

struct Walk<'w> {
    trie: &'w Trie,
    time: &'w Time,
    words: &'w [WordView],
    outer_start: usize,
    found: &'w mut Vec<Found>,
}

impl Walk<'_> {
    fn step(&mut self, node: usize, at: usize, captures: Captures, open: Option<usize>, close: Option<usize>) {
        let node = &self.trie.nodes[node];
        for &rule in &node.accepts {
            let (start, end) = (open.unwrap_or(self.outer_start), close.unwrap_or(at));
            if start < end {
                let outer_end = at;
                self.found.push(Found { rule, start, end, outer_end, captures });
            }
        }
        if let Some(child) = node.open {
            self.step(child as usize, at, captures, Some(at), close);
        }
        if let Some(child) = node.close {
            self.step(child as usize, at, captures, open, Some(at));
        }
        let Some(word) = self.words.get(at) else { return };
        if word.id != 0
            && let Ok(position) = node.pieces.binary_search_by_key(&word.id, |&(id, _)| id)
        {
            self.step(node.pieces[position].1 as usize, at + 1, captures, open, close);
        }
        for &(class, slot, child) in &node.classes {
            let Some((length, value)) = accepts(self.time, self.words, at, class) else { continue };
            let mut captures = captures;
            if let Some(slot) = slot {
                captures[usize::from(slot.0)] = Some(value);
            }
            self.step(child as usize, at + length, captures, open, close);
        }
    }
}

/// How many words from `at` on belong to the class, and what they mean.
pub(crate) fn accepts(time: &Time, words: &[WordView], at: usize, class: Class) -> Option<(usize, f64)> {
    let word = words.get(at)?;
    let number = |least: usize, most: usize, low: u32, high: u32| {
        let fits = (least..=most).contains(&word.digits()) && (low..=high).contains(&word.number);
        fits.then_some((1, f64::from(word.number)))
    };
    match class {
        Class::Listed(class) => {
            let capital = time.capital.get(usize::from(class)).copied().unwrap_or(false);
            if word.id == 0 || (capital && !word.capital) {
                return None;
            }
            listed(&time.lexicon, words, at, class)
        }
        Class::Number => cardinal(time, words, at),
        Class::Day => number(1, 2, 1, 31),
        Class::Year => number(4, 4, 1000, 2999),
        Class::ShortYear => number(2, 2, 0, 99),
        Class::Hour => number(1, 2, 0, 29),
        Class::ClockFigures => number(4, 4, 0, 2459),
        Class::Minute => number(2, 2, 0, 99),
        Class::MonthNumber => number(1, 2, 1, 99),
        Class::Name => (word.shape == Shape::Letters && word.capital && word.id == 0).then_some((1, 0.0)),
    }
}

fn listed(lexicon: &Lexicon, words: &[WordView], at: usize, class: u16) -> Option<(usize, f64)> {
    let entries = lexicon.entries.get(&words.get(at)?.id)?;
    let rest = &words[at + 1..];
    entries
        .iter()
        .filter(|entry| entry.class == class && entry.rest.len() <= rest.len())
        .find(|entry| entry.rest.iter().zip(rest).all(|(id, word)| *id == word.id))
        .map(|entry| (1 + entry.rest.len(), entry.value))
}

/// A cardinal in digits (with groups of thousands and a decimal part) or in words.
fn cardinal(time: &Time, words: &[WordView], at: usize) -> Option<(usize, f64)> {
    let word = &words[at];
    if word.shape == Shape::Digits { in_digits(words, at) } else { in_words(time, words, at) }
}

fn in_digits(words: &[WordView], at: usize) -> Option<(usize, f64)> {
    let first = &words[at];
    if first.number == u32::MAX {
        return None;
    }
    let (mut value, mut length) = (f64::from(first.number), 1);
    let joined =
        |mark: &WordView, next: &WordView| mark.joins && mark.glued && next.glued && next.shape == Shape::Digits;
    // The number of digits tells a group of thousands from a decimal part, in both conventions.
    if let (Some(mark), Some(next)) = (words.get(at + 1), words.get(at + 2))
        && joined(mark, next)
    {
        match next.digits() {
            3 => value = value * 1000.0 + f64::from(next.number),
            1 | 2 => value += f64::from(next.number) / 10f64.powi(next.digits() as i32),
            _ => return None,
        }
        length = 3;
    } else if let Some(next) = words.get(at + 1).filter(|next| next.digits() == 3 && first.digits() <= 3) {
        value = value * 1000.0 + f64::from(next.number);
        length = 2;
    }
    Some((length, value))
}

/// 'vingt-et-un', 'two hundred and five': smaller after greater is added, a multiplier multiplies.
fn in_words(time: &Time, words: &[WordView], at: usize) -> Option<(usize, f64)> {
    let (number, joint) = (time.lexicon.class("number")?, time.lexicon.class("number_joint"));
    let (mut length, mut total) = listed(&time.lexicon, words, at, number)?;
    loop {
        let mut next = at + length;
        if let Some((skipped, _)) =
            joint.and_then(|class| words.get(next).and(listed(&time.lexicon, words, next, class)))
        {
            next += skipped;
        }
        if next >= words.len() {
            break;
        }
        let Some((more, value)) = listed(&time.lexicon, words, next, number) else { break };
        if value >= 100.0 && value > total {
            total *= value;
        } else if value < total && total >= 20.0 && total % 10.0 == 0.0 && (value < 10.0 || total != 10.0) {
            let room = if total % 100.0 == 0.0 { 100.0 } else { 20.0 };
            if value >= room {
                break;
            }
            total += value;
        } else {
            break;
        }
        length = next + more - at;
    }
    Some((length, total))
}
