//! Events: claims of several texts that speak of one real event, with what each source says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use serde::{Deserialize, Serialize};

use crate::annotate::attributions::SourceMention;
use crate::annotate::claims::{Claim, ClaimTime, EventType, Factuality, Polarity, Slot};
use crate::annotate::toponyms::Toponym;
use crate::compare::entities::Entity;
use crate::compare::families::FamilyIndex;
use crate::dates::{Interval, Precision};
use crate::dossier::{Annotated, ClaimRef};
use crate::evidence::Evidence;
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::index::{ActorIdx, ChainIdx, ClaimIdx, DocIdx, EntityIdx, FamilyIdx};
use crate::text::Span;

/// One event of the dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What kind of event.
    pub event_type: EventType,
    /// A neutral sentence about it, made of type, actors, place and date.
    pub label: String,
    /// The claims, sorted.
    pub claims: Vec<ClaimRef>,
    /// When, by each source.
    pub dates: Vec<SlotValue<DateValue>>,
    /// Where, by each source.
    pub places: Vec<SlotValue<PlaceValue>>,
    /// Who did it, by each source.
    pub agents: Vec<SlotValue<EntityIdx>>,
    /// Who it was done to, by each source.
    pub patients: Vec<SlotValue<EntityIdx>>,
    /// Figures, by each source.
    pub quantities: Vec<SlotValue<QuantityValue>>,
    /// Moods in which it is said, by each source.
    pub moods: Vec<SlotValue<Factuality>>,
    /// Interval used to order events, with the rule that chose it.
    pub when: Option<Best<(Interval, Precision)>>,
    /// Place used to group and to map, with the rule that chose it.
    pub place: Option<Best<PlaceId>>,
    /// Whether at least one source says that it happened (asserted or reported, not denied or predicted).
    pub happened: bool,
    /// How well it is corroborated.
    pub corroboration: Corroboration,
    /// Why the claims were joined, one sentence each.
    pub reasons: Vec<String>,
}

/// A value of a slot and who says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotValue<T> {
    /// The value.
    pub value: T,
    /// The claims that say it, sorted.
    pub claims: Vec<ClaimRef>,
    /// The families behind them, sorted.
    pub families: Vec<FamilyIdx>,
    /// The exact characters that say it.
    pub evidence: Vec<Evidence>,
}

/// A value chosen among several, and the rule that chose it; never 'the truth'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Best<T> {
    /// The value.
    pub value: T,
    /// Name of the rule and the reason.
    pub rule: String,
}

/// A date as a slot value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateValue {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// How finely it is known.
    pub precision: Precision,
}

/// A place as a slot value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceValue {
    /// The resolved place.
    pub place: Option<PlaceId>,
    /// The gazetteer's name, or the raw name where unresolved.
    pub name: String,
}

/// A figure as a slot value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantityValue {
    /// What is counted.
    pub counted: String,
    /// Lowest value said.
    pub min: Option<f64>,
    /// Highest value said.
    pub max: Option<f64>,
}

/// How well an event is corroborated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corroboration {
    /// Families that say it happened.
    pub families: Vec<FamilyIdx>,
    /// Documents that say it happened.
    pub docs: Vec<DocIdx>,
    /// The document that said it first, by creation time, where known.
    pub first: Option<DocIdx>,
    /// Named sources quoted for it, each as a chain 'OSDH → AFP → ATS', sorted.
    pub chains: Vec<String>,
    /// Whether all of it rests on one family.
    pub single_source: bool,
}

/// Groups the claims of all documents into events, in order of time.
///
/// Claims join when they are of one class at one place, no date of theirs excludes the other, and no
/// actor in one role does. Dated claims group first; an undated one joins only where a single event fits.
pub fn events(docs: &[Annotated], entities: &[Entity], families: &FamilyIndex, gazetteer: &Gazetteer) -> Vec<Event> {
    let mut statements = statements(docs, entities);
    statements.sort_by_key(|it| (it.interval.is_open(), it.class.clone(), it.interval.earliest, it.claim));
    let mut groups: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        let fitting: Vec<usize> = (0..groups.len())
            .filter(|&group| groups[group].iter().all(|other| fits(&statement, other, entities)))
            .collect();
        let only = fitting.len() == 1 || !statement.interval.is_open();
        match fitting.first().filter(|_| only) {
            Some(&group) => groups[group].push(statement),
            None => groups.push(vec![statement]),
        }
    }
    let teller = Teller { docs, entities, families, gazetteer };
    let mut events: Vec<Event> = groups.into_iter().map(|group| teller.event(group)).collect();
    events.sort_by_key(|event| {
        let when = event.when.as_ref().and_then(|best| best.value.0.earliest);
        (when.is_none(), when, event.event_type.clone(), event.claims.first().copied())
    });
    events
}

