//! Archives: files inside a file.

pub(super) mod gzip;
pub(super) mod tar;
pub(super) mod warc;
pub(super) mod zip;

use std::collections::BTreeMap;

use super::piece::Piece;
use super::{ReadError, Refused};

/// What an archive held.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Unpacked {
    pub pieces: Vec<Piece>,
    /// Parts that were left out, with the reason.
    pub refused: Vec<Refused>,
    /// Pictures, styles and programs that were passed over.
    pub passed_over: usize,
}

const SIDECAR: &str = ".meta.json";

/// Files that lie beside saved pages and are never reports.
const NO_REPORTS: &[&str] = &[
    "avif", "bmp", "css", "eot", "gif", "ico", "jpeg", "jpg", "js", "m4a", "map", "mjs", "mov", "mp3", "mp4", "ogg",
    "otf", "png", "svg", "tif", "tiff", "ttf", "wav", "webm", "webp", "woff", "woff2",
];

/// Whether the extension says that a file is a picture, a style or a program.
pub fn is_no_report(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    NO_REPORTS.contains(&extension.as_str())
}

/// The endings of the folder that a browser writes beside a saved page ('page.html' and 'page_files'), in
/// the languages in which browsers do so.
const PAGE_FOLDERS: &[&str] = &["_files", "_fichiers", "-Dateien", "_archivos", "_ficheiros"];

/// Whether a path leads through the folder of a saved page that is among `names`.
pub fn is_of_saved_page(path: &str, names: &std::collections::BTreeSet<String>) -> bool {
    path.match_indices('/').any(|(at, _)| {
        PAGE_FOLDERS.iter().filter_map(|ending| path[..at].strip_suffix(ending)).any(|page| {
            [".html", ".htm", ".xhtml"].iter().any(|extension| names.contains(&format!("{page}{extension}")))
        })
    })
}

/// The path of an archive's entry with '/', if it stays inside the archive.
fn path(raw: &str) -> Result<String, ReadError> {
    let path = raw.replace('\\', "/");
    let climbs = path.split('/').any(|part| part == "..");
    let rooted = path.starts_with('/') || path.get(1..2) == Some(":");
    if climbs || rooted || path.contains('\0') || path.trim().is_empty() {
        return Err(ReadError::Path);
    }
    Ok(path.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/"))
}

/// Files that begin with a dot and the shadow folder that one system adds to archives.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | "..") || part == "__MACOSX")
}

/// Pieces from the files of an archive: what is no report is passed over, sidecars go to their files.
fn settle(archive: &str, files: Vec<(String, Vec<u8>)>, mut unpacked: Unpacked) -> Unpacked {
    let names = files.iter().map(|(path, _)| path.clone()).collect();
    let (sidecars, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.ends_with(SIDECAR));
    let mut sidecars: BTreeMap<String, Vec<u8>> = sidecars.into_iter().collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (path, bytes) in files {
        if is_of_saved_page(&path, &names) {
            unpacked.passed_over += 1;
            continue;
        }
        let times = seen.entry(path.clone()).or_default();
        *times += 1;
        let name = if *times > 1 { format!("{archive}/{path} ({times})") } else { format!("{archive}/{path}") };
        let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
        let mut piece = Piece::file(name, bytes);
        piece.sidecar = [&path, stem].iter().find_map(|of| {
            let sidecar = format!("{of}{SIDECAR}");
            let bytes = sidecars.remove(&sidecar)?;
            Some((format!("{archive}/{sidecar}"), String::from_utf8_lossy(&bytes).into_owned()))
        });
        unpacked.pieces.push(piece);
    }
    for path in sidecars.into_keys() {
        unpacked.refused.push(Refused { name: format!("{archive}/{path}"), error: ReadError::LoneSidecar });
    }
    unpacked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_archive_are_refused() {
        for climbing in ["../a.txt", "a/../../b", "/etc/passwd", "C:\\a.txt", "a\\..\\b", "a\0b", ""] {
            assert_eq!(path(climbing), Err(ReadError::Path), "{climbing:?}");
        }
        assert_eq!(path("./a//b\\c.txt"), Ok("a/b/c.txt".into()));
        assert_eq!(path("a..b/c...txt"), Ok("a..b/c...txt".into()));
    }

    #[test]
    fn sidecars_go_to_their_files_and_page_folders_are_passed_over() {
        let file = |path: &str| (path.to_owned(), b"x".to_vec());
        let files = ["a.txt", "a.txt.meta.json", "b.meta.json", "p.html", "p_files/ad.html", "q_files/c.html"];
        let unpacked = settle("z.zip", files.map(file).to_vec(), Unpacked::default());
        let names: Vec<&str> = unpacked.pieces.iter().map(|piece| piece.name.as_str()).collect();
        assert_eq!(names, ["z.zip/a.txt", "z.zip/p.html", "z.zip/q_files/c.html"]);
        assert!(unpacked.pieces[0].sidecar.is_some() && unpacked.pieces[1].sidecar.is_none());
        assert_eq!(unpacked.passed_over, 1);
        assert_eq!(unpacked.refused[0].name, "z.zip/b.meta.json");
    }
}
