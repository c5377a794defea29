//! What may be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use recoupe::tell::Form;

use crate::store;

/// Cross-checks news reports: what happened, who says so, who copied whom, where they disagree.
#[derive(Debug, Parser)]
#[command(
    name = "recoupe",
    version,
    about,
    long_about = "Cross-checks news reports.\n\nDrop in a dossier: reports about one event or conflict, in French or English, as text, pages, PDF, \
        mail, feeds, tables or archives of them ('recoupe report --help' lists all). recoupe says what happened, in what order, when and where; who says so, through whom and in what mood; how many of those voices \
        are independent; where the sources contradict each other; who held which place when; and how each outlet names the sides. \
        Behind every statement stand the exact characters of a source. Nothing leaves this machine.",
    after_help = "Examples:\n  recoupe report my-dossier/\n  recoupe report 'pages/*.html' notes.txt -o report.html\n  \
        cat report.txt | recoupe annotate --layer timexes -\n\n\
        Exit codes: 0 all read; 1 nothing could be done; 2 wrong usage; 3 done, but some inputs were skipped (each is named).",
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of all commands.
    #[command(flatten)]
    pub shared: Shared,
}

/// Options of all commands.
#[derive(Debug, Args)]
pub struct Shared {
    /// Print only results and errors: no progress, no warnings
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Colour: only on a terminal, always, or never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Threads to use; by default as many as there are cores
    #[arg(short, long, global = true, value_name = "N")]
    pub jobs: Option<usize>,
    /// Skip files larger than this many megabytes
    #[arg(long, global = true, value_name = "MB", default_value_t = 20)]
    pub max_size: u64,
    /// Places of your own, which win over the gazetteer's.
    ///
    /// A table with tab-separated columns; its first line names them: name, variants (separated by '|'), lat, lon, kind, note, source, and if you like
    /// country (two letters).
    #[arg(long, global = true, value_name = "FILE.tsv")]
    pub places: Option<PathBuf>,
    /// Actors of your own (groups, outlets, agencies), which win over the known ones.
    ///
    /// A TOML file of '[[actor]]' tables with id, kind, names by language, aliases, country.
    #[arg(long, global = true, value_name = "FILE.toml")]
    pub actors: Option<PathBuf>,
    /// Your own word on which claims speak of one event.
    ///
    /// A TOML file of '[[same]]' and '[[different]]' tables, each with claims = ["report.txt:212", …]: the report, and the number of a character inside
    /// the word that tells the event.
    #[arg(long, global = true, value_name = "FILE.toml")]
    pub corrections: Option<PathBuf>,
    /// A place pack that 'recoupe gazetteer build' wrote, instead of the built-in one
    #[arg(long, global = true, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    /// Language packs of your own, in a folder like the source's 'languages', instead of the built-in ones.
    ///
    /// A changed word or rule is so tried without building the program. The variable RECOUPE_LANGUAGES may name the folder instead.
    #[arg(long, global = true, value_name = "DIR")]
    pub languages: Option<PathBuf>,
    /// Change a limit on what one input may cost: unpacked (bytes), ratio, depth, parts, text (bytes), nesting, elements
    #[arg(long = "limit", global = true, value_name = "NAME=NUMBER", value_parser = crate::limits::limit)]
    pub changed_limits: Vec<(String, usize)>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Cross-check a dossier: an HTML report and a summary in the terminal
    Report(Report),
    /// Write the findings in forms that other programs read: tables, maps, annotations, a database
    Export(Export),
    /// Show what is found in each report by itself, layer by layer
    Annotate(Annotate),
    /// Compare what is found with gold annotations: precision, recall and F1 per layer
    Score(Score),
    /// Make a dossier file that keeps reports and what was found in them
    Init(store::arguments::File),
    /// Add reports to a dossier file
    Add(store::arguments::Add),
    /// Remove reports from a dossier file
    Remove(store::arguments::Remove),
    /// Say what is in a dossier file
    Status(store::arguments::File),
    /// Annotate what is new in a dossier file, compare everything, and write the report
    Run(store::arguments::Run),
    /// Say what was done with a dossier file
    Log(store::arguments::File),
    /// Build a larger place pack from files of GeoNames
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    /// Print the shell completions
    #[command(after_help = "Example:\n  recoupe completions bash > ~/.local/share/bash-completion/completions/recoupe")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `recoupe gazetteer`
#[derive(Debug, Subcommand)]
pub enum Gazetteer {
    /// Build a place pack from GeoNames' own dump files, which you download from download.geonames.org (CC BY 4.0)
    #[command(
        after_help = "Example:\n  recoupe gazetteer build allCountries.txt --regions admin1CodesASCII.txt -o places.bin\n  \
            recoupe report my-dossier/ --gazetteer places.bin"
    )]
    Build(GazetteerBuild),
}

