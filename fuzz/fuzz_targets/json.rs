//! JSON and JSON Lines.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.json", b"{\"text\": ", data);
});
