//! The slots of the claims that match a gold event.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SpanRound;
use serde::Deserialize;

use super::actors::ActorKeys;
use super::gold::GoldEvent;
use super::{Context, Found};
use crate::dates::Interval;
use crate::gazetteer::places::distance_km;
use crate::index::{ActorIdx, DocIdx};
use crate::layers::claims::{Claim, Slot};
use crate::layers::toponyms::Toponym;
use crate::score::places::GoldPlace;
use crate::score::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, ratio};

/// Measures every slot and notes what is wrong.
pub(super) fn slots(
    score: &mut LayerScore,
    gold: &Gold,
    locator: &Locator<'_>,
    context: &Context<'_>,
) -> Result<(), GoldError> {
    let keys = ActorKeys::new(gold, locator, context.dossier)?;
    roles(score, &keys, context);
    places(score, gold, locator, context)?;
    dates(score, context);
    factuality(score, context);
    Ok(())
}

/// Counts of one role or of several.
#[derive(Default, Clone, Copy)]
struct Tally {
    right: usize,
    system: usize,
    /// Gold actors that were found.
    covered: usize,
    gold: usize,
    /// Gold actors that the sentence names, and those of them that were found.
    named: usize,
    named_covered: usize,
}

impl Tally {
    fn write(self, score: &mut LayerScore, name: &str) {
        let prf = Prf::from_parts(ratio(self.right, self.system), ratio(self.covered, self.gold));
        score.slots.insert(format!("{name}_p"), prf.p);
        score.slots.insert(format!("{name}_r"), prf.r);
        let named = Prf::from_parts(prf.p, ratio(self.named_covered, self.named));
        score.slots.insert(format!("{name}_named_r"), named.r);
        score.slots.insert(format!("{name}_named_f1"), named.f1);
    }

    fn with(self, other: Tally) -> Tally {
        Tally {
            right: self.right + other.right,
            system: self.system + other.system,
            covered: self.covered + other.covered,
            gold: self.gold + other.gold,
            named: self.named + other.named,
            named_covered: self.named_covered + other.named_covered,
        }
    }
}

/// Who did it to whom. Roles that the gold fills from outside the sentence only lower the recall `_r`;
/// `_named_r` is the recall of those that the trigger's sentence names.
fn roles(score: &mut LayerScore, keys: &ActorKeys<'_>, context: &Context<'_>) {
    let (mut agents, mut patients, mut swapped) = (Tally::default(), Tally::default(), 0);
    for &(g, s) in context.pairs {
        let event = &context.events[g];
        let Found { at, claim } = &context.found[s];
        let sentence = sentence(context, *at);
        let slots = [
            ("agent", &claim.agents, &event.agents, &event.patients, &mut agents),
            ("patient", &claim.patients, &event.patients, &event.agents, &mut patients),
        ];
        for (name, filled, golds, others, tally) in slots {
            let found = of_slots(keys, at.doc, filled);
            let all: BTreeSet<&str> = found.iter().flatten().copied().collect();
            for (slot, keys) in filled.iter().zip(&found) {
                let is_right = golds.iter().any(|key| keys.contains(key.as_str()));
                let is_other = others.iter().any(|key| keys.contains(key.as_str()));
                tally.right += usize::from(is_right);
                swapped += usize::from(!is_right && is_other);
                if !is_right {
                    let mention = &context.dossier.docs[at.doc.at()].annotations.actors.mentions[slot.value.at()];
                    let text = context.dossier.docs[at.doc.at()].document.slice(mention.span);
                    let what = if is_other { "SWAPPED" } else { "wrong" };
                    let reason = &slot.reason;
                    score.notes.push(format!(
                        "{what} {name}: '{text}' ({reason}), gold {golds:?}: {} {}",
                        event.id,
                        context.show(s)
                    ));
                }
            }
            tally.system += filled.len();
            tally.gold += golds.len();
            tally.covered += golds.iter().filter(|key| all.contains(key.as_str())).count();
            let named = || golds.iter().filter(|key| keys.is_named_in(key, sentence));
            tally.named += named().count();
            tally.named_covered += named().filter(|key| all.contains(key.as_str())).count();
            let left: Vec<&String> = named().filter(|key| !all.contains(key.as_str())).collect();
            if !left.is_empty() {
                score.notes.push(format!("no {name} {left:?}: {} {}", event.id, context.show(s)));
            }
        }
    }
    agents.write(score, "agents");
    patients.write(score, "patients");
    agents.with(patients).write(score, "roles");
    score.slots.insert("swapped_roles".to_owned(), f64::from(swapped as u32));
}

fn of_slots<'k>(keys: &'k ActorKeys<'_>, doc: DocIdx, slots: &[Slot<ActorIdx>]) -> Vec<BTreeSet<&'k str>> {
    slots.iter().map(|slot| keys.of(doc, slot.value)).collect()
}

fn sentence(context: &Context<'_>, at: Located) -> Located {
    let sentences = &context.dossier.docs[at.doc.at()].annotations.sentences;
    let holding = sentences.iter().find(|sentence| sentence.span.contains(at.span));
    Located::of(context.dossier, at.doc, holding.map_or(at.span, |sentence| sentence.span))
}

#[derive(Deserialize)]
struct Places {
    registry: BTreeMap<String, GoldPlace>,
    mentions: Vec<PlaceMention>,
}

#[derive(Deserialize)]
struct PlaceMention {
    #[serde(flatten)]
    span: GoldSpan,
    key: String,
}

