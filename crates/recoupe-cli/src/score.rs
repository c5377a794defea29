//! `recoupe score`: the measures of gold dossiers, or precision, recall and F1 per gold layer.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use recoupe::score::dossiers::{Figure, GoldDossier, Tally, judge, rates};
use recoupe::score::{Gold, Prf, score};

use crate::arguments::{Inputs, Score, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;

/// Scores dossiers against gold annotations.
pub fn run(command: &Score, shared: &Shared) -> anyhow::Result<Outcome> {
    match &command.gold {
        Some(gold) => layers(gold, command, shared),
        None => dossiers(command, shared),
    }
}

/// The measures of gold dossiers, one column each and all together.
fn dossiers(command: &Score, shared: &Shared) -> anyhow::Result<Outcome> {
    let (mut all, mut each, mut skipped) = (Tally::default(), Vec::new(), 0);
    let mut out = io::stdout().lock();
    for folder in &command.inputs.inputs {
        let file = Path::new(folder).join("gold.json");
        let wrong = || format!("the gold file {}", file.display());
        let gold = GoldDossier::parse(&fs::read_to_string(&file).with_context(wrong)?).with_context(wrong)?;
        let reports = Path::new(folder).join("reports").to_string_lossy().into_owned();
        let loaded = load(&Inputs { inputs: vec![reports] }, shared)?;
        skipped += loaded.skipped.len();
        let judged = judge(&gold, &loaded.compare());
        for line in judged.lines.iter().filter(|_| command.claims) {
            writeln!(out, "{line}")?;
        }
        all += &judged.tally;
        each.push((name(folder), judged.tally));
    }
    match command.json {
        true => json(&all, &each, &mut out)?,
        false => table(&all, &each, &mut out)?,
    }
    Ok(Outcome::with_skipped(skipped))
}

/// The last part of a path.
fn name(folder: &str) -> String {
    Path::new(folder).file_name().map_or_else(|| folder.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn json(all: &Tally, each: &[(String, Tally)], out: &mut impl Write) -> anyhow::Result<()> {
    let object = |tally: &Tally| {
        let mut object: serde_json::Map<String, serde_json::Value> =
            rates(tally).into_iter().map(|(name, figure)| (name.to_owned(), figure.into())).collect();
        object.insert("errors".to_owned(), tally.errors().map(|(what, count)| (what.to_owned(), count)).collect());
        serde_json::Value::Object(object)
    };
    let each: serde_json::Map<_, _> = each.iter().map(|(name, tally)| (name.clone(), object(tally))).collect();
    serde_json::to_writer(&mut *out, &serde_json::json!({ "all": object(all), "each": each }))?;
    Ok(writeln!(out)?)
}

fn table(all: &Tally, each: &[(String, Tally)], out: &mut impl Write) -> anyhow::Result<()> {
    let columns: Vec<Vec<Figure>> = each.iter().map(|(_, tally)| tally).chain([all]).map(rates).collect();
    write!(out, "{:<22}", "measure")?;
    for name in each.iter().map(|(name, _)| name.as_str()).chain(["all"]) {
        write!(out, " {:>9}", name.chars().take(9).collect::<String>())?;
    }
    writeln!(out)?;
    for (row, (name, _)) in columns.last().into_iter().flatten().enumerate() {
        write!(out, "{name:<22}")?;
        for column in &columns {
            match column[row].1 {
                Some(figure) => write!(out, " {figure:>9}")?,
                None => write!(out, " {:>9}", "-")?,
            }
        }
        writeln!(out)?;
    }
    writeln!(out, "\nerrors in claims that were found:")?;
    for (what, count) in all.errors() {
        writeln!(out, "  {what:<20} {count:>5}")?;
    }
    Ok(())
}

/// Precision, recall and F1 of each layer of a gold file.
fn layers(gold: &Path, command: &Score, shared: &Shared) -> anyhow::Result<Outcome> {
    let name = gold.display();
    let text = fs::read_to_string(gold).with_context(|| format!("the gold file {name}"))?;
    let gold = Gold::parse(&text).with_context(|| format!("the gold file {name}"))?;
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let gazetteer = loaded.gazetteer.clone();
    let scores = score(&gold, &loaded.compare(), &gazetteer)?;
    let mut out = io::stdout().lock();
    if command.json {
        serde_json::to_writer(&mut out, &scores)?;
        writeln!(out)?;
        return Ok(Outcome::with_skipped(skipped));
    }
    writeln!(out, "{:<26} {:^20}   {:^20}", "", "strict", "overlap")?;
    writeln!(out, "{:<26} {:>6} {:>6} {:>6}   {:>6} {:>6} {:>6}", "layer", "P", "R", "F1", "P", "R", "F1")?;
    for (layer, score) in &scores {
        writeln!(out, "{layer:<26} {}   {}", figures(score.strict), figures(score.overlap))?;
        for (slot, accuracy) in &score.slots {
            writeln!(out, "  {slot:<24} {accuracy:>6.3}")?;
        }
        for note in &score.notes {
            writeln!(out, "  {note}")?;
        }
    }
    Ok(Outcome::with_skipped(skipped))
}

fn figures(prf: Prf) -> String {
    format!("{:>6.3} {:>6.3} {:>6.3}", prf.p, prf.r, prf.f1)
}
