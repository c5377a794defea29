//! How one language makes sentences: data files `ui/sentences.<language>.toml`, and the templates in them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::gazetteer::places::fold;
use crate::layers::kinds::upwards;

const FILES: [(&str, &str); 2] =
    [("en", include_str!("../../../ui/sentences.en.toml")), ("fr", include_str!("../../../ui/sentences.fr.toml"))];

/// What a slot of a template is filled with, and what agrees with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// Whether a verb that agrees with it is in the plural.
    pub plural: bool,
    /// Whether a participle that agrees with it is feminine; only known of what the program counts.
    pub feminine: bool,
}

impl Phrase {
    /// A phrase in the singular.
    pub fn of(text: impl Into<String>) -> Phrase {
        Phrase { text: text.into(), plural: false, feminine: false }
    }
}

/// The grammar of one language of the interface; the file explains every key.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Grammar {
    pub contractions: Vec<(String, String)>,
    pub elided: Vec<String>,
    pub aspirated: Vec<String>,
    pub vowels: String,
    pub bare: Bare,
    pub comma: String,
    pub last: String,
    pub or: String,
    pub quotes: (String, String),
    pub determiners: Vec<String>,
    pub own_side: Vec<String>,
    pub when: BTreeMap<String, String>,
    pub figures: BTreeMap<String, String>,
    pub who: BTreeMap<String, Counted>,
    pub article: Vec<Article>,
    pub place: Vec<PlaceRule>,
    pub name_article: Vec<NameArticle>,
    pub role: BTreeMap<String, Named>,
    pub kind: BTreeMap<String, Named>,
    pub nouns: BTreeMap<String, String>,
    pub mood: BTreeMap<String, String>,
    pub question: BTreeMap<String, String>,
    pub answer: BTreeMap<String, String>,
    pub many: BTreeMap<String, String>,
    pub change: BTreeMap<String, String>,
    pub event: BTreeMap<String, Templates>,
}

/// Articles before nouns that reports use without one.
#[derive(Debug, Clone, Default, Deserialize)]
#[allow(missing_docs)]
pub struct Bare {
    pub plural: String,
    pub masculine: String,
    pub feminine: String,
}

/// A noun for those whom a figure counts.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Counted {
    pub one: String,
    pub other: String,
    #[serde(default)]
    pub feminine: bool,
}

/// An article, the words of reports that show that a name has it, and the forms of a place that has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Article {
    pub before: Vec<String>,
    pub article: String,
    #[serde(default)]
    pub plural: bool,
    #[serde(rename = "in")]
    pub at: String,
    pub whole: String,
    pub of: String,
}

/// The forms of places of some kinds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct PlaceRule {
    /// Of every kind where empty.
    pub kinds: Vec<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub starts: Vec<String>,
    #[serde(default)]
    pub ends: Vec<String>,
    /// What the name loses at its front in `in` and `of`.
    #[serde(default)]
    pub strip: String,
    #[serde(rename = "in")]
    pub at: String,
    pub whole: Option<String>,
    pub of: Option<String>,
}

/// The article of names that hold a word.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct NameArticle {
    pub words: Vec<String>,
    /// Whether the word may stand anywhere in the name, not only at its front.
    #[serde(default)]
    pub anywhere: bool,
    pub article: String,
    #[serde(default)]
    pub plural: bool,
}

/// A noun with its article.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Named {
    pub name: String,
    pub article: String,
    #[serde(default)]
    pub plural: bool,
}

/// The templates of an event type.
#[derive(Debug, Clone, Deserialize)]
#[allow(missing_docs)]
pub struct Templates {
    pub fact: Vec<String>,
    pub noun: Vec<String>,
}

/// Fillings of slots by name.
pub type Slots<'s> = BTreeMap<&'s str, Phrase>;

impl Grammar {
    /// The grammar of a language; that of the first language where there is none for it.
    pub fn of(language: &str) -> &'static Grammar {
        static ALL: OnceLock<Vec<(&str, Grammar)>> = OnceLock::new();
        let read = |(code, file): &(&'static str, &str)| (*code, toml::from_str(file).unwrap_or_default());
        let all = ALL.get_or_init(|| FILES.iter().map(read).collect());
        let found = all.iter().find(|(code, _)| *code == language).unwrap_or(&all[0]);
        &found.1
    }

