//! Families: documents and passages that share an origin. Corroboration counts families, not articles.

mod dispatch;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::annotated::Annotated;
use crate::compare::reuse::direction::is_agency_copy;
use crate::compare::reuse::{DirectionVerdict, Passage, Reuse, ReuseKind};
use crate::document::Provenance;
use crate::evidence::Evidence;
use crate::index::{DocIdx, FamilyIdx, ReuseIdx};
use crate::text::Span;
use dispatch::Held;

/// Documents and passages with one origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// The origin that credits name, or the first document's outlet.
    pub name: String,
    /// Documents that have a part in it, sorted.
    pub members: Vec<DocIdx>,
    /// The passages by which members belong to it, sorted. A member without passages belongs as a whole,
    /// but for its passages that belong to other families.
    pub passages: Vec<FamilyPassage>,
    /// What a text that is not in the dossier must have held: of each shared passage the rendering that is nearer
    /// to it, what members attribute to it besides, and sentences beside these that keep its names. For a report
    /// that shares nothing, what it has from an agency or another outlet, and where it tells its lead again as others
    /// spell it. Empty where a member is the origin. The rule of the evidence says which of these it is.
    pub dispatch: Vec<Passage>,
    /// The reuses that tie them.
    pub ties: Vec<ReuseIdx>,
    /// Groups of members that are one text but for small differences (same text, other site), each sorted.
    pub near_duplicates: Vec<Vec<DocIdx>>,
    /// Credits and other spans that name the origin.
    pub evidence: Vec<Evidence>,
    /// Why they are one family, for the reader.
    pub reason: String,
}

/// A passage that belongs to another family than the rest of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FamilyPassage {
    /// The document.
    pub doc: DocIdx,
    /// Byte span in it.
    pub span: Span,
}

/// Finds the family of a passage; built once from all families.
#[derive(Debug, Clone, Default)]
pub struct FamilyIndex {
    whole: BTreeMap<DocIdx, FamilyIdx>,
    passages: BTreeMap<DocIdx, Vec<(Span, FamilyIdx)>>,
}

impl FamilyIndex {
    /// Indexes families.
    pub fn new(families: &[Family]) -> FamilyIndex {
        let mut index = FamilyIndex::default();
        for (position, family) in families.iter().enumerate() {
            let at = FamilyIdx::new(position);
            for passage in &family.passages {
                index.passages.entry(passage.doc).or_default().push((passage.span, at));
            }
            let is_whole = |doc: &&DocIdx| family.passages.iter().all(|passage| passage.doc != **doc);
            index.whole.extend(family.members.iter().filter(is_whole).map(|&doc| (doc, at)));
        }
        index
    }

    /// The family that a span is counted for: the one whose passage holds most of it, else its document's.
    pub fn of(&self, doc: DocIdx, span: Span) -> Option<FamilyIdx> {
        let shared = |passage: Span| passage.end.min(span.end).saturating_sub(passage.start.max(span.start));
        self.passages
            .get(&doc)
            .into_iter()
            .flatten()
            .filter(|(passage, _)| passage.overlaps(span) && 2 * shared(*passage) as usize >= span.len())
            .max_by_key(|(passage, family)| (shared(*passage), std::cmp::Reverse(*family)))
            .map(|(_, family)| *family)
            .or_else(|| self.whole.get(&doc).copied())
    }
}

/// Share of a document that has to stand in another for the whole document to have its origin there, and
/// for both to be the same text.
const WHOLE_SHARE: f64 = 0.6;
const DUPLICATE_SHARE: f64 = 0.85;

