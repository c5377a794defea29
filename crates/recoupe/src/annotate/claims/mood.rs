//! Polarity and factuality of a trigger: negation, mood, tense, governing words, attribution.

use crate::index::{AttributionIdx, WordIdx};
use crate::layers::attributions::{Attribution, Mode};
use crate::layers::kinds::{CueStance, EventType, Factuality, Polarity, TimexType};
use crate::layers::syntax::{Upos, Word};
use crate::text::Span;

use super::hypothesis::of_hypothesis;
use super::shared::modal_before;
use super::text::{Text, is_nominal, predicate};

/// Whether and in what mood a trigger is said to have happened, and the attribution that holds it.
pub(super) fn mood(
    text: &Text,
    trigger: WordIdx,
    span: Span,
    kind: &EventType,
) -> (Polarity, Factuality, Option<AttributionIdx>) {
    let attribution = innermost(text, span).filter(|it| !is_carried(text, trigger, *it));
    let polarity = if is_negated(text, trigger) { Polarity::Negative } else { Polarity::Positive };
    let said = attribution.map(|attribution| match &text.annotations.attributions[attribution.at()] {
        // 'X a démenti : « la ville est à nous »': what is quoted is what X holds.
        quoted if quoted.mode == Mode::Direct && quoted.stance == CueStance::Denying => CueStance::Neutral,
        other => other.stance,
    });
    let own = || {
        let governed = governed(text, trigger).or_else(|| of_modal_before(text, trigger));
        let governed = governed.or_else(|| of_hypothesis(text, trigger, kind));
        governed.or_else(|| of_noun(text, trigger)).or_else(|| of_verb_form(text, trigger))
    };
    let later = attribution.is_some_and(|it| text.annotations.attributions[it.at()].mode == Mode::Indirect)
        && !kind.is("control/held")
        && text.annotations.syntax.words[trigger.at()].feats.is("Mood", "Cnd");
    let factuality = match (polarity, own(), said) {
        // 'Il a ajouté que ses forces se retireraient': what was then still to come.
        (Polarity::Positive, Some(Factuality::Reported), Some(_)) if later => Factuality::Predicted,
        (_, Some(Factuality::Counterfactual), _) => Factuality::Counterfactual,
        (Polarity::Negative, _, _) | (_, _, Some(CueStance::Denying)) => Factuality::Denied,
        (_, Some(factuality), _) => factuality,
        (_, None, Some(CueStance::Predicting)) => Factuality::Predicted,
        (_, None, Some(CueStance::Demanding)) => Factuality::Intended,
        (_, None, _) if is_habitual(text, trigger) => Factuality::Habitual,
        (_, None, Some(_)) => Factuality::Reported,
        (_, None, None) => Factuality::Asserted,
    };
    (polarity, factuality, attribution)
}

pub(super) fn innermost(text: &Text, span: Span) -> Option<AttributionIdx> {
    let attributions = text.annotations.attributions.iter().enumerate();
    // What stands before a quotation whose speaker follows is the outlet's own.
    let before_quotation = |attribution: &Attribution| {
        let first = attribution.quoted.first().map_or(0, |quoted| quoted.start);
        let cue_after = attribution.cue.is_some_and(|cue| cue.start >= attribution.content.end);
        attribution.mode != Mode::Indirect && cue_after && span.end < first
    };
    let holding =
        attributions.filter(|(_, attribution)| attribution.content.contains(span) && !before_quotation(attribution));
    holding.min_by_key(|(_, attribution)| attribution.content.len()).map(|(position, _)| AttributionIdx::new(position))
}

/// Whether the cue of an attribution is the very verb that carries a noun ('lancer une offensive') or takes
/// it for granted ('condamner l'attentat').
fn is_carried(text: &Text, trigger: WordIdx, attribution: AttributionIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let noun = is_nominal(&syntax.words[trigger.at()]);
    let Some(head) = syntax.head(trigger).filter(|_| noun) else { return false };
    let lemma = text.lemma(head);
    let support = &text.words.support;
    let cue = text.annotations.attributions[attribution.at()].cue;
    cue.is_some_and(|cue| cue.overlaps(text.span(head)))
        && (support.does.contains(&lemma) || support.presupposes.contains(&lemma))
}

fn dependents<'t>(text: &'t Text, word: WordIdx) -> impl Iterator<Item = &'t Word> {
    let syntax = &text.annotations.syntax;
    syntax.dependents(word).map(|dependent| &syntax.words[dependent.at()])
}

