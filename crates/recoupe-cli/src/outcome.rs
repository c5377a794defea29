//! How a run ended, as an exit code.

use std::process::ExitCode;

/// How a run ended. Wrong usage (2) is clap's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was read.
    Done,
    /// Nothing could be done.
    Nothing,
    /// Done, but some inputs were skipped, each named on standard error.
    SomeSkipped,
}

impl Outcome {
    /// Done, with or without skipped inputs.
    pub fn with_skipped(skipped: usize) -> Outcome {
        if skipped == 0 { Outcome::Done } else { Outcome::SomeSkipped }
    }

    /// 0, 1 or 3.
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::Nothing => 1,
            Outcome::SomeSkipped => 3,
        })
    }
}
