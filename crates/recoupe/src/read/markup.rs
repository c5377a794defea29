//! Metadata in the markup of a page: JSON-LD, Open Graph and other meta tags, `<time>`, the title.

mod headings;
mod times;

use std::collections::BTreeMap;

use dom_query::Document as Page;
use serde_json::Value;

use crate::document::{Candidate, Meta, Provenance, StatedDate};
use crate::language::Packs;
use crate::text::{fold_line, head};

use super::article::add_dates;
use super::blocks::agencies;
use super::credit::credit;
use super::date_line::{date_line, metadata_date};
use super::language;
use super::piece::Marked;

/// Meta tags per field, surest first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title"];
const OUTLETS: &[&str] = &["og:site_name", "application-name", "dc.publisher", "publisher"];
const AUTHORS: &[&str] = &["author", "article:author", "dc.creator", "sailthru.author", "parsely-author"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dc.created",
    "dc.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "og:published_time",
    "og:article:published_time",
    "originalpublicationdate",
    "sailthru.date",
    "parsely-pub-date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "last-modified",
    "dc.date.modified",
    "dc.modified",
    "dcterms.modified",
];

/// Adds what the markup of a page states, surest first; the first candidate of each field is chosen. `lines` are
/// all its paragraphs.
pub(super) fn gather(page: &Page, html: &str, lines: &[Marked], meta: &mut Meta, packs: &Packs) {
    json_ld(page, meta, packs);
    let tags = tags(page);
    let texts = [(TITLES, &mut meta.title), (OUTLETS, &mut meta.outlet), (AUTHORS, &mut meta.byline)];
    for (names, field) in texts {
        for (name, content) in named(&tags, names).filter(|(_, content)| !content.starts_with("http")) {
            field.add(content.to_owned(), tag(format!("meta[{name}]")));
        }
    }
    for (names, field) in [(PUBLISHED, &mut meta.published), (MODIFIED, &mut meta.modified)] {
        for (name, content) in named(&tags, names) {
            if let Some(date) = date(content, packs) {
                field.add(date, tag(format!("meta[{name}]")));
            }
        }
    }
    authors(page, meta, packs);
    headings::gather(page, lines, meta);
    times::gather(page, meta, packs);
    copyright(lines, meta, packs);
    if let Some(href) = page.select("link[rel=canonical]").attr("href") {
        meta.url.add(href.to_string(), tag("link[rel=canonical]".into()));
    }
    for (name, content) in named(&tags, &["og:url"]) {
        meta.url.add(content.to_owned(), tag(format!("meta[{name}]")));
    }
    if let Some(url) = saved_from(html) {
        meta.url.add(url.to_owned(), tag("saved from".into()));
    }
    if let Some(lang) = page.select("html").attr("lang").filter(|lang| !lang.is_empty()) {
        meta.language.add(lang.to_ascii_lowercase(), tag("html[lang]".into()));
    }
    from_url(meta);
}

/// The address in the comment that a browser puts at the top of a page that it saves:
/// `<!-- saved from url=(0031)https://www.example.org/2021/03/ -->`.
fn saved_from(html: &str) -> Option<&str> {
    let head = head(html, 2000);
    let (_, rest) = head.split_once("<!-- saved from url=(")?;
    let url = rest.split_once(')')?.1.split_whitespace().next()?;
    url.starts_with("http").then_some(url)
}

/// Years in which a page with an address can have been published.
const WEB_YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;

/// The outlet and the date that the page's address shows.
pub(super) fn from_url(meta: &mut Meta) {
    let Some(url) = meta.url.value().cloned() else { return };
    if let Some(host) = url
        .split("//")
        .nth(1)
        .and_then(|rest| rest.split(['/', '?', '#', ':']).next())
        .filter(|host| host.contains('.'))
    {
        meta.outlet.add(host.trim_start_matches("www.").to_owned(), Provenance::Url);
    }
    let digits: Vec<&str> = url.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let iso = digits.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    });
    let compact = || digits.iter().find(|part| part.len() == 8).map(|part| (*part).to_owned());
    let date = iso.or_else(compact).and_then(|iso| metadata_date(&iso, []));
    // '/1400/02/14/' counts years from another event, or counts something else.
    let plausible = |date: &StatedDate| date.interval.earliest.is_some_and(|at| WEB_YEARS.contains(&at.year()));
    if let Some(date) = date.filter(plausible) {
        meta.published.add(date, Provenance::Url);
    }
}

