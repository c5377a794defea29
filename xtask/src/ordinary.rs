//! `cargo xtask ordinary-words`: writes `languages/<code>/common.tsv`, the names of places that are also ordinary words.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::gazetteer::Gazetteer;
use recoupe::gazetteer::places::fold;
use recoupe::score::conllu::{TreeWord, read};

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// Language code
    #[arg(long)]
    language: String,
    /// Treebanks (CoNLL-U), training and development parts
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs the chore: every word that a treebank writes in lower case, not as a proper noun, and that is some place's name.
pub fn run(arguments: &Arguments) -> Result<()> {
    let places = &Gazetteer::embedded().places;
    let mut words: BTreeSet<String> = BTreeSet::new();
    for path in &arguments.files {
        let trees = read(&fs::read_to_string(path).with_context(|| path.display().to_string())?);
        words.extend(
            trees.iter().flat_map(|tree| tree.words()).filter(|word| is_ordinary(word)).map(|word| fold(&word.form)),
        );
    }
    words.retain(|word| word.len() > 1 && !places.lookup_folded(word).is_empty());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../languages/{}/common.tsv", arguments.language));
    let lines: Vec<&str> = std::iter::once("word").chain(words.iter().map(String::as_str)).collect();
    fs::write(&path, lines.join("\n") + "\n").with_context(|| path.display().to_string())?;
    eprintln!("{}: {} words", path.display(), words.len());
    Ok(())
}

fn is_ordinary(word: &TreeWord) -> bool {
    word.upos != "PROPN" && word.form.starts_with(char::is_lowercase)
}
