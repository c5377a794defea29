//! Which spots name places: evidence for and against, and the countries that the document speaks of.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::spot::{Reading, Spot, noun};
use crate::annotate::pieces::{Gap, Piece, key};
use crate::gazetteer::given_names::is_given_name;
use crate::gazetteer::places::typos::TYPO;
use crate::gazetteer::places::{CountryCode, Folding, NameMatch, Place, PlaceKind, Places};
use crate::index::{PlaceId, TokenIdx};
use crate::language::places::PlaceWords;
use crate::layers::syntax::{Syntax, Upos};
use crate::layers::tokens::Token;
use crate::layers::toponyms::Demonym;

/// Countries that a document speaks of, with weights that add up to 1.
#[derive(Debug, Default)]
pub(super) struct Context {
    weights: BTreeMap<CountryCode, f32>,
    /// First-level regions named in the document.
    regions: BTreeSet<PlaceId>,
}

impl Context {
    /// From the names that leave no doubt, and from demonyms.
    pub(super) fn of(spots: &[Spot], demonyms: &[Demonym], places: &Places) -> Context {
        let mut context = Context::default();
        for spot in spots {
            let known: Vec<Place<'_>> = spot.readings.iter().filter_map(|reading| places.get(reading.place)).collect();
            let best = known.iter().max_by(|a, b| prior(a).total_cmp(&prior(b)));
            let Some(best) = best.filter(|best| prior(best) >= 1.2) else { continue };
            // 'Georgia' may be a state of another country: it says nothing by itself.
            let is_area = |place: &Place<'_>| matches!(place.kind, PlaceKind::Country | PlaceKind::Admin1);
            if known.iter().any(|other| other.country != best.country && is_area(other) && prior(other) >= 1.2) {
                continue;
            }
            if let Some(country) = best.country {
                let weight = if best.kind == PlaceKind::Country { 2.0 } else { 1.0 };
                if best.kind == PlaceKind::Admin1 {
                    context.regions.insert(best.id);
                }
                *context.weights.entry(country).or_default() += weight;
            }
        }
        for place in demonyms.iter().filter_map(|demonym| places.get(demonym.place?)) {
            if let Some(country) = place.country {
                *context.weights.entry(country).or_default() += 1.0;
            }
        }
        let total: f32 = context.weights.values().sum();
        context.weights.values_mut().for_each(|weight| *weight /= total.max(1.0));
        context
    }

    /// Whether the document names the first-level region.
    pub(super) fn names_region(&self, region: Option<PlaceId>) -> bool {
        region.is_some_and(|region| self.regions.contains(&region))
    }

    /// Whether most of the document's places lie in one country.
    pub(super) fn is_settled(&self) -> bool {
        self.weights.values().any(|weight| *weight > 0.5)
    }

    /// The weight of a country, 0 to 1.
    pub(super) fn weight(&self, country: Option<CountryCode>) -> f32 {
        country.and_then(|country| self.weights.get(&country)).copied().unwrap_or(0.0)
    }
}

/// How likely a place of that name is meant before any context, on the scale of the threshold.
pub(super) fn prior(place: &Place<'_>) -> f32 {
    match place.kind {
        PlaceKind::Country | PlaceKind::Continent => 2.0,
        PlaceKind::Region | PlaceKind::Sea | PlaceKind::River | PlaceKind::Desert => 1.5,
        PlaceKind::Mountains | PlaceKind::Lake | PlaceKind::Island | PlaceKind::Site => 1.5,
        PlaceKind::Admin1 if place.population > 1_000_000 => 1.2,
        PlaceKind::Admin1 if place.population > 200_000 => 1.1,
        PlaceKind::Admin1 => 0.8,
        PlaceKind::Admin2 if place.population > 500_000 => 0.7,
        PlaceKind::Admin2 => 0.5,
        PlaceKind::Settlement => match place.population {
            _ if place.is_capital => 1.5,
            1_000_000.. => 1.3,
            200_000.. => 1.1,
            50_000.. => 0.8,
            5_000.. => 0.5,
            _ => 0.3,
        },
    }
}

