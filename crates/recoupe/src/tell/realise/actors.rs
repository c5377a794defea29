//! Actors inside a sentence: with their article and their number, in the page's language.

use crate::annotated::Annotated;
use crate::compare::entities::{Entity, EntityLabel};
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::phrase;
use crate::index::PlaceId;
use crate::layers::actors::{ActorMention, MentionForm};
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::layers::syntax::{Upos, Word};
use crate::tell::realise::grammar::{Article, Grammar, NameArticle, Phrase};
use crate::tell::realise::places;
use crate::text::Span;

/// A description of more characters is no name for anybody.
const LONGEST: usize = 60;

/// What every entity is called.
pub(super) fn phrases(
    dossier: &Dossier,
    gazetteer: &Gazetteer,
    (grammar, language): (&Grammar, &str),
    names: &[String],
) -> Vec<Option<Phrase>> {
    let namer = Namer { docs: &dossier.docs, gazetteer, grammar, language };
    let entities = &dossier.findings.entities;
    let alone: Vec<Option<Phrase>> = entities.iter().zip(names).map(|(entity, name)| namer.one(entity, name)).collect();
    let group = |entity: &Entity| {
        let members: Option<Vec<Phrase>> = entity.members.iter().map(|it| alone.get(it.at())?.clone()).collect();
        grammar.row(&members?, &grammar.last)
    };
    entities.iter().zip(&alone).map(|(entity, own)| group(entity).or_else(|| own.clone())).collect()
}

/// The position of what more than half of all are.
pub(super) fn majority(counts: &[usize]) -> Option<usize> {
    let all: usize = counts.iter().sum();
    counts.iter().position(|count| 2 * count > all)
}

struct Namer<'d> {
    docs: &'d [Annotated],
    gazetteer: &'d Gazetteer,
    grammar: &'d Grammar,
    language: &'d str,
}

