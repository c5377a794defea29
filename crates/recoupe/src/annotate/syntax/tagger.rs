//! Features of the tagger, and tagging in two passes: left to right, then with the tags on both sides.
use crate::language::model::linear::{Weights, best, hash_chars, key};
use crate::text::fold_sign;

/// Number of universal parts of speech.
pub const UPOS_COUNT: usize = 17;
/// The tag beyond the borders of a sentence.
const EDGE: u8 = 31;

/// What the features look at in one word.
#[derive(Debug, Clone, Copy, Default)]
pub struct Item {
    /// Hash of the folded form.
    pub form: u32,
    /// Hash of the form with case.
    pub exact: u32,
    /// Hashes of the last one to five characters, folded.
    pub suffixes: [u32; 5],
    /// Hashes of the first one to four characters, folded.
    pub prefixes: [u32; 4],
    /// Capitals, digits, hyphens.
    pub shape: u32,
    /// Universal part of speech, as a number.
    pub upos: u8,
    /// Number of the feature bundle.
    pub feats: u8,
    /// Hash of the lemma.
    pub lemma: u32,
}

impl Item {
    /// The item of a form, without tags.
    pub fn new(form: &str) -> Item {
        let chars: Vec<char> = form.chars().map(fold_sign).collect();
        let lower: Vec<char> = chars.iter().take(64).flat_map(|c| c.to_lowercase()).collect();
        let mut item = Item {
            form: hash_chars(lower.iter().copied()),
            exact: hash_chars(chars.iter().copied()),
            shape: shape(&chars),
            ..Item::default()
        };
        for (at, hash) in item.suffixes.iter_mut().enumerate() {
            if lower.len() > at {
                *hash = hash_chars(lower[lower.len() - at - 1..].iter().copied());
            }
        }
        for (at, hash) in item.prefixes.iter_mut().enumerate() {
            if lower.len() > at {
                *hash = hash_chars(lower[..=at].iter().copied());
            }
        }
        item
    }
}

fn shape(chars: &[char]) -> u32 {
    let upper = chars.iter().filter(|c| c.is_uppercase()).count();
    let first = chars.first().is_some_and(|c| c.is_uppercase());
    let capitals = if upper == 0 {
        0
    } else if upper == chars.len() {
        3
    } else if first && upper == 1 {
        1
    } else {
        2
    };
    let digits = match chars.iter().filter(|c| c.is_ascii_digit()).count() {
        0 => 0,
        n if n == chars.len() => 2,
        _ => 1,
    };
    let hyphen = u32::from(chars.len() > 1 && chars.contains(&'-'));
    let sign = u32::from(!chars.iter().any(|c| c.is_alphanumeric()));
    let dot = u32::from(chars.len() > 1 && chars.contains(&'.'));
    let length = (chars.len() as u32).min(4);
    capitals + 4 * digits + 16 * hyphen + 32 * sign + 64 * dot + 128 * u32::from(chars.len() == 1) + 256 * length
}

fn at(items: &[Item], i: usize, offset: isize) -> Item {
    let edge = Item { upos: EDGE, form: 1, ..Item::default() };
    i.checked_add_signed(offset).and_then(|i| items.get(i)).copied().unwrap_or(edge)
}

