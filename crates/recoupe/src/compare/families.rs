//! Families: documents that share an origin. Corroboration counts families, not articles.

use serde::{Deserialize, Serialize};

use crate::compare::reuse::{Reuse, ReuseKind};
use crate::dossier::Annotated;
use crate::evidence::Evidence;
use crate::index::{DocIdx, FamilyIdx, ReuseIdx};
use crate::text::Span;

/// Documents with one origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Family {
    /// The origin that credits name, or the first document's outlet.
    pub name: String,
    /// Members, sorted.
    pub members: Vec<DocIdx>,
    /// The reuses that tie them.
    pub ties: Vec<ReuseIdx>,
    /// Whether the members are near-duplicates as wholes (same text, other site).
    pub near_duplicates: bool,
    /// Credits and other spans that name the origin.
    pub evidence: Vec<Evidence>,
    /// Why they are one family, for the reader.
    pub reason: String,
}

/// Share of the shorter document that has to stand in the other for both to be one family, and for
/// both to be the same text.
const FAMILY_SHARE: f64 = 0.25;
const DUPLICATE_SHARE: f64 = 0.85;

/// Groups documents into families, sorted by their first member; a document that shares no considerable
/// part of its text is a family of its own.
pub fn families(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Family> {
    let ties = ties(docs, reuse);
    let mut root: Vec<usize> = (0..docs.len()).collect();
    for tie in &ties {
        let (a, b) = (root[tie.a.at()], root[tie.b.at()]);
        let (low, high) = (a.min(b), a.max(b));
        root.iter_mut().filter(|root| **root == high).for_each(|root| *root = low);
    }
    let mut roots = root.clone();
    roots.sort_unstable();
    roots.dedup();
    roots.into_iter().map(|of| family(docs, reuse, &ties, &root, of)).collect()
}

/// The family of a passage: its document's family where the passage is shared inside it or nothing is,
/// which is what a claim in it is counted for.
pub fn family_of(families: &[Family], doc: DocIdx) -> Option<FamilyIdx> {
    families.iter().position(|family| family.members.contains(&doc)).map(FamilyIdx::new)
}

/// Two documents that share a considerable part of their text.
struct Tie {
    a: DocIdx,
    b: DocIdx,
    /// Share of the shorter and of the longer document that stands in the other.
    share: (f64, f64),
    reuse: Vec<ReuseIdx>,
}

fn ties(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Tie> {
    let across: Vec<(ReuseIdx, &Reuse)> = reuse
        .iter()
        .enumerate()
        .filter(|(_, reuse)| reuse.kind != ReuseKind::Internal)
        .map(|(position, reuse)| (ReuseIdx::new(position), reuse))
        .collect();
    let mut ties = Vec::new();
    for group in across.chunk_by(|one, two| (one.1.a.doc, one.1.b.doc) == (two.1.a.doc, two.1.b.doc)) {
        let (a, b) = (group[0].1.a.doc, group[0].1.b.doc);
        let copied = group.iter().any(|(_, reuse)| reuse.kind == ReuseKind::Copy);
        let share_a = covered(docs, a, group.iter().map(|(_, reuse)| reuse.a.evidence.span));
        let share_b = covered(docs, b, group.iter().map(|(_, reuse)| reuse.b.evidence.span));
        let share = (share_a.max(share_b), share_a.min(share_b));
        if copied && share.0 >= FAMILY_SHARE {
            ties.push(Tie { a, b, share, reuse: group.iter().map(|(position, _)| *position).collect() });
        }
    }
    ties
}

/// Share of a document's sentences' text that the spans cover.
fn covered(docs: &[Annotated], doc: DocIdx, spans: impl Iterator<Item = Span>) -> f64 {
    let total: usize = docs[doc.at()].annotations.sentences.iter().map(|sentence| sentence.span.len()).sum();
    let shared: usize = spans.map(Span::len).sum();
    if total == 0 { 0.0 } else { (shared as f64 / total as f64).min(1.0) }
}

fn family(docs: &[Annotated], reuse: &[Reuse], ties: &[Tie], root: &[usize], of: usize) -> Family {
    let members: Vec<DocIdx> = (0..docs.len()).filter(|&doc| root[doc] == of).map(DocIdx::new).collect();
    let inside: Vec<&Tie> = ties.iter().filter(|tie| root[tie.a.at()] == of).collect();
    let mut tied: Vec<ReuseIdx> = inside.iter().flat_map(|tie| tie.reuse.iter().copied()).collect();
    tied.sort();
    let origin = tied.iter().find_map(|tie| reuse[tie.at()].direction.origin.clone());
    let evidence = members
        .iter()
        .flat_map(|member| {
            let doc = &docs[member.at()];
            doc.document.meta.agencies.iter().filter_map(|agency| match &agency.provenance {
                crate::document::Provenance::Text { span, rule } => doc.evidence(*span, rule),
                _ => None,
            })
        })
        .collect();
    let near_duplicates = !inside.is_empty() && inside.iter().all(|tie| tie.share.1 >= DUPLICATE_SHARE);
    let reason = match inside.iter().map(|tie| tie.share.0).reduce(f64::max) {
        None => "shares no considerable part of its text with another report".to_owned(),
        Some(share) => {
            format!("{} shared passages; up to {:.0} % of a member's text stands in another", tied.len(), share * 100.0)
        }
    };
    let name = origin.unwrap_or_else(|| docs[of].document.outlet().to_owned());
    Family { name, members, ties: tied, near_duplicates, evidence, reason }
}
