//! What all fuzz targets do: bytes under a name through the reader, and the laws of what comes out.

use recoupe::language::Packs;
use recoupe::read::{Input, Limits, read_within};
use recoupe::Dossier;

/// Reads `before` and `data` as one file, and checks that every block lies in its text, in order.
pub fn read(name: &str, before: &[u8], data: &[u8]) -> Vec<recoupe::Document> {
    let bytes = [before, data].concat();
    let input = Input { name, bytes: &bytes, sidecar: None };
    // Small limits keep the fuzzer fast; the code is the same.
    let limits = Limits { unpacked: 4 << 20, text: 1 << 20, parts: 1000, ..Limits::default() };
    let Ok(reading) = read_within(&input, &limits, Packs::embedded()) else { return Vec::new() };
    for document in &reading.documents {
        let mut end = 0;
        for block in &document.blocks {
            assert!(block.span.fits(&document.text) && block.span.start >= end);
            end = block.span.end;
        }
    }
    reading.documents
}

/// The whole road: read, annotate, compare.
pub fn road(data: &[u8]) {
    let mut documents = read("a.txt", b"", data);
    documents.truncate(5);
    Dossier::of(documents);
}
