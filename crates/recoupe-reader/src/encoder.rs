//! The encoder: a BERT (Devlin et al. 2019) with 8-bit weights, whose products are exact integers.

use std::ops::Range;

use fearless_simd::{Level, dispatch};

use crate::ReaderError;
use crate::attention::{Attention, HEAD, Room, attend};
use crate::file::{File, Header};
use crate::numbers::{Quantised, add_and_normalise, gelu};
use crate::product::{ROWS, WIDEST, products};

/// Pieces that go through the layers together, so that their numbers stay in the cache.
const BATCH: usize = 128;

/// Numbers and bytes of a block of 4-bit embeddings.
const BLOCK: usize = 32;
const BLOCK_BYTES: usize = 18;

/// The encoder.
#[derive(Debug)]
pub(crate) struct Encoder {
    /// What the processor can do.
    pub level: Level,
    /// Numbers of a state.
    pub hidden: usize,
    feed_forward: usize,
    epsilon: f32,
    words: Embeddings,
    /// Of each position, with that of the segment.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

#[derive(Debug)]
enum Embeddings {
    FourBits(Range<usize>),
    EightBits(Range<usize>, Vec<f32>),
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// A matrix of 8-bit weights with a scale and a bias for each row.
#[derive(Debug)]
struct Matrix {
    width: usize,
    weights: Range<usize>,
    scales: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    query: Matrix,
    key: Matrix,
    value: Matrix,
    attended: Matrix,
    attended_norm: Norm,
    inner: Matrix,
    outer: Matrix,
    outer_norm: Norm,
}

impl Encoder {
    pub fn read(header: &Header, file: &File) -> Result<Encoder, ReaderError> {
        let (hidden, feed_forward) = (header.hidden, header.feed_forward);
        let fits = |width: usize| width > 0 && width.is_multiple_of(BLOCK) && width <= WIDEST;
        if !fits(hidden) || !fits(feed_forward) || header.heads.checked_mul(HEAD) != Some(hidden) {
            let what = format!("a width of {hidden} or {feed_forward} with {} heads is not supported", header.heads);
            return Err(ReaderError::Header { what });
        }
        if header.max_unit_pieces == 0 || header.max_unit_pieces.saturating_add(2) > header.max_positions {
            return Err(ReaderError::Header { what: "a unit has more pieces than there are positions".into() });
        }
        let numbers = |count: usize| count.saturating_mul(hidden);
        let mut positions = file.floats("emb.pos", numbers(header.max_positions))?;
        let segment = file.floats("emb.type", hidden)?;
        for position in positions.chunks_exact_mut(hidden) {
            position.iter_mut().zip(&segment).for_each(|(number, &of_segment)| *number += of_segment);
        }
        let words = if file.is("emb.word", "q4") {
            let bytes = (hidden / BLOCK * BLOCK_BYTES).saturating_mul(header.pieces);
            Embeddings::FourBits(file.section("emb.word", "q4", bytes)?)
        } else {
            let weights = file.section("emb.word", "i8", numbers(header.pieces))?;
            Embeddings::EightBits(weights, file.floats("emb.word.scale", header.pieces)?)
        };
        let layers = (0..header.layers).map(|at| Layer::read(at, header, file)).collect::<Result<_, _>>()?;
        Ok(Encoder {
            level: Level::new(),
            hidden,
            feed_forward,
            epsilon: header.epsilon,
            words,
            positions,
            norm: Norm::read("emb.ln", hidden, file)?,
            layers,
        })
    }

    /// The last layer's states of the pieces of units, one after another; no unit has more pieces than there are
    /// positions.
    pub fn states(&self, file: &File, units: &[Vec<u32>]) -> Vec<f32> {
        let mut states = Vec::with_capacity(units.iter().map(Vec::len).sum::<usize>() * self.hidden);
        let mut scratch = Scratch::default();
        let mut rest = units;
        while !rest.is_empty() {
            let mut pieces = 0;
            let fitting = rest.iter().take_while(|unit| {
                pieces += unit.len();
                pieces <= BATCH
            });
            let (batch, after) = rest.split_at(fitting.count().max(1));
            self.batch(file, batch, &mut states, &mut scratch);
            rest = after;
        }
        states
    }

