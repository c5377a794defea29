//! Whether the words around a trigger are those that a frame asks for.

use std::collections::BTreeSet;

use crate::index::WordIdx;
use crate::language::events::Frame;
use crate::layers::actors::MentionForm;
use crate::text::Span;

use super::arguments::{Arguments, has_reflexive, is_passive, preposition};
use super::description::{has_verb_within, is_description};
use super::text::{Text, is_nominal};

/// Characters after a trigger within which the words that belong to it stand.
const NEAR: usize = 40;

/// What follows the trigger in its sentence, in lower case, apostrophes alike.
pub(super) fn following(text: &Text, trigger: WordIdx) -> String {
    let syntax = &text.annotations.syntax;
    let last = syntax.sentence_of(trigger).end - 1;
    let (from, to) = (text.span(trigger).end, text.span(WordIdx::new(last)).end);
    text.doc.text.get(from as usize..to as usize).unwrap_or("").to_lowercase().replace('’', "'")
}

/// Whether the words around the trigger are those that the frame asks for.
pub(super) fn is_worded(text: &Text, trigger: WordIdx, frame: &Frame) -> bool {
    let syntax = &text.annotations.syntax;
    let after = following(text, trigger);
    let trimmed = after.trim_start();
    let starts = |never: &String| trimmed.strip_prefix(never.as_str()).is_some_and(ends_word);
    if frame.never.iter().any(starts) || !frame.modifiers.is_empty() && !has_modifier(text, trigger, frame) {
        return false;
    }
    let above = || syntax.head(trigger).is_some_and(|head| frame.under.contains(&text.lemma(head)));
    if !frame.under.is_empty() && !above() {
        return false;
    }
    let behind = || preposition(syntax, trigger).is_some_and(|it| frame.behind.contains(&it));
    let determined = || syntax.dependents(trigger).any(|it| syntax.words[it.at()].universal_relation() == "det");
    if !frame.behind.is_empty() && (!behind() || determined()) {
        return false;
    }
    let reflexive = || has_reflexive(syntax, trigger, text.words);
    if frame.told && is_description(text, trigger) {
        return false;
    }
    if frame.reflexive.is_some_and(|wanted| wanted != reflexive()) {
        return false;
    }
    if frame.passive.is_some_and(|wanted| wanted != is_passive(syntax, trigger, text.words)) {
        return false;
    }
    let own = |phrase: &String| phrase_at(&after, phrase).is_some_and(|end| !has_verb_within(text, trigger, end));
    frame.with.is_empty() || frame.with.iter().any(own)
}

/// Whether one of the words that a noun needs stands with it ('air strike').
pub(super) fn has_modifier(text: &Text, trigger: WordIdx, frame: &Frame) -> bool {
    let syntax = &text.annotations.syntax;
    let before = trigger.at().checked_sub(1).map(WordIdx::new).into_iter();
    syntax.dependents(trigger).chain(before).any(|it| frame.modifiers.contains(&text.lemma(it)))
}

pub(super) fn ends_word(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// Where a phrase ends in the words after a trigger, near enough.
pub(super) fn phrase_at(after: &str, phrase: &str) -> Option<usize> {
    let at = after.find(phrase)?;
    let begins = after[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let inside = !after[..at].contains([',', ';', ':', '.']);
    let end = at + phrase.len();
    (begins && inside && at <= NEAR && ends_word(&after[end..])).then_some(end)
}

/// Whether object and subject are of the words that the frame asks for.
pub(super) fn has_lemmas(text: &Text, trigger: WordIdx, frame: &Frame, arguments: &Arguments) -> bool {
    let of = |slots: &[(WordIdx, &'static str)], lemmas: &BTreeSet<String>| {
        lemmas.is_empty() || slots.iter().any(|(word, _)| lemmas.contains(&text.lemma(*word)))
    };
    is_nominal(&text.annotations.syntax.words[trigger.at()])
        || of(&arguments.object, &frame.objects) && of(&arguments.subject, &frame.subjects)
}

/// Whether a span lies inside a name ('Front de libération nationale').
pub(super) fn is_in_name(text: &Text, span: Span) -> bool {
    let named =
        text.annotations.actors.mentions.iter().any(|mention| {
            matches!(mention.form, MentionForm::Name | MentionForm::Acronym) && mention.span.contains(span)
        });
    named || text.annotations.toponyms.mentions.iter().any(|toponym| toponym.span.contains(span))
}
