//! What a claim about the state of a struggle speaks of: 'la guerre contre X est finie', 'the battle is not over'.

use crate::index::WordIdx;
use crate::language::events::{Argument, Frame, Role};

use super::arguments::{Arguments, preposition};
use super::mentions::toponym_at;
use super::text::{Text, predicate};

/// The noun of a struggle that is subject, object or complement of a trigger.
pub(super) fn struggle(text: &Text, trigger: WordIdx, arguments: &Arguments) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    let is_struggle = |it: &WordIdx| text.words.lists.struggles.contains(&text.lemma(*it));
    let core = arguments.subject.iter().chain(&arguments.object).map(|(word, _)| *word);
    let of = |preposition: &str| text.words.argument(preposition).any(|it| matches!(it, Argument::De | Argument::A));
    let complements = arguments.marked.iter().filter(|(_, preposition)| of(preposition)).map(|(word, _)| *word);
    let above = predicate(syntax, trigger).into_iter().flat_map(|head| syntax.dependents(head));
    let above = above.filter(|&it| syntax.words[it.at()].universal_relation() == "nsubj");
    core.chain(complements).chain(above).find(is_struggle)
}

/// The sides of a struggle, and its scene, with the roles that the frame gives them.
pub(super) fn sides(text: &Text, frame: &Frame, noun: WordIdx) -> Vec<(WordIdx, Role)> {
    let syntax = &text.annotations.syntax;
    let below = syntax.dependents(noun).filter_map(|it| Some((it, preposition(syntax, it)?)));
    let role = |(word, preposition): (WordIdx, String)| {
        let arguments: Vec<Argument> = text.words.argument(&preposition).collect();
        let placed = arguments.iter().any(|it| matches!(it, Argument::De | Argument::Place));
        let scene = placed && toponym_at(text, text.span(word)).is_some();
        let against = frame.contre.filter(|_| arguments.contains(&Argument::Contre));
        against.or(scene.then_some(Role::Place)).map(|role| (word, role))
    };
    below.filter_map(role).collect()
}
