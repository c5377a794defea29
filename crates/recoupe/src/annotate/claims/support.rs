//! The arguments of a noun of happening: its own complements, and those of the verb that carries it
//! ('mener une offensive', 'subir une défaite', 'des frappes ont visé').

use crate::index::WordIdx;
use crate::language::events::{Argument, EventWords};
use crate::layers::syntax::{Syntax, Upos};

use super::arguments::{Arguments, is_led_to, is_passive, of_verb, preposition};

/// Name under which a possessive determiner is a marked argument.
pub(super) const POSSESSIVE: &str = "possessive";

/// Name under which a noun or an adjective before a noun is a marked argument ('government air strikes').
pub(super) const MODIFIER: &str = "modifier";

/// Why who does it fills a role of a noun that a verb of doing carries.
pub(super) const CARRIER: &str = "subject of the verb that carries the noun";

const SIDE: &str = "side of the verb that carries the noun";

/// The arguments of a noun.
pub(super) fn of_noun(syntax: &Syntax, noun: WordIdx, words: &EventWords) -> Arguments {
    let mut arguments = Arguments::default();
    for dependent in syntax.dependents(noun) {
        let word = &syntax.words[dependent.at()];
        match word.universal_relation() {
            "obl" | "nmod" if word.upos != Upos::Det => {
                arguments.marked.push((dependent, preposition(syntax, dependent).unwrap_or_default()));
            }
            "compound" | "amod" if dependent < noun => {
                let below = syntax.dependents(dependent).filter(|&it| syntax.words[it.at()].relation == "compound");
                let all = std::iter::once(dependent).chain(below);
                arguments.marked.extend(all.map(|it| (it, MODIFIER.to_owned())));
            }
            "conj" if is_led_to(syntax, dependent, Argument::De, words) => {
                of_conjunct(syntax, dependent, words, &mut arguments)
            }
            "det" | "nmod" if word.feats.is("Poss", "Yes") => arguments.marked.push((dependent, POSSESSIVE.to_owned())),
            "acl" | "amod" if words.support.does.contains(&word.lemma.to_lowercase()) && is_bare(syntax, dependent) => {
                let carrier = of_verb(syntax, dependent, words);
                arguments.subject.extend(carrier.subject.iter().map(|(word, _)| (*word, "who carries it out")));
                arguments.marked.extend(carrier.marked);
            }
            "acl" if words.support.opposes.contains(&word.lemma.to_lowercase()) => {
                let of = of_verb(syntax, dependent, words);
                arguments.subject.extend(of.object.into_iter().map(|(word, _)| (word, SIDE)));
                arguments.marked.extend(of.marked);
            }
            "acl" if words.support.targets.contains(&word.lemma.to_lowercase()) => {
                arguments.object.extend(hit_by(syntax, dependent, words));
            }
            _ => {}
        }
    }
    arguments.marked.extend(behind(syntax, noun, words));
    arguments.object.extend(under(syntax, noun, words).map(|it| (it, "who is under it")));
    arguments.object.extend(target(syntax, noun, words).map(|it| (it, "target of the happening")));
    if let Some(verb) = carrier(syntax, noun) {
        carried(syntax, noun, verb, words, &mut arguments);
    }
    arguments
}

/// Whether a participle has neither an auxiliary nor a subject of its own: '« 20 blessés », a déclaré X' hangs a whole
/// clause under the noun.
fn is_bare(syntax: &Syntax, participle: WordIdx) -> bool {
    let finite = syntax.words[participle.at()].feats.is("VerbForm", "Fin");
    let mut below = syntax.dependents(participle).map(|it| &syntax.words[it.at()]);
    !finite && !below.any(|it| it.upos == Upos::Aux || it.universal_relation() == "nsubj")
}

