//! Exports of press databases in text whose articles begin with their number ('3 of 20 DOCUMENTS') and name
//! their parts in capitals with a colon, as LexisNexis writes them.

use super::numbered;
use crate::language::Packs;
use crate::read::archive::Unpacked;
use crate::read::date_line::metadata_date;
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};
use crate::read::{ReadError, Refused};

/// How much of a file is looked at to find the first article's number, in lines.
const HEAD: usize = 12;

/// Labels whose text says something of the article.
const LABELS: &[(&str, About)] = &[("HEADLINE", About::Title), ("BYLINE", About::Byline), ("URL", About::Url)];

/// The label after which the running text begins, and those that end it.
const BEFORE_BODY: &[&str] = &["LENGTH", "DATELINE", "HIGHLIGHT"];
const AFTER_BODY: &[&str] = &["LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "DOCUMENT-TYPE", "JOURNAL-CODE", "SUBJECT"];

/// Whether text begins as such an export does.
pub fn is_export(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(HEAD).any(is_number)
}

/// '3 of 20 DOCUMENTS'.
fn is_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words.as_slice(), [one, "of", all, "DOCUMENTS"] if number(one) && number(all))
}

/// 'LENGTH: 210 words' as label and rest.
fn label(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.split_once(':')?;
    let capitals = label.len() >= 3 && label.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    capitals.then(|| (label, rest.trim()))
}

/// The articles of an export.
pub fn unpack(name: &str, text: &str, budget: &mut Budget, packs: &Packs) -> Result<Unpacked, ReadError> {
    let mut articles: Vec<Vec<&str>> = Vec::new();
    for line in text.lines() {
        if is_number(line) {
            articles.push(Vec::new());
        } else if let Some(lines) = articles.last_mut() {
            lines.push(line.trim());
        }
    }
    let mut unpacked = Unpacked::default();
    for (position, lines) in articles.iter().enumerate() {
        budget.part()?;
        let name = numbered(name, position);
        match article(name.clone(), lines, packs) {
            Some(piece) => unpacked.pieces.push(piece),
            None => unpacked.refused.push(Refused { name, error: ReadError::NoText }),
        }
    }
    Ok(unpacked)
}

fn article(name: String, lines: &[&str], packs: &Packs) -> Option<Piece> {
    let is_label = |line: &str, names: &[&str]| label(line).is_some_and(|(label, _)| names.contains(&label));
    let head = lines.iter().position(|line| label(line).is_some())?;
    let begin = lines.iter().rposition(|line| is_label(line, BEFORE_BODY))? + 1;
    let end = lines[begin..].iter().position(|line| is_label(line, AFTER_BODY)).map_or(lines.len(), |at| begin + at);
    let body = lines[begin..end].join("\n");
    if body.trim().is_empty() {
        return None;
    }
    let mut piece = Piece::new(name, Content::Text(body.trim().to_owned()));
    // Above the labels: who published it, when, and mostly the headline.
    let top: Vec<&str> = lines[..head].iter().copied().filter(|line| !line.is_empty()).collect();
    piece.state(About::Outlet, top.first()?, "export first line");
    let is_date = |line: &&&str| metadata_date(line, packs.iter().map(|pack| &pack.page.dates)).is_some();
    if let Some(date) = top.iter().skip(1).find(is_date) {
        piece.state(About::Published, date, "export date line");
    }
    for (name, value) in lines.iter().filter_map(|line| label(line)) {
        if let Some((_, about)) = LABELS.iter().find(|(of, _)| *of == name) {
            piece.state(*about, value, format!("export {name}"));
        }
    }
    if let Some(title) = top.iter().skip(2).rfind(|line| !is_date(line)) {
        piece.state(About::Title, title, "export last line above the labels");
    }
    Some(piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    const EXPORT: &str = "\n          1 of 2 DOCUMENTS\n\n   The Kellan Standard\n\n  March 4, 2021 Thursday\n   Late Edition\n\nBridge closed\n\nBYLINE: Ruth Amadi\n\nLENGTH: 12 words\n\nThe bridge was closed on Thursday.\n\nIt will open in May.\n\nLOAD-DATE: March 5, 2021\n\nLANGUAGE: ENGLISH\n\n   2 of 2 DOCUMENTS\n\nLa Dépêche\n\n5 mars 2021\n\nLENGTH: 3 mots\n";

    #[test]
    fn articles_with_their_facts() {
        assert!(is_export(EXPORT));
        let unpacked = unpack("a.txt", EXPORT, &mut Budget::new(Limits::default()), Packs::embedded()).unwrap();
        let piece = &unpacked.pieces[0];
        let Content::Text(text) = &piece.content else { panic!() };
        assert_eq!(text, "The bridge was closed on Thursday.\n\nIt will open in May.");
        let facts: Vec<&str> = piece.facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["The Kellan Standard", "March 4, 2021 Thursday", "Ruth Amadi", "Bridge closed"]);
        assert_eq!(unpacked.refused.len(), 1, "an article without text");
    }

    #[test]
    fn prose_is_no_export() {
        assert!(!is_export("The court read 3 of 20 DOCUMENTS on Monday."));
    }
}