    fn batch(&self, file: &File, units: &[Vec<u32>], states: &mut Vec<f32>, scratch: &mut Scratch) {
        let first = states.len();
        for unit in units {
            for (&piece, position) in unit.iter().zip(self.positions.chunks_exact(self.hidden)) {
                let start = states.len();
                self.words.push(piece as usize, self.hidden, file, states);
                states.resize(start + self.hidden, 0.0);
                states[start..].iter_mut().zip(position).for_each(|(number, &of_position)| *number += of_position);
            }
        }
        let states = &mut states[first..];
        scratch.sums.clear();
        scratch.sums.resize(states.len(), 0.0);
        self.norm.add(self.level, states, &scratch.sums, self.epsilon);
        for layer in &self.layers {
            self.layer(layer, file, units, states, scratch);
        }
    }

    fn layer(&self, layer: &Layer, file: &File, units: &[Vec<u32>], states: &mut [f32], scratch: &mut Scratch) {
        let (level, hidden) = (self.level, self.hidden);
        let Scratch { quantised, query, key, value, sums, inner, rows, room } = scratch;
        quantised.take(level, states, hidden);
        layer.query.multiply(level, file, quantised, query, rows);
        layer.key.multiply(level, file, quantised, key, rows);
        layer.value.multiply(level, file, quantised, value, rows);
        let mut start = 0;
        for unit in units {
            let range = start..start + unit.len() * hidden;
            start = range.end;
            let of = Attention {
                queries: &query[range.clone()],
                keys: &key[range.clone()],
                values: &value[range.clone()],
                stride: hidden,
            };
            for head in 0..hidden / HEAD {
                attend(level, &of, head * HEAD, &mut sums[range.clone()], room);
            }
        }
        quantised.take(level, sums, hidden);
        layer.attended.multiply(level, file, quantised, query, rows);
        layer.attended_norm.add(level, states, query, self.epsilon);
        quantised.take(level, states, hidden);
        layer.inner.multiply(level, file, quantised, inner, rows);
        gelu(level, inner);
        quantised.take(level, inner, self.feed_forward);
        layer.outer.multiply(level, file, quantised, query, rows);
        layer.outer_norm.add(level, states, query, self.epsilon);
    }
}

/// Memory that the layers use again and again.
#[derive(Default)]
struct Scratch {
    quantised: Quantised,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    sums: Vec<f32>,
    inner: Vec<f32>,
    rows: Rows,
    room: Room,
}

/// Some rows of a matrix, widened, and their products.
#[derive(Default)]
struct Rows {
    weights: Vec<i16>,
    sums: Vec<[i32; ROWS]>,
}

impl Embeddings {
    /// Appends the embedding of a piece.
    fn push(&self, piece: usize, hidden: usize, file: &File, numbers: &mut Vec<f32>) {
        match self {
            Embeddings::FourBits(range) => {
                let bytes = hidden / BLOCK * BLOCK_BYTES;
                let row = file.at(range).chunks_exact(bytes).nth(piece).unwrap_or_default();
                for block in row.as_chunks::<BLOCK_BYTES>().0 {
                    let scale = half(u16::from_le_bytes([block[0], block[1]]));
                    let number = |nibble: u8| f32::from(i16::from(nibble) - 8) * scale;
                    numbers.extend(block[2..].iter().map(|byte| number(byte & 15)));
                    numbers.extend(block[2..].iter().map(|byte| number(byte >> 4)));
                }
            }
            Embeddings::EightBits(range, scales) => {
                let row = file.at(range).chunks_exact(hidden).nth(piece).unwrap_or_default();
                let scale = scales.get(piece).copied().unwrap_or(0.0);
                numbers.extend(row.iter().map(|&byte| f32::from(byte.cast_signed()) * scale));
            }
        }
    }
}

/// A 16-bit float as one of 32 bits.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (u32::from(bits >> 10 & 31), u32::from(bits & 1023));
    match exponent {
        // 2⁻²⁴ is worth one of the smallest.
        0 => sign * fraction as f32 * f32::from_bits((127 - 24) << 23),
        31 => 0.0,
        _ => sign * f32::from_bits((exponent + 112) << 23 | fraction << 13),
    }
}

impl Norm {
    fn read(name: &str, hidden: usize, file: &File) -> Result<Norm, ReaderError> {
        let part = |part: &str| file.floats(&format!("{name}.{part}"), hidden);
        Ok(Norm { weight: part("w")?, bias: part("b")? })
    }

