//! The arguments of a trigger, read off the dependencies: voice, subject, object, marked arguments.

use crate::annotate::syntax::{Syntax, Upos, Word};
use crate::index::WordIdx;
use crate::language::events::EventWords;

/// A trigger's arguments as words.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// Who acts: the active subject, or the complement with 'par' of a passive; with why.
    pub subject: Vec<(WordIdx, &'static str)>,
    /// Whom or what it is done to: the active object, or the passive subject; with why.
    pub object: Vec<(WordIdx, &'static str)>,
    /// Other arguments with their preposition's lemma.
    pub marked: Vec<(WordIdx, String)>,
}

/// The arguments of a verb or a noun.
pub(super) fn arguments(syntax: &Syntax, trigger: WordIdx, words: &EventWords) -> Arguments {
    let mut arguments = Arguments::default();
    let passive = is_passive(syntax, trigger);
    for dependent in syntax.dependents(trigger) {
        let word = &syntax.words[dependent.at()];
        match word.universal_relation() {
            "nsubj" => match antecedent(syntax, trigger, word) {
                Some(head) if passive => arguments.object.push((head, "antecedent of the relative clause, passive")),
                Some(head) => arguments.subject.push((head, "antecedent of the relative clause")),
                None if passive => arguments.object.push((dependent, "subject of a passive verb")),
                None => arguments.subject.push((dependent, "subject of an active verb")),
            },
            "obj" | "iobj" if word.upos != Upos::Pron => arguments.object.push((dependent, "object of an active verb")),
            "obl" | "nmod" => {
                let preposition = preposition(syntax, dependent);
                let is_agent =
                    preposition.as_deref().is_some_and(|preposition| words.agent_prepositions.contains(preposition));
                if passive && (is_agent || word.relation == "obl:agent") {
                    arguments.subject.push((dependent, "complement of a passive verb"));
                } else {
                    arguments.marked.push((dependent, preposition.unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
    inherit(syntax, trigger, passive, &mut arguments);
    arguments
}

/// A participle that modifies a noun takes it as its passive subject; a coordinated verb or an infinitive
/// shares the subject of its governor.
fn inherit(syntax: &Syntax, trigger: WordIdx, passive: bool, arguments: &mut Arguments) {
    let word = &syntax.words[trigger.at()];
    let Some(head) = word.head.filter(|_| word.upos == Upos::Verb || word.upos == Upos::Adj) else { return };
    let governor = &syntax.words[head.at()];
    let is_clause = matches!(governor.upos, Upos::Verb | Upos::Aux | Upos::Adj);
    match word.universal_relation() {
        "acl" | "amod" if word.relation != "acl:relcl" && !is_clause => {
            let present = word.feats.is("Tense", "Pres");
            match passive {
                true if arguments.object.is_empty() => {
                    arguments.object.push((head, "noun that the participle modifies"))
                }
                false if present && arguments.subject.is_empty() => {
                    arguments.subject.push((head, "noun that the participle modifies"))
                }
                _ => {}
            }
        }
        "conj" | "xcomp" | "advcl" if is_clause && is_passive(syntax, head) == passive => {
            let shared: Vec<WordIdx> = syntax
                .dependents(head)
                .filter(|&dependent| {
                    syntax.words[dependent.at()].universal_relation() == "nsubj"
                        && syntax.words[dependent.at()].upos != Upos::Pron
                })
                .collect();
            let slot = if passive { &mut arguments.object } else { &mut arguments.subject };
            if slot.is_empty() && !(passive && word.universal_relation() == "conj" && governor.upos != Upos::Verb) {
                slot.extend(shared.into_iter().map(|subject| (subject, "subject that the governing verb shares")));
            }
        }
        "advcl" | "xcomp" if is_clause && passive && !is_passive(syntax, head) && arguments.object.is_empty() => {
            // 'X a perdu la ville, après avoir été chassé par Y': the elided subject is the governor's.
            let subjects = syntax.dependents(head).filter(|&dependent| {
                let word = &syntax.words[dependent.at()];
                word.universal_relation() == "nsubj" && word.upos != Upos::Pron
            });
            arguments.object.extend(subjects.map(|subject| (subject, "elided subject, the governing verb's")));
        }
        _ => {}
    }
}

/// Whether a word is a passive: with a passive auxiliary, or a past participle without any auxiliary.
pub(super) fn is_passive(syntax: &Syntax, word: WordIdx) -> bool {
    let it = &syntax.words[word.at()];
    let auxiliaries: Vec<&str> = syntax
        .dependents(word)
        .map(|dependent| &syntax.words[dependent.at()])
        .filter(|dependent| dependent.upos == Upos::Aux)
        .map(|dependent| dependent.relation.as_str())
        .collect();
    let participle = it.feats.is("VerbForm", "Part") && it.feats.is("Tense", "Past");
    let passive_subject =
        syntax.dependents(word).any(|dependent| syntax.words[dependent.at()].relation == "nsubj:pass");
    auxiliaries.contains(&"aux:pass")
        || passive_subject
        || participle && auxiliaries.is_empty() && it.relation != "root"
}

/// The noun that a relative pronoun stands for.
fn antecedent(syntax: &Syntax, verb: WordIdx, pronoun: &Word) -> Option<WordIdx> {
    let relative = pronoun.feats.is("PronType", "Rel");
    let word = &syntax.words[verb.at()];
    (relative && word.relation.starts_with("acl")).then_some(word.head).flatten()
}

/// Lemma of the preposition before a word.
pub(super) fn preposition(syntax: &Syntax, word: WordIdx) -> Option<String> {
    let case =
        syntax.dependents(word).find(|&dependent| syntax.words[dependent.at()].universal_relation() == "case")?;
    Some(syntax.words[case.at()].lemma.to_lowercase())
}
