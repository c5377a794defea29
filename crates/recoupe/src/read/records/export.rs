//! Exports of press databases: many articles in one HTML or text file.
//!
//! The marks are those that public descriptions of the formats give (the readers `tm.plugin.europresse`
//! and `tm.plugin.factiva` of the R package tm, and the labels of plain-text exports).

use dom_query::{Document as Page, Selection};

use super::numbered;
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};
use crate::read::{ReadError, Refused};

/// How a database marks its articles in HTML: CSS selectors.
struct Form {
    /// A word of the page without which the form is not looked for.
    sign: &'static str,
    article: &'static str,
    facts: &'static [(About, &'static str)],
    body: &'static str,
}

const FORMS: &[Form] = &[
    Form {
        sign: "rdp__",
        article: "article",
        facts: &[
            (About::Title, ".rdp__articletitle, .titreArticleVisu"),
            (About::Outlet, ".rdp__DocPublicationName .DocPublicationName, .rdp__DocPublicationName"),
            (About::Published, ".DocHeader, .rdp__DocHeader"),
            (About::Byline, ".docAuthors, .rdp__docAuthors, .sm-margin-bottomNews"),
        ],
        body: ".docOcurrContainer, .DocText",
    },
    Form {
        sign: "articleParagraph",
        article: "div.article, article.article",
        facts: &[
            (About::Title, "#hd, .headline, .enHeadline, .frHeadline"),
            (About::Byline, ".author"),
            (About::Published, "div:not([class]):not([id])"),
            (About::Outlet, "div:not([class]):not([id])"),
        ],
        body: ".articleParagraph",
    },
];

/// The articles of a database's HTML page; `None` where the page is no such export.
pub fn unpack_html(name: &str, page: &Page, html: &str, budget: &mut Budget) -> Option<Result<Unpacked, ReadError>> {
    let form = FORMS.iter().find(|form| html.contains(form.sign))?;
    let articles = page.select(form.article);
    if articles.is_empty() || !page.select(form.body).exists() {
        return None;
    }
    let mut unpacked = Unpacked::default();
    for (position, node) in articles.nodes().iter().enumerate() {
        if let Err(error) = budget.part() {
            return Some(Err(error));
        }
        let article = Selection::from(*node);
        let name = numbered(name, position);
        let body: String = article.select(form.body).nodes().iter().map(|node| node.html().to_string()).collect();
        if body.is_empty() {
            unpacked.refused.push(Refused { name, error: ReadError::NoText });
            continue;
        }
        let mut piece = Piece::new(name, Content::Fragment(body));
        for (about, selector) in form.facts {
            state(&mut piece, *about, &article, selector);
        }
        unpacked.pieces.push(piece);
    }
    Some(Ok(unpacked))
}

fn state(piece: &mut Piece, about: About, article: &Selection, selector: &str) {
    let tag = format!("export {}", selector.split(',').next().unwrap_or(selector));
    for node in article.select(selector).nodes() {
        let text = node.text();
        let text = text.trim();
        let has_digit = text.contains(|c: char| c.is_ascii_digit());
        let fits = match about {
            About::Published => has_digit && year(text),
            // Without marks of their own, the outlet is the first line in words.
            About::Outlet => !has_digit && text.chars().count() <= 80,
            _ => true,
        };
        if fits && !text.is_empty() {
            piece.state(about, text, tag);
            return;
        }
    }
}

/// Whether a text holds a number of four digits that may be a year.
fn year(text: &str) -> bool {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits.filter(|part| part.len() == 4).any(|part| part.starts_with("19") || part.starts_with("20"))
}

/// The two-letter codes before the fields of an article in a text export.
const CODES: &[(&str, Option<About>)] = &[
    ("HD", Some(About::Title)),
    ("BY", Some(About::Byline)),
    ("CR", Some(About::Agency)),
    ("PD", Some(About::Published)),
    ("SN", Some(About::Outlet)),
    ("LA", Some(About::Language)),
    ("SE", None),
    ("WC", None),
    ("ET", None),
    ("SC", None),
    ("ED", None),
    ("PG", None),
    ("CY", None),
    ("LP", None),
    ("TD", None),
    ("CO", None),
    ("IN", None),
    ("NS", None),
    ("RE", None),
    ("PUB", None),
    ("IPC", None),
    ("IPD", None),
    ("AN", None),
    ("RF", None),
    ("CT", None),
    ("VOL", None),
    ("ART", None),
    ("CLM", None),
];

/// Whether text is an export with two-letter codes: title, date, outlet and lead each have theirs.
pub fn is_coded_text(text: &str) -> bool {
    let has = |code: &str| text.lines().take(5000).any(|line| field(line).is_some_and(|(of, _)| of == code));
    ["HD", "PD", "SN", "LP"].into_iter().all(has)
}

