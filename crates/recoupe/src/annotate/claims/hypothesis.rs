//! What is only spoken of: the taking of a town that one side claims, that nobody confirms, or that would have
//! consequences.

use crate::index::WordIdx;
use crate::layers::kinds::{EventType, Factuality};
use crate::layers::syntax::Upos;

use super::arguments::is_passive;
use super::text::{Text, is_nominal};

/// What the words around a happening that is not itself told say of it.
pub(super) fn of_hypothesis(text: &Text, trigger: WordIdx, kind: &EventType) -> Option<Factuality> {
    if is_nominal(&text.annotations.syntax.words[trigger.at()]) {
        let changes = kind.is("control") || kind.is("status");
        prepared(text, trigger).or_else(|| claimed(text, trigger).filter(|_| changes)).or_else(|| {
            let supposed = kind.changes_control() && has_supposed_effect(text, trigger);
            supposed.then_some(Factuality::Predicted)
        })
    } else {
        infinitive_alone(text, trigger)
    }
}

/// 'X revendique la prise de Y', 'Y ne confirme pas la perte de', 'sans reconnaître la perte de': it is said, and no more.
fn claimed(text: &Text, noun: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let relation = syntax.words[noun.at()].universal_relation();
    let verb = syntax.head(noun)?;
    let object = relation == "obj" || relation == "nsubj" && is_passive(syntax, verb, text.words);
    let moods = &text.words.moods;
    let lemma = text.lemma(verb);
    let open = moods.confirms.contains(&lemma) && is_negated(text, verb);
    (object && (moods.claimed.contains(&lemma) || open)).then_some(Factuality::Reported)
}

fn is_negated(text: &Text, verb: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let lacks = |lemma: &String| text.words.lists.negations.contains(lemma) || text.words.moods.without.contains(lemma);
    syntax.dependents(verb).any(|it| lacks(&text.lemma(it)))
}

/// 'Une contre-offensive que X dit préparer': a relative clause with a verb of intention of which it is the object.
fn prepared(text: &Text, noun: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let clauses = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].relation == "acl:relcl");
    let relative_object = |verb: WordIdx| {
        syntax.dependents(verb).any(|it| {
            let word = &syntax.words[it.at()];
            word.universal_relation() == "obj" && word.feats.is("PronType", "Rel")
        })
    };
    let infinitives = |verb: WordIdx| syntax.dependents(verb).filter(|&it| syntax.words[it.at()].relation == "xcomp");
    let wanted = |verb: WordIdx| text.words.moods.intended.contains(&text.lemma(verb)) && relative_object(verb);
    let mut verbs = clauses.flat_map(|verb| std::iter::once(verb).chain(infinitives(verb)));
    verbs.any(wanted).then_some(Factuality::Intended)
}

/// 'La prise de X permettrait à Y de …': what would have an effect has not happened. The parser may take the verb for
/// a clause that describes its subject.
fn has_supposed_effect(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let conditional = |it: WordIdx| syntax.words[it.at()].feats.is("Mood", "Cnd");
    let relative = |verb: WordIdx| syntax.dependents(verb).any(|it| syntax.words[it.at()].feats.is("PronType", "Rel"));
    let subject = syntax.words[noun.at()].universal_relation() == "nsubj";
    let mut below = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].relation == "acl" && !relative(it));
    syntax.head(noun).filter(|_| subject).is_some_and(conditional) || below.any(conditional)
}

/// 'Chasser X permettrait de …': an infinitive that is a subject, or that no verb governs, tells of nothing.
fn infinitive_alone(text: &Text, verb: WordIdx) -> Option<Factuality> {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[verb.at()];
    let subject = matches!(word.universal_relation(), "nsubj" | "csubj");
    let helped = || {
        let mut below = syntax.dependents(verb).map(|it| &syntax.words[it.at()]);
        below.any(|it| it.upos == Upos::Aux || it.universal_relation() == "nsubj")
    };
    let alone = word.feats.is("VerbForm", "Inf") && (subject || word.head.is_none()) && !helped();
    alone.then_some(Factuality::Predicted)
}
