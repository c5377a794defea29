//! Any bytes, the format told from them.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a", b"", data);
});
