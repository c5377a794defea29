//! Products of quantised activations with 8-bit weights: exact in 32-bit integers, so that they are the same on every
//! machine whatever instructions it has.

use fearless_simd::Level;

/// Rows of a matrix that are multiplied at once: as many sums as the registers of the kernel hold.
pub(crate) const ROWS: usize = 4;

/// Widest row whose sum of products cannot leave 32 bits: 128 · [`ACTIVATION`] · 2048 < 2³¹.
pub(crate) const WIDEST: usize = 2048;

/// Largest quantised activation.
pub(crate) const ACTIVATION: f32 = 8191.0;

/// Multiplies each activation (`width` numbers each) with [`ROWS`] rows of weights.
///
/// `width` is a multiple of 16 and at most [`WIDEST`].
pub(crate) fn products(level: Level, activations: &[i16], rows: &[i16], width: usize, sums: &mut [[i32; ROWS]]) {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = level.as_avx2() {
        return with_avx2(avx2, activations, rows, width, sums);
    }
    let _ = level;
    plain(activations, rows, width, sums);
}

/// Columns that are added up at once.
pub(crate) const LANES: usize = 32;

/// Multiplies rows of pairs with a matrix of pairs: `sums[row][column]` is the sum of `rows[row][at]` times
/// `matrix[at][column]`, both numbers of the pairs. `pairs` to a row, [`LANES`] columns to each block of the matrix,
/// and `pairs` rows of them to a block.
pub(crate) fn pair_products(
    level: Level,
    rows: &[[i16; 2]],
    pairs: usize,
    matrix: &[[[i16; 2]; LANES]],
    sums: &mut [[i32; LANES]],
) {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = level.as_avx2() {
        return pairs_with_avx2(avx2, rows, pairs, matrix, sums);
    }
    let _ = level;
    plain_pairs(rows, pairs, matrix, sums);
}

/// The same on any machine.
pub(crate) fn plain_pairs(rows: &[[i16; 2]], pairs: usize, matrix: &[[[i16; 2]; LANES]], sums: &mut [[i32; LANES]]) {
    for (row, sums) in rows.chunks_exact(pairs).zip(sums) {
        *sums = [0; LANES];
        for (&[one, two], columns) in row.iter().zip(matrix) {
            for (sum, &[first, second]) in sums.iter_mut().zip(columns) {
                let product = (i32::from(one) * i32::from(first)).wrapping_add(i32::from(two) * i32::from(second));
                *sum = sum.wrapping_add(product);
            }
        }
    }
}

/// The same as [`products`] on any machine.
pub(crate) fn plain(activations: &[i16], rows: &[i16], width: usize, sums: &mut [[i32; ROWS]]) {
    for (activation, sums) in activations.chunks_exact(width).zip(sums) {
        for (row, sum) in rows.chunks_exact(width).zip(sums) {
            let products = activation.iter().zip(row).map(|(&one, &two)| i32::from(one) * i32::from(two));
            *sum = products.fold(0, i32::wrapping_add);
        }
    }
}

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    fn with_avx2(avx2: Avx2, activations: &[i16], rows: &[i16], width: usize, sums: &mut [[i32; ROWS]]) {
        use core::arch::x86_64::{
            __m256i, _mm_add_epi32, _mm_extract_epi32, _mm256_add_epi32, _mm256_castsi256_si128,
            _mm256_extracti128_si256, _mm256_hadd_epi32, _mm256_madd_epi16, _mm256_setzero_si256,
        };
        use fearless_simd::prelude::*;

        let load = |numbers: &[i16; 16]| -> __m256i { fearless_simd::i16x16::from_slice(avx2, numbers).into() };
        let fold = |a: __m256i, b: __m256i, c: __m256i, d: __m256i| -> [i32; ROWS] {
            let pairs = _mm256_hadd_epi32(_mm256_hadd_epi32(a, b), _mm256_hadd_epi32(c, d));
            let sums = _mm_add_epi32(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256::<1>(pairs));
            [
                _mm_extract_epi32::<0>(sums),
                _mm_extract_epi32::<1>(sums),
                _mm_extract_epi32::<2>(sums),
                _mm_extract_epi32::<3>(sums),
            ]
        };
        let count = width / 16;
        let row = |at: usize| &rows[at * width..][..width].as_chunks::<16>().0[..count];
        let (row0, row1, row2, row3) = (row(0), row(1), row(2), row(3));
        // Two activations at once, so that each weight is loaded once for both; an odd one at the end is its own partner.
        for (pair, sums) in activations.chunks(2 * width).zip(sums.chunks_mut(2)) {
            let (one, two) = pair.split_at(width);
            let two = if two.is_empty() { one } else { two };
            let (one, two) = (&one.as_chunks::<16>().0[..count], &two.as_chunks::<16>().0[..count]);
            let zero = _mm256_setzero_si256();
            let (mut a0, mut a1, mut a2, mut a3) = (zero, zero, zero, zero);
            let (mut b0, mut b1, mut b2, mut b3) = (zero, zero, zero, zero);
            for at in 0..count {
                let (a, b) = (load(&one[at]), load(&two[at]));
                let (w0, w1, w2, w3) = (load(&row0[at]), load(&row1[at]), load(&row2[at]), load(&row3[at]));
                a0 = _mm256_add_epi32(a0, _mm256_madd_epi16(a, w0));
                a1 = _mm256_add_epi32(a1, _mm256_madd_epi16(a, w1));
                a2 = _mm256_add_epi32(a2, _mm256_madd_epi16(a, w2));
                a3 = _mm256_add_epi32(a3, _mm256_madd_epi16(a, w3));
                b0 = _mm256_add_epi32(b0, _mm256_madd_epi16(b, w0));
                b1 = _mm256_add_epi32(b1, _mm256_madd_epi16(b, w1));
                b2 = _mm256_add_epi32(b2, _mm256_madd_epi16(b, w2));
                b3 = _mm256_add_epi32(b3, _mm256_madd_epi16(b, w3));
            }
            let folded = [fold(a0, a1, a2, a3), fold(b0, b1, b2, b3)];
            for (sum, folded) in sums.iter_mut().zip(folded) {
                *sum = folded;
            }
        }
    }
);

