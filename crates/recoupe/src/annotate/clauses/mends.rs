//! What the parser gets wrong and clauses get right: one function for each kind of error.
//!
//! Errors that show on treebanks are mended in `annotate/syntax/repair.rs`, where they are measured.

use crate::index::WordIdx;
use crate::layers::clauses::{Participant, Role, Why};
use crate::layers::syntax::Upos;

use super::participants::{has, participant};
use super::tree::Tree;

/// Words that a mend looks at.
const REACH: usize = 12;

/// The dependents of a verb with their relations. A subject with a preposition ('En Irak, les forces …') is none,
/// and gives way to the noun that the parser hung under it; so does the adverb of 'plus de 3 000 personnes', and a time.
pub(super) fn dependents<'t>(tree: &Tree<'t>, verb: WordIdx) -> Vec<(WordIdx, &'t str)> {
    let mut mended = Vec::new();
    for &it in tree.children(verb) {
        let relation = tree.relation(it);
        let below = |relations: [&str; 2]| {
            tree.children(it)
                .iter()
                .copied()
                .find(|&below| relations.contains(&tree.relation(below)) && tree.is_noun(below))
        };
        let subject = relation == "nsubj";
        let marked = subject && tree.in_relation(it, "case").any(|case| tree.word(case).upos == Upos::Adp);
        let time = matches!(relation, "nsubj" | "obj") && tree.is_time(it);
        match relation {
            "nsubj" | "obj" if tree.word(it).upos == Upos::Adv => {
                mended.extend(below(["obl", "nmod"]).map(|noun| (noun, relation)));
            }
            "nsubj" if marked || time => match below(["appos", "dep"]).filter(|&noun| noun < verb) {
                Some(noun) => mended.push((noun, relation)),
                None if time => {}
                None => mended.push((it, relation)),
            },
            "obj" if time => {}
            "nsubj" | "obj" | "iobj" | "obl" | "nmod" => mended.push((it, relation)),
            _ => {}
        }
    }
    mended
}

/// 'Contrôle désormais la ville', 'a repris des zones': an adverb or a plural article that the parser took for a
/// preposition.
pub(super) fn objects_behind_adpositions(tree: &Tree, found: &mut [Participant]) {
    for it in found.iter_mut().filter(|it| it.role == Role::Oblique) {
        let case = tree.in_relation(it.word, "case").next();
        let article = case.is_some_and(|case| {
            let joined = |det: WordIdx| tree.word(det).token == tree.word(case).token && tree.is(det, "Number", "Plur");
            tree.grammar.is_of(&it.marker) && tree.in_relation(it.word, "det").any(joined)
        });
        if article || tree.grammar.adverbs.contains(&it.marker) {
            (it.role, it.why) = (Role::Object, Why::ActiveObject);
            it.marker.clear();
        }
    }
}

/// 'Ont bloqué *mardi* l'autoroute': the parser takes the day for the object and the object for an adverbial. A noun
/// without any preposition right behind a time is the object.
pub(super) fn object_behind_time(tree: &Tree, verb: WordIdx, found: &mut [Participant]) {
    let is_time = |it: &&WordIdx| **it > verb && tree.is_time(**it) && tree.marker(**it).is_empty();
    let Some(&time) = tree.children(verb).iter().find(is_time) else { return };
    let reflexive = tree.children(verb).iter().any(|&it| tree.is_reflexive(it));
    let bare = |it: &&mut Participant| {
        let free = it.role == Role::Oblique && it.marker.is_empty() && tree.head(it.word) == Some(verb);
        free && tree.is_noun(it.word) && it.word > time && !tree.is_time(it.word)
    };
    if let Some(it) = found.iter_mut().find(bare).filter(|_| !reflexive) {
        (it.role, it.why) = (Role::Object, Why::ActiveObject);
    }
}

/// 'Chassé de la ville par l'armée': a complement that the parser hung under another complement. It must stand behind
/// the verb with no other verb between.
pub(super) fn far_agent(tree: &Tree, verb: WordIdx) -> Option<WordIdx> {
    let after = tree.sentence(verb).skip_while(|&at| at <= verb.at()).take(REACH * 2).map(WordIdx::new);
    let before_verb = after.take_while(|&it| !tree.is_verbal(it));
    let agent = |it: &WordIdx| {
        let marked = tree.grammar.agent_prepositions.contains(tree.marker(*it));
        marked && tree.is_noun(*it) && !tree.is_time(*it) && is_below(tree, *it, verb)
    };
    before_verb.into_iter().find(agent)
}

fn is_below(tree: &Tree, word: WordIdx, above: WordIdx) -> bool {
    tree.above(word).any(|it| it == above)
}

/// 'Que soutient l'Ouganda': behind an object's relative pronoun a verb stands before its subject, which the parser
/// takes for an object, or the pronoun for the subject.
pub(super) fn inverted_relative(tree: &Tree, verb: WordIdx, passive: bool, found: &mut [Participant]) {
    let opens = |it: &&WordIdx| {
        let form = tree.word(**it).form.to_lowercase();
        **it < verb && tree.grammar.object_relatives.contains(&form) && tree.word(**it).upos == Upos::Pron
    };
    let Some(&pronoun) = tree.children(verb).iter().find(opens).filter(|_| !passive) else { return };
    let taken = tree.relation(pronoun);
    let before = found.iter().any(|it| it.role == Role::Subject && it.word < verb && it.why == Why::ActiveSubject);
    if before || !tree.is_relative(pronoun) {
        return;
    }
    let behind = found.iter().position(|it| {
        it.word > verb && tree.is_nominal(it.word) && it.marker.is_empty() && it.role != Role::Possessor
    });
    let Some(behind) = behind else { return };
    let has_subject_behind = found[behind].role == Role::Subject;
    if taken == "nsubj" {
        for it in found.iter_mut().filter(|it| it.role == Role::Subject && it.word < verb) {
            it.role = Role::Object;
        }
    }
    if !has_subject_behind {
        (found[behind].role, found[behind].why) = (Role::Subject, Why::ActiveSubject);
    }
}

