//! The title of a report from the page's headings and its `<title>`, which often carries the site's name too.

use dom_query::Document as Page;

use crate::document::Meta;
use crate::text::fold_line;

use super::super::piece::Marked;
use super::{non_empty, tag};

/// Headings that are looked at.
const HEADINGS: usize = 60;

/// Adds titles, surest first, and the site's name where the page's title holds it.
pub(super) fn gather(page: &Page, lines: &[Marked], meta: &mut Meta) {
    let title = non_empty(&page.select("title").text());
    let texts = |selector: &str| {
        let mut texts: Vec<String> =
            page.select(selector).iter().take(HEADINGS).filter_map(|heading| non_empty(&heading.text())).collect();
        texts.dedup();
        texts
    };
    let heading = title.as_deref().and_then(|title| {
        let mut inside = texts("h1, h2, h3, [itemprop=headline]");
        inside.retain(|heading| title.contains(heading.as_str()) && (heading.len() >= 8 || heading == title));
        let longest = inside.into_iter().max_by_key(String::len);
        // A short heading may be the site's name.
        let (long, short) = longest.map_or((None, None), |heading| match words(&heading) {
            0..4 => (None, Some(heading)),
            _ => (Some(heading), None),
        });
        long.or_else(|| part_on_page(title, lines)).or(short)
    });
    if let (Some(title), Some(heading)) = (&title, &heading) {
        meta.title.add(heading.clone(), tag("heading in title".into()));
        let rest = separated(&title.replacen(heading.as_str(), " - ", 1));
        let mut sites = rest.rsplit(" - ").map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
        let site = sites.find(|part| !part.is_empty()).unwrap_or_default();
        if (2..=40).contains(&site.chars().count()) {
            meta.outlet.add(site.to_owned(), tag("title without heading".into()));
        }
    } else {
        // One heading of its kind that is more than a site's name.
        let levels = ["h1, [itemprop=headline]", "h2", "h3"].map(texts);
        let single = levels.iter().find(|level| !level.is_empty()).filter(|level| level.len() == 1);
        if let Some(heading) = single.and_then(|level| level.first()).filter(|text| words(text) >= 4) {
            meta.title.add(heading.clone(), tag("single heading".into()));
        }
    }
    if let Some(title) = title {
        meta.title.add(title, tag("title".into()));
    }
}

/// The part of the page's title that is a line of the page.
fn part_on_page(title: &str, lines: &[Marked]) -> Option<String> {
    let whole = separated(title);
    let parts: Vec<&str> = whole.split(" - ").map(str::trim).filter(|part| words(part) >= 4).collect();
    let is_line = |part: &&&str| {
        let folded = fold_line(part);
        lines.iter().any(|(line, _)| line.len() < 400 && fold_line(line) == folded)
    };
    if parts.len() > 6 || parts.first().is_some_and(|part| *part == title) {
        return None;
    }
    parts.iter().find(is_line).map(|part| (*part).to_owned())
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// A title with one kind of mark between its parts.
fn separated(title: &str) -> String {
    [" | ", " – ", " — ", " ~ ", " · ", " :: "].iter().fold(title.to_owned(), |title, mark| title.replace(mark, " - "))
}
