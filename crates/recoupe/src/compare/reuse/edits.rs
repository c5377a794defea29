//! What differs between two aligned passages, and of what kind each difference is.

use std::collections::BTreeSet;

use crate::annotated::Annotated;
use crate::index::TokenIdx;
use crate::language::Pack;
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::layers::syntax::{Upos, Word};
use crate::text::{Span, fold};

use super::align::Step;
use super::passage::kept_by;
use super::words::Folded;
use super::{Edit, EditKind};

/// One side of the comparison.
#[derive(Clone, Copy)]
pub(super) struct Side<'d> {
    /// The document.
    pub doc: &'d Annotated,
    /// The pack of its language.
    pub pack: &'d Pack,
    /// The words of the sentence that holds the passage.
    pub words: &'d [Folded],
}

/// The differences of an alignment, in order of text. Neighbouring changed words are one edit.
pub(super) fn edits(a: Side<'_>, b: Side<'_>, steps: &[Step]) -> Vec<Edit> {
    let is_kept = |step: &Step| kept_by(a.words, b.words, step).is_some();
    let mut edits = Vec::new();
    let firsts = (steps.iter().find_map(|step| step.0), steps.iter().find_map(|step| step.1));
    let (mut next_a, mut next_b) = firsts;
    for run in steps.chunk_by(|one, two| is_kept(one) == is_kept(two)) {
        let words_a: Vec<usize> = run.iter().filter_map(|step| step.0).collect();
        let words_b: Vec<usize> = run.iter().filter_map(|step| step.1).collect();
        let (run_a, run_b) = without_pronouns((a, &words_a), (b, &words_b));
        let is_edit = !run_a.is_empty() || !run_b.is_empty();
        if !is_kept(&run[0]) && is_edit {
            let span_a = cover(a.words, run_a).unwrap_or_else(|| gap(a.words, firsts.0, next_a));
            let span_b = cover(b.words, run_b).unwrap_or_else(|| gap(b.words, firsts.1, next_b));
            let (kind, reason) = kind(a, b, span_a, span_b);
            let in_quotation = quoted(a.words, run_a, next_a) && quoted(b.words, run_b, next_b);
            edits.push(Edit { a: span_a, b: span_b, kind, reason, in_quotation });
        }
        next_a = words_a.last().map(|last| last + 1).or(next_a);
        next_b = words_b.last().map(|last| last + 1).or(next_b);
    }
    edits
}

/// What is left of two runs of words of one document without a pronoun at the edge of the one and those for whom it
/// stands at the same edge of the other: the actor is no other.
fn without_pronouns<'w>(
    (a, mut run_a): (Side<'_>, &'w [usize]),
    (b, mut run_b): (Side<'_>, &'w [usize]),
) -> (&'w [usize], &'w [usize]) {
    if a.doc.document.id != b.doc.document.id {
        return (run_a, run_b);
    }
    let mentions = &a.doc.annotations.actors.mentions;
    for is_last in [true, false] {
        let edge = |run: &'w [usize]| if is_last { run.last() } else { run.first() };
        let pronoun = |side: Side<'_>, at: &usize| {
            let span = side.words[*at].span;
            mentions.iter().find(|it| it.is_pronoun() && it.span.contains(span)).map(|it| it.chain)
        };
        let at_edge = |side: Side<'_>, run: &'w [usize]| edge(run).and_then(|at| pronoun(side, at));
        let Some(chain) = at_edge(a, run_a).or_else(|| at_edge(b, run_b)) else { continue };
        let left = |side: Side<'_>, run: &'w [usize]| {
            let tells = |at: &&usize| {
                let span = side.words[**at].span;
                mentions.iter().any(|it| it.chain == chain && it.span.contains(span))
            };
            match is_last {
                true => &run[..run.len() - run.iter().rev().take_while(tells).count()],
                false => &run[run.iter().take_while(tells).count()..],
            }
        };
        let (left_a, left_b) = (left(a, run_a), left(b, run_b));
        if left_a.len() < run_a.len() && left_b.len() < run_b.len() {
            (run_a, run_b) = (left_a, left_b);
        }
    }
    (run_a, run_b)
}

/// Whether the words stand in quotation marks; where there are none, whether their place does.
fn quoted(words: &[Folded], positions: &[usize], place: Option<usize>) -> bool {
    let is_quoted = |at: usize| words.get(at).is_some_and(|word| word.quoted);
    match (positions, place) {
        ([], Some(at)) => at > 0 && is_quoted(at - 1) && is_quoted(at),
        ([], None) => false,
        _ => positions.iter().all(|&at| is_quoted(at)),
    }
}

fn cover(words: &[Folded], positions: &[usize]) -> Option<Span> {
    Some(words[*positions.first()?].span.cover(words[*positions.last()?].span))
}