/// A negation of the trigger, of the subject ('aucun soldat'), or of the verb that says that it came to it.
fn is_negated(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let negates = |word: &Word| {
        matches!(word.upos, Upos::Adv | Upos::Part | Upos::Det)
            && text.words.lists.negations.contains(&word.lemma.to_lowercase())
    };
    let only =
        |word: &Word| text.words.lists.restrictions.contains(&word.lemma.to_lowercase()) && word.upos == Upos::Adv;
    let of = |word: WordIdx| {
        dependents(text, word).any(negates) && !dependents(text, word).any(only) && !is_restricted(text, word)
            || syntax
                .dependents(word)
                .filter(|it| syntax.words[it.at()].universal_relation() == "nsubj")
                .any(|subject| dependents(text, subject).any(|it| it.upos == Upos::Det && negates(it)))
    };
    if is_far(text, trigger) {
        return true;
    }
    let above = above_infinitive(text, trigger).filter(|(_, lemma)| text.words.moods.factual.contains(lemma));
    // 'The war is not over yet': the parser may hang the predicate under another adverb.
    let predicate = predicate(syntax, trigger).filter(|_| syntax.words[trigger.at()].upos == Upos::Adv);
    of(trigger) || predicate.is_some_and(of) || above.is_some_and(|(head, _)| of(head))
}

/// Words above what something is far from ('loin de penser à la victoire').
const FAR: usize = 3;

/// 'Loin de la victoire', 'il est encore loin pour penser à la victoire', 'far from over'.
fn is_far(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let far = |it: WordIdx| text.words.lists.far.contains(&text.lemma(it));
    // As a predicate of its own it may hang beside what it is far from.
    let predicate = |it: WordIdx| far(it) && syntax.dependents(it).any(|it| syntax.words[it.at()].relation == "cop");
    let mut above = syntax.path_to_root(trigger).skip(1).take(FAR);
    above.any(|it| far(it) || syntax.dependents(it).any(|it| it < trigger && predicate(it)))
}

/// Words behind a verb within which 'que' makes a negation a restriction.
const RESTRICTION: usize = 3;

/// 'ne tient plus que 5 %': the word of restriction stands right behind the verb, and opens no clause.
fn is_restricted(text: &Text, verb: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let after = syntax.sentence_of(verb).skip_while(|&at| at <= verb.at()).take(RESTRICTION);
    // 'que dans quelques villages': what it stands before is no verb.
    let of_clause = |word: &Word| word.head.is_some_and(|head| syntax.words[head.at()].upos == Upos::Verb);
    let opens = |word: &Word| match word.universal_relation() {
        "mark" => of_clause(word),
        relation => matches!(relation, "nsubj" | "obj"),
    };
    let mut after = after.map(|at| &syntax.words[at]);
    after.any(|word| text.words.lists.restrictions.contains(&word.lemma.to_lowercase()) && !opens(word))
}

/// The verb above an infinitive or gerund, with its lemma.
fn above_infinitive(text: &Text, trigger: WordIdx) -> Option<(WordIdx, String)> {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[trigger.at()];
    let head = word.head.filter(|_| is_infinitive(word))?;
    // 'empêcher l'aviation *de bombarder*': the parser may hang the infinitive under the object.
    let object =
        syntax.words[head.at()].universal_relation() == "obj" && !matches!(syntax.words[head.at()].upos, Upos::Verb);
    let verb =
        syntax.head(head).filter(|&verb| object && text.words.support.object_control.contains(&text.lemma(verb)));
    let head = verb.unwrap_or(head);
    Some((head, text.lemma(head)))
}

