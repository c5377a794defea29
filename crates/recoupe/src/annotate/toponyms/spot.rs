//! Spots: stretches of text that could name a place.

use std::ops::Range;

use crate::annotate::pieces::{Gap, Piece, key};
use crate::gazetteer::places::{Folding, PlaceKind, Places};
use crate::index::PlaceId;
use crate::language::places::PlaceWords;
use crate::text::Span;

/// A stretch that could name a place.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// Pieces of the name.
    pub range: Range<usize>,
    /// The folded name.
    pub key: String,
    /// The run of capitalised pieces around it.
    pub run: Range<usize>,
    /// Places that bear the name, with a distance (0 for a listed name) and a reason.
    pub readings: Vec<Reading>,
    /// The generic noun that announces a place.
    pub noun: Option<Noun>,
    /// Name of the rule that accepted it; empty before.
    pub rule: &'static str,
}

/// A place that bears the name.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// The place.
    pub place: PlaceId,
    /// 0 for a listed name.
    pub distance: f32,
    /// How the name led to the place.
    pub reason: String,
}

/// A generic noun beside the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    /// Its piece.
    pub piece: usize,
    /// The kind of place that it announces.
    pub kind: PlaceKind,
}

const LONGEST: usize = 8;

/// All spots in order of text, without overlaps: the longest listed name from each start, and runs of
/// capitalised words without a listed name.
pub(super) fn spots(pieces: &[Piece], words: &PlaceWords, places: &Places) -> Vec<Spot> {
    let mut spots = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if !may_start(pieces, at, words) {
            at += 1;
            continue;
        }
        let listed = listed(pieces, at, words, places);
        let run = run(pieces, at);
        let range = match &listed {
            Some((end, _)) => at..*end,
            None if pieces[at].is_capital || is_article_start(pieces, at) => at..run.end.max(at + 1),
            None => {
                at += 1;
                continue;
            }
        };
        let readings = listed.map_or(Vec::new(), |(_, ids)| {
            ids.into_iter().map(|place| Reading { place, distance: 0.0, reason: "listed".to_owned() }).collect()
        });
        let is_listed = !readings.is_empty();
        let noun = noun(pieces, &range, words);
        let key = key(pieces, range.clone());
        // Without a listed name the next start inside the run gets its own chance.
        let next = if is_listed { range.end } else { at + 1 };
        spots.push(Spot { range, key, run, readings, noun, rule: "" });
        at = next;
    }
    without_covered(spots)
}

/// An unlisted run gives way to listed names inside it only later, when variants have been tried; but
/// shorter unlisted runs inside a longer one are dropped here.
fn without_covered(spots: Vec<Spot>) -> Vec<Spot> {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for spot in spots {
        let covered = kept.last().is_some_and(|last| {
            last.readings.is_empty() && spot.readings.is_empty() && last.range.end >= spot.range.end
        });
        if !covered {
            kept.push(spot);
        }
    }
    kept
}

fn may_start(pieces: &[Piece], at: usize, words: &PlaceWords) -> bool {
    let piece = &pieces[at];
    piece.is_capital || is_article_start(pieces, at) || words.openers.contains(&piece.folded)
}

/// Whether a lower-case article of a transliterated name starts here ('al-Qaem').
fn is_article_start(pieces: &[Piece], at: usize) -> bool {
    let piece = &pieces[at];
    !piece.is_capital
        && piece.gap == Gap::Hyphen
        && pieces.get(at + 1).is_some_and(|next| next.is_capital)
        && Folding::embedded().is_article(&piece.folded)
}

/// The end of the longest listed name from here with the places that bear it.
fn listed(pieces: &[Piece], at: usize, words: &PlaceWords, places: &Places) -> Option<(usize, Vec<PlaceId>)> {
    let mut best = None;
    let mut text = String::new();
    let mut has_capital = false;
    for end in at + 1..=(at + LONGEST).min(pieces.len()) {
        let piece = &pieces[end - 1];
        text.push_str(&piece.folded);
        has_capital |= piece.is_capital;
        if has_capital {
            let ids = names(&text, pieces, at..end, places);
            if !ids.is_empty() {
                best = Some((end, ids));
            }
        }
        match piece.gap {
            Gap::Apostrophe | Gap::Dot => {}
            Gap::Space | Gap::Hyphen if places.has_prefix(&text) => text.push(' '),
            _ => break,
        }
    }
    let article = at.checked_sub(1).filter(|&before| pieces[before].gap == Gap::Space && !pieces[before].is_capital);
    let article = article.and_then(|before| words.contractions.get(&pieces[before].folded));
    if let (Some(article), None | Some((_, _))) = (article, &best) {
        let text = format!("{article} {}", key(pieces, at..best.as_ref().map_or(at + 1, |best| best.0)));
        let ids: Vec<PlaceId> = places.lookup_folded(&text).into_iter().filter(|&id| is_large(places, id)).collect();
        if !ids.is_empty() {
            let end = best.as_ref().map_or(at + 1, |best| best.0);
            let mut all = ids;
            all.extend(best.map_or(Vec::new(), |best| best.1));
            all.sort();
            all.dedup();
            return Some((end, all));
        }
    }
    best
}

