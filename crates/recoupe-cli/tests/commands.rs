//! The binary from outside: files, exit codes, standard input.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn recoupe(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_recoupe")).args(arguments).output().unwrap()
}

/// A fresh folder below Cargo's own folder for test files.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_example_gives_a_report_without_network() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/bunia");
    let report = folder("example").join("report.html");
    let output = recoupe(&["report", text(&example), "-o", text(&report), "--ui", "fr"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let html = fs::read_to_string(&report).unwrap();
    assert!(html.contains("default-src 'none'") && html.contains("Bunia"));
    assert!(!html.contains("src=\"http") && !html.contains("<link"));
    let again = folder("example-again").join("report.html");
    recoupe(&["report", text(&example), "-o", text(&again), "--ui", "fr", "--jobs", "1"]);
    assert_eq!(html, fs::read_to_string(&again).unwrap(), "the same input gives the same bytes");
}

#[test]
fn one_bad_file_never_stops_a_dossier() {
    let dossier = folder("bad-file");
    fs::write(dossier.join("empty.txt"), "").unwrap();
    fs::write(dossier.join("scan.pdf"), b"%PDF-1.7").unwrap();
    fs::write(dossier.join("good.txt"), "Le préfet a annoncé mardi la fermeture de la route de Lyon.").unwrap();
    let output = recoupe(&["report", text(&dossier), "--to", "jsonl", "-o", "-"]);
    assert_eq!(output.status.code(), Some(3));
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("skipped empty.txt: the file is empty"), "{errors}");
    assert!(errors.contains("skipped scan.pdf: this is a PDF file that is damaged"), "{errors}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("good.txt"));
}

#[test]
fn packs_are_read_from_a_folder() {
    let reports = folder("languages-reports");
    fs::write(
        reports.join("a.txt"),
        "Mardi 7 mars 2023\n\nLe préfet a annoncé mardi la fermeture de la route de Lyon.",
    )
    .unwrap();
    let packs = folder("languages").join("fr");
    fs::create_dir_all(&packs).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../languages/fr")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, packs.join(path.file_name().unwrap())).unwrap();
    }
    let arguments =
        ["annotate", "--layer", "attributions", text(&reports), "--languages", text(packs.parent().unwrap())];
    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).matches("fermeture").count();
    assert_eq!(said(&recoupe(&arguments)), 1);
    let file = packs.join("attributions.toml");
    fs::remove_file(&file).unwrap();
    let output = recoupe(&arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the file 'attributions.toml' is missing"));
}

#[test]
fn nothing_to_read_and_wrong_usage_have_their_exit_codes() {
    assert_eq!(recoupe(&["report", "no-such-folder"]).status.code(), Some(1));
    assert_eq!(recoupe(&["report"]).status.code(), Some(2));
    assert_eq!(recoupe(&["report", "x", "--to", "papyrus"]).status.code(), Some(2));
}

