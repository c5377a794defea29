//! `syntax.toml`: words behind the repairs of parses.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{PackError, PackFiles};

/// Words behind the repairs of parses.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyntaxWords {
    /// Lemmas of verbs whose subject follows them after a quotation.
    pub speech_verbs: BTreeSet<String>,
    /// Lemmas of verbs that speak where something else makes them ('faire savoir').
    pub caused_speech_verbs: BTreeSet<String>,
    /// Lemmas of nouns that are times, and no agents.
    pub time_nouns: BTreeSet<String>,
    /// Relation of an adverbial noun; empty where the treebank's own habit is kept.
    pub adverbial_relation: String,
    /// Lemmas of nouns that are no agents behind the preposition of the agent ('par la suite').
    pub no_agents: BTreeSet<String>,
    /// Forms that are the verb of a sentence that seems to have none ('Troops retake the town').
    pub headline_verbs: BTreeSet<String>,
    /// Lemmas of prepositions of the agent of a passive.
    pub agent_prepositions: BTreeSet<String>,
}

impl SyntaxWords {
    /// Reads the pack's `syntax.toml`.
    ///
    /// # Errors
    /// When the file is missing or wrong.
    pub fn load(files: &PackFiles) -> Result<SyntaxWords, PackError> {
        files.toml("syntax.toml")
    }
}
