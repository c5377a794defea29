//! The passage that two sentences share: an alignment with its ends set at clauses.

use std::ops::Range;

use super::ReuseClass;
use super::align::{Aligner, Step};
use super::words::{Folded, Words};
use crate::text::Span;

/// Fewest words that two passages keep in common, and fewest of them that carry meaning and are no names:
/// 'the army and its allies in the east of the province' is a stock phrase. A whole sentence needs fewer.
const LEAST_KEPT: usize = 6;
const LEAST_CONTENT: usize = 4;
const LEAST_CONTENT_OF_A_SENTENCE: usize = 3;
/// Least similarity of a reworded passage.
const LEAST_SIMILARITY: f64 = 0.45;
const NEAR_VERBATIM: f64 = 0.75;
/// A passage of which at least this share stands in quotation marks on both sides is a quotation.
const QUOTED_SHARE: f64 = 0.8;

/// A passage that stands in two sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// Position of the sentence in the first text.
    pub sentence_a: usize,
    /// Position of the sentence in the second text.
    pub sentence_b: usize,
    /// Byte span of the one rendering.
    pub a: Span,
    /// Byte span of the other.
    pub b: Span,
    /// The alignment: positions of words in both sentences.
    pub steps: Vec<Step>,
    /// Words kept.
    pub kept: usize,
    /// Words kept that carry meaning and are no names.
    pub content: usize,
    /// Words of the longest run that is kept without a break.
    pub longest_run: usize,
    /// Whether both sentences are the same from end to end.
    pub is_sentence: bool,
    /// 2 × kept / (words of a + words of b).
    pub similarity: f64,
    /// Whether nearly all that is kept stands in quotation marks on both sides.
    pub is_quotation: bool,
}

impl Shared {
    /// The class by similarity.
    pub fn class(&self) -> ReuseClass {
        match self.similarity {
            s if s >= 1.0 => ReuseClass::Verbatim,
            s if s >= NEAR_VERBATIM => ReuseClass::NearVerbatim,
            _ => ReuseClass::Paraphrase,
        }
    }
}

/// The passage that two sentences share, if it is more than a stock phrase.
pub(super) fn shared(
    aligner: &mut Aligner,
    (text_a, sentence_a): (&Words, usize),
    (text_b, sentence_b): (&Words, usize),
) -> Option<Shared> {
    let (a, b) = (text_a.sentence(sentence_a), text_b.sentence(sentence_b));
    let mut steps = aligner.align(a, b);
    let mut kept: Vec<(usize, usize)> = steps.iter().filter_map(|step| kept_by(a, b, step)).collect();
    let content = kept.iter().filter(|(i, j)| a[*i].content && b[*j].content).count();
    let whole_sentence = kept.len() == a.len() || kept.len() == b.len();
    let least_content = if whole_sentence { LEAST_CONTENT_OF_A_SENTENCE } else { LEAST_CONTENT };
    if kept.len() < LEAST_KEPT || content < least_content {
        return None;
    }
    let runs = kept.chunk_by(|one, two| (one.0 + 1, one.1 + 1) == *two).map(<[_]>::len);
    let longest_run = runs.max().unwrap_or(0);
    let is_sentence = longest_run == a.len() && longest_run == b.len();
    let n_quoted = kept.iter().filter(|(i, j)| a[*i].quoted && b[*j].quoted).count();
    let is_quotation = n_quoted as f64 >= QUOTED_SHARE * kept.len() as f64;
    if is_quotation {
        // What was said ends with its marks, whatever words announce it.
        let inside = |step: &Step| step.0.is_none_or(|i| a[i].quoted) && step.1.is_none_or(|j| b[j].quoted);
        let first = steps.iter().position(inside)?;
        let last = steps.iter().rposition(inside)?;
        steps = steps.split_off(first);
        steps.truncate(last + 1 - first);
        kept.retain(|(i, j)| a[*i].quoted && b[*j].quoted);
    } else {
        stretch(&mut steps, a, b, kept.len());
    }
    let similarity = similarity(&steps, kept.len());
    if similarity < LEAST_SIMILARITY {
        return None;
    }
    let (a, b) = (cover(a, steps.iter().filter_map(|step| step.0))?, cover(b, steps.iter().filter_map(|step| step.1))?);
    Some(Shared {
        sentence_a,
        sentence_b,
        a,
        b,
        kept: kept.len(),
        content,
        longest_run,
        is_sentence,
        similarity,
        is_quotation,
        steps,
    })
}

