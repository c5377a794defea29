//! Lines that name who wrote or sent a report: bylines, agency credits, an outlet's name, and each with a date.

use crate::dateline;
use crate::document::StatedDate;
use crate::language::Packs;
use crate::text::{Span, fold_line};

use super::blocks::{agencies, is_byline};
use super::date_line::{Dates, date_in, date_line};
use super::lines::ends_sentence;

/// What a line of names says. Spans are byte spans inside the line.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Credit {
    /// Who wrote it.
    pub author: Option<Span>,
    /// Whose paper or station it is.
    pub outlet: Option<Span>,
    /// Whose copy it is.
    pub agencies: Vec<(Span, String)>,
    /// When it was written.
    pub dates: Vec<(Dates, StatedDate)>,
}

impl Credit {
    /// The same with all spans `bytes` further right.
    fn moved(self, bytes: u32) -> Credit {
        let moved = |span: Span| Span::new((span.start + bytes) as usize, (span.end + bytes) as usize);
        let agencies = self.agencies.into_iter().map(|(span, name)| (moved(span), name)).collect();
        Credit { author: self.author.map(moved), outlet: self.outlet.map(moved), agencies, dates: self.dates }
    }
}

/// Between the author and the date in one line.
const SEPARATORS: &[&str] = &[", ", " | ", " · ", " • ", " – ", " — ", " - ", " / "];

/// Reads a line that names an author, with or without an agency and a date; `None` for any other line.
pub(super) fn credit(line: &str, packs: &Packs) -> Option<Credit> {
    if line.chars().count() > 160 {
        return None;
    }
    // 'Reporting by A; Editing by B': the first is who wrote it.
    let line = line.split(';').next().unwrap_or(line);
    if let Some(credit) = names(line, packs) {
        return Some(credit);
    }
    let separated = SEPARATORS.iter().flat_map(|separator| line.match_indices(separator));
    let parts = separated.map(|(at, separator)| (at, at + separator.len()));
    // 'Submitted by A on Monday 3 May': behind a word that names an author the date begins anywhere.
    let introduced = prefix(line, &fold_line(line), packs) > 0;
    let words = line.match_indices(' ').filter(|_| introduced).map(|(at, _)| (at, at + 1));
    words.chain(parts).find_map(|(at, after)| {
        dated(line, Span::new(0, at), Span::new(after, line.len()), packs)
            .or_else(|| dated(line, Span::new(after, line.len()), Span::new(0, at), packs))
    })
}

/// The credit of a line of which one part names and the other dates.
fn dated(line: &str, name: Span, date: Span, packs: &Packs) -> Option<Credit> {
    let folded = fold_line(date.of(line));
    let dates = packs.iter().find_map(|pack| date_line(&folded, &pack.page.dates))?;
    // Behind the date a name without a word that says so is an outlet's or a town's.
    let introduced = prefix(name.of(line), &fold_line(name.of(line)), packs) > 0;
    let credit = if name.start == 0 || introduced { names(name.of(line), packs) } else { None };
    let credit = credit.map(|credit| credit.moved(name.start)).or_else(|| masthead(line, name, packs))?;
    Some(Credit { dates, ..credit })
}

/// 'Radio Okapi', 'La Gazette (AFP)', 'Goma': a short run of names, an outlet's where a word says so.
fn masthead(line: &str, at: Span, packs: &Packs) -> Option<Credit> {
    let text = at.of(line);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_connector = |word: &str| word.chars().count() <= 3 || word.starts_with(['(', '[']);
    let is_name = |word: &str| word.chars().next().is_some_and(char::is_uppercase) || is_connector(word);
    let is_named = text.chars().next().is_some_and(char::is_uppercase) && words.iter().all(|word| is_name(word));
    if words.len() > 7 || ends_sentence(text) || !is_named && !is_address(text) {
        return None;
    }
    let only = agencies(text, packs);
    let known = |(_, name): &(Span, String)| is_known(name, packs);
    let (end, agencies) = match !only.is_empty() && only.iter().all(known) {
        true => (0, only),
        false => closing_agencies(text, 0, packs).unwrap_or((text.len(), Vec::new())),
    };
    let name = text[..end].trim_end_matches([' ', ',', '/', '-', '–', '(', '|']);
    let from = at.start as usize;
    let outlet = names_outlet(name, packs).then(|| Span::new(from, from + name.len()));
    let agencies = agencies
        .into_iter()
        .map(|(span, name)| (Span::new(from + span.start as usize, from + span.end as usize), name))
        .collect();
    Some(Credit { outlet, agencies, ..Credit::default() })
}

