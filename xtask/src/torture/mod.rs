//! Hostile inputs: a corpus of valid files, changed at random by a seeded generator, through every reader
//! and now and then through the whole road. No panic, bounded time and memory.
//!
//! Inputs run in worker processes, because a stack that overflows or memory that runs out ends a process;
//! the worker says which input it begins, so the culprit is known and written to `fuzz/artifacts`.

mod kill;
mod mutate;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use recoupe::Dossier;
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::read::{Input, Limits, read_within};
use recoupe::tell::{Options, Telling, html};

use mutate::Generator;

/// Inputs per worker process.
const BATCH: u64 = 200;

/// One input in this many goes through the whole road.
const WHOLE_ROAD: u64 = 8;

#[derive(clap::Args)]
pub struct Arguments {
    /// How many changed inputs
    #[arg(long, default_value_t = 10_000)]
    inputs: u64,
    /// Stop after this many minutes
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Where the generator begins; the same seed gives the same inputs
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Seconds of processor time that one input may take; ten times as many may pass on a busy machine
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Megabytes of address space that a worker may take
    #[arg(long, default_value_t = 3000)]
    memory: u64,
    /// Folders with the valid files
    #[arg(long, num_args = 1.., default_values = ["tests/hostile", "tests/pages", "examples/bunia"])]
    corpus: Vec<PathBuf>,
    /// Instead: kill 'recoupe run' this many times at random moments, and check the file each time
    #[arg(long, value_name = "TIMES")]
    kills: Option<u64>,
    /// The binary for --kills
    #[arg(long, default_value = "target/release/recoupe")]
    binary: PathBuf,
    /// For the worker processes: the first input of the batch
    #[arg(long, hide = true)]
    worker: Option<u64>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    if let Some(times) = arguments.kills {
        return kill::run(&arguments.binary, times, arguments.seed);
    }
    let corpus = corpus(&arguments.corpus)?;
    // The packs and the gazetteer load once; that time belongs to no input.
    drop(Dossier::of(Vec::new()));
    match arguments.worker {
        Some(first) => work(arguments, &corpus, first),
        None => oversee(arguments, &corpus),
    }
}

/// A valid file: its name tells the reader what to expect.
struct Seed {
    name: String,
    bytes: Vec<u8>,
}

fn corpus(folders: &[PathBuf]) -> anyhow::Result<Vec<Seed>> {
    let mut seeds = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_file() {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                seeds.push(Seed { name, bytes: fs::read(&path)? });
            }
        }
    }
    seeds.sort_by(|one, two| one.name.cmp(&two.name));
    if seeds.is_empty() {
        bail!("there is no file in the corpus folders");
    }
    Ok(seeds)
}

/// The input of a number: the same for the same seed and corpus.
fn input(arguments: &Arguments, corpus: &[Seed], number: u64) -> (String, Vec<u8>) {
    let mut generator = Generator::new(arguments.seed, number);
    let seed = &corpus[generator.below(corpus.len())];
    let other = &corpus[generator.below(corpus.len())];
    (seed.name.clone(), mutate::changed(&seed.bytes, &other.bytes, &mut generator))
}

/// Reads a batch; prints `begin N` before and `end N MILLISECONDS OUTCOME` after each input.
fn work(arguments: &Arguments, corpus: &[Seed], first: u64) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for number in first..(first + BATCH).min(arguments.inputs) {
        let (name, bytes) = input(arguments, corpus, number);
        writeln!(out, "begin {number}")?;
        out.flush()?;
        let start = processor_milliseconds();
        let outcome = travel(&name, &bytes, number.is_multiple_of(WHOLE_ROAD));
        writeln!(out, "end {number} {} {outcome}", processor_milliseconds().saturating_sub(start))?;
    }
    writeln!(out, "peak {}", peak_kilobytes())?;
    Ok(())
}

/// Reads an input, and takes what was read through the whole road if asked to.
fn travel(name: &str, bytes: &[u8], whole_road: bool) -> &'static str {
    let input = Input { name, bytes, sidecar: None };
    let Ok(mut reading) = read_within(&input, &Limits::default(), Packs::embedded()) else { return "refused" };
    let fits = |document: &&recoupe::Document| document.blocks.iter().all(|block| block.span.fits(&document.text));
    assert!(reading.documents.iter().all(|document| fits(&document)), "a block outside its text");
    if !whole_road {
        return "read";
    }
    reading.documents.truncate(20);
    let dossier = Dossier::of(reading.documents);
    let options = Options { language: "en".into(), ..Options::default() };
    let telling = Telling::new(&dossier, Gazetteer::embedded(), &options);
    html::write(&telling, &mut std::io::sink()).map_or("unwritten", |()| "reported")
}

