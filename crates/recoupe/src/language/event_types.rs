//! The hierarchy of event types, what they are like, and their meaning in ACLED and PLOVER;
//! `languages/event_types.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::layers::kinds::{EventType, upwards};

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
    /// What events of the type are like; types below it are like that too.
    #[serde(default)]
    pub is: BTreeSet<Property>,
}

/// What events of a type are like, so that rules ask for it and need no lists of types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// Happens once at a place within a few days, so that close dates are a dispute and not two events.
    Once,
    /// A state that goes on: 'since Monday' says when it began.
    Lasts,
    /// Lies where its text lies, unlike what is only said or decided.
    LiesWhereTold,
    /// Happens at a place, so that the place that a report is mostly about is likely where it was.
    Placed,
    /// One side does it to another: whoever did it did also the harm that it did.
    OneSided,
    /// A fight for a place, which may have changed hands by it.
    Fight,
    /// Takes lives, so that a toll may be its own.
    CountsLives,
    /// May be what harmed those whom a toll counts.
    Harms,
}

static TYPES: LazyLock<BTreeMap<String, Meaning>> = LazyLock::new(|| {
    // A test reads the table, so a mistake in it cannot reach a reader.
    toml::from_str(include_str!("../../../../languages/event_types.toml")).unwrap_or_default()
});

/// The meaning of an event type: its own, or that of the nearest type above it.
pub fn meaning(event_type: &EventType) -> Option<&'static Meaning> {
    upwards(&event_type.0).find_map(|path| TYPES.get(path))
}

/// Whether events of a type have a property: by its own line or by one above it.
pub fn has(event_type: &EventType, property: Property) -> bool {
    upwards(&event_type.0).filter_map(|path| TYPES.get(path)).any(|line| line.is.contains(&property))
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
    fn a_type_is_like_the_types_above_it() {
        let is = |path: &str, property| has(&EventType(path.to_owned()), property);
        assert!(is("disaster/flood", Property::Once) && is("combat/assault/raid", Property::OneSided));
        assert!(!is("combat", Property::OneSided) && !is("contact/negotiation", Property::Once));
        assert!(!is("speech/statement", Property::LiesWhereTold) && !is("weather/sunny", Property::Once));
    }

    #[test]
    fn a_type_without_a_line_means_what_the_type_above_means() {
        let of = |path: &str| meaning(&EventType(path.to_owned())).map(|meaning| meaning.plover.as_str());
        assert_eq!(of("combat/clash"), Some("ASSAULT"));
        assert_eq!(of("combat/air_strike"), Some("ASSAULT / aerial"));
        assert_eq!(of("weather/sunny"), None);
    }
}
