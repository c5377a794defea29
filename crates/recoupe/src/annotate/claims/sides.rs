//! The two sides of a fight or a meeting: 'des combats ont éclaté lundi à X entre A et B'.
use super::text::Text;

use crate::index::{ActorIdx, WordIdx};
use crate::language::events::Argument;
use crate::layers::claims::Slot;
use crate::layers::syntax::Upos;

/// Words between the first side and the conjunction before the second ('le groupe armé X, allié à Y, et …').
const APPOSED: usize = 10;

/// Both sides behind the preposition of a noun, wherever in its clause the parser hung them. What they do they do to
/// each other, so that no role can be swapped.
pub(super) fn sides_between(text: &Text, noun: WordIdx) -> Vec<Slot<ActorIdx>> {
    let found = preposition_of_sides(text, noun).and_then(|at| {
        let first = actor_from(text, at + 1)?;
        let group = &text.annotations.actors.mentions[first.at()];
        if !group.members.is_empty() {
            return Some(group.members.clone());
        }
        let syntax = &text.annotations.syntax;
        let end = syntax.words_in(group.span, &text.annotations.tokens).end;
        let rest = (end..syntax.sentence_of(noun).end).take(APPOSED);
        let joint = rest.into_iter().find(|&it| syntax.words[it].upos == Upos::Cconj)?;
        Some(vec![first, actor_from(text, joint + 1)?])
    });
    let reason = "both sides of it, in its clause".to_owned();
    found.unwrap_or_default().into_iter().map(|value| Slot { value, reason: reason.clone() }).collect()
}

/// The preposition of sides ('entre') behind a noun, with no verb between but the noun's own and participles, and no
/// other noun right before it, whose sides they would be ('un accord entre').
fn preposition_of_sides(text: &Text, noun: WordIdx) -> Option<usize> {
    let syntax = &text.annotations.syntax;
    let own = syntax.head(noun);
    let marks = |at: usize| text.words.argument(&text.lemma(WordIdx::new(at))).any(|it| it == Argument::Entre);
    for at in syntax.sentence_of(noun).filter(|&at| at > noun.at()) {
        let word = &syntax.words[at];
        if word.upos == Upos::Adp && marks(at) {
            let before = &syntax.words[at - 1];
            return (before.upos != Upos::Noun || at - 1 == noun.at()).then_some(at);
        }
        let verb = word.upos == Upos::Verb && !word.feats.is("VerbForm", "Part") && Some(WordIdx::new(at)) != own;
        if verb || text.words.noun(&text.lemma(WordIdx::new(at))).any(|frame| frame.entre.is_some()) {
            return None;
        }
    }
    None
}

/// The outermost actor whose mention begins at a word, or right behind its article.
fn actor_from(text: &Text, at: usize) -> Option<ActorIdx> {
    let syntax = &text.annotations.syntax;
    let starts = [Some(at), Some(at + 1).filter(|_| syntax.words.get(at).is_some_and(|it| it.upos == Upos::Det))];
    starts.into_iter().flatten().filter(|&at| at < syntax.words.len()).find_map(|at| {
        let start = text.span(WordIdx::new(at)).start;
        let mentions = text.annotations.actors.mentions.iter().enumerate().filter(|(_, it)| it.span.start == start);
        mentions.max_by_key(|(_, it)| it.span.len()).map(|(at, _)| ActorIdx::new(at))
    })
}
