//! The dependencies of a document with the questions that clauses ask of them.

use std::borrow::Cow;

use crate::index::WordIdx;
use crate::language::Pack;
use crate::language::grammar::Grammar;
use crate::layers::syntax::{Syntax, Upos, Word};

use super::attachment::{Attachment, attachment};

/// Steps up from a word at most.
pub(super) const STEPS: usize = 8;

/// Dependents of a word that are looked at.
const WIDEST: usize = 256;

/// The dependencies of a document, from above and from below.
pub(super) struct Tree<'t> {
    pub syntax: &'t Syntax,
    pub pack: &'t Pack,
    pub grammar: &'t Grammar,
    heads: Vec<Option<WordIdx>>,
    relations: Vec<&'t str>,
    /// `children[starts[w]..starts[w + 1]]` depend on word `w`, in order of text.
    starts: Vec<u32>,
    children: Vec<WordIdx>,
    lemmas: Vec<Cow<'t, str>>,
}

impl<'t> Tree<'t> {
    pub fn new(syntax: &'t Syntax, pack: &'t Pack) -> Tree<'t> {
        let Attachment { heads, relations } = attachment(syntax, &pack.grammar);
        let mut starts = vec![0; syntax.words.len() + 1];
        for head in heads.iter().flatten() {
            starts[head.at() + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut free = starts.clone();
        let mut children = vec![WordIdx(0); *starts.last().unwrap_or(&0) as usize];
        for (at, head) in heads.iter().enumerate() {
            let Some(head) = head else { continue };
            children[free[head.at()] as usize] = WordIdx::new(at);
            free[head.at()] += 1;
        }
        let lemmas = syntax.words.iter().map(|word| lemma(word, pack)).collect();
        Tree { syntax, pack, grammar: &pack.grammar, heads, relations, starts, children, lemmas }
    }

    pub fn word(&self, at: WordIdx) -> &'t Word {
        &self.syntax.words[at.at()]
    }

    /// Lemma in lower case, with the model's known mistakes mended.
    pub fn lemma(&self, at: WordIdx) -> &str {
        &self.lemmas[at.at()]
    }

    /// The universal part of a word's relation.
    pub fn relation(&self, at: WordIdx) -> &'t str {
        let relation = self.full_relation(at);
        relation.split_once(':').map_or(relation, |(universal, _)| universal)
    }

    /// A word's relation with its subtype.
    pub fn full_relation(&self, at: WordIdx) -> &'t str {
        self.relations[at.at()]
    }

    pub fn head(&self, at: WordIdx) -> Option<WordIdx> {
        self.heads[at.at()]
    }

    /// The words above a word, near enough.
    pub fn above(&self, at: WordIdx) -> impl Iterator<Item = WordIdx> + '_ {
        std::iter::successors(self.head(at), |&at| self.head(at)).take(STEPS)
    }

    /// The words that depend on a word, in order of text.
    pub fn all_children(&self, at: WordIdx) -> &[WordIdx] {
        &self.children[self.starts[at.at()] as usize..self.starts[at.at() + 1] as usize]
    }

    /// The first of them: more than any sentence has, and few enough to be asked for again and again.
    pub fn children(&self, at: WordIdx) -> &[WordIdx] {
        let all = self.all_children(at);
        &all[..all.len().min(WIDEST)]
    }

    /// Those of them in a relation.
    pub fn in_relation<'r>(&'r self, at: WordIdx, relation: &'r str) -> impl Iterator<Item = WordIdx> + 'r {
        self.children(at).iter().copied().filter(move |&it| self.relation(it) == relation)
    }

    /// Lemma of the preposition before a word; empty for none.
    pub fn marker(&self, at: WordIdx) -> &str {
        let case = self.in_relation(at, "case").next();
        case.map_or("", |case| self.lemma(case))
    }

    pub fn is_of(&self, at: WordIdx) -> bool {
        self.grammar.is_of(self.marker(at))
    }

    pub fn is(&self, at: WordIdx, feature: &str, value: &str) -> bool {
        self.word(at).feats.is(feature, value)
    }

    /// Whether a word is a relative pronoun: by its tag, or as one that opens a relative clause.
    pub fn is_relative(&self, at: WordIdx) -> bool {
        if self.is(at, "PronType", "Rel") {
            return true;
        }
        let opens = || {
            let verb = self.head(at).filter(|&verb| self.full_relation(verb) == "acl:relcl" && at < verb);
            verb.is_some_and(|verb| self.head(verb).is_some_and(|noun| noun < at))
        };
        let form = || self.word(at).form.to_lowercase();
        self.word(at).upos == Upos::Pron && opens() && self.grammar.relatives.contains(&form())
    }

    pub fn is_noun(&self, at: WordIdx) -> bool {
        matches!(self.word(at).upos, Upos::Noun | Upos::Propn)
    }

    /// Whether a word can be who or what takes part.
    pub fn is_nominal(&self, at: WordIdx) -> bool {
        matches!(self.word(at).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    pub fn is_verbal(&self, at: WordIdx) -> bool {
        matches!(self.word(at).upos, Upos::Verb | Upos::Aux)
    }

    pub fn is_time(&self, at: WordIdx) -> bool {
        self.grammar.time_nouns.contains(self.lemma(at))
    }

    pub fn is_reflexive(&self, at: WordIdx) -> bool {
        let own = !matches!(self.relation(at), "nsubj" | "nmod" | "obl" | "appos" | "advmod");
        own && self.word(at).upos == Upos::Pron && self.grammar.reflexives.contains(self.lemma(at))
    }

    /// Whether a word looks like an infinitive, whatever the tagger says of it.
    pub fn is_infinitive_form(&self, at: WordIdx) -> bool {
        let word = self.word(at);
        let looks = || {
            let form = word.form.to_lowercase();
            form == self.lemma(at)
                && self.grammar.infinitive_endings.iter().any(|ending| form.ends_with(ending.as_str()))
        };
        word.feats.is("VerbForm", "Inf") || word.upos == Upos::Aux && looks()
    }

    pub fn is_finite_form(&self, at: WordIdx) -> bool {
        self.is(at, "VerbForm", "Fin") && !self.is_infinitive_form(at)
    }

    /// The auxiliaries and copulas of a word, in order of text.
    pub fn auxiliaries<'r>(&'r self, at: WordIdx) -> impl Iterator<Item = WordIdx> + 'r {
        self.children(at)
            .iter()
            .copied()
            .filter(|&it| self.word(it).upos == Upos::Aux && matches!(self.relation(it), "aux" | "cop"))
    }

    pub fn is_past_participle(&self, at: WordIdx) -> bool {
        self.is(at, "VerbForm", "Part") && self.is(at, "Tense", "Past")
    }

    /// The sentence of a word, as positions.
    pub fn sentence(&self, at: WordIdx) -> std::ops::Range<usize> {
        self.syntax.sentence_of(at)
    }
}

fn lemma<'t>(word: &'t Word, pack: &Pack) -> Cow<'t, str> {
    if !matches!(word.upos, Upos::Noun | Upos::Propn) {
        let form = lower(&word.form);
        if let Some(mended) = pack.events.lemmas.get(form.as_ref()) {
            return Cow::Owned(mended.clone());
        }
    }
    lower(&word.lemma)
}

fn lower(text: &str) -> Cow<'_, str> {
    match text.chars().any(char::is_uppercase) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}
