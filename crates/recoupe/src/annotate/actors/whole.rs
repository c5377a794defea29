//! Descriptions grow to the whole phrase: with what belongs to their noun ('un membre [du comité de vigilance]'), with
//! the number before them ('[une dizaine de] soldats'), and with the name beside them ('le gouverneur, [Jean Sow]').

use std::ops::Range;

use crate::annotate::pieces::Gap;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;

use super::find::{Found, Text};
use super::links::{are_one, touch};

/// Pieces of a complement, at most.
const LONGEST: usize = 9;

/// Pieces before a noun of number, at most.
const LONGEST_BEFORE: usize = 5;

/// Grows the descriptions and titles; what leans on one of them keeps leaning on it.
pub(super) fn grow(text: &Text, found: &mut [Found]) {
    found.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    let before: Vec<Range<usize>> = found.iter().map(|mention| mention.range.clone()).collect();
    for mention in found.iter_mut().filter(|it| grows(it)) {
        // 'le mouvement des plaques': such a noun is told to be an actor by more than its complement.
        let weak = mention.bare && text.pack.actors.weak_nouns.contains(text.folded(mention.head));
        let end = if weak { mention.range.end } else { complement_end(text, mention.range.end, false) };
        if end > mention.range.end {
            // 'les autorités de la province' are not those of the country.
            if mention.bare && mention.country.is_none() {
                mention.role = None;
            }
            mention.range.end = end;
            mention.bare = false;
        }
        if let Some(start) = quantity_start(text, mention.range.start).filter(|_| counts(mention)) {
            mention.range.start = start;
            (mention.bare, mention.definite) = (false, false);
        }
    }
    for at in 0..found.len() {
        join_name(text, found, at);
    }
    let moved: Vec<(Range<usize>, Range<usize>)> = before
        .into_iter()
        .zip(found.iter().map(|mention| mention.range.clone()))
        .filter(|(old, new)| old != new)
        .collect();
    for mention in found.iter_mut() {
        for leaning in [&mut mention.of, &mut mention.apposition].into_iter().flatten() {
            if let Ok(at) = moved.binary_search_by_key(&(leaning.start, std::cmp::Reverse(leaning.end)), |(old, _)| {
                (old.start, std::cmp::Reverse(old.end))
            }) {
                *leaning = moved[at].1.clone();
            }
        }
    }
}

fn grows(mention: &Found) -> bool {
    matches!(mention.form, MentionForm::Description | MentionForm::Title)
        && !mention.with_name
        && !mention.owned
        && mention.apposition.is_none()
        && mention.members.is_empty()
}

/// Whether a number may stand before those whom a mention tells.
fn counts(mention: &Found) -> bool {
    use ActorKind::{AnonymousSource, ArmedGroup, People, Population, StateForce};
    mention.form == MentionForm::Description
        && matches!(mention.kind, AnonymousSource | ArmedGroup | People | Population | StateForce)
}

/// The end of the complements that follow a noun at once: 'du comité de vigilance', 'proche du dossier'. Adjectives
/// without a complement of their own belong only to a name: taggers take some verbs for them.
pub(super) fn complement_end(text: &Text, start: usize, is_name: bool) -> usize {
    let links = &text.pack.actors.complements;
    let mut end = start;
    // Whether the next word may be the noun of a complement.
    let mut open = false;
    let mut at = start;
    while at < text.pieces.len() && at < start + LONGEST && at > 0 && (text.joins(at - 1) || open_hyphen(text, at)) {
        let noun = matches!(text.upos(at), Some(Upos::Noun | Upos::Propn | Upos::X)) || text.toponym(at).is_some();
        let inside = matches!(text.upos(at), Some(Upos::Adj | Upos::Num)) || text.is_demonym(at);
        if links.contains(text.folded(at)) || open && text.pack.actors.determiners.contains(text.folded(at)) {
            open = true;
        } else if open && noun {
            end = at + 1;
            // A name of several words goes on.
            let name = text.pieces[at].is_capital && text.pieces.get(at + 1).is_some_and(|next| next.is_capital);
            open = name || text.pieces[at].gap == Gap::Hyphen;
        } else if inside && (open || at == end) {
            let leads = text.joins(at) && links.contains(text.folded(at + 1));
            if !open && (is_name || leads) {
                end = at + 1;
            } else if !open {
                // Behind a complement adjectives that a comma or the sentence's end follows: 'des forces armées.'
                end = if end > start { closed_run(text, at, start + LONGEST).unwrap_or(end) } else { end };
                break;
            }
        } else {
            break;
        }
        at += 1;
    }
    end
}

