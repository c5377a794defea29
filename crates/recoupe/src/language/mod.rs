//! Loads and checks language packs; the one module that knows their file format.
//!
//! A pack is a folder `languages/<code>/` of TOML files (rules) and TSV files (tables). Each file has a
//! module here that turns it into one field of [`Pack`].

pub mod actors;
pub mod attributions;
pub mod event_types;
pub mod events;
pub mod model;
pub mod page;
pub mod places;
pub mod syntax;
pub mod time;
pub mod tokens;

use std::sync::LazyLock;

use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::document::Document;

/// `(code, file name, text)` of every embedded pack file, sorted.
static FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// What a language brings: its rules, tables and model.
#[derive(Debug)]
pub struct Pack {
    /// BCP 47 code, as `fr`.
    pub code: String,
    /// Words of actors.
    pub actors: actors::ActorWords,
    /// Words of attributions.
    pub attributions: attributions::AttributionWords,
    /// Triggers and frames of claims.
    pub events: events::EventWords,
    /// What a page carries besides the report.
    pub page: page::PageWords,
    /// Words around place names.
    pub places: places::PlaceWords,
    /// Rules for temporal expressions.
    pub time: time::Time,
    /// Where words and sentences begin and end.
    pub tokens: tokens::TokenRules,
    /// Words behind the repairs of parses.
    pub syntax: syntax::SyntaxWords,
    /// Weights of tagger, lemmatiser and parser.
    pub model: model::Model,
}

impl Pack {
    /// Loads an embedded pack.
    ///
    /// # Errors
    /// When there is no pack of that code, or one of its files is missing or wrong.
    pub fn embedded(code: &str) -> Result<Pack, PackError> {
        let files = PackFiles::of(code)?;
        Ok(Pack {
            code: files.code.to_owned(),
            actors: actors::ActorWords::load(&files)?,
            attributions: attributions::AttributionWords::load(&files)?,
            events: events::EventWords::load(&files)?,
            page: page::PageWords::load(&files)?,
            places: places::PlaceWords::load(&files)?,
            time: time::Time::read(&files)?,
            tokens: tokens::TokenRules::load(&files)?,
            syntax: syntax::SyntaxWords::load(&files)?,
            model: model::Model::embedded(&files)?,
        })
    }
}

/// Every embedded pack, loaded once.
#[derive(Debug)]
pub struct Packs {
    packs: Vec<Pack>,
}

impl Packs {
    /// The embedded packs; loaded at the first call.
    ///
    /// # Panics
    /// When an embedded pack is wrong, which a test of this module rules out.
    pub fn embedded() -> &'static Packs {
        static PACKS: LazyLock<Packs> = LazyLock::new(|| {
            let load = |code| Pack::embedded(code).unwrap_or_else(|error| panic!("{error}"));
            Packs { packs: codes().into_iter().map(load).collect() }
        });
        &PACKS
    }

    /// The pack of a document's language; for a language without a pack, the first one, sorted by code.
    pub fn of(&self, doc: &Document) -> &Pack {
        let language = doc.meta.language.value().map_or("", String::as_str);
        self.get(language).unwrap_or(self.default_pack())
    }

    /// The pack for documents in a language without one: the first by code.
    pub fn default_pack(&self) -> &Pack {
        &self.packs[0]
    }

    /// All packs, sorted by code.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> + Clone {
        self.packs.iter()
    }

    /// The pack of a language code.
    pub fn get(&self, code: &str) -> Option<&Pack> {
        let primary = code.split('-').next().unwrap_or(code);
        self.packs.iter().find(|pack| pack.code == primary)
    }
}

/// Codes of the embedded packs, sorted.
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = FILES.iter().map(|&(code, _, _)| code).collect();
    codes.dedup();
    codes
}

/// The files of one pack.
pub struct PackFiles {
    code: &'static str,
    files: Vec<(&'static str, &'static str)>,
}

impl PackFiles {
    /// The pack's code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    fn of(code: &str) -> Result<PackFiles, PackError> {
        let files: Vec<_> =
            FILES.iter().filter(|(of, _, _)| *of == code).map(|&(_, name, text)| (name, text)).collect();
        let Some(&(code, _, _)) = FILES.iter().find(|(of, _, _)| *of == code) else {
            return Err(PackError::Unknown { code: code.to_owned(), known: codes().join(", ") });
        };
        Ok(PackFiles { code, files })
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When the pack has no such file.
    pub fn text(&self, file: &str) -> Result<&'static str, PackError> {
        self.files
            .iter()
            .find(|(name, _)| *name == file)
            .map(|&(_, text)| text)
            .ok_or_else(|| PackError::Missing { code: self.code.to_owned(), file: file.to_owned() })
    }

    /// A TOML file, read into its type.
    ///
    /// # Errors
    /// When the pack has no such file, or the file does not have the type's form.
    pub fn toml<T: DeserializeOwned>(&self, file: &str) -> Result<T, PackError> {
        toml::from_str(self.text(file)?).map_err(|error| self.wrong(file, error.to_string()))
    }

    /// The error that says what is wrong in a file.
    pub fn wrong(&self, file: &str, what: String) -> PackError {
        PackError::Wrong { code: self.code.to_owned(), file: file.to_owned(), what }
    }
}

/// Why a pack could not be loaded.
#[derive(Debug, Error)]
pub enum PackError {
    /// No such pack.
    #[error("no language pack '{code}'; there are: {known}")]
    Unknown {
        /// The code asked for.
        code: String,
        /// The codes that exist.
        known: String,
    },
    /// A file of the pack is missing.
    #[error("language pack '{code}': the file '{file}' is missing")]
    Missing {
        /// The pack.
        code: String,
        /// The file.
        file: String,
    },
    /// A file of the pack is wrong.
    #[error("language pack '{code}', file '{file}': {what}")]
    Wrong {
        /// The pack.
        code: String,
        /// The file.
        file: String,
        /// What is wrong and where.
        what: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_pack_loads() {
        for code in codes() {
            Pack::embedded(code).unwrap();
        }
        assert_eq!(codes(), ["en", "fr"]);
    }

    #[test]
    fn an_unknown_pack_names_those_that_exist() {
        let error = Pack::embedded("xx").unwrap_err().to_string();
        assert_eq!(error, "no language pack 'xx'; there are: en, fr");
    }
}
