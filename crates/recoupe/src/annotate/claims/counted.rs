//! Whom a figure counts is whom it befell: 'a coûté la vie à 41 soldats', 'a fait huit blessés'.

use crate::index::ActorIdx;
use crate::layers::claims::{Claim, Slot};

use super::text::{Draft, Text};

/// Most bytes between the start of a mention and the figure in it: 'plus de', 'au moins'.
const BEFORE: u32 = 24;

const REASON: &str = "whom its figure counts";

/// Fills the patients of harm that no argument gave from the mentions that hold its figures.
pub(super) fn counted(text: &Text, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|it| it.claim.patients.is_empty() && it.claim.event_type.is("harm")) {
        let mut found: Vec<ActorIdx> =
            draft.claim.quantities.iter().filter_map(|it| holder(text, &draft.claim, it.span)).collect();
        found.dedup();
        draft.claim.patients = found.into_iter().map(|value| Slot { value, reason: REASON.to_owned() }).collect();
    }
}

/// The longest mention that begins with a figure, and is not who did it.
fn holder(text: &Text, claim: &Claim, figure: crate::text::Span) -> Option<ActorIdx> {
    let mentions = &text.annotations.actors.mentions;
    let holds = |&at: &ActorIdx| {
        let span = mentions[at.at()].span;
        let leads = span.start <= figure.start && figure.start - span.start <= BEFORE;
        leads && span.end > figure.start && !claim.agents.iter().any(|agent| agent.value == at)
    };
    (0..mentions.len()).map(ActorIdx::new).filter(holds).max_by_key(|at| mentions[at.at()].span.len())
}
