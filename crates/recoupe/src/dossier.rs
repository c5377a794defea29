//! A dossier: all documents with their annotations, and what they say together.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::annotate::annotate;
use crate::annotate::dct::flag_future;
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

/// The road from documents to findings, and all that it depends on besides them. Whoever travels it (library, shell,
/// tests) says only how to iterate: `settle`, `annotate_one` for each document, `finish`.
#[derive(Debug, Clone)]
pub struct Road {
    /// The language packs.
    pub packs: Packs,
    /// Places and known actors.
    pub gazetteer: Gazetteer,
    /// The user's corrections.
    pub corrections: Corrections,
    /// Today, as the engine has no clock: documents that give a later day as theirs are flagged.
    pub today: Option<Date>,
}

impl Road {
    /// The road with the embedded packs and gazetteer, without corrections and without a today.
    pub fn embedded() -> &'static Road {
        static ROAD: LazyLock<Road> = LazyLock::new(|| Road {
            packs: Packs::embedded().clone(),
            gazetteer: Gazetteer::embedded().clone(),
            corrections: Corrections::default(),
            today: None,
        });
        &ROAD
    }

    /// Puts documents in order, and marks the lines that an outlet repeats in them. Comes before annotation.
    pub fn settle(&self, documents: &mut [Document]) {
        documents.sort_by(|one, two| one.name.cmp(&two.name).then(one.id.cmp(&two.id)));
        furniture::mark(documents);
    }

    /// Annotates one document with the pack of its language.
    pub fn annotate_one(&self, document: Document) -> Annotated {
        let mut annotated = Annotated::of(document, &self.packs, &self.gazetteer);
        self.flag(&mut annotated);
        annotated
    }

    /// Compares annotated documents. Documents whose creation time only the dossier bounds are annotated again with
    /// it first.
    pub fn finish(&self, mut docs: Vec<Annotated>) -> Dossier {
        docs.sort_by(|one, two| {
            let (one, two) = (&one.document, &two.document);
            one.name.cmp(&two.name).then(one.id.cmp(&two.id))
        });
        for (position, dct) in dcts::dcts(&docs) {
            let doc = &mut docs[position.at()];
            doc.annotations = annotate(&doc.document, Some(&dct), self.packs.of(&doc.document), &self.gazetteer);
        }
        // Annotations may have been kept from another day.
        docs.iter_mut().for_each(|doc| self.flag(doc));
        let findings = compare(&docs, &self.packs, &self.gazetteer, &self.corrections);
        Dossier { docs, findings }
    }

    /// The whole road, one document after another.
    pub fn dossier(&self, mut documents: Vec<Document>) -> Dossier {
        self.settle(&mut documents);
        self.finish(documents.into_iter().map(|document| self.annotate_one(document)).collect())
    }

    fn flag(&self, doc: &mut Annotated) {
        if let Some(today) = self.today {
            flag_future(&mut doc.annotations.dct, today);
        }
    }
}

impl Dossier {
    /// Annotates and compares documents one after another with the embedded packs and gazetteer: see [`Road`].
    pub fn of(documents: Vec<Document>) -> Dossier {
        Road::embedded().dossier(documents)
    }

    /// Compares annotated documents with a user's corrections: see [`Road::finish`].
    pub fn corrected(docs: Vec<Annotated>, packs: &Packs, gazetteer: &Gazetteer, corrections: &Corrections) -> Dossier {
        let road =
            Road { packs: packs.clone(), gazetteer: gazetteer.clone(), corrections: corrections.clone(), today: None };
        road.finish(docs)
    }

    /// The position of a document.
    pub fn position(&self, id: DocumentId) -> Option<DocIdx> {
        self.docs.iter().position(|doc| doc.document.id == id).map(DocIdx::new)
    }
}
