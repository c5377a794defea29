//! Treebank sentences as training samples, and the inventory of classes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use recoupe::annotate::syntax::tagger::Item;
use recoupe::language::model::linear::hash_chars;
use recoupe::language::model::script::Script;
use recoupe::layers::syntax::Upos;
use recoupe::score::conllu::Tree;

/// Classes of all scorers.
pub struct Inventory {
    pub labels: Vec<String>,
    pub feats: Vec<String>,
    pub masks: Vec<u32>,
    pub scripts: Vec<Script>,
}

/// A sentence: items with gold tags, projective gold arcs.
pub struct Sample {
    pub forms: Vec<String>,
    /// Items with gold tags.
    pub gold: Vec<Item>,
    /// Items with predicted tags.
    pub predicted: Vec<Item>,
    pub lemmas: Vec<String>,
    pub scripts: Vec<Option<u8>>,
    /// Governor of word `i + 1`, `n + 1` for the root.
    pub heads: Vec<u16>,
    pub labels: Vec<u8>,
    pub parse: bool,
    /// Whether the bundles are learnt from it.
    pub bundles: bool,
    pub lifted: usize,
}

/// Most classes of one scorer.
const CLASSES: usize = 250;

fn frequent<T: Ord + Clone>(counts: BTreeMap<T, usize>, least: usize) -> Vec<T> {
    let mut counts: Vec<(T, usize)> = counts.into_iter().filter(|&(_, count)| count >= least).collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts.truncate(CLASSES);
    counts.into_iter().map(|(value, _)| value).collect()
}

pub fn upos(name: &str) -> u8 {
    Upos::of(name).unwrap_or(Upos::X) as u8
}

fn bundle(feats: &str) -> String {
    // What no later room reads only splits the classes.
    let keep = |pair: &&str| !pair.starts_with("Typo=") && !pair.starts_with("ExtPos=") && *pair != "_";
    feats.split('|').filter(keep).collect::<Vec<_>>().join("|")
}

impl Inventory {
    pub fn of(trees: &[(Tree, bool)]) -> Inventory {
        let (mut labels, mut feats, mut scripts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (tree, parse) in trees {
            for word in tree.words() {
                if *parse {
                    *labels.entry(word.relation.clone()).or_insert(0) += 1;
                }
                *feats.entry(bundle(&word.feats)).or_insert(0) += 1;
                *scripts.entry(Script::between(&word.form, &word.lemma)).or_insert(0) += 1;
            }
        }
        labels.insert("root".to_owned(), usize::MAX);
        let mut labels = frequent(labels, 1);
        labels.truncate(120);
        let feats = frequent(feats, 2);
        let mut masks = vec![0u32; feats.len()];
        for (tree, _) in trees {
            for word in tree.words() {
                if let Some(at) = feats.iter().position(|other| *other == bundle(&word.feats)) {
                    masks[at] |= 1 << upos(&word.upos);
                }
            }
        }
        if let Some(at) = feats.iter().position(String::is_empty) {
            masks[at] = u32::MAX >> 15;
        }
        Inventory { labels, feats, masks, scripts: frequent(scripts, 2) }
    }

    pub fn sample(&self, tree: &Tree, parse: bool) -> Option<Sample> {
        let words: Vec<_> = tree.words().collect();
        let n = words.len();
        if n == 0 || n > 250 {
            return None;
        }
        let find = |list: &[String], value: &str| list.iter().position(|other| other == value).unwrap_or(0);
        let gold: Vec<Item> = words
            .iter()
            .map(|word| {
                let mut item = Item::new(&word.form);
                item.upos = upos(&word.upos);
                item.feats = find(&self.feats, &bundle(&word.feats)) as u8;
                item.lemma = hash_chars(word.lemma.chars());
                item
            })
            .collect();
        let script = |word: &&recoupe::score::conllu::TreeWord| {
            let script = Script::between(&word.form, &word.lemma);
            (word.lemma != "_").then_some(())?;
            self.scripts.iter().position(|other| *other == script).map(|at| at as u8)
        };
        let mut heads: Vec<u16> =
            words.iter().map(|word| if word.head == 0 { n + 1 } else { word.head.min(n) } as u16).collect();
        let lifted = project(&mut heads);
        let root = find(&self.labels, "root") as u8;
        let mut labels: Vec<u8> = words.iter().map(|word| find(&self.labels, &word.relation) as u8).collect();
        for (label, &head) in labels.iter_mut().zip(&heads) {
            if head as usize == n + 1 {
                *label = root;
            }
        }
        let roots = heads.iter().filter(|&&head| head as usize == n + 1).count();
        let sound = roots == 1 && labels.iter().zip(&heads).all(|(&l, &h)| (l == root) == (h as usize == n + 1));
        Some(Sample {
            forms: words.iter().map(|word| word.form.clone()).collect(),
            predicted: gold.clone(),
            gold,
            lemmas: words.iter().map(|word| word.lemma.clone()).collect(),
            scripts: words.iter().map(script).collect(),
            heads,
            labels,
            parse: parse && sound,
            bundles: parse,
            lifted: if parse { lifted } else { 0 },
        })
    }

    pub fn legal(&self) -> Vec<Vec<bool>> {
        (0..17).map(|upos| self.masks.iter().map(|mask| mask >> upos & 1 == 1).collect()).collect()
    }

    pub fn header(&self, beam: usize, exceptions: &BTreeMap<(String, u8), String>) -> String {
        let mut text = format!("beam\t{beam}\n");
        self.labels.iter().for_each(|label| _ = writeln!(text, "label\t{label}"));
        self.feats.iter().zip(&self.masks).for_each(|(feats, mask)| _ = writeln!(text, "feats\t{mask}\t{feats}"));
        for script in &self.scripts {
            let case = if script.keep_case { "keep" } else { "fold" };
            _ = writeln!(text, "script\t{case}\t{}\t{}", script.cut, script.add);
        }
        exceptions.iter().for_each(|((form, upos), lemma)| _ = writeln!(text, "lemma\t{form}\t{upos}\t{lemma}"));
        text
    }
}

/// Lifts arcs that cross others until none does; gives the number of lifts. The root is `n + 1`.
fn project(heads: &mut [u16]) -> usize {
    let n = heads.len();
    let mut lifts = 0;
    loop {
        let crossing = (0..n).filter(|&i| heads[i] as usize <= n).filter(|&i| {
            let (a, b) = ((i + 1).min(heads[i] as usize), (i + 1).max(heads[i] as usize));
            (a + 1..b).any(|k| {
                let mut at = k;
                for _ in 0..=n {
                    if at == heads[i] as usize {
                        return false;
                    }
                    if at > n {
                        break;
                    }
                    at = heads[at - 1] as usize;
                }
                true
            })
        });
        let Some(i) = crossing.min_by_key(|&i| (heads[i] as usize).abs_diff(i + 1)) else { return lifts };
        heads[i] = heads[heads[i] as usize - 1];
        lifts += 1;
        if lifts > n * n {
            return lifts;
        }
    }
}
