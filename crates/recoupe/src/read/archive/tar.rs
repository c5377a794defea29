//! Tar archives.

use std::io::Cursor;

use tar::{Archive, EntryType};

use super::{Unpacked, is_hidden, is_no_report, path, settle};
use crate::read::limits::Budget;
use crate::read::{ReadError, Refused};

/// Whether bytes are a tar archive: the mark of the POSIX and GNU forms in the first header.
pub fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// Unpacks a tar archive.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let damaged = |error: std::io::Error| ReadError::Damaged { what: "a tar archive".into(), why: error.to_string() };
    let mut archive = Archive::new(Cursor::new(bytes));
    let mut unpacked = Unpacked::default();
    let mut files = Vec::new();
    for entry in archive.entries().map_err(damaged)? {
        budget.part()?;
        let mut entry = match entry {
            Ok(entry) => entry,
            // What comes after a broken header cannot be found again.
            Err(error) => {
                unpacked.refused.push(Refused { name: format!("{name} (rest)"), error: damaged(error) });
                break;
            }
        };
        let raw = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if entry.header().entry_type() == EntryType::Directory || is_hidden(&raw) {
            continue;
        }
        if is_no_report(&raw) {
            unpacked.passed_over += 1;
            continue;
        }
        let file = match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => path(&raw).and_then(|path| {
                let size = entry.size() as usize;
                Ok((path, budget.unpack("a file of the archive", size.min(bytes.len()), &mut entry)?))
            }),
            _ => Err(ReadError::Link),
        };
        match file {
            Ok(file) => files.push(file),
            Err(error) => unpacked.refused.push(Refused { name: format!("{name}/{}", raw.replace('\0', "")), error }),
        }
    }
    Ok(settle(name, files, unpacked))
}
