//! WARC files (ISO 28500): pages as a crawler received them.

use super::Unpacked;
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};
use crate::read::{ReadError, Refused};

/// Whether bytes begin with a WARC record.
pub fn is_warc(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/")
}

/// The pages of a WARC file: its responses and resources whose type is text, HTML, XML, JSON or PDF.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let mut unpacked = Unpacked::default();
    let mut rest = bytes;
    let mut number = 0;
    while !rest.is_empty() {
        budget.part()?;
        number += 1;
        let part = format!("{name}#{number}");
        let Some((record, after)) = record(rest) else {
            let error = ReadError::Damaged { what: "a WARC file".into(), why: "a record is cut short".into() };
            unpacked.refused.push(Refused { name: part, error });
            break;
        };
        rest = after;
        match page(part.clone(), &record, budget) {
            Ok(Some(piece)) => unpacked.pieces.push(piece),
            Ok(None) => {}
            Err(error) => unpacked.refused.push(Refused { name: part, error }),
        }
    }
    Ok(unpacked)
}

/// Headers of a WARC record or an HTTP message, and the bytes after them.
struct Record<'b> {
    /// The line above the headers.
    first: String,
    headers: Vec<(String, String)>,
    body: &'b [u8],
}

impl<'b> Record<'b> {
    /// Splits a head from what follows the blank line.
    fn parse(bytes: &'b [u8]) -> Option<Record<'b>> {
        // A head of more than this is none.
        let window = &bytes[..bytes.len().min(64 << 10)];
        let crlf = window.windows(4).position(|four| four == b"\r\n\r\n").map(|at| (at, 4));
        let lf = || window.windows(2).position(|two| two == b"\n\n").map(|at| (at, 2));
        let (end, gap) = crlf.or_else(lf)?;
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.lines();
        let first = lines.next()?.to_owned();
        let header = |line: &str| {
            line.split_once(':').map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        };
        Some(Record { first, headers: lines.filter_map(header).collect(), body: &bytes[end + gap..] })
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }
}

/// The first record and what follows it.
fn record(bytes: &[u8]) -> Option<(Record<'_>, &[u8])> {
    let mut record = Record::parse(bytes).filter(|record| record.first.starts_with("WARC/"))?;
    let length: usize = record.header("content-length")?.parse().ok()?;
    let (body, after) = record.body.split_at_checked(length)?;
    record.body = body;
    let blank = after.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(after.len());
    Some((record, &after[blank..]))
}

/// The page of a record; `None` where the record holds none (requests, metadata, pictures, error pages).
fn page(name: String, record: &Record, budget: &mut Budget) -> Result<Option<Piece>, ReadError> {
    let (kind, body) = match record.header("warc-type") {
        Some("response") => {
            let Some(http) = Record::parse(record.body).filter(|http| http.first.starts_with("HTTP/")) else {
                return Ok(None);
            };
            if http.first.split(' ').nth(1) != Some("200") {
                return Ok(None);
            }
            let body = http_body(&http, budget)?;
            (http.header("content-type").unwrap_or_default().to_owned(), body)
        }
        Some("resource" | "conversion") => {
            (record.header("content-type").unwrap_or_default().to_owned(), record.body.to_vec())
        }
        _ => return Ok(None),
    };
    let kind = kind.to_ascii_lowercase();
    let wanted = ["text/html", "application/xhtml", "text/plain", "application/pdf", "rss+xml", "atom+xml"];
    if !wanted.iter().any(|wanted| kind.contains(wanted)) || body.is_empty() {
        return Ok(None);
    }
    let charset = kind.split("charset=").nth(1).map(|label| label.trim_matches(['"', '\'', ' ', ';']).to_owned());
    let mut piece = Piece::new(name, Content::File { bytes: body, charset });
    if let Some(url) = record.header("warc-target-uri") {
        piece.state(About::Url, url.trim_matches(['<', '>']), "WARC-Target-URI");
    }
    Ok(Some(piece))
}

/// The body of an HTTP message without transfer and content codings.
fn http_body(http: &Record, budget: &mut Budget) -> Result<Vec<u8>, ReadError> {
    let chunked = http.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
    let body = if chunked { dechunked(http.body) } else { http.body.to_vec() };
    match http.header("content-encoding") {
        Some("gzip" | "x-gzip") if body.starts_with(b"\x1f\x8b") => {
            budget.unpack("a packed page", body.len(), flate2::read::MultiGzDecoder::new(body.as_slice()))
        }
        Some("deflate") => budget.unpack("a packed page", body.len(), flate2::read::ZlibDecoder::new(body.as_slice())),
        Some(coding @ ("br" | "zstd")) => Err(ReadError::Binary { what: format!("a page packed with '{coding}'") }),
        _ => Ok(body),
    }
}

/// Joins the chunks of a body; a body whose chunks are broken is kept as it is, because some crawlers
/// leave the header and drop the chunks.
fn dechunked(body: &[u8]) -> Vec<u8> {
    let mut joined = Vec::new();
    let mut rest = body;
    loop {
        let Some(end) = rest.iter().take(20).position(|&byte| byte == b'\n') else { return body.to_vec() };
        let line = String::from_utf8_lossy(&rest[..end]);
        let size = line.split(';').next().map(str::trim).and_then(|size| usize::from_str_radix(size, 16).ok());
        match size {
            Some(0) => return joined,
            Some(size) if end.saturating_add(1).saturating_add(size) <= rest.len() => {
                joined.extend_from_slice(&rest[end + 1..end + 1 + size]);
                rest = &rest[end + 1 + size..];
                rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            }
            _ => return body.to_vec(),
        }
    }
}
