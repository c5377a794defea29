//! Scores the reader on pages: F1 of tokens for the body, exact metadata. Other programs' results, as
//! `tests/pages/compare.py` writes them, are scored in the same way.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use recoupe::Document;
use recoupe::document::{BlockKind, StatedDate};
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use serde::Deserialize;

#[derive(clap::Args)]
pub struct Arguments {
    /// Pages with their gold files
    #[arg(long, num_args = 1.., default_value = "tests/pages")]
    folder: Vec<PathBuf>,
    /// Results of other programs, one JSON object per line
    #[arg(long)]
    others: Option<PathBuf>,
    /// Print each page
    #[arg(long)]
    pages: bool,
    /// Fail when the mean F1 of the body is below this
    #[arg(long, default_value_t = 0.0)]
    floor: f64,
}

/// What a page says, by a person or by a program. The body is paragraphs.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Page {
    tool: String,
    page: String,
    title: Option<String>,
    outlet: Option<String>,
    author: Option<String>,
    agencies: Vec<String>,
    published: Option<String>,
    modified: Option<String>,
    body: Vec<String>,
}

/// Sums over the pages of one program.
#[derive(Default)]
struct Sums {
    pages: usize,
    precision: f64,
    recall: f64,
    f1: f64,
    /// Right answers per field; a page without a gold value counts as right where none is given.
    right: BTreeMap<&'static str, usize>,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut gold: BTreeMap<String, Page> = BTreeMap::new();
    let mut results: Vec<Page> = Vec::new();
    for folder in &arguments.folder {
        for (name, page) in gold_of(folder)? {
            results.push(read_page(folder, &name)?);
            gold.insert(name, page);
        }
    }
    if let Some(others) = &arguments.others {
        for line in fs::read_to_string(others)?.lines() {
            results.push(serde_json::from_str(line)?);
        }
    }
    let mut out = std::io::stdout().lock();
    let mut tools: BTreeMap<String, Sums> = BTreeMap::new();
    for result in &results {
        let Some(gold) = gold.get(&result.page) else { continue };
        let [precision, recall, f1] = token_scores(&gold.body, &result.body);
        let wrong = wrong_fields(gold, result);
        if arguments.pages {
            writeln!(out, "{:<14} {:<12} {f1:.3}  wrong: {}", result.tool, result.page, wrong.join(", "))?;
        }
        let sums = tools.entry(result.tool.clone()).or_default();
        sums.pages += 1;
        sums.precision += precision;
        sums.recall += recall;
        sums.f1 += f1;
        for field in FIELDS {
            *sums.right.entry(field).or_default() += usize::from(!wrong.contains(&field));
        }
    }
    writeln!(
        out,
        "{:<14} {:>5} {:>9} {:>9} {:>9}  {}",
        "tool",
        "pages",
        "precision",
        "recall",
        "F1",
        FIELDS.join(" ")
    )?;
    for (tool, sums) in &tools {
        let mean = |sum: f64| sum / sums.pages.max(1) as f64;
        let right: Vec<String> = FIELDS
            .iter()
            .map(|field| format!("{:>w$}", sums.right.get(field).unwrap_or(&0), w = field.len()))
            .collect();
        let [precision, recall, f1] = [sums.precision, sums.recall, sums.f1].map(mean);
        writeln!(out, "{tool:<14} {:>5} {precision:>9.3} {recall:>9.3} {f1:>9.3}  {}", sums.pages, right.join(" "))?;
    }
    let own = tools.get("recoupe").map_or(0.0, |sums| sums.f1 / sums.pages.max(1) as f64);
    anyhow::ensure!(own >= arguments.floor, "the body's F1 of {own:.3} is below {:.3}", arguments.floor);
    Ok(())
}

const FIELDS: [&str; 6] = ["title", "outlet", "author", "agencies", "published", "modified"];

/// What our own reader says of a page; nothing where it refuses the page.
fn read_page(folder: &Path, name: &str) -> anyhow::Result<Page> {
    let file = folder.join(format!("{name}.html"));
    let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
    let input = Input { name: &format!("{name}.html"), bytes: &bytes, sidecar: None };
    let reading = read(&input, Packs::embedded()).unwrap_or_default();
    Ok(match reading.documents.first() {
        Some(document) => page_of(name, document),
        None => Page { tool: "recoupe".into(), page: name.to_owned(), ..Page::default() },
    })
}

fn gold_of(folder: &Path) -> anyhow::Result<BTreeMap<String, Page>> {
    let mut gold = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(page) = name.strip_suffix(".gold.json") {
            gold.insert(page.to_owned(), serde_json::from_str(&fs::read_to_string(&path)?).context(name.clone())?);
        }
    }
    Ok(gold)
}

/// What a document says.
fn page_of(name: &str, document: &Document) -> Page {
    let running = |kind: BlockKind| matches!(kind, BlockKind::Body | BlockKind::Standfirst | BlockKind::Subheading);
    let body = document.blocks.iter().filter(|block| running(block.kind));
    let day = |date: Option<&StatedDate>| date.and_then(|date| date.interval.single_day()).map(|day| day.to_string());
    let meta = &document.meta;
    Page {
        tool: "recoupe".into(),
        page: name.to_owned(),
        title: meta.title.value().cloned(),
        outlet: meta.outlet.value().cloned(),
        author: meta.byline.value().cloned(),
        agencies: meta.agencies.iter().map(|agency| agency.value.clone()).collect(),
        published: day(meta.published.value()),
        modified: day(meta.modified.value()),
        body: body.map(|block| document.slice(block.span).to_owned()).collect(),
    }
}

/// Precision, recall and F1 of the bags of words.
fn token_scores(gold: &[String], found: &[String]) -> [f64; 3] {
    let bag = |texts: &[String]| {
        let mut bag: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts {
            for token in text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
                *bag.entry(token.to_lowercase()).or_default() += 1;
            }
        }
        bag
    };
    let (gold, found) = (bag(gold), bag(found));
    let shared: usize = gold.iter().map(|(token, count)| count.min(found.get(token).unwrap_or(&0))).sum();
    let part = |of: &BTreeMap<String, usize>| {
        let all: usize = of.values().sum();
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    };
    let (precision, recall) = (part(&found), part(&gold));
    let f1 = if shared == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
    [precision, recall, f1]
}

/// The fields that do not say what the gold says.
fn wrong_fields(gold: &Page, found: &Page) -> Vec<&'static str> {
    let fold = |text: &Option<String>| {
        let text = text.clone().unwrap_or_default().to_lowercase().replace('’', "'");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let agencies = |page: &Page| {
        let mut names: Vec<String> = page.agencies.iter().map(|name| name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        names
    };
    // Programs write several authors in their own ways.
    let authors = |page: &Page| {
        let folded = fold(&page.author);
        let separated = [" and ", " et ", " & ", ";"].iter().fold(folded, |names, word| names.replace(word, ","));
        let mut names: Vec<String> = separated.split(',').map(|name| name.trim().to_owned()).collect();
        names.sort();
        names
    };
    // A page that states no change may be said to have been changed when it was published.
    let modified = fold(&gold.modified) == fold(&found.modified)
        || gold.modified.is_none() && (found.modified.is_none() || fold(&found.modified) == fold(&gold.published));
    let right = [
        fold(&gold.title) == fold(&found.title),
        fold(&gold.outlet) == fold(&found.outlet),
        authors(gold) == authors(found),
        agencies(gold) == agencies(found),
        fold(&gold.published) == fold(&found.published),
        modified,
    ];
    FIELDS.into_iter().zip(right).filter(|(_, right)| !right).map(|(field, _)| field).collect()
}
