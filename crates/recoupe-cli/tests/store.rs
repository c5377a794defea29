//! Dossier files from outside: the same result as from scratch, no work done twice, and nothing lost.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn recoupe(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recoupe")).args(arguments).output().unwrap()
}

fn done(arguments: &[&str]) -> String {
    let output = recoupe(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", errors(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A fresh folder below Cargo's own folder for test files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("store").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A folder of reports, named as the dossier so that both give one title.
fn reports(root: &Path, numbers: std::ops::Range<usize>) -> String {
    let folder = root.join("reports").join("dossier");
    fs::create_dir_all(&folder).unwrap();
    for number in numbers {
        let day = number + 1;
        let body = format!(
            "Le pont {number} est fermé\n\n{day} mars 2021\n\nLe préfet a annoncé le {day} mars 2021 la fermeture du pont numéro {number} à Lyon, selon l'AFP.\n\nLe journal des ponts.\n"
        );
        fs::write(folder.join(format!("{number}.txt")), body).unwrap();
        fs::write(folder.join(format!("{number}.meta.json")), "{\"outlet\": \"Le Pont\"}").unwrap();
    }
    text(&folder)
}

#[test]
fn a_run_equals_a_report_from_scratch_and_only_new_reports_are_annotated() {
    let root = folder("equal");
    let file = text(&root.join("dossier.recoupe"));
    let folder = reports(&root, 0..3);
    done(&["init", &file]);
    done(&["add", &file, &folder]);
    done(&["run", &file, "-o", "-"]);
    assert!(done(&["log", &file]).ends_with("3 documents, 3 annotated\n"));
    reports(&root, 3..5);
    done(&["add", &file, &folder]);
    for (form, extension) in [("jsonl", "jsonl"), ("html", "html")] {
        let (kept, scratch) = (root.join("kept").join(extension), root.join("scratch").join(extension));
        fs::create_dir_all(kept.parent().unwrap()).unwrap();
        fs::create_dir_all(scratch.parent().unwrap()).unwrap();
        done(&["run", &file, "--to", form, "--ui", "en", "-o", &text(&kept)]);
        done(&["report", &folder, "--to", form, "--ui", "en", "-o", &text(&scratch)]);
        assert_eq!(fs::read(&kept).unwrap(), fs::read(&scratch).unwrap(), "{form}");
    }
    let log = done(&["log", &file]);
    assert!(log.contains("2 added, 0 replaced, 3 already there, 0 skipped"), "{log}");
    assert!(log.contains("5 documents, 2 annotated"), "{log}");
    assert!(log.ends_with("5 documents, 0 annotated\n"), "{log}");
    done(&["remove", &file, "4.txt"]);
    assert!(done(&["status", &file]).contains("4 files, 4 documents"));
}

#[test]
fn a_changed_file_goes_in_only_when_asked() {
    let root = folder("changed");
    let file = text(&root.join("dossier.recoupe"));
    let folder = reports(&root, 0..2);
    done(&["init", &file]);
    done(&["add", &file, &folder]);
    fs::write(Path::new(&folder).join("1.txt"), "Le pont 1 est ouvert, a annoncé le préfet mercredi soir à Lyon.")
        .unwrap();
    let refused = recoupe(&["add", &file, &folder]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(errors(&refused).contains("skipped 1.txt: another file of that name"), "{}", errors(&refused));
    done(&["add", "--replace", &file, &folder]);
    done(&["run", &file, "--to", "jsonl", "-o", "-"]);
    assert!(done(&["log", &file]).ends_with("2 documents, 2 annotated\n"));
}

#[test]
fn a_kill_at_any_moment_leaves_a_file_that_goes_on() {
    let root = folder("killed");
    let folder = reports(&root, 0..12);
    let calm = text(&root.join("calm").join("dossier.recoupe"));
    let killed = text(&root.join("killed").join("dossier.recoupe"));
    for file in [&calm, &killed] {
        fs::create_dir_all(Path::new(file).parent().unwrap()).unwrap();
        done(&["init", file]);
    }
    done(&["add", &calm, &folder]);
    let expected = done(&["run", &calm, "--to", "jsonl", "-o", "-"]);
    for (command, milliseconds) in [("add", 5), ("add", 60), ("run", 150), ("run", 600), ("run", 1100)] {
        let arguments = if command == "add" { vec!["add", &killed, &folder] } else { vec!["run", &killed, "-o", "-"] };
        let mut child = Command::new(env!("CARGO_BIN_EXE_recoupe"))
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        done(&["status", &killed]);
    }
    done(&["add", &killed, &folder]);
    assert_eq!(done(&["run", &killed, "--to", "jsonl", "-o", "-"]), expected);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let root = folder("errors");
    let file = text(&root.join("dossier.recoupe"));
    assert!(errors(&recoupe(&["status", &file])).contains("recoupe init"));
    done(&["init", &file]);
    assert!(errors(&recoupe(&["init", &file])).contains("already there"));
    fs::write(root.join("noise.recoupe"), "Le pont est fermé. ".repeat(100)).unwrap();
    assert!(errors(&recoupe(&["status", &text(&root.join("noise.recoupe"))])).contains("no dossier of recoupe"));
    // The schema's version is a number of four bytes at offset 60 of an SQLite file.
    let mut newer = fs::read(&file).unwrap();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    fs::write(root.join("newer.recoupe"), newer).unwrap();
    let output = recoupe(&["status", &text(&root.join("newer.recoupe"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("newer recoupe (schema 99"), "{}", errors(&output));
    let missing = root.join("no-folder").join("x.recoupe");
    assert!(errors(&recoupe(&["init", &text(&missing)])).contains("cannot be written"));
}

#[test]
fn two_processes_at_once_lose_nothing() {
    let root = folder("two");
    let file = text(&root.join("dossier.recoupe"));
    done(&["init", &file]);
    let (one, two) = (root.join("one"), root.join("two"));
    for (folder, name) in [(&one, "a"), (&two, "b")] {
        fs::create_dir_all(folder).unwrap();
        for number in 0..6 {
            fs::write(
                folder.join(format!("{name}{number}.txt")),
                format!("Le pont {name}{number} est fermé depuis la nuit, a dit le préfet."),
            )
            .unwrap();
        }
    }
    let children: Vec<_> = [&one, &two]
        .map(|folder| {
            Command::new(env!("CARGO_BIN_EXE_recoupe")).args(["add", &file, &text(folder), "-q"]).spawn().unwrap()
        })
        .into_iter()
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert!(done(&["status", &file]).contains("12 files, 12 documents"));
}
