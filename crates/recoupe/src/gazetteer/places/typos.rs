//! Mistyped names: listed names a slip or two away, as ranked candidates.

use crate::index::PlaceId;

use super::{CountryCode, NameMatch, Places};

/// Letters that a name needs before one slip is believed, and two.
const ONE_SLIP: usize = 6;
const TWO_SLIPS: usize = 10;

/// Distance of a name with one slip; beyond every transliteration variant.
pub const TYPO: f32 = 3.0;
/// What a further slip adds.
const FURTHER: f32 = 0.5;

/// How many slips (a letter left out, added or changed, or two neighbours swapped) are allowed in a folded name.
pub fn slips_allowed(folded: &str) -> usize {
    match folded.len() {
        0..ONE_SLIP => 0,
        ONE_SLIP..TWO_SLIPS => 1,
        _ => 2,
    }
}

/// The least number of slips between two folded names, up to `most` (optimal string alignment).
pub fn slips(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    if a.is_empty() && b.is_empty() {
        return Some(0);
    }
    if most == 0 || a.len().abs_diff(b.len()) > most {
        return None;
    }
    let swapped = matches!((a, b), ([a, x, ..], [b, y, ..]) if a == y && x == b);
    let ways = [(1, 0), (0, 1), (1, 1), if swapped { (2, 2) } else { (1, 1) }];
    let rest = |(x, y): (usize, usize)| slips(a.get(x..)?, b.get(y..)?, most - 1);
    ways.into_iter().filter_map(rest).min().map(|rest| rest + 1)
}

/// See [`Places::typos`].
pub(super) fn matches(places: &Places, folded: &str, serves: impl Fn(CountryCode) -> bool) -> Vec<NameMatch> {
    let most = slips_allowed(folded);
    let Some(first) = folded.get(..1).filter(|_| most > 0) else { return Vec::new() };
    let mut found: Vec<NameMatch> = Vec::new();
    for pack in [&places.user, &places.pack] {
        for (name, at) in pack.names_from(first) {
            // Names with figures differ by them, and short names by every letter.
            if name.len().min(folded.len()) < ONE_SLIP || name.bytes().any(|b| b.is_ascii_digit()) {
                continue;
            }
            let Some(slips) = slips(folded.as_bytes(), name.as_bytes(), most).filter(|&slips| slips > 0) else {
                continue;
            };
            let in_country = |id: &PlaceId| pack.get(*id).and_then(|place| place.country).is_some_and(&serves);
            for place in pack.places_named(at).into_iter().filter(in_country) {
                let distance = TYPO + FURTHER * (slips - 1) as f32;
                found.push(NameMatch { place, distance, reason: format!("typo:{slips}({name})") });
            }
        }
    }
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.place.cmp(&b.place)));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|one| seen.insert(one.place));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted_as_typists_make_them() {
        let count = |a: &str, b: &str| slips(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(count("palmyra", "palmyra"), Some(0));
        assert_eq!(count("palmyra", "plamyra"), Some(1), "swapped");
        assert_eq!(count("palmyra", "palmra"), Some(1), "left out");
        assert_eq!(count("palmyra", "pallmyra"), Some(1), "added");
        assert_eq!(count("palmyra", "palmira"), Some(1), "changed");
        assert_eq!(count("palmyra", "pallmira"), Some(2));
        assert_eq!(count("palmyra", "palermo"), None);
    }

    #[test]
    fn a_typo_gives_ranked_candidates_with_reasons() {
        let places = Places::embedded();
        let syria = |code: CountryCode| code.0 == *b"SY";
        let found = places.typos("Damascuss", syria);
        assert_eq!(found.first().map(|one| one.place), Some(PlaceId(170_654)), "{found:?}");
        assert!(found[0].reason.starts_with("typo:1(") && found[0].distance >= TYPO);
        assert!(places.typos("Homsa", syria).is_empty(), "too short to tell a slip from another name");
        assert!(places.typos("Damascuss", |code| code.0 == *b"FR").iter().all(|one| one.place != PlaceId(170_654)));
    }
}
