//! Tokens with exact offsets.

use serde::{Deserialize, Serialize};

use crate::annotate::sentences::{Sentence, TokenRange};
use crate::document::Document;
use crate::language::Pack;
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

/// Splits sentences into tokens and tells each sentence its tokens.
pub fn tokens(doc: &Document, sentences: &[Sentence], _pack: &Pack) -> (Vec<Sentence>, Vec<Token>) {
    let mut tokens: Vec<Token> = Vec::new();
    let mut filled = sentences.to_vec();
    for sentence in &mut filled {
        let first = tokens.len();
        let base = sentence.span.start as usize;
        let text = doc.slice(sentence.span);
        let mut start = 0;
        while let Some(c) = text[start..].chars().next() {
            let kind = kind(c);
            let mut end = start + c.len_utf8();
            if matches!(kind, TokenKind::Word | TokenKind::Number) {
                while let Some(next) = text[end..].chars().next().filter(|&n| n.is_alphanumeric() || n == '-') {
                    end += next.len_utf8();
                }
                if text[end..].starts_with(['\'', '’']) {
                    end += text[end..].chars().next().map_or(0, char::len_utf8);
                }
            }
            if !c.is_whitespace() {
                tokens.push(Token { span: Span::new(base + start, base + end), kind });
            }
            start = end;
        }
        sentence.tokens = TokenRange { start: first as u32, end: tokens.len() as u32 };
    }
    (filled, tokens)
}

fn kind(c: char) -> TokenKind {
    match c {
        c if c.is_numeric() => TokenKind::Number,
        c if c.is_alphabetic() => TokenKind::Word,
        c if c.is_ascii_punctuation() || "«»“”‘’…–—".contains(c) => TokenKind::Punct,
        _ => TokenKind::Symbol,
    }
}
