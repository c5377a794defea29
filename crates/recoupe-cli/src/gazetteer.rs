//! The gazetteer with a user's own files, and `recoupe gazetteer build`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use recoupe::gazetteer::places::dump;
use recoupe::gazetteer::{Gazetteer, Places};

use crate::arguments::{GazetteerBuild, Shared};
use crate::outcome::Outcome;

/// The embedded gazetteer with what the user's files add to it.
///
/// # Errors
/// When a file cannot be read or does not have its form; the message names the file and the line.
pub fn load(shared: &Shared) -> anyhow::Result<Gazetteer> {
    let mut gazetteer = Gazetteer::embedded().clone();
    if let Some(path) = &shared.gazetteer {
        let bytes = fs::read(path).with_context(|| format!("--gazetteer {}", path.display()))?;
        gazetteer.places = Places::from_bytes(&bytes).with_context(|| format!("--gazetteer {}", path.display()))?;
    }
    if let Some(path) = &shared.places {
        let wrong = || format!("--places {}", path.display());
        gazetteer.places = gazetteer.places.with_user_file(&text(path)?).with_context(wrong)?;
    }
    if let Some(path) = &shared.actors {
        let wrong = || format!("--actors {}", path.display());
        gazetteer.actors = gazetteer.actors.with_file(&text(path)?).with_context(wrong)?;
    }
    Ok(gazetteer)
}

/// Builds a place pack from GeoNames' dump files.
pub fn build(command: &GazetteerBuild, shared: &Shared) -> anyhow::Result<Outcome> {
    let base = &Gazetteer::embedded().places;
    let (places, regions) = (text(&command.places_dump)?, text(&command.regions)?);
    let pack = dump::build(base, &places, &regions).with_context(|| command.places_dump.display().to_string())?;
    fs::write(&command.output, &pack).with_context(|| command.output.display().to_string())?;
    if !shared.quiet {
        let built = Places::from_bytes(&pack)?;
        writeln!(
            io::stderr(),
            "{}: {} places, {:.1} MB; use it with --gazetteer",
            command.output.display(),
            built.len(),
            pack.len() as f64 / 1e6
        )?;
    }
    Ok(Outcome::Done)
}

fn text(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
