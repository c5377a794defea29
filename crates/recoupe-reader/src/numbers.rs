//! What is done to single numbers between the products: only additions, multiplications, divisions and square roots
//! of 32-bit floats in a fixed order, which IEEE 754 defines to the last bit, so that every machine gets the same.

use fearless_simd::{Level, dispatch};

use crate::product::ACTIVATION;

/// Partial sums of a long sum: added up lane by lane, then in order.
const LANES: usize = 16;

/// Adding and taking away 1.5 · 2²³ rounds a small number to the nearest integer.
const ROUNDING: f32 = 12_582_912.0;

#[inline(always)]
fn sum_of(numbers: &[f32], term: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [0.0f32; LANES];
    for chunk in chunks {
        for (lane, &number) in lanes.iter_mut().zip(chunk) {
            *lane += term(number);
        }
    }
    lanes.into_iter().chain(rest.iter().map(|&number| term(number))).fold(0.0, |sum, it| sum + it)
}

#[inline(always)]
pub(crate) fn largest(numbers: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = numbers.as_chunks::<LANES>();
    let mut lanes = [f32::MIN; LANES];
    let larger = |one: f32, two: f32| if two > one { two } else { one };
    for chunk in chunks {
        for (lane, &number) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, of(number));
        }
    }
    lanes.into_iter().chain(rest.iter().map(|&number| of(number))).fold(f32::MIN, larger)
}

/// e to the power of a number that is not above zero, to about one part in ten million.
#[inline(always)]
fn exp(number: f32) -> f32 {
    // Below this the result is as good as zero; nothing above zero comes here, unless a damaged model brings it.
    let number = if number > -87.0 { number } else { -87.0 };
    let number = if number < 0.0 { number } else { 0.0 };
    let rounding = number * std::f32::consts::LOG2_E + ROUNDING;
    let turns = rounding - ROUNDING;
    // ln 2 in two parts, so that the rest is exact.
    let rest = (number - turns * 0.693_359_4) + turns * 2.121_944_4e-4;
    let square = rest * rest;
    let series = 1.987_569_1e-4 * rest + 1.398_199_9e-3;
    let series = ((series * rest + 8.333_452e-3) * rest + 4.166_579_6e-2) * rest;
    let series = ((series + 1.666_666_5e-1) * rest + 0.5) * square + rest + 1.0;
    // The last bits of a number beside 1.5 · 2²³ count its units: shifted, they are the exponent.
    let power = f32::from_bits((rounding.to_bits() << 23).wrapping_add(127 << 23));
    series * power
}

/// The Gaussian error linear unit, with the error function after Abramowitz and Stegun 7.1.26.
#[inline(always)]
fn gelu_of(number: f32) -> f32 {
    let scaled = number.abs() * std::f32::consts::FRAC_1_SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * scaled);
    let series = (((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6;
    let tail = series * t * exp(-(scaled * scaled));
    // Half of 1 ± erf.
    let share = if number > 0.0 { 1.0 - 0.5 * tail } else { 0.5 * tail };
    number * share
}

/// Applies the Gaussian error linear unit to each number.
pub(crate) fn gelu(level: Level, numbers: &mut [f32]) {
    #[inline(always)]
    fn all(numbers: &mut [f32]) {
        numbers.iter_mut().for_each(|number| *number = gelu_of(*number));
    }
    dispatch!(level, _ => all(numbers));
}

/// Adds `addend` to each row of `rows` and normalises it: mean 0, variance 1, then weight and bias.
pub(crate) fn add_and_normalise(
    level: Level,
    rows: &mut [f32],
    addend: &[f32],
    weight: &[f32],
    bias: &[f32],
    epsilon: f32,
) {
    #[inline(always)]
    fn all(rows: &mut [f32], addend: &[f32], weight: &[f32], bias: &[f32], epsilon: f32) {
        let width = weight.len();
        for (row, addend) in rows.chunks_exact_mut(width).zip(addend.chunks_exact(width)) {
            row.iter_mut().zip(addend).for_each(|(number, &other)| *number += other);
            let mean = sum_of(row, |it| it) / width as f32;
            let variance = sum_of(row, |it| (it - mean) * (it - mean)) / width as f32;
            let inverse = 1.0 / (variance + epsilon).sqrt();
            for ((number, &weight), &bias) in row.iter_mut().zip(weight).zip(bias) {
                *number = (*number - mean) * inverse * weight + bias;
            }
        }
    }
    dispatch!(level, _ => all(rows, addend, weight, bias, epsilon));
}

/// Puts e to the power of each number, the largest of which then is one; gives their sum.
#[inline(always)]
pub(crate) fn powers(numbers: &mut [f32]) -> f32 {
    let most = largest(numbers, |it| it);
    numbers.iter_mut().for_each(|number| *number = exp(*number - most));
    sum_of(numbers, |it| it)
}

/// Shares of one: the probabilities that logits stand for.
pub(crate) fn probabilities(mut logits: Vec<f32>) -> Vec<f32> {
    let sum = powers(&mut logits);
    logits.iter_mut().for_each(|it| *it /= sum);
    logits
}

/// 1 / (1 + e^-x).
pub(crate) fn sigmoid(number: f32) -> f32 {
    let power = exp(-number.abs());
    if number > 0.0 { 1.0 / (1.0 + power) } else { power / (1.0 + power) }
}

/// The nearest integer of a number of at most 15 bits; what a damaged model makes of others means nothing.
#[inline(always)]
pub(crate) fn rounded(number: f32) -> i16 {
    (number + ROUNDING).to_bits() as u16 as i16
}

/// Writes numbers of which `most` is the largest size as integers of up to [`ACTIVATION`]; gives what one is worth.
#[inline(always)]
pub(crate) fn quantise(numbers: &[f32], most: f32, integers: &mut [i16]) -> f32 {
    let (worth, inverse) = if most > 0.0 { (most / ACTIVATION, ACTIVATION / most) } else { (0.0, 0.0) };
    for (integer, &number) in integers.iter_mut().zip(numbers) {
        *integer = rounded(number * inverse);
    }
    worth
}

/// Numbers of each row as integers of up to [`ACTIVATION`], and what one is worth in each row.
#[derive(Default)]
pub(crate) struct Quantised {
    pub numbers: Vec<i16>,
    pub scales: Vec<f32>,
}

impl Quantised {
    /// Takes rows of `width` numbers.
    pub fn take(&mut self, level: Level, rows: &[f32], width: usize) {
        #[inline(always)]
        fn all(rows: &[f32], width: usize, numbers: &mut [i16], scales: &mut [f32]) {
            let whole = rows.chunks_exact(width).zip(numbers.chunks_exact_mut(width)).zip(scales);
            for ((row, numbers), scale) in whole {
                *scale = quantise(row, largest(row, f32::abs), numbers);
            }
        }
        self.numbers.resize(rows.len(), 0);
        self.scales.resize(rows.len() / width, 0.0);
        let (numbers, scales) = (&mut self.numbers[..], &mut self.scales[..]);
        dispatch!(level, _ => all(rows, width, numbers, scales));
    }
}
