//! The arguments of a trigger, read off the dependencies: voice, subject, object, marked arguments.

use crate::index::WordIdx;
use crate::language::events::{Argument, EventWords};
use crate::layers::syntax::{Syntax, Upos, Word};

use super::shared::inherit;
use super::support;
use super::text::is_nominal;

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
    let word = &syntax.words[trigger.at()];
    if word.upos == Upos::Aux && word.relation == "cop" {
        return of_copula(syntax, trigger);
    }
    match is_nominal(word) && !is_infinitive_noun(word, words) {
        true => support::of_noun(syntax, trigger, words),
        false => of_verb(syntax, trigger, words),
    }
}

/// A verb that the parser took for a copula ('ont fui leurs positions'): its subject is that of its object.
fn of_copula(syntax: &Syntax, verb: WordIdx) -> Arguments {
    let Some(head) = syntax.head(verb) else { return Arguments::default() };
    let mut arguments = Arguments::default();
    for dependent in syntax.dependents(head).filter(|&it| it < verb) {
        if syntax.words[dependent.at()].universal_relation() == "nsubj" {
            arguments.subject.push((dependent, "subject of an active verb"));
        }
    }
    arguments.object.push((head, "object of an active verb"));
    arguments
}

/// Whether an infinitive was tagged as a noun ('avant de l'encercler').
pub(super) fn is_infinitive_noun(word: &Word, words: &EventWords) -> bool {
    let lemma = word.lemma.to_lowercase();
    let form = words.lists.infinitive_endings.iter().any(|ending| word.form.ends_with(ending.as_str()));
    word.upos == Upos::Noun && form && words.noun(&lemma).next().is_none() && words.verb(&lemma).next().is_some()
}

