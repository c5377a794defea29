//! Spans of text, the conversion of byte offsets to character offsets, and the folding of words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A byte range in a document's text, on character boundaries, end exclusive.
///
/// Prints as `3..7`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Byte offset of the first byte.
    pub start: u32,
    /// Byte offset after the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets. A reversed pair gives an empty span at `start`.
    ///
    /// ```
    /// # use recoupe::Span;
    /// assert_eq!(Span::new(3, 7).of("le Caire"), "Cair");
    /// ```
    pub fn new(start: usize, end: usize) -> Span {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Span { start, end: end.max(start) }
    }

    /// The text that the span covers; empty where the span does not lie in `text` on character boundaries.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// The span as a range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the span lies in `text`, on character boundaries.
    pub fn fits(self, text: &str) -> bool {
        text.get(self.range()).is_some()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The beginning of a text, at most `bytes` long and ending between two characters.
pub fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}

/// Converts byte offsets of one text to Unicode code point offsets and back.
///
/// Keeps one checkpoint per 256 bytes, so a look-up reads at most that much text.
#[derive(Debug, Clone)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// `checkpoints[i]` is the number of code points that begin before byte `256 * i`.
    checkpoints: Vec<u32>,
}

const STRIDE: usize = 256;

impl<'t> CharIndex<'t> {
    /// Indexes a text in one pass.
    pub fn new(text: &'t str) -> CharIndex<'t> {
        let mut checkpoints = vec![0];
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            count += count_starts(chunk);
            checkpoints.push(count);
        }
        CharIndex { text, checkpoints }
    }

    /// Code point offset of a byte offset; offsets past the end give the text's length in code points.
    pub fn char_offset(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        let block = byte / STRIDE;
        self.checkpoints[block] + count_starts(&self.text.as_bytes()[block * STRIDE..byte])
    }

    /// Byte offset of a code point offset; offsets past the end give the text's length in bytes.
    pub fn byte_offset(&self, chars: u32) -> u32 {
        let block = self.checkpoints.partition_point(|&before| before <= chars).saturating_sub(1);
        let mut left = (chars - self.checkpoints[block]) as usize;
        let from = (block * STRIDE).min(self.text.len());
        for (offset, &byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if is_start(byte) {
                if left == 0 {
                    return (from + offset) as u32;
                }
                left -= 1;
            }
        }
        self.text.len() as u32
    }

    /// A span in code points as `(start, end)`, end exclusive.
    pub fn char_span(&self, span: Span) -> (u32, u32) {
        (self.char_offset(span.start), self.char_offset(span.end))
    }

    /// A byte span from code point offsets.
    pub fn byte_span(&self, start: u32, end: u32) -> Span {
        Span::new(self.byte_offset(start) as usize, self.byte_offset(end) as usize)
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| is_start(byte)).count() as u32
}

/// Folds a form for look-up: lower case, straight apostrophe, plain hyphen. Length in bytes may change.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match fold_sign(c) {
            c if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Folds apostrophes, hyphens and quotation marks to one character each; case is kept.
pub fn fold_sign(c: char) -> char {
    match c {
        '\u{2019}' | '\u{2018}' | '\u{02BC}' | '\u{FF07}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        '«' | '»' | '“' | '”' | '„' => '"',
        '…' => '\u{2026}',
        '—' => '–',
        c => c,
    }
}

/// Folds a line for comparison: lower case, plain apostrophes, single spaces, no bullets, dashes or
/// arrows around it.
pub fn fold_line(line: &str) -> String {
    let mut folded = String::with_capacity(line.len());
    for word in line.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars() {
            match c {
                '’' | 'ʼ' | '‘' => folded.push('\''),
                c => folded.extend(c.to_lowercase()),
            }
        }
    }
    folded.trim_matches(|c: char| c.is_whitespace() || "-–—|•·*→›>»«<#".contains(c)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_round_trip(text in "\\PC{0,600}") {
            let index = CharIndex::new(&text);
            for (chars, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_offset(byte as u32), chars as u32);
                prop_assert_eq!(index.byte_offset(chars as u32), byte as u32);
            }
            prop_assert_eq!(index.char_offset(text.len() as u32), text.chars().count() as u32);
            prop_assert_eq!(index.byte_offset(text.chars().count() as u32), text.len() as u32);
        }
    }

    #[test]
    fn a_span_off_a_boundary_fits_nowhere() {
        assert!(!Span::new(0, 1).fits("é"));
        assert_eq!(Span::new(0, 1).of("é"), "");
        assert_eq!(Span::new(0, 2).of("é"), "é");
    }
}
