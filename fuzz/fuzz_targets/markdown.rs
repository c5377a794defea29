//! Markdown.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.md", b"# A\n\n", data);
});
