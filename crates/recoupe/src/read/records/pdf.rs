//! PDF files (ISO 32000) with a text layer: words from where they stand on the page, then lines, then
//! paragraphs.

mod layout;
mod runs;

use std::panic::catch_unwind;

use lopdf::{Document, LoadOptions, Object};

use crate::read::ReadError;
use crate::read::archive::Unpacked;
use crate::read::limits::{Budget, Limits, over};
use crate::read::piece::{About, Content, Marked, Piece};

/// The text of a PDF file.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    budget.part()?;
    let limits = budget.limits;
    // The parser is another's: should it panic after all, the file is damaged and the dossier goes on.
    let read = catch_unwind(|| read(bytes, &limits));
    let (paragraphs, facts) = read.unwrap_or_else(|_| Err(damaged("it cannot be parsed")))?;
    if paragraphs.is_empty() {
        return Err(ReadError::Binary { what: "a PDF file of pictures without a text layer".into() });
    }
    let mut piece = Piece::new(name.to_owned(), Content::Paragraphs(paragraphs));
    for (about, value, key) in facts {
        piece.state(about, &value, format!("pdf {key}"));
    }
    Ok(Unpacked { pieces: vec![piece], ..Unpacked::default() })
}

fn damaged(why: impl ToString) -> ReadError {
    ReadError::Damaged { what: "a PDF file".into(), why: why.to_string() }
}

