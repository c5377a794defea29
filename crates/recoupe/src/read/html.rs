//! HTML pages: article text through dom_smoothie (Mozilla's Readability method), our own paragraphs and
//! metadata.

use dom_query::NodeRef;

use crate::document::{BlockKind, Document, Meta};
use crate::language::Packs;
use crate::text::{Span, fold_line};

use super::archive::Unpacked;
use super::blocks::Part;
use super::limits::{Budget, over};
use super::lines::{self, Paragraph, ends_sentence};
use super::piece::Marked;
use super::records::export;
use super::{Limits, Origin, ReadError, arbiter, article, markup, sections};

/// How much of a file is looked at to tell a page from prose.
const HEAD: usize = 64 << 10;

/// Whether text is a page and not prose about one.
pub(super) fn looks_like_html(text: &str) -> bool {
    let head: String = text.trim_start_matches('\u{feff}').trim_start().chars().take(HEAD).collect();
    let head = head.to_ascii_lowercase();
    let starts = ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<div", "<p>", "<meta"];
    starts.iter().any(|start| head.starts_with(start))
        && ["<html", "<body", "<p", "<div", "<article"].iter().any(|tag| head.contains(tag))
}

/// Whether a cell or value is HTML: it holds a closed element of text.
pub(super) fn is_fragment(text: &str) -> bool {
    ["</p>", "</div>", "<br", "</span>", "</a>"].iter().any(|tag| text.contains(tag))
        && text.trim_start().starts_with('<')
}

/// A page that is small and flat enough to be read.
pub(super) struct Page<'h> {
    html: &'h str,
    tree: dom_query::Document,
}

impl<'h> Page<'h> {
    /// Parses a page.
    ///
    /// # Errors
    /// When it is nested more deeply or has more elements than the limits allow: some algorithms on trees recurse.
    pub fn parse(html: &'h str, limits: &Limits) -> Result<Page<'h>, ReadError> {
        check(html, limits)?;
        Ok(Page { html, tree: dom_query::Document::from(html) })
    }

    /// The articles of the page where it is the export of a press database.
    pub fn export(&self, name: &str, budget: &mut Budget) -> Option<Result<Unpacked, ReadError>> {
        export::unpack_html(name, &self.tree, self.html, budget)
    }

    /// The report of the page.
    pub fn document(self, origin: Origin, mut meta: Meta, packs: &Packs) -> Result<Document, ReadError> {
        sections::remove(&self.tree, packs);
        let page = all_paragraphs(&self.tree, packs);
        markup::gather(&self.tree, self.html, &page, &mut meta, packs);
        let stated = markup::stated_body(&self.tree);
        let article = article_paragraphs(self.tree, packs);
        if length(&article) < SHORTEST {
            // Pages that a script builds hold their text only as data.
            let stated = stated.filter(|body| length(body) >= SHORTEST);
            return of_paragraphs(origin, stated.unwrap_or(page), meta, packs);
        }
        let judged = arbiter::judge(article, &page, meta.title.value().map(String::as_str));
        let stated = meta.clone();
        let mut document = of_paragraphs(origin, judged.article, meta, packs)?;
        markup::lines_around(&judged.around, &stated, &mut document.meta, packs);
        Ok(document)
    }
}

/// An article of fewer bytes is none.
const SHORTEST: usize = 200;

fn length(paragraphs: &[Marked]) -> usize {
    paragraphs.iter().map(|(text, _)| text.len()).sum()
}

/// The document of a stretch of HTML that is all report.
pub(super) fn fragment(
    origin: Origin,
    html: &str,
    meta: Meta,
    limits: &Limits,
    packs: &Packs,
) -> Result<Document, ReadError> {
    check(html, limits)?;
    of_paragraphs(origin, all_paragraphs(&dom_query::Document::fragment(html), packs), meta, packs)
}

/// The document of paragraphs that a format marks.
pub(super) fn of_paragraphs(
    origin: Origin,
    paragraphs: Vec<Marked>,
    meta: Meta,
    packs: &Packs,
) -> Result<Document, ReadError> {
    if paragraphs.is_empty() {
        return Err(ReadError::NoText);
    }
    let title = meta.title.value().cloned();
    let (text, parts) = lay_out(paragraphs, title.as_deref());
    Ok(article::document(origin, text, parts, meta, packs))
}

fn check(html: &str, limits: &Limits) -> Result<(), ReadError> {
    let (depth, elements) = measure(html);
    if depth > limits.nesting {
        return Err(over("nesting", limits.nesting));
    }
    if elements > limits.elements {
        return Err(over("elements", limits.elements));
    }
    Ok(())
}

/// An upper bound of the nesting depth, and the number of opening tags, from the tags alone.
fn measure(html: &str) -> (usize, usize) {
    let (mut depth, mut deepest, mut elements) = (0usize, 0, 0);
    let bytes = html.as_bytes();
    for (at, _) in html.match_indices('<') {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                elements += 1;
                if !is_void(&html[at + 1..]) {
                    depth += 1;
                }
            }
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    (deepest, elements)
}

fn is_void(tag: &str) -> bool {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "source", "td", "th", "tr", "track", "wbr",
    ];
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    VOID.contains(&name.as_str())
}