/// An empty span where the other side has words: behind the word before `next`, and inside the passage, of which
/// `first` is the first word.
fn gap(words: &[Folded], first: Option<usize>, next: Option<usize>) -> Span {
    let before = next.filter(|next| first.is_some_and(|first| first < *next)).and_then(|next| words.get(next - 1));
    let offset = match before {
        Some(word) => word.span.end,
        None => next.and_then(|next| words.get(next)).map_or(0, |word| word.span.start),
    };
    Span { start: offset, end: offset }
}

/// The kind of an edit, from the layers that cover its words.
fn kind(side_a: Side<'_>, side_b: Side<'_>, a: Span, b: Span) -> (EditKind, String) {
    let (doc_a, doc_b) = (side_a.doc, side_b.doc);
    match (hedges(side_a, a), hedges(side_b, b)) {
        (true, false) => return (EditKind::HedgeDropped, "a word that limits the statement is gone".into()),
        (false, true) => return (EditKind::HedgeAdded, "a word that limits the statement is new".into()),
        _ => {}
    }
    match (attributes(doc_a, a), attributes(doc_b, b)) {
        (true, false) => return (EditKind::AttributionDropped, "the words that say who says it are gone".into()),
        (false, true) => return (EditKind::AttributionAdded, "the added words say who says it".into()),
        _ => {}
    }
    let (loaded_a, loaded_b) = (loaded(side_a, a), loaded(side_b, b));
    if (a.is_empty() || b.is_empty()) && loaded_a.is_mostly != loaded_b.is_mostly {
        return (EditKind::Label, "a word that takes sides is put in or left out".into());
    }
    if a.is_empty() {
        return (EditKind::Added, "words that the other passage lacks".into());
    }
    if b.is_empty() {
        return (EditKind::Cut, "words that are missing in the other passage".into());
    }
    let (text_a, text_b) = (doc_a.document.slice(a), doc_b.document.slice(b));
    if alphanumeric(text_a) == alphanumeric(text_b) {
        return (EditKind::Spelling, "the same letters, joined or marked otherwise".into());
    }
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    if is_time(doc_a, a) && is_time(doc_b, b) {
        return (EditKind::Date, "both are expressions of time".into());
    }
    let is_number = |doc: &Annotated, span: Span, text: &str| has_digit(text) || is_all(doc, span, Upos::Num);
    if is_number(doc_a, a, text_a) && is_number(doc_b, b, text_b) {
        return (EditKind::Number, "both are numbers".into());
    }
    if let (Some(one), Some(two)) = (place(doc_a, a), place(doc_b, b)) {
        return match one == two && one.is_some() {
            true => (EditKind::Spelling, "two spellings of one place".into()),
            false => (EditKind::Place, "both name places".into()),
        };
    }
    match (stances(doc_a, a), stances(doc_b, b)) {
        (Some(one), Some(two)) if one != two => {
            return (EditKind::Label, "both name an actor, with labels of another stance".into());
        }
        (Some(_), Some(_)) if loaded_a.stems != loaded_b.stems => {
            return (EditKind::Label, "both name an actor, with other words that take sides".into());
        }
        (Some(_), Some(_)) => return (EditKind::Name, "both name actors".into()),
        (Some(_), None) if has_pronoun(doc_b, b) => return (EditKind::Name, A_PRONOUN.into()),
        (None, Some(_)) if has_pronoun(doc_a, a) => return (EditKind::Name, A_PRONOUN.into()),
        _ => {}
    }
    if is_verb(doc_a, a) && is_verb(doc_b, b) {
        return (EditKind::Verb, "both are verbs".into());
    }
    if is_name(doc_a, a) && is_name(doc_b, b) {
        return match strsim::normalized_damerau_levenshtein(&alphanumeric(text_a), &alphanumeric(text_b)) >= 0.6 {
            true => (EditKind::Spelling, "two capitalised forms that differ little".into()),
            false => (EditKind::Name, "both are capitalised".into()),
        };
    }
    (EditKind::Wording, "other words".into())
}

/// Whether a word or phrase that limits a statement makes up at least half of the span.
fn hedges(side: Side<'_>, span: Span) -> bool {
    let text = fold(side.doc.document.slice(span));
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let hedges = &side.pack.reuse.hedges;
    (1..=words.len().min(side.pack.reuse.longest))
        .any(|n| 2 * n >= words.len() && words.windows(n).any(|phrase| hedges.contains(&phrase.join(" "))))
}

/// The edit that lies around two passages: the one is attributed by words outside it, the other is not at all.
pub(super) fn attribution_around(doc_a: &Annotated, doc_b: &Annotated, a: Span, b: Span) -> Option<Edit> {
    let (around_a, around_b) = (attribution_of(doc_a, a), attribution_of(doc_b, b));
    let (kind, span_a, span_b, reason) = match (around_a, around_b) {
        (Around::Outside(words), Around::None) => (
            EditKind::AttributionDropped,
            words,
            Span { start: b.start, end: b.start },
            "attributed in the one report, bare in the other",
        ),
        (Around::None, Around::Outside(words)) => (
            EditKind::AttributionAdded,
            Span { start: a.start, end: a.start },
            words,
            "bare in the one report, attributed in the other",
        ),
        _ => return None,
    };
    Some(Edit { a: span_a, b: span_b, kind, reason: reason.into(), in_quotation: false })
}

