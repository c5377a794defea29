//! `actors.toml`: how a language speaks of actors.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};
use crate::gazetteer::places::phrase;
use crate::layers::kinds::{ActorKind, LabelStance};

/// Words of the actor layer, folded. Phrases are folded words joined by single spaces.
#[derive(Debug)]
pub struct ActorWords {
    /// Words that open a description.
    pub determiners: BTreeSet<String>,
    /// Determiners that are a preposition too; a mention begins after them.
    pub contractions: BTreeSet<String>,
    /// Determiners that point to an owner.
    pub possessives: BTreeSet<String>,
    /// Determiners that point to somebody already known.
    pub definites: BTreeSet<String>,
    /// Possessives with gender and number of the owner.
    pub possessors: BTreeMap<String, String>,
    /// Whether a group in the singular may be 'they'.
    pub plural_collectives: bool,
    /// Verbs whose subject pronoun stands for nothing.
    pub impersonal: BTreeSet<String>,
    /// Functions of whoever leads a group or holds a seat of power.
    pub leaders: BTreeSet<String>,
    /// Functions of whoever speaks for a group.
    pub speakers: BTreeSet<String>,
    /// Functions to the neutral office of a country.
    pub offices: BTreeMap<String, String>,
    /// Nouns that alone mean the group or medium spoken of last.
    pub generic_nouns: BTreeSet<String>,
    /// Nouns of organisations that may mean an armed group as well.
    pub any_group: BTreeSet<String>,
    /// Nouns of people that take the identity of the group that they belong to.
    pub member_nouns: BTreeSet<String>,
    /// Possessives of the speaker's own side ('our forces').
    pub own_side: BTreeSet<String>,
    /// The neutral group of the forces that each side of a war has.
    pub side_force: String,
    /// Adjectives and participles that lead to whose a force is ('loyal').
    pub loyal: BTreeSet<String>,
    /// Prepositions behind those.
    pub loyal_links: BTreeSet<String>,
    /// First parts of a compound with whose a force is ('pro-').
    pub partisan: BTreeSet<String>,
    /// Clitics of an owner ('s).
    pub genitives: BTreeSet<String>,
    /// Words before the topic that a sentence opens with.
    pub topics: BTreeSet<String>,
    /// Nouns that mean an actor only where something tells so.
    pub weak_nouns: BTreeSet<String>,
    /// Words that join members of a group.
    pub coordinators: BTreeSet<String>,
    /// Prepositions that carry on a name or a description, word by word.
    pub links: BTreeSet<String>,
    /// Prepositions of a complement that belongs to the noun of actors before it ('a member [of the committee]').
    pub complements: BTreeSet<String>,
    /// Nouns of number before those whom they count ('dozens of soldiers').
    pub quantities: BTreeSet<String>,
    /// Words before such a noun or a number ('more than a dozen').
    pub approximations: BTreeSet<String>,
    /// Nouns that with a capital begin the name of an organisation, where the language names them so.
    pub name_nouns: BTreeSet<String>,
    /// Lower-case words inside names.
    pub particles: BTreeSet<String>,
    /// Words between determiner and noun.
    pub before_nouns: BTreeSet<String>,
    /// Adjectives after a noun of actors.
    pub adjectives: BTreeSet<String>,
    /// Nouns of what an actor does or has, before which its bare noun names it ('government control'). Lemmas.
    pub deeds: BTreeSet<String>,
    /// Capitals that name nobody ('GMT').
    pub no_actors: BTreeSet<String>,
    /// What ministers are in charge of.
    pub portfolios: BTreeSet<String>,
    /// Nouns of actors.
    pub nouns: BTreeMap<String, ActorKind>,
    /// Nouns of persons that are no actor by themselves, in the singular as they are written: without its accent
    /// 'retraité' would be 'retraite'.
    pub people: BTreeSet<String>,
    /// Prepositions behind which a noun says what somebody is ('as hostages'). Lemmas.
    pub likened: BTreeSet<String>,
    /// Functions of persons.
    pub functions: BTreeSet<String>,
    /// Forms of address before a name.
    pub civil_titles: BTreeSet<String>,
    /// Nouns of sources without a name.
    pub anonymous: BTreeSet<String>,
    /// Personal pronouns with gender and number.
    pub pronouns: BTreeMap<String, String>,
    /// Nouns and adjectives to the actor gazetteer's key words.
    pub descriptors: BTreeMap<String, String>,
    /// Nouns of forces to their neutral group.
    pub force_groups: BTreeMap<String, String>,
    /// Adjectives that move a force to another group.
    pub force_adjectives: BTreeMap<String, String>,
    /// Words that grant or deny standing.
    pub labels: BTreeMap<String, LabelStance>,
    /// Display names of a country's forces and government by neutral group, with `{country}`.
    pub role_names: BTreeMap<String, String>,
    /// Display names of actors that no text names.
    pub kind_names: BTreeMap<ActorKind, String>,
    /// The word before the last member of a group.
    pub group_joiner: String,
    /// Quotation marks around words of a report, in a display name.
    pub display_quotes: (String, String),
    /// Words of the longest phrase in any table.
    pub longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    determiners: Vec<String>,
    contractions: Vec<String>,
    possessives: Vec<String>,
    coordinators: Vec<String>,
    definites: Vec<String>,
    possessors: BTreeMap<String, String>,
    plural_collectives: bool,
    impersonal: Vec<String>,
    leaders: Vec<String>,
    speakers: Vec<String>,
    offices: BTreeMap<String, Vec<String>>,
    generic_nouns: Vec<String>,
    weak_nouns: Vec<String>,
    any_group: Vec<String>,
    member_nouns: Vec<String>,
    own_side: Vec<String>,
    sides: Sides,
    topics: Vec<String>,
    links: Vec<String>,
    complements: Vec<String>,
    quantities: Vec<String>,
    approximations: Vec<String>,
    name_nouns: Vec<String>,
    particles: Vec<String>,
    before_nouns: Vec<String>,
    adjectives: Vec<String>,
    deeds: Vec<String>,
    no_actors: Vec<String>,
    portfolios: Vec<String>,
    nouns: BTreeMap<ActorKind, Vec<String>>,
    people: People,
    titles: Titles,
    anonymous: Anonymous,
    pronouns: BTreeMap<String, String>,
    descriptors: BTreeMap<String, String>,
    force_groups: BTreeMap<String, Vec<String>>,
    force_adjectives: BTreeMap<String, Vec<String>>,
    labels: BTreeMap<LabelStance, Vec<String>>,
    display: Display,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Display {
    roles: BTreeMap<String, String>,
    kinds: BTreeMap<ActorKind, String>,
    joiner: String,
    quotes: (String, String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    likened: Vec<String>,
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    force: String,
    loyal: Vec<String>,
    loyal_links: Vec<String>,
    partisan: Vec<String>,
    genitives: Vec<String>,
}

#[derive(Deserialize)]
struct Titles {
    person: Vec<String>,
    civil: Vec<String>,
}

#[derive(Deserialize)]
struct Anonymous {
    nouns: Vec<String>,
}

impl ActorWords {
    pub(super) fn load(files: &PackFiles) -> Result<ActorWords, PackError> {
        let file: File = files.toml("actors.toml")?;
        let mut words = ActorWords {
            determiners: set(&file.determiners),
            contractions: set(&file.contractions),
            possessives: set(&file.possessives),
            coordinators: set(&file.coordinators),
            definites: set(&file.definites),
            possessors: file.possessors,
            plural_collectives: file.plural_collectives,
            impersonal: set(&file.impersonal),
            leaders: set(&file.leaders),
            speakers: set(&file.speakers),
            offices: invert(file.offices),
            generic_nouns: set(&file.generic_nouns),
            weak_nouns: set(&file.weak_nouns),
            any_group: set(&file.any_group),
            member_nouns: set(&file.member_nouns),
            own_side: set(&file.own_side),
            side_force: file.sides.force,
            loyal: set(&file.sides.loyal),
            loyal_links: set(&file.sides.loyal_links),
            partisan: set(&file.sides.partisan),
            genitives: set(&file.sides.genitives),
            topics: set(&file.topics),
            links: file.links.iter().flat_map(|link| split(link)).collect(),
            complements: set(&file.complements),
            quantities: set(&file.quantities),
            approximations: set(&file.approximations),
            name_nouns: set(&file.name_nouns),
            particles: set(&file.particles),
            before_nouns: set(&file.before_nouns),
            adjectives: set(&file.adjectives),
            deeds: set(&file.deeds),
            no_actors: set(&file.no_actors),
            portfolios: set(&file.portfolios),
            nouns: invert(file.nouns),
            people: file.people.nouns.into_iter().collect(),
            likened: set(&file.people.likened),
            functions: set(&file.titles.person),
            civil_titles: set(&file.titles.civil),
            anonymous: set(&file.anonymous.nouns),
            pronouns: file.pronouns,
            descriptors: file.descriptors.into_iter().map(|(noun, key)| (phrase(&noun), key)).collect(),
            force_groups: invert(file.force_groups),
            force_adjectives: invert(file.force_adjectives),
            labels: invert(file.labels),
            role_names: file.display.roles,
            kind_names: file.display.kinds,
            group_joiner: file.display.joiner,
            display_quotes: file.display.quotes,
            longest: 1,
        };
        let phrases = words.nouns.keys().chain(&words.functions).chain(words.labels.keys());
        words.longest = phrases.map(|phrase| phrase.split(' ').count()).max().unwrap_or(1);
        Ok(words)
    }
}

fn split(text: &str) -> Vec<String> {
    phrase(text).split(' ').map(str::to_owned).collect()
}

fn set(words: &[String]) -> BTreeSet<String> {
    words.iter().map(|word| phrase(word)).collect()
}

fn invert<K: Clone>(table: BTreeMap<K, Vec<String>>) -> BTreeMap<String, K> {
    table.into_iter().flat_map(|(key, words)| words.into_iter().map(move |word| (phrase(&word), key.clone()))).collect()
}
