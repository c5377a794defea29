//! 'Vingt policiers et six manifestants ont été blessés': figures that one word counts together.

use crate::index::WordIdx;
use crate::layers::claims::Quantity;
use crate::layers::syntax::Upos;

use super::figures::figure;
use super::mentions::conjuncts;
use super::text::Text;

/// Words behind a counted noun within which those stand that are counted with it.
const TOGETHER: u32 = 8;

/// The figure that counts a noun and the persons coordinated with it.
pub(super) fn figure_together(text: &Text, noun: WordIdx, counted: &str) -> Option<Quantity> {
    let syntax = &text.annotations.syntax;
    let first = figure(text, noun, counted)?;
    let persons = |it: WordIdx| is_person_noun(text, &text.lemma(it));
    let told = |other: WordIdx| {
        let between = (noun.at()..other.at()).map(|at| syntax.words[at].upos);
        other > noun && other.0 - noun.0 <= TOGETHER && between.into_iter().all(|it| it != Upos::Verb)
    };
    // 'Une dizaine de policiers et quatre lycéens'.
    let below = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].universal_relation() == "nmod");
    let nouns = std::iter::once(noun).chain(below.filter(|&it| persons(it)));
    let others = nouns.flat_map(|it| conjuncts(syntax, it)).filter(|&it| persons(noun) && persons(it) && told(it));
    Some(others.fold(first, |whole, other| match figure(text, other, counted) {
        Some(figure) => sum(&whole, &figure),
        None => with_uncounted(text, whole, other),
    }))
}

/// 'Deux soldats et un civil', 'deux soldats et des civils': one more, or nobody knows how many.
fn with_uncounted(text: &Text, mut whole: Quantity, other: WordIdx) -> Quantity {
    let syntax = &text.annotations.syntax;
    let article = |it: WordIdx| syntax.words[it.at()].upos == Upos::Det;
    let one = syntax.words[other.at()].feats.is("Number", "Sing") && syntax.dependents(other).any(article);
    whole.span = whole.span.cover(text.span(other));
    whole.max = whole.max.filter(|_| one).map(|max| max + 1.0);
    whole.min = whole.min.map(|min| if one { min + 1.0 } else { min });
    whole.who = None;
    whole
}

/// Two figures added up; of whom, where both count the same.
pub(super) fn sum(first: &Quantity, second: &Quantity) -> Quantity {
    let add = |one: Option<f64>, other: Option<f64>| Some(one? + other?);
    Quantity {
        span: first.span.cover(second.span),
        // 'Au moins 20 policiers et six manifestants': what bounds the one bounds the whole.
        min: add(first.min, second.min),
        max: add(first.max, second.max),
        who: first.who.clone().filter(|_| first.who == second.who),
        ..first.clone()
    }
}

/// Whether a lemma names persons.
pub(super) fn is_person_noun(text: &Text, lemma: &str) -> bool {
    let lemma = lemma.to_lowercase();
    text.words.lists.person_nouns.contains(&lemma) || text.words.figures.who.values().any(|of| of.contains(&lemma))
}
