//! The text of DOCX (ECMA-376) and ODT (ISO 26300) files.

use super::xml::{self, Element, Node};
use crate::document::BlockKind;
use crate::read::piece::{About, Marked, Piece};
use crate::read::{Limits, ReadError};

/// The paragraphs of `word/document.xml`.
pub fn docx(text: &str, limits: &Limits) -> Result<Vec<Marked>, ReadError> {
    let root = xml::parse(text, limits)?;
    // 'fallback' repeats for old programs what stands beside it.
    Ok(paragraphs(&root, &["p"], &["fallback", "del"]))
}

/// The paragraphs of `content.xml`.
pub fn odt(text: &str, limits: &Limits) -> Result<Vec<Marked>, ReadError> {
    let root = xml::parse(text, limits)?;
    let body = root.first("body").unwrap_or(&root);
    Ok(paragraphs(body, &["p", "h"], &["tracked-changes", "annotation", "note", "sequence-decls"]))
}

fn paragraphs(root: &Element, names: &[&str], skipped: &[&str]) -> Vec<Marked> {
    let mut found = Vec::new();
    gather(root, names, skipped, &mut found);
    found
}

fn gather(element: &Element, names: &[&str], skipped: &[&str], found: &mut Vec<Marked>) {
    for child in element.elements().filter(|child| !skipped.contains(&child.name.as_str())) {
        if names.contains(&child.name.as_str()) {
            let mut text = String::new();
            push_text(child, skipped, &mut text);
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                found.push((text, heading(child)));
            }
        } else {
            gather(child, names, skipped, found);
        }
    }
}

fn push_text(element: &Element, skipped: &[&str], text: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(inner) => text.push_str(inner),
            Node::Element(inner) => match inner.name.as_str() {
                "br" | "tab" | "line-break" | "s" | "cr" => text.push(' '),
                "instrtext" | "deltext" => {}
                name if skipped.contains(&name) => {}
                _ => push_text(inner, skipped, text),
            },
        }
    }
}

/// A heading by its outline level or by its style, whose name begins as the style of Word's own headings.
fn heading(paragraph: &Element) -> Option<(BlockKind, &'static str)> {
    let style = paragraph.first("pstyle").and_then(|style| style.attribute("val")).unwrap_or_default();
    let style = style.to_ascii_lowercase();
    if style == "title" {
        Some((BlockKind::Headline, "style_title"))
    } else if paragraph.name == "h" || style.starts_with("heading") || paragraph.first("outlinelvl").is_some() {
        Some((BlockKind::Subheading, "style_heading"))
    } else {
        None
    }
}

/// The title, author and dates of `docProps/core.xml` or `meta.xml`. Word processors fill them in by themselves,
/// so they say when and by whom the file was written.
pub fn properties(text: &str, piece: &mut Piece, limits: &Limits) {
    let Ok(root) = xml::parse(text, limits) else { return };
    for (about, names) in [
        (About::Title, ["title"].as_slice()),
        (About::Byline, &["creator", "initial-creator"]),
        (About::Published, &["created", "creation-date"]),
        (About::Modified, &["modified", "date"]),
    ] {
        for name in names {
            if let Some(property) = root.first(name) {
                piece.state(about, &property.text(), format!("property {name}"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docx_paragraphs_runs_and_headings() {
        let xml = "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>Pont</w:t></w:r></w:p><w:p><w:r><w:t>Le pont </w:t></w:r><w:del><w:r><w:delText>reste</w:delText></w:r></w:del><w:r><w:t>a</w:t><w:br/><w:t>cédé.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Case</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
        let found = docx(xml, &Limits::default()).unwrap();
        let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["Pont", "Le pont a cédé.", "Case"]);
        assert_eq!(found[0].1, Some((BlockKind::Headline, "style_title")));
    }

    #[test]
    fn odt_paragraphs_without_comments() {
        let xml = "<office:document-content><office:body><office:text><text:h text:outline-level='1'>Pont</text:h><text:p>Le<text:s/>pont<office:annotation><text:p>non</text:p></office:annotation> a cédé.</text:p></office:text></office:body></office:document-content>";
        let texts: Vec<String> = odt(xml, &Limits::default()).unwrap().into_iter().map(|(text, _)| text).collect();
        assert_eq!(texts, ["Pont", "Le pont a cédé."]);
    }
}
