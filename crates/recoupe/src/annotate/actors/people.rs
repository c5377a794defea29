//! Whoever takes part in what happens and is told by a common noun alone: persons of no listed group ('deux hommes',
//! 'les éboueurs'), and nouns of actors that stand without a determiner ('Rebels seized …', 'Police arrested …').

use crate::gazetteer::places::phrase;
use crate::index::WordIdx;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::{Upos, Word};

use super::find::{Found, Text, role_of_bare};
use super::noun_phrase::{NounPhrase, noun_phrase};

/// Adds a mention for every such noun that no mention holds yet.
pub(super) fn people(text: &Text, found: &mut Vec<Found>) {
    let mut held = vec![false; text.pieces.len()];
    for other in found.iter() {
        held[other.range.clone()].fill(true);
        held[other.head] = true;
    }
    for word in (0..text.syntax.words.len()).map(WordIdx::new) {
        let Some(mut mention) = participant(text, word) else { continue };
        // 'M23 rebels' are the M23.
        let named = found.iter().any(|other| {
            let inside = mention.range.start <= other.range.start && other.range.end <= mention.range.end;
            inside && matches!(other.form, MentionForm::Name | MentionForm::Acronym)
        });
        if held[mention.head] || named {
            continue;
        }
        if mention.definite {
            mention.role = role_of_bare(&mention, found, text);
        }
        held[mention.range.clone()].fill(true);
        found.push(mention);
    }
}

/// The mention of a noun of persons or actors that takes part in something.
fn participant(text: &Text, noun: WordIdx) -> Option<Found> {
    let word = &text.syntax.words[noun.at()];
    if !matches!(word.upos, Upos::Noun | Upos::Propn) {
        return None;
    }
    let around = noun_phrase(text, noun)?;
    if is_part_of_name(text, around.head, word) {
        return None;
    }
    let kind = match denoted(text, around.head, word)? {
        ActorKind::People if bears_arms(text, &around) => ActorKind::ArmedGroup,
        kind => kind,
    };
    let NounPhrase { range, head, determiner } = around;
    let words = &text.pack.actors;
    let form = text.folded(head);
    let group = words.force_groups.get(form).filter(|_| matches!(kind, ActorKind::StateForce | ActorKind::State));
    // 'Police arrested …': a noun that has no plural means the one that everybody knows.
    let collective = group.is_some() && form == phrase(&word.lemma);
    let counted = text
        .syntax
        .dependents(noun)
        .any(|it| matches!(text.syntax.words[it.at()].universal_relation(), "nummod" | "det"));
    let told = counted || word.feats.is("Number", "Plur");
    if !takes_part(text, noun, told, collective) {
        return None;
    }
    let bare = range.len() == 1 + usize::from(determiner.is_some());
    let first = determiner.filter(|&at| at == range.start && words.contractions.contains(text.folded(at)));
    let range = range.start + usize::from(first.is_some())..range.end;
    Some(Found {
        descriptor: words.descriptors.get(form).cloned(),
        country: range.clone().find_map(|at| text.demonym(at)),
        definite: determiner.map_or(collective, |at| words.definites.contains(text.folded(at))),
        bare,
        group: group.cloned(),
        ..Found::new(range, head, MentionForm::Description, kind, rule(kind))
    })
}

fn rule(kind: ActorKind) -> &'static str {
    if kind == ActorKind::People { "person_noun" } else { "actor_noun_alone" }
}

/// A noun with a capital inside a sentence, a place, an adjective of origin, a listed name.
fn is_part_of_name(text: &Text, head: usize, word: &Word) -> bool {
    let piece = &text.pieces[head];
    let capital = piece.is_capital && !piece.opens && !piece.in_title_case;
    capital
        || word.upos == Upos::Propn && !piece.is_capital
        || text.toponym(head).is_some()
        || text.is_demonym(head)
        || text.known_at(head).is_some()
}

/// What a noun denotes: by the nouns of actors, else persons by their nouns, functions and the like.
fn denoted(text: &Text, head: usize, word: &Word) -> Option<ActorKind> {
    let words = &text.pack.actors;
    let (form, written) = (text.folded(head), word.lemma.to_lowercase());
    let lemma = phrase(&written);
    let weak = words.weak_nouns.contains(form) || words.weak_nouns.contains(&lemma);
    // Who is only what happened to them ('the wounded') is told by the figures.
    if weak || text.pack.events.noun(&written).next().is_some() {
        return None;
    }
    if let Some(&kind) = words.nouns.get(form).or_else(|| words.nouns.get(&lemma)) {
        return Some(kind);
    }
    if words.people.contains(&written) || words.people.contains(&word.form.to_lowercase()) {
        return Some(ActorKind::People);
    }
    if words.anonymous.contains(form) {
        return Some(ActorKind::AnonymousSource);
    }
    // 'les députés': whoever holds a function is a person, and several of them nobody in particular.
    let function = words.functions.contains(form) || words.functions.contains(&lemma);
    (function && word.feats.is("Number", "Plur")).then_some(ActorKind::People)
}

/// 'des inconnus armés': persons who bear arms are an armed group.
fn bears_arms(text: &Text, phrase: &NounPhrase) -> bool {
    let descriptors = &text.pack.actors.descriptors;
    phrase.range.clone().any(|at| at != phrase.head && descriptors.get(text.folded(at)).is_some_and(|it| it == ARMED))
}

/// The actor gazetteer's key word of those who bear arms.
const ARMED: &str = "armed";

/// Whether a noun, or the first of those that it is coordinated with, is a subject, an object or a complement. What
/// stands in the singular without a determiner is one only as a subject, or as the agent of a passive; a collective
/// ('police') also as an object.
fn takes_part(text: &Text, noun: WordIdx, told: bool, collective: bool) -> bool {
    let words = &text.syntax.words;
    let first = text.syntax.path_to_root(noun).find(|&it| words[it.at()].relation != "conj").unwrap_or(noun);
    let case = |of: WordIdx| {
        let mut cases = text.syntax.dependents(of).filter(|it| words[it.at()].universal_relation() == "case");
        cases.next().map(|it| words[it.at()].lemma.to_lowercase())
    };
    // 'Ce sont des hommes', 'as hostages' say what somebody is.
    let predicate = text.syntax.dependents(first).any(|it| words[it.at()].relation == "cop");
    let likened = case(first).is_some_and(|it| text.pack.actors.likened.contains(&phrase(&it)));
    if predicate || likened {
        return false;
    }
    let agent = || case(first).is_some_and(|it| text.pack.events.lists.agent_prepositions.contains(&it));
    match words[first.at()].universal_relation() {
        "nsubj" => true,
        "obl" => told || agent(),
        "obj" | "iobj" => told || collective,
        "nmod" | "root" | "appos" | "parataxis" | "ccomp" | "advcl" | "acl" | "dep" | "dislocated" => told,
        _ => false,
    }
}
