//! The first room: bytes and their media type become documents.
//!
//! Reading never guesses silently: every piece of metadata keeps all candidates with where they were
//! found, every block names the rule that marked it, and what was odd becomes a warning.

mod article;
mod blocks;
mod date_line;
mod encoding;
mod html;
mod language;
pub mod lines;
mod markup;
mod plain_text;
mod sidecar;

use thiserror::Error;

use crate::document::Document;
use crate::language::Packs;

/// One input as the shell found it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'b> {
    /// Name in the dossier.
    pub name: &'b str,
    /// The bytes.
    pub bytes: &'b [u8],
    /// The sidecar file that stands beside the input: its name and its text.
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
    #[error("this is {what}, not text or HTML; save the report as text or HTML and try again")]
    Binary {
        /// What it seems to be, with its article.
        what: String,
    },
    /// A page in which no report was found.
    #[error("no article text was found in the page; save the text of the report and try again")]
    NoText,
    /// The sidecar file is wrong.
    #[error("the sidecar file {file} is wrong: {what}")]
    Sidecar {
        /// The sidecar file.
        file: String,
        /// What is wrong and where.
        what: String,
    },
}

/// Reads one input with the packs' knowledge of what pages carry.
///
/// # Errors
/// When the input is empty, binary or without a report, or its sidecar file is wrong.
pub fn read(input: &Input, packs: &Packs) -> Result<Reading, ReadError> {
    let stated = input.sidecar.map(|(file, text)| sidecar::parse(file, text)).transpose()?;
    let decoded = encoding::decode(input.bytes)?;
    let mut warnings: Vec<String> = decoded.warning.into_iter().collect();
    let mut document = if html::looks_like_html(&decoded.text) {
        html::document(input, &decoded.text, packs)?
    } else {
        plain_text::document(input, decoded.text, packs)?
    };
    if let Some(stated) = stated {
        stated.win(&mut document.meta, packs);
    }
    warnings.extend(language::settle(&mut document, packs));
    Ok(Reading { documents: vec![document], warnings })
}
