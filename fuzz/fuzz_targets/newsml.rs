//! NewsML and NITF.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.xml", b"<newsItem>", data);
});
