//! WARC records.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.warc", b"WARC/1.0\r\n", data);
});
