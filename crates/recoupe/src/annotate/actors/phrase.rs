//! Descriptions: a noun of actors with its determiner, adjectives and the name that it leans on.

use crate::annotate::actors::find::{Text, name_at};

use super::{ActorKind, MentionForm};

/// A description. Ranges are of pieces.
pub(super) struct Phrase {
    pub range: std::ops::Range<usize>,
    pub head: usize,
    pub form: MentionForm,
    pub kind: ActorKind,
    pub role: Option<String>,
    pub country: Option<crate::gazetteer::PlaceId>,
    pub descriptor: Option<String>,
    pub apposition: Option<std::ops::Range<usize>>,
    pub rule: &'static str,
}

/// A description that begins at a piece.
pub(super) fn phrase_at(text: &Text, start: usize) -> Option<Phrase> {
    let words = &text.pack.actors;
    let mut at = start;
    let determined = words.determiners.contains(text.folded(at)) && text.joins(at);
    if determined {
        at += 1;
    }
    let mut country = None;
    let mut modified = false;
    let mut skipped = 0;
    // Adjectives before the noun, but the noun itself first: 'military' may be either.
    let (head_start, head_end, noun) = loop {
        if let Some(found) = noun_at(text, at, skipped) {
            break found;
        }
        let before = words.before_nouns.contains(text.folded(at)) || text.is_demonym(at);
        if !before || skipped >= 4 || !text.joins(at) {
            return None;
        }
        country = country.or(text.demonym(at));
        modified = true;
        skipped += 1;
        at += 1;
    };
    let head = head_end - 1;
    let mut end = head_end;
    let mut force_group = words.force_groups.get(&text.words(head_start..head_end)).cloned();
    let mut descriptor = (head_start..head_end).find_map(|at| words.descriptors.get(text.folded(at)));
    while text.joins(end - 1) && (words.adjectives.contains(text.folded(end)) || text.is_demonym(end)) {
        country = country.or(text.demonym(end));
        force_group = words.force_adjectives.get(text.folded(end)).cloned().or(force_group);
        descriptor = descriptor.or(words.descriptors.get(text.folded(end)));
        modified = true;
        end += 1;
    }
    let mut apposition = None;
    if let Some(name) = name_after(text, end) {
        end = name.end;
        apposition = Some(name);
    } else if let Some((name, place)) = linked(text, end) {
        country = country.or(place);
        // A member noun takes its group's identity: 'les combattants du Hezbollah'. A function does not, and
        // 'les forces de X' does not become the person X.
        if is_member_noun(noun) && is_group(text, &name) {
            apposition = Some(name.clone());
        }
        end = name.end;
        modified = true;
    }
    let only_title = words.civil_titles.contains(text.folded(head));
    if !determined && !modified && apposition.is_none() || only_title && apposition.is_none() {
        return None;
    }
    let rule = match noun {
        Noun::Function => "function_noun",
        Noun::Anonymous => "anonymous_source",
        Noun::Of(_) => "actor_noun",
    };
    let group = force_group.filter(|_| matches!(noun, Noun::Of(ActorKind::StateForce | ActorKind::State)));
    let first = if determined && words.contractions.contains(text.folded(start)) { start + 1 } else { start };
    Some(Phrase {
        range: first..end,
        head,
        form: if noun == Noun::Function { MentionForm::Title } else { MentionForm::Description },
        kind: match noun {
            Noun::Function => ActorKind::Person,
            Noun::Anonymous => ActorKind::AnonymousSource,
            Noun::Of(kind) => kind,
        },
        role: group.zip(country).map(|(group, country)| format!("{group}/{}", country.0)).or_else(|| {
            let function = country.filter(|_| noun == Noun::Function);
            function.map(|country| format!("{}/{}", text.words(head_start..head_end), country.0))
        }),
        country,
        descriptor: descriptor.cloned(),
        apposition,
        rule,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Noun {
    Of(ActorKind),
    Function,
    Anonymous,
}

fn is_member_noun(noun: Noun) -> bool {
    matches!(noun, Noun::Of(ActorKind::ArmedGroup | ActorKind::StateForce))
}

/// Whether a listed name is that of a group with members.
fn is_group(text: &Text, name: &std::ops::Range<usize>) -> bool {
    let known = text.known_at(name.start).filter(|(end, _)| *end == name.end);
    known.is_some_and(|(_, actor)| {
        matches!(
            actor.kind,
            ActorKind::ArmedGroup | ActorKind::StateForce | ActorKind::Organisation | ActorKind::Coalition
        )
    })
}

/// The longest noun of actors at a piece: its start, its end, what it denotes.
fn noun_at(text: &Text, at: usize, skipped: usize) -> Option<(usize, usize, Noun)> {
    let words = &text.pack.actors;
    let mut found = None;
    let mut end = at;
    while end < text.pieces.len() && end < at + words.longest {
        end += 1;
        let phrase = text.words(at..end);
        // A capitalised noun inside a sentence is part of a name, except titles.
        let noun = if words.functions.contains(&phrase) {
            Some(Noun::Function)
        } else if words.anonymous.contains(&phrase) {
            Some(Noun::Anonymous)
        } else {
            words.nouns.get(&phrase).map(|&kind| Noun::Of(kind))
        };
        if let Some(noun) = noun {
            found = Some((at, end, noun));
        }
        if !text.joins(end - 1) {
            break;
        }
    }
    // 'police officers', 'government forces': a following noun is the head.
    let (start, end, _) = found?;
    if skipped < 4 && text.joins(end - 1) && words.before_nouns.contains(&text.words(start..end)) {
        return noun_at(text, end, skipped + 1).or(found);
    }
    found
}

/// A name directly after the description: 'le président Macron', 'le groupe djihadiste État islamique'.
fn name_after(text: &Text, at: usize) -> Option<std::ops::Range<usize>> {
    if at == 0 || !text.joins(at - 1) || !text.pieces[at].is_capital {
        return None;
    }
    name_at(text, at).map(|name| name.range).or_else(|| {
        // A lone capitalised word after a function or a noun is a name.
        let piece = &text.pieces[at];
        (text.toponym(at).is_none() && !text.is_demonym(at) && !piece.opens && !piece.in_title_case).then(|| at..at + 1)
    })
}

/// A name after a preposition: 'de l'OSDH', 'of Hezbollah', 'de la Défense', with its country where it is a place.
fn linked(text: &Text, mut at: usize) -> Option<(std::ops::Range<usize>, Option<crate::gazetteer::PlaceId>)> {
    let words = &text.pack.actors;
    if at == 0 || !text.joins(at - 1) || !words.links.contains(text.folded(at)) {
        return None;
    }
    while words.links.contains(text.folded(at)) || words.determiners.contains(text.folded(at)) {
        if !text.joins(at) {
            return None;
        }
        at += 1;
    }
    if let Some(toponym) = text.toponym(at) {
        let end =
            (at..text.pieces.len()).take_while(|&piece| toponym.span.contains(text.pieces[piece].span)).count() + at;
        let country = toponym.place.and_then(|place| text.gazetteer.places.country_of(place));
        return Some((at..end, country));
    }
    if let Some(name) = name_at(text, at) {
        return Some((name.range, None));
    }
    // 'le ministre de l'Intérieur': a capitalised noun that is no name by itself.
    text.pieces[at].is_capital.then(|| (at..at + 1, None))
}
