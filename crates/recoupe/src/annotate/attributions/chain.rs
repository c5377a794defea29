//! Chains: who passed it on, and which content stands inside another's.

use crate::document::Provenance;
use crate::index::{ActorIdx, AttributionIdx, ChainIdx};
use crate::layers::actors::ActorMention;
use crate::layers::attributions::{Attribution, SourceMention};
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::sources;
use super::text::Text;

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
        let Some(sentence) = text.sentences.iter().find(|sentence| sentence.span.contains(cue)) else { continue };
        cited(attribution, text, sentence.span);
        let source = attribution.source.as_ref().map_or(cue, |source| source.span);
        for (position, mention) in text.actors.mentions.iter().enumerate() {
            let near = sentence.span.contains(mention.span)
                && !mention.span.overlaps(source)
                && !attribution.content.contains(mention.span);
            let hears = text
                .words
                .phrases
                .hearers
                .contains(&crate::gazetteer::places::phrase(text.doc.slice(text.tokens[mention.head.at()].span)));
            if near
                && is_medium(mention)
                && !hears
                && !is_owned(text, mention)
                && introduced(text, mention.span, cue, source)
            {
                add(attribution, SourceMention { span: mention.span, actor: Some(ActorIdx::new(position)) }, text);
            }
        }
    }
}

/// 'son site': one's own medium is no link.
fn is_owned(text: &Text, mention: &ActorMention) -> bool {
    text.syntax.words_in(mention.span, text.tokens).any(|at| text.syntax.words[at].feats.is("Poss", "Yes"))
}

/// Adds a link unless the chain has it; of two overlapping mentions the longer stays.
fn add(attribution: &mut Attribution, link: SourceMention, text: &Text) {
    let known = attribution.via.iter().any(|other| {
        other.span.overlaps(link.span)
            || chain_of(text, other).is_some() && chain_of(text, other) == chain_of(text, &link)
    });
    let is_source = attribution
        .source
        .as_ref()
        .is_some_and(|source| chain_of(text, source).is_some() && chain_of(text, source) == chain_of(text, &link));
    if !known && !is_source {
        attribution.via.push(link);
    }
}

fn chain_of(text: &Text, source: &SourceMention) -> Option<ChainIdx> {
    text.actors.mentions.get(source.actor?.at()).map(|mention| mention.chain)
}

/// 'a rapporté X, citant Y': Y speaks and X passes on.
fn cited(attribution: &mut Attribution, text: &Text, sentence: Span) {
    let Some(source) = attribution.source.clone() else { return };
    if cited_first(attribution, &source, text, sentence) {
        return;
    }
    let (from, end) = (text.piece_from(source.span.end), text.piece_from(sentence.end));
    for at in from..end.min(from + 2) {
        let Some(next) = text.set_end(at, end, &text.words.phrases.citing) else { continue };
        if let Some(quoted) =
            sources::at_piece(text, next, end).filter(|quoted| !quoted.span.overlaps(attribution.content))
        {
            attribution.source = Some(quoted);
            attribution.cue = Some(text.span(&(at..next)));
            attribution.via.push(source);
        }
        return;
    }
}

/// 'Citant X, Y affirme …': the sentence opens with whom Y quotes.
fn cited_first(attribution: &mut Attribution, source: &SourceMention, text: &Text, sentence: Span) -> bool {
    let (first, end) = (text.piece_from(sentence.start), text.piece_from(source.span.start));
    let Some(next) = text.set_end(first, end, &text.words.phrases.citing) else { return false };
    let Some(quoted) = sources::at_piece(text, next, end) else { return false };
    let comma = text.between(quoted.span.end, source.span.start);
    if !comma.contains(',') || attribution.cue.is_none_or(|cue| cue.start < source.span.start) {
        return false;
    }
    attribution.source = Some(quoted);
    attribution.via.push(source.clone());
    true
}

