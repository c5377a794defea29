//! TimeML 1.2.1 (one document per report), and ISO 8601-2 (EDTF, level 1) for intervals.

use std::io::{self, Write};

use jiff::civil::Date;

use crate::annotated::Annotated;
use crate::dates::{Interval, Precision};
use crate::index::DocIdx;
use crate::layers::kinds::Modifier;
use crate::layers::timexes::{Anchor, Timex};
use crate::tell::xml::escaped;
use crate::tell::{ExportFile, Telling};

/// One TimeML document per report, and a table of every expression with its value in EDTF.
///
/// # Errors
/// When writing fails.
pub fn files(telling: &Telling) -> io::Result<Vec<ExportFile>> {
    let mut files = Vec::new();
    let mut table = b"document\tstart\tend\ttimex3\tedtf\n".to_vec();
    for (position, doc) in telling.dossier.docs.iter().enumerate() {
        let mut bytes = Vec::new();
        timeml(doc, &mut bytes)?;
        // The id names the file: a document's own name may hold anything.
        files.push(ExportFile { suffix: format!("-timeml/{}.tml", doc.document.id), bytes });
        for timex in &doc.annotations.timexes {
            let (start, end) = telling.code_points(DocIdx::new(position), timex.span);
            let edtf = timex_edtf(timex).unwrap_or_default();
            writeln!(table, "{}\t{start}\t{end}\t{}\t{edtf}", doc.document.id, timex.value)?;
        }
    }
    files.push(ExportFile { suffix: "-timeml/edtf.tsv".to_owned(), bytes: table });
    Ok(files)
}

/// Writes one report as a TimeML document: its text with inline `TIMEX3` elements.
///
/// The creation time is `t0`; expression `n` of the annotations is `t<n+1>`. Doubts and alternatives have no
/// place in TimeML and are left to the other exports. Characters that XML 1.0 forbids become U+FFFD.
///
/// # Errors
/// When writing fails.
pub fn timeml(doc: &Annotated, mut out: impl Write) -> io::Result<()> {
    let annotations = &doc.annotations;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<TimeML>")?;
    writeln!(out, "<DOCID>{}</DOCID>", escaped(&doc.document.name))?;
    let created = annotations.dct.interval;
    let day = annotations.dct.likely.or_else(|| created.earliest.map(|at| at.date()));
    let value = day.map_or("XXXX-XX-XX".to_owned(), |day| day.to_string());
    writeln!(
        out,
        "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{value}\" functionInDocument=\"CREATION_TIME\">{value}</TIMEX3></DCT>"
    )?;
    write!(out, "<TEXT>")?;
    let text = &doc.document.text;
    let mut at = 0;
    for (position, timex) in annotations.timexes.iter().enumerate() {
        let range = timex.span.range();
        write!(out, "{}", escaped(text.get(at..range.start).unwrap_or_default()))?;
        write!(out, "{}{}</TIMEX3>", opening(position, timex), escaped(doc.document.slice(timex.span)))?;
        at = range.end;
    }
    write!(out, "{}", escaped(text.get(at..).unwrap_or_default()))?;
    writeln!(out, "</TEXT>")?;
    writeln!(out, "</TimeML>")
}

fn opening(position: usize, timex: &Timex) -> String {
    let mut tag = format!("<TIMEX3 tid=\"t{}\" type=\"{}\"", position + 1, json_name(&timex.kind));
    let mut attribute = |name: &str, value: &str| {
        tag.push_str(&format!(" {name}=\"{}\"", escaped(value)));
    };
    attribute("value", &timex.value);
    if let Some(modifier) = timex.modifier {
        attribute("mod", &json_name(&modifier));
    }
    if let Some(quantity) = &timex.quantity {
        attribute("quant", quantity);
    }
    if let Some(frequency) = &timex.frequency {
        attribute("freq", frequency);
    }
    match timex.anchor {
        Anchor::None => {}
        Anchor::Dct => attribute("anchorTimeID", "t0"),
        Anchor::Timex(of) => attribute("anchorTimeID", &format!("t{}", of.at() + 1)),
    }
    tag.push('>');
    tag
}

