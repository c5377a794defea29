//! The noun phrase around a common noun, as the parse has it.

use std::ops::Range;

use crate::index::WordIdx;
use crate::layers::syntax::{Upos, Word};

use super::find::Text;

/// A noun with what stands right beside it. Ranges are of pieces.
pub(super) struct NounPhrase {
    pub range: Range<usize>,
    pub head: usize,
    /// The article or another word that determines it.
    pub determiner: Option<usize>,
}

/// A noun with its determiner, number and adjectives.
pub(super) fn noun_phrase(text: &Text, noun: WordIdx) -> Option<NounPhrase> {
    let head = text.piece_of(noun)?;
    let mut determiner = None;
    let (mut start, mut end) = (head, head + 1);
    for dependent in text.syntax.dependents(noun) {
        let Some(piece) = text.piece_of(dependent) else { continue };
        match text.syntax.words[dependent.at()].universal_relation() {
            "det" => {
                determiner = Some(piece);
                start = start.min(piece);
            }
            "amod" | "flat" if piece == end && text.joins(end - 1) => end = piece + 1,
            "amod" | "nummod" | "compound" if piece < head && !is_deed(&text.syntax.words[dependent.at()]) => {
                start = start.min(piece);
            }
            _ => {}
        }
    }
    // A parse may hang a word from far away under the noun; a phrase has no comma before its noun.
    let start = (start..head).rev().take_while(|&at| text.joins(at)).last().unwrap_or(head);
    let determiner = determiner.filter(|&at| at >= start);
    // What stands before the article is no part of it: '», fulmine une infirmière'.
    let start = determiner.filter(|&at| at < head && first_of(text, at)).unwrap_or(start);
    Some(NounPhrase { range: start..end, head, determiner })
}

/// Whether no other word of the determiner kind stands before a determiner ('tous les').
fn first_of(text: &Text, determiner: usize) -> bool {
    let before = determiner.checked_sub(1).filter(|&at| text.joins(at)).and_then(|at| text.upos(at));
    !matches!(before, Some(Upos::Det | Upos::Num | Upos::Adv))
}

/// 'denies targeting civilians': a verb that is no past participle ('masked men') tells what somebody does.
fn is_deed(word: &Word) -> bool {
    word.upos == Upos::Verb && !(word.feats.is("VerbForm", "Part") && word.feats.is("Tense", "Past"))
}
