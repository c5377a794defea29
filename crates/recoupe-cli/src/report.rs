//! `recoupe report`: the report in a file and the summary in the terminal.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use recoupe::tell::{Form, Options, Telling, terminal};

use crate::arguments::{Inputs, Report, Shared, When};
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
    deliver(&Telling::new(&dossier, &gazetteer, &options), command.to, command.output.as_deref(), shared)?;
    Ok(Outcome::with_skipped(skipped))
}

/// Writes a form to where the user wants it, and the summary to the terminal.
pub fn deliver(telling: &Telling, to: Form, output: Option<&Path>, shared: &Shared) -> anyhow::Result<()> {
    let name = telling.options.title.as_deref().unwrap_or("dossier");
    let path = output.map_or_else(|| PathBuf::from(format!("{name}-report.{}", to.extension())), Path::to_owned);
    let paths = export::write(telling, to, &path, name, true)?;
    if !shared.quiet && !paths.is_empty() {
        let mut out = io::stdout().lock();
        terminal::write(telling, colour(shared.color), &mut out)?;
        writeln!(out, "\n{}", path.display())?;
    }
    Ok(())
}

/// Whether standard output shall be coloured. By default it is on a terminal, unless NO_COLOR is set
/// (<https://no-color.org>) or the terminal can show none.
fn colour(when: When) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            io::stdout().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// What the forms need besides the dossier.
pub fn options(inputs: &Inputs, language: Option<&str>, loaded: &Loaded) -> Options {
    Options {
        language: self::language(language),
        title: Some(name(&inputs.inputs)),
        generated_at: None,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notes: loaded.warnings.clone(),
        skipped: loaded.skipped.iter().map(|skipped| format!("{}: {}", skipped.name, skipped.reason)).collect(),
    }
}

/// The language of the report's own texts: the one that was asked for, else that of the environment.
pub fn language(asked: Option<&str>) -> String {
    asked.map_or_else(locale_language, str::to_owned)
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
