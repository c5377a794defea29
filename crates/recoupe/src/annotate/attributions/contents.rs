//! Contents: what a clause with a reporting verb says, before or after it.

use crate::annotate::quotations::{Quotation, is_opening};
use crate::index::WordIdx;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::{Upos, Word};
use crate::text::Span;

use super::cues::{Cue, is_present_participle};
use super::text::Text;

/// '"A," he said, "B"': the quotation that goes on behind the verb and its subject, which end at an offset, in the same sentence belongs to the first.
pub(super) fn with_rest(text: &Text, sentence: &Sentence, end: u32, first: Span) -> Span {
    let comma = text.between(end, sentence.span.end).trim_start().starts_with(',');
    let next = text.quotations.iter().find(|quotation| quotation.outer.start >= end).filter(|_| comma);
    match next {
        Some(next) if text.between(end, next.outer.start).chars().filter(|c| c.is_alphanumeric()).count() == 0 => {
            first.cover(next.outer)
        }
        _ => first,
    }
}

/// What stands before a verb with its subject behind it: the quotation, else the clause up to the comma.
pub(super) fn before(text: &Text, sentence: &Sentence, cue: Span) -> Option<Span> {
    if let Some(quotation) = quotation_before(text, sentence, cue.start) {
        return Some(quotation);
    }
    clause_before(text, sentence, cue.start)
}

/// The clause that a comma right before an offset ends.
pub(super) fn clause_before(text: &Text, sentence: &Sentence, at: u32) -> Option<Span> {
    let clause = text.between(sentence.span.start, at).trim_end().strip_suffix(',')?;
    let end = sentence.span.start + clause.len() as u32;
    Some(Span { start: clause_start(text, sentence.span.start, end), end })
}

/// Where the clause that ends at an offset begins: behind the last semicolon outside quotation marks.
pub(super) fn clause_start(text: &Text, from: u32, end: u32) -> u32 {
    semicolons(text, from, end).next_back().map_or(from, |at| at + 1)
}

/// Where the clause that begins at an offset ends: before the next semicolon outside quotation marks.
pub(super) fn semicolon_after(text: &Text, from: u32, end: u32) -> u32 {
    semicolons(text, from, end).next().unwrap_or(end)
}

/// The semicolons between two offsets that stand outside quotation marks.
fn semicolons(text: &Text, from: u32, end: u32) -> impl DoubleEndedIterator<Item = u32> {
    let stops = text.between(from, end).match_indices(';').map(move |(at, _)| from + at as u32);
    stops.filter(|&at| text.quotation_at(at).is_none())
}

/// The quotation that ends right before an offset; it may have begun sentences ago.
pub(super) fn quotation_before(text: &Text, sentence: &Sentence, offset: u32) -> Option<Span> {
    let at = text.quotations.partition_point(|quotation| quotation.outer.end <= offset).checked_sub(1)?;
    let quotation = text.quotations[at];
    let between = text.between(quotation.outer.end, offset);
    let letters = between.chars().filter(|c| c.is_alphanumeric()).count();
    // Words of this sentence after a quotation that ended with the one before are no part of its attribution.
    let near = letters <= 30 && !between.contains('\n') && (letters == 0 || quotation.outer.end > sentence.span.start);
    let head = text.between(sentence.span.start, quotation.outer.start).trim();
    let whole = sentence.span.start >= quotation.outer.start || head.is_empty() || head.ends_with(':');
    (near && whole).then_some(quotation.outer)
}

/// The content around a verb inside it: the whole quotation ('« X, a dit Y, Z »') or the whole sentence.
pub(super) fn around(text: &Text, sentence: &Sentence, cue: Span, source: Span) -> Option<Span> {
    if let Some(quotation) = text.quotation_at(cue.start) {
        return Some(quotation.outer);
    }
    let first = text.syntax.words_in(cue, text.tokens).next()?;
    let root = text.word_span(text.root(WordIdx::new(first)));
    // An inverted pronoun stands inside the cue.
    let end = source.end.max(cue.end);
    let after = text.between(end, sentence.span.end);
    let comma = after.trim_start().starts_with(',');
    let before = text.between(sentence.span.start, cue.start).trim_end();
    if comma && before.ends_with(',') && !super::clause::says_something(text, sentence, before) {
        return Some(sentence.span);
    }
    let goes_on = comma && (root.start >= end || verb_after_comma(text, end, sentence.span.end));
    goes_on.then_some(sentence.span)
}

