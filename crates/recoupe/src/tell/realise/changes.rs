//! What was changed between reports, as sentences: other words inside one quotation, a source or a caution that one
//! report has and the other has not, another figure.

use std::collections::BTreeSet;

use crate::compare::reuse::{Edit, EditKind, Passage, ReuseKind};
use crate::index::DocIdx;
use crate::tell::Telling;
use crate::tell::realise::capital;
use crate::tell::realise::grammar::{Phrase, Slots};
use crate::text::Span;

/// Longest words that a sentence quotes; of more it would be the passage itself.
const LONGEST: usize = 70;

/// Bytes between two edits that are told as one.
const NEAR: u32 = 16;

/// A change, as a sentence with the two places that show it.
#[derive(Debug, Clone)]
pub struct Change<'d> {
    /// The sentence.
    pub sentence: String,
    /// The one place.
    pub a: &'d Passage,
    /// The other place.
    pub b: &'d Passage,
    /// What stands here and what there.
    words: [String; 2],
}

impl<'d> Telling<'d> {
    /// The changes that matter most: altered quotations first, then sources and cautions that one side lacks, then
    /// figures. Each sentence once.
    pub fn changes(&self) -> Vec<Change<'d>> {
        let found = &self.dossier.findings;
        let mut changes: Vec<(u8, Change<'d>)> = Vec::new();
        for altered in &found.altered_quotations {
            for edit in together(&altered.edits).iter().filter(|edit| !edit.a.is_empty() && !edit.b.is_empty()) {
                changes.extend(self.change("quotation", edit, &altered.a, &altered.b).map(|it| (0, it)));
            }
        }
        for reuse in found.reuse.iter().filter(|reuse| reuse.kind != ReuseKind::Internal) {
            for edit in &reuse.edits {
                let (rank, key, flipped) = match edit.kind {
                    EditKind::AttributionDropped => (1, "attribution", false),
                    EditKind::AttributionAdded => (1, "attribution", true),
                    EditKind::HedgeDropped => (2, "hedge", false),
                    EditKind::HedgeAdded => (2, "hedge", true),
                    EditKind::Number => (3, "number", false),
                    EditKind::Label => (4, "label", false),
                    _ => continue,
                };
                let (a, b) = if flipped { (&reuse.b, &reuse.a) } else { (&reuse.a, &reuse.b) };
                let turned = Edit { a: edit.b, b: edit.a, ..edit.clone() };
                changes.extend(self.change(key, if flipped { &turned } else { edit }, a, b).map(|it| (rank, it)));
            }
        }
        changes.sort_by_key(|(rank, _)| *rank);
        // The same words of the same two reports are told once, by the change that weighs most.
        let mut seen = BTreeSet::new();
        let told = changes.into_iter().map(|(_, change)| change);
        told.filter(|change| seen.insert((change.a.doc, change.b.doc, change.words.clone()))).collect()
    }

    fn change(&self, key: &str, edit: &Edit, a: &'d Passage, b: &'d Passage) -> Option<Change<'d>> {
        let mut slots =
            Slots::from([("a_by", Phrase::of(self.outlet(a.doc))), ("b_by", Phrase::of(self.outlet(b.doc)))]);
        let words = |doc: DocIdx, span: Span| {
            let text = self.doc(doc)?.document.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.trim_matches(|c: char| matches!(c, ',' | ';' | ' ' | '«' | '»' | '"')).to_owned();
            (tells(&text) && text.chars().count() <= LONGEST).then(|| Phrase::of(text))
        };
        slots.extend(words(a.doc, edit.a).map(|it| ("a", it)));
        slots.extend(words(b.doc, edit.b).map(|it| ("b", it)));
        let said = |slot: &str| slots.get(slot).map_or_else(String::new, |phrase| phrase.text.to_lowercase());
        let words = [said("a"), said("b")];
        let grammar = self.said.grammar;
        let sentence = grammar.fill(grammar.change.get(key)?, &slots)?;
        Some(Change { sentence: capital(&sentence), a, b, words })
    }
}

/// Edits with few characters between them as one: what was changed is read in one piece.
fn together(edits: &[Edit]) -> Vec<Edit> {
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        match joined.last_mut().filter(|last| edit.a.start.saturating_sub(last.a.end) <= NEAR) {
            Some(last) => {
                last.a = Span { start: last.a.start, end: edit.a.end.max(last.a.end) };
                last.b = Span { start: last.b.start, end: edit.b.end.max(last.b.end) };
            }
            None => joined.push(edit.clone()),
        }
    }
    joined
}

/// Whether words say something by themselves: a figure, an acronym, or more than an article.
fn tells(words: &str) -> bool {
    let count = |holds: fn(char) -> bool| words.chars().filter(|c| holds(*c)).count();
    count(char::is_numeric) > 0 || count(char::is_uppercase) > 1 || count(char::is_alphabetic) > 3
}
