//! 'selon X', 'd'après X', and 'considéré par X comme Y'.

use crate::index::WordIdx;
use crate::layers::actors::ActorMention;
use crate::layers::attributions::{Attribution, Mode, SourceMention};
use crate::layers::kinds::CueStance;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::clause::build;
use super::text::Text;

use super::{contents, sources};

/// 'selon X, …', '…, selon X' and '…, selon X, …', with the piece after the source.
pub(super) fn according_to(text: &Text, sentence: &Sentence, at: usize) -> Option<(usize, Attribution)> {
    let range = text.range_of(sentence);
    let phrases = &text.words.phrases;
    let with_noun = text.set_end(at, range.end, &phrases.prepositions_with_noun);
    let end = with_noun.or_else(|| text.set_end(at, range.end, &phrases.prepositions))?;
    if text.quotation_at(text.pieces[at].span.start).is_some() || end >= range.end {
        return None;
    }
    // The noun of 'de source judiciaire' is part of the source.
    let (cue, from) = if with_noun.is_some() { (at..end - 1, end - 1) } else { (at..end, end) };
    let weak = phrases.weak_prepositions.contains(&text.phrase(at..end));
    if !weak && let Some(found) = according_to_whom(text, sentence, at, end) {
        return Some(found);
    }
    let source = sources::at_piece(text, from, range.end)?;
    if !can_speak(text, &source) {
        return None;
    }
    // 'une personne est morte : selon la police, …'
    let opens = at > 0 && opens_clause(text, text.pieces[at - 1].span.end, text.pieces[at].span.start);
    let at_start = at == range.start || opens;
    let stop = if opens { clause_end(text, source.span.end, sentence.span.end) } else { sentence.span.end };
    let comma = text.between(source.span.end, sentence.span.end).trim_start().starts_with(',');
    if weak && !(at_start && comma && is_somebody(text, &source)) {
        return None;
    }
    let next = text.piece_from(source.span.end).max(end);
    // '112 000 selon X, 380 000 selon Y': each says what stands before it.
    let others = |at: usize| text.set_end(at, range.end, &phrases.prepositions).is_some();
    let shared = (range.start..at).any(others) || (next..range.end).any(others);
    let cue = text.span(&cue);
    let content = if at_start {
        let start = after_comma(text, &source, stop)?;
        Span { start, end: stop }
    } else if let Some(clause) = inserted(text, sentence, cue, source.span).filter(|_| !shared) {
        clause
    } else if !shared && goes_on(text, sentence, cue, source.span) {
        let start = contents::clause_start(text, sentence.span.start, cue.start);
        Span { start, end: contents::semicolon_after(text, source.span.end, sentence.span.end) }
    } else {
        // The content stands before, as far as the clause goes; a quotation keeps its marks.
        let other = after_other(text, sentence, cue);
        Span { start: contents::clause_start(text, other, cue.start), end: cue.start }
    };
    let found = build(text, Some(source), Some(cue), content, CueStance::Neutral, "according_to")?;
    Some((next, found))
}

/// ', selon qui …', ', according to whom …': whoever stands before the comma says what follows.
fn according_to_whom(text: &Text, sentence: &Sentence, at: usize, end: usize) -> Option<(usize, Attribution)> {
    let word = text.word(text.word_of(end)?);
    let relative = word.feats.is("PronType", "Rel") || word.feats.is("PronType", "Int");
    let cue = text.span(&(at..end + 1));
    let source = sources::before_comma(text, sentence, cue.start).filter(|_| relative && word.upos == Upos::Pron)?;
    let content = Span { start: cue.end, end: sentence.span.end };
    let found = build(text, Some(source), Some(cue), content, CueStance::Neutral, "according_to_whom")?;
    Some((end + 1, found))
}

/// Whether a colon or semicolon stands between two offsets, so that a clause begins.
fn opens_clause(text: &Text, from: u32, to: u32) -> bool {
    matches!(text.between(from, to).trim(), ":" | ";")
}

