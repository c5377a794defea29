//! Names that stand in no list and speakers that no noun list knows, from the text alone.

use std::collections::BTreeMap;

use crate::annotate::attributions::CueStance;
use crate::annotate::syntax::Upos;
use crate::index::WordIdx;
use crate::language::actors::phrase;

use super::chains::is_name;
use super::find::{Found, Text};
use super::{ActorKind, MentionForm};

/// 'Union des pêcheurs de Karsa (UPK)': the words before the bracket whose initials the capitals are.
pub(super) fn expansions(text: &Text, found: &mut Vec<Found>) {
    let mut added: Vec<Found> = Vec::new();
    for mention in found.iter().filter(|mention| mention.form == MentionForm::Acronym) {
        let start = mention.range.start;
        let Some(range) = initials_before(text, start).filter(|range| range.len() > 1) else { continue };
        let known = |other: &&Found| other.range == range && other.form == MentionForm::Name;
        if found.iter().any(|other| known(&other)) {
            continue;
        }
        let kind = if mention.kind == ActorKind::Unknown { ActorKind::Organisation } else { mention.kind };
        let known = mention.known.clone();
        let head = range.start;
        added.push(Found { known, ..Found::new(range, head, MentionForm::Name, kind, "expansion_of_capitals") });
    }
    for name in added {
        // A shorter guess inside the full name goes.
        found.retain(|other| {
            let inside = name.range.start <= other.range.start && other.range.end <= name.range.end;
            let guessed = inside && other.rule == "capitalised_words";
            !(guessed || other.rule == "actor_noun" && name.range.contains(&other.head))
        });
        found.push(name);
    }
}

/// The words right before an opening bracket, from a capital on, whose initials spell the word at a piece.
fn initials_before(text: &Text, at: usize) -> Option<std::ops::Range<usize>> {
    let end = at.checked_sub(1)? + 1;
    let gap_start = text.pieces[at - 1].span.end as usize;
    let bracket = text.doc.text.get(gap_start..text.pieces[at].span.start as usize)?;
    (bracket.trim() == "(").then_some(())?;
    let mut letters: Vec<char> = text.pieces[at].folded.chars().filter(|c| c.is_alphabetic()).collect();
    let words = &text.pack.actors;
    let mut start = end;
    while let Some(wanted) = letters.last().copied() {
        start = start.checked_sub(1)?;
        if start + 1 < end && !text.joins(start) {
            return None;
        }
        let piece = &text.pieces[start];
        if piece.folded.starts_with(wanted) {
            letters.pop();
        } else if !(words.links.contains(&piece.folded)
            || words.particles.contains(&piece.folded)
            || words.coordinators.contains(&piece.folded)
            || words.determiners.contains(&piece.folded)
            || piece.folded.chars().count() == 1)
        {
            return None;
        }
    }
    text.pieces[start].is_capital.then_some(start..end)
}

/// 'Tamba' after 'Idriss Tamba': a capitalised word that is the last part of a full name of the text, or the
/// first of a listed person's.
pub(super) fn parts_of_names(text: &Text, found: &mut Vec<Found>) {
    let mut parts: BTreeMap<String, ActorKind> = BTreeMap::new();
    for name in found.iter().filter(|it| it.form == MentionForm::Name && it.range.len() > 1) {
        if !matches!(name.kind, ActorKind::Person | ActorKind::Unknown) {
            continue;
        }
        parts.insert(text.folded(name.range.end - 1).to_owned(), name.kind);
        if name.known.is_some() {
            parts.insert(text.folded(name.range.start).to_owned(), name.kind);
        }
    }
    // A word that the text also writes small is no name by itself ('Cargo plane' beside 'Nordair Cargo').
    for piece in text.pieces.iter().filter(|piece| !piece.is_capital) {
        parts.remove(&piece.folded);
    }
    for at in 0..text.pieces.len() {
        let piece = &text.pieces[at];
        let Some(&kind) = parts.get(&piece.folded) else { continue };
        let free = found.iter().all(|other| !other.range.contains(&at) || other.range.len() > 1 && !is_name(other));
        let alone = !(text.joins(at) && text.pieces.get(at + 1).is_some_and(|next| next.is_capital));
        if piece.is_capital && !piece.in_title_case && free && alone && text.toponym(at).is_none() {
            found.push(Found::new(at..at + 1, at, MentionForm::Name, kind, "part_of_name"));
        }
    }
}

