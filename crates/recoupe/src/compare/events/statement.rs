//! Claims with what decides whether two of them speak of one event: class, place, days and sides.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::QuantityValue;
use crate::annotated::{Annotated, ClaimRef};
use crate::compare::entities::{self, Entity};
use crate::dates::{Interval, Precision};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::fold;
use crate::index::{ActorIdx, ClaimIdx, DocIdx, EntityIdx, PlaceId, ToponymIdx, WordIdx};
use crate::language::event_types::{Property, has};
use crate::layers::claims::{Claim, ClaimTime, DAY_OF_COUNT, Slot};
use crate::layers::kinds::{EventType, Factuality, Polarity};
use crate::layers::syntax::Upos;
use crate::layers::toponyms::{Toponym, ToponymForm};

/// Types that tell of one event from several sides, by the class that they make.
const CLASSES: [(&str, &[&str]); 3] = [
    (BATTLE, &["combat/assault", "combat/clash", "combat/advance/entry"]),
    (RETREAT, &["control/withdrawn", "combat/flight"]),
    ("siege", &["siege"]),
];

/// The class of taking, losing and retaking.
pub(in crate::compare) const CHANGE_OF_CONTROL: &str = "control/change";

/// The class of attacks and clashes.
pub(in crate::compare) const BATTLE: &str = "combat/battle";

/// The class of withdrawing and fleeing: one force that draws back on one day does so once, wherever to.
pub(in crate::compare) const RETREAT: &str = "retreat";

/// The class of bombs that go off.
pub(super) const BOMBING: &str = "combat/bombing";

/// Days by which sources may date one change of control, one disaster or one meeting differently.
pub(super) const DISPUTED_DAYS: i64 = 2;

/// Classes that go on for days: what one side does on one day and the next is one event.
pub(super) const CONTINUED: [&str; 2] = [BATTLE, RETREAT];
pub(super) const CONTINUED_DAYS: i64 = 1;

/// The class of defeats.
pub(super) const DEFEAT: &str = "status/defeat";

/// Keys of those who bear arms, among who is counted.
const ARMED: [&str; 2] = ["fighters", "law_enforcement"];

/// What tolls count of people harmed; crowds and money are disputed by any factor.
const HARM: [&str; 2] = ["killed", "wounded"];

/// From where, and from what multiple of another, a toll is no rendering of the other.
const TOTAL: f64 = 1000.0;
const TOTAL_RATIO: f64 = 20.0;

/// Days that a vague or wide date may span and still count as a date.
const NARROW_DAYS: i64 = 3;

/// A time that only the tense gives tells of the last days.
const RECENT_DAYS: i64 = 3;

/// Days within which a report goes on speaking of a disaster as known ('the wreck', 'the death toll').
const FOLLOW_UP_DAYS: i64 = 30;

/// A claim with what decides its grouping.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// The claim.
    pub claim: ClaimRef,
    /// The class of its type.
    pub class: String,
    pub place: Option<Spot>,
    pub interval: Interval,
    /// Whether its own words date it; else the day is inferred from what stands around it.
    pub dates_itself: bool,
    /// Whether its own words place it; else the place is inferred from what stands around it.
    pub places_itself: bool,
    /// Whether it stands in a headline.
    pub in_headline: bool,
    /// Whether it is only predicted, intended or imagined.
    ahead: bool,
    /// Whether one side attacks: then the other's attack is another event.
    attacks: bool,
    /// Who did it.
    pub agents: BTreeSet<EntityIdx>,
    /// Whom it was done to.
    pub patients: BTreeSet<EntityIdx>,
    /// What it counts.
    pub counted: Vec<QuantityValue>,
    /// Agents and patients with their members, and the states whose forces or offices they are.
    pub wide: [BTreeSet<Side>; 2],
    /// Whether texts tell who the agents and the patients are; 'three people' may be anyone.
    identified: [bool; 2],
}

/// Where something happened, as far as a text names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// A place of the gazetteer.
    Known(PlaceId),
    /// A name that the gazetteer does not know, folded.
    Named(String),
}

/// An entity, or the state whose force, government or office it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Entity(EntityIdx),
    State(String),
}

pub(super) enum Places {
    Same,
    /// One lies in the other.
    Within,
    /// Two names, of which the gazetteer does not know both: another place, or another spelling.
    Unknown,
    Open,
    Apart,
}

pub(super) enum Days {
    /// Both dated, and some day is common to both.
    Meet,
    Open,
    Apart,
}

