//! `attributions.toml`: how a language says who says what.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::actors::phrase;
use super::{PackError, PackFiles};
use crate::annotate::attributions::CueStance;

/// Words of the attribution layer: folded phrases, words joined by single spaces.
#[derive(Debug)]
pub struct AttributionWords {
    /// Finite reporting verbs with their stance.
    pub finite: BTreeMap<String, CueStance>,
    /// Participles that report after an auxiliary.
    pub participles: BTreeMap<String, CueStance>,
    /// Prepositions before a source.
    pub prepositions: BTreeSet<String>,
    /// Those that also have other uses, and need a comma or a quotation after the source.
    pub weak_prepositions: BTreeSet<String>,
    /// Infinitives of narration.
    pub narrative: BTreeSet<String>,
    /// Auxiliaries of compound tenses.
    pub auxiliaries: BTreeSet<String>,
    /// Words that open a content clause.
    pub complementisers: BTreeSet<String>,
    /// Words between auxiliary and participle.
    pub adverbs: BTreeSet<String>,
    /// Prepositions between a reporting verb and a medium.
    pub relay_prepositions: BTreeSet<String>,
    /// Participles that make what follows the medium of the source before.
    pub relay_participles: BTreeSet<String>,
    /// Verbs of a medium that passes on what another source says.
    pub relay_verbs: BTreeSet<String>,
    /// Auxiliaries or adverbs that mark hearsay.
    pub hearsay: BTreeSet<String>,
    /// Pronouns that may be a source.
    pub pronouns: BTreeSet<String>,
    /// Words of the longest phrase.
    pub longest: usize,
}

#[derive(Deserialize)]
struct File {
    verbs: BTreeMap<CueStance, Verbs>,
    phrases: Phrases,
}

#[derive(Deserialize)]
struct Verbs {
    present: Vec<String>,
    participles: Vec<String>,
}

#[derive(Deserialize)]
struct Phrases {
    prepositions: Vec<String>,
    weak_prepositions: Vec<String>,
    narrative: Vec<String>,
    auxiliaries: Vec<String>,
    complementisers: Vec<String>,
    adverbs: Vec<String>,
    relay_prepositions: Vec<String>,
    relay_participles: Vec<String>,
    relay_verbs: Vec<String>,
    hearsay_auxiliaries: Vec<String>,
    pronouns: Vec<String>,
}

impl AttributionWords {
    pub(super) fn load(files: &PackFiles) -> Result<AttributionWords, PackError> {
        let File { verbs, phrases } = files.toml("attributions.toml")?;
        let set = |words: Vec<String>| words.iter().map(|word| phrase(word)).collect::<BTreeSet<_>>();
        let table = |forms: fn(&Verbs) -> &Vec<String>| -> BTreeMap<String, CueStance> {
            verbs.iter().flat_map(|(stance, verbs)| forms(verbs).iter().map(|form| (phrase(form), *stance))).collect()
        };
        let mut words = AttributionWords {
            finite: table(|verbs| &verbs.present),
            participles: table(|verbs| &verbs.participles),
            prepositions: set(phrases.prepositions),
            weak_prepositions: set(phrases.weak_prepositions),
            narrative: set(phrases.narrative),
            auxiliaries: set(phrases.auxiliaries),
            complementisers: set(phrases.complementisers),
            adverbs: set(phrases.adverbs),
            relay_prepositions: set(phrases.relay_prepositions),
            relay_participles: set(phrases.relay_participles),
            relay_verbs: set(phrases.relay_verbs),
            hearsay: set(phrases.hearsay_auxiliaries),
            pronouns: set(phrases.pronouns),
            longest: 1,
        };
        let phrases =
            words.finite.keys().chain(words.participles.keys()).chain(&words.prepositions).chain(&words.narrative);
        words.longest = phrases.map(|phrase| phrase.split(' ').count()).max().unwrap_or(1);
        Ok(words)
    }
}
