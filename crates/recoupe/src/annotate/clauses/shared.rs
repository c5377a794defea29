//! Participants that a verb does not have itself: the noun that a participle modifies, whoever the verb above makes do
//! it, and the subject of the clause above or beside ('…, avant de se retirer').

use crate::index::WordIdx;
use crate::layers::clauses::{Clause, Mood, Participant, Role, Voice, Why};
use crate::layers::syntax::Upos;

use super::Draft;
use super::participants::{antecedent, own, participant};
use super::tree::{STEPS, Tree};
use super::verb_group::{VerbGroup, verb_group};

/// Words before a verb within which the mark of its clause stands.
const MARK: usize = 12;

/// Whoever fills the grammatical subject's place of a verb without a subject of its own.
pub(super) fn shared(draft: &Draft, verb: WordIdx, group: &VerbGroup) -> Vec<Participant> {
    let tree = &draft.tree;
    let passive = group.voice == Voice::Passive;
    let role = if passive { Role::Object } else { Role::Subject };
    let fill = |(word, why): (WordIdx, Why)| participant(word, role, why);
    let Some(head) = tree.head(verb) else { return Vec::new() };
    let finite = !matches!(group.mood, Mood::Infinitive | Mood::Participle | Mood::Gerund);
    let relation = tree.relation(verb);
    if tree.full_relation(verb) == "acl:relcl" && finite {
        return relative_before(tree, verb, head).map(fill).into_iter().collect();
    }
    if relation == "conj" {
        let Some(first) = draft.clause(head) else {
            return modified(tree, verb, head, group).map(fill).into_iter().collect();
        };
        return subjects_of(tree, first)
            .into_iter()
            .filter(|it| agree_if(tree, verb, it.0, passive))
            .map(fill)
            .collect();
    }
    if finite {
        return Vec::new();
    }
    let modifies = matches!(relation, "acl" | "amod" | "appos" | "nmod") && !tree.is_verbal(head);
    let found = match group.mood {
        _ if relation == "nsubj" || relation == "csubj" => Vec::new(),
        Mood::Infinitive | Mood::Gerund if modifies => of_noun(draft, verb, head).into_iter().collect(),
        _ if modifies => modified(tree, verb, head, group).into_iter().collect(),
        _ => of_clause_above(draft, verb, head, group),
    };
    let fits =
        |it: &(WordIdx, Why)| it.0 != verb && (group.mood != Mood::Participle || agree_if(tree, verb, it.0, passive));
    let found: Vec<Participant> = found.into_iter().filter(fits).map(fill).collect();
    if !found.is_empty() || relation == "nsubj" || relation == "csubj" {
        return found;
    }
    clause_before(draft, verb, group).filter(fits).map(fill).into_iter().collect()
}

/// The grammatical subject of a clause: its subjects or, of a passive, what it is done to.
fn subjects_of(tree: &Tree, clause: &Clause) -> Vec<(WordIdx, Why)> {
    let role = if clause.is_passive() { Role::Object } else { Role::Subject };
    let first = clause.participants.iter().filter(|it| it.role == role && it.marker.is_empty());
    let mut found: Vec<(WordIdx, Why)> = Vec::new();
    for it in first {
        // Of two objects of a passive, the subject counts.
        let second = clause.is_passive() && it.why == Why::ActiveObject && !found.is_empty();
        if !second && it.word != clause.head {
            found.push((it.word, Why::Shared));
        }
    }
    found.retain(|(word, _)| !tree.is_time(*word));
    found
}

/// Whom a verb makes act: its object, or whoever something is asked of.
fn controlled(tree: &Tree, clause: &Clause, below: WordIdx) -> Vec<(WordIdx, Why)> {
    let dative = |it: &Participant| it.role == Role::Oblique && tree.grammar.dative_prepositions.contains(&it.marker);
    let all = || clause.participants.iter().filter(|it| it.word != below && it.word != clause.head);
    let asked: Vec<&Participant> = all().filter(|it| it.role == Role::Recipient).collect();
    let objects: Vec<&Participant> = all().filter(|it| it.role == Role::Object).collect();
    let datives: Vec<&Participant> = all().filter(|it| dative(it)).collect();
    let chosen = [objects, asked, datives].into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    chosen.into_iter().map(|it| (it.word, Why::ObjectControl)).collect()
}

