//! Names of organisations that stand in no list, by their form: a noun of organisations with a capital and what
//! belongs to it ('l'Agence des grands chantiers', 'l'Armée du Kanem').

use std::ops::Range;

use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;

use super::find::{Found, Text};
use super::unlisted;
use super::whole;

/// Adds the names that no mention holds, with their short form in brackets.
pub(super) fn names(text: &Text, found: &mut Vec<Found>) {
    if text.pack.actors.name_nouns.is_empty() {
        return;
    }
    let mut next = 0;
    for at in 0..text.pieces.len() {
        let Some(end) = (at >= next).then(|| name_end(text, at)).flatten() else { continue };
        next = end;
        let range = at..end;
        if text.known_at(at).is_some() || text.toponym(at).is_some() {
            continue;
        }
        let Some(kind) = kind(text, &range) else { continue };
        // A name that is found already, or a longer one, stays.
        let named = |other: &Found| matches!(other.form, MentionForm::Name | MentionForm::Acronym);
        let covers = |other: &Found| other.range.start <= range.start && range.end <= other.range.end;
        if found.iter().any(|other| named(other) && covers(other)) {
            continue;
        }
        // A shorter guess inside the name goes, and so does the noun read as a description.
        found.retain(|other| {
            let inside = range.start <= other.range.start && other.range.end <= range.end;
            let noun = other.form == MentionForm::Description && range.contains(&other.head);
            !(noun || inside && other.rule == "capitalised_words")
        });
        found.push(Found::new(range.clone(), at, MentionForm::Name, kind, "noun_of_organisations"));
        if let Some(short) = (end < text.pieces.len()).then(|| unlisted::in_brackets(text, end)).flatten() {
            unlisted::add_short(text, &short, kind, false, found);
        }
    }
}

/// The end of a name that begins with a capitalised noun of organisations at a piece; something has to follow it.
fn name_end(text: &Text, at: usize) -> Option<usize> {
    let piece = &text.pieces[at];
    let noun = piece.is_capital && !piece.in_title_case && text.pack.actors.name_nouns.contains(&piece.folded);
    if !noun || piece.is_upper || !follows_small_word(text, at) {
        return None;
    }
    let mut end = at + 1;
    // Names also tie their parts with 'pour' and 'et': the words run on while the next one has a capital.
    loop {
        end = whole::complement_end(text, end, true);
        let next = end + 1;
        let link = text.joins(end - 1) && matches!(text.upos(end), Some(Upos::Adp | Upos::Cconj));
        let capital = link && text.joins(end) && text.pieces.get(next).is_some_and(|piece| piece.is_capital);
        let listed = text.toponym(next.min(text.pieces.len() - 1)).is_some();
        if !capital || listed || end - at > LONGEST {
            break;
        }
        end = next + 1;
    }
    (end > at + 1).then_some(end)
}

/// Words of a name, at most, before it may go on behind another link.
const LONGEST: usize = 8;

/// A noun that opens its sentence has its capital from there.
fn follows_small_word(text: &Text, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.pieces.get(before));
    !text.pieces[at].opens && before.is_some_and(|before| !before.is_capital || before.opens)
}

/// What the noun denotes; an army that is no country's is an armed group, a country's own is no name of its own.
fn kind(text: &Text, range: &Range<usize>) -> Option<ActorKind> {
    let country = range.clone().any(|at| text.is_demonym(at));
    match text.pack.actors.nouns.get(text.folded(range.start)) {
        Some(ActorKind::StateForce | ActorKind::State) if country => None,
        Some(ActorKind::StateForce) => Some(ActorKind::ArmedGroup),
        Some(&kind) => Some(kind),
        None => Some(ActorKind::Organisation),
    }
}

/// What a run of capitals names where a noun of organisations stands in it ('Boatmen's Union').
pub(super) fn kind_of_name(text: &Text, range: Range<usize>) -> Option<ActorKind> {
    let nouns = &text.pack.actors.nouns;
    range.clone().rev().find_map(|at| match nouns.get(text.folded(at)) {
        Some(kind @ (ActorKind::Organisation | ActorKind::Institution | ActorKind::Coalition | ActorKind::Media)) => {
            Some(*kind)
        }
        _ => None,
    })
}
