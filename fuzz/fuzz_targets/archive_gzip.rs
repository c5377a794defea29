//! Gzip.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.gz", b"\x1f\x8b\x08", data);
});
