//! What the program knows of the world: places, and widely known actors, outlets and agencies.

use std::sync::LazyLock;

use crate::index::PlaceId;

pub mod actors;
pub(crate) mod given_names;
pub mod places;

pub use actors::{KnownActor, KnownActors};
pub use places::{CountryCode, Places};

/// Places and known actors, as handed to the annotators.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Places.
    pub places: Places,
    /// Known actors.
    pub actors: KnownActors,
}

impl Gazetteer {
    /// The embedded gazetteer; loaded at the first call.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: LazyLock<Gazetteer> =
            LazyLock::new(|| Gazetteer { places: Places::embedded(), actors: KnownActors::embedded() });
        &GAZETTEER
    }

    /// The home country of a known actor, as a place.
    pub fn home_of(&self, actor: &KnownActor) -> Option<PlaceId> {
        self.places.country(CountryCode::parse(actor.country.as_deref()?)?)
    }
}
