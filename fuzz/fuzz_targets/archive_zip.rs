//! Zip archives, DOCX, ODT, WACZ.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.zip", b"PK\x03\x04", data);
});
