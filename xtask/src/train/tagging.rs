//! Training of tagger, feature bundles, lemma scripts and the opening of contractions.

use std::collections::BTreeMap;

use anyhow::Result;
use recoupe::annotate::syntax::tagger::{
    Item, UPOS_COUNT, feats_features, lemma_features, opening_features, tag_feats, tag_pass, upos_features,
};
use recoupe::language::Packs;
use recoupe::language::model::linear::{Linear, Weights, best, hash_chars};
use recoupe::score::conllu::Tree;
use recoupe::text::fold;

use super::corpus::{Inventory, Sample};
use super::perceptron::{Perceptron, Random};

const EPOCHS: usize = 6;
const AMPLE: usize = 1 << 30;

/// The scorers before the parser.
pub struct Tagger {
    pub first: Perceptron,
    pub second: Perceptron,
    pub feats: Perceptron,
    pub lemma: Perceptron,
}

/// Trains on all samples.
pub fn train(samples: &[Sample], inventory: &Inventory, seed: u64) -> Tagger {
    train_on(&samples.iter().collect::<Vec<_>>(), inventory, seed)
}

fn train_on(samples: &[&Sample], inventory: &Inventory, seed: u64) -> Tagger {
    let first = train_pass(samples, None, seed);
    // The second pass sees tags as the first gives them to words that it has not seen.
    let folds = 4;
    let mut tagged: Vec<Vec<Item>> = vec![Vec::new(); samples.len()];
    for fold in 0..folds {
        let others: Vec<&Sample> =
            samples.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, s)| *s).collect();
        let weights = train_pass(&others, None, seed + 1).linear(AMPLE);
        for (at, sample) in samples.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            let mut items = sample.gold.clone();
            tag_pass(&mut items, &weights, false, &mut Vec::new());
            tagged[at] = items;
        }
    }
    let second = train_pass(samples, Some(&tagged), seed + 2);
    // Bundles are learnt where they follow the habits of the treebanks that the parser learns from.
    let same: Vec<&Sample> = samples.iter().copied().filter(|sample| sample.bundles).collect();
    let feats = train_feats(&same, inventory, seed + 3);
    let lemma = train_lemma(samples, inventory, seed + 4);
    Tagger { first, second, feats, lemma }
}

/// How far the right class must stand above the others.
const MARGIN: f32 = 1.0;

fn learn(
    weights: &mut Perceptron,
    keys: &[u32],
    scores: &mut [f32],
    gold: usize,
    legal: impl Fn(usize) -> bool,
) -> usize {
    scores.fill(0.0);
    weights.score(keys, scores);
    let guess = best(scores, &legal);
    let rival = best(scores, |class| class != gold && legal(class));
    weights.tick();
    if rival != gold && scores[gold] < scores[rival] + MARGIN {
        weights.update(keys, gold, 1.0);
        weights.update(keys, rival, -1.0);
    }
    guess
}

fn train_pass(samples: &[&Sample], tagged: Option<&[Vec<Item>]>, seed: u64) -> Perceptron {
    let mut weights = Perceptron::default();
    let mut random = Random(seed * 77 + 5);
    let (mut keys, mut scores) = (Vec::new(), [0.0; UPOS_COUNT]);
    for _ in 0..EPOCHS {
        for at in random.order(samples.len()) {
            let gold = &samples[at].gold;
            let mut items = tagged.map_or_else(|| gold.clone(), |tagged| tagged[at].clone());
            for i in 0..items.len() {
                keys.clear();
                upos_features(&items, i, tagged.is_some(), &mut keys);
                items[i].upos = learn(&mut weights, &keys, &mut scores, gold[i].upos as usize, |_| true) as u8;
            }
        }
    }
    weights
}

fn train_feats(samples: &[&Sample], inventory: &Inventory, seed: u64) -> Perceptron {
    let legal = inventory.legal();
    let mut weights = Perceptron::default();
    let mut random = Random(seed * 77 + 5);
    let (mut keys, mut scores) = (Vec::new(), [0.0; 256]);
    for _ in 0..EPOCHS {
        for at in random.order(samples.len()) {
            let gold = &samples[at].gold;
            let mut items = gold.clone();
            for i in 0..items.len() {
                keys.clear();
                feats_features(&items, i, &mut keys);
                let allowed = &legal[gold[i].upos as usize];
                let allow = |class: usize| allowed.get(class) == Some(&true);
                items[i].feats = learn(&mut weights, &keys, &mut scores, gold[i].feats as usize, allow) as u8;
            }
        }
    }
    weights
}

fn train_lemma(samples: &[&Sample], inventory: &Inventory, seed: u64) -> Perceptron {
    let mut weights = Perceptron::default();
    let mut random = Random(seed * 77 + 5);
    let (mut keys, mut scores) = (Vec::new(), vec![0.0; inventory.scripts.len()]);
    for _ in 0..5 {
        for at in random.order(samples.len()) {
            for (item, script) in samples[at].gold.iter().zip(&samples[at].scripts) {
                let Some(script) = script else { continue };
                keys.clear();
                lemma_features(item, &mut keys);
                learn(&mut weights, &keys, &mut scores, *script as usize, |_| true);
            }
        }
    }
    weights
}

