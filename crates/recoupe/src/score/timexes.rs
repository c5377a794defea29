//! Scores of the layers `timex` and `dct`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::DocIdx;
use crate::layers::kinds::TimexType;
use crate::score::{Gold, GoldError, GoldSpan, LayerScore, Located, MATCH_IOU, Prf, pair_spans, ratio};

#[derive(Deserialize)]
struct GoldTimex {
    #[serde(flatten)]
    span: GoldSpan,
    #[serde(rename = "type")]
    kind: TimexType,
    value: String,
    #[serde(default)]
    optional: bool,
}

/// A gold or system expression in one comparison.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it stands.
    pub place: Located,
    /// TIMEX3 `type`.
    pub kind: TimexType,
    /// TIMEX3 `value`.
    pub value: String,
    /// Neither a miss nor, when found, an error.
    pub optional: bool,
}

/// Scores the expressions.
///
/// # Errors
/// When the layer does not have the expected form or speaks of a document that the dossier lacks.
pub fn timexes(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let locator = gold.locator(dossier)?;
    let mut items = Vec::new();
    for timex in gold.layer::<Vec<GoldTimex>>("timex")? {
        let place = locator.locate(&timex.span)?;
        items.push(Item { place, kind: timex.kind, value: timex.value, optional: timex.optional });
    }
    Ok(compare(&items, &system(dossier, &locator.docs()), |item| {
        let text = &dossier.docs[item.place.doc.at()].document;
        format!("{} '{}' {}", text.name, text.slice(item.place.span), item.value)
    }))
}

/// The expressions that the program found in some documents.
pub fn system(dossier: &Dossier, docs: &[DocIdx]) -> Vec<Item> {
    docs.iter()
        .filter_map(|&doc| Some((doc, dossier.docs.get(doc.at())?)))
        .flat_map(|(doc, annotated)| {
            annotated.annotations.timexes.iter().map(move |timex| Item {
                place: Located::of(dossier, doc, timex.span),
                kind: timex.kind,
                value: timex.value.clone(),
                optional: false,
            })
        })
        .collect()
}

/// Compares expressions; `show` names one for the notes.
pub fn compare(gold: &[Item], system: &[Item], show: impl Fn(&Item) -> String) -> LayerScore {
    let places = |items: &[Item]| items.iter().map(|item| item.place).collect::<Vec<_>>();
    let pairs = pair_spans(&places(gold), &places(system), MATCH_IOU);
    let wanted = gold.iter().filter(|item| !item.optional).count();
    let excused = pairs.iter().filter(|(g, _)| gold[*g].optional).count();
    let given = system.len() - excused;
    let counted: Vec<(usize, usize)> = pairs.into_iter().filter(|(g, _)| !gold[*g].optional).collect();
    let count =
        |test: &dyn Fn(&Item, &Item) -> bool| counted.iter().filter(|(g, s)| test(&gold[*g], &system[*s])).count();
    let same_value = count(&|g, s| g.value == s.value);
    let strict = count(&|g, s| g.value == s.value && g.place.span == s.place.span);
    let f1 = |right: usize| Prf::of(right, given, wanted).f1;
    let slots = BTreeMap::from([
        ("span_strict_f1".to_owned(), f1(count(&|g, s| g.place.span == s.place.span))),
        ("span_overlap_f1".to_owned(), f1(counted.len())),
        ("type_f1".to_owned(), f1(count(&|g, s| g.kind == s.kind))),
        ("value_f1".to_owned(), f1(same_value)),
        ("value_accuracy".to_owned(), ratio(same_value, counted.len())),
    ]);
    let found: Vec<usize> = counted.iter().map(|pair| pair.0).collect();
    let used: Vec<usize> = counted.iter().map(|pair| pair.1).collect();
    let mut notes = Vec::new();
    for (g, s) in counted.iter().filter(|(g, s)| gold[*g].value != system[*s].value) {
        notes.push(format!("value: {} but found {}", show(&gold[*g]), show(&system[*s])));
    }
    for (_, item) in gold.iter().enumerate().filter(|(at, item)| !item.optional && !found.contains(at)) {
        notes.push(format!("missed: {}", show(item)));
    }
    let excuse = |item: &Item| gold.iter().any(|g| g.optional && g.place.iou(item.place) >= MATCH_IOU);
    for (_, item) in system.iter().enumerate().filter(|(at, item)| !used.contains(at) && !excuse(item)) {
        notes.push(format!("too many: {}", show(item)));
    }
    LayerScore { strict: Prf::of(strict, given, wanted), overlap: Prf::of(same_value, given, wanted), slots, notes }
}

#[derive(Deserialize)]
struct GoldDct {
    doc: String,
    date: String,
    earliest: String,
    latest: String,
}

/// Scores the creation times: a day is right (strict) where it is the gold day, and within bounds
/// (overlap) where the interval lies in the gold bounds.
///
/// # Errors
/// When the layer does not have the expected form or speaks of a document that the dossier lacks.
pub fn dcts(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let locator = gold.locator(dossier)?;
    let layer: Vec<GoldDct> = gold.layer("dct")?;
    let (mut exact, mut within, mut given) = (0, 0, 0);
    let mut notes = Vec::new();
    for item in &layer {
        let Some(annotated) = dossier.docs.get(locator.doc(&item.doc)?.at()) else { continue };
        let dct = &annotated.annotations.dct;
        let (Some(earliest), Some(latest)) = (dct.interval.earliest, dct.interval.latest) else {
            notes.push(format!("{}: no date, wanted {}", item.doc, item.date));
            continue;
        };
        given += 1;
        let likely = dct.likely.unwrap_or(earliest.date()).to_string();
        let (earliest, latest) = (earliest.date().to_string(), latest.date().to_string());
        exact += usize::from(likely == item.date);
        within += usize::from(earliest >= item.earliest && latest <= item.latest);
        if likely != item.date {
            notes.push(format!("{}: found {earliest} to {latest}, wanted {}", item.doc, item.date));
        }
    }
    Ok(LayerScore {
        strict: Prf::of(exact, given, layer.len()),
        overlap: Prf::of(within, given, layer.len()),
        slots: BTreeMap::new(),
        notes,
    })
}
