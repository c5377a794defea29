//! `recoupe score`: precision, recall and F1 per gold layer.

use std::fs;
use std::io::{self, Write};

use anyhow::Context;
use recoupe::score::{Gold, Prf, score};

use crate::arguments::{Score, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;

/// Scores a dossier against gold annotations.
pub fn run(command: &Score, shared: &Shared) -> anyhow::Result<Outcome> {
    let name = command.gold.display();
    let text = fs::read_to_string(&command.gold).with_context(|| format!("the gold file {name}"))?;
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