/// Where: the share of filled slots that are right, and of gold places that were found. A slot is right
/// where its toponym lies at the gold place, or is one of its mentions (whether it could be resolved is
/// the business of the layer `places`).
fn places(score: &mut LayerScore, gold: &Gold, locator: &Locator<'_>, context: &Context<'_>) -> Result<(), GoldError> {
    let Places { registry, mentions } = gold.layer("places")?;
    let mentions = mentions
        .into_iter()
        .map(|mention| Ok((locator.locate(&mention.span)?, mention.key)))
        .collect::<Result<Vec<_>, GoldError>>()?;
    let (mut right, mut filled, mut golds) = (0, 0, 0);
    for &(g, s) in context.pairs {
        let event = &context.events[g];
        let Found { at, claim } = &context.found[s];
        let doc = &context.dossier.docs[at.doc.at()];
        let toponym = claim.place.as_ref().map(|slot| &doc.annotations.toponyms.mentions[slot.value.at()]);
        let place = event.place.as_ref().and_then(|key| registry.get(key));
        let is_mention = toponym.is_some_and(|toponym| {
            let spans = [toponym.span, toponym.extent].map(|span| Located::of(context.dossier, at.doc, span));
            let same = |mention: &Located| spans.iter().any(|span| mention.iou(*span) >= MATCH_IOU);
            mentions.iter().any(|(mention, key)| Some(key) == event.place.as_ref() && same(mention))
        });
        let is_right = is_mention || toponym.zip(place).is_some_and(|(toponym, place)| is_at(context, toponym, place));
        // The gold leaves statements without a place where the speaker's is not told: no error to be judged.
        filled += usize::from(toponym.is_some() && place.is_some());
        golds += usize::from(place.is_some());
        right += usize::from(is_right);
        if !is_right && place.is_some() {
            let found = toponym.map_or("-".to_owned(), |toponym| doc.document.slice(toponym.extent).replace('\n', " "));
            let reason = claim.place.as_ref().map_or("", |slot| &slot.reason);
            let wanted = event.place.as_deref().unwrap_or("-");
            score.notes.push(format!("place: '{found}' ({reason}), gold {wanted}: {} {}", event.id, context.show(s)));
        }
    }
    write_filled(score, "place", right, filled, golds);
    Ok(())
}

fn write_filled(score: &mut LayerScore, name: &str, right: usize, filled: usize, gold: usize) {
    let prf = Prf::of(right, filled, gold);
    score.slots.insert(format!("{name}_p"), prf.p);
    score.slots.insert(format!("{name}_r"), prf.r);
    score.slots.insert(format!("{name}_f1"), prf.f1);
}

/// Regions relative to a place have a point of their own.
fn is_at(context: &Context<'_>, toponym: &Toponym, place: &GoldPlace) -> bool {
    if place.is_right(toponym, context.gazetteer) {
        return true;
    }
    let relative = toponym.geometry.filter(|_| toponym.place.is_none());
    relative.is_some_and(|it| distance_km((it.lat, it.lon), (place.lat, place.lon)) <= it.radius_km.max(20.0))
}

/// When: right where the interval overlaps the gold one and is at most a day longer.
fn dates(score: &mut LayerScore, context: &Context<'_>) {
    let (mut right, mut filled, mut golds) = (0, 0, 0);
    for &(g, s) in context.pairs {
        let event = &context.events[g];
        let Some(gold) = event.interval() else { continue };
        let claim = context.found[s].claim;
        let time = claim.time.as_ref().filter(|slot| !slot.value.interval.is_open());
        if time.is_none() && event.is_date_optional() {
            continue;
        }
        let is_right = time.is_some_and(|slot| fits(slot.value.interval, gold));
        golds += 1;
        filled += usize::from(time.is_some());
        right += usize::from(is_right);
        if !is_right {
            score.notes.push(date_note(context, event, claim, s));
        }
    }
    write_filled(score, "date", right, filled, golds);
}

fn date_note(context: &Context<'_>, event: &GoldEvent, claim: &Claim, s: usize) -> String {
    let found = claim.time.as_ref().map_or("-".to_owned(), |slot| {
        let day = |at: Option<jiff::civil::DateTime>| at.map_or("..".to_owned(), |at| at.date().to_string());
        format!("{}/{} ({})", day(slot.value.interval.earliest), day(slot.value.interval.latest), slot.reason)
    });
    let wanted = event.date.as_deref().unwrap_or("-");
    format!("date: {found}, gold {wanted}: {} {}", event.id, context.show(s))
}

fn fits(system: Interval, gold: Interval) -> bool {
    system.overlaps(gold) && days(system).unwrap_or(i64::MAX) <= days(gold).unwrap_or(i64::MAX).saturating_add(1)
}

/// How many days an interval touches.
fn days(interval: Interval) -> Option<i64> {
    let between = interval.earliest?.date().until(interval.latest?.date()).ok()?;
    let rounded = between.round(SpanRound::new().largest(jiff::Unit::Day).days_are_24_hours()).ok()?;
    Some(i64::from(rounded.get_days()) + 1)
}

fn factuality(score: &mut LayerScore, context: &Context<'_>) {
    let mut right = 0;
    for &(g, s) in context.pairs {
        let event = &context.events[g];
        let claim = context.found[s].claim;
        if context.table.factuality(event) == Some(claim.factuality) {
            right += 1;
        } else {
            let gold = &event.factuality;
            score.notes.push(format!(
                "factuality: {:?}, gold {gold}: {} {}",
                claim.factuality,
                event.id,
                context.show(s)
            ));
        }
    }
    score.slots.insert("factuality".to_owned(), ratio(right, context.pairs.len()));
}