/// The end of the clause that an offset stands in: the next semicolon, else the end of the sentence.
fn clause_end(text: &Text, from: u32, end: u32) -> u32 {
    text.between(from, end).find(';').map_or(end, |stop| from + stop as u32)
}

/// Whether a source after 'selon' can say something: 'selon la saison' names none.
fn can_speak(text: &Text, source: &SourceMention) -> bool {
    if source.actor.is_some() {
        return true;
    }
    let Some(word) = text.syntax.word_at(source.span, text.tokens) else { return true };
    let phrases = &text.words.phrases;
    let folded = crate::gazetteer::places::phrase(&text.word(word).form);
    !phrases.not_sources.contains(&text.lemma(word)) && !phrases.not_sources.contains(&folded)
}

/// A mention, or a noun with a name beside it.
fn is_somebody(text: &Text, source: &SourceMention) -> bool {
    let mut words = text.syntax.words_in(source.span, text.tokens);
    source.actor.is_some() || words.any(|at| text.syntax.words[at].upos == Upos::Propn)
}

/// Whether the sentence's main verb stands after the source, so that the phrase interrupts what is said.
fn goes_on(text: &Text, sentence: &Sentence, cue: Span, source: Span) -> bool {
    let Some(word) = text.syntax.word_at(source, text.tokens) else { return false };
    let root = text.word_span(text.root(word));
    root.start >= source.end && text.between(sentence.span.start, cue.start).contains(char::is_alphanumeric)
}

/// The clause into which the phrase is inserted behind its verb, on which the next word hangs: 'une vidéo
/// montrant, selon X, un policier'. Without commas ('qui doit selon X être libérée') the words
/// behind it are what X says.
fn inserted(text: &Text, sentence: &Sentence, cue: Span, source: Span) -> Option<Span> {
    let before = text.between(sentence.span.start, cue.start).trim_end();
    let rest = text.between(source.end, sentence.span.end).trim_start();
    let commas = (before.ends_with(','), rest.starts_with(','));
    let start = text.syntax.words_in(Span { start: sentence.span.start, end: cue.start }, text.tokens);
    let end = text.syntax.words_in(Span { start: source.end, end: sentence.span.end }, text.tokens);
    let is_word = |at: &usize| text.syntax.words[*at].upos != Upos::Punct;
    let left = WordIdx::new(start.rev().find(is_word)?);
    let right = WordIdx::new(end.into_iter().find(is_word)?);
    let is_verb = |at: WordIdx| matches!(text.word(at).upos, Upos::Verb | Upos::Aux);
    if !is_verb(left) || text.words.lemmas.contains_key(&text.lemma(right)) {
        return None;
    }
    match commas {
        (true, true) => {
            let speaker = text.syntax.word_at(source, text.tokens)?;
            let mut above = text.syntax.path_to_root(right).take_while(|&at| at != speaker);
            let clause = text.syntax.subtree_span(left, text.tokens).filter(|clause| clause.end > source.end);
            clause.filter(|_| above.any(|at| at == left))
        }
        (false, false) if is_verb(right) => {
            let main = if text.word(right).upos == Upos::Aux { text.syntax.head(right)? } else { right };
            let end = text.syntax.subtree_span(main, text.tokens)?.end;
            let end = text.syntax.subtree_span(left, text.tokens).map_or(end, |clause| clause.end.max(end));
            Some(Span { start: text.word_span(right).start, end }).filter(|clause| clause.end > clause.start)
        }
        _ => None,
    }
}

