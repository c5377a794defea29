//! How they name things: labels per outlet and actor, words for one event, who is quoted, loaded edits.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Page;
use crate::compare::framing::{LabelUse, VerbUse};
use crate::index::{DocIdx, EntityIdx, EventIdx};
use crate::layers::actors::MentionForm;
use crate::layers::kinds::LabelStance;
use crate::text::Span;

/// Actors whose labels stand open.
const OPEN: usize = 3;
/// Most actors, events and reports in one list; the exports have them all.
const MOST: usize = 150;

impl Page<'_> {
    pub(super) fn naming(&self) -> Markup {
        let found = &self.dossier.findings;
        let entities = self.by_entity();
        html! {
            h3 { (self.t.get("labels")) }
            p.soft.how { (self.t.get("how_labels")) }
            @if entities.is_empty() { (self.none()) }
            @for (entity, uses) in entities.iter().take(OPEN) { (self.entity_labels(*entity, uses)) }
            @if entities.len() > OPEN { details.group {
                summary { (self.t.get("other_actors")) " " span.soft { (self.t.number(entities.len() - OPEN)) } }
                @for (entity, uses) in entities.iter().take(MOST).skip(OPEN) { (self.entity_labels(*entity, uses)) }
            } }
            (self.left_out(entities.len(), MOST))
            (self.verbs())
            (self.quoted())
            @if !found.framing.loaded.is_empty() {
                h3 { (self.t.get("loaded")) }
                @for edit in found.framing.loaded.iter().take(MOST) { div.pair.flat { (self.quote(&edit.a)) (self.quote(&edit.b)) } }
            }
        }
    }

    /// Actors that bear several labels, most mentioned first, with the labels that name them.
    fn by_entity(&self) -> Vec<(EntityIdx, Vec<&LabelUse>)> {
        let pronouns = self.pronouns();
        let mut by_entity: BTreeMap<EntityIdx, Vec<&LabelUse>> = BTreeMap::new();
        for label in &self.dossier.findings.framing.labels {
            let names = label.evidence.iter().any(|it| !pronouns.contains(&(label.doc, it.span)));
            if names {
                by_entity.entry(label.entity).or_default().push(label);
            }
        }
        let several =
            |uses: &[&LabelUse]| uses.iter().map(|label| label.text.to_lowercase()).collect::<BTreeSet<_>>().len() > 1;
        let mut entities: Vec<_> = by_entity.into_iter().filter(|(_, uses)| several(uses)).collect();
        let mentions = |uses: &[&LabelUse]| uses.iter().map(|label| label.evidence.len()).sum::<usize>();
        entities.sort_by_key(|(entity, uses)| (std::cmp::Reverse(mentions(uses)), *entity));
        entities
    }

    /// Mentions that only stand for a name.
    fn pronouns(&self) -> BTreeSet<(DocIdx, Span)> {
        let docs = self.dossier.docs.iter().enumerate();
        docs.flat_map(|(position, doc)| {
            let mentions = doc.annotations.actors.mentions.iter();
            mentions
                .filter(|mention| matches!(mention.form, MentionForm::Pronoun | MentionForm::Possessive))
                .map(move |mention| (DocIdx::new(position), mention.span))
        })
        .collect()
    }

    fn entity_labels(&self, entity: EntityIdx, uses: &[&LabelUse]) -> Markup {
        let mut by_doc: BTreeMap<DocIdx, Vec<&LabelUse>> = BTreeMap::new();
        uses.iter().for_each(|label| by_doc.entry(label.doc).or_default().push(label));
        html! { article.naming {
            h4 { (self.telling.entity(entity)) }
            dl { @for (doc, labels) in by_doc {
                dt { (self.outlet(doc)) }
                dd lang=[self.language(doc)] { @for same in same_words(&labels) {
                    @let count: usize = same.iter().map(|label| label.evidence.len()).sum();
                    @if let Some((label, first)) = same.first().and_then(|label| Some((label, label.evidence.first()?))) {
                        span.label { (self.link(doc, first.span, &label.text)) (self.stance(label.stance))
                            @if count > 1 { " " small { "× " (count) } } } " "
                    }
                } }
            } }
        } }
    }

    fn stance(&self, stance: LabelStance) -> Markup {
        let sign = match stance {
            LabelStance::Neutral => return html! {},
            LabelStance::Legitimising => "▲",
            LabelStance::Delegitimising => "▼",
        };
        let name = self.t.variant("stance", &stance);
        html! { " " span.stance role="img" title=(name) aria-label=(name) { (sign) } }
    }

    /// Events for which the reports have different words.
    fn verbs(&self) -> Markup {
        let mut by_event: BTreeMap<EventIdx, Vec<&VerbUse>> = BTreeMap::new();
        for verb in &self.dossier.findings.framing.verbs {
            by_event.entry(verb.event).or_default().push(verb);
        }
        // Words can differ between reports only where several tell of the event.
        by_event.retain(|_, verbs| {
            let several = |it: BTreeSet<&str>| it.len() > 1;
            let docs: BTreeSet<DocIdx> = verbs.iter().map(|verb| verb.doc).collect();
            docs.len() > 1 && several(verbs.iter().map(|verb| verb.lemma.as_str()).collect())
        });
        by_event.values_mut().for_each(|verbs| verbs.sort_by_key(|verb| verb.doc));
        html! { @if !by_event.is_empty() {
            details.group { summary { (self.t.get("verbs")) " " span.soft { (self.t.count("events", by_event.len())) } }
            @for (at, verbs) in by_event.iter().take(MOST) { @if let Some(event) = self.dossier.findings.events.get(at.at()) {
                article.naming {
                    h4 { (self.short(*at, event)) }
                    dl { @for of_doc in verbs.chunk_by(|one, two| one.doc == two.doc) { @if let Some(first) = of_doc.first() {
                        dt { (self.outlet(first.doc)) }
                        dd lang=[self.language(first.doc)] { @for verb in once(of_doc) {
                            span.label { (self.link(verb.doc, verb.evidence.span, &verb.evidence.quote)) (self.stance(verb.stance)) } " "
                        } }
                    } } }
                }
            } } }
        } }
    }

    fn quoted(&self) -> Markup {
        let mut by_doc: BTreeMap<DocIdx, Vec<_>> = BTreeMap::new();
        for source in &self.dossier.findings.framing.quoted {
            by_doc.entry(source.doc).or_default().push(source);
        }
        html! { @if !by_doc.is_empty() {
            details.group { summary { (self.t.get("quoted")) " " span.soft { (self.t.count("reports", by_doc.len())) } }
            div.wide tabindex="0" role="region" aria-label=(self.t.get("quoted")) { table {
                thead { tr { th scope="col" { (self.t.get("outlet")) } th scope="col" { (self.t.get("speaker")) } } }
                tbody { @for (doc, sources) in by_doc.iter().take(MOST) { tr {
                    th scope="row" { (self.outlet(*doc)) }
                    td { @for source in sources { @if let Some(first) = source.evidence.first() {
                        span.label { (self.link(*doc, first.span, &source.name)) @if source.evidence.len() > 1 { " " small { "× " (source.evidence.len()) } } } " "
                    } } }
                } } }
            } } }
        } }
    }
}

/// Each word once, in the order of the text.
fn once<'v>(verbs: &[&'v VerbUse]) -> Vec<&'v VerbUse> {
    let mut seen = BTreeSet::new();
    verbs.iter().copied().filter(|verb| seen.insert(verb.evidence.quote.to_lowercase())).collect()
}

/// Labels that differ by capitals only, together; in the order of the first of each.
fn same_words<'l>(labels: &[&'l LabelUse]) -> Vec<Vec<&'l LabelUse>> {
    let mut groups: Vec<Vec<&LabelUse>> = Vec::new();
    for &label in labels {
        let same = |group: &&mut Vec<&LabelUse>| group[0].text.to_lowercase() == label.text.to_lowercase();
        match groups.iter_mut().find(same) {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    groups
}
