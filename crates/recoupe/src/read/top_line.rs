//! Lines above a report in which the date is one part among others: 'Radio X - Mardi 3 mai 2022 - 4 commentaires'.

use crate::document::StatedDate;
use crate::language::Packs;
use crate::language::page::DateWords;
use crate::text::fold_line;

use super::credit::credit;
use super::date_line::{Dates, date_line, labelled_date};
use super::lines::ends_sentence;

/// Characters above which a line is no line of details.
const LONGEST: usize = 160;

/// What stands between the parts of such a line; a dash only with space around it.
const SEPARATORS: &[&str] = &["|", "•", "·", "[", "]", " - ", " – ", " — "];

/// The dates of a line above the report; `None` for a sentence and for a line without a date that stands apart.
///
/// `first` tells that no line of the report stands before it: a headline may end in the day of what it tells, so
/// that there a date counts only behind a word that says what it dates.
pub(super) fn dates(line: &str, first: bool, packs: &Packs) -> Option<Vec<(Dates, StatedDate)>> {
    if line.chars().count() > LONGEST || line.ends_with(['.', '!', '?']) || ends_sentence(line) && first {
        return None;
    }
    // A dash between figures may stand inside a date ('17 - 12 - 2023'), or beside one ('2013 - 4 comments').
    [false, true]
        .into_iter()
        .find_map(|whole| {
            let found: Vec<(Dates, StatedDate)> =
                parts(line, whole).into_iter().flat_map(|part| of_part(part, first, packs)).collect();
            (!found.is_empty()).then_some(found)
        })
        .or_else(|| before_names(line, packs).filter(|_| !first))
}

/// 'lundi 9 novembre 2020, Jeanne Martin ©rives.example': a date, a comma, and nothing but names.
fn before_names(line: &str, packs: &Packs) -> Option<Vec<(Dates, StatedDate)>> {
    let is_name = |word: &str| !word.starts_with(char::is_lowercase) || word.contains('.');
    line.match_indices(", ").find_map(|(at, comma)| {
        let names = &line[at + comma.len()..];
        let folded = fold_line(&line[..at]);
        let dates = || packs.iter().find_map(|pack| date_line(&folded, &pack.page.dates));
        if names.split_whitespace().all(is_name) { dates() } else { None }
    })
}

fn of_part(part: &str, first: bool, packs: &Packs) -> Vec<(Dates, StatedDate)> {
    let folded = fold_line(part);
    let words = || packs.iter().map(|pack| &pack.page.dates);
    let labelled = || words().find_map(|words: &DateWords| labelled_date(&folded, first, words));
    let alone = || words().find_map(|words| date_line(&folded, words));
    let credited = || credit(part, packs).map(|credit| credit.dates).filter(|dates| !dates.is_empty());
    let found = match first {
        true => labelled(),
        false => alone().or_else(credited).or_else(labelled),
    };
    found.unwrap_or_default()
}

/// The parts between separators, without empty ones; `whole` leaves dashes between figures alone.
fn parts(line: &str, whole: bool) -> Vec<&str> {
    let mut parts = vec![line];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| split(part, separator, whole)).collect();
    }
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn split<'l>(part: &'l str, separator: &str, whole: bool) -> Vec<&'l str> {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in part.match_indices(separator) {
        let after = at + separator.len();
        if whole && is_digit(part[..at].chars().next_back()) && is_digit(part[after..].chars().next()) {
            continue;
        }
        pieces.push(&part[from..at]);
        from = after;
    }
    pieces.push(&part[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, first: bool) -> Vec<String> {
        let found = dates(line, first, Packs::embedded()).unwrap_or_default();
        found.iter().map(|(kind, date)| format!("{kind:?} {}", date.interval.single_day().unwrap())).collect()
    }

    #[test]
    fn a_date_among_other_details() {
        for (line, expected) in [
            ("[Le Fil du port - Lundi 4 Mai 2015 - 3 Commentaires| Lu 87 fois |", "Published 2015-05-04"),
            ("Fleuve TV - Dernière MAJ : 06/02/2021 - 18:20", "Modified 2021-02-06"),
            ("Publié dans La Rive le 9 - 11 - 2019", "Published 2019-11-09"),
            ("Rédigé par rivages.example le Jeudi 5 Mars 2020 à 07:12 | | 2 commentaire(s)|", "Published 2020-03-05"),
            ("Published On: June 2, 2020 08:15 AM NPT By: The newsroom", "Published 2020-06-02"),
            ("3 MIN READ • Updated 7 July 2022", "Modified 2022-07-07"),
            ("AFP Published May 4, 2015 07:45pm", "Published 2015-05-04"),
            ("lundi 9 mars 2020, Jeanne Martin ©rives.example", "Published 2020-03-09"),
        ] {
            assert_eq!(read(line, false), [expected], "{line}");
        }
    }

    #[test]
    fn headlines_and_sentences_date_nothing() {
        for line in ["Explosion au port de Karsa – 4 août 2020", "Crue de la Mésile : retour sur le 3 mai 2018"] {
            assert_eq!(read(line, true), [""; 0], "{line}");
        }
        let sentence = "Publié le matin du 3 mai 2018, le rapport accuse la compagnie.";
        assert_eq!(read(sentence, false), [""; 0]);
    }
}
