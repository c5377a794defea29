//! Names of places that stand for a government or a people.

use super::judge::Accepted;
use crate::annotate::pieces::{Gap, Piece};
use crate::gazetteer::places::{PlaceKind, Places};
use crate::language::places::PlaceWords;
use crate::layers::toponyms::Toponym;

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
    let mut start = range.start;
    // 'un revers pour la Syrie et l'Iran': what makes one name of a list an agent does so to all.
    for _ in 0..LIST {
        let before = before(pieces, start, words);
        let phrases = words.metonymy_prepositions.iter().chain(&words.groups);
        if let Some(phrase) = phrases.clone().find(|phrase| ends_with(&before, phrase)) {
            return Some(format!("after '{phrase}'"));
        }
        let Some(first) = name_before(pieces, start, words) else { break };
        start = first;
    }
    let before = before(pieces, range.start, words);
    // A verb of speech or decision makes an agent of the name, unless a preposition puts it elsewhere.
    let last = before.rsplit(' ').next().unwrap_or("");
    let places_it = words.locatives.contains(last) || words.weak_locatives.contains(last);
    if places_it && !words.coordinators.contains(last) {
        return None;
    }
    let end = list_end(pieces, range.end, words);
    for at in end..(end + REACH).min(pieces.len()) {
        if pieces[at - 1].gap != Gap::Space && pieces[at - 1].gap != Gap::Apostrophe {
            return None;
        }
        let verb = &pieces[at].folded;
        let phrase = pieces.get(at + 1).map(|next| format!("{verb} {}", next.folded));
        let found = [Some(verb), phrase.as_ref()].into_iter().flatten().find(|it| words.metonymy_verbs.contains(*it));
        if let Some(found) = found.filter(|_| !pieces[at].is_capital) {
            return Some(format!("subject of '{found}'"));
        }
    }
    None
}

/// Names that a list may have before this one.
const LIST: usize = 4;

/// The first piece of the name that a comma or 'and' links to the name at `start` ('la Syrie et l'Iran').
fn name_before(pieces: &[Piece], start: usize, words: &PlaceWords) -> Option<usize> {
    let mut at = start;
    while at > 0 && words.articles.contains(&pieces[at - 1].folded) && pieces[at - 1].gap != Gap::Break {
        at -= 1;
    }
    let last = at.checked_sub(1)?;
    let linked = match pieces[last].gap {
        Gap::Comma => last,
        Gap::Space if words.coordinators.contains(&pieces[last].folded) => last.checked_sub(1)?,
        _ => return None,
    };
    let mut first = linked;
    while first > 0 && pieces[first - 1].is_capital && matches!(pieces[first - 1].gap, Gap::Space | Gap::Hyphen) {
        first -= 1;
    }
    pieces[linked].is_capital.then_some(first)
}

/// Where the list that goes on after a name ends: behind 'l'Iran' in 'la Syrie et l'Iran accusent'.
fn list_end(pieces: &[Piece], end: usize, words: &PlaceWords) -> usize {
    let mut last = end;
    for _ in 0..LIST {
        let mut at = last;
        let comma = pieces.get(at - 1).is_some_and(|piece| piece.gap == Gap::Comma);
        let and = pieces.get(at).is_some_and(|piece| words.coordinators.contains(&piece.folded));
        at += usize::from(and);
        while pieces.get(at).is_some_and(|piece| words.articles.contains(&piece.folded)) {
            at += 1;
        }
        let name = pieces[at.min(pieces.len())..].iter().take_while(|piece| piece.is_capital).count();
        if !(comma || and) || name == 0 || name > 3 {
            break;
        }
        last = at + name;
    }
    last
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
