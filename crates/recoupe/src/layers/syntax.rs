//! The layer of syntax: tags, lemmas and dependencies, after Universal Dependencies 2.

use serde::{Deserialize, Serialize};

use crate::index::{TokenIdx, WordIdx};
use crate::layers::tokens::Token;
use crate::text::Span;

/// The syntactic words of a document, in order of text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Syntax {
    /// All words. A contraction ('du') gives several words that share one token.
    pub words: Vec<Word>,
    /// `first_word[t]` is the first word of token `t`; one more entry closes the last token.
    pub first_word: Vec<u32>,
}

impl Syntax {
    /// The words of a token. Empty when the layer was not computed.
    pub fn words_of(&self, token: TokenIdx) -> &[Word] {
        let (Some(&start), Some(&end)) = (self.first_word.get(token.at()), self.first_word.get(token.at() + 1)) else {
            return &[];
        };
        &self.words[start as usize..end as usize]
    }

    /// The words that depend on `head`, in order of text.
    pub fn dependents(&self, head: WordIdx) -> impl Iterator<Item = WordIdx> + '_ {
        // Dependents stand in the same sentence, and sentences are runs of words.
        let range = self.sentence_of(head);
        range.map(WordIdx::new).filter(move |&word| self.words[word.at()].head == Some(head))
    }

    /// The words of a word's sentence, as positions.
    pub fn sentence_of(&self, word: WordIdx) -> std::ops::Range<usize> {
        let sentence = self.words[word.at()].sentence;
        let start = self.words.partition_point(|other| other.sentence < sentence);
        let end = self.words.partition_point(|other| other.sentence <= sentence);
        start..end
    }

    /// The governor of a word.
    pub fn head(&self, word: WordIdx) -> Option<WordIdx> {
        self.words.get(word.at())?.head
    }

    /// The words on the way from a word up to the root, the word itself first.
    pub fn path_to_root(&self, word: WordIdx) -> impl Iterator<Item = WordIdx> + '_ {
        // A tree has no path longer than its words.
        std::iter::successors(Some(word), |&at| self.head(at)).take(self.words.len())
    }

    /// Whether `word` depends on `ancestor`, directly or not; a word does not depend on itself.
    pub fn is_below(&self, word: WordIdx, ancestor: WordIdx) -> bool {
        self.path_to_root(word).skip(1).any(|at| at == ancestor)
    }

    /// A word and all that depends on it, in order of text.
    pub fn subtree(&self, word: WordIdx) -> Vec<WordIdx> {
        let sentence = self.sentence_of(word);
        let start = sentence.start;
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); sentence.len()];
        for at in sentence {
            if let Some(head) = self.words[at].head {
                children[head.at() - start].push(at);
            }
        }
        let mut found = vec![word.at()];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            found.extend_from_slice(&children[at - start]);
            next += 1;
        }
        found.sort_unstable();
        found.into_iter().map(WordIdx::new).collect()
    }

    /// The smallest span that covers a word and all that depends on it.
    pub fn subtree_span(&self, word: WordIdx, tokens: &[Token]) -> Option<Span> {
        let spans =
            self.subtree(word).into_iter().filter_map(|at| Some(tokens.get(self.words[at.at()].token.at())?.span));
        spans.reduce(Span::cover)
    }

    /// The words whose tokens lie in a span or touch it, as a range of positions.
    pub fn words_in(&self, span: Span, tokens: &[Token]) -> std::ops::Range<usize> {
        let first = tokens.partition_point(|token| token.span.end <= span.start);
        let last = tokens.partition_point(|token| token.span.start < span.end).max(first);
        let at = |token: usize| self.first_word.get(token).map_or(self.words.len(), |&word| word as usize);
        at(first)..at(last)
    }

    /// The word that heads the words of a span: the first one whose governor stands outside it.
    pub fn word_at(&self, span: Span, tokens: &[Token]) -> Option<WordIdx> {
        let range = self.words_in(span, tokens);
        let outside = |at: &usize| self.words[*at].head.is_none_or(|head| !range.contains(&head.at()));
        range.clone().filter(|at| self.words[*at].upos != Upos::Punct).find(outside).map(WordIdx::new)
    }
}

/// A syntactic word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The token that it is (part of).
    pub token: TokenIdx,
    /// Position of its sentence in the document.
    pub sentence: u32,
    /// Its form; differs from the token's text in opened contractions.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphology.
    pub feats: Feats,
    /// Governor; `None` for the root.
    pub head: Option<WordIdx>,
    /// Relation to the governor with subtype, as `nsubj:pass`.
    pub relation: String,
}

impl Word {
    /// The universal part of the relation: `nsubj` of `nsubj:pass`.
    pub fn universal_relation(&self) -> &str {
        self.relation.split_once(':').map_or(&self.relation, |(universal, _)| universal)
    }
}

/// Universal part-of-speech tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

/// Morphological features in the form of CoNLL-U: `Mood=Cnd|Number=Plur`, sorted; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Feats(pub String);

impl Feats {
    /// The value of a feature.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.split('|').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    /// Whether a feature has the value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }
}

/// All tags, in order; a tag's position is its number in the models.
pub const UPOS: [Upos; 17] = {
    use Upos::*;
    [Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb, X]
};

impl Upos {
    /// The tag as Universal Dependencies writes it.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 17] = [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT",
            "SCONJ", "SYM", "VERB", "X",
        ];
        NAMES[self as usize]
    }

    /// The tag of a name.
    pub fn of(name: &str) -> Option<Upos> {
        UPOS.into_iter().find(|upos| upos.name() == name)
    }
}
