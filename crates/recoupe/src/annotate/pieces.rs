//! Pieces of words, as names are compared: split at apostrophes and hyphens, folded.

use crate::document::Document;
use crate::gazetteer::places::{fold_into, is_dropped};
use crate::layers::sentences::Sentence;
use crate::text::Span;

/// A run of letters and digits.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    /// Byte span.
    pub span: Span,
    /// Folded text.
    pub folded: String,
    /// Whether it begins with a capital letter.
    pub is_capital: bool,
    /// Whether all its letters are capitals, and there are two or more.
    pub is_upper: bool,
    /// What stands between it and the next piece.
    pub gap: Gap,
    /// Whether it is the first of its sentence, or follows an opening quotation mark or a colon.
    pub opens: bool,
    /// Whether a dot follows at once ('U.S.').
    pub has_dot: bool,
    /// Whether its sentence is set in capitals or in title case, so that capitals say nothing.
    pub in_title_case: bool,
}

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// An apostrophe or nothing.
    Apostrophe,
    /// A dot without white space ('U.S').
    Dot,
    /// A hyphen.
    Hyphen,
    /// White space, perhaps after a dot ('St. Louis').
    Space,
    /// A comma.
    Comma,
    /// Anything else, or the end of the sentence.
    Break,
}

/// The pieces of all sentences, in order.
pub(crate) fn pieces(doc: &Document, sentences: &[Sentence]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for sentence in sentences {
        let first = pieces.len();
        split(doc.slice(sentence.span), sentence.span.start as usize, &mut pieces);
        let title = in_title_case(&pieces[first..]);
        pieces[first..].iter_mut().for_each(|piece| piece.in_title_case = title);
    }
    pieces
}

fn split(text: &str, base: usize, pieces: &mut Vec<Piece>) {
    let mut last_end: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if !is_letter(c) {
            at += c.len_utf8();
            continue;
        }
        let rest = &text[at..];
        let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let mut folded = String::with_capacity(length);
        fold_into(word, &mut folded);
        let between = last_end.map_or("", |end| &text[end..at]);
        if last_end.is_some()
            && let Some(previous) = pieces.last_mut()
        {
            previous.gap = gap(between);
        }
        let letters = || word.chars().filter(|c| c.is_alphabetic());
        pieces.push(Piece {
            span: Span::new(base + at, base + at + length),
            folded: folded.trim().to_owned(),
            is_capital: word.chars().next().is_some_and(char::is_uppercase),
            is_upper: letters().count() > 1 && letters().all(char::is_uppercase),
            gap: Gap::Break,
            opens: last_end.is_none() || opens_after(between, pieces.last()),
            has_dot: rest[length..].starts_with('.'),
            in_title_case: false,
        });
        at += length;
        last_end = Some(at);
    }
}

/// Whether a new clause begins after these characters, also where the sentence splitter saw no end.
fn opens_after(between: &str, previous: Option<&Piece>) -> bool {
    let is_stop = between.contains(['.', '!', '?']) && between.ends_with(char::is_whitespace);
    // A dot after a short word may end an abbreviation ('St. Louis').
    is_stop && previous.is_none_or(|previous| previous.folded.len() > 3)
        || between.contains(['«', '»', '"', '“', ':', '•', '\n'])
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36F}').contains(&c)
}

fn gap(between: &str) -> Gap {
    if between.is_empty() || between.chars().all(|c| is_dropped(c) && c != '.') {
        Gap::Apostrophe
    } else if between == "." {
        Gap::Dot
    } else if matches!(between, "-" | "‐" | "‑" | "–") {
        Gap::Hyphen
    } else if between.contains('\n') {
        Gap::Break
    } else if between.trim_start_matches('.').chars().all(char::is_whitespace) {
        Gap::Space
    } else if between.trim() == "," {
        Gap::Comma
    } else {
        Gap::Break
    }
}

/// Four long words or more, nearly all capitalised.
fn in_title_case(pieces: &[Piece]) -> bool {
    let long = || pieces.iter().filter(|piece| piece.folded.len() > 3);
    let capitals = long().filter(|piece| piece.is_capital).count();
    long().count() >= 4 && capitals * 10 >= long().count() * 8
}

/// The folded text of a range of pieces, as the gazetteer folds it.
pub(crate) fn key(pieces: &[Piece], range: std::ops::Range<usize>) -> String {
    let mut key = String::new();
    for at in range.clone() {
        key.push_str(&pieces[at].folded);
        if at + 1 < range.end && !matches!(pieces[at].gap, Gap::Apostrophe | Gap::Dot) {
            key.push(' ');
        }
    }
    key
}

/// The byte span of a range of pieces; the last dot of initials ('U.S.') belongs to it.
pub(crate) fn span(pieces: &[Piece], range: &std::ops::Range<usize>) -> Span {
    let mut span = pieces[range.start].span.cover(pieces[range.end - 1].span);
    let last = &pieces[range.end - 1];
    let initials = range.len() > 1 && pieces[range.end - 2].gap == Gap::Dot && last.span.len() == 1;
    span.end += u32::from(initials && last.has_dot);
    span
}
