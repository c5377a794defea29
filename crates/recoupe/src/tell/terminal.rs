//! The summary for the terminal: counts, time line, contradictions.

use std::io::{self, Write};

use crate::dossier::Dossier;
use crate::tell::html::{days, word};
use crate::tell::ui::Texts;

/// Writes the summary in an interface language, without colour.
///
/// # Errors
/// When writing fails.
pub fn write(dossier: &Dossier, language: &str, out: &mut impl Write) -> io::Result<()> {
    let t = Texts::of(language);
    let found = &dossier.findings;
    let counts = [
        (dossier.docs.len(), "reports"),
        (found.families.len(), "families"),
        (found.events.len(), "events"),
        (found.contradictions.len(), "contradictions"),
    ];
    let counts: Vec<String> = counts.iter().map(|(count, key)| format!("{count} {}", t.get(key))).collect();
    writeln!(out, "{}", counts.join(" · "))?;
    let happened = || found.events.iter().filter(|event| event.happened);
    for event in happened() {
        // The report has them all; the summary is a time line.
        let Some(when) = &event.when else { continue };
        let when = days(when.value.0);
        writeln!(out, "{when:<22} {}  [{}]", plain(&t.label(&event.label)), event.corroboration.families.len())?;
    }
    let undated = happened().filter(|event| event.when.is_none()).count();
    if undated > 0 {
        writeln!(out, "{:<22} {undated} {}", t.get("undated"), t.get("events"))?;
    }
    for one in &found.contradictions {
        let (a, b) = (plain(&t.label(&one.a.says)), plain(&t.label(&one.b.says)));
        writeln!(out, "{} ({}): {a} | {b}", word(&one.kind), word(&one.resolution))?;
    }
    Ok(())
}

/// A text without control characters, so that no document can drive the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
