//! Loads and checks language packs; the one module that knows their file format.
//!
//! A pack is a folder `languages/<code>/` of TOML files (rules) and TSV files (tables). Each file has a
//! module here that turns it into one field of [`Pack`].

pub mod actors;
pub mod attributions;
pub mod event_types;
pub mod events;
pub mod grammar;
pub mod model;
pub mod page;
pub mod places;
pub mod reuse;
pub mod syntax;
pub mod time;
pub mod tokens;
pub mod verbs;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::document::Document;

/// A file of a pack: the pack's code, the file's name and its text.
pub type PackFile<'f> = (&'f str, &'f str, &'f str);

/// Every embedded pack file, sorted.
static FILES: &[PackFile] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

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
    /// Words from which clauses are built.
    pub grammar: grammar::Grammar,
    /// What a page carries besides the report.
    pub page: page::PageWords,
    /// Words around place names.
    pub places: places::PlaceWords,
    /// Words that count when two renderings of a passage are compared.
    pub reuse: reuse::ReuseWords,
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
        Pack::load(&PackFiles::of(code, FILES)?)
    }

    fn load(files: &PackFiles) -> Result<Pack, PackError> {
        let actors = actors::ActorWords::load(files)?;
        let events = events::EventWords::load(files)?.with_people(&actors.people);
        Ok(Pack {
            code: files.code.to_owned(),
            attributions: attributions::AttributionWords::load(files)?,
            actors,
            grammar: grammar::Grammar::load(files)?,
            page: page::PageWords::load(files)?,
            places: places::PlaceWords::load(files)?,
            reuse: reuse::ReuseWords::load(files)?,
            time: time::Time::read(files)?,
            tokens: tokens::TokenRules::load(files)?,
            syntax: syntax::SyntaxWords::load(files, events.verbs_named())?,
            events,
            model: model::Model::embedded(files)?,
        })
    }
}

/// The packs of a program run.
#[derive(Debug, Clone)]
pub struct Packs {
    packs: Vec<Arc<Pack>>,
}

impl Packs {
    /// The embedded packs; loaded at the first call.
    ///
    /// # Panics
    /// When an embedded pack is wrong, which a test of this module rules out.
    pub fn embedded() -> &'static Packs {
        static PACKS: LazyLock<Packs> = LazyLock::new(|| {
            let load = |code| Pack::embedded(code).unwrap_or_else(|error| panic!("{error}"));
            Packs { packs: codes().into_iter().map(load).map(Arc::new).collect() }
        });
        &PACKS
    }

    /// Packs of files that the caller has read, as a change of a word is tried without building the program. Models
    /// are the embedded ones.
    ///
    /// # Errors
    /// When there is no pack among the files, or one of them is missing or wrong.
    pub fn from_files(files: &[PackFile]) -> Result<Packs, PackError> {
        let codes: BTreeSet<&str> = files.iter().map(|(code, _, _)| *code).collect();
        if codes.is_empty() {
            return Err(PackError::None);
        }
        let load = |code: &str| Ok(Arc::new(Pack::load(&PackFiles::of(code, files)?)?));
        Ok(Packs { packs: codes.into_iter().map(load).collect::<Result<_, _>>()? })
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

    /// All packs: sorted by code, or the one first that [`Packs::led_by`] named.
    pub fn iter(&self) -> impl Iterator<Item = &Pack> + Clone {
        self.packs.iter().map(Arc::as_ref)
    }

    /// The same packs with the one of a language first: what two languages read differently ('3/4/2021') is then
    /// read as that language does.
    pub fn led_by(&self, code: &str) -> Packs {
        let mut packs = self.packs.clone();
        packs.sort_by_key(|pack| pack.code != code);
        Packs { packs }
    }

    /// The pack of a language code.
    pub fn get(&self, code: &str) -> Option<&Pack> {
        let primary = code.split('-').next().unwrap_or(code);
        self.iter().find(|pack| pack.code == primary)
    }
}

/// Codes of the embedded packs, sorted.
pub fn codes() -> Vec<&'static str> {
    let mut codes: Vec<&str> = FILES.iter().map(|&(code, _, _)| code).collect();
    codes.dedup();
    codes
}

/// The files of one pack.
pub struct PackFiles<'f> {
    code: &'f str,
    files: Vec<(&'f str, &'f str)>,
}

