use super::*;

/// The best reading of a name: listed names first, then variants; the most populous of equals.
fn best(places: &Places, name: &str) -> Option<PlaceId> {
    let largest =
        |ids: Vec<PlaceId>| ids.into_iter().max_by_key(|&id| places.get(id).map_or(0, |place| place.population));
    largest(places.lookup(name)).or_else(|| {
        let variants = places.variants(name);
        let nearest = variants.first()?.distance;
        largest(variants.iter().filter(|v| v.distance <= nearest).map(|v| v.place).collect())
    })
}

#[test]
fn one_town_under_many_spellings() {
    let places = Places::embedded();
    for name in ["Al-Boukamal", "Albou Kamal", "Abou Kamal", "Al-Bukamal", "Boukamal", "A-Bukamal", "Abū Kamāl"] {
        assert_eq!(best(&places, name), Some(PlaceId(174_448)), "{name}: {:?}", places.variants(name));
    }
}

#[test]
fn places_lie_in_regions_countries_and_continents() {
    let places = Places::embedded();
    let country = |code: &str| places.country(CountryCode::parse(code).unwrap()).unwrap();
    let (damascus, syria) = (PlaceId(170_654), country("SY"));
    assert_eq!(places.country_of(damascus), Some(syria));
    assert!(places.get(damascus).unwrap().is_capital);
    assert!(places.contains(syria, damascus));
    assert!(places.contains(PlaceId(6_255_147), damascus));
    assert!(!places.contains(damascus, syria));
    assert!(!places.contains(country("IQ"), damascus));
    let province = places.get(PlaceId(174_448)).unwrap().admin1.unwrap();
    assert_eq!(places.get(province).unwrap().kind, PlaceKind::Admin1);
    assert!(places.contains(province, PlaceId(170_794)), "Deir ez-Zor lies in its province");
    assert_eq!(places.name(syria, "fr"), "Syrie");
    assert_eq!(places.name(syria, "en"), "Syria");
}

#[test]
fn a_user_file_wins() {
    let places = Places::embedded();
    let tsv = "name\tvariants\tlat\tlon\tkind\tnote\tsource\tcountry\nTell Imaginé\tTal Imagineh|Damas\t35.1\t40.2\tsettlement\t\tme\tSY\n";
    let merged = places.with_user_file(tsv).unwrap();
    assert_eq!(merged.lookup("Tal Imagineh"), [PlaceId(PlaceId::USER)]);
    assert_eq!(merged.lookup("Damas")[0], PlaceId(PlaceId::USER));
    assert_eq!(merged.get(PlaceId(PlaceId::USER)).unwrap().name, "Tell Imaginé");
    assert!(places.lookup("Tal Imagineh").is_empty());
    let wrong = places.with_user_file("name\tvariants\tlat\tlon\tkind\nX\t\t135\t40\tsettlement").unwrap_err();
    assert!(wrong.to_string().starts_with("line 2:"), "{wrong}");
}

#[test]
fn damaged_packs_are_refused() {
    assert!(Pack::read(b"").is_err());
    assert!(Pack::read(b"RCPLACE1").is_err());
    let bytes = &EMBEDDED[..EMBEDDED.len() / 2];
    assert!(Pack::read(bytes).is_err());
    assert_eq!(Pack::read(&Pack::default().write()).unwrap().len(), 0);
}
