//! Pronouns and possessives: the subject that they go on from, where number and gender agree.

use crate::index::WordIdx;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::{Upos, Word};

use super::chains::{ChainOf, is_pronoun};
use super::find::{Found, Text};

/// Pronoun mentions of a text; which of them have an antecedent shows later.
pub(super) fn pronouns(text: &Text) -> Vec<Found> {
    let words = &text.pack.actors;
    let mut found = Vec::new();
    for at in 0..text.pieces.len() {
        let folded = text.folded(at);
        let Some(word) = text.word_of(at) else { continue };
        let it = &text.syntax.words[word.at()];
        let form = if words.possessors.contains_key(folded) && it.feats.is("Poss", "Yes") {
            MentionForm::Possessive
        } else if words.pronouns.contains_key(folded) && it.upos == Upos::Pron && refers(text, at, word) {
            MentionForm::Pronoun
        } else {
            continue;
        };
        found.push(Found::new(at..at + 1, at, form, ActorKind::Unknown, "pronoun"));
    }
    found
}

/// Whether a pronoun is a subject that stands for something, or follows 'selon'.
fn refers(text: &Text, at: usize, word: WordIdx) -> bool {
    let it = &text.syntax.words[word.at()];
    let reported = (1..=3)
        .any(|back| at >= back && text.pack.attributions.phrases.prepositions.contains(&text.words(at - back..at)));
    // 'il y a', 'il faut': the verb has no subject that stands for anything.
    let verb = text.folded(at + 1);
    let impersonal = text.pack.actors.impersonal.contains(verb)
        || text.pack.actors.impersonal.contains(&format!("{verb} {}", text.folded(at + 2)));
    let clausal = it.head.is_some_and(|head| {
        text.syntax.dependents(head).any(|at| matches!(text.syntax.words[at.at()].universal_relation(), "csubj"))
    });
    reported
        || it.universal_relation() == "nsubj" && !impersonal && !clausal
        || it.relation == "expl:subj" && inverted(text, at)
}

/// 'a-t-il dit': the pronoun of an inverted verb, which parsers may take for an expletive.
fn inverted(text: &Text, at: usize) -> bool {
    at > 0 && text.pieces[at - 1].gap == crate::annotate::pieces::Gap::Hyphen
}

/// The chain of a pronoun's antecedent with the reason.
pub(super) fn antecedent(at: usize, found: &[Found], chain_of: &ChainOf, text: &Text) -> Option<(usize, String)> {
    let mention = &found[at];
    let word = text.word_of(mention.head)?;
    let folded = text.folded(mention.head);
    let chain_of_word = |subject: WordIdx| chain_of_word(subject, found, chain_of, text);
    if mention.form == MentionForm::Possessive {
        let wanted = text.pack.actors.possessors.get(folded)?;
        let subject = own_subject(text, word)?;
        let fits = agrees(text, subject, wanted) != Some(false);
        return chain_of_word(subject)
            .filter(|_| fits)
            .map(|chain| (chain, "the owner is the subject of the clause".into()));
    }
    let wanted = text.pack.actors.pronouns.get(folded)?;
    if let Some(topic) = topic(text, mention.head, found).and_then(|at| chain_of[at].as_ref()) {
        return Some((topic.0, "the topic that the sentence opens with".into()));
    }
    if speaks(text, word)
        && let Some(speaker) = last_speaker(text, word)
        && agrees(text, speaker, wanted) != Some(false)
        && let Some(chain) = chain_of_word(speaker)
    {
        return Some((chain, "the speaker goes on".into()));
    }
    for (subject, reason) in subjects(text, word) {
        let agreeing = agrees(text, subject, wanted) != Some(false) || is_collective(text, subject, wanted, found);
        if subject == word || !agreeing {
            continue;
        }
        // Of two persons whose gender no word tells, neither.
        if text.syntax.words[subject.at()].upos == Upos::Propn
            && wanted.len() == 2
            && may_be_person(text, subject, found)
            && another_person(text, subject, found)
        {
            return None;
        }
        // A subject that agrees and is no actor is the antecedent too: then there is no link.
        return chain_of_word(subject).map(|chain| (chain, reason.to_owned()));
    }
    only_agreeing(text, word, wanted, found, chain_of)
}

/// 'Quant à X, il …': the mention right after such words at the start of the sentence.
fn topic(text: &Text, at: usize, found: &[Found]) -> Option<usize> {
    let sentence = text.sentences.iter().find(|sentence| sentence.span.contains(text.pieces[at].span))?;
    let first = text.pieces.partition_point(|piece| piece.span.start < sentence.span.start);
    let topics = &text.pack.actors.topics;
    let after = (first + 1..(first + 5).min(at)).find(|&end| topics.contains(&text.words(first..end)))?;
    (0..found.len()).find(|&other| {
        !is_pronoun(&found[other])
            && (after..=after + 1).contains(&found[other].range.start)
            && found[other].range.end <= at
    })
}

