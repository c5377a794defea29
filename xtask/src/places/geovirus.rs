//! GeoVirus: English Wikinews with toponyms and coordinates.

use std::time::Instant;

use anyhow::Result;
use recoupe::annotate::toponyms::toponyms_at;
use recoupe::annotate::{annotate, sentences, syntax, tokens, toponyms};
use recoupe::gazetteer::Gazetteer;
use recoupe::gazetteer::places::distance_km;
use recoupe::language::Packs;
use recoupe::layers::toponyms::{Toponym, ToponymForm};
use recoupe::score::{Prf, ratio};
use recoupe::{CharIndex, Span};

struct Location {
    name: String,
    start: u32,
    end: u32,
    lat: f32,
    lon: f32,
}

/// Prints recognition and resolution scores.
pub fn run(xml: &str, gazetteer: &Gazetteer, errors: bool) -> Result<()> {
    let articles = articles(xml);
    let (mut gold, mut system, mut matched) = (0, 0, 0);
    let mut end_to_end = [0usize; 2];
    let (mut given_all, mut given) = (0, [0usize; 2]);
    let mut seconds = 0.0;
    for (number, (text, locations)) in articles.iter().enumerate() {
        let doc = super::document(&format!("{number}.txt"), text, "en")?;
        let pack = Packs::embedded().of(&doc);
        let sentences = sentences::sentences(&doc, pack);
        let (sentences, tokens) = tokens::tokens(&doc, &sentences, pack);
        let syntax = syntax::syntax(&doc, &sentences, &tokens, pack);
        let start = Instant::now();
        let found = toponyms::toponyms(&doc, &sentences, &tokens, &syntax, pack, gazetteer);
        seconds += start.elapsed().as_secs_f64();
        let found: Vec<&Toponym> = found.mentions.iter().filter(|mention| mention.form == ToponymForm::Name).collect();
        let index = CharIndex::new(&doc.text);
        let spans: Vec<Span> = locations.iter().map(|l| index.byte_span(l.start, l.end)).collect();
        gold += locations.len();
        system += found.len();
        for (location, &span) in locations.iter().zip(&spans) {
            let hit = found.iter().find(|mention| overlaps(mention.span, span));
            matched += usize::from(hit.is_some());
            count(&mut end_to_end, hit.copied(), location);
            if errors && hit.is_none() {
                eprintln!("missed [{number}] {}: …{}…", location.name, around(&doc.text, span));
            }
        }
        for mention in found.iter().filter(|mention| spans.iter().all(|&span| !overlaps(mention.span, span))) {
            if errors {
                eprintln!("spurious [{number}] {}: …{}…", doc.slice(mention.span), around(&doc.text, mention.span));
            }
        }
        let mut sorted: Vec<(Span, &Location)> = spans.iter().copied().zip(locations).collect();
        sorted.sort_by_key(|(span, _)| *span);
        let only: Vec<Span> = sorted.iter().map(|(span, _)| *span).collect();
        let resolved = toponyms_at(&doc, &sentences, &only, pack, gazetteer);
        for (span, location) in sorted {
            let mention = resolved.iter().find(|mention| mention.span.overlaps(span));
            given_all += 1;
            let before = given[1];
            count(&mut given, mention, location);
            if errors && given[1] == before {
                let place = mention.and_then(|m| m.place).and_then(|id| gazetteer.places.get(id));
                let place = place.map_or("unresolved".to_owned(), |p| {
                    format!("{} {:?} {:?} {} {}", p.name, p.kind, p.country, p.lat, p.lon)
                });
                eprintln!("far [{number}] {} ({} {}) -> {place}", location.name, location.lat, location.lon);
            }
        }
    }
    let recognised = Prf::of(matched, system, gold);
    eprintln!("GeoVirus: {} articles, {gold} toponyms, {system} found", articles.len());
    eprintln!("  recognition P {:.3} R {:.3} F1 {:.3}", recognised.p, recognised.r, recognised.f1);
    eprintln!(
        "  of the recognised: within 20 km {:.3}, within 161 km {:.3}",
        ratio(end_to_end[0], matched),
        ratio(end_to_end[1], matched)
    );
    eprintln!(
        "  gold spans: within 20 km {:.3}, within 161 km {:.3}",
        ratio(given[0], given_all),
        ratio(given[1], given_all)
    );
    eprintln!("  toponym stage: {:.0} documents a minute", articles.len() as f64 / seconds * 60.0);
    let doc =
        super::document("speed.txt", &articles.iter().map(|a| a.0.as_str()).collect::<Vec<_>>().join("\n"), "en")?;
    let start = Instant::now();
    annotate(&doc, None, Packs::embedded().of(&doc), gazetteer);
    eprintln!("  all articles as one document: {:?}", start.elapsed());
    Ok(())
}

fn count(counts: &mut [usize; 2], mention: Option<&Toponym>, location: &Location) {
    if let Some(geometry) = mention.and_then(|mention| mention.geometry) {
        let distance = distance_km((geometry.lat, geometry.lon), (location.lat, location.lon));
        counts[0] += usize::from(distance <= 20.0);
        counts[1] += usize::from(distance <= 161.0);
    }
}

fn overlaps(a: Span, b: Span) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start)) as usize;
    shared * 2 >= a.cover(b).len() && shared > 0
}

fn around(text: &str, span: Span) -> String {
    let floor = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) =
        (floor((span.start as usize).saturating_sub(35)), floor((span.end as usize + 25).min(text.len())));
    text[start..end].replace('\n', " ")
}

/// Articles with text and locations; the file is flat enough for plain string search.
fn articles(xml: &str) -> Vec<(String, Vec<Location>)> {
    let mut articles = Vec::new();
    for article in xml.split("<article>").skip(1) {
        let text = unescape(element(article, "text").unwrap_or(""));
        let mut locations = Vec::new();
        for location in article.split("<location>").skip(1) {
            let number = |tag| element(location, tag).and_then(|value| value.trim().parse::<f64>().ok());
            let name = unescape(element(location, "name").unwrap_or(""));
            if let (Some(start), Some(end), Some(lat), Some(lon)) = (
                number("start").filter(|&at| at >= 1.0),
                number("end").filter(|&at| at >= 1.0),
                number("lat"),
                number("lon"),
            ) {
                locations.push(Location {
                    name,
                    start: start as u32 - 1,
                    end: end as u32 - 1,
                    lat: lat as f32,
                    lon: lon as f32,
                });
            }
        }
        if !text.trim().is_empty() {
            articles.push((text, aligned(locations)));
        }
    }
    articles
}

fn aligned(locations: Vec<Location>) -> Vec<Location> {
    // Offsets are counted from 1 there.
    locations.into_iter().filter(|location| location.end > location.start && !location.name.is_empty()).collect()
}

fn element<'x>(xml: &'x str, tag: &str) -> Option<&'x str> {
    let (_, rest) = xml.split_once(&format!("<{tag}>"))?;
    Some(rest.split_once(&format!("</{tag}>"))?.0)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
