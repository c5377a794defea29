//! Embeds the language packs: every file below `languages/<code>/` becomes an entry
//! `(code, file name, text)`, sorted, so that a new language needs no change of code.

#![allow(clippy::disallowed_methods)] // The build reads files so that the engine need not.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../languages");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut table = String::from("&[\n");
    for folder in sorted(&root).into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", folder.display());
        for file in sorted(&folder).into_iter().filter(|path| path.is_file()) {
            println!("cargo::rerun-if-changed={}", file.display());
            let (code, name) = (file_name(&folder), file_name(&file));
            if !(name.ends_with(".toml") || name.ends_with(".tsv")) {
                continue;
            }
            let path = file.canonicalize().expect("a file that was just listed");
            writeln!(table, "({code:?}, {name:?}, include_str!({path:?})),").expect("writing to a string");
        }
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo")).join("packs.rs");
    fs::write(&out, table).expect("the build folder is writable");
    embed_models(&out.with_file_name("models.rs"));
    println!("cargo::rustc-env=RECOUPE_PIPELINE={}", pipeline());
}

/// A hash of all that results depend on: the engine's sources and its data, with their names.
fn pipeline() -> String {
    let crate_root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut hasher = DefaultHasher::new();
    for part in ["src", "Cargo.toml", "../../languages", "../../models", "../../gazetteer"] {
        let root = crate_root.join(part);
        println!("cargo::rerun-if-changed={}", root.display());
        let mut open = vec![root];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                open.extend(sorted(&path));
            } else {
                file_name(&path).hash(&mut hasher);
                fs::read(&path).expect("a file that was just listed").hash(&mut hasher);
            }
        }
    }
    format!("{:016x}", hasher.finish())
}

/// Embeds `models/<code>.syntax` as `(code, bytes)`, sorted.
fn embed_models(out: &Path) {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../../models");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut table = String::from("&[\n");
    for file in sorted(&root) {
        println!("cargo::rerun-if-changed={}", file.display());
        if let Some(code) = file_name(&file).strip_suffix(".syntax") {
            let path = file.canonicalize().expect("a file that was just listed");
            writeln!(table, "({code:?}, include_bytes!({path:?})),").expect("writing to a string");
        }
    }
    table.push(']');
    fs::write(out, table).expect("the build folder is writable");
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
