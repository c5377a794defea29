//! What the columns of a table or the keys of a JSON object hold, by the names that the packs list.

use crate::language::Packs;
use crate::language::page::Columns;
use crate::read::ReadError;
use crate::read::piece::{About, Content, Piece};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Fact(About),
    Standfirst,
    Text,
    Html,
}

/// What a column of this name holds; the packs are asked in order.
pub fn column(name: &str, packs: &Packs) -> Option<Column> {
    let folded = fold(name);
    packs.iter().find_map(|pack| {
        let columns = &pack.page.columns;
        kinds(columns).into_iter().find(|(names, _)| names.contains(&folded)).map(|(_, column)| column)
    })
}

fn kinds(columns: &Columns) -> [(&Vec<String>, Column); 11] {
    [
        (&columns.text, Column::Text),
        (&columns.html, Column::Html),
        (&columns.standfirst, Column::Standfirst),
        (&columns.title, Column::Fact(About::Title)),
        (&columns.date, Column::Fact(About::Published)),
        (&columns.modified, Column::Fact(About::Modified)),
        (&columns.url, Column::Fact(About::Url)),
        (&columns.outlet, Column::Fact(About::Outlet)),
        (&columns.byline, Column::Fact(About::Byline)),
        (&columns.agency, Column::Fact(About::Agency)),
        (&columns.language, Column::Fact(About::Language)),
    ]
}

/// Lower case, words apart by one space: 'Date_de-publication' is 'date de publication', 'bodyText' 'body text'.
pub fn fold(name: &str) -> String {
    let mut folded = String::new();
    let mut before = ' ';
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        let apart = !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
        if apart && !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
        if c.is_alphanumeric() {
            folded.extend(c.to_lowercase());
        }
        before = c;
    }
    folded.trim_end().to_owned()
}

/// The piece of a record: its cells with what they hold.
///
/// # Errors
/// When no cell holds text.
pub fn piece(name: String, cells: &[(Column, String, String)]) -> Result<Piece, ReadError> {
    let all = |wanted: Column| {
        let texts = cells.iter().filter(move |(column, ..)| *column == wanted).map(|(.., value)| value.trim());
        texts.filter(|value| !value.is_empty()).collect::<Vec<_>>()
    };
    let (standfirst, text, html) = (all(Column::Standfirst), all(Column::Text), all(Column::Html));
    let is_markup = |text: &&str| crate::read::html::is_fragment(text);
    let content = if let Some(text) = text.first().filter(|text| !is_markup(text)) {
        // Collectors put the first sentences of the text there where the page has no such paragraph.
        let lead = standfirst.iter().filter(|lead| !text.contains(lead.trim_end_matches(['.', '…', ' '])));
        let paragraphs: Vec<&str> = lead.chain([text]).copied().collect();
        Content::Text(paragraphs.join("\n\n"))
    } else if let Some(html) = html.first().or(text.first()) {
        let lead: String = standfirst.iter().map(|lead| format!("<p>{lead}</p>")).collect();
        Content::Fragment(lead + html)
    } else if !standfirst.is_empty() {
        Content::Text(standfirst.join("\n\n"))
    } else {
        return Err(ReadError::NoText);
    };
    let mut piece = Piece::new(name, content);
    for (column, tag, value) in cells {
        if let Column::Fact(about) = column {
            piece.state(*about, &date_of_number(*about, value), tag.clone());
        }
    }
    Ok(piece)
}

/// A moment that is given in seconds or milliseconds since 1970, as ISO 8601 in UTC.
fn date_of_number(about: About, value: &str) -> String {
    let digits = value.trim();
    let is_date = matches!(about, About::Published | About::Modified);
    if !is_date || !matches!(digits.len(), 10 | 13) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.to_owned();
    }
    let seconds = digits.get(..10).and_then(|digits| digits.parse::<i64>().ok());
    let moment = seconds.and_then(|seconds| {
        let span = jiff::Span::new().try_seconds(seconds).ok()?;
        jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0).checked_add(span).ok()
    });
    moment.map_or_else(|| value.to_owned(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_in_both_languages_and_many_spellings() {
        let packs = Packs::embedded();
        for (name, expected) in [
            ("Title", Column::Fact(About::Title)),
            ("TITRE", Column::Fact(About::Title)),
            ("date_de_publication", Column::Fact(About::Published)),
            ("datePublished", Column::Fact(About::Published)),
            ("Texte intégral", Column::Text),
            ("content_html", Column::Html),
            ("source", Column::Fact(About::Outlet)),
            ("Journal", Column::Fact(About::Outlet)),
        ] {
            assert_eq!(column(name, packs), Some(expected), "{name}");
        }
        assert_eq!(column("score", packs), None);
    }

    #[test]
    fn seconds_since_1970_are_a_date() {
        assert_eq!(date_of_number(About::Published, "1614853230"), "2021-03-04T10:20:30");
        assert_eq!(date_of_number(About::Published, "1614853230000"), "2021-03-04T10:20:30");
        assert_eq!(date_of_number(About::Title, "1614853230"), "1614853230");
    }
}
