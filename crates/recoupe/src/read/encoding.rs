//! Bytes to text: byte order mark, UTF-8 where it is beyond doubt, header, declaration in the page, then a
//! detector.
//!
//! Valid UTF-8 comes before what header and page say, because saved pages often keep the declaration of
//! another encoding, and other encodings hardly ever look like UTF-8.

use encoding_rs::{Encoding, UTF_8};

use super::ReadError;

/// Decoded text.
pub(super) struct Decoded {
    pub text: String,
    /// Set where the encoding was guessed or some bytes were wrong.
    pub warning: Option<String>,
}

/// How many bytes are looked at for an encoding declaration and for signs of a binary file.
const HEAD: usize = 4096;

pub(super) fn decode(bytes: &[u8], header: Option<&str>) -> Result<Decoded, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if let Some(what) = known_binary(bytes) {
        return Err(ReadError::Binary { what: what.to_owned() });
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return finish(bytes, encoding, None);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return checked(text.to_owned(), None);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let by_header = header.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|&of| of != UTF_8);
    if let Some(encoding) = by_header.or_else(|| declared(head)) {
        return finish(bytes, encoding, None);
    }
    // A file that is UTF-8 but for a few broken bytes is better read as UTF-8 with marks than as something else.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count();
    let multibyte = lossy.chars().filter(|c| !c.is_ascii()).count();
    if broken * 10 < multibyte {
        let warning = format!("{broken} broken characters in UTF-8 text were replaced by U+FFFD");
        return checked(lossy.into_owned(), Some(warning));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    finish(bytes, encoding, Some(format!("no encoding is declared; read as {}", encoding.name())))
}

fn finish(bytes: &[u8], encoding: &'static Encoding, warning: Option<String>) -> Result<Decoded, ReadError> {
    let (text, encoding, broken) = encoding.decode(bytes);
    let warning = match (broken, warning) {
        (true, _) => Some(format!("some bytes are wrong in {} and were replaced by U+FFFD", encoding.name())),
        (false, warning) => warning,
    };
    checked(text.into_owned(), warning)
}

fn checked(text: String, warning: Option<String>) -> Result<Decoded, ReadError> {
    let head: Vec<char> = text.chars().take(HEAD).collect();
    let control = head.iter().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if control * 20 > head.len() {
        return Err(ReadError::Binary { what: "a binary file".into() });
    }
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Decoded { text, warning })
}

fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"RIFF", "a media file"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"SQLite format 3\0", "an SQLite file"),
        (b"{\\rtf", "an RTF file"),
        (b"\x28\xb5\x2f\xfd", "a zstd file"),
        (b"BZh", "a bzip2 file"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\xd0\xcf\x11\xe0", "an old office file"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, what)| what)
}

/// The encoding that an XML or HTML head declares.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let ascii: String =
        head.iter().map(|&byte| if byte.is_ascii() { byte.to_ascii_lowercase() as char } else { ' ' }).collect();
    let after = ["charset=", "encoding="].iter().find_map(|mark| ascii.find(mark).map(|at| at + mark.len()))?;
    let label: String = ascii[after..]
        .chars()
        .skip_while(|c| matches!(c, '"' | '\'' | ' '))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    // A page that says UTF-8 and is not valid UTF-8 said nothing useful.
    Encoding::for_label(label.as_bytes()).filter(|&encoding| encoding != UTF_8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_1252_without_declaration_is_read_and_said() {
        let bytes =
            b"Le ministre a d\xe9clar\xe9 \xab c'est fini \xbb \xe0 la t\xe9l\xe9vision, o\xf9 il \xe9tait invit\xe9.";
        let decoded = decode(bytes, None).unwrap();
        assert!(decoded.text.contains("déclaré « c'est fini » à la télévision"), "{}", decoded.text);
        assert!(decoded.warning.unwrap().contains("windows-1252"));
    }

    #[test]
    fn a_declared_encoding_wins_over_the_detector() {
        let bytes = b"<html><head><meta charset=\"iso-8859-15\"></head><p>10 \xa4</p>";
        assert!(decode(bytes, None).unwrap().text.contains("10 €"));
    }

    #[test]
    fn a_header_wins_over_the_page() {
        let bytes = b"<html><head><meta charset=\"iso-8859-1\"></head><p>10 \xa4</p>";
        assert!(decode(bytes, Some("iso-8859-15")).unwrap().text.contains("10 €"));
    }

    #[test]
    fn utf_16_with_a_mark_is_read() {
        let bytes: Vec<u8> = "\u{feff}Le préfet".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bytes, None).unwrap().text, "Le préfet");
    }

    #[test]
    fn a_single_broken_byte_does_not_change_the_encoding() {
        let mut bytes = "L’armée a annoncé l’évacuation de l’hôpital évacué dès mercredi à l’aube".as_bytes().to_vec();
        bytes.push(0xff);
        let decoded = decode(&bytes, None).unwrap();
        assert!(decoded.text.starts_with("L’armée a annoncé"));
        assert!(decoded.warning.unwrap().contains("U+FFFD"));
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        assert_eq!(decode(b" \n\t", None).err(), Some(ReadError::Empty));
        assert!(matches!(decode(b"\x89PNG-1.7 ...", None), Err(ReadError::Binary { .. })));
        let noise: Vec<u8> = (0..2000u32).map(|i| (i * 7 % 32) as u8).collect();
        assert!(matches!(decode(&noise, None), Err(ReadError::Binary { .. })));
    }
}
