//! Layer `places`: named toponyms, where they lie, metonymy and demonyms.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, pair_spans, ratio};
use crate::annotate::toponyms::toponyms_at;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::{Place, PlaceKind, distance_km};
use crate::index::DocIdx;
use crate::language::Packs;
use crate::layers::toponyms::{Toponym, ToponymForm};

#[derive(Deserialize)]
struct Layer {
    mentions: Vec<Mention>,
    adjectival_demonyms: Vec<GoldSpan>,
}

#[derive(Deserialize)]
struct Mention {
    #[serde(flatten)]
    span: GoldSpan,
    #[serde(flatten)]
    place: GoldPlace,
    #[serde(default)]
    descriptive: bool,
    #[serde(default)]
    boilerplate: bool,
    #[serde(default)]
    metonymic: bool,
}

impl Mention {
    fn is_optional(&self) -> bool {
        self.descriptive || self.boilerplate
    }

    fn is_right(&self, found: &Toponym, gazetteer: &Gazetteer) -> bool {
        self.place.is_right(found, gazetteer)
    }
}

/// A place as the gold file gives it.
#[derive(Debug, Deserialize)]
pub(super) struct GoldPlace {
    class: String,
    pub lat: f32,
    pub lon: f32,
    geonames_id: Option<u32>,
}

impl GoldPlace {
    /// The GeoNames id where the gold has one; else a compatible kind, within 20 km or, for areas and
    /// rivers, within their own radius.
    pub(super) fn is_right(&self, found: &Toponym, gazetteer: &Gazetteer) -> bool {
        let Some(place) = found.place.and_then(|id| gazetteer.places.get(id)) else { return false };
        match self.geonames_id {
            Some(id) => place.id.geonames() == Some(id),
            None => self.is_compatible(place.kind) && self.distance(&place) <= reach(&place),
        }
    }

    fn distance(&self, place: &Place<'_>) -> f32 {
        distance_km((self.lat, self.lon), (place.lat, place.lon))
    }

    fn is_compatible(&self, kind: PlaceKind) -> bool {
        use PlaceKind::{Admin1, Admin2, Continent, Country, Region, River, Settlement, Site};
        match self.class.as_str() {
            "city" | "town" | "village" | "district" | "institution" => matches!(kind, Settlement | Site),
            "country" => kind == Country,
            "admin1" => kind == Admin1,
            "region" => matches!(kind, Region | Admin1 | Admin2),
            "river" => kind == River,
            "continent" => kind == Continent,
            _ => true,
        }
    }
}

fn reach(place: &Place<'_>) -> f32 {
    if place.kind.is_point() { 20.0 } else { place.radius_km.max(20.0) }
}

/// Scores the place layer.
pub(super) fn places(gold: &Gold, dossier: &Dossier, gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer: Layer = gold.layer("places")?;
    let locator = gold.locator(dossier)?;
    let golds = located(&locator, layer.mentions.iter().map(|mention| &mention.span))?;
    let found = found(&locator, dossier);
    let spans: Vec<Located> = found.iter().map(|(located, _)| *located).collect();
    let pairs = pair_spans(&golds, &spans, MATCH_IOU);
    let optional: Vec<usize> =
        pairs.iter().filter(|(g, _)| layer.mentions[*g].is_optional()).map(|&(_, s)| s).collect();
    let pairs: Vec<(usize, usize)> = pairs.into_iter().filter(|(g, _)| !layer.mentions[*g].is_optional()).collect();
    let named = layer.mentions.iter().filter(|mention| !mention.is_optional()).count();
    let system = found.len() - optional.len();
    let is_right = |&&(g, s): &&(usize, usize)| layer.mentions[g].is_right(found[s].1, gazetteer);
    let right = pairs.iter().filter(is_right).count();
    let strict = pairs.iter().filter(is_right).filter(|(g, s)| golds[*g] == spans[*s]).count();
    let recognised = Prf::of(pairs.len(), system, named);
    let mut score = LayerScore {
        strict: Prf::of(strict, system, named),
        overlap: Prf::of(right, system, named),
        ..LayerScore::default()
    };
    let mut slot = |name: &str, value: f64| score.slots.insert(name.to_owned(), value);
    slot("recognition_p", recognised.p);
    slot("recognition_r", recognised.r);
    slot("recognition_f1", recognised.f1);
    slot("right_place", ratio(right, pairs.len()));
    for (name, kilometres) in [("within_20_km", 20.0), ("within_161_km", 161.0)] {
        let near = |&&(g, s): &&(usize, usize)| {
            let place = found[s].1.place.and_then(|id| gazetteer.places.get(id));
            place.is_some_and(|place| layer.mentions[g].place.distance(&place) <= kilometres)
        };
        slot(name, ratio(pairs.iter().filter(near).count(), pairs.len()));
    }
    let marked = |s: usize| found[s].1.metonymy.is_some();
    let both = pairs.iter().filter(|(g, s)| layer.mentions[*g].metonymic && marked(*s)).count();
    let metonyms = layer.mentions.iter().filter(|mention| mention.metonymic && !mention.is_optional()).count();
    slot("metonymy_f1", Prf::of(both, pairs.iter().filter(|(_, s)| marked(*s)).count(), metonyms).f1);
    slot("demonyms_f1", demonyms(&layer, &locator, dossier)?);
    let (given_right, given_notes) = given(&layer, &golds, dossier, gazetteer);
    slot("gold_spans_right_place", given_right);
    score.notes = notes(&layer, &golds, &found, &pairs, &optional, dossier, gazetteer);
    score.notes.extend(given_notes);
    Ok(score)
}

