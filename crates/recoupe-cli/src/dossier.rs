//! Reads and annotates the reports in parallel, then compares them.

use std::io::{Write, stderr};

use anyhow::{Context, bail};
use rayon::prelude::*;
use recoupe::document::Document;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::{Annotated, Dossier};

use crate::arguments::{Inputs, Shared};
use crate::gazetteer;
use crate::inputs::{self, Found, Skipped};
use crate::progress;

/// What was read, and what was not.
pub struct Loaded {
    /// The documents with their annotations, sorted by name.
    pub docs: Vec<Annotated>,
    /// Inputs that were left out.
    pub skipped: Vec<Skipped>,
    /// What was odd, `name: sentence`.
    pub warnings: Vec<String>,
    /// The gazetteer with the user's own files.
    pub gazetteer: Gazetteer,
}

impl Loaded {
    /// Compares the documents.
    pub fn compare(self) -> Dossier {
        Dossier::from_annotated(self.docs, Packs::embedded(), &self.gazetteer)
    }
}

/// Reads and annotates everything behind the arguments; names what was skipped on standard error.
///
/// # Errors
/// When no report at all could be read.
pub fn load(arguments: &Inputs, shared: &Shared) -> anyhow::Result<Loaded> {
    if let Some(jobs) = shared.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global().context("--jobs")?;
    }
    let gazetteer = gazetteer::load(shared)?;
    let inventory = inputs::inventory(&arguments.inputs);
    let bar = progress::bar(inventory.found.len(), "reading", shared.quiet);
    let limit = shared.max_size << 20;
    let results: Vec<_> = inventory
        .found
        .par_iter()
        .map(|found| {
            let result =
                documents(found, limit).map(|(documents, warnings)| (annotated(documents, &gazetteer), warnings));
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();
    let mut loaded = Loaded { docs: Vec::new(), skipped: inventory.skipped, warnings: Vec::new(), gazetteer };
    for (found, result) in inventory.found.iter().zip(results) {
        match result {
            Ok((docs, warnings)) => {
                loaded.docs.extend(docs);
                loaded.warnings.extend(warnings.into_iter().map(|warning| format!("{}: {warning}", found.name)));
            }
            Err(reason) => loaded.skipped.push(Skipped { name: found.name.clone(), reason }),
        }
    }
    loaded.report(shared);
    if loaded.docs.is_empty() {
        bail!("no report could be read");
    }
    Ok(loaded)
}

impl Loaded {
    fn report(&self, shared: &Shared) {
        let mut err = stderr().lock();
        for skipped in &self.skipped {
            let _ = writeln!(err, "skipped {}: {}", skipped.name, skipped.reason);
        }
        if !shared.quiet {
            for warning in &self.warnings {
                let _ = writeln!(err, "warning: {warning}");
            }
        }
    }
}

/// The documents of one input with the warnings, or why it was left out.
fn documents(found: &Found, limit: u64) -> Result<(Vec<Document>, Vec<String>), String> {
    let bytes = inputs::bytes(found, limit)?;
    let sidecar = match &found.sidecar {
        Some(path) => {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = std::fs::read_to_string(path)
                .map_err(|error| format!("the sidecar file {name} could not be read: {error}"))?;
            Some((name, text))
        }
        None => None,
    };
    let sidecar = sidecar.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let input = Input { name: &found.name, bytes: &bytes, sidecar };
    let reading = read(&input, Packs::embedded()).map_err(|error| error.to_string())?;
    Ok((reading.documents, reading.warnings))
}

fn annotated(documents: Vec<Document>, gazetteer: &Gazetteer) -> Vec<Annotated> {
    let annotate = |document| Annotated::of(document, Packs::embedded(), gazetteer);
    documents.into_iter().map(annotate).collect()
}
