//! The findings as Markdown, each with its quoted evidence.

use std::io::{self, Write};

use crate::compare::events::Event;
use crate::evidence::Evidence;
use crate::tell::Telling;
use crate::tell::figures::control::{holders, in_order};

/// Writes the findings in the language of the options.
///
/// # Errors
/// When writing fails.
pub fn write(telling: &Telling, out: &mut impl Write) -> io::Result<()> {
    let (t, found) = (&telling.t, &telling.dossier.findings);
    let title = telling.options.title.as_deref().unwrap_or(t.get("title"));
    writeln!(out, "# {}\n\n## {}\n", plain(title), t.get("happened"))?;
    let (happened, unreal): (Vec<&Event>, Vec<&Event>) = found.events.iter().partition(|event| event.happened);
    for event in happened {
        self::event(telling, event, &t.count("families", event.corroboration.families.len()), out)?;
    }
    if !unreal.is_empty() {
        writeln!(out, "\n## {}\n", t.get("unreal_events"))?;
    }
    for event in unreal {
        let moods: Vec<String> = event.moods.iter().map(|slot| t.variant("mood", &slot.value)).collect();
        self::event(telling, event, &moods.join(", "), out)?;
    }
    writeln!(out, "\n## {}\n", t.get("control"))?;
    for place in in_order(telling) {
        writeln!(out, "- {}", plain(telling.place_name(&place.place)))?;
        for stretch in &place.stretches {
            let holders: Vec<&str> =
                holders(telling, stretch).into_iter().map(|holder| telling.entity(holder)).collect();
            let holders = if holders.is_empty() { t.get("unknown").to_owned() } else { plain(&holders.join(", ")) };
            let from = stretch.from.map_or(t.get("before_that").to_owned(), |from| t.interval(from));
            let to = stretch.to.map_or(t.get("still").to_owned(), |to| t.interval(to));
            writeln!(out, "  - {from} → {to}: {holders} ({})", t.variant("state", &stretch.state))?;
        }
    }
    writeln!(out, "\n## {}\n", t.get("disagree"))?;
    for one in &found.contradictions {
        let reason = t.reason(&one.reason).map_or_else(String::new, |reason| format!(": {}", plain(&reason)));
        writeln!(out, "- {} ({}){reason}", plain(&telling.about(one)), t.variant("resolution", &one.resolution))?;
        quote(telling, &one.a.evidence, out)?;
        quote(telling, &one.b.evidence, out)?;
    }
    writeln!(out, "\n## {}\n", t.get("copied"))?;
    for family in found.families.iter().filter(|family| family.members.len() > 1) {
        let members: Vec<&str> = family.members.iter().map(|&member| telling.outlet(member)).collect();
        writeln!(out, "- {}{} {}", plain(telling.family_name(family)), t.get("colon"), plain(&members.join(", ")))?;
    }
    for reuse in &found.reuse {
        writeln!(out, "- {} ({:.0} %)", t.variant("reuse", &reuse.class), reuse.similarity * 100.0)?;
        quote(telling, &reuse.a.evidence, out)?;
        quote(telling, &reuse.b.evidence, out)?;
    }
    Ok(())
}

fn event(telling: &Telling, event: &Event, note: &str, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "- {}: {} ({note})", telling.when_in_words(event), plain(&telling.headline(event)))?;
    telling.evidence(event).into_iter().try_for_each(|evidence| quote(telling, evidence, out))
}

/// A quotation as an item of its own: two block quotes in a row would run together.
fn quote(telling: &Telling, evidence: &Evidence, out: &mut impl Write) -> io::Result<()> {
    let outlet = telling.outlet_of(evidence);
    writeln!(out, "  - > {} ({})", plain(&evidence.quote), plain(outlet))
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
