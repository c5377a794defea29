//! Layer `cross_document`: events across documents, contradictions, control of places.
//!
//! Events are scored with B³ (Bagga and Baldwin 1998) over the gold events that lie in a cluster: a gold
//! event is found where a claim's trigger overlaps its trigger. `overlap` looks at the found ones only;
//! `strict` counts a gold event that was not found as a miss.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, Prf, control, pair_spans, ratio};
use crate::annotated::ClaimRef;
use crate::compare::contradictions::{Contradiction, Resolution, Statement};
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::EventIdx;

#[derive(Deserialize)]
pub(super) struct Layer {
    clusters: Vec<Cluster>,
    must_not_merge: Vec<(String, String, String)>,
    contradictions: Vec<GoldContradiction>,
    /// `control_of_PLACE`, and what is not scored.
    #[serde(flatten)]
    pub(super) rest: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Cluster {
    id: String,
    events: Vec<String>,
}

#[derive(Deserialize)]
struct GoldEvent {
    id: String,
    trigger: GoldSpan,
}

#[derive(Deserialize)]
struct GoldContradiction {
    id: String,
    resolution: String,
    a: GoldSpan,
    b: GoldSpan,
}

impl GoldContradiction {
    /// The resolutions of ours that say the same; empty where the gold says that there is no contradiction.
    fn resolutions(&self) -> &'static [Resolution] {
        match self.resolution.as_str() {
            "resolved_by_time_order" => &[Resolution::TimeOrder],
            "real_scope" => &[Resolution::Scope],
            "internal" | "internal_hedge" => &[Resolution::Internal],
            "prediction_failed_then_met" => &[Resolution::PredictionAgainstOutcome],
            "real (attribution)" => &[Resolution::Misquotation],
            "not_a_contradiction" | "compatible" | "weak" | "anchor_dependent" => &[],
            _ => &[Resolution::Real],
        }
    }

    fn is_wanted(&self) -> bool {
        !self.resolutions().is_empty()
    }
}

/// Scores events, contradictions and control.
pub(super) fn cross_document(gold: &Gold, dossier: &Dossier, gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer: Layer = gold.layer("cross_document")?;
    let locator = gold.locator(dossier)?;
    let found = found(gold, dossier, &locator)?;
    let (strict, overlap) = b_cubed(&layer, &found);
    let mut score = LayerScore { strict, overlap, ..LayerScore::default() };
    let forbidden = forbidden(&layer, &found);
    score.slots.insert("forbidden_merges".into(), forbidden.len() as f64);
    score.notes.extend(forbidden);
    contradictions(&layer, dossier, &locator, &mut score)?;
    control::control(gold, &layer, dossier, gazetteer, &mut score)?;
    Ok(score)
}

/// The event of the dossier that tells each gold event which a claim's trigger overlaps.
fn found(gold: &Gold, dossier: &Dossier, locator: &Locator<'_>) -> Result<BTreeMap<String, EventIdx>, GoldError> {
    let golds: Vec<GoldEvent> = gold.layer("events")?;
    let places = golds.iter().map(|event| locator.locate(&event.trigger)).collect::<Result<Vec<_>, _>>()?;
    let mut triggers: Vec<(Located, EventIdx)> = Vec::new();
    for (position, event) in dossier.findings.events.iter().enumerate() {
        for at in &event.claims {
            let claim = &dossier.docs[at.doc.at()].annotations.claims[at.claim.at()];
            triggers.push((Located::of(dossier, at.doc, claim.trigger), EventIdx::new(position)));
        }
    }
    let spans: Vec<Located> = triggers.iter().map(|(place, _)| *place).collect();
    let pairs = pair_spans(&places, &spans, f64::MIN_POSITIVE);
    Ok(pairs.into_iter().map(|(g, s)| (golds[g].id.clone(), triggers[s].1)).collect())
}

/// B³ with missed gold events as misses, and over the found ones alone.
fn b_cubed(layer: &Layer, found: &BTreeMap<String, EventIdx>) -> (Prf, Prf) {
    let ids: BTreeSet<&str> = layer.clusters.iter().flat_map(|cluster| &cluster.events).map(String::as_str).collect();
    let of_one = |one: &str, two: &str| {
        layer.clusters.iter().any(|it| [one, two].iter().all(|id| it.events.iter().any(|other| other == id)))
    };
    let (mut precision, mut recall, mut whole_recall) = (0.0, 0.0, 0.0);
    let mut counted = 0;
    for id in ids.iter().copied() {
        let Some(event) = found.get(id) else { continue };
        let mates: Vec<&str> = ids.iter().copied().filter(|other| found.get(*other) == Some(event)).collect();
        let kin: Vec<&str> = ids.iter().copied().filter(|other| of_one(id, other)).collect();
        let shared = mates.iter().filter(|other| of_one(id, other)).count();
        precision += ratio(shared, mates.len());
        recall += ratio(shared, kin.iter().filter(|other| found.contains_key(**other)).count());
        whole_recall += ratio(shared, kin.len());
        counted += 1;
    }
    let mean = |sum: f64, of: usize| if of == 0 { 0.0 } else { sum / of as f64 };
    let precision = mean(precision, counted);
    let strict = Prf::from_parts(precision, mean(whole_recall, ids.len()));
    (strict, Prf::from_parts(precision, mean(recall, counted)))
}

