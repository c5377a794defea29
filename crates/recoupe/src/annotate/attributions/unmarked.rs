//! Speech without a reporting verb: headlines with a colon, quotations that go on, and hearsay by mood.

use crate::layers::attributions::{Attribution, Mode, SourceMention};
use crate::layers::kinds::CueStance;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::clause::build;
use super::text::Text;

/// 'X : « … »' at the start of a line.
pub(super) fn after_colons(text: &Text, found: &mut Vec<Attribution>) {
    for sentence in text.sentences {
        let Some(colon) = text.between(sentence.span.start, sentence.span.end).find(':') else { continue };
        let colon = sentence.span.start + colon as u32;
        let Some(quotation) = text.quotations.iter().find(|quotation| quotation.outer.start > colon) else { continue };
        let follows = text.between(colon + 1, quotation.outer.start).trim().is_empty();
        let head = text.between(sentence.span.start, colon).trim_end();
        let end = sentence.span.start + head.len() as u32;
        let whole = |mention: &crate::layers::actors::ActorMention| {
            mention.span.end == end && text.between(sentence.span.start, mention.span.start).chars().count() <= 4
        };
        let Some((actor, mention)) = text.longest_mention(whole).filter(|_| follows) else { continue };
        if is_taken(found, quotation.outer) {
            continue;
        }
        let source = SourceMention { span: mention.span, actor: Some(actor) };
        found.extend(build(text, Some(source), None, quotation.outer, CueStance::Neutral, "colon"));
    }
}

/// '« … », tempête le maire' with a verb that stands in no list: behind a quotation the verb and whoever follows it
/// say who speaks; so do they behind a clause in a language that inverts them (', corrige la Croix-Rouge').
pub(super) fn unlisted_verbs(text: &Text, found: &mut Vec<Attribution>) {
    for sentence in text.sentences {
        let range = text.range_of(sentence);
        for at in range.clone().skip(1) {
            let Some(cue) = verb_behind(text, at, range.end) else { continue };
            let span = text.span(&cue.range);
            let known = found.iter().any(|other| other.cue.is_some_and(|cue| cue.overlaps(span)));
            if known || text.quotation_at(span.start).is_some() {
                continue;
            }
            let Some(source) = super::sources::closing(text, sentence, &cue) else { continue };
            let quotation = super::contents::quotation_before(text, sentence, span.start)
                .filter(|quoted| text.between(quoted.start, quoted.end).split_whitespace().count() >= 4);
            let present = cue.verb.is_some_and(|verb| text.word(verb).feats.is("Tense", "Pres"));
            let inverts = !text.words.phrases.inverted_pronouns.is_empty();
            let clause = || super::clause::said_before(text, sentence, span.start).filter(|_| present && inverts);
            let Some(content) = quotation.or_else(clause) else { continue };
            if !is_taken(found, content) {
                found.extend(build(text, Some(source), Some(span), content, CueStance::Neutral, "unlisted_verb"));
            }
        }
    }
}

/// A finite verb right behind a comma or a closing quotation mark, as a cue.
fn verb_behind(text: &Text, at: usize, end: usize) -> Option<super::cues::Cue> {
    let between = text.between(text.pieces[at - 1].span.end, text.pieces[at].span.start).trim();
    if !between.ends_with([',', '»', '”', '"']) || at + 1 >= end {
        return None;
    }
    let verb = text.word_of(at)?;
    let word = text.word(verb);
    (word.upos == Upos::Verb && word.feats.is("VerbForm", "Fin")).then(|| super::cues::Cue {
        range: at..at + 1,
        stance: CueStance::Neutral,
        verb: Some(verb),
        pronoun: None,
        passive: false,
        shares_auxiliary: false,
        takes_nouns: false,
        addressed: false,
        participle: false,
    })
}

/// A quotation that is a sentence of its own, after another of the same paragraph: the same speaker goes on.
pub(super) fn continued(text: &Text, found: &mut Vec<Attribution>) {
    let mut added = Vec::new();
    for quotation in &text.quotations {
        let is_sentence = text.sentences.iter().any(|sentence| stands_alone(text, sentence, quotation.outer))
            && text.between(quotation.inner.start, quotation.inner.end).split_whitespace().count() >= 3;
        if !is_sentence || is_taken(found, quotation.outer) {
            continue;
        }
        let before = found
            .iter()
            .chain(&added)
            .filter(|other| other.source.is_some() && other.content.start < quotation.outer.start)
            .max_by_key(|other| (other.content.end, other.content.start));
        let Some(before) = before.filter(|before| before.mode != Mode::Indirect) else { continue };
        let last = before.content.end.max(before.cue.map_or(0, |cue| cue.end));
        let last = last.max(before.source.as_ref().map_or(0, |source| source.span.end));
        let between = text.between(last, quotation.outer.start);
        // Only the rest of the sentence may stand between.
        if between.contains('\n') || between.matches(['.', '!', '?']).count() > 1 || between.chars().count() > 120 {
            continue;
        }
        let source = before.source.clone();
        added.extend(build(text, source, None, quotation.outer, CueStance::Neutral, "quotation_goes_on"));
    }
    found.append(&mut added);
}

/// Whether a quotation begins with a sentence or ends with one and nothing else stands in it.
fn stands_alone(text: &Text, sentence: &Sentence, quotation: Span) -> bool {
    let starts = text.between(sentence.span.start, quotation.start).trim().is_empty()
        && sentence.span.start.abs_diff(quotation.start) <= 4;
    let rest = text.between(quotation.end, sentence.span.end);
    starts && !rest.contains(char::is_alphanumeric)
}

fn is_taken(found: &[Attribution], quotation: Span) -> bool {
    found.iter().any(|other| other.content.overlaps(quotation))
}

/// The conditional as hearsay: a sentence in the author's voice that says what is said to be so.
pub(super) fn hearsay(text: &Text, found: &mut Vec<Attribution>) {
    for sentence in text.sentences {
        let range = text.range_of(sentence);
        let phrases = &text.words.phrases;
        let spoken = |span: Span| {
            found.iter().any(|other| other.content.overlaps(span) || other.cue.is_some_and(|cue| cue.overlaps(span)))
        };
        let excepted = range.clone().any(|at| phrases.hearsay_exceptions.contains(text.folded(at)));
        let Some(at) = range.clone().find(|&at| phrases.hearsay_auxiliaries.contains(text.folded(at))) else {
            continue;
        };
        let span = text.pieces[at].span;
        if excepted || spoken(sentence.span) || text.quotation_at(span.start).is_some() || !marks_main_verb(text, at) {
            continue;
        }
        let mut made = build(text, None, Some(span), sentence.span, CueStance::Neutral, "hearsay");
        if let Some(made) = &mut made {
            made.mode = Mode::Hearsay;
        }
        found.extend(made);
    }
}

/// Whether the word is an auxiliary of the main verb, or an adverb to it.
fn marks_main_verb(text: &Text, at: usize) -> bool {
    let Some(word) = text.word_of(at) else { return false };
    let Some(head) = text.syntax.head(word) else { return false };
    let it = text.word(word);
    let participle = text.word(head).feats.is("VerbForm", "Part");
    let is_main = text.syntax.head(head).is_none();
    is_main && (it.upos == Upos::Adv || it.universal_relation() == "aux" && participle)
}
