//! A verb with its auxiliaries: voice, tense, mood and negation.

use crate::index::WordIdx;
use crate::layers::clauses::{Clause, Mood, Negation, Tense, Voice};
use crate::layers::syntax::Upos;

use super::mends;
use super::tree::Tree;

/// What a verb and its auxiliaries say together.
#[derive(Debug, Clone, Copy)]
pub(super) struct VerbGroup {
    pub voice: Voice,
    pub tense: Option<Tense>,
    pub mood: Mood,
    pub negation: Negation,
}

/// Reads a verb with its auxiliaries. `first` is the clause that it is coordinated with, whose auxiliaries it may share.
pub(super) fn verb_group(tree: &Tree, verb: WordIdx, first: Option<&Clause>) -> VerbGroup {
    let auxiliaries: Vec<WordIdx> = tree.auxiliaries(verb).collect();
    let passive = is_passive(tree, verb, &auxiliaries);
    let mut group = VerbGroup {
        voice: voice(tree, verb, passive),
        tense: None,
        mood: Mood::Indicative,
        negation: negation(tree, verb, first),
    };
    if let Some(first) = first.filter(|first| shares_auxiliaries(tree, verb, &auxiliaries, first)) {
        (group.tense, group.mood) = (first.tense, first.mood);
        let participle = tree.is_past_participle(verb) || tree.word(verb).upos == Upos::Adj;
        let settled = tree.grammar.unaccusatives.contains(tree.lemma(verb)) || !participle;
        if group.voice != Voice::Reflexive && !settled {
            group.voice = if first.voice == Voice::Passive { Voice::Passive } else { Voice::Active };
        }
        return group;
    }
    let perfect = is_perfect(tree, verb, &auxiliaries, passive);
    let forms = || auxiliaries.iter().copied().chain([verb]);
    // 'Can', 'must' and the like show no features of their own.
    let modal = auxiliaries.iter().copied().find(|&it| modal(tree, it).is_some());
    match modal.or_else(|| forms().find(|&it| tree.is_finite_form(it))) {
        Some(finite) => finite_forms(tree, verb, finite, perfect, &mut group),
        None => {
            group.mood = unfinished(tree, verb, &auxiliaries);
            group.tense = perfect.then_some(Tense::Past);
        }
    }
    group
}

/// Tense and mood of a verb with a finite form.
fn finite_forms(tree: &Tree, verb: WordIdx, finite: WordIdx, perfect: bool, group: &mut VerbGroup) {
    let past = if perfect { Tense::Pluperfect } else { Tense::Past };
    let present = if perfect { Tense::Past } else { Tense::Present };
    let future = if perfect { Tense::FuturePerfect } else { Tense::Future };
    let feats = &tree.word(finite).feats;
    group.mood = match feats.get("Mood") {
        Some("Cnd") => Mood::Conditional,
        Some("Sub") => Mood::Subjunctive,
        Some("Imp") => Mood::Imperative,
        _ => Mood::Indicative,
    };
    group.tense = Some(match feats.get("Tense") {
        Some("Fut") => future,
        Some("Imp" | "Past") if group.mood != Mood::Subjunctive => past,
        _ => present,
    });
    if mends::is_conditional_form(tree, finite) {
        (group.mood, group.tense) = (Mood::Conditional, Some(present));
    }
    match modal(tree, finite) {
        Some(Modal::Future) => group.tense = Some(future),
        Some(Modal::Would) => (group.mood, group.tense) = (Mood::Conditional, Some(present)),
        Some(Modal::Mood(mood)) => (group.mood, group.tense) = (mood, Some(present)),
        None => {}
    }
    if group.mood == Mood::Indicative && asks(tree, verb) {
        group.mood = Mood::Question;
    }
}

enum Modal {
    Future,
    Would,
    Mood(Mood),
}

