//! The place gazetteer: which places bear a name, where they lie and what they belong to.

pub mod dump;
mod fold;
pub mod pack;
pub mod typos;
mod user;
mod variants;

use std::fmt;
use std::sync::{Arc, LazyLock};

use crate::index::PlaceId;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(crate) use fold::phrase;
pub use fold::{fold, fold_into, is_dropped};
pub use pack::{Pack, PlaceRecord};
pub use user::UserFileError;
pub use variants::{Folding, Key, Scheme};

/// ISO 3166-1 alpha-2 code of a country, upper case.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(pub [u8; 2]);

impl CountryCode {
    /// The code that two ASCII letters make.
    pub fn parse(code: &str) -> Option<CountryCode> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Some(CountryCode([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0[0] as char, self.0[1] as char)
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for CountryCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PlaceKind {
    Continent,
    /// A part of the world without a government of its own ('Middle East', 'Donbas', 'Kurdistan').
    Region,
    Country,
    /// First-level region of a country: province, governorate, state.
    Admin1,
    /// Second-level region: department, county, district.
    Admin2,
    /// City, town or village.
    Settlement,
    River,
    Lake,
    Sea,
    Desert,
    Mountains,
    Island,
    /// A building or site that is a place of its own: a seat of government, an airport, a border post.
    Site,
}

impl PlaceKind {
    /// All kinds, in order of their numbers in the pack.
    pub const ALL: [PlaceKind; 13] = [
        PlaceKind::Continent,
        PlaceKind::Region,
        PlaceKind::Country,
        PlaceKind::Admin1,
        PlaceKind::Admin2,
        PlaceKind::Settlement,
        PlaceKind::River,
        PlaceKind::Lake,
        PlaceKind::Sea,
        PlaceKind::Desert,
        PlaceKind::Mountains,
        PlaceKind::Island,
        PlaceKind::Site,
    ];

    /// The kind of a name as in data files (`settlement`).
    pub fn parse(name: &str) -> Option<PlaceKind> {
        PlaceKind::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name)).ok()
    }

    /// Whether the place is a point rather than an area or a line.
    pub fn is_point(self) -> bool {
        matches!(self, PlaceKind::Settlement | PlaceKind::Site)
    }
}

/// What the gazetteer says of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// Its number.
    pub id: PlaceId,
    /// Its name in the gazetteer; see [`Places::name`] for a language's own.
    pub name: &'g str,
    /// What it is.
    pub kind: PlaceKind,
    /// The country that it lies in; `None` for what lies in several.
    pub country: Option<CountryCode>,
    /// The first-level region that it lies in.
    pub admin1: Option<PlaceId>,
    /// The second-level region, or for a country its continent.
    pub parent: Option<PlaceId>,
    /// Degrees north.
    pub lat: f32,
    /// Degrees east.
    pub lon: f32,
    /// Radius in kilometres around the point that holds the place, roughly.
    pub radius_km: f32,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// Whether it is a country's capital.
    pub is_capital: bool,
}

/// How a name led to a place.
#[derive(Debug, Clone, PartialEq)]
pub struct NameMatch {
    /// The place.
    pub place: PlaceId,
    /// 0 for a listed name; higher the more had to be folded away; see [`Places::variants`] and [`Places::typos`].
    pub distance: f32,
    /// Which rule made the names equal; `listed` for a listed name.
    pub reason: String,
}

/// Why the gazetteer could not be loaded.
#[derive(Debug, Error)]
pub enum PlacesError {
    /// The pack does not have the expected form.
    #[error("the place pack is damaged ({0}); rebuild it with 'cargo xtask gazetteer'")]
    Damaged(&'static str),
}

/// The place gazetteer: the pack, and a user's own places, which win.
#[derive(Debug, Clone, Default)]
pub struct Places {
    pack: Arc<Pack>,
    user: Arc<Pack>,
}

static EMBEDDED: &[u8] = include_bytes!("../../../../../gazetteer/places.bin");

impl Places {
    /// The embedded pack; unpacked at the first call.
    ///
    /// # Panics
    /// When the embedded pack is damaged, which a test of this module rules out.
    pub fn embedded() -> Places {
        static PACK: LazyLock<Arc<Pack>> =
            LazyLock::new(|| Arc::new(Pack::read(EMBEDDED).expect("the embedded pack is whole")));
        Places { pack: Arc::clone(&PACK), user: Arc::default() }
    }

    /// A gazetteer from the bytes of a pack that `recoupe gazetteer build` wrote.
    ///
    /// # Errors
    /// When the bytes are no pack.
    pub fn from_bytes(bytes: &[u8]) -> Result<Places, PlacesError> {
        Ok(Places { pack: Arc::new(Pack::read(bytes)?), user: Arc::default() })
    }