/// The code at the beginning of a line, and what follows it.
fn field(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    CODES.iter().find_map(|(code, _)| {
        let rest = line.strip_prefix(code)?;
        (rest.is_empty() || rest.starts_with([' ', '\t', '\r'])).then_some((*code, rest.trim()))
    })
}

/// The articles of a text export: each begins with its headline's code.
pub fn unpack_text(name: &str, text: &str, budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let mut articles: Vec<Vec<(&str, String)>> = Vec::new();
    for line in text.lines() {
        match field(line) {
            // The section comes before the headline where there is one.
            Some((code, rest)) => {
                let has_title = articles.last().is_some_and(|fields| fields.iter().any(|(of, _)| *of == "HD"));
                if articles.is_empty() || code == "HD" && has_title || code == "SE" && has_title {
                    articles.push(Vec::new());
                }
                if let Some(fields) = articles.last_mut() {
                    fields.push((code, rest.to_owned()));
                }
            }
            None => {
                if let Some((_, value)) = articles.last_mut().and_then(|fields| fields.last_mut()) {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    let mut unpacked = Unpacked::default();
    for (position, fields) in articles.into_iter().enumerate() {
        budget.part()?;
        let name = numbered(name, position);
        let body: Vec<&str> =
            fields.iter().filter(|(code, _)| matches!(*code, "LP" | "TD")).map(|(_, value)| value.trim()).collect();
        if body.iter().all(|part| part.is_empty()) {
            unpacked.refused.push(Refused { name, error: ReadError::NoText });
            continue;
        }
        let mut piece = Piece::new(name, Content::Text(body.join("\n\n")));
        for (code, value) in &fields {
            if let Some((_, Some(about))) = CODES.iter().find(|(of, _)| of == code) {
                piece.state(*about, value, format!("field {code}"));
            }
        }
        unpacked.pieces.push(piece);
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn budget() -> Budget {
        Budget::new(Limits::default())
    }

    #[test]
    fn an_html_export_with_articles_is_split() {
        let article = |title: &str, date: &str| {
            format!(
                "<article><header><div class='rdp__DocPublicationName'><span class='DocPublicationName'>Le Fleuve</span></div><span class='DocHeader'>Monde, {date} 321 mots, p. 4</span><p class='titreArticleVisu rdp__articletitle'>{title}</p></header><section><div class='DocText clearfix'><div class='docOcurrContainer'><p>Le pont est fermé.</p></div></div></section></article>"
            )
        };
        let html = article("Un", "jeudi 4 mars 2021") + &article("Deux", "vendredi 5 mars 2021");
        let unpacked = unpack_html("e.html", &Page::from(html.as_str()), &html, &mut budget()).unwrap().unwrap();
        assert_eq!(unpacked.pieces.len(), 2);
        let facts: Vec<&str> = unpacked.pieces[1].facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["Deux", "Le Fleuve", "Monde, vendredi 5 mars 2021 321 mots, p. 4"]);
    }

    #[test]
    fn an_html_export_with_paragraph_classes() {
        let html = "<div class='article frArticle'><div id='hd'><span class='frHeadline'>Un pont</span></div><div class='author'>Jeanne Martin</div><div>321 mots</div><div>4 mars 2021</div><div>Le Fleuve</div><div>Français</div><p class='articleParagraph frarticleParagraph'>Le pont est fermé.</p><p class='articleParagraph frarticleParagraph'>Fin.</p></div>";
        let unpacked = unpack_html("e.html", &Page::from(html), html, &mut budget()).unwrap().unwrap();
        let facts: Vec<&str> = unpacked.pieces[0].facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["Un pont", "Jeanne Martin", "4 mars 2021", "Le Fleuve"]);
    }

    #[test]
    fn an_ordinary_page_is_no_export() {
        let html = "<article><h1>Un pont</h1><p>Le pont est fermé.</p></article>";
        assert!(unpack_html("e.html", &Page::from(html), html, &mut budget()).is_none());
    }

    #[test]
    fn a_coded_text_is_split_into_its_articles() {
        let text = "SE Monde\nHD Un pont\nBY Jeanne Martin\nWC 321 mots\nPD 4 mars 2021\nSN Le Fleuve\nLP\nLe pont est fermé.\n\nTD\nIl sera réparé.\nAN Document FLEUVE0020210304\n\nHD A bridge\nPD 5 March 2021\nSN The River\nLP The bridge is shut.\n";
        assert!(is_coded_text(text));
        let unpacked = unpack_text("e.txt", text, &mut budget()).unwrap();
        assert_eq!(unpacked.pieces[0].content, Content::Text("Le pont est fermé.\n\nIl sera réparé.".into()));
        assert_eq!(unpacked.pieces[1].name, "e.txt#2");
        assert_eq!(unpacked.pieces[1].content, Content::Text("The bridge is shut.".into()));
        assert!(!is_coded_text("HD est un sigle.\nSN aussi.\n"));
    }
}
