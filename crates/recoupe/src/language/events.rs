//! `events.toml`: triggers with frames, moods, and words of extent.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};
use crate::annotate::actors::LabelStance;
use crate::annotate::claims::EventType;

/// Words of the claim layer. Lemmas are in lower case.
#[derive(Debug)]
pub struct EventWords {
    /// Frames; see [`EventWords::verb`] and [`EventWords::noun`].
    pub frames: Vec<Frame>,
    verbs: BTreeMap<String, Vec<usize>>,
    nouns: BTreeMap<String, Vec<usize>>,
    /// Prepositions before the agent of a passive.
    pub agent_prepositions: BTreeSet<String>,
    /// Words that deny.
    pub negations: BTreeSet<String>,
    /// Nouns that make a part of a place.
    pub partial_nouns: BTreeSet<String>,
    /// Words that say that the whole is meant.
    pub whole_words: BTreeSet<String>,
    /// Nouns that stand for a place.
    pub place_nouns: BTreeSet<String>,
    /// Prepositions by argument.
    pub prepositions: BTreeMap<Argument, BTreeSet<String>>,
    /// Moods of governing verbs.
    pub moods: Moods,
}

/// What a trigger's arguments mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// The event type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    /// Role of the subject.
    pub subject: Option<Role>,
    /// Role of the object.
    pub object: Option<Role>,
    /// Role after 'de' or 'from'.
    pub de: Option<Role>,
    /// Role after 'à' or 'to'.
    pub a: Option<Role>,
    /// Role after 'contre' or 'against'.
    pub contre: Option<Role>,
    /// Role after 'par' or 'by' behind a noun.
    pub par_noun: Option<Role>,
    /// What has to be there for a claim.
    pub needs: Option<Need>,
    /// Words after the trigger, in lower case, that give it another meaning ('prise en étau').
    #[serde(default)]
    pub never: Vec<String>,
    /// What a number before the noun counts.
    pub counted: Option<String>,
    /// How the word speaks of the event.
    #[serde(default)]
    pub stance: LabelStance,
}

/// A role of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Role {
    Agent,
    Patient,
    Place,
}

/// What has to be there for a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Need {
    Place,
    Actor,
    Number,
}

/// An argument that a preposition marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Argument {
    De,
    A,
    Contre,
    ParNoun,
    Place,
}

impl Frame {
    /// The role of a marked argument.
    pub fn role(&self, argument: Argument) -> Option<Role> {
        match argument {
            Argument::De => self.de,
            Argument::A => self.a,
            Argument::Contre => self.contre,
            Argument::ParNoun => self.par_noun,
            // Who loses a town in a country does not lose the country.
            Argument::Place => (!self.event_type.is("control")).then_some(Role::Place),
        }
    }
}

/// Lemmas of governing verbs by what they say of their infinitive.
#[derive(Debug, Deserialize)]
pub struct Moods {
    /// It is still to come.
    pub predicted: BTreeSet<String>,
    /// It is wanted.
    pub intended: BTreeSet<String>,
    /// It did happen.
    pub factual: BTreeSet<String>,
    /// Prepositions of purpose.
    pub purpose: BTreeSet<String>,
}

#[derive(Deserialize)]
struct File {
    agent_prepositions: BTreeSet<String>,
    negations: BTreeSet<String>,
    partial_nouns: BTreeSet<String>,
    whole_words: BTreeSet<String>,
    place_nouns: BTreeSet<String>,
    prepositions: BTreeMap<Argument, BTreeSet<String>>,
    moods: Moods,
    trigger: Vec<Frame>,
}

impl EventWords {
    pub(super) fn load(files: &PackFiles) -> Result<EventWords, PackError> {
        let file: File = files.toml("events.toml")?;
        let index = |lemmas: fn(&Frame) -> &Vec<String>| {
            let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (position, frame) in file.trigger.iter().enumerate() {
                for lemma in lemmas(frame) {
                    index.entry(lemma.clone()).or_default().push(position);
                }
            }
            index
        };
        Ok(EventWords {
            verbs: index(|frame| &frame.verbs),
            nouns: index(|frame| &frame.nouns),
            frames: file.trigger,
            agent_prepositions: file.agent_prepositions,
            negations: file.negations,
            partial_nouns: file.partial_nouns,
            whole_words: file.whole_words,
            place_nouns: file.place_nouns,
            prepositions: file.prepositions,
            moods: file.moods,
        })
    }

    /// Frames of a verb's lemma.
    pub fn verb(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.verbs.get(lemma).into_iter().flatten().map(|&position| &self.frames[position])
    }

    /// Frames of a noun's lemma.
    pub fn noun(&self, lemma: &str) -> impl Iterator<Item = &Frame> {
        self.nouns.get(lemma).into_iter().flatten().map(|&position| &self.frames[position])
    }

    /// The argument that a preposition marks, surest first.
    pub fn argument(&self, preposition: &str) -> impl Iterator<Item = Argument> {
        self.prepositions.iter().filter(move |(_, words)| words.contains(preposition)).map(|(argument, _)| *argument)
    }
}
