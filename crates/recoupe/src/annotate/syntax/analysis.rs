//! One sentence: contractions are opened, words tagged, lemmatised and parsed.

use super::parser::{Beam, parse};
use super::tagger::{Item, lemma_features, opening_features, tag_feats, tag_upos};
use crate::language::Pack;
use crate::language::model::Model;
use crate::language::model::linear::{Weights, best, hash_chars};
use crate::language::syntax::SyntaxWords;
use crate::language::tokens::TokenRules;
use crate::layers::syntax::{UPOS, Upos};
use crate::text::fold;

/// What the models say of one word.
#[derive(Debug, Clone)]
pub struct Analysed {
    /// Dictionary form.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphology as in CoNLL-U.
    pub feats: String,
    /// Position of the governor in the sentence.
    pub head: Option<usize>,
    /// Relation to the governor.
    pub relation: String,
}

/// Space that is used again for each sentence.
#[derive(Debug, Default)]
pub struct Scratch {
    beam: Beam,
    keys: Vec<u32>,
    scores: Vec<f32>,
}

/// Longest run of words that is parsed at once; longer sentences are parsed in pieces.
const PIECE: usize = 160;
/// A piece may end at a sign after so many words.
const PIECE_MIN: usize = 100;

/// Opens the contractions among the tokens of a sentence: each word with the position of its token.
pub fn open(tokens: &[&str], pack: &Pack) -> Vec<(usize, String)> {
    let mut items: Vec<Item> = Vec::new();
    let mut words = Vec::with_capacity(tokens.len() * 9 / 8);
    for (at, &token) in tokens.iter().enumerate() {
        let parts = parts(token, &pack.tokens, || {
            if items.is_empty() {
                items = tokens.iter().map(|token| Item::new(token)).collect();
            }
            opens(&items, at, &pack.model.open)
        });
        match parts {
            Some(parts) => words.extend(parts.into_iter().map(|part| (at, part))),
            None => words.push((at, token.to_owned())),
        }
    }
    words
}

/// Whether the classifier opens token `at`.
pub fn opens(items: &[Item], at: usize, weights: &impl Weights) -> bool {
    let mut keys = Vec::with_capacity(40);
    opening_features(items, at, &mut keys);
    let mut scores = [0.0; 2];
    weights.score(&keys, &mut scores);
    best(&scores, |_| true) == 1
}

/// Longest token that is looked up among the contractions, in bytes.
const LONGEST: usize = 48;

/// The words of a contraction; `decide` is asked where the form can also be one word.
fn parts(token: &str, rules: &TokenRules, decide: impl FnOnce() -> bool) -> Option<Vec<String>> {
    if token.len() > LONGEST || !token.starts_with(char::is_alphabetic) {
        return None;
    }
    let folded = fold(token);
    if let Some(contraction) = rules.contractions.get(&folded) {
        if contraction.sometimes && !decide() {
            return None;
        }
        let capital = token.starts_with(char::is_uppercase);
        let joined: String = contraction.words.concat();
        // Where the words are pieces of the form they keep its letters and case.
        if joined == folded && folded.len() == token.len() {
            let mut rest = token;
            return contraction
                .words
                .iter()
                .map(|word| {
                    let (piece, after) = rest.split_at_checked(word.len())?;
                    rest = after;
                    Some(piece.to_owned())
                })
                .collect();
        }
        let mut words = contraction.words.clone();
        if let Some(first) = words.first_mut().filter(|_| capital) {
            let mut chars = first.chars();
            *first = chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
        }
        return Some(words);
    }
    let ending =
        rules.endings.iter().find(|ending| folded.len() > ending.len() && folded.ends_with(ending.as_str()))?;
    // The ending has as many characters in the token as it has folded.
    let at = token.char_indices().rev().nth(ending.chars().count() - 1)?.0;
    (at > 0).then(|| vec![token[..at].to_owned(), token[at..].to_owned()])
}

/// Analyses the words of a sentence.
pub fn analyse(forms: &[&str], model: &Model, rules: &SyntaxWords, scratch: &mut Scratch) -> Vec<Analysed> {
    let mut items: Vec<Item> = forms.iter().map(|form| Item::new(form)).collect();
    tag_upos(&mut items, &model.upos_first, &model.upos_second);
    for (item, form) in items.iter_mut().zip(forms) {
        if rules.only_adverbs.contains(*form) {
            item.upos = Upos::Adv as u8;
        }
        if item.upos == Upos::Verb as u8 && rules.only_nouns.contains(*form) {
            item.upos = Upos::Noun as u8;
        }
    }
    for at in 1..items.len() {
        if items[at].upos == Upos::Verb as u8 && is_gerund_noun(&forms[at - 1..=at], rules) {
            items[at].upos = Upos::Noun as u8;
        }
        if is_participle(&items[at - 1..=at], &forms[at - 1..=at], rules) {
            items[at].upos = Upos::Verb as u8;
        }
    }
    tag_feats(&mut items, &model.feats_weights, &model.legal);
    if let Some(verb) = headline_verb(&items, forms, model, rules) {
        items[verb].upos = Upos::Verb as u8;
        tag_feats(&mut items, &model.feats_weights, &model.legal);
    }
    let lemmas: Vec<String> = items
        .iter_mut()
        .zip(forms)
        .map(|(item, form)| {
            let lemma = lemma(item, form, model, scratch);
            // The parser has learnt from the model's own lemmas.
            item.lemma = hash_chars(lemma.chars());
            if item.upos != Upos::Verb as u8 {
                return lemma;
            }
            rules.verbs.mend(&form.to_lowercase(), &lemma).map(str::to_owned).unwrap_or(lemma)
        })
        .collect();
    let arcs = arcs(&items, model, scratch);
    let parsed = items.iter().zip(lemmas).zip(arcs).zip(forms);
    parsed
        .map(|(((item, lemma), (head, label)), form)| Analysed {
            lemma,
            upos: UPOS.get(item.upos as usize).copied().unwrap_or(Upos::X),
            feats: feats(item, form, model, rules),
            head,
            relation: model.labels.get(label).cloned().unwrap_or_default(),
        })
        .collect()
}

