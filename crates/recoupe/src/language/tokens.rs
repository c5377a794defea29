//! `tokens.toml`: where words and sentences begin and end.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};

/// The rules of a language for sentences and tokens. All forms are folded: lower case, straight
/// apostrophe, plain hyphen.
#[derive(Debug, Default)]
pub struct TokenRules {
    /// Words that end in an apostrophe before another word.
    pub elisions: BTreeSet<String>,
    /// Words that stay whole against the other rules.
    pub whole: BTreeSet<String>,
    /// Clitics written to the end of a word, the longest first.
    pub enclitics: Vec<String>,
    /// First parts after which an ending is no clitic.
    pub no_enclitic_after: BTreeSet<String>,
    /// How many hyphens the part before a clitic may have.
    pub enclitic_hyphens: usize,
    /// Whether a hyphen separates words.
    pub split_hyphens: bool,
    /// Prefixes after which a hyphen does not separate.
    pub hyphen_prefixes: BTreeSet<String>,
    /// Whether a space can group the digits of a number.
    pub number_spaces: bool,
    /// Units that are split off a number.
    pub number_units: BTreeSet<String>,
    /// Abbreviations that never end a sentence.
    pub titles: BTreeSet<String>,
    /// Abbreviations that may end a sentence.
    pub abbreviations: BTreeSet<String>,
    /// Endings that are words of their own inside a token.
    pub endings: Vec<String>,
    /// Contractions by form.
    pub contractions: BTreeMap<String, Contraction>,
}

/// A form that stands for several words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contraction {
    /// The written form, folded.
    pub form: String,
    /// Its words.
    pub words: Vec<String>,
    /// Whether the form can also be one word.
    #[serde(default)]
    pub sometimes: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    elisions: BTreeSet<String>,
    whole: BTreeSet<String>,
    enclitics: Vec<String>,
    no_enclitic_after: BTreeSet<String>,
    enclitic_hyphens: usize,
    split_hyphens: bool,
    hyphen_prefixes: BTreeSet<String>,
    number_spaces: bool,
    number_units: BTreeSet<String>,
    titles: BTreeSet<String>,
    abbreviations: BTreeSet<String>,
    #[serde(default)]
    endings: Vec<String>,
    contractions: Vec<Contraction>,
}

impl TokenRules {
    /// Reads the pack's `tokens.toml`.
    ///
    /// # Errors
    /// When the file is missing or wrong.
    pub fn load(files: &PackFiles) -> Result<TokenRules, PackError> {
        let mut file: File = files.toml("tokens.toml")?;
        file.enclitics.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        file.endings.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        Ok(TokenRules {
            elisions: file.elisions,
            whole: file.whole,
            enclitics: file.enclitics,
            no_enclitic_after: file.no_enclitic_after,
            enclitic_hyphens: file.enclitic_hyphens,
            split_hyphens: file.split_hyphens,
            hyphen_prefixes: file.hyphen_prefixes,
            number_spaces: file.number_spaces,
            number_units: file.number_units,
            titles: file.titles,
            abbreviations: file.abbreviations,
            endings: file.endings,
            contractions: file.contractions.into_iter().map(|c| (c.form.clone(), c)).collect(),
        })
    }
}
