//! Layer `events`: triggers with types, and the slots of those that were found.
//!
//! A claim matches a gold event where their triggers have an intersection over union of at least one
//! half, or where one holds the last word of the other (an auxiliary or an object more or less), and
//! where its type is one that `event_types.toml` accepts. Pairs are one to one, best overlap first.

mod actors;
mod gold;
mod slots;

use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::layers::claims::Claim;
use crate::score::{Gold, GoldError, LayerScore, Located, Locator, MATCH_IOU, Prf};
use crate::text::Span;

use gold::{GoldEvent, Table, happened};

/// A claim of the dossier and where its trigger stands.
struct Found<'d> {
    pub at: Located,
    pub claim: &'d Claim,
}

/// Scores the event layer.
pub(super) fn events(gold: &Gold, dossier: &Dossier, gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer = gold.layer::<Vec<GoldEvent>>("events")?;
    let table = Table::embedded();
    let locator = gold.locator(dossier)?;
    let places = layer.iter().map(|event| locator.locate(&event.trigger)).collect::<Result<Vec<_>, _>>()?;
    let found = found(&locator, dossier);
    let overlapping = overlapping(&places, &found, dossier);
    let typed: Vec<(f64, usize, usize)> = overlapping
        .iter()
        .copied()
        .filter(|&(_, g, s)| table.accepts(&layer[g].kind, &found[s].claim.event_type))
        .collect();
    let pairs = one_to_one(typed);
    let triggers = one_to_one(overlapping.clone());
    let exact = pairs.iter().filter(|(g, s)| places[*g] == found[*s].at).count();
    let mut score = LayerScore {
        strict: Prf::of(exact, found.len(), layer.len()),
        overlap: Prf::of(pairs.len(), found.len(), layer.len()),
        ..LayerScore::default()
    };
    score.slots.insert("trigger_f1".to_owned(), Prf::of(triggers.len(), found.len(), layer.len()).f1);
    control(&mut score, &table, &layer, &found, &pairs);
    let context = Context { events: &layer, found: &found, pairs: &pairs, table: &table, dossier, gazetteer };
    missed(&mut score, &context, &places);
    slots::slots(&mut score, gold, &locator, &context)?;
    false_control(&mut score, &context, &overlapping);
    Ok(score)
}

/// What the slots are measured on.
struct Context<'a> {
    pub events: &'a [GoldEvent],
    pub found: &'a [Found<'a>],
    /// `(gold, system)`.
    pub pairs: &'a [(usize, usize)],
    pub table: &'a Table,
    pub dossier: &'a Dossier,
    pub gazetteer: &'a Gazetteer,
}

impl Context<'_> {
    /// The words of a claim, for the notes.
    pub fn show(&self, s: usize) -> String {
        let Found { at, claim } = &self.found[s];
        let doc = &self.dossier.docs[at.doc.at()].document;
        let quote = claim.evidence.quote.replace('\n', " ");
        format!("{} '{}' in '{}'", claim.event_type, doc.slice(at.span), clip(&quote))
    }
}

fn clip(quote: &str) -> String {
    let mut clipped: String = quote.chars().take(110).collect();
    if clipped.len() < quote.len() {
        clipped.push('…');
    }
    clipped
}

fn found<'d>(locator: &Locator<'_>, dossier: &'d Dossier) -> Vec<Found<'d>> {
    let mut found = Vec::new();
    for doc in locator.docs() {
        let claims = &dossier.docs[doc.at()].annotations.claims;
        found.extend(claims.iter().map(|claim| Found { at: Located::of(dossier, doc, claim.trigger), claim }));
    }
    found
}

