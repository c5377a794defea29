//! The findings as Markdown, each with its quoted evidence.

use std::io::{self, Write};

use crate::dossier::Dossier;
use crate::evidence::Evidence;
use crate::tell::html::{days, word};
use crate::tell::ui::Texts;

/// Writes the findings in an interface language.
///
/// # Errors
/// When writing fails.
pub fn write(dossier: &Dossier, language: &str, out: &mut impl Write) -> io::Result<()> {
    let t = Texts::of(language);
    let found = &dossier.findings;
    writeln!(out, "# {}\n\n## {}\n", t.get("title"), t.get("happened"))?;
    for event in &found.events {
        let when = event.when.as_ref().map_or(t.get("undated").to_owned(), |when| days(when.value.0));
        writeln!(out, "- {when}: {}", plain(&t.label(&event.label)))?;
        for claim in &event.claims {
            let doc = dossier.docs.get(claim.doc.at());
            if let Some(claim) = doc.and_then(|doc| doc.annotations.claims.get(claim.claim.at())) {
                quote(dossier, &claim.evidence, out)?;
            }
        }
    }
    writeln!(out, "\n## {}\n", t.get("disagree"))?;
    for one in &found.contradictions {
        writeln!(out, "- {}, {}: {}", word(&one.kind), word(&one.resolution), plain(&one.reason))?;
        quote(dossier, &one.a.evidence, out)?;
        quote(dossier, &one.b.evidence, out)?;
    }
    writeln!(out, "\n## {}\n", t.get("copied"))?;
    for reuse in found.reuse.iter() {
        writeln!(out, "- {} ({:.0} %)", word(&reuse.class), reuse.similarity * 100.0)?;
        quote(dossier, &reuse.a.evidence, out)?;
        quote(dossier, &reuse.b.evidence, out)?;
    }
    Ok(())
}

fn quote(dossier: &Dossier, evidence: &Evidence, out: &mut impl Write) -> io::Result<()> {
    let outlet = dossier.position(evidence.doc).and_then(|doc| dossier.docs.get(doc.at()));
    let outlet = outlet.map_or("", |doc| doc.document.outlet());
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