pub(super) enum Actors {
    Shared,
    Open,
    Apart,
    /// The agent of one is the patient of the other.
    Swapped,
}

impl Statement {
    /// The last rank with both place and date.
    pub const PLACED_AND_DATED: u8 = 1;

    /// Groups what is well evidenced first.
    pub fn rank(&self) -> u8 {
        match (self.place.is_some(), self.is_dated()) {
            (true, true) if self.dates_itself => 0,
            (true, true) => 1,
            (true, false) => 2,
            (false, true) => 3,
            (false, false) => 4,
        }
    }

    pub fn is_dated(&self) -> bool {
        self.interval.width().is_some_and(|days| days < NARROW_DAYS)
    }

    pub fn is_once(&self) -> bool {
        self.class == CHANGE_OF_CONTROL || has(&EventType(self.class.clone()), Property::Once)
    }

    /// Whether both tell what has happened, or both what is yet to.
    pub fn is_as_real(&self, other: &Statement) -> bool {
        self.ahead == other.ahead
    }

    pub fn is_disaster(&self) -> bool {
        is_disaster(&self.class)
    }

    pub fn is_continued(&self) -> bool {
        CONTINUED.contains(&self.class.as_str())
    }

    /// Whether two claims of one report tell of one disaster, or count the same people harmed.
    pub fn retells(&self, other: &Statement) -> bool {
        let same = |one: &QuantityValue| other.counted.iter().any(|two| is_same_count(one, two));
        let count =
            HARM.iter().any(|it| self.counted.iter().any(|one| one.counted == *it)) && self.counted.iter().all(same);
        self.claim.doc == other.claim.doc && (self.is_disaster() || count)
    }

    /// Whether one is the headline over the other.
    pub fn is_headline_of(&self, other: &Statement) -> bool {
        self.claim.doc == other.claim.doc && self.in_headline != other.in_headline
    }

    /// Whether the one counts those who bear arms and the other those who do not, or the one those of a whole war.
    pub fn counts_others(&self, other: &Statement) -> bool {
        let armed = |it: &Statement| -> BTreeSet<bool> {
            it.counted.iter().filter_map(|it| Some(ARMED.contains(&it.who.as_deref()?))).collect()
        };
        let (one, two) = (armed(self), armed(other));
        let total = self.counted.iter().any(|it| other.counted.iter().any(|at| is_total(it, at)));
        total || !one.is_empty() && !two.is_empty() && one.is_disjoint(&two)
    }

    pub fn places(&self, other: &Statement, gazetteer: &Gazetteer) -> Places {
        let (Some(one), Some(two)) = (&self.place, &other.place) else { return Places::Open };
        if one == two {
            return Places::Same;
        }
        let (Spot::Known(one), Spot::Known(two)) = (one, two) else { return Places::Unknown };
        let within = gazetteer.places.holds(*one, *two) || gazetteer.places.holds(*two, *one);
        if within { Places::Within } else { Places::Apart }
    }

    /// The days of a narrow date; none of a wide one.
    pub fn days_told(&self) -> impl Iterator<Item = Date> + use<> {
        days_of(self.interval.earliest.zip(self.interval.latest).filter(|_| self.is_dated()))
    }

    /// The days on which what a statement tells of may be found: of a disaster, all up to its latest day on which a
    /// report still speaks of it as known.
    pub fn days_of_search(&self) -> impl Iterator<Item = Date> + use<> {
        let known = self.interval.latest.map(|latest| latest.saturating_sub(FOLLOW_UP_DAYS.days()));
        let bounds = if self.is_disaster() { self.interval.earliest.max(known) } else { self.interval.earliest };
        let told = self.is_disaster() || self.is_dated();
        days_of(bounds.zip(self.interval.latest).filter(|_| told))
    }

    /// Whether the days of two statements of one change exclude each other by so little that they are a dispute, which
    /// keeps nothing out of a group that holds another day too.
    pub fn disputes_the_day_of(&self, other: &Statement) -> bool {
        let close = || gap(self.interval, other.interval).is_some_and(|days| days <= DISPUTED_DAYS);
        let apart = !self.interval.overlaps(other.interval);
        // A disaster is told of a town by one and of the country by another.
        let one_place = self.is_disaster() || self.place.is_some() && self.place == other.place;
        let swapped = || matches!(self.actors(other), Actors::Swapped);
        self.is_once() && self.class == other.class && one_place && apart && close() && !swapped()
    }

