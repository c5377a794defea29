//! Lines that name who wrote or sent a report: bylines, agency credits, and both with a date.

use crate::document::StatedDate;
use crate::language::Packs;
use crate::text::Span;

use super::blocks::{agencies, is_byline};
use super::date_line::{Dates, date_line};
use super::lines::{ends_sentence, fold_line};

/// What a line of names says. Spans are byte spans inside the line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Credit {
    /// Who wrote it.
    pub author: Option<Span>,
    /// Whose copy it is.
    pub agencies: Vec<(Span, String)>,
    /// When it was written.
    pub dates: Vec<(Dates, StatedDate)>,
}

/// Between the author and the date in one line.
const SEPARATORS: &[&str] = &[", ", " | ", " · ", " • ", " – ", " — ", " - ", " / "];

/// Reads a line that names an author, with or without an agency and a date; `None` for any other line.
pub(super) fn credit(line: &str, packs: &Packs) -> Option<Credit> {
    if line.chars().count() > 160 {
        return None;
    }
    if let Some(credit) = names(line, packs) {
        return Some(credit);
    }
    SEPARATORS.iter().flat_map(|separator| line.match_indices(separator)).find_map(|(at, separator)| {
        let (left, right) = (&line[..at], &line[at + separator.len()..]);
        let folded = fold_line(right);
        let dates = packs.iter().find_map(|pack| date_line(&folded, &pack.page.dates))?;
        let credit = names(left, packs)?;
        Some(Credit { dates, ..credit })
    })
}

/// 'Par Jeanne Martin', 'By John Smith with AFP', 'Jeanne Martin avec AFP'.
fn names(line: &str, packs: &Packs) -> Option<Credit> {
    let folded = fold_line(line);
    let prefix = prefix(line, &folded, packs);
    let (end, agencies) = closing_agencies(line, prefix, packs).unwrap_or((line.len(), Vec::new()));
    let by_prefix = prefix > 0 && packs.iter().any(|pack| is_byline(&line[..end], &fold_line(&line[..end]), pack));
    // Without a word that says so, only the agency behind a short name makes a credit of a line.
    let known = |(_, name): &(Span, String)| packs.iter().any(|pack| pack.page.credits.names.contains(name));
    let by_agency = !agencies.is_empty()
        && agencies.iter().all(known)
        && line[..end].split_whitespace().count() <= 6
        && !ends_sentence(line);
    if !by_prefix && !by_agency {
        return None;
    }
    let name = line[prefix..end].trim_end_matches([' ', ',', '/', '-', '–', '(', '|']);
    let start = prefix + (name.len() - name.trim_start().len());
    let author = (!name.trim().is_empty()).then(|| Span::new(start, prefix + name.len()));
    Some(Credit { author, agencies, dates: Vec::new() })
}

/// Length in bytes of the words that introduce an author, with the space after them.
fn prefix(line: &str, folded: &str, packs: &Packs) -> usize {
    let prefixes = packs.iter().flat_map(|pack| &pack.page.bylines.prefixes);
    let fits =
        prefixes.filter(|prefix| folded.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])));
    let Some(words) = fits.map(|prefix| prefix.split_whitespace().count()).max() else { return 0 };
    let Some(word) = line.split_whitespace().nth(words) else { return 0 };
    word.as_ptr() as usize - line.as_ptr() as usize
}

/// Where a closing 'avec AFP' begins, and the agencies that it names.
fn closing_agencies(line: &str, from: usize, packs: &Packs) -> Option<(usize, Vec<(Span, String)>)> {
    let starts =
        line[from..].char_indices().filter(|(_, c)| *c == ' ' || *c == '(' || *c == ',').map(|(at, _)| from + at);
    starts.skip_while(|at| line[..*at].trim().is_empty()).find_map(|at| {
        let rest = line[at..].trim_start_matches([' ', ',', '(']);
        let offset = line.len() - rest.len();
        let folded = fold_line(rest);
        let introduced = packs
            .iter()
            .flat_map(|pack| &pack.page.credits.prefixes)
            .any(|prefix| folded.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])));
        let found = if introduced { agencies(rest, packs) } else { Vec::new() };
        let place =
            |(span, name): (Span, String)| (Span::new(offset + span.start as usize, offset + span.end as usize), name);
        (!found.is_empty()).then(|| (at, found.into_iter().map(place).collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, Vec<String>, usize)> {
        let credit = credit(line, Packs::embedded())?;
        let author = credit.author.map_or(String::new(), |span| span.of(line).to_owned());
        Some((author, credit.agencies.into_iter().map(|(_, name)| name).collect(), credit.dates.len()))
    }

    #[test]
    fn authors_agencies_and_dates_of_one_line() {
        for (line, author, agencies, dates) in [
            ("Par Karim Belhadj", "Karim Belhadj", vec![], 0),
            ("By Margaret Bell, Monday, September 14, 2015", "Margaret Bell", vec![], 1),
            ("Rédaction du Fil avec AFP", "Rédaction du Fil", vec!["AFP"], 0),
            ("By John Smith with AFP and Reuters", "John Smith", vec!["AFP", "Reuters"], 0),
            ("Par Jeanne Martin (avec AFP)", "Jeanne Martin", vec!["AFP"], 0),
        ] {
            let agencies: Vec<String> = agencies.into_iter().map(str::to_owned).collect();
            assert_eq!(read(line), Some((author.to_owned(), agencies, dates)), "{line}");
        }
    }

    #[test]
    fn prose_is_no_credit() {
        for line in [
            "Il travaille avec l'AFP.",
            "Par la fenêtre, on voyait le fleuve",
            "The bridge was built with EU money in 1998, the mayor of the town said on Monday",
            "By Monday the water had gone",
            "Négociations avec Téhéran",
            "Talks with EU",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
