//! Who copied whom: origins and their reports as a graph, altered quotations, shared passages with their edits.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Page;
use super::same_text::{are_one_text, texts};
use crate::compare::families::Family;
use crate::compare::reuse::{Edit, EditKind, Passage, Reuse, ReuseKind};
use crate::evidence::Evidence;
use crate::index::DocIdx;
use crate::tell::figures::timeline::clipped;
use crate::tell::realise::capital;
use crate::text::Span;

/// Passages that stand open; of more, the others are folded away.
const OPEN: usize = 4;
/// Most passages of one kind on the page; the exports have them all.
const MOST: usize = 150;

impl Page<'_> {
    pub(super) fn copies(&self) -> Markup {
        let found = &self.dossier.findings;
        let (shared, alone): (Vec<&Family>, Vec<&Family>) =
            found.families.iter().partition(|family| family.members.len() > 1);
        let shared_docs: BTreeSet<DocIdx> = shared.iter().flat_map(|family| family.members.iter().copied()).collect();
        let dispatches: Vec<&Family> = alone.iter().copied().filter(|family| !family.dispatch.is_empty()).collect();
        let alone: Vec<DocIdx> = alone
            .iter()
            .flat_map(|family| family.members.iter().copied())
            .filter(|doc| !shared_docs.contains(doc))
            .collect();
        let passages = self.passages();
        html! {
            @if !shared.is_empty() {
                p.soft.how { (self.t.get("how_graph")) }
                (self.graph(&shared))
                @for family in &shared { (self.family(family)) }
            }
            @if !alone.is_empty() { p { (self.t.get("alone")) " "
                @for (position, doc) in alone.iter().enumerate() {
                    @if position > 0 { ", " } a href={ "#d-" (doc.0) } { (self.outlet(*doc)) }
                } "." } }
            @for family in dispatches.iter().take(MOST) { div.family {
                p { b { (self.telling.family_name(family)) } } (self.dispatch(family))
            } }
            (self.left_out(dispatches.len(), MOST))
            @if !found.altered_quotations.is_empty() {
                h3 { (self.t.get("altered")) }
                p.soft { (self.t.get("altered_intro")) }
                @for altered in found.altered_quotations.iter().take(OPEN) { article.card { (self.pair(&altered.a, &altered.b, &altered.edits)) } }
                @if found.altered_quotations.len() > OPEN { details.group {
                    summary { (self.t.count("more", found.altered_quotations.len().min(MOST) - OPEN)) }
                    @for altered in found.altered_quotations.iter().take(MOST).skip(OPEN) { article.card { (self.pair(&altered.a, &altered.b, &altered.edits)) } }
                } }
                (self.left_out(found.altered_quotations.len(), MOST))
            }
            @if !passages.is_empty() {
                h3 { (self.t.get("passages")) }
                // Two reports that share many passages have one direction: it is argued once.
                @let mut argued: BTreeSet<(DocIdx, DocIdx, &[String])> = BTreeSet::new();
                @let cards: Vec<Markup> = passages.iter().take(MOST).map(|it| {
                    self.reuse(it, argued.insert((it.a.doc, it.b.doc, it.direction.reasons.as_slice())))
                }).collect();
                @for card in cards.iter().take(OPEN) { (card) }
                @if cards.len() > OPEN { details.group {
                    summary { (self.t.count("more", cards.len() - OPEN)) }
                    @for card in cards.iter().skip(OPEN) { (card) }
                } }
                (self.left_out(passages.len(), MOST))
            }
        }
    }

    /// The shared passages, without those that are the same in two reports of one text: that they are one text is
    /// said once. What a report repeats within itself comes last, because it was copied from nobody.
    fn passages(&self) -> Vec<&Reuse> {
        let found = &self.dossier.findings;
        let texts = texts(&found.families);
        let (internal, copied): (Vec<&Reuse>, Vec<&Reuse>) =
            found.reuse.iter().partition(|reuse| reuse.kind == ReuseKind::Internal);
        let says_nothing_more = |it: &&Reuse| it.edits.is_empty() && are_one_text(&texts, it);
        copied.into_iter().filter(|it| !says_nothing_more(it)).chain(internal).collect()
    }

    /// Origins on the left, their reports on the right.
    fn graph(&self, families: &[&Family]) -> Markup {
        const ROW: u32 = 30;
        let rows: u32 = families.iter().map(|family| family.members.len() as u32).sum();
        let mut top = 0;
        html! {
            svg.fig.graph width="100%" height=(rows * ROW + 8) role="group" aria-label=(self.t.get("copied")) {
                @for family in families {
                    @let (start, members) = (top, family.members.len() as u32);
                    @let middle = start + members * ROW / 2;
                    @for (position, &member) in family.members.iter().enumerate() {
                        @let y = start + position as u32 * ROW + ROW / 2;
                        @let partly = family.passages.iter().any(|passage| passage.doc == member);
                        line.tie.partly[partly] x1="32%" x2="52%" y1=(middle) y2=(y) {}
                        a href={ "#d-" (member.0) } {
                            rect.node x="52%" width="47%" y=(y - 12) height="24" rx="4" {}
                            text.minor-clip x="54%" y=(y + 5) { (clipped(self.outlet(member), 34)) }
                        }
                    }
                    rect.node.origin x="1%" width="31%" y=(middle.saturating_sub(13)) height="26" rx="4" {}
                    text.of x="3%" y=(middle + 5) { (clipped(self.telling.family_name(family), 22)) }
                    ({ top += members * ROW; "" })
                }
            }
        }
    }

    fn family(&self, family: &Family) -> Markup {
        html! { div.family {
            p { b { (self.telling.family_name(family)) } (self.t.get("colon")) " "
                @for (position, member) in family.members.iter().enumerate() {
                    @if position > 0 { ", " } a href={ "#d-" (member.0) } { (self.outlet(*member)) }
                } ". "
                span.soft { (self.reason(&family.reason)) }
            }
            @for group in &family.near_duplicates { p {
                (self.t.get("same_text_in")) (self.t.get("colon")) " "
                @for (position, doc) in group.iter().enumerate() {
                    @if position > 0 { ", " } a href={ "#d-" (doc.0) } { (self.outlet(*doc)) }
                } "."
            } }
            @for evidence in &family.evidence { (self.quote(evidence)) }
            @if family.evidence.is_empty() { @if let Some(tie) = family.ties.first().and_then(|tie| self.dossier.findings.reuse.get(tie.at())) {
                (self.quote(&tie.a.evidence)) (self.quote(&tie.b.evidence))
            } }
            (self.dispatch(family))
        } }
    }

    /// What comes from a text that is not in the dossier, by the rule that says so.
    fn dispatch(&self, family: &Family) -> Markup {
        let held: Vec<&Evidence> = family.dispatch.iter().take(MOST).map(|held| &held.evidence).collect();
        html! { @if !held.is_empty() { details.group {
            summary { (self.t.count("unseen", family.dispatch.len())) }
            @for of_rule in held.chunk_by(|one, two| one.rule == two.rule) {
                p.soft { (capital(&self.t.variant("unseen", &of_rule[0].rule))) (self.t.get("colon")) }
                @for evidence in of_rule { (self.quote(evidence)) }
            }
            (self.left_out(family.dispatch.len(), MOST))
        } } }
    }

    fn reuse(&self, reuse: &Reuse, argued: bool) -> Markup {
        let percent = self.t.decimal((reuse.similarity * 100.0).round());
        let name = |doc: DocIdx| {
            let outlet = self.outlet(doc);
            html! { (outlet) }
        };
        let verdict = self.t.fill(
            &format!("verdict/{}", crate::tell::code(&reuse.direction.verdict)),
            &[("a", name(reuse.a.doc)), ("b", name(reuse.b.doc))],
        );
        html! { article.card {
            p.what {
                b { (capital(&self.t.variant("reuse", &reuse.class))) } " · "
                (self.t.variant("sharing", &reuse.kind)) " · "
                (self.t.fill("similar", &[("n", html! { (percent) })]))
                @if reuse.kind != ReuseKind::Internal { " · " (verdict) }
            }
            (self.pair(&reuse.a, &reuse.b, &reuse.edits))
            @if argued && reuse.kind != ReuseKind::Internal && !reuse.direction.reasons.is_empty() { p.soft {
                (self.t.get("went")) (self.t.get("colon")) " "
                @for reason in &reuse.direction.reasons { (self.reason(reason)) " " }
            } }
        } }
    }

    /// Two passages next to each other, and what kinds of edits lie between them.
    pub(super) fn pair(&self, a: &Passage, b: &Passage, edits: &[Edit]) -> Markup {
        let (left, right): (Vec<Span>, Vec<Span>) = edits.iter().map(|edit| (edit.a, edit.b)).unzip();
        let kinds: BTreeSet<EditKind> = edits.iter().map(|edit| edit.kind).collect();
        html! {
            div.pair { (self.passage(a, &left)) (self.passage(b, &right)) }
            @if !kinds.is_empty() { p.soft {
                (self.t.get("edits")) (self.t.get("colon")) " "
                @for (position, kind) in kinds.iter().enumerate() { @if position > 0 { ", " } (self.t.variant("edit", kind)) }
                "."
            } }
        }
    }

    /// A passage with its differences marked.
    fn passage(&self, passage: &Passage, edits: &[Span]) -> Markup {
        html! { div.side {
            p.by { (self.outlet(passage.doc)) span.soft { " " (self.made(passage.doc)) } }
            (self.marked(passage.doc, passage.evidence.span, edits))
        } }
    }

    /// Quoted characters with a link to them, the words that another rendering has not marked. No side is the
    /// original one, so both marks are alike.
    pub(super) fn marked(&self, doc: DocIdx, whole: Span, edits: &[Span]) -> Markup {
        let Some(text) = self.telling.doc(doc).map(|doc| doc.document.text.as_str()) else { return html! {} };
        let mut edits: Vec<Span> = edits.iter().copied().filter(|e| whole.contains(*e) && !e.is_empty()).collect();
        edits.sort_unstable();
        let mut at = whole.start;
        html! {
            blockquote lang=[self.language(doc)] { a.e href=(self.target(doc, whole)) {
                @for edit in edits { @if edit.start >= at {
                    (Span { start: at, end: edit.start }.of(text))
                    mark { (edit.of(text)) }
                    ({ at = edit.end; "" })
                } }
                (Span { start: at, end: whole.end.max(at) }.of(text))
            } }
        }
    }
}
