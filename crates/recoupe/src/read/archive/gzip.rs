//! Gzip: one packed file.

use flate2::read::MultiGzDecoder;

use super::Unpacked;
use crate::read::ReadError;
use crate::read::limits::Budget;
use crate::read::piece::Piece;

/// Unpacks a gzip file; its one piece keeps the file's name, so that 'a.csv.gz' is still known for a table.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    budget.part()?;
    let bytes = budget.unpack("a gzip file", bytes.len(), MultiGzDecoder::new(bytes))?;
    Ok(Unpacked { pieces: vec![Piece::file(name.to_owned(), bytes)], ..Unpacked::default() })
}

#[cfg(test)]
pub(in crate::read) fn packed(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    #[test]
    fn a_bomb_is_refused_and_half_a_file_is_damaged() {
        let budget = || Budget::new(Limits::default());
        let bomb = packed(&vec![b'a'; 64 << 20]);
        assert!(matches!(unpack("b.gz", &bomb, &mut budget()), Err(ReadError::Limit { limit: "ratio", value: 200 })));
        let whole = packed("Le préfet".repeat(1000).as_bytes());
        assert!(matches!(unpack("h.gz", &whole[..whole.len() / 2], &mut budget()), Err(ReadError::Damaged { .. })));
    }
}
