//! Development chores: `cargo xtask --help`.

mod borders;
mod clauses;
mod contradictions;
mod fakes;
mod fakes_reuse;
mod gazetteer;
mod meantime;
mod ordinary;
mod pages;
mod places;
mod polnear;
mod reuse_bench;
mod speed;
mod syntax;
mod torture;
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
    /// Build the report's base map from the folder that gazetteer/fetch.sh filled
    Borders(borders::Arguments),
    /// Score subjects and objects of clauses on treebanks, agents and patients on gold dossiers
    Clauses(clauses::Arguments),
    /// Score temporal expressions on MEANTIME (CAT XML)
    EvaluateMeantime(meantime::Arguments),
    /// Score English attributions on PolNeAR (brat files)
    EvaluatePolnear(polnear::Arguments),
    /// Measure date, governorate, actor and toll of each article of FA-KES
    EvaluateFakes(fakes::Arguments),
    /// Check contradictions on FA-KES (differing tolls) and DACCORD (pairs of sentences)
    EvaluateContradictions(contradictions::Arguments),
    /// Find text reuse in FA-KES; recall of pairs of outlets that share many n-grams
    FakesReuse(fakes_reuse::Arguments),
    /// Build the place pack from the folder that gazetteer/fetch.sh filled
    Gazetteer(gazetteer::Arguments),
    /// List the names of places that are also ordinary words of a language
    OrdinaryWords(ordinary::Arguments),
    /// Score the reader on pages: F1 of the body's tokens, exact metadata
    Pages(pages::Arguments),
    /// Score the place layer on GeoVirus and the reference dossier; report false merges
    Places(places::Arguments),
    /// Measure loading and each stage of annotating on one core
    Speed(speed::Arguments),
    /// Plant reuse into generated texts; score what is found, measure speed and memory
    ReuseBench(reuse_bench::Arguments),
    /// Score the syntax layer on treebanks (CoNLL 2018) and measure its speed
    Syntax(syntax::Arguments),
    /// Change valid files at random and read them; or kill the store at random
    Torture(torture::Arguments),
    /// Train tagger, lemmatiser and parser from CoNLL-U treebanks
    Train(train::Arguments),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().chore {
        Chore::Borders(arguments) => borders::run(&arguments),
        Chore::Clauses(arguments) => clauses::run(&arguments),
        Chore::EvaluateMeantime(arguments) => meantime::run(&arguments),
        Chore::EvaluatePolnear(arguments) => polnear::run(&arguments),
        Chore::EvaluateFakes(arguments) => fakes::run(&arguments),
        Chore::EvaluateContradictions(arguments) => contradictions::run(&arguments),
        Chore::FakesReuse(arguments) => fakes_reuse::run(&arguments),
        Chore::Gazetteer(arguments) => gazetteer::run(&arguments),
        Chore::OrdinaryWords(arguments) => ordinary::run(&arguments),
        Chore::Pages(arguments) => pages::run(&arguments),
        Chore::Places(arguments) => places::run(&arguments),
        Chore::Speed(arguments) => speed::run(&arguments),
        Chore::ReuseBench(arguments) => reuse_bench::run(&arguments),
        Chore::Syntax(arguments) => syntax::run(&arguments),
        Chore::Torture(arguments) => torture::run(&arguments),
        Chore::Train(arguments) => train::run(&arguments),
    }
}
