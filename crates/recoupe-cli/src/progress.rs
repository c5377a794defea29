//! A progress bar on a terminal, nothing elsewhere.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// A bar of `length` steps; hidden when quiet, when standard error is no terminal, or for short work.
pub fn bar(length: usize, what: &'static str, quiet: bool) -> ProgressBar {
    if quiet || !stderr().is_terminal() || length < 20 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(length as u64).with_message(what);
    match ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {per_sec} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
