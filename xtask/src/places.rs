//! `cargo xtask places`: scores the place layer on GeoVirus and on the reference dossier, with timing.

mod geovirus;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use recoupe::gazetteer::Gazetteer;
use recoupe::gazetteer::places::typos::{slips, slips_allowed};
use recoupe::gazetteer::places::{CountryCode, Key, Places, fold};
use recoupe::index::PlaceId;
use recoupe::language::Packs;
use recoupe::read::{Input, read};
use recoupe::score::{Gold, score};
use recoupe::{Document, Dossier};

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// GeoVirus.xml
    #[arg(long)]
    geovirus: Option<PathBuf>,
    /// Gold file with a layer 'places'
    #[arg(long, requires = "dossier")]
    gold: Option<PathBuf>,
    /// Folder of the reports that the gold file annotates
    #[arg(long)]
    dossier: Option<PathBuf>,
    /// Report places of one country that transliteration folding would merge
    #[arg(long)]
    merges: bool,
    /// List what went wrong
    #[arg(long)]
    errors: bool,
}

/// Runs the measurements asked for.
pub fn run(arguments: &Arguments) -> Result<()> {
    let start = Instant::now();
    let gazetteer = Gazetteer::embedded();
    eprintln!("gazetteer: {} places, ready in {:?}", gazetteer.places.len(), start.elapsed());
    if let Some(path) = &arguments.geovirus {
        geovirus::run(&fs::read_to_string(path)?, gazetteer, arguments.errors)?;
    }
    if let (Some(gold), Some(folder)) = (&arguments.gold, &arguments.dossier) {
        reference(gold, folder, gazetteer, arguments.errors)?;
    }
    if arguments.merges {
        merges(&gazetteer.places, arguments.errors);
        typo_merges(&gazetteer.places, arguments.errors);
    }
    Ok(())
}

/// A document from plain text in a language.
pub fn document(name: &str, text: &str, language: &str) -> Result<Document> {
    use recoupe::document::{Candidate, Provenance};
    let input = Input { name, bytes: text.as_bytes(), sidecar: None };
    let mut document = read(&input, Packs::embedded())?.documents.into_iter().next().context("no document")?;
    let provenance = Provenance::Sidecar { file: "evaluation".into(), key: "language".into() };
    document.meta.language.candidates = vec![Candidate { value: language.to_owned(), provenance }];
    document.meta.language.chosen = Some(0);
    Ok(document)
}

fn reference(gold: &Path, folder: &Path, gazetteer: &Gazetteer, errors: bool) -> Result<()> {
    let gold = Gold::parse(&fs::read_to_string(gold)?)?;
    let mut documents = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::read(&path)?;
        let input = Input { name: &name, bytes: &bytes, sidecar: None };
        documents.extend(read(&input, Packs::embedded())?.documents);
    }
    let dossier = Dossier::of(documents);
    if let Some(layer) = score(&gold, &dossier, gazetteer)?.get("places") {
        eprintln!("reference dossier: strict {:?}\n overlap {:?}", layer.strict, layer.overlap);
        layer.slots.iter().for_each(|(name, value)| eprintln!("  {name}: {value:.3}"));
        layer.notes.iter().filter(|_| errors).for_each(|note| eprintln!("  {note}"));
    }
    Ok(())
}

/// Pairs of different places of one country that a typo would merge, and how many of those the rules would choose.
fn typo_merges(places: &Places, errors: bool) {
    let mut names: BTreeMap<(CountryCode, u8), Vec<(String, PlaceId)>> = BTreeMap::new();
    for place in places.pack().iter() {
        let name = fold(place.name);
        let Some((country, &first)) = place.country.zip(name.as_bytes().first()) else { continue };
        if slips_allowed(&name) > 0 {
            names.entry((country, first)).or_default().push((name, place.id));
        }
    }
    let (mut pairs, mut chosen, mut all) = (0u64, 0u64, 0u64);
    for ((country, _), names) in &names {
        for (at, (one, a)) in names.iter().enumerate() {
            all += 1;
            for (two, b) in &names[at + 1..] {
                let most = slips_allowed(one).min(slips_allowed(two));
                let near = slips(one.as_bytes(), two.as_bytes(), most).is_some_and(|slips| slips > 0);
                if !near || places.distance_km(*a, *b).is_none_or(|distance| distance <= 20.0) {
                    continue;
                }
                pairs += 1;
                let large = |id: &PlaceId| places.get(*id).is_some_and(|place| place.population >= 500_000);
                if large(a) || large(b) {
                    chosen += 1;
                    if errors {
                        eprintln!("  {country}: {one} / {two}");
                    }
                }
            }
        }
    }
    eprintln!(
        "typos: {pairs} pairs of different places of one country lie within the slips allowed, of {all} names; {chosen} of them with a large place, which alone a slip may lead to unconfirmed; listed names are never taken for typos"
    );
}

/// Pairs of different places of one country with an equal key, and what looking up each one's own name gives.
fn merges(places: &Places, errors: bool) {
    let pack = places.pack();
    for strength in [Key::Close, Key::Loose] {
        let (mut pairs, mut taken, mut names) = (0u64, 0u64, 0u64);
        for (key, ids) in pack.all_variants(strength) {
            for (at, &a) in ids.iter().enumerate() {
                for &b in &ids[at + 1..] {
                    let (Some(one), Some(two)) = (places.get(a), places.get(b)) else { continue };
                    let apart = recoupe::gazetteer::places::distance_km((one.lat, one.lon), (two.lat, two.lon));
                    let same_name = pack.lookup(&recoupe::gazetteer::places::fold(one.name)).contains(&b);
                    if one.country == two.country && one.kind == two.kind && apart > 20.0 && !same_name {
                        pairs += 1;
                        if errors {
                            eprintln!("  {key}: {} / {} ({:?}, {apart:.0} km)", one.name, two.name, one.country);
                        }
                    }
                }
            }
        }
        // A false merge that shows: a place's own name leads to another place only.
        for place in pack.iter() {
            names += 1;
            taken += u64::from(!pack.lookup(&recoupe::gazetteer::places::fold(place.name)).contains(&place.id));
        }
        eprintln!(
            "{strength:?} keys: {pairs} pairs of different places of one country share a key; {taken} of {names} names lead elsewhere"
        );
    }
}
