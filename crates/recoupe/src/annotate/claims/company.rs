//! Those who did it together with the subject of a verb: in whose company, or with whose support.

use crate::index::{ActorIdx, WordIdx};
use crate::layers::kinds::{ActorKind, EventType};
use crate::layers::syntax::Upos;

use super::arguments::{Arguments, is_passive, of_verb, preposition};
use super::mentions::{actors_at, conjuncts};
use super::text::Text;

/// Those in whose company it was done ('en coopération avec X').
pub(super) fn companions(text: &Text, trigger: WordIdx, arguments: &Arguments) -> Vec<WordIdx> {
    let syntax = &text.annotations.syntax;
    let heads = arguments.subject.iter().map(|(word, _)| *word).chain([trigger]);
    let below = heads.flat_map(|head| syntax.dependents(head));
    let through = below
        .filter(|&it| text.words.support.company_nouns.contains(&text.lemma(it)) && preposition(syntax, it).is_some());
    let of = |noun: WordIdx| {
        let dependents = syntax.dependents(noun);
        dependents.filter(|&it| syntax.words[it.at()].universal_relation() == "nmod").take(1)
    };
    through.flat_map(of).collect()
}

/// The forces that a participle beside those who act names ('l'armée, appuyée par X et Y, a pris …'), and the
/// ones that are named as some of them ('ses alliés comme X'). A state that only backs a force did not act.
pub(super) fn supporters(text: &Text, event_type: &EventType, arguments: &Arguments) -> Vec<ActorIdx> {
    if !["control", "combat", "siege", "status"].iter().any(|kind| event_type.is(kind)) {
        return Vec::new();
    }
    let syntax = &text.annotations.syntax;
    let heads = arguments.subject.iter().map(|(word, _)| *word);
    let backed = heads.flat_map(|head| syntax.dependents(head)).filter(|&it| {
        let word = &syntax.words[it.at()];
        let participle = matches!(word.universal_relation(), "acl" | "amod") && word.relation != "acl:relcl";
        participle && text.words.support.backs.contains(&text.lemma(it)) && is_passive(syntax, it, text.words)
    });
    let by = backed.flat_map(|verb| of_verb(syntax, verb, text.words).subject).map(|(word, _)| word);
    let by = by.filter(|&it| !arguments.subject.iter().any(|(head, _)| *head == it));
    let all = by.flat_map(|word| [vec![word], conjuncts(syntax, word), examples(text, word)].concat());
    let force = |actor: &ActorIdx| {
        let kind = text.annotations.actors.mentions[actor.at()].kind;
        matches!(kind, ActorKind::ArmedGroup | ActorKind::StateForce | ActorKind::Coalition)
    };
    all.flat_map(|word| actors_at(text, word)).filter(force).collect()
}

/// 'ses alliés comme X'.
fn examples(text: &Text, word: WordIdx) -> Vec<WordIdx> {
    let syntax = &text.annotations.syntax;
    let named = |it: &WordIdx| {
        let noun = matches!(syntax.words[it.at()].upos, Upos::Noun | Upos::Propn);
        noun && preposition(syntax, *it).is_some_and(|it| text.words.support.such_as.contains(&it))
    };
    syntax.dependents(word).filter(named).collect()
}
