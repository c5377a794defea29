//! RSS and Atom.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.rss", b"<rss>", data);
});