fn is_speech(text: &Text, verb: WordIdx) -> bool {
    text.pack.syntax.speech_verbs.contains(&text.syntax.words[verb.at()].lemma)
}

/// Whether a pronoun is the subject of a verb of speech, or follows 'selon'.
fn speaks(text: &Text, word: WordIdx) -> bool {
    let it = &text.syntax.words[word.at()];
    let of_speech = it.head.is_some_and(|head| is_speech(text, head));
    of_speech || it.universal_relation() != "nsubj"
}

/// The subject of the last verb of speech in the sentence before, also where it follows its verb.
fn last_speaker(text: &Text, word: WordIdx) -> Option<WordIdx> {
    let last = text.syntax.sentence_of(word).start.checked_sub(1)?;
    let before = text.syntax.sentence_of(WordIdx::new(last));
    let verbs = before.rev().map(WordIdx::new).filter(|&at| is_speech(text, at));
    verbs.into_iter().find_map(|verb| {
        subject_of(text, verb).or_else(|| {
            let inserted = matches!(text.syntax.words[verb.at()].universal_relation(), "parataxis" | "advcl");
            let mut objects = text.syntax.dependents(verb).filter(|&at| at > verb);
            objects.find(|&at| inserted && text.syntax.words[at.at()].universal_relation() == "obj")
        })
    })
}

/// Subjects in the order in which a pronoun goes on from them: of the clauses above it, then of the sentence before.
fn subjects(text: &Text, word: WordIdx) -> Vec<(WordIdx, &'static str)> {
    let mut subjects = Vec::new();
    for verb in text.syntax.path_to_root(word).skip(1) {
        subjects
            .extend(subject_of(text, verb).filter(|&at| at < word).map(|at| (at, "the subject of the clause goes on")));
    }
    let first = text.syntax.sentence_of(word).start;
    if let Some(before) = first.checked_sub(1) {
        let root = text.syntax.path_to_root(WordIdx::new(before)).last();
        let verbs = root.into_iter().chain(root.iter().flat_map(|&root| {
            text.syntax.dependents(root).filter(|&at| {
                matches!(text.syntax.words[at.at()].universal_relation(), "parataxis" | "advcl" | "ccomp")
            })
        }));
        let of_verbs = verbs.filter_map(|verb| subject_of(text, verb));
        subjects.extend(of_verbs.map(|at| (at, "the subject of the sentence before goes on")));
    }
    subjects
}

/// 'The Taliban said they …': the name of a group that takes a plural pronoun, where the language has that.
fn is_collective(text: &Text, word: WordIdx, wanted: &str, found: &[Found]) -> bool {
    let span = text.tokens[text.syntax.words[word.at()].token.at()].span;
    let mut headed = found.iter().filter(|it| !is_pronoun(it) && span.contains(text.pieces[it.head].span));
    let group = |kind: ActorKind| {
        use ActorKind::{ArmedGroup, Coalition, Institution, Organisation, State, StateForce};
        matches!(kind, ArmedGroup | Coalition | Institution | Organisation | State | StateForce)
    };
    text.pack.actors.plural_collectives && wanted.ends_with('p') && headed.any(|it| group(it.kind))
}

/// Whether a word heads the mention of a person, or of somebody unknown.
fn may_be_person(text: &Text, word: WordIdx, found: &[Found]) -> bool {
    let span = text.tokens[text.syntax.words[word.at()].token.at()].span;
    let mut headed = found.iter().filter(|it| !is_pronoun(it) && span.contains(text.pieces[it.head].span));
    headed.all(|it| matches!(it.kind, ActorKind::Person | ActorKind::Unknown))
}

/// Whether the sentence of a named subject names another person.
fn another_person(text: &Text, subject: WordIdx, found: &[Found]) -> bool {
    let words = text.syntax.sentence_of(subject);
    let token = |word: usize| text.tokens[text.syntax.words[word].token.at()].span;
    let own = token(subject.at());
    let sentence = token(words.start).cover(token(words.end - 1));
    found.iter().any(|other| {
        let span = text.span(&other.range);
        let person = matches!(other.kind, ActorKind::Person | ActorKind::Unknown);
        person
            && super::chains::is_name(other)
            && sentence.contains(span)
            && !span.overlaps(own)
            && !touches(text, span, own)
    })
}

/// Whether two spans of names belong to one name: nothing but a space between them.
fn touches(text: &Text, one: crate::text::Span, two: crate::text::Span) -> bool {
    let (first, second) = if one.start < two.start { (one, two) } else { (two, one) };
    text.doc.text.get(first.end as usize..second.start as usize).is_some_and(|between| between.trim().is_empty())
}

