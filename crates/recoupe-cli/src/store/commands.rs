//! `recoupe init`, `add`, `remove`, `status`, `run` and `log`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write, stderr};
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;
use recoupe::annotate::annotate;
use recoupe::document::Document;
use recoupe::gazetteer::Gazetteer;
use recoupe::read::{Limits, Reading, furniture};
use recoupe::tell::{Options, Telling};
use recoupe::{Annotated, Dossier};

use super::arguments::{Add, Remove, Run};
use super::contents::{StoredInput, pack, unpack};
use super::{Store, explained};
use crate::arguments::Shared;
use crate::inputs::{self, Skipped};
use crate::languages::{self, packs};
use crate::outcome::Outcome;
use crate::{dossier, gazetteer, progress, report};

/// How many inputs or documents are worked on before their results are written.
const BATCH: usize = 32;

/// `recoupe init`
pub fn init(path: &Path) -> anyhow::Result<Outcome> {
    let made = Store::create(path).and_then(|mut store| store.write_log("init", env!("CARGO_PKG_VERSION")));
    made.map_err(|error| explained(path, error))?;
    Ok(Outcome::Done)
}

/// `recoupe add`
pub fn add(command: &Add, shared: &Shared) -> anyhow::Result<Outcome> {
    added(command, shared).map_err(|error| explained(&command.dossier, error))
}

fn added(command: &Add, shared: &Shared) -> anyhow::Result<Outcome> {
    dossier::use_threads(shared)?;
    let mut store = Store::open(&command.dossier)?;
    let inventory = inputs::inventory(&command.inputs.inputs);
    let limits = shared.limits();
    let reader = reader_version(&limits);
    let bar = progress::bar(inventory.found.len(), "adding", shared.quiet);
    let mut skipped = inventory.skipped;
    let mut counts = [0; 3];
    for batch in inventory.found.chunks(BATCH) {
        let results: Vec<_> = batch
            .par_iter()
            .map(|found| {
                let input = dossier::stored_input(found, shared.max_size << 20)?;
                let known = input.hash();
                let reading = dossier::reading(&input, &limits);
                Ok::<_, String>((input, known, reading))
            })
            .collect();
        for (found, result) in batch.iter().zip(results) {
            bar.inc(1);
            let (input, hash, reading) = match result {
                Ok((input, hash, Ok(reading))) => (input, hash, reading),
                Ok((_, _, Err(reason))) | Err(reason) => {
                    skipped.push(Skipped { name: found.name.clone(), reason });
                    continue;
                }
            };
            match store.hash_of(&input.name)? {
                Some(before) if before == hash => counts[1] += 1,
                Some(_) if !command.replace => skipped.push(Skipped {
                    name: input.name,
                    reason: "another file of that name is in the dossier; --replace puts this one in its place".into(),
                }),
                before => {
                    let refused = dossier::refusals(&reading);
                    skipped.extend(
                        refused.iter().map(|(name, reason)| Skipped { name: name.clone(), reason: reason.clone() }),
                    );
                    store.add(&input, &reading, &refused, &reader)?;
                    counts[if before.is_some() { 2 } else { 0 }] += 1;
                }
            }
        }
    }
    bar.finish_and_clear();
    let detail =
        format!("{} added, {} replaced, {} already there, {} skipped", counts[0], counts[2], counts[1], skipped.len());
    store.write_log("add", &detail)?;
    name_skipped(&skipped);
    say(shared, &detail)?;
    // What is there already is as good as added.
    if counts == [0; 3] {
        bail!("nothing was added");
    }
    Ok(Outcome::with_skipped(skipped.len()))
}

/// `recoupe remove`
pub fn remove(command: &Remove, shared: &Shared) -> anyhow::Result<Outcome> {
    removed(command, shared).map_err(|error| explained(&command.dossier, error))
}

