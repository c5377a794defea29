//! Exports of press databases in HTML.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.html", b"<html><article class=\"rdp__a\"><p class=\"rdp__articletitle\">", data);
});
