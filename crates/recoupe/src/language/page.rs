//! `page.toml`: what a page carries besides the report.

use serde::Deserialize;

use crate::gazetteer::places::phrase;

use super::{PackError, PackFiles};

/// Page furniture, bylines, credits and date lines of one language. Texts are folded as
/// [`fold_line`](crate::text::fold_line) folds a line.
#[derive(Debug, Clone, Deserialize)]
pub struct PageWords {
    /// What is not the report.
    pub furniture: Vec<Furniture>,
    /// Texts under pictures.
    pub captions: Prefixes,
    /// Lines that name the author.
    pub bylines: Bylines,
    /// Words before an agency's name.
    pub credits: Credits,
    /// Words of which the names of newspapers, stations and agencies are made.
    pub outlets: Outlets,
    /// Words before the owner in a copyright line.
    pub copyright: Prefixes,
    /// Classes and ids in HTML.
    pub classes: Classes,
    /// Headings of comments and of other reports.
    pub sections: Sections,
    /// Lines that date the report.
    pub dates: DateWords,
    /// Names of the columns of tables and of the keys of JSON objects.
    #[serde(default)]
    pub columns: Columns,
}

/// Names of columns and keys by what they hold: lower case, words apart by one space, as
/// 'date de publication' for 'Date_de_publication'.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Columns {
    /// The running text.
    pub text: Vec<String>,
    /// The running text as HTML.
    pub html: Vec<String>,
    /// The paragraph above the running text.
    pub standfirst: Vec<String>,
    /// The title.
    pub title: Vec<String>,
    /// When it was published.
    pub date: Vec<String>,
    /// When it was last changed.
    pub modified: Vec<String>,
    /// The address.
    pub url: Vec<String>,
    /// Who publishes.
    pub outlet: Vec<String>,
    /// Who wrote it.
    pub byline: Vec<String>,
    /// The agency whose copy it is.
    pub agency: Vec<String>,
    /// The language.
    pub language: Vec<String>,
}

/// One kind of page furniture.
#[derive(Debug, Clone, Deserialize)]
pub struct Furniture {
    /// Name of the rule.
    pub name: String,
    /// How a line is compared.
    #[serde(rename = "match")]
    pub matching: Matching,
    /// Lines of more characters than this are never taken for furniture.
    #[serde(default = "longest_furniture")]
    pub longest: usize,
    /// What to look for, folded.
    pub texts: Vec<String>,
}

fn longest_furniture() -> usize {
    120
}

/// How a line is compared with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matching {
    /// The whole line.
    Line,
    /// The beginning of the line, up to a word's end.
    Prefix,
    /// Anywhere in the line.
    Within,
}

/// Beginnings of lines.
#[derive(Debug, Clone, Deserialize)]
pub struct Prefixes {
    /// Folded beginnings.
    pub prefixes: Vec<String>,
}

/// Words around an agency's name.
#[derive(Debug, Clone, Deserialize)]
pub struct Credits {
    /// Words before the name.
    pub prefixes: Vec<String>,
    /// Names that are not written in capitals.
    pub names: Vec<String>,
}

/// Classes and ids of HTML elements by what the elements hold.
#[derive(Debug, Clone, Deserialize)]
pub struct Classes {
    /// What is no part of the report: whole names or their beginnings before '-' or '_'.
    pub furniture: Vec<String>,
    /// Texts under pictures, in the same way.
    pub captions: Vec<String>,
}

/// Headings of what stands below a report, folded, without numbers.
#[derive(Debug, Clone, Deserialize)]
pub struct Sections {
    /// Readers' comments.
    pub comments: Vec<String>,
    /// Other reports.
    pub others: Vec<String>,
}

/// Words of outlets' names.
#[derive(Debug, Clone, Deserialize)]
pub struct Outlets {
    /// Folded words, each of which marks a name as an outlet's.
    pub words: Vec<String>,
}

/// Words of a byline.
#[derive(Debug, Clone, Deserialize)]
pub struct Bylines {
    /// Words before the name.
    pub prefixes: Vec<String>,
    /// Words between names.
    pub joiners: Vec<String>,
}

/// Words of a date line.
#[derive(Debug, Clone, Deserialize)]
pub struct DateWords {
    /// Words before the date of publication.
    pub published: Vec<String>,
    /// Words before the date of the last change.
    pub modified: Vec<String>,
    /// Names of the twelve months.
    pub months: Vec<Vec<String>>,
    /// Names of the seven weekdays, Monday first.
    pub weekdays: Vec<String>,
    /// Words that may stand in a date line without meaning.
    pub fillers: Vec<String>,
    /// How '3/4/2021' is read.
    pub order: DayOrder,
}

/// How a date of three numbers is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    /// 3/4/2021 is 3 April.
    DayFirst,
    /// 3/4/2021 is 4 March.
    MonthFirst,
}

impl DateWords {
    /// Whether a folded word is the name of a weekday.
    pub fn is_weekday(&self, folded: &str) -> bool {
        self.weekdays.iter().any(|day| phrase(day) == folded)
    }
}

impl PageWords {
    pub(super) fn load(files: &PackFiles) -> Result<PageWords, PackError> {
        let words: PageWords = files.toml("page.toml")?;
        let wrong = |what: String| Err(files.wrong("page.toml", what));
        if words.dates.months.len() != 12 || words.dates.weekdays.len() != 7 {
            return wrong("dates: twelve months and seven weekdays are needed".into());
        }
        for furniture in &words.furniture {
            if let Some(text) = furniture.texts.iter().find(|text| crate::text::fold_line(text) != **text) {
                return wrong(format!("furniture '{}': '{text}' is not folded", furniture.name));
            }
        }
        Ok(words)
    }
}
