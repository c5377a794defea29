//! Tags, lemmas and dependencies, after Universal Dependencies 2.

use serde::{Deserialize, Serialize};

use crate::annotate::sentences::Sentence;
use crate::annotate::tokens::Token;
use crate::document::Document;
use crate::index::{TokenIdx, WordIdx};
use crate::language::Pack;

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

    fn sentence_of(&self, word: WordIdx) -> std::ops::Range<usize> {
        let sentence = self.words[word.at()].sentence;
        let start = self.words.partition_point(|other| other.sentence < sentence);
        let end = self.words.partition_point(|other| other.sentence <= sentence);
        start..end
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

/// Tags, lemmatises and parses the sentences.
pub fn syntax(_doc: &Document, _sentences: &[Sentence], _tokens: &[Token], _pack: &Pack) -> Syntax {
    Syntax::default()
}
