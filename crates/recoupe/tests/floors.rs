//! Scores on gold data do not sink below the figures in `eval/floors.toml`.
//!
//! The gold dossiers of `eval/dossiers` are judged in the two halves of `eval/split.toml`; where one is missing the
//! test fails. The texts of the reference dossier lie beside the repository and are not part of it: where they are
//! missing the test says so. `UPDATE=1 cargo test --test floors` writes today's figures.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use recoupe::Dossier;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::score::dossiers::{GoldDossier, Tally, judge, rates};
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
    /// The measures of the gold dossiers, by half.
    #[serde(default)]
    dossiers: BTreeMap<String, BTreeMap<String, f64>>,
}

/// Which gold dossiers lie in which half.
#[derive(Debug, Deserialize)]
struct Split {
    look: Vec<String>,
    check: Vec<String>,
}

/// What is held of the gold dossiers, besides what may not rise.
const HELD: [&str; 12] = [
    "dct_right",
    "timex_value_f1",
    "place_right",
    "attr_speaker",
    "event_recall",
    "claims_right_of_found",
    "facts_right",
    "core_facts_right",
    "b3",
    "main_whole",
    "contra_found",
    "copies_found",
];
/// What may not rise.
const HARM: [&str; 2] = ["claims_spurious", "harmful_of_shown"];

/// Measures that count mistakes: these may not rise.
const MISTAKES: [&str; 6] = [
    "cross_document.forbidden_merges",
    "events.false_control",
    "events.swapped_roles",
    "reuse.stock_phrases_reported",
    HARM[0],
    HARM[1],
];

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn dossier(folder: &Path) -> Dossier {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let texts = files.iter().filter(|path| path.extension().is_some_and(|it| it == "txt"));
    let documents = texts.flat_map(|path| {
        let (name, bytes) = (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap());
        let sidecar = path.with_extension("meta.json");
        let stated = fs::read_to_string(&sidecar).ok();
        let sidecar = stated.as_ref().map(|text| ("sidecar", text.as_str()));
        read(&Input { name: &name, bytes: &bytes, sidecar }, Packs::embedded()).unwrap().documents
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
        update(&file, |floors| *floors = Floors { gold: hash, f1: today, measures, dossiers: floors.dossiers.clone() });
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

/// The held measures of a half of the gold dossiers.
fn judged(names: &[String]) -> BTreeMap<String, f64> {
    let mut all = Tally::default();
    for name in names {
        let folder = repository().join("eval/dossiers").join(name);
        let gold = fs::read_to_string(folder.join("gold.json")).unwrap_or_else(|error| panic!("{name}: {error}"));
        all += &judge(&GoldDossier::parse(&gold).unwrap(), &dossier(&folder.join("reports"))).tally;
    }
    let held = |name: &str| HELD.contains(&name) || HARM.contains(&name);
    let figures = rates(&all).into_iter().filter(|(name, _)| held(name));
    figures.map(|(name, figure)| (name.to_owned(), figure.unwrap_or_default())).collect()
}

#[test]
fn no_gold_dossier_is_read_worse_than_it_was() {
    let file = repository().join("eval/floors.toml");
    let floors: Floors = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    let split: Split = toml::from_str(&fs::read_to_string(repository().join("eval/split.toml")).unwrap()).unwrap();
    let today: BTreeMap<String, BTreeMap<String, f64>> =
        [("look", &split.look), ("check", &split.check)].map(|(half, names)| (half.to_owned(), judged(names))).into();
    if std::env::var_os("UPDATE").is_some() {
        update(&file, |floors| floors.dossiers = today);
        return;
    }
    for (half, figures) in &today {
        let held = floors.dossiers.get(half).unwrap_or_else(|| panic!("no floors for '{half}' in eval/floors.toml"));
        let sunk = worse(held, figures);
        assert!(sunk.is_empty(), "{half}: worse than its floor: {sunk:#?}");
    }
}

/// Changes the file of floors; one test after the other.
fn update(file: &Path, change: impl FnOnce(&mut Floors)) {
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    let _guard = ONE_BY_ONE.lock().unwrap();
    let mut floors: Floors = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    change(&mut floors);
    let head = "# F1 on the reference dossier by layer, [strict, overlap], the measures of each layer, and those of the gold\n\
                # dossiers by half (recoupe score eval/dossiers/*/); a test refuses anything worse.\n";
    fs::write(file, format!("{head}{}", toml::to_string(&floors).unwrap())).unwrap();
}
