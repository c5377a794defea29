//! From what was typed to bytes: folders, files, globs and standard input.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use recoupe::read::is_of_saved_page;

/// A report's bytes, as they were found.
#[derive(Debug)]
pub struct Found {
    /// Name in the dossier: the path below the folder that was given, with '/'.
    pub name: String,
    /// Where it lies; `None` is standard input.
    pub path: Option<PathBuf>,
    /// The sidecar file beside it.
    pub sidecar: Option<PathBuf>,
}

/// An input that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The path or name.
    pub name: String,
    /// Why, and what to do.
    pub reason: String,
}

/// Everything that was found, sorted by name.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Reports.
    pub found: Vec<Found>,
    /// What could not even be looked at.
    pub skipped: Vec<Skipped>,
}

/// Finds the reports behind the arguments.
pub fn inventory(arguments: &[String]) -> Inventory {
    let mut inventory = Inventory::default();
    for argument in arguments {
        let path = Path::new(argument);
        if argument == "-" {
            inventory.found.push(Found { name: "standard-input".into(), path: None, sidecar: None });
        } else if path.is_dir() {
            inventory.folder(path, argument);
        } else if path.exists() {
            inventory.file(path, &file_name(path));
        } else {
            inventory.glob(argument);
        }
    }
    inventory.settle();
    inventory
}

impl Inventory {
    fn folder(&mut self, root: &Path, argument: &str) {
        let mut folders = vec![root.to_owned()];
        let before = self.found.len();
        while let Some(folder) = folders.pop() {
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.skip(folder.display(), error);
                    continue;
                }
            };
            for entry in entries.flatten() {
                let path = entry.path();
                // Links are not followed: a dossier's folder is what lies in it.
                let Ok(kind) = entry.file_type() else { continue };
                if entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                } else if kind.is_dir() {
                    folders.push(path);
                } else if kind.is_file() {
                    let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                    self.file(&path, &name);
                }
            }
        }
        if self.found.len() == before {
            self.skip(argument, "there is no file in this folder");
        }
        // What a browser saved beside a page belongs to the page.
        let names: BTreeSet<String> = self.found[before..].iter().map(|found| found.name.clone()).collect();
        let mut position = 0;
        self.found.retain(|found| {
            position += 1;
            position <= before || !is_of_saved_page(&found.name, &names)
        });
    }

    fn glob(&mut self, pattern: &str) {
        if !pattern.contains(['*', '?', '[']) {
            return self.skip(pattern, "there is no such file or folder");
        }
        match glob::glob(pattern) {
            Err(error) => self.skip(pattern, error),
            Ok(paths) => {
                let before = self.found.len();
                for path in paths.flatten().filter(|path| path.is_file()) {
                    self.file(&path, &path.to_string_lossy().replace('\\', "/"));
                }
                if self.found.len() == before {
                    self.skip(pattern, "no file matches");
                }
            }
        }
    }

    fn file(&mut self, path: &Path, name: &str) {
        self.found.push(Found { name: name.to_owned(), path: Some(path.to_owned()), sidecar: None });
    }

    fn skip(&mut self, name: impl ToString, reason: impl ToString) {
        self.skipped.push(Skipped { name: name.to_string(), reason: reason.to_string() });
    }

    /// Ties sidecars to their reports, drops what was given twice, and sorts.
    fn settle(&mut self) {
        let (sidecars, reports): (Vec<Found>, Vec<Found>) =
            std::mem::take(&mut self.found).into_iter().partition(|found| found.name.ends_with(SIDECAR));
        let mut by_path: BTreeMap<PathBuf, Found> = BTreeMap::new();
        for report in reports {
            match &report.path {
                Some(path) => drop(by_path.entry(path.clone()).or_insert(report)),
                None => self.found.push(report),
            }
        }
        self.found.extend(by_path.into_values());
        for found in &mut self.found {
            found.sidecar = found.path.as_deref().and_then(sidecar_of);
        }
        for sidecar in sidecars {
            if !self.found.iter().any(|found| found.sidecar == sidecar.path) {
                self.skip(sidecar.name, "a sidecar file without its report");
            }
        }
        self.found.sort_by(|one, two| one.name.cmp(&two.name));
        self.skipped.sort_by(|one, two| one.name.cmp(&two.name));
        self.tell_names_apart();
    }

    /// Two folders may hold files of one name; the later ones are numbered.
    fn tell_names_apart(&mut self) {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for found in &mut self.found {
            let times = seen.entry(found.name.clone()).or_default();
            *times += 1;
            if *times > 1 {
                found.name = format!("{} ({times})", found.name);
            }
        }
    }
}

const SIDECAR: &str = ".meta.json";

/// `report.txt.meta.json` or `report.meta.json` beside `report.txt`.
fn sidecar_of(path: &Path) -> Option<PathBuf> {
    let whole = path.with_file_name(format!("{}{SIDECAR}", file_name(path)));
    let stem = path.with_extension(&SIDECAR[1..]);
    [whole, stem].into_iter().find(|sidecar| sidecar.is_file())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Reads a file, at most `limit` bytes of it.
///
/// # Errors
/// When it cannot be read or is larger; the text says what to do.
pub fn bytes(found: &Found, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = match &found.path {
        None => io::stdin().lock().take(limit + 1).read_to_end(&mut bytes),
        Some(path) => {
            let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
            if size > limit {
                return Err(too_large(size, limit));
            }
            fs::File::open(path).and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        }
    };
    read.map_err(|error| format!("it could not be read: {error}"))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64, limit));
    }
    Ok(bytes)
}

fn too_large(size: u64, limit: u64) -> String {
    let mb = |bytes: u64| bytes.div_ceil(1 << 20);
    format!("it has {} MB, more than the limit of {} MB; raise it with --max-size", mb(size), mb(limit))
}
