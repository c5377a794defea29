//! Newtyped indexes into the vectors of [`Annotations`](crate::layers::Annotations) and
//! [`Findings`](crate::compare::Findings).

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// An index from a position in its vector.
            pub fn new(position: usize) -> $name {
                $name(u32::try_from(position).unwrap_or(u32::MAX))
            }

            /// The position in its vector.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

index! {
    /// A document of the dossier (position in [`Dossier::docs`](crate::Dossier)).
    DocIdx;
    /// A block of a document.
    BlockIdx;
    /// A sentence of a document.
    SentenceIdx;
    /// A token of a document.
    TokenIdx;
    /// A syntactic word of a document.
    WordIdx;
    /// A temporal expression of a document.
    TimexIdx;
    /// A toponym of a document.
    ToponymIdx;
    /// An actor mention of a document.
    ActorIdx;
    /// A coreference chain of actor mentions of a document.
    ChainIdx;
    /// An attribution of a document.
    AttributionIdx;
    /// A claim of a document.
    ClaimIdx;
    /// An entity of the dossier.
    EntityIdx;
    /// An event of the dossier.
    EventIdx;
    /// A family of the dossier.
    FamilyIdx;
    /// A reuse of the dossier.
    ReuseIdx;
}

/// A place's number.
///
/// - up to `0x3FFF_FFFF`: the GeoNames id;
/// - `0x4000_0000..0x8000_0000`: places of our own pack that have no GeoNames id in its sources (regions,
///   rivers, seas …), a hash of country, kind and name, so that it stays the same from build to build;
/// - from `0x8000_0000`: places of a user's own file, in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceId(pub u32);

impl PlaceId {
    /// First number of the pack's own places.
    pub const OWN: u32 = 0x4000_0000;
    /// First number of a user's places.
    pub const USER: u32 = 0x8000_0000;

    /// The GeoNames id, where the place has one.
    pub fn geonames(self) -> Option<u32> {
        (self.0 < PlaceId::OWN).then_some(self.0)
    }
}

/// A known actor's key, as `islamic_state`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorId(pub String);

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
