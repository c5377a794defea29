//! What every form needs: a dossier with quick look-ups.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotated::{Annotated, ClaimRef};
use crate::compare::contradictions::{ContradictionKind, Resolution};
use crate::compare::events::{Event, PlaceValue, SlotValue};
use crate::compare::families::Family;
use crate::dates::Interval;
use crate::document::{BlockKind, DocumentId};
use crate::dossier::Dossier;
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::Place;
use crate::index::{DocIdx, EntityIdx, EventIdx, PlaceId};
use crate::layers::claims::Claim;
use crate::layers::toponyms::Geometry;
use crate::tell::Options;
use crate::tell::names::Names;
use crate::tell::realise::Phrases;
use crate::tell::ui::Texts;
use crate::text::{CharIndex, Span};

/// Between the links of a chain of sources.
const ARROW: &str = " → ";

/// A dossier that is being told, with the gazetteer that resolved its places.
#[derive(Debug)]
pub struct Telling<'d> {
    /// The dossier.
    pub dossier: &'d Dossier,
    /// Names and positions of places.
    pub gazetteer: &'d Gazetteer,
    /// Language, title and notes.
    pub options: &'d Options,
    /// The interface texts of the options' language.
    pub t: Texts,
    /// What things are called in that language.
    pub called: Names,
    /// The same inside a sentence.
    pub said: Phrases,
    /// The first moment at which some report was made, where one is known.
    pub first_made: Option<jiff::civil::DateTime>,
    by_id: BTreeMap<DocumentId, DocIdx>,
    chars: Vec<CharIndex<'d>>,
    disputed: BTreeSet<EventIdx>,
    /// First claims of the events of which reports dispute who did it.
    agent_disputed: BTreeSet<ClaimRef>,
}

impl<'d> Telling<'d> {
    /// Indexes a dossier in one pass.
    pub fn new(dossier: &'d Dossier, gazetteer: &'d Gazetteer, options: &'d Options) -> Telling<'d> {
        let docs = || dossier.docs.iter().enumerate();
        let contradictions = &dossier.findings.contradictions;
        let stand = contradictions.iter().filter(|found| found.resolution == Resolution::Real);
        let t = Texts::of(&options.language);
        let called = Names::of(dossier, gazetteer, &t);
        Telling {
            dossier,
            gazetteer,
            options,
            said: Phrases::of(dossier, gazetteer, t.language, &called.entities),
            called,
            first_made: dossier.docs.iter().filter_map(|doc| doc.annotations.dct.interval.earliest).min(),
            t,
            by_id: docs().map(|(position, doc)| (doc.document.id, DocIdx::new(position))).collect(),
            chars: docs().map(|(_, doc)| CharIndex::new(&doc.document.text)).collect(),
            agent_disputed: stand
                .clone()
                .filter(|found| found.kind == ContradictionKind::Agent)
                .flat_map(|found| &found.events)
                .filter_map(|at| dossier.findings.events.get(at.at())?.claims.first().copied())
                .collect(),
            disputed: stand.flat_map(|found| found.events.iter().copied()).collect(),
        }
    }

    /// The position of a document.
    pub fn position(&self, id: DocumentId) -> Option<DocIdx> {
        self.by_id.get(&id).copied()
    }

    /// A document.
    pub fn doc(&self, doc: DocIdx) -> Option<&'d Annotated> {
        self.dossier.docs.get(doc.at())
    }

    /// Who publishes a document, or what it is called; empty where there is no such document.
    pub fn outlet(&self, doc: DocIdx) -> &str {
        self.called.docs.get(doc.at()).map_or("", String::as_str)
    }

