//! Chains: who passed it on, and which content stands inside another's.

use crate::annotate::actors::{ActorKind, ActorMention};
use crate::document::{Document, Provenance};
use crate::index::{ActorIdx, AttributionIdx};
use crate::text::Span;

use super::clause::Text;
use super::{Attribution, SourceMention};

/// Whether a mention passes on what others say.
pub(super) fn is_medium(mention: &ActorMention) -> bool {
    matches!(mention.kind, ActorKind::Agency | ActorKind::Media)
}

/// Adds the media inside a sentence that pass on its attributions: 'a indiqué à l'AFP', 'contacté par
/// l'agence X', 'rapporte l'AFP' after a content that has its own source.
pub(super) fn relays(found: &mut Vec<Attribution>, text: &Text) {
    merge_relay_verbs(found, text);
    for attribution in found.iter_mut() {
        let Some(cue) = attribution.cue else { continue };
        let source = attribution.source.as_ref().map_or(cue, |source| source.span);
        let Some(sentence) = text.sentences.iter().find(|sentence| sentence.span.contains(cue)) else { continue };
        for (position, mention) in text.actors.mentions.iter().enumerate() {
            let near = sentence.span.contains(mention.span)
                && !mention.span.overlaps(source)
                && !attribution.content.contains(mention.span);
            if near && is_medium(mention) && introduced(text, mention.span, cue, source) {
                let via = SourceMention { span: mention.span, actor: Some(ActorIdx::new(position)) };
                if !attribution.via.iter().any(|other| other.span.overlaps(via.span)) {
                    attribution.via.push(via);
                }
            }
        }
    }
}

/// Whether a medium follows the cue after a relay preposition, or the source after a relay participle.
fn introduced(text: &Text, medium: Span, cue: Span, source: Span) -> bool {
    let at = text.pieces.partition_point(|piece| piece.span.start < medium.start);
    let first = at.saturating_sub(5);
    let after_cue = text.pieces.partition_point(|piece| piece.span.start < cue.end);
    let relayed = (first..at).any(|from| {
        text.phrase_end(from, at, |phrase| text.words.relay_participles.contains(phrase)).is_some()
            && text.pieces[from].span.start >= source.start
    });
    let told =
        after_cue < at && at - after_cue <= 2 && text.words.relay_prepositions.contains(&text.pieces[after_cue].folded);
    relayed || told
}

/// 'P, selon X, rapporte l'AFP': the clause of the medium is dropped and the medium becomes a link.
fn merge_relay_verbs(found: &mut Vec<Attribution>, text: &Text) {
    let mut at = 0;
    while at < found.len() {
        let medium = found[at].source.clone().filter(|source| {
            source.actor.is_some_and(|actor| is_medium(&text.actors.mentions[actor.at()]))
                && found[at].cue.is_some_and(|cue| is_relay_verb(text, cue))
        });
        let target = medium.as_ref().and_then(|medium| {
            found.iter().position(|other| {
                other.cue != found[at].cue
                    && other.source.as_ref().is_some_and(|source| source.span != medium.span)
                    && found[at].content.overlaps(other.content)
            })
        });
        match (medium, target) {
            (Some(medium), Some(target)) => {
                found[target].via.push(medium);
                found.remove(at);
            }
            _ => at += 1,
        }
    }
}

fn is_relay_verb(text: &Text, cue: Span) -> bool {
    let at = text.pieces.partition_point(|piece| piece.span.start < cue.start);
    text.phrase_end(at, text.pieces.len(), |phrase| text.words.relay_verbs.contains(phrase)).is_some()
}

/// The agency that the whole report is credited to passes on everything in it.
pub(super) fn credits(found: &mut [Attribution], doc: &Document) {
    for agency in &doc.meta.agencies {
        if let Provenance::Text { span, .. } = &agency.provenance {
            for attribution in found.iter_mut() {
                attribution.via.push(SourceMention { span: *span, actor: None });
            }
        }
    }
}

/// Ties a content to the smallest other content that holds it and its cue.
pub(super) fn nesting(found: &mut [Attribution]) {
    let contents: Vec<(Span, Option<Span>)> =
        found.iter().map(|attribution| (attribution.content, attribution.cue)).collect();
    for (at, attribution) in found.iter_mut().enumerate() {
        let holds = |other: &(usize, &(Span, Option<Span>))| {
            let (position, (content, _)) = other;
            *position != at
                && content.contains(attribution.content)
                && attribution.cue.is_some_and(|cue| content.contains(cue))
        };
        attribution.inside = contents
            .iter()
            .enumerate()
            .filter(holds)
            .min_by_key(|(_, (content, _))| content.len())
            .map(|(position, _)| AttributionIdx::new(position));
    }
}
