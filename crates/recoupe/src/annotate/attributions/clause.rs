//! Cue, source and content of one clause, from the words and the punctuation around the cue.

use std::ops::Range;

use crate::annotate::actors::{ActorMention, Actors};
use crate::annotate::sentences::Sentence;
use crate::annotate::toponyms::pieces::{Gap, Piece, pieces};
use crate::document::Document;
use crate::index::ActorIdx;
use crate::language::Pack;
use crate::language::attributions::AttributionWords;
use crate::text::Span;

use super::quotations::{Quotation, quotations};
use super::{Attribution, CueStance, Mode, SourceMention};

/// What the finders look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub sentences: &'t [Sentence],
    pub pieces: Vec<Piece>,
    pub actors: &'t Actors,
    pub words: &'t AttributionWords,
    quotations: Vec<Quotation>,
}

/// The words that attribute.
struct Cue {
    range: Range<usize>,
    stance: CueStance,
}

impl<'t> Text<'t> {
    pub(super) fn new(doc: &'t Document, sentences: &'t [Sentence], actors: &'t Actors, pack: &'t Pack) -> Text<'t> {
        Text {
            doc,
            sentences,
            pieces: pieces(doc, sentences),
            actors,
            words: &pack.attributions,
            quotations: quotations(&doc.text),
        }
    }

    fn words(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.pieces[range].iter().map(|piece| piece.folded.as_str()).collect();
        words.join(" ")
    }

    fn folded(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.folded.as_str())
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.pieces[range.start].span.cover(self.pieces[range.end - 1].span)
    }

    /// The pieces of a sentence.
    fn range_of(&self, sentence: &Sentence) -> Range<usize> {
        let start = self.pieces.partition_point(|piece| piece.span.start < sentence.span.start);
        let end = self.pieces.partition_point(|piece| piece.span.start < sentence.span.end);
        start..end
    }

    /// The end of the longest phrase of a set that begins at a piece.
    pub(super) fn phrase_end(&self, at: usize, end: usize, set: impl Fn(&str) -> bool) -> Option<usize> {
        let last = end.min(at + self.words.longest);
        (at + 1..=last).rev().find(|&end| set(&self.words(at..end)))
    }

    /// The outermost mention that begins at a piece, or after its determiner.
    fn mention_from(&self, at: usize) -> Option<(ActorIdx, &'t ActorMention)> {
        let start = self.pieces.get(at)?.span.start;
        let next = self.pieces.get(at + 1).map_or(start, |piece| piece.span.start);
        let longest = |from: u32| {
            let mentions = self.actors.mentions.iter().enumerate();
            mentions
                .filter(|(_, mention)| mention.span.start == from)
                .max_by_key(|(position, mention)| (mention.span.len(), std::cmp::Reverse(*position)))
        };
        let (position, mention) = longest(start).or_else(|| longest(next))?;
        Some((ActorIdx::new(position), mention))
    }

    /// The outermost mention that ends right before a byte offset, white space aside, inside a sentence.
    fn mention_until(&self, from: u32, end: u32) -> Option<(ActorIdx, &'t ActorMention)> {
        let mentions = self.actors.mentions.iter().enumerate();
        let before = |mention: &ActorMention| {
            mention.span.start >= from
                && mention.span.end <= end
                && Span { start: mention.span.end, end }.of(&self.doc.text).trim().is_empty()
        };
        let (position, mention) =
            mentions.filter(|(_, mention)| before(mention)).max_by_key(|(_, mention)| mention.span.len())?;
        Some((ActorIdx::new(position), mention))
    }

    /// Whether an offset lies inside quotation marks.
    fn in_quotation(&self, offset: u32) -> bool {
        let at = self.quotations.partition_point(|quotation| quotation.outer.end <= offset);
        self.quotations.get(at).is_some_and(|quotation| quotation.outer.start <= offset)
    }
}

/// All attributions of the document, unsorted.
pub(super) fn attributions(text: &Text) -> Vec<Attribution> {
    let mut found = Vec::new();
    for sentence in text.sentences {
        let range = text.range_of(sentence);
        let mut at = range.start;
        while at < range.end {
            if let Some(end) = text.phrase_end(at, range.end, |phrase| text.words.prepositions.contains(phrase)) {
                found.extend(according_to(text, sentence, &range, at..end));
                at = end;
            } else if let Some(cue) = cue_at(text, at, range.end) {
                let end = cue.range.end;
                found.extend(reported(text, sentence, &range, &cue));
                at = end;
            } else {
                at += 1;
            }
        }
    }
    found
}

/// A reporting verb at a piece: finite, or an auxiliary, adverbs and a participle.
fn cue_at(text: &Text, at: usize, end: usize) -> Option<Cue> {
    let words = text.words;
    if let Some(stop) = text.phrase_end(at, end, |phrase| words.narrative.contains(phrase)) {
        return Some(Cue { range: at..stop, stance: CueStance::Neutral });
    }
    if words.auxiliaries.contains(text.folded(at)) {
        let mut participle = at + 1;
        while participle < end && words.adverbs.contains(text.folded(participle)) {
            participle += 1;
        }
        if let Some(stop) = text.phrase_end(participle, end, |phrase| words.participles.contains_key(phrase)) {
            let stance = words.participles[&text.words(participle..stop)];
            return Some(Cue { range: at..stop, stance });
        }
    }
    let stop = text.phrase_end(at, end, |phrase| words.finite.contains_key(phrase))?;
    Some(Cue { range: at..stop, stance: words.finite[&text.words(at..stop)] })
}

