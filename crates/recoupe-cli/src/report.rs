//! `recoupe report`: the HTML report and the summary in the terminal.

use crate::arguments::{Report, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;

/// Writes the report.
pub fn run(command: &Report, shared: &Shared) -> anyhow::Result<Outcome> {
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let _dossier = loaded.compare();
    Ok(Outcome::with_skipped(skipped))
}
