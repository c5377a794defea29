//! Dates that stand alone: date lines of a page, and dates in metadata.

use jiff::civil::{Date, Time};

use crate::dates::{Interval, full_year};
use crate::document::StatedDate;
use crate::language::page::{DateWords, DayOrder};

/// What a date line dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    Published,
    Modified,
}

/// The dates of a folded line that holds nothing but dates, weekdays and words that introduce them.
///
/// `None` where some word is left over: then the line is prose.
pub(super) fn date_line(folded: &str, words: &DateWords) -> Option<Vec<(Dates, StatedDate)>> {
    if folded.chars().count() > 140 {
        return None;
    }
    let tokens = tokenise(folded);
    let mut found = Vec::new();
    let mut kind = Dates::Published;
    let mut at = 0;
    while at < tokens.len() {
        if let Some(length) = starts_with_phrase(&tokens[at..], &words.modified) {
            (kind, at) = (Dates::Modified, at + length);
        } else if let Some(length) = starts_with_phrase(&tokens[at..], &words.published) {
            // 'on' and 'le' do not end what 'updated' began.
            if tokens[at].len() > 2 || length > 1 {
                kind = Dates::Published;
            }
            at += length;
        } else if let Some((date, length)) = date_at(&tokens[at..], words) {
            found.push((kind, stated(&tokens[at..at + length].join(" "), Interval::day(date))));
            at += length;
        } else if is_filler(tokens[at], words) {
            at += 1;
        } else {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Words that may stand between the word that says what a date dates and the date: 'publié dans X le …'.
const MOST_BETWEEN: usize = 5;
/// Words that may follow the date before the line is prose.
const MOST_AFTER: usize = 6;

/// Words that may stand before the word that says what a date dates: 'AFP published …'.
const MOST_BEFORE: usize = 3;

/// The date of a folded line that says near its beginning what it dates, whatever few words stand around the date;
/// `first` asks for the word to begin the line.
pub(super) fn labelled_date(folded: &str, first: bool, words: &DateWords) -> Option<Vec<(Dates, StatedDate)>> {
    let tokens = tokenise(folded);
    let most = if first { 0 } else { MOST_BEFORE.min(tokens.len().saturating_sub(1)) };
    (0..=most).find_map(|start| labelled(&tokens[start..], words))
}

/// The date of tokens that begin with a word that says what it dates.
fn labelled(tokens: &[&str], words: &DateWords) -> Option<Vec<(Dates, StatedDate)>> {
    let label = |labels: &[String]| starts_with_phrase(tokens, labels).filter(|&length| is_telling(&tokens[..length]));
    let (kind, length) = match label(&words.modified) {
        Some(length) => (Dates::Modified, length),
        None => (Dates::Published, label(&words.published)?),
    };
    let mut between = 0;
    for at in length..tokens.len() {
        if let Some((date, length)) = date_at(&tokens[at..], words) {
            let is_word = |token: &&&str| token.chars().all(char::is_alphabetic) && !is_filler(token, words);
            let after = tokens[at + length..].iter().filter(is_word).count();
            let date = stated(&tokens[at..at + length].join(" "), Interval::day(date));
            return (after <= MOST_AFTER).then(|| vec![(kind, date)]);
        }
        between += usize::from(tokens[at].chars().any(char::is_alphabetic) && !is_filler(tokens[at], words));
        if between > MOST_BETWEEN {
            return None;
        }
    }
    None
}

/// The date that a folded text of a few words holds.
pub(super) fn date_in(folded: &str, words: &DateWords) -> Option<StatedDate> {
    let tokens = tokenise(folded);
    (0..tokens.len()).find_map(|at| {
        let (date, length) = date_at(&tokens[at..], words)?;
        Some(stated(&tokens[at..at + length].join(" "), Interval::day(date)))
    })
}

/// Whether a label says by itself that a date follows, as 'published' does and 'on' does not.
fn is_telling(label: &[&str]) -> bool {
    label.len() > 1 || label.iter().all(|word| word.len() > 4)
}

/// Whether a folded line only announces a date or gives an hour: 'Published', '09:35'.
pub(super) fn is_label(folded: &str, words: &DateWords) -> bool {
    let label = folded.trim_end_matches([':', ' ']);
    let names = words.published.iter().chain(&words.modified).any(|name| name.len() > 3 && name == label);
    let hour = folded.len() <= 12
        && folded.starts_with(|c: char| c.is_ascii_digit())
        && folded.contains([':', 'h'])
        && tokenise(folded).iter().all(|token| is_filler(token, words));
    names || hour
}

/// A date as metadata states it: ISO 8601, RFC 2822, or a date in words.
pub(super) fn metadata_date<'w>(raw: &str, words: impl IntoIterator<Item = &'w DateWords>) -> Option<StatedDate> {
    let raw = raw.trim();
    if let Some(interval) = iso_8601(raw).or_else(|| compact(raw)) {
        return Some(stated(raw, interval));
    }
    let folded = crate::text::fold_line(raw);
    let tokens = tokenise(&folded);
    words.into_iter().find_map(|words| {
        (0..tokens.len()).find_map(|at| date_at(&tokens[at..], words)).map(|(date, _)| stated(raw, Interval::day(date)))
    })
}

fn stated(raw: &str, interval: Interval) -> StatedDate {
    StatedDate { raw: raw.to_owned(), interval }
}

/// `2021-03-04`, `2021-03-04T10:20:30+01:00`, `2021-03-04 10:20`, `2021-03`; the local time is kept.
fn iso_8601(raw: &str) -> Option<Interval> {
    let date = raw.get(..10).unwrap_or(raw);
    if let Ok(date) = date.parse::<Date>() {
        let time = raw.get(11..16).and_then(|time| format!("{time}:00").parse::<Time>().ok());
        return Some(match time {
            Some(time) => Interval { earliest: Some(date.to_datetime(time)), latest: Some(date.to_datetime(time)) },
            None => Interval::day(date),
        });
    }
    let first = format!("{}-01", raw.get(..7).filter(|_| raw.len() == 7)?).parse::<Date>().ok()?;
    Some(Interval::days(first, first.last_of_month()))
}

/// `20210304`, `20210304T102030Z`: the basic format of ISO 8601.
fn compact(raw: &str) -> Option<Interval> {
    let digits = raw.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let ends = raw.len() == 8 || raw.as_bytes().get(8) == Some(&b'T') || raw.len() == 14;
    let date = format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]).parse::<Date>().ok()?;
    (ends && (1900..2200).contains(&date.year())).then(|| Interval::day(date))
}

