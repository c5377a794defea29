//! Sources: who stands before or behind a reporting verb.

use crate::annotate::pieces::Gap;
use crate::gazetteer::places::phrase;
use crate::index::WordIdx;
use crate::layers::actors::MentionForm;
use crate::layers::attributions::{Attribution, SourceMention};
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Upos;
use crate::text::Span;

use super::cues::Cue;
use super::text::Text;

/// The subject before a reporting verb, or that of the verb it is coordinated with.
pub(super) fn before(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<SourceMention> {
    let start = text.pieces[cue.range.start].span.start;
    if let Some(source) = before_emphasis(text, sentence, start) {
        return Some(source);
    }
    let own = cue.verb.and_then(|verb| subject_of(text, verb, start)).filter(|own| !is_object(text, own, cue));
    // 'Late on Saturday, X said': a lone word that is no noun gives way to the name beside the verb.
    let own = match mention_until(text, sentence.span.start, start) {
        Some(beside) if own.as_ref().is_some_and(|own| is_no_speaker(text, own)) => Some(beside),
        _ => own,
    };
    // The words right before the verb are surer than a parse that sees no verb there.
    let found =
        own.or_else(|| adjacent(text, sentence, cue)).or_else(|| cue.verb.and_then(|verb| shared(text, verb, start)));
    // What opens with a conjunction behind the verb has its subject before it: 'X, qui a vu Y, souhaite que'.
    let surely = || {
        let next = text.word_of(cue.range.end).map(|at| text.word(at));
        text.words.phrases.complementisers.contains(text.folded(cue.range.end))
            || next.is_some_and(|next| next.upos == Upos::Verb && !next.feats.is("VerbForm", "Fin"))
    };
    found
        .filter(|source| reaches(text, source, start))
        .or_else(|| surely().then(|| opening_phrase(text, sentence, start)).flatten())
        .or_else(|| hears_a_clause(text, cue).then(|| before_comma(text, sentence, start)).flatten())
        .or_else(|| hears_a_clause(text, cue).then(|| opening_phrase(text, sentence, start)).flatten())
}

/// 'L'intersyndicale, elle, a appelé à …', 'Les copains, pour leur part, ont …': the mention before words between
/// commas that only set it against others.
fn before_emphasis(text: &Text, sentence: &Sentence, verb: u32) -> Option<SourceMention> {
    let head = text.between(sentence.span.start, verb).trim_end().strip_suffix(',')?;
    let end = sentence.span.start + head.len() as u32;
    let comma = sentence.span.start + head.rfind(',')? as u32;
    let (first, last) = (text.piece_from(comma), text.piece_from(end));
    let words = &text.words.phrases;
    let sets_off = |at: usize| words.pronouns.contains(text.folded(at)) && last == first + 1;
    let emphasis = text.set_end(first, last, &words.adverbs) == Some(last) || sets_off(first);
    mention_until(text, sentence.span.start, comma).filter(|_| emphasis && first < last)
}

/// 'nous a confirmé X': a pronoun of the first or second person before a verb of the third is no subject.
fn is_object(text: &Text, source: &SourceMention, cue: &Cue) -> bool {
    let Some(head) = text.syntax.word_at(source.span, text.tokens).map(|at| text.word(at)) else { return false };
    let verb = text.word_of(cue.range.start).map(|at| text.word(at));
    let spoken = head.upos == Upos::Pron && (head.feats.is("Person", "1") || head.feats.is("Person", "2"));
    spoken && verb.is_some_and(|verb| verb.feats.is("Person", "3"))
}

/// A word without mention that is no noun, nor stands for one.
fn is_no_speaker(text: &Text, source: &SourceMention) -> bool {
    let head = text.syntax.word_at(source.span, text.tokens);
    let lone = !text.between(source.span.start, source.span.end).contains(char::is_whitespace);
    source.actor.is_none()
        && lone
        && head.is_some_and(|head| matches!(text.word(head).upos, Upos::Adv | Upos::Adj | Upos::Propn | Upos::X))
}

/// Whether a verb has its hearer and a clause behind it: 'tells Reuters that', 'a prévenu l'AFP par téléphone que'.
fn hears_a_clause(text: &Text, cue: &Cue) -> bool {
    let Some((_, mention)) = text.mention_from(cue.range.end).filter(|_| cue.addressed) else { return false };
    let from = text.piece_from(mention.span.end);
    let near = (from..(from + 4).min(text.pieces.len()))
        .take_while(|&at| at == from || matches!(text.pieces[at - 1].gap, Gap::Space | Gap::Apostrophe | Gap::Hyphen));
    near.into_iter().any(|at| text.words.phrases.complementisers.contains(text.folded(at)))
}

/// Whether what stands behind a verb is its hearer, because a clause follows.
pub(super) fn is_hearer(text: &Text, cue: &Cue, source: &SourceMention) -> bool {
    let at = text.piece_from(source.span.end);
    let clause = text.words.phrases.complementisers.contains(text.folded(at)) || hears_a_clause(text, cue);
    cue.addressed && cue.pronoun.is_none() && clause
}

/// The mention between the commas before a verb: 'the spokesman, X, tells …'.
pub(super) fn before_comma(text: &Text, sentence: &Sentence, verb: u32) -> Option<SourceMention> {
    let head = text.between(sentence.span.start, verb).trim_end().strip_suffix(',')?;
    mention_until(text, sentence.span.start, sentence.span.start + head.len() as u32)
}

/// A source without the weekday that the parse took into it: 'a annoncé la présidence mardi'.
pub(super) fn without_weekday(text: &Text, source: SourceMention) -> SourceMention {
    let end = text.piece_from(source.span.end);
    let first = text.piece_from(source.span.start);
    let kept = (first..end).rev().find(|&at| !text.dates.is_weekday(text.folded(at)));
    match kept {
        Some(last) if last + 1 < end => {
            SourceMention { span: Span { start: source.span.start, end: text.pieces[last].span.end }, ..source }
        }
        _ => source,
    }
}

/// 'les chiffres de l'état-major', 'a statement by the army': of a text and whoever it is by, the latter speaks.
pub(super) fn author(text: &Text, source: SourceMention) -> SourceMention {
    let phrases = &text.words.phrases;
    let Some(head) = text.syntax.word_at(source.span, text.tokens).filter(|_| source.actor.is_none()) else {
        return source;
    };
    if !phrases.texts.contains(&text.lemma(head)) && !phrases.carriers.contains(&text.lemma(head)) {
        return source;
    }
    let from = text.piece_from(text.word_span(head).end);
    let links = |at: usize| {
        phrases.agent_prepositions.contains(text.folded(at)) || text.actor_words.complements.contains(text.folded(at))
    };
    // An adjective or participle may stand before the preposition: 'un communiqué publié par X'.
    let link = (from..from + 3).find(|&at| links(at));
    let by = link.and_then(|link| {
        let near = |mention: &crate::layers::actors::ActorMention| {
            let at = text.piece_from(mention.span.start);
            (link..=link + 2).contains(&at) && text.between(text.word_span(head).end, mention.span.start).len() < 40
        };
        text.longest_mention(near)
    });
    match by {
        Some((actor, mention))
            if !text.between(source.span.start, mention.span.start).contains([',', '.', ';', ':']) =>
        {
            SourceMention { span: mention.span, actor: Some(actor) }
        }
        _ => source,
    }
}

/// The noun phrase that opens a sentence, up to its first comma, where more than one comma precedes the verb.
fn opening_phrase(text: &Text, sentence: &Sentence, verb: u32) -> Option<SourceMention> {
    let head = text.between(sentence.span.start, verb);
    let comma = sentence.span.start + head.find(',')? as u32;
    let whole = head.matches(',').count() >= 2 && head.trim_end().ends_with(',');
    let source = text.phrase_until(sentence.span.start, comma).filter(|_| whole)?;
    (source.span.start == sentence.span.start).then_some(source)
}

/// The source of a present participle: that of the reporting clause it hangs on, else the subject of the verb
/// above it or the noun that it describes, else that of the clause before in the sentence.
pub(super) fn of_participle(
    text: &Text,
    sentence: &Sentence,
    cue: &Cue,
    found: &[Attribution],
) -> Option<SourceMention> {
    let verb = cue.verb?;
    let start = text.word_span(verb).start;
    let before = |it: &&Attribution| {
        it.cue.is_some_and(|cue| sentence.span.contains(cue) && cue.end <= start) && it.source.is_some()
    };
    let above: Vec<WordIdx> = text.syntax.path_to_root(verb).skip(1).collect();
    for &word in &above {
        let own = text.word_span(word);
        let reported = found.iter().rev().filter(before).find(|it| it.cue.is_some_and(|cue| cue.overlaps(own)));
        if let Some(reported) = reported {
            return reported.source.clone();
        }
        if text.word(word).upos == Upos::Noun && text.word(verb).universal_relation() == "acl" {
            return Some(text.source_at(word));
        }
        if let Some(subject) = subject_of(text, word, start) {
            return Some(subject);
        }
    }
    found.iter().rev().find(before).and_then(|it| it.source.clone())
}

/// Whether a subject belongs to the verb at an offset: not from inside a quotation, nor across one comma, nor
/// past another finite verb ('L'otage est en vie, a affirmé …').
fn reaches(text: &Text, source: &SourceMention, verb: u32) -> bool {
    if text.quotation_at(source.span.start).is_some() && text.quotation_at(verb).is_none() {
        return false;
    }
    let between = text.between(source.span.end, verb);
    if !between.trim_end().ends_with(',') {
        return true;
    }
    let words = text.syntax.words_in(Span { start: source.span.end, end: verb }, text.tokens);
    let clauses = words.map(WordIdx::new).filter(|&at| text.word(at).feats.is("VerbForm", "Fin")).any(|at| {
        let main = if text.word(at).upos == Upos::Aux { text.syntax.head(at).unwrap_or(at) } else { at };
        text.word(main).universal_relation() != "acl"
    });
    // An apposition inside the source has the first of the two commas, or the source is the apposition.
    let commas = between.matches(',').count() + text.between(source.span.start, source.span.end).matches(',').count();
    let head = text.doc.text.get(..source.span.start as usize).unwrap_or_default();
    let named = source.actor.is_some_and(|actor| super::text::is_name(&text.actors.mentions[actor.at()]));
    (commas >= 2 || named && head.trim_end().ends_with(',')) && !clauses
}

/// A subject of the verb that ends before an offset.
fn subject_of(text: &Text, verb: WordIdx, start: u32) -> Option<SourceMention> {
    let subject = text
        .syntax
        .dependents(verb)
        .filter(|&at| text.word(at).universal_relation() == "nsubj" && text.word_span(at).end <= start)
        .last()?;
    let relative = text.word(subject).upos == Upos::Pron && text.word(subject).feats.is("PronType", "Rel");
    if relative && text.word(verb).universal_relation() == "acl" {
        return Some(text.source_at(text.syntax.head(verb)?));
    }
    Some(text.source_at(subject))
}

/// The subject of the verb that this one is coordinated with.
fn shared(text: &Text, verb: WordIdx, start: u32) -> Option<SourceMention> {
    if text.word(verb).universal_relation() != "conj" {
        return None;
    }
    subject_of(text, text.syntax.head(verb)?, start)
}

/// The mention or pronoun that ends where the verb begins, or before a parenthesis between commas.
fn adjacent(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<SourceMention> {
    let start = text.pieces[cue.range.start].span.start;
    if let Some(source) = mention_until(text, sentence.span.start, start) {
        return Some(source);
    }
    // Where the parse sees no verb, the noun phrase before it is the subject.
    let is_verb = cue.verb.is_some_and(|verb| matches!(text.word(verb).upos, Upos::Verb | Upos::Aux));
    if !is_verb && let Some(source) = text.phrase_until(sentence.span.start, start) {
        return Some(source);
    }
    let first = text.piece_from(sentence.span.start);
    let before = cue.range.start.checked_sub(1).filter(|&before| before >= first)?;
    let piece = &text.pieces[before];
    if text.words.phrases.pronouns.contains(&piece.folded) && matches!(piece.gap, Gap::Space | Gap::Apostrophe) {
        return Some(pronoun(text, before)).filter(|source| !is_object(text, source, cue));
    }
    // 'X, directeur de Y, a déclaré': the mention stands before the first of two commas.
    let head = text.between(sentence.span.start, start).trim_end().strip_suffix(',')?;
    let comma = sentence.span.start + head.rfind(',')? as u32;
    // 'Le président X, Y Z, a déclaré' may be one mention.
    let whole = mention_until(text, sentence.span.start, sentence.span.start + head.len() as u32)
        .filter(|source| source.span.start < comma && comma < source.span.end);
    whole.or_else(|| mention_until(text, sentence.span.start, comma)).or_else(|| {
        let phrase = text.phrase_until(sentence.span.start, comma);
        phrase.filter(|source| !is_oblique_or_apposition(text, source.span))
    })
}

/// Whether a phrase cannot be a subject: 'in the town', ', a town in the region'.
fn is_oblique_or_apposition(text: &Text, span: Span) -> bool {
    let Some(head) = text.syntax.word_at(span, text.tokens) else { return false };
    let has_case = || text.syntax.dependents(head).any(|at| text.word(at).universal_relation() == "case");
    text.word(head).universal_relation() == "appos" || has_case()
}

/// The outermost mention that ends right before a byte offset, white space aside, inside a sentence.
fn mention_until(text: &Text, from: u32, end: u32) -> Option<SourceMention> {
    let (actor, mention) = text.longest_mention(|mention| {
        mention.span.start >= from && mention.span.end <= end && text.between(mention.span.end, end).trim().is_empty()
    })?;
    Some(SourceMention { span: mention.span, actor: Some(actor) })
}

/// A pronoun as a source, with its mention where the actor layer has one.
pub(super) fn pronoun(text: &Text, at: usize) -> SourceMention {
    let span = text.pieces[at].span;
    let actor = text.longest_mention(|mention| mention.span == span).map(|(actor, _)| actor);
    SourceMention { span, actor }
}

/// Pieces behind a verb within which its subject stands.
const FURTHEST: usize = 40;

/// The subject behind an inverted verb: its pronoun, or the noun phrase that follows, adjuncts aside.
pub(super) fn behind(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<SourceMention> {
    if let Some(at) = cue.pronoun {
        return Some(pronoun(text, at));
    }
    let range = text.range_of(sentence);
    let after = behind_time(text, relay(text, cue.range.end, range.end), range.end);
    let at_once = at_piece(text, after, range.end);
    if let Some(source) = at_once.filter(|source| source.actor.is_some() || !is_adjunct(text, source)) {
        return Some(source);
    }
    let end = text.span(&cue.range).end;
    // Behind a complementiser what is said begins; so far behind a verb nothing is its subject.
    let furthest = range.end.min(cue.range.end + FURTHEST);
    let limit = (cue.range.end..furthest)
        .find(|&at| text.words.phrases.complementisers.contains(text.folded(at)))
        .or_else(|| Some(furthest).filter(|&at| at < range.end))
        .map_or(sentence.span.end, |at| text.pieces[at].span.start);
    let follows = |at: &WordIdx| (end..limit).contains(&text.word_span(*at).start) && !is_time(text, *at);
    let verb = cue.verb?;
    let of = |relation: &str| {
        text.syntax
            .dependents(verb)
            .filter(follows)
            .find(|&at| text.word(at).universal_relation() == relation && text.word(at).upos != Upos::Pron)
    };
    if let Some(subject) = of("nsubj").or_else(|| of("obj")) {
        return Some(text.source_at(subject));
    }
    // A noun with a determiner and no preposition, behind adjuncts: 'a annoncé sur son site la mairie'.
    let rest = text.syntax.words_in(Span { start: end, end: limit }, text.tokens).map(WordIdx::new);
    let mut free = rest.filter(|&at| {
        let has = |relation: &str| text.syntax.dependents(at).any(|at| text.word(at).universal_relation() == relation);
        text.word(at).upos == Upos::Noun
            && (has("det") || has("nummod"))
            && !has("case")
            && text.word_span(at).start > end
    });
    free.next().map(|subject| text.source_at(subject))
}

/// The piece behind words of time: 'a annoncé [jeudi soir] la mairie', 'a constaté [ce matin] le gouverneur'.
fn behind_time(text: &Text, from: usize, end: usize) -> usize {
    let time = |at: usize| {
        text.dates.is_weekday(text.folded(at))
            || text.word_of(at).is_some_and(|word| text.time_nouns.contains(&text.word(word).lemma))
    };
    let determines = |at: usize| text.word_of(at).is_some_and(|word| text.word(word).upos == Upos::Det);
    let mut at = from;
    while at < end && at < from + 4 {
        if time(at) {
            at += 1;
        } else if determines(at) && at + 1 < end && time(at + 1) {
            at += 2;
        } else {
            break;
        }
    }
    if at < end { at } else { from }
}

/// Whether a source without mention is a bare noun, as weekdays are.
fn is_adjunct(text: &Text, source: &SourceMention) -> bool {
    let head = text.syntax.word_at(source.span, text.tokens);
    head.is_some_and(|head| text.word(head).upos != Upos::Pron && is_time(text, head))
}

/// Weekdays and the like stand between verb and subject: 'a annoncé jeudi la mairie'.
fn is_time(text: &Text, word: WordIdx) -> bool {
    let determined = text.syntax.dependents(word).any(|at| text.word(at).universal_relation() == "det");
    let name = matches!(text.word(word).upos, Upos::Propn);
    // Headlines leave out articles: ', says prosecutor'.
    let noun = phrase(&text.word(word).form);
    let actor = text.actor_words.functions.contains(&noun)
        || text.actor_words.nouns.contains_key(&noun)
        || text.actor_words.anonymous.contains(&noun);
    !determined && !name && !actor
}

/// 'said Port Lee resident Anna Bell': the names before a description with a name belong to it.
fn led_by_names(text: &Text, at: usize, end: usize) -> Option<SourceMention> {
    let name = |at: &usize| text.pieces[*at].is_capital && text.pieces[*at].gap == Gap::Space;
    let next = at + (at..end).take_while(name).count();
    let start = text.pieces.get(next).filter(|_| next > at && next < end)?.span.start;
    let (actor, mention) = text.mention_from(next)?;
    let describes = matches!(mention.form, MentionForm::Description | MentionForm::Title);
    let named = text.actors.mentions.iter().any(|it| super::text::is_name(it) && it.span.end == mention.span.end);
    (mention.span.start == start && describes && named)
        .then(|| SourceMention { span: text.pieces[at].span.cover(mention.span), actor: Some(actor) })
}

/// The source that begins at a piece: a mention, a pronoun, or a capitalised name.
pub(super) fn at_piece(text: &Text, at: usize, end: usize) -> Option<SourceMention> {
    if at >= end {
        return None;
    }
    if let Some(source) = led_by_names(text, at, end) {
        return Some(source);
    }
    if let Some((actor, mention)) = text.mention_from(at).filter(|(_, it)| !is_owner(text, it.span.end)) {
        // The noun phrase may go on where the mention ends.
        let head = text.syntax.words_in(text.tokens[mention.head.at()].span, text.tokens).next_back();
        let whole = head.map(|head| text.source_at(WordIdx::new(head)));
        let span = whole.filter(|whole| whole.span.start == mention.span.start && whole.actor == Some(actor));
        return Some(SourceMention { span: span.map_or(mention.span, |whole| whole.span), actor: Some(actor) });
    }
    let piece = &text.pieces[at];
    if text.words.phrases.pronouns.contains(&piece.folded) {
        return Some(pronoun(text, at));
    }
    let last = (at..end)
        .take_while(|&next| text.pieces[next].is_capital && (next == at || text.pieces[next - 1].gap == Gap::Space))
        .last()
        .filter(|&last| piece.folded.len() > 1 && !piece.opens && !is_owner(text, text.pieces[last].span.end));
    if let Some(last) = last {
        return Some(SourceMention { span: text.span(&(at..last + 1)), actor: None });
    }
    // Any noun phrase that begins here.
    let start = piece.span.start;
    let words = text.syntax.words_in(Span { start, end: text.pieces[end - 1].span.end }, text.tokens);
    let mut nouns = words.take(8).map(WordIdx::new);
    let is_noun = |at: WordIdx| matches!(text.word(at).upos, Upos::Noun | Upos::Propn);
    let opens = |&at: &WordIdx| is_noun(at) && text.noun_phrase(at).start == start;
    // 'city police chief X': the nouns before the last one only describe it.
    let head = text.syntax.path_to_root(nouns.find(opens)?).take_while(opens).last()?;
    Some(text.source_at(head))
}

/// Whether a clitic of the owner follows: in 'said Congo's minister' it is not Congo that speaks.
fn is_owner(text: &Text, end: u32) -> bool {
    let next = text.piece_from(end);
    let near = text.pieces.get(next).is_some_and(|piece| piece.span.start - end <= 3);
    near && text.actor_words.genitives.contains(text.folded(next))
        && text.pieces[next.saturating_sub(1)].gap == Gap::Apostrophe
}

/// The mention right behind a verb that closes what is said ('…, said regional commissioner X – a place that Y').
pub(super) fn closing(text: &Text, sentence: &Sentence, cue: &Cue) -> Option<SourceMention> {
    let verb = cue.verb?;
    let start = text.pieces[cue.range.start].span.start;
    if subject_of(text, verb, start).is_some() || cue.takes_nouns {
        return None;
    }
    let source = at_piece(text, cue.range.end, text.range_of(sentence).end).filter(|it| it.actor.is_some())?;
    let rest = text.between(source.span.end, sentence.span.end).trim_start();
    let next = text.word_of(text.piece_from(source.span.end)).map(|at| text.word(at));
    let relative = next.is_some_and(|next| next.feats.is("PronType", "Rel"));
    (rest.is_empty() || rest.starts_with(['.', ',', ';', '–', '—', '(']) || relative).then_some(source)
}

/// The piece after 'à l'AFP', where a medium follows the verb.
fn relay(text: &Text, at: usize, end: usize) -> usize {
    if let Some(next) = text.set_end(at, end, &text.words.phrases.relay_prepositions)
        && let Some((_, mention)) = text.mention_from(next)
        && super::chain::is_medium(mention)
    {
        return text.piece_from(mention.span.end);
    }
    at
}