/// What the word above, or a preposition of purpose before, says of an infinitive.
fn governed(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let word = &text.annotations.syntax.words[trigger.at()];
    let moods = &text.words.moods;
    let mut marks = dependents(text, trigger);
    let purpose = marks.find(|mark| {
        let lemma = mark.lemma.to_lowercase();
        let marks = matches!(mark.universal_relation(), "mark" | "case" | "aux");
        marks && (moods.purpose.contains(&lemma) || mark.upos == Upos::Aux && moods.predicted.contains(&lemma))
    });
    if let Some(mark) = purpose.filter(|_| !is_settled(text, word)) {
        // 'ont profité de la situation pour entrer': what was used was used for it.
        let factual = word.head.is_some_and(|head| moods.factual.contains(&text.lemma(head)));
        return Some(if mark.upos == Upos::Aux { Factuality::Predicted } else { Factuality::Intended })
            .filter(|_| is_infinitive(word) && !factual || mark.upos == Upos::Aux);
    }
    if dependents(text, trigger)
        .any(|mark| moods.conditions.contains(&mark.lemma.to_lowercase()) && mark.universal_relation() == "mark")
    {
        return Some(Factuality::Predicted);
    }
    let (head, lemma) = above_infinitive(text, trigger)?;
    if is_of_attempt(text, head) {
        return Some(Factuality::Intended);
    }
    // A coordinated infinitive has the mood of the first one.
    if word.universal_relation() == "conj" {
        return governed(text, head).filter(|_| is_infinitive(&text.annotations.syntax.words[head.at()]));
    }
    if moods.factual.contains(&lemma) {
        // 'continuera à frapper': the tense is that of the verb above.
        of_verb_form(text, head)
    } else if moods.counterfactual.contains(&lemma) {
        Some(Factuality::Counterfactual)
    } else if moods.denied.contains(&lemma) {
        Some(Factuality::Denied)
    } else if moods.predicted.contains(&lemma) {
        Some(Factuality::Predicted)
    } else if moods.intended.contains(&lemma) || moods.intended_nouns.contains(&lemma) {
        Some(Factuality::Intended)
    } else {
        beside_attempt(text, trigger, head).then_some(Factuality::Intended)
    }
}

/// 'Il s'agit d'une tentative de l'armée *de reprendre* la ville': a noun of intention before the infinitive, under the
/// verb from which the parser hung both.
fn beside_attempt(text: &Text, trigger: WordIdx, verb: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let mut before = syntax.dependents(verb).filter(|&it| it < trigger);
    before.any(|it| {
        let argument = matches!(syntax.words[it.at()].universal_relation(), "obl" | "obj" | "nsubj");
        argument && text.words.moods.intended_nouns.contains(&text.lemma(it))
    })
}

/// 'La tentative *des rebelles* de reprendre la ville': a noun of intention above the one from which the parser hung the
/// infinitive.
fn is_of_attempt(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let complement = |it: &WordIdx| {
        let word = &syntax.words[it.at()];
        word.universal_relation() == "nmod" && matches!(word.upos, Upos::Noun | Upos::Propn)
    };
    let mut above = syntax.path_to_root(noun).take_while(complement).filter_map(|it| syntax.head(it));
    above.any(|it| text.words.moods.intended_nouns.contains(&text.lemma(it)))
}

/// English has the same mark before every infinitive: 'failed to', 'vowed to' say more than it does.
fn is_settled(text: &Text, infinitive: &Word) -> bool {
    let moods = &text.words.moods;
    let sets = [&moods.counterfactual, &moods.denied, &moods.predicted, &moods.intended, &moods.factual];
    let governor = infinitive.head.filter(|_| infinitive.universal_relation() == "xcomp").map(|head| text.lemma(head));
    governor.is_some_and(|lemma| sets.iter().any(|set| set.contains(&lemma)))
}

/// What a modal says of an infinitive that the parser hung elsewhere ('qui doit, selon X, être libérée').
fn of_modal_before(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let modal = modal_before(syntax, trigger, text.words).filter(|&it| !syntax.is_below(trigger, it))?;
    text.words.moods.predicted.contains(&text.lemma(modal)).then_some(Factuality::Predicted)
}

/// English marks its gerunds as verb forms of their own.
fn is_infinitive(word: &Word) -> bool {
    word.feats.is("VerbForm", "Inf") || word.feats.is("VerbForm", "Ger")
}

/// 'Partis *à la conquête* de la capitale': whether a noun ends a phrase of what somebody set out for.
fn is_aim(text: &Text, noun: WordIdx) -> bool {
    let before = text.doc.text.get(..text.span(noun).end as usize).unwrap_or_default();
    let ends = |aim: &String| {
        let from = before.char_indices().rev().nth(aim.chars().count().saturating_sub(1)).map_or(0, |(at, _)| at);
        before[from..].to_lowercase() == *aim
    };
    text.words.moods.aims.iter().any(ends)
}

/// What adjectives and the governing verb say of a noun of happening.
fn of_noun(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[trigger.at()];
    if !is_nominal(word) {
        return None;
    }
    // 'Le risque d'inondations *et de glissements de terrain*'.
    if word.universal_relation() == "conj"
        && let Some(first) = word.head.filter(|&it| is_nominal(&syntax.words[it.at()]))
    {
        return of_governor(text, trigger, &syntax.words[first.at()]);
    }
    of_governor(text, trigger, word)
}