/// A spot that names a place.
#[derive(Debug, Clone)]
pub(super) struct Accepted {
    /// The spot.
    pub spot: Spot,
    /// Places one of which holds it, by the text itself ('Innisfail, Queensland').
    pub within: Vec<PlaceId>,
    /// Evidence.
    pub score: f32,
}

const ENOUGH: f32 = 1.0;

/// People in a town whose name is known beyond its country.
const LARGE: u32 = 300_000;

/// What is added to the distance of a typo that nothing in the document confirms.
const UNCONFIRMED: f32 = 10.0;
/// A reading farther away than this is a candidate that is never chosen.
pub(super) const NEVER_CHOSEN: f32 = TYPO + UNCONFIRMED;

/// Decides on every spot.
pub(super) fn judge(
    spots: Vec<Spot>,
    pieces: &[Piece],
    context: &mut Context,
    tokens: &[Token],
    syntax: &Syntax,
    words: &PlaceWords,
    places: &Places,
) -> Vec<Accepted> {
    let persons = persons(pieces, words);
    let named = named(&spots);
    let judge = Judge { pieces, context, tokens, syntax, words, places, persons, named, given: false };
    let mut spots = judge.with_variants(spots);
    let elsewhere: Vec<bool> = (0..spots.len()).map(|at| judge.is_elsewhere(&spots[at], spots.get(at + 1))).collect();
    for (spot, _) in spots.iter_mut().zip(elsewhere).filter(|(_, elsewhere)| *elsewhere) {
        spot.readings.clear();
    }
    let mut judged: Vec<Accepted> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let within = judge.within(spot, spots.get(at + 1));
        let score = judge.score(spot, !within.is_empty());
        judged.push(Accepted { spot: spot.clone(), within, score });
    }
    // A name that was surely a place once is likely one again.
    let sure: BTreeSet<String> =
        judged.iter().filter(|a| a.score >= ENOUGH + 0.3).map(|a| a.spot.key.clone()).collect();
    for accepted in &mut judged {
        if accepted.score < ENOUGH && sure.contains(&accepted.spot.key) {
            accepted.score += 0.7;
        }
    }
    let unresolved = |accepted: &Accepted| accepted.spot.readings.is_empty();
    judged.retain(|accepted| accepted.score >= ENOUGH);
    for accepted in &mut judged {
        accepted.spot.rule = match &accepted.spot {
            spot if unresolved(accepted) && spot.noun.is_some() => "place_noun",
            spot if spot.readings.iter().all(|reading| reading.distance >= TYPO) => "typo",
            spot if spot.readings.iter().all(|reading| reading.distance > 0.0) => "spelling_variant",
            _ => "listed_name",
        };
    }
    judged
}

/// Accepts every spot, with other spellings where no list has the name.
pub(super) fn accept_all(
    spots: Vec<Spot>,
    pieces: &[Piece],
    context: &Context,
    words: &PlaceWords,
    places: &Places,
) -> Vec<Accepted> {
    let (tokens, syntax) = (&[][..], &Syntax::default());
    let (persons, named) = (BTreeSet::new(), named(&spots));
    let judge = Judge { pieces, context, tokens, syntax, words, places, persons, named, given: true };
    let with_readings = |spot: Spot| match spot.readings.is_empty() {
        true => judge.variant_at(spot.range.clone(), &spot).unwrap_or(spot),
        false => spot,
    };
    let spots: Vec<Spot> = spots.into_iter().map(with_readings).collect();
    let within = |at: usize| judge.within(&spots[at], spots.get(at + 1));
    (0..spots.len()).map(|at| Accepted { within: within(at), spot: spots[at].clone(), score: ENOUGH }).collect()
}

struct Judge<'a> {
    pieces: &'a [Piece],
    context: &'a Context,
    tokens: &'a [Token],
    syntax: &'a Syntax,
    words: &'a PlaceWords,
    places: &'a Places,
    persons: BTreeSet<String>,
    /// Places that bear a listed name of the document.
    named: BTreeSet<PlaceId>,
    /// Whether the spans were given as places.
    given: bool,
}

