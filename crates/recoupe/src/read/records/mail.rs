//! E-mail (RFC 5322 with MIME) and MHTML, a saved page in the form of an e-mail.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::read::ReadError;
use crate::read::archive::{Unpacked, is_no_report};
use crate::read::limits::Budget;
use crate::read::piece::{About, Content, Piece};

/// Headers that a message has; two different ones at the top make a message of a file.
const HEADERS: &[&str] = &["from", "date", "subject", "message-id", "mime-version", "received", "return-path"];

/// Whether bytes begin with the headers of a message.
pub fn is_mail(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8 << 10)]).into_owned();
    let mut found: Vec<String> = Vec::new();
    for (number, line) in head.trim_start().lines().enumerate() {
        if line.starts_with([' ', '\t']) && number > 0 {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { break };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            break;
        }
        let name = name.to_ascii_lowercase();
        let shaped = match name.as_str() {
            "from" => value.contains('@') || value.contains('<'),
            _ => !value.trim().is_empty(),
        };
        if shaped && HEADERS.contains(&name.as_str()) && !found.contains(&name) {
            found.push(name);
        }
    }
    let machine = ["message-id", "mime-version", "received", "return-path"];
    found.len() >= 2 && (found.iter().any(|name| machine.contains(&name.as_str())) || found.len() >= 3)
}

/// The body of a message and its attachments, or the page of an MHTML file.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    budget.part()?;
    let damaged = || ReadError::Damaged { what: "an e-mail".into(), why: "its headers cannot be read".into() };
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    if let Some(page) = saved_page(name, &message) {
        return Ok(Unpacked { pieces: vec![page], ..Unpacked::default() });
    }
    let mut unpacked = Unpacked::default();
    if let Some(body) = body(name, &message) {
        unpacked.pieces.push(body);
    }
    for (position, part) in message.attachments().enumerate() {
        budget.part()?;
        let attachment =
            part.attachment_name().map_or_else(|| (position + 1).to_string(), |name| name.replace('/', "_"));
        let name = format!("{name}/{attachment}");
        match &part.body {
            PartType::Message(inner) => unpacked.pieces.push(Piece::file(name, inner.raw_message().to_vec())),
            PartType::InlineBinary(_) | PartType::Multipart(_) => unpacked.passed_over += 1,
            _ if is_no_report(&name) || is_invisible(part) => unpacked.passed_over += 1,
            _ => unpacked.pieces.push(Piece::file(name, part.contents().to_vec())),
        }
    }
    Ok(unpacked)
}

/// Parts that mail programs add: signatures, calendars, delivery reports, pictures.
fn is_invisible(part: &MessagePart) -> bool {
    let Some(kind) = part.content_type() else { return true };
    let sub = kind.subtype().unwrap_or_default().to_ascii_lowercase();
    let main = kind.ctype().to_ascii_lowercase();
    matches!(main.as_str(), "image" | "audio" | "video" | "font")
        || ["signature", "calendar", "vcard", "css", "javascript", "delivery-status", "ms-tnef"]
            .iter()
            .any(|skipped| sub.contains(skipped))
}

/// The page of an MHTML file: browsers write where it was saved from, or make it the root of related parts.
fn saved_page(name: &str, message: &Message) -> Option<Piece> {
    let root = message.parts.first()?;
    let location = message.header_raw("Snapshot-Content-Location").map(str::trim);
    if !root.is_content_type("multipart", "related") {
        return None;
    }
    let page = message.parts.iter().find(|part| matches!(part.body, PartType::Html(_)))?;
    let address = location.or(page.content_location());
    if address.is_none() && message.header_raw("Message-ID").is_some() {
        return None;
    }
    let mut piece = html(name, message, page);
    if let Some(address) = address.filter(|address| address.starts_with("http")) {
        piece.state(About::Url, address, "Content-Location");
    }
    Some(piece)
}

