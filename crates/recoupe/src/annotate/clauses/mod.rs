//! Clauses: what is predicated, how, and of whom, read off the dependencies once for all that ask.

mod attachment;
mod governors;
mod mends;
mod nouns;
mod participants;
mod shared;
mod tree;
mod verb_group;

use crate::index::WordIdx;
use crate::language::Pack;
use crate::layers::clauses::{Clause, Clauses, Mood, Negation, Participant, Predicate, Relation, Role, Tense, Voice};
use crate::layers::syntax::{Syntax, Upos};

use tree::Tree;
use verb_group::VerbGroup;

/// The clauses of a document, sorted by head.
pub fn clauses(syntax: &Syntax, pack: &Pack) -> Clauses {
    let mut draft = Draft { tree: Tree::new(syntax, pack), clauses: Vec::new(), of: vec![NONE; syntax.words.len()] };
    let roots = (0..syntax.words.len()).map(WordIdx::new).filter(|&at| draft.tree.head(at).is_none());
    // From above, so that what a clause takes over is there.
    let mut order: Vec<WordIdx> = roots.collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        draft.add(at);
        order.extend_from_slice(draft.tree.all_children(at));
    }
    let mut all = draft.clauses;
    all.sort_by_key(|clause| clause.head);
    Clauses { all }
}

const NONE: u32 = u32::MAX;

/// Clauses found so far.
struct Draft<'t> {
    tree: Tree<'t>,
    clauses: Vec<Clause>,
    /// Position of the clause that a word heads.
    of: Vec<u32>,
}

impl Draft<'_> {
    fn clause(&self, head: WordIdx) -> Option<&Clause> {
        self.clauses.get(self.of[head.at()] as usize)
    }

    fn add(&mut self, word: WordIdx) {
        let clause = match predicate(&self.tree, word) {
            None => return,
            Some(Kind::Auxiliary) => None,
            Some(Kind::Noun) => Some(self.of_noun(word)),
            Some(Kind::Copular) => Some(self.of_copula(word)),
            Some(Kind::Verb(lemma)) => Some(self.of_verb(word, lemma)),
        };
        let Some(clause) = clause else { return };
        self.of[word.at()] = u32::try_from(self.clauses.len()).unwrap_or(NONE);
        self.clauses.push(clause);
    }

    fn of_verb(&self, verb: WordIdx, lemma: Option<String>) -> Clause {
        let tree = &self.tree;
        let first = tree.head(verb).filter(|_| tree.relation(verb) == "conj").and_then(|head| self.clause(head));
        let mut group = verb_group::verb_group(tree, verb, first.filter(|first| first.predicate == Predicate::Verb));
        let passive = group.voice == Voice::Passive;
        let mut participants = participants::own(tree, verb, passive);
        let place = if passive { Role::Object } else { Role::Subject };
        let filled = participants
            .iter()
            .any(|it| it.role == place && !(passive && it.why == crate::layers::clauses::Why::ActiveObject));
        if group.voice == Voice::Impersonal {
            participants.retain(|it| it.role != Role::Subject);
        } else if !filled {
            participants.splice(0..0, shared::shared(self, verb, &group));
        }
        let mut governor = governors::governor(self, verb, group.mood);
        if let Some(auxiliary) = self.auxiliary_above(verb) {
            self.periphrasis(verb, auxiliary, &mut group);
            governor = governors::governor(self, auxiliary, group.mood);
        }
        self.future_in_past(governor, &mut group);
        participants::with_coordinated(tree, &mut participants);
        Clause {
            head: verb,
            lemma: lemma.unwrap_or_else(|| tree.lemma(verb).to_owned()),
            predicate: Predicate::Verb,
            carrier: None,
            voice: group.voice,
            tense: group.tense,
            mood: group.mood,
            negation: group.negation,
            governor,
            participants: distinct(participants),
        }
    }

    /// The verb of going or coming above an infinitive, which says no more than when ('va prendre', 'vient de prendre').
    fn auxiliary_above(&self, verb: WordIdx) -> Option<WordIdx> {
        let head = self.tree.head(verb)?;
        (periphrastic(&self.tree, head) == Some(verb)).then_some(head)
    }

    fn periphrasis(&self, verb: WordIdx, auxiliary: WordIdx, group: &mut VerbGroup) {
        let tree = &self.tree;
        let of = verb_group::verb_group(tree, auxiliary, None);
        let going = tree.grammar.auxiliaries.going.contains(tree.lemma(auxiliary));
        (group.mood, group.tense) = (
            of.mood,
            match (going, of.tense) {
                (true, Some(Tense::Past)) => Some(Tense::FutureInPast),
                (true, _) => Some(Tense::Future),
                (false, Some(Tense::Past)) => Some(Tense::Pluperfect),
                (false, _) => Some(Tense::Past),
            },
        );
        if group.negation == Negation::None {
            group.negation = of.negation;
        }
        debug_assert!(verb != auxiliary, "a word does not govern itself");
    }

    /// 'A assuré qu'elles quitteraient': what was said in the past would come about after it.
    fn future_in_past(&self, governor: Option<crate::layers::clauses::Governor>, group: &mut VerbGroup) {
        let Some(governor) =
            governor.filter(|_| group.mood == Mood::Conditional && group.tense == Some(Tense::Present))
        else {
            return;
        };
        let told =
            matches!(governor.relation, Relation::Said | Relation::Denied | Relation::Promised | Relation::Wanted);
        let past = self.clause(governor.head).is_some_and(|above| {
            matches!(above.tense, Some(Tense::Past | Tense::Pluperfect)) || above.mood == Mood::Participle
        });
        let complement = self.clause(governor.head).is_some() && told && past;
        if complement {
            (group.mood, group.tense) = (Mood::Indicative, Some(Tense::FutureInPast));
        }
    }

    fn of_copula(&self, word: WordIdx) -> Clause {
        let tree = &self.tree;
        let first = tree.head(word).filter(|_| tree.relation(word) == "conj").and_then(|head| self.clause(head));
        let mut group = verb_group::verb_group(tree, word, first);
        group.voice = Voice::Active;
        let mut participants = participants::own(tree, word, false);
        if !participants.iter().any(|it| it.role == Role::Subject) {
            participants.splice(0..0, shared::shared(self, word, &group));
        }
        let governor = governors::governor(self, word, group.mood);
        self.future_in_past(governor, &mut group);
        participants::with_coordinated(tree, &mut participants);
        Clause {
            head: word,
            lemma: tree.lemma(word).to_owned(),
            predicate: Predicate::Copular,
            carrier: None,
            voice: Voice::Active,
            tense: group.tense,
            mood: group.mood,
            negation: group.negation,
            governor,
            participants: distinct(participants),
        }
    }

    fn of_noun(&self, noun: WordIdx) -> Clause {
        let tree = &self.tree;
        let nouns::Happening { mut participants, carrier } = nouns::happening(self, noun);
        participants::with_coordinated(tree, &mut participants);
        let above = carrier.and_then(|verb| self.clause(verb));
        let own = verb_group::negation(tree, noun, None);
        let (tense, mood, negation, governor) = match above {
            Some(above) => (above.tense, above.mood, above.negation, above.governor),
            None => (None, Mood::Nominal, own, governors::governor(self, noun, Mood::Nominal)),
        };
        Clause {
            head: noun,
            lemma: tree.lemma(noun).to_owned(),
            predicate: Predicate::Noun,
            carrier: above.map(|above| above.head),
            voice: Voice::Active,
            tense,
            mood,
            negation: if own == Negation::None { negation } else { own },
            governor,
            participants: distinct(participants),
        }
    }
}