/// Processor time of this thread, where the system tells.
fn processor_milliseconds() -> u64 {
    let times = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    times.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<u64>().ok()).unwrap_or(0) / 1_000_000
}

/// The most memory that this process held, in kilobytes, where the system tells.
fn peak_kilobytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// What the workers told.
#[derive(Default)]
struct Tally {
    outcomes: BTreeMap<String, u64>,
    slowest: (u64, u64),
    peak: u64,
    culprits: Vec<(u64, String)>,
}

fn oversee(arguments: &Arguments, corpus: &[Seed]) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut next = 0;
    while next < arguments.inputs && start.elapsed() < Duration::from_secs(arguments.minutes * 60) {
        next = batch(arguments, next, &mut tally)?;
    }
    let done: u64 = tally.outcomes.values().sum();
    println(&format!("{done} inputs in {} s: {:?}", start.elapsed().as_secs(), tally.outcomes));
    println(&format!(
        "slowest {} ms (input {}); most memory {} MB",
        tally.slowest.0,
        tally.slowest.1,
        tally.peak >> 10
    ));
    if tally.culprits.is_empty() {
        return Ok(());
    }
    let folder = Path::new("fuzz/artifacts");
    fs::create_dir_all(folder)?;
    for (number, what) in &tally.culprits {
        let (name, bytes) = input(arguments, corpus, *number);
        let file = folder.join(format!("{}-{number}-{name}", arguments.seed));
        fs::write(&file, bytes)?;
        println(&format!("input {number} ({}): {what}", file.display()));
    }
    bail!("{} inputs broke a promise", tally.culprits.len())
}

/// Runs one worker; returns the number of the input to go on with.
fn batch(arguments: &Arguments, first: u64, tally: &mut Tally) -> anyhow::Result<u64> {
    let this = std::env::current_exe()?;
    let mut worker = Command::new("sh");
    // The limit holds for the worker alone.
    worker.arg("-c").arg(format!("ulimit -v {}; exec \"$0\" \"$@\"", arguments.memory << 10)).arg(this);
    worker.args(["torture", "--worker", &first.to_string(), "--inputs", &arguments.inputs.to_string()]);
    worker.args(["--seed", &arguments.seed.to_string(), "--corpus"]).args(&arguments.corpus);
    let mut worker = worker.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().context("the worker")?;
    let lines = BufReader::new(worker.stdout.take().context("the worker's output")?).lines();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut open = None;
    loop {
        let line = match receiver.recv_timeout(Duration::from_secs(arguments.seconds * 10)) {
            Ok(line) => line,
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                worker.kill()?;
                worker.wait()?;
                let number = open.unwrap_or(first);
                tally.culprits.push((number, format!("did not end within {} s", arguments.seconds * 10)));
                return Ok(number + 1);
            }
        };
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["begin", number] => open = number.parse().ok(),
            ["end", number, milliseconds, outcome] => {
                open = None;
                *tally.outcomes.entry((*outcome).to_owned()).or_default() += 1;
                let (milliseconds, number) = (milliseconds.parse()?, number.parse()?);
                tally.slowest = tally.slowest.max((milliseconds, number));
                if milliseconds > arguments.seconds * 1000 {
                    tally.culprits.push((number, format!("took {milliseconds} ms of processor time")));
                }
            }
            ["peak", kilobytes] => tally.peak = tally.peak.max(kilobytes.parse()?),
            _ => {}
        }
    }
    let status = worker.wait()?;
    match open {
        Some(number) => {
            tally.culprits.push((number, format!("ended the worker: {status}")));
            Ok(number + 1)
        }
        None if status.success() => Ok(first + BATCH),
        None => bail!("a worker failed before its first input: {status}"),
    }
}

fn println(line: &str) {
    // Chores print; the lint is for the library and the binary.
    let _ = writeln!(std::io::stdout(), "{line}");
}
