//! All passages that texts share, within and across them.

use std::collections::BTreeMap;

use super::align::Aligner;
use super::candidates::{Pair, candidates, within};
use super::passage::{Shared, lifted, shared};
use super::words::Words;
use crate::text::Span;

/// The passages that two texts share, or that one text repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Position of the first text.
    pub doc_a: usize,
    /// Position of the second; equal to the first where a text repeats itself.
    pub doc_b: usize,
    /// The passages, sorted by their place in the first text. None overlaps
    /// another on either side, but for a heading that repeats a part of a passage.
    pub passages: Vec<Shared>,
}

/// Share of both texts' words that passages hold for the two to be one text.
const DUPLICATE_SHARE: f64 = 0.85;
/// From this many duplicates of one text on, they are compared with that text only and not with each other.
const MANY: usize = 8;

/// Finds all passages that the texts share; sorted by texts.
pub fn search(texts: &[Words]) -> Vec<Match> {
    let pairs = candidates(texts);
    let mut aligner = Aligner::default();
    let mut duplicates = Duplicates::new(texts.len());
    let mut found = Vec::new();
    for group in pairs.chunk_by(|one, two| (one.doc_a, one.doc_b) == (two.doc_a, two.doc_b)) {
        let (doc_a, doc_b) = (group[0].doc_a as usize, group[0].doc_b as usize);
        if duplicates.say_nothing_new(doc_a, doc_b) {
            continue;
        }
        let passages = between(&mut aligner, &texts[doc_a], &texts[doc_b], group, doc_a == doc_b);
        if !is_evidence(&passages) {
            continue;
        }
        if doc_a != doc_b && is_duplicate(&texts[doc_a], &texts[doc_b], &passages) {
            duplicates.add(doc_a, doc_b);
        }
        found.push(Match { doc_a, doc_b, passages });
    }
    add_headings(texts, &mut found);
    found
}

/// Headings inside a text that repeat a sentence of it. Where that sentence is itself shared with another
/// text, the heading is tied to the other text: the sentence is already.
fn add_headings(texts: &[Words], found: &mut Vec<Match>) {
    let mut by_doc: Vec<Vec<usize>> = vec![Vec::new(); texts.len()];
    for (position, it) in found.iter().enumerate().filter(|(_, it)| it.doc_a != it.doc_b) {
        by_doc[it.doc_a].push(position);
        by_doc[it.doc_b].push(position);
    }
    let mut more: BTreeMap<(usize, usize), Vec<Shared>> = BTreeMap::new();
    for (doc, text) in texts.iter().enumerate() {
        let headings = (0..text.sentences.len()).filter(|&at| text.sentences[at].is_subheading);
        for heading in headings {
            let mut body = (0..text.sentences.len()).filter(|&at| !text.sentences[at].is_subheading);
            let Some(own) = body.find_map(|at| lifted((text, heading), (text, at))) else { continue };
            let shared_with = by_doc[doc].iter().map(|&position| &found[position]);
            let (other, passage) = elsewhere(texts, shared_with, doc, heading, own.b).unwrap_or((doc, own));
            let (pair, passage) = if other < doc { ((other, doc), turned(passage)) } else { ((doc, other), passage) };
            more.entry(pair).or_default().push(passage);
        }
    }
    for it in found.iter_mut() {
        if let Some(passages) = more.remove(&(it.doc_a, it.doc_b)) {
            it.passages.extend(passages);
            it.passages.sort_by_key(|it| (it.a, it.b));
        }
    }
    found.extend(more.into_iter().map(|((doc_a, doc_b), passages)| Match { doc_a, doc_b, passages }));
    found.sort_by_key(|it| (it.doc_a, it.doc_b));
}

/// The heading's words in the first other text that shares the sentence.
fn elsewhere<'m>(
    texts: &[Words],
    mut shared_with: impl Iterator<Item = &'m Match>,
    doc: usize,
    heading: usize,
    own: Span,
) -> Option<(usize, Shared)> {
    shared_with.find_map(|it| {
        it.passages.iter().find_map(|shared| {
            let (mine, other, sentence) = match it.doc_a == doc {
                true => (shared.a, it.doc_b, shared.sentence_b),
                false => (shared.b, it.doc_a, shared.sentence_a),
            };
            let is_there = mine.contains(own);
            is_there.then(|| lifted((&texts[doc], heading), (&texts[other], sentence))).flatten().map(|it| (other, it))
        })
    })
}

/// A passage with its sides exchanged.
fn turned(shared: Shared) -> Shared {
    Shared {
        sentence_a: shared.sentence_b,
        sentence_b: shared.sentence_a,
        a: shared.b,
        b: shared.a,
        steps: shared.steps.iter().map(|step| (step.1, step.0)).collect(),
        ..shared
    }
}

