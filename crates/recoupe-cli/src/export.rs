//! `recoupe export`: the findings in the forms that other programs read.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use recoupe::tell::{self, Form, Telling};

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
        for path in write(&telling, form, &command.output, name, command.to.len() == 1)? {
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
pub fn write(telling: &Telling, form: Form, output: &Path, name: &str, only: bool) -> anyhow::Result<Vec<PathBuf>> {
    let several = matches!(form, Form::Timeml | Form::Svg);
    if output.as_os_str() == "-" {
        if several || !only || form == Form::Sqlite {
            bail!("{} cannot go to standard output: give a folder with -o", form.name());
        }
        let mut out = BufWriter::new(io::stdout().lock());
        tell::write(telling, form, &mut out)?;
        out.flush()?;
        return Ok(Vec::new());
    }
    let folder = output.is_dir() || output.as_os_str().to_string_lossy().ends_with('/');
    if several {
        let files = tell::files(telling, form)?;
        let single = only && files.len() == 1 && !folder;
        let place = |suffix: &str| if single { output.to_owned() } else { output.join(format!("{name}{suffix}")) };
        return files.iter().map(|file| put(place(&file.suffix), |path| Ok(fs::write(path, &file.bytes)?))).collect();
    }
    let path = if only && !folder { output.to_owned() } else { output.join(format!("{name}.{}", form.extension())) };
    let written = put(path, |path| match form {
        Form::Sqlite => database(path, telling),
        _ => {
            let mut out = BufWriter::new(File::create(path)?);
            tell::write(telling, form, &mut out)?;
            Ok(out.flush()?)
        }
    })?;
    Ok(vec![written])
}

/// Writes a file in its folder, which is made where it is missing.
fn put(path: PathBuf, write: impl FnOnce(&Path) -> anyhow::Result<()>) -> anyhow::Result<PathBuf> {
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).with_context(|| format!("the folder {}", parent.display()))?;
    }
    write(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(path)
}

/// Makes a database of the script, in place of one that is there.
fn database(path: &Path, telling: &Telling) -> anyhow::Result<()> {
    if path.exists() {
        fs::remove_file(path)?;
    }
    let connection = rusqlite::Connection::open(path)?;
    let mut script = Vec::new();
    tell::write(telling, Form::Sqlite, &mut script)?;
    connection.execute_batch(std::str::from_utf8(&script)?)?;
    Ok(())
}
