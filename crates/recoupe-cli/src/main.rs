//! The binary `recoupe`: arguments, files, threads and progress around the engine.

mod annotate;
mod arguments;
mod dossier;
mod export;
mod gazetteer;
mod inputs;
mod languages;
mod limits;
mod outcome;
mod progress;
mod report;
mod score;
mod store;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command, Gazetteer};
use outcome::Outcome;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(outcome) => outcome.exit_code(),
        // A reader that closes the pipe early ('recoupe … | head') has what it wanted.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "recoupe: {error:#}");
            Outcome::Nothing.exit_code()
        }
    }
}

fn run(arguments: &Arguments) -> anyhow::Result<Outcome> {
    languages::choose(&arguments.shared)?;
    match &arguments.command {
        Command::Report(command) => report::run(command, &arguments.shared),
        Command::Export(command) => export::run(command, &arguments.shared),
        Command::Annotate(command) => annotate::run(command, &arguments.shared),
        Command::Score(command) => score::run(command, &arguments.shared),
        Command::Init(file) => store::commands::init(&file.dossier),
        Command::Add(command) => store::commands::add(command, &arguments.shared),
        Command::Remove(command) => store::commands::remove(command, &arguments.shared),
        Command::Status(file) => store::commands::status(&file.dossier),
        Command::Run(command) => store::commands::run(command, &arguments.shared),
        Command::Log(file) => store::commands::log(&file.dossier),
        Command::Gazetteer(Gazetteer::Build(command)) => gazetteer::build(command, &arguments.shared),
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Arguments::command(), "recoupe", &mut io::stdout());
            Ok(Outcome::Done)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe))
}