/// Elements that name the author.
const AUTHOR_ELEMENTS: &[&str] = &["[itemprop=author]", "[rel=author]", ".byline", ".author", ".post-author .fn"];

fn authors(page: &Page, meta: &mut Meta, packs: &Packs) {
    for selector in AUTHOR_ELEMENTS {
        for element in page.select(selector).iter().take(5) {
            let Some(line) = non_empty(&element.text()).filter(|line| line.chars().count() <= 80) else { continue };
            let credit = credit(&line, packs);
            let name = credit.and_then(|credit| credit.author).map_or(line.as_str(), |span| span.of(&line));
            let capitals = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase)).count();
            if capitals >= 2 {
                meta.byline.add(name.to_owned(), tag((*selector).into()));
            }
        }
    }
}

/// How many lines at the end of a page are looked through for its owner.
const FOOT: usize = 12;

/// The owner in the copyright line at the foot of a page: '© 2021 Le Fleuve. All rights reserved'.
fn copyright(lines: &[Marked], meta: &mut Meta, packs: &Packs) {
    for (line, _) in lines.iter().rev().take(FOOT) {
        let folded = fold_line(line);
        let word =
            packs.iter().flat_map(|pack| &pack.page.copyright.prefixes).find(|word| folded.starts_with(word.as_str()));
        let Some(word) = word else { continue };
        let rest: String = line.chars().skip(word.chars().count()).collect();
        let has_year = rest.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
        let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let owner = rest.split(['.', ',', '|', '–', '—', '(']).next().unwrap_or(rest).trim();
        if has_year && owner.starts_with(char::is_uppercase) && (2..=40).contains(&owner.chars().count()) {
            meta.outlet.add(owner.to_owned(), tag("copyright line".into()));
        }
    }
}

/// Dates, authors and agencies in the lines around an article, for what nothing else told. `stated` is what the
/// page's markup said: it is surer than a line.
pub(super) fn lines_around(lines: &[String], stated: &Meta, meta: &mut Meta, packs: &Packs) {
    let line_tag = || tag("line beside the article".into());
    let packs = &language::led_by_text(&lines.join("\n"), packs);
    for line in lines {
        let folded = fold_line(line);
        if let Some(dates) = packs.iter().find_map(|pack| date_line(&folded, &pack.page.dates)) {
            add_dates(meta, &dates, &line_tag());
        } else if let Some(credit) = credit(line, packs) {
            if let Some(author) = credit.author.filter(|_| stated.byline.value().is_none()) {
                meta.byline.add(author.of(line).to_owned(), line_tag());
            }
            add_dates(meta, &credit.dates, &line_tag());
            add_agencies(meta, credit.agencies);
        } else if meta.agencies.is_empty() && (line.starts_with('(') || introduces_agency(line, &folded, packs)) {
            add_agencies(meta, agencies(line, packs));
        }
    }
}

/// 'Avec AFP', 'Source: Reuters', 'Reuters': elsewhere on a page, capitals alone are mostly names of sections.
fn introduces_agency(line: &str, folded: &str, packs: &Packs) -> bool {
    if packs.iter().any(|pack| pack.page.credits.names.iter().any(|name| name == line)) {
        return true;
    }
    let mut prefixes = packs.iter().flat_map(|pack| &pack.page.credits.prefixes);
    prefixes.any(|prefix| folded.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with(' ')))
}

fn add_agencies(meta: &mut Meta, found: Vec<(crate::text::Span, String)>) {
    for (_, name) in found {
        if !meta.agencies.iter().any(|known| known.value == name) {
            meta.agencies.push(Candidate { value: name, provenance: tag("line beside the article".into()) });
        }
    }
}

/// `(name, content)` of all meta tags, names in lower case.
fn tags(page: &Page) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    // RDFa and microdata put the same names on elements of the body, several at once: 'dc:date dc:created'.
    for node in page.select("meta[content], [property][content], [itemprop][content]").iter() {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| node.attr(attribute));
        if let (Some(names), Some(content)) = (name, node.attr("content").and_then(|content| non_empty(&content))) {
            for name in names.split_whitespace().take(5) {
                let name = name.to_ascii_lowercase();
                let dublin_core = name.starts_with("dc:") || name.starts_with("dcterms:");
                tags.push((if dublin_core { name.replace(':', ".") } else { name }, content.clone()));
            }
        }
    }
    tags
}

