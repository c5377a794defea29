//! `recoupe export`: the findings in the forms that other programs read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use recoupe::tell::{ExportFile, Form, Telling, files};

use crate::arguments::{Export, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;
use crate::report;

/// Writes the files of every form that was asked for.
pub fn run(command: &Export, shared: &Shared) -> anyhow::Result<Outcome> {
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let options = report::options(&command.inputs, command.ui.as_deref(), &loaded);
    let gazetteer = loaded.gazetteer.clone();
    let dossier = loaded.compare();
    let telling = Telling::new(&dossier, &gazetteer, &options);
    let name = options.title.as_deref().unwrap_or("dossier");
    for &form in &command.to {
        let files = files(&telling, form)?;
        for path in write(files, form, &command.output, name, command.to.len() == 1)? {
            if !shared.quiet {
                let _ = writeln!(io::stderr(), "{}", path.display());
            }
        }
    }
    Ok(Outcome::with_skipped(skipped))
}

/// Writes the files of one form to a file, below a folder, or to standard output (`-`); gives their paths.
///
/// A single file goes to the path itself where only one form is asked for and no folder bears the path's name.
pub fn write(
    files: Vec<ExportFile>,
    form: Form,
    output: &Path,
    name: &str,
    only: bool,
) -> anyhow::Result<Vec<PathBuf>> {
    let single = only && files.len() == 1;
    if output.as_os_str() == "-" {
        if !single || form == Form::Sqlite {
            bail!("{} cannot go to standard output: give a folder with -o", form.name());
        }
        let mut out = io::stdout().lock();
        files.iter().try_for_each(|file| out.write_all(&file.bytes))?;
        out.flush()?;
        return Ok(Vec::new());
    }
    let folder = output.is_dir() || output.as_os_str().to_string_lossy().ends_with('/');
    let mut paths = Vec::new();
    for file in files {
        let path = if single && !folder { output.to_owned() } else { output.join(format!("{name}{}", file.suffix)) };
        if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            fs::create_dir_all(parent).with_context(|| format!("the folder {}", parent.display()))?;
        }
        let written = match form {
            Form::Sqlite => database(&path, &file.bytes),
            _ => fs::write(&path, &file.bytes).map_err(Into::into),
        };
        written.with_context(|| format!("{} cannot be written", path.display()))?;
        paths.push(path);
    }
    Ok(paths)
}

/// Makes a database of the script, in place of one that is there.
fn database(path: &Path, script: &[u8]) -> anyhow::Result<()> {
    if path.exists() {
        fs::remove_file(path)?;
    }
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(std::str::from_utf8(script)?)?;
    Ok(())
}
