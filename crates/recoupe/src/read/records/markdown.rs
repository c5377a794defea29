//! Markdown: paragraphs without their marks.

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::document::BlockKind;
use crate::read::piece::{About, Content, Marked, Piece};

/// The piece of a Markdown file; front matter of `key: value` lines between `---` becomes facts.
pub fn piece(name: &str, text: &str) -> Piece {
    let mut paragraphs: Vec<Marked> = Vec::new();
    let mut current = String::new();
    let mut kind = None;
    let mut front = None;
    let mut silent = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS) {
        match event {
            Event::Start(Tag::MetadataBlock(MetadataBlockKind::YamlStyle)) => front = Some(String::new()),
            Event::End(TagEnd::MetadataBlock(_)) => {
                // Kept in `front`; nothing of it is text.
                current.clear();
                silent = 0;
            }
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => silent += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock) => silent -= 1,
            Event::Start(Tag::Heading { level, .. }) => {
                close(&mut paragraphs, &mut current, None);
                kind = Some(match level {
                    HeadingLevel::H1 => (BlockKind::Headline, "markdown_heading_1"),
                    _ => (BlockKind::Subheading, "markdown_heading"),
                });
            }
            Event::End(TagEnd::Heading(_)) => close(&mut paragraphs, &mut current, kind.take()),
            Event::Text(text) | Event::Code(text) => match &mut front {
                Some(front) if paragraphs.is_empty() && front.is_empty() => front.push_str(&text),
                _ if silent == 0 => current.push_str(&text),
                _ => {}
            },
            Event::SoftBreak | Event::HardBreak => current.push(' '),
            Event::Start(tag) if is_block(&tag) => close(&mut paragraphs, &mut current, None),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::BlockQuote(_)) | Event::Rule => {
                close(&mut paragraphs, &mut current, None);
            }
            _ => {}
        }
    }
    close(&mut paragraphs, &mut current, None);
    let mut piece = Piece::new(name.to_owned(), Content::Paragraphs(paragraphs));
    for line in front.unwrap_or_default().lines() {
        state(&mut piece, line);
    }
    piece
}

fn is_block(tag: &Tag) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::BlockQuote(_) | Tag::List(_) | Tag::Table(_))
}

fn close(paragraphs: &mut Vec<Marked>, current: &mut String, kind: Option<(BlockKind, &'static str)>) {
    let text = std::mem::take(current).split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.is_empty() {
        paragraphs.push((text, kind));
    }
}

/// A line of front matter. The keys are those that site generators agree on.
fn state(piece: &mut Piece, line: &str) {
    let Some((key, value)) = line.split_once(':') else { return };
    let about = match key.trim() {
        "title" => About::Title,
        "date" | "published" => About::Published,
        "lastmod" | "updated" | "modified" => About::Modified,
        "author" => About::Byline,
        "source" | "outlet" => About::Outlet,
        "url" | "link" => About::Url,
        "lang" | "language" => About::Language,
        _ => return,
    };
    piece.state(about, value.trim().trim_matches(['"', '\'']), format!("front matter {}", key.trim()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_structure_stays() {
        let text = "---\ntitle: \"Pont fermé\"\ndate: 2021-03-04\n---\n\n# Le pont est fermé\n\nLe **préfet** a [annoncé](https://x.example)\nla fermeture.\n\n![légende](a.png)\n\n## La suite\n\n- un\n- deux\n";
        let piece = piece("a.md", text);
        let Content::Paragraphs(paragraphs) = &piece.content else { panic!() };
        let texts: Vec<&str> = paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Le pont est fermé", "Le préfet a annoncé la fermeture.", "La suite", "un", "deux"]);
        assert_eq!(paragraphs[0].1, Some((BlockKind::Headline, "markdown_heading_1")));
        assert_eq!(piece.facts[1].value, "2021-03-04");
    }
}
