//! Reports with the same text: one stands for the others, which are folded behind it with what differs.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Page;
use crate::compare::families::Family;
use crate::compare::reuse::Reuse;
use crate::evidence::Evidence;
use crate::index::DocIdx;

/// Most differences shown for one report.
const MOST: usize = 30;
/// Most reports of one text that are shown with their differences; the exports have them all.
const MOST_COMPARED: usize = 50;

/// A report that has the text of another one, with its differences from it.
pub(super) struct Copy {
    /// The report.
    pub doc: DocIdx,
    /// What differs.
    pub differences: Markup,
}

/// For each report that has a text in common with others, the first of these.
pub(super) fn texts(families: &[Family]) -> BTreeMap<DocIdx, DocIdx> {
    let groups = families.iter().flat_map(|family| &family.near_duplicates);
    groups.flat_map(|group| group.iter().map(|&doc| (doc, group[0]))).collect()
}

/// Whether a passage stands in two reports that are one text.
pub(super) fn are_one_text(texts: &BTreeMap<DocIdx, DocIdx>, reuse: &Reuse) -> bool {
    let text = texts.get(&reuse.a.doc);
    text.is_some() && text == texts.get(&reuse.b.doc)
}

impl Page<'_> {
    /// For each report that stands for others, those others.
    pub(super) fn same_texts(&self) -> BTreeMap<DocIdx, Vec<Copy>> {
        let mut groups = BTreeMap::new();
        for family in self.dossier.findings.families.iter().filter(|family| !family.near_duplicates.is_empty()) {
            let with_earlier = self.with_earlier(family);
            for group in &family.near_duplicates {
                let Some((&first, others)) = group.split_first() else { continue };
                let differences = |(nth, doc): (usize, &DocIdx)| match with_earlier.get(doc) {
                    Some((other, shared)) if nth < MOST_COMPARED => self.compared(*doc, *other, shared),
                    _ => html! {},
                };
                let copy = |at: (usize, &DocIdx)| Copy { doc: *at.1, differences: differences(at) };
                groups.insert(first, others.iter().enumerate().map(copy).collect());
            }
        }
        groups
    }

    /// For each report that has the text of an earlier one, the first such one and what they share.
    fn with_earlier(&self, family: &Family) -> BTreeMap<DocIdx, (DocIdx, Vec<&Reuse>)> {
        let texts = texts(std::slice::from_ref(family));
        let ties = family.ties.iter().filter_map(|tie| self.dossier.findings.reuse.get(tie.at()));
        let of_one_text = ties.filter(|it| are_one_text(&texts, it));
        let mut found: BTreeMap<DocIdx, (DocIdx, Vec<&Reuse>)> = BTreeMap::new();
        // Ties are sorted by the earlier report, so the first one that a report has is the first one for good.
        for reuse in of_one_text.filter(|it| it.a.doc != it.b.doc) {
            let (other, shared) = found.entry(reuse.b.doc).or_insert_with(|| (reuse.a.doc, Vec::new()));
            if *other == reuse.a.doc {
                shared.push(reuse);
            }
        }
        found
    }

    /// What differs between a report and an earlier one that shares text with it.
    fn compared(&self, doc: DocIdx, other: DocIdx, shared: &[&Reuse]) -> Markup {
        let edited: Vec<&Reuse> = shared.iter().copied().filter(|it| !it.edits.is_empty()).collect();
        let [mut first, mut second] = [other, doc].map(|side| self.in_no_passage(side, shared));
        let texts =
            |sentences: &[Evidence]| -> BTreeSet<String> { sentences.iter().map(|it| it.quote.clone()).collect() };
        // Short sentences are in no passage, though both reports may have them.
        let both: BTreeSet<String> = texts(&first).intersection(&texts(&second)).cloned().collect();
        [&mut first, &mut second].into_iter().for_each(|side| side.retain(|it| !both.contains(&it.quote)));
        let alone = [first, second];
        let name = self.outlet(other).to_owned();
        html! { div.differences {
            p.soft { (self.t.fill("differs_from", &[("a", html! { (name) })]))
                @if edited.is_empty() && alone.iter().all(Vec::is_empty) { " " (self.t.get("no_word_differs")) }
            }
            @for reuse in edited.iter().take(MOST) { article.card { (self.pair(&reuse.a, &reuse.b, &reuse.edits)) } }
            (self.left_out(edited.len(), MOST))
            @for sentences in &alone {
                @for evidence in sentences.iter().take(MOST) { (self.quote(evidence)) }
                (self.left_out(sentences.len(), MOST))
            }
        } }
    }

    /// The sentences of a report that lie in no shared passage.
    fn in_no_passage(&self, doc: DocIdx, shared: &[&Reuse]) -> Vec<Evidence> {
        let Some(annotated) = self.telling.doc(doc) else { return Vec::new() };
        let sides = shared.iter().flat_map(|it| [&it.a, &it.b]).filter(|side| side.doc == doc);
        let taken: Vec<_> = sides.map(|side| side.evidence.span).collect();
        let sentences = annotated.annotations.sentences.iter().map(|sentence| sentence.span);
        let alone = sentences.filter(|span| !taken.iter().any(|it| it.overlaps(*span)));
        alone.filter_map(|span| annotated.evidence(span, "in_no_shared_passage")).collect()
    }
}
