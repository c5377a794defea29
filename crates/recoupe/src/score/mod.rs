//! Scores of annotations and findings against gold annotations.
//!
//! The gold file is one JSON object with a layer per key; spans are Unicode code point offsets. Each
//! layer has a file here that compares it with the dossier.

mod actors;
mod attributions;
mod boilerplate;
pub mod conllu;
mod control;
mod coreference;
mod cross_document;
pub mod dossiers;
mod events;
mod framing;
mod places;
mod reuse;
pub mod timexes;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::DocIdx;
use crate::text::{CharIndex, Span};

/// Scores of all layers that the gold file has, keyed by its layer names.
///
/// # Errors
/// When a layer of the gold file does not have the expected form.
pub fn score(
    gold: &Gold,
    dossier: &Dossier,
    gazetteer: &Gazetteer,
) -> Result<BTreeMap<&'static str, LayerScore>, GoldError> {
    // One line per layer: a layer that the gold file lacks is left out.
    let layers: &[(&'static str, Scorer)] = &[
        ("actors", actors::actors),
        ("boilerplate", boilerplate::boilerplate),
        ("cross_document", cross_document::cross_document),
        ("dct", timexes::dcts),
        ("events", events::events),
        ("framing", framing::framing),
        ("places", places::places),
        ("quotes_and_attributions", attributions::attributions),
        ("reuse", reuse::reuse),
        ("timex", timexes::timexes),
    ];
    let mut scores = BTreeMap::new();
    for &(name, scorer) in layers {
        if gold.has(name) {
            scores.insert(name, scorer(gold, dossier, gazetteer)?);
        }
    }
    Ok(scores)
}

/// Scores one layer.
type Scorer = fn(&Gold, &Dossier, &Gazetteer) -> Result<LayerScore, GoldError>;

/// Why a gold file could not be used.
#[derive(Debug, Error)]
pub enum GoldError {
    /// Not JSON.
    #[error("the gold file is not valid JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A layer does not have the expected form.
    #[error("layer '{layer}' of the gold file: {source}")]
    Layer {
        /// The layer.
        layer: String,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// The gold file speaks of a document that the dossier lacks.
    #[error("the gold file speaks of the document '{0}', which is not in the dossier")]
    NoDocument(String),
}

/// A gold file.
#[derive(Debug)]
pub struct Gold {
    layers: serde_json::Map<String, serde_json::Value>,
    /// Key of a document in the gold file to the file's name.
    docs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct GoldMeta {
    docs: BTreeMap<String, String>,
}

impl Gold {
    /// Parses a gold file.
    ///
    /// # Errors
    /// When the text is not a JSON object with `meta.docs`.
    pub fn parse(text: &str) -> Result<Gold, GoldError> {
        let layers: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)?;
        let mut gold = Gold { layers, docs: BTreeMap::new() };
        gold.docs = gold.layer::<GoldMeta>("meta")?.docs;
        Ok(gold)
    }

    /// Whether the file has the layer.
    pub fn has(&self, layer: &str) -> bool {
        self.layers.contains_key(layer)
    }

    /// A layer, read into its type.
    ///
    /// # Errors
    /// When the layer is missing or has another form.
    pub fn layer<T: DeserializeOwned>(&self, layer: &str) -> Result<T, GoldError> {
        let value = self.layers.get(layer).unwrap_or(&serde_json::Value::Null);
        T::deserialize(value).map_err(|source| GoldError::Layer { layer: layer.to_owned(), source })
    }

    /// Finds the gold documents in a dossier.
    ///
    /// # Errors
    /// When the dossier lacks one.
    pub fn locator<'d>(&self, dossier: &'d Dossier) -> Result<Locator<'d>, GoldError> {
        let mut docs = BTreeMap::new();
        for (key, file) in &self.docs {
            let position = dossier
                .docs
                .iter()
                .position(|doc| doc.document.name.rsplit('/').next() == Some(file))
                .ok_or_else(|| GoldError::NoDocument(file.clone()))?;
            let index = CharIndex::new(&dossier.docs[position].document.text);
            docs.insert(key.clone(), (DocIdx::new(position), index));
        }
        Ok(Locator { docs })
    }
}

/// A span as the gold file gives it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldSpan {
    /// Key of the document.
    pub doc: String,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// A place in the dossier's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Located {
    /// The document.
    pub doc: DocIdx,
    /// Byte span.
    pub span: Span,
    /// The same span in code points, in which the gold file counts.
    chars: Span,
}

impl Located {
    /// The place of a byte span of a document.
    pub fn of(dossier: &Dossier, doc: DocIdx, span: Span) -> Located {
        Located::in_text(&dossier.docs[doc.at()].document.text, doc, span)
    }

    /// The place of a byte span of a text.
    pub fn in_text(text: &str, doc: DocIdx, span: Span) -> Located {
        let chars = |end: u32| text.get(..end as usize).map_or(0, |before| before.chars().count());
        Located { doc, span, chars: Span::new(chars(span.start), chars(span.end)) }
    }

