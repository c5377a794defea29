//! What may be typed after `init`, `add`, `remove`, `status`, `run` and `log`.

use std::path::PathBuf;

use clap::Args;
use recoupe::tell::Form;

use crate::arguments::{Inputs, form};

/// `recoupe init`, `status`, `log`
#[derive(Debug, Args)]
pub struct File {
    /// The dossier file, as 'bunia.recoupe'
    #[arg(value_name = "FILE.recoupe")]
    pub dossier: PathBuf,
}

/// `recoupe add`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  recoupe init bunia.recoupe\n  recoupe add bunia.recoupe pages/ mail.mbox")]
pub struct Add {
    /// The dossier file
    #[arg(value_name = "FILE.recoupe")]
    pub dossier: PathBuf,
    /// Which reports
    #[command(flatten)]
    pub inputs: Inputs,
    /// Put files in the place of those of the same name
    #[arg(long)]
    pub replace: bool,
}

/// `recoupe remove`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  recoupe remove bunia.recoupe old.html '2019/*'")]
pub struct Remove {
    /// The dossier file
    #[arg(value_name = "FILE.recoupe")]
    pub dossier: PathBuf,
    /// Names of files in the dossier, or quoted globs
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
}

/// `recoupe run`
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  recoupe run bunia.recoupe --to markdown -o -")]
pub struct Run {
    /// The dossier file
    #[arg(value_name = "FILE.recoupe")]
    pub dossier: PathBuf,
    /// In which form: html, or any form of 'recoupe export'
    #[arg(long, value_name = "FORM", default_value = "html", value_parser = form)]
    pub to: Form,
    /// Language of the report's own texts: en or fr [default: by locale, else en]
    #[arg(long, value_name = "LANGUAGE", value_parser = ["en", "fr"])]
    pub ui: Option<String>,
    /// Where to write; '-' is standard output [default: NAME-report.html in this folder]
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
}
