//! The pieces of words: the most probable cut by a unigram model (Kudo 2018, 'Subword Regularization'), after a
//! normalisation of single code points.

use std::ops::Range;

use crate::ReaderError;
use crate::file::{File, Header};

/// The sign that stands for a space, above all before a word.
const SPACE: char = '\u{2581}';

/// The vocabulary, and how characters are normalised.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// Start of each piece in the bytes, and the end of the last.
    offsets: Vec<u32>,
    bytes: Range<usize>,
    scores: Vec<f32>,
    /// First piece that can stand in a text; from here on they are sorted.
    first: usize,
    unknown: u32,
    unknown_score: f32,
    normalised: Normalisation,
}

#[derive(Debug)]
struct Normalisation {
    from: Vec<u32>,
    offsets: Vec<u32>,
    to: Vec<u32>,
}

impl Vocabulary {
    pub fn read(header: &Header, file: &File) -> Result<Vocabulary, ReaderError> {
        let wrong = |name: &str, what: &str| ReaderError::Section { name: name.to_owned(), what: what.to_owned() };
        let offsets = file.integers("vocab.offsets")?;
        let bytes = file.raw("vocab.bytes")?;
        let ascending = |offsets: &[u32], end: usize| {
            offsets.windows(2).all(|pair| pair[0] <= pair[1])
                && offsets.last().is_some_and(|&last| last as usize <= end)
        };
        if offsets.len() != header.pieces.saturating_add(1) || !ascending(&offsets, bytes.len()) {
            return Err(wrong("vocab.offsets", "its numbers are no starts of as many pieces"));
        }
        let normalised = Normalisation {
            from: file.integers("norm.cp")?,
            offsets: file.integers("norm.offsets")?,
            to: file.integers("norm.out")?,
        };
        let whole = normalised.offsets.len() == normalised.from.len() + 1;
        if !whole || !ascending(&normalised.offsets, normalised.to.len()) {
            return Err(wrong("norm.offsets", "its numbers are no starts of as many characters"));
        }
        let special = [header.bos, header.eos, header.unk].into_iter().all(|id| (id as usize) < header.pieces);
        if !special || header.specials > header.pieces {
            return Err(ReaderError::Header { what: "a special piece is outside the vocabulary".into() });
        }
        let scores = file.floats("vocab.scores", header.pieces)?;
        Ok(Vocabulary {
            offsets,
            bytes,
            scores,
            first: header.specials,
            unknown: header.unk,
            unknown_score: header.unk_score,
            normalised,
        })
    }

    fn piece<'f>(&self, bytes: &'f [u8], at: usize) -> &'f [u8] {
        let (start, end) = (self.offsets[at] as usize, self.offsets[at + 1] as usize);
        bytes.get(start..end).unwrap_or_default()
    }

    /// The pieces of a word, at least one; `prefixed` puts the sign of a word's beginning before it.
    pub fn pieces(&self, file: &File, word: &str, prefixed: bool) -> Vec<u32> {
        let text = self.normalise(word, prefixed);
        let pieces = self.cut(file.at(&self.bytes), &text);
        if pieces.is_empty() { vec![self.unknown] } else { pieces }
    }

    /// The normalised word, with the sign for a space before it and for each run of spaces in it.
    fn normalise(&self, word: &str, prefixed: bool) -> String {
        let mut text = String::with_capacity(word.len() + SPACE.len_utf8());
        if prefixed {
            text.push(SPACE);
        }
        let prefix = text.len();
        for sign in word.chars().flat_map(|sign| self.normalised.of(sign)) {
            match sign {
                ' ' if text.ends_with(SPACE) => {}
                ' ' => text.push(SPACE),
                _ => text.push(sign),
            }
        }
        if text.len() == prefix { String::new() } else { text }
    }

    /// The cut with the highest sum of scores (Viterbi); of equal ones the one found first, shorter pieces before longer.
    fn cut(&self, bytes: &[u8], text: &str) -> Vec<u32> {
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let last = starts.len() - 1;
        // Best sum up to each character, with the piece that ends there and the character at which it begins.
        let mut best: Vec<(f32, u32, usize)> = vec![(f32::NEG_INFINITY, self.unknown, 0); starts.len()];
        best[0].0 = 0.0;
        for from in 0..last {
            let so_far = best[from].0;
            let mut offer = |to: usize, score: f32, piece: u32| {
                if so_far + score > best[to].0 {
                    best[to] = (so_far + score, piece, from);
                }
            };
            let mut within = self.first..self.scores.len();
            let mut known = 0;
            for to in from + 1..=last {
                let prefix = &text.as_bytes()[starts[from]..starts[to]];
                within = self.beginning_with(bytes, within, prefix, known);
                known = prefix.len();
                if within.is_empty() {
                    break;
                }
                if self.piece(bytes, within.start) == prefix {
                    offer(to, self.scores[within.start], within.start as u32);
                }
            }
            offer(from + 1, self.unknown_score, self.unknown);
        }
        let mut pieces = Vec::new();
        let mut at = last;
        while at > 0 {
            let (_, piece, from) = best[at];
            pieces.push(piece);
            // Never forward, whatever the scores of a damaged file are.
            at = from.min(at - 1);
        }
        pieces.reverse();
        pieces
    }

    /// The pieces among a sorted run that begin with `prefix`, of which all share the first `known` bytes.
    fn beginning_with(&self, bytes: &[u8], run: Range<usize>, prefix: &[u8], known: usize) -> Range<usize> {
        let tail = |at: usize| {
            let piece = self.piece(bytes, at);
            let end = piece.len().min(prefix.len());
            piece.get(known.min(end)..end).unwrap_or_default()
        };
        let wanted = &prefix[known..];
        let start = partition(run.clone(), |at| tail(at) < wanted);
        let end = partition(start..run.end, |at| tail(at) <= wanted);
        start..end
    }
}

/// The first position of a run at which a condition that holds at its beginning no longer holds.
fn partition(run: Range<usize>, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (run.start, run.end.max(run.start));
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

impl Normalisation {
    /// What a character becomes.
    fn of(&self, sign: char) -> Vec<char> {
        let Ok(at) = self.from.binary_search(&u32::from(sign)) else { return vec![sign] };
        let range = self.offsets[at] as usize..self.offsets[at + 1] as usize;
        self.to.get(range).unwrap_or_default().iter().filter_map(|&code| char::from_u32(code)).collect()
    }
}
