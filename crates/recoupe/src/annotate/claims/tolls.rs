//! Tolls and crowds in set phrases ('le bilan s'alourdit à 15 morts', 'the death toll rose to 17'), which are
//! read off the words: headlines and agency style defeat a parser.

use std::collections::BTreeSet;

use crate::evidence::Evidence;
use crate::index::{ActorIdx, AttributionIdx, TokenIdx};
use crate::language::events::{Piece, Toll};
use crate::layers::claims::{Claim, Quantity, Slot};
use crate::layers::kinds::Factuality;
use crate::layers::syntax::Upos;
use crate::layers::tokens::TokenKind;
use crate::text::Span;

use super::figures::Reader;
use super::mood::mood;
use super::sums::{is_person_noun, sum};
use super::text::{Draft, Text};

/// Tokens that a gap of a pattern may skip.
const GAP: usize = 16;
/// Adverbs and quotation marks that may stand before a word of a pattern.
const LOOSE: usize = 3;
/// Tokens of the noun phrase that a figure counts.
const WHO: usize = 6;
/// Bytes behind a figure within which the words stand that say whose it is.
const BEHIND: u32 = 40;
/// Sentences within which a happening must be told for a figure to be of it.
const NEAR: u32 = 2;

/// Adds a claim for each figure in a set phrase that no frame has found.
pub(super) fn tolls(text: &Text, drafts: &mut Vec<Draft>) {
    let tokens = &text.annotations.tokens;
    let mut added: Vec<Draft> = Vec::new();
    for (sentence, span) in text.annotations.sentences.iter().map(|sentence| sentence.span).enumerate() {
        let first = tokens.partition_point(|token| token.span.start < span.start);
        let end = tokens.partition_point(|token| token.span.start < span.end);
        for start in first..end {
            for toll in &text.words.tolls {
                let Some(found) = find(text, toll, start, end) else { continue };
                let told = |draft: &Draft| is_told(text, draft, toll, sentence as u32);
                if toll.near.is_some() && !drafts.iter().any(told) || is_known(drafts, toll, &found) {
                    continue;
                }
                if is_known(&added, toll, &found) {
                    continue;
                }
                added.extend(draft(text, toll, &found, start));
            }
        }
    }
    for draft in added {
        // A frame that found the words without the figure.
        let same = |other: &&mut Draft| {
            other.claim.event_type == draft.claim.event_type
                && other.claim.trigger.overlaps(draft.claim.trigger)
                && other.claim.quantities.is_empty()
        };
        match drafts.iter_mut().find(same) {
            Some(known) => known.claim.quantities = draft.claim.quantities,
            None => drafts.push(draft),
        }
    }
    drafts.sort_by_key(|draft| draft.claim.trigger);
}

/// What a pattern found.
#[derive(Clone, Default)]
struct Found {
    /// First and last token of the words that tell it.
    trigger: Option<(usize, usize)>,
    number: Option<Quantity>,
    /// The tokens of who is counted.
    who: std::ops::Range<usize>,
    end: usize,
}

fn is_known(drafts: &[Draft], toll: &Toll, found: &Found) -> bool {
    let Some(number) = &found.number else { return true };
    drafts.iter().any(|draft| {
        draft.claim.event_type.family() == toll.event_type.family()
            && draft.claim.quantities.iter().any(|it| it.span.overlaps(number.span))
    })
}

fn is_told(text: &Text, draft: &Draft, toll: &Toll, sentence: u32) -> bool {
    let at = text.annotations.syntax.words[draft.trigger.at()].sentence;
    toll.near.as_ref().is_some_and(|near| draft.claim.event_type.is(near)) && at.abs_diff(sentence) <= NEAR
}

fn find(text: &Text, toll: &Toll, start: usize, end: usize) -> Option<Found> {
    let reader = Reader { text, figures: &text.words.figures };
    toll.patterns.iter().find_map(|pattern| {
        let matcher = Matcher { reader: &reader, counted: &toll.counted, start, end };
        let found = matcher.fit(pattern, start, Found::default()).filter(|found| found.trigger.is_some())?;
        let number = found.number.as_ref()?;
        (number.max.or(number.min)? >= f64::from(toll.least)).then_some(found)
    })
}

struct Matcher<'t> {
    reader: &'t Reader<'t>,
    counted: &'t str,
    start: usize,
    end: usize,
}

