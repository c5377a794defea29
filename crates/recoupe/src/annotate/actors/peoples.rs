//! Demonyms as nouns: 'trois Kirghiz', 'les Malgaches'.

use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;

use super::find::{Found, Text};

/// Adds a mention for every demonym with an article or a number that stands for people.
pub(super) fn peoples(text: &Text, found: &mut Vec<Found>) {
    let words = &text.pack.actors;
    let mut held = vec![false; text.pieces.len()];
    for other in found.iter() {
        held[other.range.clone()].fill(true);
    }
    for (at, piece) in text.pieces.iter().enumerate().skip(1) {
        let noun = piece.is_capital && !piece.opens && !piece.in_title_case && !held[at] && text.is_demonym(at);
        if !noun || !text.joins(at - 1) || !is_noun(text, at) {
            continue;
        }
        let article = words.determiners.contains(text.folded(at - 1));
        let number = text.upos(at - 1) == Some(Upos::Num);
        if !article && !number {
            continue;
        }
        let first = if words.contractions.contains(text.folded(at - 1)) { at } else { at - 1 };
        let definite = words.definites.contains(text.folded(at - 1));
        let kind = if definite { ActorKind::Population } else { ActorKind::People };
        let mention = Found::new(first..at + 1, at, MentionForm::Description, kind, "demonym_noun");
        found.push(Found { country: text.demonym(at), definite, ..mention });
    }
}

/// Whether a demonym is no adjective to the word behind it, nor a name of a language.
fn is_noun(text: &Text, at: usize) -> bool {
    let Some(word) = text.word_of(at) else { return false };
    let it = &text.syntax.words[word.at()];
    let describes = matches!(it.universal_relation(), "amod" | "compound" | "flat");
    let next = text.joins(at) && matches!(text.upos(at + 1), Some(Upos::Noun | Upos::Propn | Upos::Adj));
    matches!(it.upos, Upos::Noun | Upos::Propn | Upos::Adj) && !describes && !next
}
