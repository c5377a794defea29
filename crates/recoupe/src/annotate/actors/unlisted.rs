//! Names that stand in no list and speakers that no noun list knows, from the text alone.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::annotate::pieces::Gap;
use crate::gazetteer::places::phrase;
use crate::index::WordIdx;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::{ActorKind, CueStance};
use crate::layers::syntax::Upos;
use crate::layers::toponyms::Toponym;

use super::chains::is_name;
use super::find::{Found, Text};
use super::noun_phrase::{NounPhrase, noun_phrase};

/// 'Union des pêcheurs de Karsa (UPK)', 'Forces armées maliennes (Fama)': the words before the bracket that the
/// short name in it is made of, and the short name wherever else it stands.
pub(super) fn expansions(text: &Text, found: &mut Vec<Found>) {
    for at in 1..text.pieces.len() {
        let Some(short) = in_brackets(text, at) else { continue };
        let Some(full) = spelled_before(text, &short).filter(|full| full.len() > 1) else { continue };
        // 'République démocratique du Congo (RDC)' is a place.
        if text
            .toponym(short.start)
            .or_else(|| text.toponym(full.start))
            .is_some_and(|it| names(text, it, &full, &short))
        {
            continue;
        }
        let own = found.iter().position(|other| other.range == short);
        if found.iter().any(|other| other.range == full && other.form == MentionForm::Name) {
            continue;
        }
        // What the noun in the full name denotes: 'Forces armées …' is a force of the country that it names.
        let noun = found.iter().find(|other| other.rule == "actor_noun" && full.contains(&other.head)).cloned();
        let known = own.and_then(|own| found[own].known.clone());
        let kind = match (&known, own, &noun) {
            (Some(_), Some(own), _) => found[own].kind,
            (_, _, Some(noun)) => kind_of_full(text, noun),
            (_, Some(own), _) if found[own].kind != ActorKind::Unknown => found[own].kind,
            _ => ActorKind::Organisation,
        };
        let (role, country) = noun.map_or((None, None), |noun| (noun.role, noun.country));
        // A shorter guess inside the full name goes.
        found.retain(|other| {
            let inside = full.start <= other.range.start && other.range.end <= full.end;
            let guessed = inside && other.rule == "capitalised_words";
            !(guessed || other.rule == "actor_noun" && full.contains(&other.head))
        });
        let head = full.start;
        found.push(Found {
            known: known.clone(),
            role,
            country,
            ..Found::new(full, head, MentionForm::Name, kind, "expansion_of_capitals")
        });
        add_short(text, &short, kind, known.is_some(), found);
    }
}

/// What a full name denotes by its noun: forces only where they are a country's, because rebels call themselves so.
fn kind_of_full(text: &Text, noun: &Found) -> ActorKind {
    match text.pack.actors.nouns.get(text.folded(noun.head)) {
        Some(ActorKind::StateForce) if noun.country.is_none() => ActorKind::Organisation,
        Some(&kind) => kind,
        None => noun.kind,
    }
}

/// Whether a toponym is the whole of a full or a short name.
fn names(text: &Text, toponym: &Toponym, full: &Range<usize>, short: &Range<usize>) -> bool {
    [full, short].into_iter().any(|range| toponym.span.contains(text.span(range)))
}

/// The short name in brackets and, where it is one word, its other places, as names of the kind.
pub(super) fn add_short(text: &Text, short: &Range<usize>, kind: ActorKind, is_known: bool, found: &mut Vec<Found>) {
    if is_known {
        return;
    }
    for other in found.iter_mut().filter(|other| other.rule == "capitals" || other.range == *short) {
        if text.words(other.range.clone()) == text.words(short.clone()) {
            other.kind = kind;
        }
    }
    let places = (0..text.pieces.len()).filter(|&at| short.len() == 1 || at == short.start);
    for at in places.filter(|&at| text.folded(at) == text.folded(short.start) && text.pieces[at].is_capital) {
        let range = at..at + short.len();
        let free = found.iter().all(|other| !other.range.contains(&at) || other.range.len() > short.len());
        if free && !found.iter().any(|other| is_name(other) && other.range.contains(&at)) {
            found.push(Found::new(range, at + short.len() - 1, MentionForm::Acronym, kind, "short_of_full_name"));
        }
    }
}

