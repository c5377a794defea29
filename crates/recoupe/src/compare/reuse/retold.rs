//! A lead that its own report tells again in other words.
//!
//! Words do not show it: 'the army drove the rebels out of A' and 'the rebels' last town, A, has fallen' share
//! names only. What shows it is the claim: one change or one toll, one place, one side, in one voice. Between two
//! reports the same would show nothing, because two reporters who saw one battle say the same.

use std::collections::BTreeSet;

use crate::annotated::Annotated;
use crate::dates::Interval;
use crate::document::BlockKind;
use crate::gazetteer::places::fold;
use crate::index::{ActorIdx, ChainIdx, PlaceId, WordIdx};
use crate::layers::actors::ActorMention;
use crate::layers::claims::{Claim, Slot};
use crate::layers::syntax::{Upos, Word};
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
    let mut found: Vec<Shared> = Vec::new();
    for it in tellings(doc).iter().filter(|it| !it.is_spelled_otherwise(doc)) {
        if found.iter().all(|known| known.sentence_b != it.sentence) {
            let (mut a, mut b) = (telling(doc, it.first, words), telling(doc, it.again, words));
            if let Some((first, again)) = it.further_deed(doc) {
                (a, b) = (a.cover(clause(doc, first)), b.cover(clause(doc, again)));
            }
            found.extend(rewritten(aligner, words, (it.lead, a), (it.sentence, b)));
        }
    }
    found
}

/// The sentences of a report that tell its lead again and spell the place of the happening in another way: they come
/// from another text, so the report does not repeat itself.
pub(crate) fn from_another_text(doc: &Annotated) -> Vec<Span> {
    let others = tellings(doc).into_iter().filter(|it| it.is_spelled_otherwise(doc));
    let sentences: BTreeSet<usize> = others.map(|it| it.sentence).collect();
    sentences.into_iter().map(|at| doc.annotations.sentences[at].span).collect()
}

/// A claim of the lead and the claim of a later sentence that says the same.
struct Telling<'d> {
    lead: usize,
    first: &'d Claim,
    sentence: usize,
    again: &'d Claim,
}

impl<'d> Telling<'d> {
    /// What else one actor did at one place, by both sentences: 'a day after it was driven out by A, B has retaken X'
    /// and 'retaken by A, X did not withstand the assaults of B'.
    fn further_deed(&self, doc: &'d Annotated) -> Option<(&'d Claim, &'d Claim)> {
        let others = |sentence: usize, told: &Claim| -> Vec<&'d Claim> {
            let span = doc.annotations.sentences[sentence].span;
            let claims = doc.annotations.claims.iter().filter(|it| span.contains(it.trigger));
            claims.filter(|it| it.trigger != told.trigger && it.has_happened() && it.attribution.is_none()).collect()
        };
        let is_one = |one: &Claim, two: &Claim| {
            let at = place(doc, one);
            let is_one_place = at.is_some() && at == place(doc, two) && !is_apart(time(one), time(two));
            is_one_place && !chains(doc, &one.agents).is_disjoint(&chains(doc, &two.agents))
        };
        let later = others(self.sentence, self.again);
        let pair = |first: &'d Claim| Some((first, later.iter().copied().find(|again| is_one(first, again))?));
        others(self.lead, self.first).into_iter().find_map(pair)
    }

    /// Whether both sentences name the place, and never alike: no slip of the pen explains how they spell it.
    fn is_spelled_otherwise(&self, doc: &Annotated) -> bool {
        let [first, again] = [self.lead, self.sentence].map(|at| names_of(doc, at, place(doc, self.first)));
        let differs = |one: &String| again.iter().all(|two| are_spellings_of_two_texts(one, two));
        !first.is_empty() && !again.is_empty() && first.iter().all(differs)
    }
}

