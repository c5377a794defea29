//! A lead that its own report tells again in other words.
//!
//! Words do not show it: 'the army drove the rebels out of A' and 'the rebels' last town, A, has fallen' share
//! names only. What shows it is the claim: one change or one toll, one place, one side, in one voice. Between two
//! reports the same would show nothing, because two reporters who saw one battle say the same.

use std::collections::BTreeSet;

use crate::annotate::actors::ActorMention;
use crate::annotate::claims::{Claim, Slot};
use crate::annotate::syntax::{Upos, Word};
use crate::dates::Interval;
use crate::document::BlockKind;
use crate::dossier::Annotated;
use crate::gazetteer::PlaceId;
use crate::index::{ActorIdx, ChainIdx};
use crate::text::Span;

use super::align::Aligner;
use super::passage::{Shared, rewritten};
use super::words::Words;

/// Fewest of place, participants and time that both sentences name in so many words.
const LEAST_NAMED: usize = 2;
/// Fewest words that tell a claim; a bare participle does not.
const LEAST_WORDS: usize = 4;

/// The passages of a report that tell its lead again, in order of text; one for each later sentence.
pub(super) fn retold(aligner: &mut Aligner, doc: &Annotated, words: &Words) -> Vec<Shared> {
    let Some(lead) = lead(doc) else { return Vec::new() };
    let told: Vec<(usize, &Claim)> = doc
        .annotations
        .claims
        .iter()
        .filter(|claim| claim.has_happened())
        .filter_map(|claim| Some((sentence_at(doc, claim.trigger)?, claim)))
        .collect();
    let mut found: Vec<Shared> = Vec::new();
    for &(sentence, claim) in told.iter().filter(|(sentence, _)| *sentence > lead) {
        if found.iter().any(|it| it.sentence_b == sentence) || !is_body(doc, sentence) {
            continue;
        }
        let mut of_lead = told.iter().filter(|(at, _)| *at == lead).map(|(_, claim)| *claim);
        let Some(first) = of_lead.find(|first| is_told_again(doc, (first, lead), (claim, sentence))) else { continue };
        let (a, b) = (telling(doc, first, words), telling(doc, claim, words));
        found.extend(rewritten(aligner, words, (lead, a), (sentence, b)));
    }
    found
}

/// The first sentence of the running text.
fn lead(doc: &Annotated) -> Option<usize> {
    (0..doc.annotations.sentences.len()).find(|&sentence| is_body(doc, sentence))
}

fn is_body(doc: &Annotated, sentence: usize) -> bool {
    let block = doc.document.blocks.get(doc.annotations.sentences[sentence].block.at());
    block.is_some_and(|block| matches!(block.kind, BlockKind::Body | BlockKind::Standfirst))
}

fn sentence_at(doc: &Annotated, span: Span) -> Option<usize> {
    let sentences = &doc.annotations.sentences;
    let at = sentences.partition_point(|sentence| sentence.span.end <= span.start);
    sentences.get(at).filter(|sentence| sentence.span.contains(span)).map(|_| at)
}

/// Whether two claims are one, and both sentences name enough of what it is about.
fn is_told_again(doc: &Annotated, (one, at_one): (&Claim, usize), (two, at_two): (&Claim, usize)) -> bool {
    let is_one_change = one.event_type.changes_control() && two.event_type.changes_control();
    let places = (place(doc, one), place(doc, two));
    let is_one_toll = one.event_type == two.event_type && !counts(one).is_disjoint(&counts(two));
    if !(is_one_change || is_one_toll)
        || voice(doc, one) != voice(doc, two)
        || places.0.is_none()
        || places.0 != places.1
        || is_apart(time(one), time(two))
    {
        return false;
    }
    let are_others = |one: &[Slot<ActorIdx>], two: &[Slot<ActorIdx>]| !may_be_same(doc, one, two);
    if are_others(&one.agents, &two.agents) || are_others(&one.patients, &two.patients) {
        return false;
    }
    let winners = (chains(doc, &one.agents), chains(doc, &two.agents));
    let losers = (chains(doc, &one.patients), chains(doc, &two.patients));
    let sides: Vec<ChainIdx> =
        winners.0.intersection(&winners.1).chain(losers.0.intersection(&losers.1)).copied().collect();
    let sentences = [at_one, at_two].map(|at| doc.annotations.sentences[at].span);
    let names_side = |side: &&ChainIdx| sentences.iter().all(|span| names_chain(doc, *span, **side));
    let names_place = sentences.iter().all(|span| names_place(doc, *span, places.0));
    let names_time = time(one).is_some() && time(one) == time(two);
    let named = usize::from(names_place) + usize::from(names_time) + sides.iter().filter(names_side).count();
    // A count that is repeated stands for a side that is.
    (is_one_toll || !sides.is_empty()) && named >= LEAST_NAMED
}

