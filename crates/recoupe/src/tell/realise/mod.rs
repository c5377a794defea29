//! Sentences of the report: events, disagreements and changes told in the page's language, from the templates of
//! `ui/sentences.<language>.toml`. A slot that no report fills is left out of the sentence, never guessed.

mod actors;
mod changes;
mod disputes;
mod events;
pub mod grammar;
mod places;
mod when;

use std::collections::BTreeMap;

use crate::compare::entities::by_chain;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::{ChainIdx, DocIdx, EntityIdx, PlaceId};
pub use changes::Change;
pub use events::mood_of;
use grammar::{Grammar, Phrase};
use places::Forms;

/// What a dossier's actors and places are called inside a sentence.
#[derive(Debug, Clone)]
pub struct Phrases {
    /// The grammar of the language.
    pub grammar: &'static Grammar,
    /// By entity; `None` where nothing can be said in the language.
    actors: Vec<Option<Phrase>>,
    /// Forms of the places of events.
    places: BTreeMap<PlaceId, Forms>,
    chains: BTreeMap<(DocIdx, ChainIdx), EntityIdx>,
}

impl Phrases {
    /// Phrases for everything that a sentence may speak of; `names` are those of the entities in the language.
    pub fn of(dossier: &Dossier, gazetteer: &Gazetteer, language: &str, names: &[String]) -> Phrases {
        let grammar = Grammar::of(language);
        let places = places::forms(dossier, gazetteer, grammar, language);
        let actors = actors::phrases(dossier, gazetteer, (grammar, language), names);
        Phrases { grammar, actors, places, chains: by_chain(&dossier.findings.entities) }
    }

    /// What an actor is called, if it can be told in the language.
    pub fn actor(&self, entity: EntityIdx) -> Option<&Phrase> {
        self.actors.get(entity.at())?.as_ref()
    }
}

/// A text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