struct Packed {
    first: Linear,
    second: Linear,
    feats: Linear,
    lemma: Linear,
}

fn lemma_of(item: &Item, form: &str, lemma: &Linear, inventory: &Inventory) -> String {
    let mut keys = Vec::new();
    lemma_features(item, &mut keys);
    let mut scores = vec![0.0; inventory.scripts.len()];
    lemma.score(&keys, &mut scores);
    let length = form.chars().count();
    inventory.scripts[best(&scores, |class| inventory.scripts[class].cut <= length)].apply(form)
}

/// Tags every sample by models trained without it.
pub fn jackknife(samples: &mut [Sample], inventory: &Inventory, folds: usize, seed: u64) {
    let legal = inventory.legal();
    let (mut hits, mut words) = (0, 0);
    for fold in 0..folds {
        let others: Vec<&Sample> =
            samples.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, s)| s).collect();
        let tagger = train_on(&others, inventory, seed + 10);
        let packed = Packed {
            first: tagger.first.linear(AMPLE),
            second: tagger.second.linear(AMPLE),
            feats: tagger.feats.linear(AMPLE),
            lemma: tagger.lemma.linear(AMPLE),
        };
        for sample in samples.iter_mut().skip(fold).step_by(folds).filter(|sample| sample.parse) {
            let mut items = sample.gold.clone();
            tag_pass(&mut items, &packed.first, false, &mut Vec::new());
            tag_pass(&mut items, &packed.second, true, &mut Vec::new());
            tag_feats(&mut items, &packed.feats, &legal);
            for (item, form) in items.iter_mut().zip(&sample.forms) {
                item.lemma = hash_chars(lemma_of(item, form, &packed.lemma, inventory).chars());
            }
            hits += items.iter().zip(&sample.gold).filter(|(item, gold)| item.upos == gold.upos).count();
            words += items.len();
            sample.predicted = items;
        }
    }
    println!("jackknife UPOS {:.2}", 100.0 * hits as f64 / words as f64);
}

/// Lemmas of the training words that the scripts do not give.
pub fn lemma_exceptions(
    samples: &[Sample],
    _trees: &[(Tree, bool)],
    inventory: &Inventory,
    tagger: &Tagger,
) -> BTreeMap<(String, u8), String> {
    let lemma = tagger.lemma.linear(350_000);
    let mut seen: BTreeMap<(String, u8), BTreeMap<&str, usize>> = BTreeMap::new();
    let mut wrong = BTreeMap::new();
    for sample in samples {
        for ((item, form), gold) in sample.gold.iter().zip(&sample.forms).zip(&sample.lemmas).filter(|(_, l)| *l != "_")
        {
            let entry = (fold(form), item.upos);
            *seen.entry(entry.clone()).or_default().entry(gold.as_str()).or_insert(0) += 1;
            if lemma_of(item, form, &lemma, inventory) != *gold && !form.contains('\t') {
                *wrong.entry(entry).or_insert(0) += 1;
            }
        }
    }
    let majority = |lemmas: &BTreeMap<&str, usize>| {
        let total: usize = lemmas.values().sum();
        let (lemma, &count) = lemmas.iter().max_by_key(|(_, count)| **count)?;
        (count * 10 >= total * 8).then(|| (*lemma).to_owned())
    };
    wrong.keys().filter_map(|entry| Some((entry.clone(), majority(&seen[entry])?))).collect()
}

/// Trains the decision whether a form that can be a contraction is one.
pub fn train_opening(trees: &[(Tree, bool)], language: &str, seed: u64) -> Result<Perceptron> {
    let packs = Packs::embedded();
    let pack = packs.get(language).ok_or_else(|| anyhow::anyhow!("no pack '{language}'"))?;
    let mut examples = Vec::new();
    for (tree, _) in trees {
        let items: Vec<Item> = tree.tokens.iter().map(|token| Item::new(&token.form)).collect();
        for (at, token) in tree.tokens.iter().enumerate() {
            if pack.tokens.contractions.get(&fold(&token.form)).is_some_and(|c| c.sometimes) {
                let mut keys = Vec::new();
                opening_features(&items, at, &mut keys);
                examples.push((keys, usize::from(token.words.len() > 1)));
            }
        }
    }
    let mut weights = Perceptron::default();
    let mut random = Random(seed * 77 + 5);
    let mut scores = [0.0; 2];
    for _ in 0..12 {
        for at in random.order(examples.len()) {
            learn(&mut weights, &examples[at].0, &mut scores, examples[at].1, |_| true);
        }
    }
    Ok(weights)
}
