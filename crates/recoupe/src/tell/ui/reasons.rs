//! Reasons that the stages give, in the language of the report.
//!
//! The stages write English sentences. `ui/reasons.<language>.toml` maps each to another language; `{}` stands
//! for what varies. A reason without translation is not shown in another language than English.

use serde::Deserialize;

const FRENCH: &str = include_str!("../../../ui/reasons.fr.toml");

/// The reasons of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Reasons {
    /// `None` for the language in which the stages write.
    pairs: Option<Vec<Pair>>,
}

#[derive(Debug, Clone, Deserialize)]
struct File {
    reason: Vec<Pair>,
}

#[derive(Debug, Clone, Deserialize)]
struct Pair {
    en: String,
    to: String,
}

impl Reasons {
    pub(super) fn of(language: &str) -> Reasons {
        let file =
            (language == "fr").then(|| toml::from_str::<File>(FRENCH).map(|file| file.reason).unwrap_or_default());
        Reasons { pairs: file }
    }

    pub(super) fn translated(&self, reason: &str) -> Option<String> {
        let Some(pairs) = &self.pairs else { return Some(reason.to_owned()) };
        pairs.iter().find_map(|pair| {
            let values = values(&pair.en, reason)?;
            let mut out = String::new();
            let mut values = values.into_iter();
            for (position, piece) in pair.to.split("{}").enumerate() {
                if position > 0 {
                    out.push_str(values.next()?);
                }
                out.push_str(piece);
            }
            Some(out)
        })
    }
}

/// What stands at the gaps of a pattern, if the whole text fits it.
fn values<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = pattern.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut values = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = if pieces.peek().is_none() {
            rest.ends_with(piece).then(|| rest.len() - piece.len())?
        } else {
            rest.find(piece)?
        };
        let (value, after) = rest.split_at(at);
        values.push(value);
        rest = after.strip_prefix(piece)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_carried_over_and_unknown_reasons_are_left_out() {
        assert_eq!(values("{} names {} as its source", "A names B as its source"), Some(vec!["A", "B"]));
        assert_eq!(values("{} of it", "all of it and more"), None);
        let french = Reasons::of("fr");
        let known = "the place changed hands more than once: both hold, one after the other";
        assert!(french.translated(known).is_some_and(|reason| reason != known));
        assert_eq!(french.translated("no such reason"), None);
        assert_eq!(Reasons::of("en").translated("any").as_deref(), Some("any"));
    }

    /// A report in French shows no reason in English: every sentence that the contradictions quote has a translation.
    #[test]
    fn every_reason_of_a_contradiction_has_a_translation() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/compare/contradictions");
        let french = Reasons::of("fr");
        let (mut count, mut missing) = (0, Vec::new());
        for entry in std::fs::read_dir(folder).unwrap() {
            let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                let quoted = line.split('"').skip(1).step_by(2);
                for sentence in quoted.filter(|it| it.matches(' ').count() >= 2 && it.starts_with(char::is_lowercase)) {
                    count += 1;
                    if french.translated(sentence).is_none() {
                        missing.push(sentence.to_owned());
                    }
                }
            }
        }
        assert!(count > 20, "only {count} reasons were found");
        assert!(missing.is_empty(), "without a French sentence: {missing:#?}");
    }

    #[test]
    fn translations_have_the_gaps_of_their_reasons() {
        let french = Reasons::of("fr");
        for pair in french.pairs.expect("a file") {
            assert_eq!(pair.en.matches("{}").count(), pair.to.matches("{}").count(), "{}", pair.en);
        }
    }
}
