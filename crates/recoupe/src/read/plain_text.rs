//! Plain text, with optional TOML front matter between lines of `+++`.

use crate::document::{BlockKind, Document, Meta};
use crate::language::Packs;
use crate::text::{Span, fold_line};

use super::blocks::Part;
use super::lines::{Paragraph, paragraphs};
use super::{Origin, ReadError, article, sidecar};

const FENCE: &str = "+++";

pub(super) fn document(origin: Origin, text: String, mut meta: Meta, packs: &Packs) -> Result<Document, ReadError> {
    let front = front_matter(&text);
    let mut parts = Vec::new();
    let mut from = 0;
    if let Some((whole, toml)) = front {
        sidecar::parse_toml(origin.name, toml.of(&text))?.win(&mut meta, packs);
        let paragraph = Paragraph { span: whole, folded: String::new() };
        parts.push(Part { paragraph, kind: Some((BlockKind::Boilerplate, "front_matter".into())), dates: Vec::new() });
        from = whole.end as usize;
    }
    parts.extend(open_parts(&text, from));
    if parts.iter().all(|part| part.kind.is_some()) {
        return Err(ReadError::Empty);
    }
    Ok(article::document(origin, text, parts, meta, packs))
}

/// Running text whose title its container states apart; the title becomes its first line.
pub(super) fn titled(origin: Origin, text: &str, meta: Meta, packs: &Packs) -> Result<Document, ReadError> {
    let body = text.replace("\r\n", "\n");
    let body = body.trim();
    let title = meta.title.value().filter(|title| !begins_with(body, title));
    let whole = title.map_or_else(|| body.to_owned(), |title| format!("{title}\n\n{body}"));
    let mut parts = Vec::new();
    if let Some(title) = title {
        let paragraph = Paragraph { span: Span::new(0, title.len()), folded: fold_line(title) };
        let kind = Some((BlockKind::Headline, "stated_title".to_owned()));
        parts.push(Part { paragraph, kind, dates: Vec::new() });
    }
    parts.extend(open_parts(&whole, title.map_or(0, String::len)));
    if parts.iter().all(|part| part.kind.is_some()) {
        return Err(ReadError::NoText);
    }
    Ok(article::document(origin, whole, parts, meta, packs))
}

fn begins_with(body: &str, title: &str) -> bool {
    body.lines().next().is_some_and(|line| fold_line(line) == fold_line(title))
}

/// The paragraphs from a byte offset on, their kind still open.
fn open_parts(text: &str, from: usize) -> impl Iterator<Item = Part> {
    paragraphs(&text[from..]).into_iter().map(move |mut paragraph| {
        let Span { start, end } = paragraph.span;
        paragraph.span = Span::new(from + start as usize, from + end as usize);
        Part { paragraph, kind: None, dates: Vec::new() }
    })
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
