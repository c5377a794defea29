//! Which place a name means: kind, country, company and, last, population.

use super::judge::{Accepted, Context, NEVER_CHOSEN};
use crate::annotate::pieces::{Piece, span};
use crate::gazetteer::places::typos::TYPO;
use crate::gazetteer::places::{CountryCode, Place, PlaceKind, Places, distance_km, fold};
use crate::index::PlaceId;
use crate::layers::toponyms::{Geometry, PlaceCandidate, Toponym, ToponymForm};
use crate::text::Span;

/// Candidates kept per mention.
const MOST_CANDIDATES: usize = 8;
/// Two spelling variants nearer than this in score are not told apart.
const DOUBT: f32 = 0.5;

/// Resolves the accepted spots, one mention each, in order.
pub(super) fn resolve(accepted: &[Accepted], pieces: &[Piece], context: &Context, places: &Places) -> Vec<Toponym> {
    let held = held(accepted, places);
    let first: Vec<Vec<PlaceCandidate>> = accepted.iter().map(|spot| rank(spot, &held, &[], context, places)).collect();
    let anchors: Vec<(f32, f32)> = first
        .iter()
        .filter(|ranked| is_clear(ranked))
        .filter_map(|ranked| places.get(ranked.first()?.place))
        .filter(|place| {
            !matches!(place.kind, PlaceKind::Country | PlaceKind::Continent | PlaceKind::Sea | PlaceKind::Region)
        })
        .map(|place| (place.lat, place.lon))
        .collect();
    accepted
        .iter()
        .enumerate()
        .map(|(at, spot)| {
            let mut candidates = rank(spot, &held, &anchors, context, places);
            // 'Buffalo, New York': what holds the name before it is meant.
            if let Some(before) = at.checked_sub(1).map(|before| &accepted[before])
                && before.spot.range.end == spot.spot.range.start
            {
                for candidate in candidates.iter_mut().filter(|candidate| before.within.contains(&candidate.place)) {
                    candidate.score += 3.0;
                    candidate.reasons.push("holds_the_name_before_it:+3.0".to_owned());
                }
                candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
            }
            let place = candidates.first().map(|candidate| candidate.place);
            let place = place.filter(|_| !is_doubtful_variant(&candidates, spot, places));
            let geometry = place.and_then(|id| places.get(id)).map(|place| geometry(&place));
            // 'Nyanza Province' is one name; 'la province de Homs' is a noun and a name.
            let noun = spot.spot.noun.filter(|noun| noun.piece == spot.spot.range.end && pieces[noun.piece].is_capital);
            let end = noun.map_or(spot.spot.range.end, |noun| noun.piece + 1);
            let name = span(pieces, &(spot.spot.range.start..end));
            Toponym {
                span: name,
                extent: extent(spot, pieces, name),
                form: ToponymForm::Name,
                candidates,
                place,
                geometry,
                metonymy: None,
                rule: spot.spot.rule.to_owned(),
            }
        })
        .collect()
}

fn geometry(place: &Place<'_>) -> Geometry {
    Geometry { lat: place.lat, lon: place.lon, radius_km: place.radius_km }
}

fn extent(spot: &Accepted, pieces: &[Piece], name: Span) -> Span {
    spot.spot.noun.map_or(name, |noun| name.cover(pieces[noun.piece].span))
}

/// The best is well ahead of the second.
fn is_clear(ranked: &[PlaceCandidate]) -> bool {
    match ranked {
        [] => false,
        [_] => true,
        [first, second, ..] => first.score - second.score >= 1.0,
    }
}

/// Another spelling that fits two different places about as well is left open, rather than merging them.
fn is_doubtful_variant(ranked: &[PlaceCandidate], one: &Accepted, places: &Places) -> bool {
    let nearest = one.spot.readings.iter().map(|reading| reading.distance).fold(f32::MAX, f32::min);
    if !one.spot.readings.is_empty() && nearest >= NEVER_CHOSEN {
        return true;
    }
    let [first, second, ..] = ranked else { return false };
    let is_variant = nearest > 0.0;
    let is_apart = places.distance_km(first.place, second.place).is_some_and(|distance| distance > 20.0);
    let is_nested = places.contains(first.place, second.place) || places.contains(second.place, first.place);
    is_variant && is_apart && !is_nested && (nearest >= TYPO || first.score - second.score < DOUBT)
}

