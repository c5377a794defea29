//! The first room: bytes become documents.
//!
//! An input may be one report, or hold many: an archive, a mailbox, a feed, a table. It comes apart into
//! pieces, and those into pieces again, until each is text; then every piece is read in the same way.
//!
//! Reading never guesses silently: every piece of metadata keeps all candidates with where they were
//! found, every block names the rule that marked it, and what was odd becomes a remark.

mod arbiter;
mod archive;
mod article;
mod blocks;
mod credit;
mod date_line;
mod encoding;
mod format;
pub mod furniture;
mod html;
mod language;
mod limits;
pub mod lines;
mod markup;
mod piece;
mod plain_text;
mod records;
mod sections;
mod sidecar;
mod top_line;

#[cfg(test)]
mod tests;

use thiserror::Error;

use crate::document::{Document, DocumentId, Meta};
use crate::language::Packs;

use archive::Unpacked;
use format::{Packed, Written};
use limits::{Budget, over};
use piece::{Content, Fact, Piece};
use sidecar::Stated;

pub use archive::{is_no_report, is_of_saved_page};
pub use limits::Limits;

/// One input as the shell found it.
#[derive(Debug, Clone, Copy)]
pub struct Input<'b> {
    /// Name in the dossier.
    pub name: &'b str,
    /// The bytes.
    pub bytes: &'b [u8],
    /// The sidecar file that stands beside the input: its name and its text. It holds for all documents of
    /// the input.
    pub sidecar: Option<(&'b str, &'b str)>,
}

/// What an input gave: one document, or several where it is a collection.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The documents, in the order of the input.
    pub documents: Vec<Document>,
    /// What was odd but not fatal.
    pub remarks: Vec<Remark>,
    /// Parts of a collection that could not be read.
    pub refused: Vec<Refused>,
}

/// Something odd about a document, as a sentence for the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The document or input.
    pub name: String,
    /// What is odd.
    pub text: String,
}

/// A part of a collection that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The part, below the name of its input.
    pub name: String,
    /// Why.
    pub error: ReadError,
}

/// Why an input, or a part of one, could not be read.
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
    #[error("no article text was found; save the text of the report and try again")]
    NoText,
    /// A report that recoupe itself wrote.
    #[error("this is a report that recoupe wrote, not a source; keep it in another folder than the dossier")]
    OwnReport,
    /// A format that is broken.
    #[error("this is {what} that is damaged: {why}")]
    Damaged {
        /// What it is, with its article.
        what: String,
        /// What was found wrong.
        why: String,
    },
    /// A file behind a password.
    #[error("{what} is locked with a password; unlock it and try again")]
    Locked {
        /// What it is, with its article.
        what: String,
    },
    /// A path that leads out of its archive.
    #[error("its path leads out of the archive")]
    Path,
    /// A symbolic link, hard link or device in an archive.
    #[error("it is a link or a device and no file")]
    Link,
    /// More than the limits allow.
    #[error("it goes over the limit '{limit}' of {value}")]
    Limit {
        /// The field of [`Limits`].
        limit: &'static str,
        /// Its value.
        value: usize,
    },
    /// A table or JSON file in which no column holds text.
    #[error("no column or key is known to hold the text of the reports (there are: {found}); name one of them 'text'")]
    Columns {
        /// The names that there are.
        found: String,
    },
    /// The sidecar file is wrong.
    #[error("the sidecar file {file} is wrong: {what}")]
    Sidecar {
        /// The sidecar file.
        file: String,
        /// What is wrong and where.
        what: String,
    },
    /// A sidecar file in an archive whose report is not there.
    #[error("a sidecar file without its report")]
    LoneSidecar,
}

/// Reads one input with the packs' knowledge of what pages carry, within the default limits.
///
/// # Errors
/// When the input as a whole cannot be read; for parts of a collection see [`Reading::refused`].
pub fn read(input: &Input, packs: &Packs) -> Result<Reading, ReadError> {
    read_within(input, &Limits::default(), packs)
}

/// Reads one input within limits.
///
/// # Errors
/// As [`read`].
pub fn read_within(input: &Input, limits: &Limits, packs: &Packs) -> Result<Reading, ReadError> {
    let stated: Vec<Stated> =
        input.sidecar.map(|(file, text)| sidecar::parse(file, text)).transpose()?.into_iter().collect();
    let mut reader = Reader { packs, budget: Budget::new(*limits), reading: Reading::default() };
    reader.piece(Piece::file(input.name.to_owned(), input.bytes.to_vec()), &stated, 0)?;
    if reader.reading.documents.is_empty() && reader.reading.refused.is_empty() {
        return Err(ReadError::NoText);
    }
    Ok(reader.reading)
}

/// States metadata of a document that was read, as the JSON text of a sidecar `file` would.
///
/// # Errors
/// When the text is no sidecar.
pub fn state(document: &mut Document, file: &str, text: &str, packs: &Packs) -> Result<(), ReadError> {
    sidecar::parse(file, text)?.win(&mut document.meta, packs);
    Ok(())
}

/// Takes an input apart and gathers what it gives.
struct Reader<'p> {
    packs: &'p Packs,
    budget: Budget,
    reading: Reading,
}

