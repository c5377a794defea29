//! `recoupe` cross-checks news reports.
//!
//! The engine is a pure library: no files, clock, network or randomness, and no threads of its own.
//! Data goes one way, through four rooms:
//!
//! ```text
//! bytes ──read──▶ Document ──annotate──▶ Annotations ──compare──▶ Findings ──tell──▶ report and exports
//! ```
//!
//! Offsets inside the engine are UTF-8 byte offsets ([`Span`]); exports convert them to Unicode
//! code points through one [`CharIndex`].

#![cfg_attr(test, allow(clippy::disallowed_methods))] // Tests read files and measure time.

pub mod annotate;
pub mod annotated;
pub mod compare;
mod dateline;
pub mod dates;
pub mod document;
pub mod dossier;
pub mod evidence;
pub mod gazetteer;
pub mod index;
pub mod language;
pub mod layers;
pub mod read;
pub mod score;
pub mod tell;
pub mod text;

/// Changes whenever the engine, its language packs, its models or its gazetteer change: what it computed under
/// another value has to be computed again.
pub const PIPELINE: &str = env!("RECOUPE_PIPELINE");

pub use annotated::Annotated;
pub use document::{Document, DocumentId};
pub use dossier::{Dossier, Road};
pub use evidence::Evidence;
pub use text::{CharIndex, Span};
