//! Events: claims of several texts that speak of one real event, with what each source says.

mod grouping;
mod links;
mod outline;
pub(super) mod statement;
mod tolls;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::annotated::{Annotated, ClaimRef};
use crate::compare::corrections::Resolved;
use crate::compare::entities::Entity;
use crate::compare::families::FamilyIndex;
use crate::compare::reuse::Reuse;
use crate::dates::{Interval, Precision};
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::{DocIdx, EntityIdx, EventIdx, FamilyIdx, PlaceId};
use crate::layers::attributions::SourceMention;
use crate::layers::claims::{Claim, Quantity};
use crate::layers::kinds::{EventType, Factuality};
use crate::layers::toponyms::Toponym;

use crate::text::Span;
use grouping::Group;
use statement::Statement;

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
    /// Events of the same class at the same place that are others, and why.
    pub apart: Vec<Apart>,
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
    /// Who is counted, as a neutral key; `None` for people in general.
    #[serde(default)]
    pub who: Option<String>,
    /// Lowest value said.
    pub min: Option<f64>,
    /// Highest value said.
    pub max: Option<f64>,
}

impl QuantityValue {
    /// The value of a claim's figure.
    pub fn of(quantity: &Quantity) -> QuantityValue {
        QuantityValue {
            counted: quantity.counted.clone(),
            who: quantity.who.clone(),
            min: quantity.min,
            max: quantity.max,
        }
    }

    /// The number that is said, exactly or as a bound.
    pub fn stated(&self) -> Option<f64> {
        self.min.or(self.max)
    }
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

/// Another event of the same class at the same place, and why it is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// The other event.
    pub event: EventIdx,
    /// What keeps them apart.
    pub reason: String,
}

/// Groups the claims of all documents into events, in order of time. See [`grouping`] for the rules.
pub(super) fn events(
    docs: &[Annotated],
    entities: &[Entity],
    families: &FamilyIndex,
    gazetteer: &Gazetteer,
    reuse: &[Reuse],
    corrections: &Resolved,
) -> Vec<Event> {
    let teller = Teller { docs, entities, families, gazetteer };
    let mut told: Vec<(Event, Group)> =
        grouping::groups(docs, entities, gazetteer, &links::links(docs, reuse), corrections)
            .into_iter()
            .map(|group| (teller.event(&group), group))
            .collect();
    told.sort_by_key(|(event, _)| {
        let when = event.when.as_ref().and_then(|best| best.value.0.earliest);
        (when.is_none(), when, event.event_type.clone(), event.claims.first().copied())
    });
    let (mut events, groups): (Vec<Event>, Vec<Group>) = told.into_iter().unzip();
    for (event, apart) in events.iter_mut().zip(grouping::apart(&groups, gazetteer)) {
        event.apart = apart;
    }
    events
}

/// What turning a group into an event needs.
struct Teller<'d> {
    docs: &'d [Annotated],
    entities: &'d [Entity],
    families: &'d FamilyIndex,
    gazetteer: &'d Gazetteer,
}

