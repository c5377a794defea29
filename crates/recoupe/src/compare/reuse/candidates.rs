//! Which sentences are worth aligning: those that share a run of words. No pair of documents is looked at
//! that shares none, so cost grows with the text and with what is shared, not with the pairs of documents.

use super::words::{Folded, Words};

/// A sentence of one document and a sentence of another, or of the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    /// Position of the first document.
    pub doc_a: u32,
    /// Position of the second document; never before the first.
    pub doc_b: u32,
    /// Sentence of the first.
    pub sentence_a: u32,
    /// Sentence of the second.
    pub sentence_b: u32,
}

/// Length of a shingle in words.
const SHINGLE: usize = 4;
/// A shingle in more sentences than this ties them to the first two of them only, not each to each: a dispatch that a
/// thousand sites carry costs a thousand alignments, not half a million.
const EACH_TO_EACH: usize = 8;
/// Fewest telling words that two sentences share.
const LEAST_SHARED: usize = 3;
/// Shingles held in memory at once; the space of hashes is cut into as many slices as that needs.
const SLICE: usize = 8_000_000;

/// Sentence pairs that share a shingle of four words and some telling words besides, sorted.
pub(super) fn candidates(texts: &[Words]) -> Vec<Pair> {
    let n_words: usize = texts.iter().map(|text| text.words.len()).sum();
    let n_slices = n_words.div_ceil(SLICE).max(1) as u64;
    let mut index: Vec<(u64, u32, u32)> = Vec::with_capacity(n_words.min(SLICE + SLICE / 4));
    let mut pairs = Vec::new();
    for slice in 0..n_slices {
        index.clear();
        for (doc, text) in texts.iter().enumerate() {
            for sentence in 0..text.sentences.len() {
                let shingles = text.sentence(sentence).windows(SHINGLE).map(shingle_hash);
                let inside = shingles.filter(|hash| (hash >> 32) % n_slices == slice);
                index.extend(inside.map(|hash| (hash, doc as u32, sentence as u32)));
            }
        }
        index.sort_unstable();
        index.dedup();
        let mut of_slice = Vec::new();
        for group in index.chunk_by(|one, two| one.0 == two.0) {
            nominate(texts, group, &mut of_slice);
        }
        of_slice.sort_unstable();
        of_slice.dedup();
        pairs.extend(of_slice);
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The pairs of the sentences that hold one shingle.
fn nominate(texts: &[Words], group: &[(u64, u32, u32)], pairs: &mut Vec<Pair>) {
    let each = if group.len() <= EACH_TO_EACH { group.len() } else { 2 };
    for (nth, &(_, doc_a, sentence_a)) in group.iter().enumerate().take(each) {
        for &(_, doc_b, sentence_b) in &group[nth + 1..] {
            let a = texts[doc_a as usize].sentence(sentence_a as usize);
            let b = texts[doc_b as usize].sentence(sentence_b as usize);
            if shares_enough(a, b) {
                pairs.push(Pair { doc_a, doc_b, sentence_a, sentence_b });
            }
        }
    }
}

/// Whether two sentences share telling words, counted up to what is enough.
fn shares_enough(a: &[Folded], b: &[Folded]) -> bool {
    let telling = a.iter().filter(|word| word.telling);
    telling.filter(|word| b.iter().any(|other| other.hash == word.hash)).take(LEAST_SHARED).count() == LEAST_SHARED
}

fn shingle_hash(words: &[Folded]) -> u64 {
    words.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, word| {
        (hash ^ u64::from(word.hash)).wrapping_mul(0x0100_0000_01b3).rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Further pairs of sentences of two documents that are known to share text: those that share telling words,
/// the best few for each sentence of b, sorted. Finds what is too much reworded to share a run of words.
pub(super) fn within(a: &Words, b: &Words) -> Vec<(usize, usize)> {
    const BEST: usize = 2;
    let mut index: Vec<(u32, u32)> = Vec::new();
    for sentence in 0..a.sentences.len() {
        let telling = a.sentence(sentence).iter().filter(|word| word.telling);
        index.extend(telling.map(|word| (word.stem, sentence as u32)));
    }
    index.sort_unstable();
    index.dedup();
    let mut pairs = Vec::new();
    let mut counts: Vec<u32> = vec![0; a.sentences.len()];
    for sentence_b in 0..b.sentences.len() {
        counts.fill(0);
        let mut stems: Vec<u32> =
            b.sentence(sentence_b).iter().filter(|word| word.telling).map(|word| word.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        for &stem in &stems {
            let from = index.partition_point(|entry| entry.0 < stem);
            for entry in index[from..].iter().take_while(|entry| entry.0 == stem) {
                counts[entry.1 as usize] += 1;
            }
        }
        let mut best: Vec<(u32, usize)> = counts
            .iter()
            .enumerate()
            .filter(|(_, count)| **count as usize > LEAST_SHARED)
            .map(|(sentence_a, &count)| (count, sentence_a))
            .collect();
        best.sort_unstable_by_key(|&(count, sentence)| (std::cmp::Reverse(count), sentence));
        pairs.extend(best.into_iter().take(BEST).map(|(_, sentence_a)| (sentence_a, sentence_b)));
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_many_texts_carry_costs_few_pairs() {
        let texts = vec![Words::of_text("The northern bridge collapsed during heavy rain on Monday."); 100];
        let pairs = candidates(&texts);
        assert_eq!(pairs.len(), 99 + 98);
        assert!((1..100).all(|doc| pairs.iter().any(|pair| pair.doc_a == 0 && pair.doc_b == doc)));
    }

    #[test]
    fn a_run_of_small_words_nominates_nothing() {
        let texts = [Words::of_text("It was one of the last."), Words::of_text("He is one of the many.")];
        assert!(candidates(&texts).is_empty());
    }
}