/// Where what is said begins after another such phrase in the sentence: '4 200 selon X, 12 000 selon Y'.
fn after_other(text: &Text, sentence: &Sentence, cue: Span) -> u32 {
    let range = text.piece_from(sentence.span.start)..text.piece_from(cue.start);
    let phrases = &text.words.phrases;
    let is_other = |at: &usize| text.set_end(*at, range.end, &phrases.prepositions).is_some();
    let other = range.clone().skip(1).rfind(is_other);
    let comma = other.and_then(|at| {
        let from = text.pieces[at].span.start;
        Some(from + text.between(from, cue.start).find([',', ';'])? as u32 + 1)
    });
    // A comma right before this phrase only sets it off.
    let says = |from: &u32| text.between(*from, cue.start).contains(char::is_alphanumeric);
    comma.filter(says).unwrap_or(sentence.span.start)
}

/// The offset after the comma that closes a source's appositions: the last one before the clause goes on.
fn after_comma(text: &Text, source: &SourceMention, to: u32) -> Option<u32> {
    let from = source.span.end;
    let rest = text.between(from, to);
    let first = rest.find(',')?;
    // 'Selon X, instance Y, siégeant à Z, l'offensive …': participles and nouns without article are appositions.
    let mut at = first;
    while let Some(next) = rest[at + 1..].find(',').map(|next| at + 1 + next) {
        let clause = rest[at + 1..next].trim_start();
        let words = clause.split_whitespace().count();
        // 'Selon un témoin, Karim Sow, la digue …'
        if is_named(text, source, from + at as u32 + 1, from + next as u32) {
            at = next;
            break;
        }
        let opens = clause.chars().next().is_some_and(char::is_lowercase);
        let determined = clause.split([' ', '\'', '’']).next().is_some_and(|word| word.chars().count() <= 3);
        if words > 8 || !opens || determined {
            break;
        }
        at = next;
    }
    let after = &rest[at + 1..];
    Some(from + (at + 1) as u32 + (after.len() - after.trim_start().len()) as u32)
}

/// Whether a name of the source is all that stands between two offsets.
fn is_named(text: &Text, source: &SourceMention, from: u32, to: u32) -> bool {
    let Some(actor) = source.actor else { return false };
    let chain = text.actors.mentions[actor.at()].chain;
    let between = text.between(from, to);
    let start = from + (between.len() - between.trim_start().len()) as u32;
    let name = |mention: &ActorMention| mention.span == (Span { start, end: to }) && mention.chain == chain;
    text.actors.mentions.iter().any(name)
}

/// 'considéré par X comme Y', and 'considéré comme Y' by nobody named.
pub(super) fn regarded_as(text: &Text, sentence: &Sentence, at: usize) -> Option<(usize, Attribution)> {
    let range = text.range_of(sentence);
    let phrases = &text.words.phrases;
    if !phrases.regarding.contains(text.folded(at)) || at + 1 >= range.end {
        return None;
    }
    let by = phrases.agent_prepositions.contains(text.folded(at + 1));
    let (source, cue_end) = match by {
        true => (Some(sources::at_piece(text, at + 2, range.end)?), at + 2),
        false => (None, at + 2),
    };
    let after = source.as_ref().map_or(at + 1, |source| text.piece_from(source.span.end));
    if after + 1 >= range.end || !phrases.regarded_as.contains(text.folded(after)) {
        return None;
    }
    let start = text.pieces[after + 1].span.start;
    let words = text.syntax.words_in(Span { start, end: sentence.span.end }, text.tokens);
    let head = words.map(WordIdx::new).find(|&word| {
        text.syntax.head(word).is_none_or(|head| text.word_span(head).start < start)
            && text.word(word).universal_relation() != "punct"
    })?;
    let whole = text.syntax.subtree_span(head, text.tokens)?;
    let stop = text.between(start, whole.end).find([',', ';']).map_or(whole.end, |comma| start + comma as u32);
    let cue = text.span(&(at..cue_end));
    let mut found =
        build(text, source.clone(), Some(cue), Span { start, end: stop }, CueStance::Neutral, "regarded_as")?;
    if source.is_none() {
        found.mode = Mode::Hearsay;
    }
    Some((text.piece_from(stop).max(at + 2), found))
}