impl Namer<'_> {
    fn one(&self, entity: &Entity, name: &str) -> Option<Phrase> {
        if let Some(role) = self.role(entity) {
            return Some(role);
        }
        if entity.known.is_some() || entity.named {
            return Some(self.named(entity, name));
        }
        self.described(entity)
    }

    /// 'the army of Mali', where the actor is listed nowhere else.
    fn role(&self, entity: &Entity) -> Option<Phrase> {
        let (group, country) = entity.role.as_ref().filter(|_| entity.known.is_none())?.split_once('/')?;
        let role = self.grammar.role.get(group)?;
        let name = self.gazetteer.places.name(PlaceId(country.parse().ok()?), self.language);
        let of = places::country(self.grammar, name).of(name)?;
        let text = format!("{}{}", role.article, role.name.replace("{of}", &of.text));
        Some(Phrase { text, plural: role.plural, feminine: false })
    }

    /// A name with the article that the reports in the language write before it, else that of a word in it.
    fn named(&self, entity: &Entity, name: &str) -> Phrase {
        if entity.kind == ActorKind::Person {
            return Phrase::of(name);
        }
        let with = |article: &str, plural| Phrase { text: format!("{article}{name}"), plural, feminine: false };
        // An elided article hides its gender: it fits only a name that begins alike.
        let fits = |article: &&Article| article.article.ends_with(char::is_whitespace) || self.grammar.elides(name);
        let observed = self.observed(entity).and_then(|at| self.grammar.article.get(at));
        if let Some(article) = observed.filter(fits) {
            return with(&article.article, article.plural);
        }
        let words: Vec<&str> = name.split([' ', '-', '\'', '’']).collect();
        let has = |rule: &&NameArticle| {
            let among = if rule.anywhere { &words[..] } else { &words[..1] };
            rule.words.iter().any(|word| among.contains(&word.as_str()) || name == word)
        };
        let listed = self.grammar.name_article.iter().find(has);
        listed.map_or_else(|| Phrase::of(name), |rule| with(&rule.article, rule.plural))
    }

    fn observed(&self, entity: &Entity) -> Option<usize> {
        let mut counts = vec![0; self.grammar.article.len() + 1];
        for at in &entity.mentions {
            let Some(doc) = self.docs.get(at.doc.at()).filter(|doc| self.speaks(doc)) else { continue };
            let mention = &doc.annotations.actors.mentions[at.mention.at()];
            if !matches!(mention.form, MentionForm::Name | MentionForm::Acronym) {
                continue;
            }
            let before = &doc.document.text[..mention.span.start as usize];
            counts[places::article_before(self.grammar, before).unwrap_or(self.grammar.article.len())] += 1;
        }
        majority(&counts)
    }

    fn speaks(&self, doc: &Annotated) -> bool {
        doc.document.is_in_language(self.language)
    }

    /// Somebody whom no report names: in the words of the reports in the language, else in those of a report in
    /// another one.
    fn described(&self, entity: &Entity) -> Option<Phrase> {
        let short = |label: &&EntityLabel| label.text.chars().count() <= LONGEST;
        let uses = |label: &EntityLabel, own: bool| -> u32 {
            let counted =
                label.uses.iter().filter(|(doc, _)| self.docs.get(doc.at()).is_some_and(|it| self.speaks(it) == own));
            counted.map(|(_, count)| *count).sum()
        };
        let neutral = |label: &&EntityLabel| label.stance == LabelStance::Neutral;
        let most = |own: bool, labels: &mut dyn Iterator<Item = &EntityLabel>| {
            labels
                .filter(|label| uses(label, own) > 0)
                .max_by_key(|label| (uses(label, own), std::cmp::Reverse(label.text.len())))
                .cloned()
        };
        let labels = || entity.labels.iter().filter(short);
        if let Some(label) = most(true, &mut labels().filter(neutral)) {
            return Some(self.in_own_words(entity, &label));
        }
        if let Some(label) = most(false, &mut labels().filter(neutral)) {
            return Some(self.translated(entity, &label));
        }
        let label = most(true, &mut labels()).or_else(|| most(false, &mut labels()))?;
        let quoted = self.grammar.quoted(label.text.trim());
        let kind = self.grammar.kind.get(&crate::tell::code(&entity.kind));
        let text = kind.map_or_else(|| quoted.clone(), |kind| format!("{}{} ({quoted})", kind.article, kind.name));
        Some(Phrase { text, plural: kind.is_none() && self.is_plural(entity, &label), feminine: false })
    }

    fn in_own_words(&self, entity: &Entity, label: &EntityLabel) -> Phrase {
        let plural = self.is_plural(entity, label);
        let text = label.text.trim();
        let first = text.split([' ', '\'', '’']).next().unwrap_or_default();
        let opens = self.grammar.determiners.iter().any(|it| *it == first.to_lowercase());
        if self.grammar.own_side.iter().any(|it| *it == first.to_lowercase()) {
            return Phrase { text: self.grammar.quoted(text), plural, feminine: false };
        }
        let head = self.head(entity, label);
        let alone = head.is_some_and(|(word, span)| word.upos != Upos::Propn && text.starts_with(span));
        let mut words = text.to_owned();
        if opens || alone {
            let mut chars = text.chars();
            words = chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
        }
        if !opens && !first.chars().any(char::is_numeric) {
            let feminine = head.is_some_and(|(word, _)| word.feats.is("Gender", "Fem"));
            let bare = &self.grammar.bare;
            let article = match (plural, feminine) {
                (true, _) => &bare.plural,
                (false, true) => &bare.feminine,
                (false, false) => &bare.masculine,
            };
            words.insert_str(0, article);
        }
        Phrase { text: words, plural, feminine: false }
    }

    /// The word of the language for a description in the other one; its own words in quotation marks where there
    /// is none.
    fn translated(&self, entity: &Entity, label: &EntityLabel) -> Phrase {
        let plural = self.is_plural(entity, label);
        let words = phrase(&label.text);
        let bare = words.split_once(' ').map(|(_, rest)| rest);
        let found = [Some(words.as_str()), bare].into_iter().flatten().find_map(|it| self.grammar.nouns.get(it));
        let text = found.cloned().unwrap_or_else(|| self.grammar.quoted(label.text.trim()));
        Phrase { text, plural, feminine: false }
    }

    fn is_plural(&self, entity: &Entity, label: &EntityLabel) -> bool {
        let digits = label.text.trim().chars().take_while(char::is_ascii_digit).collect::<String>();
        digits.parse().is_ok_and(|number: u32| number > 1)
            || self.head(entity, label).is_some_and(|(word, _)| word.feats.is("Number", "Plur"))
    }

    /// The head of the first mention that bears a label, with its characters.
    fn head(&self, entity: &Entity, label: &EntityLabel) -> Option<(&Word, &str)> {
        entity.mentions.iter().find_map(|at| {
            let doc = self.docs.get(at.doc.at())?;
            let mention: &ActorMention = &doc.annotations.actors.mentions[at.mention.at()];
            (doc.document.slice(mention.span) == label.text).then_some(())?;
            let span: Span = doc.annotations.tokens.get(mention.head.at())?.span;
            let word = doc.annotations.syntax.words_of(mention.head).first()?;
            Some((word, doc.document.slice(span)))
        })
    }
}