/// The end of a run of adjectives that no word follows at once.
fn closed_run(text: &Text, from: usize, limit: usize) -> Option<usize> {
    let adjective = |at: &usize| text.upos(*at) == Some(Upos::Adj) || text.is_demonym(*at);
    let last = (from..limit.min(text.pieces.len()))
        .take_while(|at| adjective(at) && (*at == from || text.joins(*at - 1)))
        .last()?;
    (!text.joins(last)).then_some(last + 1)
}

/// Whether a piece goes on a word with a hyphen.
fn open_hyphen(text: &Text, at: usize) -> bool {
    text.pieces[at - 1].gap == Gap::Hyphen
}

/// Where the number of those who begin at a piece begins: 'plus d'une dizaine de', 'four of'.
fn quantity_start(text: &Text, start: usize) -> Option<usize> {
    let words = &text.pack.actors;
    let link = start.checked_sub(1)?;
    let count = link.checked_sub(1)?;
    // 'la plupart des soldats': the contraction is the link and no part of the mention.
    if !words.complements.contains(text.folded(link)) || !text.joins(link) || !text.joins(count) {
        return None;
    }
    let noun = words.quantities.contains(text.folded(count));
    if !noun && text.upos(count) != Some(Upos::Num) {
        return None;
    }
    let mut first = count;
    while first > 0
        && count - first < LONGEST_BEFORE
        && text.joins(first - 1)
        && (words.approximations.contains(text.folded(first - 1)) || text.upos(first - 1) == Some(Upos::Num))
    {
        first -= 1;
    }
    Some(first)
}

/// Joins a description to the name that stands beside it between commas, before it or behind it.
fn join_name(text: &Text, found: &mut [Found], at: usize) {
    if !grows(&found[at]) || !is_function(text, &found[at]) {
        return;
    }
    let near = at.saturating_sub(NEAR)..(at + NEAR).min(found.len());
    let named = |it: &Found| {
        it.form == MentionForm::Name && matches!(it.kind, ActorKind::Person | ActorKind::Unknown) || it.with_name
    };
    let beside = near.filter(|&other| other != at && named(&found[other])).find(|&other| {
        let (one, two) = if found[at].range.start <= found[other].range.start { (at, other) } else { (other, at) };
        touch(&found[one], &found[two], text)
            && (are_one(&found[one], &found[two], text) || found[at].kind == ActorKind::People)
    });
    let Some(beside) = beside else { return };
    let name = found[beside].apposition.clone().unwrap_or_else(|| found[beside].range.clone());
    let whole = found[beside].range.clone();
    let mention = &mut found[at];
    mention.range = mention.range.start.min(whole.start)..mention.range.end.max(whole.end);
    mention.apposition = Some(name);
    mention.with_name = true;
    mention.bare = false;
    if mention.kind == ActorKind::People {
        mention.kind = ActorKind::Person;
    }
}

/// Mentions beside one in order of place, at most.
const NEAR: usize = 6;

/// A title, an unnamed source, or one person whom a noun tells.
fn is_function(text: &Text, mention: &Found) -> bool {
    let singular = text.word_of(mention.head).is_some_and(|at| !text.syntax.words[at.at()].feats.is("Number", "Plur"));
    let title = mention.form == MentionForm::Title;
    let source = mention.kind == ActorKind::AnonymousSource && mention.form == MentionForm::Description;
    singular && (title || source || mention.kind == ActorKind::People)
}
