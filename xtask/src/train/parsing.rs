//! Training of the parser: structured perceptron with beam search and updates at the largest violation.

use recoupe::annotate::syntax::parse_features::features;
use recoupe::annotate::syntax::parser::{Beam, State, action_count, oracle};
use recoupe::annotate::syntax::tagger::Item;
use recoupe::language::model::linear::Weights;

use super::corpus::{Inventory, Sample};
use super::perceptron::{Perceptron, Random};

/// Trains on the samples that are marked for parsing.
pub fn train(samples: &[Sample], inventory: &Inventory, epochs: usize, width: usize, seed: u64) -> Perceptron {
    let samples: Vec<(&Sample, Vec<u8>)> =
        samples.iter().filter(|s| s.parse).filter_map(|s| Some((s, derivation(s)?))).collect();
    println!("{} sentences for the parser", samples.len());
    let root = inventory.labels.iter().position(|label| label == "root").unwrap_or(0);
    let mut random = Random(seed * 99 + 7);
    let mut weights = Perceptron::default();
    let mut beam = Beam::default();
    for epoch in 0..epochs {
        let mut wrong = 0;
        for at in random.order(samples.len()) {
            let (sample, gold) = &samples[at];
            let setting = Setting { actions: action_count(inventory.labels.len()), root, width };
            wrong += usize::from(!learn(&sample.predicted, gold, &setting, &mut weights, &mut beam));
        }
        println!("epoch {}: {wrong} of {} sentences wrong", epoch + 1, samples.len());
    }
    weights
}

struct Setting {
    actions: usize,
    root: usize,
    width: usize,
}

/// The actions that lead to the gold tree.
fn derivation(sample: &Sample) -> Option<Vec<u8>> {
    let n = sample.heads.len();
    let mut pending = vec![0u16; n + 2];
    sample.heads.iter().for_each(|&head| pending[head as usize] += 1);
    let mut state = State::new(n);
    let mut actions = Vec::with_capacity(2 * n);
    for _ in 0..2 * n {
        let action = oracle(&state, &sample.heads, &sample.labels, &pending);
        if action == 0 && state.front == state.root() {
            return None;
        }
        if action != 0 {
            let child = *state.stack.last()?;
            pending[sample.heads[child as usize - 1] as usize] -= 1;
        }
        state.apply(action);
        actions.push(action as u8);
    }
    Some(actions)
}

/// One sentence; gives whether it was parsed right.
fn learn(items: &[Item], gold: &[u8], setting: &Setting, weights: &mut Perceptron, beam: &mut Beam) -> bool {
    let n = items.len();
    beam.start(n);
    let mut state = State::new(n);
    let mut score = 0.0;
    let mut keys = Vec::new();
    let mut scores = vec![0.0; setting.actions];
    // Largest violation so far: its size, the number of actions, the entry of the rival.
    let mut worst: Option<(f32, usize, u32)> = None;
    for (step, &action) in gold.iter().enumerate() {
        keys.clear();
        features(&state, items, &mut keys);
        scores.fill(0.0);
        weights.score(&keys, &mut scores);
        score += scores[action as usize];
        state.apply(action as usize);
        beam.step(items, weights, setting.actions, setting.root, setting.width, Some(action));
        let Some(top) = beam.states.first() else { break };
        let fallen = !beam.states.iter().any(|state| state.on_path);
        let last = step + 1 == gold.len();
        if !top.on_path && (fallen || last) && worst.is_none_or(|(size, _, _)| top.score - score >= size) {
            worst = Some((top.score - score, step + 1, top.history));
        }
    }
    weights.tick();
    let right = beam.states.first().is_some_and(|state| state.on_path);
    let Some((_, _, entry)) = worst.filter(|_| !right) else { return right };
    let rival = beam.actions(entry);
    let shared = gold.iter().zip(&rival).take_while(|(a, b)| a == b).count();
    for (path, delta) in [(gold, 1.0), (&rival[..], -1.0)] {
        let mut state = State::new(n);
        for (step, &action) in path.iter().take(rival.len()).enumerate() {
            if step >= shared {
                keys.clear();
                features(&state, items, &mut keys);
                weights.update(&keys, action as usize, delta);
            }
            state.apply(action as usize);
        }
    }
    false
}
