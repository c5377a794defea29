//! The arguments of a trigger, read off the dependencies: voice, subject, object, marked arguments.

use crate::annotate::syntax::{Syntax, Upos, Word};
use crate::index::WordIdx;
use crate::language::events::{Argument, EventWords};

use super::frame::is_nominal;
use super::support;

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
    match is_nominal(&syntax.words[trigger.at()]) {
        true => support::of_noun(syntax, trigger, words),
        false => of_verb(syntax, trigger, words),
    }
}

/// The arguments of a verb.
pub(super) fn of_verb(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Arguments {
    let mut arguments = Arguments::default();
    let passive = is_passive(syntax, verb, words);
    for dependent in subjects_mended(syntax, verb, words) {
        let word = &syntax.words[dependent.at()];
        match word.universal_relation() {
            "nsubj" | "appos" | "dep" => match antecedent(syntax, verb, word) {
                Some(head) if passive => arguments.object.push((head, "antecedent of the relative clause, passive")),
                Some(head) => arguments.subject.push((head, "antecedent of the relative clause")),
                None if passive => arguments.object.push((dependent, "subject of a passive verb")),
                None => arguments.subject.push((dependent, "subject of an active verb")),
            },
            "obj" | "iobj" if is_reflexive(word, words) => {}
            "obj" | "iobj" => match antecedent(syntax, verb, word) {
                Some(head) => arguments.object.push((head, "antecedent of the relative clause, its object")),
                None => arguments.object.push((dependent, "object of an active verb")),
            },
            "obl" | "nmod" => {
                let preposition = preposition(syntax, dependent);
                let is_agent = preposition
                    .as_deref()
                    .is_some_and(|preposition| words.lists.agent_prepositions.contains(preposition));
                if passive && (is_agent || word.relation == "obl:agent") {
                    arguments.subject.push((dependent, "complement of a passive verb"));
                } else {
                    arguments.marked.push((dependent, preposition.unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
    if passive && arguments.subject.is_empty() {
        let far = far_agent(syntax, verb, words);
        arguments.subject.extend(far.map(|word| (word, "complement with the agent's preposition in its clause")));
    }
    inherit(syntax, verb, passive, words, &mut arguments);
    if !passive && arguments.object.is_empty() {
        objects_behind_adpositions(syntax, words, &mut arguments);
    }
    arguments
}

/// The dependents of a verb; a subject with a preposition ('En Irak, les forces …') is none, and gives way
/// to the noun that the parser hung under it.
fn subjects_mended(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Vec<WordIdx> {
    let mut dependents = Vec::new();
    for dependent in syntax.dependents(verb) {
        let word = &syntax.words[dependent.at()];
        let marked = preposition(syntax, dependent).is_some_and(|it| words.argument(&it).next().is_some());
        let temporal = words.lists.time_nouns.contains(&word.lemma.to_lowercase());
        let below = syntax.dependents(dependent).find(|&it| {
            let word = &syntax.words[it.at()];
            matches!(word.universal_relation(), "appos" | "dep")
                && matches!(word.upos, Upos::Noun | Upos::Propn)
                && it < verb
        });
        match below {
            Some(below) if word.universal_relation() == "nsubj" && (marked || temporal) => dependents.push(below),
            _ if word.universal_relation() == "nsubj" && temporal => {}
            _ if !matches!(word.universal_relation(), "appos" | "dep") => dependents.push(dependent),
            _ => {}
        }
    }
    dependents
}

/// 'contrôle désormais la ville', 'a repris des zones': an adverb or a plural article that the parser took for a
/// preposition.
fn objects_behind_adpositions(syntax: &Syntax, words: &EventWords, arguments: &mut Arguments) {
    let is_object = |(word, preposition): &(WordIdx, String)| {
        let article = syntax.dependents(*word).any(|it| {
            let case = syntax.dependents(*word).find(|&it| syntax.words[it.at()].universal_relation() == "case");
            let (it, case) = (&syntax.words[it.at()], case.map(|case| &syntax.words[case.at()]));
            it.universal_relation() == "det"
                && it.feats.is("Number", "Plur")
                && case.is_some_and(|case| case.token == it.token)
        });
        words.lists.adverbs.contains(preposition) || article && words.argument(preposition).any(|it| it == Argument::De)
    };
    let found: Vec<WordIdx> = arguments.marked.iter().filter(|it| is_object(it)).map(|(word, _)| *word).collect();
    arguments.object.extend(found.into_iter().map(|word| (word, "object of an active verb")));
}

/// A participle that modifies a noun takes it as its passive subject; a coordinated verb or an infinitive
/// shares the subject of its governor.
fn inherit(syntax: &Syntax, trigger: WordIdx, passive: bool, words: &EventWords, arguments: &mut Arguments) {
    let word = &syntax.words[trigger.at()];
    let Some(head) = word.head.filter(|_| word.upos == Upos::Verb || word.upos == Upos::Adj) else { return };
    let governor = &syntax.words[head.at()];
    let is_clause = matches!(governor.upos, Upos::Verb | Upos::Aux | Upos::Adj);
    let participle = matches!(word.universal_relation(), "acl" | "amod" | "appos") && word.relation != "acl:relcl";
    if participle && !is_clause {
        let present = word.feats.is("Tense", "Pres");
        let slot = match passive {
            true => &mut arguments.object,
            false if present => &mut arguments.subject,
            false => return,
        };
        if slot.is_empty() && agree(word, governor) {
            slot.push((head, "noun that the participle modifies"));
        }
        return;
    }
    let slot = if passive { &mut arguments.object } else { &mut arguments.subject };
    if slot.is_empty() && shares(syntax, trigger) {
        let shared = shared_subject(syntax, trigger, words);
        slot.extend(shared.into_iter().filter(|(subject, _)| !passive || agree(word, &syntax.words[subject.at()])));
    }
}

/// The subject that a verb without one shares with a verb above it.
fn shared_subject(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Vec<(WordIdx, &'static str)> {
    let mut at = verb;
    // A subject further than three clauses up is a guess.
    for _ in 0..3 {
        let word = &syntax.words[at.at()];
        let Some(head) = word.head.filter(|_| shares(syntax, at)) else { return Vec::new() };
        let governor = &syntax.words[head.at()];
        if !matches!(governor.upos, Upos::Verb | Upos::Aux | Upos::Adj) {
            // An infinitive under a noun looks for the verb above ('a les moyens de prendre').
            at = head;
            continue;
        }
        let infinitive = word.feats.is("VerbForm", "Inf");
        let of = |relation: &str| -> Vec<WordIdx> {
            let dependents = syntax.dependents(head);
            dependents.filter(|it| syntax.words[it.at()].universal_relation() == relation).collect()
        };
        if infinitive && words.support.object_control.contains(&governor.lemma.to_lowercase()) {
            let objects = of("obj").into_iter().chain(of("iobj")).chain(of("obl"));
            return objects.map(|object| (object, "object of the governing verb")).take(1).collect();
        }
        let subjects = of("nsubj");
        if let Some(first) = subjects.first() {
            let relative = antecedent(syntax, head, &syntax.words[first.at()]);
            return vec![(relative.unwrap_or(*first), "subject that the governing verb shares")];
        }
        at = head;
    }
    Vec::new()
}

/// Whether a participle can belong to a noun: where both show number or gender, they must not differ.
fn agree(participle: &Word, noun: &Word) -> bool {
    ["Number", "Gender"].into_iter().all(|name| match (participle.feats.get(name), noun.feats.get(name)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    })
}

/// Whether a verb without a subject of its own has one above: a coordinated one, or one that is not finite.
fn shares(syntax: &Syntax, verb: WordIdx) -> bool {
    let word = &syntax.words[verb.at()];
    if word.relation == "acl:relcl" || !matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Adj) {
        return false;
    }
    let finite = |word: &Word| word.feats.is("VerbForm", "Fin");
    let is_finite = finite(word)
        || syntax.dependents(verb).any(|it| syntax.words[it.at()].upos == Upos::Aux && finite(&syntax.words[it.at()]));
    match word.universal_relation() {
        "conj" | "xcomp" => true,
        _ => !is_finite,
    }
}

/// 'chassé de la ville par l'armée': a complement that the parser hung under another complement. It must
/// stand behind the verb with no other verb between.
fn far_agent(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let below = syntax.subtree(verb).into_iter().filter(|&word| word > verb);
    for word in below {
        let it = &syntax.words[word.at()];
        if matches!(it.upos, Upos::Verb | Upos::Aux) {
            return None;
        }
        let marked = preposition(syntax, word).is_some_and(|it| words.lists.agent_prepositions.contains(&it));
        if marked && matches!(it.upos, Upos::Noun | Upos::Propn) {
            return Some(word);
        }
    }
    None
}

/// Whether a word is a passive: with a passive auxiliary, or a past participle without any auxiliary.
pub(super) fn is_passive(syntax: &Syntax, word: WordIdx, words: &EventWords) -> bool {
    let it = &syntax.words[word.at()];
    // 'Elle est tombée' is no passive, whatever the parser says of its auxiliary.
    if words.lists.unaccusatives.contains(&it.lemma.to_lowercase()) || has_reflexive(syntax, word, words) {
        return false;
    }
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

/// Whether a verb has a reflexive pronoun.
pub(super) fn has_reflexive(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> bool {
    syntax.dependents(verb).any(|dependent| is_reflexive(&syntax.words[dependent.at()], words))
}

fn is_reflexive(word: &Word, words: &EventWords) -> bool {
    word.upos == Upos::Pron && words.lists.reflexives.contains(&word.lemma.to_lowercase())
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
