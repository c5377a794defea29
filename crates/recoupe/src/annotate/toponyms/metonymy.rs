//! Names of places that stand for a government or a people.

use super::Toponym;
use super::judge::Accepted;
use super::pieces::{Gap, Piece};
use crate::gazetteer::places::{PlaceKind, Places};
use crate::language::places::PlaceWords;

/// How many pieces after the name a verb may stand ('Moscou, de son côté, a').
const REACH: usize = 3;

/// Marks the mentions that stand for a government, with the reason.
pub(super) fn mark(
    mentions: &mut [Toponym],
    accepted: &[Accepted],
    pieces: &[Piece],
    words: &PlaceWords,
    places: &Places,
) {
    for (mention, accepted) in mentions.iter_mut().zip(accepted) {
        let Some(place) = mention.place.and_then(|id| places.get(id)) else { continue };
        let governs = match place.kind {
            PlaceKind::Country => true,
            PlaceKind::Settlement => place.is_capital,
            PlaceKind::Site => place.radius_km <= 1.0,
            _ => false,
        };
        if !governs || accepted.spot.noun.is_some() {
            continue;
        }
        mention.metonymy = reason(accepted, pieces, words)
            .or_else(|| (place.kind == PlaceKind::Site).then(|| "seat_of_government".to_owned()));
    }
}

fn reason(accepted: &Accepted, pieces: &[Piece], words: &PlaceWords) -> Option<String> {
    let range = &accepted.spot.range;
    let before = before(pieces, range.start, words);
    if let Some(phrase) = words.metonymy_prepositions.iter().find(|phrase| ends_with(&before, phrase)) {
        return Some(format!("after '{phrase}'"));
    }
    // A verb of speech or decision makes an agent of the name, unless a preposition puts it elsewhere.
    let last = before.rsplit(' ').next().unwrap_or("");
    if words.locatives.contains(last) || words.weak_locatives.contains(last) {
        return None;
    }
    for at in range.end..(range.end + REACH).min(pieces.len()) {
        if pieces[at - 1].gap != Gap::Space && pieces[at - 1].gap != Gap::Apostrophe {
            return None;
        }
        if words.metonymy_verbs.contains(&pieces[at].folded) && !pieces[at].is_capital {
            return Some(format!("subject of '{}'", pieces[at].folded));
        }
    }
    None
}

/// The folded words before the name, without articles right before it.
fn before(pieces: &[Piece], start: usize, words: &PlaceWords) -> String {
    let mut at = start;
    while at > 0
        && matches!(pieces[at - 1].gap, Gap::Space | Gap::Apostrophe)
        && words.articles.contains(&pieces[at - 1].folded)
        && !words.weak_locatives.contains(&pieces[at - 1].folded)
    {
        at -= 1;
    }
    let mut first = at;
    while first > 0 && at - first < 4 && matches!(pieces[first - 1].gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen) {
        first -= 1;
    }
    pieces[first..at].iter().map(|piece| piece.folded.as_str()).collect::<Vec<_>>().join(" ")
}

fn ends_with(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
}
