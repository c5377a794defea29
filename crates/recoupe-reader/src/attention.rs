//! What each piece of a unit takes from the others (Vaswani et al. 2017), in exact integers but for the softmax.

use fearless_simd::{Level, dispatch};

use crate::numbers::{largest, powers, quantise, rounded};
use crate::product::{LANES, pair_products};

/// Dimensions of one attention head: as many as fit in the lanes of a product, and 32 · 8191² < 2³¹.
pub(crate) const HEAD: usize = LANES;

/// Largest integer that stands for a share.
const SHARE: f32 = 32_767.0;

/// Largest sum of the integers that stand for the shares of one piece: times a value of 8191 it stays below 2³¹.
const SHARES: f32 = 250_000.0;

/// What the heads of a layer look at, for one unit.
pub(crate) struct Attention<'a> {
    pub queries: &'a [f32],
    pub keys: &'a [f32],
    pub values: &'a [f32],
    /// Numbers of a row.
    pub stride: usize,
}

/// Memory that attention uses again and again.
#[derive(Default)]
pub(crate) struct Room {
    /// Of each piece, its query in pairs of dimensions, and what one is worth.
    queries: Vec<[i16; 2]>,
    query_worth: Vec<f32>,
    /// In blocks of pieces: the keys in pairs of dimensions.
    keys: Vec<[[i16; 2]; LANES]>,
    key_worth: Vec<f32>,
    /// In pairs of pieces: the values of all dimensions.
    values: Vec<[[i16; 2]; LANES]>,
    /// Of each piece, what it takes from the others, in pairs of these.
    shares: Vec<[i16; 2]>,
    share_worth: Vec<f32>,
    scores: Vec<f32>,
    sums: Vec<[i32; LANES]>,
}

/// The attention of one head, which owns [`HEAD`] numbers from `from` on in each row; the result goes there in `out`.
pub(crate) fn attend(level: Level, of: &Attention<'_>, from: usize, out: &mut [f32], room: &mut Room) {
    let count = of.queries.len() / of.stride;
    dispatch!(level, _ => room.fill(of, from, count));
    let padded = count.next_multiple_of(LANES);
    room.scores.resize(count * padded, 0.0);
    room.sums.resize(count, [0; LANES]);
    for (block, keys) in room.keys.chunks_exact(HEAD / 2).enumerate() {
        pair_products(level, &room.queries, HEAD / 2, keys, &mut room.sums);
        dispatch!(level, _ => scores(block, padded, &room.sums, &room.query_worth, &room.key_worth, &mut room.scores));
    }
    let value_worth = dispatch!(level, _ => room.value_worth(of, from, count));
    dispatch!(level, _ => room.share(count, padded));
    pair_products(level, &room.shares, count.div_ceil(2), &room.values, &mut room.sums);
    dispatch!(level, _ => taken(&room.sums, &room.share_worth, value_worth, from, of.stride, out));
}

/// The scores of a block of pieces, for each piece.
#[inline(always)]
fn scores(
    block: usize,
    padded: usize,
    sums: &[[i32; LANES]],
    query_worth: &[f32],
    key_worth: &[f32],
    scores: &mut [f32],
) {
    let first = block * LANES;
    let Some(worth) = key_worth[first..].first_chunk::<LANES>() else { return };
    for ((scores, sums), &of_query) in scores.chunks_exact_mut(padded).zip(sums).zip(query_worth) {
        let Some(scores) = scores[first..].first_chunk_mut::<LANES>() else { return };
        for ((score, &sum), &of_key) in scores.iter_mut().zip(sums).zip(worth) {
            *score = sum as f32 * (of_query * of_key);
        }
    }
}

/// What each piece takes of the values.
#[inline(always)]
fn taken(sums: &[[i32; LANES]], share_worth: &[f32], value_worth: f32, from: usize, stride: usize, out: &mut [f32]) {
    for ((out, sums), &of_share) in out.chunks_exact_mut(stride).zip(sums).zip(share_worth) {
        for (out, &sum) in out[from..from + HEAD].iter_mut().zip(sums) {
            *out = sum as f32 * (of_share * value_worth);
        }
    }
}

impl Room {
    /// Quantises queries and keys.
    #[inline(always)]
    fn fill(&mut self, of: &Attention<'_>, from: usize, count: usize) {
        let padded = count.next_multiple_of(LANES);
        let scale = 1.0 / (HEAD as f32).sqrt();
        self.queries.resize(count * HEAD / 2, [0; 2]);
        self.query_worth.resize(count, 0.0);
        self.keys.clear();
        self.keys.resize(padded / LANES * HEAD / 2, [[0; 2]; LANES]);
        self.key_worth.clear();
        self.key_worth.resize(padded, 0.0);
        let queries = self.queries.as_flattened_mut().chunks_exact_mut(HEAD).zip(&mut self.query_worth);
        for ((integers, worth), row) in queries.zip(of.queries.chunks_exact(of.stride)) {
            let query = &row[from..from + HEAD];
            *worth = quantise(query, largest(query, f32::abs), integers) * scale;
        }
        let mut integers = [0i16; HEAD];
        for (at, row) in of.keys.chunks_exact(of.stride).enumerate() {
            let key = &row[from..from + HEAD];
            self.key_worth[at] = quantise(key, largest(key, f32::abs), &mut integers);
            let block = &mut self.keys[at / LANES * HEAD / 2..][..HEAD / 2];
            for (pairs, pair) in block.iter_mut().zip(integers.as_chunks::<2>().0) {
                pairs[at % LANES] = *pair;
            }
        }
    }

    /// Quantises the values, all by the largest of them; gives what one is worth.
    #[inline(always)]
    fn value_worth(&mut self, of: &Attention<'_>, from: usize, count: usize) -> f32 {
        let heads = || of.values.chunks_exact(of.stride).map(|row| &row[from..from + HEAD]);
        let most =
            heads().map(|value| largest(value, f32::abs)).fold(0.0, |one, two| if two > one { two } else { one });
        self.values.clear();
        self.values.resize(count.div_ceil(2), [[0; 2]; LANES]);
        let mut worth = 0.0;
        let mut integers = [0i16; HEAD];
        for (at, value) in heads().enumerate() {
            worth = quantise(value, most, &mut integers);
            for (pair, integer) in self.values[at / 2].iter_mut().zip(integers) {
                pair[at % 2] = integer;
            }
        }
        worth
    }

    /// Turns the scores of each piece into what it takes from the others.
    #[inline(always)]
    fn share(&mut self, count: usize, padded: usize) {
        let pairs = count.div_ceil(2);
        self.shares.clear();
        self.shares.resize(count * pairs, [0; 2]);
        self.share_worth.resize(count, 0.0);
        let rows = self.scores.chunks_exact_mut(padded).zip(self.shares.chunks_exact_mut(pairs));
        for ((scores, shares), worth) in rows.zip(&mut self.share_worth) {
            let scores = &mut scores[..count];
            let sum = powers(scores);
            let most = SHARES / sum;
            let factor = if most < SHARE { most } else { SHARE };
            *worth = 1.0 / (factor * sum);
            for (share, &score) in shares.as_flattened_mut().iter_mut().zip(scores.iter()) {
                *share = rounded(score * factor);
            }
        }
    }
}
