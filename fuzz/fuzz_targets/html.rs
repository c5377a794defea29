//! Pages.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.html", b"<!DOCTYPE html><html><body>", data);
});
