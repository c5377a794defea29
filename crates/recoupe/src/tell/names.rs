//! What things are called in the language of the report: actors, places, documents.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotated::Annotated;
use crate::compare::entities::{Entity, names};
use crate::document::BlockKind;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::{EntityIdx, PlaceId};
use crate::language::Packs;
use crate::layers::toponyms::ToponymForm;
use crate::tell::realise::grammar::Grammar;
use crate::tell::ui::Texts;

/// Characters of the opening of a report by which it is called.
const OPENING: usize = 30;

/// The names of a dossier in one language.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By entity.
    pub entities: Vec<String>,
    /// By entity: the first entity of its side. Forces and offices of one state are one side, a group stands with its first
    /// member.
    pub sides: Vec<EntityIdx>,
    /// By document: the outlet, else the file's name in a form that people read.
    pub docs: Vec<String>,
    /// Places for which the gazetteer has no name in the language.
    pub places: BTreeMap<PlaceId, String>,
}

impl Names {
    /// Names everything.
    pub fn of(dossier: &Dossier, gazetteer: &Gazetteer, t: &Texts) -> Names {
        let entities = &dossier.findings.entities;
        let pack = Packs::embedded().get(t.language);
        let own = || entities.iter().map(|entity| entity.name.clone()).collect();
        Names {
            entities: pack.map_or_else(own, |pack| names::translated(entities, pack, gazetteer)),
            sides: sides(entities),
            docs: docs(&dossier.docs, t),
            places: places(&dossier.docs, gazetteer, t.language),
        }
    }
}

/// By entity the first one of its side: forces and offices of one state are one side, a group stands with the
/// first of its members.
fn sides(entities: &[Entity]) -> Vec<EntityIdx> {
    let mut by_home: BTreeMap<&str, usize> = BTreeMap::new();
    let alone: Vec<usize> = entities
        .iter()
        .enumerate()
        .map(|(at, entity)| entity.home().map_or(at, |home| *by_home.entry(home).or_insert(at)))
        .collect();
    let side = |(at, entity): (usize, &Entity)| match entity.members.first() {
        Some(first) => alone[first.at()],
        None => alone[at],
    };
    entities.iter().enumerate().map(|it| EntityIdx::new(side(it))).collect()
}

/// The outlet of each document; where it is unknown the file's name without extension and without pieces that
/// only a machine reads, as long as that tells the documents apart.
fn docs(docs: &[Annotated], t: &Texts) -> Vec<String> {
    let short: Vec<String> = docs.iter().map(|doc| readable(&doc.document.name)).collect();
    let distinct = short.iter().collect::<BTreeSet<_>>().len() == docs.len();
    // A number alone tells a reader nothing: the report is then called by how it opens, where that tells them apart.
    let numbered = |doc: &Annotated, short: &str| {
        doc.document.meta.outlet.value().is_none() && !short.chars().any(char::is_alphabetic)
    };
    let openings: Vec<Option<String>> = docs.iter().map(opening).collect();
    let own = |words: &&String| openings.iter().flatten().filter(|it| it == words).count() == 1;
    docs.iter()
        .zip(&openings)
        .zip(short)
        .map(|((doc, opening), short)| match (doc.document.meta.outlet.value(), opening.as_ref().filter(own)) {
            (Some(outlet), _) => outlet.clone(),
            _ if !distinct || short.is_empty() => doc.document.name.clone(),
            (_, Some(words)) if numbered(doc, &short) => Grammar::of(t.language).quoted(words),
            _ if short.chars().any(char::is_alphabetic) => short,
            _ => t.get("unnamed_report").replace("{name}", &short),
        })
        .collect()
}

/// The title of a report, else its first words, cut between words.
fn opening(doc: &Annotated) -> Option<String> {
    let document = &doc.document;
    let block = |kind: BlockKind| document.blocks.iter().find(|block| block.kind == kind);
    let written = || block(BlockKind::Headline).or_else(|| block(BlockKind::Body)).map(|it| document.slice(it.span));
    let text = document.meta.title.value().map(String::as_str).or_else(written)?;
    let mut words = String::new();
    for word in text.split_whitespace() {
        if words.chars().count() + word.chars().count() > OPENING {
            words.push('…');
            break;
        }
        words.push_str(if words.is_empty() { "" } else { " " });
        words.push_str(word);
    }
    let words: String =
        words.chars().filter(|c| !matches!(c, '«' | '»' | '‘' | '“' | '”' | '"') && !c.is_control()).collect();
    (words.chars().any(char::is_alphabetic)).then(|| words.trim().to_owned())
}

/// 'notes paris' of 'notes_paris_0f3a9c1be2.txt'.
fn readable(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let hash = |piece: &&str| piece.len() >= 8 && piece.chars().all(|c| c.is_ascii_hexdigit());
    let pieces = stem.split(['_', '-', ' ']).filter(|piece| !piece.is_empty() && !hash(piece));
    pieces.collect::<Vec<_>>().join(" ")
}

/// For places without a listed name in a language: how the documents in that language mostly write it.
fn places(docs: &[Annotated], gazetteer: &Gazetteer, language: &str) -> BTreeMap<PlaceId, String> {
    let mut forms: BTreeMap<PlaceId, BTreeMap<&str, usize>> = BTreeMap::new();
    for doc in docs.iter().filter(|doc| doc.document.is_in_language(language)) {
        for toponym in doc.annotations.toponyms.mentions.iter().filter(|it| it.form == ToponymForm::Name) {
            let unlisted = |place: &PlaceId| place.geonames().is_some() && !gazetteer.places.has_name(*place, language);
            let Some(place) = toponym.place.filter(unlisted) else { continue };
            *forms.entry(place).or_default().entry(doc.document.slice(toponym.span)).or_default() += 1;
        }
    }
    // A name begins with a capital; an adjective that means the place is no name.
    let is_name = |form: &str| form.chars().next().is_some_and(char::is_uppercase);
    // A document that writes the gazetteer's own name bears it out.
    forms.retain(|place, forms| !forms.contains_key(gazetteer.places.name(*place, language)));
    let most = |forms: BTreeMap<&str, usize>| {
        let named = forms.into_iter().filter(|(form, _)| is_name(form));
        named.max_by_key(|(form, count)| (*count, std::cmp::Reverse(*form))).map(|(form, _)| form.to_owned())
    };
    forms.into_iter().filter_map(|(place, forms)| Some((place, most(forms)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn names_lose_what_only_machines_read() {
        assert_eq!(readable("a/000_f1cd97a080d5aaac.txt"), "000");
        assert_eq!(readable("1-courrier-des-lacs.txt"), "1 courrier des lacs");
        assert_eq!(readable("deadbeefdeadbeef"), "");
    }
}
