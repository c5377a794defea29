//! CSV and its relatives: a header that names the columns, then one report per row.

use crate::language::Packs;
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;
use crate::read::{ReadError, Refused};

use super::columns::{Column, column, piece};
use super::numbered;

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Whether the first line names columns of reports, text among them, and another of them.
pub fn is_table(text: &str, packs: &Packs) -> bool {
    let (_, header) = header(text, packs);
    let known = header.iter().flatten().count();
    known >= 2 && header.iter().flatten().any(|column| matches!(column, Column::Text | Column::Html))
}

/// The delimiter under which most columns are known, and what the columns hold.
fn header(text: &str, packs: &Packs) -> (u8, Vec<Option<Column>>) {
    let line: String = text.trim_start_matches('\u{feff}').lines().next().unwrap_or("").chars().take(4000).collect();
    let read = |delimiter: u8| {
        let names = cells(&line, delimiter);
        (delimiter, names.iter().map(|name| column(name, packs)).collect::<Vec<_>>())
    };
    let known = |columns: &[Option<Column>]| columns.iter().flatten().count();
    let mut best = read(DELIMITERS[0]);
    for delimiter in &DELIMITERS[1..] {
        let other = read(*delimiter);
        // At a draw the one that splits more: a table of which one column is known still has its columns.
        if (known(&other.1), other.1.len()) > (known(&best.1), best.1.len()) {
            best = other;
        }
    }
    best
}

fn cells(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader = reader(line, delimiter);
    let record = reader.records().next().and_then(Result::ok);
    record.map(|record| record.iter().map(str::to_owned).collect()).unwrap_or_default()
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// One piece per row.
pub fn unpack(name: &str, text: &str, budget: &mut Budget, packs: &Packs) -> Result<Unpacked, ReadError> {
    let text = text.trim_start_matches('\u{feff}');
    let (delimiter, columns) = header(text, packs);
    let mut rows = reader(text, delimiter).into_records();
    let damaged = |error: csv::Error| ReadError::Damaged { what: "a table".into(), why: error.to_string() };
    let names = rows.next().ok_or(ReadError::Empty)?.map_err(damaged)?;
    if !columns.iter().flatten().any(|column| matches!(column, Column::Text | Column::Html | Column::Standfirst)) {
        let found = names.iter().take(12).collect::<Vec<_>>().join(", ");
        return Err(ReadError::Columns { found });
    }
    let mut unpacked = Unpacked::default();
    for (position, row) in rows.enumerate() {
        budget.part()?;
        let name = numbered(name, position);
        let result = row.map_err(damaged).and_then(|row| {
            let cells: Vec<_> = columns
                .iter()
                .zip(row.iter())
                .zip(names.iter())
                .filter_map(|((column, value), of)| Some(((*column)?, format!("column '{of}'"), value.to_owned())))
                .collect();
            piece(name.clone(), &cells)
        });
        match result {
            Ok(piece) => unpacked.pieces.push(piece),
            Err(error) => unpacked.refused.push(Refused { name, error }),
        }
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;
    use crate::read::piece::{About, Content};

    fn unpack(text: &str) -> Result<Unpacked, ReadError> {
        super::unpack("t.csv", text, &mut Budget::new(Limits::default()), Packs::embedded())
    }

    #[test]
    fn french_semicolons_quotes_and_line_breaks() {
        let table = "\u{feff}Titre;Journal;Date;Texte\n\"Un pont; deux\";Le Fleuve;04/03/2021;\"Le pont a cédé.\n\nPersonne n'est blessé.\"\n";
        let unpacked = unpack(table).unwrap();
        let piece = &unpacked.pieces[0];
        assert_eq!(piece.name, "t.csv#1");
        assert_eq!(piece.content, Content::Text("Le pont a cédé.\n\nPersonne n'est blessé.".into()));
        assert_eq!(piece.facts[0].value, "Un pont; deux");
        assert_eq!(piece.facts[2].about, About::Published);
        assert_eq!(piece.facts[2].tag, "column 'Date'");
    }

    #[test]
    fn a_row_without_text_is_named_and_the_others_go_on() {
        let unpacked = unpack("text,title\nThe bridge fell.,A\n,B\nIt was repaired.,C,too,many\n").unwrap();
        assert_eq!(unpacked.pieces.len(), 2);
        assert_eq!(unpacked.refused, [Refused { name: "t.csv#2".into(), error: ReadError::NoText }]);
    }

    #[test]
    fn a_table_without_text_column_says_which_columns_it_has() {
        assert_eq!(unpack("id,score\n1,2\n").err(), Some(ReadError::Columns { found: "id, score".into() }));
    }

    #[test]
    fn prose_with_commas_is_no_table() {
        assert!(!is_table("Le texte, le titre, la date: tout manquait au rapport.\nEt puis,", Packs::embedded()));
        assert!(is_table("url\ttitle\ttext\n", Packs::embedded()));
    }
}
