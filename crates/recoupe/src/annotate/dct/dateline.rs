//! The place and date that open or close a text: 'Lomé, le 3 mai 2012 – …', '2 juillet 2012. - …',
//! 'Fait à Accra, le 16 mars'. Told by where the date stands, not by words.

use crate::annotate::timexes::resolve::{Base, Tagger};
use crate::annotate::timexes::tense::Grammar;
use crate::document::{BlockKind, Document};
use crate::language::Pack;
use crate::layers::dct::ToldDay;
use crate::text::Span;

/// Lines at the head and at the tail of a text in which such a date stands.
const HEAD: usize = 8;
const TAIL: usize = 4;

/// Characters of the longest line that a date may close.
const LONGEST_LINE: usize = 120;
/// Bytes before the date in a line.
const LONGEST_OPENING: usize = 70;
/// Words of the longest place before a date.
const PLACE_WORDS: usize = 5;
const HEADLINE_PLACE_WORDS: usize = 2;

/// The day on which the text says that it was written, with what it gives of it: at least day and month.
pub(super) fn own_day(doc: &Document, pack: &Pack) -> Option<ToldDay> {
    let lines = lines(doc);
    let tail = lines.len().saturating_sub(TAIL).max(HEAD.min(lines.len()));
    let head = lines.iter().take(HEAD);
    // A chronicle begins every paragraph with its day.
    let opens_bare = |line: &Line| dated(doc, pack, *line).is_some_and(|(_, bare)| bare);
    let chronicle = lines.iter().take(HEAD * 3).filter(|line| opens_bare(line)).count() > 1;
    head.chain(&lines[tail..])
        .filter_map(|line| dated(doc, pack, *line))
        .find(|(_, bare)| !(*bare && chronicle))
        .map(|(day, _)| day)
}

/// A line of the text and whether it is a headline.
#[derive(Debug, Clone, Copy)]
struct Line {
    span: Span,
    headline: bool,
}

/// The lines of the blocks that are not empty.
fn lines(doc: &Document) -> Vec<Line> {
    let mut lines = Vec::new();
    for block in doc.blocks.iter().filter(|block| block.kind != BlockKind::Caption) {
        let text = doc.slice(block.span);
        let mut at = block.span.start as usize;
        for line in text.split_inclusive('\n') {
            let start = at + line.len() - line.trim_start().len();
            let span = Span::new(start, start + line.trim().len());
            if !span.is_empty() {
                lines.push(Line { span, headline: block.kind == BlockKind::Headline });
            }
            at += line.len();
        }
    }
    lines
}

/// The date that a line opens or closes with, and whether running text follows it with no place before.
fn dated(doc: &Document, pack: &Pack, line: Line) -> Option<(ToldDay, bool)> {
    let text = doc.slice(line.span);
    let short = text.chars().count() <= LONGEST_LINE;
    let window = if short { text } else { crate::text::head(text, LONGEST_OPENING * 2) };
    if !window.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let start = line.span.start as usize;
    let mut tagger = Tagger::new(doc, &pack.time, Base::default(), Grammar::default());
    tagger.read(Span::new(start, start + window.len()));
    let told = tagger.own_day().told;
    told.into_iter().filter(|told| told.day.is_some() && (told.month.is_some() || told.weekday.is_some())).find_map(
        |told| {
            let before = text.get(..(told.span.start as usize).checked_sub(start)?)?;
            let after = text.get(told.span.end as usize - start..)?;
            let after = after_brackets(after);
            let (closes, goes_on) = (is_closed(after), is_dash(after));
            let bare = before.trim().is_empty();
            // 'Attentat de Nice, 14 juillet 2016' as a headline names its subject.
            let most = if line.headline { HEADLINE_PLACE_WORDS } else { PLACE_WORDS };
            let placed = follows_place(before, most) || !line.headline && follows_separator(before);
            let fits = match () {
                () if bare && closes => short && !line.headline,
                () if bare => goes_on && told.month.is_some(),
                () => placed && before.len() <= LONGEST_OPENING && (goes_on || closes && short),
            };
            fits.then_some((told, bare && goes_on))
        },
    )
}

/// What follows without brackets, as around an agency, and the full stop of an abbreviation.
fn after_brackets(after: &str) -> &str {
    let mut rest = after.trim_start();
    while let Some(inner) = rest.strip_prefix('(') {
        let Some((_, behind)) = inner.split_once(')').filter(|(inner, _)| inner.len() <= 40) else { break };
        rest = behind.trim_start();
    }
    rest
}

/// Whether a line ends here.
fn is_closed(after: &str) -> bool {
    after.chars().all(|c| !c.is_alphanumeric())
}

const DASHES: [&str; 4] = ["–", "—", "-", "--"];

/// Whether a dash or a bar follows, behind a full stop where there is one.
fn is_dash(after: &str) -> bool {
    let rest = after.trim_start_matches(['.', ' ', '\u{a0}', ',']);
    rest.starts_with(['|', '•']) || DASHES.iter().any(|dash| rest.strip_prefix(dash).is_some_and(starts_apart))
}

fn starts_apart(rest: &str) -> bool {
    rest.starts_with([' ', '\u{a0}', '-'])
}

/// Whether what stands before ends in a dash or a bar.
fn follows_separator(before: &str) -> bool {
    let trimmed = before.trim_end();
    trimmed.len() < before.len() && trimmed.ends_with(['–', '—', '-', '|', '•'])
}

/// 'Fait à Conakry,', 'MAROUA (Cameroun),', 'Statement – Osh,': whether what stands before ends in a place and a comma.
fn follows_place(before: &str, most: usize) -> bool {
    let Some(place) = before.trim_end().strip_suffix(',') else { return false };
    let place = place.rsplit(['–', '—', '|', '•']).next().unwrap_or(place).trim();
    let words: Vec<&str> = place.split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')')).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    (1..=most).contains(&words.len())
        && words.first().is_some_and(capital)
        && words.last().is_some_and(capital)
        && words.iter().all(|word| capital(word) || word.chars().count() <= 3)
}
