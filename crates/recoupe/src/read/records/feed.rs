//! RSS (0.9 to 2.0) and Atom (RFC 4287) files.

use super::numbered;
use super::xml::{self, Element};
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};
use crate::read::{ReadError, Refused};

/// Root elements of feeds.
pub const ROOTS: &[&str] = &["rss", "feed", "rdf"];

/// One piece per entry.
pub fn unpack(name: &str, text: &str, budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let root = xml::parse(text, &budget.limits)?;
    let channel = root.child("channel").unwrap_or(&root);
    let outlet = channel.child("title").map(Element::text);
    let language = channel.child("language").map(Element::text).or(root.attribute("lang").map(str::to_owned));
    let mut unpacked = Unpacked::default();
    for (position, entry) in root.below(&["item", "entry"]).into_iter().enumerate() {
        budget.part()?;
        let name = numbered(name, position);
        let Some(mut piece) = content(entry).map(|content| Piece::new(name.clone(), content)) else {
            unpacked.refused.push(Refused { name, error: ReadError::NoText });
            continue;
        };
        state(&mut piece, entry);
        piece.state(About::Outlet, outlet.as_deref().unwrap_or_default(), "channel title");
        piece.state(About::Language, language.as_deref().unwrap_or_default(), "channel language");
        unpacked.pieces.push(piece);
    }
    Ok(unpacked)
}

/// The fullest text of an entry.
fn content(entry: &Element) -> Option<Content> {
    ["encoded", "content", "description", "summary"].iter().find_map(|name| {
        let mut found = entry.elements().filter(|element| element.name == *name && element.attribute("url").is_none());
        found.find_map(|element| {
            let html = if element.attribute("type") == Some("xhtml") { element.inner_html() } else { element.text() };
            (!html.trim().is_empty()).then_some(Content::Fragment(html))
        })
    })
}

fn state(piece: &mut Piece, entry: &Element) {
    let title = entry.child("title").map(|title| strip_tags(&title.text()));
    piece.state(About::Title, title.as_deref().unwrap_or_default(), "entry title");
    for (names, about) in [
        (["pubdate", "published", "issued", "date"].as_slice(), About::Published),
        (&["updated", "modified"], About::Modified),
        (&["creator", "author"], About::Byline),
    ] {
        for name in names {
            for element in entry.elements().filter(|element| element.name == *name) {
                let value = element.child("name").unwrap_or(element).text();
                piece.state(about, &value, format!("entry {name}"));
            }
        }
    }
    let link =
        |element: &&Element| element.name == "link" && element.attribute("rel").is_none_or(|rel| rel == "alternate");
    if let Some(link) = entry.elements().find(link) {
        let address = link.attribute("href").map_or_else(|| link.text(), str::to_owned);
        piece.state(About::Url, &address, "entry link");
    }
    // An Atom entry that was never published apart has one date, that of its last change.
    if !piece.facts.iter().any(|fact| fact.about == About::Published)
        && let Some(updated) = piece.facts.iter().find(|fact| fact.about == About::Modified).cloned()
    {
        piece.state(About::Published, &updated.value, updated.tag);
    }
}

/// Titles are text, but some carry tags and references all the same.
fn strip_tags(title: &str) -> String {
    dom_query::Document::fragment(title).text().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn unpack(text: &str) -> Unpacked {
        super::unpack("f.xml", text, &mut Budget::new(Limits::default())).unwrap()
    }

    #[test]
    fn rss_prefers_the_full_text() {
        let feed = "<rss version='2.0'><channel><title>Le Fleuve</title><language>fr</language><item><title>Pont &amp;amp; route</title><link>https://fleuve.example/1</link><description>Court.</description><content:encoded><![CDATA[<p>Long texte.</p>]]></content:encoded><pubDate>Thu, 04 Mar 2021 10:20:30 +0100</pubDate><dc:creator>Jeanne Martin</dc:creator></item><item><title>Vide</title></item></channel></rss>";
        let unpacked = unpack(feed);
        assert_eq!(unpacked.pieces[0].content, Content::Fragment("<p>Long texte.</p>".into()));
        let facts: Vec<&str> = unpacked.pieces[0].facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(
            facts,
            [
                "Pont & route",
                "Thu, 04 Mar 2021 10:20:30 +0100",
                "Jeanne Martin",
                "https://fleuve.example/1",
                "Le Fleuve",
                "fr"
            ]
        );
        assert_eq!(unpacked.refused[0].name, "f.xml#2");
    }

    #[test]
    fn atom_with_xhtml_and_only_an_update() {
        let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Fleuve</title><entry><title>Bridge</title><link rel='self' href='no'/><link href='https://fleuve.example/2'/><updated>2021-03-04T10:20:30Z</updated><author><name>Ann Lee</name></author><content type='xhtml'><div><p>It <b>fell</b>.</p></div></content></entry></feed>";
        let piece = &unpack(feed).pieces[0];
        assert_eq!(piece.content, Content::Fragment("<div><p>It <b>fell</b>.</p></div>".into()));
        let published = piece.facts.iter().find(|fact| fact.about == About::Published).unwrap();
        assert_eq!(published.tag, "entry updated");
        assert!(piece.facts.iter().any(|fact| fact.value == "https://fleuve.example/2"));
    }
}