/// All pairs of triggers that match, with how well.
fn overlapping(golds: &[Located], found: &[Found<'_>], dossier: &Dossier) -> Vec<(f64, usize, usize)> {
    let mut pairs = Vec::new();
    for (g, gold) in golds.iter().enumerate() {
        for (s, Found { at, .. }) in found.iter().enumerate() {
            let iou = gold.iou(*at);
            let text = &dossier.docs[gold.doc.at()].document.text;
            let same_head = iou > 0.0
                && (at.span.contains(last_word(gold.span, text)) || gold.span.contains(last_word(at.span, text)));
            if iou >= MATCH_IOU || same_head {
                pairs.push((iou, g, s));
            }
        }
    }
    pairs
}

/// The last word of a span: a trigger's auxiliaries and clitics stand before it.
fn last_word(span: Span, text: &str) -> Span {
    let words = span.of(text);
    let start = words.trim_end().rfind(|c: char| c.is_whitespace() || c == '\'' || c == '’');
    let skip = start.map_or(0, |at| at + words[at..].chars().next().map_or(0, char::len_utf8));
    Span::new(span.start as usize + skip, span.end as usize)
}

/// Best overlap first; ties go to the earlier gold, then to the earlier system trigger.
fn one_to_one(mut pairs: Vec<(f64, usize, usize)>) -> Vec<(usize, usize)> {
    pairs.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)).then(one.2.cmp(&two.2)));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (_, g, s) in pairs {
        if chosen.iter().all(|&(gold, system)| gold != g && system != s) {
            chosen.push((g, s));
        }
    }
    chosen.sort_unstable();
    chosen
}

/// F1 of the changes of control alone.
fn control(score: &mut LayerScore, table: &Table, events: &[GoldEvent], found: &[Found<'_>], pairs: &[(usize, usize)]) {
    let right = pairs.iter().filter(|(g, s)| table.is_gold_change(&events[*g]) && table.is_change(found[*s].claim));
    let system = found.iter().filter(|found| table.is_change(found.claim)).count();
    let golds = events.iter().filter(|event| table.is_gold_change(event)).count();
    let prf = Prf::of(right.count(), system, golds);
    score.slots.insert("control_p".to_owned(), prf.p);
    score.slots.insert("control_r".to_owned(), prf.r);
    score.slots.insert("control_f1".to_owned(), prf.f1);
}

/// Claims that say that control changed where the gold says no such thing, or only that it may.
fn false_control(score: &mut LayerScore, context: &Context<'_>, overlapping: &[(f64, usize, usize)]) {
    let mut count = 0;
    for (s, found) in context.found.iter().enumerate() {
        if !context.table.is_change(found.claim) || !happened(found.claim) {
            continue;
        }
        let golds: Vec<&GoldEvent> =
            overlapping.iter().filter(|(_, _, at)| *at == s).map(|(_, g, _)| &context.events[*g]).collect();
        let said = golds.iter().any(|event| {
            context.table.is_gold_change(event) && matches!(event.factuality.as_str(), "asserted" | "reported")
        });
        if !said {
            count += 1;
            let gold =
                golds.first().map_or("nothing".to_owned(), |event| format!("{} {}", event.kind, event.factuality));
            score.notes.push(format!("false control: {} — gold: {gold}", context.show(s)));
        }
    }
    score.slots.insert("false_control".to_owned(), f64::from(count));
}

fn missed(score: &mut LayerScore, context: &Context<'_>, places: &[Located]) {
    for (g, event) in context.events.iter().enumerate() {
        if context.pairs.iter().all(|(gold, _)| *gold != g) {
            let doc = &context.dossier.docs[places[g].doc.at()].document;
            let text = doc.slice(places[g].span).replace('\n', " ");
            score.notes.push(format!("missed: {} {} '{text}'", event.id, event.kind));
        }
    }
    for s in 0..context.found.len() {
        if context.pairs.iter().all(|(_, system)| *system != s) {
            let doc = &context.dossier.docs[context.found[s].at.doc.at()].document.name;
            score.notes.push(format!("not in the gold: {} ({doc})", context.show(s)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_trigger() {
        let text = "de l’encercler à";
        let span = Span::new(3, text.find(" à").unwrap());
        assert_eq!(last_word(span, text).of(text), "encercler");
    }
}
