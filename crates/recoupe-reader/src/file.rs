//! The file of a reader: a JSON header, then sections of raw little-endian numbers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use crate::ReaderError;

/// First bytes of the file.
pub const MAGIC: &[u8; 8] = b"RECOUPER";

/// Version of the format that is read.
pub const VERSION: u32 = 1;

/// Sections begin at multiples of this, counted from the end of the header.
const ALIGNMENT: usize = 64;

/// What the header says.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Header {
    pub name: String,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub feed_forward: usize,
    pub max_positions: usize,
    pub epsilon: f32,
    pub pieces: usize,
    pub specials: usize,
    pub bos: u32,
    pub eos: u32,
    pub unk: u32,
    pub unk_score: f32,
    #[serde(default)]
    pub word_prefix: WordPrefix,
    #[serde(default)]
    pub unit: Unit,
    pub max_unit_pieces: usize,
    #[serde(default)]
    pub heads_: Vec<HeadHeader>,
    #[serde(default)]
    pub thresholds: BTreeMap<String, f32>,
    #[serde(default)]
    pub extras: Vec<crate::links::Extra>,
    sections: Vec<Section>,
}

/// Which words begin with the sign of a word's beginning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WordPrefix {
    /// Every word.
    #[default]
    Always,
    /// Those at the start of a unit or behind white space.
    AfterSpace,
}

/// What is read at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unit {
    /// One sentence.
    #[default]
    Sentence,
    /// As many sentences of a block as fit.
    Packed,
}

/// What the header says of one head.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct HeadHeader {
    pub name: String,
    pub inputs: Vec<String>,
    pub layers: Vec<String>,
    #[serde(default)]
    pub activation: String,
    #[serde(default)]
    pub output: String,
    pub labels: Vec<String>,
    #[serde(default = "one")]
    pub temperature: f32,
}

fn one() -> f32 {
    1.0
}

#[derive(Debug, Clone, Deserialize)]
struct Section {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    shape: Vec<usize>,
    offset: usize,
    bytes: usize,
}

/// The bytes of the file with the places of its sections.
#[derive(Debug)]
pub(crate) struct File {
    bytes: Cow<'static, [u8]>,
    sections: BTreeMap<String, (Section, Range<usize>)>,
}

impl File {
    /// Reads the header and finds the sections.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<(Header, File), ReaderError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(ReaderError::NoReader)?;
        let number = |at: usize| -> Option<u32> { Some(u32::from_le_bytes(*rest.get(at..)?.first_chunk()?)) };
        let version = number(0).ok_or(ReaderError::Short)?;
        if version != VERSION {
            return Err(ReaderError::Version { found: version, wanted: VERSION });
        }
        let length = number(4).ok_or(ReaderError::Short)? as usize;
        let header = rest.get(8..).and_then(|rest| rest.get(..length)).ok_or(ReaderError::Short)?;
        let header: Header =
            serde_json::from_slice(header).map_err(|error| ReaderError::Header { what: error.to_string() })?;
        let data = (MAGIC.len() + 8 + length).next_multiple_of(ALIGNMENT);
        let mut sections = BTreeMap::new();
        for section in &header.sections {
            let start = data.checked_add(section.offset);
            let end = start.and_then(|start| start.checked_add(section.bytes));
            let (Some(start), Some(end)) = (start, end.filter(|&end| end <= bytes.len())) else {
                return Err(ReaderError::Section {
                    name: section.name.clone(),
                    what: "it lies outside the file".into(),
                });
            };
            sections.insert(section.name.clone(), (section.clone(), start..end));
        }
        Ok((header, File { bytes, sections }))
    }

    /// The bytes at a range that one of the functions below gave.
    pub fn at(&self, range: &Range<usize>) -> &[u8] {
        self.bytes.get(range.clone()).unwrap_or_default()
    }

    /// The place of a section of a type and of so many bytes.
    pub fn section(&self, name: &str, kind: &str, bytes: usize) -> Result<Range<usize>, ReaderError> {
        let wrong = |what: String| ReaderError::Section { name: name.to_owned(), what };
        let (section, range) = self.sections.get(name).ok_or_else(|| wrong("it is missing".into()))?;
        if section.kind != kind {
            return Err(wrong(format!("its type is '{}', not '{kind}'", section.kind)));
        }
        if range.len() != bytes {
            return Err(wrong(format!("it has {} bytes, not {bytes}", range.len())));
        }
        Ok(range.clone())
    }

    /// The numbers of a section of `count` 32-bit floats.
    pub fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, ReaderError> {
        let range = self.section(name, "f32", count.saturating_mul(4))?;
        Ok(self.at(&range).as_chunks::<4>().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
    }

    /// The numbers of a section of 32-bit integers, however many.
    pub fn integers(&self, name: &str) -> Result<Vec<u32>, ReaderError> {
        let range = self.section(name, "u32", self.bytes_of(name))?;
        Ok(self.at(&range).as_chunks::<4>().0.iter().map(|&bytes| u32::from_le_bytes(bytes)).collect())
    }

    /// The place of a section of bytes, however many.
    pub fn raw(&self, name: &str) -> Result<Range<usize>, ReaderError> {
        self.section(name, "u8", self.bytes_of(name))
    }

    /// Whether a section is of a type.
    pub fn is(&self, name: &str, kind: &str) -> bool {
        self.sections.get(name).is_some_and(|(section, _)| section.kind == kind)
    }

    /// The last dimension of a section; 0 where there is none.
    pub fn last_dimension(&self, name: &str) -> usize {
        self.sections.get(name).and_then(|(section, _)| section.shape.last().copied()).unwrap_or(0)
    }

    fn bytes_of(&self, name: &str) -> usize {
        self.sections.get(name).map_or(0, |(_, range)| range.len())
    }
}
