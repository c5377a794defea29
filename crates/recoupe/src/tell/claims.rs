//! A claim as a sentence for the reader, with its evidence and the reason of every slot.

use std::fmt::Write as _;

use crate::annotated::Annotated;
use crate::dates::{Interval, Precision};
use crate::index::ActorIdx;
use crate::language::event_types::meaning;
use crate::layers::claims::{Claim, Quantity, Slot};

/// The lines of a claim, the first one a sentence of what is said.
pub fn lines(doc: &Annotated, claim: &Claim) -> Vec<String> {
    let mut lines = vec![sentence(doc, claim)];
    for (name, slots) in [("who", &claim.agents), ("whom", &claim.patients)] {
        for slot in slots {
            lines.push(format!("{name}: {} — {}", actor(doc, slot.value), slot.reason));
        }
    }
    if let Some(slot) = &claim.place {
        let toponym = &doc.annotations.toponyms.mentions[slot.value.at()];
        lines.push(format!("where: {} — {}", one_line(doc.document.slice(toponym.extent)), slot.reason));
    }
    if let Some(slot) = &claim.time {
        let words = slot.value.timex.map(|timex| doc.document.slice(doc.annotations.timexes[timex.at()].span));
        let words = words.map_or(String::new(), |words| format!(" ('{}')", one_line(words)));
        lines.push(format!("when: {}{words} — {}", when(slot.value.interval, slot.value.precision), slot.reason));
    }
    for quantity in &claim.quantities {
        lines.push(format!("how many: {} — '{}'", figure(quantity), one_line(doc.document.slice(quantity.span))));
    }
    if let Some(share) = &claim.share {
        let part = if share.whole { "the whole place" } else { "part of the place" };
        lines.push(format!("share: {part} — '{}'", one_line(doc.document.slice(share.span))));
    }
    if let Some(cause) = &claim.cause {
        lines.push(format!("cause: {} ('{}') — {}", cause.kind, one_line(&cause.evidence.quote), cause.reason));
    }
    if let Some(attribution) = claim.attribution.map(|at| &doc.annotations.attributions[at.at()]) {
        let source = attribution.source.as_ref().map_or("a source", |source| doc.document.slice(source.span));
        lines.push(format!("said by: {} — {}", one_line(source), attribution.rule));
    }
    if let Some(meaning) = meaning(&claim.event_type) {
        let other: Vec<String> = [("ACLED", &meaning.acled), ("PLOVER", &meaning.plover)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        lines.extend((!other.is_empty()).then(|| format!("type: {}", other.join("; "))));
    }
    lines.push(format!("evidence: '{}' — {}", one_line(&claim.evidence.quote), claim.evidence.rule));
    lines
}

/// 'Les rebelles: control/taken ("ont pris"), Kidal, 2021-03-08 (reported)'.
fn sentence(doc: &Annotated, claim: &Claim) -> String {
    let names = |slots: &[Slot<ActorIdx>]| -> Vec<String> { slots.iter().map(|slot| actor(doc, slot.value)).collect() };
    // Whoever loses a place is the patient of its loss, and whoever gains it the agent.
    let lost = claim.event_type.is("control/lost");
    let mut sentence = match claim.agents.is_empty() || lost {
        true => String::new(),
        false => format!("{}: ", names(&claim.agents).join(", ")),
    };
    let _ = write!(sentence, "{} (\"{}\")", claim.event_type, one_line(doc.document.slice(claim.trigger)));
    let mut rest = Vec::new();
    if lost && !claim.agents.is_empty() {
        rest.push(format!("to {}", names(&claim.agents).join(", ")));
    }
    if !claim.patients.is_empty() {
        rest.push(format!("{} {}", if lost { "by" } else { "to" }, names(&claim.patients).join(", ")));
    }
    rest.extend(claim.quantities.iter().map(figure));
    if let Some(slot) = &claim.place {
        let toponym = &doc.annotations.toponyms.mentions[slot.value.at()];
        rest.push(one_line(doc.document.slice(toponym.span)));
    }
    rest.extend(claim.time.as_ref().map(|slot| when(slot.value.interval, slot.value.precision)));
    for part in rest {
        let _ = write!(sentence, ", {part}");
    }
    let factuality = serde_json::to_value(claim.factuality).ok();
    let factuality = factuality.as_ref().and_then(|value| value.as_str()).unwrap_or_default();
    let _ = write!(sentence, " [{factuality}]");
    sentence
}

fn actor(doc: &Annotated, actor: ActorIdx) -> String {
    one_line(doc.document.slice(doc.annotations.actors.mentions[actor.at()].span))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `2021-03-08`, `2021-03-07..2021-03-08`, with 'about' where it is vague.
fn when(interval: Interval, precision: Precision) -> String {
    let day = |at: Option<jiff::civil::DateTime>| at.map_or(String::new(), |at| at.date().to_string());
    let (first, last) = (day(interval.earliest), day(interval.latest));
    let days = if first == last { first } else { format!("{first}..{last}") };
    if precision == Precision::Vague { format!("about {days}") } else { days }
}

/// `12 killed`, `at least 12 killed`, `12 to 15 killed`.
fn figure(quantity: &Quantity) -> String {
    let counted = &quantity.counted;
    match (quantity.min, quantity.max) {
        (Some(min), Some(max)) if min == max => format!("{min} {counted}"),
        (Some(min), Some(max)) => format!("{min} to {max} {counted}"),
        (Some(min), None) => format!("at least {min} {counted}"),
        (None, Some(max)) => format!("at most {max} {counted}"),
        (None, None) => counted.clone(),
    }
}