/// Feature keys for the part of speech of word `i`. Tags to the left are final, those to the right
/// (second pass) come from the first pass.
pub fn upos_features(items: &[Item], i: usize, second: bool, out: &mut Vec<u32>) {
    let w = at(items, i, 0);
    let (l1, l2, r1, r2) = (at(items, i, -1), at(items, i, -2), at(items, i, 1), at(items, i, 2));
    let (p1, p2) = (u32::from(l1.upos), u32::from(l2.upos));
    let mut template = 0;
    let mut add = |a: u32, b: u32, c: u32| {
        template += 1;
        out.push(key(template, a, b, c));
    };
    add(0, 0, 0);
    add(w.form, 0, 0);
    add(w.exact, 0, 0);
    add(w.shape, 0, 0);
    add(w.shape, u32::from(i == 0), p1);
    w.suffixes.iter().for_each(|&suffix| add(suffix, 0, 0));
    w.prefixes.iter().for_each(|&prefix| add(prefix, 0, 0));
    add(w.suffixes[1], w.prefixes[0], 0);
    add(l1.form, 0, 0);
    add(l2.form, 0, 0);
    add(r1.form, 0, 0);
    add(r2.form, 0, 0);
    add(l1.form, w.form, 0);
    add(w.form, r1.form, 0);
    add(l2.form, l1.form, 0);
    add(r1.form, r2.form, 0);
    add(l1.form, r1.form, 0);
    add(l1.suffixes[2], 0, 0);
    add(r1.suffixes[2], 0, 0);
    add(r1.suffixes[1], w.suffixes[2], 0);
    add(r1.shape, w.shape, 0);
    add(l1.shape, w.shape, 0);
    add(r2.suffixes[2], 0, 0);
    add(p1, 0, 0);
    add(p2, p1, 0);
    add(p1, w.form, 0);
    add(p1, w.suffixes[2], 0);
    add(p1, w.suffixes[1], w.shape);
    add(p2, p1, w.form);
    add(p1, r1.form, 0);
    add(p1, r1.suffixes[1], 0);
    add(p1, l1.form, w.suffixes[2]);
    if second {
        let (n1, n2) = (u32::from(r1.upos), u32::from(r2.upos));
        let own = u32::from(w.upos);
        let l3 = u32::from(at(items, i, -3).upos);
        let r3 = u32::from(at(items, i, 3).upos);
        add(own, 0, 0);
        add(own, w.form, 0);
        add(n1, 0, 0);
        add(n1, n2, 0);
        add(p1, n1, 0);
        add(p1, n1, w.form);
        add(n1, w.form, 0);
        add(n1, w.suffixes[2], 0);
        add(p1, n1, w.suffixes[2]);
        add(p2, p1, n1);
        add(p1, n1, n2);
        add(own, p1, n1);
        add(own, n1, n2);
        add(own, p2, p1);
        add(n1, n2, w.form);
        add(n1, r1.form, p1);
        add(l3, p2, p1);
        add(n1, n2, r3);
    }
}

/// Feature keys for the feature bundle of word `i`; all parts of speech are known, and bundles to the left.
pub fn feats_features(items: &[Item], i: usize, out: &mut Vec<u32>) {
    let w = at(items, i, 0);
    let (l1, l2, r1, r2) = (at(items, i, -1), at(items, i, -2), at(items, i, 1), at(items, i, 2));
    let (own, p1, n1) = (u32::from(w.upos), u32::from(l1.upos), u32::from(r1.upos));
    let (f1, f2) = (u32::from(l1.feats), u32::from(l2.feats));
    let mut template = 100;
    let mut add = |a: u32, b: u32, c: u32| {
        template += 1;
        out.push(key(template, a, b, own << 24 ^ c));
    };
    add(0, 0, 0);
    add(w.form, 0, 0);
    add(w.exact, 0, 0);
    w.suffixes.iter().for_each(|&suffix| add(suffix, 0, 0));
    add(w.prefixes[2], 0, 0);
    add(w.shape, 0, 0);
    add(l1.form, 0, 0);
    add(l1.form, w.form, 0);
    add(l1.form, w.suffixes[1], 0);
    add(l2.form, l1.form, 0);
    add(r1.form, 0, 0);
    add(r1.form, w.form, 0);
    add(r1.suffixes[1], n1, 0);
    add(r1.suffixes[2], n1, w.suffixes[0]);
    add(f1, p1, 0);
    add(f1, p1, w.suffixes[0]);
    add(f1, p1, w.suffixes[2]);
    add(f1, p1, w.form);
    add(f2, f1, u32::from(l2.upos) << 8 | p1);
    add(f2, u32::from(l2.upos), w.suffixes[1]);
    add(n1, w.form, 0);
    add(n1, p1, w.suffixes[2]);
    add(n1, u32::from(r2.upos), r2.suffixes[1]);
    // The nearest determiner, auxiliary or pronoun further to the left.
    let near = (1..=6).map(|back| at(items, i, -back)).find(|item| item.upos == w.upos || item.upos == 3);
    let near = near.unwrap_or_default();
    add(u32::from(near.feats), u32::from(near.upos), w.suffixes[1]);
    add(near.form, u32::from(near.upos), 0);
}