/// The arguments of a verb.
pub(super) fn of_verb(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Arguments {
    let mut arguments = Arguments::default();
    let passive = is_passive(syntax, verb, words);
    for (dependent, relation) in dependents_mended(syntax, verb, words) {
        let word = &syntax.words[dependent.at()];
        match relation {
            "nsubj" => match antecedent(syntax, verb, dependent) {
                Some(head) if passive => arguments.object.push((head, "antecedent of the relative clause, passive")),
                Some(head) => match makers(syntax, head, words) {
                    Some(makers) => arguments.subject.push((makers, "who makes up the better part of them")),
                    None => arguments.subject.push((head, "antecedent of the relative clause")),
                },
                None if passive => arguments.object.push((dependent, "subject of a passive verb")),
                None => arguments.subject.push((dependent, "subject of an active verb")),
            },
            "obj" | "iobj" if is_reflexive(word, words) => {}
            "obj" | "iobj" => match antecedent(syntax, verb, dependent) {
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
    if !passive && arguments.object.is_empty() {
        object_behind_time(syntax, verb, words, &mut arguments);
    }
    arguments
}

/// The dependents of a verb with their relations. A subject with a preposition ('En Irak, les forces …') is none,
/// and gives way to the noun that the parser hung under it; so does the adverb of 'plus de 3 000 personnes'.
fn dependents_mended<'s>(syntax: &'s Syntax, verb: WordIdx, words: &EventWords) -> Vec<(WordIdx, &'s str)> {
    let mut mended = Vec::new();
    for dependent in syntax.dependents(verb) {
        let word = &syntax.words[dependent.at()];
        let relation = word.universal_relation();
        let marked = preposition(syntax, dependent).is_some_and(|it| words.argument(&it).next().is_some());
        let temporal = words.lists.time_nouns.contains(&word.lemma.to_lowercase());
        let below = |relations: [&str; 2]| {
            syntax.dependents(dependent).find(|&it| {
                let word = &syntax.words[it.at()];
                relations.contains(&word.universal_relation()) && matches!(word.upos, Upos::Noun | Upos::Propn)
            })
        };
        match relation {
            "appos" | "dep" => {}
            "nsubj" | "obj" if word.upos == Upos::Adv => {
                mended.extend(below(["obl", "nmod"]).map(|noun| (noun, relation)));
            }
            "nsubj" if marked || temporal => match below(["appos", "dep"]).filter(|&it| it < verb) {
                Some(noun) => mended.push((noun, relation)),
                None if temporal => {}
                None => mended.push((dependent, relation)),
            },
            "obj" if temporal => {}
            _ => mended.push((dependent, relation)),
        }
    }
    mended
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

/// 'Ont bloqué *mardi* l'autoroute': the parser takes the day for the object and the object for an adverbial. A noun
/// without any preposition right behind a time is the object.
fn object_behind_time(syntax: &Syntax, verb: WordIdx, words: &EventWords, arguments: &mut Arguments) {
    let is_time = |it: WordIdx| words.lists.time_nouns.contains(&syntax.words[it.at()].lemma.to_lowercase());
    let time = syntax.dependents(verb).find(|&it| it > verb && is_time(it) && preposition(syntax, it).is_none());
    let Some(time) = time.filter(|_| !has_reflexive(syntax, verb, words)) else { return };
    let bare = |(word, preposition): &&(WordIdx, String)| {
        let it = &syntax.words[word.at()];
        let noun = matches!(it.upos, Upos::Noun | Upos::Propn);
        noun && preposition.is_empty() && *word > time && !is_time(*word) && it.head == Some(verb)
    };
    let found = arguments.marked.iter().find(bare).map(|(word, _)| *word);
    arguments.object.extend(found.map(|word| (word, "object of an active verb")));
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
    let auxiliaries: Vec<&Word> = syntax
        .dependents(word)
        .map(|dependent| &syntax.words[dependent.at()])
        .filter(|dependent| dependent.upos == Upos::Aux)
        .collect();
    let participle = it.feats.is("VerbForm", "Part") && it.feats.is("Tense", "Past");
    let passive_subject =
        syntax.dependents(word).any(|dependent| syntax.words[dependent.at()].relation == "nsubj:pass");
    let by_auxiliary = auxiliaries.last().map(|it| words.lists.passive_auxiliaries.contains(&it.lemma.to_lowercase()));
    auxiliaries.iter().any(|it| it.relation == "aux:pass")
        || passive_subject
        // 'Le siège est achevé', whatever the parser says of its auxiliary.
        || participle && by_auxiliary == Some(true)
        // A participle that is tagged as an adjective: 'ont été blessés', 'les zones occupées'.
        || it.upos == Upos::Adj && by_auxiliary != Some(false)
        || participle && auxiliaries.is_empty() && it.relation != "root"
}

/// Whether a verb has a reflexive pronoun.
pub(super) fn has_reflexive(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> bool {
    syntax.dependents(verb).any(|dependent| is_reflexive(&syntax.words[dependent.at()], words))
}

pub(super) fn is_reflexive(word: &Word, words: &EventWords) -> bool {
    word.upos == Upos::Pron && words.lists.reflexives.contains(&word.lemma.to_lowercase())
}

/// The noun that a relative pronoun stands for: the one whose clause it opens or, where that does not agree
/// with the verb in number, the nearest noun before the pronoun that does.
pub(super) fn antecedent(syntax: &Syntax, verb: WordIdx, pronoun: WordIdx) -> Option<WordIdx> {
    let it = &syntax.words[pronoun.at()];
    let word = &syntax.words[verb.at()];
    if !it.feats.is("PronType", "Rel") || !word.relation.starts_with("acl") {
        return None;
    }
    let head = word.head?;
    let finite = |word: &Word| word.feats.is("VerbForm", "Fin");
    let mut forms = syntax.dependents(verb).chain([verb]).map(|it| &syntax.words[it.at()]).filter(|it| finite(it));
    let number = forms.find_map(|it| it.feats.get("Number")).filter(|_| it.universal_relation() == "nsubj");
    let agrees = |noun: WordIdx| {
        let noun = syntax.words[noun.at()].feats.get("Number");
        number.is_none() || noun.is_none() || noun == number
    };
    if agrees(head) {
        return Some(head);
    }
    let between = (head.at()..pronoun.at()).rev().map(WordIdx::new);
    let noun = |it: &WordIdx| matches!(syntax.words[it.at()].upos, Upos::Noun | Upos::Propn) && agrees(*it);
    Some(between.into_iter().find(noun).unwrap_or(head))
}

/// 'A et B forment le gros des troupes *qui ont pris X*': whoever makes up the better part of a force did what it did.
fn makers(syntax: &Syntax, force: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let lemma = |it: WordIdx| syntax.words[it.at()].lemma.to_lowercase();
    let mut above = syntax.path_to_root(force).take(2);
    let core = above.find(|&it| words.lists.cores.contains(&lemma(it)))?;
    let verb = syntax.head(core).filter(|_| syntax.words[core.at()].universal_relation() == "obj")?;
    let mut below = syntax.dependents(verb).filter(|_| words.lists.makes_up.contains(&lemma(verb)));
    below.find(|it| syntax.words[it.at()].universal_relation() == "nsubj")
}

/// Whether a word stands behind a preposition that leads to an argument of a kind.
pub(super) fn is_led_to(syntax: &Syntax, word: WordIdx, argument: Argument, words: &EventWords) -> bool {
    preposition(syntax, word).is_some_and(|it| words.argument(&it).any(|it| it == argument))
}

/// Lemma of the preposition before a word.
pub(super) fn preposition(syntax: &Syntax, word: WordIdx) -> Option<String> {
    let case =
        syntax.dependents(word).find(|&dependent| syntax.words[dependent.at()].universal_relation() == "case")?;
    Some(syntax.words[case.at()].lemma.to_lowercase())
}
