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
    matches!(c, '«' | '“' | '„' | '"')
}

/// The outermost quotations of a text, sorted. A mark that is never closed ends with its line.
pub(crate) fn quotations(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char, usize)> = None;
    for (at, c) in text.char_indices() {
        match open {
            None if is_opening(c) => open = Some((at, closing(c), 0)),
            None => {}
            Some((start, close, depth)) => {
                if c == close && depth == 0 {
                    found.push(quotation(text, start, at + c.len_utf8(), c.len_utf8()));
                    open = None;
                } else if c == close {
                    open = Some((start, close, depth - 1));
                } else if c == '«' && close == '»' {
                    open = Some((start, close, depth + 1));
                } else if c == '\n' && (depth > 0 || !closes_later(&text[at..], close)) {
                    found.push(quotation(text, start, at, 0));
                    open = None;
                }
            }
        }
    }
    if let Some((start, _, _)) = open {
        found.push(quotation(text, start, text.len(), 0));
    }
    found
}

/// Whether a closing mark comes within the next paragraph, before another opening one.
fn closes_later(rest: &str, close: char) -> bool {
    let near: String = rest.trim_start().chars().take_while(|&c| c != '\n').collect();
    close != '"' && near.find(close).is_some_and(|at| !near[..at].contains(['«', '“']))
}

fn closing(open: char) -> char {
    match open {
        '«' => '»',
        '“' | '„' => '”',
        other => other,
    }
}

fn quotation(text: &str, start: usize, end: usize, mark: usize) -> Quotation {
    let opening = text[start..].chars().next().map_or(0, char::len_utf8);
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
        assert_eq!(inner("« Un mot dit « entre nous » suffit »"), ["Un mot dit « entre nous » suffit"]);
    }

    #[test]
    fn a_mark_that_is_never_closed_ends_with_its_line() {
        assert_eq!(inner("« Nous partons\nLe lendemain"), ["Nous partons"]);
        assert_eq!(inner("« Nous partons.\nDemain »"), ["Nous partons.\nDemain"]);
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text(text in "[«»“”\"a \n]{0,40}") {
            for quotation in quotations(&text) {
                prop_assert!(quotation.outer.fits(&text) && quotation.inner.fits(&text));
                prop_assert!(quotation.outer.contains(quotation.inner));
            }
        }
    }
}