/// How a passage is attributed.
enum Around {
    /// Not at all.
    None,
    /// By words inside it.
    Inside,
    /// By these words outside it.
    Outside(Span),
}

fn attribution_of(doc: &Annotated, passage: Span) -> Around {
    let shared = |content: Span| content.end.min(passage.end).saturating_sub(content.start.max(passage.start)) as usize;
    let mut around = Around::None;
    for it in &doc.annotations.attributions {
        if it.cue.is_some_and(|cue| cue.overlaps(passage)) {
            return Around::Inside;
        }
        if let (Some(cue), true) = (it.cue, 2 * shared(it.content) >= passage.len()) {
            around = Around::Outside(it.source.as_ref().map_or(cue, |source| source.span.cover(cue)));
        }
    }
    around
}

/// Whether the span holds the cue of an attribution.
fn attributes(doc: &Annotated, span: Span) -> bool {
    doc.annotations.attributions.iter().any(|it| it.cue.is_some_and(|cue| span.contains(cue)))
}

/// The words of a span that take sides.
struct Loaded {
    /// Their first letters, which inflected forms share.
    stems: BTreeSet<String>,
    /// Whether they are at least half of the words.
    is_mostly: bool,
}

fn loaded(side: Side<'_>, span: Span) -> Loaded {
    /// Letters that inflected forms share.
    const STEM: usize = 6;
    let text = fold(side.doc.document.slice(span));
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let labels = &side.pack.actors.labels;
    let takes_sides = |word: &&&str| labels.get(**word).is_some_and(|stance| *stance != LabelStance::Neutral);
    let n_loaded = words.iter().filter(takes_sides).count();
    let stems = words.iter().filter(takes_sides).map(|word| word.chars().take(STEM).collect()).collect();
    Loaded { stems, is_mostly: n_loaded > 0 && 2 * n_loaded >= words.len() }
}

/// Whether expressions of time make up at least half of the span.
fn is_time(doc: &Annotated, span: Span) -> bool {
    let shared = |timex: Span| timex.end.min(span.end).saturating_sub(timex.start.max(span.start)) as usize;
    let of_time: usize = doc.annotations.timexes.iter().map(|timex| shared(timex.span)).sum();
    2 * of_time >= span.len()
}

/// Whether the span begins with a capital and holds a noun or name, but no verb.
fn is_name(doc: &Annotated, span: Span) -> bool {
    let capital = doc.document.slice(span).chars().next().is_some_and(char::is_uppercase);
    let words = words(doc, span);
    let has = |upos: &[Upos]| words.iter().any(|word| upos.contains(&word.upos));
    capital && (words.is_empty() || has(&[Upos::Noun, Upos::Propn]) && !has(&[Upos::Verb, Upos::Aux]))
}

/// The reason of an edit that names an actor, or names it no more.
const A_PRONOUN: &str = "a pronoun where the other names an actor";

fn has_pronoun(doc: &Annotated, span: Span) -> bool {
    doc.annotations.actors.mentions.iter().any(|it| it.is_pronoun() && it.span.overlaps(span))
}

/// The stances of the labels in the span, in order of text; `None` where it names no actor.
fn stances(doc: &Annotated, span: Span) -> Option<Vec<LabelStance>> {
    let mentions = doc.annotations.actors.mentions.iter().filter(|it| it.span.overlaps(span));
    let mentions = mentions.filter(|it| it.kind != ActorKind::People && !it.is_pronoun());
    let stances: Vec<LabelStance> = mentions.map(|mention| mention.stance).collect();
    (!stances.is_empty()).then_some(stances)
}

fn alphanumeric(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The place that covers the span: `Some(None)` is a place that is unresolved.
fn place(doc: &Annotated, span: Span) -> Option<Option<crate::index::PlaceId>> {
    doc.annotations.toponyms.mentions.iter().find(|it| it.span.overlaps(span)).map(|it| it.place)
}

fn is_verb(doc: &Annotated, span: Span) -> bool {
    words(doc, span).iter().any(|word| word.upos == Upos::Verb)
}

fn is_all(doc: &Annotated, span: Span, upos: Upos) -> bool {
    let words = words(doc, span);
    !words.is_empty() && words.iter().all(|word| word.upos == upos)
}

fn words(doc: &Annotated, span: Span) -> Vec<&Word> {
    let tokens = &doc.annotations.tokens;
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    (first..tokens.len())
        .take_while(|&token| tokens[token].span.start < span.end)
        .flat_map(|token| doc.annotations.syntax.words_of(TokenIdx::new(token)))
        .collect()
}