/// A short name right behind an opening bracket: capitals, perhaps with hyphens, or one word that the bracket closes.
pub(super) fn in_brackets(text: &Text, at: usize) -> Option<Range<usize>> {
    let piece = &text.pieces[at];
    let before = text.doc.text.get(text.pieces[at - 1].span.end as usize..piece.span.start as usize)?;
    if before.trim() != "(" || !piece.is_capital {
        return None;
    }
    let mut end = at + 1;
    while end < text.pieces.len() && text.pieces[end - 1].gap == Gap::Hyphen && text.pieces[end].is_upper {
        end += 1;
    }
    let upper = text.pieces[at..end].iter().all(|piece| piece.is_upper);
    let closes = text.doc.text.get(text.pieces[end - 1].span.end as usize..).is_some_and(|rest| rest.starts_with(')'));
    let length = piece.folded.chars().count();
    (upper || closes && end == at + 1 && (3..=10).contains(&length)).then_some(at..end)
}

/// Words of a full name, at most.
const LONGEST_NAME: usize = 14;

/// The nearest words right before an opening bracket, from a capital on, whose beginnings spell the short name.
fn spelled_before(text: &Text, short: &Range<usize>) -> Option<Range<usize>> {
    let letters: Vec<char> = text.pieces[short.clone()].iter().flat_map(|piece| piece.folded.chars()).collect();
    let end = short.start;
    let mut start = end;
    while start > 0 && end - start < LONGEST_NAME {
        start -= 1;
        let tied = start + 1 == end || text.joins(start) || text.pieces[start].gap == Gap::Comma;
        if !tied {
            return None;
        }
        if text.pieces[start].is_capital && !is_filler(text, start) && is_spelled(text, start..end, &letters) {
            return Some(start..end);
        }
    }
    None
}

/// Whether the first letter or letters of each word, small words aside, are the letters in order.
fn is_spelled(text: &Text, words: Range<usize>, letters: &[char]) -> bool {
    let rest = words.start + 1..words.end;
    if words.is_empty() {
        return letters.is_empty();
    }
    if is_filler(text, words.start) && is_spelled(text, rest.clone(), letters) {
        return true;
    }
    let word = text.folded(words.start).chars();
    let shared = word.zip(letters).take_while(|(one, two)| one == *two).count();
    (1..=shared).any(|taken| is_spelled(text, rest.clone(), &letters[taken..]))
}

/// Words that give a short name no letter: articles, prepositions, 'pour'.
fn is_filler(text: &Text, at: usize) -> bool {
    let words = &text.pack.actors;
    let piece = &text.pieces[at];
    let length = piece.folded.chars().count();
    let listed = [&words.links, &words.particles, &words.coordinators, &words.determiners];
    length == 1 || !piece.is_capital && length <= 4 || listed.iter().any(|list| list.contains(&piece.folded))
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
    // 'le ministre Sow': the name behind a title, also where the text never gives it in full.
    for name in found.iter().filter(|it| it.with_name).filter_map(|it| it.apposition.as_ref()) {
        let capital = text.pieces[name.end - 1].is_capital && !text.pieces[name.end - 1].is_upper;
        if capital && name.len() == 1 && text.known_at(name.start).is_none() {
            parts.entry(text.folded(name.start).to_owned()).or_insert(ActorKind::Person);
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
    let NounPhrase { range, head, determiner } = noun_phrase(text, subject)?;
    let definite = determiner.is_some_and(|at| text.pack.actors.definites.contains(text.folded(at)));
    let bare_plural = word.feats.is("Number", "Plur");
    (determiner.is_some() || bare_plural).then(|| Found {
        definite,
        ..Found::new(range, head, MentionForm::Description, ActorKind::Unknown, "subject_of_speech")
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
