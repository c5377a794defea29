//! Formats that hold one or several reports, with metadata of their own.

pub(super) mod columns;
pub(super) mod export;
pub(super) mod feed;
pub(super) mod json;
pub(super) mod labelled;
pub(super) mod mail;
pub(super) mod markdown;
pub(super) mod mbox;
pub(super) mod newsml;
pub(super) mod office;
pub(super) mod pdf;
pub(super) mod table;
pub(super) mod xml;

/// The name of one of several records of an input, counted from 1.
fn numbered(name: &str, position: usize) -> String {
    format!("{name}#{}", position + 1)
}
