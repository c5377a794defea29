//! Reads and annotates the reports in parallel, then compares them.

use std::io::{Write, stderr};

use anyhow::{Context, bail};
use rayon::prelude::*;
use recoupe::compare::corrections::Corrections;
use recoupe::document::Document;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, Limits, ReadError, Reading, read_within};
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
    /// The user's corrections.
    pub corrections: Corrections,
}

impl Loaded {
    /// Compares the documents.
    pub fn compare(self) -> Dossier {
        Dossier::corrected(self.docs, Packs::embedded(), &self.gazetteer, &self.corrections)
    }
}

/// The user's corrections.
fn corrections(shared: &Shared) -> anyhow::Result<Corrections> {
    let Some(path) = &shared.corrections else { return Ok(Corrections::default()) };
    let wrong = || format!("--corrections {}", path.display());
    Corrections::parse(&std::fs::read_to_string(path).with_context(wrong)?).with_context(wrong)
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
    let corrections = corrections(shared)?;
    let inventory = inputs::inventory(&arguments.inputs);
    let bar = progress::bar(inventory.found.len(), "reading", shared.quiet);
    let limits = shared.limits();
    let results: Vec<_> = inventory
        .found
        .par_iter()
        .map(|found| {
            let result = reading(found, shared.max_size << 20, &limits).map(|mut reading| {
                let documents = std::mem::take(&mut reading.documents);
                (annotated(documents, &gazetteer), reading)
            });
            bar.inc(1);
            result
        })
        .collect();
    bar.finish_and_clear();
    let mut loaded =
        Loaded { docs: Vec::new(), skipped: inventory.skipped, warnings: Vec::new(), gazetteer, corrections };
    for (found, result) in inventory.found.iter().zip(results) {
        match result {
            Ok((docs, reading)) => {
                loaded.docs.extend(docs);
                loaded
                    .warnings
                    .extend(reading.remarks.iter().map(|remark| format!("{}: {}", remark.name, remark.text)));
                loaded.skipped.extend(
                    reading
                        .refused
                        .into_iter()
                        .map(|refused| Skipped { reason: reason(&refused.error), name: refused.name }),
                );
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

/// What one input gives, or why it was left out.
fn reading(found: &Found, max_size: u64, limits: &Limits) -> Result<Reading, String> {
    let bytes = inputs::bytes(found, max_size)?;
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
    read_within(&input, limits, Packs::embedded()).map_err(|error| reason(&error))
}

/// Why something was left out, with what to do about it on the command line.
fn reason(error: &ReadError) -> String {
    match error {
        ReadError::Limit { limit, .. } => format!("{error}; raise it with --limit {limit}=NUMBER"),
        _ => error.to_string(),
    }
}

/// Annotates documents in parallel: one input may hold thousands.
fn annotated(documents: Vec<Document>, gazetteer: &Gazetteer) -> Vec<Annotated> {
    let annotate = |document| Annotated::of(document, Packs::embedded(), gazetteer);
    documents.into_par_iter().map(annotate).collect()
}