/// The agencies of a dateline before running text: 'KYIV (Reuters) - …', 'Goma, 4 mars (AFP) – …'.
pub(super) fn dateline_agencies(paragraph: &str, packs: &Packs) -> Vec<(Span, String)> {
    let start = dateline::opening(paragraph);
    let Some((end, _)) = dateline::dash(start) else { return Vec::new() };
    let Some((open, close)) = start[..end].rfind('(').zip(start[..end].rfind(')')).filter(|(open, close)| open < close)
    else {
        return Vec::new();
    };
    let found = agencies(&start[open + 1..close], packs);
    let place =
        |(span, name): (Span, String)| (Span::new(open + 1 + span.start as usize, open + 1 + span.end as usize), name);
    found.into_iter().filter(|(_, name)| is_known(name, packs)).map(place).collect()
}

/// The date of a dateline in capitals before running text: 'KAMPALA, July 21, 2010 – …'.
pub(super) fn dateline_date(paragraph: &str, packs: &Packs) -> Option<(Span, StatedDate)> {
    let start = dateline::opening(paragraph);
    let (end, _) = dateline::dash(start)?;
    let capitals = dateline::opens_in_capitals(&start[..end]);
    let folded = fold_line(&start[..end]);
    let date = packs.iter().find_map(|pack| date_in(&folded, &pack.page.dates)).filter(|_| capitals)?;
    Some((Span::new(0, end), date))
}

fn is_known(agency: &str, packs: &Packs) -> bool {
    packs.iter().any(|pack| pack.page.credits.names.iter().any(|name| name == agency))
}

/// Whether a name holds a word that outlets bear, or is a site's address.
fn names_outlet(name: &str, packs: &Packs) -> bool {
    let folded = fold_line(name);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let by_word = packs.iter().flat_map(|pack| &pack.page.outlets.words).any(|known| words().any(|word| word == known));
    by_word || is_address(name)
}

/// 'lemonde.example': one word with a short ending.
fn is_address(name: &str) -> bool {
    !name.contains(char::is_whitespace)
        && name.rsplit_once('.').is_some_and(|(site, end)| {
            site.len() > 2 && (2..=4).contains(&end.len()) && end.chars().all(char::is_alphabetic)
        })
}

