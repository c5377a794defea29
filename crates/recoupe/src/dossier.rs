//! A dossier: all documents with their annotations, and what they say together.

use serde::{Deserialize, Serialize};

use crate::annotate::attributions::SourceMention;
use crate::annotate::{Annotations, annotate};
use crate::compare::corrections::Corrections;
use crate::compare::{Findings, compare, dcts};
use crate::document::{Document, DocumentId};
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::{ActorIdx, AttributionIdx, ClaimIdx, DocIdx, TimexIdx, ToponymIdx};
use crate::language::Packs;
use crate::read::furniture;
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

/// All documents, sorted by name, and what they say together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// The documents; [`DocIdx`] is a position here.
    pub docs: Vec<Annotated>,
    /// What they say together.
    pub findings: Findings,
}

impl Dossier {
    /// Annotates and compares documents one after another with the embedded packs and gazetteer.
    ///
    /// The shell does the same with threads and progress through [`Dossier::from_annotated`].
    pub fn of(mut documents: Vec<Document>) -> Dossier {
        documents.sort_by(|one, two| one.name.cmp(&two.name).then(one.id.cmp(&two.id)));
        furniture::mark(&mut documents);
        let (packs, gazetteer) = (Packs::embedded(), Gazetteer::embedded());
        let docs = documents.into_iter().map(|document| Annotated::of(document, packs, gazetteer)).collect();
        Dossier::from_annotated(docs, packs, gazetteer)
    }

    /// Compares annotated documents. Documents whose creation time only the dossier bounds are annotated
    /// again with it first.
    pub fn from_annotated(docs: Vec<Annotated>, packs: &Packs, gazetteer: &Gazetteer) -> Dossier {
        Dossier::corrected(docs, packs, gazetteer, &Corrections::default())
    }

    /// As [`Dossier::from_annotated`], with a user's corrections.
    pub fn corrected(
        mut docs: Vec<Annotated>,
        packs: &Packs,
        gazetteer: &Gazetteer,
        corrections: &Corrections,
    ) -> Dossier {
        docs.sort_by(|one, two| {
            let (one, two) = (&one.document, &two.document);
            one.name.cmp(&two.name).then(one.id.cmp(&two.id))
        });
        for (position, dct) in dcts::dcts(&docs) {
            let doc = &mut docs[position.at()];
            doc.annotations = annotate(&doc.document, Some(&dct), packs.of(&doc.document), gazetteer);
        }
        let findings = compare(&docs, packs, gazetteer, corrections);
        Dossier { docs, findings }
    }

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
