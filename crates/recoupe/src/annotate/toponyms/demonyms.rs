//! Adjectives and nouns of origin, kept apart from places.

use crate::annotate::pieces::{Gap, Piece};
use crate::gazetteer::places::Places;
use crate::index::PlaceId;
use crate::language::places::{Origin, PlaceWords};
use crate::layers::toponyms::Demonym;

const LONGEST: usize = 3;

/// All demonyms, in order of text; both parts of a compound ('syro-irakienne') make one.
pub(super) fn demonyms(pieces: &[Piece], words: &PlaceWords, places: &Places) -> Vec<Demonym> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let Some((length, origin)) = longest(pieces, at, words) else {
            at += 1;
            continue;
        };
        let mut start = at;
        if at > 0 && pieces[at - 1].gap == Gap::Hyphen && words.compounds.contains_key(&pieces[at - 1].folded) {
            start = at - 1;
        }
        let span = pieces[start].span.cover(pieces[at + length - 1].span);
        let rule = if start < at { "compound_demonym" } else { "demonym" };
        found.push(Demonym { span, place: place_of(origin, places), rule: rule.to_owned() });
        at += length;
    }
    found
}

/// The place that a demonym's piece belongs to, looked up by its folded form.
pub(super) fn place_of(origin: &Origin, places: &Places) -> Option<PlaceId> {
    match origin {
        Origin::Country(code) => places.country(*code),
        Origin::Place(name) => {
            let rank = |id: &PlaceId| {
                places.get(*id).map_or((0, 0), |place| {
                    (u32::from(!place.kind.is_point() || place.population > 1_000_000), place.population)
                })
            };
            places.lookup_folded(name).into_iter().max_by_key(rank)
        }
        Origin::People => None,
    }
}

fn longest<'w>(pieces: &[Piece], at: usize, words: &'w PlaceWords) -> Option<(usize, &'w Origin)> {
    let mut form = String::new();
    let mut best = None;
    for (offset, piece) in pieces[at..].iter().take(LONGEST).enumerate() {
        form.push_str(&piece.folded);
        if let Some(origin) = words.demonyms.get(&form) {
            best = Some((offset + 1, origin));
        }
        match piece.gap {
            Gap::Space | Gap::Hyphen => form.push(' '),
            _ => break,
        }
    }
    best
}