fn removed(command: &Remove, shared: &Shared) -> anyhow::Result<Outcome> {
    let mut store = Store::open(&command.dossier)?;
    let names = store.input_names()?;
    let mut skipped = Vec::new();
    let mut chosen: BTreeSet<&String> = BTreeSet::new();
    for wanted in &command.names {
        let pattern = glob::Pattern::new(wanted).ok();
        let fits = |name: &&String| *name == wanted || pattern.as_ref().is_some_and(|pattern| pattern.matches(name));
        let before = chosen.len();
        chosen.extend(names.iter().filter(fits));
        if chosen.len() == before {
            skipped.push(Skipped { name: wanted.clone(), reason: "no file of that name is in the dossier".into() });
        }
    }
    let mut count = 0;
    for name in chosen {
        count += usize::from(store.remove(name)?);
    }
    let detail = format!("{count} removed");
    store.write_log("remove", &detail)?;
    name_skipped(&skipped);
    say(shared, &detail)?;
    if count == 0 {
        bail!("nothing was removed");
    }
    Ok(Outcome::with_skipped(skipped.len()))
}

/// `recoupe status`
pub fn status(path: &Path) -> anyhow::Result<Outcome> {
    let shown = || {
        let store = Store::open(path)?;
        let counts = store.counts()?;
        let (_, refused) = store.notes()?;
        let last = store.log()?.into_iter().rev().find(|[_, action, _]| action == "run");
        let mut out = io::stdout().lock();
        writeln!(out, "{}", path.display())?;
        writeln!(out, "{} files, {} documents, {} annotated", counts.inputs, counts.documents, counts.annotated)?;
        writeln!(out, "{} findings, {} corrections", counts.findings, counts.corrections)?;
        match last {
            Some([at, _, detail]) => writeln!(out, "last run {at}: {detail}")?,
            None => writeln!(out, "not run yet")?,
        }
        for (name, reason) in &refused {
            writeln!(out, "left out {name}: {reason}")?;
        }
        Ok(Outcome::with_skipped(refused.len()))
    };
    shown().map_err(|error| explained(path, error))
}

/// `recoupe log`
pub fn log(path: &Path) -> anyhow::Result<Outcome> {
    let shown = || {
        let mut out = io::stdout().lock();
        for [at, action, detail] in Store::open(path)?.log()? {
            writeln!(out, "{at}  {action:<6}  {detail}")?;
        }
        Ok(Outcome::Done)
    };
    shown().map_err(|error| explained(path, error))
}

/// `recoupe run`
pub fn run(command: &Run, shared: &Shared) -> anyhow::Result<Outcome> {
    ran(command, shared).map_err(|error| explained(&command.dossier, error))
}

fn ran(command: &Run, shared: &Shared) -> anyhow::Result<Outcome> {
    dossier::use_threads(shared)?;
    let mut store = Store::open(&command.dossier)?;
    read_what_is_stale(&mut store, shared)?;
    let mut documents = store.documents()?;
    if documents.is_empty() {
        bail!("there is no document in {}; add some with: recoupe add", command.dossier.display());
    }
    correct(&mut documents, &store)?;
    furniture::mark(&mut documents);
    let gazetteer = gazetteer::load(shared)?;
    let pipeline = pipeline_version(shared)?;
    let keys: Vec<String> = documents.par_iter().map(|document| key(document, &pipeline)).collect::<Result<_, _>>()?;
    let annotated = annotate_what_is_missing(&mut store, &documents, &keys, &gazetteer, shared)?;
    let packed: Vec<Vec<u8>> = keys.iter().map(|key| store.kept(key)).collect::<Result<_, _>>()?;
    let docs: Vec<Annotated> = documents
        .into_par_iter()
        .zip(packed)
        .map(|(document, packed)| Ok(Annotated { annotations: unpack(&packed)?, document }))
        .collect::<anyhow::Result<_>>()?;
    store.drop_others(&keys.into_iter().collect())?;
    let count = docs.len();
    let dossier = Dossier::corrected(docs, packs(), &gazetteer, &dossier::corrections(shared)?);
    store.keep_findings(&dossier.findings)?;
    let detail = format!("{count} documents, {annotated} annotated");
    store.write_log("run", &detail)?;
    let (remarks, refused) = store.notes()?;
    let line = |(name, text): (String, String)| format!("{name}: {text}");
    let name = command.dossier.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let options = Options {
        language: report::language(command.ui.as_deref()),
        title: Some(name),
        generated_at: None,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notes: remarks.into_iter().map(line).collect(),
        skipped: refused.into_iter().map(line).collect(),
    };
    say(shared, &detail)?;
    report::deliver(&Telling::new(&dossier, &gazetteer, &options), command.to, command.output.as_deref(), shared)?;
    Ok(Outcome::with_skipped(options.skipped.len()))
}

