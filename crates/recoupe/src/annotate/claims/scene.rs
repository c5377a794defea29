//! The scene of what is said: those who are said to meet at a place speak there, until the text moves on.

use std::collections::BTreeSet;

use crate::index::{ChainIdx, TimexIdx, ToponymIdx};
use crate::layers::claims::Slot;

use super::text::{Draft, Text};
use super::time::governed;

/// Sentences within which a scene holds after it was last spoken in.
const REACH: u32 = 3;

struct Scene {
    people: BTreeSet<ChainIdx>,
    place: ToponymIdx,
    day: Option<TimexIdx>,
    sentence: u32,
}

/// Places the statements of those who are said to be somewhere. Drafts stand in order of text.
pub(super) fn scenes(text: &Text, drafts: &mut [Draft]) {
    let mut scene: Option<Scene> = None;
    for draft in drafts.iter_mut() {
        if !draft.claim.event_type.is("speech") {
            scene = opened(text, draft).or(scene);
            continue;
        }
        let speakers = people(text, draft);
        let Some(current) = scene.as_mut() else { continue };
        let at = sentence_of(text, draft);
        if at.saturating_sub(current.sentence) > REACH || !same_day(text, current, draft) {
            continue;
        }
        if draft.claim.place.is_none() && !speakers.is_empty() && speakers.is_subset(&current.people) {
            let reason = "the scene: where the speaker was said to meet".to_owned();
            draft.claim.place = Some(Slot { value: current.place, reason });
            current.sentence = at;
        }
    }
}

/// A meeting or a visit that has happened, with its own place, opens a scene.
fn opened(text: &Text, draft: &Draft) -> Option<Scene> {
    let claim = &draft.claim;
    let place = claim.place.as_ref().filter(|_| claim.has_happened() && claim.event_type.is("contact"))?.value;
    let own = claim.names_place(&text.annotations.toponyms);
    let people = people(text, draft);
    let opens = own && !people.is_empty();
    opens.then(|| Scene { people, place, day: governed(text, draft.trigger), sentence: sentence_of(text, draft) })
}

fn sentence_of(text: &Text, draft: &Draft) -> u32 {
    text.annotations.syntax.words[draft.trigger.at()].sentence
}

fn people(text: &Text, draft: &Draft) -> BTreeSet<ChainIdx> {
    let speech = draft.claim.event_type.is("speech");
    let met = draft.claim.patients.iter().filter(|_| !speech);
    let slots = draft.claim.agents.iter().chain(met);
    slots.map(|slot| text.annotations.actors.mentions[slot.value.at()].chain).collect()
}

/// Whether a statement has no day of its own, or that of the scene.
fn same_day(text: &Text, scene: &Scene, draft: &Draft) -> bool {
    let interval = |at: TimexIdx| text.annotations.timexes[at.at()].interval;
    match (governed(text, draft.trigger), scene.day) {
        (None, _) => true,
        (Some(one), Some(two)) => interval(one).overlaps(interval(two)),
        (Some(_), None) => false,
    }
}