fn located<'g>(locator: &Locator<'_>, spans: impl Iterator<Item = &'g GoldSpan>) -> Result<Vec<Located>, GoldError> {
    spans.map(|span| locator.locate(span)).collect()
}

/// The named toponyms of the documents that the gold annotates.
fn found<'d>(locator: &Locator<'_>, dossier: &'d Dossier) -> Vec<(Located, &'d Toponym)> {
    let mut found = Vec::new();
    for doc in locator.docs() {
        let mentions = &dossier.docs[doc.at()].annotations.toponyms.mentions;
        let names = mentions.iter().filter(|mention| mention.form == ToponymForm::Name);
        found.extend(names.map(|mention| (Located::of(dossier, doc, mention.span), mention)));
    }
    found
}

fn demonyms(layer: &Layer, locator: &Locator<'_>, dossier: &Dossier) -> Result<f64, GoldError> {
    let golds = located(locator, layer.adjectival_demonyms.iter())?;
    let mut spans = Vec::new();
    for doc in locator.docs() {
        let demonyms = &dossier.docs[doc.at()].annotations.toponyms.demonyms;
        spans.extend(demonyms.iter().map(|demonym| Located::of(dossier, doc, demonym.span)));
    }
    Ok(Prf::of(pair_spans(&golds, &spans, MATCH_IOU).len(), spans.len(), golds.len()).f1)
}

/// Share of the named mentions that resolve rightly when their spans are given.
fn given(layer: &Layer, golds: &[Located], dossier: &Dossier, gazetteer: &Gazetteer) -> (f64, Vec<String>) {
    let mut by_doc: BTreeMap<DocIdx, Vec<usize>> = BTreeMap::new();
    for (position, gold) in golds.iter().enumerate().filter(|(at, _)| !layer.mentions[*at].is_optional()) {
        by_doc.entry(gold.doc).or_default().push(position);
    }
    let (mut right, mut all, mut notes) = (0, 0, Vec::new());
    for (doc, mut positions) in by_doc {
        positions.sort_by_key(|&at| golds[at].span);
        let doc = &dossier.docs[doc.at()];
        let spans: Vec<_> = positions.iter().map(|&at| golds[at].span).collect();
        let pack = Packs::embedded().of(&doc.document);
        let mentions = toponyms_at(&doc.document, &doc.annotations.sentences, &spans, pack, gazetteer);
        for &at in &positions {
            let mention = mentions.iter().find(|mention| mention.span.overlaps(golds[at].span));
            all += 1;
            if mention.is_some_and(|mention| layer.mentions[at].is_right(mention, gazetteer)) {
                right += 1;
            } else {
                notes.push(format!("gold span '{}': wrong or unresolved", doc.document.slice(golds[at].span)));
            }
        }
    }
    (ratio(right, all), notes)
}

fn notes(
    layer: &Layer,
    golds: &[Located],
    found: &[(Located, &Toponym)],
    pairs: &[(usize, usize)],
    optional: &[usize],
    dossier: &Dossier,
    gazetteer: &Gazetteer,
) -> Vec<String> {
    let text = |located: Located| dossier.docs[located.doc.at()].document.slice(located.span).to_owned();
    let mut notes = Vec::new();
    for (at, gold) in golds.iter().enumerate() {
        if !layer.mentions[at].is_optional() && pairs.iter().all(|(g, _)| *g != at) {
            notes.push(format!("missed: {} in {}", text(*gold), dossier.docs[gold.doc.at()].document.name));
        }
    }
    for (at, (located, _)) in found.iter().enumerate() {
        if !optional.contains(&at) && pairs.iter().all(|(_, s)| *s != at) {
            notes.push(format!(
                "not in the gold: {} in {}",
                text(*located),
                dossier.docs[located.doc.at()].document.name
            ));
        }
    }
    for &(g, s) in pairs.iter().filter(|(g, s)| !layer.mentions[*g].is_right(found[*s].1, gazetteer)) {
        let place = found[s].1.place.and_then(|id| gazetteer.places.get(id));
        let place = place.map_or("unresolved".to_owned(), |place| format!("{} ({:?})", place.name, place.kind));
        notes.push(format!("wrong place: {} -> {place}", text(golds[g])));
    }
    notes
}
