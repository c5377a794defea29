//! One clause with a reporting verb becomes an attribution.

use crate::annotate::sentences::Sentence;
use crate::annotate::syntax::Upos;
use crate::text::Span;

use super::cues::{Cue, cue_at, is_negated};
use super::quotations::Quotation;
use super::text::Text;
use super::{Attribution, CueStance, Mode, SourceMention, according, contents, sources};

/// All attributions with a cue, unsorted.
pub(super) fn attributions(text: &Text) -> Vec<Attribution> {
    let mut found = Vec::new();
    for sentence in text.sentences {
        let range = text.range_of(sentence);
        let mut at = range.start;
        while at < range.end {
            if let Some((end, attribution)) = according::according_to(text, sentence, at) {
                found.push(attribution);
                at = end;
            } else if let Some((end, attribution)) = according::regarded_as(text, sentence, at) {
                found.push(attribution);
                at = end;
            } else if let Some(cue) = cue_at(text, at, range.end) {
                at = cue.range.end;
                found.extend(reported(text, sentence, &cue));
            } else {
                at += 1;
            }
        }
    }
    found
}

/// A clause with a reporting verb.
fn reported(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<Attribution> {
    let span = text.span(&cue.range);
    if is_negated(text, cue, text.piece_from(sentence.span.start)) {
        return None;
    }
    if text.quotation_at(span.start).is_some() {
        return inside_a_quotation(text, sentence, cue);
    }
    if cue.passive {
        return passive(text, sentence, cue);
    }
    let before = sources::before(text, sentence, cue).filter(|_| cue.pronoun.is_none());
    if let Some(source) = before {
        let (content, rule) = around_subject(text, sentence, cue, &source)?;
        return build(text, Some(source), Some(span), content, cue.stance, rule);
    }
    if cue.shares_auxiliary {
        return None;
    }
    let source = sources::behind(text, sentence, cue).filter(|it| text.quotation_at(it.span.start).is_none())?;
    let content = contents::around(text, sentence, span, source.span)
        .filter(|_| text.between(sentence.span.start, span.start).trim_end().ends_with(','))
        .or_else(|| contents::before(text, sentence, span))?;
    build(text, Some(source), Some(span), content, cue.stance, "inverted_verb")
}

/// The content of a verb whose subject stands before it: after the verb, else before the subject
/// ('X, the mayor said').
fn around_subject(text: &Text, sentence: &Sentence, cue: &Cue, source: &SourceMention) -> Option<(Span, &'static str)> {
    let start = source.span.start.max(sentence.span.start);
    let head = text.between(sentence.span.start, start).trim_end();
    if head.ends_with(['»', '”', '"', '’'])
        && let Some(quotation) = contents::quotation_before(text, sentence, start)
    {
        return Some((quotation, "quotation_before_subject"));
    }
    let found = contents::after(text, sentence, cue);
    let is_clause = found.is_some_and(|(_, rule)| rule != "verb_and_object");
    if !is_clause && head.ends_with(',') && says_something(text, sentence, head) {
        let end = sentence.span.start + (head.len() - 1) as u32;
        return Some((Span { start: sentence.span.start, end }, "clause_before_subject"));
    }
    found.or_else(|| {
        Some((contents::quotation_before(text, sentence, text.span(&cue.range).start)?, "quotation_before_verb"))
    })
}

/// Whether the words before a subject are a clause, with a finite verb and the sentence's root.
fn says_something(text: &Text, sentence: &Sentence, head: &str) -> bool {
    let span = Span { start: sentence.span.start, end: sentence.span.start + head.len() as u32 };
    text.syntax.words_in(span, text.tokens).any(|at| {
        let word = &text.syntax.words[at];
        let is_clause = matches!(word.universal_relation(), "root" | "ccomp" | "parataxis") && word.upos != Upos::Propn;
        is_clause || word.feats.is("VerbForm", "Fin") && word.universal_relation() != "acl"
    })
}

/// '« X, a dit Y, Z »': the verb stands between commas inside the quotation, with its subject behind it.
fn inside_a_quotation(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<Attribution> {
    let span = text.span(&cue.range);
    let quotation = text.quotation_at(span.start)?;
    let before = text.between(quotation.inner.start, span.start).trim_end();
    if !before.ends_with([',', '!', '?']) || cue.passive {
        return None;
    }
    let source = sources::behind(text, sentence, cue)?;
    let after = text.between(source.span.end, quotation.outer.end).trim_start();
    let closed = cue.pronoun.is_some() || after.starts_with([',', '.', '»', '”']) || source.actor.is_some();
    if !closed || source.span.end > quotation.outer.end {
        return None;
    }
    let mut found = build(text, Some(source), Some(span), quotation.outer, cue.stance, "verb_inside_quotation")?;
    found.mode = Mode::Direct;
    Some(found)
}

/// 'X a été annoncé par Y': the subject is what is said.
fn passive(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<Attribution> {
    let range = text.range_of(sentence);
    let source = sources::at_piece(text, cue.range.end, range.end)?;
    // 'annoncée par surprise' names nobody.
    let head = text.syntax.word_at(source.span, text.tokens)?;
    let determined = text.syntax.dependents(head).any(|at| text.word(at).universal_relation() == "det");
    if source.actor.is_none() && !determined {
        return None;
    }
    let span = text.span(&cue.range);
    let verb = cue.verb?;
    let subject = text
        .syntax
        .dependents(verb)
        .find(|&at| text.word(at).universal_relation() == "nsubj" && text.word_span(at).end <= span.start);
    let content = match subject {
        Some(subject) => text.noun_phrase(subject).cover(text.word_span(subject)),
        None => Span { start: sentence.span.start, end: span.start },
    };
    build(text, Some(source), Some(span), content, cue.stance, "passive")
}

/// An attribution with its content trimmed, its quoted stretches and its mode.
pub(super) fn build(
    text: &Text,
    source: Option<SourceMention>,
    cue: Option<Span>,
    content: Span,
    stance: CueStance,
    rule: &str,
) -> Option<Attribution> {
    let raw = text.between(content.start, content.end);
    let lead = raw.len() - raw.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
    let trimmed = raw[lead..].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | '–' | '-'));
    if trimmed.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
        return None;
    }
    let start = content.start as usize + lead;
    let content = Span::new(start, start + trimmed.len());
    let inside: Vec<&Quotation> =
        text.quotations.iter().filter(|quotation| content.overlaps(quotation.inner)).collect();
    let tied = matches!(rule, "verb_and_clause" | "verb_and_object");
    let mode = match inside.as_slice() {
        [] => Mode::Indirect,
        // 'que « … »' is a clause of the reporting sentence, quoted.
        [one] if covers(text, one, content) && !tied => Mode::Direct,
        _ => Mode::Mixed,
    };
    let quoted = inside.iter().map(|quotation| quotation.inner).filter(|inner| content.contains(*inner)).collect();
    Some(Attribution {
        source,
        cue,
        content,
        quoted,
        mode,
        via: Vec::new(),
        inside: None,
        stance,
        rule: rule.to_owned(),
    })
}

fn covers(text: &Text, quotation: &Quotation, content: Span) -> bool {
    let rest = text.between(quotation.outer.end, content.end);
    quotation.outer.start <= content.start && !rest.contains(char::is_alphanumeric)
}