fn subject_of(text: &Text, verb: WordIdx) -> Option<WordIdx> {
    text.syntax.dependents(verb).find(|&at| {
        let word = &text.syntax.words[at.at()];
        word.universal_relation() == "nsubj" && !word.feats.is("PronType", "Rel")
    })
}

/// The subject of the clause around a possessive, unless the possessive is part of it.
fn own_subject(text: &Text, word: WordIdx) -> Option<WordIdx> {
    let path: Vec<WordIdx> = text.syntax.path_to_root(word).collect();
    let verb =
        path.iter().skip(1).copied().find(|&at| matches!(text.syntax.words[at.at()].upos, Upos::Verb | Upos::Aux))?;
    let subject = subject_of(text, verb).or_else(|| {
        let above = &text.syntax.words[verb.at()];
        let shares = matches!(above.universal_relation(), "conj" | "xcomp" | "advcl");
        above.head.filter(|_| shares).and_then(|head| subject_of(text, head))
    })?;
    (!path.contains(&subject) && subject < word).then_some(subject)
}

/// Whether a noun or pronoun has the number and gender; `None` where one of them is not known.
fn agrees(text: &Text, word: WordIdx, wanted: &str) -> Option<bool> {
    let it = &text.syntax.words[word.at()];
    let (gender, number) = match wanted.len() {
        1 => (None, wanted),
        _ => (Some(&wanted[..1]), &wanted[1..]),
    };
    let conjuncts = text.syntax.dependents(word).any(|at| text.syntax.words[at.at()].universal_relation() == "conj");
    let own_number = match it.feats.get("Number") {
        _ if conjuncts => Some("p"),
        Some("Plur") => Some("p"),
        Some("Sing") => Some("s"),
        _ if it.upos == Upos::Propn => Some("s"),
        _ => None,
    };
    if own_number.is_some_and(|own| own != number) {
        return Some(false);
    }
    // Names have no gender in themselves, and what a tagger guesses of them says little.
    // An article knows it better than the tagger knows the noun ('la ministre').
    let article = text
        .syntax
        .dependents(word)
        .filter(|&at| text.syntax.words[at.at()].universal_relation() == "det" && at < word)
        .find_map(|at| own_gender(&text.syntax.words[at.at()]));
    let own_gender = article.or_else(|| own_gender(it)).filter(|_| it.upos != Upos::Propn);
    match (gender, own_gender) {
        // The masculine plural stands for mixed groups too.
        (Some("m"), Some(_)) if number == "p" => Some(true),
        (Some(gender), Some(own)) => Some(gender == own || gender == "n"),
        _ => own_number.map(|_| true),
    }
}

fn own_gender(word: &Word) -> Option<&'static str> {
    match word.feats.get("Gender") {
        Some("Masc") => Some("m"),
        Some("Fem") => Some("f"),
        _ => None,
    }
}

/// The actor of the sentence before that agrees for sure, when there is one.
fn only_agreeing(
    text: &Text,
    word: WordIdx,
    wanted: &str,
    found: &[Found],
    chain_of: &ChainOf,
) -> Option<(usize, String)> {
    let first = text.syntax.sentence_of(word).start;
    let last = first.checked_sub(1)?;
    let before = text.syntax.sentence_of(WordIdx::new(last));
    let mut chains: Vec<usize> = before
        .map(WordIdx::new)
        .filter(|&at| text.syntax.words[at.at()].upos == Upos::Noun || text.syntax.words[at.at()].upos == Upos::Propn)
        .filter(|&at| agrees(text, at, wanted) == Some(true))
        .filter_map(|at| chain_of_word(at, found, chain_of, text))
        .collect();
    chains.sort_unstable();
    chains.dedup();
    match chains.as_slice() {
        [one] => Some((*one, "the only actor of the sentence before that agrees".into())),
        _ => None,
    }
}

/// The chain of the outermost mention that a word heads, or of the resolved pronoun that it is.
fn chain_of_word(word: WordIdx, found: &[Found], chain_of: &ChainOf, text: &Text) -> Option<usize> {
    let span = text.tokens[text.syntax.words[word.at()].token.at()].span;
    let heads = |at: &usize| {
        let mention = &found[*at];
        let head = text.pieces[mention.head].span;
        let is_first = text.pieces[mention.range.start].span.start == span.start;
        span.contains(head) || is_first && !is_pronoun(mention) && mention.form == MentionForm::Name
    };
    let outermost = (0..found.len()).filter(heads).filter(|&at| chain_of[at].is_some());
    let at = outermost.max_by_key(|&at| found[at].range.len())?;
    chain_of[at].as_ref().map(|(chain, _)| *chain)
}
