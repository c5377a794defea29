//! From strings on a page to lines, and from lines to paragraphs.

use std::collections::BTreeMap;

use super::runs::Run;
use crate::document::BlockKind;
use crate::read::lines::ends_sentence;
use crate::read::piece::Marked;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    text: String,
    start: f32,
    end: f32,
    base: f32,
    size: f32,
}

/// The lines of a page, in the order in which the page shows them.
pub(super) fn lines(runs: Vec<Run>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for run in runs {
        match lines.last_mut() {
            Some(line) if continues(line, &run) => {
                let gap = run.start - line.end;
                let apart = gap > 0.15 * run.size && !line.text.ends_with(' ') && !run.text.starts_with(' ');
                if apart {
                    line.text.push(' ');
                }
                line.text.push_str(&run.text);
                line.end = run.end;
                line.size = line.size.max(run.size);
            }
            _ => {
                let Run { text, start, end, base, size } = run;
                lines.push(Line { text, start, end, base, size });
            }
        }
    }
    for line in &mut lines {
        line.text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    lines.retain(|line| !line.text.is_empty());
    lines
}

/// Whether a run stands on the line's base line, not far to its right.
fn continues(line: &Line, run: &Run) -> bool {
    let size = line.size.max(run.size).max(1.0);
    // A gap of many characters is the next column or the next cell.
    (line.base - run.base).abs() < 0.4 * size && run.start > line.end - size && run.start - line.end < 12.0 * size
}

/// The paragraphs of all pages.
pub(super) fn paragraphs(pages: Vec<Vec<Line>>) -> Vec<Marked> {
    let heads = repeated(&pages);
    let size = body_size(&pages);
    let mut paragraphs: Vec<(Paragraph, bool)> = Vec::new();
    for lines in pages {
        let (step, edge) = (line_step(&lines), right_edge(&lines, size));
        let mut before: Option<Line> = None;
        let last = lines.len().saturating_sub(1);
        for (position, line) in lines.into_iter().enumerate() {
            let is_head = (position == 0 || position == last) && heads.contains_key(&masked(&line.text));
            let joins = !is_head
                && match (&before, paragraphs.last()) {
                    (Some(before), Some((_, false))) => {
                        same_paragraph(before, &line, step) && !breaks(before, &line, edge)
                    }
                    // A sentence goes on over the page's end.
                    (None, Some((paragraph, false))) => {
                        goes_on(&paragraph.text, &line.text) && paragraph.size == line.size
                    }
                    _ => false,
                };
            if !is_head {
                before = Some(line.clone());
            }
            match paragraphs.iter_mut().rev().find(|(_, head)| !head) {
                Some((paragraph, _)) if joins => paragraph.push(&line.text),
                _ => paragraphs.push((Paragraph { text: line.text, size: line.size }, is_head)),
            }
        }
    }
    marked(paragraphs, size)
}

struct Paragraph {
    text: String,
    size: f32,
}

impl Paragraph {
    /// Adds a line; a word that was divided at the line's end is whole again.
    fn push(&mut self, line: &str) {
        let divided = self.text.ends_with('-')
            && self.text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && line.starts_with(char::is_lowercase);
        if divided {
            self.text.pop();
        } else {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }
}

/// Furniture, headline and headings by type size; the rest is for the words to tell.
fn marked(paragraphs: Vec<(Paragraph, bool)>, size: f32) -> Vec<Marked> {
    let largest = paragraphs.iter().filter(|(_, head)| !head).map(|(paragraph, _)| paragraph.size).fold(0.0, f32::max);
    let mut has_headline = false;
    let mut mark = |(paragraph, is_head): (Paragraph, bool)| {
        let short = paragraph.text.chars().count() <= 200;
        let kind = if is_head {
            Some((BlockKind::Boilerplate, "pdf_repeated_line"))
        } else if short && !has_headline && paragraph.size > 1.25 * size && paragraph.size >= largest {
            has_headline = true;
            Some((BlockKind::Headline, "pdf_largest_type"))
        } else if short && has_headline && paragraph.size > 1.15 * size {
            Some((BlockKind::Subheading, "pdf_large_type"))
        } else {
            None
        };
        (paragraph.text, kind)
    };
    paragraphs.into_iter().map(&mut mark).collect()
}

fn same_paragraph(before: &Line, line: &Line, step: f32) -> bool {
    let down = before.base - line.base;
    let like = (before.size - line.size).abs() < 0.1 * before.size.max(line.size);
    if !like {
        return false;
    }
    // The next column begins higher on the page.
    if down <= 0.0 {
        return goes_on(&before.text, &line.text);
    }
    let indented = line.start > before.start + 0.8 * line.size && ends_sentence(&before.text);
    down < 1.35 * step && !indented
}

/// Whether a line was ended although the next one's first word would have fitted: somebody meant a new line.
fn breaks(before: &Line, line: &Line, edge: f32) -> bool {
    let first = line.text.split(' ').next().unwrap_or_default().chars().count();
    let letter = (line.end - line.start) / line.text.chars().count().max(1) as f32;
    // Two letters more than the word and its space, because letters differ in width.
    let room = edge - before.end > letter * (first as f32 + 3.0);
    room && !line.text.starts_with(char::is_lowercase)
}

/// Where most lines of running text end: the median over those in the size of the body.
fn right_edge(lines: &[Line], size: f32) -> f32 {
    let is_body = |line: &&Line| (line.size - size).abs() < 0.1 * size.max(line.size);
    let mut ends: Vec<f32> = lines.iter().filter(is_body).map(|line| line.end).collect();
    ends.sort_by(f32::total_cmp);
    ends.get(ends.len() / 2).copied().unwrap_or(0.0)
}

/// Whether a sentence of one line goes on in another.
fn goes_on(before: &str, line: &str) -> bool {
    !ends_sentence(before) && line.starts_with(char::is_lowercase)
}

/// The usual distance between lines of a page: the median of those that are plausible.
fn line_step(lines: &[Line]) -> f32 {
    let step = |pair: &[Line]| pair[0].base - pair[1].base;
    let plausible = |pair: &&[Line]| step(pair) > 0.0 && step(pair) < 3.0 * pair[0].size.max(1.0);
    let mut steps: Vec<f32> = lines.windows(2).filter(plausible).map(step).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len().saturating_sub(1) / 2).copied().unwrap_or(12.0)
}

/// The size in which most characters are set.
fn body_size(pages: &[Vec<Line>]) -> f32 {
    let mut sizes: Vec<(f32, usize)> = pages.iter().flatten().map(|line| (line.size, line.text.len())).collect();
    sizes.sort_by(|one, two| one.0.total_cmp(&two.0));
    let half = sizes.iter().map(|(_, length)| length).sum::<usize>() / 2;
    let mut seen = 0;
    let middle = sizes.iter().find(|(_, length)| {
        seen += length;
        seen > half
    });
    middle.map_or(10.0, |(size, _)| *size)
}

/// Lines that stand first or last on at least half of the pages, and on two, whatever their page number.
fn repeated(pages: &[Vec<Line>]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for lines in pages {
        let mut edges: Vec<String> =
            [lines.first(), lines.last()].into_iter().flatten().map(|line| masked(&line.text)).collect();
        edges.dedup();
        for edge in edges {
            *counts.entry(edge).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count >= 2 && *count * 2 >= pages.len());
    counts
}

fn masked(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}
