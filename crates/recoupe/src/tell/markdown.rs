//! The findings as Markdown, each with its quoted evidence.

use std::io::{self, Write};

use crate::evidence::Evidence;
use crate::tell::Telling;

/// Writes the findings in the language of the options.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let (t, found) = (&telling.t, &telling.dossier.findings);
    let title = telling.options.title.as_deref().unwrap_or(t.get("title"));
    writeln!(out, "# {}\n\n## {}\n", plain(title), t.get("happened"))?;
    for event in &found.events {
        let when = telling.when(event).map_or(t.get("undated").to_owned(), |when| t.interval(when));
        let families = t.count("families", event.corroboration.families.len());
        let moods: Vec<String> = event.moods.iter().map(|slot| t.variant("mood", &slot.value)).collect();
        let note = if event.happened { families } else { moods.join(", ") };
        writeln!(out, "- {when}: {} ({note})", plain(&t.label(&event.label)))?;
        for evidence in telling.evidence(event) {
            quote(telling, evidence, out)?;
        }
    }
    writeln!(out, "\n## {}\n", t.get("control"))?;
    for place in &found.control {
        writeln!(out, "- {}", plain(telling.place_name(&place.place)))?;
        for stretch in &place.stretches {
            let holders: Vec<&str> = stretch.holders.iter().map(|&holder| telling.entity(holder)).collect();
            let holders = if holders.is_empty() { t.get("unknown").to_owned() } else { plain(&holders.join(", ")) };
            let from = stretch.from.map_or(t.get("before_that").to_owned(), |from| t.interval(from));
            let to = stretch.to.map_or(t.get("still").to_owned(), |to| t.interval(to));
            writeln!(out, "  - {from} → {to}: {holders} ({})", t.variant("state", &stretch.state))?;
        }
    }
    writeln!(out, "\n## {}\n", t.get("disagree"))?;
    for one in &found.contradictions {
        let reason = t.reason(&one.reason).map_or_else(String::new, |reason| format!(": {}", plain(&reason)));
        writeln!(out, "- {} ({}){reason}", t.variant("kind", &one.kind), t.variant("resolution", &one.resolution))?;
        quote(telling, &one.a.evidence, out)?;
        quote(telling, &one.b.evidence, out)?;
    }
    writeln!(out, "\n## {}\n", t.get("copied"))?;
    for family in &found.families {
        let members: Vec<&str> = family.members.iter().map(|&member| telling.outlet(member)).collect();
        writeln!(out, "- {}: {}", plain(&family.name), plain(&members.join(", ")))?;
    }
    for reuse in &found.reuse {
        writeln!(out, "- {} ({:.0} %)", t.variant("reuse", &reuse.class), reuse.similarity * 100.0)?;
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
    // A line that begins with a number and a dot would be a list, an address a link.
    out.replace("://", ":\\/\\/").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    #[test]
    fn markup_in_a_text_is_text() {
        assert_eq!(super::plain("<b>[x](y)\n# z"), "\\<b\\>\\[x\\]\\(y\\) \\# z");
        assert_eq!(super::plain("see javascript://x"), "see javascript:\\/\\/x");
    }
}
