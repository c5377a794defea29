//! Development chores: `cargo xtask --help`.

mod gazetteer;
mod places;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Development chores of recoupe")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build the place pack from the folder that gazetteer/fetch.sh filled
    Gazetteer(gazetteer::Arguments),
    /// Score the place layer on GeoVirus and the reference dossier; report false merges
    Places(places::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Gazetteer(arguments) => gazetteer::run(&arguments),
        Chore::Places(arguments) => places::run(&arguments),
    }
}
