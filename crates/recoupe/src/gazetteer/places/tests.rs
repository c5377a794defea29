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

#[test]
fn a_dump_adds_villages_to_the_pack() {
    let line = "900000001\tTall Mithāl\tTall Mithal\tTell Mithal,Tall Misal\t34.8\t40.1\tP\tPPL\tSY\t\t07\t\t\t\t1200\t\t210\tAsia/Damascus\t2020-01-01";
    let bytes = dump::build(&Places::default(), line, "SY.07\tDeir ez-Zor\tDeir ez-Zor\t170792").unwrap();
    let places = Places::from_bytes(&bytes).unwrap();
    let found = places.lookup("Tell Mithal");
    assert_eq!(found, [PlaceId(900_000_001)]);
    let place = places.get(found[0]).unwrap();
    assert_eq!((place.kind, place.population, place.admin1), (PlaceKind::Settlement, 1200, Some(PlaceId(170_792))));
    assert!(dump::build(&Places::default(), "no\tdump", "").is_err());
}

#[test]
fn packs_survive_their_records() {
    let places = Places::embedded();
    let ids = ["Paris", "Mali", "Euphrate"].map(|name| places.lookup(name)[0]);
    let records: Vec<PlaceRecord> = places.pack().records().into_iter().filter(|r| ids.contains(&r.id)).collect();
    let again = Places::from_bytes(&Pack::of(records, Folding::embedded()).write()).unwrap();
    for id in ids {
        assert_eq!(
            again.get(id).map(|p| (p.name.to_owned(), p.kind)),
            places.get(id).map(|p| (p.name.to_owned(), p.kind))
        );
        assert_eq!(again.name(id, "fr"), places.name(id, "fr"));
    }
}