/// A part of HTML as a page to be read like any other.
fn html(name: &str, message: &Message, part: &MessagePart) -> Piece {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    let bytes = match (charset, &part.body) {
        (Some(_), PartType::Html(text)) => text.as_bytes().to_vec(),
        // Without a declaration the page's own one holds, so the bytes have to be as they were.
        _ => undecoded(message, part),
    };
    let charset = charset.map(|_| "utf-8".to_owned());
    Piece::new(name.to_owned(), Content::File { bytes, charset })
}

/// The bytes of a part before any charset.
fn undecoded(message: &Message, part: &MessagePart) -> Vec<u8> {
    let range = part.raw_body_offset() as usize..part.raw_end_offset() as usize;
    let raw = message.raw_message().get(range).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
        Encoding::None => None,
    };
    decoded.unwrap_or_else(|| raw.to_vec())
}

/// The body: its plain form where it has one, else its page.
fn body(name: &str, message: &Message) -> Option<Piece> {
    let plain = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) if !text.trim().is_empty() => Some(text.replace("\r\n", "\n")),
        _ => None,
    });
    let page = || message.html_bodies().find(|part| matches!(part.body, PartType::Html(_)));
    let mut piece = match plain {
        Some(text) => Piece::new(name.to_owned(), Content::Text(text)),
        None => html(name, message, page()?),
    };
    piece.state(About::Title, message.subject().unwrap_or_default(), "Subject");
    let from = message.from().and_then(|from| from.first());
    if let Some(from) = from.and_then(|from| from.name().or(from.address())) {
        piece.state(About::Byline, from, "From");
    }
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        piece.state(About::Published, &date.to_rfc3339(), "Date");
    }
    Some(piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    fn unpack(bytes: &[u8]) -> Unpacked {
        super::unpack("m.eml", bytes, &mut Budget::new(Limits::default())).unwrap()
    }

    const MAIL: &str = "From: Jeanne Martin <jm@example.org>\r\nTo: desk@example.org\r\nSubject: =?iso-8859-1?Q?Pont_ferm=E9?=\r\nDate: Thu, 4 Mar 2021 10:20:30 +0100\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nLe pont est ferm=E9.\r\n--b\r\nContent-Type: text/plain; name=\"note.txt\"\r\nContent-Disposition: attachment; filename=\"note.txt\"\r\n\r\nUne note.\r\n--b\r\nContent-Type: image/png; name=\"logo.png\"\r\nContent-Disposition: attachment; filename=\"logo.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n";

    #[test]
    fn a_mail_is_its_body_and_its_attachments() {
        assert!(is_mail(MAIL.as_bytes()));
        let unpacked = unpack(MAIL.as_bytes());
        assert_eq!(unpacked.pieces.len(), 2);
        assert_eq!(unpacked.pieces[0].content, Content::Text("Le pont est fermé.".into()));
        let facts: Vec<&str> = unpacked.pieces[0].facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["Pont fermé", "Jeanne Martin", "2021-03-04T10:20:30+01:00"]);
        assert_eq!(unpacked.pieces[1].name, "m.eml/note.txt");
        assert_eq!(unpacked.passed_over, 1);
    }

    #[test]
    fn a_saved_page_keeps_its_address_and_its_bytes() {
        let page = b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://fleuve.example/a\r\nSubject: x\r\nDate: Thu, 4 Mar 2021 10:20:30 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://fleuve.example/a\r\n\r\n<meta charset=3D\"windows-1252\"><p>ferm=E9\r\n--b--\r\n";
        let unpacked = unpack(page);
        let Content::File { bytes, charset } = &unpacked.pieces[0].content else { panic!("{unpacked:?}") };
        assert!(bytes.starts_with(b"<meta charset=\"windows-1252\"><p>ferm\xe9"), "{bytes:?}");
        assert_eq!(*charset, None);
        assert_eq!(unpacked.pieces[0].facts[0].value, "https://fleuve.example/a");
    }

    #[test]
    fn prose_and_labels_are_no_mail() {
        assert!(!is_mail("Date: 4 mars 2021\nLieu: Lyon\n\nLe pont est fermé.".as_bytes()));
        assert!(!is_mail("Note : le pont est fermé. From: nobody".as_bytes()));
        assert!(!is_mail(b""));
    }
}