#[cfg(target_arch = "x86_64")]
fearless_simd::kernel!(
    fn pairs_with_avx2(
        avx2: Avx2,
        rows: &[[i16; 2]],
        pairs: usize,
        matrix: &[[[i16; 2]; LANES]],
        sums: &mut [[i32; LANES]],
    ) {
        use core::arch::x86_64::{
            __m256i, _mm256_add_epi32, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
        };
        use fearless_simd::prelude::*;

        let spread = |pair: [i16; 2]| -> __m256i {
            let [[a, b], [c, d]] = pair.map(i16::to_ne_bytes);
            _mm256_set1_epi32(i32::from_ne_bytes([a, b, c, d]))
        };
        let load = |columns: &[i16]| -> __m256i { fearless_simd::i16x16::from_slice(avx2, columns).into() };
        let store = |vector: __m256i, to: &mut [i32]| {
            let vector: fearless_simd::i32x8<_> = vector.simd_into(avx2);
            vector.store_slice(to);
        };
        let matrix = &matrix[..pairs];
        for (row, sums) in rows.chunks(2 * pairs).zip(sums.chunks_mut(2)) {
            let (one, two) = row.split_at(pairs);
            let two = if two.is_empty() { one } else { two };
            let (one, two) = (&one[..pairs], &two[..pairs]);
            let zero = _mm256_setzero_si256();
            let (mut a0, mut a1, mut a2, mut a3) = (zero, zero, zero, zero);
            let (mut b0, mut b1, mut b2, mut b3) = (zero, zero, zero, zero);
            for at in 0..pairs {
                let columns = matrix[at].as_flattened();
                let (a, b) = (spread(one[at]), spread(two[at]));
                let (w0, w1) = (load(&columns[..16]), load(&columns[16..32]));
                let (w2, w3) = (load(&columns[32..48]), load(&columns[48..]));
                a0 = _mm256_add_epi32(a0, _mm256_madd_epi16(a, w0));
                a1 = _mm256_add_epi32(a1, _mm256_madd_epi16(a, w1));
                a2 = _mm256_add_epi32(a2, _mm256_madd_epi16(a, w2));
                a3 = _mm256_add_epi32(a3, _mm256_madd_epi16(a, w3));
                b0 = _mm256_add_epi32(b0, _mm256_madd_epi16(b, w0));
                b1 = _mm256_add_epi32(b1, _mm256_madd_epi16(b, w1));
                b2 = _mm256_add_epi32(b2, _mm256_madd_epi16(b, w2));
                b3 = _mm256_add_epi32(b3, _mm256_madd_epi16(b, w3));
            }
            for (sums, folded) in sums.iter_mut().zip([[a0, a1, a2, a3], [b0, b1, b2, b3]]) {
                for (vector, to) in folded.into_iter().zip(sums.chunks_exact_mut(8)) {
                    store(vector, to);
                }
            }
        }
    }
);
