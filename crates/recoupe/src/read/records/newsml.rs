//! News in the IPTC's XML formats: NewsML-G2, NewsML 1 and NITF.

use super::numbered;
use super::xml::{self, Element};
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};
use crate::read::{ReadError, Refused};

/// Root elements of the formats, in lower case.
pub const ROOTS: &[&str] = &["newsmessage", "newsitem", "newsml", "nitf", "packageitem"];

/// Elements that hold one report.
const ITEMS: &[&str] = &["newsitem", "nitf"];

/// One piece per news item. Items of pictures and packages that only point elsewhere hold no text.
pub fn unpack(name: &str, text: &str, budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let root = xml::parse(text, &budget.limits)?;
    let is_item = ITEMS.contains(&root.name.as_str());
    let items = if is_item { vec![&root] } else { root.below(ITEMS) };
    let mut unpacked = Unpacked::default();
    for (position, item) in items.into_iter().enumerate() {
        budget.part()?;
        let name = if is_item { name.to_owned() } else { numbered(name, position) };
        let Some(body) = body(item) else {
            unpacked.refused.push(Refused { name, error: ReadError::NoText });
            continue;
        };
        let mut piece = Piece::new(name, body);
        state(&mut piece, item);
        unpacked.pieces.push(piece);
    }
    Ok(unpacked)
}

/// The running text: the body of NITF or XHTML inside the item, else its plain data.
fn body(item: &Element) -> Option<Content> {
    let holders = ["body.content", "inlinexml", "datacontent", "inlinedata"];
    holders.iter().find_map(|holder| {
        let holder = item.first(holder)?;
        let body = holder.first("body.content").or(holder.first("body")).unwrap_or(holder);
        if body.text().trim().is_empty() {
            return None;
        }
        let plain = body.elements().next().is_none();
        Some(if plain { Content::Text(body.text()) } else { Content::Fragment(paragraphs(body).inner_html()) })
    })
}

/// The body with NITF's names for headings turned into those of HTML.
fn paragraphs(body: &Element) -> Element {
    let mut body = body.clone();
    for node in &mut body.children {
        if let xml::Node::Element(element) = node {
            if matches!(element.name.as_str(), "hl1" | "hl2") {
                element.name = "h2".into();
            } else {
                *element = paragraphs(element);
            }
        }
    }
    body
}

/// Where the formats keep what they state: a path of element names, the outermost anywhere in the item.
const FACTS: &[(About, &[&str])] = &[
    (About::Title, &["contentmeta", "headline"]),
    (About::Title, &["newslines", "headline"]),
    (About::Title, &["hedline", "hl1"]),
    (About::Title, &["head", "title"]),
    (About::Byline, &["contentmeta", "by"]),
    (About::Byline, &["newslines", "byline"]),
    (About::Byline, &["byline"]),
    (About::Outlet, &["itemmeta", "provider"]),
    (About::Outlet, &["newsidentifier", "providerid"]),
    (About::Outlet, &["distributor"]),
    (About::Agency, &["contentmeta", "creditline"]),
    (About::Agency, &["newslines", "creditline"]),
    (About::Published, &["itemmeta", "firstcreated"]),
    (About::Published, &["contentmeta", "contentcreated"]),
    (About::Published, &["newsmanagement", "firstcreated"]),
    (About::Published, &["docdata", "date.issue"]),
    (About::Published, &["dateline", "story.date"]),
    (About::Published, &["itemmeta", "versioncreated"]),
    (About::Modified, &["contentmeta", "contentmodified"]),
    (About::Modified, &["itemmeta", "versioncreated"]),
    (About::Modified, &["newsmanagement", "thisrevisioncreated"]),
    (About::Language, &["contentmeta", "language"]),
    (About::Url, &["itemmeta", "link"]),
];