    /// A template with its slots filled; `None` where one outside brackets is missing.
    pub fn fill(&self, template: &str, slots: &Slots) -> Option<String> {
        let subject = template.split('{').skip(1).find_map(|rest| slots.get(rest.split_once('}')?.0));
        let text = filled(template, slots, subject)?;
        Some(self.smooth(&text))
    }

    /// The first template of a list whose slots are all there.
    pub fn first(&self, templates: &[String], slots: &Slots) -> Option<String> {
        templates.iter().find_map(|template| self.fill(template, slots))
    }

    /// The templates of an event type, or of the nearest one above it.
    pub fn templates(&self, event_type: &str) -> Option<&Templates> {
        upwards(event_type).find_map(|path| self.event.get(path))
    }

    /// Phrases in a row: 'a, b and c', or with another word before the last.
    pub fn row(&self, phrases: &[Phrase], last: &str) -> Option<Phrase> {
        let (end, front) = phrases.split_last()?;
        if front.is_empty() {
            return Some(end.clone());
        }
        let front: Vec<&str> = front.iter().map(|phrase| phrase.text.as_str()).collect();
        let text = format!("{}{last}{}", front.join(&self.comma), end.text);
        let plural = last == self.last || phrases.iter().any(|phrase| phrase.plural);
        Some(Phrase { text, plural, feminine: false })
    }

    /// Words of a report in quotation marks.
    pub fn quoted(&self, words: &str) -> String {
        format!("{}{words}{}", self.quotes.0, self.quotes.1)
    }

    /// Contractions and elisions where words meet.
    pub fn smooth(&self, text: &str) -> String {
        // An article that loses its vowel does not contract; what contracts may open a new elision.
        let mut text = self.elide(text);
        for (from, to) in &self.contractions {
            text = at_words(&text, from, |_| Some(to.clone()));
        }
        self.elide(&text)
    }

    fn elide(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for word in &self.elided {
            let cut = &word[..word.len() - word.chars().last().map_or(0, char::len_utf8)];
            text = at_words(&text, &format!("{word} "), |next| self.elides(next).then(|| format!("{cut}'")));
        }
        text
    }

    /// Whether a word before this text loses its vowel.
    pub fn elides(&self, next: &str) -> bool {
        let first = next.chars().next().filter(|c| c.is_alphabetic());
        let Some(first) = first.and_then(|c| fold(&c.to_string()).chars().next()) else { return false };
        let word = next.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
        self.vowels.contains(first) && !self.aspirated.iter().any(|it| it == word)
    }
}

