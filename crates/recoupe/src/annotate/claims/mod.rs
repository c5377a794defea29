//! Claims: one assertion of one text that something happened.

mod arguments;
mod background;
mod cause;
mod company;
mod counted;
mod denial;
mod description;
mod figures;
mod frame;
mod hypothesis;
mod mentions;
mod mood;
mod place;
mod recall;
mod same_event;
mod scene;
mod setting;
mod shared;
mod sides;
mod struggle;
mod sums;
mod support;
mod tellers;
mod text;
mod time;
mod tolls;
mod wording;

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::index::WordIdx;
use crate::language::Pack;
use crate::layers::Annotations;
use crate::layers::claims::Claim;
use crate::layers::kinds::EventType;
use crate::text::Span;

use text::{Draft, Text};

/// Finds what a document says happened. `annotations` carries every layer but the claims.
///
/// A claim is made where a trigger's arguments, read off the dependencies, satisfy its frame. No role is
/// filled by mere nearness; a place or a time that the clause leaves open comes from around it with its reason.
pub fn claims(doc: &Document, annotations: &Annotations, pack: &Pack, gazetteer: &Gazetteer) -> Vec<Claim> {
    let text = Text { doc, annotations, words: &pack.events, gazetteer, figures: Default::default() };
    let words = (0..annotations.syntax.words.len()).map(WordIdx::new);
    let mut drafts: Vec<Draft> = words.filter_map(|word| frame::claim(&text, word)).collect();
    without_inner(&text, &mut drafts);
    tolls::tolls(&text, &mut drafts);
    counted::counted(&text, &mut drafts);
    place::places(&text, &mut drafts);
    place::each_place(&text, &mut drafts);
    scene::scenes(&text, &mut drafts);
    time::times(&text, &mut drafts);
    recall::recalls(&text, &mut drafts);
    same_event::roles(&text, &mut drafts);
    cause::causes(&text, &mut drafts);
    setting::settings(&text, &mut drafts);
    denial::denials(&text, &mut drafts);
    let mut claims: Vec<Claim> = drafts.into_iter().map(|draft| draft.claim).collect();
    claims.sort_by_key(|claim| claim.trigger);
    claims
}

/// Drops the triggers that only complete another one: nouns inside its phrase ('tomber aux mains de'), objects
/// that it is about ('conclure une trêve'), and the struggle whose state it tells.
fn without_inner(text: &Text, drafts: &mut Vec<Draft>) {
    let outer: Vec<(WordIdx, Span, EventType)> =
        drafts.iter().map(|draft| (draft.trigger, draft.claim.trigger, draft.claim.event_type.clone())).collect();
    let struggles: Vec<WordIdx> = drafts.iter().filter_map(|draft| draft.about).collect();
    drafts.retain(|draft| !struggles.contains(&draft.trigger));
    drafts.retain(|draft| {
        let own = text.span(draft.trigger);
        outer.iter().all(|(trigger, span, kind)| {
            let inside = span.contains(own) && *span != draft.claim.trigger;
            let object = *kind == draft.claim.event_type && verb_of_object(text, draft.trigger) == Some(*trigger);
            // 'proclamer la fin de la guerre' tells of the proclamation.
            let proclaimed = kind.is("speech/declaration") && draft.about.is_some() && {
                verb_of_object(text, draft.trigger) == Some(*trigger)
            };
            *trigger == draft.trigger || !inside && !object && !proclaimed
        })
    });
}

fn verb_of_object(text: &Text, word: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    syntax.head(word).filter(|_| syntax.words[word.at()].universal_relation() == "obj")
}
