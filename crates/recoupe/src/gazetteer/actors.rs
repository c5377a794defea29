//! The actor gazetteer: widely known armed groups, organisations, agencies and media.

use std::collections::{BTreeMap, BTreeSet};

use crate::gazetteer::places::phrase;
use crate::index::ActorId;
use crate::layers::kinds::ActorKind;

use serde::Deserialize;
use thiserror::Error;

static EMBEDDED: &str = include_str!("../../../../gazetteer/actors.toml");

/// A widely known actor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownActor {
    /// Its key.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
    /// Neutral display names by language.
    pub names: BTreeMap<String, String>,
    /// Other names. One in capitals matches only capitals.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Neutral key words by which texts describe it; the packs map nouns to them.
    #[serde(default)]
    pub descriptors: Vec<String>,
    /// ISO 3166 code of its home country.
    pub country: Option<String>,
    /// Neutral keys of the offices of that country that a person holds or held ('president').
    #[serde(default)]
    pub offices: Vec<String>,
    /// The actors that a person leads or led.
    #[serde(default)]
    pub leads: Vec<ActorId>,
}

impl KnownActor {
    /// The display name in a language, else in English, else the key.
    pub fn name(&self, language: &str) -> &str {
        self.names.get(language).or_else(|| self.names.get("en")).map_or(&self.id.0, String::as_str)
    }
}

/// Why an actor file could not be used.
#[derive(Debug, Error)]
#[error("the actor file is wrong: {0}")]
pub struct ActorFileError(#[from] toml::de::Error);

/// The actor gazetteer.
#[derive(Debug, Clone, Default)]
pub struct KnownActors {
    actors: BTreeMap<ActorId, KnownActor>,
    /// Folded name to actor; the flag tells that only capitals match.
    names: BTreeMap<String, (ActorId, bool)>,
    /// Folded names that the file writes without a capital, as texts may do.
    small: BTreeSet<String>,
    longest: usize,
    /// Folded names that are never one actor.
    apart: BTreeSet<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    actor: Vec<KnownActor>,
    /// Lists of names of which no two are one actor.
    #[serde(default)]
    apart: Vec<Vec<String>>,
}

impl KnownActors {
    /// The embedded gazetteer.
    ///
    /// # Panics
    /// When the embedded file is wrong, which a test of this module rules out.
    pub fn embedded() -> KnownActors {
        KnownActors::default().with_file(EMBEDDED).unwrap_or_else(|error| panic!("{error}"))
    }

    /// This gazetteer with the actors of a TOML file merged in; they win over those of the same key or name.
    ///
    /// # Errors
    /// When the text does not have the form of `gazetteer/actors.toml`.
    pub fn with_file(mut self, text: &str) -> Result<KnownActors, ActorFileError> {
        let file: File = toml::from_str(text)?;
        for actor in file.actor {
            for name in actor.names.values().chain(&actor.aliases) {
                let capitals = name.chars().all(|c| !c.is_lowercase());
                let key = phrase(name);
                self.longest = self.longest.max(key.split(' ').count());
                if !name.contains(char::is_uppercase) {
                    self.small.insert(key.clone());
                }
                self.names.insert(key, (actor.id.clone(), capitals));
            }
            self.actors.insert(actor.id.clone(), actor);
        }
        for names in &file.apart {
            for (at, one) in names.iter().enumerate() {
                for two in names.iter().skip(at + 1) {
                    self.apart.insert((phrase(one), phrase(two)));
                    self.apart.insert((phrase(two), phrase(one)));
                }
            }
        }
        Ok(self)
    }

    /// Whether a user's file says that two folded names are never one actor.
    pub fn are_apart(&self, one: &str, two: &str) -> bool {
        !self.apart.is_empty() && self.apart.contains(&(one.to_owned(), two.to_owned()))
    }

    /// An actor by its key.
    pub fn get(&self, id: &ActorId) -> Option<&KnownActor> {
        self.actors.get(id)
    }

    /// The actor of a name: words folded and joined by spaces, and whether the text has it in capitals.
    pub fn lookup(&self, folded: &str, in_capitals: bool) -> Option<&KnownActor> {
        let (id, capitals) = self.names.get(folded)?;
        self.actors.get(id).filter(|_| in_capitals || !capitals)
    }

    /// Whether a folded name also stands without a capital ('les talibans').
    pub fn may_be_small(&self, folded: &str) -> bool {
        self.small.contains(folded)
    }

    /// Words of the longest name.
    pub fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_one_actor_and_capitals_matter() {
        let actors = KnownActors::embedded();
        let id = |name: &str, capitals| actors.lookup(name, capitals).map(|actor| actor.id.0.as_str());
        assert_eq!(id("daech", false), Some("islamic_state"));
        assert_eq!(id("etat islamique", false), Some("islamic_state"));
        assert_eq!(id("ei", true), Some("islamic_state"));
        assert_eq!(id("ei", false), None);
        assert_eq!(id("un", false), None, "the French article is not the United Nations");
    }

    #[test]
    fn some_names_need_no_capital() {
        let actors = KnownActors::embedded();
        assert!(actors.may_be_small("shebab") && actors.may_be_small("talibans"));
        assert!(!actors.may_be_small("hamas"));
    }

    #[test]
    fn a_users_file_wins() {
        let file = "actor = [{ id = \"mine\", kind = \"armed_group\", names = { en = \"Daesh\" } }]";
        let actors = KnownActors::embedded().with_file(file).unwrap();
        assert_eq!(actors.lookup("daesh", false).unwrap().id.0, "mine");
        assert!(actors.with_file("actor = 3").is_err());
    }

    #[test]
    fn a_user_keeps_actors_apart() {
        let actors = KnownActors::embedded().with_file("apart = [[\"Ali Hassan\", \"Hassan\"]]").unwrap();
        assert!(actors.are_apart("hassan", "ali hassan"));
        assert!(!actors.are_apart("hassan", "omar hassan"));
    }
}
