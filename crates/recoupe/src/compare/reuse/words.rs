//! Folded words of a document, and the sentence pairs worth aligning.

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::annotate::attributions::quotations::quotations;
use crate::annotate::syntax::{Upos, Word};
use crate::annotate::tokens::TokenKind;
use crate::dossier::Annotated;
use crate::index::TokenIdx;
use crate::text::Span;

/// A word for comparison.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folded {
    /// Hash of the folded form.
    pub hash: u64,
    /// Byte span in the text.
    pub span: Span,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether it carries meaning and is no name: a noun, verb, adjective, adverb or number.
    pub content: bool,
}

/// The words of a document's content, sentence by sentence.
#[derive(Debug)]
pub(super) struct Words {
    /// Words of all sentences.
    pub words: Vec<Folded>,
    /// Range of words of each sentence.
    pub sentences: Vec<(usize, usize)>,
}

impl Words {
    pub(super) fn of(doc: &Annotated) -> Words {
        let quoted: Vec<Span> = quotations(&doc.document.text).into_iter().map(|quotation| quotation.inner).collect();
        let mut words = Vec::new();
        let mut sentences = Vec::new();
        for sentence in &doc.annotations.sentences {
            let first = words.len();
            for at in sentence.tokens.range() {
                let token = &doc.annotations.tokens[at];
                if !matches!(token.kind, TokenKind::Word | TokenKind::Number) {
                    continue;
                }
                let text = doc.document.slice(token.span);
                let nth = quoted.partition_point(|stretch| stretch.end <= token.span.start);
                words.push(Folded {
                    hash: xxh3_64(fold(text).as_bytes()),
                    span: token.span,
                    quoted: quoted.get(nth).is_some_and(|stretch| stretch.contains(token.span)),
                    content: is_content(text, doc.annotations.syntax.words_of(TokenIdx::new(at))),
                });
            }
            sentences.push((first, words.len()));
        }
        Words { words, sentences }
    }

    pub(super) fn sentence(&self, sentence: usize) -> &[Folded] {
        let (start, end) = self.sentences[sentence];
        &self.words[start..end]
    }
}

/// By part of speech; by length where the words were not tagged.
fn is_content(text: &str, tagged: &[Word]) -> bool {
    use Upos::{Adj, Adv, Noun, Num, Verb};
    let name = text.chars().next().is_some_and(char::is_uppercase);
    !name
        && if tagged.is_empty() {
            text.chars().count() >= 4
        } else {
            tagged.iter().any(|word| matches!(word.upos, Adj | Adv | Noun | Num | Verb))
        }
}

/// Lower case, plain apostrophes, no hyphens.
fn fold(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | '\'' | '’')).flat_map(char::to_lowercase).collect()
}

/// A sentence of one document and a sentence of another, or of the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// Position of the first document.
    pub doc_a: usize,
    /// Its sentence.
    pub sentence_a: usize,
    /// Position of the second document; never before the first.
    pub doc_b: usize,
    /// Its sentence.
    pub sentence_b: usize,
}

/// Length of a shingle in words.
const SHINGLE: usize = 4;
/// A shingle that stands in more sentences than this is a stock phrase and nominates nothing.
const STOCK: usize = 40;

/// Sentence pairs that share a shingle of four words which is no stock phrase, sorted.
///
/// Cost grows with the number of words and of shared shingles, not with the number of document pairs.
pub(super) fn candidates(texts: &[Words]) -> Vec<Pair> {
    let mut index: Vec<(u64, u32, u32)> = Vec::new();
    for (doc, text) in texts.iter().enumerate() {
        for sentence in 0..text.sentences.len() {
            for shingle in text.sentence(sentence).windows(SHINGLE) {
                index.push((shingle_hash(shingle), doc as u32, sentence as u32));
            }
        }
    }
    index.sort_unstable();
    index.dedup();
    let mut shared: BTreeMap<Pair, u32> = BTreeMap::new();
    for group in index.chunk_by(|one, two| one.0 == two.0).filter(|group| (2..=STOCK).contains(&group.len())) {
        for (nth, &(_, doc_a, sentence_a)) in group.iter().enumerate() {
            for &(_, doc_b, sentence_b) in &group[nth + 1..] {
                let pair = Pair {
                    doc_a: doc_a as usize,
                    sentence_a: sentence_a as usize,
                    doc_b: doc_b as usize,
                    sentence_b: sentence_b as usize,
                };
                *shared.entry(pair).or_default() += 1;
            }
        }
    }
    shared.into_keys().collect()
}

fn shingle_hash(words: &[Folded]) -> u64 {
    words
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word.hash).wrapping_mul(0x0100_0000_01b3).rotate_left(17))
}