/// Every claim of a later sentence that tells the lead again, in order of text.
fn tellings(doc: &Annotated) -> Vec<Telling<'_>> {
    let Some(lead) = lead(doc) else { return Vec::new() };
    let told: Vec<(usize, &Claim)> = doc
        .annotations
        .claims
        .iter()
        .filter(|claim| claim.has_happened())
        .filter_map(|claim| Some((sentence_at(doc, claim.trigger)?, claim)))
        .collect();
    let mut found = Vec::new();
    for &(sentence, again) in told.iter().filter(|(sentence, _)| *sentence > lead && is_body(doc, *sentence)) {
        let mut of_lead = told.iter().filter(|(at, _)| *at == lead).map(|(_, claim)| *claim);
        let first = of_lead.find(|first| is_told_again(doc, (first, lead), (again, sentence)));
        found.extend(first.map(|first| Telling { lead, first, sentence, again }));
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

/// The folded names by which a sentence calls a place.
fn names_of(doc: &Annotated, sentence: usize, place: Option<PlaceId>) -> Vec<String> {
    let span = doc.annotations.sentences[sentence].span;
    let mentions = doc.annotations.toponyms.mentions.iter();
    let of_place = mentions.filter(|it| it.place == place && span.contains(it.span));
    of_place.map(|it| fold(doc.document.slice(it.span))).collect()
}

/// Whether two folded names are two transliterations of one: of like letters, and other than by an article, a part
/// left out, or one letter.
fn are_spellings_of_two_texts(one: &str, two: &str) -> bool {
    /// Least likeness of two spellings of one name, and longest article.
    const LIKE: f64 = 0.6;
    const ARTICLE: usize = 2;
    let [first, second] =
        [one, two].map(|name| name.split(' ').filter(|part| part.len() > ARTICLE).collect::<Vec<&str>>());
    let (fewer, more) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    if fewer.iter().all(|part| more.contains(part)) {
        return false;
    }
    let (first, second) = (first.concat(), second.concat());
    let is_slip = fewer.len() == more.len() && strsim::damerau_levenshtein(&first, &second) <= 1;
    !is_slip && strsim::normalized_damerau_levenshtein(&first, &second) >= LIKE
}

fn names_place(doc: &Annotated, sentence: Span, place: Option<PlaceId>) -> bool {
    doc.annotations.toponyms.mentions.iter().any(|it| it.place == place && sentence.contains(it.span))
}

/// The words that tell a claim: what its trigger governs, or its clause where that is too little.
fn telling(doc: &Annotated, claim: &Claim, words: &Words) -> Span {
    let is_told = |span: &Span| words.words.iter().filter(|word| span.contains(word.span)).count() >= LEAST_WORDS;
    let head = doc.annotations.syntax.word_at(claim.trigger, &doc.annotations.tokens);
    let governed = head.and_then(|head| governed(doc, head)).map(|it| it.cover(claim.trigger));
    governed.filter(is_told).unwrap_or(claim.evidence.span)
}

/// The clause of the predicate that tells a claim or completes it: 'did not withstand the assaults'.
fn clause(doc: &Annotated, claim: &Claim) -> Span {
    let (syntax, tokens) = (&doc.annotations.syntax, &doc.annotations.tokens);
    let predicate = || {
        let path = syntax.path_to_root(syntax.word_at(claim.trigger, tokens)?);
        let mut verbs = path.skip_while(|at| syntax.words[at.at()].upos != Upos::Verb);
        governed(doc, verbs.find(|at| syntax.words[at.at()].universal_relation() != "xcomp")?)
    };
    predicate().map_or(claim.evidence.span, |it| it.cover(claim.trigger))
}

/// A word with all that depends on it, up to the first clause that hangs on that.
fn governed(doc: &Annotated, head: WordIdx) -> Option<Span> {
    let (syntax, tokens) = (&doc.annotations.syntax, &doc.annotations.tokens);
    let parts = syntax.subtree(head);
    let clauses = parts.iter().filter(|&&at| at > head && is_clause(&syntax.words[at.at()]));
    let firsts = clauses.filter_map(|&clause| syntax.subtree(clause).into_iter().find(|&at| at > head));
    let end = firsts.min();
    let kept = parts.iter().filter(|at| end.is_none_or(|end| **at < end) && syntax.words[at.at()].upos != Upos::Punct);
    let spans = kept.filter_map(|at| Some(tokens.get(syntax.words[at.at()].token.at())?.span));
    spans.reduce(Span::cover)
}

fn is_clause(word: &Word) -> bool {
    match word.universal_relation() {
        "acl" | "advcl" | "parataxis" => true,
        "conj" => matches!(word.upos, Upos::Verb | Upos::Aux),
        _ => false,
    }
}