/// What a modal auxiliary says.
fn modal(tree: &Tree, auxiliary: WordIdx) -> Option<Modal> {
    let lemma = tree.lemma(auxiliary);
    let words = &tree.grammar.auxiliaries;
    let is = |set: &std::collections::BTreeSet<String>| set.contains(lemma);
    if tree.word(auxiliary).upos != Upos::Aux {
        None
    } else if is(&words.would) {
        Some(Modal::Would)
    } else if is(&words.future) {
        Some(Modal::Future)
    } else if is(&words.potential) {
        Some(Modal::Mood(Mood::Potential))
    } else if is(&words.necessary) {
        Some(Modal::Mood(Mood::Necessary))
    } else {
        None
    }
}

/// Whether a main clause ends in a question mark and tells nothing.
fn asks(tree: &Tree, verb: WordIdx) -> bool {
    let main = tree.head(verb).is_none();
    main && tree.in_relation(verb, "punct").last().is_some_and(|sign| tree.word(sign).form == "?")
}

/// The form of a verb without a finite one.
fn unfinished(tree: &Tree, verb: WordIdx, auxiliaries: &[WordIdx]) -> Mood {
    let infinitive = tree.is_infinitive_form(verb)
        || auxiliaries.iter().any(|&it| tree.is_infinitive_form(it))
        || mends::is_infinitive_noun(tree, verb);
    if infinitive {
        return Mood::Infinitive;
    }
    let participle = tree.is_past_participle(verb) && auxiliaries.is_empty();
    let marked = tree.children(verb).iter().any(|&it| it < verb && matches!(tree.relation(it), "mark" | "case"));
    let governed = matches!(tree.relation(verb), "ccomp" | "xcomp" | "csubj");
    let own_subject = tree.in_relation(verb, "nsubj").any(|it| !tree.is_relative(it));
    match !participle && (marked || governed) && !own_subject && tree.word(verb).upos == Upos::Verb {
        true => Mood::Gerund,
        false => Mood::Participle,
    }
}

/// 'Ont encerclé …, sommé … et donné': whether a verb without auxiliaries has those of the one before it.
fn shares_auxiliaries(tree: &Tree, verb: WordIdx, auxiliaries: &[WordIdx], first: &Clause) -> bool {
    let open = tree.word(verb).upos != Upos::Noun && !tree.is_finite_form(verb);
    let participle = tree.is_past_participle(verb) || tree.word(verb).upos == Upos::Adj;
    let helped = tree.auxiliaries(first.head).next().is_some();
    let marked = tree.in_relation(verb, "mark").next().is_some();
    open && auxiliaries.is_empty() && !marked && helped && (first.is_finite() || participle)
}

fn is_perfect(tree: &Tree, verb: WordIdx, auxiliaries: &[WordIdx], passive: bool) -> bool {
    let grammar = tree.grammar;
    let participle = tree.is_past_participle(verb) || tree.word(verb).upos == Upos::Adj;
    auxiliaries.iter().any(|&it| {
        let lemma = tree.lemma(it);
        let both = grammar.passive_auxiliaries.contains(lemma);
        let perfect = grammar.auxiliaries.perfect.contains(lemma) && tree.relation(it) == "aux";
        perfect && (!both || !passive && participle)
    })
}

fn voice(tree: &Tree, verb: WordIdx, passive: bool) -> Voice {
    if passive {
        Voice::Passive
    } else if tree.children(verb).iter().any(|&it| tree.is_reflexive(it)) {
        Voice::Reflexive
    } else if tree.grammar.impersonal.contains(tree.lemma(verb)) {
        Voice::Impersonal
    } else {
        Voice::Active
    }
}

/// Whether a word is a passive: with a passive auxiliary, or a past participle without any auxiliary.
fn is_passive(tree: &Tree, verb: WordIdx, auxiliaries: &[WordIdx]) -> bool {
    let grammar = tree.grammar;
    let word = tree.word(verb);
    // 'Elle est tombée' is no passive, whatever the parser says of its auxiliary.
    if grammar.unaccusatives.contains(tree.lemma(verb)) || tree.children(verb).iter().any(|&it| tree.is_reflexive(it)) {
        return false;
    }
    let participle = tree.is_past_participle(verb);
    let passive_subject = tree.children(verb).iter().any(|&it| tree.full_relation(it) == "nsubj:pass");
    let by_auxiliary = auxiliaries.last().map(|&it| grammar.passive_auxiliaries.contains(tree.lemma(it)));
    auxiliaries.iter().any(|&it| tree.full_relation(it) == "aux:pass")
        || passive_subject
        // 'Le siège est achevé', whatever the parser says of its auxiliary.
        || participle && by_auxiliary == Some(true)
        // A participle that is tagged as an adjective: 'ont été blessés', 'les zones occupées'.
        || word.upos == Upos::Adj && by_auxiliary != Some(false)
        || participle && auxiliaries.is_empty() && !mends::is_active_participle(tree, verb)
        || mends::is_headline_passive(tree, verb, auxiliaries)
}

