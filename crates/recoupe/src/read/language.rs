//! The language of a document: stated, else detected from the text of its content blocks.

use crate::document::{Document, Provenance};
use crate::language::{Packs, codes};
use crate::text::head;

/// How much text the detector is given, in bytes; more adds time and no certainty.
const SAMPLE: usize = 4000;

/// Chooses the language. Gives a warning where no pack speaks it.
pub(super) fn settle(doc: &mut Document, packs: &Packs) -> Option<String> {
    if let Some(code) = detected(doc) {
        doc.meta.language.add(code.to_owned(), Provenance::Detector { name: "whatlang".into() });
        // The text itself is surer than a page template's `lang` attribute; only the user is surer.
        let stated = matches!(doc.meta.language.candidate()?.provenance, Provenance::Sidecar { .. });
        if !stated {
            doc.meta.language.chosen = Some(doc.meta.language.candidates.len() - 1);
        }
    }
    match doc.meta.language.value() {
        Some(language) if packs.get(language).is_some() => None,
        Some(language) => Some(format!(
            "the language seems to be '{language}', for which there is no pack (there are: {}); only places and shared passages are found",
            codes().join(", ")
        )),
        None => Some("the language could not be told; little will be found".into()),
    }
}

/// The packs with that of a text's language first.
pub(super) fn led_by_text(text: &str, packs: &Packs) -> Packs {
    let sample = head(text, SAMPLE);
    let code = whatlang::detect(sample).and_then(|info| iso_639_1(info.lang().code()));
    packs.led_by(code.unwrap_or_default())
}

fn detected(doc: &Document) -> Option<&'static str> {
    let mut sample = String::new();
    for block in doc.blocks.iter().filter(|block| block.kind.is_content()) {
        if sample.len() > SAMPLE {
            break;
        }
        sample.push_str(doc.slice(block.span));
        sample.push('\n');
    }
    let info = whatlang::detect(&sample)?;
    // Of a few words it is told only which of the languages with a pack they are nearest to.
    let spoken = |lang: &whatlang::Lang| iso_639_1(lang.code()).is_some_and(|code| codes().contains(&code));
    let nearest = || {
        let known = whatlang::Lang::all().iter().copied().filter(spoken).collect();
        whatlang::Detector::with_allowlist(known).detect_lang(&sample)
    };
    let lang = if info.is_reliable() { Some(info.lang()) } else { nearest() };
    iso_639_1(lang?.code())
}

/// Two-letter codes of the languages in which news is most often met; others keep three letters.
fn iso_639_1(code: &'static str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("ara", "ar"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("ind", "id"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("vie", "vi"),
    ];
    Some(CODES.iter().find(|(three, _)| *three == code).map_or(code, |&(_, two)| two))
}