/// 'Par Jeanne Martin', 'By John Smith with AFP', 'Jeanne Martin avec AFP'.
fn names(line: &str, packs: &Packs) -> Option<Credit> {
    let folded = fold_line(line);
    let prefix = prefix(line, &folded, packs);
    let (end, agencies) = closing_agencies(line, prefix, packs).unwrap_or((line.len(), Vec::new()));
    let by_prefix = prefix > 0 && packs.iter().any(|pack| is_byline(&line[..end], &fold_line(&line[..end]), pack));
    // Without a word that says so, only the agency behind a short name makes a credit of a line.
    let known = |(_, name): &(Span, String)| is_known(name, packs);
    let by_agency = !agencies.is_empty()
        && agencies.iter().all(known)
        && line[..end].split_whitespace().count() <= 6
        && !ends_sentence(line);
    if !by_prefix && !by_agency {
        return None;
    }
    let name = line[prefix..end].trim_end_matches([' ', ',', '/', '-', '–', '(', '|']);
    let start = prefix + (name.len() - name.trim_start_matches([' ', ':']).len());
    let named = (!name.trim().is_empty()).then(|| Span::new(start, prefix + name.len()));
    let is_outlet = !by_prefix && names_outlet(name, packs);
    let (author, outlet) = if is_outlet { (None, named) } else { (named, None) };
    Some(Credit { author, outlet, agencies, dates: Vec::new() })
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
        let enclosed = line[at..].trim_start_matches([' ', ',']).starts_with('(') && line.ends_with(')');
        // 'Anna Bell, Reuters': behind a name of two words or more a comma is enough.
        let name = &line[from..at];
        let behind_name = line[at..].starts_with(',')
            && is_known(rest.trim(), packs)
            && name.split_whitespace().count() >= 2
            && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
        let found = if introduced || enclosed || behind_name { agencies(rest, packs) } else { Vec::new() };
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
    fn a_dateline_with_a_year_dates_the_report() {
        let day = |text: &str| {
            dateline_date(text, Packs::embedded()).map(|(_, date)| date.interval.single_day().unwrap().to_string())
        };
        assert_eq!(day("PORT LEE, Jul 21, 2010 – A ferry sank.").as_deref(), Some("2010-07-21"));
        assert_eq!(day("The ferry sank on July 21, 2010 – nobody knows why."), None);
        assert_eq!(day("PORT LEE, Jul 21 (Reuters) - A ferry sank."), None);
    }

    #[test]
    fn authors_agencies_and_dates_of_one_line() {
        for (line, author, agencies, dates) in [
            ("Par Karim Belhadj", "Karim Belhadj", vec![], 0),
            ("By Margaret Bell, Monday, September 14, 2015", "Margaret Bell", vec![], 1),
            ("Rédaction du Fil avec AFP", "Rédaction du Fil", vec!["AFP"], 0),
            ("By John Smith with AFP and Reuters", "John Smith", vec!["AFP", "Reuters"], 0),
            ("Par Jeanne Martin (avec AFP)", "Jeanne Martin", vec!["AFP"], 0),
            ("Par : Lucie Ferran", "Lucie Ferran", vec![], 0),
            ("Submitted by Anna Bell on Mon, 03/06/2023 - 09:35", "Anna Bell", vec![], 1),
            ("mercredi 3 octobre 2018, par Claire Montbrun", "Claire Montbrun", vec![], 1),
            ("Reporting by Anna Bell; Editing by Paul Dunn", "Anna Bell", vec![], 0),
            ("Anna Bell, Reuters", "Anna Bell", vec!["Reuters"], 0),
        ] {
            let agencies: Vec<String> = agencies.into_iter().map(str::to_owned).collect();
            assert_eq!(read(line), Some((author.to_owned(), agencies, dates)), "{line}");
        }
    }

    #[test]
    fn names_of_outlets_with_and_without_a_date() {
        for (line, outlet, agencies, dates) in [
            ("Radio Volga — 11 septembre 2022", "Radio Volga", vec![], 1),
            ("Agence Méridienne, 20 novembre 2023", "Agence Méridienne", vec![], 1),
            ("La Gazette de Lyon (AFP)", "La Gazette de Lyon", vec!["AFP"], 0),
            ("The Harbour Post | March 3, 2021", "The Harbour Post", vec![], 1),
            ("11/09/2022 - sudinfo.be", "sudinfo.be", vec![], 1),
            ("AFP, 20 novembre 2023", "", vec!["AFP"], 1),
            ("Goma, 20 novembre 2023", "", vec![], 1),
        ] {
            let credit = credit(line, Packs::embedded()).unwrap();
            assert_eq!(credit.outlet.map_or("", |span| span.of(line)), outlet, "{line}");
            assert_eq!(credit.agencies.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), agencies, "{line}");
            assert_eq!(credit.dates.len(), dates, "{line}");
        }
    }

    #[test]
    fn agencies_of_datelines() {
        let named = |line: &str| -> Vec<String> {
            dateline_agencies(line, Packs::embedded()).into_iter().map(|(_, name)| name).collect()
        };
        assert_eq!(named("KYIV (Reuters) - Ukrainian forces retook the town."), ["Reuters"]);
        assert_eq!(named("Goma, 4 mars (AFP) – Les rebelles ont pris la ville."), ["AFP"]);
        assert!(named("The group (AP) said on Monday that it would go on").is_empty());
        assert!(named("Il vit (BD) – et bien").is_empty());
    }

    #[test]
    fn prose_is_no_credit() {
        for line in [
            "Il travaille avec l'AFP.",
            "Par la fenêtre, on voyait le fleuve",
            "The bridge was built with EU money in 1998, the mayor of the town said on Monday",
            "By Monday the water had gone",
            "L'armée est entrée dans la ville, 20 novembre 2023",
            "Radio Volga",
            "Négociations avec Téhéran",
            "Talks with EU",
            "Paris, AFP",
            "Le préfet, Reuters",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
