//! Metadata in the markup of a page: JSON-LD, Open Graph and other meta tags, `<time>`, the title.

use dom_query::Document as Page;
use serde_json::Value;

use crate::document::{Meta, Provenance, StatedDate};
use crate::language::Packs;

use super::date_line::metadata_date;

/// Meta tags per field, surest first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "dcterms.title"];
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
    "dcterms.created",
    "dcterms.date",
    "sailthru.date",
    "parsely-pub-date",
];
const MODIFIED: &[&str] =
    &["article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified"];

/// Adds what the markup of a page states, surest first; the first candidate of each field is chosen.
pub(super) fn gather(page: &Page, meta: &mut Meta, packs: &Packs) {
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
    for time in page.select("time[datetime]").iter() {
        if let Some(date) = time.attr("datetime").and_then(|raw| date(&raw, packs)) {
            meta.published.add(date, tag("time[datetime]".into()));
        }
    }
    if let Some(title) = non_empty(&page.select("title").text()) {
        meta.title.add(title, tag("title".into()));
    }
    if let Some(href) = page.select("link[rel=canonical]").attr("href") {
        meta.url.add(href.to_string(), tag("link[rel=canonical]".into()));
    }
    for (name, content) in named(&tags, &["og:url"]) {
        meta.url.add(content.to_owned(), tag(format!("meta[{name}]")));
    }
    if let Some(lang) = page.select("html").attr("lang").filter(|lang| !lang.is_empty()) {
        meta.language.add(lang.to_ascii_lowercase(), tag("html[lang]".into()));
    }
    from_url(meta);
}

/// The outlet and the date that the page's address shows.
fn from_url(meta: &mut Meta) {
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
    if let Some(date) = iso.and_then(|iso| metadata_date(&iso, [])) {
        meta.published.add(date, Provenance::Url);
    }
}

/// `(name, content)` of all meta tags, names in lower case.
fn tags(page: &Page) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for node in page.select("meta[content]").iter() {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attribute| node.attr(attribute));
        if let (Some(name), Some(content)) = (name, node.attr("content").and_then(|content| non_empty(&content))) {
            tags.push((name.to_ascii_lowercase(), content));
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
    for script in page.select("script[type='application/ld+json']").iter() {
        let Ok(value) = serde_json::from_str::<Value>(&script.text()) else { continue };
        let Some(article) = find_article(&value, 0) else { continue };
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

/// A text, the `name` or `@id` of an object, or the first of a list.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => non_empty(text),
        Value::Object(fields) => {
            fields.get("name").or_else(|| fields.get("@id")).and_then(Value::as_str).and_then(non_empty)
        }
        Value::Array(items) => items.first().filter(|item| !item.is_array()).and_then(text_of),
        _ => None,
    }
}
