//! What a text says caused a disaster: 'à cause d'une surcharge', 'blamed bad weather'.

use crate::evidence::Evidence;
use crate::index::WordIdx;
use crate::layers::claims::Cause;
use crate::layers::syntax::Upos;

use super::mood::innermost;
use super::text::{Draft, Text};

/// Words behind a phrase of cause within which its noun stands.
const NEAR: usize = 6;
/// Sentences after an event within which a cause may still be that of the event.
const REACH: u32 = 6;

/// Adds the causes to the disasters among the drafts, which stand in order of text.
pub(super) fn causes(text: &Text, drafts: &mut [Draft]) {
    let syntax = &text.annotations.syntax;
    for at in 0..syntax.words.len() {
        let Some((phrase, noun)) = cause_at(text, at) else { continue };
        let sentence = syntax.words[at].sentence;
        let of = |draft: &Draft| syntax.words[draft.trigger.at()].sentence;
        let disaster = |draft: &&mut Draft| draft.claim.event_type.is("disaster") && of(draft) <= sentence;
        let Some(draft) = drafts.iter_mut().filter(disaster).last() else { continue };
        let here = of(draft) == sentence;
        if !here && sentence - of(draft) > REACH || draft.claim.cause.is_some() {
            continue;
        }
        let reason = if here { "named in its sentence" } else { "named of the disaster last spoken of" };
        draft.claim.cause = cause(text, phrase, noun, reason);
    }
}

/// The phrase of cause that begins at a word, and the noun that it governs.
fn cause_at(text: &Text, at: usize) -> Option<(WordIdx, WordIdx)> {
    let syntax = &text.annotations.syntax;
    let sentence = syntax.sentence_of(WordIdx::new(at));
    let form = |at: usize| syntax.words[at].form.to_lowercase().replace('’', "'");
    let fits = |phrase: &&Vec<String>| {
        at + phrase.len() < sentence.end && phrase.iter().enumerate().all(|(nth, word)| form(at + nth) == *word)
    };
    let length = text.words.causes.phrases.iter().filter(fits).map(Vec::len).max()?;
    let behind = (at + length..sentence.end).take(NEAR);
    let mut phrase = behind.take_while(|&it| !matches!(syntax.words[it].upos, Upos::Verb | Upos::Aux | Upos::Punct));
    let noun = phrase.find(|&it| syntax.words[it].upos == Upos::Noun)?;
    Some((WordIdx::new(at), WordIdx::new(noun)))
}

fn cause(text: &Text, phrase: WordIdx, noun: WordIdx, reason: &str) -> Option<Cause> {
    let syntax = &text.annotations.syntax;
    let of_noun = |it: &WordIdx| {
        let word = &syntax.words[it.at()];
        matches!(word.universal_relation(), "amod" | "compound" | "flat" | "nmod" | "nummod")
            && it.0.abs_diff(noun.0) <= 4
    };
    let span = syntax.dependents(noun).filter(of_noun).fold(text.span(noun), |span, it| span.cover(text.span(it)));
    // Two words that name one thing where neither does alone: 'mauvais temps', 'bad weather'.
    let lemmas: Vec<String> =
        syntax.words_in(span, &text.annotations.tokens).map(|it| text.lemma(WordIdx::new(it))).collect();
    let kinds = &text.words.causes.kinds;
    let known = kinds.iter().find(|(_, words)| lemmas.iter().any(|it| words.contains(it)));
    let kind = known.map_or_else(|| text.lemma(noun), |(kind, _)| kind.clone());
    Some(Cause {
        span,
        kind,
        attribution: innermost(text, span),
        evidence: Evidence::new(text.doc, text.span(phrase).cover(span), "cause".to_owned())?,
        reason: reason.to_owned(),
    })
}
