//! Scores on gold data do not sink below the figures in `eval/floors.toml`.
//!
//! The gold data lie beside the repository and are not part of it: where they are missing the test says so
//! and checks only that the file of floors can be read. `UPDATE=1 cargo test --test floors` writes today's
//! figures.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use recoupe::Dossier;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::score::{Gold, LayerScore, score};
use serde::{Deserialize, Serialize};

/// How far a figure may sink by rounding alone.
const SLACK: f64 = 0.0005;

#[derive(Debug, Deserialize, Serialize)]
struct Floors {
    /// BLAKE3 of the gold file that the figures were measured on.
    gold: String,
    /// F1 per layer, as `[strict, overlap]`.
    f1: BTreeMap<String, [f64; 2]>,
    /// Named measures, as `layer.measure`.
    #[serde(default)]
    measures: BTreeMap<String, f64>,
}

/// Measures that count mistakes: these may not rise.
const MISTAKES: [&str; 4] =
    ["cross_document.forbidden_merges", "events.false_control", "events.swapped_roles", "reuse.stock_phrases_reported"];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn dossier(folder: &Path) -> Dossier {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|path| path.extension().is_some_and(|it| it == "txt"));
    let documents = texts.flat_map(|path| {
        let (name, bytes) = (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap());
        read(&Input { name: &name, bytes: &bytes, sidecar: None }, Packs::embedded()).unwrap().documents
    });
    Dossier::of(documents.collect())
}

fn rounded(score: &LayerScore) -> [f64; 2] {
    [score.strict.f1, score.overlap.f1].map(thousandths)
}

fn thousandths(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}

/// The measures of today that are worse than their floors.
fn worse(floors: &BTreeMap<String, f64>, today: &BTreeMap<String, f64>) -> Vec<String> {
    let is_worse = |name: &str, floor: f64, figure: f64| {
        if MISTAKES.contains(&name) { figure > floor + SLACK } else { figure + SLACK < floor }
    };
    let measured = floors.iter().map(|(name, floor)| (name, *floor, today.get(name).copied().unwrap_or(f64::NAN)));
    let sunk = measured.filter(|(name, floor, figure)| figure.is_nan() || is_worse(name, *floor, *figure));
    sunk.map(|(name, floor, figure)| format!("{name}: {figure}, floor {floor}")).collect()
}

#[test]
fn no_score_sinks_below_its_floor() {
    let file = repository().join("eval/floors.toml");
    let floors: Floors = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let shared = repository().join("../shared");
    let Ok(text) = fs::read_to_string(shared.join("gold/seeds.json")) else {
        println!("the gold data are not here: floors were not checked");
        return;
    };
    let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
    let scores = score(&Gold::parse(&text).unwrap(), &dossier(&shared.join("seeds")), Gazetteer::embedded()).unwrap();
    let today: BTreeMap<String, [f64; 2]> =
        scores.iter().map(|(layer, score)| ((*layer).to_owned(), rounded(score))).collect();
    let of_layer = |(layer, score): (&&str, &LayerScore)| {
        let named = |(name, figure): (&String, &f64)| (format!("{layer}.{name}"), thousandths(*figure));
        score.slots.iter().map(named).collect::<Vec<_>>()
    };
    let measures: BTreeMap<String, f64> = scores.iter().flat_map(of_layer).collect();
    if std::env::var_os("UPDATE").is_some() {
        let head = "# F1 on the reference dossier by layer, [strict, overlap], and the measures of each layer; a test refuses\n\
                    # anything worse.\n";
        let body = toml::to_string(&Floors { gold: hash, f1: today, measures }).unwrap();
        fs::write(&file, format!("{head}{body}")).unwrap();
        return;
    }
    assert_eq!(hash, floors.gold, "other gold data than the floors were measured on");
    let mut sunk: Vec<String> = floors
        .f1
        .iter()
        .filter_map(|(layer, floor)| {
            let figures = today.get(layer).copied().unwrap_or_default();
            let sinks = figures.iter().zip(floor).any(|(figure, floor)| figure + SLACK < *floor);
            sinks.then(|| format!("{layer}: {figures:?}, floor {floor:?}"))
        })
        .collect();
    sunk.extend(worse(&floors.measures, &measures));
    assert!(sunk.is_empty(), "below the floor: {sunk:#?}");
}
