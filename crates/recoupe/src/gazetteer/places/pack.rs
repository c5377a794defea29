//! The binary place pack: columns of numbers and sorted name tables, compressed as one block.
//!
//! ```text
//! "RCPLACE1" · zstd( count · columns · display names · name table · variant tables )
//! ```
//! All numbers are little-endian; name tables are front-coded.

use crate::index::PlaceId;

use super::{CountryCode, Folding, Key, Place, PlaceKind, PlacesError, fold};

const MAGIC: &[u8; 8] = b"RCPLACE1";
/// More than any pack needs; a damaged length must not exhaust memory.
const MOST_BYTES: usize = 256 << 20;

/// A place as the builder takes it and the pack keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceRecord {
    /// Its number.
    pub id: PlaceId,
    /// Gazetteer name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Country.
    pub country: Option<CountryCode>,
    /// First-level region.
    pub admin1: Option<PlaceId>,
    /// Second-level region; a country's continent.
    pub parent: Option<PlaceId>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Radius in kilometres.
    pub radius_km: f32,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Whether it is a capital.
    pub is_capital: bool,
    /// Further names, as written.
    pub names: Vec<String>,
    /// Display names by language code.
    pub display: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    id: u32,
    name: (u32, u32),
    kind: PlaceKind,
    country: [u8; 2],
    admin1: u32,
    parent: u32,
    lat: f32,
    lon: f32,
    radius_km: f32,
    population: u32,
    is_capital: bool,
}

/// The places of one source, ready for look-ups.
#[derive(Debug, Clone, Default)]
pub struct Pack {
    /// Sorted by id.
    rows: Vec<Row>,
    text: String,
    /// `(row, language, name)`, sorted.
    display: Vec<(u32, [u8; 2], (u32, u32))>,
    countries: Vec<(CountryCode, PlaceId)>,
    names: NameTable,
    variants: [NameTable; 2],
}

impl Pack {
    /// Makes a pack of places; duplicates of an id keep the first.
    pub fn of(mut records: Vec<PlaceRecord>, folding: &Folding) -> Pack {
        records.sort_by_key(|record| record.id);
        records.dedup_by_key(|record| record.id);
        let mut pack = Pack::default();
        let (mut names, mut close, mut loose) = (Vec::new(), Vec::new(), Vec::new());
        for (position, record) in records.iter().enumerate() {
            let row = position as u32;
            pack.add_row(record);
            let all =
                || std::iter::once(&record.name).chain(&record.names).chain(record.display.iter().map(|(_, n)| n));
            for name in all() {
                let folded = fold(name);
                if folded.is_empty() {
                    continue;
                }
                for scheme in folding.of_country(record.country) {
                    close.extend(scheme.key(&folded, Key::Close).map(|key| (key, row)));
                    loose.extend(scheme.key(&folded, Key::Loose).map(|key| (key, row)));
                }
                names.push((folded, row));
            }
            for (language, name) in &record.display {
                if let &[a, b] = language.as_bytes() {
                    let name = pack.push_text(name);
                    pack.display.push((row, [a, b], name));
                }
            }
        }
        pack.display.sort_unstable();
        pack.names = NameTable::of(names);
        pack.variants = [NameTable::of(close), NameTable::of(loose)];
        pack.index_countries();
        pack
    }

    fn add_row(&mut self, record: &PlaceRecord) {
        let name = self.push_text(&record.name);
        self.rows.push(Row {
            id: record.id.0,
            name,
            kind: record.kind,
            country: record.country.map_or([0; 2], |code| code.0),
            admin1: record.admin1.map_or(0, |id| id.0),
            parent: record.parent.map_or(0, |id| id.0),
            lat: record.lat,
            lon: record.lon,
            radius_km: record.radius_km,
            population: record.population,
            is_capital: record.is_capital,
        });
    }

