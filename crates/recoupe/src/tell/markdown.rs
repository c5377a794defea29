//! The findings as Markdown, each with its quoted evidence.

use std::io::{self, Write};

use crate::evidence::Evidence;
use crate::tell::Telling;
use crate::tell::html::{days, word};

/// Writes the findings in an interface language.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let t = &telling.t;
    let found = &telling.dossier.findings;
    writeln!(out, "# {}\n\n## {}\n", t.get("title"), t.get("happened"))?;
    for event in &found.events {
        let when = event.when.as_ref().map_or(t.get("undated").to_owned(), |when| days(when.value.0));
        writeln!(out, "- {when}: {}", plain(&t.label(&event.label)))?;
        for claim in &event.claims {
            if let Some(claim) = telling.claim(*claim) {
                quote(telling, &claim.evidence, out)?;
            }
        }
    }
    writeln!(out, "\n## {}\n", t.get("disagree"))?;
    for one in &found.contradictions {
        writeln!(out, "- {}, {}: {}", word(&one.kind), word(&one.resolution), plain(&one.reason))?;
        quote(telling, &one.a.evidence, out)?;
        quote(telling, &one.b.evidence, out)?;
    }
    writeln!(out, "\n## {}\n", t.get("copied"))?;
    for reuse in found.reuse.iter() {
        writeln!(out, "- {} ({:.0} %)", word(&reuse.class), reuse.similarity * 100.0)?;
        quote(telling, &reuse.a.evidence, out)?;
        quote(telling, &reuse.b.evidence, out)?;
    }
    Ok(())
}

fn quote(telling: &Telling, evidence: &Evidence, out: &mut impl Write) -> io::Result<()> {
    let outlet = telling.doc_of(evidence).map_or("", |doc| doc.document.outlet());
    writeln!(out, "  > {} ({})", plain(&evidence.quote), plain(outlet))
}

/// Text on one line with every character that Markdown or HTML could read as markup escaped.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()) {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | ':' | ';' | '\'' | '"' | '%' | '?' | '/') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_in_a_text_is_text() {
        assert_eq!(super::plain("<b>[x](y)\n# z"), "\\<b\\>\\[x\\]\\(y\\) \\# z");
    }
}
