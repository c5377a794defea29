//! Claims against gold events: which are found, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::index::{ActorIdx, DocIdx};
use crate::layers::claims::{Claim, Slot};
use crate::layers::kinds::{Factuality, Polarity};

use super::gold::GoldEvent;
use super::near::{Chars, days, days_of, is_at, is_plain_speech, same_days, same_figure, same_type};
use super::view::View;
use super::{ERROR, Judged};

/// The claim that tells a gold event: document and position among its claims, by the event's id.
pub(super) type Found<'v> = BTreeMap<&'v str, (DocIdx, usize)>;

/// Pairs claims with gold events and judges each pair.
pub(super) fn claims<'v>(view: &View<'v>, judged: &mut Judged) -> Found<'v> {
    let mut found = Found::new();
    for (key, doc) in view.documents() {
        let gold: Vec<&GoldEvent> = view.gold.events.iter().filter(|event| event.doc == key).collect();
        let told = gold.iter().filter(|event| !is_plain_speech(&event.kind)).count();
        judged.tally.add("gold_events", told as f64);
        judged.tally.add("core", gold.iter().filter(|event| event.core).count() as f64);
        let pairs = pairs(view, doc, &gold);
        for (at, claim) in view.annotations(doc).claims.iter().enumerate() {
            if is_plain_speech(&claim.event_type.0) {
                continue;
            }
            judged.tally.count("claims", true);
            let spurious = !pairs.iter().any(|(_, claim)| *claim == at);
            judged.tally.count("spurious", spurious);
            if spurious {
                let (trigger, quote) = (claim.trigger.of(view.text(doc)), &claim.evidence.quote);
                let quote: String = quote.chars().take(90).collect();
                judged.lines.push(format!("{key} SPURIOUS {}: '{trigger}' in '{quote}'", claim.event_type));
            }
        }
        for (event, at) in pairs {
            judge(view, doc, event, &view.annotations(doc).claims[at], judged);
            found.insert(&event.id, (doc, at));
        }
    }
    for event in view.gold.events.iter().filter(|event| !is_plain_speech(&event.kind)) {
        let is_found = found.contains_key(event.id.as_str());
        judged.tally.count("found", is_found);
        if !is_found {
            let core = if event.core { " CORE" } else { "" };
            judged.lines.push(format!("{} MISSED {}{core}: '{}'", event.id, event.kind, event.trigger.text));
        }
    }
    found
}

/// One-to-one pairs of events and claims whose triggers share characters, those of near types first.
fn pairs<'v>(view: &View<'v>, doc: DocIdx, gold: &[&'v GoldEvent]) -> Vec<(&'v GoldEvent, usize)> {
    let claims = &view.annotations(doc).claims;
    let triggers: Vec<Chars> = claims.iter().map(|claim| view.chars(doc, claim.trigger)).collect();
    let mut near: Vec<(bool, &GoldEvent, usize)> = Vec::new();
    for event in gold {
        for (at, trigger) in triggers.iter().enumerate().filter(|(_, it)| it.shared(event.trigger.chars()) > 0) {
            debug_assert!(trigger.len() > 0);
            near.push((same_type(&event.kind, &claims[at].event_type.0), event, at));
        }
    }
    near.sort_by(|one, two| (two.0, &two.1.id).cmp(&(one.0, &one.1.id)));
    let (mut events, mut taken) = (BTreeSet::new(), BTreeSet::new());
    near.retain(|(_, event, at)| {
        let free = !events.contains(&event.id) && !taken.contains(at);
        if free {
            events.insert(&event.id);
            taken.insert(*at);
        }
        free
    });
    near.into_iter().map(|(_, event, at)| (event, at)).collect()
}

fn judge(view: &View, doc: DocIdx, event: &GoldEvent, claim: &Claim, judged: &mut Judged) {
    if is_plain_speech(&event.kind) && is_plain_speech(&claim.event_type.0) {
        return;
    }
    let mut wrong: Vec<&str> = Vec::new();
    if !same_type(&event.kind, &claim.event_type.0) {
        wrong.push("type");
    }
    let named = named(view, doc, event);
    let agents = Role::of(view, doc, &claim.agents, &event.agents);
    let patients = Role::of(view, doc, &claim.patients, &event.patients);
    wrong.extend(agents.wrong(&named, ["agents wrong", "agents missing"]));
    wrong.extend(patients.wrong(&named, ["patients wrong", "patients missing"]));
    if agents.holds_only_of(&event.patients) || patients.holds_only_of(&event.agents) {
        wrong.push("SWAPPED");
    }
    wrong.extend(place(view, doc, event, claim));
    wrong.extend(time(event, claim));
    if event.quantity.as_ref().is_some_and(|gold| !same_figure(gold, &claim.quantities)) {
        wrong.push("figure");
    }
    let told = claim.polarity == Polarity::Positive && has_happened(&code(&claim.factuality));
    if has_happened(&event.factuality) != told {
        wrong.push("factuality");
    }
    let tally = &mut judged.tally;
    tally.count("judged", true);
    tally.count("right", wrong.is_empty());
    let has = |what: &str| wrong.contains(&what);
    let other_agent = has("agents wrong") && !event.agents.is_empty() && !agents.keys.is_empty();
    let elsewhere = has("place wrong") && event.kind.split('/').next() == Some("control");
    tally.count("harmful", has("SWAPPED") || has("factuality") && told || other_agent || elsewhere);
    wrong.iter().for_each(|what| tally.count(&format!("{ERROR}{what}"), true));
    let core = wrong.iter().all(|what| matches!(*what, "patients wrong" | "patients missing"));
    tally.count("core_right", core && event.core);
    let verdict = if wrong.is_empty() { "right".to_owned() } else { format!("WRONG {}", wrong.join(", ")) };
    let kinds = format!("{} / {}", event.kind, claim.event_type);
    judged.lines.push(format!("{} {verdict}: {kinds} '{}'", event.id, event.trigger.text));
}