/// Aligns the nominated sentences of two texts, and, once they are known to share text, those that share
/// telling words only.
fn between(aligner: &mut Aligner, a: &Words, b: &Words, group: &[Pair], same: bool) -> Vec<Shared> {
    let mut found = Vec::new();
    let mut tried: Vec<(usize, usize)> = Vec::new();
    for pair in group {
        let (at_a, at_b) = (pair.sentence_a as usize, pair.sentence_b as usize);
        tried.push((at_a, at_b));
        found.extend(shared(aligner, (a, at_a), (b, at_b)));
    }
    if !found.is_empty() && !same {
        for (at_a, at_b) in within(a, b).into_iter().filter(|pair| tried.binary_search(pair).is_err()) {
            found.extend(shared(aligner, (a, at_a), (b, at_b)));
        }
    }
    without_repeats(found)
}

/// Keeps, of passages that overlap on either side, the one that keeps most.
fn without_repeats(mut found: Vec<Shared>) -> Vec<Shared> {
    let weight = |it: &Shared| it.similarity * it.kept as f64;
    found.sort_by(|one, two| weight(two).total_cmp(&weight(one)).then((one.a, one.b).cmp(&(two.a, two.b))));
    let mut taken: (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
    found.retain(|it| {
        let is_free = [(&taken.0, it.a), (&taken.1, it.b)]
            .iter()
            .all(|(spans, span)| spans.iter().all(|other| !other.overlaps(*span)));
        if is_free {
            taken.0.push(it.a);
            taken.1.push(it.b);
        }
        is_free
    });
    found.sort_by_key(|it| (it.a, it.b));
    found
}

/// Whether passages are more than the formulas of a genre ('caused material damage to public and private
/// properties'): one is long, or repeats a long run word for word, or is quoted; or many add up.
fn is_evidence(passages: &[Shared]) -> bool {
    /// Words that a formula hardly reaches: kept in all, of them with a meaning of their own, without a break,
    /// in a whole sentence.
    const KEPT: usize = 10;
    const CONTENT: usize = 5;
    const RUN: usize = 10;
    const SENTENCE: usize = 8;
    /// Words kept in all passages together.
    const TOGETHER: usize = 25;
    let is_long = |it: &Shared| {
        it.kept >= KEPT && it.content >= CONTENT
            || it.longest_run >= RUN
            || it.is_sentence && it.longest_run >= SENTENCE
    };
    passages.iter().any(|it| it.is_quotation || is_long(it))
        || passages.iter().map(|it| it.kept).sum::<usize>() >= TOGETHER
}

fn is_duplicate(a: &Words, b: &Words, passages: &[Shared]) -> bool {
    let kept: usize = passages.iter().map(|it| it.kept).sum();
    kept as f64 >= DUPLICATE_SHARE * a.words.len().max(b.words.len()) as f64
}

/// Texts that are duplicates of an earlier one.
struct Duplicates {
    of: Vec<usize>,
    size: Vec<usize>,
}

impl Duplicates {
    fn new(size: usize) -> Duplicates {
        Duplicates { of: (0..size).collect(), size: vec![1; size] }
    }

    fn add(&mut self, original: usize, copy: usize) {
        let original = self.of[original];
        if self.of[copy] == copy && original != copy {
            self.of[copy] = original;
            self.size[original] += 1;
        }
    }

    /// Whether both are copies of one text that has many: what they share stands with that text.
    fn say_nothing_new(&self, a: usize, b: usize) -> bool {
        a != b && self.of[a] != a && self.of[a] == self.of[b] && self.size[self.of[a]] >= MANY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "The northern bridge collapsed on Monday during heavy rain. Rescue teams searched the river until midnight. Twelve people were travelling across when the pillars broke.";

    #[test]
    fn copies_beyond_number_are_compared_with_the_first_only() {
        let texts: Vec<Words> = (0..60).map(|_| Words::of_text(REPORT)).collect();
        let found = search(&texts);
        assert!(found.len() < 200, "{}", found.len());
        assert!((1..60).all(|copy| found.iter().any(|it| it.doc_a == 0 && it.doc_b == copy)));
    }

    #[test]
    fn a_reworded_sentence_is_found_beside_a_copied_one() {
        let reworded = "The northern bridge collapsed on Monday during heavy rain. A dozen people were crossing at the moment when two pillars suddenly broke, travelling home from work across the river.";
        let found = search(&[Words::of_text(REPORT), Words::of_text(reworded)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].passages[0].similarity, 1.0);
    }

    #[test]
    fn formulas_are_no_reuse() {
        let one = "A rocket fell on the market on Friday, causing material damage to public and private properties.";
        let two = "The shelling caused material damage to public and private properties in the old town.";
        assert!(search(&[Words::of_text(one), Words::of_text(two)]).is_empty());
    }

    #[test]
    fn order_of_words_inside_a_passage_is_kept_by_spans() {
        let texts = [
            Words::of_text(REPORT),
            Words::of_text(
                "Officials spoke. The southern bridge collapsed on Monday during very heavy rain. Twelve people were travelling across when the pillars broke.",
            ),
        ];
        let found = search(&texts);
        let passages: Vec<&str> = found[0].passages.iter().map(|it| &REPORT[it.a.range()]).collect();
        assert!(passages.contains(&"The northern bridge collapsed on Monday during heavy rain"), "{passages:?}");
    }
}
