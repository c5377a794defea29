//! Any bytes through the whole road.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| recoupe_fuzz::road(data));
