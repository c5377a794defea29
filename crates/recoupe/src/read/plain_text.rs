//! Plain text, with optional TOML front matter between lines of `+++`.

use crate::document::{BlockKind, Document, Meta};
use crate::language::Packs;
use crate::text::Span;

use super::blocks::Part;
use super::lines::{Paragraph, paragraphs};
use super::{Input, ReadError, article, sidecar};

const FENCE: &str = "+++";

pub(super) fn document(input: &Input, text: String, packs: &Packs) -> Result<Document, ReadError> {
    let front = front_matter(&text);
    let mut meta = Meta::default();
    let mut parts = Vec::new();
    let mut from = 0;
    if let Some((whole, toml)) = front {
        sidecar::parse_toml(input.name, toml.of(&text))?.win(&mut meta, packs);
        let paragraph = Paragraph { span: whole, folded: String::new() };
        parts.push(Part { paragraph, kind: Some((BlockKind::Boilerplate, "front_matter".into())), dates: Vec::new() });
        from = whole.end as usize;
    }
    for mut paragraph in paragraphs(&text[from..]) {
        let Span { start, end } = paragraph.span;
        paragraph.span = Span::new(from + start as usize, from + end as usize);
        parts.push(Part { paragraph, kind: None, dates: Vec::new() });
    }
    if parts.iter().all(|part| part.kind.is_some()) {
        return Err(ReadError::Empty);
    }
    Ok(article::document(input, text, parts, meta, packs))
}

/// The span of front matter with its fences, and of the TOML between them.
fn front_matter(text: &str) -> Option<(Span, Span)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let inner = start + FENCE.len();
    let rest = text.get(inner..).filter(|_| text[start..].starts_with(FENCE))?;
    let close = rest.find("\n+++")?;
    let end = inner + close + 1 + FENCE.len();
    Some((Span::new(start, end), Span::new(inner, inner + close)))
}
