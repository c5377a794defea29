//! The fourth room: a dossier becomes a report or an export, one file per form.

pub mod conllu;
pub mod html;
pub mod jsonl;
pub mod markdown;
pub mod terminal;
pub mod timeml;
pub mod ui;

/// A form in which a dossier can be told; the shell derives its help from this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Form {
    Html,
    Markdown,
    Jsonl,
}

impl Form {
    /// Every form.
    pub const ALL: [Form; 3] = [Form::Html, Form::Markdown, Form::Jsonl];

    /// The name for the command line.
    pub fn name(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Markdown => "markdown",
            Form::Jsonl => "jsonl",
        }
    }

    /// The extension of a file, without dot.
    pub fn extension(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Markdown => "md",
            Form::Jsonl => "jsonl",
        }
    }

    /// One line of help.
    pub fn description(self) -> &'static str {
        match self {
            Form::Html => "the report: one self-contained page, no network",
            Form::Markdown => "the findings as Markdown, with quoted evidence",
            Form::Jsonl => "one JSON record per line, schema recoupe/1, offsets in Unicode code points",
        }
    }
}
