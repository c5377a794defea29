//! Text reuse: passages that two documents share, what was changed, and who copied whom.

mod align;
mod candidates;
pub(crate) mod direction;
mod edits;
mod passage;
mod quotation;
pub(crate) mod retold;
mod search;
mod words;

pub use align::Step;
pub use passage::Shared;
pub use search::{Match, search};
pub use words::{Folded, Words};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::annotated::{Annotated, AttributionRef};
use crate::evidence::Evidence;
use crate::index::DocIdx;
use crate::language::Packs;
use crate::text::Span;

/// A passage that stands in two places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reuse {
    /// The one place; the document that comes first in the dossier.
    pub a: Passage,
    /// The other place.
    pub b: Passage,
    /// How close they are.
    pub class: ReuseClass,
    /// Share of words kept in order, 0 to 1: 2 × kept / (words of a + words of b).
    pub similarity: f64,
    /// What kind of sharing it is.
    pub kind: ReuseKind,
    /// What differs, in order of text.
    pub edits: Vec<Edit>,
    /// Which way the text went.
    pub direction: Direction,
    /// Name of the rule.
    pub rule: String,
}

/// One place of a shared passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The document.
    pub doc: DocIdx,
    /// The characters.
    pub evidence: Evidence,
}

/// How close two passages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReuseClass {
    /// The same words.
    Verbatim,
    /// Small edits.
    NearVerbatim,
    /// Reworded.
    Paraphrase,
}

/// What kind of sharing a reuse is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReuseKind {
    /// Text of one report stands in another.
    Copy,
    /// Both quote the same words of a source: a shared source, not a copied article.
    SharedQuotation,
    /// One document repeats itself.
    Internal,
}

/// A difference between two passages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Byte span in a's document; empty where b adds.
    pub a: Span,
    /// Byte span in b's document; empty where b cuts.
    pub b: Span,
    /// What was changed.
    pub kind: EditKind,
    /// Why it is of this kind, for the reader.
    pub reason: String,
    /// Whether it lies inside quotation marks.
    pub in_quotation: bool,
}

/// What an edit changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum EditKind {
    /// b has words that a lacks.
    Added,
    /// a has words that b lacks.
    Cut,
    Name,
    /// Another spelling of one name.
    Spelling,
    Number,
    Date,
    Place,
    Verb,
    AttributionDropped,
    AttributionAdded,
    HedgeDropped,
    HedgeAdded,
    /// Another label for one actor, with another stance.
    Label,
    /// Any other wording.
    Wording,
}

/// Which way text went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Direction {
    /// Who took from whom.
    pub verdict: DirectionVerdict,
    /// Probability of the verdict, 0 to 1.
    pub probability: f64,
    /// What speaks for it, for the reader.
    pub reasons: Vec<String>,
    /// The origin that credits name ('AFP'), where one is named.
    pub origin: Option<String>,
    /// The document whose wording is nearer to the origin's, where signs of editing tell.
    pub nearer: Option<DocIdx>,
}

/// Who took from whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirectionVerdict {
    /// b took from a.
    AToB,
    /// a took from b.
    BToA,
    /// Both took from a text that is not in the dossier.
    CommonOrigin,
    /// Nothing tells.
    Unknown,
}

/// Two renderings of one quotation that differ inside the quotation marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlteredQuotation {
    /// The one rendering.
    pub a: Passage,
    /// The other rendering.
    pub b: Passage,
    /// The differences inside the marks.
    pub edits: Vec<Edit>,
    /// The attributions of both, where found.
    pub attributions: (Option<AttributionRef>, Option<AttributionRef>),
    /// Name of the rule.
    pub rule: String,
}

/// Names of the rules behind a reuse.
const ALIGNED: &str = "shared_shingle_local_alignment";
const RETOLD: &str = "lead_told_again";