impl Matcher<'_> {
    /// What the pieces find from a token on; the shortest gaps win.
    fn fit(&self, pieces: &[Piece], at: usize, found: Found) -> Option<Found> {
        let Some((piece, rest)) = pieces.split_first() else {
            return Some(Found { end: at, ..found });
        };
        match piece {
            Piece::Gap => (at..self.end.min(at + GAP)).find_map(|next| self.fit(rest, next, found.clone())),
            Piece::Phrase => {
                let within = (at..self.end.min(at + GAP)).take_while(|&token| self.may_be_phrase(token));
                let next = std::iter::once(at).chain(within.map(|token| token + 1));
                next.into_iter().find_map(|next| self.fit(rest, next, found.clone()))
            }
            Piece::Who => {
                let last = (at..self.end.min(at + WHO)).take_while(|&token| self.may_be_counted(token)).last();
                let furthest = last.map_or(at, |last| last + 1);
                (at..=furthest).find_map(|next| self.fit(rest, next, Found { who: at..next, ..found.clone() }))
            }
            Piece::Number { trigger } => {
                let (number, next) = self.number(at)?;
                let fit = |number: Quantity, next: usize| {
                    let trigger = if *trigger { Some((at, next - 1)) } else { found.trigger };
                    self.fit(rest, next, Found { number: Some(number), trigger, ..found.clone() })
                };
                let summed = self.coordinated(&number, next).and_then(|(sum, next)| fit(sum, next));
                summed.or_else(|| fit(number, next))
            }
            Piece::One => {
                let number = self.reader.one(at, self.counted).filter(|_| at < self.end)?;
                self.fit(rest, at + 1, Found { number: Some(number), ..found })
            }
            Piece::Word { forms, optional, trigger } => {
                let taken = self.word_from(forms, at, at > self.start).and_then(|at| {
                    let mut found = found.clone();
                    let first = found.trigger.map_or(at, |(first, _)| first);
                    found.trigger = if *trigger { Some((first, at)) } else { found.trigger };
                    self.fit(rest, at + 1, found)
                });
                taken.or_else(|| if *optional { self.fit(rest, at, found) } else { None })
            }
        }
    }

    /// The token of one of some forms from a token on; inside a pattern adverbs and quotation marks may stand before it
    /// ('ont *ainsi* défilé').
    fn word_from(&self, forms: &BTreeSet<String>, at: usize, begun: bool) -> Option<usize> {
        let most = if begun { LOOSE } else { 0 };
        let loose = (at..at + most).take_while(|&token| token < self.end && self.is_loose(token)).count();
        (at..=at + loose).find(|&token| token < self.end && forms.contains(&self.reader.word(token)))
    }

    /// Whether a token is an adverb that negates nothing, or a quotation mark.
    fn is_loose(&self, token: usize) -> bool {
        let text = self.reader.text;
        let lists = &text.words.lists;
        let words = text.annotations.syntax.words_of(TokenIdx::new(token));
        let adverb = words.iter().all(|word| {
            let lemma = word.lemma.to_lowercase();
            word.upos == Upos::Adv && !lists.negations.contains(&lemma) && !lists.restrictions.contains(&lemma)
        });
        adverb && !words.is_empty() || matches!(self.reader.word(token).as_str(), "\"" | "«" | "»" | "“" | "”")
    }

    /// Whether a token may stand between a noun and its verb.
    fn may_be_phrase(&self, token: usize) -> bool {
        let words = self.reader.text.annotations.syntax.words_of(TokenIdx::new(token));
        let sign = matches!(self.reader.word(token).as_str(), ";" | ":" | "." | "?" | "!");
        !sign && words.iter().all(|word| !word.feats.is("VerbForm", "Fin"))
    }

    /// 'Vingt policiers et six manifestants': the figure with the one that is coordinated with it, added up, and the
    /// token after it.
    fn coordinated(&self, first: &Quantity, next: usize) -> Option<(Quantity, usize)> {
        let reader = self.reader;
        let next = if reader.figures.of.contains(&reader.word(next)) { next + 1 } else { next };
        let noun = reader.text.annotations.syntax.words_of(TokenIdx::new(next)).first()?;
        let joint = reader.figures.joints.contains(&reader.word(next + 1)) && next + 2 < self.end;
        let persons = joint && is_person_noun(reader.text, &noun.lemma);
        let (second, after) = self.number(next + 2).filter(|_| persons)?;
        Some((sum(first, &second), after))
    }

    /// Whether a token may stand inside the noun phrase that a figure counts.
    fn may_be_counted(&self, token: usize) -> bool {
        let annotations = self.reader.text.annotations;
        let kind = annotations.tokens[token].kind;
        let words = annotations.syntax.words_of(TokenIdx::new(token));
        kind != TokenKind::Punct
            && kind != TokenKind::Number
            && words.iter().all(|word| !matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Sconj | Upos::Cconj))
    }

    /// The figure that begins at a token, with the token after it. Dates and shares are none.
    fn number(&self, at: usize) -> Option<(Quantity, usize)> {
        let (quantity, next) = self.reader.figure_from(at, self.end, self.counted)?;
        let timexes = &self.reader.text.annotations.timexes;
        let dated = timexes.iter().any(|timex| timex.span.overlaps(quantity.span));
        let share = next < self.end && self.reader.is_percent(next);
        (!dated && !share).then_some((quantity, next))
    }
}

