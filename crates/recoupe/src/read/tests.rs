//! Whole inputs: what comes apart, what is refused and under which name.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::document::BlockKind;

const REPORT: &str = "Le pont est fermé\n\nJeudi 4 mars 2021\n\nLe préfet a annoncé jeudi la fermeture du pont de Bray à la circulation, après la crue de la nuit.";

fn reading(name: &str, bytes: &[u8]) -> Result<Reading, ReadError> {
    read(&Input { name, bytes, sidecar: None }, Packs::embedded())
}

/// The day on which a document says that it was published.
fn day(document: &Document) -> String {
    document.meta.published.value().unwrap().interval.single_day().unwrap().to_string()
}

fn names(reading: &Reading) -> Vec<&str> {
    reading.documents.iter().map(|document| document.name.as_str()).collect()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // The crate refuses to write a climbing path, so the name goes in as bytes.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn archives_of_archives_and_records_give_their_documents() {
    let table = format!("titre;texte\nUn;{}\nDeux;{}\n", "Le pont est fermé. ".repeat(3), "La route aussi. ".repeat(3));
    let inner = zip(&[("deep/b.txt", REPORT.as_bytes()), ("pages/x.png", b"\x89PNG")]);
    let outer = zip(&[("a.txt", REPORT.as_bytes()), ("inner.zip", &inner), ("t.csv", table.as_bytes())]);
    let packed = archive::gzip::packed(&outer);
    let found = reading("d.zip.gz", &packed).unwrap();
    assert_eq!(
        names(&found),
        ["d.zip.gz/a.txt", "d.zip.gz/inner.zip/deep/b.txt", "d.zip.gz/t.csv#1", "d.zip.gz/t.csv#2"]
    );
    assert_eq!(found.refused, []);
    assert_eq!(found.documents[3].meta.title.value().unwrap(), "Deux");
    assert_eq!(found.documents[3].blocks[0].kind, BlockKind::Headline);
    assert!(found.remarks.iter().any(|remark| remark.name.ends_with("inner.zip") && remark.text.contains("1 files")));
}

#[test]
fn what_climbs_or_is_broken_is_named_and_the_rest_goes_on() {
    let archive = tar(&[("../../etc/cron.txt", b"x"), ("good.txt", REPORT.as_bytes()), ("empty.txt", b" ")]);
    let found = reading("t.tar", &archive).unwrap();
    assert_eq!(names(&found), ["t.tar/good.txt"]);
    let refused: Vec<(&str, &ReadError)> = found.refused.iter().map(|one| (one.name.as_str(), &one.error)).collect();
    assert_eq!(refused, [("t.tar/../../etc/cron.txt", &ReadError::Path), ("t.tar/empty.txt", &ReadError::Empty)]);
    let cut = &archive[..700];
    assert!(matches!(reading("t.tar", cut), Ok(found) if found.documents.is_empty() && !found.refused.is_empty()));
}

#[test]
fn depth_is_bounded() {
    let mut archive = zip(&[("a.txt", REPORT.as_bytes())]);
    for _ in 0..6 {
        archive = zip(&[("z.zip", &archive)]);
    }
    let found = reading("deep.zip", &archive).unwrap();
    assert_eq!(found.refused[0].error, ReadError::Limit { limit: "depth", value: 5 });
    assert!(found.documents.is_empty());
}

#[test]
fn a_zip_bomb_is_refused_by_name_and_its_neighbour_is_read() {
    let zeros = vec![b' '; 40 << 20];
    let found = reading("b.zip", &zip(&[("bomb.txt", &zeros), ("a.txt", REPORT.as_bytes())])).unwrap();
    assert_eq!(names(&found), ["b.zip/a.txt"]);
    assert_eq!(found.refused[0].name, "b.zip/bomb.txt");
    assert!(matches!(found.refused[0].error, ReadError::Limit { limit: "ratio", .. }));
}