/// Finds shared passages, within and across documents, and altered quotations.
///
/// Candidates are sentence pairs that share runs of words (`candidates`); each pair is aligned locally with
/// gaps (`align`); where a passage begins and ends is set at clauses (`passage`); edits, kind and direction
/// are read off the alignment.
pub fn reuse(docs: &[Annotated], packs: &Packs) -> (Vec<Reuse>, Vec<AlteredQuotation>) {
    let texts: Vec<Words> = docs.iter().map(Words::of).collect();
    let side = |doc: usize, sentence: usize| edits::Side {
        doc: &docs[doc],
        pack: packs.of(&docs[doc].document),
        words: texts[doc].sentence(sentence),
    };
    let mut found = Vec::new();
    for it in search(&texts) {
        for shared in &it.passages {
            let (a, b) = (side(it.doc_a, shared.sentence_a), side(it.doc_b, shared.sentence_b));
            found.extend(reuse_of((DocIdx::new(it.doc_a), a), (DocIdx::new(it.doc_b), b), shared, ALIGNED));
        }
    }
    without_formulas(&mut found);
    found.extend(told_again(docs, &texts, &found, side));
    found.sort_by_key(|it| (it.a.doc, it.b.doc, it.a.evidence.span, it.b.evidence.span));
    direction::settle(docs, &mut found);
    let altered = quotation::altered(docs, &found);
    (found, altered)
}

/// Drops what two reports of one event say alike without either having read the other: a reworded sentence that is all
/// that they share, and that gives another figure ('the death toll from … has risen to N').
fn without_formulas(found: &mut Vec<Reuse>) {
    let mut shared: BTreeMap<(DocIdx, DocIdx), usize> = BTreeMap::new();
    for it in found.iter() {
        *shared.entry((it.a.doc, it.b.doc)).or_default() += 1;
    }
    let formula = |it: &Reuse| {
        let other_figure = it.edits.iter().any(|edit| edit.kind == EditKind::Number);
        let alone = shared.get(&(it.a.doc, it.b.doc)) == Some(&1);
        it.kind == ReuseKind::Copy && it.class == ReuseClass::Paraphrase && other_figure && alone
    };
    found.retain(|it| !formula(it));
}

/// Leads that their reports tell again, where no shared wording shows it already.
fn told_again<'d>(
    docs: &'d [Annotated],
    texts: &[Words],
    found: &[Reuse],
    side: impl Fn(usize, usize) -> edits::Side<'d>,
) -> Vec<Reuse> {
    let mut aligner = align::Aligner::default();
    let internal = found.iter().filter(|it| it.kind == ReuseKind::Internal);
    let known: BTreeSet<(DocIdx, Span)> = internal.map(|it| (it.b.doc, it.b.evidence.span)).collect();
    let is_known = |this: DocIdx, span: Span| {
        known
            .range((this, Span { start: 0, end: 0 })..)
            .take_while(|(doc, _)| *doc == this)
            .any(|it| it.1.overlaps(span))
    };
    let mut more = Vec::new();
    for (at, doc) in docs.iter().enumerate() {
        let this = DocIdx::new(at);
        for shared in retold::retold(&mut aligner, doc, &texts[at]) {
            if !is_known(this, shared.b) {
                let (a, b) = (side(at, shared.sentence_a), side(at, shared.sentence_b));
                more.extend(reuse_of((this, a), (this, b), &shared, RETOLD));
            }
        }
    }
    more
}

fn reuse_of(
    (at_a, a): (DocIdx, edits::Side<'_>),
    (at_b, b): (DocIdx, edits::Side<'_>),
    shared: &Shared,
    rule: &str,
) -> Option<Reuse> {
    let kind = match (at_a == at_b, shared.is_quotation) {
        (true, _) => ReuseKind::Internal,
        (false, true) => ReuseKind::SharedQuotation,
        (false, false) => ReuseKind::Copy,
    };
    let mut edits = edits::edits(a, b, &shared.steps);
    edits.extend(edits::attribution_around(a.doc, b.doc, shared.a, shared.b));
    Some(Reuse {
        a: Passage { doc: at_a, evidence: a.doc.evidence(shared.a, rule)? },
        b: Passage { doc: at_b, evidence: b.doc.evidence(shared.b, rule)? },
        class: shared.class(),
        similarity: shared.similarity,
        kind,
        edits,
        direction: Direction {
            verdict: DirectionVerdict::Unknown,
            probability: 0.0,
            reasons: Vec::new(),
            origin: None,
            nearer: None,
        },
        rule: rule.to_owned(),
    })
}
