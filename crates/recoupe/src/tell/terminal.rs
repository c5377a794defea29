//! The summary for the terminal: what is established, contested, changed on the way, and said by one source only.

use std::io::{self, Write};

use crate::index::EventIdx;
use crate::tell::Telling;
use crate::tell::figures::timeline::clipped;
use crate::tell::realise::capital;

/// Lines under each heading: with the head and a line of gaps not more than 25 in all.
const ROWS: usize = 4;
/// Characters of a line.
const WIDE: usize = 200;

/// Writes the summary, with ANSI colours where the terminal wants them.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, colour: bool, out: &mut impl Write) -> io::Result<()> {
    let (t, paint, digest) = (&telling.t, Paint(colour), telling.digest());
    writeln!(out, "{}", paint.bold(&plain(&telling.main_line(&digest))))?;
    writeln!(out, "{}", telling.counts().join(" · "))?;
    let gaps = telling.gaps();
    if !gaps.is_empty() {
        writeln!(out, "{}", paint.soft(&t.get("lead_open").replace("{list}", &gaps.join(", "))))?;
    }
    let events = |list: &[EventIdx]| -> Vec<String> {
        let told = list.iter().take(ROWS).filter_map(|at| telling.event(*at));
        told.map(|event| format!("{} ({})", telling.sentence(event), telling.strength(event))).collect()
    };
    let found = &telling.dossier.findings.contradictions;
    let contested: Vec<String> = digest.contested.iter().take(ROWS).map(|at| telling.question(&found[*at])).collect();
    let changes: Vec<String> = digest.changes.iter().take(ROWS).map(|it| it.sentence.clone()).collect();
    let lists = [
        ("agreed", digest.established.len(), events(&digest.established)),
        ("disputed", digest.contested.len(), contested),
        ("changed", digest.changes.len(), changes),
        ("single", digest.single.len(), events(&digest.single)),
    ];
    for (key, all, lines) in lists.into_iter().filter(|(_, all, _)| *all > 0) {
        let mut head = capital(t.get(key));
        if all > lines.len() {
            head.push_str(&format!(" ({} / {})", lines.len(), t.number(all)));
        }
        let head = if key == "disputed" { paint.warning(&head) } else { paint.accent(&head) };
        writeln!(out, "{head}")?;
        for line in lines {
            writeln!(out, "  {}", clipped(&plain(&line), WIDE))?;
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
