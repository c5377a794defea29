//! Mends of what hangs from what: a subject with a long insertion behind it, whose verb the parser takes for a part of
//! the insertion, and relative clauses that hang from the verb instead of their noun.

use crate::index::WordIdx;
use crate::language::grammar::Grammar;
use crate::layers::syntax::{Syntax, Upos};

/// Words around a verb within which its sentence is mended.
const REACH: usize = 60;

/// Steps up from a word.
const STEPS: usize = 8;

/// Governors and relations, mended.
pub(super) struct Attachment<'t> {
    pub heads: Vec<Option<WordIdx>>,
    pub relations: Vec<&'t str>,
}

/// The governors and relations of a document, mended.
pub(super) fn attachment<'t>(syntax: &'t Syntax, grammar: &Grammar) -> Attachment<'t> {
    let heads = syntax.words.iter().map(|word| word.head).collect();
    let relations = syntax.words.iter().map(|word| word.relation.as_str()).collect();
    let mut mender = Mender { syntax, grammar, is: Attachment { heads, relations } };
    for at in 0..syntax.words.len() {
        if mender.is_relative_pronoun(at) {
            mender.relative(at);
        } else if mender.is_bare_participle(at) {
            mender.participle(at);
        }
    }
    mender.is
}

struct Mender<'t, 'g> {
    syntax: &'t Syntax,
    grammar: &'g Grammar,
    is: Attachment<'t>,
}

impl Mender<'_, '_> {
    fn upos(&self, at: usize) -> Upos {
        self.syntax.words[at].upos
    }

    fn head(&self, at: usize) -> Option<usize> {
        self.is.heads[at].map(WordIdx::at)
    }

