//! `grammar.toml`: words from which clauses are built.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};
use crate::layers::clauses::Relation;

/// Words from which clauses are built. Lemmas in lower case where nothing else is said.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grammar {
    /// Auxiliaries of the passive, with a past participle of any verb but the unaccusatives.
    pub passive_auxiliaries: BTreeSet<String>,
    /// Verbs whose perfect looks like a passive ('est tombé').
    pub unaccusatives: BTreeSet<String>,
    /// Reflexive pronouns.
    pub reflexives: BTreeSet<String>,
    /// Verbs without a subject ('pleuvoir').
    pub impersonal: BTreeSet<String>,
    /// Prepositions before the agent of a passive.
    pub agent_prepositions: BTreeSet<String>,
    /// Prepositions before the owner of a noun.
    pub of_prepositions: BTreeSet<String>,
    /// Prepositions before whom something is asked or taken of ('demander *à* X de').
    pub dative_prepositions: BTreeSet<String>,
    /// Nouns of time, which are no subjects or objects.
    pub time_nouns: BTreeSet<String>,
    /// Nouns that take a part of a group ('la plupart de'), through which a relative clause speaks of the group.
    pub partitives: BTreeSet<String>,
    /// Adverbs that a parser may take for prepositions.
    pub adverbs: BTreeSet<String>,
    /// Words that open a clause without a finite verb ('avant de', 'pour').
    pub clause_marks: BTreeSet<String>,
    /// Those of them that tell when; who was acted on in the clause above did what they open.
    pub time_marks: BTreeSet<String>,
    /// Endings of infinitives.
    pub infinitive_endings: Vec<String>,
    /// Endings of past participles with the ending of their verb, for those that are tagged as adjectives.
    pub participles: BTreeMap<String, String>,
    /// Endings that make a conditional of an infinitive, and a past of any other stem.
    pub conditional_endings: Vec<String>,
    /// Auxiliaries.
    pub auxiliaries: Auxiliaries,
    /// How things are denied.
    pub negation: NegationWords,
    /// Forms of relative pronouns, where the tagger does not tell them from others.
    pub relatives: BTreeSet<String>,
    /// Forms of relative pronouns that are objects and may stand before a verb and its subject ('que').
    pub object_relatives: BTreeSet<String>,
    /// Forms of relative pronouns that are subjects ('qui').
    pub subject_relatives: BTreeSet<String>,
    /// Nouns for the better part of a force ('le gros des troupes').
    pub cores: BTreeSet<String>,
    /// Verbs that say who makes up such a part.
    pub makes_up: BTreeSet<String>,
    /// Verbs whose object, or whoever it is asked of, is the subject of the infinitive below ('accuser X de').
    pub object_control: BTreeSet<String>,
    /// Those of them whose subject is, where there is no object ('want to').
    pub subject_without_object: BTreeSet<String>,
    /// Nouns whose infinitive has their owner as subject ('la tentative de X de').
    pub controlled_nouns: BTreeSet<String>,
    /// Marks of purpose.
    pub purpose: BTreeSet<String>,
    /// Marks of condition.
    pub conditions: BTreeSet<String>,
    /// Marks of comparison.
    pub comparison: BTreeSet<String>,
    /// Verbs that carry a noun of happening.
    pub light: LightVerbs,
    /// Nouns of happenings, besides those of `events.toml`.
    pub event_nouns: BTreeSet<String>,
    /// Nouns of happenings that are done to whomever 'of' leads to ('la prise de').
    pub of_object: BTreeSet<String>,
    /// Nouns of happenings that whomever 'of' leads to does ('le départ de').
    pub of_subject: BTreeSet<String>,
    /// Verbs and nouns above a clause, by what they say of it.
    governing: BTreeMap<Relation, BTreeSet<String>>,
    #[serde(skip)]
    relations: BTreeMap<String, Relation>,
}

/// Auxiliaries by what they make of a verb.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auxiliaries {
    /// Of the perfect.
    pub perfect: BTreeSet<String>,
    /// Of the future.
    pub future: BTreeSet<String>,
    /// Of the future seen from the past, and of the conditional.
    pub would: BTreeSet<String>,
    /// Of possibility.
    pub potential: BTreeSet<String>,
    /// Of necessity.
    pub necessary: BTreeSet<String>,
    /// Verbs of going: with an infinitive right below them they make a future.
    pub going: BTreeSet<String>,
    /// Verbs of coming: with such an infinitive and a preposition they make a past.
    pub coming: BTreeSet<String>,
}

/// How things are denied.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NegationWords {
    /// Words that deny by themselves.
    pub full: BTreeSet<String>,
    /// Words that need another one ('ne').
    pub half: BTreeSet<String>,
    /// Pronouns that deny ('personne').
    pub pronouns: BTreeSet<String>,
    /// Determiners that deny ('aucun').
    pub determiners: BTreeSet<String>,
    /// Words that turn a negation into 'only', or say 'only' by themselves.
    pub restrictions: BTreeSet<String>,
    /// Whether words of restriction need a negation.
    pub restriction_needs_negation: bool,
    /// Marks and prepositions that deny what they open ('sans').
    pub without: BTreeSet<String>,
    /// Conjunctions that deny what they join ('ni').
    pub neither: BTreeSet<String>,
}

/// Verbs that carry a noun of happening: their arguments are the noun's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightVerbs {
    /// The subject does it ('mener', 'lancer').
    pub does: BTreeSet<String>,
    /// The subject suffers it ('subir').
    pub suffers: BTreeSet<String>,
    /// The noun is the subject, and the object suffers it ('viser').
    pub targets: BTreeSet<String>,
    /// The noun is the subject, and the object and its counterpart do it to each other ('opposer').
    pub opposes: BTreeSet<String>,
    /// Nouns that make their subject the target ('être la cible de').
    pub target_nouns: BTreeSet<String>,
    /// Prepositions before what the subject of the clause is under ('sous').
    pub under: BTreeSet<String>,
}

impl Grammar {
    /// Reads the pack's `grammar.toml`.
    ///
    /// # Errors
    /// When the file is missing or wrong, or one word stands in two lists of `governing`.
    pub(super) fn load(files: &PackFiles) -> Result<Grammar, PackError> {
        let mut grammar: Grammar = files.toml("grammar.toml")?;
        for (relation, lemmas) in &grammar.governing {
            for lemma in lemmas {
                if grammar.relations.insert(lemma.clone(), *relation).is_some() {
                    return Err(files.wrong("grammar.toml", format!("'{lemma}' stands in two lists of [governing]")));
                }
            }
        }
        Ok(grammar)
    }

    /// What a verb or noun says of the clause below it.
    pub fn relation(&self, lemma: &str) -> Option<Relation> {
        self.relations.get(lemma).copied()
    }

    /// Whether a preposition leads to the owner of a noun.
    pub fn is_of(&self, preposition: &str) -> bool {
        self.of_prepositions.contains(preposition)
    }
}
