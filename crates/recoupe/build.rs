//! Embeds the language packs: every file below `languages/<code>/` becomes an entry
//! `(code, file name, text)`, sorted, so that a new language needs no change of code.

use std::fmt::Write as _;
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
