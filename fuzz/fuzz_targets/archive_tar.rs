//! Tar archives; seeds carry the mark.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.tar", b"", data);
});
