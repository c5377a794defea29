//! Cues: reporting verbs with their auxiliaries, and the prepositions that name a source.

use std::ops::Range;

use crate::annotate::pieces::Gap;
use crate::index::WordIdx;
use crate::layers::kinds::CueStance;
use crate::layers::syntax::Upos;

use super::text::Text;

/// A reporting verb.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its pieces, auxiliaries and an inverted pronoun included.
    pub range: Range<usize>,
    pub stance: CueStance,
    /// The main verb in the syntax.
    pub verb: Option<WordIdx>,
    /// The piece of an inverted pronoun ('a-t-il dit').
    pub pronoun: Option<usize>,
    /// The source follows a preposition of the agent, and the subject is what is said.
    pub passive: bool,
    /// A participle that shares its auxiliary with a verb before ('a salué X et promis Y').
    pub shares_auxiliary: bool,
    /// Whether an object noun is what is said.
    pub takes_nouns: bool,
    /// Whether the object is the hearer.
    pub addressed: bool,
    /// A present participle, whose source is that of the clause it hangs on (', saying that …').
    pub participle: bool,
}

impl Cue {
    /// The folded lemma of its verb.
    pub(super) fn lemma(&self, text: &Text) -> String {
        self.verb.map(|verb| text.lemma(verb)).unwrap_or_default()
    }
}

/// A reporting verb that begins at a piece.
pub(super) fn cue_at(text: &Text, at: usize, end: usize) -> Option<Cue> {
    let phrases = &text.words.phrases;
    if let Some(stop) = text.set_end(at, end, &phrases.narrative) {
        return Some(cue(text, at..stop, CueStance::Neutral, text.word_of(stop - 1)));
    }
    if let Some(aux) = text.set_end(at, end, &phrases.auxiliaries)
        && let Some(found) = compound(text, at, aux, end)
    {
        return Some(found);
    }
    finite(text, at, end).or_else(|| participle_of_a_pair(text, at)).or_else(|| present_participle(text, at))
}

fn cue(text: &Text, range: Range<usize>, stance: CueStance, verb: Option<WordIdx>) -> Cue {
    let lemma = verb.map(|verb| text.lemma(verb)).unwrap_or_default();
    let is_phrase = range.len() > 1 && text.words.finite.contains_key(&text.phrase(range.clone()));
    let sure = verb.is_none_or(|verb| !text.words.lemmas.contains_key(&text.lemma(verb)));
    Cue {
        range,
        stance,
        verb,
        pronoun: None,
        passive: false,
        shares_auxiliary: false,
        takes_nouns: is_phrase || sure || text.words.phrases.noun_objects.contains(&lemma),
        addressed: text.words.phrases.addressed.contains(&lemma),
        participle: false,
    }
}

/// The word that heads the words of a cue.
fn main_verb(text: &Text, range: Range<usize>) -> Option<WordIdx> {
    let span = text.span(&range);
    let mut words = text.syntax.words_in(span, text.tokens).map(WordIdx::new);
    let verb = words.clone().rfind(|&at| text.word(at).upos == Upos::Verb);
    verb.or_else(|| words.find(|&at| matches!(text.word(at).upos, Upos::Aux | Upos::Adj | Upos::Noun)))
}

/// An auxiliary, adverbs or an inverted pronoun, and a participle.
fn compound(text: &Text, at: usize, aux: usize, end: usize) -> Option<Cue> {
    let phrases = &text.words.phrases;
    let mut participle = aux;
    let mut pronoun = None;
    let mut passive = false;
    while participle < end {
        if let Some(next) = text.set_end(participle, end, &phrases.adverbs) {
            participle = next;
        } else if phrases.passive_participles.contains(text.folded(participle)) {
            (passive, participle) = (true, participle + 1);
        } else if let Some(next) = inverted(text, participle, end) {
            (pronoun, participle) = (Some(next - 1), next);
        } else {
            break;
        }
    }
    let known = |phrase: &str| text.words.participles.contains_key(phrase);
    let (stop, stance) = match text.phrase_end(participle, end, known) {
        Some(stop) => (stop, text.words.participles[&text.phrase(participle..stop)]),
        None => (participle + 1, stance_of(text, participle, "Part")?),
    };
    let mut found = cue(text, at..stop, stance, main_verb(text, participle..stop));
    found.takes_nouns |= stop > participle + 1;
    found.pronoun = pronoun;
    let progressive = found.verb.is_some_and(|verb| is_present_participle(text, verb));
    passive |= phrases.passive_auxiliaries.contains(&text.phrase(at..aux)) && pronoun.is_none() && !progressive;
    let by = stop < end && phrases.agent_prepositions.contains(text.folded(stop));
    if passive && !(by && found.takes_nouns) {
        return None;
    }
    if passive {
        found.passive = true;
        found.range.end = stop + 1;
    }
    Some(found)
}

