//! The summary for the terminal: counts, a compact time line, contradictions.

use std::io::{self, Write};

use crate::compare::contradictions::Resolution;
use crate::compare::events::Event;
use crate::index::EventIdx;
use crate::tell::Telling;
use crate::tell::figures::timeline::clipped;
use crate::tell::figures::{Axis, timeline};

/// Columns of the time line.
const COLUMNS: usize = 28;
/// Characters of a quotation that the summary shows.
const QUOTED: usize = 100;
/// Events that the summary shows; the report has them all.
const ROWS: usize = 40;

/// Writes the summary, with ANSI colours where the terminal wants them.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, colour: bool, out: &mut impl Write) -> io::Result<()> {
    let (t, found, paint) = (&telling.t, &telling.dossier.findings, Paint(colour));
    let stand = found.contradictions.iter().filter(|it| it.resolution == Resolution::Real).count();
    let mut counts = vec![
        t.count("reports", telling.dossier.docs.len()),
        t.count("families", found.families.len()),
        t.count("events", found.events.len()),
        t.count("contradictions", stand),
    ];
    if found.contradictions.len() > stand {
        counts.push(t.count("explained", found.contradictions.len() - stand));
    }
    writeln!(out, "{}\n", paint.bold(&counts.join(" · ")))?;
    let mut rows: Vec<(EventIdx, &Event)> = timeline::dated(telling).collect();
    let dated = rows.len();
    rows.retain(|(_, event)| !timeline::is_bare(event));
    // Of many events, those that most families tell.
    rows.sort_by_key(|(at, event)| (std::cmp::Reverse(event.corroboration.families.len()), *at));
    rows.truncate(ROWS);
    let kept: std::collections::BTreeSet<EventIdx> = rows.iter().map(|(at, _)| *at).collect();
    let rows: Vec<_> = timeline::dated(telling).filter(|(at, _)| kept.contains(at)).collect();
    if let Some(axis) = timeline::axis(telling) {
        let (first, last) = axis.ends();
        let (first, last) = (t.short_day(first), t.short_day(last));
        let gap = COLUMNS.saturating_sub(first.chars().count() + last.chars().count());
        writeln!(out, "{}", paint.soft(&format!("{first}{}{last}", " ".repeat(gap))))?;
        for (at, event) in &rows {
            row(telling, &axis, (*at, event), paint, out)?;
        }
    }
    let happened = found.events.iter().filter(|event| event.happened).count();
    let hidden = happened - rows.len().min(happened);
    if hidden > 0 {
        let mut note = format!("+ {}", t.count("events", hidden));
        let undated = happened - dated.min(happened);
        if undated > 0 {
            note.push_str(&format!(" ({}{} {})", t.get("undated"), t.get("colon"), t.number(undated)));
        }
        writeln!(out, "{}", paint.soft(&note))?;
    }
    contradictions(telling, paint, out)
}

fn row(
    telling: &Telling,
    axis: &Axis,
    (at, event): (EventIdx, &Event),
    paint: Paint,
    out: &mut impl Write,
) -> io::Result<()> {
    let t = &telling.t;
    let families = event.corroboration.families.len();
    let disputed = telling.is_disputed(at);
    let strip = strip(telling, axis, event);
    let strip = if disputed { paint.warning(&strip) } else { paint.accent(&strip) };
    let line = plain(&telling.headline(event));
    let (kind, rest) = line.split_once(" · ").unwrap_or((&line, ""));
    let label = if rest.is_empty() { paint.bold(kind) } else { format!("{} · {rest}", paint.bold(kind)) };
    let mut notes = Vec::new();
    if families > 1 {
        notes.push(t.count("families", families));
    }
    if disputed {
        notes.push(t.get("badge_disputed").to_owned());
    }
    let notes = if notes.is_empty() { String::new() } else { paint.soft(&format!("  [{}]", notes.join(", "))) };
    let when = telling.when(event).map(|when| t.interval(when)).unwrap_or_default();
    writeln!(out, "{strip}  {} {label}{notes}", paint.soft(&format!("{when:<24}")))
}

/// The time of an event on the axis: `■` for what is known to the column, `─` for a span, `‹ ›` for what goes on.
fn strip(telling: &Telling, axis: &Axis, event: &Event) -> String {
    let Some(reach) = telling.when(event).and_then(|when| axis.reach(when)) else { return " ".repeat(COLUMNS) };
    let column = |percent: f64| ((percent / 100.0 * COLUMNS as f64) as usize).min(COLUMNS - 1);
    let (first, last) = (column(reach.x), column(reach.x + reach.width - 0.01).max(column(reach.x)));
    (0..COLUMNS)
        .map(|at| match at {
            at if at == first && reach.open_left => '‹',
            at if at == last && reach.open_right => '›',
            at if (first..=last).contains(&at) => {
                if last - first > 1 {
                    '─'
                } else {
                    '■'
                }
            }
            _ => '·',
        })
        .collect()
}

fn contradictions(telling: &Telling, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let t = &telling.t;
    let list = &telling.dossier.findings.contradictions;
    if list.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", paint.bold(t.get("disagree")))?;
    let (real, resolved): (Vec<_>, Vec<_>) = list.iter().partition(|one| one.resolution == Resolution::Real);
    for one in real.iter().chain(&resolved) {
        let head = format!("{} ({})", plain(&telling.about(one)), t.variant("resolution", &one.resolution));
        let head = if one.resolution == Resolution::Real { paint.warning(&head) } else { paint.soft(&head) };
        writeln!(out, "{head}")?;
        let (a, b) = telling.both_say(one).unzip();
        for (statement, says) in [(&one.a, a), (&one.b, b)] {
            let says = says.unwrap_or_else(|| clipped(&statement.evidence.quote, QUOTED));
            writeln!(out, "  {}{} {}", plain(telling.outlet_of(&statement.evidence)), t.get("colon"), plain(&says))?;
        }
    }
    Ok(())
}

/// ANSI colours, or none.
#[derive(Clone, Copy)]
struct Paint(bool);

impl Paint {
    fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    fn soft(self, text: &str) -> String {
        self.with("2", text)
    }

    fn accent(self, text: &str) -> String {
        self.with("36", text)
    }

    fn warning(self, text: &str) -> String {
        self.with("33", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A text without control characters, so that no document can drive the terminal. Marks that turn the
/// direction of writing go too: they could make a line read as another.
fn plain(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_drives_the_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\u{202e}c\n"), "a [31mb c ");
        assert_eq!(Paint(false).warning("x"), "x");
        assert_eq!(Paint(true).bold("x"), "\u{1b}[1mx\u{1b}[0m");
    }
}
