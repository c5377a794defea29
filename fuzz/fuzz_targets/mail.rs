//! E-mail and MHTML.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.eml", b"From: a@b.example\nMessage-ID: <1>\n", data);
});
