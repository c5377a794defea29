//! The participants that a verb has among its own dependents, by role with the voice undone.

use crate::index::WordIdx;
use crate::layers::clauses::{Participant, Role, Why};
use crate::layers::syntax::Upos;

use super::mends;
use super::tree::{STEPS, Tree};

/// Participants that are kept of one clause.
const MOST: usize = 32;

pub(super) fn participant(word: WordIdx, role: Role, why: Why) -> Participant {
    Participant { word, role, marker: String::new(), why }
}

/// What a verb's own dependents fill.
pub(super) fn own(tree: &Tree, verb: WordIdx, passive: bool) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    for (word, relation) in mends::dependents(tree, verb) {
        if found.len() >= MOST {
            break;
        }
        match relation {
            "nsubj" => found.push(subject(tree, verb, word, passive)),
            "obj" | "iobj" if tree.is_reflexive(word) => {}
            "obj" | "iobj" => {
                let clitic = relation == "iobj" && !passive;
                let role = if clitic { Role::Recipient } else { Role::Object };
                found.push(match antecedent(tree, word) {
                    Some(noun) if tree.is_time(noun) => continue,
                    Some(noun) => participant(noun, Role::Object, Why::Antecedent),
                    None => participant(word, role, Why::ActiveObject),
                });
            }
            "obl" | "nmod" => {
                let marker = tree.marker(word);
                let agent = tree.grammar.agent_prepositions.contains(marker);
                if passive && (agent && !tree.is_time(word) || tree.full_relation(word) == "obl:agent") {
                    let mut it =
                        participant(antecedent(tree, word).unwrap_or(word), Role::Subject, Why::PassiveComplement);
                    marker.clone_into(&mut it.marker);
                    found.push(it);
                } else {
                    let why = Why::Marked;
                    let word = antecedent(tree, word).unwrap_or(word);
                    found.push(Participant { word, role: Role::Oblique, marker: marker.to_owned(), why });
                }
            }
            _ => {}
        }
    }
    if passive && !has(&found, Role::Subject) {
        found.extend(mends::far_agent(tree, verb).map(|word| participant(word, Role::Subject, Why::FarAgent)));
    }
    mends::inverted_relative(tree, verb, passive, &mut found);
    mends::bare_relative(tree, verb, passive, &mut found);
    if !passive && !has(&found, Role::Object) {
        mends::objects_behind_adpositions(tree, &mut found);
    }
    if !passive && !has(&found, Role::Object) {
        mends::object_behind_time(tree, verb, &mut found);
    }
    found
}

pub(super) fn has(participants: &[Participant], role: Role) -> bool {
    participants.iter().any(|it| it.role == role)
}

fn subject(tree: &Tree, verb: WordIdx, word: WordIdx, passive: bool) -> Participant {
    match antecedent(tree, word) {
        Some(noun) if passive => participant(noun, Role::Object, Why::Antecedent),
        Some(noun) => match makers(tree, noun) {
            Some(makers) => participant(makers, Role::Subject, Why::Makers),
            None => participant(agreeing(tree, verb, word, noun), Role::Subject, Why::Antecedent),
        },
        None if passive => participant(word, Role::Object, Why::PassiveSubject),
        None => participant(word, Role::Subject, Why::ActiveSubject),
    }
}

/// The noun that a relative pronoun stands for: the one whose clause holds the pronoun.
pub(super) fn antecedent(tree: &Tree, pronoun: WordIdx) -> Option<WordIdx> {
    if !tree.is_relative(pronoun) {
        return None;
    }
    let mut at = pronoun;
    for _ in 0..STEPS {
        let head = tree.head(at)?;
        let clause = matches!(tree.relation(at), "acl") || tree.full_relation(at) == "advcl:cleft";
        if clause && head < pronoun {
            return Some(head);
        }
        at = head;
    }
    None
}

/// Where the noun that a relative clause hangs from does not agree with the verb in number, the nearest noun before
/// the pronoun that does.
fn agreeing(tree: &Tree, verb: WordIdx, pronoun: WordIdx, noun: WordIdx) -> WordIdx {
    let mut forms = tree.auxiliaries(verb).chain([verb]).filter(|&it| tree.is(it, "VerbForm", "Fin"));
    let number = forms.find_map(|it| tree.word(it).feats.get("Number"));
    let agrees = |it: WordIdx| {
        let of = tree.word(it).feats.get("Number");
        number.is_none() || of.is_none() || of == number || tree.in_relation(it, "conj").next().is_some()
    };
    if agrees(noun) {
        return noun;
    }
    let between = (noun.at()..pronoun.at()).rev().take(STEPS * 2).map(WordIdx::new);
    let fits = |it: &WordIdx| tree.is_noun(*it) && agrees(*it);
    between.into_iter().find(fits).unwrap_or(noun)
}

/// 'A et B forment le gros des troupes *qui ont pris X*': whoever makes up the better part of a force did what it did.
fn makers(tree: &Tree, force: WordIdx) -> Option<WordIdx> {
    let core = [Some(force), tree.head(force)].into_iter().flatten();
    let core = core.into_iter().find(|&it| tree.grammar.cores.contains(tree.lemma(it)))?;
    let verb = tree.head(core).filter(|_| tree.relation(core) == "obj")?;
    let makes = tree.grammar.makes_up.contains(tree.lemma(verb));
    tree.in_relation(verb, "nsubj").next().filter(|_| makes)
}

/// Adds the words that are coordinated with participants.
pub(super) fn with_coordinated(tree: &Tree, participants: &mut Vec<Participant>) {
    let mut joined: Vec<Participant> = Vec::new();
    for it in participants.iter() {
        let nominal = |word: WordIdx| tree.is_nominal(word) || tree.word(word).upos == Upos::Adj;
        for word in tree.in_relation(it.word, "conj").filter(|&word| nominal(word)).take(MOST) {
            let own = tree.marker(word);
            let marker = if own.is_empty() { it.marker.clone() } else { own.to_owned() };
            let clause = tree.in_relation(word, "nsubj").next().is_some();
            let known = participants.iter().chain(&joined).any(|other| other.word == word);
            if !clause && !known && (own.is_empty() || own == it.marker || it.role == Role::Subject) {
                joined.push(Participant { word, role: it.role, marker, why: Why::Coordinated });
            }
        }
        if participants.len() + joined.len() >= MOST {
            break;
        }
    }
    participants.extend(joined);
}