/// A claim with what decides its grouping.
struct Statement {
    claim: ClaimRef,
    /// Changes of control of one place are one class, whoever is the subject.
    class: String,
    event_type: EventType,
    place: Option<PlaceId>,
    interval: Interval,
    agents: BTreeSet<EntityIdx>,
    patients: BTreeSet<EntityIdx>,
}

fn statements(docs: &[Annotated], entities: &[Entity]) -> Vec<Statement> {
    let by_chain: BTreeMap<(DocIdx, ChainIdx), EntityIdx> = entities
        .iter()
        .enumerate()
        .flat_map(|(position, entity)| entity.chains.iter().map(move |&chain| (chain, EntityIdx::new(position))))
        .collect();
    let mut statements = Vec::new();
    for (position, doc) in docs.iter().enumerate() {
        let doc_idx = DocIdx::new(position);
        for (at, claim) in doc.annotations.claims.iter().enumerate() {
            let entities_of = |slots: &[Slot<ActorIdx>]| {
                let chain = |slot: &Slot<ActorIdx>| doc.annotations.actors.mentions[slot.value.at()].chain;
                slots.iter().filter_map(|slot| by_chain.get(&(doc_idx, chain(slot))).copied()).collect::<BTreeSet<_>>()
            };
            statements.push(Statement {
                claim: ClaimRef { doc: doc_idx, claim: ClaimIdx::new(at) },
                class: class(&claim.event_type),
                event_type: claim.event_type.clone(),
                place: claim.place.as_ref().and_then(|slot| doc.annotations.toponyms.mentions[slot.value.at()].place),
                interval: claim.time.as_ref().map(|slot| grouping_interval(&slot.value)).unwrap_or_default(),
                agents: entities_of(&claim.agents),
                patients: entities_of(&claim.patients),
            });
        }
    }
    statements
}

/// A headline's present tells of the last days.
const HEADLINE_DAYS: i64 = 2;

/// The interval within which a claim may group: a time that only a headline's tense gives reaches back.
fn grouping_interval(time: &ClaimTime) -> Interval {
    let mut interval = time.interval;
    if time.timex.is_none() && time.precision == Precision::Vague {
        interval.earliest = interval.earliest.map(|earliest| earliest.saturating_sub(HEADLINE_DAYS.days()));
    }
    interval
}

/// Taken, retaken and lost are one class: the same change seen from both sides.
fn class(event_type: &EventType) -> String {
    let change = ["control/taken", "control/retaken", "control/lost"].iter().any(|of| event_type.is(of));
    if change { "control/change".to_owned() } else { event_type.0.clone() }
}

fn fits(one: &Statement, two: &Statement, entities: &[Entity]) -> bool {
    one.class == two.class
        && one.place.is_some()
        && one.place == two.place
        && one.interval.overlaps(two.interval)
        && (one.event_type == two.event_type || names_the_same(one, two))
        && share_actor(&one.agents, &two.agents, entities)
        && share_actor(&one.patients, &two.patients, entities)
        && !share_member(&one.agents, &two.patients)
        && !share_member(&two.agents, &one.patients)
}

/// Whether two differently worded changes name an actor in the same role: 'lost' and 'retaken' alone may be
/// two changes in opposite directions.
fn names_the_same(one: &Statement, two: &Statement) -> bool {
    share_member(&one.agents, &two.agents) || share_member(&one.patients, &two.patients)
}

/// Whether one side is unknown or both have an actor or a member in common.
fn share_actor(one: &BTreeSet<EntityIdx>, two: &BTreeSet<EntityIdx>, entities: &[Entity]) -> bool {
    let expand = |set: &BTreeSet<EntityIdx>| -> BTreeSet<EntityIdx> {
        set.iter().flat_map(|&it| std::iter::once(it).chain(entities[it.at()].members.iter().copied())).collect()
    };
    one.is_empty() || two.is_empty() || share_member(&expand(one), &expand(two))
}

