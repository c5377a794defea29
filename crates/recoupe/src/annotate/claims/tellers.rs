//! Those who tell something, kept apart from those of whom it is told.

use crate::index::{ActorIdx, AttributionIdx};
use crate::layers::attributions::SourceMention;
use crate::layers::claims::Slot;
use crate::text::Span;

use super::shared::{MODIFIED, SHARED};
use super::text::Text;

/// 'At least 150 injured, police said': a parse that hangs the participle under whoever says it.
pub(super) fn without_source(text: &Text, slots: &mut Vec<Slot<ActorIdx>>, attribution: Option<AttributionIdx>) {
    let source = attribution.and_then(|it| text.annotations.attributions[it.at()].source.as_ref());
    let Some(source) = source else { return };
    slots.retain(|slot| slot.reason != MODIFIED || !is_source(text, source, slot.value));
}

/// '132 people were killed, say officials': the verb of speech has its own subject behind it, and shares none.
pub(super) fn without_shared_speaker(text: &Text, slots: &mut Vec<Slot<ActorIdx>>, verb: Span) {
    let of_verb = text.annotations.attributions.iter().filter(|it| it.cue.is_some_and(|cue| cue.overlaps(verb)));
    for source in of_verb.filter_map(|it| it.source.as_ref()) {
        slots.retain(|slot| slot.reason != SHARED || is_source(text, source, slot.value));
    }
}

fn is_source(text: &Text, source: &SourceMention, actor: ActorIdx) -> bool {
    let mentions = &text.annotations.actors.mentions;
    let one_chain = source.actor.is_some_and(|it| mentions[it.at()].chain == mentions[actor.at()].chain);
    one_chain || mentions[actor.at()].span.overlaps(source.span)
}
