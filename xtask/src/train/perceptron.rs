//! An averaged perceptron over hashed features with sparse rows.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use recoupe::language::model::linear::{Linear, Weights};

/// Keys are hashes already.
#[derive(Default)]
pub struct Plain(u64);

impl Hasher for Plain {
    fn finish(&self) -> u64 {
        self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key);
    }
}

struct Entry {
    class: u8,
    weight: f32,
    total: f64,
    since: u32,
}

/// Weights under training.
#[derive(Default)]
pub struct Perceptron {
    rows: HashMap<u32, Vec<Entry>, BuildHasherDefault<Plain>>,
    /// Number of examples seen.
    now: u32,
}

impl Weights for Perceptron {
    fn score(&self, keys: &[u32], scores: &mut [f32]) {
        for entry in keys.iter().filter_map(|key| self.rows.get(key)).flatten() {
            scores[entry.class as usize] += entry.weight;
        }
    }
}

impl Perceptron {
    /// Counts an example; weights are averaged over examples.
    pub fn tick(&mut self) {
        self.now += 1;
    }

    /// Adds `delta` to the weights of a class.
    pub fn update(&mut self, keys: &[u32], class: usize, delta: f32) {
        for &key in keys {
            let row = self.rows.entry(key).or_default();
            let entry = match row.iter().position(|entry| entry.class as usize == class) {
                Some(at) => &mut row[at],
                None => {
                    row.push(Entry { class: class as u8, weight: 0.0, total: 0.0, since: self.now });
                    row.last_mut().expect("just pushed")
                }
            };
            entry.total += f64::from(entry.weight) * f64::from(self.now - entry.since);
            entry.since = self.now;
            entry.weight += delta;
        }
    }

    /// The averaged weights, quantised to 8 bits and pruned until they fit `budget` bytes.
    pub fn pack(&self, budget: usize) -> Vec<u8> {
        let mut averaged: Vec<(u32, Vec<(u8, f64)>)> = self
            .rows
            .iter()
            .map(|(&key, row)| {
                let mean = |e: &Entry| {
                    (e.total + f64::from(e.weight) * f64::from(self.now - e.since)) / f64::from(self.now.max(1))
                };
                let mut row: Vec<(u8, f64)> = row.iter().map(|e| (e.class, mean(e))).collect();
                row.sort_by_key(|entry| entry.0);
                (key, row)
            })
            .collect();
        averaged.sort_by_key(|row| row.0);
        let mut sizes: Vec<f64> =
            averaged.iter().flat_map(|row| &row.1).map(|e| e.1.abs()).filter(|&w| w > 0.0).collect();
        sizes.sort_by(f64::total_cmp);
        let Some(&top) = sizes.get((sizes.len() as f64 * 0.9998) as usize).or(sizes.last()) else {
            return Linear::encode(&[]);
        };
        let scale = 127.0 / top;
        let mut floor = 0.5 / scale;
        loop {
            let rows: Vec<(u32, Vec<(u8, i8)>)> = averaged
                .iter()
                .filter_map(|(key, row)| {
                    let quantised = |&(class, w): &(u8, f64)| (class, (w * scale).round().clamp(-127.0, 127.0) as i8);
                    let row: Vec<_> =
                        row.iter().filter(|e| e.1.abs() > floor).map(quantised).filter(|e| e.1 != 0).collect();
                    (!row.is_empty()).then_some((*key, row))
                })
                .collect();
            let bytes = Linear::encode(&rows);
            if bytes.len() <= budget {
                return bytes;
            }
            floor *= 1.08;
        }
    }

    /// The averaged and quantised scorer.
    pub fn linear(&self, budget: usize) -> Linear {
        Linear::decode(&self.pack(budget)).expect("what was just encoded")
    }
}

/// A small generator of reproducible random numbers (xorshift).
pub struct Random(pub u64);

impl Random {
    /// The next number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    /// The numbers below `n` in random order.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, self.below(i + 1));
        }
        order
    }
}
