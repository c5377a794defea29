//! What the paragraphs of a report are: body, headline, byline, furniture …
//!
//! Works on paragraphs in order, from the surest sign to the weakest. Words come from the packs, and
//! from all of them: a French page may carry an English comment form.

use crate::document::{Block, BlockKind, StatedDate};
use crate::language::page::{Furniture, Matching};
use crate::language::{Pack, Packs};
use crate::text::Span;

use super::credit::credit;
use super::date_line::{Dates, date_line, is_label};
use super::lines::{Paragraph, ends_sentence};
use super::top_line;

/// A paragraph with what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub paragraph: Paragraph,
    /// What it is and the rule that said so.
    pub kind: Option<(BlockKind, String)>,
    /// The dates of a date line.
    pub dates: Vec<(Dates, StatedDate)>,
}

impl Part {
    fn mark(&mut self, kind: BlockKind, rule: &str) {
        self.kind = Some((kind, rule.to_owned()));
    }

    fn is(&self, kind: BlockKind) -> bool {
        self.kind.as_ref().is_some_and(|(of, _)| *of == kind)
    }
}

/// Marks every part that has no kind yet.
pub(super) fn classify(text: &str, parts: &mut [Part], packs: &Packs) {
    mark_by_words(text, parts, packs);
    mark_dates_of_top(text, parts, packs);
    mark_credits(text, parts, packs);
    mark_top(text, parts);
    mark_tail(text, parts);
    mark_subheadings(text, parts);
    for part in parts.iter_mut().filter(|part| part.kind.is_none()) {
        part.mark(BlockKind::Body, "running_text");
    }
}

/// The blocks of classified parts.
pub(super) fn blocks(parts: Vec<Part>) -> Vec<Block> {
    parts
        .into_iter()
        .filter_map(|part| part.kind.map(|(kind, rule)| Block { span: part.paragraph.span, kind, rule }))
        .collect()
}

/// What words alone tell, wherever the paragraph stands.
fn mark_by_words(text: &str, parts: &mut [Part], packs: &Packs) {
    for part in parts.iter_mut().filter(|part| part.kind.is_none()) {
        let folded = part.paragraph.folded.as_str();
        if !folded.chars().any(char::is_alphanumeric) {
            part.mark(BlockKind::Boilerplate, "no_words");
        } else if is_address(part.paragraph.span.of(text)) {
            part.mark(BlockKind::Boilerplate, ADDRESS);
        } else if let Some(rule) = packs.iter().find_map(|pack| furniture(folded, pack)) {
            part.mark(BlockKind::Boilerplate, &rule);
        } else if let Some(dates) = packs.iter().find_map(|pack| date_line(folded, &pack.page.dates)) {
            part.dates = dates;
            part.mark(BlockKind::Dateline, "date_line");
        } else if packs.iter().any(|pack| is_label(folded, &pack.page.dates)) {
            part.mark(BlockKind::Boilerplate, "date_label");
        } else if packs.iter().any(|pack| is_caption(folded, pack)) {
            part.mark(BlockKind::Caption, "caption_prefix");
        } else if let Some(credit) = credit(part.paragraph.span.of(text), packs) {
            part.dates = credit.dates;
            let named = credit.author.is_some() || credit.outlet.is_some() && part.dates.is_empty();
            match (credit.agencies.is_empty(), named) {
                (false, _) => part.mark(BlockKind::Byline, "byline_with_agency"),
                (true, true) => part.mark(BlockKind::Byline, "byline_prefix"),
                (true, false) => part.mark(BlockKind::Dateline, "masthead_with_date"),
            }
        }
    }
}

/// The rule that marks a line which holds an address and nothing else.
pub(super) const ADDRESS: &str = "address";

fn is_address(line: &str) -> bool {
    let scheme = ["https://", "http://"].iter().any(|scheme| line.starts_with(scheme));
    scheme && !line.contains(char::is_whitespace) && line.contains('.')
}

/// Characters from which a paragraph that ends as a sentence does is where the report begins.
const RUNNING: usize = 150;
/// Lines of a page's top, at most.
const TOP: usize = 8;

