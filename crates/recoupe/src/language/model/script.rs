//! How a form becomes its lemma.

use crate::text::fold_sign;

/// Turns a form into its lemma: keeps or folds the case, cuts characters off the end and adds others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Script {
    /// Whether the case is kept.
    pub keep_case: bool,
    /// How many characters are cut.
    pub cut: usize,
    /// What is added.
    pub add: String,
}

impl Script {
    /// The script from a form to a lemma.
    pub fn between(form: &str, lemma: &str) -> Script {
        let folded: String = form.chars().map(fold_sign).collect();
        let lower = folded.to_lowercase();
        let common = |base: &str| base.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
        let keep_case = common(&folded) > common(&lower);
        let base = if keep_case { &folded } else { &lower };
        let shared = common(base);
        Script { keep_case, cut: base.chars().count() - shared, add: lemma.chars().skip(shared).collect() }
    }

    /// The lemma of a form.
    pub fn apply(&self, form: &str) -> String {
        let folded: String = form.chars().map(fold_sign).collect();
        let base = if self.keep_case { folded } else { folded.to_lowercase() };
        let kept = base.chars().count().saturating_sub(self.cut);
        let mut lemma: String = base.chars().take(kept).collect();
        lemma.push_str(&self.add);
        lemma
    }
}