/// What an infinitive, gerund or participle has from the clause above.
fn of_clause_above(draft: &Draft, verb: WordIdx, head: WordIdx, group: &VerbGroup) -> Vec<(WordIdx, Why)> {
    let tree = &draft.tree;
    let Some(above) = draft.clause(head) else { return of_noun(draft, verb, head).into_iter().collect() };
    if let Some(noun) = noun_beside(tree, verb, head) {
        let owner = owner(tree, noun).filter(|&it| it < verb).map(|it| (it, Why::OwnerOfNoun));
        return owner.into_iter().collect();
    }
    let complement = matches!(tree.relation(verb), "xcomp" | "ccomp" | "advcl" | "obl" | "nmod" | "acl" | "dep");
    let time = tree.in_relation(verb, "mark").any(|it| tree.grammar.clause_marks.contains(tree.lemma(it)));
    let asks = tree.grammar.object_control.contains(tree.lemma(head)) && complement && verb > head;
    let closely = tree.relation(verb) == "xcomp" || !is_aside(tree, verb, head);
    if asks
        && closely
        && group.mood != Mood::Participle
        && !(time && tree.relation(verb) == "advcl" && !of_accusation(tree, verb))
    {
        let controlled = controlled(tree, above, verb);
        if !controlled.is_empty() || !tree.grammar.subject_without_object.contains(tree.lemma(head)) {
            return controlled;
        }
    }
    // 'Two men were killed in shelling': whom it was done to did not do the rest.
    let beside = tree.relation(verb) == "advcl" && group.mood != Mood::Infinitive && group.voice != Voice::Passive;
    let told = tree.in_relation(verb, "mark").any(|it| tree.grammar.time_marks.contains(tree.lemma(it)));
    if beside && above.is_passive() && !told && verb > head {
        return Vec::new();
    }
    subjects_of(tree, above)
}

/// Whether a gerund stands behind a preposition that is no mark of time: 'accused *of* bombing'.
fn of_accusation(tree: &Tree, verb: WordIdx) -> bool {
    tree.children(verb).iter().any(|&it| it < verb && tree.grammar.is_of(tree.lemma(it)))
}

/// Whether a comma sets a verb apart from the one above it.
fn is_aside(tree: &Tree, verb: WordIdx, head: WordIdx) -> bool {
    let between = (head.at() + 1..verb.at()).rev().take(MARK).map(WordIdx::new);
    let group = between.take_while(|&it| tree.head(it) == Some(verb) || tree.word(it).upos == Upos::Punct);
    group.into_iter().any(|it| tree.word(it).form == ",")
}

/// 'La tentative des rebelles *de prendre* X a échoué': the parser hung the infinitive under the verb; the noun that
/// takes it stands before it under the same verb.
fn noun_beside(tree: &Tree, verb: WordIdx, head: WordIdx) -> Option<WordIdx> {
    if tree.relation(verb) == "xcomp" || verb < head {
        return None;
    }
    let takes = |it: &WordIdx| *it > head && *it < verb && tree.grammar.controlled_nouns.contains(tree.lemma(*it));
    tree.children(head).iter().copied().rfind(takes)
}

/// The owner of a noun: 'la tentative *de X*', '*X's* attempt', '*its* attempt'.
fn owner(tree: &Tree, noun: WordIdx) -> Option<WordIdx> {
    let owns = |it: WordIdx| match tree.relation(it) {
        "nmod" => tree.full_relation(it) == "nmod:poss" || tree.is_of(it),
        "det" => tree.is(it, "Poss", "Yes"),
        _ => false,
    };
    tree.children(noun).iter().copied().find(|&it| owns(it))
}

/// Whoever acts in an infinitive below a noun: the owner of the noun, the subject of the verb whose object the noun is,
/// or the noun itself below a verb that makes others act.
fn of_noun(draft: &Draft, verb: WordIdx, noun: WordIdx) -> Option<(WordIdx, Why)> {
    let tree = &draft.tree;
    let mut at = noun;
    for _ in 0..STEPS {
        if let Some(owner) = owner(tree, at).filter(|&it| it < verb) {
            let named = tree.grammar.controlled_nouns.contains(tree.lemma(at));
            let above = tree.head(at).filter(|_| !named);
            let asks = above.is_some_and(|above| tree.grammar.object_control.contains(tree.lemma(above)));
            return Some(if asks { (at, Why::ObjectControl) } else { (owner, Why::OwnerOfNoun) });
        }
        let above = tree.head(at)?;
        let relation = tree.relation(at);
        if tree.word(at).upos == Upos::Adj {
            // 'Les rebelles prêts à quitter'.
            if matches!(relation, "amod" | "acl" | "appos") {
                return Some((above, Why::Modified));
            }
            if let Some(subject) = tree.in_relation(at, "nsubj").next() {
                return Some((antecedent(tree, subject).unwrap_or(subject), Why::Shared));
            }
        }
        if !matches!(relation, "obj" | "iobj" | "obl" | "xcomp" | "nmod" | "amod") {
            return None;
        }
        if let Some(clause) = draft.clause(above) {
            let named = tree.grammar.controlled_nouns.contains(tree.lemma(at));
            if tree.grammar.object_control.contains(tree.lemma(above)) && !named {
                return Some((at, Why::ObjectControl));
            }
            let controlled = controlled(tree, clause, at);
            if tree.grammar.object_control.contains(tree.lemma(above)) && relation == "obj" && !clause.is_passive() {
                let asked = controlled.into_iter().find(|(word, _)| *word != at);
                return asked;
            }
            return subjects_of(tree, clause).into_iter().next().filter(|(word, _)| *word != at);
        }
        at = above;
    }
    None
}

