//! Tags, lemmas and dependencies, after Universal Dependencies 2.

pub mod analysis;
pub mod linear;
pub mod parse_features;
pub mod parser;
pub mod repair;
pub mod tagger;

use serde::{Deserialize, Serialize};

use crate::annotate::sentences::Sentence;
use crate::annotate::tokens::Token;
use crate::document::Document;
use crate::index::{TokenIdx, WordIdx};
use crate::language::Pack;
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

/// Tags, lemmatises and parses the sentences.
pub fn syntax(doc: &Document, sentences: &[Sentence], tokens: &[Token], pack: &Pack) -> Syntax {
    if pack.model.labels.is_empty() {
        return Syntax::default();
    }
    let mut syntax =
        Syntax { words: Vec::with_capacity(tokens.len() * 9 / 8), first_word: Vec::with_capacity(tokens.len() + 1) };
    let mut scratch = analysis::Scratch::default();
    for (number, sentence) in sentences.iter().enumerate() {
        let range = sentence.tokens.range();
        let Some(own) = tokens.get(range.clone()) else { continue };
        let texts: Vec<&str> = own.iter().map(|token| doc.slice(token.span)).collect();
        let opened = analysis::open(&texts, pack);
        let base = syntax.words.len();
        let forms: Vec<&str> = opened.iter().map(|(_, form)| form.as_str()).collect();
        let mut analysed = analysis::analyse(&forms, &pack.model, &pack.syntax, &mut scratch);
        repair::repair(&mut analysed, &pack.syntax);
        for ((token, form), word) in opened.iter().zip(analysed) {
            while syntax.first_word.len() <= range.start + token {
                syntax.first_word.push(syntax.words.len() as u32);
            }
            syntax.words.push(Word {
                token: TokenIdx::new(range.start + token),
                sentence: number as u32,
                form: form.clone(),
                lemma: word.lemma,
                upos: word.upos,
                feats: Feats(word.feats),
                head: word.head.map(|head| WordIdx::new(base + head)),
                relation: word.relation,
            });
        }
    }
    while syntax.first_word.len() <= tokens.len() {
        syntax.first_word.push(syntax.words.len() as u32);
    }
    syntax
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::sentences::sentences;
    use crate::annotate::tokens::tokens;
    use crate::document::{Block, BlockKind, DocumentId, Meta};
    use crate::language::Packs;
    use proptest::prelude::*;

    fn analysed(text: &str, code: &str) -> (Vec<Sentence>, Vec<Token>, Syntax) {
        let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "whole".into() };
        let doc = Document {
            id: DocumentId::of("a", text.as_bytes()),
            name: "a".into(),
            meta: Meta::default(),
            text: text.into(),
            blocks: vec![block],
        };
        let pack = Packs::embedded().get(code).expect("an embedded pack");
        let sentences = sentences(&doc, pack);
        let (sentences, tokens) = tokens(&doc, &sentences, pack);
        let syntax = syntax(&doc, &sentences, &tokens, pack);
        (sentences, tokens, syntax)
    }

    /// Every sentence is one tree, and words and tokens point to each other.
    fn check(sentences: &[Sentence], tokens: &[Token], syntax: &Syntax) {
        assert_eq!(syntax.first_word.len(), tokens.len() + 1);
        for at in 0..tokens.len() {
            let words = syntax.words_of(TokenIdx::new(at));
            assert!(!words.is_empty() && words.iter().all(|word| word.token.at() == at));
        }
        let mut roots = vec![0; sentences.len()];
        for (at, word) in syntax.words.iter().enumerate() {
            match word.head {
                None => roots[word.sentence as usize] += 1,
                Some(head) => assert!(head.at() != at && syntax.words[head.at()].sentence == word.sentence),
            }
        }
        assert!(roots.iter().all(|&roots| roots == 1), "{roots:?}");
    }

    #[test]
    fn who_did_what() {
        let (_, tokens, syntax) = analysed("La police a arrêté deux suspects près du port.", "fr");
        let verb = syntax.words.iter().position(|word| word.lemma == "arrêter").map(WordIdx::new).expect("the verb");
        let role = |relation: &str| {
            let found = syntax.dependents(verb).find(|at| syntax.words[at.at()].relation == relation);
            found.map(|at| syntax.words[at.at()].lemma.as_str())
        };
        assert_eq!((role("nsubj"), role("obj")), (Some("police"), Some("suspect")));
        assert_eq!(syntax.word_at(Span::new(0, 9), &tokens), Some(WordIdx(1)));
        assert_eq!(syntax.subtree(WordIdx(1)), [WordIdx(0), WordIdx(1)]);
        assert!(syntax.is_below(WordIdx(0), verb) && !syntax.is_below(verb, verb));
    }

    #[test]
    fn a_sentence_of_100_000_tokens_is_one_tree() {
        let text = "le chat, 3 ".repeat(25_000);
        for code in ["fr", "en"] {
            let (sentences, tokens, syntax) = analysed(&text, code);
            assert_eq!((sentences.len(), tokens.len()), (1, 100_000));
            if !syntax.words.is_empty() {
                check(&sentences, &tokens, &syntax);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]
        #[test]
        fn any_text_gives_trees(text in "(\\PC|[A-Za-zéÀ'’ .,!?«»0-9-]|\u{0}|\u{202e}|\u{1f468}\u{200d}\u{1f469}|\n){0,160}") {
            let (sentences, tokens, syntax) = analysed(&text, "fr");
            check(&sentences, &tokens, &syntax);
            prop_assert!(sentences.iter().all(|sentence| sentence.span.fits(&text)));
        }
    }
}
