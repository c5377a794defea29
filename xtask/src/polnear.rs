//! Scores English attributions on PolNeAR (Newell et al. 2018): brat files beside texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::index::DocIdx;
use recoupe::layers::attributions::Attribution;
use recoupe::score::{Located, Prf, pair_spans, ratio};
use recoupe::text::CharIndex;
use recoupe::{Dossier, Span};

#[derive(clap::Args)]
pub struct Arguments {
    /// Folder that holds `text` and `attributions`
    folder: PathBuf,
    /// Print what is missed, too many or wrong
    #[arg(long)]
    notes: bool,
}

/// Overlaps (intersection over union) at which contents match.
const OVERLAPS: [f64; 2] = [0.3, 0.8];

/// An attribution of the corpus; spans that come in parts are covered by one.
struct Expected {
    content: Located,
    cue: Option<Span>,
    source: Option<Span>,
}

#[allow(clippy::print_stdout)]
pub fn run(arguments: &Arguments) -> Result<()> {
    let (dossier, golds) = read(&arguments.folder)?;
    let mut found: Vec<(Located, &Attribution)> = dossier
        .docs
        .iter()
        .enumerate()
        .flat_map(|(at, doc)| doc.annotations.attributions.iter().map(move |it| (at, it)))
        .map(|(at, it)| (Located::of(&dossier, DocIdx::new(at), it.content), it))
        .collect();
    join_parts(&mut found);
    let spans: Vec<Located> = golds.iter().map(|gold| gold.content).collect();
    let contents: Vec<Located> = found.iter().map(|(at, _)| *at).collect();
    for least in OVERLAPS {
        let score = Prf::of(pair_spans(&spans, &contents, least).len(), found.len(), golds.len());
        println!("content at {least}: P {:.3} R {:.3} F1 {:.3}", score.p, score.r, score.f1);
    }
    let pairs = pair_spans(&spans, &contents, OVERLAPS[0]);
    let source = |&(g, s): &(usize, usize)| Some(meets(golds[g].source?, found[s].1.source.as_ref()?.span));
    let sources: Vec<bool> =
        pairs.iter().filter(|(g, _)| golds[*g].source.is_some()).map(|pair| source(pair).unwrap_or_default()).collect();
    let cues = pairs.iter().filter(|&&(g, s)| golds[g].cue.zip(found[s].1.cue).is_some_and(|(a, b)| a.overlaps(b)));
    println!("source {:.3}", ratio(sources.iter().filter(|right| **right).count(), sources.len()));
    println!("cue    {:.3}", ratio(cues.count(), pairs.len()));
    println!("{} documents, {} attributions, {} found", dossier.docs.len(), golds.len(), found.len());
    if arguments.notes {
        for note in notes(&dossier, &golds, &found, &pairs) {
            println!("{note}");
        }
    }
    Ok(())
}

/// Joins a quotation that goes on in sentences of its own with the part that has the cue, as the corpus does.
fn join_parts(found: &mut Vec<(Located, &Attribution)>) {
    let mut joined: Vec<(Located, &Attribution)> = Vec::new();
    for &(at, it) in found.iter() {
        let source = |it: &Attribution| it.source.as_ref().map(|source| source.span);
        match joined.last_mut().filter(|(last, of)| last.doc == at.doc && source(of) == source(it) && it.cue.is_none())
        {
            Some((last, _)) => *last = last.cover(at),
            None => joined.push((at, it)),
        }
    }
    *found = joined;
}

/// Whether two spans of a source are one: their shared part is at least half of the shorter.
fn meets(one: Span, two: Span) -> bool {
    let shared = one.end.min(two.end).saturating_sub(one.start.max(two.start)) as usize;
    shared * 2 >= one.len().min(two.len()) && shared > 0
}

fn notes(
    dossier: &Dossier,
    golds: &[Expected],
    found: &[(Located, &Attribution)],
    pairs: &[(usize, usize)],
) -> Vec<String> {
    let text = |doc: DocIdx, span: Option<Span>| {
        span.map_or(String::new(), |span| dossier.docs[doc.at()].document.slice(span).replace('\n', " "))
    };
    let mut notes = Vec::new();
    for (g, gold) in golds.iter().enumerate() {
        let doc = gold.content.doc;
        let wanted =
            format!("[{}] {} | {}", text(doc, gold.source), text(doc, gold.cue), text(doc, Some(gold.content.span)));
        let Some(&(_, s)) = pairs.iter().find(|(of, _)| *of == g) else {
            notes.push(format!("missed: {wanted}"));
            continue;
        };
        let (at, it) = found[s];
        let source = it.source.as_ref().map(|source| source.span);
        if gold.source.is_some() && !gold.source.zip(source).is_some_and(|(one, two)| meets(one, two)) {
            notes.push(format!("source: {wanted} << [{}] by {}", text(doc, source), it.rule));
        }
        if gold.content.iou(at) < OVERLAPS[1] {
            notes.push(format!("content: {wanted} << {} by {}", text(doc, Some(at.span)), it.rule));
        }
    }
    for (s, (at, it)) in found.iter().enumerate() {
        if pairs.iter().all(|(_, of)| *of != s) {
            let source = text(at.doc, it.source.as_ref().map(|source| source.span));
            let (cue, content) = (text(at.doc, it.cue), text(at.doc, Some(at.span)));
            notes.push(format!("too many: [{source}] {cue} | {content} by {}", it.rule));
        }
    }
    notes
}

/// The texts as a dossier, and the attributions of each.
fn read(folder: &Path) -> Result<(Dossier, Vec<Expected>)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder.join("attributions"))
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    files.sort();
    let (mut documents, mut golds) = (Vec::new(), Vec::new());
    for (position, path) in files.iter().enumerate() {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        // The names of annotation files end with the annotator.
        let article = name.rsplit_once('_').map_or(name.as_ref(), |(article, _)| article);
        let text_path = folder.join("text").join(format!("{article}.txt"));
        let text = fs::read_to_string(&text_path).with_context(|| text_path.display().to_string())?;
        let annotations = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        golds.extend(parse(&annotations, &text, DocIdx::new(position)));
        // Numbered names keep the order of the files.
        documents.push(crate::meantime::document(&format!("{position:04} {article}"), text, None));
    }
    Ok((Dossier::of(documents), golds))
}

/// `T3<tab>Content 115 290;300 310<tab>…` and `E1<tab>Attribution:T4 Content:T3 Cue:T2 Source:T1`, in code points.
fn parse(annotations: &str, text: &str, doc: DocIdx) -> Vec<Expected> {
    let index = CharIndex::new(text);
    let mut spans: BTreeMap<&str, Span> = BTreeMap::new();
    let mut events = Vec::new();
    for line in annotations.lines() {
        let mut columns = line.split('\t');
        let (Some(id), Some(what)) = (columns.next(), columns.next()) else { continue };
        if id.starts_with('E') {
            events.push(what);
        } else if let Some((_, ranges)) = what.split_once(' ') {
            let parts = ranges.split(';').filter_map(|range| {
                let (start, end) = range.split_once(' ')?;
                Some(index.byte_span(start.parse().ok()?, end.parse().ok()?))
            });
            spans.extend(parts.reduce(Span::cover).map(|span| (id, span)));
        }
    }
    let expected = events.into_iter().filter_map(|event| {
        let span = |role: &str| {
            let id = event.split(' ').find_map(|part| part.strip_prefix(role)?.strip_prefix(':'))?;
            spans.get(id).copied()
        };
        let content = Located::in_text(text, doc, span("Content")?);
        Some(Expected { content, cue: span("Cue"), source: span("Source") })
    });
    expected.collect()
}
