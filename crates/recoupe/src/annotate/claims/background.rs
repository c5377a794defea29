//! Words of happenings that are not told: those of the past that the report compares with, those inside the name of an
//! institution, and parts of a compound ('cease-fire').

use crate::index::WordIdx;
use crate::layers::kinds::{EventType, TimexType};
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::text::Text;
use super::wording::{following, phrase_at};

/// Words between a noun and the institution whose name it is part of.
const NAME: u32 = 4;

/// Whether a noun stands for happenings of the past ('similar attacks in the past', 'one of the deadliest attacks').
pub(super) fn is_background(text: &Text, noun: WordIdx, event: &EventType) -> bool {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[noun.at()];
    let kinds = ["combat", "disaster", "protest"];
    if !kinds.iter().any(|kind| event.is(kind)) || word.upos != Upos::Noun || !word.feats.is("Number", "Plur") {
        return false;
    }
    let lists = &text.words.lists;
    let adjectives = || syntax.dependents(noun).filter(|&it| syntax.words[it.at()].universal_relation() == "amod");
    let after = following(text, noun);
    let past = lists.background_phrases.iter().any(|phrase| phrase_at(&after, phrase).is_some());
    past || !event.is("protest") && adjectives().any(|it| lists.background_adjectives.contains(&text.lemma(it)))
        || is_one_of(text, noun) && adjectives().any(|it| is_superlative(text, it))
}

/// 'One of the attacks', 'l'une des attaques'.
fn is_one_of(text: &Text, noun: WordIdx) -> bool {
    let head = text.annotations.syntax.head(noun).map(|head| text.lemma(head));
    head.is_some_and(|head| text.words.figures.numbers.get(&head) == Some(&1))
}

fn is_superlative(text: &Text, adjective: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let most = |it: WordIdx| text.words.lists.superlatives.contains(&text.lemma(it));
    syntax.words[adjective.at()].feats.is("Degree", "Sup") || syntax.dependents(adjective).any(most)
}

/// Whether a noun belongs to the name of an institution: 'le Centre national des ouragans', 'March 8' of a date.
pub(super) fn is_of_name(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[noun.at()];
    let span = text.span(noun);
    let date = |timex: &&crate::layers::timexes::Timex| timex.kind == TimexType::Date && timex.span.contains(span);
    if word.upos == Upos::Propn && text.annotations.timexes.iter().any(|timex| date(&timex)) {
        return true;
    }
    let part = |it: &WordIdx| {
        matches!(syntax.words[it.at()].universal_relation(), "nmod" | "compound" | "flat" | "conj" | "amod")
    };
    let mut above = syntax.path_to_root(noun).take_while(part).filter_map(|it| syntax.head(it));
    let first = syntax.sentence_of(noun).start;
    matches!(word.upos, Upos::Noun | Upos::Propn)
        && above.any(|it| {
            // What opens a sentence has a capital, whatever it is.
            let capital = it.at() > first && syntax.words[it.at()].form.chars().next().is_some_and(char::is_uppercase);
            capital && it.0.abs_diff(noun.0) <= NAME && text.words.lists.institution_nouns.contains(&text.lemma(it))
        })
}

/// What a hyphen makes of a noun.
pub(super) enum Compound {
    /// No hyphen touches it.
    None,
    /// It says of what kind what follows is ('fire-damaged').
    Part,
    /// The last part of a compound, with the compound's lemma and span ('cease-fire').
    Last(String, Span),
}

/// The compound that a noun is part of, where tokens end at hyphens.
pub(super) fn compound(text: &Text, noun: WordIdx) -> Compound {
    let tokens = &text.annotations.tokens;
    let at = text.annotations.syntax.words[noun.at()].token.at();
    let is_hyphen = |token: usize| tokens.get(token).is_some_and(|it| text.doc.slice(it.span) == "-");
    let joins = |hyphen: usize| is_hyphen(hyphen) && text.joins(hyphen);
    if joins(at + 1) {
        return Compound::Part;
    }
    if at < 2 || !joins(at - 1) {
        return Compound::None;
    }
    let first = tokens[at - 2].span;
    let lemma = format!("{}-{}", text.doc.slice(first).to_lowercase(), text.lemma(noun));
    Compound::Last(lemma, first.cover(text.span(noun)))
}

/// Whether a word names where something is published, not where it happens.
pub(super) fn is_channel(text: &Text, word: WordIdx) -> bool {
    let form = text.annotations.syntax.words[word.at()].form.to_lowercase();
    text.words.lists.channels.contains(&form)
}
