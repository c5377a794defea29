//! A user's own places: a TSV file that is merged with the gazetteer and wins.

use thiserror::Error;

use crate::index::PlaceId;

use super::{CountryCode, Folding, Pack, PlaceKind, PlaceRecord};

/// Why a user's place file could not be read.
#[derive(Debug, Error)]
pub enum UserFileError {
    /// The first line lacks a column.
    #[error("the first line has to name the columns; '{0}' is missing")]
    Column(&'static str),
    /// A line is wrong.
    #[error("line {line}: {what}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
}

const UNKNOWN_RADIUS_KM: f32 = 5.0;

pub(super) fn read(tsv: &str) -> Result<Pack, UserFileError> {
    let mut lines = tsv.trim_start_matches('\u{FEFF}').lines().enumerate();
    let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').map(str::trim).collect()).unwrap_or_default();
    let column = |name: &'static str| header.iter().position(|other| *other == name).ok_or(UserFileError::Column(name));
    let (name, variants) = (column("name")?, column("variants")?);
    let (lat, lon, kind) = (column("lat")?, column("lon")?, column("kind")?);
    let country = header.iter().position(|other| *other == "country");
    let mut records = Vec::new();
    for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
        let wrong = |what: String| UserFileError::Line { line: at + 1, what };
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let cell = |column: usize| cells.get(column).copied().unwrap_or("");
        let degrees = |column: usize, most: f32| {
            let value = cell(column).parse::<f32>().ok().filter(|value| value.abs() <= most);
            value.ok_or_else(|| wrong(format!("'{}' is no number of degrees up to {most}", cell(column))))
        };
        if cell(name).is_empty() {
            return Err(wrong("the place has no name".to_owned()));
        }
        let kind_of =
            PlaceKind::parse(cell(kind)).ok_or_else(|| wrong(format!("'{}' is no kind of place", cell(kind))))?;
        records.push(PlaceRecord {
            id: PlaceId(0),
            name: cell(name).to_owned(),
            kind: kind_of,
            country: country.and_then(|column| CountryCode::parse(cell(column))),
            admin1: None,
            parent: None,
            lat: degrees(lat, 90.0)?,
            lon: degrees(lon, 180.0)?,
            radius_km: UNKNOWN_RADIUS_KM,
            population: 0,
            is_capital: false,
            names: cell(variants).split('|').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect(),
            display: Vec::new(),
        });
    }
    records.sort_by(|a, b| a.name.cmp(&b.name).then(a.lat.total_cmp(&b.lat)).then(a.lon.total_cmp(&b.lon)));
    for (at, record) in records.iter_mut().enumerate() {
        record.id = PlaceId(PlaceId::USER + at as u32);
    }
    Ok(Pack::of(records, Folding::embedded()))
}
