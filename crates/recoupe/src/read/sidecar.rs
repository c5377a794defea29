//! What the user states about a report: a sidecar file (`name.meta.json`) or TOML front matter.

use serde::Deserialize;

use crate::document::{Candidate, Meta, Provenance};
use crate::language::Packs;

use super::ReadError;
use super::date_line::metadata_date;
use super::markup::from_url;

/// What the user states. Unknown keys are an error, so that a typing mistake does not go unseen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Fields {
    outlet: Option<String>,
    url: Option<String>,
    #[serde(alias = "published")]
    date: Option<Text>,
    modified: Option<Text>,
    title: Option<String>,
    #[serde(alias = "author")]
    byline: Option<String>,
    #[serde(alias = "lang")]
    language: Option<String>,
    #[serde(alias = "agency")]
    agencies: Option<OneOrMany>,
}

/// A date as text or as TOML's own date.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Text {
    Text(String),
    Date(toml::value::Datetime),
}

impl Text {
    fn raw(&self) -> String {
        match self {
            Text::Text(text) => text.clone(),
            Text::Date(date) => date.to_string(),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Stated metadata and the file that states it.
#[derive(Debug, Clone)]
pub(super) struct Stated {
    file: String,
    fields: Fields,
}

/// Parses a sidecar file: JSON, or TOML where the name ends in `.toml`.
pub(super) fn parse(file: &str, text: &str) -> Result<Stated, ReadError> {
    if file.ends_with(".toml") {
        return parse_toml(file, text);
    }
    let fields = serde_json::from_str(text).map_err(|error| wrong(file, &error))?;
    Ok(Stated { file: file.to_owned(), fields })
}

/// Parses TOML front matter of the file `file`.
pub(super) fn parse_toml(file: &str, text: &str) -> Result<Stated, ReadError> {
    let fields = toml::from_str(text).map_err(|error| wrong(file, &error))?;
    Ok(Stated { file: file.to_owned(), fields })
}

fn wrong(file: &str, error: &dyn std::fmt::Display) -> ReadError {
    ReadError::Sidecar { file: file.to_owned(), what: error.to_string().trim().replace('\n', " ") }
}

impl Stated {
    /// Adds what is stated to the candidates and chooses it.
    pub(super) fn win(&self, meta: &mut Meta, packs: &Packs) {
        let from = |key: &str| Provenance::Sidecar { file: self.file.clone(), key: key.to_owned() };
        let texts = [
            (&self.fields.outlet, &mut meta.outlet, "outlet"),
            (&self.fields.url, &mut meta.url, "url"),
            (&self.fields.title, &mut meta.title, "title"),
            (&self.fields.byline, &mut meta.byline, "byline"),
            (&self.fields.language, &mut meta.language, "language"),
        ];
        for (value, field, key) in texts {
            if let Some(value) = value {
                field.set(value.clone(), from(key));
            }
        }
        let dates =
            [(&self.fields.date, &mut meta.published, "date"), (&self.fields.modified, &mut meta.modified, "modified")];
        for (value, field, key) in dates {
            let words = packs.iter().map(|pack| &pack.page.dates);
            if let Some(date) = value.as_ref().and_then(|value| metadata_date(&value.raw(), words)) {
                field.set(date, from(key));
            }
        }
        let agencies = match &self.fields.agencies {
            None => &[],
            Some(OneOrMany::One(one)) => std::slice::from_ref(one),
            Some(OneOrMany::Many(many)) => many.as_slice(),
        };
        meta.agencies
            .extend(agencies.iter().map(|name| Candidate { value: name.clone(), provenance: from("agencies") }));
        if self.fields.url.is_some() {
            from_url(meta);
        }
    }
}