/// `(name, place)` pairs that the text itself settles ('Innisfail, Queensland'); they hold for the document.
fn held(accepted: &[Accepted], places: &Places) -> Vec<(String, PlaceId)> {
    let mut held = Vec::new();
    for one in accepted.iter().filter(|one| !one.within.is_empty()) {
        for reading in &one.spot.readings {
            if one.within.iter().any(|&outer| places.contains(outer, reading.place)) {
                held.push((one.spot.key.clone(), reading.place));
            }
        }
    }
    held.sort();
    held.dedup();
    held
}

fn rank(
    one: &Accepted,
    held: &[(String, PlaceId)],
    anchors: &[(f32, f32)],
    context: &Context,
    places: &Places,
) -> Vec<PlaceCandidate> {
    let is_variant = one.spot.readings.iter().all(|reading| reading.distance > 0.0);
    let mut ranked: Vec<PlaceCandidate> = one
        .spot
        .readings
        .iter()
        .filter_map(|reading| Some((reading, places.get(reading.place)?)))
        .map(|(reading, place)| {
            let mut reasons = vec![reading.reason.clone()];
            let mut score = prior(&place, &mut reasons);
            score += by_name(one, &place, &mut reasons);
            score += by_noun(one, &place, &mut reasons);
            score += by_country(&place, context, &mut reasons);
            score += by_company(&place, anchors, &mut reasons);
            if held.binary_search(&(one.spot.key.clone(), place.id)).is_ok() {
                score += 4.0;
                reasons.push("named_with_its_region".to_owned());
            }
            if place.id.0 >= PlaceId::USER {
                score += 10.0;
                reasons.push("user_file".to_owned());
            }
            if context.names_region(place.admin1) && place.kind != PlaceKind::Admin1 {
                score += 1.2;
                reasons.push("region_in_context:+1.2".to_owned());
            }
            if is_variant {
                score -= reading.distance;
            }
            PlaceCandidate { place: place.id, score, reasons }
        })
        .collect();
    lift_regions_without_seat(&mut ranked, one.spot.noun.is_some(), places);
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    ranked.truncate(MOST_CANDIDATES);
    ranked
}

/// What speaks for a place before any context: its kind, and how many live there.
fn prior(place: &Place<'_>, reasons: &mut Vec<String>) -> f32 {
    let population = (place.population as f32 + 10.0).log10() * 0.5;
    let score = match place.kind {
        PlaceKind::Country | PlaceKind::Continent => 6.8,
        PlaceKind::Region | PlaceKind::Sea | PlaceKind::Site => 5.0,
        PlaceKind::River | PlaceKind::Desert | PlaceKind::Mountains | PlaceKind::Lake | PlaceKind::Island => 4.7,
        PlaceKind::Settlement if place.is_capital => population + 1.5,
        PlaceKind::Settlement if place.population > 1_000_000 => population + 0.8,
        PlaceKind::Settlement => population + 0.3,
        PlaceKind::Admin1 => population - 0.3,
        PlaceKind::Admin2 => population - 0.9,
    };
    if place.is_capital {
        reasons.push("capital".to_owned());
    }
    reasons.push(format!("prior:{score:.1}"));
    score
}

/// The name itself: the gazetteer's main name, and a region whose name no town of its own shares.
fn by_name(one: &Accepted, place: &Place<'_>, reasons: &mut Vec<String>) -> f32 {
    let mut score = 0.0;
    if fold(place.name) == one.spot.key {
        score += 0.3;
        reasons.push("main_name:+0.3".to_owned());
    } else if place.kind == PlaceKind::Settlement && place.population < 50_000 && !shares_beginning(place, one) {
        // Small towns bear names of other times and languages that news does not use.
        score -= 1.0;
        reasons.push("side_name_of_a_small_place:-1.0".to_owned());
    }
    score
}

/// Whether some word of the place's main name begins as some word of the name in the text does.
fn shares_beginning(place: &Place<'_>, one: &Accepted) -> bool {
    let name = fold(place.name);
    let beginnings = |text: &str| -> Vec<String> {
        text.split(' ').filter(|word| word.len() > 2).map(|word| word.chars().take(2).collect()).collect()
    };
    let of_text = beginnings(&one.spot.key);
    beginnings(&name).iter().any(|beginning| of_text.contains(beginning))
}

