//! `recoupe report`: the report in a file and the summary in the terminal.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use recoupe::Dossier;
use recoupe::tell::html::HtmlOptions;
use recoupe::tell::{Form, html, jsonl, markdown, terminal};

use crate::arguments::{Report, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;

/// Writes the report.
pub fn run(command: &Report, shared: &Shared) -> anyhow::Result<Outcome> {
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let name = name(&command.inputs.inputs);
    let options = HtmlOptions {
        language: command.ui.clone().unwrap_or_else(locale_language),
        title: Some(name.clone()),
        generated_at: None,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notes: loaded.warnings.clone(),
        skipped: loaded.skipped.iter().map(|skipped| format!("{}: {}", skipped.name, skipped.reason)).collect(),
    };
    let dossier = loaded.compare();
    let path =
        command.output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}-report.{}", command.to.extension())));
    if path.as_os_str() == "-" {
        write(&dossier, &options, command.to, &mut io::stdout().lock())?;
    } else {
        let file = File::create(&path).with_context(|| format!("the report {} cannot be written", path.display()))?;
        write(&dossier, &options, command.to, &mut BufWriter::new(file))?;
        let mut out = io::stdout().lock();
        if !shared.quiet {
            terminal::write(&dossier, &options.language, &mut out)?;
            writeln!(out, "\nReport: {}", path.display())?;
        }
    }
    Ok(Outcome::with_skipped(skipped))
}

fn write(dossier: &Dossier, options: &HtmlOptions, form: Form, out: &mut impl Write) -> io::Result<()> {
    match form {
        Form::Html => html::write(dossier, options, out)?,
        Form::Markdown => markdown::write(dossier, &options.language, out)?,
        Form::Jsonl => jsonl::write(dossier, out)?,
    }
    out.flush()
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