/// 'The bridge the rebels blew up': a relative clause without a pronoun describes its object.
pub(super) fn bare_relative(tree: &Tree, verb: WordIdx, passive: bool, found: &mut Vec<Participant>) {
    let Some(noun) = tree.head(verb).filter(|&noun| noun < verb && tree.full_relation(verb) == "acl:relcl") else {
        return;
    };
    let linked = tree.children(verb).iter().any(|&it| {
        it < verb
            && (tree.is_relative(it)
                || matches!(tree.relation(it), "mark" | "case")
                || tree.word(it).upos == Upos::Sconj)
    });
    let deeper = || {
        let between = (noun.at() + 1..verb.at()).take(REACH).map(WordIdx::new);
        between.into_iter().any(|it| tree.is_relative(it) || tree.is(it, "PronType", "Int"))
    };
    let told = has(found, Role::Subject) && !has(found, Role::Object) && !passive;
    let open = tree.in_relation(verb, "xcomp").next().is_none() && tree.in_relation(verb, "ccomp").next().is_none();
    let transitive = !tree.pack.syntax.without_passive.contains(tree.lemma(verb));
    if told && open && transitive && !linked && !deeper() && tree.is_noun(noun) && !tree.is_time(noun) {
        found.push(participant(noun, Role::Object, Why::BareRelative));
    }
}

/// 'Quitteraient': the plural of a conditional that the tagger takes for a past, an infinitive with the ending of one.
pub(super) fn is_conditional_form(tree: &Tree, verb: WordIdx) -> bool {
    if !tree.is(verb, "Tense", "Imp") {
        return false;
    }
    let form = tree.word(verb).form.to_lowercase();
    let lemma = tree.lemma(verb);
    let stem = if lemma.ends_with('r') { lemma } else { lemma.strip_suffix('e').unwrap_or(lemma) };
    let mut endings = tree.grammar.conditional_endings.iter();
    endings.any(|ending| {
        let Some(of) = form.strip_suffix(ending.as_str()) else { return false };
        let infinitive = of == stem;
        // 'Viendraient', 'seraient': a stem with an r that the infinitive has only at its end.
        let short = tree.grammar.infinitive_endings.iter().find_map(|ending| lemma.strip_suffix(ending.as_str()));
        infinitive || of.ends_with('r') && short.is_some_and(|short| !short.ends_with('r') && !of.starts_with(short))
    })
}

/// 'Avant de l'encercler': an infinitive that was tagged as a noun.
pub(super) fn is_infinitive_noun(tree: &Tree, at: WordIdx) -> bool {
    let word = tree.word(at);
    let events = &tree.pack.events;
    word.upos == Upos::Noun
        && tree.grammar.infinitive_endings.iter().any(|ending| word.form.ends_with(ending.as_str()))
        && events.noun(tree.lemma(at)).next().is_none()
        && events.verb(tree.lemma(at)).next().is_some()
}

/// The verb of a participle that is tagged as an adjective ('blessés', 'occupés'), where the pack knows it.
pub(super) fn verb_of_participle(tree: &Tree, at: WordIdx) -> Option<String> {
    let form = tree.word(at).form.to_lowercase();
    tree.grammar.participles.iter().find_map(|(ending, of_verb)| {
        let verb = format!("{}{of_verb}", form.strip_suffix(ending.as_str())?);
        let known = tree.pack.events.verb(&verb).next().is_some() || tree.grammar.relation(&verb).is_some();
        known.then_some(verb)
    })
}

/// 'A train *derailed* near the town': a participle of a verb without passive.
pub(super) fn is_active_participle(tree: &Tree, verb: WordIdx) -> bool {
    tree.pack.syntax.without_passive.contains(tree.lemma(verb))
}

/// 'Army accused of bombing X', 'Two officers shot dead by a gunman': in headlines a participle stands without its
/// auxiliary, and looks like a past.
pub(super) fn is_headline_passive(tree: &Tree, verb: WordIdx, auxiliaries: &[WordIdx]) -> bool {
    let word = tree.word(verb);
    let past = word.upos == Upos::Verb && word.feats.is("VerbForm", "Fin") && word.feats.is("Tense", "Past");
    if !past || !tree.pack.syntax.participle_is_past || !auxiliaries.is_empty() {
        return false;
    }
    let Some(subject) = tree.in_relation(verb, "nsubj").find(|&it| it < verb && tree.is_noun(it)) else { return false };
    let bare =
        tree.in_relation(subject, "det").next().is_none() && tree.in_relation(subject, "nmod:poss").next().is_none();
    let object =
        tree.in_relation(verb, "obj").any(|it| !tree.is_time(it)) || tree.in_relation(verb, "ccomp").next().is_some();
    let by = tree
        .in_relation(verb, "obl")
        .any(|it| tree.grammar.agent_prepositions.contains(tree.marker(it)) && !tree.is_time(it) && tree.is_noun(it));
    let of = tree.grammar.object_control.contains(tree.lemma(verb)) && {
        let gerund = |it: &&WordIdx| matches!(tree.relation(**it), "advcl" | "xcomp" | "obl");
        let marked = |it: &&WordIdx| {
            tree.children(**it).iter().any(|&mark| mark > verb && matches!(tree.relation(mark), "mark" | "case"))
        };
        tree.children(verb).iter().filter(gerund).any(|it| marked(&it))
    };
    bare && !object && (by || of)
}
