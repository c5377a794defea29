//! PDF files.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.pdf", b"%PDF-1.4\n", data);
});
