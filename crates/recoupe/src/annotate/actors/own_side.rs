//! 'Nos forces', 'our troops' inside a quotation: those of the side that speaks.

use crate::index::WordIdx;

use super::chains::is_pronoun;
use super::find::{Found, Text};

/// Gives a force that a speaker calls its own the speaker's country.
pub(super) fn roles(text: &Text, found: &mut [Found]) {
    for at in 0..found.len() {
        let owned = text.pack.actors.own_side.contains(text.folded(found[at].range.start));
        let Some(group) = found[at].group.clone().filter(|_| owned && found[at].role.is_none()) else { continue };
        let country = speaker(text, &found[at]).and_then(|speaker| country_of(text, found, speaker));
        found[at].role = country.map(|country| format!("{group}/{country}"));
    }
}

/// The subject of the verb of speech that a quotation belongs to: right behind it, else before it in the sentence.
fn speaker(text: &Text, mention: &Found) -> Option<WordIdx> {
    let quotation = text.quotation_at(mention.range.start)?;
    let word_from =
        |offset: u32| text.syntax.words.iter().position(|word| text.tokens[word.token.at()].span.start >= offset);
    let after = word_from(quotation.outer.end)?;
    let before = word_from(quotation.outer.start)?;
    // A verb at most a few words behind the quotation, or before it in its own sentence.
    let sentence = text.syntax.sentence_of(WordIdx::new(before)).start;
    let near = (after..(after + 4).min(text.syntax.words.len())).chain((sentence..before).rev());
    let verb =
        near.map(WordIdx::new).find(|&at| text.pack.syntax.speech_verbs.contains(&text.syntax.words[at.at()].lemma))?;
    let of = |relation: &str| {
        text.syntax.dependents(verb).find(|&at| text.syntax.words[at.at()].universal_relation() == relation)
    };
    of("nsubj").or_else(|| of("obj"))
}

/// The home country of the mention that a word heads, as roles name it.
fn country_of(text: &Text, found: &[Found], word: WordIdx) -> Option<u32> {
    let span = text.tokens[text.syntax.words[word.at()].token.at()].span;
    let mention = found
        .iter()
        .filter(|it| !is_pronoun(it))
        .find(|it| text.pieces.get(it.head).is_some_and(|head| span.contains(head.span)))?;
    let role = mention.role.as_ref().and_then(|role| role.rsplit('/').next()?.parse().ok());
    let known = || text.gazetteer.actors.get(mention.known.as_ref()?);
    role.or_else(|| Some(mention.country.or_else(|| text.gazetteer.home_of(known()?))?.0))
}
