//! Subjects that a verb does not have itself: the noun that a participle modifies, the subject of the verb
//! above, and that of the clause before ('…, avant de se retirer').

use crate::index::WordIdx;
use crate::language::events::{Argument, EventWords};
use crate::layers::syntax::{Syntax, Upos, Word};

use super::arguments::{Arguments, antecedent, is_infinitive_noun, is_led_to, is_passive, of_verb};

/// Why the noun of a participle fills its slot.
pub(super) const MODIFIED: &str = "noun that the participle modifies";

/// Why the subject of the verb above fills a slot.
pub(super) const SHARED: &str = "subject that the governing verb shares";

/// A participle that modifies a noun takes it as its passive subject; a coordinated verb or an infinitive
/// shares the subject of its governor or of the clause before it.
pub(super) fn inherit(syntax: &Syntax, trigger: WordIdx, passive: bool, words: &EventWords, arguments: &mut Arguments) {
    let word = &syntax.words[trigger.at()];
    let verbal = matches!(word.upos, Upos::Verb | Upos::Adj) || is_infinitive_noun(word, words);
    let Some(head) = word.head.filter(|_| verbal) else { return };
    let governor = &syntax.words[head.at()];
    let is_clause = matches!(governor.upos, Upos::Verb | Upos::Aux | Upos::Adj);
    let infinitive = is_infinitive(syntax, trigger, words);
    let participle = matches!(word.universal_relation(), "acl" | "amod" | "appos") && word.relation != "acl:relcl";
    if participle && !is_clause && !infinitive {
        let present = word.feats.is("Tense", "Pres");
        let slot = match passive {
            true => &mut arguments.object,
            false if present => &mut arguments.subject,
            false => return,
        };
        if slot.is_empty() && agree(word, governor) {
            slot.push((head, MODIFIED));
        }
        return;
    }
    // 'Two men were killed in shelling': whom it was done to did not do the rest.
    let beside = word.relation != "conj" && !infinitive && !is_finite(syntax, trigger, words);
    if beside && !passive && arguments.object.is_empty() && is_passive(syntax, head, words) {
        return;
    }
    let slot = if passive { &mut arguments.object } else { &mut arguments.subject };
    if !slot.is_empty() {
        return;
    }
    let fits = |(subject, _): &(WordIdx, &'static str)| !passive || agree(word, &syntax.words[subject.at()]);
    if shares(syntax, trigger, words) {
        slot.extend(shared_subject(syntax, trigger, words).into_iter().filter(fits));
    }
    if slot.is_empty() && (infinitive || !is_finite(syntax, trigger, words)) {
        slot.extend(of_clause_before(syntax, trigger, words).filter(fits));
    }
}

/// Whether a verb is an infinitive, or has one as its auxiliary ('avoir été chassé').
fn is_infinitive(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> bool {
    let mut auxiliaries = syntax.dependents(verb).map(|it| &syntax.words[it.at()]).filter(|it| it.upos == Upos::Aux);
    syntax.words[verb.at()].feats.is("VerbForm", "Inf") || auxiliaries.any(|it| is_infinitive_form(it, words))
}

/// An auxiliary that looks like an infinitive is one, whatever the tagger says of it.
pub(super) fn is_infinitive_form(word: &Word, words: &EventWords) -> bool {
    let form = word.form.to_lowercase();
    let looks =
        form == word.lemma && words.lists.infinitive_endings.iter().any(|ending| form.ends_with(ending.as_str()));
    word.feats.is("VerbForm", "Inf") || looks
}

fn is_finite(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> bool {
    let finite = |word: &Word| word.feats.is("VerbForm", "Fin");
    let mut auxiliaries = syntax.dependents(verb).map(|it| &syntax.words[it.at()]).filter(|it| it.upos == Upos::Aux);
    finite(&syntax.words[verb.at()]) || auxiliaries.any(|it| finite(it) && !is_infinitive_form(it, words))
}

/// The subject that a verb without one shares with a verb above it.
fn shared_subject(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Vec<(WordIdx, &'static str)> {
    let mut at = verb;
    // A subject further than four clauses up is a guess.
    for _ in 0..4 {
        let word = &syntax.words[at.at()];
        let Some(head) = word.head.filter(|_| at != verb || shares(syntax, at, words)) else { return Vec::new() };
        let governor = &syntax.words[head.at()];
        let of = |relation: &str| -> Vec<WordIdx> {
            let dependents = syntax.dependents(head);
            dependents.filter(|it| syntax.words[it.at()].universal_relation() == relation).collect()
        };
        if !matches!(governor.upos, Upos::Verb | Upos::Aux | Upos::Adj) {
            // 'la capacité de X à prendre', 'empêcher X de prendre', 'a les moyens de prendre'.
            let owner = of("nmod").into_iter().find(|&it| it < verb && is_led_to(syntax, it, Argument::De, words));
            if let Some(owner) = owner {
                return vec![(owner, "owner of the noun that governs the infinitive")];
            }
            let Some(above) = governor.head.filter(|_| matches!(governor.universal_relation(), "obj" | "iobj" | "obl"))
            else {
                return Vec::new();
            };
            if words.support.object_control.contains(&syntax.words[above.at()].lemma.to_lowercase()) {
                return vec![(head, "object of the governing verb")];
            }
            at = head;
            continue;
        }
        let infinitive = word.feats.is("VerbForm", "Inf")
            || !matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Adj)
            || at != verb && is_infinitive(syntax, verb, words);
        if infinitive && words.support.object_control.contains(&governor.lemma.to_lowercase()) {
            let objects = of("obj").into_iter().chain(of("iobj")).chain(of("obl"));
            return objects.filter(|&it| it != at).map(|it| (it, "object of the governing verb")).take(1).collect();
        }
        if let Some(&first) = of("nsubj").first() {
            let relative = antecedent(syntax, head, first);
            return vec![(relative.unwrap_or(first), SHARED)];
        }
        if !shares(syntax, head, words) {
            return Vec::new();
        }
        at = head;
    }
    Vec::new()
}

/// Words before a verb within which the mark of its clause stands.
const MARK: usize = 12;

/// The subject of the clause before one without a finite verb, where a mark opens it ('avant de', 'pour'), or
/// of the modal right before it ('qui doit, selon Damas, être libérée'); a clause that opens the sentence has
/// the subject of the next.
fn of_clause_before(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Option<(WordIdx, &'static str)> {
    let sentence = syntax.sentence_of(verb);
    let is_predicate = |at: &usize| syntax.words[*at].upos == Upos::Verb && is_finite(syntax, WordIdx::new(*at), words);
    let before = (sentence.start..verb.at()).rev();
    let nearest = before.clone().find(is_predicate);
    if let Some(modal) = modal_before(syntax, verb, words) {
        return Some((subject_of(syntax, modal, words)?, "subject of the modal before it"));
    }
    let mut opening = before.take(MARK).take_while(|at| !is_predicate(at));
    let mark = opening.find(|&at| words.lists.clause_marks.contains(&syntax.words[at].form.to_lowercase()))?;
    let mut main = (sentence.start..mark).rev().filter(is_predicate);
    let main = main.find(|&at| !is_aside(&syntax.words[at]));
    if let Some(main) = main {
        return Some((subject_of(syntax, WordIdx::new(main), words)?, "subject of the clause before"));
    }
    let next = (verb.at() + 1..sentence.end).find(is_predicate).filter(|_| nearest.is_none())?;
    Some((subject_of(syntax, WordIdx::new(next), words)?, "subject of the clause that it opens"))
}

/// Whether a clause stands apart from the one that is told: a relative clause, or who says it.
fn is_aside(word: &Word) -> bool {
    word.relation == "acl:relcl" || word.universal_relation() == "parataxis"
}

/// The verb that takes an infinitive which the parser hung elsewhere: the nearest finite verb before it, where
/// it is one that does.
pub(super) fn modal_before(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let before = (syntax.sentence_of(verb).start..verb.at()).rev().take(MARK).map(WordIdx::new);
    let is_predicate = |at: &WordIdx| syntax.words[at.at()].upos == Upos::Verb && is_finite(syntax, *at, words);
    let nearest = before.into_iter().find(is_predicate).filter(|_| is_infinitive(syntax, verb, words))?;
    let lemma = syntax.words[nearest.at()].lemma.to_lowercase();
    (words.moods.predicted.contains(&lemma) || words.moods.factual.contains(&lemma)).then_some(nearest)
}

/// The grammatical subject of a finite verb.
fn subject_of(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> Option<WordIdx> {
    let of = of_verb(syntax, verb, words);
    let slot = if is_passive(syntax, verb, words) { of.object } else { of.subject };
    slot.first().map(|(word, _)| *word)
}

/// Whether a participle can belong to a noun: where both show number or gender, they must not differ. The gender
/// of a name is no more than the tagger's guess.
fn agree(participle: &Word, noun: &Word) -> bool {
    let shown: &[&str] = if noun.upos == Upos::Propn { &["Number"] } else { &["Number", "Gender"] };
    shown.iter().all(|name| match (participle.feats.get(name), noun.feats.get(name)) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    })
}

/// Whether a verb without a subject of its own has one above: a coordinated one, or one that is not finite.
fn shares(syntax: &Syntax, verb: WordIdx, words: &EventWords) -> bool {
    let word = &syntax.words[verb.at()];
    if word.relation == "acl:relcl" || !matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Adj) {
        return false;
    }
    match word.universal_relation() {
        "conj" | "xcomp" => true,
        // An infinitive is nobody's subject in what is told: 'pour contourner X, rapporte Y'.
        "nsubj" => false,
        _ => !is_finite(syntax, verb, words),
    }
}