/// Groups documents and shared passages into families: those of whole documents first, sorted by their
/// first member, then those of passages alone. Every document belongs to one family as a whole.
///
/// A passage leaves its document's family for that of its origin, so that what a report took from an
/// agency counts with the agency and what it found out itself counts for itself.
pub fn families(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Family> {
    let ties = ties(docs, reuse);
    let mut sets = Sets::new(docs.len() + 2 * ties.len());
    for (nth, tie) in ties.iter().enumerate() {
        let (a, b) = (docs.len() + 2 * nth, docs.len() + 2 * nth + 1);
        sets.join(a, b);
        for (node, side) in [(a, &tie.a), (b, &tie.b)] {
            if side.is_whole {
                sets.join(node, side.doc.at());
            }
        }
    }
    join_within_documents(docs, &ties, &mut sets);
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..docs.len() + 2 * ties.len() {
        groups.entry(sets.root(node)).or_default().push(node);
    }
    let mut families: Vec<Family> = groups.into_values().map(|nodes| family(docs, reuse, &ties, &nodes)).collect();
    families.sort_by_key(|family| (first_whole(family).is_none(), first_whole(family), family.members.clone()));
    let counted: BTreeSet<FamilyPassage> = families.iter().flat_map(|family| family.passages.clone()).collect();
    for family in families.iter_mut().filter(|family| family.ties.is_empty()) {
        let from_others = |&doc| [dispatch::passed_on(docs, doc), dispatch::spelled_otherwise(docs, doc)].concat();
        let held = family.members.iter().flat_map(from_others).filter(|(it, _)| !counted.contains(it));
        family.dispatch = held.filter_map(|it| held_passage(docs, it)).collect();
    }
    families
}

fn first_whole(family: &Family) -> Option<DocIdx> {
    family.members.iter().copied().find(|doc| family.passages.iter().all(|passage| passage.doc != *doc))
}

/// Two documents that share text.
struct Tie {
    a: Side,
    b: Side,
    reuse: Vec<ReuseIdx>,
    origin: Option<String>,
    /// Whether the reuse is more than quotations of one source.
    is_copy: bool,
}

/// One document's part in a tie.
struct Side {
    doc: DocIdx,
    spans: Vec<Span>,
    /// Share of the document's text that the spans cover.
    share: f64,
    /// Whether all of the document has the origin of the passage.
    is_whole: bool,
}

fn ties(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Tie> {
    let across: Vec<(ReuseIdx, &Reuse)> = reuse
        .iter()
        .enumerate()
        .filter(|(_, reuse)| reuse.kind != ReuseKind::Internal)
        .map(|(position, reuse)| (ReuseIdx::new(position), reuse))
        .collect();
    across
        .chunk_by(|one, two| (one.1.a.doc, one.1.b.doc) == (two.1.a.doc, two.1.b.doc))
        .map(|group| {
            let first = group[0].1;
            let is_copy = group.iter().any(|(_, reuse)| reuse.kind == ReuseKind::Copy);
            let side = |doc: DocIdx, spans: Vec<Span>, gave: DirectionVerdict| {
                let share = covered(docs, doc, &spans);
                let is_origin = first.direction.verdict == gave || is_agency_copy(&docs[doc.at()]);
                let is_whole = share >= DUPLICATE_SHARE || is_copy && (is_origin || share >= WHOLE_SHARE);
                Side { doc, spans, share, is_whole }
            };
            let spans_a = group.iter().map(|(_, reuse)| reuse.a.evidence.span).collect();
            let spans_b = group.iter().map(|(_, reuse)| reuse.b.evidence.span).collect();
            Tie {
                a: side(first.a.doc, spans_a, DirectionVerdict::AToB),
                b: side(first.b.doc, spans_b, DirectionVerdict::BToA),
                reuse: group.iter().map(|(position, _)| *position).collect(),
                origin: group.iter().find_map(|(_, reuse)| reuse.direction.origin.clone()),
                is_copy,
            }
        })
        .collect()
}

/// Share of a document's sentences' text that the spans cover.
fn covered(docs: &[Annotated], doc: DocIdx, spans: &[Span]) -> f64 {
    let total: usize = docs[doc.at()].annotations.sentences.iter().map(|sentence| sentence.span.len()).sum();
    let shared: usize = spans.iter().map(|span| span.len()).sum();
    if total == 0 { 0.0 } else { (shared as f64 / total as f64).min(1.0) }
}

/// The passages of one document that overlap, or that have one named origin, are of one family.
fn join_within_documents(docs: &[Annotated], ties: &[Tie], sets: &mut Sets) {
    let mut by_doc: BTreeMap<DocIdx, Vec<(Span, usize)>> = BTreeMap::new();
    let mut by_origin: BTreeMap<(DocIdx, &str), usize> = BTreeMap::new();
    for (nth, tie) in ties.iter().enumerate() {
        for (side, node) in [(&tie.a, docs.len() + 2 * nth), (&tie.b, docs.len() + 2 * nth + 1)] {
            by_doc.entry(side.doc).or_default().extend(side.spans.iter().map(|&span| (span, node)));
            if let Some(origin) = &tie.origin {
                let other = *by_origin.entry((side.doc, origin)).or_insert(node);
                sets.join(node, other);
            }
        }
    }
    for mut passages in by_doc.into_values() {
        passages.sort_unstable();
        let mut furthest: Option<(Span, usize)> = None;
        for (span, node) in passages {
            if let Some((before, other)) = furthest.filter(|(before, _)| before.overlaps(span)) {
                let shared = before.end.min(span.end) - span.start;
                if 2 * shared as usize >= before.len().min(span.len()) {
                    sets.join(node, other);
                }
            }
            if furthest.is_none_or(|(before, _)| span.end > before.end) {
                furthest = Some((span, node));
            }
        }
    }
}

fn family(docs: &[Annotated], reuse: &[Reuse], ties: &[Tie], nodes: &[usize]) -> Family {
    let whole: Vec<DocIdx> = nodes.iter().filter(|&&node| node < docs.len()).map(|&node| DocIdx::new(node)).collect();
    let mut inside: Vec<&Tie> = nodes
        .iter()
        .filter(|&&node| node >= docs.len() && (node - docs.len()).is_multiple_of(2))
        .map(|&node| &ties[(node - docs.len()) / 2])
        .collect();
    inside.sort_by_key(|tie| (tie.a.doc, tie.b.doc));
    let mut tied: Vec<ReuseIdx> = inside.iter().flat_map(|tie| tie.reuse.iter().copied()).collect();
    tied.sort();
    let origin = inside.iter().find_map(|tie| tie.origin.clone());
    let mut passages: Vec<FamilyPassage> = inside
        .iter()
        .flat_map(|tie| [&tie.a, &tie.b])
        .filter(|side| whole.binary_search(&side.doc).is_err())
        .flat_map(|side| side.spans.iter().map(|&span| FamilyPassage { doc: side.doc, span }))
        .collect();
    let mut dispatch = dispatch::renderings(reuse, &tied);
    if let Some(origin) = &origin {
        let more = from_origin(docs, &passages, origin);
        if !dispatch.is_empty() {
            let is_new =
                |(it, _): &&Held| !passages.iter().any(|other| other.doc == it.doc && other.span.overlaps(it.span));
            dispatch.extend(more.iter().filter(is_new));
        }
        passages.extend(more.into_iter().map(|(it, _)| it));
    }
    passages.sort_unstable();
    passages.dedup();
    let mut members: Vec<DocIdx> = whole.iter().copied().chain(passages.iter().map(|passage| passage.doc)).collect();
    members.sort();
    members.dedup();
    let near_duplicates = near_duplicates(&members, &inside);
    let reason = reason(&inside, tied.len());
    // Whom reports quote is the origin of quotations that they share, and of nothing else.
    let quoted = inside.iter().all(|tie| !tie.is_copy);
    let name = origin
        .or_else(|| whole.first().map(|doc| docs[doc.at()].document.outlet().to_owned()))
        .or_else(|| tied.iter().filter(|_| quoted).find_map(|tie| speaker(docs, &reuse[tie.at()])))
        .unwrap_or_else(|| members.first().map_or("", |doc| docs[doc.at()].document.outlet()).to_owned());
    let dispatch = dispatch.into_iter().filter_map(|it| held_passage(docs, it)).collect();
    Family { name, passages, dispatch, ties: tied, near_duplicates, evidence: credits(docs, &members), reason, members }
}

fn held_passage(docs: &[Annotated], (held, rule): Held) -> Option<Passage> {
    Some(Passage { doc: held.doc, evidence: docs[held.doc.at()].evidence(held.span, rule)? })
}

/// The groups of members of which each stands nearly whole in another one, and that one in it.
fn near_duplicates(members: &[DocIdx], inside: &[&Tie]) -> Vec<Vec<DocIdx>> {
    let mut sets = Sets::new(members.len());
    for tie in inside.iter().filter(|tie| tie.a.share.min(tie.b.share) >= DUPLICATE_SHARE) {
        if let (Ok(a), Ok(b)) = (members.binary_search(&tie.a.doc), members.binary_search(&tie.b.doc)) {
            sets.join(a, b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<DocIdx>> = BTreeMap::new();
    for (at, &member) in members.iter().enumerate() {
        groups.entry(sets.root(at)).or_default().push(member);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// What else the documents that hold the passages have from the origin: what they attribute to it, and what keeps
/// its names.
fn from_origin(docs: &[Annotated], passages: &[FamilyPassage], origin: &str) -> Vec<Held> {
    let partly: BTreeSet<DocIdx> = passages.iter().map(|passage| passage.doc).collect();
    let mut more = Vec::new();
    for doc in partly {
        let said = dispatch::said_by(docs, doc, origin);
        let known: Vec<FamilyPassage> = passages.iter().chain(said.iter().map(|(it, _)| it)).copied().collect();
        more.extend(said);
        more.extend(dispatch::beside(docs, doc, &known));
    }
    more
}

fn reason(inside: &[&Tie], n_passages: usize) -> String {
    let share = inside.iter().map(|tie| tie.a.share.max(tie.b.share)).reduce(f64::max);
    match share {
        None => "shares no passage with another report that is not counted elsewhere".to_owned(),
        Some(_) if inside.iter().all(|tie| !tie.is_copy) => {
            format!("{n_passages} quotations of one source in several reports")
        }
        Some(share) => {
            format!("{n_passages} shared passages; up to {:.0} % of a member's text stands in another", share * 100.0)
        }
    }
}

/// Who is quoted in a shared passage.
fn speaker(docs: &[Annotated], reuse: &Reuse) -> Option<String> {
    [&reuse.a, &reuse.b].into_iter().find_map(|side| {
        let doc = &docs[side.doc.at()];
        let quoting = |it: &&crate::layers::attributions::Attribution| it.content.overlaps(side.evidence.span);
        let source = doc.annotations.attributions.iter().filter(quoting).find_map(|it| it.source.as_ref())?;
        Some(doc.source_name(source).to_owned())
    })
}

fn credits(docs: &[Annotated], members: &[DocIdx]) -> Vec<Evidence> {
    members
        .iter()
        .flat_map(|member| {
            let doc = &docs[member.at()];
            doc.document.meta.agencies.iter().filter_map(|agency| match &agency.provenance {
                Provenance::Text { span, rule } => doc.evidence(*span, rule),
                _ => None,
            })
        })
        .collect()
}

/// Disjoint sets with path halving; the root is the least member.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(size: usize) -> Sets {
        Sets { parent: (0..size).collect() }
    }

    fn root(&mut self, mut of: usize) -> usize {
        while self.parent[of] != of {
            self.parent[of] = self.parent[self.parent[of]];
            of = self.parent[of];
        }
        of
    }

    fn join(&mut self, one: usize, two: usize) {
        let (one, two) = (self.root(one), self.root(two));
        self.parent[one.max(two)] = one.min(two);
    }
}
