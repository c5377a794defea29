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
    for event in found.events.iter().filter(|event| event.happened) {
        let when = event.when.as_ref().map_or(t.get("undated").to_owned(), |when| days(when.value.0));
        writeln!(out, "{when:<22} {}  [{}]", plain(&event.label), event.corroboration.families.len())?;
    }
    for one in &found.contradictions {
        let (a, b) = (plain(&one.a.says), plain(&one.b.says));
        writeln!(out, "{} ({}): {a} | {b}", word(&one.kind), word(&one.resolution))?;
    }
    Ok(())
}

/// A text without control characters, so that no document can drive the terminal.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