type Facts = Vec<(About, String, &'static str)>;

fn read(bytes: &[u8], limits: &Limits) -> Result<(Vec<Marked>, Facts), ReadError> {
    // Each stream has to stay small, so that a file of many streams stays within what one input may unpack to.
    let stream = limits.unpacked / 8;
    let options = LoadOptions { max_decompressed_size: Some(stream), ..LoadOptions::default() };
    let file = Document::load_mem_with_options(bytes, options).map_err(damaged)?;
    if file.is_encrypted() {
        return Err(ReadError::Locked { what: "a PDF file".into() });
    }
    let mut pages = Vec::new();
    let mut unpacked = 0;
    for (number, page) in file.page_iter().enumerate() {
        if number >= limits.parts {
            return Err(over("parts", limits.parts));
        }
        let (runs, bytes) = runs::of_page(&file, page, stream, limits.elements);
        unpacked += bytes;
        if unpacked > limits.unpacked {
            return Err(over("unpacked", limits.unpacked));
        }
        pages.push(layout::lines(runs));
        if pages.iter().map(Vec::len).sum::<usize>() > limits.elements {
            return Err(over("elements", limits.elements));
        }
    }
    Ok((layout::paragraphs(pages), facts(&file)))
}

/// Author and dates of the information dictionary. Its title is mostly a file name, so the text has to say its own.
fn facts(file: &Document) -> Facts {
    let info = file.trailer.get_deref(b"Info", file).and_then(Object::as_dict);
    let Ok(info) = info else { return Vec::new() };
    let value = |key: &str| {
        let object = info.get_deref(key.as_bytes(), file).ok()?;
        lopdf::decode_text_string(object).ok().filter(|value| !value.trim().is_empty())
    };
    let mut facts = Vec::new();
    facts.extend(value("Author").map(|author| (About::Byline, author, "Author")));
    facts.extend(
        value("CreationDate").and_then(|date| iso_8601(&date)).map(|date| (About::Published, date, "CreationDate")),
    );
    facts.extend(value("ModDate").and_then(|date| iso_8601(&date)).map(|date| (About::Modified, date, "ModDate")));
    facts
}

/// `D:20210304102030+01'00'` as `2021-03-04T10:20`.
fn iso_8601(date: &str) -> Option<String> {
    let digits: String = date.trim_start_matches("D:").chars().take_while(char::is_ascii_digit).collect();
    let part = |range: std::ops::Range<usize>| digits.get(range);
    let day = format!("{}-{}-{}", part(0..4)?, part(4..6)?, part(6..8)?);
    Some(match (part(8..10), part(10..12)) {
        (Some(hour), Some(minute)) => format!("{day}T{hour}:{minute}"),
        _ => day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;

    /// A file of one page per content stream, with a font of fixed width; offsets in the cross-reference table are
    /// left out, as in a file that was cut and has to be repaired.
    fn pdf(pages: &[&str]) -> Vec<u8> {
        let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
        let mut file = format!(
            "%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [{}] /Count {}>> endobj\n3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [{}]>> endobj\n4 0 obj <</Author (Jeanne Martin) /CreationDate (D:20210304102030+01'00')>> endobj\n",
            kids.join(" "),
            pages.len(),
            "600 ".repeat(224),
        )
        .into_bytes();
        for (page, content) in pages.iter().enumerate() {
            let number = 10 + 2 * page;
            let content: Vec<u8> = content.chars().map(|c| c as u32 as u8).collect();
            file.extend(format!("{number} 0 obj <</Type /Page /Parent 2 0 R /Contents {} 0 R /Resources <</Font <</F1 3 0 R>>>>>> endobj\n{} 0 obj <</Length {}>> stream\n", number + 1, number + 1, content.len()).into_bytes());
            file.extend(content);
            file.extend(b"\nendstream endobj\n");
        }
        file.extend(b"trailer <</Root 1 0 R /Info 4 0 R>>\n%%EOF\n");
        file
    }

    fn unpack(bytes: &[u8]) -> Result<Unpacked, ReadError> {
        super::unpack("r.pdf", bytes, &mut Budget::new(Limits::default()))
    }

    const PAGE: &str = "BT /F1 18 Tf 50 760 Td (Pont ferm\u{e9}) Tj /F1 10 Tf 0 -40 Td [(Le pont de Bray est fer) -20 (m\u{e9} depuis la nuit, a dit le pr\u{e9}-)] TJ 0 -12 Td (fet jeudi.) Tj 100 0 Td (Il sera) Tj -100 -12 Td (ouvert demain.) Tj 0 -30 Td (La crue baisse.) Tj ET";

    #[test]
    fn words_lines_and_paragraphs() {
        let unpacked = unpack(&pdf(&[PAGE])).unwrap();
        let Content::Paragraphs(paragraphs) = &unpacked.pieces[0].content else { panic!() };
        let texts: Vec<&str> = paragraphs.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Pont fermé",
                "Le pont de Bray est fermé depuis la nuit, a dit le préfet jeudi. Il sera ouvert demain.",
                "La crue baisse."
            ]
        );
        assert_eq!(paragraphs[0].1, Some((BlockKind::Headline, "pdf_largest_type")));
        let facts: Vec<&str> = unpacked.pieces[0].facts.iter().map(|fact| fact.value.as_str()).collect();
        assert_eq!(facts, ["Jeanne Martin", "2021-03-04T10:20"]);
    }

    #[test]
    fn a_file_without_text_and_a_broken_one_say_so() {
        assert!(
            matches!(unpack(&pdf(&["0 0 m 10 10 l S"])), Err(ReadError::Binary { what }) if what.contains("pictures"))
        );
        assert!(matches!(unpack(b"%PDF-1.7"), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn forms_and_pages_that_hold_themselves_end() {
        let file = String::from_utf8_lossy(&pdf(&["/X Do BT /F1 10 Tf (Le pont.) Tj ET"])).into_owned();
        let file = file.replace("/Resources <<", "/Resources <</XObject <</X 11 0 R>> ");
        let file = file.replace("11 0 obj <<", "11 0 obj <</Type /XObject /Subtype /Form ");
        assert!(unpack(file.as_bytes()).is_ok());
        let cycle = file.replace("/Kids [10 0 R]", "/Kids [2 0 R 10 0 R 2 0 R]");
        // That it comes to an end is what counts here.
        let _ = unpack(cycle.as_bytes());
    }

    #[test]
    fn page_heads_that_repeat_are_marked() {
        let page = |(number, word): (usize, &&str)| {
            format!(
                "BT /F1 8 Tf 50 800 Td (Le Fleuve - page {number}) Tj /F1 10 Tf 0 -40 Td (La crue {word} encore.) Tj ET"
            )
        };
        let pages: Vec<String> = ["monte", "baisse", "dure"].iter().enumerate().map(page).collect();
        let unpacked = unpack(&pdf(&[&pages[0], &pages[1], &pages[2]])).unwrap();
        let Content::Paragraphs(paragraphs) = &unpacked.pieces[0].content else { panic!() };
        let furniture = paragraphs.iter().filter(|(_, kind)| matches!(kind, Some((BlockKind::Boilerplate, _))));
        assert_eq!(furniture.count(), 3, "{paragraphs:?}");
    }
}
