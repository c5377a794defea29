//! Place names, relative regions and demonyms, resolved to the gazetteer.

mod demonyms;
mod judge;
mod metonymy;
pub(crate) mod pieces;
mod relative;
mod resolve;
mod spot;

pub(crate) use judge::is_given_name;
use serde::{Deserialize, Serialize};
use std::ops::Range;

use crate::annotate::actors::ActorKind;
use crate::annotate::sentences::Sentence;
use crate::annotate::syntax::Syntax;
use crate::annotate::tokens::Token;
use crate::document::Document;
use crate::gazetteer::{Gazetteer, PlaceId};
use crate::index::ToponymIdx;
use crate::language::Pack;
use crate::language::actors::phrase;
use crate::text::Span;

/// The place layer of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Toponyms {
    /// Names and relative regions.
    pub mentions: Vec<Toponym>,
    /// Adjectives and nouns of origin ('irakien'), kept apart from places.
    pub demonyms: Vec<Demonym>,
}

/// A mention of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Toponym {
    /// Byte span of the name without article and preposition.
    pub span: Span,
    /// Span with the generic noun and the preposition that belong to it ('la province de Homs').
    pub extent: Span,
    /// How the place is spoken of.
    pub form: ToponymForm,
    /// Gazetteer places that the name may denote, best first.
    pub candidates: Vec<PlaceCandidate>,
    /// The chosen place; `None` is *unresolved*, which keeps the raw name.
    pub place: Option<PlaceId>,
    /// Where the mention lies on the map, with uncertainty; may differ from the place (relative regions).
    pub geometry: Option<Geometry>,
    /// Set where the name stands for a government or another actor ('Damas', 'Moscou'), with the reason.
    pub metonymy: Option<String>,
    /// Name of the rule that recognised it.
    pub rule: String,
}

/// How a place is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToponymForm {
    /// A proper name.
    Name,
    /// A region relative to another mention ('la rive orientale de l'Euphrate', 'au nord de X').
    Relative {
        /// The name that it leans on; `None` where an adjective of origin names the place, which is then the
        /// only candidate ('le sud syrien').
        of: Option<ToponymIdx>,
        /// Which side or part: `north`, `east_bank`, `outskirts`, `near` …
        part: String,
    },
    /// A border between places ('la frontière syro-irakienne').
    Border {
        /// Countries on its sides, as far as named.
        sides: Vec<PlaceId>,
    },
}

/// A place that a name may denote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceCandidate {
    /// The place.
    pub place: PlaceId,
    /// Rank score, higher is better; comparable within one mention only.
    pub score: f32,
    /// What raised or lowered it, for the reader.
    pub reasons: Vec<String>,
}

/// A point with the radius in which the place lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Geometry {
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Radius of uncertainty in kilometres.
    pub radius_km: f32,
}

/// An adjective or noun of origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demonym {
    /// Byte span.
    pub span: Span,
    /// The place that it belongs to, where the gazetteer knows it.
    pub place: Option<PlaceId>,
    /// Name of the rule.
    pub rule: String,
}

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
    let pieces = pieces::pieces(doc, sentences);
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
fn names_actor(doc: &Document, name: &[pieces::Piece], gazetteer: &Gazetteer) -> bool {
    let ([first, .., last], kinds) = (name, [ActorKind::Organisation, ActorKind::Agency, ActorKind::Media]) else {
        return false;
    };
    let known = gazetteer.actors.lookup(&phrase(doc.slice(first.span.cover(last.span))), false);
    known.is_some_and(|actor| kinds.contains(&actor.kind))
}

/// Whether a listed person's name of more words holds the name: 'Abou Bakr' in 'Abou Bakr al-Baghdadi'.
fn is_in_name_of_person(pieces: &[pieces::Piece], name: &Range<usize>, gazetteer: &Gazetteer) -> bool {
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
    let pieces = pieces::pieces(doc, sentences);
    let demonyms = demonyms::demonyms(&pieces, words, places);
    let spots = spot::given(&pieces, spans, words, places);
    let context = judge::Context::of(&spots, &demonyms, places);
    let accepted = judge::accept_all(spots, &pieces, &context, words, places);
    resolve::resolve(&accepted, &pieces, &context, places)
}