/// Words, numbers and separators of a folded line; '9novembre' and '10h30' come apart.
fn tokenise(folded: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let class = class(first);
        let end = rest.find(|c| self::class(c) != class).unwrap_or(rest.len());
        let (token, after) = rest.split_at(if class == Class::Other { first.len_utf8() } else { end });
        if class != Class::Space {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Class {
    Letter,
    Digit,
    Space,
    Other,
}

fn class(c: char) -> Class {
    match c {
        c if c.is_alphabetic() || c == '\'' => Class::Letter,
        c if c.is_ascii_digit() => Class::Digit,
        c if c.is_whitespace() => Class::Space,
        _ => Class::Other,
    }
}

/// Length in tokens of the longest phrase that the tokens begin with.
fn starts_with_phrase(tokens: &[&str], phrases: &[String]) -> Option<usize> {
    phrases
        .iter()
        .filter_map(|phrase| {
            let words = tokenise(phrase);
            (tokens.len() >= words.len() && tokens[..words.len()] == words[..]).then_some(words.len())
        })
        .max()
}

fn is_filler(token: &str, words: &DateWords) -> bool {
    token.chars().all(|c| !c.is_alphanumeric())
        || words.fillers.iter().any(|filler| filler == token)
        || words.weekdays.iter().any(|day| is_name_of(token, day))
        || (token.len() <= 2 && token.chars().all(|c| c.is_ascii_digit()))
}

/// Whether a token is a name or its beginning of three letters or more ('sam' for 'samedi').
fn is_name_of(token: &str, name: &str) -> bool {
    token == name || (token.chars().count() >= 3 && name.starts_with(token))
}

/// A date at the first token and its length in tokens.
fn date_at(tokens: &[&str], words: &DateWords) -> Option<(Date, usize)> {
    numeric(tokens, words.order).or_else(|| in_words(tokens, words))
}

/// `9/11/2017`, `09.11.2017`, `2017-11-09`, `09/11/17`.
fn numeric(tokens: &[&str], order: DayOrder) -> Option<(Date, usize)> {
    let [one, separator, two, same, three, ..] = tokens else { return None };
    if separator != same || !matches!(*separator, "/" | "-" | ".") {
        return None;
    }
    let (year, month, day) = match (one.len(), three.len(), order) {
        (4, _, _) => (one, two, three),
        (_, 4, DayOrder::DayFirst) => (three, two, one),
        (_, 4, DayOrder::MonthFirst) => (three, one, two),
        (2, 2, DayOrder::DayFirst) if *separator != "-" => (three, two, one),
        (2, 2, DayOrder::MonthFirst) if *separator != "-" => (three, one, two),
        _ => return None,
    };
    let written = year.parse().ok()?;
    let year = if year.len() == 2 { full_year(written, None) } else { written };
    Some((Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?, 5))
}

/// `9 novembre 2017`, `1er mars 2020`, `November 9, 2017`.
fn in_words(tokens: &[&str], words: &DateWords) -> Option<(Date, usize)> {
    let month_of = |token: &str| words.months.iter().position(|names| names.iter().any(|name| name == token));
    let mut at = 0;
    let (mut day, mut month) = (None, None);
    while let Some(&token) = tokens.get(at).filter(|_| at < 7) {
        if let Some(found) = month_of(token) {
            month = Some(i8::try_from(found + 1).ok()?);
        } else if token.len() == 4 && token.chars().all(|c| c.is_ascii_digit()) {
            return Some((date(token, month?, day?)?, at + 1));
        } else if token.len() <= 2 && token.chars().all(|c| c.is_ascii_digit()) && (day.is_none() || month.is_none()) {
            // '12:00 | 18 March 2018': the day is the number next to the month.
            day = Some(token);
        } else if at == 0 || !is_filler(token, words) || day.is_none() && month.is_none() {
            return None;
        }
        at += 1;
    }
    None
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Packs;
    use crate::text::fold_line;

    fn dates(lang: &str, line: &str) -> Option<Vec<String>> {
        let words = &Packs::embedded().get(lang).unwrap().page.dates;
        let found = date_line(&fold_line(line), words)?;
        Some(found.iter().map(|(kind, date)| format!("{kind:?} {}", date.interval.single_day().unwrap())).collect())
    }

    #[test]
    fn lines_of_dates_only() {
        let cases = [
            ("fr", "jeudi 9 novembre 2017", "Published 2017-11-09"),
            (
                "fr",
                "Publié le 1er mars 2020 à 10h30 – Mis à jour le 02/03/2020 à 8 h",
                "Published 2020-03-01, Modified 2020-03-02",
            ),
            ("fr", "Le 14.07.2019", "Published 2019-07-14"),
            ("fr", "Publié le 17/08/21 à 07h12", "Published 2021-08-17"),
            (
                "fr",
                "14/06/2016 17:17 CEST | Actualisé 05/10/2016 06:15 CEST",
                "Published 2016-06-14, Modified 2016-10-05",
            ),
            ("en", "Thu, November 9, 2017, 10:30 AM GMT", "Published 2017-11-09"),
            ("en", "Published 3/4/2021 | Updated on 3/5/2021", "Published 2021-03-04, Modified 2021-03-05"),
            ("en", "9th of March 2021", "Published 2021-03-09"),
            ("en", "Published: 12:00 | 18 March 2018", "Published 2018-03-18"),
        ];
        for (lang, line, expected) in cases {
            assert_eq!(dates(lang, line).map(|found| found.join(", ")).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn prose_with_a_date_is_no_date_line() {
        for line in [
            "Le 9 novembre 2017, l'armée est entrée",
            "lundi",
            "31 février 2020",
            "2017",
            "Mai 2020 mai",
            "le 12/13/2020",
        ] {
            assert_eq!(dates("fr", line), None, "{line}");
        }
    }

    #[test]
    fn labels_and_hours_are_no_text() {
        let words = |lang| &Packs::embedded().get(lang).unwrap().page.dates;
        for (lang, line) in [("en", "published"), ("en", "last updated:"), ("fr", "09:35"), ("fr", "9 h 35")] {
            assert!(is_label(line, words(lang)), "{line}");
        }
        for (lang, line) in [("en", "on"), ("fr", "lundi"), ("fr", "le"), ("fr", "19 habitants"), ("en", "the pier")] {
            assert!(!is_label(line, words(lang)), "{line}");
        }
    }

    #[test]
    fn metadata_dates_keep_the_time() {
        let found = metadata_date("2021-03-04T10:20:30+01:00", []).unwrap();
        assert_eq!(found.interval.earliest.unwrap().to_string(), "2021-03-04T10:20:00");
        let basic = metadata_date("20210304T102030Z", []).unwrap();
        assert_eq!(basic.interval.single_day().unwrap().to_string(), "2021-03-04");
        assert_eq!(metadata_date("1614852000", []), None);
        let month = metadata_date("2021-02", []).unwrap();
        assert_eq!(month.interval.latest.unwrap().date().to_string(), "2021-02-28");
        let mail = metadata_date("Thu, 04 Mar 2021 10:20:30 +0100", [&Packs::embedded().get("en").unwrap().page.dates]);
        assert_eq!(mail.unwrap().interval.single_day().unwrap().to_string(), "2021-03-04");
    }
}
