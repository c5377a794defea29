//! Reads and annotates the reports in parallel, then compares them.

use std::io::{Write, stderr};
use std::sync::Once;

use anyhow::{Context, bail};
use rayon::prelude::*;
use recoupe::annotate::dct::flag_future;
use recoupe::compare::corrections::Corrections;
use recoupe::gazetteer::Gazetteer;
use recoupe::read::{Input, Limits, ReadError, Reading, furniture, read_within};
use recoupe::{Annotated, Dossier};

use crate::arguments::{Inputs, Shared};
use crate::gazetteer;
use crate::inputs::{self, Found, Skipped};
use crate::languages::packs;
use crate::progress;
use crate::store::StoredInput;

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
        Dossier::corrected(self.docs, packs(), &self.gazetteer, &self.corrections)
    }
}

/// The user's corrections.
pub fn corrections(shared: &Shared) -> anyhow::Result<Corrections> {
    let Some(path) = &shared.corrections else { return Ok(Corrections::default()) };
    let wrong = || format!("--corrections {}", path.display());
    Corrections::parse(&std::fs::read_to_string(path).with_context(wrong)?).with_context(wrong)
}

/// Reads and annotates everything behind the arguments; names what was skipped on standard error.
///
/// # Errors
/// When no report at all could be read.
pub fn load(arguments: &Inputs, shared: &Shared) -> anyhow::Result<Loaded> {
    use_threads(shared)?;
    let gazetteer = gazetteer::load(shared)?;
    let corrections = corrections(shared)?;
    let inventory = inputs::inventory(&arguments.inputs);
    let bar = progress::bar(inventory.found.len(), "reading", shared.quiet);
    let limits = shared.limits();
    let read = |found: &Found| {
        let reading = stored_input(found, shared.max_size << 20).and_then(|input| reading(&input, &limits));
        bar.inc(1);
        reading
    };
    let results: Vec<_> = inventory.found.par_iter().map(read).collect();
    bar.finish_and_clear();
    let mut documents = Vec::new();
    let (mut skipped, mut warnings) = (inventory.skipped, Vec::new());
    for (found, result) in inventory.found.iter().zip(results) {
        match result {
            Ok(reading) => {
                skipped.extend(refusals(&reading).into_iter().map(|(name, reason)| Skipped { name, reason }));
                warnings.extend(reading.remarks.into_iter().map(|remark| format!("{}: {}", remark.name, remark.text)));
                documents.extend(reading.documents);
            }
            Err(reason) => skipped.push(Skipped { name: found.name.clone(), reason }),
        }
    }
    furniture::mark(&mut documents);
    let bar = progress::bar(documents.len(), "annotating", shared.quiet);
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let annotate = |document| {
        let mut annotated = Annotated::of(document, packs(), &gazetteer);
        flag_future(&mut annotated.annotations.dct, today);
        bar.inc(1);
        annotated
    };
    let docs = documents.into_par_iter().map(annotate).collect();
    bar.finish_and_clear();
    let loaded = Loaded { docs, skipped, warnings, gazetteer, corrections };
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

/// Uses as many threads as the user wants.
pub fn use_threads(shared: &Shared) -> anyhow::Result<()> {
    static ONCE: Once = Once::new();
    let mut built = Ok(());
    if let Some(jobs) = shared.jobs {
        ONCE.call_once(|| built = rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global());
    }
    built.context("--jobs")
}

/// A file's bytes with the sidecar beside it, or why it was left out.
pub fn stored_input(found: &Found, max_size: u64) -> Result<StoredInput, String> {
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
    Ok(StoredInput { name: found.name.clone(), bytes, sidecar })
}

/// What one input gives, or why it was left out.
pub fn reading(input: &StoredInput, limits: &Limits) -> Result<Reading, String> {
    let sidecar = input.sidecar.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let outside = Input { name: &input.name, bytes: &input.bytes, sidecar };
    read_within(&outside, limits, packs()).map_err(|error| reason(&error))
}

/// The parts of an input that were left out, with the reasons.
pub fn refusals(reading: &Reading) -> Vec<(String, String)> {
    reading.refused.iter().map(|refused| (refused.name.clone(), reason(&refused.error))).collect()
}

/// Why something was left out, with what to do about it on the command line.
fn reason(error: &ReadError) -> String {
    match error {
        ReadError::Limit { limit, .. } => format!("{error}; raise it with --limit {limit}=NUMBER"),
        _ => error.to_string(),
    }
}