    /// The same gazetteer with a user's own places, which win over the pack's. `tsv` has a header line and
    /// the columns name, variants (separated by `|`), lat, lon, kind, note, source, optionally country.
    ///
    /// # Errors
    /// When a line is wrong; the message names it.
    pub fn with_user_file(&self, tsv: &str) -> Result<Places, UserFileError> {
        Ok(Places { pack: Arc::clone(&self.pack), user: Arc::new(user::read(tsv)?) })
    }

    /// Number of places.
    pub fn len(&self) -> usize {
        self.pack.len() + self.user.len()
    }

    /// Whether there are no places at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn pack_of(&self, id: PlaceId) -> &Pack {
        if id.0 >= PlaceId::USER { &self.user } else { &self.pack }
    }

    /// A place.
    pub fn get(&self, id: PlaceId) -> Option<Place<'_>> {
        self.pack_of(id).get(id)
    }

    /// Whether an area holds a place: a country or a first-level region its settlements.
    pub fn holds(&self, area: PlaceId, place: PlaceId) -> bool {
        let (Some(area), Some(place)) = (self.get(area), self.get(place)) else { return false };
        match area.kind {
            PlaceKind::Country => area.country.is_some() && area.country == place.country && place.kind != area.kind,
            PlaceKind::Admin1 => area.admin1.is_some() && area.admin1 == place.admin1 && area.country == place.country,
            _ => false,
        }
    }

    /// The display name of a place in a language (`fr`), else the gazetteer's name.
    pub fn name(&self, id: PlaceId, language: &str) -> &str {
        let pack = self.pack_of(id);
        pack.display_name(id, language).or_else(|| pack.get(id).map(|place| place.name)).unwrap_or("")
    }

    /// Whether the gazetteer lists a display name of a place in a language.
    pub fn has_name(&self, id: PlaceId, language: &str) -> bool {
        self.pack_of(id).display_name(id, language).is_some()
    }

    /// The places that bear a name, a user's first, then by id. The name is folded.
    pub fn lookup(&self, name: &str) -> Vec<PlaceId> {
        self.lookup_folded(&fold(name))
    }

    /// As [`Places::lookup`], for a name that is already folded.
    pub fn lookup_folded(&self, folded: &str) -> Vec<PlaceId> {
        let mut found = self.user.lookup(folded);
        found.extend(self.pack.lookup(folded));
        found
    }

    /// Whether some listed name begins with the folded words followed by a space.
    pub fn has_prefix(&self, folded: &str) -> bool {
        self.pack.has_prefix(folded) || self.user.has_prefix(folded)
    }

    /// The places whose names become the same under a transliteration scheme, nearest first. Only places
    /// of countries that the scheme serves; listed names are not repeated.
    pub fn variants(&self, name: &str) -> Vec<NameMatch> {
        variants::matches(self, name)
    }

    /// The places with a listed name that is a slip or two of the keyboard away, nearest first, of the countries
    /// asked for. The first letter has to be right; short names and listed ones have no typos.
    pub fn typos(&self, name: &str, serves: impl Fn(CountryCode) -> bool) -> Vec<NameMatch> {
        let folded = fold(name);
        if self.lookup_folded(&folded).is_empty() { typos::matches(self, &folded, serves) } else { Vec::new() }
    }

    /// The place of a country.
    pub fn country(&self, code: CountryCode) -> Option<PlaceId> {
        self.pack.country(code)
    }

    /// The country that a place lies in, as a place; a country lies in itself.
    pub fn country_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.country(self.get(id)?.country?)
    }

    /// Whether `a` contains `b`: a region its towns, a country both, a continent its countries. Nothing
    /// contains itself.
    pub fn contains(&self, a: PlaceId, b: PlaceId) -> bool {
        let Some(inner) = self.get(b) else { return false };
        if a == b {
            return false;
        }
        if inner.admin1 == Some(a) || inner.parent == Some(a) {
            return true;
        }
        match self.country_of(b) {
            Some(country) if country == b => false,
            Some(country) => country == a || self.contains(a, country),
            None => false,
        }
    }

    /// Great-circle distance between two places' points, in kilometres.
    pub fn distance_km(&self, a: PlaceId, b: PlaceId) -> Option<f32> {
        let (a, b) = (self.get(a)?, self.get(b)?);
        Some(distance_km((a.lat, a.lon), (b.lat, b.lon)))
    }

    /// The pack itself, for reports on all its names.
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// All places of the pack, by id.
    pub fn iter(&self) -> impl Iterator<Item = Place<'_>> + '_ {
        self.pack.iter().chain(self.user.iter())
    }
}

/// Great-circle distance between two points `(lat, lon)`, in kilometres, on a sphere.
pub fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    let [lat_a, lon_a, lat_b, lon_b] = [a.0, a.1, b.0, b.1].map(|degrees| f64::from(degrees).to_radians());
    let sin = |x: f64| (x / 2.0).sin().powi(2);
    let h = sin(lat_b - lat_a) + lat_a.cos() * lat_b.cos() * sin(lon_b - lon_a);
    (2.0 * 6371.0 * h.sqrt().min(1.0).asin()) as f32
}

#[cfg(test)]
mod tests;
