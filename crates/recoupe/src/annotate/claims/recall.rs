//! Mentions of an event that the report tells elsewhere: 'l'incendie', 'the blaze', a headline.
//!
//! Such a mention takes time and place from where the event is told, not from the sentence in which it happens
//! to stand ('Des milliers de personnes ont manifesté mercredi après l'incendie').

use jiff::civil::DateTime;

use crate::dates::{Interval, Precision};
use crate::index::{ActorIdx, ToponymIdx, WordIdx};
use crate::language::event_types::{Property, has};
use crate::layers::claims::{Claim, ClaimTime, DAY_OF_COUNT, Slot};
use crate::layers::kinds::{Factuality, TimexType};
use crate::layers::syntax::Upos;
use crate::layers::timexes::{Anchor, Timex};

use super::mentions::toponym_at;
use super::place::{in_clause, is_spot, locative};
use super::support::CARRIER;
use super::text::{Draft, Text, is_nominal};
use super::time::{governed, is_tight, is_told_as_earlier};

/// Dates and places the mentions among the drafts, which stand in order of text and are dated by their own clauses.
pub(super) fn recalls(text: &Text, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        of_relative_clause(text, draft);
    }
    let mut firm: Vec<bool> = drafts.iter().map(|draft| is_firm(text, draft)).collect();
    let (headline, body): (Vec<usize>, Vec<usize>) =
        (0..drafts.len()).partition(|&at| text.doc.is_in_headline(text.span(drafts[at].trigger)));
    for &at in &body {
        let told = body.iter().rev().copied().filter(|&told| told < at && firm[told] && is_disaster(&drafts[told]));
        if let Some(told) = told.into_iter().find(|&told| may_be(text, &drafts[at], &drafts[told])) {
            set_hour(text, drafts, at, told);
        }
    }
    for &at in &body {
        if firm[at] || !is_definite_noun(text, drafts[at].trigger) {
            continue;
        }
        let told = body.iter().rev().copied().filter(|&told| told < at && firm[told]);
        if let Some(told) = told.into_iter().find(|&told| may_be(text, &drafts[at], &drafts[told])) {
            mention(text, drafts, at, told, "the event that the report tells of before");
            firm[at] = true;
        }
    }
    for &at in &body {
        let cause = cause(text, drafts, at).filter(|&cause| !firm[at] && firm[cause]);
        if let Some(cause) = cause {
            take(text, drafts, at, cause, "the event that caused it");
            firm[at] = true;
        }
    }
    tolls(text, drafts, &body, &headline, &mut firm);
    for &at in body.iter().filter(|&&at| !firm[at]) {
        if let Some(told) = told_later(text, drafts, at, &body, &firm) {
            mention(text, drafts, at, told, "the event of the first lines, as the report tells it");
        }
    }
    for &at in headline.iter().filter(|&&at| !firm[at]) {
        let mut told = body.iter().copied().filter(|&told| firm[told] && may_be(text, &drafts[at], &drafts[told]));
        let day = |told: &usize| drafts[*told].claim.time.as_ref().is_some_and(|time| is_tight(time.value.interval));
        if let Some(told) = told.find(day) {
            mention(text, drafts, at, told, "the event of the headline, as the report tells it");
        }
    }
}

/// Dates and places tolls by the event that took the lives, else by the day of the count.
fn tolls(text: &Text, drafts: &mut [Draft], body: &[usize], headline: &[usize], firm: &mut [bool]) {
    for &at in body.iter().chain(headline) {
        if !is_toll(text, &drafts[at]) {
            continue;
        }
        let event = |told: &usize| *told < at && firm[*told] && takes_lives(&drafts[*told]);
        let told = body.iter().rev().copied().find(event);
        firm[at] = true;
        match told {
            // A day beside a toll is the day of the count.
            Some(told) => take(text, drafts, at, told, "the event whose toll it is"),
            None => drafts[at].claim.time.iter_mut().for_each(|slot| DAY_OF_COUNT.clone_into(&mut slot.reason)),
        }
    }
}

