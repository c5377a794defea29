//! Layer `framing`: the labels that each document uses for each actor, and the words for changes of control.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, pair_spans, ratio};
use crate::compare::framing::LabelUse;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::EntityIdx;
use crate::layers::kinds::LabelStance;

#[derive(Deserialize)]
struct Doc {
    change_of_control_verbs: Vec<Verb>,
    naming: BTreeMap<String, Vec<Label>>,
}

#[derive(Deserialize)]
struct Verb {
    #[serde(flatten)]
    span: GoldSpan,
}

#[derive(Deserialize)]
struct Label {
    start: u32,
    end: u32,
    key: String,
    stance: LabelStance,
}

/// A label of the gold, where it stands.
struct Wanted {
    place: Located,
    key: String,
    stance: LabelStance,
}

/// Scores labels and verbs. A label is right when its span matches and its entity is the gold's actor:
/// an entity stands for the key that most of its matched labels bear. Labels of entities that stand for no
/// key of the gold's lists (agencies, say) are left out.
pub(super) fn framing(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer: BTreeMap<String, Doc> = gold.layer("framing")?;
    let locator = gold.locator(dossier)?;
    let wanted = wanted(&layer, &locator)?;
    let found = found(dossier, &locator);
    let golds: Vec<Located> = wanted.iter().map(|label| label.place).collect();
    let spans: Vec<Located> = found.iter().map(|(place, _)| *place).collect();
    let pairs = pair_spans(&golds, &spans, MATCH_IOU);
    let keys = keys(&wanted, &found, &pairs);
    let stands_for = |s: usize| keys.get(&found[s].1.entity).copied();
    let system = (0..found.len()).filter(|&s| stands_for(s).is_some()).count();
    let right: Vec<&(usize, usize)> =
        pairs.iter().filter(|(g, s)| stands_for(*s) == Some(wanted[*g].key.as_str())).collect();
    let strict = right.iter().filter(|(g, s)| golds[*g] == spans[*s]).count();
    let mut score = LayerScore {
        strict: Prf::of(strict, system, golds.len()),
        overlap: Prf::of(right.len(), system, golds.len()),
        ..LayerScore::default()
    };
    let same_stance = pairs.iter().filter(|(g, s)| wanted[*g].stance == found[*s].1.stance).count();
    score.slots.insert("actor".into(), ratio(right.len(), pairs.len()));
    score.slots.insert("stance".into(), ratio(same_stance, pairs.len()));
    let verbs = verbs(&layer, dossier, &locator)?;
    score.slots.insert("verbs_p".into(), verbs.p);
    score.slots.insert("verbs_r".into(), verbs.r);
    score.slots.insert("verbs_f1".into(), verbs.f1);
    let text = |place: Located| dossier.docs[place.doc.at()].document.slice(place.span);
    for (at, label) in wanted.iter().enumerate() {
        match pairs.iter().find(|(g, _)| *g == at) {
            None => score.notes.push(format!("missed label: {} ({})", text(label.place), label.key)),
            Some((_, s)) if stands_for(*s) != Some(label.key.as_str()) => {
                let entity = &dossier.findings.entities[found[*s].1.entity.at()].name;
                score.notes.push(format!("label of another actor: {} ({}) -> {entity}", text(label.place), label.key));
            }
            Some(_) => {}
        }
    }
    Ok(score)
}

fn wanted(layer: &BTreeMap<String, Doc>, locator: &Locator<'_>) -> Result<Vec<Wanted>, GoldError> {
    let mut wanted = Vec::new();
    for (doc, framing) in layer {
        for label in framing.naming.values().flatten() {
            let place = locator.locate(&GoldSpan { doc: doc.clone(), start: label.start, end: label.end })?;
            wanted.push(Wanted { place, key: label.key.clone(), stance: label.stance });
        }
    }
    Ok(wanted)
}

fn found<'d>(dossier: &'d Dossier, locator: &Locator<'_>) -> Vec<(Located, &'d LabelUse)> {
    let annotated = locator.docs();
    let uses = dossier.findings.framing.labels.iter().filter(|label| annotated.contains(&label.doc));
    uses.flat_map(|label| label.evidence.iter().map(move |it| (Located::of(dossier, label.doc, it.span), label)))
        .collect()
}

/// The gold key that most matched labels of an entity bear; ties go to the first in the alphabet.
fn keys<'w>(
    wanted: &'w [Wanted],
    found: &[(Located, &LabelUse)],
    pairs: &[(usize, usize)],
) -> BTreeMap<EntityIdx, &'w str> {
    let mut counts: BTreeMap<EntityIdx, BTreeMap<&str, usize>> = BTreeMap::new();
    for &(g, s) in pairs {
        *counts.entry(found[s].1.entity).or_default().entry(wanted[g].key.as_str()).or_default() += 1;
    }
    let most = |keys: BTreeMap<&'w str, usize>| {
        keys.into_iter().max_by(|one, two| one.1.cmp(&two.1).then(two.0.cmp(one.0))).map(|(key, _)| key)
    };
    counts.into_iter().filter_map(|(entity, keys)| Some((entity, most(keys)?))).collect()
}

/// Words for changes of control: a gold word is found where a reported word overlaps it.
fn verbs(layer: &BTreeMap<String, Doc>, dossier: &Dossier, locator: &Locator<'_>) -> Result<Prf, GoldError> {
    let golds = layer
        .values()
        .flat_map(|doc| &doc.change_of_control_verbs)
        .map(|verb| locator.locate(&verb.span))
        .collect::<Result<Vec<_>, _>>()?;
    let annotated = locator.docs();
    let mut spans: Vec<Located> = dossier
        .findings
        .framing
        .verbs
        .iter()
        .filter(|verb| {
            annotated.contains(&verb.doc) && dossier.findings.events[verb.event.at()].event_type.is("control")
        })
        .map(|verb| Located::of(dossier, verb.doc, verb.evidence.span))
        .collect();
    spans.sort();
    spans.dedup();
    let pairs = pair_spans(&golds, &spans, f64::MIN_POSITIVE);
    Ok(Prf::of(pairs.len(), spans.len(), golds.len()))
}
