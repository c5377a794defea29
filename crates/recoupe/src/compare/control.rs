//! Control: who held which place when, by whose word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::annotated::{Annotated, ClaimRef};
use crate::compare::entities::{self, Entity};
use crate::compare::events::statement::{CHANGE_OF_CONTROL, class};
use crate::compare::events::{Event, PlaceValue, SlotValue};
use crate::dates::Interval;
use crate::evidence::Evidence;
use crate::index::{EntityIdx, EventIdx};

/// The control of one place over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlOfPlace {
    /// The place.
    pub place: PlaceValue,
    /// Stretches in order of time.
    pub stretches: Vec<Stretch>,
}

/// A stretch of time with one holder, or disputed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Who holds it; several where disputed or shared; empty where unknown.
    pub holders: Vec<EntityIdx>,
    /// When it began: the interval within which the change lies.
    pub from: Option<Interval>,
    /// When it ended: the interval within which the next change lies; `None` is 'still so at the last report'.
    pub to: Option<Interval>,
    /// Whether sources disagree or control is only partial.
    pub state: ControlState,
    /// Share of the place that the first holder has, where a source gives it.
    pub share: Option<f64>,
    /// The events that opened it.
    pub events: Vec<EventIdx>,
    /// The claims behind it.
    pub claims: Vec<ClaimRef>,
    /// The characters.
    pub evidence: Vec<Evidence>,
    /// The rule and the reason, for the reader.
    pub reason: String,
}

/// How firm control is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlState {
    /// One holder, all of it.
    Held,
    /// One holder, part of it.
    Partial,
    /// Sources disagree about the holder, or two sides hold parts.
    Contested,
}

/// Works out who held which place when, from the dated changes of control and the holdings that a source
/// says are so. Predicted and denied claims never change control.
pub fn control(docs: &[Annotated], entities: &[Entity], events: &[Event]) -> Vec<ControlOfPlace> {
    let mut by_place: BTreeMap<PlaceValue, Vec<Turn>> = BTreeMap::new();
    for (position, event) in events.iter().enumerate() {
        let is_change = class(&event.event_type) == CHANGE_OF_CONTROL;
        // That an unnamed somebody holds a place tells nothing of who does.
        let tells = is_change || event.event_type.is("control/held") && !event.agents.is_empty();
        if let (true, true, Some(place), Some(when)) = (tells, event.happened, event.places.first(), &event.when) {
            let turn = Turn::new(docs, EventIdx::new(position), event, when.value.0, is_change);
            by_place.entry(place.value.clone()).or_default().push(turn);
        }
    }
    by_place.into_iter().filter_map(|(place, turns)| of_place(entities, place, turns)).collect()
}

/// What one event says of a place's control.
struct Turn {
    at: EventIdx,
    when: Interval,
    holders: Vec<EntityIdx>,
    losers: Vec<EntityIdx>,
    is_change: bool,
    /// Whether a source speaks of a part only, and how large it is.
    is_partial: bool,
    share: Option<f64>,
    claims: Vec<ClaimRef>,
    evidence: Vec<Evidence>,
}

impl Turn {
    fn new(docs: &[Annotated], at: EventIdx, event: &Event, when: Interval, is_change: bool) -> Turn {
        let claim = |at: &ClaimRef| &docs[at.doc.at()].annotations.claims[at.claim.at()];
        let claims: Vec<ClaimRef> = event.claims.iter().filter(|at| claim(at).has_happened()).copied().collect();
        let shares = || claims.iter().filter_map(|at| claim(at).share.as_ref()).filter(|share| !share.whole);
        let ids = |slots: &[SlotValue<EntityIdx>]| slots.iter().map(|slot| slot.value).collect();
        Turn {
            at,
            when,
            holders: ids(&event.agents),
            losers: ids(&event.patients),
            is_change,
            is_partial: shares().next().is_some(),
            share: shares().find_map(|share| share.fraction),
            evidence: claims.iter().map(|at| claim(at).evidence.clone()).collect(),
            claims,
        }
    }
}