    /// The title of a document: what its page or file states, else its headline.
    pub fn title(&self, doc: DocIdx) -> Option<&'d str> {
        let document = &self.doc(doc)?.document;
        let headline = document.blocks.iter().find(|block| block.kind == BlockKind::Headline);
        let stated = document.meta.title.value().map(String::as_str);
        stated.or_else(|| headline.map(|block| document.slice(block.span).trim())).filter(|title| !title.is_empty())
    }

    /// Who publishes the document that evidence lies in.
    pub fn outlet_of(&self, evidence: &Evidence) -> &str {
        self.position(evidence.doc).map_or("", |doc| self.outlet(doc))
    }

    /// The name of an entity; empty where there is none.
    pub fn entity(&self, entity: EntityIdx) -> &str {
        self.called.entities.get(entity.at()).map_or("", String::as_str)
    }

    /// The names of the entities of a slot.
    pub fn names(&self, slots: &[SlotValue<EntityIdx>]) -> Vec<&str> {
        slots.iter().map(|slot| self.entity(slot.value)).filter(|name| !name.is_empty()).collect()
    }

    /// One name for each side in a slot: that which most families give, each once.
    pub fn sides<'s>(&self, slots: impl IntoIterator<Item = &'s SlotValue<EntityIdx>>) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.side_entities(slots).into_iter().map(|it| self.entity(it)).filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// One entity for each side in a slot: that which most families name.
    pub fn side_entities<'s>(&self, slots: impl IntoIterator<Item = &'s SlotValue<EntityIdx>>) -> Vec<EntityIdx> {
        let mut best: Vec<(EntityIdx, &SlotValue<EntityIdx>)> = Vec::new();
        for slot in slots {
            let side = self.side(slot.value);
            match best.iter_mut().find(|(of, _)| *of == side) {
                Some((_, chosen)) if slot.families.len() > chosen.families.len() => *chosen = slot,
                Some(_) => {}
                None => best.push((side, slot)),
            }
        }
        best.into_iter().map(|(_, slot)| slot.value).collect()
    }

    /// The first entity of the side that an entity is on.
    pub fn side(&self, entity: EntityIdx) -> EntityIdx {
        self.called.sides.get(entity.at()).copied().unwrap_or(entity)
    }

    /// The name of a family: that of its origin.
    pub fn family_name<'n>(&'n self, family: &'n Family) -> &'n str {
        self.in_words(&family.name)
    }

    /// A chain of sources that ends with a document.
    pub fn chain(&self, chain: &str) -> String {
        match chain.rsplit_once(ARROW) {
            Some((sources, last)) => format!("{sources}{ARROW}{}", self.in_words(last)),
            None => chain.to_owned(),
        }
    }

    /// A text of the findings with readable names in place of the files' names of documents without outlet.
    pub fn with_readable_names(&self, text: &str) -> String {
        let docs = self.dossier.docs.iter().zip(&self.called.docs);
        let unnamed = docs.filter(|(doc, _)| doc.document.meta.outlet.value().is_none());
        let mut text = text.to_owned();
        for (doc, name) in unnamed.filter(|(doc, _)| !doc.document.name.is_empty()) {
            if text.contains(&doc.document.name) {
                text = text.replace(&doc.document.name, name);
            }
        }
        text
    }

    /// The readable name where a finding bears the name of a document's file.
    fn in_words<'n>(&'n self, name: &'n str) -> &'n str {
        let named = self.dossier.docs.iter().position(|doc| doc.document.outlet() == name);
        named.map_or(name, |at| self.outlet(DocIdx::new(at)))
    }

    /// A claim.
    pub fn claim(&self, at: ClaimRef) -> Option<&'d Claim> {
        self.doc(at.doc)?.annotations.claims.get(at.claim.at())
    }

    /// The characters behind an event, one piece of evidence per claim.
    pub fn evidence(&self, event: &Event) -> Vec<&'d Evidence> {
        event.claims.iter().filter_map(|&claim| self.claim(claim)).map(|claim| &claim.evidence).collect()
    }

    /// A span of a document in Unicode code points, end exclusive.
    pub fn code_points(&self, doc: DocIdx, span: Span) -> (u32, u32) {
        self.chars.get(doc.at()).map_or((0, 0), |index| index.char_span(span))
    }

    /// Whether a contradiction about an event stands.
    pub fn is_disputed(&self, event: EventIdx) -> bool {
        self.disputed.contains(&event)
    }

    /// Whether reports dispute who did it: then a sentence in the page's own voice names nobody.
    pub fn is_agent_disputed(&self, event: &Event) -> bool {
        event.claims.first().is_some_and(|first| self.agent_disputed.contains(first))
    }

    /// The place of an event in the gazetteer.
    pub fn place(&self, event: &Event) -> Option<Place<'d>> {
        self.gazetteer.places.get(event.place.as_ref()?.value)
    }

    /// The name of a place of the gazetteer in the language of the report.
    pub fn name_of_place(&self, place: PlaceId) -> &str {
        let own = self.called.places.get(&place).map(String::as_str);
        own.unwrap_or_else(|| self.gazetteer.places.name(place, self.t.language))
    }

    /// The name of a place in the language of the report; as written where it is unresolved.
    pub fn place_name<'n>(&'n self, place: &'n PlaceValue) -> &'n str {
        let resolved = place.place.map(|id| self.name_of_place(id));
        resolved.filter(|name| !name.is_empty()).unwrap_or(&place.name)
    }

    /// The name of the place of an event, resolved or as written.
    pub fn event_place<'n>(&'n self, event: &'n Event) -> Option<&'n str> {
        let chosen = event.place.as_ref().map(|best| self.name_of_place(best.value));
        let written = || event.places.first().map(|slot| self.place_name(&slot.value));
        chosen.filter(|name| !name.is_empty()).or_else(written)
    }

    /// Where an event lies, with the radius of uncertainty: the smallest geometry that its claims give,
    /// else that of its place.
    pub fn point(&self, event: &Event) -> Option<Geometry> {
        let place = self.place(event)?;
        let said = event.claims.iter().filter_map(|&at| {
            let claim = self.claim(at)?;
            let toponym = self.doc(at.doc)?.annotations.toponyms.mentions.get(claim.place.as_ref()?.value.at())?;
            toponym.geometry.filter(|_| toponym.place == Some(place.id))
        });
        let smallest = said.min_by(|one, two| one.radius_km.total_cmp(&two.radius_km));
        Some(smallest.unwrap_or(Geometry { lat: place.lat, lon: place.lon, radius_km: place.radius_km }))
    }

    /// When an event happened, as far as known.
    pub fn when(&self, event: &Event) -> Option<Interval> {
        event.when.as_ref().map(|best| best.value.0).filter(|when| !when.is_open())
    }

    /// The outlets that tell of an event, sorted.
    pub fn outlets(&self, event: &Event) -> BTreeSet<&str> {
        event.claims.iter().map(|claim| self.outlet(claim.doc)).collect()
    }
}