    /// From the start of the earlier to the end of the later, in this document.
    #[must_use]
    pub fn cover(self, other: Located) -> Located {
        Located { doc: self.doc, span: self.span.cover(other.span), chars: self.chars.cover(other.chars) }
    }

    /// Intersection over union in code points; 0 across documents.
    pub fn iou(self, other: Located) -> f64 {
        if self.doc != other.doc || !self.chars.overlaps(other.chars) {
            return 0.0;
        }
        let shared = self.chars.end.min(other.chars.end) - self.chars.start.max(other.chars.start);
        f64::from(shared) / self.chars.cover(other.chars).len() as f64
    }
}

/// Turns gold spans into places in the dossier's texts.
#[derive(Debug)]
pub struct Locator<'d> {
    docs: BTreeMap<String, (DocIdx, CharIndex<'d>)>,
}

impl Locator<'_> {
    /// The document of a gold key.
    ///
    /// # Errors
    /// When the gold file did not declare the key.
    pub fn doc(&self, key: &str) -> Result<DocIdx, GoldError> {
        self.docs.get(key).map(|(doc, _)| *doc).ok_or_else(|| GoldError::NoDocument(key.to_owned()))
    }

    /// The place of a gold span.
    ///
    /// # Errors
    /// When the gold file did not declare its document.
    pub fn locate(&self, span: &GoldSpan) -> Result<Located, GoldError> {
        let (doc, index) = self.docs.get(&span.doc).ok_or_else(|| GoldError::NoDocument(span.doc.clone()))?;
        let chars = Span { start: span.start, end: span.end };
        Ok(Located { doc: *doc, span: index.byte_span(span.start, span.end), chars })
    }

    /// The documents that the gold file annotates, sorted.
    pub fn docs(&self) -> Vec<DocIdx> {
        let mut docs: Vec<DocIdx> = self.docs.values().map(|(doc, _)| *doc).collect();
        docs.sort();
        docs
    }
}

/// Precision, recall and F1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Prf {
    /// Precision.
    pub p: f64,
    /// Recall.
    pub r: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

impl Prf {
    /// From counts: right ones, all that the system gave, all that the gold has.
    pub fn of(right: usize, system: usize, gold: usize) -> Prf {
        Prf::from_parts(ratio(right, system), ratio(right, gold))
    }

    /// From precision and recall that were computed otherwise (B³, CEAF).
    pub fn from_parts(p: f64, r: f64) -> Prf {
        let f1 = if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
        Prf { p, r, f1 }
    }
}

/// A share; 0 of 0 is 0.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Scores of one layer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LayerScore {
    /// Equal spans and equal values.
    pub strict: Prf,
    /// Spans with an intersection over union of at least one half, and equal values.
    pub overlap: Prf,
    /// Accuracy per slot over the matched items, and other named measures.
    pub slots: BTreeMap<String, f64>,
    /// What the figures leave out, for the reader; not part of `--json`.
    #[serde(skip)]
    pub notes: Vec<String>,
}

/// The least intersection over union at which two spans match.
pub const MATCH_IOU: f64 = 0.5;

/// Pairs gold with system spans one-to-one, best overlap first: `(gold, system)` positions, sorted.
///
/// Ties go to the earlier gold span, then to the earlier system span.
pub fn pair_spans(gold: &[Located], system: &[Located], least_iou: f64) -> Vec<(usize, usize)> {
    let mut by_place: Vec<usize> = (0..system.len()).collect();
    by_place.sort_by_key(|&s| system[s]);
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (g, place) in gold.iter().enumerate() {
        for &s in &by_place {
            let iou = place.iou(system[s]);
            if iou >= least_iou && iou > 0.0 {
                pairs.push((iou, g, s));
            }
        }
    }
    pair_best(pairs, gold.len(), system.len())
}

/// Chooses one-to-one among candidates `(overlap, gold, system)`, best overlap first, sorted in the end.
///
/// Ties go to the earlier gold span, then to the earlier system span.
fn pair_best(mut pairs: Vec<(f64, usize, usize)>, gold: usize, system: usize) -> Vec<(usize, usize)> {
    pairs.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)).then(one.2.cmp(&two.2)));
    let (mut gold_taken, mut system_taken) = (vec![false; gold], vec![false; system]);
    let mut chosen = Vec::new();
    for (_, g, s) in pairs {
        if !gold_taken[g] && !system_taken[s] {
            (gold_taken[g], system_taken[s]) = (true, true);
            chosen.push((g, s));
        }
    }
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(start: usize, end: usize) -> Located {
        Located { doc: DocIdx(0), span: Span::new(start, end), chars: Span::new(start, end) }
    }

    #[test]
    fn the_better_overlap_takes_the_gold_span() {
        let gold = [at(0, 10), at(20, 30)];
        let system = [at(0, 8), at(0, 10), at(22, 40)];
        assert_eq!(pair_spans(&gold, &system, MATCH_IOU), vec![(0, 1)]);
    }

    #[test]
    fn nothing_found_scores_zero_without_dividing_by_zero() {
        assert_eq!(Prf::of(0, 0, 0), Prf { p: 0.0, r: 0.0, f1: 0.0 });
    }
}
