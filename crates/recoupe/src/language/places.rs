//! Words around place names: files `places.toml`, `countries.tsv`, `demonyms.tsv`, `common.tsv`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};
use crate::gazetteer::places::{CountryCode, PlaceKind, fold};

/// What a language brings to the reading of place names. All words are folded.
#[derive(Debug)]
pub struct PlaceWords {
    /// Words before a name that make it likely a place.
    pub locatives: BTreeSet<String>,
    /// Words before a name that allow a place.
    pub weak_locatives: BTreeSet<String>,
    /// Words that may stand between those and the name.
    pub articles: BTreeSet<String>,
    /// Lower-case words that open a listed name.
    pub openers: BTreeSet<String>,
    /// Words before the names of persons.
    pub titles: BTreeSet<String>,
    /// Words after a place name that make both the name of an organisation.
    pub organisation_words: BTreeSet<String>,
    /// Words before a place name that make both the name of an organisation.
    pub organisation_openers: BTreeSet<String>,
    /// Phrases before a name that stands for a government.
    pub metonymy_prepositions: Vec<String>,
    /// Nouns for groups of agents, before the names of their members ('le trio France, Italie et Espagne').
    pub groups: Vec<String>,
    /// Verb forms after a name that stands for a government.
    pub metonymy_verbs: BTreeSet<String>,
    /// Nouns that make an adjective of origin a country ('le territoire syrien').
    pub territories: BTreeSet<String>,
    /// Words for a border.
    pub borders: BTreeSet<String>,
    /// Prepositions that put a place into the country or region behind them.
    pub containers: BTreeSet<String>,
    /// Words between a border and what it borders on.
    pub border_links: BTreeSet<String>,
    /// 'and'.
    pub coordinators: BTreeSet<String>,
    /// Generic nouns with the kind of place that they announce.
    pub nouns: BTreeMap<String, PlaceKind>,
    /// Words for a part or a side, with the part's name.
    pub directions: BTreeMap<String, String>,
    /// Adjectives of direction, with the part's name.
    pub direction_adjectives: BTreeMap<String, String>,
    /// First parts of compound demonyms.
    pub compounds: BTreeMap<String, Option<CountryCode>>,
    /// Words before a name that hold the article of a listed name ('au Caire').
    pub contractions: BTreeMap<String, String>,
    /// Forms of demonyms.
    pub demonyms: BTreeMap<String, Origin>,
    /// Words that are never places (days, months).
    pub never: BTreeSet<String>,
    /// Whether a generic noun may stand right before the name ('quartier X').
    pub bare_nouns: bool,
    /// Whether a generic noun may stand right after the name ('Orange County').
    pub nouns_follow: bool,
    /// Whether an adjective of origin follows a direction ('sud syrien') or stands before it ('Iraqi north').
    pub origins_follow: bool,
    /// Names of places that are ordinary words of the language.
    pub common: BTreeSet<String>,
}

/// What a demonym belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A country.
    Country(CountryCode),
    /// A named place, folded.
    Place(String),
    /// A people without a place of its own here.
    People,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    never: Vec<String>,
    bare_nouns: bool,
    nouns_follow: bool,
    origins_follow: bool,
    locatives: Vec<String>,
    weak_locatives: Vec<String>,
    articles: Vec<String>,
    openers: Vec<String>,
    titles: Vec<String>,
    organisation_words: Vec<String>,
    organisation_openers: Vec<String>,
    metonymy_prepositions: Vec<String>,
    groups: Vec<String>,
    metonymy_verbs: Vec<String>,
    territories: Vec<String>,
    borders: Vec<String>,
    border_links: Vec<String>,
    containers: Vec<String>,
    coordinators: Vec<String>,
    place_nouns: BTreeMap<String, PlaceKind>,
    directions: BTreeMap<String, String>,
    direction_adjectives: BTreeMap<String, String>,
    compounds: BTreeMap<String, String>,
    contractions: BTreeMap<String, String>,
}

impl PlaceWords {
    pub(super) fn load(files: &PackFiles) -> Result<PlaceWords, PackError> {
        let file: File = files.toml("places.toml")?;
        let set = |words: &[String]| words.iter().map(|word| fold(word)).collect();
        let map =
            |words: BTreeMap<String, String>| words.iter().map(|(word, part)| (fold(word), part.clone())).collect();
        Ok(PlaceWords {
            never: set(&file.never),
            bare_nouns: file.bare_nouns,
            nouns_follow: file.nouns_follow,
            origins_follow: file.origins_follow,
            locatives: set(&file.locatives),
            weak_locatives: set(&file.weak_locatives),
            articles: set(&file.articles),
            openers: set(&file.openers),
            titles: set(&file.titles),
            organisation_words: set(&file.organisation_words),
            organisation_openers: set(&file.organisation_openers),
            metonymy_prepositions: file.metonymy_prepositions.iter().map(|phrase| fold(phrase)).collect(),
            groups: file.groups.iter().map(|phrase| fold(phrase)).collect(),
            metonymy_verbs: set(&file.metonymy_verbs),
            territories: set(&file.territories),
            borders: set(&file.borders),
            border_links: set(&file.border_links),
            containers: set(&file.containers),
            coordinators: set(&file.coordinators),
            nouns: file.place_nouns.iter().map(|(word, kind)| (fold(word), *kind)).collect(),
            directions: map(file.directions),
            direction_adjectives: map(file.direction_adjectives),
            compounds: file.compounds.iter().map(|(word, code)| (fold(word), CountryCode::parse(code))).collect(),
            contractions: map(file.contractions),
            demonyms: demonyms(files)?,
            common: rows(files, "common.tsv")?.map(|row| row[0].to_owned()).collect(),
        })
    }
}

/// The rows of a table without its header.
fn rows<'f>(files: &PackFiles<'f>, file: &str) -> Result<impl Iterator<Item = Vec<&'f str>> + use<'f>, PackError> {
    Ok(files.text(file)?.lines().skip(1).map(|line| line.split('\t').collect()))
}

fn demonyms(files: &PackFiles) -> Result<BTreeMap<String, Origin>, PackError> {
    let mut demonyms = BTreeMap::new();
    let mut add = |forms: &str, origin: &Origin| {
        for form in forms.split(['|', ';']).filter(|form| !form.is_empty()).flat_map(forms_of) {
            demonyms.entry(form).or_insert_with(|| origin.clone());
        }
    };
    for row in rows(files, "countries.tsv")? {
        if let (Some(code), Some(forms)) = (CountryCode::parse(row[0]), row.get(3)) {
            add(forms, &Origin::Country(code));
        }
    }
    for row in rows(files, "demonyms.tsv")? {
        let place = row.get(1).map_or(String::new(), |place| fold(place));
        add(row[0], &if place.is_empty() { Origin::People } else { Origin::Place(place) });
    }
    Ok(demonyms)
}

/// The forms that an entry stands for: 'irakien/ne' gives the masculine, the feminine and both plurals.
fn forms_of(entry: &str) -> Vec<String> {
    let base = entry.split('/').next().unwrap_or("");
    let feminine = entry.split_once('/').map(|(base, ending)| format!("{base}{ending}"));
    let mut forms = Vec::new();
    for form in [Some(base.to_owned()), feminine].into_iter().flatten() {
        let form = fold(&form);
        forms.push(format!("{form}s"));
        forms.push(form);
    }
    forms
}