/// Reads again what another version of the reader read: from the stored bytes, in batches.
fn read_what_is_stale(store: &mut Store, shared: &Shared) -> anyhow::Result<()> {
    let limits = shared.limits();
    let reader = reader_version(&limits);
    let stale = store.read_by_others(&reader)?;
    let bar = progress::bar(stale.len(), "reading", shared.quiet);
    for batch in stale.chunks(BATCH) {
        let inputs: Vec<StoredInput> = batch.iter().map(|id| store.input(*id)).collect::<Result<_, _>>()?;
        let readings: Vec<_> = inputs.par_iter().map(|input| dossier::reading(input, &limits)).collect();
        for ((id, input), result) in batch.iter().zip(&inputs).zip(readings) {
            // What this version cannot read any more stays named, with its bytes, and comes back with one that can.
            let (reading, refused) = match result {
                Ok(reading) => {
                    let refused = dossier::refusals(&reading);
                    (reading, refused)
                }
                Err(reason) => (Reading::default(), vec![(input.name.clone(), reason)]),
            };
            store.read_again(*id, &reading, &refused, &reader)?;
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Annotates the documents whose annotations are not kept, and keeps them; how many there were.
fn annotate_what_is_missing(
    store: &mut Store,
    documents: &[Document],
    keys: &[String],
    gazetteer: &Gazetteer,
    shared: &Shared,
) -> anyhow::Result<usize> {
    let kept = store.keys()?;
    let missing: Vec<(&Document, &String)> =
        documents.iter().zip(keys).filter(|(_, key)| !kept.contains(*key)).collect();
    let bar = progress::bar(missing.len(), "annotating", shared.quiet);
    for batch in missing.chunks(BATCH) {
        let made: Vec<Vec<u8>> = batch
            .par_iter()
            .map(|(document, _)| {
                let annotations = annotate(document, None, packs().of(document), gazetteer);
                bar.inc(1);
                pack(&annotations)
            })
            .collect::<Result<_, _>>()?;
        for ((document, key), annotations) in batch.iter().zip(made) {
            store.keep(key, document.id, &annotations)?;
        }
    }
    bar.finish_and_clear();
    Ok(missing.len())
}

/// Applies the user's corrections of metadata, as a sidecar would.
fn correct(documents: &mut [Document], store: &Store) -> anyhow::Result<()> {
    let mut corrections: BTreeMap<String, serde_json::Map<String, serde_json::Value>> = BTreeMap::new();
    for [document, field, value] in store.corrections()? {
        corrections.entry(document).or_default().insert(field, value.into());
    }
    for document in documents {
        if let Some(fields) = corrections.get(&document.name) {
            let text = serde_json::to_string(fields)?;
            recoupe::read::state(document, "correction", &text, packs())
                .with_context(|| format!("the corrections of {}", document.name))?;
        }
    }
    Ok(())
}

/// What a reading depends on besides the input.
fn reader_version(limits: &Limits) -> String {
    blake3::hash(format!("{} {} {limits:?}", recoupe::PIPELINE, languages::fingerprint()).as_bytes()).to_hex()[..16]
        .to_owned()
}

/// What annotations depend on besides the document.
fn pipeline_version(shared: &Shared) -> anyhow::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(recoupe::PIPELINE.as_bytes());
    hasher.update(languages::fingerprint().as_bytes());
    for file in [&shared.places, &shared.actors, &shared.gazetteer].into_iter().flatten() {
        let bytes = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// The key under which a document's annotations are kept: a hash of all that they depend on.
fn key(document: &Document, pipeline: &str) -> anyhow::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(pipeline.as_bytes());
    hasher.update(&serde_json::to_vec(document)?);
    Ok(hasher.finalize().to_hex().to_string())
}

fn name_skipped(skipped: &[Skipped]) {
    let mut err = stderr().lock();
    for skipped in skipped {
        let _ = writeln!(err, "skipped {}: {}", skipped.name, skipped.reason);
    }
}

fn say(shared: &Shared, line: &str) -> io::Result<()> {
    if shared.quiet { Ok(()) } else { writeln!(stderr(), "{line}") }
}
