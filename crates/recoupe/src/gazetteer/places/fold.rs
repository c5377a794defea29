//! Folding of names: what is left of a name once case, accents and punctuation are gone.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a name: lower case, no accents, no apostrophes and dots, every other separator one space.
///
/// ```
/// # use recoupe::gazetteer::places::fold;
/// assert_eq!(fold("Côte d'Ivoire"), "cote divoire");
/// assert_eq!(fold("Al-Qā’im"), "al qaim");
/// ```
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    fold_into(name, &mut folded);
    folded.truncate(folded.trim_end().len());
    folded
}

/// The words of a phrase, each folded as names are, joined by single spaces; apostrophes and hyphens part words.
pub(crate) fn phrase(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(fold);
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Appends the folded form of `name`; a trailing separator stays as one space.
pub fn fold_into(name: &str, folded: &mut String) {
    if name.is_ascii() {
        name.chars().for_each(|c| push(c, folded));
    } else {
        name.nfkd().filter(|&c| !is_combining_mark(c)).for_each(|c| push(c, folded));
    }
}

fn push(c: char, folded: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => folded.push(c),
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        'ø' | 'Ø' => folded.push('o'),
        'ł' | 'Ł' => folded.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => folded.push('d'),
        'ı' | 'İ' => folded.push('i'),
        'ə' | 'Ə' => folded.push('e'),
        'ħ' | 'Ħ' => folded.push('h'),
        'ŧ' | 'Ŧ' => folded.push('t'),
        'ŋ' | 'Ŋ' => folded.push('n'),
        'ß' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'þ' | 'Þ' => folded.push_str("th"),
        _ if is_dropped(c) => {}
        c if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
        _ => {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
    }
}

/// Signs that names are written with or without: apostrophes, the signs for 'ayn and hamza, dots.
pub fn is_dropped(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | '`' | '´' | '′' | '.' | '\u{AD}' | '\u{200B}'..='\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(name in "\\PC{0,40}") {
            let once = fold(&name);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
