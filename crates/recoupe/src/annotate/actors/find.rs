//! Mentions: listed names, descriptions around a noun of actors, names in the text alone.

use crate::annotate::sentences::Sentence;
use crate::annotate::toponyms::pieces::{Gap, Piece, pieces};
use crate::annotate::toponyms::{ToponymForm, Toponyms};
use crate::document::Document;
use crate::gazetteer::{ActorId, Gazetteer, PlaceId};
use crate::language::Pack;
use crate::text::Span;

use super::phrase::{Phrase, phrase_at};
use super::{ActorKind, LabelStance, MentionForm};

/// What the finders look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub pieces: Vec<Piece>,
    pub toponyms: &'t Toponyms,
    pub pack: &'t Pack,
    pub gazetteer: &'t Gazetteer,
}

/// A mention before it has a chain. Ranges are of pieces.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub range: std::ops::Range<usize>,
    /// The piece of the head noun, or the last of a name.
    pub head: usize,
    pub form: MentionForm,
    pub kind: ActorKind,
    pub known: Option<ActorId>,
    /// Neutral group and home country of a force or government.
    pub role: Option<String>,
    /// Home country that the mention states.
    pub country: Option<PlaceId>,
    /// Neutral key word of a description ('jihadist').
    pub descriptor: Option<String>,
    /// The mention inside this one that tells who it is ('le groupe djihadiste État islamique').
    pub apposition: Option<std::ops::Range<usize>>,
    /// Positions of members in the list of mentions.
    pub members: Vec<usize>,
    pub rule: &'static str,
}

impl<'t> Text<'t> {
    pub(super) fn new(
        doc: &'t Document,
        sentences: &[Sentence],
        toponyms: &'t Toponyms,
        pack: &'t Pack,
        gazetteer: &'t Gazetteer,
    ) -> Text<'t> {
        Text { doc, pieces: pieces(doc, sentences), toponyms, pack, gazetteer }
    }

    pub(super) fn span(&self, range: &std::ops::Range<usize>) -> Span {
        crate::annotate::toponyms::pieces::span(&self.pieces, range)
    }

    /// Folded words of a range joined by spaces.
    pub(super) fn words(&self, range: std::ops::Range<usize>) -> String {
        let words: Vec<&str> = self.pieces[range].iter().map(|piece| piece.folded.as_str()).collect();
        words.join(" ")
    }

    pub(super) fn folded(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.folded.as_str())
    }

    /// Whether a phrase may run on from a piece to the next.
    pub(super) fn joins(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| !matches!(piece.gap, Gap::Break | Gap::Comma))
            && at + 1 < self.pieces.len()
    }

    /// The country of a demonym at a piece.
    pub(super) fn demonym(&self, at: usize) -> Option<PlaceId> {
        let span = self.pieces.get(at)?.span;
        self.toponyms.demonyms.iter().find(|demonym| demonym.span.contains(span))?.place
    }

    pub(super) fn is_demonym(&self, at: usize) -> bool {
        self.pieces
            .get(at)
            .is_some_and(|piece| self.toponyms.demonyms.iter().any(|demonym| demonym.span.contains(piece.span)))
    }

    /// The toponym that holds a piece.
    pub(super) fn toponym(&self, at: usize) -> Option<&crate::annotate::toponyms::Toponym> {
        let span = self.pieces.get(at)?.span;
        self.toponyms.mentions.iter().find(|toponym| toponym.form == ToponymForm::Name && toponym.span.contains(span))
    }

    /// The end of the longest listed name that begins at a piece.
    pub(super) fn known_at(&self, start: usize) -> Option<(usize, &'t crate::gazetteer::actors::KnownActor)> {
        let mut best = None;
        let mut end = start;
        while end < self.pieces.len() && end < start + self.gazetteer.actors.longest() {
            end += 1;
            let capital = self.pieces[start..end].iter().any(|piece| piece.is_capital);
            // 'M23' has one letter, and it is a capital.
            let capitals = |piece: &Piece| {
                piece.is_upper || piece.is_capital && piece.folded.ends_with(|c: char| c.is_ascii_digit())
            };
            let upper = self.pieces[start..end].iter().all(capitals) && !self.pieces[start].in_title_case;
            let long = end - start > 2;
            if (capital || long)
                && let Some(actor) = self.gazetteer.actors.lookup(&self.words(start..end), upper)
            {
                best = Some((end, actor));
            }
            if !self.joins(end - 1) {
                break;
            }
        }
        best
    }

    /// What a label says of whom it names.
    pub(super) fn stance(&self, range: std::ops::Range<usize>) -> LabelStance {
        let labels = &self.pack.actors.labels;
        for start in range.clone() {
            for end in start + 1..=range.end.min(start + self.pack.actors.longest) {
                if let Some(&stance) = labels.get(&self.words(start..end)) {
                    return stance;
                }
            }
        }
        LabelStance::Neutral
    }
}

