//! Claims that the texts themselves link: one sentence in two reports, a mention of what its report tells elsewhere.

use std::collections::BTreeMap;

use crate::annotated::{Annotated, ClaimRef};
use crate::compare::reuse::{Passage, Reuse};
use crate::index::{ClaimIdx, DocIdx, WordIdx};
use crate::layers::claims::Claim;
use crate::layers::kinds::EventType;
use crate::layers::syntax::Upos;
use crate::text::Span;

/// Two claims of one event, and why they are.
pub(super) struct Link {
    /// The claims.
    pub claims: [ClaimRef; 2],
    /// One sentence.
    pub reason: &'static str,
    /// Whether the second is told as the first more loosely, so that their types may differ.
    pub loose: bool,
}

/// The links between all claims: mentions, then copies, then loose words for what is told exactly, each sorted.
pub(super) fn links(docs: &[Annotated], reuse: &[Reuse]) -> Vec<Link> {
    let link = |reason: &'static str, loose: bool| move |claims: [ClaimRef; 2]| Link { claims, reason, loose };
    let mentions = mentions(docs).into_iter().map(link("one report tells it and mentions it again", false));
    let copies = copies(docs, reuse).into_iter().map(link("one sentence in two reports", false));
    let loose =
        loose_words(docs).into_iter().map(link("'the attack', 'the blast': the one that the report tells", true));
    mentions.chain(copies).chain(loose).collect()
}

/// Types that say how an attack was made.
pub(super) const EXACT: [&str; 2] = ["combat/bombing", "combat/shooting"];

/// Types by which the same attack is spoken of again.
pub(super) const LOOSE: [&str; 2] = ["combat/assault", "disaster/explosion"];

/// In reports that tell one attack exactly, that attack with every 'the attack' and 'the explosion'. A report that
/// also tells of an attack by a verb or as 'an attack' may mean that one.
fn loose_words(docs: &[Annotated]) -> Vec<[ClaimRef; 2]> {
    let of_doc = |(position, doc): (usize, &Annotated)| {
        let claims = &doc.annotations.claims;
        let at = |at: usize| ClaimRef { doc: DocIdx::new(position), claim: ClaimIdx::new(at) };
        let of = |types: &'static [&str]| {
            claims.iter().enumerate().filter(move |(_, claim)| types.iter().any(|it| claim.event_type.is(it)))
        };
        let Some((first, attack)) = of(&EXACT).find(|(_, claim)| claim.has_happened()) else { return Vec::new() };
        let one = |(_, claim): (usize, &Claim)| claim.event_type == attack.event_type && meet(claim, attack);
        let spoken_of = |(_, claim): (usize, &Claim)| speaks_of_one(doc, claim) && meet(claim, attack);
        if !of(&EXACT).all(one) || !of(&LOOSE).all(spoken_of) {
            return Vec::new();
        }
        of(&LOOSE).map(|(loose, _)| [at(first), at(loose)]).collect()
    };
    docs.iter().enumerate().flat_map(of_doc).collect()
}

/// Whether the times of two claims do not exclude each other.
fn meet(one: &Claim, two: &Claim) -> bool {
    let time = |claim: &Claim| claim.time.as_ref().map(|time| time.value.interval).unwrap_or_default();
    time(one).overlaps(time(two))
}

/// 'The attack', 'Monday's attack', 'Attack' in a headline: a noun that means the one that the reader knows.
fn speaks_of_one(doc: &Annotated, claim: &Claim) -> bool {
    let syntax = &doc.annotations.syntax;
    let Some(noun) = syntax.word_at(claim.trigger, &doc.annotations.tokens) else { return false };
    let word = &syntax.words[noun.at()];
    let definite = |it: WordIdx| {
        let below = &syntax.words[it.at()];
        below.feats.is("Definite", "Def") || below.relation == "nmod:poss"
    };
    let known = doc.document.is_in_headline(claim.trigger) || syntax.dependents(noun).any(definite);
    matches!(word.upos, Upos::Noun | Upos::Propn) && !word.feats.is("Number", "Plur") && known
}

/// Mentions of an event with the claim of the same report that tells it.
fn mentions(docs: &[Annotated]) -> Vec<[ClaimRef; 2]> {
    let of_doc = |(position, doc): (usize, &Annotated)| {
        let claims = &doc.annotations.claims;
        let claim = |at: usize| ClaimRef { doc: DocIdx::new(position), claim: ClaimIdx::new(at) };
        let told = |trigger: Span| claims.iter().position(|it| it.trigger == trigger);
        let pairs = claims.iter().enumerate().filter_map(|(at, it)| Some([claim(at), claim(told(it.mentions?)?)]));
        pairs.collect::<Vec<_>>()
    };
    docs.iter().enumerate().flat_map(of_doc).collect()
}

/// Pairs of claims whose triggers stand in two renderings of one passage, sorted.
///
/// Within a passage, claims of one type and one trigger are paired in order of text where both renderings
/// have as many of them.
fn copies(docs: &[Annotated], reuse: &[Reuse]) -> Vec<[ClaimRef; 2]> {
    let mut pairs: Vec<[ClaimRef; 2]> = Vec::new();
    for it in reuse.iter().filter(|it| it.a.doc != it.b.doc) {
        let (one, mut two) = (triggers(docs, &it.a), triggers(docs, &it.b));
        for (trigger, claims) in one {
            let others = two.remove(&trigger).filter(|others| others.len() == claims.len());
            pairs.extend(claims.into_iter().zip(others.into_iter().flatten()).map(|(one, two)| [one, two]));
        }
    }
    pairs.sort();
    pairs.dedup();
    pairs
}

/// The claims of a passage by type and trigger.
fn triggers(docs: &[Annotated], passage: &Passage) -> BTreeMap<(EventType, String), Vec<ClaimRef>> {
    let doc = &docs[passage.doc.at()];
    let mut triggers: BTreeMap<(EventType, String), Vec<ClaimRef>> = BTreeMap::new();
    for (at, claim) in doc.annotations.claims.iter().enumerate() {
        if passage.evidence.span.contains(claim.trigger) {
            let key = (claim.event_type.clone(), folded(doc, claim.trigger));
            triggers.entry(key).or_default().push(ClaimRef { doc: passage.doc, claim: ClaimIdx::new(at) });
        }
    }
    triggers
}

/// The letters of a span in lower case: renderings differ in apostrophes and spaces.
fn folded(doc: &Annotated, span: Span) -> String {
    doc.document.slice(span).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
