//! The participants of a noun of happening: its own complements, and those of the verb that carries it
//! ('mener une offensive', 'subir une défaite', 'des frappes ont visé').

use crate::index::WordIdx;
use crate::layers::clauses::{Participant, Role, Voice, Why};
use crate::layers::syntax::Upos;

use super::Draft;
use super::participants::{antecedent, has, own, participant};
use super::tree::Tree;
use super::verb_group::verb_group;

/// A noun's participants and the verb that carries it.
#[derive(Default)]
pub(super) struct Happening {
    pub participants: Vec<Participant>,
    pub carrier: Option<WordIdx>,
}

/// Complements that are kept of one noun.
const MOST: usize = 32;

/// What takes part in the happening that a noun names.
pub(super) fn happening(draft: &Draft, noun: WordIdx) -> Happening {
    let tree = &draft.tree;
    let mut found = complements(tree, noun);
    found.truncate(MOST);
    found.extend(target(tree, noun).map(|word| participant(word, Role::Object, Why::Target)));
    let mut carrier = verb_above(tree, noun).filter(|&verb| carried(draft, noun, verb, &mut found));
    if let Some(verb) = under(draft, noun, &mut found) {
        carrier = Some(verb);
    }
    if let Some(verb) = target(tree, noun).and(tree.head(noun)) {
        carrier = carrier.or(Some(verb));
    }
    settle(tree, noun, &mut found);
    Happening { participants: found, carrier }
}

fn marked(tree: &Tree, word: WordIdx) -> Participant {
    let it = antecedent(tree, word).unwrap_or(word);
    Participant { word: it, role: Role::Oblique, marker: tree.marker(word).to_owned(), why: Why::Marked }
}

/// What stands beside a noun: complements, possessives, what is before it, participles that tell who and whom.
fn complements(tree: &Tree, noun: WordIdx) -> Vec<Participant> {
    let light = &tree.grammar.light;
    let mut found = Vec::new();
    for &it in tree.children(noun) {
        let word = tree.word(it);
        let lemma = tree.lemma(it);
        match tree.relation(it) {
            "det" | "nmod" if word.feats.is("Poss", "Yes") => {
                found.push(participant(it, Role::Possessor, Why::Possessive));
            }
            "nmod" if word.relation == "nmod:poss" => found.push(participant(it, Role::Possessor, Why::Possessive)),
            "obl" | "nmod" if word.upos != Upos::Det => found.push(marked(tree, it)),
            "compound" | "amod" if it < noun => {
                let below = tree.children(it).iter().copied().filter(|&below| tree.full_relation(below) == "compound");
                let all = std::iter::once(it).chain(below);
                found.extend(all.map(|it| participant(it, Role::Modifier, Why::BeforeNoun)));
                if light.does.contains(lemma) && is_bare(tree, it) {
                    carried_out(tree, it, &mut found);
                }
            }
            // 'L'intervention de X, de Y et de Z': the parser joins the others to the noun itself.
            "conj" if tree.is_of(it) => {
                let more = tree.in_relation(it, "conj").filter(|&more| tree.is_of(more));
                found.extend(std::iter::once(it).chain(more).map(|it| marked(tree, it)));
            }
            "acl" | "amod" if light.does.contains(lemma) && is_bare(tree, it) => carried_out(tree, it, &mut found),
            "acl" if light.opposes.contains(lemma) => {
                let of = own(tree, it, is_passive(tree, it));
                found.extend(
                    of.iter()
                        .filter(|of| of.role == Role::Object)
                        .map(|of| participant(of.word, Role::Subject, Why::Side)),
                );
                found.extend(of.into_iter().filter(|of| of.role == Role::Oblique));
            }
            "acl" if light.targets.contains(lemma) => hit_by(tree, it, &mut found),
            _ => {}
        }
    }
    found
}

fn is_passive(tree: &Tree, verb: WordIdx) -> bool {
    verb_group(tree, verb, None).voice == Voice::Passive
}

/// 'Une offensive *menée par X*': who carries it out.
fn carried_out(tree: &Tree, participle: WordIdx, found: &mut Vec<Participant>) {
    let of = own(tree, participle, is_passive(tree, participle));
    for it in of {
        match it.role {
            Role::Subject => found.push(participant(it.word, Role::Subject, Why::CarriedOut)),
            Role::Oblique => found.push(it),
            _ => {}
        }
    }
}

/// Whether a participle has neither an auxiliary nor a subject of its own: '« 20 blessés », a déclaré X' hangs a whole
/// clause under the noun.
fn is_bare(tree: &Tree, participle: WordIdx) -> bool {
    let clause = |it: &&WordIdx| tree.word(**it).upos == Upos::Aux || tree.relation(**it) == "nsubj";
    !tree.is(participle, "VerbForm", "Fin") && !tree.children(participle).iter().any(|it| clause(&it))
}

/// 'Le séisme *qui a frappé X*': the object of an active relative clause of which the noun is the subject.
fn hit_by(tree: &Tree, verb: WordIdx, found: &mut Vec<Participant>) {
    let relative = tree.in_relation(verb, "nsubj").any(|it| tree.is_relative(it));
    if relative && !is_passive(tree, verb) {
        let objects = own(tree, verb, false).into_iter().filter(|it| it.role == Role::Object);
        found.extend(objects.map(|it| participant(it.word, Role::Object, Why::HitBy)));
    }
}

/// The verb of which a noun is subject, object or complement.
fn verb_above(tree: &Tree, noun: WordIdx) -> Option<WordIdx> {
    let head = tree.head(noun).filter(|_| matches!(tree.relation(noun), "obj" | "nsubj" | "obl"))?;
    (tree.word(head).upos == Upos::Verb).then_some(head)
}