#[test]
fn standard_input_is_a_report() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_recoupe"))
        .args(["annotate", "--layer", "timexes", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Il est arrivé le 4 mars 2021 à Lyon.".as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(output.contains("2021-03-04"), "{output}");
}

/// What `annotate` prints of a report.
fn annotated(report: &Path, arguments: &[&str]) -> String {
    let output = recoupe(&[&["annotate", text(report)], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn time_is_printed_as_timeml_and_edtf() {
    let report = folder("timeml").join("a.txt");
    fs::write(&report, "Il est arrivé le 4 mars 2021 à Lyon. La veille & vers la fin de 2019, il pleuvait.").unwrap();
    let timeml = annotated(&report, &["--layer", "timexes", "--format", "timeml"]);
    assert!(timeml.starts_with("<?xml") && timeml.contains("functionInDocument=\"CREATION_TIME\""), "{timeml}");
    assert!(timeml.contains("type=\"DATE\" value=\"2021-03-04\">le 4 mars 2021</TIMEX3> à Lyon"), "{timeml}");
    assert!(timeml.contains("value=\"2021-03-03\" anchorTimeID=\"t1\">La veille</TIMEX3> &amp; vers"), "{timeml}");
    let edtf = annotated(&report, &["--layer", "timexes", "--format", "edtf"]);
    assert!(edtf.contains("\t2021-03-04\tle 4 mars 2021") && edtf.contains("/2019-12-31\t"), "{edtf}");
    let wrong = recoupe(&["annotate", text(&report), "--layer", "tokens", "--format", "timeml"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("go with --layer timexes"));
}

#[test]
fn a_users_places_and_actors_win() {
    let folder = folder("user-files");
    let (report, places, actors) = (folder.join("a.txt"), folder.join("p.tsv"), folder.join("a.toml"));
    fs::write(&report, "Le colonel de la Brigade des Brumes a quitté Vézoronne pour Lyon mardi.").unwrap();
    assert!(!annotated(&report, &["--layer", "toponyms"]).contains("2147483648"));
    let table = "name\tvariants\tlat\tlon\tkind\tnote\tsource\tcountry\nVézoronne\tVezoronne-le-Vieux\t45.1\t5.2\tsettlement\t\tmine\tFR\n";
    fs::write(&places, table).unwrap();
    let own = annotated(&report, &["--layer", "toponyms", "--places", text(&places)]);
    assert!(own.contains("\tVézoronne\t") && own.contains("2147483648"), "{own}");
    let list = "[[actor]]\nid = \"mist\"\nkind = \"armed_group\"\nnames = { fr = \"Brigade des Brumes\" }\n";
    assert!(!annotated(&report, &["--layer", "actors"]).contains("listed_name"));
    fs::write(&actors, list).unwrap();
    let own = annotated(&report, &["--layer", "actors", "--actors", text(&actors)]);
    assert!(own.contains("listed_name"), "{own}");
}

#[test]
fn a_wrong_user_file_is_named_with_its_line() {
    let folder = folder("wrong-user-files");
    let (report, places) = (folder.join("a.txt"), folder.join("p.tsv"));
    fs::write(&report, "Il est arrivé à Lyon.").unwrap();
    fs::write(&places, "name\tvariants\tlat\tlon\tkind\nUr\t\t95\t46\tsettlement\n").unwrap();
    let output = recoupe(&["annotate", text(&report), "--layer", "toponyms", "--places", text(&places)]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors.contains("p.tsv") && errors.contains("line 2"), "{errors}");
}

#[test]
fn a_pack_is_built_from_files_of_geonames_and_used() {
    let folder = folder("geonames");
    let (report, dump, regions, pack) =
        (folder.join("a.txt"), folder.join("FR.txt"), folder.join("admin1.txt"), folder.join("places.bin"));
    fs::write(&report, "Le feu a détruit la halle de Vézoronne, un village de France.").unwrap();
    let mut columns =
        ["999888777", "Vézoronne", "Vezoronne", "Vezoronne", "45.1", "5.2", "P", "PPL", "FR", "", "84"].to_vec();
    columns.extend(["38", "", "", "312", "", "240", "Europe/Paris", "2020-01-01"]);
    fs::write(&dump, columns.join("\t") + "\n").unwrap();
    fs::write(&regions, "FR.84\tAuvergne-Rhône-Alpes\tAuvergne-Rhone-Alpes\t11071625\n").unwrap();
    let built = recoupe(&["gazetteer", "build", text(&dump), "--regions", text(&regions), "-o", text(&pack)]);
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let own = annotated(&report, &["--layer", "toponyms", "--gazetteer", text(&pack)]);
    assert!(own.contains("\tVézoronne\t") && own.contains("999888777"), "{own}");
    fs::write(&dump, "no dump\n").unwrap();
    let wrong = recoupe(&["gazetteer", "build", text(&dump), "--regions", text(&regions), "-o", text(&pack)]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("line 1"));
}

#[test]
fn export_writes_each_form_and_a_database_that_opens() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/bunia");
    let out = folder("export");
    let output = recoupe(&["export", "--to", "csv,timeml,sqlite", "-o", text(&out), text(&example)]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(out.join("bunia.csv").exists() && out.join("bunia-timeml/edtf.tsv").exists());
    let database = rusqlite::Connection::open(out.join("bunia.sqlite")).unwrap();
    let count = |query: &str| database.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM document"), 6);
    assert!(count("SELECT count(*) FROM who_says_what") > 5);
    let wrong = "SELECT count(*) FROM claim JOIN document ON document.id = claim.document \
        WHERE quote <> substr(text, start + 1, \"end\" - start)";
    assert_eq!(count(wrong), 0, "offsets are code points");
    assert!(database.prepare("PRAGMA foreign_key_check").unwrap().query([]).unwrap().next().unwrap().is_none());
    let single = out.join("one.kml");
    assert_eq!(recoupe(&["export", "--to", "kml", "-o", text(&single), text(&example)]).status.code(), Some(0));
    assert!(fs::read_to_string(single).unwrap().contains("<Placemark"));
    assert_eq!(recoupe(&["export", "--to", "sqlite", "-o", "-", text(&example)]).status.code(), Some(1));
}