/// Whether a sentence gives a toll so far ('le bilan passe à 57 morts'), which says nothing of when and where they died.
fn is_toll(text: &Text, draft: &Draft) -> bool {
    let syntax = &text.annotations.syntax;
    let mut before = syntax.sentence_of(draft.trigger).take_while(|&at| at <= draft.trigger.at()).map(WordIdx::new);
    draft.claim.event_type.is("harm") && before.any(|it| text.words.figures.tolls.contains(&text.lemma(it)))
}

fn takes_lives(draft: &Draft) -> bool {
    has(&draft.claim.event_type, Property::CountsLives) && !is_planned(draft.claim.factuality)
}

fn is_disaster(draft: &Draft) -> bool {
    draft.claim.event_type.is("disaster")
}

/// 'Le ferry a chaviré mercredi. (…) Il a coulé vers 21 heures': the hour is one of the day of the disaster, where
/// nothing but the report's own day anchors it.
fn set_hour(text: &Text, drafts: &mut [Draft], at: usize, told: usize) {
    let day = drafts[told].claim.time.as_ref().and_then(|time| time.value.interval.single_day());
    let (Some(day), Some(slot)) = (day, drafts[at].claim.time.as_mut()) else { return };
    let Some(timex) = slot.value.timex.map(|it| &text.annotations.timexes[it.at()]) else { return };
    let hour =
        timex.kind == TimexType::Time && is_anchored_elsewhere(text, timex) && timex.precision <= Precision::Hour;
    let moved = |moment: DateTime| day.to_datetime(moment.time());
    if hour && timex.interval.single_day().is_some_and(|own| own != day) {
        slot.value.interval =
            Interval { earliest: timex.interval.earliest.map(moved), latest: timex.interval.latest.map(moved) };
        slot.reason = "the hour, on the day of the event that the report tells of before".to_owned();
    }
}

/// Whether the day of an expression comes from outside its sentence.
fn is_anchored_elsewhere(text: &Text, timex: &Timex) -> bool {
    let sentence = text.annotations.sentences.iter().find(|it| it.span.contains(timex.span));
    match timex.anchor {
        Anchor::None => false,
        Anchor::Dct => true,
        Anchor::Timex(at) => {
            let anchor = text.annotations.timexes[at.at()].span;
            sentence.is_some_and(|sentence| !sentence.span.contains(anchor))
        }
    }
}

/// Sentences that sum up a report before it tells.
const LEAD: u32 = 2;

/// For what the first lines say without a date: the one day on which the report then tells it, of one place.
fn told_later(text: &Text, drafts: &[Draft], at: usize, body: &[usize], firm: &[bool]) -> Option<usize> {
    let sentence = text.annotations.syntax.words[drafts[at].trigger.at()].sentence;
    let undated = drafts[at].claim.time.as_ref().is_none_or(|time| time.value.timex.is_none());
    let place = |at: usize| {
        let slot = drafts[at].claim.place.as_ref()?;
        text.annotations.toponyms.mentions[slot.value.at()].place
    };
    if sentence > LEAD || !undated || place(at).is_none() || is_planned(drafts[at].claim.factuality) {
        return None;
    }
    let same = |&told: &usize| {
        told > at
            && firm[told]
            && !is_told_as_earlier(text, drafts[told].trigger)
            && place(told) == place(at)
            && may_be(text, &drafts[at], &drafts[told])
    };
    let mut told = body.iter().copied().filter(same);
    let first = told.next()?;
    let day = |at: usize| drafts[at].claim.time.as_ref().map(|time| time.value.interval);
    told.all(|other| day(other) == day(first)).then_some(first)
}

