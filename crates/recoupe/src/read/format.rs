//! Which format an input has: by its bytes first, by its name where the bytes leave it open.

use crate::language::Packs;

use super::archive::{tar, warc};
use super::html::looks_like_html;
use super::records::{export, feed, json, labelled, mail, mbox, newsml, table, xml};

/// A format that is told from bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    Zip,
    Gzip,
    Tar,
    Warc,
    Pdf,
    Mailbox,
    Mail,
}

/// A format of decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Html,
    Feed,
    NewsMl,
    Json,
    Table,
    Markdown,
    Export,
    LabelledExport,
    Plain,
}

pub(super) fn of_bytes(bytes: &[u8]) -> Option<Packed> {
    // Some programs write a few bytes before the mark of a PDF file.
    let has_pdf_mark = || bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-");
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        Some(Packed::Zip)
    } else if bytes.starts_with(b"\x1f\x8b") {
        Some(Packed::Gzip)
    } else if tar::is_tar(bytes) {
        Some(Packed::Tar)
    } else if warc::is_warc(bytes) {
        Some(Packed::Warc)
    } else if has_pdf_mark() {
        Some(Packed::Pdf)
    } else if mbox::is_mbox(bytes) {
        Some(Packed::Mailbox)
    } else if mail::is_mail(bytes) {
        Some(Packed::Mail)
    } else {
        None
    }
}

pub(super) fn of_text(name: &str, text: &str, packs: &Packs) -> Written {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with('<')
        && let Some(root) = xml::root_name(start)
    {
        if feed::ROOTS.contains(&root.as_str()) {
            return Written::Feed;
        } else if newsml::ROOTS.contains(&root.as_str()) {
            return Written::NewsMl;
        }
    }
    let extension = extension(name);
    if looks_like_html(text) {
        Written::Html
    } else if json::is_json(text) {
        Written::Json
    } else if matches!(extension.as_str(), "csv" | "tsv") || table::is_table(text, packs) {
        Written::Table
    } else if matches!(extension.as_str(), "md" | "markdown") {
        Written::Markdown
    } else if export::is_coded_text(text) {
        Written::Export
    } else if labelled::is_export(text) {
        Written::LabelledExport
    } else {
        Written::Plain
    }
}

/// The extension in lower case, below '.gz'.
fn extension(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_bytes_by_text_and_by_name() {
        assert_eq!(of_bytes(b"PK\x03\x04..."), Some(Packed::Zip));
        assert_eq!(of_bytes(b"\n%PDF-1.4"), Some(Packed::Pdf));
        assert_eq!(of_bytes("Le pont est fermé.".as_bytes()), None);
        let packs = Packs::embedded();
        for (name, text, expected) in [
            ("a", "<?xml version='1.0'?><rss><channel/></rss>", Written::Feed),
            ("a", "<!-- c --><nitf/>", Written::NewsMl),
            ("a", "<!DOCTYPE html><html><body><p>a</p></body></html>", Written::Html),
            ("a", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n", Written::Json),
            ("a.csv.gz", "id,score\n", Written::Table),
            ("a.txt", "date,text\n", Written::Table),
            ("a.MD", "# A\n", Written::Markdown),
            ("a.txt", "1 of 3 DOCUMENTS\n\nLe Fleuve\n", Written::LabelledExport),
            ("a.txt", "[Le pont] est fermé.", Written::Plain),
            ("a.txt", "{Le pont} est fermé.", Written::Plain),
        ] {
            assert_eq!(of_text(name, text, packs), expected, "{name} {text}");
        }
    }
}
