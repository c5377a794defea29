//! What the rules for claims look at, and what they draft.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::index::WordIdx;
use crate::language::events::EventWords;
use crate::layers::Annotations;
use crate::layers::claims::{Claim, Quantity};
use crate::layers::syntax::{Syntax, Upos, Word};
use crate::text::Span;

/// A figure and the token after it.
type Figure = (Quantity, usize);

/// What the frames look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub annotations: &'t Annotations,
    pub words: &'t EventWords,
    pub gazetteer: &'t Gazetteer,
    /// The figures that begin at a token and end before another, once read: set phrases ask for them again and again.
    pub figures: RefCell<BTreeMap<(usize, usize), Option<Figure>>>,
}

impl Text<'_> {
    /// Lemma in lower case, with the model's known mistakes mended.
    pub fn lemma(&self, word: WordIdx) -> String {
        let word = &self.annotations.syntax.words[word.at()];
        let verbal = !matches!(word.upos, Upos::Noun | Upos::Propn);
        let mended = self.words.lemmas.get(&word.form.to_lowercase()).filter(|_| verbal);
        mended.cloned().unwrap_or_else(|| word.lemma.to_lowercase())
    }

    /// Whether a token stands between two others without a space, as a hyphen does inside a word.
    pub fn joins(&self, token: usize) -> bool {
        let tokens = &self.annotations.tokens;
        let around = token.checked_sub(1).and_then(|before| tokens.get(before..token + 2));
        around.is_some_and(|it| it[0].span.end == it[1].span.start && it[1].span.end == it[2].span.start)
    }

    /// Byte span of a word's token.
    pub fn span(&self, word: WordIdx) -> Span {
        self.annotations.tokens[self.annotations.syntax.words[word.at()].token.at()].span
    }
}

/// A claim whose time and place may still have to come from around its clause.
#[derive(Clone)]
pub(super) struct Draft {
    pub claim: Claim,
    pub trigger: WordIdx,
    /// The noun that stands for its place ('la ville'), or the clitic.
    pub place_word: Option<WordIdx>,
    /// The noun of the struggle that it tells the state of ('la guerre est finie').
    pub about: Option<WordIdx>,
}

/// The word that a copula makes an adverb say of its subject: itself, or the word that the parser hung it under.
pub(super) fn predicate(syntax: &Syntax, adverb: WordIdx) -> Option<WordIdx> {
    let copular = |it: &WordIdx| syntax.dependents(*it).any(|it| syntax.words[it.at()].relation == "cop");
    let head = syntax.head(adverb).filter(|_| syntax.words[adverb.at()].relation == "advmod");
    [Some(adverb), head].into_iter().flatten().find(copular)
}

/// Whether a word stands where a noun does, whatever its tag ('une vaste offensive').
pub(super) fn is_nominal(word: &Word) -> bool {
    match word.upos {
        Upos::Noun | Upos::Propn => true,
        Upos::Adj => matches!(word.universal_relation(), "obj" | "nsubj" | "obl" | "nmod"),
        _ => false,
    }
}
