//! A dossier: all documents with their annotations, and what they say together.

use serde::{Deserialize, Serialize};

use crate::annotate::Annotations;
use crate::compare::Findings;
use crate::document::{Document, DocumentId};
use crate::evidence::Evidence;
use crate::index::{ActorIdx, AttributionIdx, ClaimIdx, DocIdx, TimexIdx, ToponymIdx};
use crate::text::Span;

/// A document with its annotations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotated {
    /// The document.
    pub document: Document,
    /// Its annotations.
    pub annotations: Annotations,
}

impl Annotated {
    /// Evidence at a span of this document.
    pub fn evidence(&self, span: Span, rule: &str) -> Option<Evidence> {
        Evidence::new(&self.document, span, rule)
    }
}

/// All documents, sorted by name, and what they say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The documents; [`DocIdx`] is a position here.
    pub docs: Vec<Annotated>,
    /// What they say together.
    pub findings: Findings,
}

impl Dossier {
    /// The position of a document.
    pub fn position(&self, id: DocumentId) -> Option<DocIdx> {
        self.docs.iter().position(|doc| doc.document.id == id).map(DocIdx::new)
    }
}

/// A claim of a document of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClaimRef {
    /// The document.
    pub doc: DocIdx,
    /// The claim in its annotations.
    pub claim: ClaimIdx,
}

/// An actor mention of a document of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorRef {
    /// The document.
    pub doc: DocIdx,
    /// The mention in its annotations.
    pub mention: ActorIdx,
}

/// A toponym of a document of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ToponymRef {
    /// The document.
    pub doc: DocIdx,
    /// The mention in its annotations.
    pub mention: ToponymIdx,
}

/// An attribution of a document of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttributionRef {
    /// The document.
    pub doc: DocIdx,
    /// The attribution in its annotations.
    pub attribution: AttributionIdx,
}

/// A temporal expression of a document of the dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TimexRef {
    /// The document.
    pub doc: DocIdx,
    /// The expression in its annotations.
    pub timex: TimexIdx,
}
