//! Newtyped indexes into the vectors of [`Annotations`](crate::annotate::Annotations) and
//! [`Findings`](crate::compare::Findings).

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
