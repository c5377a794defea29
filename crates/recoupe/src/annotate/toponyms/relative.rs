//! Regions relative to a place ('l'est de la Syrie', 'eastern Syria') and borders.

use super::judge::Accepted;
use crate::annotate::pieces::{Gap, Piece};
use crate::gazetteer::places::{PlaceKind, Places};
use crate::index::{PlaceId, ToponymIdx};
use crate::language::places::PlaceWords;
use crate::layers::toponyms::{Demonym, Geometry, PlaceCandidate, Toponym, ToponymForm};
use crate::text::Span;

/// How many pieces of articles and links may stand between a part and the name.
const REACH: usize = 4;
/// How many pieces a border's sides may reach ('la frontière entre la Pologne et l'Ukraine').
const BORDER_REACH: usize = 9;

/// Adds relative regions and borders, and sorts the mentions by span.
pub(super) fn add(
    mentions: &mut Vec<Toponym>,
    accepted: &[Accepted],
    pieces: &[Piece],
    demonyms: &[Demonym],
    words: &PlaceWords,
    places: &Places,
) {
    let mut found: Vec<(Toponym, Option<usize>)> = Vec::new();
    for (position, one) in accepted.iter().enumerate() {
        if let Some(relative) = relative(&mentions[position], one, pieces, words) {
            found.push((relative, Some(position)));
        }
    }
    found.extend(demonyms.iter().filter_map(|one| Some((by_origin(one, pieces, words, places)?, None))));
    found.extend(demonyms.iter().filter_map(|one| Some((territory(one, pieces, words, places)?, None))));
    found.extend(borders(mentions, accepted, pieces, demonyms, words, places).into_iter().map(|border| (border, None)));
    let names = mentions.len();
    let of: Vec<Option<usize>> = found.iter().map(|(_, of)| *of).collect();
    mentions.extend(found.into_iter().map(|(mention, _)| mention));
    // After sorting, every relative region points to the new position of the name that it leans on.
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&at| (mentions[at].span, at));
    let mut new = vec![0; order.len()];
    order.iter().enumerate().for_each(|(to, &from)| new[from] = to);
    for (at, of) in of.into_iter().enumerate() {
        if let (ToponymForm::Relative { of: target, .. }, Some(of)) = (&mut mentions[names + at].form, of) {
            *target = Some(ToponymIdx::new(new[of]));
        }
    }
    let mut slots: Vec<Option<Toponym>> = std::mem::take(mentions).into_iter().map(Some).collect();
    mentions.extend(order.into_iter().filter_map(|at| slots[at].take()));
}

fn relative(name: &Toponym, one: &Accepted, pieces: &[Piece], words: &PlaceWords) -> Option<Toponym> {
    let start = one.spot.noun.map_or(one.spot.range.start, |noun| noun.piece.min(one.spot.range.start));
    let (first, part) = part_before(pieces, start, words)?;
    let span = pieces[first].span.cover(name.span);
    let geometry = name.geometry.map(|geometry| shifted(geometry, part));
    Some(Toponym {
        span,
        extent: span,
        form: ToponymForm::Relative { of: None, part: part.to_owned() },
        candidates: name.candidates.clone(),
        place: None,
        geometry,
        metonymy: None,
        rule: "relative_region".to_owned(),
    })
}

