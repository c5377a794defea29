//! The gold of a dossier, as `eval/dossiers/*/gold.json` holds it. Spans count code points.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// The gold of one dossier.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldDossier {
    pub(super) meta: Meta,
    pub(super) dct: Vec<GoldDct>,
    pub(super) timex: Vec<GoldTimex>,
    pub(super) places: GoldPlaces,
    pub(super) actors: GoldActors,
    #[serde(rename = "quotes_and_attributions")]
    pub(super) attributions: Vec<GoldAttribution>,
    pub(super) events: Vec<GoldEvent>,
    pub(super) cross_document: CrossDocument,
    pub(super) reuse: GoldReuse,
}

impl GoldDossier {
    /// Parses a gold file.
    ///
    /// # Errors
    /// When the text does not have the form of a gold file.
    pub fn parse(text: &str) -> Result<GoldDossier, serde_json::Error> {
        serde_json::from_str(text)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Meta {
    /// Key of a document to its file.
    pub docs: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldDct {
    pub doc: String,
    pub earliest: String,
    pub latest: String,
}

/// A span of a document.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldSpan {
    pub doc: String,
    pub start: u32,
    pub end: u32,
    #[serde(default)]
    pub text: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldTimex {
    #[serde(flatten)]
    pub span: GoldSpan,
    pub value: String,
    pub optional: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldPlaces {
    pub registry: BTreeMap<String, GoldPlace>,
    pub mentions: Vec<Keyed>,
}

/// A span with the key of what it names.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Keyed {
    #[serde(flatten)]
    pub span: GoldSpan,
    pub key: String,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldPlace {
    #[serde(default)]
    pub class: String,
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lon: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldActors {
    pub mentions: Vec<Keyed>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldAttribution {
    pub content: GoldSpan,
    pub speaker: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldEvent {
    pub id: String,
    pub doc: String,
    pub trigger: GoldSpan,
    #[serde(rename = "type")]
    pub kind: String,
    pub agents: BTreeSet<String>,
    pub patients: BTreeSet<String>,
    pub place: Option<String>,
    pub date: Option<String>,
    pub quantity: Option<String>,
    pub factuality: String,
    pub cluster: Option<String>,
    pub core: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct CrossDocument {
    pub clusters: Vec<Cluster>,
    /// Two clusters that are not one event, and why.
    pub must_not_merge: Vec<[String; 3]>,
    pub contradictions: Vec<GoldContradiction>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Cluster {
    pub id: String,
    pub main: bool,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldContradiction {
    pub id: String,
    pub resolution: String,
    pub a: Option<GoldSpan>,
    pub b: Option<GoldSpan>,
}

impl GoldContradiction {
    /// Whether it only looks like one, so that the program has to keep silent.
    pub fn is_trap(&self) -> bool {
        self.resolution == "not_a_contradiction"
    }
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldReuse {
    pub pairs: Vec<GoldCopy>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct GoldCopy {
    pub a: GoldSpan,
    pub b: GoldSpan,
}
