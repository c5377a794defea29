//! The binary `recoupe`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::SUCCESS
}