/// Features, with the tense of an irregular past that the tagger took for another finite form.
fn feats(item: &Item, form: &str, model: &Model, rules: &SyntaxWords) -> String {
    let feats = model.feats.get(item.feats as usize).cloned().unwrap_or_default();
    let finite = item.upos == Upos::Verb as u8 && feats.contains("VerbForm=Fin");
    if finite && rules.verbs.is_past(&form.to_lowercase()) {
        return "Mood=Ind|Tense=Past|VerbForm=Fin".to_owned();
    }
    feats
}

/// 'A suicide *bombing*': a gerund behind a noun with which it makes one.
fn is_gerund_noun(forms: &[&str], rules: &SyntaxWords) -> bool {
    let [noun, gerund] = [forms[0], forms[1]].map(str::to_lowercase);
    rules.gerund_nouns.get(&gerund).is_some_and(|nouns| nouns.contains(&noun))
}

/// 'L'armée a démenti': what stands right behind the auxiliary of a perfect and looks like a participle is one.
fn is_participle(items: &[Item], forms: &[&str], rules: &SyntaxWords) -> bool {
    let [(auxiliary, form), (item, word)] = [(items[0], forms[0]), (items[1], forms[1])];
    let tagged = auxiliary.upos == Upos::Aux as u8 && [Upos::Noun, Upos::Adj].iter().any(|it| item.upos == *it as u8);
    let ends = |ending: &String| word.ends_with(ending.as_str());
    tagged && rules.perfect_auxiliaries.contains(form) && rules.participle_endings.iter().any(ends)
}

/// 'Troops retake the town', 'Le groupe contrôle le port, où …': where nothing before the first relative or
/// subordinate clause is a finite verb, what stands behind a noun and is also a verb of the news is the verb.
fn headline_verb(items: &[Item], forms: &[&str], model: &Model, rules: &SyntaxWords) -> Option<usize> {
    const LONGEST: usize = 30;
    let is = |at: usize, tags: &[Upos]| tags.iter().any(|tag| items[at].upos == *tag as u8);
    let finite = |at: usize| {
        let feats = model.feats.get(items[at].feats as usize);
        is(at, &[Upos::Verb, Upos::Aux]) && feats.is_some_and(|feats| feats.contains("VerbForm=Fin"))
    };
    let subordinates = |at: usize| {
        let feats = model.feats.get(items[at].feats as usize);
        is(at, &[Upos::Sconj]) || at > 0 && feats.is_some_and(|feats| feats.contains("PronType=Rel"))
    };
    let end = (0..items.len()).find(|&at| subordinates(at)).unwrap_or(items.len());
    if end > LONGEST || rules.headline_verbs.is_empty() || (0..end).any(finite) {
        return None;
    }
    let is_verb = |form: &str| rules.headline_verbs.contains(form) || rules.verbs.is_finite(form);
    let names = [Upos::Noun, Upos::Propn, Upos::Adj, Upos::Adp, Upos::X];
    let opens = [Upos::Noun, Upos::Propn, Upos::Det, Upos::Num, Upos::Adj, Upos::Adv, Upos::Adp];
    let verb = |at: &usize| {
        is(*at, &names)
            && is(at - 1, &[Upos::Noun, Upos::Propn, Upos::Adj])
            && is(at + 1, &opens)
            && is_verb(&forms[*at].to_lowercase())
    };
    (1..end.min(items.len().saturating_sub(1))).find(verb)
}

fn lemma(item: &Item, form: &str, model: &Model, scratch: &mut Scratch) -> String {
    if let Some(lemma) = model.exceptions.get(&(item.form, item.upos)) {
        return lemma.clone();
    }
    scratch.keys.clear();
    lemma_features(item, &mut scratch.keys);
    scratch.scores.clear();
    scratch.scores.resize(model.scripts.len(), 0.0);
    model.lemma.score(&scratch.keys, &mut scratch.scores);
    let length = form.chars().count();
    let class = best(&scratch.scores, |class| model.scripts[class].cut <= length);
    model.scripts.get(class).map_or_else(|| form.to_owned(), |script| script.apply(form))
}

/// Governor and label of each word.
fn arcs(items: &[Item], model: &Model, scratch: &mut Scratch) -> Vec<(Option<usize>, usize)> {
    let mut arcs: Vec<(Option<usize>, usize)> = Vec::with_capacity(items.len());
    let mut root = None;
    while arcs.len() < items.len() {
        let start = arcs.len();
        let mut end = items.len();
        if end - start > PIECE {
            let sign = |&at: &usize| items[at].upos == Upos::Punct as u8;
            end = (start + PIECE_MIN..start + PIECE).find(sign).map_or(start + PIECE, |at| at + 1);
        }
        let piece = parse(
            &items[start..end],
            &model.parser,
            model.labels.len(),
            model.root_label,
            model.beam,
            &mut scratch.beam,
        );
        for (at, (head, label)) in piece.into_iter().enumerate() {
            let arc = match (head, root) {
                (0, None) => {
                    root = Some(start + at);
                    (None, model.root_label)
                }
                // Later pieces stand side by side with the first.
                (0, Some(root)) => (Some(root), model.side_label),
                (head, _) => (Some(start + head as usize - 1), label as usize),
            };
            arcs.push(arc);
        }
        if arcs.len() < end {
            arcs.resize(end, (root, model.side_label));
        }
    }
    arcs
}
