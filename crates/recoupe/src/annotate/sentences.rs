//! Sentences of the content blocks.

use crate::dateline;
use crate::document::{BlockKind, Document};
use crate::index::BlockIdx;
use crate::language::Pack;
use crate::language::tokens::TokenRules;
use crate::layers::sentences::{Sentence, TokenRange};
use crate::text::{Span, fold};

/// Splits the content blocks into sentences.
pub fn sentences(doc: &Document, pack: &Pack) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (position, block) in doc.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_content()) {
        let text = doc.slice(block.span);
        let base = block.span.start as usize;
        let mut start = 0;
        let place = if block.kind == BlockKind::Body { dateline(text, pack) } else { 0 };
        let behind = breaks(text, &pack.tokens).into_iter().filter(|&end| end > place);
        for end in (place > 0).then_some(place).into_iter().chain(behind).chain([text.len()]) {
            let piece = &text[start..end];
            let trimmed = piece.trim();
            if !trimmed.is_empty() {
                let from = base + start + (piece.len() - piece.trim_start().len());
                let span = Span::new(from, from + trimmed.len());
                sentences.push(Sentence { span, block: BlockIdx::new(position), tokens: TokenRange::default() });
            }
            start = end;
        }
    }
    sentences
}

/// Length in bytes of a dateline before running text, with its dash or colon: 'LYON, May 3 (Reuters) - ',
/// 'Goma, 4 mars (AFP) – ', 'PORT-AU-PRINCE (Haiti): '. It says where a report was sent from, and nothing of its
/// first sentence. Zero where there is none.
fn dateline(paragraph: &str, pack: &Pack) -> usize {
    let start = dateline::opening(paragraph);
    // The bracket belongs to what stands before the colon.
    let colon = start.find("): ").map(|at| (at + 1, 2));
    let Some((at, length)) = dateline::dash(start).into_iter().chain(colon).min() else { return 0 };
    let line = &start[..at];
    let (names, bracket) = match line.split_once('(') {
        Some((names, rest)) => match rest.strip_suffix(')') {
            Some(bracket) => (names, bracket),
            None => return 0,
        },
        None => (line, ""),
    };
    let is_agency = |name: &str| pack.page.credits.names.iter().any(|known| known == name.trim());
    let place = dateline::opens_in_capitals(names) || bracket.split(['/', ',']).any(is_agency);
    if place && names.split(|c: char| !c.is_alphanumeric()).all(|word| is_name_or_date(word, pack)) {
        at + length
    } else {
        0
    }
}

/// Whether a word may stand in a dateline: a name, a number or a word of a date.
fn is_name_or_date(word: &str, pack: &Pack) -> bool {
    let dates = &pack.page.dates;
    let word_of_date =
        || dates.months.iter().chain([&dates.weekdays, &dates.fillers]).flatten().any(|it| *it == fold(word));
    !word.starts_with(char::is_lowercase) || word_of_date()
}

/// Lines shorter than this, in bytes, are not taken for lines of a hard-wrapped paragraph.
const WRAPPED_LINE: usize = 45;
/// How far a word is read back or forth; longer ones are no abbreviations.
const WORD_REACH: usize = 24;

/// Byte offsets after the last character of each sentence.
fn breaks(text: &str, rules: &TokenRules) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut line_start = 0;
    let mut skip_to = 0;
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        match c {
            '\n' => {
                if !wrapped(&text[line_start..at], &text[at + 1..]) {
                    breaks.push(at + 1);
                }
                line_start = at + 1;
            }
            '.' | '!' | '?' | '…' => {
                let run = text[at..].find(|c| !matches!(c, '.' | '!' | '?' | '…')).map_or(text.len(), |len| at + len);
                skip_to = run;
                if let Some(end) = stop(text, at, run, rules) {
                    breaks.push(end);
                    skip_to = end;
                }
            }
            _ => {}
        }
    }
    breaks
}

/// Whether a line break only wraps a paragraph.
fn wrapped(line: &str, rest: &str) -> bool {
    let open =
        line.trim_end().chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '\'' | '’'));
    open && line.len() >= WRAPPED_LINE && rest.chars().next().is_some_and(char::is_lowercase)
}