fn state(piece: &mut Piece, item: &Element) {
    for (about, path) in FACTS {
        let mut found = path.first().map(|name| item.below(&[name])).unwrap_or_default();
        for name in path.iter().skip(1) {
            found = found.into_iter().flat_map(|element| element.below(&[name])).collect();
        }
        for element in found.into_iter().take(3) {
            piece.state(*about, &value(element), path.join("/"));
        }
    }
    if let Some(language) = item.attribute("lang") {
        piece.state(About::Language, language, "lang");
    }
}

/// The value of an element: what NITF puts into `norm`, the name of a controlled value, or the text.
fn value(element: &Element) -> String {
    let name = element.child("name").map(Element::text);
    let attribute = ["norm", "literal", "tag", "href", "qcode"].iter().find_map(|name| element.attribute(name));
    let text = Some(element.text()).filter(|text| !text.trim().is_empty());
    let value = name.or(element.attribute("norm").map(str::to_owned)).or(text);
    let value = value.or(attribute.map(|value| value.rsplit(':').next().unwrap_or(value).to_owned()));
    normal_date(value.unwrap_or_default())
}

/// NITF and NewsML 1 write `20210304T102030+0100`; the dashes and colons of ISO 8601's long form are put in.
fn normal_date(value: String) -> String {
    let bytes = value.trim().as_bytes();
    let digits =
        |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    if !digits(0..8) || bytes.len() > 8 && bytes[8] != b'T' {
        return value;
    }
    let text = value.trim();
    let date = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..8]);
    if digits(9..13) { format!("{date}T{}:{}", &text[9..11], &text[11..13]) } else { date }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn unpack(text: &str) -> Unpacked {
        super::unpack("n.xml", text, &mut Budget::new(Limits::default())).unwrap()
    }

    fn fact(piece: &Piece, about: About) -> &str {
        piece.facts.iter().find(|fact| fact.about == about).map_or("", |fact| &fact.value)
    }

    #[test]
    fn a_g2_message_with_an_xhtml_body() {
        let message = "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><itemSet><newsItem xml:lang='fr'><itemMeta><provider literal='x'><name>Agence du Fleuve</name></provider><versionCreated>2021-03-04T11:00:00Z</versionCreated><firstCreated>2021-03-04T10:20:30Z</firstCreated></itemMeta><contentMeta><headline>Pont fermé</headline><by>Jeanne Martin</by><creditline>ADF</creditline></contentMeta><contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><head><title>no</title></head><body><p>Le pont &amp; la route.</p><p>Fin.</p></body></html></inlineXML></contentSet></newsItem><newsItem><itemMeta/></newsItem></itemSet></newsMessage>";
        let unpacked = unpack(message);
        let piece = &unpacked.pieces[0];
        assert_eq!(piece.content, Content::Fragment("<p>Le pont &amp; la route.</p><p>Fin.</p>".into()));
        assert_eq!(fact(piece, About::Title), "Pont fermé");
        assert_eq!(fact(piece, About::Published), "2021-03-04T10:20:30Z");
        assert_eq!(fact(piece, About::Modified), "2021-03-04T11:00:00Z");
        assert_eq!(fact(piece, About::Outlet), "Agence du Fleuve");
        assert_eq!(unpacked.refused[0].name, "n.xml#2");
    }

    #[test]
    fn nitf_with_a_short_date() {
        let nitf = "<nitf><head><title>Short</title></head><body><body.head><hedline><hl1>The bridge fell</hl1></hedline><byline>By Ann Lee</byline><dateline><story.date norm='20210304T102030+0100'/></dateline></body.head><body.content><p>One.</p><hl2>Then</hl2><p>Two.</p></body.content></body></nitf>";
        let piece = &unpack(nitf).pieces[0];
        assert_eq!(piece.name, "n.xml");
        assert_eq!(piece.content, Content::Fragment("<p>One.</p><h2>Then</h2><p>Two.</p>".into()));
        assert_eq!(fact(piece, About::Title), "The bridge fell");
        assert_eq!(fact(piece, About::Published), "2021-03-04T10:20");
    }
}