    fn push_text(&mut self, text: &str) -> (u32, u32) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        (start, self.text.len() as u32)
    }

    fn index_countries(&mut self) {
        self.countries = self
            .rows
            .iter()
            .filter(|row| row.kind == PlaceKind::Country && row.country != [0; 2])
            .map(|row| (CountryCode(row.country), PlaceId(row.id)))
            .collect();
        self.countries.sort_unstable();
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no place.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A place.
    pub fn get(&self, id: PlaceId) -> Option<Place<'_>> {
        Some(self.place(self.row_of(id)?))
    }

    /// All places, by id.
    pub fn iter(&self) -> impl Iterator<Item = Place<'_>> + '_ {
        (0..self.rows.len()).map(|row| self.place(row))
    }

    fn row_of(&self, id: PlaceId) -> Option<usize> {
        self.rows.binary_search_by_key(&id.0, |row| row.id).ok()
    }

    fn place(&self, position: usize) -> Place<'_> {
        let row = &self.rows[position];
        let known = |id: u32| (id != 0).then_some(PlaceId(id));
        Place {
            id: PlaceId(row.id),
            name: self.slice(row.name),
            kind: row.kind,
            country: (row.country != [0; 2]).then_some(CountryCode(row.country)),
            admin1: known(row.admin1),
            parent: known(row.parent),
            lat: row.lat,
            lon: row.lon,
            radius_km: row.radius_km,
            population: row.population,
            is_capital: row.is_capital,
        }
    }

    fn slice(&self, range: (u32, u32)) -> &str {
        self.text.get(range.0 as usize..range.1 as usize).unwrap_or("")
    }

    /// The place of a country.
    pub fn country(&self, code: CountryCode) -> Option<PlaceId> {
        let position = self.countries.binary_search_by_key(&code, |&(code, _)| code).ok()?;
        Some(self.countries[position].1)
    }

    /// Display name in a language.
    pub fn display_name(&self, id: PlaceId, language: &str) -> Option<&str> {
        let row = self.row_of(id)? as u32;
        let &[a, b] = language.as_bytes() else { return None };
        let position = self.display.binary_search_by_key(&(row, [a, b]), |&(row, language, _)| (row, language)).ok()?;
        Some(self.slice(self.display[position].2))
    }

    /// The places with a folded name, by id.
    pub fn lookup(&self, folded: &str) -> Vec<PlaceId> {
        self.ids(self.names.get(folded))
    }

    /// Whether a listed name begins with these folded words and goes on.
    pub fn has_prefix(&self, folded: &str) -> bool {
        self.names.has_prefix(folded)
    }

    /// Every folded name that begins with these letters, with its position, in order of names.
    pub fn names_from<'p>(&'p self, prefix: &'p str) -> impl Iterator<Item = (&'p str, usize)> + 'p {
        let first = self.names.lower_bound(prefix);
        (first..self.names.len())
            .map(|at| (self.names.key(at), at))
            .take_while(move |(name, _)| name.starts_with(prefix))
    }

    /// The places of the name at a position, by id.
    pub fn places_named(&self, at: usize) -> Vec<PlaceId> {
        self.ids(self.names.postings(at))
    }

    /// The places with a variant key, by id.
    pub fn variants(&self, key: &str, strength: Key) -> Vec<PlaceId> {
        self.ids(self.variants[strength as usize].get(key))
    }

    /// Every folded name with its places, in order of names.
    pub fn all_names(&self) -> impl Iterator<Item = (&str, Vec<PlaceId>)> + '_ {
        (0..self.names.len()).map(|at| (self.names.key(at), self.ids(self.names.postings(at))))
    }

    /// Every variant key with its places, in order of keys.
    pub fn all_variants(&self, strength: Key) -> impl Iterator<Item = (&str, Vec<PlaceId>)> + '_ {
        let table = &self.variants[strength as usize];
        (0..table.len()).map(|at| (table.key(at), self.ids(table.postings(at))))
    }

    fn ids(&self, rows: &[u32]) -> Vec<PlaceId> {
        rows.iter().filter_map(|&row| self.rows.get(row as usize)).map(|row| PlaceId(row.id)).collect()
    }

    /// The places as the builder takes them. Further names come back folded, as they are kept.
    pub fn records(&self) -> Vec<PlaceRecord> {
        let mut names: Vec<Vec<String>> = vec![Vec::new(); self.rows.len()];
        for at in 0..self.names.len() {
            for &row in self.names.postings(at) {
                if let Some(names) = names.get_mut(row as usize) {
                    names.push(self.names.key(at).to_owned());
                }
            }
        }
        let mut records: Vec<PlaceRecord> =
            self.iter().zip(names).map(|(place, names)| record(&place, names)).collect();
        for &(row, language, name) in &self.display {
            if let Some(record) = records.get_mut(row as usize) {
                record.display.push((String::from_utf8_lossy(&language).into_owned(), self.slice(name).to_owned()));
            }
        }
        records
    }

    /// The pack as bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.u32(self.rows.len() as u32);
        let mut last = 0;
        for row in &self.rows {
            out.varint(row.id - last);
            last = row.id;
        }
        self.rows.iter().for_each(|row| out.varint(row.name.1 - row.name.0));
        self.rows.iter().for_each(|row| out.0.push(row.kind as u8 | if row.is_capital { 0x80 } else { 0 }));
        self.rows.iter().for_each(|row| out.0.extend(row.country));
        self.rows.iter().for_each(|row| out.u32(row.admin1));
        self.rows.iter().for_each(|row| out.u32(row.parent));
        self.rows.iter().for_each(|row| out.i32(quantise(row.lat)));
        self.rows.iter().for_each(|row| out.i32(quantise(row.lon)));
        self.rows.iter().for_each(|row| out.varint(row.radius_km.round() as u32));
        self.rows.iter().for_each(|row| out.varint(row.population));
        self.rows.iter().for_each(|row| out.0.extend(self.slice(row.name).as_bytes()));
        out.u32(self.display.len() as u32);
        for &(row, language, name) in &self.display {
            out.u32(row);
            out.0.extend(language);
            out.varint(name.1 - name.0);
            out.0.extend(self.slice(name).as_bytes());
        }
        self.names.write(&mut out);
        self.variants.iter().for_each(|table| table.write(&mut out));
        let mut bytes = MAGIC.to_vec();
        bytes.extend(zstd::bulk::compress(&out.0, 19).unwrap_or_default());
        bytes
    }

    /// Reads a pack.
    ///
    /// # Errors
    /// When the bytes are no pack.
    pub fn read(bytes: &[u8]) -> Result<Pack, PlacesError> {
        let packed = bytes.strip_prefix(MAGIC).ok_or(PlacesError::Damaged("no place pack"))?;
        let size = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or(0);
        let size = usize::try_from(size).ok().filter(|&size| size <= MOST_BYTES);
        let size = size.ok_or(PlacesError::Damaged("a length is too large"))?;
        let plain = zstd::bulk::decompress(packed, size).map_err(|_| PlacesError::Damaged("the compression"))?;
        let mut reader = Reader { bytes: &plain };
        Pack::parse(&mut reader).ok_or(PlacesError::Damaged("it ends too early"))
    }

    fn parse(reader: &mut Reader<'_>) -> Option<Pack> {
        let count = reader.u32()? as usize;
        if count > reader.bytes.len() {
            return None;
        }
        let mut pack = Pack::default();
        let mut last = 0u32;
        let column = |reader: &mut Reader<'_>| -> Option<Vec<u32>> { (0..count).map(|_| reader.varint()).collect() };
        let ids = column(reader)?;
        let lengths = column(reader)?;
        let kinds = reader.take(count)?;
        let countries = reader.take(count * 2)?;
        let [admin1, parents, lats, lons] = [(); 4].map(|()| reader.take(count.checked_mul(4)?));
        let (admin1, parents, lats, lons) = (admin1?, parents?, lats?, lons?);
        let radii = column(reader)?;
        let populations = column(reader)?;
        let word = |bytes: &[u8], at: usize| -> u32 {
            let mut four = [0; 4];
            four.copy_from_slice(&bytes[at * 4..at * 4 + 4]);
            u32::from_le_bytes(four)
        };
        let degrees = |bytes: &[u8], at: usize| (word(bytes, at) as i32) as f32 / SCALE;
        for at in 0..count {
            last = last.checked_add(ids[at])?;
            pack.rows.push(Row {
                id: last,
                name: (0, lengths[at]),
                kind: *PlaceKind::ALL.get((kinds[at] & 0x7F) as usize)?,
                is_capital: kinds[at] & 0x80 != 0,
                country: [countries[at * 2], countries[at * 2 + 1]],
                admin1: word(admin1, at),
                parent: word(parents, at),
                lat: degrees(lats, at),
                lon: degrees(lons, at),
                radius_km: radii[at] as f32,
                population: populations[at],
            });
        }
        let mut start = 0u32;
        for row in &mut pack.rows {
            let end = start.checked_add(row.name.1)?;
            row.name = (start, end);
            start = end;
        }
        pack.text.push_str(std::str::from_utf8(reader.take(start as usize)?).ok()?);
        for _ in 0..reader.u32()? {
            let row = reader.u32()?;
            let language = reader.take(2)?;
            let length = reader.varint()? as usize;
            let name = pack.push_text(std::str::from_utf8(reader.take(length)?).ok()?);
            pack.display.push((row, [language[0], language[1]], name));
        }
        pack.names = NameTable::read(reader)?;
        pack.variants = [NameTable::read(reader)?, NameTable::read(reader)?];
        pack.index_countries();
        Some(pack)
    }
}

