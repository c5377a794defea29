//! From an aligned sentence pair to a reuse, and which reuses repeat one another.

use crate::dossier::Annotated;
use crate::index::DocIdx;
use crate::text::Span;

use super::align::{Step, align};
use super::edits;
use super::words::{Folded, Pair, Words};
use super::{Direction, DirectionVerdict, Passage, Reuse, ReuseClass, ReuseKind};

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

/// The passage that two sentences share, if it is more than a stock phrase.
pub(super) fn reuse_of(docs: &[Annotated], texts: &[Words], pair: &Pair) -> Option<Reuse> {
    let a = texts[pair.doc_a].sentence(pair.sentence_a);
    let b = texts[pair.doc_b].sentence(pair.sentence_b);
    let hashes = |words: &[Folded]| words.iter().map(|word| word.hash).collect::<Vec<_>>();
    let mut steps = align(&hashes(a), &hashes(b));
    let is_kept = |step: &Step| matches!(*step, (Some(i), Some(j)) if a[i].hash == b[j].hash);
    let kept: Vec<usize> = steps.iter().filter(|step| is_kept(step)).filter_map(|step| step.0).collect();
    let content = kept.iter().filter(|&&i| a[i].content).count();
    let whole_sentence = kept.len() == a.len() || kept.len() == b.len();
    let least_content = if whole_sentence { LEAST_CONTENT_OF_A_SENTENCE } else { LEAST_CONTENT };
    if kept.len() < LEAST_KEPT || content < least_content {
        return None;
    }
    stretch_to_sentence(&mut steps, a.len(), b.len());
    let n_a = steps.iter().filter(|step| step.0.is_some()).count();
    let n_b = steps.iter().filter(|step| step.1.is_some()).count();
    let similarity = 2.0 * kept.len() as f64 / (n_a + n_b) as f64;
    if similarity < LEAST_SIMILARITY {
        return None;
    }
    let class = match similarity {
        s if s >= 1.0 => ReuseClass::Verbatim,
        s if s >= NEAR_VERBATIM => ReuseClass::NearVerbatim,
        _ => ReuseClass::Paraphrase,
    };
    let quoted = kept.iter().filter(|&&i| a[i].quoted).count() as f64 >= QUOTED_SHARE * kept.len() as f64
        && steps.iter().filter(|step| is_kept(step)).filter_map(|step| step.1).filter(|&j| b[j].quoted).count() as f64
            >= QUOTED_SHARE * kept.len() as f64;
    let kind = match (pair.doc_a == pair.doc_b, quoted) {
        (true, _) => ReuseKind::Internal,
        (false, true) => ReuseKind::SharedQuotation,
        (false, false) => ReuseKind::Copy,
    };
    let span = |words: &[Folded], positions: Vec<usize>| -> Option<Span> {
        Some(words[*positions.first()?].span.cover(words[*positions.last()?].span))
    };
    let span_a = span(a, steps.iter().filter_map(|step| step.0).collect())?;
    let span_b = span(b, steps.iter().filter_map(|step| step.1).collect())?;
    let rule = "shared_shingle_local_alignment";
    Some(Reuse {
        a: Passage { doc: DocIdx::new(pair.doc_a), evidence: docs[pair.doc_a].evidence(span_a, rule)? },
        b: Passage { doc: DocIdx::new(pair.doc_b), evidence: docs[pair.doc_b].evidence(span_b, rule)? },
        class,
        similarity,
        kind,
        edits: edits::edits(&docs[pair.doc_a], &docs[pair.doc_b], a, b, &steps),
        direction: Direction {
            verdict: DirectionVerdict::Unknown,
            probability: 0.0,
            reasons: Vec::new(),
            origin: None,
        },
        rule: rule.to_owned(),
    })
}

/// Words that both sentences still have before or after the alignment belong to the passage when they
/// are few: a changed first or last word is an edit, not the passage's end.
fn stretch_to_sentence(steps: &mut Vec<Step>, n_a: usize, n_b: usize) {
    const FEW: usize = 4;
    let (Some(&(Some(i), Some(j))), Some(&(Some(k), Some(l)))) = (steps.first(), steps.last()) else { return };
    if i <= FEW && j <= FEW && i + j > 0 {
        let head = (0..i).map(|i| (Some(i), None)).chain((0..j).map(|j| (None, Some(j))));
        steps.splice(0..0, head.collect::<Vec<_>>());
    }
    let (left_a, left_b) = (n_a - k - 1, n_b - l - 1);
    if left_a <= FEW && left_b <= FEW {
        steps.extend((k + 1..n_a).map(|k| (Some(k), None)));
        steps.extend((l + 1..n_b).map(|l| (None, Some(l))));
    }
}

/// Keeps, of reuses that tell of overlapping passages of the same two documents, the one that keeps most.
pub(super) fn without_repeats(mut found: Vec<Reuse>) -> Vec<Reuse> {
    let weight = |reuse: &Reuse| reuse.similarity * (reuse.a.evidence.span.len() + reuse.b.evidence.span.len()) as f64;
    found.sort_by(|one, two| weight(two).total_cmp(&weight(one)).then_with(|| order(one).cmp(&order(two))));
    let mut kept: Vec<Reuse> = Vec::new();
    for reuse in found {
        let repeats = |other: &Reuse| {
            (other.a.doc, other.b.doc) == (reuse.a.doc, reuse.b.doc)
                && (other.a.evidence.span.overlaps(reuse.a.evidence.span)
                    || other.b.evidence.span.overlaps(reuse.b.evidence.span))
        };
        if !kept.iter().any(repeats) {
            kept.push(reuse);
        }
    }
    kept.sort_by_key(order);
    kept
}

fn order(reuse: &Reuse) -> (DocIdx, DocIdx, Span, Span) {
    (reuse.a.doc, reuse.b.doc, reuse.a.evidence.span, reuse.b.evidence.span)
}