/// 'Le sud syrien', 'the Iraqi north': a part beside an adjective of origin.
fn by_origin(origin: &Demonym, pieces: &[Piece], words: &PlaceWords, places: &Places) -> Option<Toponym> {
    let place = places.get(origin.place?)?;
    let start = pieces.partition_point(|piece| piece.span.start < origin.span.start);
    let end = pieces.partition_point(|piece| piece.span.end <= origin.span.end);
    let is_article = |at: usize| {
        let piece = &pieces[at];
        matches!(piece.gap, Gap::Space | Gap::Apostrophe) && words.articles.contains(&piece.folded)
    };
    let (span, part) = if words.origins_follow {
        // An article before it tells the noun 'est' from the verb.
        let (first, part) = listed_ending_at(pieces, start, &words.directions)?;
        let is_beside = pieces[start - 1].gap == Gap::Space && first.checked_sub(1).is_some_and(is_article);
        (pieces[first].span.cover(origin.span), is_beside.then_some(part)?)
    } else {
        let next = pieces.get(end).filter(|_| pieces[end - 1].gap == Gap::Space)?;
        let is_noun = start.checked_sub(1).is_some_and(is_article);
        (origin.span.cover(next.span), words.directions.get(&next.folded).filter(|_| is_noun)?.as_str())
    };
    let geometry = Geometry { lat: place.lat, lon: place.lon, radius_km: place.radius_km };
    let reasons = vec!["adjective_of_origin".to_owned()];
    Some(Toponym {
        span,
        extent: span,
        form: ToponymForm::Relative { of: None, part: part.to_owned() },
        candidates: vec![PlaceCandidate { place: place.id, score: 0.0, reasons }],
        place: None,
        geometry: Some(shifted(geometry, part)),
        metonymy: None,
        rule: "relative_region".to_owned(),
    })
}

/// 'Le territoire syrien', 'Syrian soil': the whole country, by its adjective of origin.
fn territory(origin: &Demonym, pieces: &[Piece], words: &PlaceWords, places: &Places) -> Option<Toponym> {
    let country = places.get(origin.place?).filter(|place| place.kind == PlaceKind::Country)?;
    let start = pieces.partition_point(|piece| piece.span.start < origin.span.start);
    let end = pieces.partition_point(|piece| piece.span.end <= origin.span.end);
    let (noun, gap) = match words.origins_follow {
        true => (pieces.get(start.checked_sub(1)?)?, pieces.get(start - 1)?.gap),
        false => (pieces.get(end)?, pieces.get(end.checked_sub(1)?)?.gap),
    };
    if gap != Gap::Space || !words.territories.contains(&noun.folded) {
        return None;
    }
    let span = noun.span.cover(origin.span);
    let reasons = vec!["adjective_of_origin".to_owned()];
    Some(Toponym {
        span,
        extent: span,
        form: ToponymForm::Relative { of: None, part: "territory".to_owned() },
        candidates: vec![PlaceCandidate { place: country.id, score: 0.0, reasons }],
        place: Some(country.id),
        geometry: Some(Geometry { lat: country.lat, lon: country.lon, radius_km: country.radius_km }),
        metonymy: None,
        rule: "territory".to_owned(),
    })
}

/// The piece at which a part ('rive orientale', 'est', 'northern') begins, and the part's name.
fn part_before<'w>(pieces: &[Piece], start: usize, words: &'w PlaceWords) -> Option<(usize, &'w str)> {
    let mut at = start;
    let linked = |at: usize| matches!(pieces[at].gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen);
    let is_adjacent = at > 0 && pieces[at - 1].gap == Gap::Space;
    let adjective = listed_ending_at(pieces, at, &words.direction_adjectives).filter(|_| is_adjacent);
    if adjective.is_some() {
        return adjective;
    }
    let mut links = 0;
    while at > 0 && linked(at - 1) && links < REACH {
        let word = &pieces[at - 1].folded;
        if !(words.articles.contains(word) || words.nouns.contains_key(word)) {
            break;
        }
        at -= 1;
        links += 1;
    }
    if links == 0 || at == 0 || !linked(at - 1) {
        return None;
    }
    listed_ending_at(pieces, at, &words.directions)
}

fn listed_ending_at<'w>(
    pieces: &[Piece],
    end: usize,
    list: &'w std::collections::BTreeMap<String, String>,
) -> Option<(usize, &'w str)> {
    (1..=3usize).rev().find_map(|length| {
        let first = end.checked_sub(length)?;
        let joined = (first..end - 1).all(|at| matches!(pieces[at].gap, Gap::Space | Gap::Hyphen));
        let phrase = pieces[first..end].iter().map(|piece| piece.folded.as_str()).collect::<Vec<_>>().join(" ");
        let part = list.get(&phrase).filter(|_| joined)?;
        Some((first, part.as_str()))
    })
}