/// The run of words of a heading that stands in a sentence, if it makes up most of the heading: the heading
/// was lifted from there.
pub(super) fn lifted((text_a, sentence_a): (&Words, usize), (text_b, sentence_b): (&Words, usize)) -> Option<Shared> {
    let (heading, sentence) = (text_a.sentence(sentence_a), text_b.sentence(sentence_b));
    const LEAST_RUN: usize = 3;
    const LEAST_CONTENT_OF_A_RUN: usize = 2;
    const LEAST_SHARE: f64 = 0.6;
    let mut best: Option<(usize, usize, usize)> = None;
    for i in 0..heading.len() {
        for j in 0..sentence.len() {
            let run = heading[i..].iter().zip(&sentence[j..]).take_while(|(one, two)| one.hash == two.hash).count();
            if best.is_none_or(|(longest, _, _)| run > longest) {
                best = Some((run, i, j));
            }
        }
    }
    let (run, i, j) = best?;
    let content = heading[i..i + run].iter().filter(|word| word.content).count();
    if run < LEAST_RUN || content < LEAST_CONTENT_OF_A_RUN || (run as f64) < LEAST_SHARE * heading.len() as f64 {
        return None;
    }
    let steps: Vec<Step> =
        (0..heading.len()).map(|at| (Some(at), (i..i + run).contains(&at).then(|| j + at - i))).collect();
    let similarity = similarity(&steps, run);
    let a = cover(heading, 0..heading.len())?;
    let b = cover(sentence, j..j + run)?;
    Some(Shared {
        sentence_a,
        sentence_b,
        a,
        b,
        kept: run,
        content,
        longest_run: run,
        is_sentence: false,
        similarity,
        is_quotation: false,
        steps,
    })
}

/// Two stretches of sentences of one text that are known to say the same, aligned from end to end.
pub(super) fn rewritten(
    aligner: &mut Aligner,
    text: &Words,
    (sentence_a, a): (usize, Span),
    (sentence_b, b): (usize, Span),
) -> Option<Shared> {
    let inside = |sentence: usize, span: Span| {
        let words = text.sentence(sentence);
        let first = words.iter().position(|word| span.contains(word.span))?;
        let last = words.iter().rposition(|word| span.contains(word.span))?;
        Some(first..last + 1)
    };
    let (in_a, in_b) = (inside(sentence_a, a)?, inside(sentence_b, b)?);
    let (words_a, words_b) = (text.sentence(sentence_a), text.sentence(sentence_b));
    let steps = end_to_end(aligner, (words_a, in_a.clone()), (words_b, in_b.clone()));
    let kept: Vec<(usize, usize)> = steps.iter().filter_map(|step| kept_by(words_a, words_b, step)).collect();
    let runs = kept.chunk_by(|one, two| (one.0 + 1, one.1 + 1) == *two).map(<[_]>::len);
    Some(Shared {
        sentence_a,
        sentence_b,
        a: cover(words_a, in_a)?,
        b: cover(words_b, in_b)?,
        kept: kept.len(),
        content: kept.iter().filter(|(i, j)| words_a[*i].content && words_b[*j].content).count(),
        longest_run: runs.max().unwrap_or(0),
        is_sentence: false,
        similarity: similarity(&steps, kept.len()),
        is_quotation: false,
        steps,
    })
}

/// The best local alignment, and the best ones of what lies before and behind it, as long as they keep a word that
/// tells something; all the rest was put for one another.
fn end_to_end(
    aligner: &mut Aligner,
    (a, in_a): (&[Folded], Range<usize>),
    (b, in_b): (&[Folded], Range<usize>),
) -> Vec<Step> {
    let mut steps: Vec<Step> = aligner
        .align(&a[in_a.clone()], &b[in_b.clone()])
        .into_iter()
        .map(|(i, j)| (i.map(|i| in_a.start + i), j.map(|j| in_b.start + j)))
        .collect();
    let tells = steps.iter().filter_map(|step| kept_by(a, b, step)).any(|(i, _)| a[i].telling);
    // An alignment begins and ends with a pair of words.
    let (Some(&(Some(i), Some(j))), Some(&(Some(k), Some(l))), true) = (steps.first(), steps.last(), tells) else {
        return both(in_a, in_b);
    };
    let before = end_to_end(aligner, (a, in_a.start..i), (b, in_b.start..j));
    let behind = end_to_end(aligner, (a, k + 1..in_a.end), (b, l + 1..in_b.end));
    steps.splice(0..0, before);
    steps.extend(behind);
    steps
}