fn share_member(one: &BTreeSet<EntityIdx>, two: &BTreeSet<EntityIdx>) -> bool {
    !one.is_disjoint(two)
}

/// What turning a group into an event needs.
struct Teller<'d> {
    docs: &'d [Annotated],
    entities: &'d [Entity],
    families: &'d FamilyIndex,
    gazetteer: &'d Gazetteer,
}

impl Teller<'_> {
    fn event(&self, mut group: Vec<Statement>) -> Event {
        group.sort_by_key(|statement| statement.claim);
        let claims: Vec<ClaimRef> = group.iter().map(|statement| statement.claim).collect();
        let event_type = self.main_type(&claims);
        let dates = self.slot(&claims, |claim, _| {
            let time = &claim.time.as_ref()?.value;
            Some((DateValue { interval: time.interval, precision: time.precision }, None))
        });
        let places = self.slot(&claims, |claim, doc| {
            let toponym = &doc.annotations.toponyms.mentions[claim.place.as_ref()?.value.at()];
            Some((self.place_value(doc, toponym), Some(toponym.span)))
        });
        let quantities = claims.iter().flat_map(|&at| self.figures(at)).collect();
        let agents = self.actors(&group, |statement| &statement.agents);
        let patients = self.actors(&group, |statement| &statement.patients);
        let moods = self.slot(&claims, |claim, _| Some((claim.factuality, None)));
        let when = dates.iter().min_by_key(|date| (date.value.precision, date.claims.clone())).map(|date| Best {
            value: (date.value.interval, date.value.precision),
            rule: "most precise date that a source gives".into(),
        });
        let place = places
            .iter()
            .find_map(|place| place.value.place)
            .map(|place| Best { value: place, rule: "place that all claims share".into() });
        let happened = claims.iter().any(|&at| self.happened(at));
        let reasons = match claims.len() {
            1 => Vec::new(),
            _ => vec!["same class of event at the same place; no date and no actor excludes another".to_owned()],
        };
        let label = self.label(&event_type, &agents, &patients, &places);
        let corroboration = self.corroboration(&claims);
        Event {
            event_type,
            label,
            claims,
            dates,
            places,
            agents,
            patients,
            quantities,
            moods,
            when,
            place,
            happened,
            corroboration,
            reasons,
        }
    }

    fn claim(&self, at: ClaimRef) -> (&Claim, &Annotated) {
        let doc = &self.docs[at.doc.at()];
        (&doc.annotations.claims[at.claim.at()], doc)
    }

    fn family(&self, at: ClaimRef) -> Option<FamilyIdx> {
        self.families.of(at.doc, self.claim(at).0.evidence.span)
    }

    fn happened(&self, at: ClaimRef) -> bool {
        let (claim, _) = self.claim(at);
        claim.polarity == Polarity::Positive && matches!(claim.factuality, Factuality::Asserted | Factuality::Reported)
    }

    /// The type that most claims have; ties go to the first in order.
    fn main_type(&self, claims: &[ClaimRef]) -> EventType {
        let mut counts: BTreeMap<EventType, usize> = BTreeMap::new();
        for &at in claims {
            *counts.entry(self.claim(at).0.event_type.clone()).or_default() += 1;
        }
        let most = counts.values().max().copied().unwrap_or(0);
        counts.into_iter().find(|(_, count)| *count == most).map_or_else(|| EventType(String::new()), |(of, _)| of)
    }

    /// The values of a slot with who says each; the claim's evidence stands in where the slot has no span.
    fn slot<T: PartialEq>(
        &self,
        claims: &[ClaimRef],
        value: impl Fn(&Claim, &Annotated) -> Option<(T, Option<Span>)>,
    ) -> Vec<SlotValue<T>> {
        let mut values: Vec<SlotValue<T>> = Vec::new();
        for &at in claims {
            let (claim, doc) = self.claim(at);
            let Some((said, span)) = value(claim, doc) else { continue };
            let evidence = span
                .and_then(|span| doc.evidence(span, &claim.evidence.rule))
                .unwrap_or_else(|| claim.evidence.clone());
            self.add(&mut values, said, at, evidence);
        }
        values
    }

    fn add<T: PartialEq>(&self, values: &mut Vec<SlotValue<T>>, said: T, at: ClaimRef, evidence: Evidence) {
        let position = values.iter().position(|value| value.value == said).unwrap_or_else(|| {
            values.push(SlotValue { value: said, claims: Vec::new(), families: Vec::new(), evidence: Vec::new() });
            values.len() - 1
        });
        let value = &mut values[position];
        value.claims.push(at);
        value.evidence.push(evidence);
        value.families.extend(self.family(at));
        value.families.sort();
        value.families.dedup();
    }

    fn actors(
        &self,
        group: &[Statement],
        of: impl Fn(&Statement) -> &BTreeSet<EntityIdx>,
    ) -> Vec<SlotValue<EntityIdx>> {
        let mut values = Vec::new();
        for statement in group {
            let (claim, _) = self.claim(statement.claim);
            for &entity in of(statement) {
                self.add(&mut values, entity, statement.claim, claim.evidence.clone());
            }
        }
        values
    }

    fn figures(&self, at: ClaimRef) -> Vec<SlotValue<QuantityValue>> {
        let (claim, doc) = self.claim(at);
        let figure = |quantity: &crate::annotate::claims::Quantity| SlotValue {
            value: QuantityValue { counted: quantity.counted.clone(), min: quantity.min, max: quantity.max },
            claims: vec![at],
            families: self.family(at).into_iter().collect(),
            evidence: doc.evidence(quantity.span, &claim.evidence.rule).into_iter().collect(),
        };
        claim.quantities.iter().map(figure).collect()
    }

    fn place_value(&self, doc: &Annotated, toponym: &Toponym) -> PlaceValue {
        let language = doc.document.meta.language.value().map_or("", String::as_str);
        let name = toponym
            .place
            .map_or_else(|| doc.document.slice(toponym.span), |place| self.gazetteer.places.name(place, language));
        PlaceValue { place: toponym.place, name: name.to_owned() }
    }

    /// A neutral line: type, who, whom, where.
    fn label(
        &self,
        event_type: &EventType,
        agents: &[SlotValue<EntityIdx>],
        patients: &[SlotValue<EntityIdx>],
        places: &[SlotValue<PlaceValue>],
    ) -> String {
        let names = |slots: &[SlotValue<EntityIdx>]| {
            slots.iter().map(|slot| self.entities[slot.value.at()].name.clone()).collect::<Vec<_>>().join(", ")
        };
        let mut label = event_type.0.clone();
        for (mark, part) in [
            (" · ", names(agents)),
            (" → ", names(patients)),
            (" @ ", places.first().map(|place| place.value.name.clone()).unwrap_or_default()),
        ] {
            if !part.is_empty() {
                label.push_str(mark);
                label.push_str(&part);
            }
        }
        label
    }

    fn corroboration(&self, claims: &[ClaimRef]) -> Corroboration {
        let saying: Vec<ClaimRef> = claims.iter().copied().filter(|&at| self.happened(at)).collect();
        let mut docs: Vec<DocIdx> = saying.iter().map(|at| at.doc).collect();
        docs.dedup();
        let mut families: Vec<FamilyIdx> = saying.iter().filter_map(|&at| self.family(at)).collect();
        families.sort();
        families.dedup();
        let made = |doc: &DocIdx| self.docs[doc.at()].annotations.dct.interval.latest;
        let first = docs.iter().filter(|doc| made(doc).is_some()).min_by_key(|doc| (made(doc), **doc)).copied();
        let mut chains: Vec<String> = saying.iter().filter_map(|&at| self.chain(at)).collect();
        chains.sort();
        chains.dedup();
        Corroboration { single_source: families.len() == 1, families, docs, first, chains }
    }

    /// 'OSDH → AFP → ATS → outlet'.
    fn chain(&self, at: ClaimRef) -> Option<String> {
        let (claim, doc) = self.claim(at);
        let attribution = &doc.annotations.attributions[claim.attribution?.at()];
        let name = |source: &SourceMention| {
            let actors = &doc.annotations.actors;
            let chain = source.actor.map(|actor| actors.mentions[actor.at()].chain);
            chain.map_or_else(
                || doc.document.slice(source.span).to_owned(),
                |chain| actors.chains[chain.at()].name.clone(),
            )
        };
        let links = attribution.source.iter().chain(&attribution.via).map(name);
        Some(links.chain([doc.document.outlet().to_owned()]).collect::<Vec<_>>().join(" → "))
    }
}
