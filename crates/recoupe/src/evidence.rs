//! Evidence: the exact characters of a source behind a statement.

use serde::{Deserialize, Serialize};

use crate::document::{Document, DocumentId};
use crate::text::Span;

/// What stands behind a statement: a span of a document, its characters, and the rule that found it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The document.
    pub doc: DocumentId,
    /// Byte span in the document's text.
    pub span: Span,
    /// The characters at the span; always equal to `text[span]`.
    pub quote: String,
    /// Name of the rule that produced the statement.
    pub rule: String,
}

impl Evidence {
    /// Evidence at a span of a document; `None` where the span does not lie in the text on character
    /// boundaries, so that a quote always equals its text.
    pub fn new(doc: &Document, span: Span, rule: impl Into<String>) -> Option<Evidence> {
        let quote = doc.text.get(span.range())?.to_owned();
        Some(Evidence { doc: doc.id, span, quote, rule: rule.into() })
    }
}
