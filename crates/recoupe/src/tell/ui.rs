//! Interface texts: data files `ui/<language>.toml`, apart from the language packs.

use std::collections::BTreeMap;

const FILES: [(&str, &str); 2] = [("en", include_str!("../../ui/en.toml")), ("fr", include_str!("../../ui/fr.toml"))];

/// The interface texts of one language.
#[derive(Debug, Clone)]
pub struct Texts {
    /// BCP 47 code.
    pub language: &'static str,
    texts: BTreeMap<String, String>,
}

impl Texts {
    /// The texts of a language; the first language where there are none for it.
    pub fn of(language: &str) -> Texts {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        let (language, file) = FILES.into_iter().find(|(code, _)| *code == primary).unwrap_or(FILES[0]);
        Texts { language, texts: toml::from_str(file).unwrap_or_default() }
    }

    /// A text; its key where the file lacks it.
    pub fn get<'t>(&'t self, key: &'t str) -> &'t str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// A finding's label with the event type that it begins with in words.
    pub fn label(&self, label: &str) -> String {
        let (event_type, rest) = label.split_at(label.find(' ').unwrap_or(label.len()));
        format!("{}{rest}", self.get(event_type))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_texts() {
        let (en, fr) = (Texts::of("en"), Texts::of("fr-CH"));
        assert!(en.texts.len() > 20);
        assert!(en.texts.keys().eq(fr.texts.keys()));
        assert_eq!(Texts::of("xx").language, "en");
    }
}
