//! Sidecar files, JSON and TOML.
#![no_main]

use recoupe::language::Packs;
use recoupe::read::{Input, read};

libfuzzer_sys::fuzz_target!(|data: &str| {
    for file in ["a.meta.json", "a.meta.toml"] {
        let input = Input { name: "a.txt", bytes: b"The bridge is shut.", sidecar: Some((file, data)) };
        let _ = read(&input, Packs::embedded());
    }
});
