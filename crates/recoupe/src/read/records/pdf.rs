//! PDF files with a text layer.

use crate::read::ReadError;
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;

/// The text of a PDF file.
pub fn unpack(_name: &str, _bytes: &[u8], _budget: &mut Budget) -> Result<Unpacked, ReadError> {
    Err(ReadError::Binary { what: "a PDF file".into() })
}
