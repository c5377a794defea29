//! `cargo xtask speed`: how long loading takes, and how many reports a minute each stage of `annotate` reads on one core.

// A chore prints its results.
#![allow(clippy::print_stdout)]

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use recoupe::annotate::dct::dct;
use recoupe::annotate::sentences::sentences;
use recoupe::annotate::syntax::syntax;
use recoupe::annotate::timexes::timexes;
use recoupe::annotate::tokens::tokens;
use recoupe::annotate::toponyms::toponyms;
use recoupe::document::Document;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::model::Model;
use recoupe::language::{Pack, Packs, codes};
use recoupe::read::{Input, read};

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// Reports
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// Seconds of processor time to spend on each stage
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
}

/// Runs the measurements. Times are of the processor where the system tells them, so that other programs disturb little.
pub fn run(arguments: &Arguments) -> Result<()> {
    loading()?;
    let packs = Packs::embedded();
    let mut documents = Vec::new();
    for path in &arguments.reports {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let input = Input { name: &path.display().to_string(), bytes: &bytes, sidecar: None };
        documents.extend(read(&input, packs).with_context(|| path.display().to_string())?.documents);
    }
    ensure!(!documents.is_empty(), "no report could be read");
    let gazetteer = Gazetteer::embedded();
    let (mut read_out, mut words) = (Vec::new(), 0);
    for doc in &documents {
        let pack = packs.of(doc);
        let (sentences, tokens) = tokens(doc, &sentences(doc, pack), pack);
        let syntax = syntax(doc, &sentences, &tokens, pack);
        words += syntax.words.len();
        read_out.push((doc, pack, sentences, tokens, syntax));
    }
    println!("{} reports, {} words each", documents.len(), words / documents.len());
    let stages = Stages { documents: documents.len(), words, seconds: arguments.seconds };
    stages.measure("sentences and tokens", &documents, |doc: &Document| {
        let pack = packs.of(doc);
        black_box(tokens(doc, &sentences(doc, pack), pack));
    });
    stages.measure("syntax", &read_out, |(doc, pack, sentences, tokens, _)| {
        black_box(syntax(doc, sentences, tokens, pack));
    });
    stages.measure("creation time and temporal expressions", &read_out, |(doc, pack, sentences, tokens, syntax)| {
        let dct = dct(doc, sentences, tokens, syntax, pack);
        black_box(timexes(doc, sentences, tokens, syntax, &dct, pack));
    });
    stages.measure("places", &read_out, |(doc, pack, sentences, tokens, syntax)| {
        black_box(toponyms(doc, sentences, tokens, syntax, pack, gazetteer));
    });
    stages.measure("all of annotate", &read_out, |(doc, pack, ..)| {
        black_box(recoupe::annotate::annotate(doc, None, pack, gazetteer));
    });
    if let Some(peak) = status("VmHWM:") {
        println!("peak memory: {peak}");
    }
    Ok(())
}

fn loading() -> Result<()> {
    for code in codes() {
        let bytes = fs::read(format!("models/{code}.syntax"));
        let spent = spent_on(|| drop(black_box(Pack::embedded(code))));
        println!("pack {code} ready in {spent:.1?}");
        if let Ok(bytes) = bytes {
            let spent = spent_on(|| drop(black_box(Model::read(&bytes))));
            println!("  of which the model of {:.1} MB: {spent:.1?}", bytes.len() as f64 / 1e6);
        }
    }
    let before = status("VmRSS:");
    let spent = spent_on(|| {
        black_box(Gazetteer::embedded());
    });
    let places = Gazetteer::embedded().places.len();
    println!(
        "gazetteer of {places} places ready in {spent:.1?}; memory {} -> {}",
        show(before),
        show(status("VmRSS:"))
    );
    Ok(())
}

/// What was measured over.
struct Stages {
    documents: usize,
    words: usize,
    seconds: f64,
}

impl Stages {
    fn measure<T>(&self, name: &str, items: &[T], stage: impl Fn(&T)) {
        let (mut rounds, mut spent) = (0u32, Duration::ZERO);
        while spent.as_secs_f64() < self.seconds {
            spent += spent_on(|| items.iter().for_each(&stage));
            rounds += 1;
        }
        let round = spent.as_secs_f64() / f64::from(rounds);
        println!(
            "{name}: {:.0} reports a minute, {:.0} words a second",
            self.documents as f64 * 60.0 / round,
            self.words as f64 / round
        );
    }
}

fn spent_on(work: impl FnOnce()) -> Duration {
    let (began, clock) = (processor_time(), Instant::now());
    work();
    match (began, processor_time()) {
        (Some(began), Some(ended)) => ended - began,
        _ => clock.elapsed(),
    }
}

/// Processor time of this thread so far; Linux only.
fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(stat.split(' ').next()?.parse().ok()?))
}

/// A line of the process's status; Linux only.
fn status(key: &str) -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix(key)).map(|value| value.trim().to_owned())
}

fn show(value: Option<String>) -> String {
    value.unwrap_or_else(|| "unknown".to_owned())
}
