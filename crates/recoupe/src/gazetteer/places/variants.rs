//! Spellings of one name: transliteration habits as data (`gazetteer/folding/*.toml`), applied here.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::index::PlaceId;

use serde::Deserialize;

use super::{CountryCode, NameMatch, Places, fold};

static SCHEMES: &[&str] = &[
    include_str!("../../../../../gazetteer/folding/arabic.toml"),
    include_str!("../../../../../gazetteer/folding/cyrillic.toml"),
];

/// How much a key folds away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Keeps consonants and classes of vowels.
    Close = 0,
    /// Keeps consonants only.
    Loose = 1,
}

/// A transliteration scheme: how names of one script are spelt in Latin letters.
#[derive(Debug, Clone, Deserialize)]
pub struct Scheme {
    /// Its name, for reasons.
    pub name: String,
    countries: Vec<String>,
    articles: Vec<String>,
    assimilated_article: bool,
    optional_words: Vec<String>,
    close: Vec<(String, String)>,
    loose_drop: String,
    /// Pairs of spellings whose close keys are equal; a test runs them.
    pub same: Vec<(String, String)>,
    /// Pairs of names whose keys differ; a test runs them.
    pub different: Vec<(String, String)>,
}

/// Shorter loose keys say too little.
const SHORTEST_LOOSE: usize = 3;
const SHORTEST_CLOSE: usize = 4;

impl Scheme {
    /// The key of a folded name; `None` where too little would be left.
    pub fn key(&self, folded: &str, strength: Key) -> Option<String> {
        if !folded.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') {
            return None;
        }
        let close = squeeze(&self.apply(&self.join(folded)));
        match strength {
            Key::Close => (close.len() >= SHORTEST_CLOSE).then_some(close),
            Key::Loose => {
                let first = close.chars().next()?;
                let kept: String = close.chars().skip(1).filter(|&c| !self.loose_drop.contains(c)).collect();
                let first = if self.loose_drop.contains(first) && first != 'h' { 'a' } else { first };
                let loose = squeeze(&format!("{first}{kept}"));
                (loose.len() >= SHORTEST_LOOSE).then_some(loose)
            }
        }
    }

    /// The words without articles and optional words, written together.
    fn join(&self, folded: &str) -> String {
        let words: Vec<&str> = folded.split(' ').collect();
        let mut joined = String::with_capacity(folded.len());
        for (at, word) in words.iter().enumerate() {
            let last = at + 1 == words.len();
            let listed = |list: &[String]| list.iter().any(|other| other == word);
            if !last && (listed(&self.articles) || listed(&self.optional_words)) {
                continue;
            }
            joined.push_str(if self.assimilated_article { without_assimilated(word) } else { word });
        }
        joined
    }

    fn apply(&self, joined: &str) -> String {
        let mut out = String::with_capacity(joined.len());
        let mut at = 0;
        while at < joined.len() {
            let rest = &joined[at..];
            let rule = self.close.iter().find_map(|(from, to)| {
                let (from, at_start) = from.strip_prefix('^').map_or((from.as_str(), false), |from| (from, true));
                let (from, at_end) = from.strip_suffix('$').map_or((from, false), |from| (from, true));
                let fits = rest.starts_with(from) && (!at_start || at == 0) && (!at_end || rest.len() == from.len());
                fits.then_some((from.len(), to))
            });
            match rule {
                Some((length, to)) if length > 0 => {
                    out.push_str(to);
                    at += length;
                }
                _ => {
                    out.push_str(&rest[..1]);
                    at += 1;
                }
            }
        }
        out
    }

    fn serves(&self, country: CountryCode) -> bool {
        self.countries.iter().any(|code| code.as_bytes() == country.0)
    }
}

/// 'ezzor' without its article: a vowel and the first of two equal consonants.
fn without_assimilated(word: &str) -> &str {
    match word.as_bytes() {
        [b'a' | b'e', x, y, _, ..] if x == y && !b"aeiou".contains(x) => &word[2..],
        _ => word,
    }
}

/// Doubled letters become one.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// All transliteration schemes.
#[derive(Debug, Clone)]
pub struct Folding {
    /// In the order of their names.
    pub schemes: Vec<Scheme>,
}

impl Folding {
    /// The embedded schemes.
    ///
    /// # Panics
    /// When an embedded scheme is wrong, which a test of this module rules out.
    pub fn embedded() -> &'static Folding {
        static FOLDING: LazyLock<Folding> = LazyLock::new(|| Folding {
            schemes: SCHEMES.iter().map(|text| toml::from_str(text).expect("an embedded scheme is right")).collect(),
        });
        &FOLDING
    }

    /// Whether a folded word is an article of some scheme.
    pub fn is_article(&self, word: &str) -> bool {
        self.schemes.iter().any(|scheme| scheme.articles.iter().any(|article| article == word))
    }

    /// The schemes that serve a country.
    pub fn of_country(&self, country: Option<CountryCode>) -> impl Iterator<Item = &Scheme> {
        self.schemes.iter().filter(move |scheme| country.is_some_and(|country| scheme.serves(country)))
    }
}

/// See [`Places::variants`].
pub(super) fn matches(places: &Places, name: &str) -> Vec<NameMatch> {
    let folded = fold(name);
    let listed: BTreeSet<PlaceId> = places.lookup_folded(&folded).into_iter().collect();
    let mut found: Vec<NameMatch> = Vec::new();
    for scheme in &Folding::embedded().schemes {
        for (strength, base, word) in [(Key::Close, 1.0, "close"), (Key::Loose, 2.0, "loose")] {
            let Some(key) = scheme.key(&folded, strength) else { continue };
            for pack in [&places.user, &places.pack] {
                for place in pack.variants(&key, strength) {
                    let serves = pack.get(place).and_then(|p| p.country).is_some_and(|c| scheme.serves(c));
                    if serves && !listed.contains(&place) && found.iter().all(|other| other.place != place) {
                        let reason = format!("spelling:{}_{word}({key})", scheme.name);
                        found.push(NameMatch { place, distance: base, reason });
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.place.cmp(&b.place)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scheme_proves_itself() {
        for scheme in &Folding::embedded().schemes {
            for (a, b) in &scheme.same {
                let keys = [a, b].map(|name| scheme.key(&fold(name), Key::Close));
                assert!(keys[0].is_some() && keys[0] == keys[1], "{a} and {b}: {keys:?}");
            }
            for (a, b) in &scheme.different {
                for strength in [Key::Close, Key::Loose] {
                    assert_ne!(scheme.key(&fold(a), strength), scheme.key(&fold(b), strength), "{a} and {b}");
                }
            }
        }
    }
}
