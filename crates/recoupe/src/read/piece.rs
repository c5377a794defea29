//! What an input comes apart into before it becomes documents.

use std::borrow::Cow;

use crate::document::{BlockKind, Candidate, DocumentId, Meta, Provenance};
use crate::language::Packs;

use super::date_line::metadata_date;

/// One part of an input: a file of an archive, a message, a row, an article. A plain file is its own only piece.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Name in the dossier.
    pub name: String,
    /// What is in it.
    pub content: Content,
    /// What its container states about it.
    pub facts: Vec<Fact>,
    /// The sidecar that lies beside it in its archive: name and text.
    pub sidecar: Option<(String, String)>,
}

/// What a piece holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// A file whose format is still to be found out; `charset` is what a header said.
    File { bytes: Vec<u8>, charset: Option<String> },
    /// Running text.
    Text(String),
    /// A stretch of HTML that is all report, as feeds carry it.
    Fragment(String),
    /// Paragraphs with what the format says that they are.
    Paragraphs(Vec<Marked>),
}

/// A paragraph: its text and what markup says that it is, with the rule.
pub(super) type Marked = (String, Option<(BlockKind, &'static str)>);

/// One piece of metadata that a container states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fact {
    pub about: About,
    pub value: String,
    /// Where it stands, as `csv column date`.
    pub tag: String,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Title,
    Outlet,
    Byline,
    Agency,
    Published,
    Modified,
    Url,
    Language,
}

impl Piece {
    /// A piece without facts.
    pub fn new(name: String, content: Content) -> Piece {
        Piece { name, content, facts: Vec::new(), sidecar: None }
    }

    /// A file whose format is to be found out.
    pub fn file(name: String, bytes: Vec<u8>) -> Piece {
        Piece::new(name, Content::File { bytes, charset: None })
    }

    /// The id of the document that this piece becomes: of its name, its content and its facts. A plain file has no
    /// facts, so its id is that of its name and bytes.
    pub fn id(&self) -> DocumentId {
        let bytes: Cow<[u8]> = match &self.content {
            Content::File { bytes, .. } => Cow::Borrowed(bytes),
            Content::Text(text) | Content::Fragment(text) => Cow::Borrowed(text.as_bytes()),
            Content::Paragraphs(paragraphs) => {
                Cow::Owned(paragraphs.iter().flat_map(|(text, _)| [text.as_bytes(), b"\n"].concat()).collect())
            }
        };
        if self.facts.is_empty() {
            return DocumentId::of(&self.name, &bytes);
        }
        let mut bytes = bytes.into_owned();
        for fact in &self.facts {
            bytes.extend_from_slice(format!("\0{}\0{}", fact.tag, fact.value).as_bytes());
        }
        DocumentId::of(&self.name, &bytes)
    }

    /// States a fact, unless its value is empty.
    pub fn state(&mut self, about: About, value: &str, tag: impl Into<String>) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.facts.push(Fact { about, value, tag: tag.into() });
        }
    }
}

/// Dates that say when a file was made: that may be the day on which somebody printed or saved the report.
const OF_THE_FILE: &[&str] = &[
    "pdf CreationDate",
    "pdf ModDate",
    "property created",
    "property creation-date",
    "property modified",
    "property date",
];

/// Adds facts to the candidates; the first candidate of a field is chosen.
/// Dates of the file itself yield to any other.
pub(super) fn add_facts(facts: &[Fact], meta: &mut Meta, packs: &Packs) {
    for Fact { about, value, tag } in facts {
        let provenance = Provenance::Markup { tag: tag.clone() };
        let field = match about {
            About::Title => &mut meta.title,
            About::Outlet => &mut meta.outlet,
            About::Byline => &mut meta.byline,
            About::Url => &mut meta.url,
            About::Language => &mut meta.language,
            About::Agency => {
                meta.agencies.push(Candidate { value: value.clone(), provenance });
                continue;
            }
            About::Published | About::Modified => {
                if let Some(date) = metadata_date(value, packs.iter().map(|pack| &pack.page.dates)) {
                    let field = if *about == About::Published { &mut meta.published } else { &mut meta.modified };
                    if OF_THE_FILE.contains(&tag.as_str()) {
                        field.offer(date, provenance);
                    } else {
                        field.add(date, provenance);
                    }
                }
                continue;
            }
        };
        field.add(value.clone(), provenance);
    }
}