/// All mentions without groups, sorted; a phrase precedes the names inside it.
pub(super) fn mentions(text: &Text) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut phrase_end = 0;
    let mut name_end = 0;
    for at in 0..text.pieces.len() {
        if at >= phrase_end
            && let Some(phrase) = phrase_at(text, at)
        {
            phrase_end = phrase.range.end;
            found.push(of_phrase(phrase));
        }
        if at < name_end {
            continue;
        }
        if let Some(name) = name_at(text, at) {
            name_end = name.range.end;
            if !found.iter().rev().take(3).any(|other| other.range == name.range) {
                found.push(name);
            }
        }
    }
    found.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    found
}

fn of_phrase(phrase: Phrase) -> Found {
    Found {
        range: phrase.range,
        head: phrase.head,
        form: phrase.form,
        kind: phrase.kind,
        known: None,
        role: phrase.role,
        country: phrase.country,
        descriptor: phrase.descriptor,
        apposition: phrase.apposition,
        members: Vec::new(),
        rule: phrase.rule,
    }
}

/// A name at a piece: listed, a metonymic toponym, or capitals alone.
pub(super) fn name_at(text: &Text, at: usize) -> Option<Found> {
    let name = |end: usize, form, kind, rule| Found {
        range: at..end,
        head: end - 1,
        form,
        kind,
        known: None,
        role: None,
        country: None,
        descriptor: None,
        apposition: None,
        members: Vec::new(),
        rule,
    };
    if let Some((end, actor)) = text.known_at(at) {
        let form = if end == at + 1 && text.pieces[at].is_upper { MentionForm::Acronym } else { MentionForm::Name };
        return Some(Found { known: Some(actor.id.clone()), ..name(end, form, actor.kind, "listed_name") });
    }
    if let Some(toponym) = text.toponym(at) {
        toponym.metonymy.as_ref()?;
        let end =
            (at..text.pieces.len()).take_while(|&piece| toponym.span.contains(text.pieces[piece].span)).count() + at;
        let country = toponym.place.and_then(|place| text.gazetteer.places.country_of(place));
        let role = country.map(|country| format!("government/{}", country.0));
        return Some(Found { role, ..name(end, MentionForm::Metonym, ActorKind::State, "metonymic_toponym") });
    }
    let end = capitals_end(text, at)?;
    let person = person_evidence(text, at, end);
    let long = end - at >= 2;
    if text.pieces[at].is_upper && end == at + 1 {
        return (text.pieces[at].folded.len() <= 7 && !text.pieces[at].in_title_case)
            .then(|| name(end, MentionForm::Acronym, ActorKind::Organisation, "capitals"));
    }
    match (person, long) {
        (Some(rule), _) => Some(name(end, MentionForm::Name, ActorKind::Person, rule)),
        (None, true) => Some(name(end, MentionForm::Name, ActorKind::Unknown, "capitalised_words")),
        (None, false) => None,
    }
}

/// The end of a run of capitalised words, with particles inside, that begins at a piece and is no place.
fn capitals_end(text: &Text, at: usize) -> Option<usize> {
    let piece = &text.pieces[at];
    let words = &text.pack.actors;
    let is_word = |at: usize| {
        let folded = text.folded(at);
        words.determiners.contains(folded) || words.pronouns.contains_key(folded) || words.links.contains(folded)
    };
    if !piece.is_capital || piece.in_title_case || is_word(at) || text.toponym(at).is_some() || text.is_demonym(at) {
        return None;
    }
    let mut end = at + 1;
    let mut last = end;
    while text.joins(end - 1) && end < at + 8 {
        let next = &text.pieces[end];
        if next.is_capital && text.toponym(end).is_none() && !text.is_demonym(end) && text.known_at(end).is_none() {
            last = end + 1;
        } else if !words.particles.contains(&next.folded) || end > last + 1 {
            break;
        }
        end += 1;
    }
    // 'Selon l'Observatoire' is no name: at a sentence's start the second capital has to follow at once.
    let opens = piece.opens && !text.pieces.get(at + 1).is_some_and(|next| last > at + 1 && next.is_capital);
    (!opens || piece.is_upper).then_some(last)
}

/// Why a capitalised run is a person's name.
fn person_evidence(text: &Text, at: usize, end: usize) -> Option<&'static str> {
    let words = &text.pack.actors;
    let before = at.checked_sub(1).filter(|&before| text.joins(before)).map_or("", |before| text.folded(before));
    if words.civil_titles.contains(before) {
        return Some("form_of_address");
    }
    if words.functions.contains(before) {
        return Some("function_before_name");
    }
    // 'le président syrien Bachar el-Assad': an adjective may stand between.
    let two_before = at.checked_sub(2).filter(|_| text.is_demonym(at - 1)).map_or("", |before| text.folded(before));
    if words.functions.contains(two_before) {
        return Some("function_before_name");
    }
    // 'Jeanne Martin, porte-parole de…': a function in apposition.
    let comma = text.pieces.get(end - 1).is_some_and(|piece| piece.gap == Gap::Comma);
    let after = (end..end + 3).find(|&at| !words.determiners.contains(text.folded(at)));
    if comma
        && end - at >= 2
        && after.is_some_and(|after| {
            words.functions.contains(text.folded(after)) || words.anonymous.contains(text.folded(after))
        })
    {
        return Some("function_after_name");
    }
    None
}
