//! Which place a name means: kind, country, company and, last, population.

use super::judge::{Accepted, Context};
use super::pieces::{Piece, span};
use super::{Geometry, PlaceCandidate, Toponym, ToponymForm};
use crate::gazetteer::places::{Place, PlaceId, PlaceKind, Places, distance_km};
use crate::text::Span;

/// Candidates kept per mention.
const MOST_CANDIDATES: usize = 8;

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
        .map(|spot| {
            let candidates = rank(spot, &held, &anchors, context, places);
            let place = candidates.first().map(|candidate| candidate.place);
            let geometry = place.and_then(|id| places.get(id)).map(|place| geometry(&place));
            let name = span(pieces, &spot.spot.range);
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
            if is_variant {
                score -= reading.distance;
            }
            PlaceCandidate { place: place.id, score, reasons }
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
    ranked.truncate(MOST_CANDIDATES);
    ranked
}

/// What speaks for a place before any context: its kind, and how many live there.
fn prior(place: &Place<'_>, reasons: &mut Vec<String>) -> f32 {
    let population = (place.population as f32 + 10.0).log10() * 0.5;
    let score = match place.kind {
        PlaceKind::Country | PlaceKind::Continent => 5.0,
        PlaceKind::Region | PlaceKind::Sea | PlaceKind::Site => 4.2,
        PlaceKind::River | PlaceKind::Desert | PlaceKind::Mountains | PlaceKind::Lake | PlaceKind::Island => 3.9,
        PlaceKind::Settlement if place.is_capital => population + 1.2,
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
    if weight == 0.0 || place.kind == PlaceKind::Country {
        return 0.0;
    }
    let score = 1.0 + weight * 1.5;
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
    let nearest = others.fold(f32::MAX, f32::min);
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
