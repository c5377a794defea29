//! Development chores: `cargo xtask --help`.

mod gazetteer;
mod meantime;
mod places;
mod syntax;
mod train;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Development chores of recoupe")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Score temporal expressions on MEANTIME (CAT XML)
    EvaluateMeantime(meantime::Arguments),
    /// Build the place pack from the folder that gazetteer/fetch.sh filled
    Gazetteer(gazetteer::Arguments),
    /// Score the place layer on GeoVirus and the reference dossier; report false merges
    Places(places::Arguments),
    /// Score the syntax layer on treebanks (CoNLL 2018) and measure its speed
    Syntax(syntax::Arguments),
    /// Train tagger, lemmatiser and parser from CoNLL-U treebanks
    Train(train::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::EvaluateMeantime(arguments) => meantime::run(&arguments),
        Chore::Gazetteer(arguments) => gazetteer::run(&arguments),
        Chore::Places(arguments) => places::run(&arguments),
        Chore::Syntax(arguments) => syntax::run(&arguments),
        Chore::Train(arguments) => train::run(&arguments),
    }
}