/// The places that bear a listed name of the document.
fn named(spots: &[Spot]) -> BTreeSet<PlaceId> {
    let listed = |reading: &&Reading| reading.distance == 0.0;
    spots.iter().flat_map(|spot| spot.readings.iter().filter(listed)).map(|reading| reading.place).collect()
}

impl Judge<'_> {
    /// Tries other spellings for runs that no listed name covers.
    fn with_variants(&self, spots: Vec<Spot>) -> Vec<Spot> {
        let mut out: Vec<Spot> = Vec::with_capacity(spots.len());
        for spot in spots {
            if let Some(last) = out.last().filter(|last| last.range.end > spot.range.start) {
                let is_settled = !last.readings.is_empty() || last.noun.is_some() && self.is_introduced(last);
                if is_settled || spot.readings.is_empty() {
                    continue;
                }
                out.pop();
            }
            let partial = spot.range.end < spot.run.end || spot.range.start > spot.run.start;
            if !(spot.readings.is_empty() || partial && self.is_weak(&spot)) {
                out.push(spot);
                continue;
            }
            let end = spot.run.end.max(spot.range.end).min(spot.range.start + 5);
            match self.variant(spot.range.start..end, &spot) {
                Some(found) => out.push(found),
                None => out.push(spot),
            }
        }
        out
    }

    /// Whether all readings are small places.
    fn is_weak(&self, spot: &Spot) -> bool {
        spot.readings.iter().filter_map(|reading| self.places.get(reading.place)).all(|place| prior(&place) < 1.0)
    }

    /// The longest part of a run that is another spelling of a place in the document's countries.
    fn variant(&self, run: Range<usize>, spot: &Spot) -> Option<Spot> {
        for start in run.clone() {
            if spot.readings.is_empty() || start == run.start {
                for end in (start + 1..=run.end).rev() {
                    if start > run.start && end - start == 1 && run.len() > 2 {
                        continue;
                    }
                    // A listed name inside the run is a spot of its own.
                    if spot.readings.is_empty() && !self.places.lookup_folded(&key(self.pieces, start..end)).is_empty()
                    {
                        return None;
                    }
                    let found = self.variant_at(start..end, spot);
                    if found.is_some() {
                        return found;
                    }
                }
            }
        }
        None
    }

    fn variant_at(&self, range: Range<usize>, spot: &Spot) -> Option<Spot> {
        let first = &self.pieces[range.start];
        // 'En Syrie': the preposition is no article of the name.
        let is_function = |word: &String| {
            self.words.locatives.contains(word)
                || self.words.articles.contains(word)
                || self.words.weak_locatives.contains(word)
        };
        let single = first.gap != Gap::Hyphen && (first.folded.len() == 1 || is_function(&first.folded));
        let key = key(self.pieces, range.clone());
        if !self.places.lookup_folded(&key).is_empty() {
            return None;
        }
        let demonym = range.clone().any(|at| self.words.demonyms.contains_key(&self.pieces[at].folded));
        if single || demonym || key.len() < 4 || self.words.common.contains(&key) || is_given_name(&first.folded) {
            return None;
        }
        let near = |reading: &Reading| {
            let place = self.places.get(reading.place);
            // A loose match needs a country that the document is about, or a larger town in it.
            place.is_some_and(|place| {
                let weight = self.context.weight(place.country);
                weight > 0.0
                    && (reading.distance < 2.0 || weight >= 0.2 && (place.population > 20_000 || spot.noun.is_some()))
            })
        };
        let readings: Vec<Reading> = self
            .places
            .variants(&key)
            .into_iter()
            .map(|found| Reading { place: found.place, distance: found.distance, reason: found.reason })
            .filter(near)
            .collect();
        let readings = if readings.is_empty() { self.typos(&key, spot) } else { readings };
        if readings.is_empty() {
            return None;
        }
        // Nearer readings hide farther ones.
        let nearest = readings.iter().map(|reading| reading.distance).fold(f32::MAX, f32::min);
        let readings = readings.into_iter().filter(|reading| reading.distance <= nearest).collect();
        let noun = noun(self.pieces, &range, self.words);
        Some(Spot { range, key, run: spot.run.clone(), readings, noun, rule: "" })
    }

    /// What a slip of the keyboard may have made of a name, where the words before it announce a place. Only a place
    /// that the document names elsewhere, or a large one, may be chosen; the others stay mere candidates, because
    /// a hamlet that no list has may bear a name like theirs.
    fn typos(&self, key: &str, spot: &Spot) -> Vec<Reading> {
        if spot.noun.is_none() && self.before(spot, 0.0) < 0.8 && !self.given {
            return Vec::new();
        }
        let found = self.places.typos(key, |country| self.context.weight(Some(country)) > 0.0);
        let reading = |found: NameMatch| {
            let place = self.places.get(found.place)?;
            let is_town = place.kind == PlaceKind::Settlement && place.population >= 500_000;
            let is_large = place.kind == PlaceKind::Country || is_town;
            let is_sure = self.named.contains(&found.place) || is_large && self.context.weight(place.country) >= 0.2;
            let distance = if is_sure { found.distance } else { found.distance + UNCONFIRMED };
            Some(Reading { place: found.place, distance, reason: found.reason })
        };
        found.into_iter().filter_map(reading).collect()
    }

    /// Places of the name after a comma that hold one of this spot's readings.
    fn within(&self, spot: &Spot, next: Option<&Spot>) -> Vec<PlaceId> {
        let Some(next) = next else { return Vec::new() };
        let beside = next.range.start == spot.range.end && self.pieces[spot.range.end - 1].gap == Gap::Comma;
        if !beside && !self.lies_in(spot, next) {
            return Vec::new();
        }
        let holds = |outer: PlaceId| spot.readings.iter().any(|inner| self.places.contains(outer, inner.place));
        next.readings.iter().map(|reading| reading.place).filter(|&outer| holds(outer)).collect()
    }

    /// 'X in central Greece', 'X, dans l'est du Congo': whether only words that place one name inside the other stand
    /// between them.
    fn lies_in(&self, spot: &Spot, next: &Spot) -> bool {
        let between = spot.range.end..next.range.start;
        let tied = |at: usize| matches!(self.pieces[at].gap, Gap::Space | Gap::Apostrophe | Gap::Comma | Gap::Hyphen);
        if between.is_empty() || between.len() > 5 || !(spot.range.end - 1..next.range.start).all(tied) {
            return false;
        }
        let word = |at: usize| self.pieces[at].folded.as_str();
        let places = |at: usize| {
            let word = word(at);
            self.words.articles.contains(word)
                || self.words.directions.contains_key(word)
                || self.words.direction_adjectives.contains_key(word)
                || self.words.nouns.contains_key(word)
        };
        self.words.containers.contains(word(between.start)) && (between.start + 1..between.end).all(places)
    }

    /// Whether the text puts a name into a country in which none of its readings lies; those of large places stay,
    /// because people and goods of one country are in others.
    fn is_elsewhere(&self, spot: &Spot, next: Option<&Spot>) -> bool {
        let Some(next) = next.filter(|next| self.lies_in(spot, next)) else { return false };
        let country = next.readings.iter().filter_map(|reading| self.places.get(reading.place));
        let Some(country) = country.into_iter().find(|place| place.kind == PlaceKind::Country) else { return false };
        let mut readings = spot.readings.iter().filter_map(|reading| self.places.get(reading.place));
        !spot.readings.is_empty()
            && readings.all(|place| {
                let town = place.kind == PlaceKind::Settlement && place.population < LARGE && !place.is_capital;
                let small = town || place.kind == PlaceKind::Admin2;
                small && place.country.is_some() && place.country != country.country
            })
    }

    fn score(&self, spot: &Spot, has_container: bool) -> f32 {
        if spot.readings.is_empty() {
            return if self.is_introduced(spot) { ENOUGH } else { 0.0 };
        }
        let places = || spot.readings.iter().filter_map(|reading| self.places.get(reading.place));
        let prior = places().map(|place| prior(&place)).fold(0.0, f32::max);
        let in_context = places().any(|place| self.context.weight(place.country) >= 0.1);
        let mut score = prior + self.before(spot, prior) + self.run_evidence(spot);
        score += if in_context && prior < 1.5 { 0.4 } else { 0.0 };
        // A village in a country that the document does not speak of is most often a namesake of something else.
        score -= if !in_context && prior < 0.8 && self.context.is_settled() { 0.4 } else { 0.0 };
        score += if has_container { 1.5 } else { 0.0 };
        score += if spot.noun.is_some() { 1.2 } else { 0.0 };
        // The country of the document makes another spelling believable.
        score += if spot.readings.iter().all(|reading| reading.distance > 0.0) { 0.3 } else { 0.0 };
        score += if spot.range.len() > 1 { 0.4 } else { 0.0 };
        score - self.against(spot, prior)
    }

    /// A name that no list holds is a place where a bound noun says so.
    fn is_introduced(&self, spot: &Spot) -> bool {
        let Some(noun) = spot.noun else { return false };
        let before = noun.piece < spot.range.start;
        let first = &self.pieces[spot.range.start];
        let demonym = spot.range.clone().all(|at| self.words.demonyms.contains_key(&self.pieces[at].folded));
        let upper = spot.range.clone().all(|at| self.pieces[at].is_upper);
        let given = is_given_name(&first.folded) && spot.range.len() > 1;
        let common = self.words.common.contains(&spot.key) || self.words.titles.contains(&first.folded);
        // 'village de X', but not every 'state X'.
        let is_linked = noun.piece + 1 < spot.range.start || self.words.bare_nouns;
        before && is_linked && !first.in_title_case && !demonym && !upper && !given && !common && spot.key.len() > 3
    }

    /// Evidence of the words before the name.
    fn before(&self, spot: &Spot, prior: f32) -> f32 {
        let mut at = spot.range.start;
        let mut is_weak = false;
        for _ in 0..3 {
            let Some(before) = at.checked_sub(1) else { break };
            if !matches!(self.pieces[before].gap, Gap::Space | Gap::Apostrophe) {
                break;
            }
            let word = &self.pieces[before].folded;
            let speaks = prior >= 1.3 && self.words.metonymy_prepositions.contains(word);
            if self.words.locatives.contains(word) || speaks {
                return 0.8;
            }
            if self.words.titles.contains(word) && before + 1 == spot.range.start {
                return -1.5;
            }
            if self.words.organisation_openers.contains(word) {
                return -1.5;
            }
            is_weak |= self.words.weak_locatives.contains(word);
            if !self.words.articles.contains(word) {
                break;
            }
            at = before;
        }
        if is_weak { 0.3 } else { 0.0 }
    }

    /// What the rest of a run of capitalised words says.
    fn run_evidence(&self, spot: &Spot) -> f32 {
        let mut evidence = 0.0;
        if spot.range.start > spot.run.start {
            let left = &self.pieces[spot.range.start - 1];
            let word = &left.folded;
            let known = self.words.nouns.contains_key(word)
                || self.words.directions.contains_key(word)
                || self.words.direction_adjectives.contains_key(word)
                || self.words.demonyms.contains_key(word)
                || self.words.locatives.contains(word)
                || self.words.articles.contains(word)
                || self.words.weak_locatives.contains(word)
                || left.opens && self.words.common.contains(word);
            if is_given_name(word) {
                evidence -= 2.5;
            } else if self.words.titles.contains(word) || self.words.organisation_openers.contains(word) {
                evidence -= 1.5;
            } else if !known && !left.in_title_case {
                evidence -= if left.opens { 0.5 } else { 1.3 };
            }
        }
        if spot.range.end < spot.run.end {
            let right = &self.pieces[spot.range.end];
            let word = &right.folded;
            if self.words.organisation_words.contains(word) {
                evidence -= 1.5;
            } else if self.pieces[spot.range.end - 1].gap == Gap::Hyphen {
                evidence -= 0.5;
            } else if !self.words.nouns.contains_key(word)
                && !self.words.demonyms.contains_key(word)
                && !self.words.titles.contains(word)
                && !right.in_title_case
            {
                evidence -= 1.3;
            }
        }
        if self.is_part_of_compound(&spot.range) {
            evidence -= 3.0;
        }
        // 'West Nile virus': the name of something else, whose last word is no name.
        let next = self.pieces.get(spot.range.end).filter(|_| self.pieces[spot.range.end - 1].gap == Gap::Space);
        if next.is_some_and(|next| !next.is_capital && self.words.organisation_words.contains(&next.folded)) {
            evidence -= 1.5;
        }
        evidence
    }

    /// 'Ille' and 'Vilaine' in 'Ille-et-Vilaine': a small word between hyphens ties the name to more.
    fn is_part_of_compound(&self, range: &Range<usize>) -> bool {
        let hyphen = |at: usize| self.pieces.get(at).is_some_and(|piece| piece.gap == Gap::Hyphen);
        let small = |at: usize| {
            let piece = self.pieces.get(at);
            piece.is_some_and(|piece| !piece.is_capital && !Folding::embedded().is_article(&piece.folded))
        };
        let capital = |at: usize| self.pieces.get(at).is_some_and(|piece| piece.is_capital);
        let before = range
            .start
            .checked_sub(2)
            .is_some_and(|left| hyphen(left) && hyphen(left + 1) && capital(left) && small(left + 1));
        let after = hyphen(range.end - 1) && hyphen(range.end) && small(range.end) && capital(range.end + 1);
        before || after
    }

    /// Evidence against a place.
    fn against(&self, spot: &Spot, prior: f32) -> f32 {
        let first = &self.pieces[spot.range.start];
        let mut against = 0.0;
        let single = spot.range.len() == 1;
        if single && self.words.never.contains(&spot.key) {
            against += 5.0;
        }
        if single && self.words.common.contains(&spot.key) {
            let usual = if first.opens || first.in_title_case { 1.7 } else { 1.0 };
            // 'Paris' is also 'bets', but hardly in news.
            against += if prior >= 1.3 { usual / 2.0 } else { usual };
        }
        if single && self.words.demonyms.contains_key(&spot.key) && prior < 2.0 {
            against += 1.5;
        }
        if is_given_name(&first.folded) && prior < 1.5 {
            against += 1.0;
        }
        if self.persons.contains(&spot.key) {
            against += 1.5;
        }
        if single && first.is_upper && prior < 1.5 && !first.in_title_case {
            against += if spot.key.len() <= 5 { 1.5 } else { 0.5 };
        }
        if single && (first.opens || first.in_title_case) && prior < 1.0 {
            against += 0.4;
        }
        if spot.key.len() <= 3 && prior < 1.5 {
            against += 0.5;
        }
        against + if prior < 1.5 { self.by_tag(spot) } else { 0.0 }
    }

    /// What the tagger says: a proper noun or not.
    fn by_tag(&self, spot: &Spot) -> f32 {
        let span = self.pieces[spot.range.end - 1].span;
        let token = self.tokens.partition_point(|token| token.span.end <= span.start);
        let words = self.syntax.words_of(TokenIdx::new(token));
        if words.is_empty() || words.iter().any(|word| matches!(word.upos, Upos::Propn | Upos::X)) { 0.0 } else { 0.5 }
    }
}

/// Last names of persons: the end of a run that a given name or a title opens.
fn persons(pieces: &[Piece], words: &PlaceWords) -> BTreeSet<String> {
    let mut persons = BTreeSet::new();
    for (at, piece) in pieces.iter().enumerate() {
        let is_title = words.titles.contains(&piece.folded) && piece.gap == Gap::Space;
        let is_given = piece.is_capital && is_given_name(&piece.folded);
        if !(is_title || is_given) || piece.in_title_case {
            continue;
        }
        let mut end = at + 1;
        while end < pieces.len()
            && end < at + 5
            && matches!(pieces[end - 1].gap, Gap::Space | Gap::Hyphen | Gap::Dot)
            && (pieces[end].is_capital || pieces[end].gap == Gap::Hyphen)
        {
            end += 1;
        }
        if end > at + 1 && pieces[end - 1].is_capital {
            persons.insert(pieces[end - 1].folded.clone());
            persons.insert(key(pieces, at + 1..end));
        }
    }
    persons
}
