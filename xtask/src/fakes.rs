//! Measures date, governorate, actor and toll of each article of FA-KES (one claim per article stands for it).

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use recoupe::document::{Candidate, Document, Provenance, StatedDate};
use recoupe::gazetteer::Gazetteer;
use recoupe::language::Packs;
use recoupe::layers::claims::Claim;
use recoupe::layers::kinds::Factuality;
use recoupe::read::{Input, read};
use recoupe::{Annotated, Dossier};

#[derive(clap::Args)]
pub struct Arguments {
    /// The table (CSV, Latin-1)
    table: PathBuf,
    /// Print every wrong slot
    #[arg(long)]
    notes: bool,
}

#[allow(clippy::print_stdout)]
pub fn run(arguments: &Arguments) -> Result<()> {
    let bytes = fs::read(&arguments.table).with_context(|| arguments.table.display().to_string())?;
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let mut tally = Tally::default();
    for row in rows(&text) {
        let Some(dossier) = dossier(&row) else { continue };
        let doc = &dossier.docs[0];
        tally.articles += 1;
        let claim = main_claim(doc);
        for (slot, gold, found) in slots(&row, doc, claim) {
            let right = found.iter().any(|found| gold.contains(found));
            let count = tally.slots.entry(slot).or_default();
            count[0] += usize::from(right);
            count[1] += usize::from(!found.is_empty());
            if arguments.notes && !right {
                println!("{} {slot}: {found:?}, gold {gold:?}", row.get("unit_id").map_or("", String::as_str));
            }
        }
    }
    println!("{} articles", tally.articles);
    for (slot, [right, filled]) in &tally.slots {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        println!("{slot:12} right {:.3}  right of filled {:.3}", share(*right, tally.articles), share(*right, *filled));
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    articles: usize,
    /// Right and filled, by slot.
    slots: BTreeMap<&'static str, [usize; 2]>,
}

fn dossier(row: &BTreeMap<String, String>) -> Option<Dossier> {
    Some(Dossier::of(vec![document(row, "article.txt")?]))
}

/// The report of a row, dated as it says itself.
pub fn document(row: &BTreeMap<String, String>, name: &str) -> Option<Document> {
    let input = Input { name, bytes: row.get("article_content")?.as_bytes(), sidecar: None };
    let mut document = read(&input, Packs::embedded()).ok()?.documents.pop()?;
    let provenance = || Provenance::Sidecar { file: "table".into(), key: "column".into() };
    document.meta.language.candidates = vec![Candidate { value: "en".to_owned(), provenance: provenance() }];
    document.meta.language.chosen = Some(0);
    if let Some((raw, date)) = opening_date(&document.text) {
        let stated = StatedDate { raw, interval: recoupe::dates::Interval::day(date) };
        document.meta.published.candidates = vec![Candidate { value: stated, provenance: provenance() }];
        document.meta.published.chosen = Some(0);
    }
    Some(document)
}

/// Words of an article within which its day of publication stands.
const OPENING: usize = 8;

/// The day of publication with which an article begins, in any of the ways in which the table's sources write it.
fn opening_date(text: &str) -> Option<(String, jiff::civil::Date)> {
    let words: Vec<&str> = text.split_whitespace().take(OPENING).collect();
    let forms: [(usize, &[&str]); 2] = [(3, &["%d %b %Y", "%d %B %Y", "%B %d %Y", "%b %d %Y"]), (1, &["%d-%m-%Y"])];
    (0..words.len()).find_map(|at| {
        forms.iter().find_map(|(width, formats)| {
            let raw = words.get(at..at + width)?.join(" ");
            let date = formats.iter().find_map(|format| jiff::civil::Date::strptime(format, &raw).ok())?;
            Some((raw, date))
        })
    })
}

/// The first killing with a figure that is said to have happened; else the first killing or attack.
fn main_claim(doc: &Annotated) -> Option<&Claim> {
    let happened = |claim: &&Claim| matches!(claim.factuality, Factuality::Asserted | Factuality::Reported);
    let claims = || doc.annotations.claims.iter().filter(happened);
    claims()
        .find(|claim| claim.event_type.is("harm/killed") && !claim.quantities.is_empty())
        .or_else(|| claims().find(|claim| claim.event_type.is("harm/killed")))
        .or_else(|| claims().find(|claim| claim.event_type.is("combat")))
}

type Slots = Vec<(&'static str, Vec<String>, Vec<String>)>;

/// Slot, what is right, what was found.
fn slots(row: &BTreeMap<String, String>, doc: &Annotated, claim: Option<&Claim>) -> Slots {
    let column = |name: &str| row.get(name).map_or("", String::as_str);
    let number = |name: &str| column(name).trim().parse::<f64>().unwrap_or(0.0);
    let (civilians, fighters) = (number("nb_civilians"), number("nb_noncivilians"));
    let others = number("nb_children") + number("nb_women");
    let tolls = [civilians + fighters, civilians + fighters + others, civilians, fighters];
    let tolls: Vec<String> = tolls.iter().filter(|toll| **toll > 0.0).map(f64::to_string).collect();
    let quantity = claim.and_then(|claim| claim.quantities.first());
    let found_toll: Vec<String> =
        quantity.and_then(|it| it.min.or(it.max)).map(|it| it.to_string()).into_iter().collect();
    let mut slots = vec![
        ("date", vec![day(column("date"))], claim.and_then(single_day).into_iter().collect()),
        (
            "governorate",
            vec![column("location").to_owned()],
            claim.and_then(|claim| governorate(doc, claim)).into_iter().collect(),
        ),
    ];
    if column("actor") != "unknown" {
        slots.push(("actor", vec![column("actor").to_owned()], claim.map_or(Vec::new(), |claim| agents(doc, claim))));
    }
    if !tolls.is_empty() {
        slots.push(("toll", tolls, found_toll));
    }
    slots
}

/// `4/5/17` as `2017-04-05`.
pub fn day(date: &str) -> String {
    let parts: Vec<i16> = date.split('/').filter_map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [month, day, year] => format!("{:04}-{month:02}-{day:02}", 2000 + year % 2000),
        _ => String::new(),
    }
}

/// The day that a claim names, or the last of the days that it may mean.
fn single_day(claim: &Claim) -> Option<String> {
    Some(claim.time.as_ref()?.value.interval.latest?.date().to_string())
}

/// The table's name of the governorate in which a claim lies.
fn governorate(doc: &Annotated, claim: &Claim) -> Option<String> {
    let places = &Gazetteer::embedded().places;
    let id = doc.annotations.toponyms.mentions[claim.place.as_ref()?.value.at()].place?;
    let place = places.get(id)?;
    let region = place.admin1.and_then(|id| places.get(id)).unwrap_or(place);
    let name = region.name.to_lowercase();
    let known =
        ["aleppo", "damascus", "idlib", "raqqa", "hasakeh", "homs", "quneitra", "lattakia", "tartous", "hama", "daraa"];
    let same = |word: &&&str| name.contains(&word[..4.min(word.len())]);
    let named = known.iter().find(same).map(|word| (*word).to_owned());
    Some(
        named.unwrap_or_else(|| {
            if name.contains("deir") || name.contains("dayr") { "deir ezzor".to_owned() } else { name }
        }),
    )
}

/// The table's words for who acts.
fn agents(doc: &Annotated, claim: &Claim) -> Vec<String> {
    const SIDES: [(&str, &[&str]); 6] = [
        (
            "syrian government or russian troops",
            &["regime", "government", "syrian army", "russia", "warplane", "syrian force", "assad"],
        ),
        (
            "the organization of the islamic state in iraq and the levant - isis",
            &["islamic state", "isis", "isil", "daesh", "jihadist"],
        ),
        ("international coalition forces", &["coalition", "us-led", "american", "united states"]),
        ("armed opposition groups", &["rebel", "opposition", "insurgent"]),
        ("self administration forces", &["kurd", "ypg", "democratic forces", "sdf"]),
        ("al-nusra front", &["nusra", "qaeda", "fateh al-sham"]),
    ];
    let actors = &doc.annotations.actors;
    let mut found = Vec::new();
    for slot in &claim.agents {
        let mention = &actors.mentions[slot.value.at()];
        let text =
            format!("{} {}", doc.document.slice(mention.span), actors.chains[mention.chain.at()].name).to_lowercase();
        let sides = SIDES.iter().filter(|(_, words)| words.iter().any(|word| text.contains(word)));
        found.extend(sides.map(|(side, _)| (*side).to_owned()));
    }
    found
}

/// The rows of a table with a header line; quoted fields may hold line breaks.
pub fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return Vec::new() };
    let full = reader.records().flatten().filter(|record| record.len() == header.len());
    full.map(|record| header.iter().zip(record.iter()).map(|(name, cell)| (name.into(), cell.into())).collect())
        .collect()
}