/// Tags the items of a sentence with parts of speech, in two passes.
pub fn tag_upos(items: &mut [Item], first: &impl Weights, second: &impl Weights) {
    let mut keys = Vec::new();
    tag_pass(items, first, false, &mut keys);
    tag_pass(items, second, true, &mut keys);
}

/// One pass of the tagger.
pub fn tag_pass(items: &mut [Item], weights: &impl Weights, second: bool, keys: &mut Vec<u32>) {
    for i in 0..items.len() {
        keys.clear();
        upos_features(items, i, second, keys);
        let mut scores = [0.0; UPOS_COUNT];
        weights.score(keys, &mut scores);
        items[i].upos = best(&scores, |_| true) as u8;
    }
}

/// Gives every item its feature bundle among those that its part of speech allows.
pub fn tag_feats(items: &mut [Item], weights: &impl Weights, legal: &[Vec<bool>]) {
    let mut keys = Vec::new();
    let mut scores = vec![0.0; 256];
    for i in 0..items.len() {
        keys.clear();
        feats_features(items, i, &mut keys);
        scores.fill(0.0);
        weights.score(&keys, &mut scores);
        let allowed = legal.get(items[i].upos as usize).map_or(&[][..], Vec::as_slice);
        items[i].feats = best(&scores, |class| allowed.get(class) == Some(&true)) as u8;
    }
}

/// Feature keys for the lemma of an item.
pub fn lemma_features(item: &Item, out: &mut Vec<u32>) {
    let (upos, feats) = (u32::from(item.upos), u32::from(item.feats));
    let mut template = 200;
    let mut add = |a: u32, b: u32, c: u32| {
        template += 1;
        out.push(key(template, a, b, upos << 16 ^ c));
    };
    add(0, 0, 0);
    add(item.form, 0, 0);
    add(item.form, feats, 0);
    add(item.exact, 0, 0);
    add(feats, 0, 0);
    add(item.shape, 0, 0);
    for &suffix in &item.suffixes {
        add(suffix, 0, 0);
        add(suffix, feats, 0);
    }
    add(item.prefixes[3], item.suffixes[1], 0);
}

/// Feature keys for the question whether token `i` is a contraction here; the items are tokens.
pub fn opening_features(items: &[Item], i: usize, out: &mut Vec<u32>) {
    let w = at(items, i, 0).form;
    let (l1, l2, r1, r2) = (at(items, i, -1), at(items, i, -2), at(items, i, 1), at(items, i, 2));
    let mut template = 300;
    let mut add = |a: u32, b: u32| {
        template += 1;
        out.push(key(template, a, b, w));
    };
    add(0, 0);
    add(l1.form, 0);
    add(l2.form, 0);
    add(r1.form, 0);
    add(r2.form, 0);
    add(l1.form, r1.form);
    add(l2.form, l1.form);
    add(r1.form, r2.form);
    add(l1.shape, r1.shape);
    for n in 0..5 {
        add(l1.suffixes[n], 0);
        add(r1.suffixes[n], 0);
        add(l2.suffixes[n], 0);
        add(l1.suffixes[n], r1.suffixes[2]);
    }
    add(u32::from(i == 0), 0);
}
