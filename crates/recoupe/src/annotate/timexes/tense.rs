//! Whether the words around an expression look back or ahead.

use std::collections::BTreeSet;

use crate::index::WordIdx;
use crate::language::time::{Class, Direction, Time, WordView, accepts};
use crate::layers::syntax::{Syntax, Upos};
use crate::layers::tokens::Token;

/// A finite verb or participle with the side that its form points to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Verb {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Where it points.
    pub direction: Direction,
}

/// What the parser tells about a text that finding times needs; empty where there is no parse.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grammar {
    /// Verbs with the side to which they point, in order of text.
    pub verbs: Vec<Verb>,
    /// First bytes of the figures that count what follows ('25 soldiers'), sorted.
    pub counts: Vec<usize>,
}

impl Grammar {
    /// What a parse tells.
    pub fn of(tokens: &[Token], syntax: &Syntax) -> Grammar {
        Grammar { verbs: verbs(tokens, syntax), counts: counts(tokens, syntax) }
    }
}

/// Figures that count a noun in the plural behind them which has no article: 'the 2008 elections' are of a year.
fn counts(tokens: &[Token], syntax: &Syntax) -> Vec<usize> {
    let words = &syntax.words;
    let counted = words.iter().enumerate().filter(|(at, word)| {
        let head = word.head.filter(|head| word.relation == "nummod" && head.at() > *at);
        let article = |head| syntax.dependents(head).any(|it| words[it.at()].upos == Upos::Det);
        head.is_some_and(|head| words[head.at()].feats.is("Number", "Plur") && !article(head))
    });
    counted.filter_map(|(_, word)| Some(tokens.get(word.token.at())?.span.start as usize)).collect()
}

/// The verbs that the parser found, in order of text; empty where there is no parse.
fn verbs(tokens: &[Token], syntax: &Syntax) -> Vec<Verb> {
    // A participle looks back where it makes a compound tense ('a fermé'), not in 'sont fermées'.
    let compound: BTreeSet<WordIdx> =
        syntax.words.iter().filter(|word| word.relation == "aux:tense").filter_map(|word| word.head).collect();
    syntax
        .words
        .iter()
        .enumerate()
        .filter(|(_, word)| matches!(word.upos, Upos::Verb | Upos::Aux))
        .filter(|(at, word)| !word.feats.is("VerbForm", "Part") || compound.contains(&WordIdx::new(*at)))
        .filter_map(|(_, word)| {
            let conditional = word.feats.is("Mood", "Cnd");
            let direction = match word.feats.get("Tense") {
                // 'Le sommet aurait eu lieu' looks back; 'le sommet aurait lieu' may look to either side.
                _ if conditional && word.relation == "aux:tense" => Direction::Past,
                _ if conditional => Direction::Ahead,
                Some("Fut") => Direction::Future,
                Some("Past" | "Imp" | "Pqp") => Direction::Past,
                Some("Pres") if word.feats.is("VerbForm", "Fin") => Direction::This,
                _ => return None,
            };
            let span = tokens.get(word.token.at())?.span;
            Some(Verb { start: span.start as usize, end: span.end as usize, direction })
        })
        .collect()
}

/// How many words away a cue may stand.
const REACH: usize = 14;

/// The direction of the cue nearest to the words `start..end`; what stands before wins a tie.
pub(crate) fn direction(
    time: &Time,
    text: &str,
    words: &[WordView],
    verbs: &[Verb],
    start: usize,
    end: usize,
) -> Option<Direction> {
    for distance in 1..=REACH {
        let before = start.checked_sub(distance);
        let after = (end + distance - 1 < words.len()).then_some(end + distance - 1);
        if before.is_some_and(|last| announces(time, words, verbs, last)) {
            return Some(Direction::Future);
        }
        for at in [before, after].into_iter().flatten() {
            match cue(time, text, words, verbs, at) {
                // 'will be held', 'sera rendue': the auxiliary decides.
                Some(Direction::Past) if auxiliary_ahead(time, text, words, verbs, at) => {
                    return Some(Direction::Future);
                }
                Some(direction) => return Some(direction),
                None => {}
            }
        }
    }
    None
}

/// Words of the longest announcing verb.
const LONGEST_VERB: usize = 4;

/// Whether a verb in the present that announces what is to come ends at a word ('the shop closes Friday').
fn announces(time: &Time, words: &[WordView], verbs: &[Verb], last: usize) -> bool {
    let Some(class) = time.lexicon.class("schedule_verb").map(Class::Listed) else { return false };
    let present = |word: &WordView| {
        let first = verbs.partition_point(|verb| verb.end <= word.start);
        verbs.get(first).is_some_and(|verb| verb.start < word.end && verb.direction == Direction::This)
    };
    (last.saturating_sub(LONGEST_VERB - 1)..=last).any(|at| {
        accepts(time, words, at, class).is_some_and(|(length, tagged)| {
            at + length == last + 1 && (tagged == 0.0 || words[at..at + length].iter().any(present))
        })
    })
}

/// Whether one of the three words before looks ahead.
fn auxiliary_ahead(time: &Time, text: &str, words: &[WordView], verbs: &[Verb], at: usize) -> bool {
    (at.saturating_sub(3)..at).any(|before| cue(time, text, words, verbs, before) == Some(Direction::Future))
}

fn cue(time: &Time, text: &str, words: &[WordView], verbs: &[Verb], at: usize) -> Option<Direction> {
    let length = |name: &str| {
        let class = time.lexicon.class(name).map(Class::Listed)?;
        accepts(time, words, at, class).map(|(length, _)| length)
    };
    // The longer cue wins: 'may' looks ahead, 'may have' back.
    match (length("future_cue"), length("past_cue")) {
        (None, None) => {}
        (ahead, back) if ahead >= back => return Some(Direction::Future),
        _ => return Some(Direction::Past),
    }
    let word = words.get(at)?;
    let first = verbs.partition_point(|verb| verb.end <= word.start);
    match verbs.get(first).filter(|verb| verb.start <= word.start).map(|verb| verb.direction) {
        Some(Direction::This) | None => {}
        Some(Direction::Ahead) => return None,
        decided => return decided,
    }
    if word.capital {
        return None;
    }
    let form = text.get(word.start..word.end)?;
    if time.ending_exceptions.iter().any(|exception| exception == form) {
        return None;
    }
    let ends = |endings: &[String]| {
        endings.iter().any(|ending| form.len() > ending.len() + 1 && form.ends_with(ending.as_str()))
    };
    if ends(&time.future_endings) {
        return Some(Direction::Future);
    }
    ends(&time.past_endings).then_some(Direction::Past)
}