fn record(place: &Place<'_>, names: Vec<String>) -> PlaceRecord {
    PlaceRecord {
        id: place.id,
        name: place.name.to_owned(),
        kind: place.kind,
        country: place.country,
        admin1: place.admin1,
        parent: place.parent,
        lat: place.lat,
        lon: place.lon,
        radius_km: place.radius_km,
        population: place.population,
        is_capital: place.is_capital,
        names,
        display: Vec::new(),
    }
}

/// Coordinates are kept to about a metre.
const SCALE: f32 = 100_000.0;

fn quantise(degrees: f32) -> i32 {
    (degrees * SCALE).round() as i32
}

/// A sorted table from a text to rows.
#[derive(Debug, Clone, Default)]
struct NameTable {
    text: String,
    /// End of each key in `text`.
    ends: Vec<u32>,
    /// End of each key's rows in `rows`.
    row_ends: Vec<u32>,
    rows: Vec<u32>,
}

impl NameTable {
    fn of(mut pairs: Vec<(String, u32)>) -> NameTable {
        pairs.sort_unstable();
        pairs.dedup();
        let mut table = NameTable::default();
        for (key, row) in pairs {
            if table.len() == 0 || table.key(table.len() - 1) != key {
                table.text.push_str(&key);
                table.ends.push(table.text.len() as u32);
                table.row_ends.push(table.rows.len() as u32);
            }
            table.rows.push(row);
            if let Some(end) = table.row_ends.last_mut() {
                *end = table.rows.len() as u32;
            }
        }
        table
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn key(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    fn postings(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.row_ends[at - 1] as usize };
        &self.rows[start..self.row_ends[at] as usize]
    }

    /// Position of the first key that is not below `key`.
    fn lower_bound(&self, key: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.key(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn get(&self, key: &str) -> &[u32] {
        let at = self.lower_bound(key);
        if at < self.len() && self.key(at) == key { self.postings(at) } else { &[] }
    }

    fn has_prefix(&self, folded: &str) -> bool {
        // The space sorts below every letter and digit, so longer names follow at once.
        let mut at = self.lower_bound(folded);
        if at < self.len() && self.key(at) == folded {
            at += 1;
        }
        at < self.len() && self.key(at).strip_prefix(folded).is_some_and(|rest| rest.starts_with(' '))
    }

    fn write(&self, out: &mut Writer) {
        out.u32(self.len() as u32);
        let mut last = "";
        for at in 0..self.len() {
            let key = self.key(at);
            let mut shared = key.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count().min(255);
            while !key.is_char_boundary(shared) {
                shared -= 1;
            }
            out.0.push(shared as u8);
            out.varint((key.len() - shared) as u32);
            out.0.extend(&key.as_bytes()[shared..]);
            last = key;
        }
        (0..self.len()).for_each(|at| out.varint(self.postings(at).len() as u32));
        self.rows.iter().for_each(|&row| out.0.extend(&row.to_le_bytes()[..3]));
    }

    fn read(reader: &mut Reader<'_>) -> Option<NameTable> {
        let mut table = NameTable::default();
        let count = reader.u32()? as usize;
        let mut start = 0;
        for _ in 0..count {
            let shared = *reader.take(1)?.first()? as usize;
            let length = reader.varint()? as usize;
            let rest = std::str::from_utf8(reader.take(length)?).ok()?;
            let end = table.text.len();
            if start + shared > end || !table.text.is_char_boundary(start + shared) {
                return None;
            }
            table.text.extend_from_within_str(start, shared);
            table.text.push_str(rest);
            start = end;
            table.ends.push(u32::try_from(table.text.len()).ok()?);
        }
        let mut rows = 0u32;
        for _ in 0..count {
            rows = rows.checked_add(reader.varint()?)?;
            table.row_ends.push(rows);
        }
        let bytes = reader.take((rows as usize).checked_mul(3)?)?;
        table.rows = bytes.chunks_exact(3).map(|row| u32::from_le_bytes([row[0], row[1], row[2], 0])).collect();
        Some(table)
    }
}

trait ExtendFromWithin {
    fn extend_from_within_str(&mut self, start: usize, length: usize);
}

impl ExtendFromWithin for String {
    fn extend_from_within_str(&mut self, start: usize, length: usize) {
        // Prefixes are short; a stack buffer would save nothing that shows.
        let prefix = self[start..start + length].to_owned();
        self.push_str(&prefix);
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn u32(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    fn i32(&mut self, value: i32) {
        self.0.extend(value.to_le_bytes());
    }

    fn varint(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        let bytes = self.take(4)?;
        Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    fn varint(&mut self) -> Option<u32> {
        let mut value = 0u32;
        for shift in (0..32).step_by(7) {
            let byte = *self.take(1)?.first()?;
            value |= u32::from(byte & 0x7F).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}