/// 'selon X, …' and '…, selon X'.
fn according_to(text: &Text, sentence: &Sentence, range: &Range<usize>, cue: Range<usize>) -> Option<Attribution> {
    let weak = text.words.weak_prepositions.contains(&text.words(cue.clone()));
    if weak || text.in_quotation(text.pieces[cue.start].span.start) {
        return None;
    }
    let (span, actor) = source_from(text, cue.end, range.end)?;
    let at_start = cue.start == range.start;
    let content = if at_start {
        let comma = after_comma(text, span.end, sentence.span.end)?;
        Span { start: comma, end: sentence.span.end }
    } else {
        // The content stands before, as far as the sentence goes; a quotation keeps its marks.
        Span { start: sentence.span.start, end: text.pieces[cue.start].span.start }
    };
    build(text, Some(SourceMention { span, actor }), Some(text.span(&cue)), content, CueStance::Neutral, "according_to")
}

/// The source right after a cue: a mention, a pronoun, or a capitalised name.
fn source_from(text: &Text, at: usize, end: usize) -> Option<(Span, Option<ActorIdx>)> {
    if at >= end {
        return None;
    }
    if let Some((actor, mention)) = text.mention_from(at) {
        return Some((mention.span, Some(actor)));
    }
    let piece = &text.pieces[at];
    if text.words.pronouns.contains(&piece.folded) {
        return Some((piece.span, None));
    }
    let last = (at..end).take_while(|&at| text.pieces[at].is_capital).last()?;
    Some((text.span(&(at..last + 1)), None))
}

/// The offset after the comma that closes a source's appositions: the last one before the clause goes on.
fn after_comma(text: &Text, from: u32, to: u32) -> Option<u32> {
    let rest = Span { start: from, end: to }.of(&text.doc.text);
    let first = rest.find(',')?;
    // 'Selon X, instance Y, siégeant à Z, l'offensive …': participles and nouns without article are appositions.
    let mut at = first;
    while let Some(next) = rest[at + 1..].find(',').map(|next| at + 1 + next) {
        let clause = &rest[at + 1..next];
        let words = clause.split_whitespace().count();
        let opens = clause.trim_start().chars().next().is_some_and(char::is_lowercase);
        let determined =
            clause.trim_start().split([' ', '\'', '’']).next().is_some_and(|word| word.chars().count() <= 3);
        if words > 8 || !opens || determined {
            break;
        }
        at = next;
    }
    let after = &rest[at + 1..];
    Some(from + (at + 1) as u32 + (after.len() - after.trim_start().len()) as u32)
}

/// A clause with a reporting verb.
fn reported(text: &Text, sentence: &Sentence, range: &Range<usize>, cue: &Cue) -> Option<Attribution> {
    let cue_span = text.span(&cue.range);
    if text.in_quotation(cue_span.start) {
        return None;
    }
    let before = subject(text, sentence, range, cue);
    let relay_end = relay(text, cue.range.end, range.end);
    let inverted = source_from(text, relay_end, range.end).filter(|_| before.is_none());
    let source = before.or(inverted)?;
    let is_inverted = before.is_none();
    let (content, rule) = if is_inverted {
        (before_cue(text, sentence, cue_span)?, "inverted_verb")
    } else {
        after_cue(text, sentence, range, cue)
            .or_else(|| Some((quotation_before(text, sentence, cue_span)?, "quotation_before_verb")))?
    };
    let source = SourceMention { span: source.0, actor: source.1 };
    build(text, Some(source), Some(cue_span), content, cue.stance, rule)
}

/// The subject of a reporting verb: a mention or pronoun that ends where the verb begins, or before a
/// parenthesis between commas.
fn subject(text: &Text, sentence: &Sentence, range: &Range<usize>, cue: &Cue) -> Option<(Span, Option<ActorIdx>)> {
    let start = text.pieces[cue.range.start].span.start;
    if let Some((actor, mention)) = text.mention_until(sentence.span.start, start) {
        return Some((mention.span, Some(actor)));
    }
    let before = cue.range.start.checked_sub(1).filter(|&before| before >= range.start)?;
    let piece = &text.pieces[before];
    if text.words.pronouns.contains(&piece.folded) && piece.gap != Gap::Break {
        return Some((piece.span, None));
    }
    // 'X, directeur de Y, a déclaré': the mention stands before the first of two commas.
    let head = Span { start: sentence.span.start, end: start }.of(&text.doc.text).trim_end();
    let head = head.strip_suffix(',')?;
    let comma = sentence.span.start + head.rfind(',')? as u32;
    let (actor, mention) = text.mention_until(sentence.span.start, comma)?;
    Some((mention.span, Some(actor)))
}