fn named<'t>(tags: &'t [(String, String)], names: &'t [&str]) -> impl Iterator<Item = (&'t str, &'t str)> {
    names.iter().flat_map(|name| {
        tags.iter().filter(move |(of, _)| of == name).map(|(name, content)| (name.as_str(), content.as_str()))
    })
}

fn tag(tag: String) -> Provenance {
    Provenance::Markup { tag }
}

fn date(raw: &str, packs: &Packs) -> Option<StatedDate> {
    metadata_date(raw, packs.iter().map(|pack| &pack.page.dates))
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// JSON-LD: the first object, at any depth of lists and `@graph`, whose type ends in 'Article' or 'Posting'.
fn json_ld(page: &Page, meta: &mut Meta, packs: &Packs) {
    let scripts = page.select("script[type='application/ld+json']");
    let values: Vec<Value> = scripts.iter().filter_map(|script| serde_json::from_str(&script.text()).ok()).collect();
    let mut names = BTreeMap::new();
    values.iter().for_each(|value| gather_names(value, 0, &mut names));
    let text_of = |value: &Value| text_of(value, &names);
    for value in &values {
        let Some(article) = find_article(value, 0) else { continue };
        let from = |key: &str| tag(format!("json-ld {key}"));
        if let Some(title) = text_of(&article["headline"]) {
            meta.title.add(title, from("headline"));
        }
        if let Some(outlet) = text_of(&article["publisher"]) {
            meta.outlet.add(outlet, from("publisher"));
        }
        if let Some(author) = text_of(&article["author"]) {
            meta.byline.add(author, from("author"));
        }
        if let Some(url) = text_of(&article["url"]).or_else(|| text_of(&article["mainEntityOfPage"])) {
            meta.url.add(url, from("url"));
        }
        if let Some(date) = text_of(&article["datePublished"]).and_then(|raw| date(&raw, packs)) {
            meta.published.add(date, from("datePublished"));
        }
        if let Some(date) = text_of(&article["dateModified"]).and_then(|raw| date(&raw, packs)) {
            meta.modified.add(date, from("dateModified"));
        }
    }
}

/// The text of the report as JSON-LD states it, paragraph by paragraph.
pub(super) fn stated_body(page: &Page) -> Option<Vec<Marked>> {
    let scripts = page.select("script[type='application/ld+json']");
    let mut values = scripts.iter().filter_map(|script| serde_json::from_str::<Value>(&script.text()).ok());
    let text = values.find_map(|value| Some(find_article(&value, 0)?.get("articleBody")?.as_str()?.to_owned()))?;
    Some(text.lines().filter_map(non_empty).map(|line| (line, None)).collect())
}

fn find_article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 6 {
        return None;
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| find_article(item, depth + 1)),
        Value::Object(fields) => {
            let is_article =
                |kind: &Value| kind.as_str().is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"));
            let kind = fields.get("@type");
            if kind.is_some_and(|kind| {
                is_article(kind) || kind.as_array().is_some_and(|kinds| kinds.iter().any(is_article))
            }) {
                return Some(value);
            }
            fields.get("@graph").and_then(|graph| find_article(graph, depth + 1))
        }
        _ => None,
    }
}

/// The names of the objects that others point to by `@id`.
fn gather_names(value: &Value, depth: usize, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if depth <= 6 => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str);
            if let (Some(id), Some(name)) = (text("@id"), text("name")) {
                names.insert(id.to_owned(), name.to_owned());
            }
            fields.values().for_each(|inner| gather_names(inner, depth + 1, names));
        }
        Value::Array(items) if depth <= 6 => items.iter().for_each(|item| gather_names(item, depth + 1, names)),
        _ => {}
    }
}

/// A text, the name of an object or of the one that it points to, or those of a list.
fn text_of(value: &Value, names: &BTreeMap<String, String>) -> Option<String> {
    match value {
        Value::String(text) => non_empty(text),
        Value::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str);
            let pointed = text("@id").map(|id| names.get(id).map_or(id, String::as_str));
            text("name").or(pointed).and_then(non_empty)
        }
        Value::Array(items) => {
            let texts: Vec<String> =
                items.iter().filter(|item| !item.is_array()).filter_map(|item| text_of(item, names)).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        _ => None,
    }
}