fn draft(text: &Text, toll: &Toll, found: &Found, start: usize) -> Option<Draft> {
    let annotations = text.annotations;
    let span = |first: usize, last: usize| annotations.tokens[first].span.cover(annotations.tokens[last].span);
    let (first, last) = found.trigger?;
    let trigger = annotations.syntax.word_at(span(last, last), &annotations.tokens)?;
    let at = span(first, last);
    let (polarity, mut factuality, mut attribution) = mood(text, trigger, at, &toll.event_type);
    if let Some(said) = said_behind(text, found) {
        attribution = Some(said);
        factuality = if factuality == Factuality::Asserted { Factuality::Reported } else { factuality };
    }
    if is_expected(text, start..found.end) && factuality != Factuality::Counterfactual {
        factuality = Factuality::Predicted;
    }
    let people = counted(text, found).into_iter();
    let people = people.map(|value| Slot { value, reason: "who is counted".to_owned() }).collect();
    let crowd = toll.event_type.is("protest");
    let (agents, patients) = if crowd { (people, Vec::new()) } else { (Vec::new(), people) };
    let claim = Claim {
        event_type: toll.event_type.clone(),
        trigger: at,
        agents,
        patients,
        place: None,
        time: None,
        quantities: vec![found.number.clone()?],
        share: None,
        cause: None,
        mentions: None,
        polarity,
        factuality,
        attribution,
        evidence: Evidence::new(
            text.doc,
            span(start, found.end.max(start + 1) - 1),
            format!("toll {}", toll.event_type),
        )?,
    };
    Some(Draft { claim, trigger, place_word: None, about: None })
}

/// 'Le bilan *pourrait* atteindre 200 morts': whether a verb of what is still to come stands inside a phrase.
fn is_expected(text: &Text, tokens: std::ops::Range<usize>) -> bool {
    let words = |token: usize| text.annotations.syntax.words_of(TokenIdx::new(token)).iter();
    let verbal = |upos: Upos| matches!(upos, Upos::Verb | Upos::Aux);
    let moods = &text.words.moods;
    tokens.flat_map(words).any(|it| verbal(it.upos) && moods.predicted.contains(&it.lemma.to_lowercase()))
}

/// The attribution whose cue follows the figure before any other figure: '8 000 selon la police, 35 000 selon
/// les organisateurs'.
fn said_behind(text: &Text, found: &Found) -> Option<AttributionIdx> {
    let span = found.number.as_ref()?.span;
    let annotations = text.annotations;
    let behind = |cue: Span| cue.start >= span.end && cue.start - span.end <= BEHIND;
    let free = |cue: Span| {
        let between = annotations.tokens.iter().filter(|it| it.span.start >= span.end && it.span.end <= cue.start);
        between.into_iter().all(|it| it.kind != TokenKind::Number)
    };
    let all = annotations.attributions.iter().enumerate();
    let mut near =
        all.filter(|(_, it)| it.content.contains(span) && it.cue.is_some_and(|cue| behind(cue) && free(cue)));
    near.next().map(|(at, _)| AttributionIdx::new(at))
}

/// The actor whose head is counted.
fn counted(text: &Text, found: &Found) -> Option<ActorIdx> {
    let mentions = text.annotations.actors.mentions.iter();
    mentions.enumerate().find(|(_, mention)| found.who.contains(&mention.head.at())).map(|(at, _)| ActorIdx::new(at))
}