/// The name under which a unit variant is serialised, which is TimeML's own.
fn json_name(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// An interval in EDTF: a day, month or year where it is exactly one, else `first/last`; an unknown bound
/// is empty. An open interval is `/`.
///
/// ```
/// # use recoupe::{dates::Interval, tell::timeml::edtf};
/// let day = |month, day| jiff::civil::date(2017, month, day);
/// assert_eq!(edtf(Interval::days(day(11, 1), day(11, 30))), "2017-11");
/// assert_eq!(edtf(Interval::days(day(11, 4), day(11, 9))), "2017-11-04/2017-11-09");
/// assert_eq!(edtf(Interval { latest: None, ..Interval::day(day(11, 4)) }), "2017-11-04/");
/// ```
pub fn edtf(interval: Interval) -> String {
    let date = |date: Date| {
        let sign = if date.year() < 0 { "-" } else { "" };
        format!("{sign}{:04}-{:02}-{:02}", date.year().unsigned_abs(), date.month(), date.day())
    };
    let (earliest, latest) = (interval.earliest.map(|at| at.date()), interval.latest.map(|at| at.date()));
    if let (Some(first), Some(last)) = (earliest, latest) {
        if first == last {
            return date(first);
        }
        let whole_months = first.day() == 1 && last == last.last_of_month() && first.year() == last.year();
        if whole_months && first.month() == last.month() {
            return date(first).rsplit_once('-').map_or_else(String::new, |(month, _)| month.to_owned());
        }
        if whole_months && (first.month(), last.month()) == (1, 12) {
            return date(first).split_at(date(first).len() - 6).0.to_owned();
        }
    }
    let part = |of: Option<Date>| of.map(date).unwrap_or_default();
    format!("{}/{}", part(earliest), part(latest))
}

/// An expression in EDTF: `~` after a date that is approximate, `%` after one that is doubtful and
/// approximate, `?` after one that is doubtful (it has flags or other readings). Durations, sets and
/// references without bounds give `None`.
pub fn timex_edtf(timex: &Timex) -> Option<String> {
    if timex.interval.is_open() {
        return None;
    }
    let date = edtf(timex.interval);
    let approximate = timex.modifier == Some(Modifier::Approx) || timex.precision == Precision::Vague;
    let doubtful = !timex.flags.is_empty() || !timex.alternatives.is_empty();
    let mark = match (approximate, doubtful) {
        (true, true) => "%",
        (true, false) => "~",
        (false, true) => "?",
        (false, false) => "",
    };
    // A qualification holds for the date that it follows, so both ends of an interval carry it.
    let marked: Vec<String> =
        date.split('/').map(|end| if end.is_empty() { String::new() } else { format!("{end}{mark}") }).collect();
    Some(marked.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Candidate, Provenance};
    use crate::gazetteer::Gazetteer;
    use crate::language::Packs;
    use crate::read::{Input, read};

    fn annotated(text: &str) -> Annotated {
        let input = Input { name: "a&b.txt", bytes: text.as_bytes(), sidecar: None };
        let mut document = read(&input, Packs::embedded()).unwrap().documents.remove(0);
        let provenance = Provenance::Detector { name: "test".into() };
        document.meta.language.candidates = vec![Candidate { value: "en".into(), provenance }];
        document.meta.language.chosen = Some(0);
        Annotated::of(document, Packs::embedded(), Gazetteer::embedded())
    }

    #[test]
    fn the_text_survives_between_tags_and_escapes() {
        let doc = annotated("The <b>strike</b> & the march began on 4 May 2017. The next day it rained.");
        let mut out = Vec::new();
        timeml(&doc, &mut out).unwrap();
        let xml = String::from_utf8(out).unwrap();
        assert!(xml.contains("<DOCID>a&amp;b.txt</DOCID>"), "{xml}");
        assert!(xml.contains(r#"<TIMEX3 tid="t1" type="DATE" value="2017-05-04">4 May 2017</TIMEX3>"#), "{xml}");
        assert!(
            xml.contains(r#"<TIMEX3 tid="t2" type="DATE" value="2017-05-05" anchorTimeID="t1">The next day</TIMEX3>"#),
            "{xml}"
        );
        assert!(xml.contains("&lt;b&gt;strike"), "{xml}");
    }

    #[test]
    fn years_before_christ_and_open_ends_are_edtf() {
        let first = jiff::civil::date(-44, 3, 15);
        assert_eq!(edtf(Interval::day(first)), "-0044-03-15");
        assert_eq!(edtf(Interval::default()), "/");
        let year = Interval::days(jiff::civil::date(2017, 1, 1), jiff::civil::date(2017, 12, 31));
        assert_eq!(edtf(year), "2017");
    }
}
