//! First- and second-level regions, put together from the settlements that name them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;
use recoupe::gazetteer::places::{CountryCode, Folding, Key, PlaceKind, PlaceRecord, distance_km, fold};
use recoupe::index::PlaceId;

use super::sources::{City, Sources, latin_names};
use super::{own_id, record, table};

/// First- and second-level region of each settlement.
pub type Membership = BTreeMap<u32, (Option<PlaceId>, Option<PlaceId>)>;

/// Region names of one settlement.
type RegionNames<'s> = BTreeMap<u32, (&'s str, &'s str)>;

/// All regions, and which settlement lies in which.
pub fn regions(root: &Path, sources: &Sources) -> Result<(Vec<PlaceRecord>, Membership)> {
    let named = region_names(sources);
    let codes = names_of_codes(root, sources, &named)?;
    let mut membership = Membership::new();
    let mut members: BTreeMap<(PlaceId, String, PlaceKind, String), Vec<&City>> = BTreeMap::new();
    let mut admin2_in: BTreeMap<PlaceId, PlaceId> = BTreeMap::new();
    for city in sources.cities.values() {
        let country = &city.countrycode;
        let admin1 = codes.get(&(country.clone(), city.admin1code.clone()));
        let admin2 = named.get(&city.geonameid).map(|names| names.1).filter(|name| !name.is_empty());
        // Second-level regions of one name lie in many first-level regions ('Orange County').
        let admin2 = admin2.map(|name| (admin1.map_or("", String::as_str), name));
        let ids = (
            admin1.map(|name| own_id(country, PlaceKind::Admin1, name)),
            admin2.map(|(outer, name)| own_id(country, PlaceKind::Admin2, &format!("{outer}/{name}"))),
        );
        membership.insert(city.geonameid, ids);
        if let (Some(id), Some(name)) = (ids.0, admin1) {
            members.entry((id, country.clone(), PlaceKind::Admin1, name.clone())).or_default().push(city);
        }
        if let (Some(id), Some((_, name))) = (ids.1, admin2) {
            members.entry((id, country.clone(), PlaceKind::Admin2, name.to_owned())).or_default().push(city);
        }
        if let (Some(first), Some(second)) = ids {
            admin2_in.insert(second, first);
        }
    }
    let mut generic: Vec<String> =
        table(&root.join("gazetteer/generic.tsv"))?.into_iter().map(|row| row[0].clone()).collect();
    // The longest word first: 'Province of' before 'Province'.
    generic.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let directions: Vec<Vec<String>> =
        table(&root.join("gazetteer/directions.tsv"))?.into_iter().map(|row| row[1..].to_vec()).collect();
    let points = table(&root.join("gazetteer/admin1_points.tsv"))?;
    let mut regions = Vec::new();
    for ((id, country, kind, name), cities) in &members {
        let mut region = region(*id, country, *kind, name, cities, &generic);
        region.admin1 = admin2_in.get(&region.id).copied().filter(|_| *kind == PlaceKind::Admin2);
        if *kind == PlaceKind::Admin1 {
            add_directions(&mut region, &directions);
            add_iso_names(&mut region, country, sources);
            for row in points.iter().filter(|row| row[0] == *country && fold(&row[1]) == fold(name)) {
                (region.lat, region.lon) = (row[2].parse()?, row[3].parse()?);
                region.names.extend(row[4].split('|').filter(|name| !name.is_empty()).map(str::to_owned));
            }
        }
        regions.push(region);
    }
    Ok((regions, membership))
}

/// Region names of settlements, joined by country, point and name.
fn region_names(sources: &Sources) -> RegionNames<'_> {
    let key = |country: &str, lat: f32, lon: f32| {
        (country.to_owned(), (lat * 100.0).round() as i32, (lon * 100.0).round() as i32)
    };
    let mut by_point: BTreeMap<_, Vec<&City>> = BTreeMap::new();
    for city in sources.cities.values() {
        by_point.entry(key(&city.countrycode, city.latitude, city.longitude)).or_default().push(city);
    }
    let mut named = RegionNames::new();
    for located in &sources.located {
        let cities = by_point.get(&key(&located.country, located.lat, located.lon)).map_or(&[][..], Vec::as_slice);
        let name = fold(&located.name);
        for city in cities.iter().filter(|city| cities.len() == 1 || fold(&city.name) == name) {
            named.insert(city.geonameid, (&located.admin1, &located.admin2));
        }
    }
    named
}