fn of_place(entities: &[Entity], place: PlaceValue, mut turns: Vec<Turn>) -> Option<ControlOfPlace> {
    // Who held it on the day of a change held it before.
    turns.sort_by_key(|turn| (turn.when.earliest.map(|it| it.date()), turn.is_change, turn.when, turn.at));
    let mut stretches: Vec<Stretch> = Vec::new();
    if let Some(first) = turns.iter().find(|turn| turn.is_change)
        && !first.losers.is_empty()
    {
        let before = Turn { holders: first.losers.clone(), is_partial: false, share: None, ..copy(first) };
        stretches.push(stretch(&before, None, "whom the first change drove out held it before"));
    }
    for turn in &turns {
        match stretches.last_mut() {
            Some(last) if (last.from.is_some() || !turn.is_change) && same_side(entities, last, turn) => {
                go_on(last, turn);
            }
            Some(last) if last.from.is_some() && turn.holders.is_empty() && last.may_mean(turn) => go_on(last, turn),
            Some(last) => {
                last.to = Some(turn.when);
                let left = (turn.is_partial && last.state == ControlState::Held).then(|| last.holders.clone());
                let mut next = stretch(turn, Some(turn.when), reason(turn));
                next.share_with(left.unwrap_or_default());
                stretches.push(next);
            }
            // That somebody holds it does not say when that began.
            None => stretches.push(stretch(turn, turn.is_change.then_some(turn.when), reason(turn))),
        }
    }
    (!stretches.is_empty()).then_some(ControlOfPlace { place, stretches })
}

fn copy(turn: &Turn) -> Turn {
    Turn {
        holders: turn.holders.clone(),
        losers: turn.losers.clone(),
        claims: turn.claims.clone(),
        evidence: turn.evidence.clone(),
        ..*turn
    }
}

fn reason(turn: &Turn) -> &'static str {
    match (turn.is_change, turn.is_partial) {
        (true, false) => "who took it holds it until the next change",
        (true, true) => "who took a part of it disputes it until the next change",
        (false, false) => "a source says who holds it",
        (false, true) => "a source says who holds a part of it",
    }
}

impl Stretch {
    /// Whether a change that names no winner may be the one that opened the stretch.
    fn may_mean(&self, turn: &Turn) -> bool {
        let lost_by_holder = turn.losers.iter().any(|loser| self.holders.contains(loser));
        self.from.is_some_and(|from| from.overlaps(turn.when)) && !lost_by_holder
    }

    /// Whom a partial change left in the rest of the place.
    fn share_with(&mut self, others: Vec<EntityIdx>) {
        let others: Vec<EntityIdx> = others.into_iter().filter(|it| !self.holders.contains(it)).collect();
        if !others.is_empty() {
            self.holders.extend(others);
            self.state = ControlState::Contested;
        }
    }
}

/// Whether a turn only confirms the stretch: one side, as firm, or nobody named.
fn same_side(entities: &[Entity], last: &Stretch, turn: &Turn) -> bool {
    let wide = |ids: &[EntityIdx]| entities::wide(entities, ids.iter().copied());
    let firm = (last.state == ControlState::Held) != turn.is_partial;
    firm && !wide(&last.holders).is_disjoint(&wide(&turn.holders))
}

fn go_on(last: &mut Stretch, turn: &Turn) {
    last.share = last.share.or(turn.share);
    last.events.push(turn.at);
    last.claims.extend(&turn.claims);
    last.evidence.extend(turn.evidence.iter().cloned());
}

fn stretch(turn: &Turn, from: Option<Interval>, reason: &str) -> Stretch {
    Stretch {
        holders: turn.holders.clone(),
        from,
        to: None,
        state: if turn.is_partial { ControlState::Partial } else { ControlState::Held },
        share: turn.share,
        events: vec![turn.at],
        claims: turn.claims.clone(),
        evidence: turn.evidence.clone(),
        reason: reason.to_owned(),
    }
}