/// 'L'incendie qui a ravagé dimanche une usine de X': what a relative clause says of a noun of happening.
fn of_relative_clause(text: &Text, draft: &mut Draft) {
    let syntax = &text.annotations.syntax;
    if !is_nominal(&syntax.words[draft.trigger.at()]) || governed(text, draft.trigger).is_some() {
        return;
    }
    let is_subject = |verb: WordIdx| {
        syntax.dependents(verb).any(|it| {
            let word = &syntax.words[it.at()];
            word.universal_relation() == "nsubj" && word.feats.is("PronType", "Rel")
        })
    };
    // The clause may hang from a noun behind it: 'l'incendie de l'usine qui a tué …'.
    let nouns = syntax.dependents(draft.trigger).filter(|it| syntax.words[it.at()].universal_relation() == "nmod");
    let heads = std::iter::once(draft.trigger).chain(nouns);
    let mut clauses =
        heads.flat_map(|it| syntax.dependents(it)).filter(|it| syntax.words[it.at()].relation == "acl:relcl");
    let Some(verb) = clauses.find(|&verb| is_subject(verb)) else { return };
    let reason = "the clause that describes it".to_owned();
    if let Some(at) = governed(text, verb) {
        let timex = &text.annotations.timexes[at.at()];
        let value = ClaimTime { interval: timex.interval, precision: timex.precision, timex: Some(at) };
        draft.claim.time = Some(Slot { value, reason: reason.clone() });
        if is_planned(draft.claim.factuality) && text.annotations.syntax.words[verb.at()].feats.is("Tense", "Past") {
            let said = draft.claim.attribution.is_some();
            draft.claim.factuality = if said { Factuality::Reported } else { Factuality::Asserted };
        }
    }
    let place = || {
        in_clause(text, verb).map(|slot| slot.value).or_else(|| struck(text, verb)).or_else(|| only_below(text, verb))
    };
    if !draft.claim.names_place(&text.annotations.toponyms)
        && let Some(value) = place()
    {
        draft.claim.place = Some(Slot { value, reason });
    }
}

/// 'Le séisme qui a frappé le sud-ouest d'Haïti': the place that is the object of a verb of hitting.
fn struck(text: &Text, verb: WordIdx) -> Option<ToponymIdx> {
    let syntax = &text.annotations.syntax;
    let mut objects = syntax.dependents(verb).filter(|&it| syntax.words[it.at()].universal_relation() == "obj");
    objects.find_map(|it| locative(text, it)).filter(|_| text.words.support.targets.contains(&text.lemma(verb)))
}

/// The only town or site that a clause names.
fn only_below(text: &Text, verb: WordIdx) -> Option<ToponymIdx> {
    let syntax = &text.annotations.syntax;
    let mut named = syntax.subtree(verb).into_iter().filter_map(|word| toponym_at(text, text.span(word)));
    let first = named.next()?;
    (is_spot(text, first) && named.all(|other| other == first)).then_some(first)
}

/// Whether its own words date a claim.
fn is_firm(text: &Text, draft: &Draft) -> bool {
    draft.claim.dates_itself(&text.annotations.timexes)
        || governed(text, draft.trigger).is_some()
        || of_its_verb(text, draft.trigger)
}

/// 'Un séisme a frappé lundi': whether the verb of which a noun is subject or object is dated.
fn of_its_verb(text: &Text, trigger: WordIdx) -> bool {
    let word = &text.annotations.syntax.words[trigger.at()];
    let core = is_nominal(word) && matches!(word.universal_relation(), "nsubj" | "obj");
    word.head.filter(|_| core).is_some_and(|verb| governed(text, verb).is_some())
}

/// 'l'incendie', 'the blaze', 'cette attaque'; not 'un incendie', 'several attacks'.
fn is_definite_noun(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let definite = |it: WordIdx| {
        let feats = &syntax.words[it.at()].feats;
        feats.is("Definite", "Def") || feats.is("PronType", "Dem") || feats.is("Poss", "Yes")
    };
    let word = &syntax.words[trigger.at()];
    matches!(word.upos, Upos::Noun) && word.feats.is("Number", "Sing") && syntax.dependents(trigger).any(definite)
}

/// Whether nothing keeps a mention from being what another claim tells.
fn may_be(text: &Text, mention: &Draft, told: &Draft) -> bool {
    let (one, two) = (&mention.claim, &told.claim);
    let happened = matches!(two.factuality, Factuality::Asserted | Factuality::Reported);
    let kind = one.event_type.is(&two.event_type.0)
        || two.event_type.is(&one.event_type.0)
        || one.event_type.changes_control() && two.event_type.changes_control() && is_open(text, one, two);
    happened && kind && !other_place(text, mention, told) && !other_actors(text, mention, told) && {
        let other = |figure: &crate::layers::claims::Quantity| {
            let mut same = two.quantities.iter().filter(|it| it.counted == figure.counted);
            same.any(|it| (it.min, it.max) != (figure.min, figure.max))
        };
        !one.quantities.iter().any(other)
    }
}