impl Reader<'_> {
    /// Reads a piece that lies `depth` containers deep. `stated` are the sidecars that hold for it, outermost first.
    fn piece(&mut self, piece: Piece, stated: &[Stated], depth: usize) -> Result<(), ReadError> {
        if depth > self.budget.limits.depth {
            return Err(over("depth", self.budget.limits.depth));
        }
        let id = piece.id();
        let Piece { name, content, facts, sidecar } = piece;
        let mut stated = stated.to_vec();
        if let Some((file, text)) = sidecar {
            stated.push(sidecar::parse(&file, &text)?);
        }
        let mut meta = Meta::default();
        piece::add_facts(&facts, &mut meta, self.packs);
        let origin = Origin { id, name: &name };
        let packs = self.packs;
        let document = match content {
            Content::File { bytes, charset } => {
                if let Some(packed) = format::of_bytes(&bytes) {
                    let unpacked = self.unpack(packed, &name, &bytes)?;
                    drop(bytes);
                    return self.pieces(&name, unpacked, &facts, &stated, depth);
                }
                let decoded = encoding::decode(&bytes, charset.as_deref())?;
                drop(bytes);
                if let Some(text) = decoded.warning {
                    self.remark(&name, text);
                }
                match format::of_text(&name, &decoded.text, packs) {
                    Written::Plain => plain_text::document(origin, decoded.text, meta, packs)?,
                    Written::Html if decoded.text.contains(OWN_MARK) => return Err(ReadError::OwnReport),
                    Written::Html => {
                        let page = html::Page::parse(&decoded.text, &self.budget.limits)?;
                        if let Some(articles) = page.export(&name, &mut self.budget) {
                            return self.pieces(&name, articles?, &facts, &stated, depth);
                        }
                        page.document(origin, meta, packs)?
                    }
                    other => {
                        let unpacked = self.records(other, &name, &decoded.text)?;
                        return self.pieces(&name, unpacked, &facts, &stated, depth);
                    }
                }
            }
            Content::Text(text) => plain_text::titled(origin, &text, meta, packs)?,
            Content::Fragment(html) => html::fragment(origin, &html, meta, &self.budget.limits, packs)?,
            Content::Paragraphs(paragraphs) => html::of_paragraphs(origin, paragraphs, meta, packs)?,
        };
        self.add(document, &stated)
    }

    fn unpack(&mut self, packed: Packed, name: &str, bytes: &[u8]) -> Result<Unpacked, ReadError> {
        let budget = &mut self.budget;
        match packed {
            Packed::Zip => archive::zip::unpack(name, bytes, budget),
            Packed::Gzip => archive::gzip::unpack(name, bytes, budget),
            Packed::Tar => archive::tar::unpack(name, bytes, budget),
            Packed::Warc => archive::warc::unpack(name, bytes, budget),
            Packed::Pdf => records::pdf::unpack(name, bytes, budget),
            Packed::Mailbox => records::mbox::unpack(name, bytes, budget),
            Packed::Mail => records::mail::unpack(name, bytes, budget),
        }
    }

    fn records(&mut self, written: Written, name: &str, text: &str) -> Result<Unpacked, ReadError> {
        let (budget, packs) = (&mut self.budget, self.packs);
        match written {
            Written::Feed => records::feed::unpack(name, text, budget),
            Written::NewsMl => records::newsml::unpack(name, text, budget),
            Written::Json => records::json::unpack(name, text, budget, packs),
            Written::Table => records::table::unpack(name, text, budget, packs),
            Written::Export => records::export::unpack_text(name, text, budget),
            Written::LabelledExport => records::labelled::unpack(name, text, budget, packs),
            Written::Markdown | Written::Html | Written::Plain => {
                Ok(Unpacked { pieces: vec![records::markdown::piece(name, text)], ..Unpacked::default() })
            }
        }
    }

    /// Reads what came out of a container; what cannot be read is named, and the rest goes on. A container
    /// of one piece is that piece: what was known of it stays, and so does its error.
    fn pieces(
        &mut self,
        name: &str,
        unpacked: Unpacked,
        facts: &[Fact],
        stated: &[Stated],
        depth: usize,
    ) -> Result<(), ReadError> {
        let Unpacked { mut pieces, refused, passed_over } = unpacked;
        if passed_over > 0 {
            self.remark(name, format!("{passed_over} files that are no reports (pictures, styles) were passed over"));
        }
        if let ([piece], true) = (pieces.as_mut_slice(), refused.is_empty())
            && piece.name == name
        {
            piece.facts.extend_from_slice(facts);
            let piece = pieces.remove(0);
            return self.piece(piece, stated, depth + 1);
        }
        self.reading.refused.extend(refused);
        for piece in pieces {
            let name = piece.name.clone();
            if let Err(error) = self.piece(piece, stated, depth + 1) {
                self.reading.refused.push(Refused { name, error });
            }
        }
        Ok(())
    }

    fn add(&mut self, mut document: Document, stated: &[Stated]) -> Result<(), ReadError> {
        if document.text.len() > self.budget.limits.text {
            return Err(over("text", self.budget.limits.text));
        }
        for stated in stated {
            stated.win(&mut document.meta, self.packs);
        }
        document.meta.published.settle();
        document.meta.modified.settle();
        if let Some(text) = language::settle(&mut document, self.packs) {
            self.remark(&document.name, text);
        }
        self.reading.documents.push(document);
        Ok(())
    }

    fn remark(&mut self, name: &str, text: String) {
        self.reading.remarks.push(Remark { name: name.to_owned(), text });
    }
}

/// The mark in the head of the pages that recoupe writes.
pub const OWN_MARK: &str = "<meta name=\"generator\" content=\"recoupe\">";

/// What a document is called.
#[derive(Debug, Clone, Copy)]
struct Origin<'n> {
    id: DocumentId,
    name: &'n str,
}