/// `recoupe gazetteer build`
#[derive(Debug, Args)]
pub struct GazetteerBuild {
    /// A table of places: allCountries.txt, cities500.txt, or the file of one country
    #[arg(value_name = "PLACES")]
    pub places_dump: PathBuf,
    /// The table of first-level regions: admin1CodesASCII.txt
    #[arg(long, value_name = "FILE")]
    pub regions: PathBuf,
    /// Where to write the pack
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// Which reports.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Folders (read with their subfolders), files, quoted globs, or '-' for standard input.
    ///
    /// Read are text in any encoding, HTML, MHTML, Markdown, PDF with a text layer, DOCX, ODT, e-mail (EML, mbox), RSS and Atom, WARC and WACZ, JSON
    /// and JSON Lines, CSV, NewsML-G2, NITF and ninjs, exports of press databases, and zip, tar and gzip of any of them. A file 'NAME.meta.json' beside a report, or TOML front matter between lines of '+++' at its top,
    /// may state outlet, url, date, modified, title, byline, language and agencies; it then wins over what the page says.
    #[arg(required = true, value_name = "DOSSIER")]
    pub inputs: Vec<String>,
}

/// `recoupe report`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  recoupe report my-dossier/\n  recoupe report my-dossier/ -o out.html --ui fr\n  recoupe report my-dossier/ --to markdown -o -"
)]
pub struct Report {
    /// Which reports
    #[command(flatten)]
    pub inputs: Inputs,
    /// In which form: html, or any form of 'recoupe export'
    #[arg(long, value_name = "FORM", default_value = "html", value_parser = form)]
    pub to: Form,
    /// Language of the report's own texts: en or fr [default: by locale, else en]
    #[arg(long, value_name = "LANGUAGE", value_parser = ["en", "fr"])]
    pub ui: Option<String>,
    /// Where to write; '-' is standard output [default: DOSSIER-report.html in this folder]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// `recoupe export`
#[derive(Debug, Args)]
#[command(
    after_help = forms(),
)]
pub struct Export {
    /// Which reports
    #[command(flatten)]
    pub inputs: Inputs,
    /// In which forms, separated by commas
    #[arg(long, value_name = "FORM", required = true, value_delimiter = ',', value_parser = form)]
    pub to: Vec<Form>,
    /// Language of labels and place names: en or fr [default: by locale, else en]
    #[arg(long, value_name = "LANGUAGE", value_parser = ["en", "fr"])]
    pub ui: Option<String>,
    /// A folder, or a file for one form of one file; '-' is standard output
    #[arg(short, long, value_name = "DIR|FILE", default_value = ".")]
    pub output: PathBuf,
}

/// The forms with a line each, and examples.
fn forms() -> String {
    let lines = Form::ALL.map(|form| format!("  {:<15} {}", form.name(), form.description()));
    format!(
        "Forms:\n{}\n\nExamples:\n  recoupe export --to csv,geojson,kml -o out/ my-dossier/\n  \
        recoupe export --to sqlite -o findings.sqlite my-dossier/\n  recoupe export --to jsonl -o - my-dossier/ | head",
        lines.join("\n")
    )
}

/// A form by its name.
pub fn form(name: &str) -> Result<Form, String> {
    let names = || Form::ALL.map(Form::name).join(", ");
    Form::ALL.into_iter().find(|form| form.name() == name).ok_or_else(|| format!("the forms are {}", names()))
}

/// `recoupe annotate`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  recoupe annotate --layer timexes my-dossier/\n  recoupe annotate --layer syntax --format conllu report.txt\n  recoupe annotate --layer timexes --format timeml report.txt"
)]
pub struct Annotate {
    /// Which reports
    #[command(flatten)]
    pub inputs: Inputs,
    /// What to show
    #[arg(short, long, value_name = "LAYER")]
    pub layer: Layer,
    /// In which form
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// What `annotate` shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// Metadata with all candidates, and blocks
    Document,
    /// Sentences
    Sentences,
    /// Tokens
    Tokens,
    /// Tags, lemmas and dependencies
    Syntax,
    /// What is predicated of whom: voice, tense, mood, participants by role
    Clauses,
    /// Temporal expressions, and the document creation time
    Timexes,
    /// Places and demonyms
    Toponyms,
    /// Actors and their coreference
    Actors,
    /// Who says what
    Attributions,
    /// What is said to have happened
    Claims,
}

/// How `annotate` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line per annotation, for reading
    Text,
    /// A JSON object per line
    Jsonl,
    /// CoNLL-U (layer syntax only)
    Conllu,
    /// TimeML, a document per report (layer timexes only)
    Timeml,
    /// A line per expression with its time in EDTF, ISO 8601-2 (layer timexes only)
    Edtf,
}

/// `recoupe score`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  recoupe score eval/dossiers/*/\n  recoupe score --claims eval/dossiers/ferry\n  recoupe score --gold gold/seeds.json seeds/"
)]
pub struct Score {
    /// Gold annotations of reports elsewhere, measured layer by layer; without it each DOSSIER is a folder that holds gold.json and reports/
    #[arg(long, value_name = "FILE")]
    pub gold: Option<PathBuf>,
    /// Show each claim that is found, missed or too much, and what is wrong with it
    #[arg(long, conflicts_with = "gold")]
    pub claims: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Which dossiers, or with --gold which reports
    #[command(flatten)]
    pub inputs: Inputs,
}
