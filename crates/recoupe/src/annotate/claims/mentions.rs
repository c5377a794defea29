//! Whom and what place a word names.

use crate::index::{ActorIdx, ToponymIdx, WordIdx};
use crate::language::events::Argument;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::{Syntax, Upos};
use crate::text::Span;

use super::arguments::{is_led_to, preposition};
use super::text::Text;

/// The actors at a word: the outermost mention whose head it is, and those coordinated with it where no
/// mention covers the coordination.
pub(super) fn actors_at(text: &Text, word: WordIdx) -> Vec<ActorIdx> {
    let word = whole(text, word);
    let Some(first) = actor_at(text, word) else { return Vec::new() };
    let mut actors = vec![first];
    if text.annotations.actors.mentions[first.at()].members.is_empty() {
        actors.extend(conjuncts(&text.annotations.syntax, word).into_iter().filter_map(|other| actor_at(text, other)));
    }
    actors
}

/// The words coordinated with a word, and those coordinated with them.
pub(super) fn conjuncts(syntax: &Syntax, word: WordIdx) -> Vec<WordIdx> {
    let of = |word: WordIdx| syntax.dependents(word).filter(|&other| syntax.words[other.at()].relation == "conj");
    let noun = |it: &WordIdx| matches!(syntax.words[it.at()].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    of(word).filter(noun).flat_map(|other| std::iter::once(other).chain(of(other).filter(noun))).collect()
}

/// 'la plupart des rebelles' are the rebels.
pub(super) fn whole(text: &Text, word: WordIdx) -> WordIdx {
    let syntax = &text.annotations.syntax;
    let partitive = text.words.lists.partitives.contains(&text.lemma(word)) && actor_at(text, word).is_none();
    let mut below = syntax.dependents(word).filter(|&it| syntax.words[it.at()].universal_relation() == "nmod");
    below.next().filter(|_| partitive).unwrap_or(word)
}

/// The actor that a word names: the outermost mention whose head it is; of a noun of persons that is none, the
/// group before it ('M23 rebels').
pub(super) fn actor_at(text: &Text, word: WordIdx) -> Option<ActorIdx> {
    let syntax = &text.annotations.syntax;
    headed_actor(text, word).or_else(|| {
        let group = |actor: &ActorIdx| {
            let kind = text.annotations.actors.mentions[actor.at()].kind;
            matches!(
                kind,
                ActorKind::ArmedGroup | ActorKind::StateForce | ActorKind::Coalition | ActorKind::Organisation
            )
        };
        let before = |it: &WordIdx| {
            let relation = syntax.words[it.at()].universal_relation();
            *it < word
                && matches!(relation, "compound" | "nummod" | "amod" | "flat" | "nmod")
                && preposition(syntax, *it).is_none()
        };
        let noun = text.words.lists.person_nouns.contains(&text.lemma(word));
        let mut groups = syntax.dependents(word).filter(before).filter_map(|it| headed_actor(text, it)).filter(group);
        groups.next().filter(|_| noun)
    })
}

/// The outermost actor mention whose head is the word.
pub(super) fn headed_actor(text: &Text, word: WordIdx) -> Option<ActorIdx> {
    let token = text.annotations.syntax.words[word.at()].token;
    let span = text.annotations.tokens[token.at()].span;
    let all = &text.annotations.actors.mentions;
    let headed = all.iter().enumerate().filter(|(_, mention)| {
        if !mention.span.contains(span) {
            return false;
        }
        // A coordinated group stands for whichever of its members the parser made the head; and the parser
        // may head a name by its first word, the actor layer by its last.
        let member = mention.members.iter().any(|member| all[member.at()].head == token);
        mention.head == token
            || member
            || text.annotations.syntax.word_at(mention.span, &text.annotations.tokens) == Some(word)
    });
    headed
        .max_by_key(|(position, mention)| (mention.span.len(), std::cmp::Reverse(*position)))
        .map(|(position, _)| ActorIdx::new(position))
}

/// Who holds or leads what a noun names: 'le bastion de X', 'les positions de X', also in an apposition.
pub(super) fn holder(text: &Text, word: WordIdx) -> Option<ActorIdx> {
    let syntax = &text.annotations.syntax;
    let of = |word: WordIdx, relation: &'static str| {
        syntax.dependents(word).filter(move |&it| syntax.words[it.at()].universal_relation() == relation)
    };
    // 'le contrôle de la ville, bastion de X' hangs the bastion under the town.
    let towns = of(word, "nmod").filter(|&it| toponym_at(text, text.span(it)).is_some());
    let appositions = std::iter::once(word).chain(towns).flat_map(|it| of(it, "appos"));
    // 'la dernière ville sous le contrôle de X'.
    let under = of(word, "nmod").filter(|&it| text.words.lists.control_nouns.contains(&text.lemma(it)));
    let nouns = std::iter::once(word).chain(appositions).chain(under);
    let mut held = nouns.filter(|&noun| text.words.lists.holder_nouns.contains(&text.lemma(noun)));
    held.find_map(|noun| {
        let owners = syntax.dependents(noun).filter(|&it| {
            syntax.words[it.at()].universal_relation() == "nmod" && is_led_to(syntax, it, Argument::De, text.words)
        });
        let deeper = |owner: WordIdx| {
            let below = syntax.dependents(owner).filter(|&it| syntax.words[it.at()].universal_relation() == "nmod");
            below.filter_map(|it| actor_at(text, it)).next()
        };
        owners.filter_map(|owner| actor_at(text, owner).or_else(|| deeper(owner))).next()
    })
}

