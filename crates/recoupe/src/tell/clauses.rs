//! Clauses as lines for reading: `take | past active | subj=rebels obj=Kidal in=March | said announce`.

use crate::layers::Annotations;
use crate::layers::clauses::{Clause, Mood, Negation, Participant, Predicate, Role, Tense};

use super::code;

/// A clause in one line: lemma, form, participants by role with the voice undone, and what it hangs from.
pub fn line(annotations: &Annotations, clause: &Clause) -> String {
    let words = &annotations.syntax.words;
    let mut participants: Vec<String> = Vec::new();
    for it in &clause.participants {
        let name = name(it);
        let form = &words[it.word.at()].form;
        match participants.iter_mut().find(|known| known.split_once('=').is_some_and(|(known, _)| known == name)) {
            Some(known) => {
                known.push('+');
                known.push_str(form);
            }
            None => participants.push(format!("{name}={form}")),
        }
    }
    let governor = clause.governor.map(|it| format!(" | {} {}", code(&it.relation), words[it.head.at()].lemma));
    let (participants, governor) = (participants.join(" "), governor.unwrap_or_default());
    format!("{} | {} | {participants}{governor}", clause.lemma, form(clause))
}

/// How a clause is said: tense, voice, mood, negation, as far as they are not the plain ones.
pub fn form(clause: &Clause) -> String {
    let mut parts: Vec<String> = Vec::new();
    if clause.predicate == Predicate::Noun {
        parts.push("noun".to_owned());
    }
    parts.extend(clause.tense.filter(|_| clause.mood != Mood::Nominal).map(tense));
    let plain = clause.predicate == Predicate::Noun;
    if !plain {
        parts.push(code(&clause.voice));
    } else if clause.carrier.is_some() {
        parts.push("active".to_owned());
    }
    if !matches!(clause.mood, Mood::Indicative | Mood::Nominal) {
        parts.push(code(&clause.mood));
    }
    match clause.negation {
        Negation::None => {}
        Negation::Negated => parts.push("not".to_owned()),
        Negation::Restricted => parts.push("only".to_owned()),
    }
    parts.join(" ")
}

fn tense(tense: Tense) -> String {
    code(&tense).replace('_', "-")
}

fn name(participant: &Participant) -> String {
    match participant.role {
        Role::Subject => "subj".to_owned(),
        Role::Object => "obj".to_owned(),
        Role::Recipient => "to".to_owned(),
        Role::Oblique if participant.marker.is_empty() => "beside".to_owned(),
        Role::Oblique => participant.marker.clone(),
        Role::Possessor => "whose".to_owned(),
        Role::Modifier => "kind".to_owned(),
    }
}
