//! `attributions.toml`: how a language says who says what.

use std::collections::{BTreeMap, BTreeSet};

use crate::gazetteer::places::phrase;
use crate::layers::kinds::CueStance;

use serde::Deserialize;

use super::{PackError, PackFiles};

/// Words of the attribution layer: folded phrases, words joined by single spaces.
#[derive(Debug)]
pub struct AttributionWords {
    /// Lemmas of reporting verbs with their stance.
    pub lemmas: BTreeMap<String, CueStance>,
    /// Finite forms and phrases with their stance.
    pub finite: BTreeMap<String, CueStance>,
    /// Participles that report after an auxiliary.
    pub participles: BTreeMap<String, CueStance>,
    /// The sets of phrases.
    pub phrases: Phrases,
    /// Whether what is said may follow the verb as a clause without an opening word ('she said it fell').
    pub bare_clauses: bool,
    /// Words of the longest phrase.
    pub longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    bare_clauses: bool,
    verbs: BTreeMap<CueStance, Verbs>,
    phrases: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verbs {
    lemmas: Vec<String>,
    present: Vec<String>,
    participles: Vec<String>,
}

/// Sets of folded phrases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    /// Lemmas of verbs whose object noun is what is said.
    pub noun_objects: PhraseSet,
    /// Prepositions before a source.
    pub prepositions: PhraseSet,
    /// Such phrases of which the last word begins the source.
    pub prepositions_with_noun: PhraseSet,
    /// Those that also have other uses, and need an actor and a comma after it.
    pub weak_prepositions: PhraseSet,
    /// Nouns that are no source after such a preposition.
    pub not_sources: PhraseSet,
    /// Infinitives of narration.
    pub narrative: PhraseSet,
    /// Auxiliaries of compound tenses and of the passive.
    pub auxiliaries: PhraseSet,
    /// Participles of the passive's auxiliary.
    pub passive_participles: PhraseSet,
    /// Auxiliaries that make a passive by themselves.
    pub passive_auxiliaries: PhraseSet,
    /// Lemmas of prepositions that tie a noun to the one that it names.
    pub noun_links: PhraseSet,
    /// Nouns of media in general, which hear and do not pass on.
    pub hearers: PhraseSet,
    /// Prepositions of the agent.
    pub agent_prepositions: PhraseSet,
    /// Words of negation.
    pub negations: PhraseSet,
    /// Participles of 'considered by X as Y'.
    pub regarding: PhraseSet,
    /// What opens Y there.
    pub regarded_as: PhraseSet,
    /// Pronouns after an inverted verb.
    pub inverted_pronouns: PhraseSet,
    /// Letters between an inverted verb and its pronoun.
    pub inversion_marks: PhraseSet,
    /// Words that open a content clause.
    pub complementisers: PhraseSet,
    /// Words that open an indirect question.
    pub question_words: PhraseSet,
    /// Words between auxiliary and participle.
    pub adverbs: PhraseSet,
    /// Prepositions between a reporting verb and a medium.
    pub relay_prepositions: PhraseSet,
    /// Participles that make what follows the medium of the source before.
    pub relay_participles: PhraseSet,
    /// Participles that make what follows the source, and the subject its medium.
    pub citing: PhraseSet,
    /// Verbs of a medium that passes on what another source says.
    pub relay_verbs: PhraseSet,
    /// Auxiliaries or adverbs that mark hearsay.
    pub hearsay_auxiliaries: PhraseSet,
    /// Words in whose company they do not.
    pub hearsay_exceptions: PhraseSet,
    /// Pronouns that may be a source.
    pub pronouns: PhraseSet,
    /// Nouns of a text that carries words.
    pub carriers: PhraseSet,
    /// Prepositions before such a noun.
    pub carrier_prepositions: PhraseSet,
    /// Nouns of texts that may be a source but are no actor.
    pub texts: PhraseSet,
    /// Lemmas of verbs whose object is the hearer.
    pub addressed: PhraseSet,
    /// Lemmas of verbs that report only with a predicate besides the object ('called it a mistake').
    pub predicative: PhraseSet,
}

/// A set of folded phrases.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct PhraseSet(BTreeSet<String>);

impl PhraseSet {
    /// Whether a folded phrase is in the set.
    pub fn contains(&self, phrase: &str) -> bool {
        self.0.contains(phrase)
    }

    /// Whether the language has no such phrase.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn longest(&self) -> usize {
        self.0.iter().map(|phrase| words(phrase)).max().unwrap_or(1)
    }
}

impl From<Vec<String>> for PhraseSet {
    fn from(phrases: Vec<String>) -> PhraseSet {
        PhraseSet(phrases.iter().map(|text| phrase(text)).collect())
    }
}

fn words(phrase: &str) -> usize {
    phrase.split(' ').count()
}

impl AttributionWords {
    pub(super) fn load(files: &PackFiles) -> Result<AttributionWords, PackError> {
        let File { bare_clauses, verbs, phrases } = files.toml("attributions.toml")?;
        let table = |forms: fn(&Verbs) -> &Vec<String>| -> BTreeMap<String, CueStance> {
            verbs.iter().flat_map(|(stance, verbs)| forms(verbs).iter().map(|form| (phrase(form), *stance))).collect()
        };
        let (finite, participles) = (table(|verbs| &verbs.present), table(|verbs| &verbs.participles));
        let longest_verb = finite.keys().chain(participles.keys()).map(|form| words(form)).max().unwrap_or(1);
        let sets = [&phrases.prepositions, &phrases.prepositions_with_noun, &phrases.narrative];
        let longest = sets.into_iter().map(PhraseSet::longest).max().unwrap_or(1).max(longest_verb);
        let longest = longest.max(phrases.relay_participles.longest());
        let lemmas = table(|verbs| &verbs.lemmas);
        Ok(AttributionWords { lemmas, finite, participles, phrases, bare_clauses, longest })
    }
}
