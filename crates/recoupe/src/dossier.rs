//! A dossier: all documents with their annotations, and what they say together.

use serde::{Deserialize, Serialize};

use crate::annotate::annotate;
use crate::annotated::Annotated;
use crate::compare::corrections::Corrections;
use crate::compare::{Findings, compare, dcts};
use crate::document::{Document, DocumentId};
use crate::gazetteer::Gazetteer;
use crate::index::DocIdx;
use crate::language::Packs;
use crate::read::furniture;

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
