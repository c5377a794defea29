//! The layer of sentences.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::index::{BlockIdx, TokenIdx};
use crate::text::Span;

/// A sentence, a headline or a list item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Byte span without surrounding white space.
    pub span: Span,
    /// The block that it stands in.
    pub block: BlockIdx,
    /// Its tokens; filled by the tokeniser.
    pub tokens: TokenRange,
}

/// A run of tokens: first index and index after the last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// As a range for slicing the token vector.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the token belongs to the run.
    pub fn contains(self, token: TokenIdx) -> bool {
        (self.start..self.end).contains(&token.0)
    }
}