/// The infinitive that a verb of going or coming only tells the time of.
fn periphrastic(tree: &Tree, verb: WordIdx) -> Option<WordIdx> {
    let words = &tree.grammar.auxiliaries;
    let (going, coming) = (words.going.contains(tree.lemma(verb)), words.coming.contains(tree.lemma(verb)));
    if !going && !coming {
        return None;
    }
    let below = tree.in_relation(verb, "xcomp").find(|&it| it > verb && tree.is_infinitive_form(it))?;
    let marked = tree.in_relation(below, "mark").next().is_some() || tree.in_relation(below, "case").next().is_some();
    // 'Go to', 'aller': English has a mark and the progressive, French neither.
    let progressive = !tree.grammar.auxiliaries.future.is_empty();
    let fits = if coming {
        marked
    } else if progressive {
        marked && tree.auxiliaries(verb).next().is_some()
    } else {
        !marked
    };
    let plain = tree.in_relation(verb, "obj").next().is_none()
        && tree.in_relation(verb, "obl").all(|it| tree.is_time(it) || it > below);
    (fits && plain).then_some(below)
}

/// What kind of clause a word heads.
enum Kind {
    /// A verb, with its lemma where it is not the tagger's.
    Verb(Option<String>),
    /// A verb of going or coming that only tells the time of another.
    Auxiliary,
    Noun,
    Copular,
}

fn predicate(tree: &Tree, at: WordIdx) -> Option<Kind> {
    let word = tree.word(at);
    let events = &tree.pack.events;
    let copular = || tree.children(at).iter().any(|&it| tree.full_relation(it) == "cop");
    let inside_name = matches!(tree.relation(at), "flat" | "fixed" | "goeswith");
    if inside_name {
        return None;
    }
    match word.upos {
        Upos::Verb if periphrastic(tree, at).is_some() => Some(Kind::Auxiliary),
        Upos::Verb => Some(Kind::Verb(None)),
        Upos::Aux
            if tree.head(at).is_none()
                || matches!(tree.relation(at), "ccomp" | "advcl" | "acl" | "parataxis" | "conj") =>
        {
            Some(Kind::Verb(None))
        }
        Upos::Adj if nominal_adjective(tree, at) && events.noun(&word.form.to_lowercase()).next().is_some() => {
            Some(Kind::Noun)
        }
        Upos::Adj => {
            let auxiliary = tree.children(at).iter().any(|&it| tree.full_relation(it).starts_with("aux"));
            match mends::verb_of_participle(tree, at) {
                Some(verb) => Some(Kind::Verb(Some(verb))),
                None if events.verb(tree.lemma(at)).next().is_some() || auxiliary => Some(Kind::Verb(None)),
                None if copular() => Some(Kind::Copular),
                None => None,
            }
        }
        Upos::Noun if mends::is_infinitive_noun(tree, at) => Some(Kind::Verb(None)),
        Upos::Noun | Upos::Propn => {
            let lemma = tree.lemma(at);
            let happening = events.noun(lemma).next().is_some() || tree.grammar.event_nouns.contains(lemma);
            if happening { Some(Kind::Noun) } else { copular().then_some(Kind::Copular) }
        }
        _ => copular().then_some(Kind::Copular),
    }
}

fn nominal_adjective(tree: &Tree, at: WordIdx) -> bool {
    matches!(tree.relation(at), "obj" | "nsubj" | "obl" | "nmod")
}

/// Keeps the first of participants of one word.
fn distinct(mut participants: Vec<Participant>) -> Vec<Participant> {
    let mut seen = std::collections::BTreeSet::new();
    participants.retain(|it| seen.insert(it.word));
    participants
}
