//! Front matter in TOML.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.txt", b"+++\n", data);
});
