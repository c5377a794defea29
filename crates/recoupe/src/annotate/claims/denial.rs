//! 'X dit avoir pris la ville. Y a démenti.': a denial that does not say what it denies.
use super::text::{Draft, Text};

use crate::index::{ActorIdx, WordIdx};
use crate::layers::kinds::{Factuality, Polarity};
use crate::layers::syntax::Upos;

/// Why the slots of a denied claim are filled.
const DENIED: &str = "what the claim before says, which is denied here";

/// Sentences between a claim and a denial of it at most.
const REACH: u32 = 1;

/// Adds what is denied by denials without content: the claim of another voice right before.
pub(super) fn denials(text: &Text, drafts: &mut Vec<Draft>) {
    let bare: Vec<usize> = (0..drafts.len()).filter(|&at| is_bare(text, &drafts[at])).collect();
    let denied: Vec<Draft> = bare.into_iter().filter_map(|at| denied(text, drafts, at)).collect();
    drafts.extend(denied);
    drafts.sort_by_key(|draft| draft.claim.trigger);
}

/// Whether a denial says nothing of what it denies, or calls it no more than 'the report'.
fn is_bare(text: &Text, draft: &Draft) -> bool {
    if !draft.claim.event_type.is("speech/denial") || draft.claim.polarity == Polarity::Negative {
        return false;
    }
    let syntax = &text.annotations.syntax;
    syntax.dependents(draft.trigger).all(|it| match syntax.words[it.at()].universal_relation() {
        "obj" => syntax.words[it.at()].upos == Upos::Pron || is_word(text, it),
        "ccomp" | "xcomp" | "csubj" => false,
        _ => true,
    })
}

/// 'the report', 'ces accusations': a noun for what others say, with nothing that tells what.
fn is_word(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let plain = |it: WordIdx| !matches!(syntax.words[it.at()].universal_relation(), "acl" | "nmod" | "ccomp");
    text.words.lists.said_nouns.contains(&text.lemma(noun)) && syntax.dependents(noun).all(plain)
}

fn denied(text: &Text, drafts: &[Draft], at: usize) -> Option<Draft> {
    let denial = &drafts[at];
    let syntax = &text.annotations.syntax;
    let sentence = |draft: &Draft| syntax.words[draft.trigger.at()].sentence;
    let near = |it: &&Draft| {
        it.trigger < denial.trigger && sentence(denial) - sentence(it) <= REACH && !it.claim.event_type.is("speech")
    };
    let said = drafts.iter().rev().filter(near).find(|it| {
        it.claim.factuality == Factuality::Reported
            && it.claim.polarity == Polarity::Positive
            && others(text, it, denial)
    })?;
    let mut claim = said.claim.clone();
    for slot in claim.agents.iter_mut().chain(&mut claim.patients) {
        DENIED.clone_into(&mut slot.reason);
    }
    claim.place.iter_mut().for_each(|slot| DENIED.clone_into(&mut slot.reason));
    claim.time.iter_mut().for_each(|slot| DENIED.clone_into(&mut slot.reason));
    claim.quantities.clear();
    claim.mentions = None;
    claim.trigger = denial.claim.trigger;
    claim.evidence = denial.claim.evidence.clone();
    claim.attribution = denial.claim.attribution;
    (claim.polarity, claim.factuality) = (Polarity::Negative, Factuality::Denied);
    Some(Draft { claim, trigger: denial.trigger, place_word: None, about: None })
}

/// Whether whoever denies is not whoever said it.
fn others(text: &Text, said: &Draft, denial: &Draft) -> bool {
    let actors = &text.annotations.actors;
    let chain = |mention: ActorIdx| actors.mentions[mention.at()].chain;
    let source = said.claim.attribution.and_then(|at| text.annotations.attributions[at.at()].source.as_ref()?.actor);
    let deniers = denial.claim.agents.iter().map(|slot| chain(slot.value));
    source.is_some_and(|source| !deniers.into_iter().any(|it| it == chain(source)))
}