/// Whether a mention names nobody but whom the other names in the same role as losing.
fn is_open(text: &Text, one: &Claim, two: &Claim) -> bool {
    let chain = |slot: &Slot<ActorIdx>| text.annotations.actors.mentions[slot.value.at()].chain;
    let known = |slot: &Slot<ActorIdx>| two.patients.iter().any(|other| chain(other) == chain(slot));
    one.agents.is_empty() && one.patients.iter().all(known)
}

fn is_planned(factuality: Factuality) -> bool {
    matches!(factuality, Factuality::Intended | Factuality::Predicted | Factuality::Counterfactual)
}

fn other_place(text: &Text, mention: &Draft, told: &Draft) -> bool {
    let (Some(one), Some(two)) = (&mention.claim.place, &told.claim.place) else { return false };
    let place = |at: crate::index::ToponymIdx| text.annotations.toponyms.mentions[at.at()].place;
    mention.claim.names_place(&text.annotations.toponyms)
        && is_spot(text, one.value)
        && is_spot(text, two.value)
        && place(one.value) != place(two.value)
}

fn other_actors(text: &Text, mention: &Draft, told: &Draft) -> bool {
    let chain = |slot: &Slot<ActorIdx>| text.annotations.actors.mentions[slot.value.at()].chain;
    let shared =
        |one: &[Slot<ActorIdx>], two: &[Slot<ActorIdx>]| one.iter().any(|a| two.iter().any(|b| chain(a) == chain(b)));
    let differ =
        |one: &[Slot<ActorIdx>], two: &[Slot<ActorIdx>]| !one.is_empty() && !two.is_empty() && !shared(one, two);
    let (one, two) = (&mention.claim, &told.claim);
    // 'L'offensive a été menée par X': of what is known already the verb says who did it, and sources say it differently.
    let given = is_definite_noun(text, mention.trigger) && one.agents.iter().all(|it| it.reason == CARRIER);
    let other_agents = if given { shared(&one.agents, &two.patients) } else { differ(&one.agents, &two.agents) };
    other_agents || differ(&one.patients, &two.patients)
}

/// The happening that is the subject of a casualty's verb, or in which it came about.
pub(super) fn cause(text: &Text, drafts: &[Draft], at: usize) -> Option<usize> {
    if !drafts[at].claim.event_type.is("harm") {
        return None;
    }
    let syntax = &text.annotations.syntax;
    let mut verbs = syntax.path_to_root(drafts[at].trigger).take(2);
    verbs.find_map(|verb| {
        let caused = |it: WordIdx| {
            matches!(syntax.words[it.at()].universal_relation(), "nsubj" | "obl") && is_nominal(&syntax.words[it.at()])
        };
        let mut causes = syntax.dependents(verb).filter(|&it| it != drafts[at].trigger && caused(it));
        causes.find_map(|it| drafts.iter().position(|draft| draft.trigger == it))
    })
}

/// Makes a draft a mention of the event that another one tells.
fn mention(text: &Text, drafts: &mut [Draft], at: usize, told: usize, reason: &str) {
    take(text, drafts, at, told, reason);
    drafts[at].claim.mentions = Some(drafts[told].claim.trigger);
}

/// Takes time and place over; a mention of what was told is no plan of it.
fn take(text: &Text, drafts: &mut [Draft], at: usize, told: usize, reason: &str) {
    let (time, place) = (drafts[told].claim.time.clone(), drafts[told].claim.place.clone());
    let caused = drafts[at].claim.event_type != drafts[told].claim.event_type && cause(text, drafts, at) == Some(told);
    let factuality = drafts[told].claim.factuality;
    let keeps_place = drafts[at].claim.names_place(&text.annotations.toponyms)
        && drafts[at].claim.place.as_ref().is_some_and(|it| is_spot(text, it.value));
    let claim = &mut drafts[at].claim;
    if let Some(time) = time {
        claim.time = Some(Slot { value: time.value, reason: reason.to_owned() });
    }
    if let Some(place) = place.filter(|_| !keeps_place) {
        claim.place = Some(Slot { value: place.value, reason: reason.to_owned() });
    }
    if is_planned(claim.factuality) && !caused {
        claim.factuality = factuality;
    }
}
