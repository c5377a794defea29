//! The place gazetteer.

use serde::{Deserialize, Serialize};

/// A place's number: the GeoNames id, or a number above `u32::MAX / 2` for places of a user's own file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PlaceId(pub u32);

/// The place gazetteer.
#[derive(Debug, Clone, Default)]
pub struct Places {}
