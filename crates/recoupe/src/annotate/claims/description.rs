//! Words of happenings that tell of none: they say of what kind something is, describe a noun, or belong to another
//! phrase.

use crate::index::WordIdx;
use crate::language::events::Argument;
use crate::layers::kinds::EventType;
use crate::layers::syntax::{Upos, Word};

use super::arguments::is_led_to;
use super::text::Text;

/// Whether a noun only says of what kind another noun is: 'une tenue de combat', 'riot police'. Nouns of an intention
/// and of time do tell of it ('un projet d'attentat', 'un jour de combat'), and so does a plural ('une série d'attaques').
pub(super) fn names_a_kind(text: &Text, noun: WordIdx, event: &EventType) -> bool {
    if !["combat", "contact", "disaster", "protest"].iter().any(|kind| event.is(kind)) {
        return false;
    }
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[noun.at()];
    let Some(head) = syntax.head(noun).filter(|_| word.upos == Upos::Noun) else { return false };
    let above = &syntax.words[head.at()];
    let lemma = text.lemma(head);
    let tells = text.words.moods.intended_nouns.contains(&lemma)
        || text.words.lists.time_nouns.contains(&lemma)
        || text.words.figures.tolls.contains(&lemma)
        || text.words.noun(&lemma).next().is_some();
    if !matches!(above.upos, Upos::Noun) || tells {
        return false;
    }
    let alone =
        syntax.dependents(noun).all(|it| !matches!(syntax.words[it.at()].universal_relation(), "det" | "nummod"));
    let bare = is_led_to(syntax, noun, Argument::De, text.words);
    match word.universal_relation() {
        "nmod" => bare && alone && word.feats.is("Number", "Sing") && noun.0 == head.0 + 2,
        "compound" => noun < head,
        _ => false,
    }
}

/// Whether a verb stands within so many bytes behind a trigger: 'prendre l'engagement de *rendre* le pouvoir'.
pub(super) fn has_verb_within(text: &Text, trigger: WordIdx, bytes: usize) -> bool {
    let syntax = &text.annotations.syntax;
    let end = text.span(trigger).end as usize + bytes;
    let after = syntax.sentence_of(trigger).skip_while(|&at| at <= trigger.at());
    let mut within = after.take_while(|&at| (text.span(WordIdx::new(at)).end as usize) < end);
    within.any(|at| syntax.words[at].upos == Upos::Verb)
}

/// Whether a verb only describes a noun ('les forces soutenues par …'), instead of telling what happened.
pub(super) fn is_description(text: &Text, verb: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[verb.at()];
    let finite = |word: &Word| word.feats.is("VerbForm", "Fin") || word.feats.is("VerbForm", "Inf");
    let told = finite(word)
        || syntax.dependents(verb).any(|it| syntax.words[it.at()].upos == Upos::Aux && finite(&syntax.words[it.at()]));
    word.universal_relation() == "acl" || !told
}