/// Pairs of clusters that must stay apart and share an event.
fn forbidden(layer: &Layer, found: &BTreeMap<String, EventIdx>) -> Vec<String> {
    let events = |id: &str| -> BTreeSet<EventIdx> {
        let clusters = layer.clusters.iter().filter(|cluster| cluster.id == id);
        clusters.flat_map(|cluster| &cluster.events).filter_map(|event| found.get(event).copied()).collect()
    };
    let merged = layer.must_not_merge.iter().filter(|(one, two, _)| !events(one).is_disjoint(&events(two)));
    merged.map(|(one, two, why)| format!("forbidden merge: {one} and {two} ({why})")).collect()
}

fn contradictions(
    layer: &Layer,
    dossier: &Dossier,
    locator: &Locator<'_>,
    score: &mut LayerScore,
) -> Result<(), GoldError> {
    let system = &dossier.findings.contradictions;
    let mut matching: Vec<Vec<usize>> = Vec::new();
    for gold in &layer.contradictions {
        let (a, b) = (locator.locate(&gold.a)?, locator.locate(&gold.b)?);
        let same = |it: &Contradiction| {
            tells(&it.a, a, dossier) && tells(&it.b, b, dossier) || tells(&it.a, b, dossier) && tells(&it.b, a, dossier)
        };
        matching.push((0..system.len()).filter(|&at| same(&system[at])).collect());
    }
    let wanted = layer.contradictions.iter().zip(&matching).filter(|(gold, _)| gold.is_wanted());
    let (mut hit, mut resolved, mut all) = (0, 0, 0);
    for (gold, found) in wanted {
        all += 1;
        let right = found.iter().any(|&at| gold.resolutions().contains(&system[at].resolution));
        hit += usize::from(!found.is_empty());
        resolved += usize::from(right);
        if found.is_empty() {
            score.notes.push(format!("missed contradiction {}", gold.id));
        } else if !right {
            score.notes.push(format!("contradiction {}: another resolution than '{}'", gold.id, gold.resolution));
        }
    }
    // What the gold calls no contradiction is an error only when it is called a real one.
    let excused =
        |at: usize| {
            layer.contradictions.iter().zip(&matching).any(|(gold, found)| {
                found.contains(&at) && (gold.is_wanted() || system[at].resolution != Resolution::Real)
            })
        };
    let right = (0..system.len()).filter(|&at| excused(at)).count();
    for at in (0..system.len()).filter(|&at| !excused(at)) {
        let (a, b) = (&system[at].a.evidence.quote, &system[at].b.evidence.quote);
        score.notes.push(format!("not in the gold: {:?} {a} | {b}", system[at].kind));
    }
    let mut slot = |name: &str, value: f64| score.slots.insert(name.to_owned(), value);
    slot("contradictions_p", ratio(right, system.len()));
    slot("contradictions_r", ratio(hit, all));
    slot("contradictions_resolution", ratio(resolved, hit));
    Ok(())
}

/// Whether a statement is the gold's: its evidence covers half of the shorter of both, or a claim of the
/// same event stands in the gold's words.
fn tells(statement: &Statement, gold: Located, dossier: &Dossier) -> bool {
    let place = dossier.position(statement.evidence.doc).map(|doc| Located::of(dossier, doc, statement.evidence.span));
    if place.is_some_and(|place| covers_half(place, gold)) {
        return true;
    }
    let Some(claim) = statement.claim else { return false };
    let event = dossier.findings.events.iter().find(|event| event.claims.contains(&claim));
    event.is_some_and(|event| event.claims.iter().any(|&at| trigger(dossier, at).iou(gold) > 0.0))
}

fn trigger(dossier: &Dossier, at: ClaimRef) -> Located {
    Located::of(dossier, at.doc, dossier.docs[at.doc.at()].annotations.claims[at.claim.at()].trigger)
}

fn covers_half(one: Located, two: Located) -> bool {
    if one.doc != two.doc || !one.span.overlaps(two.span) {
        return false;
    }
    let shared = one.span.end.min(two.span.end) - one.span.start.max(two.span.start);
    2 * shared as usize >= one.span.len().min(two.span.len())
}
