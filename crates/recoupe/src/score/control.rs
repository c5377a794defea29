//! Part of the layer `cross_document`: who held a place when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::cross_document::Layer;
use super::{Gold, GoldError, GoldSpan, LayerScore, Located, MATCH_IOU, Prf, pair_spans};
use crate::compare::control::{ControlOfPlace, ControlState, Stretch};
use crate::dates::Interval;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::distance_km;
use crate::index::EntityIdx;
use crate::tell::timeml::edtf;

#[derive(Deserialize)]
struct GoldStretch {
    holder: String,
    from: Option<String>,
}

#[derive(Deserialize)]
struct Places {
    registry: BTreeMap<String, GoldPlace>,
}

#[derive(Deserialize)]
struct GoldPlace {
    lat: f32,
    lon: f32,
}

#[derive(Deserialize)]
struct Actors {
    mentions: Vec<ActorMention>,
}

#[derive(Deserialize)]
struct ActorMention {
    #[serde(flatten)]
    span: GoldSpan,
    key: String,
}

/// Kilometres within which a place is the gold's.
const NEAR_KM: f32 = 20.0;

/// Scores `control_of_PLACE`: a stretch is right when holder, firmness and beginning are.
pub(super) fn control(
    gold: &Gold,
    layer: &Layer,
    dossier: &Dossier,
    gazetteer: &Gazetteer,
    score: &mut LayerScore,
) -> Result<(), GoldError> {
    let places: Places = gold.layer("places")?;
    let keys = keys(gold, dossier)?;
    for (name, value) in &layer.rest {
        let Some(place) = name.strip_prefix("control_of_") else { continue };
        let wanted = Vec::<GoldStretch>::deserialize(value)
            .map_err(|source| GoldError::Layer { layer: format!("cross_document/{name}"), source })?;
        let Some(gold_place) = places.registry.get(place) else { continue };
        let is_it = |it: &&ControlOfPlace| {
            let found = it.place.place.and_then(|id| gazetteer.places.get(id));
            found.is_some_and(|it| distance_km((gold_place.lat, gold_place.lon), (it.lat, it.lon)) <= NEAR_KM)
        };
        let found = dossier.findings.control.iter().find(is_it).map_or(&[][..], |it| &it.stretches);
        let right = in_order(&wanted, found, &keys);
        let prf = Prf::of(right, found.len(), wanted.len());
        score.slots.insert(format!("{name}_f1"), prf.f1);
        for stretch in found {
            let holders: Vec<&str> =
                stretch.holders.iter().map(|it| dossier.findings.entities[it.at()].name.as_str()).collect();
            let from = stretch.from.map_or_else(|| "?".to_owned(), edtf);
            score.notes.push(format!("{place}: {} from {from} ({:?})", holders.join(", "), stretch.state));
        }
    }
    Ok(())
}

/// The longest run of right stretches in their order.
fn in_order(wanted: &[GoldStretch], found: &[Stretch], keys: &BTreeMap<EntityIdx, String>) -> usize {
    let mut best = vec![vec![0_usize; found.len() + 1]; wanted.len() + 1];
    for (g, gold) in wanted.iter().enumerate() {
        for (s, stretch) in found.iter().enumerate() {
            let here = best[g][s] + usize::from(is_right(gold, stretch, keys));
            best[g + 1][s + 1] = here.max(best[g][s + 1]).max(best[g + 1][s]);
        }
    }
    best[wanted.len()][found.len()]
}

fn is_right(gold: &GoldStretch, found: &Stretch, keys: &BTreeMap<EntityIdx, String>) -> bool {
    let (contested, holder) = match gold.holder.split_once(": ") {
        Some((_, holder)) => (true, holder),
        None => (false, gold.holder.as_str()),
    };
    let holder = holder.split(' ').next().unwrap_or(holder);
    // An army and the army with its allies are one side.
    let is_holder =
        |it: &EntityIdx| keys.get(it).is_some_and(|key| key.starts_with(holder) || holder.starts_with(key.as_str()));
    // When the first holder came is older than the dossier.
    let began = match (gold.from.as_deref().and_then(interval), found.from) {
        (Some(gold), Some(found)) => gold.overlaps(found),
        (_, None) => true,
        (None, Some(_)) => false,
    };
    found.holders.iter().any(is_holder) && began && contested == (found.state != ControlState::Held)
}

/// `2014`, `2017-11-19`, `2017-11-08/09`.
fn interval(text: &str) -> Option<Interval> {
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let last = format!("{}{last}", first.get(..first.len().saturating_sub(last.len()))?);
    let pad = |text: &str, rest: &str| format!("{text}{}", rest.get(text.len()..).unwrap_or_default());
    let date = |text: &str, rest: &str| pad(text, rest).parse::<Date>().ok();
    let (earliest, latest) = (date(first, "0000-01-01")?, date(&last, "0000-12-31")?);
    Some(Interval { earliest: Some(earliest.at(0, 0, 0, 0)), latest: Some(latest.at(23, 59, 59, 0)) })
}

/// The gold key that most mentions of an entity bear.
fn keys(gold: &Gold, dossier: &Dossier) -> Result<BTreeMap<EntityIdx, String>, GoldError> {
    let actors: Actors = gold.layer("actors")?;
    let locator = gold.locator(dossier)?;
    let golds = actors.mentions.iter().map(|it| locator.locate(&it.span)).collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<(Located, EntityIdx)> = Vec::new();
    for (position, entity) in dossier.findings.entities.iter().enumerate() {
        for at in &entity.mentions {
            let span = dossier.docs[at.doc.at()].annotations.actors.mentions[at.mention.at()].span;
            found.push((Located::of(dossier, at.doc, span), EntityIdx::new(position)));
        }
    }
    let spans: Vec<Located> = found.iter().map(|(place, _)| *place).collect();
    let mut counts: BTreeMap<EntityIdx, BTreeMap<&str, usize>> = BTreeMap::new();
    for (g, s) in pair_spans(&golds, &spans, MATCH_IOU) {
        *counts.entry(found[s].1).or_default().entry(actors.mentions[g].key.as_str()).or_default() += 1;
    }
    let most = |keys: BTreeMap<&str, usize>| {
        keys.into_iter().max_by(|one, two| one.1.cmp(&two.1).then(two.0.cmp(one.0))).map(|(key, _)| key.to_owned())
    };
    Ok(counts.into_iter().filter_map(|(entity, keys)| Some((entity, most(keys)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_may_be_a_year_a_day_or_two_days() {
        let of = |text: &str| interval(text).map(edtf);
        assert_eq!(of("2014").as_deref(), Some("2014"));
        assert_eq!(of("2017-11-08/09").as_deref(), Some("2017-11-08/2017-11-09"));
        assert_eq!(of("2017-11-19").as_deref(), Some("2017-11-19"));
        assert_eq!(of("soon"), None);
    }
}