/// What adjectives of a noun say of it, and the word above it or above the noun that it is coordinated with.
fn of_governor(text: &Text, trigger: WordIdx, word: &Word) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let moods = &text.words.moods;
    if is_aim(text, trigger) {
        return Some(Factuality::Intended);
    }
    let adjectives = || dependents(text, trigger).filter(|it| matches!(it.universal_relation(), "amod" | "acl"));
    let head = word.head;
    let lemma = head.map(|head| text.lemma(head)).unwrap_or_default();
    let relation = word.universal_relation();
    let object = relation == "obj"
        || relation == "nsubj" && head.is_some_and(|head| super::arguments::is_passive(syntax, head, text.words));
    if object && moods.counterfactual.contains(&lemma) {
        return Some(Factuality::Counterfactual);
    }
    if object && moods.denied.contains(&lemma) {
        return Some(Factuality::Denied);
    }
    if adjectives().any(|it| moods.intended_adjectives.contains(&it.lemma.to_lowercase()))
        || (object || relation == "obl") && moods.intended.contains(&lemma)
        || relation == "nmod" && moods.intended_nouns.contains(&lemma)
    {
        return Some(Factuality::Intended);
    }
    let predicate = relation == "nsubj" && moods.predicted_adjectives.contains(&lemma);
    if predicate || adjectives().any(|it| moods.predicted_adjectives.contains(&it.lemma.to_lowercase())) {
        return Some(Factuality::Predicted);
    }
    if let Some(verb) = head.filter(|_| object && carries(text, &lemma)) {
        return of_carrier(text, verb);
    }
    let head = head.filter(|_| relation == "nsubj")?;
    // 'Le sommet aura lieu': what the verb says of its subject is said of the happening.
    let form = of_verb_form(text, head).filter(|form| *form == Factuality::Predicted);
    form.or_else(|| {
        let auxiliary =
            dependents(text, head).any(|it| it.upos == Upos::Aux && moods.predicted.contains(&it.lemma.to_lowercase()));
        let modal = moods.predicted.contains(&text.lemma(head));
        (auxiliary || modal).then_some(Factuality::Predicted)
    })
}

/// Whether the object of a verb is what comes of it ('lancer une offensive', 'provoquer des inondations').
fn carries(text: &Text, verb: &str) -> bool {
    text.words.support.does.contains(verb) || text.words.support.causes.contains(verb)
}

/// What the mood of a verb says of what comes of it: 'va lancer une offensive', 'risque de provoquer des inondations'.
fn of_carrier(text: &Text, verb: WordIdx) -> Option<Factuality> {
    let modal = dependents(text, verb)
        .any(|it| it.upos == Upos::Aux && text.words.moods.predicted.contains(&it.lemma.to_lowercase()));
    let open = [Factuality::Predicted, Factuality::Intended, Factuality::Counterfactual, Factuality::Denied];
    let said = governed(text, verb).or_else(|| modal.then_some(Factuality::Predicted));
    said.or_else(|| of_verb_form(text, verb)).filter(|it| open.contains(it))
}

/// What tense and mood say, of the verb or its auxiliary.
fn of_verb_form(text: &Text, trigger: WordIdx) -> Option<Factuality> {
    let auxiliaries = dependents(text, trigger).filter(|word| word.upos == Upos::Aux);
    let forms: Vec<&Word> = auxiliaries.chain([&text.annotations.syntax.words[trigger.at()]]).collect();
    if forms.iter().any(|word| word.feats.is("Tense", "Fut")) {
        return Some(Factuality::Predicted);
    }
    if !forms.iter().any(|word| word.feats.is("Mood", "Cnd")) {
        return None;
    }
    // The French conditional marks hearsay ('aurait pris la ville'), unless something was missing for it.
    let conditional =
        dependents(text, trigger).any(|it| text.words.moods.conditions.contains(&it.lemma.to_lowercase()));
    let without = text.annotations.syntax.subtree(trigger).into_iter().any(|it| {
        let word = &text.annotations.syntax.words[it.at()];
        word.upos == Upos::Adp && text.words.moods.without.contains(&word.lemma.to_lowercase())
    });
    let clause = dependents(text, trigger).any(|it| it.universal_relation() == "advcl") && conditional;
    Some(if without || clause { Factuality::Counterfactual } else { Factuality::Reported })
}

/// An adverb of repetition, or a set of times, with the trigger.
fn is_habitual(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let adverb = dependents(text, trigger).any(|it| text.words.moods.habitual.contains(&it.lemma.to_lowercase()));
    let set = text.annotations.timexes.iter().filter(|timex| timex.kind == TimexType::Set).any(|timex| {
        let head = syntax.word_at(timex.span, &text.annotations.tokens);
        head.is_some_and(|head| syntax.head(head) == Some(trigger))
    });
    adverb || set
}
