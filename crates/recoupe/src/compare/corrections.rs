//! A user's own word on which claims speak of one event, and which do not.
//!
//! The file is TOML. A claim is named by its report and the place of its trigger, as exports give it: the
//! number of a character (Unicode code point, from 0) inside the trigger's words.
//!
//! ```toml
//! [[same]]
//! claims = ["agency.txt:212", "blog.txt:87"]
//!
//! [[different]]
//! claims = ["agency.txt:212", "daily.txt:1031"]
//! ```
//!
//! Corrections outlive a new run as long as the reports are the same; what names no claim is a warning.

use std::collections::BTreeSet;

use serde::Deserialize;
use thiserror::Error;

use crate::annotated::{Annotated, ClaimRef};
use crate::index::{ClaimIdx, DocIdx};
use crate::text::CharIndex;

/// What a corrections file says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corrections {
    /// Sets of claims that speak of one event.
    #[serde(default)]
    pub same: Vec<Set>,
    /// Sets of claims of which no two speak of one event.
    #[serde(default)]
    pub different: Vec<Set>,
}

/// Claims, each as `report:character`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// The claims.
    pub claims: Vec<String>,
}

/// Why a corrections file could not be used.
#[derive(Debug, Error)]
#[error("the corrections file is not of the expected form: {0}")]
pub struct CorrectionsError(#[from] toml::de::Error);

impl Corrections {
    /// Parses a corrections file.
    ///
    /// # Errors
    /// When it is not TOML of the form above.
    pub fn parse(text: &str) -> Result<Corrections, CorrectionsError> {
        Ok(toml::from_str(text)?)
    }

    /// The claims that the file names, and a sentence for each name that leads to none.
    pub(super) fn resolve(&self, docs: &[Annotated]) -> (Resolved, Vec<String>) {
        let mut warnings = Vec::new();
        let mut sets = |sets: &[Set]| -> Vec<BTreeSet<ClaimRef>> {
            let mut claim = |name: &String| {
                let found = claim(docs, name);
                if found.is_none() {
                    warnings.push(format!("corrections: '{name}' names no claim of this dossier"));
                }
                found
            };
            sets.iter().map(|set| set.claims.iter().filter_map(&mut claim).collect()).collect()
        };
        let (same, different) = (sets(&self.same), sets(&self.different));
        (Resolved { same, different }, warnings)
    }
}

/// Corrections as claims of the dossier.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    /// Sets of claims that speak of one event.
    pub same: Vec<BTreeSet<ClaimRef>>,
    /// Sets of claims of which no two do.
    pub different: Vec<BTreeSet<ClaimRef>>,
}

impl Resolved {
    /// Whether the user says that two claims speak of different events.
    pub fn parts(&self, one: ClaimRef, two: ClaimRef) -> bool {
        one != two && self.different.iter().any(|set| set.contains(&one) && set.contains(&two))
    }
}

/// The claim whose trigger holds the character.
fn claim(docs: &[Annotated], name: &str) -> Option<ClaimRef> {
    let (report, character) = name.rsplit_once(':')?;
    let character: u32 = character.parse().ok()?;
    let doc = docs.iter().position(|doc| doc.document.name == report)?;
    let offset = CharIndex::new(&docs[doc].document.text).byte_offset(character);
    let holds = |span: crate::text::Span| span.start <= offset && offset < span.end;
    let claim = docs[doc].annotations.claims.iter().position(|claim| holds(claim.trigger))?;
    Some(ClaimRef { doc: DocIdx::new(doc), claim: ClaimIdx::new(claim) })
}