impl Teller<'_> {
    fn event(&self, group: &Group) -> Event {
        let claims: Vec<ClaimRef> = group.statements.iter().map(|statement| statement.claim).collect();
        let event_type = self.main_type(&claims);
        let dates = self.slot(&claims, |claim, _| {
            let time = &claim.time.as_ref()?.value;
            Some((DateValue { interval: time.interval, precision: time.precision }, None))
        });
        let places = self.slot(&claims, |claim, doc| {
            let toponym = &doc.annotations.toponyms.mentions[claim.place.as_ref()?.value.at()];
            Some((self.place_value(doc, toponym), Some(toponym.span)))
        });
        let quantities = self.figures(&claims);
        let agents = self.actors(group, |statement| &statement.agents);
        let patients = self.actors(group, |statement| &statement.patients);
        let moods = self.slot(&claims, |claim, _| Some((claim.factuality, None)));
        let when = when(&dates, |at| self.happened(at));
        let place = self.place(&places);
        let happened = claims.iter().any(|&at| self.happened(at));
        let reasons = group.reasons.iter().map(|&reason| reason.to_owned()).collect();
        let at = |it: &&SlotValue<PlaceValue>| place.as_ref().is_none_or(|best| it.value.place == Some(best.value));
        let named = places.iter().find(at).map(|it| it.value.name.clone());
        let label = self.label(&event_type, &agents, &patients, named);
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
            apart: Vec::new(),
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
        self.claim(at).0.has_happened()
    }

    /// The type that most claims have, of those that say it happened if any does, and how if any does; ties go to the
    /// type of more claims that name who did it, then to the first in order.
    fn main_type(&self, claims: &[ClaimRef]) -> EventType {
        let mut said: Vec<ClaimRef> = claims.iter().copied().filter(|&at| self.happened(at)).collect();
        let is = |at: ClaimRef, types: &[&str]| types.iter().any(|it| self.claim(at).0.event_type.is(it));
        if said.iter().any(|&at| is(at, &links::EXACT)) {
            said.retain(|&at| !is(at, &links::LOOSE));
        }
        let mut counts: BTreeMap<EventType, (usize, usize)> = BTreeMap::new();
        for &at in if said.is_empty() { claims } else { &said } {
            let claim = self.claim(at).0;
            let (all, with_agent) = counts.entry(claim.event_type.clone()).or_default();
            *all += 1;
            *with_agent += usize::from(!claim.agents.is_empty());
        }
        let most = counts.values().max().copied().unwrap_or_default();
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

    fn actors(&self, group: &Group, of: impl Fn(&Statement) -> &BTreeSet<EntityIdx>) -> Vec<SlotValue<EntityIdx>> {
        let mut values = Vec::new();
        for statement in &group.statements {
            let (claim, _) = self.claim(statement.claim);
            for &entity in of(statement) {
                self.add(&mut values, entity, statement.claim, claim.evidence.clone());
            }
        }
        values
    }

    fn figures(&self, claims: &[ClaimRef]) -> Vec<SlotValue<QuantityValue>> {
        let mut values = Vec::new();
        for &at in claims {
            let (claim, doc) = self.claim(at);
            for quantity in &claim.quantities {
                let value = QuantityValue::of(quantity);
                let evidence = doc.evidence(quantity.span, &claim.evidence.rule);
                self.add(&mut values, value, at, evidence.unwrap_or_else(|| claim.evidence.clone()));
            }
        }
        values
    }

    fn place_value(&self, doc: &Annotated, toponym: &Toponym) -> PlaceValue {
        let language = doc.document.meta.language.value().map_or("", String::as_str);
        let name = toponym
            .place
            .map_or_else(|| doc.document.slice(toponym.span), |place| self.gazetteer.places.name(place, language));
        PlaceValue { place: toponym.place, name: name.to_owned() }
    }

    /// The place that groups and maps an event: of a country and a town in it the town, else what most claims name.
    fn place(&self, places: &[SlotValue<PlaceValue>]) -> Option<Best<PlaceId>> {
        let known = |it: &SlotValue<PlaceValue>| Some((it.value.place?, it.claims.len()));
        let known: Vec<(PlaceId, usize)> = places.iter().filter_map(known).collect();
        let inner = |at: PlaceId| {
            let held = |&(other, _): &(PlaceId, usize)| other != at && self.gazetteer.places.holds(at, other);
            !known.iter().any(held)
        };
        let exact: Vec<(PlaceId, usize)> = known.iter().copied().filter(|&(at, _)| inner(at)).collect();
        let (value, _) = exact.iter().copied().rev().max_by_key(|&(_, claims)| claims)?;
        let rule = if known.len() == 1 {
            "place that all claims share"
        } else if exact.len() == 1 {
            "the most exact of places that lie in each other"
        } else {
            "place that most claims name"
        };
        Some(Best { value, rule: rule.into() })
    }

    /// A neutral line: type, who, whom, where.
    fn label(
        &self,
        event_type: &EventType,
        agents: &[SlotValue<EntityIdx>],
        patients: &[SlotValue<EntityIdx>],
        place: Option<String>,
    ) -> String {
        let names = |slots: &[SlotValue<EntityIdx>]| {
            slots.iter().map(|slot| self.entities[slot.value.at()].name.clone()).collect::<Vec<_>>().join(", ")
        };
        let mut label = event_type.0.clone();
        for (mark, part) in [(" · ", names(agents)), (" → ", names(patients)), (" @ ", place.unwrap_or_default())] {
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

/// The interval that orders an event. Where sources exclude each other, it covers what they say. What is only
/// predicted or denied dates an event that nobody says has happened.
fn when(dates: &[SlotValue<DateValue>], happened: impl Fn(ClaimRef) -> bool) -> Option<Best<(Interval, Precision)>> {
    let told = |date: &&SlotValue<DateValue>| date.claims.iter().any(|&at| happened(at));
    let any = dates.iter().any(|date| told(&date));
    let dates: Vec<&SlotValue<DateValue>> = dates.iter().filter(|date| !any || told(date)).collect();
    let finest = dates.iter().min_by_key(|date| (date.value.precision, date.claims.clone()))?;
    let disputed = dates.iter().any(|date| !date.value.interval.overlaps(finest.value.interval));
    if !disputed {
        let value = (finest.value.interval, finest.value.precision);
        return Some(Best { value, rule: "most precise date that a source gives".into() });
    }
    let as_fine = || dates.iter().filter(|date| date.value.precision <= finest.value.precision.max(Precision::Day));
    let earliest = as_fine().map(|date| date.value.interval.earliest).min().flatten();
    let latest = as_fine().map(|date| date.value.interval.latest).max().flatten();
    let value = (Interval { earliest, latest }, Precision::Vague);
    Some(Best { value, rule: "sources exclude each other: from the first to the last day that one gives".into() })
}