/// 'Le séisme *qui a frappé X*': the object of an active relative clause of which the noun is the subject.
fn hit_by(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Vec<(WordIdx, &'static str)> {
    let mut subjects = syntax.dependents(verb).filter(|&it| syntax.words[it.at()].universal_relation() == "nsubj");
    let relative = subjects.any(|it| syntax.words[it.at()].feats.is("PronType", "Rel"));
    if !relative || is_passive(syntax, verb, words) {
        return Vec::new();
    }
    let of = of_verb(syntax, verb, words);
    of.object.into_iter().map(|(word, _)| (word, "object of the clause that describes the noun")).collect()
}

/// 'l'intervention de X, *de Y et de Z*': the parser joins the others to the noun itself.
fn of_conjunct(syntax: &Syntax, word: WordIdx, words: &EventWords, arguments: &mut Arguments) {
    let below = syntax.dependents(word).filter(|&it| syntax.words[it.at()].universal_relation() == "conj");
    let all = std::iter::once(word).chain(below.filter(|&it| is_led_to(syntax, it, Argument::De, words)));
    arguments.marked.extend(all.filter_map(|it| Some((it, preposition(syntax, it)?))));
}

/// 'évoquer des pertes écrasantes pour X': what stands right behind a noun, but which the parser hung under its verb.
fn behind(syntax: &Syntax, noun: WordIdx, words: &EventWords) -> Option<(WordIdx, String)> {
    let head = syntax.head(noun).filter(|_| syntax.words[noun.at()].universal_relation() == "obj")?;
    let dependents =
        syntax.dependents(head).filter(|&it| it > noun && syntax.words[it.at()].universal_relation() == "obl");
    let mut marked = dependents.filter_map(|it| Some((it, preposition(syntax, it)?)));
    marked.find(|(word, preposition)| {
        let between = (noun.at() + 1..word.at()).map(|at| &syntax.words[at]);
        let near = between.into_iter().all(|it| matches!(it.upos, Upos::Adj | Upos::Adp | Upos::Det));
        near && words.argument(preposition).any(|it| it == Argument::Pour)
    })
}

/// 'X ont fui sous le feu': the subject of the clause is under what the noun tells.
fn under(syntax: &Syntax, noun: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let head =
        syntax.head(noun).filter(|_| preposition(syntax, noun).is_some_and(|it| words.support.under.contains(&it)))?;
    syntax.dependents(head).find(|&it| syntax.words[it.at()].universal_relation() == "nsubj")
}

/// Who is the target of what a noun tells: 'X a été la cible de …'.
fn target(syntax: &Syntax, noun: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let head = syntax.head(noun).filter(|_| is_led_to(syntax, noun, Argument::De, words))?;
    let word = &syntax.words[head.at()];
    if !words.support.target_nouns.contains(&word.lemma.to_lowercase()) {
        return None;
    }
    let mut subjects = syntax.dependents(head).filter(|&it| syntax.words[it.at()].universal_relation() == "nsubj");
    subjects.next().or_else(|| word.head.filter(|_| matches!(word.universal_relation(), "acl" | "appos")))
}

/// The verb of which a noun is subject or object.
fn carrier(syntax: &Syntax, noun: WordIdx) -> Option<WordIdx> {
    let word = &syntax.words[noun.at()];
    let head = word.head.filter(|_| matches!(word.universal_relation(), "obj" | "nsubj" | "obl"))?;
    (syntax.words[head.at()].upos == Upos::Verb).then_some(head)
}

fn carried(syntax: &Syntax, noun: WordIdx, verb: WordIdx, words: &EventWords, arguments: &mut Arguments) {
    let lemma = syntax.words[verb.at()].lemma.to_lowercase();
    let relation = syntax.words[noun.at()].universal_relation().to_owned();
    let passive = is_passive(syntax, verb, words);
    let of = of_verb(syntax, verb, words);
    let is_object = relation == "obj" || relation == "nsubj" && passive;
    let is_subject = relation == "nsubj" && !passive;
    let others = |slots: &[(WordIdx, &'static str)], reason: &'static str| -> Vec<(WordIdx, &'static str)> {
        slots.iter().filter(|(word, _)| *word != noun).map(|(word, _)| (*word, reason)).collect()
    };
    if is_object && words.support.does.contains(&lemma) {
        arguments.subject.extend(others(&of.subject, CARRIER));
    } else if is_object && words.support.suffers.contains(&lemma) {
        arguments.object.extend(others(&of.subject, "subject of a verb of suffering"));
    } else if is_subject && words.support.targets.contains(&lemma) {
        arguments.object.extend(others(&of.object, "object of the verb that carries the noun"));
    } else if is_subject && words.support.opposes.contains(&lemma) {
        arguments.subject.extend(others(&of.object, SIDE));
        let counterpart = of.marked.iter().filter(|(word, _)| {
            syntax.words[word.at()].head == Some(verb) && !syntax.words[word.at()].relation.starts_with("obl:mod")
        });
        arguments.marked.extend(counterpart.cloned());
        return;
    } else {
        return;
    }
    // What the verb has from somewhere is not the noun's.
    let own = |(_, preposition): &(WordIdx, String)| !words.argument(preposition).any(|it| it == Argument::De);
    arguments.marked.extend(of.marked.into_iter().filter(own));
}
