//! What differs between two aligned passages, and of what kind each difference is.

use crate::annotate::syntax::Upos;
use crate::dossier::Annotated;
use crate::index::TokenIdx;
use crate::text::Span;

use super::align::Step;
use super::words::Folded;
use super::{Edit, EditKind};

/// The differences of an alignment, in order of text. Neighbouring changed words are one edit.
pub(super) fn edits(doc_a: &Annotated, doc_b: &Annotated, a: &[Folded], b: &[Folded], steps: &[Step]) -> Vec<Edit> {
    let is_kept = |step: &Step| matches!(*step, (Some(i), Some(j)) if a[i].hash == b[j].hash);
    let mut edits = Vec::new();
    let (mut next_a, mut next_b) = (steps.iter().find_map(|step| step.0), steps.iter().find_map(|step| step.1));
    for run in steps.chunk_by(|one, two| is_kept(one) == is_kept(two)) {
        let words_a: Vec<usize> = run.iter().filter_map(|step| step.0).collect();
        let words_b: Vec<usize> = run.iter().filter_map(|step| step.1).collect();
        if !is_kept(&run[0]) {
            let span_a = cover(a, &words_a).unwrap_or_else(|| before(a, next_a));
            let span_b = cover(b, &words_b).unwrap_or_else(|| before(b, next_b));
            let quoted = |words: &[Folded], positions: &[usize]| positions.iter().all(|&at| words[at].quoted);
            let (kind, reason) = kind(doc_a, doc_b, span_a, span_b);
            edits.push(Edit {
                a: span_a,
                b: span_b,
                kind,
                reason,
                in_quotation: quoted(a, &words_a) && quoted(b, &words_b),
            });
        }
        next_a = words_a.last().map(|last| last + 1).or(next_a);
        next_b = words_b.last().map(|last| last + 1).or(next_b);
    }
    edits
}

fn cover(words: &[Folded], positions: &[usize]) -> Option<Span> {
    Some(words[*positions.first()?].span.cover(words[*positions.last()?].span))
}

/// An empty span where the other side has words.
fn before(words: &[Folded], at: Option<usize>) -> Span {
    let at = at.unwrap_or(0);
    let offset = words.get(at).map_or_else(|| words.last().map_or(0, |word| word.span.end), |word| word.span.start);
    Span { start: offset, end: offset }
}

/// The kind of an edit, from the layers that cover its words.
fn kind(doc_a: &Annotated, doc_b: &Annotated, a: Span, b: Span) -> (EditKind, String) {
    let attributes = |doc: &Annotated, span: Span| {
        doc.annotations.attributions.iter().any(|it| it.cue.is_some_and(|cue| span.contains(cue)))
    };
    if a.is_empty() || b.is_empty() {
        let (doc, span, added) = if a.is_empty() { (doc_b, b, true) } else { (doc_a, a, false) };
        return match (attributes(doc, span), added) {
            (true, true) => (EditKind::AttributionAdded, "the added words say who says it".into()),
            (true, false) => (EditKind::AttributionDropped, "the words that say who says it are gone".into()),
            (false, true) => (EditKind::Added, "words that the other passage lacks".into()),
            (false, false) => (EditKind::Cut, "words that are missing in the other passage".into()),
        };
    }
    let (text_a, text_b) = (doc_a.document.slice(a), doc_b.document.slice(b));
    if alphanumeric(text_a) == alphanumeric(text_b) {
        return (EditKind::Spelling, "the same letters, joined or marked otherwise".into());
    }
    let has_digit = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let timex = |doc: &Annotated, span: Span| doc.annotations.timexes.iter().any(|timex| timex.span.overlaps(span));
    if timex(doc_a, a) && timex(doc_b, b) {
        return (EditKind::Date, "both are expressions of time".into());
    }
    if has_digit(text_a) && has_digit(text_b) {
        return (EditKind::Number, "both hold figures".into());
    }
    if let (Some(one), Some(two)) = (place(doc_a, a), place(doc_b, b)) {
        return match one == two && one.is_some() {
            true => (EditKind::Spelling, "two spellings of one place".into()),
            false => (EditKind::Place, "both name places".into()),
        };
    }
    let actor = |doc: &Annotated, span: Span| {
        doc.annotations.actors.mentions.iter().find(|it| it.span.overlaps(span)).map(|it| it.stance)
    };
    if let (Some(one), Some(two)) = (actor(doc_a, a), actor(doc_b, b)) {
        return match one == two {
            true => (EditKind::Name, "both name actors".into()),
            false => (EditKind::Label, "both name an actor, with labels of another stance".into()),
        };
    }
    if is_verb(doc_a, a) && is_verb(doc_b, b) {
        return (EditKind::Verb, "both are verbs".into());
    }
    let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
    if capital(text_a) && capital(text_b) {
        return match strsim::normalized_damerau_levenshtein(&alphanumeric(text_a), &alphanumeric(text_b)) >= 0.6 {
            true => (EditKind::Spelling, "two capitalised forms that differ little".into()),
            false => (EditKind::Name, "both are capitalised".into()),
        };
    }
    (EditKind::Wording, "other words".into())
}

fn alphanumeric(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The place that covers the span: `Some(None)` is a place that is unresolved.
fn place(doc: &Annotated, span: Span) -> Option<Option<crate::gazetteer::PlaceId>> {
    doc.annotations.toponyms.mentions.iter().find(|it| it.span.overlaps(span)).map(|it| it.place)
}

fn is_verb(doc: &Annotated, span: Span) -> bool {
    let tokens = &doc.annotations.tokens;
    let first = tokens.partition_point(|token| token.span.end <= span.start);
    (first..tokens.len())
        .take_while(|&token| tokens[token].span.start < span.end)
        .flat_map(|token| doc.annotations.syntax.words_of(TokenIdx::new(token)))
        .any(|word| word.upos == Upos::Verb)
}
