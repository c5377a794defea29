//! `syntax.toml`: words behind the repairs of parses.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::verbs::VerbForms;
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
    /// Forms of the auxiliary of the perfect that are nothing else before a noun.
    pub perfect_auxiliaries: BTreeSet<String>,
    /// Endings of the participles behind them.
    pub participle_endings: Vec<String>,
    /// Forms that are adverbs wherever they stand, though taggers doubt it.
    pub only_adverbs: BTreeSet<String>,
    /// Forms that are nouns wherever they stand, though taggers take them for verbs ('lundi').
    pub only_nouns: BTreeSet<String>,
    /// Lemmas of prepositions of the agent of a passive.
    pub agent_prepositions: BTreeSet<String>,
    /// Whether the past tense looks like the participle, so that one with a subject and no auxiliary is finite.
    pub participle_is_past: bool,
    /// Lemmas of verbs that have no passive: their participle behind a noun is its verb ('A train derailed').
    pub without_passive: BTreeSet<String>,
    /// Gerunds that are nouns behind some nouns ('suicide *bombing*'), with those; forms in lower case.
    pub gerund_nouns: BTreeMap<String, BTreeSet<String>>,
    /// Forms of the verbs that the pack's rules name.
    #[serde(skip)]
    pub verbs: VerbForms,
}

impl SyntaxWords {
    /// Reads the pack's `syntax.toml`, and `verbs.toml` for the verbs given.
    ///
    /// # Errors
    /// When a file is missing or wrong.
    pub(super) fn load<'v>(
        files: &PackFiles,
        verbs: impl Iterator<Item = &'v String>,
    ) -> Result<SyntaxWords, PackError> {
        let words: SyntaxWords = files.toml("syntax.toml")?;
        Ok(SyntaxWords { verbs: VerbForms::load(files, verbs)?, ..words })
    }
}