/// Dates among other details above the report, where no line of the top is a date line.
fn mark_dates_of_top(text: &str, parts: &mut [Part], packs: &Packs) {
    let line = |part: &Part| part.paragraph.span.of(text);
    let is_running =
        |part: &Part| part.kind.is_none() && ends_sentence(line(part)) && line(part).chars().count() >= RUNNING;
    let top = parts.iter().take(TOP).position(is_running).unwrap_or(TOP.min(parts.len()));
    if parts[..top].iter().any(|part| !part.dates.is_empty()) {
        return;
    }
    let first = parts.iter().position(|part| part.kind.is_none());
    for (position, part) in parts.iter_mut().enumerate().take(top) {
        if !(part.kind.is_none() || part.is(BlockKind::Byline)) {
            continue;
        }
        let Some(dates) = top_line::dates(part.paragraph.span.of(text), first == Some(position), packs) else {
            continue;
        };
        part.dates = dates;
        if part.kind.is_none() {
            part.mark(BlockKind::Dateline, "details_with_date");
        }
    }
}

fn furniture(folded: &str, pack: &Pack) -> Option<String> {
    let length = folded.chars().count();
    let fits = |furniture: &&Furniture| {
        length <= furniture.longest && furniture.texts.iter().any(|text| matches(folded, text, furniture.matching))
    };
    pack.page.furniture.iter().find(fits).map(|furniture| furniture.name.clone())
}

fn matches(folded: &str, text: &str, matching: Matching) -> bool {
    match matching {
        Matching::Line => folded.trim_end_matches([':', ' ', '.', '!', '…']) == text.trim_end_matches([':', ' ']),
        Matching::Prefix => begins_with(folded, text).is_some(),
        Matching::Within => folded.contains(text),
    }
}

/// What follows a beginning that ends at a word's end.
fn begins_with<'f>(folded: &'f str, beginning: &str) -> Option<&'f str> {
    let rest = folded.strip_prefix(beginning)?;
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric()).then_some(rest)
}

fn is_caption(folded: &str, pack: &Pack) -> bool {
    let marks =
        |rest: &str| rest.trim_start().is_empty() || rest.trim_start().starts_with([':', '©', '(', '/', '–', '-', '|']);
    folded.chars().count() <= 300
        && (folded.starts_with('©')
            || pack.page.captions.prefixes.iter().any(|prefix| begins_with(folded, prefix).is_some_and(marks)))
}

/// 'Par Jeanne Martin', 'By John Smith and Ann Lee, Reuters': what follows the prefix is names.
pub(super) fn is_byline(line: &str, folded: &str, pack: &Pack) -> bool {
    let bylines = &pack.page.bylines;
    folded.chars().count() <= 120
        && bylines.prefixes.iter().any(|prefix| {
            let rest = begins_with(folded, prefix).map(|_| words_after(line, prefix));
            rest.is_some_and(|words| !words.is_empty() && words.iter().all(|word| is_name_part(word, &bylines.joiners)))
        })
}

/// The words of a line after as many words as the prefix has.
fn words_after<'l>(line: &'l str, prefix: &str) -> Vec<&'l str> {
    line.split_whitespace().skip(prefix.split_whitespace().count()).collect()
}

fn is_name_part(word: &str, joiners: &[String]) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    bare.is_empty()
        || bare.chars().next().is_some_and(char::is_uppercase)
        || joiners.iter().any(|joiner| joiner == bare)
        || bare.chars().count() <= 2
}

/// Agency credits: a line of capitals at the end of the report ('ATS', '(AFP/Reuters)', 'avec AFP').
fn mark_credits(text: &str, parts: &mut [Part], packs: &Packs) {
    let tail = content_tail(parts);
    for position in tail {
        let part = &mut parts[position];
        if part.kind.is_none() && is_credit(part.paragraph.span.of(text), packs) {
            part.mark(BlockKind::AgencyCredit, "closing_capitals");
        }
    }
}

/// The last three parts that are not furniture.
fn content_tail(parts: &[Part]) -> Vec<usize> {
    (0..parts.len()).rev().filter(|&position| !parts[position].is(BlockKind::Boilerplate)).take(3).collect()
}

fn is_credit(line: &str, packs: &Packs) -> bool {
    !agencies(line, packs).is_empty()
}

