//! Temporal expressions with normalised values, after TIMEX3 (TimeML 1.2.1).

pub(crate) mod calendar;
mod dating;
mod meaning;
pub(crate) mod resolve;
pub(crate) mod tense;

use crate::document::{BlockKind, Document};
use crate::language::Pack;
use crate::layers::dct::Dct;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Syntax;
use crate::layers::timexes::Timex;
use crate::layers::tokens::Token;
use crate::text::Span;

/// Finds and normalises the temporal expressions.
pub fn timexes(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    syntax: &Syntax,
    dct: &Dct,
    pack: &Pack,
) -> Vec<Timex> {
    let grammar = tense::Grammar::of(tokens, syntax);
    let mut tagger = resolve::Tagger::new(doc, &pack.time, resolve::Base::of(dct), grammar);
    for span in units(doc, sentences) {
        tagger.read(span);
    }
    tagger.timexes()
}

/// The sentences, and the date lines, which are no sentences.
pub(crate) fn units(doc: &Document, sentences: &[Sentence]) -> Vec<Span> {
    let lines = doc.blocks.iter().filter(|block| block.kind == BlockKind::Dateline).map(|block| block.span);
    let mut units: Vec<Span> = sentences.iter().map(|sentence| sentence.span).chain(lines).collect();
    units.sort();
    units
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dates::Interval;
    use crate::document::{Block, DocumentId, Meta};
    use crate::language::{Packs, packs_under_test};
    use crate::layers::dct::DctBasis;

    fn document(text: &str) -> Document {
        let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "test".into() }];
        let id = DocumentId::of("test", text.as_bytes());
        Document { id, name: "test".into(), meta: Meta::default(), text: text.into(), blocks }
    }

    fn annotated(code: &str, dct: &str, text: &str) -> Vec<Timex> {
        let pack = packs_under_test().get(code).unwrap();
        let doc = document(text);
        let interval = dct.parse().map(Interval::day).unwrap_or_default();
        let dct = Dct { interval, basis: DctBasis::Metadata, ..Dct::default() };
        let sentences = crate::annotate::sentences::sentences(&doc, pack);
        timexes(&doc, &sentences, &[], &Syntax::default(), &dct, pack)
    }

    /// `(text, value, rule)` of every expression.
    pub(crate) fn timexes_of(code: &str, dct: &str, text: &str) -> Vec<(String, String, String)> {
        let found = annotated(code, dct, text);
        found.into_iter().map(|timex| (timex.span.of(text).to_owned(), timex.value, timex.rule)).collect()
    }

    proptest! {
        #[test]
        fn spans_lie_in_the_text_in_order(text in "\\PC{0,300}", year in -9999i16..=9999) {
            let dct = format!("{year:04}-01-31");
            for code in ["en", "fr"] {
                let found = annotated(code, &dct, &text);
                prop_assert!(found.iter().all(|timex| timex.span.fits(&text) && !timex.span.is_empty()));
                prop_assert!(found.windows(2).all(|two| two[0].span.end <= two[1].span.start));
            }
        }

        #[test]
        fn any_mixture_of_time_words_is_survived(
            words in prop::collection::vec(prop::sample::select(WORDS.to_vec()), 0..40),
            year in prop::sample::select(vec![-9999, -1, 1, 2017, 9999]),
        ) {
            let text = words.join(" ");
            let dct = jiff::civil::Date::new(year, 12, 31).unwrap().to_string();
            for code in ["en", "fr"] {
                let found = annotated(code, &dct, &text);
                prop_assert!(found.windows(2).all(|two| two[0].span.end <= two[1].span.start));
            }
        }
    }

    #[test]
    fn an_impossible_hour_keeps_its_day() {
        let found = annotated("fr", "2022-03-13", "Une explosion a eu lieu le 12 mars 2022 à 24h10.");
        assert_eq!(found[0].interval.single_day().map(|day| day.to_string()).as_deref(), Some("2022-03-12"));
        assert!(!found[0].flags.is_empty());
    }

    /// `cargo test --release -p recoupe --lib speed -- --ignored --nocapture`
    #[test]
    #[ignore = "a measurement, not a check"]
    fn speed() {
        let pack = Packs::embedded().get("fr").unwrap();
        let paragraph = "Le ministre a annoncé mardi que la ligne, fermée depuis 2015, rouvrira le 12 juin. \
            Les habitants, réunis la veille dans la salle des fêtes, demandaient un calendrier précis et des \
            garanties sur le financement du chantier, que la région juge trop cher. ";
        let doc = document(&paragraph.repeat(10));
        let sentences = crate::annotate::sentences::sentences(&doc, pack);
        let dct = Dct { interval: Interval::day(jiff::civil::date(2021, 3, 10)), ..Dct::default() };
        let start = std::time::Instant::now();
        for _ in 0..1000 {
            assert_eq!(timexes(&doc, &sentences, &[], &Syntax::default(), &dct, pack).len(), 40);
        }
        let minute = 60_000.0 / start.elapsed().as_secs_f64();
        eprintln!("{minute:.0} documents of {} words a minute", doc.text.split_whitespace().count());
    }

    const WORDS: [&str; 48] = [
        "lundi",
        "31",
        "février",
        "2999",
        "dans",
        "999999999999",
        "ans",
        "le",
        "la",
        "veille",
        "nuit",
        "de",
        "à",
        "mardi",
        "fin",
        "siècle",
        "il y a",
        "quelques",
        "jours",
        "dernier",
        "prochaine",
        "semaine",
        "cent",
        "mille",
        "25",
        "h",
        "99",
        "1000",
        "-",
        "/",
        ",",
        "Monday",
        "February",
        "next",
        "last",
        "century",
        "decade",
        "ago",
        "in",
        "years",
        "9999",
        "thousand",
        "hundred",
        "later",
        "Easter",
        "hier",
        "demain",
        "Pâques",
    ];
}