/// A finite verb, perhaps with an inverted pronoun.
fn finite(text: &Text, at: usize, end: usize) -> Option<Cue> {
    let known = |phrase: &str| text.words.finite.contains_key(phrase);
    let by_lemma = stance_of(text, at, "Fin");
    let (stop, stance) = match text.phrase_end(at, end, known) {
        Some(stop) if stop > at + 1 || by_lemma.is_none() => {
            if stop == at + 1 && is_no_verb(text, at) {
                return None;
            }
            (stop, text.words.finite[&text.phrase(at..stop)])
        }
        _ => (at + 1, by_lemma?),
    };
    let mut found = cue(text, at..stop, stance, main_verb(text, at..stop));
    if let Some(next) = inverted(text, stop, end) {
        found.pronoun = Some(next - 1);
        found.range.end = next;
    }
    Some(found)
}

/// A noun with its determiner, or a participle that describes a noun.
fn is_no_verb(text: &Text, at: usize) -> bool {
    let Some(word) = text.word_of(at) else { return false };
    matches!(text.word(word).upos, Upos::Noun | Upos::Propn | Upos::Adp | Upos::Adj)
        && text
            .syntax
            .dependents(word)
            .any(|at| matches!(text.word(at).universal_relation(), "det" | "case" | "nummod") && at < word)
        || text.word(word).feats.is("VerbForm", "Part")
            && (matches!(text.word(word).universal_relation(), "acl" | "amod" | "advcl")
                || text.syntax.dependents(word).any(|at| text.word(at).universal_relation() == "aux"))
}

/// 'et promis': a participle coordinated with a reporting verb in a compound tense.
fn participle_of_a_pair(text: &Text, at: usize) -> Option<Cue> {
    let verb = text.word_of(at)?;
    let head = text.syntax.head(verb)?;
    let of_a_cue = text.word(verb).universal_relation() == "conj"
        && text.words.lemmas.contains_key(&text.lemma(head))
        && text.syntax.dependents(head).any(|at| text.word(at).universal_relation() == "aux");
    let stance = stance_of(text, at, "Part").filter(|_| of_a_cue)?;
    Some(Cue { shares_auxiliary: true, ..cue(text, at..at + 1, stance, Some(verb)) })
}

/// 'soulignant que', ', saying that': a clause of its own, no part of a tense and no noun.
fn present_participle(text: &Text, at: usize) -> Option<Cue> {
    let verb = text.word_of(at).filter(|&verb| is_present_participle(text, verb))?;
    let stance = stance_of(text, at, "Ger").or_else(|| stance_of(text, at, "Part"))?;
    let free = !text
        .syntax
        .dependents(verb)
        .any(|at| matches!(text.word(at).universal_relation(), "det" | "aux") && at < verb);
    free.then(|| Cue { participle: true, ..cue(text, at..at + 1, stance, Some(verb)) })
}

pub(super) fn is_present_participle(text: &Text, verb: WordIdx) -> bool {
    let feats = &text.word(verb).feats;
    feats.is("VerbForm", "Ger") || feats.is("VerbForm", "Part") && feats.is("Tense", "Pres")
}

/// The stance of the verb at a piece, when its lemma reports and its form is the one.
fn stance_of(text: &Text, at: usize, form: &str) -> Option<CueStance> {
    let verb = text.word_of(at)?;
    let word = text.word(verb);
    let is_verb = matches!(word.upos, Upos::Verb | Upos::Aux) && word.feats.is("VerbForm", form);
    // The piece has to be the token: a part of a hyphenated word is no verb.
    let whole = text.word_span(verb).start == text.pieces[at].span.start;
    if is_verb && whole { text.words.lemmas.get(&text.lemma(verb)).copied() } else { None }
}

/// The end of '-t-il' at a piece.
fn inverted(text: &Text, at: usize, end: usize) -> Option<usize> {
    let phrases = &text.words.phrases;
    if at == 0 || at >= end || text.pieces[at - 1].gap != Gap::Hyphen {
        return None;
    }
    let pronoun = if phrases.inversion_marks.contains(text.folded(at)) { at + 1 } else { at };
    (pronoun < end && phrases.inverted_pronouns.contains(text.folded(pronoun))).then_some(pronoun + 1)
}

/// Whether what is said is denied to be said: 'n'a pas précisé'.
pub(super) fn is_negated(text: &Text, cue: &Cue, start: usize) -> bool {
    let before = (cue.range.start.saturating_sub(2)..cue.range.start).filter(|&at| at >= start);
    before.into_iter().any(|at| text.words.phrases.negations.contains(text.folded(at)))
}