    pub fn days(&self, other: &Statement) -> Days {
        // What happens once on a day may be told with different hours.
        let one_day = self.is_once() && gap(self.interval, other.interval) == Some(0);
        if one_day || self.interval.overlaps(other.interval) {
            return if self.is_dated() && other.is_dated() { Days::Meet } else { Days::Open };
        }
        Days::Apart
    }

    pub fn actors(&self, other: &Statement) -> Actors {
        let meet = |one: usize, two: usize| !self.wide[one].is_disjoint(&other.wide[two]);
        let fight = self.class == BATTLE && !(self.attacks && other.attacks);
        let symmetrical = fight || self.class.starts_with("contact/");
        if self.counts_others(other) {
            return Actors::Apart;
        }
        if meet(0, 0) || meet(1, 1) || symmetrical && (meet(0, 1) || meet(1, 0)) {
            return Actors::Shared;
        }
        if !self.agents.is_disjoint(&other.patients) || !self.patients.is_disjoint(&other.agents) {
            return Actors::Swapped;
        }
        // What one side has done and what others are yet to do, whoever they are.
        if !self.is_as_real(other) && !self.agents.is_empty() && !other.agents.is_empty() {
            return Actors::Apart;
        }
        let open = |role: usize| !self.identified[role] || !other.identified[role];
        if open(0) && open(1) { Actors::Open } else { Actors::Apart }
    }
}

pub(super) fn is_disaster(class: &str) -> bool {
    EventType(class.to_owned()).is("disaster")
}

fn days_of(bounds: Option<(DateTime, DateTime)>) -> impl Iterator<Item = Date> + use<> {
    let (mut next, last) = bounds.map(|(first, last)| (first.date(), last.date())).unzip();
    std::iter::from_fn(move || {
        let day = next.filter(|day| last.is_some_and(|last| *day <= last))?;
        next = day.tomorrow().ok();
        Some(day)
    })
}

/// Whether of two tolls one is that of a whole war or year, beside which the other is one event's.
pub(in crate::compare) fn is_total(one: &QuantityValue, two: &QuantityValue) -> bool {
    let (Some(a), Some(b)) = (one.stated(), two.stated()) else { return false };
    let harmed = one.counted == two.counted && HARM.contains(&one.counted.as_str());
    harmed && a.max(b) >= TOTAL && a.max(b) >= TOTAL_RATIO * a.min(b)
}

/// Whether two figures say one number of one kind, exactly or as a bound.
fn is_same_count(one: &QuantityValue, two: &QuantityValue) -> bool {
    one.counted == two.counted && one.stated().is_some() && one.stated() == two.stated()
}

/// Whole days between two intervals that do not meet.
pub(in crate::compare) fn gap(one: Interval, two: Interval) -> Option<i64> {
    let (early, late) = if one.is_before(two) { (one, two) } else { (two, one) };
    let span = late.earliest?.date().since(early.latest?.date()).ok()?;
    Some(i64::from(span.get_days()))
}

/// The place of a claim. What happens near a town or off its coast is told of the town, but who holds the country
/// around a town does not hold the town.
fn place_of(doc: &Annotated, at: ToponymIdx, event_type: &EventType) -> Option<Spot> {
    let toponyms = &doc.annotations.toponyms;
    let mention = &toponyms.mentions[at.at()];
    let named = |it: &Toponym| Spot::Named(fold(doc.document.slice(it.span)));
    match (mention.place, &mention.form) {
        (Some(place), _) => Some(Spot::Known(place)),
        (None, ToponymForm::Name) => Some(named(mention)),
        (None, ToponymForm::Relative { of: Some(of), .. }) if !event_type.is("control") => {
            let other = &toponyms.mentions[of.at()];
            Some(other.place.map_or_else(|| named(other), Spot::Known))
        }
        _ => None,
    }
}

