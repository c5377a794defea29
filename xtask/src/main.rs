//! Development chores: `cargo xtask --help`.

fn main() {}
