//! One report as it was read: immutable text, metadata with every candidate, blocks.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::dates::Interval;
use crate::index::BlockIdx;
use crate::text::Span;

/// Identifies a document: a hash of its name in the dossier and of its bytes, printed as 16 hex digits.
///
/// The name takes part so that one text under two names is two documents; that they are the same text
/// is a finding, not something to hide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId([u8; 8]);

impl DocumentId {
    /// The id of the document that `bytes` hold under the name `name`.
    pub fn of(name: &str, bytes: &[u8]) -> DocumentId {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(bytes);
        let mut id = [0; 8];
        id.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        DocumentId(id)
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for DocumentId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DocumentId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(deserializer)?;
        u64::from_str_radix(&hex, 16)
            .ok()
            .filter(|_| hex.len() == 16)
            .map(|id| DocumentId(id.to_be_bytes()))
            .ok_or_else(|| serde::de::Error::custom(format!("'{hex}' is no document id (16 hex digits)")))
    }
}

/// One report: text, metadata and blocks. Immutable once read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Hash of name and bytes.
    pub id: DocumentId,
    /// Name in the dossier, usually the path below the dossier's folder, with `/`.
    pub name: String,
    /// What is known of the report, with where it was found.
    pub meta: Meta,
    /// The text that every span points into. For plain text it is the decoded input, unchanged.
    pub text: String,
    /// What the parts of the text are; sorted, without overlap. Text in no block is white space.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The characters at a span; empty where the span does not lie in the text.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The block that holds a span's start, if any.
    pub fn block_at(&self, span: Span) -> Option<(BlockIdx, &Block)> {
        let position = self.blocks.partition_point(|block| block.span.end <= span.start);
        let block = self.blocks.get(position).filter(|block| block.span.start <= span.start)?;
        Some((BlockIdx::new(position), block))
    }

    /// Whether a span begins in a headline.
    pub fn is_in_headline(&self, span: Span) -> bool {
        self.block_at(span).is_some_and(|(_, block)| block.kind == BlockKind::Headline)
    }

    /// Whether a document is known to be in a language.
    pub fn is_in_language(&self, code: &str) -> bool {
        self.meta.language.value().is_some_and(|it| it == code)
    }

    /// The name to show for who publishes: the outlet, else the document's name.
    pub fn outlet(&self) -> &str {
        self.meta.outlet.value().map_or(&self.name, String::as_str)
    }
}

/// A part of the text with one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Byte span.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Name of the rule that said so.
    pub rule: String,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text of the report.
    Body,
    /// The title.
    Headline,
    /// The paragraph under the title that sums the report up (French: chapô).
    Standfirst,
    /// A heading inside the report.
    Subheading,
    /// Who wrote it.
    Byline,
    /// When it was published, or place and date before the first sentence.
    Dateline,
    /// The agency whose copy it is ('AFP', 'ATS').
    AgencyCredit,
    /// Text under a picture.
    Caption,
    /// Not the report: share bars, 'read also', comment forms, adverts, mottoes.
    Boilerplate,
}

impl BlockKind {
    /// Whether the block's text speaks of the news, so that annotations are made in it.
    pub fn is_content(self) -> bool {
        use BlockKind::{Body, Caption, Headline, Standfirst, Subheading};
        matches!(self, Body | Headline | Standfirst | Subheading | Caption)
    }
}

/// What is known about a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The title.
    pub title: Field<String>,
    /// Who publishes: a name, or a host name.
    pub outlet: Field<String>,
    /// Who wrote it.
    pub byline: Field<String>,
    /// Agencies credited, each with where; all hold, none is chosen against another.
    pub agencies: Vec<Candidate<String>>,
    /// When it was published.
    pub published: Field<StatedDate>,
    /// When it was last changed.
    pub modified: Field<StatedDate>,
    /// Address of the page.
    pub url: Field<String>,
    /// BCP 47 language code, as `fr`.
    pub language: Field<String>,
}

/// A date that a source states about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedDate {
    /// The date as it was written.
    pub raw: String,
    /// The interval that it names.
    pub interval: Interval,
}

/// All values found for one fact, with the chosen one first in rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    /// Every value with where it was found, in the order in which they were found.
    pub candidates: Vec<Candidate<T>>,
    /// Position of the chosen candidate, if one was chosen.
    pub chosen: Option<usize>,
}

impl<T> Default for Field<T> {
    fn default() -> Self {
        Field { candidates: Vec::new(), chosen: None }
    }
}

impl<T> Field<T> {
    /// The chosen value.
    pub fn value(&self) -> Option<&T> {
        self.candidate().map(|candidate| &candidate.value)
    }

    /// The chosen candidate.
    pub fn candidate(&self) -> Option<&Candidate<T>> {
        self.chosen.and_then(|position| self.candidates.get(position))
    }
}

/// One value and where it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate<T> {
    /// The value.
    pub value: T,
    /// Where it was found.
    pub provenance: Provenance,
}

/// Where a piece of metadata was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Stated by the user in a sidecar file or in front matter; wins over everything.
    Sidecar {
        /// The file, as the dossier names it.
        file: String,
        /// The key.
        key: String,
    },
    /// Markup: a meta tag, JSON-LD, a `<time>` element.
    Markup {
        /// As `meta[property=og:title]`.
        tag: String,
    },
    /// A span of the text.
    Text {
        /// Byte span.
        span: Span,
        /// Name of the rule.
        rule: String,
    },
    /// The address of the page.
    Url,
    /// The name of the file.
    FileName,
    /// Computed from the whole text, as the language is.
    Detector {
        /// Which detector.
        name: String,
    },
}
