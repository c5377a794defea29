//! One clause with a reporting verb becomes an attribution.

use crate::annotate::pieces::Gap;
use crate::annotate::quotations::Quotation;
use crate::layers::attributions::{Attribution, Mode, SourceMention};
use crate::layers::kinds::CueStance;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::cues::{Cue, cue_at, is_negated};
use super::text::Text;
use super::{according, contents, sources};

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
                let made = if cue.participle {
                    participial(text, sentence, &cue, &found)
                } else {
                    reported(text, sentence, &cue).or_else(|| coordinated(text, sentence, &cue, &found))
                };
                found.extend(made);
            } else {
                at += 1;
            }
        }
    }
    found
}

/// ', soulignant que …', ', saying that …'.
fn participial(text: &Text, sentence: &Sentence, cue: &Cue, found: &[Attribution]) -> Option<Attribution> {
    let span = text.span(&cue.range);
    if is_negated(text, cue, text.piece_from(sentence.span.start)) || text.quotation_at(span.start).is_some() {
        return None;
    }
    let source = sources::of_participle(text, sentence, cue, found)?;
    let (content, _) = contents::after(text, sentence, cue)?;
    build(text, Some(source), Some(span), content, cue.stance, "participle")
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
    if let Some(found) = closed(text, sentence, cue) {
        return Some(found);
    }
    let before = sources::before(text, sentence, cue).filter(|_| cue.pronoun.is_none());
    let subject = before.is_some();
    if let Some(source) = before
        && let Some((content, rule)) = around_subject(text, sentence, cue, &source)
    {
        let alone = text.word_of(cue.range.end - 1) == cue.verb;
        let predicated =
            !alone || !text.words.phrases.predicative.contains(&cue.lemma(text)) || is_predicated(text, cue, content);
        return build(text, Some(source), Some(span), content, cue.stance, rule).filter(|_| predicated);
    }
    let span_with_hearer = with_hearer(text, sentence, span);
    let head = text.between(sentence.span.start, span_with_hearer.start).trim_end();
    let after_comma = head.ends_with(',');
    // With a subject that governs the sentence's other verb the verb is inverted: 'L'avion avait fait X, ont dit Y'.
    if cue.shares_auxiliary || subject && !(after_comma && says_something(text, sentence, head)) {
        return None;
    }
    let source = sources::behind(text, sentence, cue).filter(|it| text.quotation_at(it.span.start).is_none())?;
    if sources::is_hearer(text, cue, &source) {
        return None;
    }
    if let Some(content) = behind_colon(text, sentence, source.span).filter(|_| !says_something(text, sentence, head)) {
        return build(text, Some(source), Some(span), content, cue.stance, "inverted_verb_and_colon");
    }
    let quotation = contents::quotation_before(text, sentence, span_with_hearer.start)
        .map(|quotation| contents::with_rest(text, sentence, source.span.end.max(span.end), quotation));
    let content = quotation
        .or_else(|| contents::around(text, sentence, span, source.span).filter(|_| after_comma))
        .or_else(|| contents::before(text, sentence, span_with_hearer))?;
    // 'General X, named by a website, denies holding a share' has said nothing before its verb.
    let quoted = text.quotations.iter().any(|quotation| quotation.outer == content);
    if !quoted && after_comma && source.actor.is_none() && !says_something(text, sentence, head) {
        return None;
    }
    build(text, Some(source), Some(span), content, cue.stance, "inverted_verb")
}

/// A verb with the pronoun of the hearer before it: ', [nous] confie un officier'.
fn with_hearer(text: &Text, sentence: &Sentence, cue: Span) -> Span {
    let before =
        text.piece_from(cue.start).checked_sub(1).filter(|&at| text.pieces[at].span.start > sentence.span.start);
    let hearer = before.filter(|&at| {
        let comma = at > 0 && text.pieces[at - 1].gap == Gap::Comma
            || text
                .quotations
                .iter()
                .any(|it| it.outer.end <= text.pieces[at].span.start && text.pieces[at].span.start - it.outer.end <= 3);
        comma && text.word_of(at).is_some_and(|word| text.word(word).upos == Upos::Pron)
    });
    hearer.map_or(cue, |at| Span { start: text.pieces[at].span.start, end: cue.end })
}

/// 'Faux, rétorque X : …': what stands behind the colon after a source.
fn behind_colon(text: &Text, sentence: &Sentence, source: Span) -> Option<Span> {
    let rest = text.between(source.end, sentence.span.end);
    let colon = rest.find(|c: char| !c.is_whitespace()).filter(|&at| rest[at..].starts_with(':'))?;
    Some(Span { start: source.end + colon as u32 + 1, end: sentence.span.end })
}