/// The gold actors that the sentence of an event names.
fn named<'v>(view: &View<'v>, doc: DocIdx, event: &GoldEvent) -> BTreeSet<&'v str> {
    let text = view.text(doc);
    let trigger = view.bytes(doc, event.trigger.chars());
    let is_end = |c: char| matches!(c, '.' | '!' | '?' | '\n');
    let (before, after) = (&text[..trigger.start as usize], &text[trigger.end as usize..]);
    let start = before.rfind(is_end).map_or(0, |at| at + 1);
    let end = after.find(is_end).map_or(text.len(), |at| trigger.end as usize + at);
    let sentence = view.chars(doc, crate::text::Span::new(start, end));
    let inside = view.gold.actors.mentions.iter().filter(|it| it.span.doc == event.doc);
    inside.filter(|it| sentence.contains(it.span.chars())).map(|it| it.key.as_str()).collect()
}

/// What fills a role, by gold keys.
struct Role<'v> {
    gold: &'v BTreeSet<String>,
    slots: Vec<BTreeSet<&'v str>>,
    keys: BTreeSet<&'v str>,
}

impl<'v> Role<'v> {
    fn of(view: &View<'v>, doc: DocIdx, slots: &[Slot<ActorIdx>], gold: &'v BTreeSet<String>) -> Role<'v> {
        let slots: Vec<BTreeSet<&str>> = slots.iter().map(|slot| view.keys(doc, slot.value)).collect();
        let keys = slots.iter().flatten().copied().collect();
        Role { gold, slots, keys }
    }

    fn wrong(&self, named: &BTreeSet<&str>, [wrong, missing]: [&'static str; 2]) -> Vec<&'static str> {
        let right = |keys: &BTreeSet<&str>| keys.iter().any(|key| self.gold.contains(*key));
        let some = right(&self.keys);
        let other = self.slots.iter().any(|keys| !keys.is_empty() && !right(keys));
        let unknown = self.slots.iter().any(BTreeSet::is_empty) && !self.gold.is_empty() && !some;
        let lacks = self.gold.iter().any(|key| named.contains(key.as_str()) && !self.keys.contains(key.as_str()));
        let mut found = Vec::new();
        if other || unknown {
            found.push(wrong);
        }
        if lacks && !some {
            found.push(missing);
        }
        found
    }

    /// Whether it holds one of the other role's actors who has no part in this one.
    fn holds_only_of(&self, other: &BTreeSet<String>) -> bool {
        self.keys.iter().any(|key| other.contains(*key) && !self.gold.contains(*key))
    }
}

fn place(view: &View, doc: DocIdx, event: &GoldEvent, claim: &Claim) -> Option<&'static str> {
    let Some(slot) = &claim.place else { return event.place.as_ref().map(|_| "place missing") };
    let Some(key) = &event.place else { return Some("place wrong") };
    let Some(point) = view.point(doc, slot.value) else { return Some("place missing") };
    let place = view.gold.places.registry.get(key)?;
    (!is_at(place, point)).then_some("place wrong")
}

fn time(event: &GoldEvent, claim: &Claim) -> Option<&'static str> {
    let gold = days(event.date.as_deref().filter(|date| !date.is_empty())?)?;
    match &claim.time {
        None => Some("time missing"),
        Some(time) => (!same_days(gold, days_of(&time.value))).then_some("time wrong"),
    }
}

fn has_happened(factuality: &str) -> bool {
    matches!(factuality, "asserted" | "reported" | "habitual")
}

/// The name of a mood, as exports write it.
fn code(factuality: &Factuality) -> String {
    fn name(value: &impl Serialize) -> Option<String> {
        serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
    }
    name(factuality).unwrap_or_default()
}
