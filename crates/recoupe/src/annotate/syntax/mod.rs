//! Tags, lemmas and dependencies, after Universal Dependencies 2.

pub mod analysis;
pub mod parse_features;
pub mod parser;
pub mod repair;
pub mod tagger;

use crate::document::Document;
use crate::index::{TokenIdx, WordIdx};
use crate::language::Pack;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::{Feats, Syntax, Word};
use crate::layers::tokens::Token;

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
    use crate::text::Span;
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
