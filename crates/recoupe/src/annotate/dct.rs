//! Document creation time: when the report was made, and how that is known.

use serde::{Deserialize, Serialize};

use crate::annotate::tokens::Token;
use crate::dates::Interval;
use crate::document::Document;
use crate::index::DocIdx;
use crate::language::Pack;
use crate::text::Span;

/// When a document was made. An open interval means that nothing states or bounds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dct {
    /// Earliest and latest moment.
    pub interval: Interval,
    /// How it is known.
    pub basis: DctBasis,
    /// Spans of the document that support it (empty for metadata).
    pub evidence: Vec<Span>,
    /// The reason, as a sentence for the reader.
    pub reason: String,
    /// Contradictions and doubts ('the weekday does not fit the date').
    pub flags: Vec<String>,
}

/// How a document creation time is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DctBasis {
    /// Nothing states or bounds it.
    #[default]
    Unknown,
    /// A sidecar, markup, the address or the file name states it.
    Metadata,
    /// A visible date line states it.
    DateLine,
    /// Expressions in the text bound it ('hier, lundi 20 novembre').
    TextInference,
    /// Events that other documents date bound it.
    DossierInference {
        /// The documents that it rests on.
        from: Vec<DocIdx>,
    },
}

/// The creation time that a document states or lets infer by itself.
pub fn dct(doc: &Document, _tokens: &[Token], _pack: &Pack) -> Dct {
    let Some(stated) = doc.meta.published.value() else { return Dct::default() };
    Dct {
        interval: stated.interval,
        basis: DctBasis::Metadata,
        reason: format!("stated as '{}'", stated.raw),
        ..Dct::default()
    }
}