#[test]
fn sidecars_hold_for_all_documents_and_inner_ones_win() {
    let archive =
        zip(&[("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes()), ("b.meta.json", br#"{"outlet": "Inner"}"#)]);
    let input = Input { name: "s.zip", bytes: &archive, sidecar: Some(("s.meta.json", r#"{"outlet": "Outer"}"#)) };
    let found = read(&input, Packs::embedded()).unwrap();
    let outlets: Vec<&str> = found.documents.iter().map(Document::outlet).collect();
    assert_eq!(outlets, ["Outer", "Inner"]);
}

#[test]
fn a_page_in_a_web_archive_keeps_its_address_and_its_encoding() {
    let page = b"<html><head><title>Pont</title></head><body><p>Le pont est ferm\xe9 depuis la nuit, a dit le pr\xe9fet.</p></body></html>";
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n", page.as_slice()].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://fleuve.example/2021/03/04/pont\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    let info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nabc\r\n\r\n";
    let file = [info.as_slice(), head.as_bytes(), &http, b"\r\n\r\n"].concat();
    let wacz = zip(&[
        ("datapackage.json", b"{}"),
        ("pages/pages.jsonl", b"{}"),
        ("archive/data.warc.gz", &archive::gzip::packed(&file)),
    ]);
    let found = reading("w.wacz", &wacz).unwrap();
    assert_eq!(names(&found), ["w.wacz/archive/data.warc.gz#2"], "{found:?}");
    let document = &found.documents[0];
    assert!(document.text.contains("Le pont est fermé depuis"), "{}", document.text);
    assert_eq!(document.meta.url.value().unwrap(), "https://fleuve.example/2021/03/04/pont");
    assert!(document.meta.published.value().is_some());
}

#[test]
fn a_word_file_is_one_document_with_its_properties() {
    let text = "<w:document><w:body><w:p><w:r><w:t>Le pont de Bray est fermé depuis la nuit, a dit le préfet.</w:t></w:r></w:p></w:body></w:document>";
    let core = "<cp:coreProperties><dc:title>Pont fermé</dc:title><dcterms:created>2021-03-04T10:20:30Z</dcterms:created></cp:coreProperties>";
    let docx = zip(&[("word/document.xml", text.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let found = reading("r.docx", &docx).unwrap();
    assert_eq!(names(&found), ["r.docx"]);
    assert_eq!(found.documents[0].meta.title.value().unwrap(), "Pont fermé");
}

#[test]
fn one_text_in_two_rows_is_two_documents() {
    let line = "{\"text\": \"Le pont est fermé.\"}\n";
    let found = reading("j.jsonl", line.repeat(2).as_bytes()).unwrap();
    assert_ne!(found.documents[0].id, found.documents[1].id);
}

#[test]
fn a_report_that_recoupe_wrote_is_no_source() {
    let page =
        format!("<!DOCTYPE html><html><head>{OWN_MARK}<title>x</title></head><body><p>{REPORT}</p></body></html>");
    assert!(matches!(reading("r.html", page.as_bytes()), Err(ReadError::OwnReport)));
}

#[test]
fn a_language_without_pack_is_named_and_a_few_words_are_of_one_with_a_pack() {
    let german = "Die Armee hat am Donnerstag die Stadt eingenommen, teilte das Ministerium mit. Zahlreiche Menschen sind auf der Flucht, wie die Behörden sagten.";
    let read = reading("a.txt", german.as_bytes()).unwrap();
    assert_eq!(read.documents[0].meta.language.value().map(String::as_str), Some("de"));
    assert!(read.remarks.iter().any(|it| it.text.contains("no pack")));
    let short = reading("b.txt", "Incendie à Lahore".as_bytes()).unwrap();
    assert_eq!(short.documents[0].meta.language.value().map(String::as_str), Some("fr"));
}

#[test]
fn an_address_above_the_report_tells_its_day_and_its_outlet() {
    let text = "Le pont est fermé\n\nhttps://www.fleuve.example/2021/03/04/pont-ferme\n\nLe préfet a annoncé jeudi la fermeture du pont de Bray à toute circulation.\n\nSource : https://rives.example/2019/01/01/\n";
    let document = &reading("pont.txt", text.as_bytes()).unwrap().documents[0];
    assert_eq!(day(document), "2021-03-04");
    assert_eq!(document.meta.outlet.value().unwrap(), "fleuve.example");
}

#[test]
fn the_date_among_the_details_above_a_report_is_its_day() {
    let text = "Le pont est fermé\n\n[Le Fil - Jeudi 4 Mars 2021 - 2 Commentaires| Lu 87 fois |\n\nLe préfet a annoncé jeudi la fermeture du pont de Bray à toute circulation, après la crue qui a emporté une partie de la chaussée pendant la nuit de mercredi.\n";
    let document = &reading("pont.txt", text.as_bytes()).unwrap().documents[0];
    assert_eq!(day(document), "2021-03-04");
    assert!(document.blocks.iter().any(|block| block.rule == "details_with_date"));
}

#[test]
fn the_address_that_a_user_states_tells_day_and_outlet_where_nothing_else_does() {
    let text = "+++\nurl = \"https://www.fleuve.example/monde/pont-20210304-ferme\"\n+++\nLe pont est fermé\n\nLe préfet a annoncé jeudi la fermeture du pont de Bray à toute circulation.\n";
    let document = &reading("pont.txt", text.as_bytes()).unwrap().documents[0];
    assert_eq!(day(document), "2021-03-04");
    assert_eq!(document.meta.outlet.value().unwrap(), "fleuve.example");
}
