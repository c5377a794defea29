//! The actor gazetteer: widely known armed groups, states, agencies, outlets and persons.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A known actor's key, as `islamic_state`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActorId(pub String);

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The actor gazetteer.
#[derive(Debug, Clone, Default)]
pub struct KnownActors {}
