//! An arc-hybrid dependency parser with beam search.
//!
//! Words are numbered from 1; 0 is 'none'; `n + 1` is the root, which stands at the end of the buffer.
//! Every word is shifted once and attached once, so that all derivations have the same length.

use crate::language::model::linear::Weights;

use super::parse_features::features;
use super::tagger::Item;

/// Actions: 0 shifts; `1 + 2 l` attaches the top of the stack to the front of the buffer with label `l`;
/// `2 + 2 l` attaches it to the word below it.
pub const SHIFT: usize = 0;

/// Number of actions for a number of labels.
pub fn action_count(labels: usize) -> usize {
    1 + 2 * labels
}

/// What is known of a word during a parse.
#[derive(Debug, Clone, Copy, Default)]
pub struct Node {
    /// Governor; 0 while unknown.
    pub head: u16,
    /// Label of the arc to the governor.
    pub label: u8,
    /// Leftmost dependent and the one after it.
    pub left: [u16; 2],
    /// Rightmost dependent and the one before it.
    pub right: [u16; 2],
    /// Number of dependents to the left.
    pub left_count: u8,
    /// Number of dependents to the right.
    pub right_count: u8,
    /// Bits of the labels of the dependents, folded into 64.
    pub labels: u64,
}

/// A partial parse.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Words under work.
    pub stack: Vec<u16>,
    /// The first word of the buffer.
    pub front: u16,
    /// One node per word, with 'none' before and the root after.
    pub nodes: Vec<Node>,
    /// Sum of the scores of the actions.
    pub score: f32,
    /// Last entry in the history of actions.
    pub history: u32,
    /// Whether all actions so far were the given ones; used in training.
    pub on_path: bool,
}

impl State {
    /// The start for a sentence of `n` words.
    pub fn new(n: usize) -> State {
        State {
            stack: Vec::with_capacity(16),
            front: 1,
            nodes: vec![Node::default(); n + 2],
            score: 0.0,
            history: 0,
            on_path: true,
        }
    }

    /// The root's number.
    pub fn root(&self) -> u16 {
        (self.nodes.len() - 1) as u16
    }

    /// Performs an action that is possible here.
    pub fn apply(&mut self, action: usize) {
        if action == SHIFT {
            self.stack.push(self.front);
            self.front += 1;
            return;
        }
        let Some(child) = self.stack.pop() else { return };
        let left = action % 2 == 1;
        let head = if left { self.front } else { self.stack.last().copied().unwrap_or(self.front) };
        let label = ((action - 1) / 2) as u8;
        let node = &mut self.nodes[child as usize];
        (node.head, node.label) = (head, label);
        let node = &mut self.nodes[head as usize];
        node.labels |= 1 << (label & 63);
        if left {
            node.left = [child, node.left[0]];
            node.left_count = node.left_count.saturating_add(1);
        } else {
            node.right = [child, node.right[0]];
            node.right_count = node.right_count.saturating_add(1);
        }
    }
}

/// The action that leads to the gold tree: `heads` and `labels` by word, `heads[i]` of word `i + 1`, with the
/// root's number for the root. The tree is projective.
pub fn oracle(state: &State, heads: &[u16], labels: &[u8], pending: &[u16]) -> usize {
    if let Some(&top) = state.stack.last() {
        let (head, label) = (heads[top as usize - 1], labels[top as usize - 1] as usize);
        if pending[top as usize] == 0 {
            if head == state.front {
                return 1 + 2 * label;
            }
            if state.stack.len() >= 2 && head == state.stack[state.stack.len() - 2] {
                return 2 + 2 * label;
            }
        }
    }
    SHIFT
}

/// The search for the best parse.
#[derive(Debug, Default)]
pub struct Beam {
    /// Kept states, the best first.
    pub states: Vec<State>,
    /// Previous entry and action.
    pub history: Vec<(u32, u8)>,
    spare: Vec<State>,
    agenda: Vec<(f32, u32, u8)>,
    keys: Vec<u32>,
    scores: Vec<f32>,
}

impl Beam {
    /// Starts a sentence.
    pub fn start(&mut self, n: usize) {
        self.states.clear();
        self.states.push(State::new(n));
        self.history.clear();
        self.history.push((0, 0));
    }

    /// Expands all states by one action and keeps the best `width`. `path` is the given action in training.
    pub fn step(
        &mut self,
        items: &[Item],
        weights: &impl Weights,
        actions: usize,
        root_label: usize,
        width: usize,
        path: Option<u8>,
    ) {
        self.agenda.clear();
        for (at, state) in self.states.iter().enumerate() {
            self.keys.clear();
            features(state, items, &mut self.keys);
            self.scores.clear();
            self.scores.resize(actions, 0.0);
            weights.score(&self.keys, &mut self.scores);
            let mut offer = |action: usize| {
                let score = state.score + self.scores.get(action).copied().unwrap_or(0.0);
                if self.agenda.len() < width || self.agenda.last().is_some_and(|last| score > last.0) {
                    // Among equals the earlier stays in front.
                    let place = self.agenda.partition_point(|other| other.0 >= score);
                    self.agenda.insert(place, (score, at as u32, action as u8));
                    self.agenda.truncate(width);
                }
            };
            let at_root = state.front == state.root();
            if !at_root {
                offer(SHIFT);
            } else if state.stack.len() == 1 {
                offer(1 + 2 * root_label);
            }
            let (left, right) = (!state.stack.is_empty() && !at_root, state.stack.len() >= 2);
            if left || right {
                for label in (0..actions / 2).filter(|&label| label != root_label) {
                    if left {
                        offer(1 + 2 * label);
                    }
                    if right {
                        offer(2 + 2 * label);
                    }
                }
            }
        }
        let mut next = std::mem::take(&mut self.spare);
        next.resize_with(self.agenda.len(), State::default);
        for (target, &(score, from, action)) in next.iter_mut().zip(&self.agenda) {
            let source = &self.states[from as usize];
            target.stack.clone_from(&source.stack);
            target.nodes.clone_from(&source.nodes);
            target.front = source.front;
            target.apply(action as usize);
            target.score = score;
            target.on_path = source.on_path && path.is_none_or(|gold| gold == action);
            target.history = self.history.len() as u32;
            self.history.push((source.history, action));
        }
        self.spare = std::mem::replace(&mut self.states, next);
    }

    /// The actions that led to an entry of the history.
    pub fn actions(&self, entry: u32) -> Vec<u8> {
        let mut actions = Vec::new();
        let mut at = entry;
        while at != 0 {
            let (before, action) = self.history[at as usize];
            actions.push(action);
            at = before;
        }
        actions.reverse();
        actions
    }
}

/// Parses a sentence: governor (0 for the root, else the word's number from 1) and label of each word.
pub fn parse(
    items: &[Item],
    weights: &impl Weights,
    labels: usize,
    root_label: usize,
    width: usize,
    beam: &mut Beam,
) -> Vec<(u16, u8)> {
    let n = items.len();
    beam.start(n);
    for _ in 0..2 * n {
        beam.step(items, weights, action_count(labels), root_label, width, None);
    }
    let Some(best) = beam.states.first() else { return Vec::new() };
    let root = best.root();
    best.nodes[1..=n].iter().map(|node| (if node.head == root { 0 } else { node.head }, node.label)).collect()
}
