//! Local alignment of two word sequences with affine gaps (Smith and Waterman 1981, Gotoh 1982).

const MATCH: i32 = 4;
const MISMATCH: i32 = -2;
const OPEN: i32 = -3;
const EXTEND: i32 = -1;
/// Longer sequences are cut: a sentence of more words than this is no sentence.
const LONGEST: usize = 400;

/// A step of an alignment: positions in both sequences; `None` is a gap.
pub(super) type Step = (Option<usize>, Option<usize>);

/// The best local alignment of two sequences of word hashes, as steps in order; empty without a match.
pub(super) fn align(a: &[u64], b: &[u64]) -> Vec<Step> {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let width = b.len() + 1;
    let at = |row: usize, column: usize| row * width + column;
    let cells = (a.len() + 1) * width;
    // Three states per cell: aligned, gap in b (a's word is extra), gap in a.
    let low = i32::MIN / 2;
    let mut score = [vec![0; cells], vec![low; cells], vec![low; cells]];
    let mut best = (0, 0, 0);
    for row in 1..=a.len() {
        for column in 1..=b.len() {
            let here = at(row, column);
            let (up, left, diagonal) = (at(row - 1, column), at(row, column - 1), at(row - 1, column - 1));
            score[1][here] = (score[0][up] + OPEN).max(score[1][up] + EXTEND);
            score[2][here] = (score[0][left] + OPEN).max(score[2][left] + EXTEND);
            let step = if a[row - 1] == b[column - 1] { MATCH } else { MISMATCH };
            let from = score[0][diagonal].max(score[1][diagonal]).max(score[2][diagonal]);
            score[0][here] = (from + step).max(0);
            if score[0][here] > best.0 {
                best = (score[0][here], row, column);
            }
        }
    }
    trace(a, b, &score, (best.1, best.2), width)
}

fn trace(a: &[u64], b: &[u64], score: &[Vec<i32>; 3], end: (usize, usize), width: usize) -> Vec<Step> {
    let at = |row: usize, column: usize| row * width + column;
    let (mut row, mut column) = end;
    let mut state = 0;
    let mut steps = Vec::new();
    while row > 0 && column > 0 {
        let here = at(row, column);
        match state {
            0 => {
                if score[0][here] == 0 {
                    break;
                }
                steps.push((Some(row - 1), Some(column - 1)));
                let step = if a[row - 1] == b[column - 1] { MATCH } else { MISMATCH };
                (row, column) = (row - 1, column - 1);
                let before = score[0][here] - step;
                let diagonal = at(row, column);
                state = (0..3).find(|&state| score[state][diagonal] == before).unwrap_or(0);
            }
            1 => {
                steps.push((Some(row - 1), None));
                row -= 1;
                state = usize::from(score[1][here] == score[1][at(row, column)] + EXTEND);
            }
            _ => {
                steps.push((None, Some(column - 1)));
                column -= 1;
                state = if score[2][here] == score[2][at(row, column)] + EXTEND { 2 } else { 0 };
            }
        }
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        text.split(' ').map(|word| xxhash_rust::xxh3::xxh3_64(word.as_bytes())).collect()
    }

    #[test]
    fn insertions_and_changed_words_stay_in_one_alignment() {
        let a = hashes("x the unit has left the town of A after two days of heavy fighting y");
        let b = hashes("q the unit has at last left the village of A after two days of fighting z");
        let steps = align(&a, &b);
        let kept = steps.iter().filter(|(i, j)| matches!((i, j), (Some(i), Some(j)) if a[*i] == b[*j])).count();
        assert_eq!(kept, 12);
        assert_eq!(steps.first(), Some(&(Some(1), Some(1))));
    }

    #[test]
    fn nothing_in_common_gives_no_steps() {
        assert!(align(&hashes("a b c"), &hashes("d e f")).is_empty());
        assert!(align(&[], &[]).is_empty());
    }
}
