//! Scores temporal expressions on MEANTIME (CAT XML, one file per document), with the file's own DCT.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::dates::Interval;
use recoupe::document::{Block, BlockKind, Candidate, Document, DocumentId, Field, Meta, Provenance, StatedDate};
use recoupe::index::DocIdx;
use recoupe::layers::kinds::TimexType;
use recoupe::score::Located;
use recoupe::score::timexes::{Item, compare, system};
use recoupe::{Dossier, Span};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder of CAT XML files; folders below it are read too
    folder: PathBuf,
}

#[allow(clippy::print_stdout)]
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut files = Vec::new();
    collect(&arguments.folder, &mut files)?;
    files.sort();
    let mut documents = Vec::new();
    let mut gold = Vec::new();
    for path in &files {
        let file = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (document, timexes) = parse(&path.display().to_string(), &file);
        documents.push(document);
        gold.push(timexes);
    }
    // Names are sorted paths, so that the dossier keeps this order.
    let dossier = Dossier::of(documents);
    let mut items = Vec::new();
    for (position, timexes) in gold.into_iter().enumerate() {
        let text = &dossier.docs[position].document.text;
        items.extend(timexes.into_iter().map(|timex| timex.item(DocIdx::new(position), text)));
    }
    let docs: Vec<DocIdx> = (0..dossier.docs.len()).map(DocIdx::new).collect();
    let score = compare(&items, &system(&dossier, &docs), |item| {
        let document = &dossier.docs[item.place.doc.at()].document;
        let name = document.name.rsplit('/').next().unwrap_or_default();
        format!(
            "{} '{}' {:?} {}",
            name.get(..8).unwrap_or(name),
            document.slice(item.place.span),
            item.kind,
            item.value
        )
    });
    for note in &score.notes {
        println!("{note}");
    }
    let wanted = items.iter().filter(|item| !item.optional).count();
    println!("{} documents, {wanted} expressions without those of the date line", dossier.docs.len());
    for (name, value) in &score.slots {
        println!("{name:16} {value:.3}");
    }
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "xml") {
            files.push(path);
        }
    }
    Ok(())
}

struct GoldTimex {
    span: Span,
    kind: TimexType,
    value: String,
    creation: bool,
}

impl GoldTimex {
    fn item(self, doc: DocIdx, text: &str) -> Item {
        let place = Located::in_text(text, doc, self.span);
        Item { place, kind: self.kind, value: self.value, optional: self.creation }
    }
}

/// Sentences at the start of a document in which the corpus annotates time.
const ANNOTATED: usize = 6;

/// Tokens joined by spaces, sentences by line breaks; expressions with at least one token.
///
/// Time is annotated in the headline, the date line and the next four or five sentences only
/// ([`ANNOTATED`]), so that the text ends there.
fn parse(name: &str, file: &str) -> (Document, Vec<GoldTimex>) {
    let mut text = String::new();
    let mut spans: Vec<(String, Span)> = Vec::new();
    let mut sentence = String::new();
    let mut timexes = Vec::new();
    let mut dct = None;
    let mut open: Option<(&str, Vec<Span>)> = None;
    let mut ends = Vec::<usize>::new();
    for line in file.split_inclusive('>').flat_map(|piece| piece.split('\n')).collect::<String>().split("<") {
        let (tag, content) = line.split_once('>').unwrap_or((line, ""));
        if tag.starts_with("token ") {
            let of = attribute(tag, "sentence").unwrap_or_default();
            if !text.is_empty() {
                if of != sentence {
                    ends.push(text.len());
                }
                text.push(if of == sentence { ' ' } else { '\n' });
            }
            sentence = of.to_owned();
            let start = text.len();
            text.push_str(&unescape(content));
            spans.push((attribute(tag, "t_id").unwrap_or_default().to_owned(), Span::new(start, text.len())));
        } else if tag.starts_with("TIMEX3 ") {
            open = Some((tag, Vec::new()));
        } else if tag.starts_with("token_anchor") {
            let id = attribute(tag, "t_id").unwrap_or_default();
            let Some((_, span)) = spans.iter().find(|(of, _)| of == id) else { continue };
            if let Some((_, anchors)) = &mut open {
                anchors.push(*span);
            }
        } else if tag.starts_with("/TIMEX3")
            && let Some((tag, anchors)) = open.take()
        {
            let creation = attribute(tag, "functionInDocument") == Some("CREATION_TIME");
            let value = attribute(tag, "value").unwrap_or_default().to_owned();
            let Some(span) = anchors.into_iter().reduce(Span::cover) else { continue };
            if creation || dct.is_none() && value.len() == 10 {
                dct = value.parse().ok().or(dct);
            }
            let kind = match attribute(tag, "type") {
                Some("TIME") => TimexType::Time,
                Some("DURATION") => TimexType::Duration,
                Some("SET") => TimexType::Set,
                _ => TimexType::Date,
            };
            timexes.push(GoldTimex { span, kind, value, creation });
        }
    }
    if let Some(&end) = ends.get(ANNOTATED - 1) {
        text.truncate(end);
        timexes.retain(|timex| timex.span.end as usize <= end);
    }
    (document(name, text, dct), timexes)
}

/// A body of English text with its day.
pub(crate) fn document(name: &str, text: String, dct: Option<jiff::civil::Date>) -> Document {
    let field = |value, provenance| Field { candidates: vec![Candidate { value, provenance }], chosen: Some(0) };
    let stated = Provenance::Sidecar { file: name.to_owned(), key: "date".into() };
    let mut meta = Meta::default();
    if let Some(day) = dct {
        meta.published = field(StatedDate { raw: day.to_string(), interval: Interval::day(day) }, stated);
    }
    let detector = Provenance::Detector { name: "corpus".into() };
    meta.language = Field { candidates: vec![Candidate { value: "en".into(), provenance: detector }], chosen: Some(0) };
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "corpus".into() }];
    Document { id: DocumentId::of(name, text.as_bytes()), name: name.to_owned(), meta, text, blocks }
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(from..)?.split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
