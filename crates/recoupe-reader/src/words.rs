//! Words as the reader was taught them.

use std::ops::Range;

/// The words of a text as byte ranges: runs of letters, marks and digits with inner hyphens, numbers with inner signs,
/// elided forms with their apostrophe, and every other sign by itself.
pub(crate) fn words(text: &str) -> Vec<Range<usize>> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let sign = |at: usize| signs.get(at).map(|&(_, sign)| sign);
    let end_of = |at: usize| signs.get(at).map_or(text.len(), |&(start, _)| start);
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = sign(at) {
        let start = at;
        at += 1;
        if first.is_whitespace() {
            continue;
        }
        if is_of_word(first) {
            at = end_of_run(&sign, at);
        }
        words.push(end_of(start)..end_of(at));
    }
    words
}

/// The end of a run whose first sign stands just before `at`.
fn end_of_run(sign: &impl Fn(usize) -> Option<char>, mut at: usize) -> usize {
    while let Some(here) = sign(at) {
        let (before, after) = (sign(at - 1), sign(at + 1));
        let between = |wanted: fn(char) -> bool| before.is_some_and(wanted) && after.is_some_and(wanted);
        match here {
            _ if is_of_word(here) => at += 1,
            '-' | '\u{2010}' | '\u{2011}' if between(is_of_word) => at += 1,
            '.' | ',' | '\u{A0}' | '\u{202F}' if between(|it| it.is_ascii_digit()) => at += 1,
            '\'' | '\u{2019}' if between(is_of_word) => return at + 1,
            _ => break,
        }
    }
    at
}

/// Letters, digits, and the marks that stand above or below letters.
fn is_of_word(sign: char) -> bool {
    let mark = matches!(sign, '\u{300}'..='\u{36F}' | '\u{64B}'..='\u{652}' | '\u{670}');
    sign.is_alphanumeric() || mark
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn elided_forms_hyphens_and_numbers_are_words() {
        assert_eq!(
            of("L'aube, aujourd’hui: Saint-Denis!"),
            ["L'", "aube", ",", "aujourd’", "hui", ":", "Saint-Denis", "!"]
        );
        assert_eq!(of("1 200 fr. et 3,5 %"), ["1", "200", "fr", ".", "et", "3,5", "%"]);
        assert_eq!(of("12\u{202F}500 km\u{B2}"), ["12\u{202F}500", "km\u{B2}"]);
        assert_eq!(of("- a - b-"), ["-", "a", "-", "b", "-"]);
        assert_eq!(of("'x' ''"), ["'", "x", "'", "'", "'"]);
        assert_eq!(of(" \n"), Vec::<&str>::new());
    }

    #[test]
    fn marks_belong_to_their_letters() {
        assert_eq!(of("e\u{301}te\u{301} مُحَمَّد"), ["e\u{301}te\u{301}", "مُحَمَّد"]);
    }
}
