//! HTML pages: article text through dom_smoothie (Mozilla's Readability method), our own paragraphs and
//! metadata.

use dom_query::NodeRef;

use crate::document::{BlockKind, Document};
use crate::language::Packs;
use crate::text::Span;

use super::blocks::Part;
use super::lines::{Paragraph, fold_line};
use super::{Input, ReadError, article, markup};

/// Deeper pages than this are not parsed as a tree: some tree algorithms recurse.
const DEEPEST: usize = 400;

/// Whether text is a page and not prose about one.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(1000).collect::<String>().to_ascii_lowercase();
    let starts = ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<p>", "<meta"];
    starts.iter().any(|start| head.trim_start_matches('\u{feff}').starts_with(start))
        && ["<html", "<body", "<p", "<div", "<article"].iter().any(|tag| text.to_ascii_lowercase().contains(tag))
}

pub(super) fn document(input: &Input, html: &str, packs: &Packs) -> Result<Document, ReadError> {
    if depth(html) > DEEPEST {
        return Err(ReadError::Binary { what: "a page nested too deeply to be a report".into() });
    }
    let page = dom_query::Document::from(html);
    let meta = markup::meta(&page, packs);
    let mut paragraphs = article_paragraphs(html);
    if paragraphs.iter().map(|(text, _)| text.len()).sum::<usize>() < 200 {
        paragraphs = all_paragraphs(&page);
    }
    let title = meta.title.value().cloned();
    let (text, parts) = lay_out(paragraphs, title.as_deref());
    if parts.is_empty() {
        return Err(ReadError::NoText);
    }
    Ok(article::document(input, text, parts, meta, packs))
}

/// An upper bound of the nesting depth, from the tags alone.
fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let bytes = html.as_bytes();
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() && !is_void(&html[at + 1..]) => depth += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn is_void(tag: &str) -> bool {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "source", "td", "th", "tr", "track", "wbr",
    ];
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    VOID.contains(&name.as_str())
}

/// A paragraph of the page: its text and what the markup says that it is.
type Marked = (String, Option<(BlockKind, &'static str)>);

fn article_paragraphs(html: &str) -> Vec<Marked> {
    let Ok(mut readability) = dom_smoothie::Readability::new(html, None, None) else { return Vec::new() };
    let Ok(article) = readability.parse() else { return Vec::new() };
    all_paragraphs(&dom_query::Document::fragment(article.content.to_string()))
}

fn all_paragraphs(page: &dom_query::Document) -> Vec<Marked> {
    let root = page.root();
    let mut walk = Walk::default();
    walk.run(&root);
    walk.paragraphs
}

/// Gathers the text of a tree, paragraph by paragraph, without recursion.
#[derive(Default)]
struct Walk {
    paragraphs: Vec<Marked>,
    current: String,
    kinds: Vec<Option<(BlockKind, &'static str)>>,
    breaks: usize,
}

enum Step<'n> {
    Enter(NodeRef<'n>),
    Leave { block: bool },
}

impl Walk {
    fn run(&mut self, root: &NodeRef) {
        let mut stack = vec![Step::Enter(*root)];
        while let Some(step) = stack.pop() {
            match step {
                Step::Enter(node) if node.is_text() => self.text(&node.text()),
                Step::Enter(node) => self.enter(node, &mut stack),
                Step::Leave { block } => {
                    if block {
                        self.flush();
                    }
                    self.kinds.pop();
                }
            }
        }
        self.flush();
    }

    fn enter<'n>(&mut self, node: NodeRef<'n>, stack: &mut Vec<Step<'n>>) {
        let name = node.node_name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        match name.as_str() {
            "script" | "style" | "noscript" | "template" | "head" | "nav" | "button" | "form" | "svg" | "iframe" => {
                return;
            }
            "br" => {
                self.breaks += 1;
                if self.breaks >= 2 {
                    self.flush();
                } else {
                    self.current.push('\n');
                }
                return;
            }
            _ => {}
        }
        let block = is_block(&name);
        if block {
            self.flush();
        }
        self.kinds.push(marked(&name).or(self.kinds.last().copied().flatten()));
        stack.push(Step::Leave { block });
        stack.extend(node.children().into_iter().rev().map(Step::Enter));
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        self.current.push_str(text);
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let kind = self.kinds.last().copied().flatten();
        let raw = std::mem::take(&mut self.current);
        let text = raw.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.paragraphs.push((text, kind));
        }
    }
}

fn is_block(name: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "time",
        "tr",
        "ul",
    ];
    BLOCKS.contains(&name)
}

fn marked(name: &str) -> Option<(BlockKind, &'static str)> {
    match name {
        "h1" => Some((BlockKind::Headline, "html_h1")),
        "h2" | "h3" | "h4" | "h5" | "h6" => Some((BlockKind::Subheading, "html_heading")),
        "figcaption" => Some((BlockKind::Caption, "html_figcaption")),
        "footer" | "aside" => Some((BlockKind::Boilerplate, "html_aside")),
        _ => None,
    }
}

/// One text from the paragraphs, the title first, with the span of each.
fn lay_out(paragraphs: Vec<Marked>, title: Option<&str>) -> (String, Vec<Part>) {
    let has_headline = paragraphs.iter().any(|(_, kind)| matches!(kind, Some((BlockKind::Headline, _))));
    let title =
        title.filter(|_| !has_headline).map(|title| (title.to_owned(), Some((BlockKind::Headline, "html_title"))));
    let mut text = String::new();
    let mut parts = Vec::new();
    for (paragraph, kind) in title.into_iter().chain(paragraphs) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&paragraph);
        let span = Span::new(start, text.len());
        let folded = fold_line(&paragraph);
        let kind = kind.map(|(kind, rule)| (kind, rule.to_owned()));
        parts.push(Part { paragraph: Paragraph { span, folded }, kind, dates: Vec::new() });
    }
    (text, parts)
}
