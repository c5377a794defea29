//! Text reuse on FA-KES (Abu Salem et al. 2019): war news of several outlets that print the same dispatches.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use jiff::civil::Date;
use recoupe::compare::reuse::{Words, search};

#[derive(clap::Args)]
pub struct Arguments {
    /// The CSV file of the collection
    #[arg(default_value = "../shared/data/fakes/fakes-dev.csv")]
    file: PathBuf,
    /// Print the passages of pairs that share fewer 8-grams than the threshold
    #[arg(long)]
    list: bool,
}

/// Words of an n-gram, and how many two articles of different outlets have in common to be a pair for sure.
const GRAM: usize = 8;
const LEAST_GRAMS: usize = 20;
/// Days within which two reports may be of one dispatch; what reports further apart share is background or
/// formula.
const SAME_NEWS: i32 = 7;

struct Article {
    outlet: String,
    /// Day of the report; none where it cannot be read.
    date: Option<Date>,
    text: String,
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let name = arguments.file.display();
    let bytes = fs::read(&arguments.file).with_context(|| format!("the collection {name}"))?;
    let articles = articles(&bytes)?;
    let mut out = io::stdout().lock();
    let start = Instant::now();
    let words: Vec<Words> = articles.iter().map(|article| Words::of_text(&article.text)).collect();
    let found = search(&words);
    writeln!(out, "{} articles, searched in {:.2} s", articles.len(), start.elapsed().as_secs_f64())?;
    let differ = |&(a, b): &(usize, usize)| articles[a].outlet != articles[b].outlet;
    let grams = common_grams(&words);
    let wanted: Vec<(usize, usize)> =
        grams.iter().filter(|(pair, n)| **n >= LEAST_GRAMS && differ(pair)).map(|(pair, _)| *pair).collect();
    let pairs: BTreeMap<(usize, usize), usize> =
        found.iter().filter(|it| it.doc_a != it.doc_b).enumerate().map(|(at, it)| ((it.doc_a, it.doc_b), at)).collect();
    let missed: Vec<_> = wanted.iter().filter(|pair| !pairs.contains_key(pair)).collect();
    writeln!(
        out,
        "pairs of different outlets with {LEAST_GRAMS} or more common word {GRAM}-grams: {}, found {}",
        wanted.len(),
        wanted.len() - missed.len()
    )?;
    for pair in missed {
        writeln!(out, "missed: {pair:?}")?;
    }
    let across = found.iter().filter(|it| it.doc_a != it.doc_b && differ(&(it.doc_a, it.doc_b)));
    let further: Vec<_> = across.filter(|it| !wanted.contains(&(it.doc_a, it.doc_b))).collect();
    let n_within = pairs.len() - pairs.keys().filter(|pair| differ(pair)).count();
    let n_internal = found.iter().filter(|it| it.doc_a == it.doc_b).count();
    let apart = |a: usize, b: usize| {
        let days = (articles[a].date? - articles[b].date?).get_days();
        Some(days.abs() > SAME_NEWS)
    };
    let n_apart = further.iter().filter(|it| apart(it.doc_a, it.doc_b) == Some(true)).count();
    writeln!(
        out,
        "further pairs of different outlets: {}, {n_apart} of them more than {SAME_NEWS} days apart",
        further.len()
    )?;
    writeln!(out, "pairs of one outlet: {n_within}; articles that repeat themselves: {n_internal}")?;
    if arguments.list {
        for it in further {
            let (a, b) = (&articles[it.doc_a], &articles[it.doc_b]);
            let n = grams.get(&(it.doc_a, it.doc_b)).copied().unwrap_or(0);
            writeln!(out, "\n{} / {}: {n} common {GRAM}-grams", a.outlet, b.outlet)?;
            for shared in &it.passages {
                writeln!(out, "  {:.2} {}", shared.similarity, &a.text[shared.a.range()])?;
                writeln!(out, "       {}", &b.text[shared.b.range()])?;
            }
        }
    }
    Ok(())
}

/// How many distinct n-grams each pair of articles has in common.
fn common_grams(words: &[Words]) -> BTreeMap<(usize, usize), usize> {
    let mut holders: BTreeMap<Vec<u32>, BTreeSet<usize>> = BTreeMap::new();
    for (article, words) in words.iter().enumerate() {
        let hashes: Vec<u32> = words.words.iter().map(|word| word.hash).collect();
        for gram in hashes.windows(GRAM) {
            holders.entry(gram.to_vec()).or_default().insert(article);
        }
    }
    let mut common = BTreeMap::new();
    for holders in holders.into_values() {
        for &a in &holders {
            for &b in holders.range(a + 1..) {
                *common.entry((a, b)).or_default() += 1;
            }
        }
    }
    common
}

fn articles(csv: &[u8]) -> anyhow::Result<Vec<Article>> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.byte_headers()?.clone();
    let column = |name: &str| {
        let position = header.iter().position(|field| field == name.as_bytes());
        position.with_context(|| format!("the collection has no column '{name}'"))
    };
    let (content, source, date) = (column("article_content")?, column("source")?, column("date")?);
    let mut articles = Vec::new();
    for record in reader.byte_records() {
        let record = record?;
        let field = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).into_owned();
        let date = Date::strptime("%m/%d/%Y", field(date)).ok();
        articles.push(Article { outlet: field(source), date, text: field(content) });
    }
    Ok(articles)
}
