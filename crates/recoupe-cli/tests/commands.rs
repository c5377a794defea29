//! The binary from outside: files, exit codes, standard input.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn recoupe(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recoupe")).args(arguments).output().unwrap()
}

/// A fresh folder below Cargo's own folder for test files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_example_gives_a_report_without_network() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/bunia");
    let report = folder("example").join("report.html");
    let output = recoupe(&["report", text(&example), "-o", text(&report), "--ui", "fr"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let html = fs::read_to_string(&report).unwrap();
    assert!(html.contains("default-src 'none'") && html.contains("Bunia"));
    assert!(!html.contains("src=\"http") && !html.contains("<link"));
    let again = folder("example-again").join("report.html");
    recoupe(&["report", text(&example), "-o", text(&again), "--ui", "fr", "--jobs", "1"]);
    assert_eq!(html, fs::read_to_string(&again).unwrap(), "the same input gives the same bytes");
}

#[test]
fn one_bad_file_never_stops_a_dossier() {
    let dossier = folder("bad-file");
    fs::write(dossier.join("empty.txt"), "").unwrap();
    fs::write(dossier.join("scan.pdf"), b"%PDF-1.7").unwrap();
    fs::write(dossier.join("good.txt"), "Le préfet a annoncé mardi la fermeture de la route de Lyon.").unwrap();
    let output = recoupe(&["report", text(&dossier), "--to", "jsonl", "-o", "-"]);
    assert_eq!(output.status.code(), Some(3));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("skipped empty.txt: the file is empty"), "{errors}");
    assert!(errors.contains("skipped scan.pdf: this is a PDF file"), "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("good.txt"));
}

#[test]
fn nothing_to_read_and_wrong_usage_have_their_exit_codes() {
    assert_eq!(recoupe(&["report", "no-such-folder"]).status.code(), Some(1));
    assert_eq!(recoupe(&["report"]).status.code(), Some(2));
    assert_eq!(recoupe(&["report", "x", "--to", "papyrus"]).status.code(), Some(2));
}

#[test]
fn standard_input_is_a_report() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_recoupe"))
        .args(["annotate", "--layer", "timexes", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Il est arrivé le 4 mars 2021 à Lyon.".as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(output.contains("2021-03-04"), "{output}");
}
