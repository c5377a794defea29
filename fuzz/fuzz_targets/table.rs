//! Tables.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.csv", b"title,text,date\n", data);
});
