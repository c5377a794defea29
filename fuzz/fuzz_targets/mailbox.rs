//! Mailboxes.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    recoupe_fuzz::read("a.mbox", b"From a\nFrom: a@b.example\nMessage-ID: <1>\n", data);
});
