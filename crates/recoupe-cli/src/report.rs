//! `recoupe report`: the report in a file and the summary in the terminal.

use std::io::{self, Write};
use std::path::PathBuf;

use recoupe::tell::{Options, Telling, files, terminal};

use crate::arguments::{Inputs, Report, Shared};
use crate::dossier::{Loaded, load};
use crate::export;
use crate::outcome::Outcome;

/// Writes the report.
pub fn run(command: &Report, shared: &Shared) -> anyhow::Result<Outcome> {
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let options = options(&command.inputs, command.ui.as_deref(), &loaded);
    let gazetteer = loaded.gazetteer.clone();
    let dossier = loaded.compare();
    let telling = Telling::new(&dossier, &gazetteer, &options);
    let name = options.title.as_deref().unwrap_or("dossier");
    let path =
        command.output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}-report.{}", command.to.extension())));
    let paths = export::write(files(&telling, command.to)?, command.to, &path, name, true)?;
    if !shared.quiet && !paths.is_empty() {
        let mut out = io::stdout().lock();
        terminal::write(&dossier, &options.language, &mut out)?;
        writeln!(out, "\nReport: {}", path.display())?;
    }
    Ok(Outcome::with_skipped(skipped))
}

/// What the forms need besides the dossier.
pub fn options(inputs: &Inputs, language: Option<&str>, loaded: &Loaded) -> Options {
    Options {
        language: language.map_or_else(locale_language, str::to_owned),
        title: Some(name(&inputs.inputs)),
        generated_at: None,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notes: loaded.warnings.clone(),
        skipped: loaded.skipped.iter().map(|skipped| format!("{}: {}", skipped.name, skipped.reason)).collect(),
    }
}

/// The language that the environment asks for ('fr' of 'fr_FR.UTF-8'), in the order of POSIX.
fn locale_language() -> String {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    let locale = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default();
    locale.split(['_', '.', '-', '@']).next().unwrap_or_default().to_owned()
}

/// The dossier's name: that of the first folder or file.
fn name(inputs: &[String]) -> String {
    let first = inputs.first().map(PathBuf::from).unwrap_or_default();
    let name = first.canonicalize().unwrap_or(first);
    let name = if name.is_dir() { name.file_name() } else { name.file_stem() };
    let name: String = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let plain = !name.is_empty() && !name.contains(['*', '?', '[']) && name != "-";
    if plain { name } else { "dossier".into() }
}
