//! The hierarchy of event types and their meaning in ACLED and PLOVER; `languages/event_types.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::layers::kinds::EventType;

use serde::Deserialize;

/// What an event type is in other ontologies; empty where they have nothing for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// ACLED event type and sub-event type.
    pub acled: String,
    /// … where a force of the state does it.
    #[serde(default)]
    pub acled_state: String,
    /// PLOVER event type and mode.
    pub plover: String,
}

static TYPES: LazyLock<BTreeMap<String, Meaning>> = LazyLock::new(|| {
    // A test reads the table, so a mistake in it cannot reach a reader.
    toml::from_str(include_str!("../../../../languages/event_types.toml")).unwrap_or_default()
});

/// The meaning of an event type: its own, or that of the nearest type above it.
pub fn meaning(event_type: &EventType) -> Option<&'static Meaning> {
    let mut path = event_type.0.as_str();
    loop {
        if let Some(meaning) = TYPES.get(path) {
            return Some(meaning);
        }
        path = path.rsplit_once('/')?.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Packs;

    #[test]
    fn every_trigger_of_every_pack_has_a_type_of_the_hierarchy() {
        for code in ["en", "fr"] {
            let pack = Packs::embedded().get(code).expect("an embedded pack");
            assert!(!pack.events.frames.is_empty());
            for frame in &pack.events.frames {
                assert!(meaning(&frame.event_type).is_some(), "{code}: {}", frame.event_type);
            }
        }
    }

    #[test]
    fn a_type_without_a_line_means_what_the_type_above_means() {
        let of = |path: &str| meaning(&EventType(path.to_owned())).map(|meaning| meaning.plover.as_str());
        assert_eq!(of("combat/clash"), Some("ASSAULT"));
        assert_eq!(of("combat/air_strike"), Some("ASSAULT / aerial"));
        assert_eq!(of("weather/sunny"), None);
    }
}
