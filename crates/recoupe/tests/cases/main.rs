//! Runs the Markdown case files below `tests/cases/<stage>/`.
//!
//! A fenced block `cases lang=fr dct=2021-03-10` holds cases separated by blank lines: the text on one
//! line (`¶` is a line break; after `§` the other reports of the dossier follow, each may begin with its date:
//! `§ @2021-03-09 …`), then a line `=> …` per expected annotation. `UPDATE=1` rewrites the
//! expectations in place.
//!
//! A file `known_failures.md` holds what is right and what the program does not say yet, with a line
//! `Cases: N`. A case that has become right has to move to another file, so that no progress is lost.
//! `cargo test --test cases -- --nocapture` shows what the program says instead.
//!
//! `RECOUPE_LANGUAGES=DIR` takes the language packs from a folder like `languages/`, so that a word is tried without
//! building the program again.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // A failed write in a test should fail the test.

mod actors;
mod attributions;
mod claims;
mod clauses;
mod dct;
mod reuse;
mod sentences;
mod syntax;
mod timexes;
mod tokens;
mod toponyms;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs};

use recoupe::document::{Candidate, Document, Provenance, StatedDate};
use recoupe::language::{PackFile, Packs};
use recoupe::read::{Input, read};
use recoupe::{Dossier, Road};

/// Prints the annotations of one stage for the first document of a dossier, one line each.
type Render = fn(&Dossier) -> Vec<String>;

/// The stages that have cases: name of the folder and renderer.
const STAGES: &[(&str, Render)] = &[
    ("actors", actors::render),
    ("attributions", attributions::render),
    ("dct", dct::render),
    ("reuse", reuse::render),
    ("sentences", sentences::render),
    ("syntax", syntax::render),
    ("timexes", timexes::render),
    ("tokens", tokens::render),
    ("toponyms", toponyms::render),
];

#[test]
fn cases() {
    let mut failures = String::new();
    for (stage, render) in STAGES {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases").join(stage);
        for path in markdown_files(&folder) {
            let written = fs::read_to_string(&path).unwrap();
            let actual = rewrite(&written, *render);
            if path.file_name().is_some_and(|name| name == "known_failures.md") {
                failures.push_str(&known_failures(&path, &written, &actual));
                continue;
            }
            if actual == written {
                continue;
            }
            if env::var_os("UPDATE").is_some_and(|wanted| !wanted.is_empty()) {
                fs::write(&path, actual).unwrap();
            } else {
                writeln!(failures, "\n{}\n{}", path.display(), difference(&written, &actual)).unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "cases differ (- expected, + found); UPDATE=1 rewrites them:{failures}");
}

/// What is wrong with a file of known failures: a case that is right now, or another number of cases.
#[expect(clippy::print_stdout, reason = "shown by --nocapture only")]
fn known_failures(path: &Path, written: &str, actual: &str) -> String {
    println!("{}\n{}", path.display(), difference(written, actual));
    let (expected, found) = (cases_of(written), cases_of(actual));
    let stated = written.lines().find_map(|line| line.strip_prefix("Cases: ")?.parse().ok());
    let mut wrong = String::new();
    if stated != Some(expected.len()) {
        writeln!(wrong, "\n{}: 'Cases: {}' is to be stated", path.display(), expected.len()).unwrap();
    }
    for case in expected.iter().filter(|case| found.contains(case)) {
        writeln!(wrong, "\n{}: right now, move it to another file: {}", path.display(), case[0]).unwrap();
    }
    wrong
}

/// The cases in the fences of a file: the text, then its annotations.
fn cases_of(markdown: &str) -> Vec<Vec<&str>> {
    let mut cases: Vec<Vec<&str>> = Vec::new();
    let mut in_fence = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_fence = line.starts_with("```cases");
        } else if in_fence && line.starts_with("=>") {
            if let Some(case) = cases.last_mut() {
                case.push(line);
            }
        } else if in_fence && !line.trim().is_empty() {
            cases.push(vec![line]);
        }
    }
    cases
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    files
}