/// What a claim counts, and how many: lowest values, whole numbers.
fn counts(claim: &Claim) -> BTreeSet<(&str, u64)> {
    let counted = claim.quantities.iter().filter_map(|it| Some((it.counted.as_str(), it.min? as u64)));
    counted.collect()
}

/// Who says it; `None` is the outlet.
fn voice<'d>(doc: &'d Annotated, claim: &Claim) -> Option<&'d str> {
    let attribution = &doc.annotations.attributions[claim.attribution?.at()];
    Some(attribution.source.as_ref().map_or("", |source| doc.source_name(source)))
}

fn place(doc: &Annotated, claim: &Claim) -> Option<PlaceId> {
    doc.annotations.toponyms.mentions.get(claim.place.as_ref()?.value.at())?.place
}

/// The time that an expression in the text gives a claim.
fn time(claim: &Claim) -> Option<Interval> {
    let time = &claim.time.as_ref()?.value;
    time.timex.map(|_| time.interval)
}

fn is_apart(one: Option<Interval>, two: Option<Interval>) -> bool {
    matches!((one, two), (Some(one), Some(two)) if !one.overlaps(two))
}

/// Whether the fillers of two slots have somebody in common, or may have: 'twelve people' here and 'twelve people'
/// there need not be others.
fn may_be_same(doc: &Annotated, one: &[Slot<ActorIdx>], two: &[Slot<ActorIdx>]) -> bool {
    let mentions = &doc.annotations.actors.mentions;
    let open = |slots: &[Slot<ActorIdx>]| {
        let mut own = slots.iter().filter(|slot| !slot.is_inferred());
        own.any(|slot| mentions.get(slot.value.at()).is_some_and(|it| it.indefinite))
    };
    let (first, second) = (chains(doc, one), chains(doc, two));
    first.is_empty() || second.is_empty() || !first.is_disjoint(&second) || open(one) || open(two)
}

/// Those who fill the slots by the claim's own words, and those named inside: 'the forces of B' are told by B.
fn chains(doc: &Annotated, slots: &[Slot<ActorIdx>]) -> BTreeSet<ChainIdx> {
    let mentions = &doc.annotations.actors.mentions;
    let own = slots.iter().filter(|slot| !slot.is_inferred());
    let fillers = own.filter_map(|slot| mentions.get(slot.value.at()));
    let inside = |filler: &ActorMention| {
        let span = filler.span;
        mentions.iter().filter(move |it| span.contains(it.span)).map(|it| it.chain)
    };
    fillers.flat_map(inside).collect()
}

fn names_chain(doc: &Annotated, sentence: Span, chain: ChainIdx) -> bool {
    let mut mentions = doc.annotations.actors.mentions.iter();
    mentions.any(|it| it.chain == chain && !it.is_pronoun() && sentence.contains(it.span))
}

fn names_place(doc: &Annotated, sentence: Span, place: Option<PlaceId>) -> bool {
    doc.annotations.toponyms.mentions.iter().any(|it| it.place == place && sentence.contains(it.span))
}

/// The words that tell a claim: what its trigger governs, or its clause where that is too little.
fn telling(doc: &Annotated, claim: &Claim, words: &Words) -> Span {
    let clause = claim.evidence.span;
    let is_told = |span: &Span| words.words.iter().filter(|word| span.contains(word.span)).count() >= LEAST_WORDS;
    governed(doc, claim.trigger).filter(is_told).unwrap_or(clause)
}

/// The head of a span with all that depends on it, up to the first clause that hangs on that.
fn governed(doc: &Annotated, trigger: Span) -> Option<Span> {
    let (syntax, tokens) = (&doc.annotations.syntax, &doc.annotations.tokens);
    let head = syntax.word_at(trigger, tokens)?;
    let parts = syntax.subtree(head);
    let clauses = parts.iter().filter(|&&at| at > head && is_clause(&syntax.words[at.at()]));
    let firsts = clauses.filter_map(|&clause| syntax.subtree(clause).into_iter().find(|&at| at > head));
    let end = firsts.min();
    let kept = parts.iter().filter(|at| end.is_none_or(|end| **at < end) && syntax.words[at.at()].upos != Upos::Punct);
    let spans = kept.filter_map(|at| Some(tokens.get(syntax.words[at.at()].token.at())?.span));
    Some(spans.reduce(Span::cover)?.cover(trigger))
}

fn is_clause(word: &Word) -> bool {
    match word.universal_relation() {
        "acl" | "advcl" | "parataxis" => true,
        "conj" => matches!(word.upos, Upos::Verb | Upos::Aux),
        _ => false,
    }
}
