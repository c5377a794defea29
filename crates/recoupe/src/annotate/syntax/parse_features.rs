//! Features of the parser: words of the stack and the buffer, their dependents, what lies between.

use crate::language::model::linear::key;

use super::parser::{Node, State};
use super::tagger::Item;

/// What the templates see of one position.
#[derive(Clone, Copy, Default)]
struct View {
    word: u32,
    lemma: u32,
    pos: u32,
    morph: u32,
    label: u32,
    node: Node,
    at: u16,
}

fn view(state: &State, items: &[Item], at: u16) -> View {
    let node = state.nodes.get(at as usize).copied().unwrap_or_default();
    let none = View { at, pos: 40 + u32::from(at != 0), ..View::default() };
    let Some(item) = (at as usize).checked_sub(1).and_then(|i| items.get(i)) else {
        return View { node, ..none };
    };
    View {
        word: item.form,
        lemma: item.lemma,
        pos: u32::from(item.upos) + 1,
        morph: (u32::from(item.upos) + 1) << 8 | u32::from(item.feats),
        label: if node.head == 0 { 0 } else { u32::from(node.label) + 1 },
        node,
        at,
    }
}

fn distance(a: u16, b: u16) -> u32 {
    match b.saturating_sub(a) {
        d @ 0..=4 => u32::from(d),
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

fn valency(node: &Node) -> u32 {
    u32::from(node.left_count.min(4)) * 5 + u32::from(node.right_count.min(4))
}

/// What stands between two positions: commas, verbs, conjunctions, capped.
fn between(items: &[Item], a: u16, b: u16) -> u32 {
    let mut seen = 0;
    for item in items.iter().take((b as usize).saturating_sub(1)).skip(a as usize).take(12) {
        // Numbers of the tags as in `Upos`: CCONJ 4, PUNCT 12, SCONJ 13, VERB 15, AUX 3, PRON 10.
        seen |= match item.upos {
            12 => 1,
            15 => 2,
            4 => 4,
            13 => 8,
            3 => 16,
            _ => 0,
        };
    }
    seen
}

/// Feature keys of a state.
pub fn features(state: &State, items: &[Item], out: &mut Vec<u32>) {
    let depth = state.stack.len();
    let from_top = |n: usize| if depth > n { state.stack[depth - 1 - n] } else { 0 };
    let of = |at: u16| view(state, items, at);
    let (s0, s1, s2) = (of(from_top(0)), of(from_top(1)), of(from_top(2)));
    let root = state.root();
    let ahead = |n: u16| if state.front + n <= root { state.front + n } else { 0 };
    let (b0, b1, b2) = (of(state.front), of(ahead(1)), of(ahead(2)));
    let (s0l, s0l2) = (of(s0.node.left[0]), of(s0.node.left[1]));
    let (s0r, s0r2) = (of(s0.node.right[0]), of(s0.node.right[1]));
    let (s1l, s1r) = (of(s1.node.left[0]), of(s1.node.right[0]));
    let (s1l2, s1r2) = (of(s1.node.left[1]), of(s1.node.right[1]));
    let (b0l, b0l2) = (of(b0.node.left[0]), of(b0.node.left[1]));
    let before = of(s0.at.saturating_sub(1));
    let after = of(if s0.at == 0 { 0 } else { s0.at + 1 });
    let mut template = 400;
    let mut add = |a: u32, b: u32, c: u32| {
        template += 1;
        out.push(key(template, a, b, c));
    };
    let (d01, d0b) = (distance(s1.at, s0.at), distance(s0.at, b0.at));
    add(0, 0, 0);
    // Single words.
    for v in [&s0, &s1, &b0] {
        add(v.word, v.pos, 0);
        add(v.morph, 0, 0);
        add(v.lemma, 0, 0);
        add(v.pos, 0, 0);
        add(v.pos, valency(&v.node), 0);
        add(v.lemma, v.node.labels as u32, (v.node.labels >> 32) as u32);
        add(v.pos, v.node.labels as u32, (v.node.labels >> 32) as u32);
    }
    for v in [&s2, &b1, &b2] {
        add(v.word, v.pos, 0);
        add(v.morph, 0, 0);
        add(v.pos, 0, 0);
    }
    // Pairs.
    add(s0.word, b0.word, 0);
    add(s0.word, b0.pos, 0);
    add(s0.pos, b0.word, 0);
    add(s0.pos, b0.pos, d0b);
    add(s0.morph, b0.morph, 0);
    add(s0.lemma, b0.morph, 0);
    add(s0.morph, b0.lemma, 0);
    add(s0.lemma, b0.lemma, s0.pos << 8 | b0.pos);
    add(s1.word, s0.word, 0);
    add(s1.word, s0.pos, 0);
    add(s1.pos, s0.word, 0);
    add(s1.pos, s0.pos, d01);
    add(s1.morph, s0.morph, 0);
    add(s1.lemma, s0.morph, 0);
    add(s1.morph, s0.lemma, 0);
    add(s1.lemma, s0.lemma, s1.pos << 8 | s0.pos);
    add(s1.pos, b0.pos, 0);
    add(s1.lemma, b0.lemma, 0);
    add(s1.pos, b0.lemma, 0);
    add(s1.lemma, b0.pos, 0);
    add(b0.word, b1.word, 0);
    add(b0.pos, b1.pos, 0);
    add(s0.word, b1.pos, 0);
    add(s0.pos, b1.word, 0);
    // Triples.
    add(s0.pos, b0.pos, b1.pos);
    add(s1.pos, s0.pos, b0.pos);
    add(s2.pos, s1.pos, s0.pos);
    add(s1.morph, s0.morph, b0.pos);
    add(b0.pos, b1.pos, b2.pos);
    add(s0.pos, b0.pos << 8 | b1.pos, b2.pos);
    add(s1.lemma, s0.pos, b0.pos);
    add(s1.pos, s0.lemma, b0.pos);
    add(s1.pos, s0.pos, b0.lemma);
    add(s1.pos, s0.pos, b0.pos << 8 | b1.pos);
    add(s2.pos, s1.pos, s0.pos << 8 | b0.pos);
    // Dependents.
    for (v, l, l2, r, r2) in [(&s0, &s0l, &s0l2, &s0r, &s0r2), (&s1, &s1l, &s1l2, &s1r, &s1r2)] {
        add(v.pos, l.pos, l.label);
        add(v.pos, r.pos, r.label);
        add(v.pos, l.pos, l2.pos);
        add(v.pos, r.pos, r2.pos);
        add(v.lemma, l.lemma, 0);
        add(v.lemma, r.lemma, 0);
        add(l.word, v.pos, l.label);
        add(r.word, v.pos, r.label);
        add(l.label, r.label, v.pos);
        add(r.label, r2.label, v.pos);
    }
    add(b0.pos, b0l.pos, b0l.label);
    add(b0.pos, b0l.pos, b0l2.pos);
    add(b0l.word, b0.pos, b0l.label);
    add(b0.lemma, b0l.word, 0);
    // A noun's marker stands at its left: which preposition joins it to what.
    add(s1.lemma, s0l.lemma, s0.pos);
    add(s1.pos, s0l.lemma, s0.pos);
    add(s1.pos, s0l.lemma, s0.lemma);
    add(s1.morph, s0l.lemma, s0.morph);
    add(s1.lemma, s0l.lemma, s0.lemma);
    add(s0.lemma, b0l.lemma, b0.pos);
    add(s0.pos, b0l.lemma, b0.pos);
    add(s1.pos, s0.pos, s0l.pos << 8 | s0r.pos);
    add(s1.pos, s1r.pos, s0.pos << 8 | s0l.pos);
    add(s1.pos, s1r.label, s0.pos << 8 | s0l.label);
    add(s1.pos, s1l.label, s0.pos << 8 | s1r.label);
    add(s0.pos, b0.pos, s0l.pos << 8 | s0r.pos);
    add(s0.pos, b0.pos, b0l.pos << 8 | b0l.label);
    add(s0.pos, b0.pos, s0r.label << 8 | s0l.label);
    add(s1.pos, s0.pos, s1.node.labels as u32 ^ ((s1.node.labels >> 32) as u32).rotate_left(16));
    add(s1.lemma, s0.pos, s1.node.labels as u32 ^ ((s1.node.labels >> 32) as u32).rotate_left(16));
    add(b0.pos, s0.pos, b0.node.labels as u32 ^ ((b0.node.labels >> 32) as u32).rotate_left(16));
    // What lies between, and the neighbours in the text.
    let (gap1, gap0) = (between(items, s1.at, s0.at), between(items, s0.at, b0.at));
    add(s1.pos, s0.pos, gap1);
    add(s0.pos, b0.pos, gap0);
    add(s1.pos, s0.pos, gap1 << 16 | gap0 << 8 | b0.pos);
    add(s1.lemma, s0.pos, gap1);
    add(s0.pos, before.pos, before.word);
    add(s0.pos, after.pos, after.word);
    add(s0.pos, b0.pos, after.pos << 8 | before.pos);
    add(s0.lemma, s1.pos, d01);
    add(s1.lemma, s0.pos, d01);
    add(s0.lemma, b0.pos, d0b);
    add(b0.lemma, s0.pos, d0b);
    add(u32::from(depth.min(4) as u8), b0.pos, s0.pos);
}