/// The middle of the part: half the radius towards the side that the part names.
fn shifted(geometry: Geometry, part: &str) -> Geometry {
    let towards = |direction: &str| part.split('_').any(|word| word == direction);
    let side = |positive: &str, negative: &str| match (towards(positive), towards(negative)) {
        (true, false) => 1.0,
        (false, true) => -1.0,
        _ => 0.0,
    };
    let kilometres_a_degree = 111.0;
    // Banks and surroundings keep the point: the side is known, the stretch is not.
    let step = if part.ends_with("bank") { 0.0 } else { geometry.radius_km.min(800.0) / 2.0 / kilometres_a_degree };
    let narrowing = geometry.lat.to_radians().cos().max(0.2);
    Geometry {
        lat: (geometry.lat + side("north", "south") * step).clamp(-90.0, 90.0),
        lon: (geometry.lon + side("east", "west") * step / narrowing).clamp(-180.0, 180.0),
        radius_km: geometry.radius_km.max(20.0),
    }
}

/// Borders, with the countries on their sides as far as named.
fn borders(
    mentions: &[Toponym],
    accepted: &[Accepted],
    pieces: &[Piece],
    demonyms: &[Demonym],
    words: &PlaceWords,
    places: &Places,
) -> Vec<Toponym> {
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| words.borders.contains(&piece.folded)) {
        let mut sides = Vec::new();
        let mut span = piece.span;
        let touches = |other: Span| {
            other.start >= piece.span.end && other.start - piece.span.end <= 2
                || other.end <= piece.span.start && piece.span.start - other.end <= 2
        };
        for demonym in demonyms.iter().filter(|demonym| touches(demonym.span)) {
            span = span.cover(demonym.span);
            sides.extend(compound_side(demonym, pieces, words, places));
            sides.extend(demonym.place);
        }
        let mut next = at + 1;
        while next < pieces.len() && pieces[next - 1].gap != Gap::Break && next < at + BORDER_REACH {
            let word = &pieces[next].folded;
            if let Some(position) = accepted.iter().position(|one| one.spot.range.start == next) {
                span = span.cover(mentions[position].span);
                sides.extend(mentions[position].place);
                next = accepted[position].spot.range.end;
                if !pieces.get(next).is_some_and(|piece| words.coordinators.contains(&piece.folded)) {
                    break;
                }
            } else if !(words.border_links.contains(word)
                || words.articles.contains(word)
                || words.coordinators.contains(word))
            {
                break;
            }
            next += 1;
        }
        if span == piece.span {
            continue;
        }
        sides.sort();
        sides.dedup();
        let geometry = between(&sides, places);
        found.push(Toponym {
            span,
            extent: span,
            form: ToponymForm::Border { sides },
            candidates: Vec::new(),
            place: None,
            geometry,
            metonymy: None,
            rule: "border".to_owned(),
        });
    }
    found
}

/// The country of a compound's first part ('syro-' in 'syro-irakienne').
fn compound_side(demonym: &Demonym, pieces: &[Piece], words: &PlaceWords, places: &Places) -> Option<PlaceId> {
    let first = pieces.iter().find(|piece| piece.span.start == demonym.span.start && piece.span != demonym.span)?;
    places.country((*words.compounds.get(&first.folded)?)?)
}

/// Half-way between two countries, with a radius that reaches both; unknown for one side alone.
fn between(sides: &[PlaceId], places: &Places) -> Option<Geometry> {
    let [a, b] = sides else { return None };
    let (a, b) = (places.get(*a)?, places.get(*b)?);
    let radius_km = places.distance_km(a.id, b.id)? / 2.0;
    Some(Geometry { lat: (a.lat + b.lat) / 2.0, lon: (a.lon + b.lon) / 2.0, radius_km })
}
