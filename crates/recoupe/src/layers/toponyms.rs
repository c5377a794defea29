//! The layer of places: names, relative regions and demonyms.

use serde::{Deserialize, Serialize};

use crate::index::{PlaceId, ToponymIdx};
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