pub(super) fn toponym_at(text: &Text, span: Span) -> Option<ToponymIdx> {
    let mentions = &text.annotations.toponyms.mentions;
    mentions.iter().position(|toponym| toponym.span.overlaps(span) && toponym.metonymy.is_none()).map(ToponymIdx::new)
}

/// The place of a noun: 'la ville de X', 'des zones de X', 'le contrôle total de X'.
pub(super) fn place_below(text: &Text, word: WordIdx) -> Option<ToponymIdx> {
    let lists = &text.words.lists;
    let lemma = text.lemma(word);
    let leads = [&lists.place_nouns, &lists.partial_nouns, &lists.control_nouns, &lists.holder_nouns];
    if !leads.iter().any(|nouns| nouns.contains(&lemma)) {
        return None;
    }
    let syntax = &text.annotations.syntax;
    let relation = |word: WordIdx| syntax.words[word.at()].universal_relation();
    // 'la ville en Syrie' is not Syria: only an apposition or the preposition of possession names the place.
    let names = |below: &WordIdx| match relation(*below) {
        "appos" | "flat" => true,
        "nmod" | "obl" => preposition(syntax, *below)
            .is_none_or(|preposition| text.words.argument(&preposition).any(|argument| argument == Argument::De)),
        _ => false,
    };
    let mut modifiers: Vec<WordIdx> = syntax.dependents(word).filter(names).collect();
    modifiers.sort_by_key(|&below| relation(below) != "appos");
    // 'X, une ville de l'est de Y': what names it comes before what says where it lies.
    let direct = modifiers.iter().find_map(|&modifier| toponym_at(text, text.span(modifier)));
    let deeper = |modifier: &WordIdx| {
        syntax.dependents(*modifier).filter(names).find_map(|below| toponym_at(text, text.span(below)))
    };
    direct.or_else(|| modifiers.iter().find_map(deeper))
}

/// 'le contrôle total *de la ville*': of a noun through which a place is had, the noun of the place.
pub(super) fn held_noun(text: &Text, word: WordIdx) -> WordIdx {
    let syntax = &text.annotations.syntax;
    let lists = &text.words.lists;
    let had = lists.control_nouns.contains(&text.lemma(word)) && !is_place_noun(text, word);
    let owned = |it: &WordIdx| {
        syntax.words[it.at()].universal_relation() == "nmod" && is_led_to(syntax, *it, Argument::De, text.words)
    };
    let mut below = syntax.dependents(word).filter(owned).filter(|&it| is_place_noun(text, it));
    below.next().filter(|_| had).unwrap_or(word)
}

/// Whether a noun stands for a place, or for a part of what one stands for ('5 % du territoire').
pub(super) fn is_place_noun(text: &Text, word: WordIdx) -> bool {
    let lists = &text.words.lists;
    let syntax = &text.annotations.syntax;
    let is_area = |it: WordIdx| {
        let lemma = text.lemma(it);
        let below = matches!(syntax.words[it.at()].universal_relation(), "nmod" | "obl");
        below && (lists.place_nouns.contains(&lemma) || lists.area_nouns.contains(&lemma))
    };
    let lemma = text.lemma(word);
    lists.place_nouns.contains(&lemma) || lists.partial_nouns.contains(&lemma) && syntax.dependents(word).any(is_area)
}

pub(super) fn is_person(text: &Text, word: WordIdx) -> bool {
    let kind = |it: ActorIdx| text.annotations.actors.mentions[it.at()].kind;
    actor_at(text, word).is_some_and(|it| kind(it) == ActorKind::Person)
}