/// Whether the first word after a comma is a finite verb: the clause that was interrupted goes on.
fn verb_after_comma(text: &Text, from: u32, end: u32) -> bool {
    let words = text.syntax.words_in(Span { start: from, end }, text.tokens);
    let first = words.map(|at| &text.syntax.words[at]).find(|word| word.upos != Upos::Punct);
    let is_verb = |word: &Word| matches!(word.upos, Upos::Verb | Upos::Aux);
    first.is_some_and(|word| is_verb(word) && word.feats.get("VerbForm").is_none_or(|form| form == "Fin"))
}

/// What stands after a verb with its subject before it: 'que …', ': « … »', a quotation, an object, with the rule.
pub(super) fn after(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<(Span, &'static str)> {
    let range = text.range_of(sentence);
    let from = text.pieces[cue.range.end - 1].span.end;
    let end = semicolon_after(text, from, clause_end(text, sentence, cue));
    let end = next_report(text, cue, end);
    // A parenthesis of a few words may stand between verb and clause.
    let limit = (cue.range.end + 8).min(range.end);
    let inside = |at: &usize| text.pieces[*at].span.start < end;
    for at in (cue.range.end..limit).take_while(inside) {
        // 'agreed to a truce that would begin': behind a noun it opens a clause of that noun.
        let relative = at > cue.range.end && is_relative(text, at);
        if text.words.phrases.complementisers.contains(text.folded(at)) && at + 1 < range.end && !relative {
            let start = match is_subject(text, at) {
                true => text.pieces[at].span.start,
                false => opening(text, text.pieces[at].span.end, text.pieces[at + 1].span.start),
            };
            return Some((Span { start, end: closing(text, start, end) }, "verb_and_clause"));
        }
        let quoted = text.quotations.iter().any(|quotation| quotation.outer.contains(text.pieces[at].span));
        if quoted || reports(text, at) {
            break;
        }
    }
    if let Some(found) = bare_clause(text, cue, end) {
        return Some(found);
    }
    if let Some(found) = quotation_after(text, from, end, cue) {
        return Some(found);
    }
    let rest = text.between(from, end);
    let colon = rest.find(':').filter(|&colon| rest[..colon].split_whitespace().count() <= 6);
    if let Some(colon) = colon {
        let after = &rest[colon + 1..];
        let start = from + (colon + 1 + after.len() - after.trim_start().len()) as u32;
        return (start < end).then_some((Span { start, end }, "verb_and_colon"));
    }
    if cue.range.end < range.end && text.words.phrases.question_words.contains(text.folded(cue.range.end)) {
        let start = text.pieces[cue.range.end].span.start;
        return Some((Span { start, end }, "verb_and_question"));
    }
    complement(text, cue, from, end).or_else(|| rest_of_clause(text, cue, end))
}

/// Whether a complementiser is the pronoun of a relative clause here.
fn is_relative(text: &Text, at: usize) -> bool {
    text.word_of(at).is_some_and(|word| {
        let word = text.word(word);
        word.upos == Upos::Pron && word.feats.is("PronType", "Rel")
    })
}

/// Whether a complementiser is a pronoun here, and the subject ('said that was untrue').
fn is_subject(text: &Text, at: usize) -> bool {
    text.word_of(at).is_some_and(|word| {
        let word = text.word(word);
        word.upos == Upos::Pron && word.universal_relation() == "nsubj" && !word.feats.is("PronType", "Rel")
    })
}

/// Whether a piece is a verb that reports.
fn reports(text: &Text, at: usize) -> bool {
    text.word_of(at)
        .is_some_and(|word| text.word(word).upos == Upos::Verb && text.words.lemmas.contains_key(&text.lemma(word)))
}

/// A clause right behind the verb, its hearer and adjuncts, in a language whose clauses need no opening word.
fn bare_clause(text: &Text, cue: &Cue, end: u32) -> Option<(Span, &'static str)> {
    let verb = cue.verb.filter(|_| text.words.bare_clauses)?;
    let from = text.pieces[cue.range.end - 1].span.end;
    let mut words = text.syntax.words_in(Span { start: from, end }, text.tokens).map(WordIdx::new).peekable();
    // Hearer and adjuncts of a word or two: 'told Reuters', 'said on Monday'.
    while let Some(&word) = words.peek() {
        let it = text.word(word);
        let hears = cue.addressed && matches!(it.universal_relation(), "obj" | "iobj");
        let adjunct = matches!(it.universal_relation(), "obl" | "advmod");
        let skipped = text.syntax.head(word) == Some(verb) && (hears || adjunct)
            || it.upos == Upos::Adp && text.syntax.head(word).and_then(|head| text.syntax.head(head)) == Some(verb)
            || is_hearer(text, cue, word);
        if !skipped {
            break;
        }
        words.next();
    }
    let first = *words.peek()?;
    let it = text.word(first);
    let opens = matches!(it.upos, Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Pron)
        && !it.feats.is("PronType", "Rel")
        && !it.feats.is("PronType", "Int");
    let start = text.word_span(first).start;
    let unbroken = !text.between(from, start).contains([',', ':', '“', '"', '(', ';']);
    let quoted = |at: WordIdx| text.quotation_at(text.word_span(at).start).is_some();
    let is_clause = words
        .clone()
        .take(20)
        .take_while(|&at| !matches!(text.word(at).form.as_str(), "," | ";" | ":"))
        .any(|at| text.word(at).feats.is("VerbForm", "Fin") && !quoted(at) && !of_relative(text, at));
    (opens && unbroken && is_clause && !quoted(first))
        .then(|| (Span { start, end: closing(text, start, end) }, "verb_and_clause"))
}

/// A name or pronoun that a verb with a hearer has right behind it.
fn is_hearer(text: &Text, cue: &Cue, word: WordIdx) -> bool {
    let span = text.word_span(word);
    let first = text.pieces.get(cue.range.end).map_or(0, |piece| piece.span.start);
    cue.addressed
        && text.actors.mentions.iter().any(|mention| mention.span.start == first && mention.span.contains(span))
}

/// Whether a finite verb belongs to a relative clause.
fn of_relative(text: &Text, verb: WordIdx) -> bool {
    let main = if text.word(verb).upos == Upos::Aux { text.syntax.head(verb).unwrap_or(verb) } else { verb };
    text.word(main).universal_relation() == "acl"
}

/// What follows a verb that takes nouns, up to a comma, where the parse does not tell its object.
fn rest_of_clause(text: &Text, cue: &Cue, end: u32) -> Option<(Span, &'static str)> {
    let piece =
        text.pieces.get(cue.range.end).filter(|piece| piece.span.start < end && cue.takes_nouns && !cue.addressed)?;
    let word = text.word(text.word_of(cue.range.end)?);
    let touches = text.between(text.span(&cue.range).end, piece.span.start).trim().is_empty();
    // The infinitive is the form of the lemma.
    let infinitive = matches!(word.upos, Upos::Verb | Upos::Aux) && word.form == word.lemma;
    let opens =
        infinitive || matches!(word.upos, Upos::Det | Upos::Noun | Upos::Adj | Upos::Num | Upos::Adv | Upos::Pron);
    let stop = text.between(piece.span.start, end).find(", ").map_or(end, |comma| piece.span.start + comma as u32);
    (touches && opens && stop - piece.span.start > 8)
        .then_some((Span { start: piece.span.start, end: stop }, "verb_and_object"))
}

/// A quotation within a few words, with the object that it belongs to: 'a jugé la réunion « décevante »'.
fn quotation_after(text: &Text, from: u32, end: u32, cue: &Cue) -> Option<(Span, &'static str)> {
    let quotation =
        text.quotations.iter().find(|quotation| quotation.outer.start >= from && quotation.outer.start < end)?;
    let between = text.between(from, quotation.outer.start);
    let words = text.syntax.words_in(Span { start: from, end: quotation.outer.start }, text.tokens);
    let another = words.map(WordIdx::new).any(|at| text.word(at).feats.is("VerbForm", "Fin") && !of_relative(text, at));
    if between.split_whitespace().count() > 8 || another {
        return None;
    }
    let is_part = text.between(quotation.outer.end, end).chars().filter(|c| c.is_alphanumeric()).count() > 0
        && !text.between(quotation.inner.start, quotation.inner.end).contains(' ');
    let object = complement(text, cue, from, end).filter(|(span, _)| {
        span.start < quotation.outer.start && span.end >= quotation.inner.end && !between.contains([',', ':'])
    });
    match object {
        Some((span, rule)) => Some((span.cover(quotation.outer), rule)),
        None if is_part => None,
        None => Some((quotation.outer, "verb_and_quotation")),
    }
}

/// The complements of the verb: an infinitive, a bare clause, or an object noun where the verb takes one.
fn complement(text: &Text, cue: &Cue, from: u32, end: u32) -> Option<(Span, &'static str)> {
    let verb = cue.verb?;
    let follows = |at: &WordIdx| {
        let span = text.word_span(*at);
        span.start >= from && span.start < end
    };
    let dependents: Vec<WordIdx> = text.syntax.dependents(verb).filter(follows).collect();
    let is_content = |at: &WordIdx| {
        let word = text.word(*at);
        match word.universal_relation() {
            // ', adding that …' is a clause of its own.
            "ccomp" | "xcomp"
                if is_present_participle(text, *at) && text.words.lemmas.contains_key(&text.lemma(*at)) =>
            {
                false
            }
            "ccomp" | "xcomp" => word.upos != Upos::Noun || cue.takes_nouns || has(text, *at, "cop"),
            "obj" | "nsubj" => cue.takes_nouns && !cue.addressed && word.upos != Upos::Pron,
            "obl" => cue.takes_nouns && word.relation != "obl:mod" && word.relation != "obl:agent",
            _ => false,
        }
    };
    let mut contents = dependents.iter().filter(|at| is_content(at) && !is_carrier(text, **at)).peekable();
    let mut first = *contents.next()?;
    // 'demande au ministre de partir': of a hearer and a clause the clause.
    let hears = text.word(first).universal_relation() == "obl";
    if is_bare_time(text, first)
        && let Some(next) = contents.clone().find(|at| text.word(**at).universal_relation() != "obl")
    {
        first = *next;
    }
    if hears && let Some(next) = contents.find(|at| matches!(text.word(**at).universal_relation(), "ccomp" | "xcomp")) {
        first = *next;
    }
    let relation = text.word(first).universal_relation();
    // 'ont lancé l'offensive pour reprendre X': a thing done, and what for.
    let thing = |at: &WordIdx| *at < first && text.word(*at).universal_relation() == "obj" && has(text, *at, "det");
    if relation == "xcomp" && !cue.takes_nouns && !cue.addressed && dependents.iter().any(thing) {
        return None;
    }
    let start = without_opening(text, first, from, relation != "ccomp");
    let last = dependents
        .iter()
        .filter(|at| **at >= first && belongs(text.word(**at).universal_relation()) && !is_carrier(text, **at))
        .filter_map(|at| text.syntax.subtree_span(*at, text.tokens))
        .map(|span| span.end.min(end))
        .max()?;
    let words = text.syntax.words_in(Span { start, end: last }, text.tokens).map(WordIdx::new);
    let carrier =
        words.skip(1).find(|&at| is_carrier(text, at)).and_then(|at| text.syntax.subtree(at).first().copied());
    let last = carrier.map_or(last, |at| text.word_span(at).start).max(text.word_span(first).end).min(last);
    let rule = if relation == "obj" || relation == "obl" || relation == "nsubj" {
        "verb_and_object"
    } else {
        "verb_and_clause"
    };
    (start < last).then_some((Span { start, end: last }, rule))
}

fn has(text: &Text, word: WordIdx, relation: &str) -> bool {
    text.syntax.dependents(word).any(|at| text.word(at).universal_relation() == relation)
}

fn belongs(relation: &str) -> bool {
    matches!(relation, "obj" | "xcomp" | "ccomp" | "obl" | "advmod" | "iobj" | "nsubj" | "advcl")
}

/// 'dans un communiqué', 'lors d'un discours': where it was said, not what.
fn is_carrier(text: &Text, word: WordIdx) -> bool {
    let phrases = &text.words.phrases;
    phrases.carriers.contains(&text.lemma(word))
        && text.syntax.dependents(word).any(|at| {
            text.word(at).universal_relation() == "case" && phrases.carrier_prepositions.contains(&text.lemma(at))
        })
        // 'une erreur dans sa déclaration': a carrier of one's own is more often part of what is said.
        && text.syntax.dependents(word).all(|at| {
            text.word(at).universal_relation() != "det" || text.word(at).feats.is("Definite", "Ind")
        })
}

/// 'a déclaré lundi l'état d'urgence': a noun without determiner or preposition after the verb.
fn is_bare_time(text: &Text, word: WordIdx) -> bool {
    let bare = !text.syntax.dependents(word).any(|at| {
        matches!(text.word(at).universal_relation(), "det" | "case" | "nummod" | "amod" | "nmod" | "flat" | "compound")
    });
    let word = text.word(word);
    bare && word.upos == Upos::Noun && word.universal_relation() == "obj" && word.feats.is("Number", "Sing")
}

/// The start of a complement without the preposition or mark that ties it to the verb.
fn without_opening(text: &Text, word: WordIdx, from: u32, strip: bool) -> u32 {
    let mut words: Vec<WordIdx> =
        text.syntax.subtree(word).into_iter().filter(|&at| text.word_span(at).start >= from).collect();
    words.sort();
    let opens = |at: &&WordIdx| {
        let it = text.word(**at);
        it.upos == Upos::Punct || strip && it.upos == Upos::Adp && text.word(**at).head == Some(word)
    };
    let kept = words.iter().find(|at| !opens(at));
    let first = kept.map_or(text.word_span(word).start, |&at| text.word_span(at).start);
    opening(text, from.max(first.saturating_sub(4)), first)
}

/// Where what the verb says ends: before the next reporting verb of the same sentence that is coordinated
/// with it, else with the sentence.
fn clause_end(text: &Text, sentence: &Sentence, cue: &Cue) -> u32 {
    let Some(verb) = cue.verb else { return sentence.span.end };
    let coordinated = |at: WordIdx| text.syntax.dependents(at).any(|at| text.word(at).universal_relation() == "cc");
    let conjunct = text.syntax.dependents(verb).find(|&at| {
        let word = text.word(at);
        word.universal_relation() == "conj"
            && at > verb
            && word.upos == Upos::Verb
            && coordinated(at)
            && word.feats.get("VerbForm") == text.word(verb).feats.get("VerbForm")
    });
    let Some(conjunct) = conjunct else { return subordinate_end(text, verb).unwrap_or(sentence.span.end) };
    let coordinator = text.syntax.dependents(conjunct).find(|&at| text.word(at).universal_relation() == "cc");
    let first = text.syntax.subtree(conjunct).first().copied().unwrap_or(conjunct);
    text.word_span(coordinator.unwrap_or(first).min(first)).start
}

/// Where a clause inside another ends because the verb of the one around it follows a comma: 'X, qui déplore un
/// mort, affirme que …'.
fn next_report(text: &Text, cue: &Cue, end: u32) -> u32 {
    let Some(verb) = cue.verb.filter(|&verb| text.word(verb).universal_relation() == "acl") else { return end };
    let range = cue.range.end + 1..text.piece_from(end);
    let after_comma = |at: &usize| text.pieces[*at - 1].gap == crate::annotate::pieces::Gap::Comma;
    let finite = |at: &usize| {
        text.word_of(*at).is_some_and(|word| {
            let it = text.word(word);
            matches!(it.upos, Upos::Verb | Upos::Aux) && it.feats.is("VerbForm", "Fin") && word > verb
        })
    };
    let mut stops = range.filter(after_comma).filter(finite);
    stops.next().map_or(end, |at| text.pieces[at - 1].span.end)
}

/// The end of a clause in front of the one that it depends on ('While he said that X, Y').
fn subordinate_end(text: &Text, verb: WordIdx) -> Option<u32> {
    let head = text.syntax.head(verb).filter(|&head| head > verb)?;
    let is_clause = matches!(text.word(verb).universal_relation(), "advcl" | "csubj");
    let end = text.syntax.subtree_span(verb, text.tokens)?.end;
    (is_clause && end <= text.word_span(head).start).then_some(end)
}

/// Where content begins: at its opening quotation mark, if one stands there.
fn opening(text: &Text, after: u32, piece: u32) -> u32 {
    text.between(after, piece).find(is_opening).map_or(piece, |mark| after + mark as u32)
}

/// Where content ends: with the quotation that it opens with, if that runs past the sentence.
fn closing(text: &Text, start: u32, end: u32) -> u32 {
    let opened: Option<&Quotation> =
        text.quotations.iter().find(|quotation| quotation.outer.start >= start && quotation.outer.start < end);
    opened.map_or(end, |quotation| quotation.outer.end.max(end))
}