/// Regions that no candidate town lies in: 'Oregon' is the state, 'New York' the city in the state.
fn lift_regions_without_seat(ranked: &mut [PlaceCandidate], is_asked: bool, places: &Places) {
    let points: Vec<PlaceId> = ranked
        .iter()
        .filter(|one| places.get(one.place).is_some_and(|p| p.kind.is_point() && p.population > 20_000))
        .map(|one| one.place)
        .collect();
    let capitals: Vec<Option<CountryCode>> = ranked
        .iter()
        .filter_map(|one| places.get(one.place))
        .filter(|place| place.is_capital)
        .map(|place| place.country)
        .collect();
    let regions: Vec<Place<'_>> =
        ranked.iter().filter_map(|one| places.get(one.place)).filter(|place| place.kind == PlaceKind::Admin1).collect();
    let countries: Vec<PlaceId> = ranked
        .iter()
        .filter(|one| places.get(one.place).is_some_and(|place| place.kind == PlaceKind::Country))
        .map(|one| one.place)
        .collect();
    for one in ranked.iter_mut() {
        let place = places.get(one.place);
        let is_region = place.is_some_and(|place| place.kind == PlaceKind::Admin1);
        // 'Washington' and 'Kiev' are the capitals, though these lie in no region of their name.
        let has_capital = capitals.iter().any(|&country| place.is_some_and(|place| place.country == country));
        // 'Mexico' is the country, whatever its states are called.
        let is_state_of_namesake = countries.iter().any(|&country| places.contains(country, one.place));
        let has_seat = points.iter().any(|&point| places.contains(one.place, point));
        // 'Oklahoma' is no village in another state.
        let is_small_namesake = place.is_some_and(|place| {
            let of_region = |region: &Place<'_>| region.country == place.country && region.population > 1_000_000;
            place.kind == PlaceKind::Settlement && place.population < 20_000 && regions.iter().any(of_region)
        });
        if is_small_namesake {
            one.score -= 2.0;
            one.reasons.push("village_named_as_a_region:-2.0".to_owned());
        }
        if is_region && has_seat && !is_asked {
            one.score -= 0.8;
            one.reasons.push("town_of_that_name:-0.8".to_owned());
        }
        if is_region && !has_capital && !is_state_of_namesake && !has_seat {
            one.score += 2.0;
            one.reasons.push("region_without_namesake_town:+2.0".to_owned());
        }
    }
}

fn by_noun(one: &Accepted, place: &Place<'_>, reasons: &mut Vec<String>) -> f32 {
    let Some(noun) = one.spot.noun else { return 0.0 };
    let is_area = |kind| matches!(kind, PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Region);
    let fit = if noun.kind == place.kind {
        2.5
    } else if is_area(noun.kind) && is_area(place.kind) {
        1.8
    } else if is_area(noun.kind) != is_area(place.kind) {
        -1.5
    } else {
        -0.5
    };
    reasons.push(format!("noun:{fit:+.1}"));
    fit
}

fn by_country(place: &Place<'_>, context: &Context, reasons: &mut Vec<String>) -> f32 {
    let weight = context.weight(place.country);
    if weight == 0.0 {
        return 0.0;
    }
    let score = 0.7 + weight * 1.6;
    reasons.push(format!("country_in_context:{score:+.1}"));
    score
}

/// Nearness to the places that are clear by themselves.
fn by_company(place: &Place<'_>, anchors: &[(f32, f32)], reasons: &mut Vec<String>) -> f32 {
    if matches!(place.kind, PlaceKind::Country | PlaceKind::Continent | PlaceKind::Region | PlaceKind::Sea) {
        return 0.0;
    }
    let point = (place.lat, place.lon);
    // The place itself, where it is among the anchors, says nothing.
    let others = anchors.iter().map(|&anchor| distance_km(point, anchor)).filter(|&distance| distance > 1.0);
    // What lies inside an area is near it.
    let reach = if place.kind.is_point() { 0.0 } else { place.radius_km.min(400.0) };
    let nearest = others.map(|distance| (distance - reach).max(0.0)).fold(f32::MAX, f32::min);
    let score = match nearest {
        distance if distance < 60.0 => 1.0,
        distance if distance < 200.0 => 0.7,
        distance if distance < 500.0 => 0.3,
        _ => 0.0,
    };
    if score > 0.0 {
        reasons.push(format!("near_other_places({nearest:.0} km):{score:+.1}"));
    }
    score
}