/// The noun that a participle modifies, where they agree.
fn modified(tree: &Tree, verb: WordIdx, noun: WordIdx, group: &VerbGroup) -> Option<(WordIdx, Why)> {
    let word = tree.word(verb);
    let modifies = matches!(tree.relation(verb), "acl" | "amod" | "appos" | "conj" | "nmod" | "dep");
    let passive = group.voice == Voice::Passive;
    let active = word.feats.is("Tense", "Pres") || group.mood == Mood::Gerund || word.feats.is("VerbForm", "Ger");
    let intransitive = !passive && tree.is_past_participle(verb);
    let fits = modifies && (passive || active || intransitive) && !tree.is_verbal(noun);
    (fits && agree_if(tree, verb, noun, passive)).then_some((noun, Why::Modified))
}

/// Whether a participle can belong to a noun: where both show number or gender, they must not differ. The gender
/// of a name is no more than the tagger's guess.
fn agree_if(tree: &Tree, participle: WordIdx, noun: WordIdx, passive: bool) -> bool {
    let (one, other) = (tree.word(participle), tree.word(noun));
    if !passive || one.feats.is("VerbForm", "Fin") || tree.in_relation(noun, "conj").next().is_some() {
        return true;
    }
    let shown: &[&str] = if other.upos == Upos::Propn { &["Number"] } else { &["Number", "Gender"] };
    shown.iter().all(|name| match (one.feats.get(name), other.feats.get(name)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    })
}

/// '*Qui* a pris': a relative pronoun right before the verb that the parser did not take for its subject.
fn relative_before(tree: &Tree, verb: WordIdx, noun: WordIdx) -> Option<(WordIdx, Why)> {
    let group = tree.auxiliaries(verb).next().unwrap_or(verb).min(verb);
    let before = (noun.at() + 1..group.at()).rev().take(MARK / 3).map(WordIdx::new);
    let mut pronouns = before.filter(|&it| tree.grammar.subject_relatives.contains(&tree.word(it).form.to_lowercase()));
    pronouns.next().filter(|_| tree.is_nominal(noun)).map(|_| (noun, Why::Antecedent))
}

/// The subject of the clause before one without a finite verb, where a mark opens it ('avant de', 'pour'), or of the
/// modal right before it ('qui doit, selon X, être libérée'); a clause that opens the sentence has the subject of the
/// next.
fn clause_before(draft: &Draft, verb: WordIdx, group: &VerbGroup) -> Option<(WordIdx, Why)> {
    let tree = &draft.tree;
    let sentence = tree.sentence(verb);
    let finite = |at: &usize| {
        let word = WordIdx::new(*at);
        tree.word(word).upos == Upos::Verb
            && (tree.is_finite_form(word) || tree.auxiliaries(word).any(|it| tree.is_finite_form(it)))
    };
    let before = || (sentence.start..verb.at()).rev().take(MARK * 4);
    let nearest = before().find(finite);
    let modal = nearest.filter(|at| verb.at() - at <= MARK).map(WordIdx::new).filter(|&at| {
        let moods = &tree.pack.events.moods;
        let lemma = tree.lemma(at);
        group.mood == Mood::Infinitive && (moods.predicted.contains(lemma) || moods.factual.contains(lemma))
    });
    if let Some(modal) = modal {
        return Some((subject_of(draft, modal)?, Why::ModalBefore));
    }
    let mut opening = before().take(MARK).take_while(|at| !finite(at));
    let mark = opening.find(|&at| tree.grammar.clause_marks.contains(&tree.syntax.words[at].form.to_lowercase()))?;
    let aside = |at: &usize| {
        let it = WordIdx::new(*at);
        tree.full_relation(it) == "acl:relcl" || tree.relation(it) == "parataxis"
    };
    let main = (sentence.start..mark).rev().take(MARK * 4).filter(finite).find(|at| !aside(at));
    if let Some(main) = main {
        return Some((subject_of(draft, WordIdx::new(main))?, Why::ClauseBefore));
    }
    let next = (verb.at() + 1..sentence.end).take(MARK * 4).find(finite).filter(|_| nearest.is_none())?;
    Some((subject_of(draft, WordIdx::new(next))?, Why::ClauseOpened))
}

/// The grammatical subject of a verb, from its clause or its own dependents.
fn subject_of(draft: &Draft, verb: WordIdx) -> Option<WordIdx> {
    let tree = &draft.tree;
    if let Some(clause) = draft.clause(verb) {
        return subjects_of(tree, clause).first().map(|(word, _)| *word);
    }
    let passive = verb_group(tree, verb, None).voice == Voice::Passive;
    let role = if passive { Role::Object } else { Role::Subject };
    own(tree, verb, passive).into_iter().find(|it| it.role == role).map(|it| it.word)
}
