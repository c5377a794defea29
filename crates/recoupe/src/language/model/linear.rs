//! Sparse linear scorers over hashed features, as they are packed.

use std::io::{self, Read};

/// Adds the weights of features to the scores of classes.
pub trait Weights {
    /// Adds the row of each key to `scores`, which has one place per class.
    fn score(&self, keys: &[u32], scores: &mut [f32]);
}

/// Hashes a template number and up to three values into a feature key.
pub fn key(template: u32, a: u32, b: u32, c: u32) -> u32 {
    let mut hash = (u64::from(template) << 32 | u64::from(a)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    hash = (hash ^ (hash >> 29) ^ u64::from(b)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    hash = (hash ^ (hash >> 32) ^ u64::from(c)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (hash >> 32) as u32
}

/// Hashes a run of characters (FNV-1a over code points).
pub fn hash_chars(chars: impl Iterator<Item = char>) -> u32 {
    chars.fold(0x811C_9DC5, |hash, c| (hash ^ u32::from(c)).wrapping_mul(0x0100_0193).rotate_left(5))
}

/// The best class: highest score, the first among equals. `legal` filters.
pub fn best(scores: &[f32], legal: impl Fn(usize) -> bool) -> usize {
    let mut best = usize::MAX;
    for (class, &score) in scores.iter().enumerate() {
        if legal(class) && (best == usize::MAX || score > scores[best]) {
            best = class;
        }
    }
    if best == usize::MAX { 0 } else { best }
}

/// A packed scorer: 8-bit weights in one table, found by open addressing. Scores are sums of integers
/// and so the same on every machine.
#[derive(Debug, Default)]
pub struct Linear {
    slots: Vec<Slot>,
    shift: u32,
    entries: Vec<(u8, i8)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    key: u32,
    /// First entry times 256, plus the number of entries; zero in an empty slot.
    row: u32,
}

impl Weights for Linear {
    fn score(&self, keys: &[u32], scores: &mut [f32]) {
        if self.slots.is_empty() {
            return;
        }
        let mask = self.slots.len() - 1;
        for &key in keys {
            let mut at = (key >> self.shift) as usize & mask;
            loop {
                let slot = self.slots[at];
                if slot.row == 0 {
                    break;
                }
                if slot.key == key {
                    let start = (slot.row >> 8) as usize;
                    for &(class, weight) in &self.entries[start..start + (slot.row & 255) as usize] {
                        if let Some(score) = scores.get_mut(class as usize) {
                            *score += f32::from(weight);
                        }
                    }
                    break;
                }
                at = (at + 1) & mask;
            }
        }
    }
}

impl Linear {
    /// Packs rows sorted by key; a row holds its classes with weights and is not empty.
    pub fn encode(rows: &[(u32, Vec<(u8, i8)>)]) -> Vec<u8> {
        let mut bytes = (rows.len() as u32).to_le_bytes().to_vec();
        let mut last = 0;
        for (key, row) in rows {
            put_varint(&mut bytes, key - last);
            last = *key;
            bytes.push(row.len() as u8);
            bytes.extend(row.iter().flat_map(|&(class, weight)| [class, weight as u8]));
        }
        bytes
    }

    /// Reads what [`Linear::encode`] wrote.
    ///
    /// # Errors
    /// When the bytes end early or the rows are too many.
    pub fn decode(mut bytes: &[u8]) -> io::Result<Linear> {
        let input = &mut bytes;
        let mut count = [0; 4];
        input.read_exact(&mut count)?;
        let count = u32::from_le_bytes(count) as usize;
        if count > input.len() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let bits = (count * 3 / 2 + 2).next_power_of_two().trailing_zeros().min(31);
        let (size, shift) = (1usize << bits, 32 - bits);
        let mut linear = Linear { slots: vec![Slot::default(); size], shift, entries: Vec::with_capacity(count * 3) };
        let mut key = 0u32;
        for _ in 0..count {
            key = key.wrapping_add(varint(input)?);
            let mut len = [0];
            input.read_exact(&mut len)?;
            let start = linear.entries.len() as u32;
            if start >= 1 << 24 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            for _ in 0..len[0] {
                let mut entry = [0; 2];
                input.read_exact(&mut entry)?;
                linear.entries.push((entry[0], entry[1] as i8));
            }
            if len[0] > 0 {
                let mut at = (key >> shift) as usize & (size - 1);
                while linear.slots[at].row != 0 {
                    at = (at + 1) & (size - 1);
                }
                linear.slots[at] = Slot { key, row: start << 8 | u32::from(len[0]) };
            }
        }
        Ok(linear)
    }
}

fn put_varint(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 128 {
        bytes.push(value as u8 | 128);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn varint(input: &mut &[u8]) -> io::Result<u32> {
    let mut value = 0u32;
    for shift in (0..35).step_by(7) {
        let mut byte = [0];
        input.read_exact(&mut byte)?;
        value |= u32::from(byte[0] & 127).checked_shl(shift).unwrap_or(0);
        if byte[0] < 128 {
            return Ok(value);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}
