//! What a clause hangs from, and what that says of it.

use crate::index::WordIdx;
use crate::layers::clauses::{Governor, Mood, Relation};

use super::Draft;
use super::tree::{STEPS, Tree};

/// The word above a clause and how the clause hangs from it.
pub(super) fn governor(draft: &Draft, word: WordIdx, mood: Mood) -> Option<Governor> {
    let tree = &draft.tree;
    if let Some(speech) = speech_beside(tree, word) {
        let relation = tree.grammar.relation(tree.lemma(speech)).unwrap_or(Relation::Said);
        return Some(Governor { head: speech, relation });
    }
    let head = tree.head(word)?;
    let lemma_says = || tree.grammar.relation(tree.lemma(head));
    let relation = match tree.relation(word) {
        "conj" => {
            let first = draft.clause(head);
            // What is coordinated hangs from the same word.
            if let Some(governor) = first.and_then(|first| first.governor) {
                return Some(governor);
            }
            Relation::Coordinated
        }
        "ccomp" | "xcomp" | "csubj" => {
            return Some(complement(tree, head, lemma_says()));
        }
        "acl" if tree.full_relation(word) == "acl:relcl" => Relation::Relative,
        "acl" | "amod" | "appos" if matches!(mood, Mood::Infinitive | Mood::Gerund) => {
            return Some(complement(tree, head, lemma_says()));
        }
        "acl" if mood != Mood::Participle => lemma_says().unwrap_or(Relation::Modifier),
        "acl" | "amod" | "appos" => Relation::Modifier,
        "advcl" | "obl" | "nmod" | "dep" | "parataxis" if !tree.is_noun(word) => {
            return Some(circumstance(tree, word, head, mood));
        }
        "obj" | "obl" | "nsubj" | "nmod" => {
            lemma_says().filter(|_| is_of_noun(tree, word)).unwrap_or(Relation::Argument)
        }
        _ => Relation::Complement,
    };
    Some(Governor { head, relation })
}

/// Whether a noun of happening is what the word above speaks of, not who speaks.
fn is_of_noun(tree: &Tree, noun: WordIdx) -> bool {
    let passive = tree.full_relation(noun) == "nsubj:pass";
    matches!(tree.relation(noun), "obj" | "nmod") || passive
}

/// A complement: of the verb above or, where the parser hung it under that verb's object, of the verb above that.
fn complement(tree: &Tree, head: WordIdx, own: Option<Relation>) -> Governor {
    let above = tree.head(head).filter(|_| own.is_none() && matches!(tree.relation(head), "obj" | "obl" | "iobj"));
    let by_above = above.and_then(|above| Some((above, tree.grammar.relation(tree.lemma(above))?)));
    match by_above {
        Some((head, relation)) => Governor { head, relation },
        None => Governor { head, relation: own.unwrap_or(Relation::Complement) },
    }
}

/// What the mark of a clause says of it.
fn circumstance(tree: &Tree, word: WordIdx, head: WordIdx, mood: Mood) -> Governor {
    let grammar = tree.grammar;
    let marks =
        || tree.children(word).iter().copied().filter(|&it| matches!(tree.relation(it), "mark" | "case" | "advmod"));
    let marked = |set: &std::collections::BTreeSet<String>| marks().any(|it| set.contains(tree.lemma(it)));
    let infinitive = mood == Mood::Infinitive;
    let perfect = tree.auxiliaries(word).any(|it| grammar.auxiliaries.perfect.contains(tree.lemma(it)));
    let own = grammar.relation(tree.lemma(head));
    let close = matches!(mood, Mood::Infinitive | Mood::Gerund) && word > head;
    let inverted = mood != Mood::Infinitive && opens_with_auxiliary(tree, word, head);
    let relation = if marked(&grammar.conditions) || inverted {
        Relation::Condition
    } else if marked(&grammar.purpose) && (infinitive && !perfect || mood == Mood::Subjunctive) {
        match own.filter(|it| !matches!(it, Relation::Said) && tree.marker(word).is_empty() && is_bare_mark(tree, word))
        {
            Some(own) => own,
            None => Relation::Purpose,
        }
    } else if marked(&grammar.comparison) {
        Relation::Comparison
    } else if close && !marked(&grammar.clause_marks) && own.is_some() {
        own.unwrap_or(Relation::Circumstance)
    } else {
        Relation::Circumstance
    };
    Governor { head, relation }
}

/// Whether the mark of an infinitive is the only word of its kind, as 'to' is.
fn is_bare_mark(tree: &Tree, word: WordIdx) -> bool {
    tree.in_relation(word, "mark").all(|it| tree.word(it).upos == crate::layers::syntax::Upos::Part)
}

/// '*Had* the guard held out', '*Should* it fail': a condition without a mark.
fn opens_with_auxiliary(tree: &Tree, word: WordIdx, head: WordIdx) -> bool {
    let Some(first) = tree.auxiliaries(word).next() else { return false };
    let Some(subject) = tree.in_relation(word, "nsubj").next() else { return false };
    word < head && first < subject && subject < word
}

/// '…, a prévenu le ministre': the verb of speech that stands beside what is said.
fn speech_beside(tree: &Tree, word: WordIdx) -> Option<WordIdx> {
    let beside = tree.in_relation(word, "parataxis").take(STEPS);
    let speaks = |it: &WordIdx| tree.pack.syntax.speech_verbs.contains(tree.lemma(*it));
    beside.into_iter().find(speaks)
}
