//! Measures of coreference: B³ (Bagga and Baldwin 1998) and entity-based CEAF (Luo 2005, φ4).

use std::collections::BTreeMap;

use super::{Prf, ratio};

/// A mention's cluster in the gold and in the system; `None` where one of them lacks the mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clustered {
    pub gold: Option<usize>,
    pub system: Option<usize>,
}

/// Sizes of clusters and of what they share.
struct Table {
    gold: BTreeMap<usize, usize>,
    system: BTreeMap<usize, usize>,
    shared: BTreeMap<(usize, usize), usize>,
}

impl Table {
    fn of(items: &[Clustered]) -> Table {
        let mut table = Table { gold: BTreeMap::new(), system: BTreeMap::new(), shared: BTreeMap::new() };
        for item in items {
            if let Some(gold) = item.gold {
                *table.gold.entry(gold).or_default() += 1;
            }
            if let Some(system) = item.system {
                *table.system.entry(system).or_default() += 1;
            }
            if let (Some(gold), Some(system)) = (item.gold, item.system) {
                *table.shared.entry((gold, system)).or_default() += 1;
            }
        }
        table
    }
}

/// B³ over mentions; a mention that one side lacks counts 0 for the other.
pub(super) fn b_cubed(items: &[Clustered]) -> Prf {
    let table = Table::of(items);
    let (mut precision, mut recall) = (0.0, 0.0);
    for (&(gold, system), &shared) in &table.shared {
        precision += shared as f64 * ratio(shared, table.system[&system]);
        recall += shared as f64 * ratio(shared, table.gold[&gold]);
    }
    let mean = |sum: f64, sizes: &BTreeMap<usize, usize>| match sizes.values().sum::<usize>() {
        0 => 0.0,
        all => sum / all as f64,
    };
    Prf::from_parts(mean(precision, &table.system), mean(recall, &table.gold))
}

/// CEAF with φ4: the likeness of the best one-to-one alignment of clusters.
pub(super) fn ceaf(items: &[Clustered]) -> Prf {
    let table = Table::of(items);
    let golds: Vec<usize> = table.gold.keys().copied().collect();
    let systems: Vec<usize> = table.system.keys().copied().collect();
    let likeness: Vec<Vec<f64>> = golds
        .iter()
        .map(|gold| {
            let row = systems.iter().map(|system| {
                let shared = table.shared.get(&(*gold, *system)).copied().unwrap_or(0);
                ratio(2 * shared, table.gold[gold] + table.system[system])
            });
            row.collect()
        })
        .collect();
    let best = best_alignment(&likeness);
    let mean = |clusters: usize| if clusters == 0 { 0.0 } else { best / clusters as f64 };
    Prf::from_parts(mean(systems.len()), mean(golds.len()))
}

/// The greatest sum of a one-to-one choice of rows and columns (Kuhn 1955, with potentials).
fn best_alignment(likeness: &[Vec<f64>]) -> f64 {
    let size = likeness.len().max(likeness.first().map_or(0, Vec::len));
    let cost = |row: usize, column: usize| -> f64 {
        -likeness.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    // Rows and columns count from 1; column 0 holds the row that is being placed.
    let (mut of_row, mut of_column) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_at = vec![0; size + 1];
    for row in 1..=size {
        row_at[0] = row;
        let (mut slack, mut used) = (vec![f64::INFINITY; size + 1], vec![false; size + 1]);
        let mut way = vec![0; size + 1];
        let mut column = 0;
        while row_at[column] != 0 {
            used[column] = true;
            let (mut least, mut next) = (f64::INFINITY, 0);
            for other in (1..=size).filter(|&other| !used[other]) {
                let reduced = cost(row_at[column] - 1, other - 1) - of_row[row_at[column]] - of_column[other];
                if reduced < slack[other] {
                    (slack[other], way[other]) = (reduced, column);
                }
                if slack[other] < least {
                    (least, next) = (slack[other], other);
                }
            }
            for other in 0..=size {
                if used[other] {
                    of_row[row_at[other]] += least;
                    of_column[other] -= least;
                } else {
                    slack[other] -= least;
                }
            }
            column = next;
        }
        while column != 0 {
            row_at[column] = row_at[way[column]];
            column = way[column];
        }
    }
    -(1..=size).map(|column| cost(row_at[column] - 1, column - 1)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(pairs: &[(usize, usize)]) -> Vec<Clustered> {
        pairs.iter().map(|&(gold, system)| Clustered { gold: Some(gold), system: Some(system) }).collect()
    }

    #[test]
    fn the_published_example_of_b_cubed() {
        // Bagga and Baldwin 1998, figure 2: {1..5} {6,7} {8..c} against {1..5} {6..c}.
        let mut pairs: Vec<(usize, usize)> = (0..5).map(|_| (0, 0)).collect();
        pairs.extend([(1, 1), (1, 1)]);
        pairs.extend((0..5).map(|_| (2, 1)));
        let score = b_cubed(&items(&pairs));
        assert!((score.p - 16.0 / 21.0).abs() < 1e-9, "{score:?}");
        assert!((score.r - 1.0).abs() < 1e-9, "{score:?}");
    }

    #[test]
    fn ceaf_aligns_each_cluster_once() {
        // One gold cluster of four split in two: the better half aligns with 2·3/(4+3), the rest not.
        let score = ceaf(&items(&[(0, 0), (0, 0), (0, 0), (0, 1)]));
        assert!((score.r - 6.0 / 7.0).abs() < 1e-9 && (score.p - 3.0 / 7.0).abs() < 1e-9, "{score:?}");
        assert_eq!(ceaf(&items(&[(0, 1), (1, 0), (2, 2)])), Prf { p: 1.0, r: 1.0, f1: 1.0 });
    }

    #[test]
    fn greedy_would_not_be_the_best_alignment() {
        assert!((best_alignment(&[vec![0.9, 0.8], vec![0.8, 0.1]]) - 1.6).abs() < 1e-9);
        assert!((best_alignment(&[vec![0.3, 0.5, 0.4]]) - 0.5).abs() < 1e-9);
        assert!(best_alignment(&[]).abs() < 1e-9);
    }

    #[test]
    fn missed_and_invented_mentions_count_against_the_score() {
        let mut found = items(&[(0, 0), (0, 0)]);
        found.push(Clustered { gold: Some(0), system: None });
        found.push(Clustered { gold: None, system: Some(7) });
        let score = b_cubed(&found);
        assert!((score.p - 2.0 / 3.0).abs() < 1e-9 && (score.r - 4.0 / 9.0).abs() < 1e-9, "{score:?}");
    }
}