fn article_paragraphs(page: dom_query::Document, packs: &Packs) -> Vec<Marked> {
    let Ok(mut readability) = dom_smoothie::Readability::with_document(page, None, None) else { return Vec::new() };
    let Ok(article) = readability.parse() else { return Vec::new() };
    all_paragraphs(&dom_query::Document::fragment(article.content.to_string()), packs)
}

fn all_paragraphs(page: &dom_query::Document, packs: &Packs) -> Vec<Marked> {
    let classes = packs.iter().flat_map(|pack| pack.page.classes.furniture.iter().map(String::as_str)).collect();
    let captions: Vec<&str> =
        packs.iter().flat_map(|pack| pack.page.classes.captions.iter().map(String::as_str)).collect();
    let paragraphs = |classes: Vec<&str>| {
        let mut walk = Walk { classes, captions: captions.clone(), ..Walk::default() };
        walk.run(&page.root());
        walk.paragraphs
    };
    let found = paragraphs(classes);
    let by_class = |kind: &Option<(BlockKind, &'static str)>| matches!(kind, Some((_, "html_class")));
    let length = |only: bool| -> usize {
        found.iter().filter(|(_, kind)| !only || by_class(kind)).map(|(text, _)| text.len()).sum()
    };
    // Where nearly all text lies in such elements, their names mean something else on this page.
    if length(true) * 4 > length(false) * 3 {
        return paragraphs(Vec::new());
    }
    found
}

/// Gathers the text of a tree, paragraph by paragraph, without recursion.
#[derive(Default)]
struct Walk<'p> {
    /// Classes and ids of elements that hold no report.
    classes: Vec<&'p str>,
    /// Classes and ids of texts under pictures.
    captions: Vec<&'p str>,
    paragraphs: Vec<Marked>,
    current: String,
    kinds: Vec<Option<(BlockKind, &'static str)>>,
    breaks: usize,
}

enum Step<'n> {
    Enter(NodeRef<'n>),
    Leave { block: bool },
}

/// A line break of the markup, until the paragraph is closed.
const BREAK: char = '\u{2028}';

impl Walk<'_> {
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
            "script" | "style" | "noscript" | "template" | "head" | "nav" | "button" | "svg" | "iframe"
            | "textarea" | "select" => return,
            "form" if !holds_report(&node) => return,
            "pre" => return self.lines(&node.text()),
            "br" => {
                self.breaks += 1;
                if self.breaks >= 2 {
                    self.flush();
                } else {
                    self.current.push(BREAK);
                }
                return;
            }
            _ => {}
        }
        let block = is_block(&name);
        if block {
            self.flush();
        }
        let furniture = || is_of(&self.classes, &name, &node).then_some((BlockKind::Boilerplate, "html_class"));
        let caption = || is_of(&self.captions, &name, &node).then_some((BlockKind::Caption, "html_caption_class"));
        let kind = marked(&name).or_else(furniture).or_else(caption).or(self.kinds.last().copied().flatten());
        self.kinds.push(kind);
        stack.push(Step::Leave { block });
        stack.extend(node.children().into_iter().rev().map(Step::Enter));
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        self.current.push_str(text);
    }

    /// Text whose lines are its layout.
    fn lines(&mut self, text: &str) {
        self.flush();
        let kind = self.kinds.last().copied().flatten();
        for paragraph in lines::paragraphs(text) {
            let words: Vec<&str> = paragraph.span.of(text).split_whitespace().collect();
            self.paragraph(words.join(" "), kind);
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let kind = self.kinds.last().copied().flatten();
        let raw = std::mem::take(&mut self.current);
        let mut open = String::new();
        for line in raw.split(BREAK) {
            let line =
                line.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            if line.is_empty() {
                continue;
            }
            // A break in the middle of a sentence divides nothing.
            let goes_on = !open.is_empty() && !ends_sentence(&open) && line.starts_with(char::is_lowercase);
            if goes_on {
                open.push(' ');
                open.push_str(&line);
            } else {
                let whole = std::mem::replace(&mut open, line);
                self.paragraph(whole, kind);
            }
        }
        self.paragraph(open, kind);
    }

    fn paragraph(&mut self, text: String, kind: Option<(BlockKind, &'static str)>) {
        if !text.is_empty() {
            self.paragraphs.push((text, kind));
        }
    }
}

/// Whether a class or id of an element is one of these names: the whole name or its beginning, so that
/// 'comments-list' counts and 'has-comments' does not.
fn is_of(names: &[&str], element: &str, node: &NodeRef) -> bool {
    if matches!(element, "html" | "body" | "main" | "article") {
        return false;
    }
    let attributes = [node.attr("class"), node.attr("id")];
    let found = attributes.iter().flatten().flat_map(|value| value.split_whitespace().take(20));
    found.map(str::to_ascii_lowercase).any(|found| {
        let begins =
            |name: &&str| found.strip_prefix(*name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
        names.iter().any(begins)
    })
}

/// Some systems wrap the whole page in a form; a form for comments or searches has no title and few paragraphs.
fn holds_report(form: &NodeRef) -> bool {
    let mut paragraphs = 0;
    form.descendants_it().any(|node| {
        paragraphs += usize::from(node.has_name("p"));
        node.has_name("h1") || paragraphs >= 3
    })
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
