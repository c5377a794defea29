//! The first room: bytes and their media type become documents.

use thiserror::Error;

use crate::document::{Block, BlockKind, Document, DocumentId, Meta};
use crate::text::Span;

/// One input as the shell found it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'b> {
    /// Name in the dossier.
    pub name: &'b str,
    /// The bytes.
    pub bytes: &'b [u8],
    /// Text of the sidecar file that stands beside the input, with its name.
    pub sidecar: Option<(&'b str, &'b str)>,
}

/// What an input gave: one document, or several where it is a collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The documents.
    pub documents: Vec<Document>,
    /// What was odd but not fatal, as sentences for the reader.
    pub warnings: Vec<String>,
}

/// Why an input could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadError {
    /// No bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// Not text in any encoding that we read.
    #[error("the file is binary, not text ({what})")]
    Binary {
        /// What it seems to be.
        what: String,
    },
    /// More bytes than the limit allows.
    #[error("the file has {bytes} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// A page in which no report was found.
    #[error("no article text was found")]
    NoText,
}

/// Reads one input.
///
/// # Errors
/// When the input is empty, binary, too large or without text.
pub fn read(input: &Input) -> Result<Reading, ReadError> {
    let text = String::from_utf8_lossy(input.bytes).into_owned();
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "whole_text".into() }];
    let document = Document {
        id: DocumentId::of(input.name, input.bytes),
        name: input.name.to_owned(),
        meta: Meta::default(),
        text,
        blocks,
    };
    Ok(Reading { documents: vec![document], warnings: Vec::new() })
}