/// '…, said X – …': behind a clause and a comma the verb and whoever it names close what is said.
fn closed(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<Attribution> {
    let span = text.span(&cue.range);
    let said = said_before(text, sentence, with_hearer(text, sentence, span).start);
    let content = said.filter(|_| cue.pronoun.is_none() && !cue.shares_auxiliary)?;
    let source = sources::closing(text, sentence, cue)?;
    if sources::is_hearer(text, cue, &source) || contents::quotation_before(text, sentence, span.start).is_some() {
        return None;
    }
    build(text, Some(source), Some(span), content, cue.stance, "closing_verb")
}

/// The clause before an offset and a comma, where it says something.
pub(super) fn said_before(text: &Text, sentence: &Sentence, at: u32) -> Option<Span> {
    let head = text.between(sentence.span.start, at);
    contents::clause_before(text, sentence, at).filter(|_| says_something(text, sentence, head))
}

/// 'X admitted A, but blamed B': a verb behind a conjunction has the source of the verb before it.
fn coordinated(text: &Text, sentence: &Sentence, cue: &Cue, found: &[Attribution]) -> Option<Attribution> {
    let span = text.span(&cue.range);
    let before = cue.range.start.checked_sub(1).and_then(|at| text.word_of(at)).map(|at| text.word(at))?;
    let last =
        found.last().filter(|last| last.cue.is_some_and(|cue| sentence.span.contains(cue) && cue.end <= span.start))?;
    let free = cue.pronoun.is_none() && !cue.passive && !cue.participle;
    if before.upos != Upos::Cconj || !free || text.quotation_at(span.start).is_some() {
        return None;
    }
    let source = last.source.clone()?;
    let (content, _) = contents::after(text, sentence, cue)?;
    build(text, Some(source), Some(span), content, cue.stance, "coordinated_verb")
}

/// Whether the verb has a predicate besides its object, or a quotation.
fn is_predicated(text: &Text, cue: &Cue, content: Span) -> bool {
    let quoted = text.quotations.iter().any(|quotation| content.contains(quotation.inner));
    let predicate = |at: crate::index::WordIdx| matches!(text.word(at).universal_relation(), "xcomp" | "ccomp");
    quoted || cue.verb.is_some_and(|verb| text.syntax.dependents(verb).any(predicate))
}

/// The content of a verb whose subject stands before it: after the verb, else before the subject
/// ('X, the mayor said').
fn around_subject(text: &Text, sentence: &Sentence, cue: &Cue, source: &SourceMention) -> Option<(Span, &'static str)> {
    let start = source.span.start.max(sentence.span.start);
    let head = text.between(sentence.span.start, start).trim_end();
    if head.ends_with(['»', '”', '"', '’', '\''])
        && let Some(quotation) = contents::quotation_before(text, sentence, start)
    {
        return Some((
            contents::with_rest(text, sentence, text.span(&cue.range).end, quotation),
            "quotation_before_subject",
        ));
    }
    let found = contents::after(text, sentence, cue);
    if let Some(whole) = interrupted(text, sentence, cue, head)
        && found.is_none_or(|(_, rule)| rule != "verb_and_clause")
    {
        return Some((whole, "clause_interrupted"));
    }
    let is_clause = found.is_some_and(|(_, rule)| rule != "verb_and_object");
    // A verb that nothing follows but a comma or the end has said what stands before.
    let rest = text.between(text.span(&cue.range).end, sentence.span.end);
    let closes = !rest.contains(char::is_alphanumeric) || rest.trim_start().starts_with(',');
    let is_told = head.ends_with(',') && says_something(text, sentence, head);
    // 'The bridge fell, residents said, as …': with a clause before it and a comma behind it the verb closes one.
    if (is_told && closes) || !is_clause && head.ends_with(',') && (closes || is_told) {
        let end = sentence.span.start + (head.len() - 1) as u32;
        let start = contents::clause_start(text, sentence.span.start, end);
        return Some((Span { start, end }, "clause_before_subject"));
    }
    found.or_else(|| {
        Some((contents::quotation_before(text, sentence, text.span(&cue.range).start)?, "quotation_before_verb"))
    })
}

/// 'The museum, he said, celebrated …': the verb and its subject stand between commas inside what is said.
fn interrupted(text: &Text, sentence: &Sentence, cue: &Cue, head: &str) -> Option<Span> {
    let end = text.span(&cue.range).end;
    let rest = text.between(end, sentence.span.end);
    let mut after = text.syntax.words_in(Span { start: end, end: sentence.span.end }, text.tokens);
    let next = after.find(|&at| text.syntax.words[at].upos != Upos::Punct)?;
    // ', adding that …' is no part of what is said.
    let participle = super::cues::is_present_participle(text, crate::index::WordIdx::new(next));
    let between_commas = head.ends_with(',') && rest.trim_start().starts_with(',') && !participle;
    let goes_on = rest.chars().filter(|c| c.is_alphanumeric()).count() > 8 && !says_something(text, sentence, head);
    (between_commas && goes_on).then_some(sentence.span)
}

/// Whether the words before a subject are a clause, with a finite verb and the sentence's root.
pub(super) fn says_something(text: &Text, sentence: &Sentence, head: &str) -> bool {
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
    let source = source.map(|source| sources::author(text, sources::without_weekday(text, source)));
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
    let spoken = source.as_ref().map(|it| it.span).into_iter().chain(cue).reduce(Span::cover);
    let mode = match inside.as_slice() {
        [] => Mode::Indirect,
        [_, _, ..] if spoken.is_some_and(|spoken| only_spoken(text, &inside, content, spoken)) => Mode::Direct,
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

/// Whether all words of a content stand in its quotations, besides those that say who speaks.
fn only_spoken(text: &Text, inside: &[&Quotation], content: Span, spoken: Span) -> bool {
    text.between(content.start, content.end)
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric())
        .map(|(at, c)| Span::new(content.start as usize + at, content.start as usize + at + c.len_utf8()))
        .all(|letter| spoken.contains(letter) || inside.iter().any(|quotation| quotation.outer.contains(letter)))
}

fn covers(text: &Text, quotation: &Quotation, content: Span) -> bool {
    let rest = text.between(quotation.outer.end, content.end);
    quotation.outer.start <= content.start && !rest.contains(char::is_alphanumeric)
}
