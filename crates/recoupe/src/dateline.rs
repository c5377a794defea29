//! What opens the running text of a dispatch: 'LYON, May 3 (Reuters) - '. Reading takes agency and date from it, and
//! sentences begin behind it.

use crate::text::head;

/// A dateline is no longer than this, in bytes.
const LONGEST: usize = 80;

/// The stretch of a paragraph in which a dateline lies.
pub(crate) fn opening(paragraph: &str) -> &str {
    head(paragraph, LONGEST)
}

/// The first dash between spaces: where it begins, and its length with the spaces. Bytes.
pub(crate) fn dash(opening: &str) -> Option<(usize, usize)> {
    let dashes = [" - ", " – ", " — ", " -- "].into_iter();
    dashes.filter_map(|dash| Some((opening.find(dash)?, dash.len()))).min()
}

/// Whether the first word is written in capitals, as places are in datelines.
pub(crate) fn opens_in_capitals(line: &str) -> bool {
    let first = line.split([',', ' ', '/']).next().unwrap_or_default();
    first.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !first.contains(char::is_lowercase)
}