    fn is_nominal(&self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Noun | Upos::Propn | Upos::Pron)
    }

    fn feature(&self, at: usize, name: &str, value: &str) -> bool {
        self.syntax.words[at].feats.is(name, value)
    }

    fn is_relative_pronoun(&self, at: usize) -> bool {
        let form = || self.syntax.words[at].form.to_lowercase();
        self.upos(at) == Upos::Pron
            && (self.feature(at, "PronType", "Rel") || self.grammar.subject_relatives.contains(&form()))
    }

    fn is_bare_participle(&self, at: usize) -> bool {
        let verb = self.upos(at) == Upos::Verb && self.head(at).is_none() && self.feature(at, "Tense", "Past");
        let relation = |relation: &str, of: usize| self.is.relations[of].starts_with(relation);
        verb && self.below(at).all(|of| !relation("aux", of) && !relation("cop", of) && !relation("mark", of))
    }

    /// The words near a word that hang from it.
    fn below(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let (start, end) = (of.saturating_sub(REACH), (of + REACH).min(self.is.heads.len()));
        (start..end).filter(move |&at| self.head(at) == Some(of))
    }

    fn is_below(&self, word: usize, above: usize) -> bool {
        std::iter::successors(self.head(word), |&at| self.head(at)).take(STEPS).any(|at| at == above)
    }

    /// 'Les Forces du Nord, *que soutient l'Ouganda*, ont pris …', 'the attack, *which killed* …': a relative pronoun
    /// right behind a noun whose verb does not hang from a noun.
    fn relative(&mut self, pronoun: usize) {
        let up = std::iter::successors(self.head(pronoun), |&at| self.head(at)).take(STEPS / 2);
        let Some(verb) = up.into_iter().find(|&at| at > pronoun && self.upos(at) == Upos::Verb) else { return };
        if self.is.relations[verb].starts_with("acl") || self.is.relations[verb] == "advcl:cleft" {
            return;
        }
        let Some(noun) = self.noun_before(pronoun) else { return };
        let of_verb = self.top_of_phrase(noun, pronoun).filter(|&top| self.head(top) == Some(verb));
        match of_verb {
            Some(subject) => {
                if let Some(main) = self.main_verb(verb, verb, true) {
                    self.insert(verb, subject, noun, main);
                }
            }
            None if self.head(verb).is_some_and(|head| head < pronoun) && !self.is_below(noun, verb) => {
                self.is.heads[verb] = Some(WordIdx::new(noun));
                self.is.relations[verb] = "acl:relcl";
            }
            None => {}
        }
    }

    /// 'Les rebelles *venus du nord* ont pris …': a participle behind its noun that the parser takes for the main verb.
    fn participle(&mut self, verb: usize) {
        let Some(noun) = verb.checked_sub(1).filter(|&at| self.is_nominal(at)) else { return };
        let Some(top) = self.top_of_phrase(noun, verb).filter(|&top| self.head(top) == Some(verb)) else { return };
        if self.is.relations[top].starts_with("nsubj")
            && let Some(main) = self.main_verb(verb, verb, false)
        {
            self.insert(verb, top, top, main);
            self.is.relations[verb] = "acl";
        }
    }

    /// The noun right before a relative pronoun, or before its comma and preposition.
    fn noun_before(&self, pronoun: usize) -> Option<usize> {
        let sentence = self.syntax.words[pronoun].sentence;
        let mut at = pronoun.checked_sub(1)?;
        if self.upos(at) == Upos::Adp {
            at = at.checked_sub(1)?;
        }
        if self.upos(at) == Upos::Punct && self.syntax.words[at].form == "," {
            at = at.checked_sub(1)?;
        }
        let up = std::iter::successors(Some(at), |&at| self.head(at)).take(STEPS);
        let mut nouns = up.take_while(|&at| at < pronoun).filter(|&at| self.is_nominal(at));
        nouns.next().filter(|&noun| self.syntax.words[noun].sentence == sentence)
    }

    /// The noun that heads the phrase that ends before a word.
    fn top_of_phrase(&self, noun: usize, before: usize) -> Option<usize> {
        let up = std::iter::successors(Some(noun), |&at| self.head(at)).take(STEPS);
        up.take_while(|&at| at < before && self.is_nominal(at)).last()
    }

    /// The finite verb behind an insertion that has no subject, mark or conjunction of its own.
    fn main_verb(&self, insertion: usize, from: usize, behind_comma: bool) -> Option<usize> {
        let sentence = self.syntax.words[from].sentence;
        let end = (from + REACH).min(self.syntax.words.len());
        let after = (from + 1..end).take_while(|&at| self.syntax.words[at].sentence == sentence);
        let mut verbs = after.into_iter().filter(|&at| self.upos(at) == Upos::Verb && self.is_below(at, insertion));
        verbs.find(|&verb| {
            let below: Vec<usize> = self.below(verb).collect();
            let relation = |name: &str| below.iter().any(|&at| at < verb && self.is.relations[at].starts_with(name));
            let relative = below.iter().any(|&at| at < verb && self.is_relative_pronoun(at));
            let finite = |at: usize| self.feature(at, "VerbForm", "Fin");
            let auxiliaries = || below.iter().copied().filter(|&at| self.upos(at) == Upos::Aux && at < verb);
            let first = auxiliaries().next().unwrap_or(verb);
            let comma = first > 0 && self.syntax.words[first - 1].form == ",";
            let open = !["nsubj", "csubj", "mark", "cc", "expl:subj"].iter().any(|name| relation(name));
            open && !relative && (finite(verb) || auxiliaries().any(finite)) && comma == behind_comma
        })
    }

    /// Makes a verb an insertion behind a noun, and the one behind it the verb of its subject.
    fn insert(&mut self, verb: usize, subject: usize, noun: usize, main: usize) {
        let (start, end) = (verb.saturating_sub(REACH), (main + REACH).min(self.is.heads.len()));
        let (above, relation) = (self.is.heads[verb], self.is.relations[verb]);
        for at in start..end {
            if self.head(at) == Some(verb) && (at < subject || at > main) && at != main {
                self.is.heads[at] = Some(WordIdx::new(main));
            }
        }
        (self.is.heads[main], self.is.relations[main]) = (above, relation);
        (self.is.heads[verb], self.is.relations[verb]) = (Some(WordIdx::new(noun)), "acl:relcl");
        (self.is.heads[subject], self.is.relations[subject]) = (Some(WordIdx::new(main)), "nsubj");
    }
}
