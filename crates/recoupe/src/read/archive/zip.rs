//! Zip archives, and what is a zip archive underneath: DOCX, ODT, WACZ.

use std::io::Cursor;

use zip::ZipArchive;

use super::{Unpacked, is_hidden, is_no_report, path, settle};
use crate::read::limits::Budget;
use crate::read::piece::{Content, Piece};
use crate::read::{ReadError, Refused, records};

const WHAT: &str = "a zip archive";

/// Unpacks a zip archive, or the document that it is.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let damaged = |error: zip::result::ZipError| ReadError::Damaged { what: WHAT.into(), why: error.to_string() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if let Some(office) = office(&archive) {
        return office_document(name, office, &mut archive, budget);
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") || has("ppt/presentation.xml") {
        return Err(ReadError::Binary { what: "a table or a presentation".into() });
    }
    let is_wacz = has("datapackage.json") && archive.file_names().flatten().any(|name| name.starts_with("archive/"));
    let mut unpacked = Unpacked::default();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        budget.part()?;
        let entry = match archive.by_index_raw(index) {
            Ok(entry) => entry,
            Err(error) => {
                unpacked.refused.push(Refused { name: format!("{name}#{}", index + 1), error: damaged(error) });
                continue;
            }
        };
        let shown = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let raw = entry.name().map_or(shown, |name| name.into_owned());
        if entry.is_dir() || is_hidden(&raw) || is_wacz && !raw.starts_with("archive/") {
            continue;
        }
        if is_no_report(&raw) {
            unpacked.passed_over += 1;
            continue;
        }
        let refused = if entry.is_symlink() {
            Some(ReadError::Link)
        } else {
            entry.encrypted().then(|| ReadError::Locked { what: WHAT.into() })
        };
        drop(entry);
        let file = refused.map_or_else(|| path(&raw), Err).and_then(|path| {
            let entry = archive.by_index(index).map_err(damaged)?;
            let packed = entry.compressed_size() as usize;
            Ok((path, budget.unpack("a file of the archive", packed, entry)?))
        });
        match file {
            Ok(file) => files.push(file),
            Err(error) => unpacked.refused.push(Refused { name: format!("{name}/{}", raw.replace('\0', "")), error }),
        }
    }
    Ok(settle(name, files, unpacked))
}

/// Office formats that are one document in a zip archive, and where their text lies.
#[derive(Clone, Copy)]
enum Office {
    Docx,
    Odt,
}

fn office(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<Office> {
    if archive.index_for_name("word/document.xml").is_some() {
        return Some(Office::Docx);
    }
    let is_odt = archive.index_for_name("content.xml").is_some() && archive.index_for_name("mimetype").is_some();
    is_odt.then_some(Office::Odt)
}

fn office_document(
    name: &str,
    office: Office,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    budget: &mut Budget,
) -> Result<Unpacked, ReadError> {
    let (text, meta) = match office {
        Office::Docx => ("word/document.xml", "docProps/core.xml"),
        Office::Odt => ("content.xml", "meta.xml"),
    };
    let mut part = |path: &str, budget: &mut Budget| {
        let damaged =
            |error: zip::result::ZipError| ReadError::Damaged { what: "an office file".into(), why: error.to_string() };
        let mut entry = archive.by_name(path).map_err(damaged)?;
        let packed = entry.compressed_size() as usize;
        let bytes = budget.unpack("an office file", packed, &mut entry)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = part(text, budget)?;
    // Properties are an extra: a report without them is still a report.
    let meta = part(meta, budget).ok();
    let paragraphs = match office {
        Office::Docx => records::office::docx(&text, &budget.limits)?,
        Office::Odt => records::office::odt(&text, &budget.limits)?,
    };
    let mut piece = Piece::new(name.to_owned(), Content::Paragraphs(paragraphs));
    if let Some(meta) = meta {
        records::office::properties(&meta, &mut piece, &budget.limits);
    }
    Ok(Unpacked { pieces: vec![piece], ..Unpacked::default() })
}
