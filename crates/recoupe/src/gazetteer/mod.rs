//! What the program knows of the world: places, and widely known actors, outlets and agencies.

pub mod actors;
pub mod places;

pub use actors::{ActorId, KnownActors};
pub use places::{PlaceId, Places};

/// Places and known actors, as handed to the annotators.
#[derive(Debug, Clone, Default)]
pub struct Gazetteer {
    /// Places.
    pub places: Places,
    /// Known actors.
    pub actors: KnownActors,
}
