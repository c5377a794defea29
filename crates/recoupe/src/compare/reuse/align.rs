//! Local alignment of two word sequences with affine gaps (Smith and Waterman 1981, Gotoh 1982).

use super::words::Folded;

const MATCH: i32 = 4;
/// A match of two words that tell little: of two single words in common, 'Lalibela' is a better anchor than 'the'.
const WEAK_MATCH: i32 = 3;
/// Two forms of one word.
const STEM: i32 = 1;
const MISMATCH: i32 = -2;
const OPEN: i32 = -3;
const EXTEND: i32 = -1;
/// Longer sequences are cut: a sentence of more words than this is no sentence.
const LONGEST: usize = 400;

/// A step of an alignment: positions in both sequences; `None` is a gap.
pub type Step = (Option<usize>, Option<usize>);

/// Aligns; keeps its tables from one call to the next.
#[derive(Debug, Default)]
pub(super) struct Aligner {
    score: [Vec<i32>; 3],
}

impl Aligner {
    /// The best local alignment of two sequences of words, as steps in order; empty without a match.
    pub(super) fn align(&mut self, a: &[Folded], b: &[Folded]) -> Vec<Step> {
        let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
        if a.len() == b.len() && a.iter().zip(b).all(|(one, two)| one.hash == two.hash) {
            return (0..a.len()).map(|at| (Some(at), Some(at))).collect();
        }
        let width = b.len() + 1;
        let at = |row: usize, column: usize| row * width + column;
        let cells = (a.len() + 1) * width;
        // Three states per cell: aligned, gap in b (a's word is extra), gap in a.
        let low = i32::MIN / 2;
        for (table, fill) in self.score.iter_mut().zip([0, low, low]) {
            table.clear();
            table.resize(cells, fill);
        }
        let score = &mut self.score;
        let mut best = (0, 0, 0);
        for row in 1..=a.len() {
            for column in 1..=b.len() {
                let here = at(row, column);
                let (up, left, diagonal) = (at(row - 1, column), at(row, column - 1), at(row - 1, column - 1));
                score[1][here] = (score[0][up] + OPEN).max(score[1][up] + EXTEND);
                score[2][here] = (score[0][left] + OPEN).max(score[2][left] + EXTEND);
                let from = score[0][diagonal].max(score[1][diagonal]).max(score[2][diagonal]);
                score[0][here] = (from + pair(&a[row - 1], &b[column - 1])).max(0);
                if score[0][here] > best.0 {
                    best = (score[0][here], row, column);
                }
            }
        }
        trace(a, b, score, (best.1, best.2), width)
    }
}

fn pair(a: &Folded, b: &Folded) -> i32 {
    if a.hash == b.hash {
        if a.telling { MATCH } else { WEAK_MATCH }
    } else if a.stem == b.stem && a.telling {
        STEM
    } else {
        MISMATCH
    }
}

fn trace(a: &[Folded], b: &[Folded], score: &[Vec<i32>; 3], end: (usize, usize), width: usize) -> Vec<Step> {
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
                let before = score[0][here] - pair(&a[row - 1], &b[column - 1]);
                (row, column) = (row - 1, column - 1);
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
    use super::super::words::Words;
    use super::*;

    fn words(text: &str) -> Vec<Folded> {
        Words::of_text(text).words
    }

    #[test]
    fn insertions_and_changed_words_stay_in_one_alignment() {
        let a = words("x the unit has left the town of A after two days of heavy fighting y");
        let b = words("q the unit has at last left the village of A after two days of fighting z");
        let steps = Aligner::default().align(&a, &b);
        let kept =
            steps.iter().filter(|(i, j)| matches!((i, j), (Some(i), Some(j)) if a[*i].hash == b[*j].hash)).count();
        assert_eq!(kept, 12);
        assert_eq!(steps.first(), Some(&(Some(1), Some(1))));
    }

    #[test]
    fn nothing_in_common_gives_no_steps() {
        let mut aligner = Aligner::default();
        assert!(aligner.align(&words("a b c"), &words("d e f")).is_empty());
        assert!(aligner.align(&[], &[]).is_empty());
    }
}
