//! The third room: all documents with their annotations become [`Findings`].
//!
//! A stage adds records that point into the annotations; it never writes into them. The order of the
//! documents changes nothing: they are sorted by name before this room opens.

pub mod contradictions;
pub mod control;
pub mod corrections;
pub mod dcts;
pub mod entities;
pub mod events;
pub mod families;
pub mod framing;
pub mod questions;
pub mod reuse;

use serde::{Deserialize, Serialize};

use crate::annotated::Annotated;
use crate::gazetteer::Gazetteer;
use crate::language::Packs;

use contradictions::Contradiction;
use control::ControlOfPlace;
use corrections::Corrections;
use entities::Entity;
use events::Event;
use families::Family;
use framing::Framing;
use questions::Question;
use reuse::{AlteredQuotation, Reuse};

/// What a dossier says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// Passages that documents share, with their edits.
    pub reuse: Vec<Reuse>,
    /// Renderings of one quotation that differ inside the quotation marks.
    pub altered_quotations: Vec<AlteredQuotation>,
    /// Documents and passages that share an origin; every document belongs to one as a whole.
    pub families: Vec<Family>,
    /// Actors of the whole dossier.
    pub entities: Vec<Entity>,
    /// Events with what each source says of them, in order of time.
    pub events: Vec<Event>,
    /// Where sources disagree.
    pub contradictions: Vec<Contradiction>,
    /// Who held which place when.
    pub control: Vec<ControlOfPlace>,
    /// How outlets name the sides and the events.
    pub framing: Framing,
    /// What a reporter would have to check next.
    pub questions: Vec<Question>,
    /// What went wrong or stays in doubt, as sentences for the reader.
    pub warnings: Vec<String>,
}

impl Findings {
    /// Gives every finding to `take` as JSON, with the name of its list and its place in it: one at a time, as all of
    /// them at once may be many times larger than the findings. Lists come in alphabetical order.
    ///
    /// # Errors
    /// The first that `take` gives.
    pub fn each<E: From<serde_json::Error>>(
        &self,
        mut take: impl FnMut(&str, usize, serde_json::Value) -> Result<(), E>,
    ) -> Result<(), E> {
        fn list<T: Serialize, E: From<serde_json::Error>>(
            name: &str,
            found: &[T],
            take: &mut impl FnMut(&str, usize, serde_json::Value) -> Result<(), E>,
        ) -> Result<(), E> {
            found.iter().enumerate().try_for_each(|(at, one)| take(name, at, serde_json::to_value(one)?))
        }
        let Findings {
            reuse,
            altered_quotations,
            families,
            entities,
            events,
            contradictions,
            control,
            framing,
            questions,
            warnings,
        } = self;
        list("altered_quotations", altered_quotations, &mut take)?;
        list("contradictions", contradictions, &mut take)?;
        list("control", control, &mut take)?;
        list("entities", entities, &mut take)?;
        list("events", events, &mut take)?;
        list("families", families, &mut take)?;
        list("framing", std::slice::from_ref(framing), &mut take)?;
        list("questions", questions, &mut take)?;
        list("reuse", reuse, &mut take)?;
        list("warnings", warnings, &mut take)
    }
}

/// Compares the documents of a dossier; a user's corrections decide which claims speak of one event.
pub fn compare(docs: &[Annotated], packs: &Packs, gazetteer: &Gazetteer, corrections: &Corrections) -> Findings {
    let (corrections, warnings) = corrections.resolve(docs);
    let (reuse, altered_quotations) = reuse::reuse(docs, packs);
    let families = families::families(docs, &reuse);
    let entities = entities::entities(docs, packs, gazetteer);
    let index = families::FamilyIndex::new(&families);
    let events = events::events(docs, &entities, &index, gazetteer, &reuse, &corrections);
    let contradictions = contradictions::contradictions(
        docs,
        packs,
        gazetteer,
        (&entities, &index),
        &events,
        &reuse,
        &altered_quotations,
    );
    let control = control::control(docs, &entities, &events);
    let framing = framing::framing(docs, packs, &entities, &events, &reuse);
    let questions = questions::questions(&events, &contradictions, families.len());
    Findings {
        reuse,
        altered_quotations,
        families,
        entities,
        events,
        contradictions,
        control,
        framing,
        questions,
        warnings,
    }
}