/// Subjects of verbs of speech: whoever speaks is an actor, whatever noun names them.
pub(super) fn speakers(text: &Text, found: &mut Vec<Found>) {
    let mut added = Vec::new();
    for (at, verb) in text.syntax.words.iter().enumerate() {
        let stance = text.pack.attributions.lemmas.get(&phrase(&verb.lemma));
        let wills = matches!(stance, Some(CueStance::Denying | CueStance::Doubting));
        let speaks = text.pack.syntax.speech_verbs.contains(&verb.lemma);
        if verb.upos != Upos::Verb || !speaks && !wills {
            continue;
        }
        let inserted = verb.relation.starts_with("parataxis");
        let relates = |relation: &str| {
            text.syntax
                .dependents(WordIdx::new(at))
                .any(|at| text.syntax.words[at.at()].universal_relation() == relation)
        };
        // 'assure l'unité', 's'est poursuivi' are no speech.
        if !(inserted || relates("ccomp") || wills && (relates("obj") || relates("xcomp"))) || relates("expl") {
            continue;
        }
        let subject = text.syntax.dependents(WordIdx::new(at)).find(|&word| {
            let relation = text.syntax.words[word.at()].relation.as_str();
            relation == "nsubj" || inserted && relation == "obj"
        });
        added.extend(subject.and_then(|subject| speaker(text, subject)));
    }
    for speaker in added {
        if found.iter().all(|other| other.head != speaker.head && !other.range.contains(&speaker.head)) {
            found.push(speaker);
        }
    }
}

/// A common noun with its determiner and adjectives, unless it denotes a text; or a name of one word.
fn speaker(text: &Text, subject: WordIdx) -> Option<Found> {
    let word = &text.syntax.words[subject.at()];
    if word.upos == Upos::Propn {
        return first_name(text, subject);
    }
    let phrases = &text.pack.attributions.phrases;
    let lemma = phrase(&word.lemma);
    if word.upos != Upos::Noun || phrases.texts.contains(&lemma) || phrases.not_sources.contains(&lemma) {
        return None;
    }
    let piece_of = |at: WordIdx| {
        let span = text.tokens[text.syntax.words[at.at()].token.at()].span;
        let piece = text.pieces.partition_point(|piece| piece.span.end <= span.start);
        text.pieces.get(piece).filter(|found| span.contains(found.span)).map(|_| piece)
    };
    let head = piece_of(subject)?;
    let mut determined = None;
    let (mut start, mut end) = (head, head + 1);
    for dependent in text.syntax.dependents(subject) {
        let Some(piece) = piece_of(dependent) else { continue };
        match text.syntax.words[dependent.at()].universal_relation() {
            "det" => {
                determined = Some(piece);
                start = start.min(piece);
            }
            "amod" | "flat" if piece == end && text.joins(end - 1) => end = piece + 1,
            "amod" | "nummod" | "compound" if piece < head => start = start.min(piece),
            _ => {}
        }
    }
    let definite = determined.is_some_and(|at| text.pack.actors.definites.contains(text.folded(at)));
    let bare_plural = word.feats.is("Number", "Plur");
    (determined.is_some() || bare_plural).then(|| Found {
        definite,
        ..Found::new(start..end, head, MentionForm::Description, ActorKind::Unknown, "subject_of_speech")
    })
}

/// 'raconte Mehdi': one capitalised word inside a sentence that is no place and no part of a longer name.
fn first_name(text: &Text, subject: WordIdx) -> Option<Found> {
    let span = text.tokens[text.syntax.words[subject.at()].token.at()].span;
    let at = text.pieces.iter().position(|piece| piece.span == span)?;
    let piece = &text.pieces[at];
    let ordinary = text.toponym(at).is_none() && !text.is_demonym(at) && text.known_at(at).is_none();
    let alone = !text.joins(at) || !text.pieces[at + 1].is_capital;
    (piece.is_capital && !piece.opens && !piece.in_title_case && !piece.is_upper && ordinary && alone)
        .then(|| Found::new(at..at + 1, at, MentionForm::Name, ActorKind::Person, "subject_of_speech"))
}