/// Where the sentence ends that the stop at `at..run` closes, if it closes one.
fn stop(text: &str, at: usize, run: usize, rules: &TokenRules) -> Option<usize> {
    let single_dot = &text[at..run] == ".";
    let end = closing(text, run);
    let rest = &text[end..];
    let Some(next) = rest.chars().next() else { return Some(end) };
    if !next.is_whitespace() {
        return (single_dot && end == run && glued(text, at, rest)).then_some(end);
    }
    let ahead = rest.trim_start();
    let line_ends = rest[..rest.len() - ahead.len()].contains('\n');
    let Some(first) = ahead.chars().next() else { return Some(end) };
    if line_ends && !first.is_lowercase() {
        return Some(end);
    }
    if first.is_lowercase() || matches!(first, ',' | ';' | ':' | ')' | ']' | '%' | '»' | '”') {
        return None;
    }
    if single_dot && end == run && abbreviation(text, at, ahead, rules) {
        return None;
    }
    // A dash after a quotation or an ellipsis continues the sentence ('… - he said').
    let dash = matches!(first, '-' | '–' | '—') && ahead.chars().nth(1).is_some_and(char::is_whitespace);
    let goes_on = dash && ahead.chars().take(WORD_REACH).find(|c| c.is_alphanumeric()).is_none_or(char::is_lowercase);
    (!goes_on).then_some(end)
}

/// Extends the end over closing quotation marks and brackets, with the space before a guillemet.
fn closing(text: &str, run: usize) -> usize {
    let mut end = run;
    loop {
        let rest = &text[end..];
        let Some(c) = rest.chars().next() else { return end };
        if matches!(c, '»' | '”' | '’' | ')' | ']')
            || (matches!(c, '"' | '\'') && rest[1..].chars().next().is_none_or(|next| !next.is_alphanumeric()))
        {
            end += c.len_utf8();
        } else if matches!(c, ' ' | '\u{a0}' | '\u{202f}') && rest[c.len_utf8()..].starts_with('»') {
            end += c.len_utf8() + '»'.len_utf8();
        } else {
            return end;
        }
    }
}

/// Whether a stop without a space after it ends a sentence: two words on both sides, the second with a capital.
fn glued(text: &str, at: usize, rest: &str) -> bool {
    let before = word_before(text, at);
    let mut after = rest.chars();
    let capital = after.next().is_some_and(char::is_uppercase)
        && after.next().is_some_and(|c| c.is_lowercase() || c == '\'' || c == '’');
    let word = before.chars().count() >= 3 && before.chars().all(char::is_alphabetic);
    let address = rest.chars().take_while(|c| !c.is_whitespace()).take(WORD_REACH).any(|c| matches!(c, '@' | '/'));
    capital && word && !address
}

/// Whether the full stop at `at` belongs to an abbreviation or an initial, so that the sentence goes on.
fn abbreviation(text: &str, at: usize, ahead: &str, rules: &TokenRules) -> bool {
    let word = word_before(text, at);
    let mut letters = word.chars();
    let first = letters.next();
    let double = word.contains('-') && word.split(['-', '.']).all(|part| part.chars().count() <= 1);
    if first.is_some_and(char::is_uppercase) && (letters.next().is_none() || double) {
        return true;
    }
    // A number at the start of a line numbers a list item.
    let line = &text[..at - word.len()];
    if !word.is_empty()
        && word.len() <= 2
        && word.bytes().all(|b| b.is_ascii_digit())
        && line.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|c| c == '\n')
    {
        return true;
    }
    let folded = fold(word) + ".";
    if rules.titles.contains(&folded) {
        return true;
    }
    let digit_or_sign =
        ahead.chars().next().is_some_and(|c| !c.is_uppercase() && !matches!(c, '"' | '«' | '“' | '-' | '–'));
    rules.abbreviations.contains(&folded) && digit_or_sign
}

/// The run of letters, digits, inner dots, hyphens and degree signs before `at`.
fn word_before(text: &str, at: usize) -> &str {
    let mut start = at;
    for (offset, c) in text[..at].char_indices().rev().take(WORD_REACH) {
        if !(c.is_alphanumeric() || matches!(c, '.' | '-' | '°')) {
            break;
        }
        start = offset;
    }
    &text[start..at]
}
