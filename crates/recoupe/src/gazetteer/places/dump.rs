//! Builds a pack from GeoNames' own dump files, which a user downloads: a cities file or `allCountries.txt`,
//! with `admin1CodesASCII.txt` for the names of regions.

use std::collections::BTreeMap;

use crate::index::PlaceId;

use thiserror::Error;

use super::{CountryCode, Folding, Pack, PlaceKind, PlaceRecord, Places};

/// Why a dump could not be read.
#[derive(Debug, Error)]
pub enum DumpError {
    /// A line does not have the form of the GeoNames readme.
    #[error("line {0} is not of the GeoNames dump format (19 tab-separated columns)")]
    Line(usize),
}

/// Adds the places of a GeoNames dump to a gazetteer's own and gives the bytes of the new pack. `places` is the
/// main table (19 columns), `admin1` the table of first-level regions (`SY.07`, name, ASCII name, id).
///
/// Places of the gazetteer keep their display names and win over the dump's where both have the same id.
///
/// # Errors
/// When a line does not have the form of the GeoNames readme.
pub fn build(base: &Places, places: &str, admin1: &str) -> Result<Vec<u8>, DumpError> {
    let regions: BTreeMap<&str, (&str, u32)> = admin1.lines().filter_map(region).collect();
    let mut records = base.pack().records();
    for (at, line) in places.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns.len() < 15 {
            return Err(DumpError::Line(at + 1));
        }
        records.extend(place(&columns, &regions).ok_or(DumpError::Line(at + 1))?);
    }
    // The sort is stable and the first of an id is kept, so the base wins.
    Ok(Pack::of(records, Folding::embedded()).write())
}

fn region(line: &str) -> Option<(&str, (&str, u32))> {
    let mut columns = line.split('\t');
    let (code, name) = (columns.next()?, columns.next()?);
    Some((code, (name, columns.nth(1)?.trim().parse().ok()?)))
}

/// The place of a line: `None` where a number is wrong, `Some(None)` for a kind that news does not name.
fn place(columns: &[&str], regions: &BTreeMap<&str, (&str, u32)>) -> Option<Option<PlaceRecord>> {
    let id: u32 = columns[0].parse().ok()?;
    let (lat, lon) = (columns[4].parse().ok()?, columns[5].parse().ok()?);
    let population: u32 = columns[14].parse().unwrap_or(0);
    let Some((kind, radius_km)) = kind(columns[6], columns[7], population) else { return Some(None) };
    let region = regions.get(format!("{}.{}", columns[8], columns[10]).as_str());
    Some(Some(PlaceRecord {
        id: PlaceId(id),
        name: columns[1].to_owned(),
        kind,
        country: CountryCode::parse(columns[8]),
        admin1: region.map(|&(_, id)| PlaceId(id)).filter(|region| region.0 != id),
        parent: None,
        lat,
        lon,
        radius_km,
        population,
        is_capital: columns[7] == "PPLC",
        names: columns[3].split(',').filter(|name| name.chars().count() > 2).map(str::to_owned).collect(),
        display: Vec::new(),
    }))
}

/// Kind and rough radius in kilometres, from GeoNames' feature class and code.
fn kind(class: &str, code: &str, population: u32) -> Option<(PlaceKind, f32)> {
    let settled = (population as f32 / 4000.0 / std::f32::consts::PI).sqrt().clamp(1.0, 40.0);
    match (class, code) {
        ("P", _) => Some((PlaceKind::Settlement, settled)),
        ("A", "ADM1") => Some((PlaceKind::Admin1, 100.0)),
        ("A", "ADM2") => Some((PlaceKind::Admin2, 40.0)),
        ("H", "STM" | "STMI" | "CNL") => Some((PlaceKind::River, 50.0)),
        ("H", "LK" | "LKS" | "RSV") => Some((PlaceKind::Lake, 10.0)),
        ("H", "SEA" | "GULF" | "STRT" | "OCN") => Some((PlaceKind::Sea, 200.0)),
        ("T", "ISL" | "ISLS") => Some((PlaceKind::Island, 20.0)),
        ("T", "MTS" | "MT") => Some((PlaceKind::Mountains, 20.0)),
        ("T", "DSRT") => Some((PlaceKind::Desert, 100.0)),
        ("S", "AIRP" | "AIRB" | "BDRC" | "CMPREF") => Some((PlaceKind::Site, 2.0)),
        ("L", "RGN" | "CMPRF") => Some((PlaceKind::Region, 50.0)),
        _ => None,
    }
}
