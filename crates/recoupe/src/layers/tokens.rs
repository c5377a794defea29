//! The layer of tokens.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// A token: what the orthography gives, before contractions are opened into syntactic words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Byte span.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// Letters, with inner hyphens, apostrophes and dots where they belong to the word.
    Word,
    /// Digits with inner separators ('1 200', '3,5').
    Number,
    /// Punctuation.
    Punct,
    /// Any other sign.
    Symbol,
    /// A web or mail address.
    Address,
}
