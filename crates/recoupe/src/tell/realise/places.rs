//! Places inside a sentence: with their preposition, by themselves, and after 'of'.

use std::collections::BTreeMap;

use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::PlaceKind;
use crate::index::PlaceId;
use crate::tell::realise::grammar::{Article, Grammar, Phrase, PlaceRule};

/// The forms of a place; `{}` stands for its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    at: String,
    whole: Option<String>,
    of: Option<String>,
    strip: String,
    plural: bool,
}

impl Forms {
    /// Where: 'à Kidal', 'in the Donbas'.
    pub fn at(&self, name: &str) -> Phrase {
        Phrase::of(self.at.replace("{}", self.bare(name)))
    }

    /// The place itself.
    pub fn whole(&self, name: &str) -> Option<Phrase> {
        let text = self.whole.as_ref()?.replace("{}", name);
        Some(Phrase { text, plural: self.plural, feminine: false })
    }

    /// After 'of': 'du Mali'.
    pub fn of(&self, name: &str) -> Option<Phrase> {
        self.of.as_ref().map(|of| Phrase::of(of.replace("{}", self.bare(name))))
    }

    fn bare<'n>(&self, name: &'n str) -> &'n str {
        name.strip_prefix(self.strip.as_str()).unwrap_or(name)
    }
}

/// The forms of every place of an event: as the reports in the language write it, else by its kind.
pub(super) fn forms(
    dossier: &Dossier,
    gazetteer: &Gazetteer,
    grammar: &Grammar,
    language: &str,
) -> BTreeMap<PlaceId, Forms> {
    let observed = observed(dossier, grammar, language);
    let events = &dossier.findings.events;
    let chosen = events.iter().filter_map(|event| event.place.as_ref()).map(|best| best.value);
    let said = events.iter().flat_map(|event| &event.places).filter_map(|slot| slot.value.place);
    let form = |id: PlaceId| {
        let place = gazetteer.places.get(id)?;
        // Towns and countries are written after other words' articles too often ('the Bunia hospital').
        let seen = observed.get(&id).filter(|_| !matches!(place.kind, PlaceKind::Settlement | PlaceKind::Country));
        let by_kind = || by_kind(grammar, &kind(place.kind), gazetteer.places.name(id, language));
        Some((id, seen.map_or_else(by_kind, |article| with_article(article))))
    };
    chosen.chain(said).filter_map(form).collect()
}

/// The forms of a place that no gazetteer lists.
pub(super) fn unlisted(grammar: &Grammar, name: &str) -> Forms {
    by_kind(grammar, "", name)
}

/// The forms of a country by its name.
pub(super) fn country(grammar: &Grammar, name: &str) -> Forms {
    by_kind(grammar, &kind(PlaceKind::Country), name)
}

fn kind(kind: PlaceKind) -> String {
    crate::tell::code(&kind)
}

fn with_article(article: &Article) -> Forms {
    Forms {
        at: article.at.clone(),
        whole: Some(article.whole.clone()),
        of: Some(article.of.clone()),
        strip: String::new(),
        plural: article.plural,
    }
}

fn by_kind(grammar: &Grammar, kind: &str, name: &str) -> Forms {
    let fits = |rule: &&PlaceRule| {
        let any = |list: &[String], holds: &dyn Fn(&String) -> bool| list.is_empty() || list.iter().any(holds);
        any(&rule.kinds, &|it| it == kind)
            && any(&rule.names, &|it| it == name)
            && any(&rule.starts, &|it| name.starts_with(it.as_str()))
            && any(&rule.ends, &|it| name.ends_with(it.as_str()))
    };
    let rule = grammar.place.iter().find(fits);
    Forms {
        at: rule.map_or_else(|| "({})".to_owned(), |rule| rule.at.clone()),
        whole: rule.and_then(|rule| rule.whole.clone()),
        of: rule.and_then(|rule| rule.of.clone()),
        strip: rule.map_or_else(String::new, |rule| rule.strip.clone()),
        plural: false,
    }
}

/// The article that the reports in the language mostly write before a place.
fn observed<'g>(dossier: &Dossier, grammar: &'g Grammar, language: &str) -> BTreeMap<PlaceId, &'g Article> {
    let mut counts: BTreeMap<PlaceId, Vec<usize>> = BTreeMap::new();
    for doc in dossier.docs.iter().filter(|doc| doc.document.is_in_language(language)) {
        for toponym in &doc.annotations.toponyms.mentions {
            let Some(place) = toponym.place else { continue };
            let count = counts.entry(place).or_insert_with(|| vec![0; grammar.article.len() + 1]);
            let before = &doc.document.text[..toponym.span.start as usize];
            count[article_before(grammar, before).unwrap_or(grammar.article.len())] += 1;
        }
    }
    let most = |counts: Vec<usize>| super::actors::majority(&counts).and_then(|at| grammar.article.get(at));
    counts.into_iter().filter_map(|(place, counts)| Some((place, most(counts)?))).collect()
}

/// The article with which a text ends.
pub(super) fn article_before(grammar: &Grammar, before: &str) -> Option<usize> {
    let ends = |words: &String| {
        before.len() >= words.len()
            && before.is_char_boundary(before.len() - words.len())
            && before[before.len() - words.len()..].to_lowercase() == *words
            && !before[..before.len() - words.len()].chars().last().is_some_and(char::is_alphanumeric)
    };
    grammar.article.iter().position(|article| article.before.iter().any(ends))
}