/// Ends a content where a later clause of the same source begins ('a dit A, soulignant B'), and with the content
/// that holds it ('X a déclaré A, a dit Y').
pub(super) fn clip(found: &mut [Attribution], text: &Text) {
    for at in 0..found.len() {
        let content = found[at].content;
        let Some(cue) = found[at].cue.filter(|cue| cue.end <= content.start) else { continue };
        let source = found[at].source.as_ref().map(|source| source.span);
        let ends = found.iter().enumerate().filter(|(other, _)| *other != at).filter_map(|(_, other)| {
            let other_cue = other.cue?;
            let same = other.source.as_ref().map(|source| source.span) == source && source.is_some();
            if same && content.contains(other_cue) && other.content.start >= other_cue.end {
                return Some(without_opening(text, content.start, other_cue.start));
            }
            let holds = other.content.contains(cue) && other_cue.start >= other.content.end;
            (holds && content.end > other.content.end).then_some(other.content.end)
        });
        if let Some(end) = ends.filter(|&end| end > content.start).min() {
            let kept = text.between(content.start, end).trim_end_matches(|c: char| c.is_whitespace() || c == ',');
            found[at].content.end = content.start + kept.len() as u32;
            let content = found[at].content;
            found[at].quoted.retain(|quoted| content.contains(*quoted));
        }
    }
}

/// The offset before the coordinators and commas that open a clause.
fn without_opening(text: &Text, start: u32, clause: u32) -> u32 {
    let words = text.syntax.words_in(Span { start, end: clause }, text.tokens);
    let mut end = clause;
    for at in words.rev() {
        let word = &text.syntax.words[at];
        if word.upos != Upos::Cconj && !matches!(word.form.as_str(), "," | ";") {
            break;
        }
        end = text.tokens[word.token.at()].span.start;
    }
    end
}

/// Whether a medium follows the cue after a relay preposition or as the hearer, or the source after a relay
/// participle.
fn introduced(text: &Text, medium: Span, cue: Span, source: Span) -> bool {
    let at = text.piece_from(medium.start);
    let first = at.saturating_sub(6);
    let after_cue = text.piece_from(cue.end);
    let phrases = &text.words.phrases;
    let relayed = (first..at).any(|from| {
        text.set_end(from, at, &phrases.relay_participles).is_some_and(|end| at - end <= 2)
            && text.pieces[from].span.start >= source.start.min(cue.start)
    });
    let ends_with_relay = at > 0
        && (1..=2).any(|back| {
            at >= back && text.set_end(at - back, at, &phrases.relay_prepositions).is_some_and(|end| at - end <= 1)
        });
    let after = after_cue < at && at - after_cue <= 3 && ends_with_relay;
    let behind_source = text.piece_from(source.end).abs_diff(at) <= 2 && ends_with_relay && medium.start > source.end;
    // 'told Reuters': the object of a verb with a hearer.
    let hears = after_cue == at
        && text.word_of(at.saturating_sub(1)).is_some_and(|verb| phrases.addressed.contains(&text.lemma(verb)));
    relayed || after || behind_source || hears
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
    let at = text.piece_from(cue.start);
    text.set_end(at, text.pieces.len(), &text.words.phrases.relay_verbs).is_some()
}

/// What a speaker said to a medium stays with the medium when the speaker goes on without naming another.
pub(super) fn carried(found: &mut [Attribution], text: &Text) {
    let mut last: Vec<(ChainIdx, Vec<SourceMention>)> = Vec::new();
    for attribution in found {
        let Some(chain) = attribution.source.as_ref().and_then(|source| chain_of(text, source)) else { continue };
        if attribution.via.is_empty() {
            let known = last.iter().find(|(other, _)| *other == chain);
            attribution.via = known.map(|(_, via)| via.clone()).unwrap_or_default();
        } else {
            last.retain(|(other, _)| *other != chain);
            last.push((chain, attribution.via.clone()));
        }
    }
}

/// The agency that the whole report is credited to passes on everything in it.
pub(super) fn credits(found: &mut [Attribution], text: &Text) {
    for agency in &text.doc.meta.agencies {
        let Provenance::Text { span, .. } = &agency.provenance else { continue };
        let credited = text.doc.slice(*span);
        let same = |mention: &ActorMention| mention.span == *span || text.doc.slice(mention.span) == credited;
        let actor = text.actors.mentions.iter().position(same).map(ActorIdx::new);
        for attribution in found.iter_mut() {
            add(attribution, SourceMention { span: *span, actor }, text);
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