/// The name of each first-level code: from our own table, else what most of its settlements say.
fn names_of_codes(
    root: &Path,
    sources: &Sources,
    named: &RegionNames<'_>,
) -> Result<BTreeMap<(String, String), String>> {
    let mut votes: BTreeMap<(String, String), BTreeMap<&str, usize>> = BTreeMap::new();
    for city in sources.cities.values() {
        if let Some((admin1, _)) = named.get(&city.geonameid).filter(|names| !names.0.is_empty()) {
            let votes = votes.entry((city.countrycode.clone(), city.admin1code.clone())).or_default();
            *votes.entry(admin1).or_default() += 1;
        }
    }
    let winner = |votes: BTreeMap<&str, usize>| {
        votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(name, _)| name.to_owned())
    };
    let mut names: BTreeMap<_, _> =
        votes.into_iter().filter_map(|(code, votes)| Some((code, winner(votes)?))).collect();
    for row in table(&root.join("gazetteer/admin1.tsv"))? {
        names.insert((row[0].clone(), row[1].clone()), row[2].clone());
    }
    Ok(names)
}

fn region(
    id: PlaceId,
    country: &str,
    kind: PlaceKind,
    name: &str,
    cities: &[&City],
    generic: &[String],
) -> PlaceRecord {
    let mean = |of: fn(&City) -> f32| cities.iter().map(|city| f64::from(of(city))).sum::<f64>() / cities.len() as f64;
    let point = (mean(|city| city.latitude) as f32, mean(|city| city.longitude) as f32);
    let mut region = record(id, name, kind, point);
    region.country = CountryCode::parse(country);
    region.population = cities.iter().fold(0u32, |sum, city| sum.saturating_add(city.population));
    let far = cities.iter().map(|city| distance_km(point, (city.latitude, city.longitude))).fold(0.0, f32::max);
    region.radius_km = far.clamp(10.0, 2000.0);
    let bare = without_generic(name, generic);
    let mut names: BTreeSet<String> = BTreeSet::from([bare.clone()]);
    // A region that is named after a town of its own shares the town's spellings.
    let seat = cities.iter().filter(|city| fold(&city.name) == fold(&bare) || shares(city, &bare));
    if let Some(seat) = seat.max_by_key(|city| city.population) {
        names.insert(seat.name.clone());
        names.extend(latin_names(&seat.alternatenames));
    }
    names.remove(name);
    region.names = names.into_iter().collect();
    region
}

fn shares(city: &City, name: &str) -> bool {
    let name = fold(name);
    city.alternatenames.iter().any(|other| fold(other) == name)
}

fn without_generic(name: &str, generic: &[String]) -> String {
    let bare = generic.iter().find_map(|word| {
        // 'Departement d'' holds its own end, other words are followed by a space.
        let opening = if word.ends_with('\'') { word.clone() } else { format!("{word} ") };
        name.strip_prefix(&opening).or_else(|| name.strip_suffix(&format!(" {word}"))).map(str::to_owned)
    });
    bare.unwrap_or_else(|| name.to_owned())
}

/// 'South Kivu' is 'Sud-Kivu' too: the same name with the other words for its direction. A region that is called
/// by its direction alone has no other names.
fn add_directions(region: &mut PlaceRecord, directions: &[Vec<String>]) {
    let names: Vec<String> = std::iter::once(&region.name).chain(&region.names).map(|name| fold(name)).collect();
    let mut added = BTreeSet::new();
    for name in &names {
        let Some((first, rest)) = name.split_once(' ') else { continue };
        let Some(words) = directions.iter().find(|words| words.iter().any(|word| fold(word) == first)) else {
            continue;
        };
        let rest = rest.split(' ').map(capital).collect::<Vec<_>>().join(" ");
        added.extend(words.iter().map(|word| format!("{word} {rest}")));
    }
    added.retain(|name| !names.contains(&fold(name)));
    region.names.extend(added);
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names of ISO 3166-2, with the French one as display name.
fn add_iso_names(region: &mut PlaceRecord, country: &str, sources: &Sources) {
    let keys = |name: &str| -> BTreeSet<String> {
        let folded = fold(name);
        let schemes = Folding::embedded().of_country(CountryCode::parse(country));
        schemes.filter_map(|scheme| scheme.key(&folded, Key::Close)).chain([folded.clone()]).collect()
    };
    let own: BTreeSet<String> =
        std::iter::once(&region.name).chain(&region.names).flat_map(|name| keys(name)).collect();
    for iso in sources.subdivisions.iter().filter(|iso| iso.country == country) {
        if keys(&iso.name).iter().any(|key| own.contains(key)) {
            region.names.push(iso.name.clone());
            if !iso.french.is_empty() {
                region.display.push(("fr".to_owned(), iso.french.clone()));
            }
            return;
        }
    }
}