/// Takes over what the verb that carries a noun has; whether there is one that does.
fn carried(draft: &Draft, noun: WordIdx, verb: WordIdx, found: &mut Vec<Participant>) -> bool {
    let tree = &draft.tree;
    let light = &tree.grammar.light;
    let lemma = tree.lemma(verb);
    let Some(above) = draft.clause(verb) else { return false };
    let is_object = above.objects().any(|it| it.word == noun);
    let is_subject = above.subjects().any(|it| it.word == noun);
    let others = |role: Role, as_role: Role, why: Why| -> Vec<Participant> {
        let others = above.participants.iter().filter(|it| it.role == role && it.word != noun);
        others.map(|it| participant(it.word, as_role, why)).collect()
    };
    if is_object && light.does.contains(lemma) {
        found.extend(others(Role::Subject, Role::Subject, Why::Carrier));
    } else if is_object && light.suffers.contains(lemma) {
        found.extend(others(Role::Subject, Role::Object, Why::Sufferer));
    } else if is_subject && light.targets.contains(lemma) {
        found.extend(others(Role::Object, Role::Object, Why::CarrierObject));
    } else if is_subject && light.opposes.contains(lemma) {
        found.extend(others(Role::Object, Role::Subject, Why::Side));
        let counterpart = above.participants.iter().filter(|it| it.role == Role::Oblique);
        let counterpart = counterpart.filter(|it| !tree.full_relation(it.word).starts_with("obl:mod"));
        found.extend(counterpart.cloned());
        return true;
    } else {
        found.extend(behind(tree, noun, verb));
        return false;
    }
    // What the verb has from somewhere is not the noun's.
    let own = above.participants.iter().filter(|it| it.role == Role::Oblique && !tree.grammar.is_of(&it.marker));
    found.extend(own.filter(|it| it.word != noun).cloned());
    true
}

/// 'Évoquer des pertes écrasantes *pour X*': what stands right behind a noun, but which the parser hung under its verb.
fn behind(tree: &Tree, noun: WordIdx, verb: WordIdx) -> Option<Participant> {
    let mut obliques = tree.in_relation(verb, "obl").filter(|&it| it > noun && !tree.marker(it).is_empty());
    let near = |it: WordIdx| {
        let mut between = (noun.at() + 1..it.at()).map(|at| tree.syntax.words[at].upos);
        between.all(|it| matches!(it, Upos::Adj | Upos::Adp | Upos::Det))
    };
    obliques.find(|&it| tree.relation(noun) == "obj" && near(it)).map(|it| marked(tree, it))
}

/// 'X ont fui sous le feu', 'X came under attack': the subject of the clause is under what the noun tells.
fn under(draft: &Draft, noun: WordIdx, found: &mut Vec<Participant>) -> Option<WordIdx> {
    let tree = &draft.tree;
    let verb = tree.head(noun).filter(|_| tree.grammar.light.under.contains(tree.marker(noun)))?;
    let subjects =
        draft.clause(verb)?.participants.iter().filter(|it| it.why != Why::Marked && it.role == Role::Subject);
    found.extend(subjects.map(|it| participant(it.word, Role::Object, Why::Under)));
    Some(verb)
}

/// Who is the target of what a noun tells: 'X a été la cible de …'.
fn target(tree: &Tree, noun: WordIdx) -> Option<WordIdx> {
    let head = tree.head(noun).filter(|_| tree.is_of(noun))?;
    if !tree.grammar.light.target_nouns.contains(tree.lemma(head)) {
        return None;
    }
    let own = tree.in_relation(head, "nsubj").next();
    // 'Fait l'objet de': the subject is that of the verb.
    let of_verb = || {
        let verb = tree.head(head).filter(|&verb| tree.relation(head) == "obj" && tree.is_verbal(verb))?;
        tree.in_relation(verb, "nsubj").next()
    };
    let subject = own.or_else(of_verb).map(|it| antecedent(tree, it).unwrap_or(it));
    subject.or_else(|| tree.head(head).filter(|_| matches!(tree.relation(head), "acl" | "appos")))
}

/// Tells those who did it from those it was done to, where the prepositions and the noun leave no doubt.
fn settle(tree: &Tree, noun: WordIdx, found: &mut [Participant]) {
    let grammar = tree.grammar;
    let lemma = tree.lemma(noun);
    let by = |it: &Participant| grammar.agent_prepositions.contains(&it.marker) && !tree.is_time(it.word);
    let of = |it: &Participant| it.role == Role::Oblique && grammar.is_of(&it.marker);
    let own = |it: &Participant| it.role == Role::Possessor;
    let doer = found.iter().any(|it| it.role == Role::Oblique && by(it)) || has(found, Role::Subject);
    let owned = found.iter().any(of);
    let to_object = doer || grammar.of_object.contains(lemma);
    let to_subject = grammar.of_subject.contains(lemma);
    for it in found.iter_mut() {
        if it.role == Role::Oblique && by(it) {
            (it.role, it.why) = (Role::Subject, Why::NounAgent);
        } else if of(it) && to_object {
            (it.role, it.why) = (Role::Object, Why::NounPatient);
        } else if of(it) && to_subject || own(it) && (to_object && owned || to_subject) {
            (it.role, it.why) = (Role::Subject, Why::NounAgent);
        } else if own(it) && to_object {
            (it.role, it.why) = (Role::Object, Why::NounPatient);
        }
    }
}
