//! The option `--languages`: packs read from a folder instead of the embedded ones, so that a word or a rule is tried
//! without building the program again.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context;
use recoupe::language::{PackFile, Packs};

use crate::arguments::Shared;

/// Packs of a folder, and a hash of their files.
static CHOSEN: OnceLock<(Packs, String)> = OnceLock::new();

/// The packs of this run.
pub fn packs() -> &'static Packs {
    CHOSEN.get().map_or_else(Packs::embedded, |(packs, _)| packs)
}

/// What results depend on besides the program where the packs are of a folder: a hash of its files, else nothing.
pub fn fingerprint() -> &'static str {
    CHOSEN.get().map_or("", |(_, hash)| hash)
}

/// Reads the packs of the folder that the option or the variable RECOUPE_LANGUAGES names, if one does.
///
/// # Errors
/// When a file cannot be read or does not have its form; the message names the pack and the file.
pub fn choose(shared: &Shared) -> anyhow::Result<()> {
    let variable = || env::var_os("RECOUPE_LANGUAGES").filter(|it| !it.is_empty()).map(PathBuf::from);
    let Some(folder) = shared.languages.clone().or_else(variable) else { return Ok(()) };
    let wrong = || format!("--languages {}", folder.display());
    let files = files(&folder).with_context(wrong)?;
    let mut hasher = blake3::Hasher::new();
    for part in files.iter().flat_map(|(code, name, text)| [code, name, text]) {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let files: Vec<PackFile> = files.iter().map(|(code, name, text)| (&**code, &**name, &**text)).collect();
    let packs = Packs::from_files(&files).with_context(wrong)?;
    let _ = CHOSEN.set((packs, hasher.finalize().to_hex().to_string()));
    Ok(())
}

/// The files of the packs in a folder like `languages/`: `(code, file name, text)`, sorted.
fn files(folder: &Path) -> anyhow::Result<Vec<(String, String, String)>> {
    let mut files = Vec::new();
    for pack in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        for file in entries(&pack)?.into_iter().filter(|path| path.is_file()) {
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            files.push((name(&pack), name(&file), text));
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>())
        .with_context(|| folder.display().to_string())?;
    entries.sort();
    Ok(entries)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
