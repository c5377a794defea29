//! Plain text.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.txt", b"A bridge\n\n", data);
});
