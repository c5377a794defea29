//! A document with its annotations, and references into those of a dossier: what [`compare`](crate::compare) reads.

use serde::{Deserialize, Serialize};

use crate::annotate::annotate;
use crate::document::Document;
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::{ActorIdx, AttributionIdx, ClaimIdx, DocIdx, TimexIdx, ToponymIdx};
use crate::language::Packs;
use crate::layers::Annotations;
use crate::layers::attributions::SourceMention;
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
    /// Annotates a document with the pack of its language.
    pub fn of(document: Document, packs: &Packs, gazetteer: &Gazetteer) -> Annotated {
        let annotations = annotate(&document, None, packs.of(&document), gazetteer);
        Annotated { document, annotations }
    }

    /// Evidence at a span of this document.
    pub fn evidence(&self, span: Span, rule: &str) -> Option<Evidence> {
        Evidence::new(&self.document, span, rule)
    }

    /// The name of a source: of its actor's chain, else its own words.
    pub fn source_name(&self, source: &SourceMention) -> &str {
        let actors = &self.annotations.actors;
        let chain = source.actor.map(|actor| actors.mentions[actor.at()].chain);
        chain.map_or_else(|| self.document.slice(source.span), |chain| &actors.chains[chain.at()].name)
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
