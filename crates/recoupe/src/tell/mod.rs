//! The fourth room: a dossier becomes a report or an export, one file per form.

pub mod annotations;
pub mod borders;
pub mod claims;
pub mod clauses;
pub mod conllu;
pub mod csv;
pub mod digest;
pub mod figures;
pub mod ftm;
pub mod geojson;
pub mod html;
pub mod jsonl;
pub mod kml;
pub mod markdown;
pub mod names;
pub mod realise;
mod sentences;
pub mod sql;
mod telling;
pub mod terminal;
pub mod timeml;
pub mod ui;
mod xml;

use std::io;

use serde::Serialize;
use serde_json::Value;

pub use telling::Telling;

/// What a form needs besides the dossier.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// BCP 47 code of the interface language; English where there are no texts for it.
    pub language: String,
    /// Title of the report.
    pub title: Option<String>,
    /// When it is made, as it shall be shown; left out where `None`.
    pub generated_at: Option<String>,
    /// Version of the program.
    pub version: String,
    /// Notes on method for the reader.
    pub notes: Vec<String>,
    /// Inputs that were not read, each with the reason.
    pub skipped: Vec<String>,
}

/// A form in which a dossier can be told; the shell derives its help from this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Form {
    Html,
    Markdown,
    Jsonl,
    Csv,
    Geojson,
    Kml,
    Timeml,
    Annotations,
    Ftm,
    Sql,
    Sqlite,
    Svg,
}

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// What to add to the dossier's name, with the extension: `.csv`, `-timeml/a.tml`.
    pub suffix: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 12] = [
        Form::Html,
        Form::Markdown,
        Form::Jsonl,
        Form::Csv,
        Form::Geojson,
        Form::Kml,
        Form::Timeml,
        Form::Annotations,
        Form::Ftm,
        Form::Sql,
        Form::Sqlite,
        Form::Svg,
    ];

    /// The name for the command line.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// The extension of a file, without dot.
    pub fn extension(self) -> &'static str {
        self.words().1
    }

    /// One line of help.
    pub fn description(self) -> &'static str {
        self.words().2
    }

    fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Form::Html => ("html", "html", "the report: one self-contained page, no network"),
            Form::Markdown => ("markdown", "md", "the findings as Markdown, with quoted evidence"),
            Form::Jsonl => ("jsonl", "jsonl", "one JSON record per line, schema recoupe/1, offsets in code points"),
            Form::Csv => ("csv", "csv", "events as a table with ACLED's column names"),
            Form::Geojson => ("geojson", "geojson", "events as points with uncertainty (RFC 7946)"),
            Form::Kml => ("kml", "kml", "events for Google Earth and QGIS, with time spans"),
            Form::Timeml => ("timeml", "tml", "temporal expressions, one TimeML document per report"),
            Form::Annotations => ("web-annotation", "jsonld", "every annotation with W3C quote and position selectors"),
            Form::Ftm => {
                ("ftm", "ftm.json", "FollowTheMoney entities, one per line, for Aleph and OpenSanctions tools")
            }
            Form::Sql => ("sql", "sql", "the tables of the database as a SQLite script"),
            Form::Svg => ("svg", "svg", "the time line and the control strips as figures"),
            Form::Sqlite => ("sqlite", "sqlite", "a SQLite database, for Datasette"),
        }
    }
}

/// The files of a form. [`Form::Sqlite`] gives the script that the shell runs to make the database.
///
/// # Errors
/// When a record cannot be written as JSON.
pub fn files(telling: &Telling, form: Form) -> io::Result<Vec<ExportFile>> {
    match form {
        Form::Timeml => timeml::files(telling),
        Form::Svg => figures::files(telling),
        _ => {
            let mut bytes = Vec::new();
            write(telling, form, &mut bytes)?;
            Ok(vec![ExportFile { suffix: format!(".{}", form.extension()), bytes }])
        }
    }
}

/// Writes a form that is one file, without holding all of it; of one with several files nothing.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, form: Form, out: &mut impl io::Write) -> io::Result<()> {
    match form {
        Form::Html => html::write(telling, out),
        Form::Markdown => markdown::write(telling, out),
        Form::Jsonl => jsonl::write(telling.dossier, out),
        Form::Csv => csv::write(telling, out),
        Form::Geojson => geojson::write(telling, out),
        Form::Kml => kml::write(telling, out),
        Form::Annotations => annotations::write(telling, out),
        Form::Ftm => ftm::write(telling, out),
        Form::Sql | Form::Sqlite => sql::write(telling, out),
        Form::Timeml | Form::Svg => Ok(()),
    }
}

/// The name of a variant as it stands in the exports: `time_order`.
pub fn code(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(Value::String(name)) => name,
        // A variant with fields: its name is the only key.
        Ok(Value::Object(map)) => map.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}