pub(super) fn statements(docs: &[Annotated], entities: &[Entity]) -> Vec<Statement> {
    let by_chain = entities::by_chain(entities);
    let mut statements = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        let doc_idx = DocIdx::new(position);
        // That something is said is no event of the dossier: the attributions tell it.
        let happenings = doc.annotations.claims.iter().enumerate().filter(|(_, claim)| !claim.event_type.is("speech"));
        for (at, claim) in happenings {
            let entities_of = |slots: &[Slot<ActorIdx>]| {
                let chain = |slot: &Slot<ActorIdx>| doc.annotations.actors.mentions[slot.value.at()].chain;
                slots.iter().filter_map(|slot| by_chain.get(&(doc_idx, chain(slot))).copied()).collect::<BTreeSet<_>>()
            };
            let (agents, patients) = (entities_of(&claim.agents), entities_of(&claim.patients));
            let mut interval = claim.time.as_ref().map(|slot| grouping_interval(&slot.value)).unwrap_or_default();
            if interval.is_open() && claim.polarity == Polarity::Positive && !is_ahead(claim.factuality) {
                // What a report tells as past happened before it was made.
                interval.latest = doc.annotations.dct.interval.latest;
            }
            let own = claim.dates_itself(&doc.annotations.timexes);
            if speaks_of_known(doc, claim, own) {
                interval.earliest = interval.earliest.map(|it| it.saturating_sub(FOLLOW_UP_DAYS.days()));
            }
            statements.push(Statement {
                dates_itself: own,
                ahead: is_ahead(claim.factuality),
                in_headline: doc.document.is_in_headline(claim.trigger),
                places_itself: claim.names_place(&doc.annotations.toponyms),
                claim: ClaimRef { doc: doc_idx, claim: ClaimIdx::new(at) },
                class: class(&claim.event_type),
                attacks: claim.event_type.is("combat/assault"),
                place: claim.place.as_ref().and_then(|slot| place_of(doc, slot.value, &claim.event_type)),
                interval,
                wide: [wide(&agents, entities), wide(&patients, entities)],
                identified: [&agents, &patients].map(|it| it.iter().any(|it| is_identified(entities, *it))),
                agents,
                patients,
                counted: claim.quantities.iter().map(QuantityValue::of).collect(),
            });
        }
    }
    statements
}

/// Whether a claim speaks of a disaster, or of its toll, as of something known.
fn speaks_of_known(doc: &Annotated, claim: &Claim, dates_itself: bool) -> bool {
    let counted = claim.time.as_ref().is_some_and(|time| time.reason == DAY_OF_COUNT);
    if counted || claim.event_type.is("harm") {
        return counted;
    }
    let told = claim.time.as_ref().is_none_or(|time| time.value.precision == Precision::Vague);
    let syntax = &doc.annotations.syntax;
    let word = syntax.word_at(claim.trigger, &doc.annotations.tokens);
    let definite = |at: WordIdx| {
        let noun = syntax.words[at.at()].upos == Upos::Noun;
        noun && syntax.dependents(at).any(|it| syntax.words[it.at()].feats.is("Definite", "Def"))
    };
    told && !dates_itself && claim.event_type.is("disaster") && word.is_some_and(definite)
}

/// Whether it is told who an actor is: by a name, a list, a country, or identified members.
pub(in crate::compare) fn is_identified(entities: &[Entity], actor: EntityIdx) -> bool {
    let entity = &entities[actor.at()];
    let known = |entity: &Entity| entity.named || entity.known.is_some() || entity.role.is_some();
    known(entity) || !entity.members.is_empty() && entity.members.iter().all(|it| known(&entities[it.at()]))
}

fn is_ahead(factuality: Factuality) -> bool {
    matches!(factuality, Factuality::Predicted | Factuality::Intended | Factuality::Counterfactual)
}

/// Entities with their members and those whom they stand for, and the states whose forces or offices they are.
fn wide(set: &BTreeSet<EntityIdx>, entities: &[Entity]) -> BTreeSet<Side> {
    entities::wide(entities, set.iter().copied())
        .into_iter()
        .flat_map(|it| {
            let state = entities[it.at()].home().map(|home| Side::State(home.to_owned()));
            std::iter::once(Side::Entity(it)).chain(state)
        })
        .collect()
}

/// The interval within which a claim may group: a time that only the tense gives reaches back.
fn grouping_interval(time: &ClaimTime) -> Interval {
    let mut interval = time.interval;
    if time.timex.is_none() && time.precision == Precision::Vague {
        interval.earliest = interval.earliest.map(|earliest| earliest.saturating_sub(RECENT_DAYS.days()));
    }
    interval
}

/// The class of a type: the same event seen from several sides, else the type itself.
pub(in crate::compare) fn class(event_type: &EventType) -> String {
    if event_type.changes_control() {
        return CHANGE_OF_CONTROL.to_owned();
    }
    let of = CLASSES.iter().find(|(_, types)| types.iter().any(|it| event_type.is(it)));
    of.map_or_else(|| event_type.0.clone(), |(class, _)| (*class).to_owned())
}