/// Replaces a text where a word begins, by what the text behind it asks for.
fn at_words(text: &str, from: &str, to: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(from) {
        let (before, after) = (&rest[..at], &rest[at + from.len()..]);
        let last = before.chars().last().or_else(|| out.chars().last());
        let begins = last.is_none_or(|c| !c.is_alphanumeric());
        out.push_str(before);
        match to(after).filter(|_| begins) {
            Some(new) => out.push_str(&new),
            None => out.push_str(from),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Fills slots, drops what stands in brackets with a missing slot, and chooses forms that agree with the subject.
fn filled(template: &str, slots: &Slots, subject: Option<&Phrase>) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '[', '<']) {
        out.push_str(&rest[..at]);
        let inside = &rest[at + 1..];
        let close = match rest.as_bytes()[at] {
            b'{' => '}',
            b'[' => ']',
            _ => '>',
        };
        let (inside, after) = inside.split_once(close)?;
        match close {
            '}' => out.push_str(&slots.get(inside)?.text),
            ']' => out.push_str(&filled(inside, slots, subject).unwrap_or_default()),
            _ => out.push_str(agreeing(inside, subject)),
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// The form of 'a|b' or 'a|b|c|d' for a subject.
fn agreeing<'f>(forms: &'f str, subject: Option<&Phrase>) -> &'f str {
    let forms: Vec<&str> = forms.split('|').collect();
    let (plural, feminine) = subject.map_or((false, false), |it| (it.plural, it.feminine));
    let at = usize::from(plural) + if feminine && forms.len() == 4 { 2 } else { 0 };
    forms.get(at).or(forms.first()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots<'s>(pairs: &[(&'s str, &str, bool, bool)]) -> Slots<'s> {
        let phrase = |text: &str, plural, feminine| Phrase { text: text.to_owned(), plural, feminine };
        pairs.iter().map(|(key, text, plural, feminine)| (*key, phrase(text, *plural, *feminine))).collect()
    }

    #[test]
    fn both_languages_have_the_same_templates() {
        let (en, fr) = (Grammar::of("en"), Grammar::of("fr"));
        assert!(en.event.len() > 90);
        assert!(en.event.keys().eq(fr.event.keys()));
        for (en, fr) in [
            (&en.mood, &fr.mood),
            (&en.question, &fr.question),
            (&en.many, &fr.many),
            (&en.answer, &fr.answer),
            (&en.when, &fr.when),
        ] {
            assert!(en.keys().eq(fr.keys()));
        }
        for grammar in [en, fr] {
            for (event_type, templates) in &grammar.event {
                // Whatever is missing, there is a sentence.
                assert!(grammar.first(&templates.fact, &Slots::new()).is_some(), "{event_type}");
                assert!(grammar.first(&templates.noun, &Slots::new()).is_some(), "{event_type}");
            }
        }
    }

    #[test]
    fn a_missing_slot_is_left_out_or_passes_the_template_over() {
        let en = Grammar::of("en");
        let taken = |slots: &Slots| en.first(&en.templates("control/taken/by/x").unwrap().fact, slots).unwrap();
        let all = slots(&[
            ("agent", "the army", false, false),
            ("place", "Bourem", false, false),
            ("patient", "rebels", true, false),
        ]);
        assert_eq!(taken(&all), "the army took Bourem from rebels");
        let mut none = all.clone();
        none.remove("patient");
        assert_eq!(taken(&none), "the army took Bourem");
        none.remove("agent");
        assert_eq!(taken(&none), "Bourem changed hands");
    }

    #[test]
    fn french_agrees_contracts_and_elides() {
        let fr = Grammar::of("fr");
        let fact = |of: &str, slots: &Slots| fr.first(&fr.templates(of).unwrap().fact, slots).unwrap();
        let noun = |of: &str, slots: &Slots| fr.first(&fr.templates(of).unwrap().noun, slots).unwrap();
        let women = slots(&[("n", "12 personnes", true, true), ("at", "à Kidal", false, false)]);
        assert_eq!(fact("harm/killed", &women), "12 personnes ont été tuées à Kidal");
        let one = slots(&[("n", "un civil", false, false)]);
        assert_eq!(fact("harm/killed", &one), "un civil a été tué");
        let front = slots(&[("agent", "le Front", false, false), ("patient", "les talibans", true, false)]);
        assert_eq!(fact("support", &front), "le Front a apporté un soutien aux talibans");
        assert_eq!(noun("politics/resignation", &front), "la démission du Front");
        let hamas = slots(&[("agent", "Omar Diallo", false, false), ("patient", "Hamas", false, false)]);
        assert_eq!(noun("politics/resignation", &hamas), "la démission d'Omar Diallo");
        assert_eq!(noun("status/defeat", &hamas), "la défaite de Hamas");
        assert_eq!(fr.smooth("parle de le hôpital et de Le Havre"), "parle de l'hôpital et du Havre");
    }

    #[test]
    fn nouns_tell_their_number() {
        let fr = Grammar::of("fr");
        let question = |text: &str, plural| {
            fr.fill("Quand <a|ont> eu lieu {noun} ?", &slots(&[("noun", text, plural, false)])).unwrap()
        };
        assert_eq!(question("les combats à Kidal", true), "Quand ont eu lieu les combats à Kidal ?");
        assert_eq!(question("la prise de Kidal", false), "Quand a eu lieu la prise de Kidal ?");
    }
}