/// The positions of a step that keeps a word.
pub(super) fn kept_by(a: &[Folded], b: &[Folded], step: &Step) -> Option<(usize, usize)> {
    let (i, j) = (step.0?, step.1?);
    (a[i].hash == b[j].hash).then_some((i, j))
}

fn similarity(steps: &[Step], kept: usize) -> f64 {
    let n_a = steps.iter().filter(|step| step.0.is_some()).count();
    let n_b = steps.iter().filter(|step| step.1.is_some()).count();
    2.0 * kept as f64 / (n_a + n_b).max(1) as f64
}

fn cover(words: &[Folded], mut positions: impl Iterator<Item = usize>) -> Option<Span> {
    let first = positions.next()?;
    let last = positions.last().unwrap_or(first);
    Some(words[first].span.cover(words[last].span))
}

/// Words that both clauses still have before or after the alignment were put for one another: they belong
/// to the passage. Words that one clause alone has there do not, unless they were moved from inside or are few and the
/// other sentence has nothing more.
fn stretch(steps: &mut Vec<Step>, a: &[Folded], b: &[Folded], kept_words: usize) {
    let before = steps.clone();
    let (Some(&(Some(i), Some(j))), Some(&(Some(k), Some(l)))) = (steps.first(), steps.last()) else { return };
    let changed: Vec<Step> = steps.iter().copied().filter(|step| kept_by(a, b, step).is_none()).collect();
    let stems = |words: &[Folded], positions: Vec<usize>| -> Vec<u32> {
        positions.into_iter().filter(|&at| words[at].content).map(|at| words[at].stem).collect()
    };
    let stems_a = stems(a, changed.iter().filter_map(|step| step.0).collect());
    let stems_b = stems(b, changed.iter().filter_map(|step| step.1).collect());
    let tail = match (moved_behind(a, k, &stems_b), moved_behind(b, l, &stems_a)) {
        (Some(end), None) => both(k + 1..end + 1, l + 1..l + 1),
        (None, Some(end)) => both(k + 1..k + 1, l + 1..end + 1),
        _ => {
            let is_end = (k + 1 == a.len(), l + 1 == b.len());
            at_edge((a, k + 1..clause_end(a, k), is_end.0), (b, l + 1..clause_end(b, l), is_end.1))
        }
    };
    steps.splice(0..0, at_edge((a, clause_start(a, i)..i, i == 0), (b, clause_start(b, j)..j, j == 0)));
    steps.extend(tail);
    if similarity(steps, kept_words) < LEAST_SIMILARITY {
        *steps = before;
    }
}

/// Longest stretch of words at the edge of a passage that still belongs to it.
const EDGE: usize = 8;

/// Most words that one sentence has before its first or behind its last word in common, while the other one begins or
/// ends there: 'at least 12 people …' and '12 people …'.
const EDGE_ALONE: usize = 3;

/// The steps of what two clauses still have at an edge of the alignment; with each whether its sentence ends there.
fn at_edge(
    (words_a, a, a_ends): (&[Folded], Range<usize>, bool),
    (words_b, b, b_ends): (&[Folded], Range<usize>, bool),
) -> Vec<Step> {
    let tells = |words: &[Folded]| words.len() <= EDGE_ALONE && words.iter().any(|word| word.telling);
    let belongs = match (a.is_empty(), b.is_empty()) {
        (false, false) => a.len() <= EDGE && b.len() <= EDGE,
        (true, false) => a_ends && tells(&words_b[b.clone()]),
        (false, true) => b_ends && tells(&words_a[a.clone()]),
        (true, true) => false,
    };
    if belongs { both(a, b) } else { Vec::new() }
}

fn both(a: Range<usize>, b: Range<usize>) -> Vec<Step> {
    a.map(|i| (Some(i), None)).chain(b.map(|j| (None, Some(j)))).collect()
}

/// The first word of the clause that holds the word: back to the last punctuation.
fn clause_start(words: &[Folded], at: usize) -> usize {
    (0..=at).rev().find(|&at| words[at].opens).unwrap_or(0)
}

/// One past the last word of the clause that holds the word.
fn clause_end(words: &[Folded], at: usize) -> usize {
    (at + 1..words.len()).find(|&at| words[at].opens).unwrap_or(words.len())
}

/// The last word close behind the passage of which a form stands, changed, inside the other passage.
fn moved_behind(words: &[Folded], end: usize, stems: &[u32]) -> Option<usize> {
    let near = end + 1..words.len().min(end + 1 + EDGE);
    near.rev().find(|&at| words[at].content && stems.contains(&words[at].stem))
}
