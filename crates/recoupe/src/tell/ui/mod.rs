//! Interface texts: data files `ui/<language>.toml`, apart from the language packs.

mod dates;
mod reasons;

use std::collections::BTreeMap;

use maud::{Markup, PreEscaped, Render, html};
use serde::Serialize;

use crate::layers::kinds::upwards;
use crate::tell::code;

const FILES: [(&str, &str); 2] =
    [("en", include_str!("../../../ui/en.toml")), ("fr", include_str!("../../../ui/fr.toml"))];

/// The interface texts of one language.
#[derive(Debug, Clone)]
pub struct Texts {
    /// BCP 47 code.
    pub language: &'static str,
    texts: BTreeMap<String, String>,
    reasons: reasons::Reasons,
}

impl Texts {
    /// The texts of a language; the first language where there are none for it.
    pub fn of(language: &str) -> Texts {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let (language, file) = FILES.into_iter().find(|(code, _)| *code == primary).unwrap_or(FILES[0]);
        Texts { language, texts: toml::from_str(file).unwrap_or_default(), reasons: reasons::Reasons::of(language) }
    }

    /// A text; its key where the file lacks it.
    pub fn get<'t>(&'t self, key: &'t str) -> &'t str {
        self.find(key).unwrap_or(key)
    }

    /// A text, if the file has it.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// The name of a variant, as `mood/reported`; the variant's own name in words where the file lacks it.
    pub fn variant(&self, group: &str, variant: &impl Serialize) -> String {
        let code = code(variant);
        self.find(&format!("{group}/{code}")).map_or_else(|| code.replace(['_', '-'], " "), str::to_owned)
    }

    /// A count with its noun: '3 reports'.
    pub fn count(&self, noun: &str, n: usize) -> String {
        let form = match n {
            0 => self.get("zero"),
            1 => "one",
            _ => "other",
        };
        self.get(&format!("{noun}_{form}")).replace("{n}", &self.number(n))
    }

    /// A whole number with the language's thousands separator.
    pub fn number(&self, n: usize) -> String {
        let digits = n.to_string();
        let mut out = String::new();
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                out.push_str(self.get("thousands"));
            }
            out.push(digit);
        }
        out
    }

    /// A number that may have a fraction.
    pub fn decimal(&self, value: f64) -> String {
        if value.fract() == 0.0 && (0.0..1e12).contains(&value) {
            return self.number(value as usize);
        }
        format!("{value}").replace('.', self.get("decimal"))
    }

    /// A text with the names in braces replaced by markup; what is not given stays as it is.
    pub fn fill(&self, key: &str, values: &[(&str, Markup)]) -> Markup {
        let mut out = String::new();
        let mut rest = self.get(key);
        while let Some((before, after)) = rest.split_once('{') {
            before.render_to(&mut out);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
                out.push_str(&value.0);
            }
            rest = tail;
        }
        rest.render_to(&mut out);
        PreEscaped(out)
    }

    /// Pieces in a row: 'a, b and c'.
    pub fn list(&self, pieces: &[Markup]) -> Markup {
        let last = self.get("and");
        html! { @for (position, piece) in pieces.iter().enumerate() {
            @if position > 0 { (if position + 1 == pieces.len() { last } else { ", " }) }
            (piece)
        } }
    }

    /// The words for an event type, or for the nearest type above it that has words.
    pub fn event_type(&self, event_type: &str) -> &str {
        let family = event_type.split('/').next().unwrap_or_default();
        let below_family = upwards(event_type).filter(|path| path.contains('/'));
        let words = below_family.into_iter().find_map(|path| self.find(path));
        words.or_else(|| self.find(&format!("class/{family}"))).unwrap_or(self.get("type_other"))
    }

    /// A finding's label with the event type that it begins with in words.
    pub fn label(&self, label: &str) -> String {
        let (first, rest) = label.split_at(label.find(' ').unwrap_or(label.len()));
        let rest = rest.replace(" @ ", " · ");
        if first.contains('/') { format!("{}{rest}", self.event_type(first)) } else { label.to_owned() }
    }

    /// A reason in this language; `None` where it has no translation.
    pub fn reason(&self, reason: &str) -> Option<String> {
        self.reasons.translated(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Packs;

    #[test]
    fn both_languages_have_the_same_texts_and_gaps() {
        let (en, fr) = (Texts::of("en"), Texts::of("fr-CH"));
        assert!(en.texts.len() > 200);
        assert!(en.texts.keys().eq(fr.texts.keys()));
        let gaps = |text: &str| {
            let mut gaps: Vec<String> =
                text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.into())).collect();
            gaps.sort();
            gaps
        };
        for (key, text) in &en.texts {
            assert_eq!(gaps(text), gaps(&fr.texts[key]), "{key}");
        }
        assert_eq!(Texts::of("xx").language, "en");
    }

    #[test]
    fn every_event_type_of_the_packs_has_words() {
        for language in ["en", "fr"] {
            let t = Texts::of(language);
            for frame in &Packs::embedded().get(language).expect("a pack").events.frames {
                let class = format!("class/{}", frame.event_type.family());
                assert!(t.find(&class).is_some(), "{class} has no text in crates/recoupe/ui/{language}.toml");
            }
            assert_eq!(t.event_type("control/taken/of/a/kind"), t.get("control/taken"));
            assert_eq!(t.event_type("control/new"), t.get("class/control"));
            assert_eq!(t.event_type("other/new"), t.get("type_other"));
        }
    }

    #[test]
    fn counts_follow_the_language() {
        let (en, fr) = (Texts::of("en"), Texts::of("fr"));
        assert_eq!([en.count("reports", 0), en.count("reports", 1)], ["0 reports", "1 report"]);
        assert_eq!([fr.count("reports", 0), fr.count("reports", 2)], ["0 article", "2 articles"]);
        assert_eq!(en.number(1_234_567), "1,234,567");
    }

    #[test]
    fn what_fills_a_text_is_escaped_by_its_maker_and_the_text_by_us() {
        let t = Texts::of("en");
        let value = html! { ("<b>") };
        assert_eq!(t.fill("from_day", &[("day", value)]).0, "from &lt;b&gt;");
    }
}
