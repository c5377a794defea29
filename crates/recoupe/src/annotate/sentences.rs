//! Sentences of the content blocks.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::index::{BlockIdx, TokenIdx};
use crate::language::Pack;
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

/// Splits the content blocks into sentences.
pub fn sentences(doc: &Document, _pack: &Pack) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (position, block) in doc.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_content()) {
        let text = doc.slice(block.span);
        let mut start = 0;
        for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '\n')) {
            let end = at + mark.len_utf8();
            let followed = text[end..].chars().next().is_none_or(char::is_whitespace);
            if mark == '\n' || followed {
                push(&mut sentences, block.span.start as usize, text, start, end, position);
                start = end;
            }
        }
        push(&mut sentences, block.span.start as usize, text, start, text.len(), position);
    }
    sentences
}

fn push(sentences: &mut Vec<Sentence>, base: usize, text: &str, start: usize, end: usize, block: usize) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = base + start + (piece.len() - piece.trim_start().len());
        let span = Span::new(from, from + trimmed.len());
        sentences.push(Sentence { span, block: BlockIdx::new(block), tokens: TokenRange::default() });
    }
}
