//! Place names, relative regions and demonyms, resolved to the gazetteer.

mod demonyms;
mod judge;
mod metonymy;
mod relative;
mod resolve;
mod spot;

use std::ops::Range;

use crate::annotate::pieces::{Piece, pieces};
use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::phrase;
use crate::language::Pack;
use crate::layers::kinds::ActorKind;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Syntax;
use crate::layers::tokens::Token;
use crate::layers::toponyms::{Toponym, ToponymForm, Toponyms};
use crate::text::Span;

/// Finds and resolves the places of a document.
pub fn toponyms(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    syntax: &Syntax,
    pack: &Pack,
    gazetteer: &Gazetteer,
) -> Toponyms {
    let (words, places) = (&pack.places, &gazetteer.places);
    let pieces = pieces(doc, sentences);
    let demonyms = demonyms::demonyms(&pieces, words, places);
    let spots = spot::spots(&pieces, words, places);
    let mut context = judge::Context::of(&spots, &demonyms, places);
    let mut accepted = judge::judge(spots, &pieces, &mut context, tokens, syntax, words, places);
    accepted.retain(|accepted| !names_actor(doc, &pieces[accepted.spot.range.clone()], gazetteer));
    accepted.retain(|accepted| !is_in_name_of_person(&pieces, &accepted.spot.range, gazetteer));
    let mut mentions = resolve::resolve(&accepted, &pieces, &context, places);
    metonymy::mark(&mut mentions, &accepted, &pieces, words, places);
    relative::add(&mut mentions, &accepted, &pieces, &demonyms, words, places);
    // 'République dominicaine' is a name; the adjective in it is no demonym of its own.
    let is_free = |span: Span| !mentions.iter().any(|m| m.form == ToponymForm::Name && m.span.contains(span));
    let demonyms = demonyms.into_iter().filter(|demonym| is_free(demonym.span)).collect();
    Toponyms { mentions, demonyms }
}

/// 'Red Cross', 'Human Rights Watch': a name of several words that a known organisation bears names no village.
fn names_actor(doc: &Document, name: &[Piece], gazetteer: &Gazetteer) -> bool {
    let ([first, .., last], kinds) = (name, [ActorKind::Organisation, ActorKind::Agency, ActorKind::Media]) else {
        return false;
    };
    let known = gazetteer.actors.lookup(&phrase(doc.slice(first.span.cover(last.span))), false);
    known.is_some_and(|actor| kinds.contains(&actor.kind))
}

/// Whether a listed person's name of more words holds the name: 'Abou Bakr' in 'Abou Bakr al-Baghdadi'.
fn is_in_name_of_person(pieces: &[Piece], name: &Range<usize>, gazetteer: &Gazetteer) -> bool {
    let starts = name.start.saturating_sub(2)..=name.start;
    starts.into_iter().any(|start| {
        (name.end..=(name.end + 4).min(pieces.len())).filter(|end| end - start > name.len()).any(|end| {
            let words: Vec<&str> = pieces[start..end].iter().map(|piece| piece.folded.as_str()).collect();
            let known = gazetteer.actors.lookup(&words.join(" "), false);
            known.is_some_and(|actor| actor.kind == ActorKind::Person)
        })
    })
}

/// Resolves names whose spans are given, as for measuring resolution apart from recognition. One mention
/// for each span that holds a word, in the order of the spans; the rest of the document is the context.
pub fn toponyms_at(
    doc: &Document,
    sentences: &[Sentence],
    spans: &[Span],
    pack: &Pack,
    gazetteer: &Gazetteer,
) -> Vec<Toponym> {
    let (words, places) = (&pack.places, &gazetteer.places);
    let pieces = pieces(doc, sentences);
    let demonyms = demonyms::demonyms(&pieces, words, places);
    let spots = spot::given(&pieces, spans, words, places);
    let context = judge::Context::of(&spots, &demonyms, places);
    let accepted = judge::accept_all(spots, &pieces, &context, words, places);
    resolve::resolve(&accepted, &pieces, &context, places)
}