/// Words behind a verb within which a word of restriction makes a negation 'only'.
const RESTRICTION: usize = 3;

/// Whether a verb is denied: by its adverbs, by who does it or whom it is done to, or by what opens it.
pub(super) fn negation(tree: &Tree, verb: WordIdx, first: Option<&Clause>) -> Negation {
    let words = &tree.grammar.negation;
    let (mut full, mut half, mut only) = (false, false, false);
    for &it in tree.children(verb) {
        let lemma = tree.lemma(it);
        match tree.relation(it) {
            "det" => full |= words.determiners.contains(lemma),
            "advmod" | "neg" | "cc" | "discourse" | "expl" | "aux" | "dep" => {
                full |= words.full.contains(lemma) || words.neither.contains(lemma);
                half |= words.half.contains(lemma);
                // 'No longer', 'not even'.
                full |= tree.children(it).iter().any(|&below| {
                    words.full.contains(tree.lemma(below))
                        && matches!(tree.word(below).upos, Upos::Adv | Upos::Part | Upos::Det)
                });
                only |= words.restrictions.contains(lemma) && tree.word(it).upos == Upos::Adv;
            }
            "mark" | "case" => full |= words.without.contains(lemma),
            "nsubj" | "obj" => full |= is_nobody(tree, it),
            _ => {}
        }
    }
    let joined = first.is_some_and(|first| {
        let neither = tree.in_relation(verb, "cc").any(|it| words.neither.contains(tree.lemma(it)));
        first.negation == Negation::Negated && neither
    });
    only = only && (half || full || !words.restriction_needs_negation) || half && is_restricted(tree, verb);
    if !words.restriction_needs_negation && !only {
        only = tree
            .in_relation(verb, "obj")
            .any(|object| tree.in_relation(object, "advmod").any(|it| words.restrictions.contains(tree.lemma(it))));
    }
    // 'Avant qu'elle ne tombe': half a negation in the subjunctive denies nothing.
    let alone = half && !tree.is(verb, "Mood", "Sub") && !tree.auxiliaries(verb).any(|it| tree.is(it, "Mood", "Sub"));
    match (full || alone || joined, only) {
        (_, true) => Negation::Restricted,
        (true, _) => Negation::Negated,
        _ => Negation::None,
    }
}

/// 'Aucun soldat', 'personne', 'no union': a participant that there is not.
fn is_nobody(tree: &Tree, word: WordIdx) -> bool {
    let words = &tree.grammar.negation;
    let pronoun = tree.word(word).upos == Upos::Pron && words.pronouns.contains(tree.lemma(word));
    pronoun
        || tree.children(word).iter().any(|&it| {
            let lemma = tree.lemma(it);
            match tree.relation(it) {
                "det" => words.determiners.contains(lemma),
                "cc" | "cc:preconj" => words.neither.contains(lemma) && it < word,
                _ => false,
            }
        })
}

/// 'Ne tient plus que 5 %': the word of restriction stands right behind the verb, and opens no clause.
fn is_restricted(tree: &Tree, verb: WordIdx) -> bool {
    let after = tree.sentence(verb).skip_while(|&at| at <= verb.at()).take(RESTRICTION).map(WordIdx::new);
    let opens = |it: WordIdx| match tree.relation(it) {
        "mark" => tree.head(it).is_some_and(|head| tree.word(head).upos == Upos::Verb),
        relation => matches!(relation, "nsubj" | "obj"),
    };
    let mut after = after.filter(|&it| tree.grammar.negation.restrictions.contains(tree.lemma(it)));
    after.any(|it| !opens(it))
}