/// The piece after 'à l'AFP', where a medium follows the verb.
fn relay(text: &Text, at: usize, end: usize) -> usize {
    if at < end
        && text.words.relay_prepositions.contains(text.folded(at))
        && let Some((_, mention)) = text.mention_from(at + 1)
        && super::chain::is_medium(mention)
    {
        return text.pieces.partition_point(|piece| piece.span.start < mention.span.end);
    }
    at
}

/// What stands before an inverted verb: the quotation, else the clause up to the comma.
fn before_cue(text: &Text, sentence: &Sentence, cue: Span) -> Option<Span> {
    if let Some(quotation) = quotation_before(text, sentence, cue) {
        return Some(quotation);
    }
    let head = Span { start: sentence.span.start, end: cue.start }.of(&text.doc.text);
    let clause = head.trim_end().strip_suffix(',')?;
    Some(Span { start: sentence.span.start, end: sentence.span.start + clause.len() as u32 })
}

/// The quotation that ends right before the cue; it may have begun sentences ago.
fn quotation_before(text: &Text, sentence: &Sentence, cue: Span) -> Option<Span> {
    let at = text.quotations.partition_point(|quotation| quotation.outer.end <= cue.start).checked_sub(1)?;
    let quotation = text.quotations[at];
    let between = Span { start: quotation.outer.end, end: cue.start }.of(&text.doc.text);
    let near = between.chars().filter(|c| c.is_alphanumeric()).count() <= 30 && !between.contains('\n');
    let whole = sentence.span.start >= quotation.outer.start
        || Span { start: sentence.span.start, end: quotation.outer.start }.of(&text.doc.text).trim().is_empty();
    if near && whole {
        return Some(quotation.outer);
    }
    // 'Après X, « … », a indiqué Y': the sentence up to the comma is the content, with quoted parts.
    None
}

/// What stands after a verb with its subject before: 'que …', ': « … »', a quotation, or an object.
fn after_cue(text: &Text, sentence: &Sentence, range: &Range<usize>, cue: &Cue) -> Option<(Span, &'static str)> {
    let end = sentence.span.end;
    let from = text.pieces[cue.range.end - 1].span.end;
    // A parenthesis of a few words may stand between verb and 'que'.
    let limit = (cue.range.end + 8).min(range.end);
    for at in cue.range.end..limit {
        if text.words.complementisers.contains(text.folded(at)) && at + 1 < range.end {
            let start = content_start(text, text.pieces[at].span.end, text.pieces[at + 1].span.start);
            return Some((Span { start, end: content_end(text, start, end) }, "verb_and_clause"));
        }
    }
    let rest = Span { start: from, end }.of(&text.doc.text);
    if let Some(quotation) =
        text.quotations.iter().find(|quotation| quotation.outer.start >= from && quotation.outer.start < end)
    {
        let between = Span { start: from, end: quotation.outer.start }.of(&text.doc.text);
        let words = between.split_whitespace().count();
        if words <= 8 {
            return Some((quotation.outer, "verb_and_quotation"));
        }
    }
    let colon = rest.find(':').filter(|&colon| rest[..colon].split_whitespace().count() <= 6);
    if let Some(colon) = colon {
        let after = &rest[colon + 1..];
        let start = from + (colon + 1 + after.len() - after.trim_start().len()) as u32;
        return (start < end).then_some((Span { start, end }, "verb_and_colon"));
    }
    let object = text.pieces.get(cue.range.end).filter(|piece| piece.span.start < end && !piece.is_capital)?;
    let stop = rest.find(',').map_or(end, |comma| from + comma as u32);
    (object.span.start < stop && stop - object.span.start > 12)
        .then_some((Span { start: object.span.start, end: stop }, "verb_and_object"))
}

/// Where content begins: at its opening quotation mark, if one stands there.
fn content_start(text: &Text, after: u32, piece: u32) -> u32 {
    let between = Span { start: after, end: piece }.of(&text.doc.text);
    between.find(['«', '“', '"']).map_or(piece, |mark| after + mark as u32)
}

/// Where content ends: with the quotation that it opens with, if that runs past the sentence; the
/// sentence's full stop is left out.
fn content_end(text: &Text, start: u32, end: u32) -> u32 {
    let opened = text.quotations.iter().find(|quotation| quotation.outer.start >= start && quotation.outer.start < end);
    opened.map_or(end, |quotation| quotation.outer.end.max(end))
}

/// An attribution with its content trimmed, its quoted stretches and its mode.
fn build(
    text: &Text,
    source: Option<SourceMention>,
    cue: Option<Span>,
    content: Span,
    stance: CueStance,
    rule: &str,
) -> Option<Attribution> {
    let raw = content.of(&text.doc.text);
    let lead = raw.len() - raw.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
    let trimmed = raw[lead..].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';'));
    if trimmed.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
        return None;
    }
    let start = content.start as usize + lead;
    let content = Span::new(start, start + trimmed.len());
    let inside: Vec<&Quotation> =
        text.quotations.iter().filter(|quotation| content.overlaps(quotation.inner)).collect();
    let mode = match inside.as_slice() {
        [] => Mode::Indirect,
        [one] if one.outer.contains(content) => Mode::Direct,
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
