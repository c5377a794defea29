//! Stretches in quotation marks: «…», “…”, "…", nested or never closed.

use crate::text::Span;

/// A stretch in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without the marks and the white space inside them.
    pub inner: Span,
}

/// Whether a character opens a quotation.
pub(crate) fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '„' | '"' | '‘')
}

/// The outermost quotations of a text, sorted. A mark that is never closed ends with its line.
pub(crate) fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<Open> = None;
    let mut skip_to = 0;
    for (at, c) in text.char_indices().filter(|&(at, _)| !is_second_apostrophe(text, at)) {
        if at < skip_to {
            continue;
        }
        match &mut open {
            None if is_single(c) && !is_doubled(text, at) => {
                let Some(end) = single_end(text, at, c) else { continue };
                found.push(quotation(text, at, end, end - closing_start(text, end)));
                skip_to = end;
            }
            None => open = Open::at(text, at, c),
            Some(mark) => {
                if mark.closes(text, at, c) && mark.depth == 0 {
                    found.push(quotation(text, mark.start, at + mark.len(c), mark.len(c)));
                    open = None;
                } else if mark.closes(text, at, c) {
                    mark.depth -= 1;
                } else if c == '«' && mark.close == '»' {
                    mark.depth += 1;
                } else if c == '\n' && (mark.depth > 0 || !closes_later(&text[at..], mark.close)) {
                    found.push(quotation(text, mark.start, at, 0));
                    open = None;
                }
            }
        }
    }
    if let Some(mark) = open {
        found.push(quotation(text, mark.start, text.len(), 0));
    }
    found
}

/// A mark that waits for its partner.
struct Open {
    start: usize,
    close: char,
    depth: usize,
}

impl Open {
    /// Two apostrophes stand for a double mark in plain text.
    fn at(text: &str, at: usize, c: char) -> Option<Open> {
        let doubled = is_doubled(text, at);
        (doubled || is_opening(c)).then(|| Open { start: at, close: closing(c), depth: 0 })
    }

    /// Double marks are mixed up often: each of them closes the other.
    fn closes(&self, text: &str, at: usize, c: char) -> bool {
        match self.close {
            '\'' => is_doubled(text, at),
            '”' | '"' => matches!(c, '”' | '"'),
            close => c == close,
        }
    }

    fn len(&self, c: char) -> usize {
        if self.close == '\'' { 2 } else { c.len_utf8() }
    }
}

fn is_doubled(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with("\'\'"))
}

fn is_second_apostrophe(text: &str, at: usize) -> bool {
    at > 0 && is_doubled(text, at - 1) && !(at > 1 && is_doubled(text, at - 2))
}

/// A single mark that may open a quotation.
fn is_single(c: char) -> bool {
    matches!(c, '‘' | '\'')
}

/// The end of a quotation in single marks: it opens at the start of a word and closes at the end of one, on
/// the same line, with two words or more between.
fn single_end(text: &str, at: usize, mark: char) -> Option<usize> {
    let opens = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ':'));
    let rest = &text[at + mark.len_utf8()..];
    if !opens || !rest.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let close = if mark == '‘' { '’' } else { '\'' };
    let line = rest.split('\n').next().unwrap_or_default();
    let end = line.match_indices(close).map(|(end, _)| end).find(|&end| {
        let after = line[end + close.len_utf8()..].chars().next();
        after.is_none_or(|c| !c.is_alphanumeric()) && !line[..end].ends_with(char::is_whitespace)
    })?;
    let words = line[..end].split_whitespace().count();
    // 'the workers' union' has no opening mark; a plural possessive ends no quotation that goes on to another mark.
    let plural = mark == '\'' && line[..end].ends_with('s') && line[end + 1..].contains("\' ");
    (words >= 2 && !plural).then(|| at + mark.len_utf8() + end + close.len_utf8())
}

/// Where the mark begins that ends at an offset.
fn closing_start(text: &str, end: usize) -> usize {
    text[..end].char_indices().next_back().map_or(end, |(at, _)| at)
}

/// Whether a closing mark comes within the next paragraph, before another opening one.
fn closes_later(rest: &str, close: char) -> bool {
    let near: String = rest.trim_start().chars().take_while(|&c| c != '\n').collect();
    !matches!(close, '"' | '\'') && near.find(close).is_some_and(|at| !near[..at].contains(['«', '“']))
}

fn closing(open: char) -> char {
    match open {
        '«' => '»',
        '“' | '„' => '”',
        '‘' => '’',
        other => other,
    }
}

fn quotation(text: &str, start: usize, end: usize, mark: usize) -> Quotation {
    let opening = if is_doubled(text, start) { 2 } else { text[start..].chars().next().map_or(0, char::len_utf8) };
    let (from, to) = (start + opening, (end - mark).max(start + opening));
    let inside = &text[from..to];
    let lead = inside.len() - inside.trim_start().len();
    Quotation { outer: Span::new(start, end), inner: Span::new(from + lead, from + lead + inside.trim().len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inner(text: &str) -> Vec<&str> {
        quotations(text).iter().map(|quotation| quotation.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_all_kinds() {
        assert_eq!(inner("Il a dit : « oui », puis “non” et \"peut-être\"."), ["oui", "non", "peut-être"]);
        assert_eq!(inner("''We saw it,'' he said. ''It fell.''"), ["We saw it,", "It fell."]);
        assert_eq!(inner("Crash: 'we saw fire', witness says"), ["we saw fire"]);
        assert_eq!(inner("“One\" and \"two”"), ["One", "two"]);
        assert_eq!(inner("« Un mot dit « entre nous » suffit »"), ["Un mot dit « entre nous » suffit"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(inner("The workers' union and the miners' leader met in the '90s"), Vec::<&str>::new());
        assert_eq!(inner("L'armée n'a pas d'avis sur l'accord"), Vec::<&str>::new());
    }

    #[test]
    fn a_mark_that_is_never_closed_ends_with_its_line() {
        assert_eq!(inner("« Nous partons\nLe lendemain"), ["Nous partons"]);
        assert_eq!(inner("« Nous partons.\nDemain »"), ["Nous partons.\nDemain"]);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "[«»“”‘’'\"a \n]{0,40}") {
            for quotation in quotations(&text) {
                prop_assert!(quotation.outer.fits(&text) && quotation.inner.fits(&text));
                prop_assert!(quotation.outer.contains(quotation.inner));
            }
        }
    }
}