/// The agencies that a line of nothing else names, with their byte spans inside the line.
pub(super) fn agencies(line: &str, packs: &Packs) -> Vec<(Span, String)> {
    let mut rest = line;
    let folded = crate::text::fold_line(line.trim_start_matches(['(', '[', ' ']));
    let prefix = packs
        .iter()
        .flat_map(|pack| &pack.page.credits.prefixes)
        .filter(|prefix| begins_with(&folded, prefix).is_some())
        .map(|prefix| prefix.split_whitespace().count())
        .max();
    if let Some(words) = prefix {
        let skipped: Vec<&str> = line.split_whitespace().take(words).collect();
        let last = skipped.last().map_or(0, |word| word.as_ptr() as usize - line.as_ptr() as usize + word.len());
        rest = &line[last..];
    }
    let mut found = Vec::new();
    for name in
        rest.split(['/', ',', '-', '–', '(', ')', '[', ']', ' ', '.', ':', '+', '&']).filter(|name| !name.is_empty())
    {
        let capitals = name.chars().all(|c| c.is_uppercase()) && (2..=6).contains(&name.chars().count());
        // After 'avec' or 'source:' a name need not be in capitals.
        let named = prefix.is_some() && name.chars().next().is_some_and(char::is_uppercase);
        let known = packs.iter().any(|pack| pack.page.credits.names.iter().any(|agency| agency == name));
        let joiner = packs.iter().flat_map(|pack| &pack.page.bylines.joiners).any(|joiner| joiner == name);
        if capitals || named || known {
            let start = name.as_ptr() as usize - line.as_ptr() as usize;
            found.push((Span::new(start, start + name.len()), name.to_owned()));
        } else if !joiner {
            return Vec::new();
        }
    }
    found
}

/// Headline, and what stands above the report: a motto or a site's name before date line and headline.
fn mark_top(text: &str, parts: &mut [Part]) {
    if parts.iter().any(|part| part.is(BlockKind::Headline)) {
        return;
    }
    let open: Vec<usize> = (0..parts.len()).filter(|&position| parts[position].kind.is_none()).collect();
    let date = parts.iter().take(8).position(|part| part.is(BlockKind::Dateline));
    let after_date = date.and_then(|date| open.iter().position(|&position| position > date));
    if let Some(first) = after_date.filter(|&first| looks_like_headline(text, parts, &open, first)) {
        parts[open[first]].mark(BlockKind::Headline, "line_after_date");
        for &position in &open[..first] {
            parts[position].mark(BlockKind::Boilerplate, "above_date_and_headline");
        }
    } else if looks_like_headline(text, parts, &open, 0) {
        parts[open[0]].mark(BlockKind::Headline, "first_line");
    }
}

/// Whether the `nth` open part is a short line without a stop, before a paragraph of running text.
fn looks_like_headline(text: &str, parts: &[Part], open: &[usize], nth: usize) -> bool {
    let line_of = |nth: usize| open.get(nth).map(|&position| parts[position].paragraph.span.of(text));
    let (Some(line), Some(next)) = (line_of(nth), line_of(nth + 1)) else { return false };
    let length = line.chars().count();
    let stops = line.ends_with(['.', ';', ',', ':']);
    let long_after = (nth + 1..(nth + 4).min(open.len()))
        .filter_map(line_of)
        .any(|line| line.chars().count() > length.max(60) && ends_sentence(line));
    (8..=180).contains(&length) && line.split_whitespace().count() >= 2 && !stops && !next.is_empty() && long_after
}

/// The author's name as the last line.
fn mark_tail(text: &str, parts: &mut [Part]) {
    let Some(position) = parts.iter().rposition(|part| part.kind.is_none()) else { return };
    let body_before = parts[..position].iter().any(|part| part.kind.is_none());
    let line = parts[position].paragraph.span.of(text);
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_name = (2..=5).contains(&words.len())
        && words.iter().all(|word| is_name_part(word, &[]) && !word.contains(|c: char| c.is_ascii_digit()))
        && words.iter().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count() >= 2;
    if body_before && is_name && !ends_sentence(line) {
        parts[position].mark(BlockKind::Byline, "closing_name");
    }
}

/// Headings inside the report: short lines without a stop, before a longer paragraph.
fn mark_subheadings(text: &str, parts: &mut [Part]) {
    let open: Vec<usize> = (0..parts.len()).filter(|&position| parts[position].kind.is_none()).collect();
    for nth in 1..open.len().saturating_sub(1) {
        let line = parts[open[nth]].paragraph.span.of(text);
        let next = parts[open[nth + 1]].paragraph.span.of(text);
        let length = line.chars().count();
        let starts = line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        let speech = line.starts_with(['-', '–', '—', '•', '*']);
        if length <= 90
            && starts
            && !speech
            && !ends_sentence(line)
            && next.chars().count() > length
            && ends_sentence(next)
        {
            parts[open[nth]].mark(BlockKind::Subheading, "short_line_without_stop");
        }
    }
}
