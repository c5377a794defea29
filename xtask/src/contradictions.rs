//! Checks contradictions on sets made for other ends: FA-KES (one event told with different tolls) and DACCORD
//! (pairs of French sentences; Skandalis et al. 2024).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::Dossier;
use recoupe::compare::contradictions::ContradictionKind;
use recoupe::language::Packs;
use recoupe::read::{Input, read};

use crate::fakes;

#[derive(clap::Args)]
pub struct Arguments {
    /// The table of FA-KES (CSV, Latin-1)
    #[arg(long)]
    fakes: Option<PathBuf>,
    /// The table of DACCORD (TSV)
    #[arg(long)]
    daccord: Option<PathBuf>,
    /// List what was found
    #[arg(long)]
    list: bool,
}

pub fn run(arguments: &Arguments) -> Result<()> {
    let mut out = io::stdout().lock();
    if let Some(path) = &arguments.fakes {
        tolls(path, arguments.list, &mut out)?;
    }
    if let Some(path) = &arguments.daccord {
        sentences(path, arguments.list, &mut out)?;
    }
    Ok(())
}

/// Articles of one day and governorate whose tolls differ: how many such groups are found, and how many pairs of
/// figures are held against each other that belong to no group.
fn tolls(path: &Path, list: bool, out: &mut impl Write) -> Result<()> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let mut groups: BTreeMap<(String, String), BTreeMap<String, (String, String)>> = BTreeMap::new();
    let mut documents = Vec::new();
    for row in fakes::rows(&text) {
        let column = |name: &str| row.get(name).cloned().unwrap_or_default();
        let name = column("unit_id");
        let group = groups.entry((fakes::day(&column("date")), column("location"))).or_default();
        group.insert(name.clone(), (column("nb_civilians"), column("nb_noncivilians")));
        documents.extend(fakes::document(&row, &name));
    }
    groups.retain(|_, articles| articles.values().collect::<BTreeSet<_>>().len() > 1);
    let dossier = Dossier::of(documents);
    let numbers = || dossier.findings.contradictions.iter().filter(|it| it.kind == ContradictionKind::Number);
    let name = |doc| dossier.position(doc).map_or("", |at| dossier.docs[at.at()].document.name.as_str());
    let group_of = |one: &str, two: &str| {
        let holds =
            |articles: &BTreeMap<String, (String, String)>| articles.contains_key(one) && articles.contains_key(two);
        groups.iter().find(|(_, articles)| holds(articles)).map(|(key, _)| key)
    };
    let (mut found, mut inside, mut all) = (BTreeSet::new(), 0, 0);
    for it in numbers() {
        let (one, two) = (name(it.a.evidence.doc), name(it.b.evidence.doc));
        if one == two {
            continue;
        }
        all += 1;
        let group = group_of(one, two);
        inside += usize::from(group.is_some());
        found.extend(group);
        if list {
            writeln!(
                out,
                "{} {one} {}: {} | {two} {}: {}",
                if group.is_some() { "+" } else { "-" },
                it.a.says,
                it.a.evidence.quote,
                it.b.says,
                it.b.evidence.quote
            )?;
        }
    }
    writeln!(
        out,
        "FA-KES: {} groups of differing tolls, {} found; {all} pairs of figures, {inside} of one group",
        groups.len(),
        found.len()
    )?;
    Ok(())
}

/// Pairs of sentences, each a report of its own: whether any contradiction is found.
fn sentences(path: &Path, list: bool, out: &mut impl Write) -> Result<()> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let [mut right, mut hits, mut found, mut wanted, mut all] = [0usize; 5];
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, premise, hypothesis, label, ..] = cells.as_slice() else { continue };
        let report = |name: &str, text: &str| {
            let input = Input { name, bytes: text.as_bytes(), sidecar: None };
            read(&input, Packs::embedded()).ok()?.documents.pop()
        };
        let (Some(one), Some(two)) = (report("premise.txt", premise), report("hypothesis.txt", hypothesis)) else {
            continue;
        };
        let says = !Dossier::of(vec![one, two]).findings.contradictions.is_empty();
        let gold = *label == "1";
        all += 1;
        wanted += usize::from(gold);
        found += usize::from(says);
        hits += usize::from(says && gold);
        right += usize::from(says == gold);
        if list && says {
            writeln!(out, "{} {premise} | {hypothesis}", if gold { "+" } else { "-" })?;
        }
    }
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    writeln!(
        out,
        "DACCORD: {all} pairs, accuracy {:.3}, precision {:.3}, recall {:.3} ({found} found of {wanted})",
        share(right, all),
        share(hits, found),
        share(hits, wanted)
    )?;
    Ok(())
}