impl<'f> PackFiles<'f> {
    /// The pack's code.
    pub fn code(&self) -> &'f str {
        self.code
    }

    fn of(code: &str, all: &[PackFile<'f>]) -> Result<PackFiles<'f>, PackError> {
        let files: Vec<_> = all.iter().filter(|(of, _, _)| *of == code).map(|&(_, name, text)| (name, text)).collect();
        let Some(&(code, _, _)) = all.iter().find(|(of, _, _)| *of == code) else {
            return Err(PackError::Unknown { code: code.to_owned(), known: codes().join(", ") });
        };
        Ok(PackFiles { code, files })
    }

    /// The text of a file.
    ///
    /// # Errors
    /// When the pack has no such file.
    pub fn text(&self, file: &str) -> Result<&'f str, PackError> {
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
    /// There is no pack at all.
    #[error("there is no language pack among the files")]
    None,
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

/// The packs that tests look at: those of the folder that the variable RECOUPE_LANGUAGES names, so that a rule is
/// tried without building the program again, else the embedded ones.
#[cfg(test)]
pub(crate) fn packs_under_test() -> &'static Packs {
    static PACKS: LazyLock<Packs> = LazyLock::new(|| {
        let Some(folder) = std::env::var_os("RECOUPE_LANGUAGES") else { return Packs::embedded().clone() };
        let entries = |folder: &std::path::Path| {
            let read = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
            read.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
        };
        let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let mut files = Vec::new();
        for pack in entries(std::path::Path::new(&folder)).iter().filter(|path| path.is_dir()) {
            for file in entries(pack) {
                files.push((name(pack), name(&file), std::fs::read_to_string(&file).unwrap()));
            }
        }
        let files: Vec<PackFile> = files.iter().map(|(code, name, text)| (&**code, &**name, &**text)).collect();
        Packs::from_files(&files).unwrap_or_else(|error| panic!("{error}"))
    });
    &PACKS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_pack_loads() {
        for code in codes() {
            Pack::embedded(code).unwrap();
        }
    }

    #[test]
    fn packs_come_from_files_that_the_caller_read() {
        let mut files: Vec<PackFile> = FILES.iter().filter(|(code, _, _)| *code == "fr").copied().collect();
        let packs = Packs::from_files(&files).unwrap();
        assert_eq!(packs.iter().map(|pack| pack.code.as_str()).collect::<Vec<_>>(), ["fr"]);
        files.retain(|(_, name, _)| *name != "time.toml");
        assert!(matches!(Packs::from_files(&files), Err(PackError::Missing { .. })));
        assert!(matches!(Packs::from_files(&[]), Err(PackError::None)));
    }

    #[test]
    fn a_folder_is_a_language() {
        let mut folders: Vec<String> = std::fs::read_dir(root().join("../../languages"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        folders.sort();
        assert_eq!(codes(), folders, "every folder below languages/ is a pack, and no list in the code names them");
    }

    /// What the annotators and comparers quote must not be a word of a language: it belongs into the packs.
    #[test]
    fn the_engine_holds_no_word_of_a_language() {
        let words = vocabulary();
        assert!(words.len() > 500, "{}", words.len());
        let mut files = Vec::new();
        for room in ["annotate", "compare", "language", "layers"] {
            rust_files(&root().join("src").join(room), &mut files);
        }
        let mut found = Vec::new();
        for path in files {
            let source = std::fs::read_to_string(&path).unwrap();
            for literal in literals(source.split("#[cfg(test)]").next().unwrap_or_default()) {
                if words.contains(&literal.to_lowercase())
                    || literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
                {
                    found.push(format!("{}: \"{literal}\"", path.display()));
                }
            }
        }
        assert!(found.is_empty(), "words of a language in the engine:\n{}", found.join("\n"));
    }

    /// Names of the standards that happen to be words: tags and features of Universal Dependencies, parts of the
    /// engine's own vocabulary.
    const NO_WORDS: [&str; 4] = ["aux", "fut", "border", "easter"];

    fn root() -> std::path::PathBuf {
        std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR"))
    }

    /// The words of every pack that speak of time and place, in lower case.
    fn vocabulary() -> BTreeSet<String> {
        let mut words = BTreeSet::new();
        for code in codes() {
            let files = PackFiles::of(code, FILES).unwrap();
            let time: toml::Table = files.toml("time.toml").unwrap();
            for class in ["weekday", "weekdays", "month", "number", "ordinal", "past_cue", "future_cue", "holiday"] {
                words.extend(
                    time["class"].get(class).and_then(|of| of.as_table()).into_iter().flatten().map(|of| of.0.clone()),
                );
            }
            let places: toml::Table = files.toml("places.toml").unwrap();
            for list in ["locatives", "weak_locatives", "articles", "titles", "never", "borders", "metonymy_verbs"] {
                let list = places[list].as_array().into_iter().flatten();
                words.extend(list.filter_map(|word| word.as_str()).map(str::to_owned));
            }
        }
        let words = words.into_iter().map(|word| word.to_lowercase());
        words.filter(|word| word.len() > 2 && !NO_WORDS.contains(&word.as_str())).collect()
    }

    fn rust_files(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rust_files(&path, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                files.push(path);
            }
        }
    }

    /// The string literals of a source, roughly: between quotation marks, outside comments of a line of their own.
    fn literals(source: &str) -> Vec<&str> {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
    }

    #[test]
    fn an_unknown_pack_names_those_that_exist() {
        let error = Pack::embedded("xx").unwrap_err().to_string();
        assert_eq!(error, format!("no language pack 'xx'; there are: {}", codes().join(", ")));
    }
}
