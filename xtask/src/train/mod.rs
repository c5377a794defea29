//! `cargo xtask train`: tagger, lemmatiser and parser of a language from CoNLL-U treebanks.

// A chore prints its progress and results.
#![allow(clippy::print_stdout)]

mod corpus;
mod parsing;
pub mod perceptron;
mod tagging;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use recoupe::language::model::MAGIC;
use recoupe::score::conllu;

use corpus::{Inventory, Sample};

/// Train tagger, lemmatiser and parser.
#[derive(clap::Args)]
pub struct Arguments {
    /// Language code; the pack's token rules are used
    #[arg(long)]
    language: String,
    /// Treebanks for all parts
    #[arg(long, required = true, num_args = 1..)]
    treebank: Vec<PathBuf>,
    /// Treebanks for the tagger and lemmatiser only
    #[arg(long, num_args = 1..)]
    tags_only: Vec<PathBuf>,
    /// Test files: training sentences whose text stands in one of them are left out
    #[arg(long, num_args = 0..)]
    held_out: Vec<PathBuf>,
    /// Where the model goes
    #[arg(long)]
    out: PathBuf,
    /// Passes over the treebanks for the parser
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    /// Parses kept at once
    #[arg(long, default_value_t = 8)]
    beam: usize,
    /// Parses kept at once when the model is used, where that is another number
    #[arg(long)]
    search: Option<usize>,
    /// Size of the parser's weights in kilobytes
    #[arg(long, default_value_t = 4200)]
    parser_kilobytes: usize,
    /// Seed of the shuffles
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Runs the chore.
pub fn run(arguments: &Arguments) -> Result<()> {
    let began = Instant::now();
    let read = |path: &PathBuf| -> Result<Vec<conllu::Tree>> {
        Ok(conllu::read(&fs::read_to_string(path).with_context(|| path.display().to_string())?))
    };
    let mut held_out = BTreeSet::new();
    for path in &arguments.held_out {
        held_out.extend(read(path)?.into_iter().map(|tree| tree.text));
    }
    let mut trees = Vec::new();
    let mut left_out = 0;
    for (paths, parse) in [(&arguments.treebank, true), (&arguments.tags_only, false)] {
        for path in paths {
            for tree in read(path)? {
                if held_out.contains(&tree.text) {
                    left_out += 1;
                } else {
                    trees.push((tree, parse));
                }
            }
        }
    }
    let words: usize = trees.iter().map(|(tree, _)| tree.words().count()).sum();
    println!("{} sentences, {words} words; left out for standing in a test file: {left_out}", trees.len());
    let inventory = Inventory::of(&trees);
    println!(
        "{} labels, {} bundles, {} scripts",
        inventory.labels.len(),
        inventory.feats.len(),
        inventory.scripts.len()
    );
    let mut samples: Vec<Sample> = trees.iter().filter_map(|(tree, parse)| inventory.sample(tree, *parse)).collect();
    println!("projective after lifting {} arcs", samples.iter().map(|sample| sample.lifted).sum::<usize>());

    let open = tagging::train_opening(&trees, &arguments.language, arguments.seed)?;
    let tagger = tagging::train(&samples, &inventory, arguments.seed);
    println!("tagger trained, {:.0?}", began.elapsed());
    tagging::jackknife(&mut samples, &inventory, 5, arguments.seed);
    println!("training words tagged by models that had not seen them, {:.0?}", began.elapsed());
    let exceptions = tagging::lemma_exceptions(&samples, &trees, &inventory, &tagger);
    let parser = parsing::train(&samples, &inventory, arguments.epochs, arguments.beam, arguments.seed);
    println!("parser trained, {:.0?}", began.elapsed());

    let mut bytes = MAGIC.to_vec();
    let header = inventory.header(arguments.search.unwrap_or(arguments.beam), &exceptions);
    let sections = [
        header.into_bytes(),
        open.pack(40_000),
        tagger.first.pack(250_000),
        tagger.second.pack(550_000),
        tagger.feats.pack(450_000),
        tagger.lemma.pack(350_000),
        parser.pack(arguments.parser_kilobytes * 1000),
    ];
    for section in &sections {
        bytes.extend((section.len() as u32).to_le_bytes());
        bytes.extend(section);
    }
    println!("sections in bytes: {:?}; total {}", sections.iter().map(Vec::len).collect::<Vec<_>>(), bytes.len());
    fs::write(&arguments.out, bytes).with_context(|| arguments.out.display().to_string())
}