/// The file as it would be if every expectation were today's output.
fn rewrite(markdown: &str, render: Render) -> String {
    let mut out = String::new();
    let mut settings: Option<Settings> = None;
    for line in markdown.lines() {
        if let Some(fence) = line.strip_prefix("```cases") {
            settings = Some(Settings::parse(fence));
        } else if line.starts_with("```") {
            settings = None;
        } else if let Some(settings) = &settings {
            if line.starts_with("=>") {
                continue;
            }
            out.push_str(line);
            out.push('\n');
            if !line.trim().is_empty() {
                for annotation in render(&settings.dossier(line)) {
                    writeln!(out, "=> {annotation}").unwrap();
                }
            }
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

struct Settings {
    lang: String,
    dct: Option<String>,
}

impl Settings {
    fn parse(fence: &str) -> Settings {
        let mut settings = Settings { lang: "fr".into(), dct: None };
        for pair in fence.split_whitespace() {
            match pair.split_once('=') {
                Some(("lang", lang)) => settings.lang = lang.into(),
                Some(("dct", dct)) => settings.dct = Some(dct.into()),
                _ => panic!("a fence holds lang=… and dct=…, not '{pair}'"),
            }
        }
        settings
    }

    fn dossier(&self, line: &str) -> Dossier {
        let mut reports = line.split('§').map(str::trim);
        let mut documents = vec![self.document("case.txt", reports.next().unwrap_or_default(), self.dct.as_deref())];
        for (n, report) in reports.enumerate() {
            let (dct, text) = match report.strip_prefix('@').and_then(|report| report.split_once(' ')) {
                Some((dct, text)) => (Some(dct), text),
                None => (None, report),
            };
            documents.push(self.document(&format!("other-{}.txt", n + 1), text, dct));
        }
        road().dossier(documents)
    }

    fn document(&self, name: &str, line: &str, dct: Option<&str>) -> Document {
        let text = line.replace('¶', "\n");
        let input = Input { name, bytes: text.as_bytes(), sidecar: None };
        let mut document = read(&input, &road().packs).expect("a case has text").documents.remove(0);
        let provenance = || Provenance::Sidecar { file: "case".into(), key: "fence".into() };
        document.meta.language.candidates = vec![Candidate { value: self.lang.clone(), provenance: provenance() }];
        document.meta.language.chosen = Some(0);
        if let Some(dct) = dct {
            let date = dct.parse().expect("a date is YYYY-MM-DD");
            let stated = StatedDate { raw: dct.to_owned(), interval: recoupe::dates::Interval::day(date) };
            document.meta.published.candidates = vec![Candidate { value: stated, provenance: provenance() }];
            document.meta.published.chosen = Some(0);
        }
        document
    }
}

/// The road with the packs of the folder that RECOUPE_LANGUAGES names, else with the embedded ones.
fn road() -> &'static Road {
    static ROAD: LazyLock<Road> = LazyLock::new(|| match env::var_os("RECOUPE_LANGUAGES") {
        Some(folder) => Road { packs: packs(Path::new(&folder)), ..Road::embedded().clone() },
        None => Road::embedded().clone(),
    });
    &ROAD
}

/// The language packs of a folder like `languages/`.
fn packs(folder: &Path) -> Packs {
    let entries = |folder: &Path| {
        let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        read.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut files = Vec::new();
    for pack in entries(folder).iter().filter(|path| path.is_dir()) {
        for file in entries(pack) {
            files.push((name(pack), name(&file), fs::read_to_string(&file).unwrap()));
        }
    }
    let files: Vec<PackFile> = files.iter().map(|(code, name, text)| (&**code, &**name, &**text)).collect();
    Packs::from_files(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn difference(expected: &str, actual: &str) -> String {
    let mut out = String::new();
    let (mut expected, mut actual) = (blocks(expected), blocks(actual));
    expected.retain(|block| !block.is_empty());
    actual.retain(|block| !block.is_empty());
    for (one, two) in expected.iter().zip(&actual).filter(|(one, two)| one != two) {
        writeln!(out, "  {}", one[0]).unwrap();
        for line in one[1..].iter().filter(|line| !two.contains(line)) {
            writeln!(out, "  - {line}").unwrap();
        }
        for line in two[1..].iter().filter(|line| !one.contains(line)) {
            writeln!(out, "  + {line}").unwrap();
        }
    }
    out
}

fn blocks(text: &str) -> Vec<Vec<&str>> {
    text.split("\n\n").map(|block| block.lines().skip_while(|line| line.starts_with("```")).collect()).collect()
}