fn is_large(places: &Places, id: PlaceId) -> bool {
    places.get(id).is_some_and(|place| place.kind != PlaceKind::Settlement || place.population > 20_000)
}

/// The places that a listed name denotes, as far as its capitals allow.
fn names(text: &str, pieces: &[Piece], range: Range<usize>, places: &Places) -> Vec<PlaceId> {
    let last = &pieces[range.end - 1];
    let short = text.len() <= 3;
    if short
        && !pieces[range.clone()].iter().all(|piece| piece.is_upper || piece.folded.len() == 1 && piece.is_capital)
        && text.len() < 3
    {
        return Vec::new();
    }
    let mut ids = places.lookup_folded(text);
    // A town's name ends in a capitalised word; 'Emirats arabes unis' need not.
    let ends_well = last.is_capital || last.folded.bytes().all(|b| b.is_ascii_digit());
    let starts_well = pieces[range.start].is_capital || pieces[range.start].gap == Gap::Hyphen;
    if !ends_well || !starts_well {
        ids.retain(|&id| {
            places.get(id).is_some_and(|place| !matches!(place.kind, PlaceKind::Settlement | PlaceKind::Admin2))
        });
    }
    // Initials ('US') are no towns.
    if short && pieces[range.clone()].iter().all(|piece| piece.is_upper || piece.folded.len() == 1) {
        ids.retain(|&id| places.get(id).is_some_and(|place| place.kind == PlaceKind::Country));
    } else if short {
        // 'Us' and 'Car' are no initials.
        ids.retain(|&id| {
            places
                .get(id)
                .is_some_and(|place| place.kind != PlaceKind::Country || text.len() > 3 || place.name.len() <= 4)
        });
    }
    ids
}

/// The run of capitalised pieces around a piece; articles of transliterated names belong to it.
fn run(pieces: &[Piece], at: usize) -> Range<usize> {
    let linked = |at: usize| {
        let piece = &pieces[at];
        match piece.gap {
            Gap::Space | Gap::Hyphen | Gap::Dot => true,
            Gap::Apostrophe => piece.folded.len() > 2 || !piece.is_capital && piece.folded.len() == 2,
            _ => false,
        }
    };
    let belongs = |at: usize| {
        pieces[at].is_capital
            || is_article_start(pieces, at)
            || at > 0
                && pieces[at - 1].gap == Gap::Apostrophe
                && at > 1
                && pieces[at - 1].is_capital
                && pieces[at - 1].folded.len() > 1
    };
    let mut start = at;
    while start > 0 && linked(start - 1) && belongs(start - 1) {
        start -= 1;
    }
    let mut end = at + 1;
    while end < pieces.len() && linked(end - 1) && belongs(end) {
        end += 1;
    }
    start..end
}

/// The generic noun beside a name: before it, perhaps with articles between, or right after it.
pub(super) fn noun(pieces: &[Piece], range: &Range<usize>, words: &PlaceWords) -> Option<Noun> {
    let mut at = range.start;
    let mut links = 0;
    while at > 0 && matches!(pieces[at - 1].gap, Gap::Space | Gap::Apostrophe) && links <= 3 {
        at -= 1;
        let word = &pieces[at].folded;
        if let Some(&kind) = words.nouns.get(word) {
            return Some(Noun { piece: at, kind });
        }
        if !(words.articles.contains(word) || links > 0 && words.demonyms.contains_key(word)) {
            // 'la province syrienne de Deir Ezzor': an adjective between noun and link.
            let is_adjective = links > 0 && at > 0 && pieces[at - 1].gap == Gap::Space && word.len() > 4;
            let kind = at.checked_sub(1).and_then(|before| words.nouns.get(&pieces[before].folded));
            if let Some(&kind) = kind.filter(|_| is_adjective) {
                return Some(Noun { piece: at - 1, kind });
            }
            break;
        }
        links += 1;
    }
    let after = range.end;
    let follows = pieces.get(after).filter(|_| pieces[after - 1].gap == Gap::Space)?;
    let &kind = words.nouns.get(&follows.folded)?;
    // Only where the language puts the noun there ('Orange County', 'Anhui province').
    let fits = words.nouns_follow && (follows.is_capital || !kind.is_point());
    fits.then_some(Noun { piece: after, kind })
}

/// One spot for each given span that holds a piece, with the places that bear exactly that name.
pub(super) fn given(pieces: &[Piece], spans: &[Span], words: &PlaceWords, places: &Places) -> Vec<Spot> {
    let mut spots = Vec::new();
    for span in spans {
        let start = pieces.partition_point(|piece| piece.span.end <= span.start);
        let end = pieces.partition_point(|piece| piece.span.start < span.end);
        if start >= end {
            continue;
        }
        let range = start..end;
        let key = key(pieces, range.clone());
        let found = match listed(pieces, start, words, places) {
            Some((listed_end, ids)) if listed_end == end => ids,
            _ => places.lookup_folded(&key),
        };
        let readings =
            found.into_iter().map(|place| Reading { place, distance: 0.0, reason: "listed".to_owned() }).collect();
        spots.push(Spot { noun: noun(pieces, &range, words), key, run: range.clone(), range, readings, rule: "given" });
    }
    spots
}
