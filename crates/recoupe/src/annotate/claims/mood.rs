//! Polarity and factuality of a trigger: negation, mood, tense, governing verbs, attribution.

use crate::annotate::attributions::CueStance;
use crate::annotate::syntax::{Upos, Word};
use crate::index::{AttributionIdx, WordIdx};
use crate::text::Span;

use super::frame::Text;
use super::{Factuality, Polarity};

/// Whether and in what mood a trigger is said to have happened, and the attribution that holds it.
pub(super) fn mood(text: &Text, trigger: WordIdx, span: Span) -> (Polarity, Factuality, Option<AttributionIdx>) {
    let attribution = innermost(text, span);
    let polarity = if is_negated(text, trigger) { Polarity::Negative } else { Polarity::Positive };
    let said = attribution.map(|attribution| text.annotations.attributions[attribution.at()].stance);
    let factuality = match (polarity, governed(text, trigger).or_else(|| of_verb_form(text, trigger)), said) {
        (Polarity::Negative, _, _) | (_, _, Some(CueStance::Denying)) => Factuality::Denied,
        (_, Some(factuality), _) => factuality,
        (_, None, Some(CueStance::Predicting)) => Factuality::Predicted,
        (_, None, Some(CueStance::Demanding)) => Factuality::Intended,
        (_, None, Some(_)) => Factuality::Reported,
        (_, None, None) => Factuality::Asserted,
    };
    (polarity, factuality, attribution)
}

fn innermost(text: &Text, span: Span) -> Option<AttributionIdx> {
    let attributions = text.annotations.attributions.iter().enumerate();
    let holding = attributions.filter(|(_, attribution)| attribution.content.contains(span));
    holding.min_by_key(|(_, attribution)| attribution.content.len()).map(|(position, _)| AttributionIdx::new(position))
}

fn is_negated(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    syntax.dependents(trigger).any(|dependent| {
        let word = &syntax.words[dependent.at()];
        matches!(word.upos, Upos::Adv | Upos::Part | Upos::Det)
            && text.words.negations.contains(&word.lemma.to_lowercase())
    })
}

/// What the verb above, or a preposition of purpose before, says of an infinitive.
fn governed(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[trigger.at()];
    let marks = syntax.dependents(trigger).map(|dependent| &syntax.words[dependent.at()]);
    let mut purpose = marks.filter(|mark| matches!(mark.universal_relation(), "mark" | "case" | "aux"));
    let moods = &text.words.moods;
    if let Some(mark) = purpose.find(|mark| {
        moods.purpose.contains(&mark.lemma) || mark.upos == Upos::Aux && moods.predicted.contains(&mark.lemma)
    }) {
        return Some(if mark.upos == Upos::Aux { Factuality::Predicted } else { Factuality::Intended })
            .filter(|_| is_infinitive(word) || mark.upos == Upos::Aux);
    }
    let above = word.head.filter(|_| matches!(word.universal_relation(), "xcomp" | "ccomp" | "advcl"))?;
    let lemma = syntax.words[above.at()].lemma.to_lowercase();
    if !is_infinitive(word) || moods.factual.contains(&lemma) {
        None
    } else if moods.predicted.contains(&lemma) {
        Some(Factuality::Predicted)
    } else if moods.intended.contains(&lemma) {
        Some(Factuality::Intended)
    } else {
        None
    }
}

fn is_infinitive(word: &Word) -> bool {
    word.feats.is("VerbForm", "Inf")
}

/// What tense and mood say, of the verb or its auxiliary.
fn of_verb_form(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let auxiliaries =
        syntax.dependents(trigger).map(|dependent| &syntax.words[dependent.at()]).filter(|word| word.upos == Upos::Aux);
    let forms: Vec<&Word> = auxiliaries.chain([&syntax.words[trigger.at()]]).collect();
    if forms.iter().any(|word| word.feats.is("Tense", "Fut")) {
        return Some(Factuality::Predicted);
    }
    // The French conditional marks hearsay: 'aurait pris la ville'.
    forms.iter().any(|word| word.feats.is("Mood", "Cnd")).then_some(Factuality::Reported)
}
