//! Exports of press databases in text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.txt", b"HD A\nPD 4 March 2021\nSN B\nLP C\n", data);
});
