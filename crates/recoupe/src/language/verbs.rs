//! `verbs.toml`: the forms of the verbs that the pack's rules name, so that no model decides what they are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{PackError, PackFiles};

/// Lemmas and moods of forms of known verbs. Forms and lemmas are in lower case.
#[derive(Debug, Default)]
pub struct VerbForms {
    lemmas: BTreeMap<String, String>,
    finite: BTreeSet<String>,
    past: BTreeSet<String>,
    known: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Irregular past forms with their lemma.
    past: BTreeMap<String, String>,
    /// Irregular participles with their lemma.
    participles: BTreeMap<String, String>,
    conjugation: Vec<Conjugation>,
}

/// How verbs of one ending are conjugated: every conjugation whose ending fits gives forms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Conjugation {
    ending: String,
    /// Endings of finite forms that are hardly ever anything but verbs.
    #[serde(default)]
    finite: Vec<String>,
    /// Endings of other forms.
    #[serde(default)]
    forms: Vec<String>,
}

impl VerbForms {
    pub(super) fn load<'v>(files: &PackFiles, verbs: impl Iterator<Item = &'v String>) -> Result<VerbForms, PackError> {
        let file: File = files.toml("verbs.toml")?;
        let known: BTreeSet<String> = verbs.filter(|verb| !verb.contains(' ')).cloned().collect();
        let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut finite = BTreeSet::new();
        for verb in &known {
            for rule in &file.conjugation {
                let Some(stem) = verb.strip_suffix(rule.ending.as_str()) else { continue };
                finite.extend(rule.finite.iter().map(|ending| format!("{stem}{ending}")));
                for ending in rule.finite.iter().chain(&rule.forms) {
                    forms.entry(format!("{stem}{ending}")).or_default().insert(verb.clone());
                }
            }
        }
        let only = |lemmas: BTreeSet<String>| lemmas.first().cloned().filter(|_| lemmas.len() == 1);
        let mut lemmas: BTreeMap<String, String> =
            forms.into_iter().filter_map(|(form, lemmas)| Some((form, only(lemmas)?))).collect();
        let past: BTreeSet<String> = file.past.keys().cloned().collect();
        finite.extend(past.iter().cloned());
        lemmas.extend(file.past.into_iter().chain(file.participles));
        Ok(VerbForms { lemmas, finite, past, known })
    }

    /// The lemma of a verb's form, where the one that a model gives is no verb of the pack's rules.
    pub fn mend(&self, form: &str, lemma: &str) -> Option<&str> {
        let mended = self.lemmas.get(form).filter(|_| !self.known.contains(lemma))?;
        Some(mended)
    }

    /// Whether a form is an irregular past, where it is finite.
    pub fn is_past(&self, form: &str) -> bool {
        self.past.contains(form)
    }

    /// Whether a form is a finite verb, whatever a tagger makes of it.
    pub fn is_finite(&self, form: &str) -> bool {
        self.finite.contains(form)
    }
}

#[cfg(test)]
mod tests {
    use crate::language::Packs;

    #[test]
    fn forms_of_known_verbs_lead_to_them() {
        let cases = [
            ("fr", "reprennent", "reprendre"),
            ("fr", "conquièrent", "conquérir"),
            ("fr", "assiègent", "assiéger"),
            ("fr", "libèrent", "libérer"),
            ("fr", "abattirent", "abattre"),
            ("fr", "démentent", "démentir"),
            ("fr", "investissent", "investir"),
            ("fr", "avançait", "avancer"),
            ("en", "withdrew", "withdraw"),
            ("en", "retreating", "retreat"),
            ("en", "overran", "overrun"),
            ("en", "seized", "seize"),
            ("en", "planned", "plan"),
            ("en", "denies", "deny"),
        ];
        for (lang, form, lemma) in cases {
            let verbs = &Packs::embedded().get(lang).unwrap().syntax.verbs;
            assert_eq!(verbs.mend(form, "x"), Some(lemma), "{form}");
            assert_eq!(verbs.mend(form, lemma), None, "{form}");
        }
    }
}