    fn add(&self, level: Level, rows: &mut [f32], addend: &[f32], epsilon: f32) {
        add_and_normalise(level, rows, addend, &self.weight, &self.bias, epsilon);
    }
}

impl Layer {
    fn read(at: usize, header: &Header, file: &File) -> Result<Layer, ReaderError> {
        let (hidden, wide) = (header.hidden, header.feed_forward);
        let matrix = |name: &str, rows, width| Matrix::read(&format!("l{at}.{name}"), rows, width, file);
        let norm = |name: &str| Norm::read(&format!("l{at}.{name}"), hidden, file);
        Ok(Layer {
            query: matrix("q", hidden, hidden)?,
            key: matrix("k", hidden, hidden)?,
            value: matrix("v", hidden, hidden)?,
            attended: matrix("ao", hidden, hidden)?,
            attended_norm: norm("aln")?,
            inner: matrix("fi", wide, hidden)?,
            outer: matrix("fo", hidden, wide)?,
            outer_norm: norm("oln")?,
        })
    }
}

impl Matrix {
    fn read(name: &str, rows: usize, width: usize, file: &File) -> Result<Matrix, ReaderError> {
        let weights = file.section(&format!("{name}.w"), "i8", rows.saturating_mul(width))?;
        let scales = file.floats(&format!("{name}.w.scale"), rows)?;
        Ok(Matrix { width, weights, scales, bias: file.floats(&format!("{name}.b"), rows)? })
    }

    /// Multiplies every activation with every row: `out` gets a row of as many numbers as the matrix has rows.
    fn multiply(&self, level: Level, file: &File, of: &Quantised, out: &mut Vec<f32>, room: &mut Rows) {
        let rows = self.scales.len();
        out.resize(of.scales.len() * rows, 0.0);
        room.sums.resize(of.scales.len(), [0; ROWS]);
        for (at, weights) in file.at(&self.weights).chunks_exact(ROWS * self.width).enumerate() {
            dispatch!(level, _ => widen(weights, &mut room.weights));
            products(level, &of.numbers, &room.weights, self.width, &mut room.sums);
            dispatch!(level, _ => self.scale(at * ROWS, &room.sums, &of.scales, out));
        }
    }

    /// Writes the products with the rows from `first` on where they belong.
    #[inline(always)]
    fn scale(&self, first: usize, sums: &[[i32; ROWS]], worth: &[f32], out: &mut [f32]) {
        let scales = self.scales[first..].first_chunk::<ROWS>();
        let (Some(scales), Some(bias)) = (scales, self.bias[first..].first_chunk::<ROWS>()) else { return };
        for ((sums, &worth), out) in sums.iter().zip(worth).zip(out.chunks_exact_mut(self.scales.len())) {
            let Some(out) = out[first..].first_chunk_mut::<ROWS>() else { return };
            for at in 0..ROWS {
                out[at] = sums[at] as f32 * (worth * scales[at]) + bias[at];
            }
        }
    }
}

#[inline(always)]
fn widen(bytes: &[u8], numbers: &mut Vec<i16>) {
    numbers.resize(bytes.len(), 0);
    numbers.iter_mut().zip(bytes).for_each(|(number, &byte)| *number = i16::from(byte.cast_signed()));
}
