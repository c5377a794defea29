//! Descriptions: a noun of actors with its determiner, adjectives and the name that it leans on.

use std::ops::Range;

use crate::annotate::actors::find::{Found, Text, name_at};
use crate::annotate::pieces::Gap;
use crate::gazetteer::actors::KnownActor;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;

use super::sides;

/// A description that begins at a piece.
pub(super) fn phrase_at(text: &Text, start: usize) -> Option<Found> {
    phrase_inside(text, start, 0)
}

/// A description at a piece that stands in so many others.
pub(super) fn phrase_inside(text: &Text, start: usize, depth: usize) -> Option<Found> {
    let words = &text.pack.actors;
    if let Some(found) = owned_before(text, start) {
        return Some(found);
    }
    let mut at = start;
    // 'claimed that services …': a conjunction is no determiner.
    let conjunction = text.upos(at) == Some(Upos::Sconj);
    let determined = words.determiners.contains(text.folded(at)) && text.joins(at) && !conjunction;
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
        let before = words.before_nouns.contains(text.folded(at)) || text.is_demonym(at) || opens_title(text, at);
        if !before || skipped >= 4 || !text.joins(at) {
            return None;
        }
        country = country.or(text.demonym(at));
        modified = true;
        skipped += 1;
        at += 1;
    };
    // 'les Forces démocratiques syriennes': a listed name, found as such.
    if text.known_at(head_start).is_some_and(|(end, _)| end >= head_end) {
        return None;
    }
    let head = head_piece(text, head_start..head_end);
    let mut end = head_end;
    let mut force_group = words.force_groups.get(&text.words(head_start..head_end)).cloned();
    let own = (head_start..head_end).find_map(|at| words.descriptors.get(text.folded(at)));
    let mut descriptor = None;
    let adjective = |at: usize| words.adjectives.contains(text.folded(at)) || text.is_demonym(at);
    while text.joins(end - 1) {
        // 'les forces supplétives et alliées'.
        let coordinated = modified && words.coordinators.contains(text.folded(end)) && text.joins(end);
        let at = end + usize::from(coordinated);
        if !adjective(at) {
            break;
        }
        country = country.or(text.demonym(at));
        force_group = words.force_adjectives.get(text.folded(at)).cloned().or(force_group);
        descriptor = descriptor.or(words.descriptors.get(text.folded(at)));
        modified = true;
        end = at + 1;
    }
    // An adjective says more than the noun: 'la milice djihadiste'.
    let descriptor = descriptor.or(own);
    let mut apposition = None;
    let mut of = None;
    let mut with_name = false;
    let mut owned = false;
    let mut nested = false;
    // 'le ministre des Transports X': what follows the portfolio is the name.
    if let Some(next) = portfolio_end(text, end).filter(|_| noun == Noun::Function) {
        end = next;
        modified = true;
    }
    if noun == Noun::Function
        && let Some((party, next)) = party_at(text, end)
    {
        // 'le député (LFI) X', 'la déléguée CGT X': the letters are the party or union of whoever holds the function.
        end = next;
        modified = true;
        let near = text.pieces.get(next).is_some_and(|name| {
            let between = text.doc.text.get(text.pieces[next - 1].span.end as usize..name.span.start as usize);
            between.is_some_and(|between| matches!(between.trim(), "" | ")"))
        });
        if let Some(name) = name_at(text, next).filter(|name| near && name.form == MentionForm::Name) {
            end = name.range.end;
            with_name = true;
            apposition = Some(name.range);
        } else {
            of = Some(party);
        }
    } else if let Some(name) = name_after(text, end) {
        end = name.end;
        apposition = Some(name);
        with_name = true;
    } else if sides::may_have_owner(text, force_group.as_ref())
        && let Some(owner) = sides::owner_after(text, end, depth).filter(|owner| !is_group(text, owner))
    {
        end = owner.end;
        of = Some(owner);
        modified = true;
        (owned, nested) = (true, true);
    } else if let Some((name, place)) = linked(text, end).or_else(|| linked_noun(text, end, noun, depth)) {
        country = country.or(place).or(home_of(text, &name));
        // A member noun takes its group's identity: 'les combattants du Hezbollah', 'leurs alliés du Hezbollah'.
        // A function does not, and 'les forces de X' does not become the person X.
        let member = words.member_nouns.contains(&text.words(head_start..head_end));
        let owned = member || words.possessives.contains(text.folded(start)) && noun == Noun::Of(ActorKind::Coalition);
        if (is_member_noun(noun) || owned) && is_group(text, &name) {
            apposition = Some(name.clone());
        } else {
            nested = noun == Noun::Function && sides::owned_force(text, name.start, depth).is_some();
            of = Some(name.clone());
        }
        end = name.end;
        modified = true;
        while text.joins(end - 1) && (text.is_demonym(end) || words.adjectives.contains(text.folded(end))) {
            country = country.or(text.demonym(end));
            end += 1;
        }
        if let Some(next) = complement_end(text, end).filter(|_| noun == Noun::Function) {
            end = next;
        }
        // 'le chef de la diplomatie russe Sergueï Lavrov'.
        if noun == Noun::Function
            && let Some(name) = name_after(text, end)
        {
            end = name.end;
            apposition = Some(name);
            with_name = true;
        }
    }
    let only_title = words.civil_titles.contains(text.folded(head));
    let doer = !determined && !modified && is_doer(text, head, noun);
    let nothing = !determined && !modified && apposition.is_none() && !doer || only_title && apposition.is_none();
    let describes = descriptor.is_some() && end == head_end;
    if nothing || describes && is_part_of_compound(text, head, end) {
        return None;
    }
    let rule = match noun {
        Noun::Function => "function_noun",
        Noun::Anonymous => "anonymous_source",
        Noun::Of(_) => "actor_noun",
    };
    let group = force_group.filter(|_| matches!(noun, Noun::Of(ActorKind::StateForce | ActorKind::State)));
    let first = if determined && words.contractions.contains(text.folded(start)) { start + 1 } else { start };
    let form = if noun == Noun::Function { MentionForm::Title } else { MentionForm::Description };
    let kind = match noun {
        Noun::Function => ActorKind::Person,
        // 'un habitant, Karim X' stays a source without office; 'l'habitant Karim X' is a person with a name.
        Noun::Anonymous if apposition.as_ref().is_some_and(|name| is_person(text, name)) => ActorKind::Person,
        Noun::Anonymous => ActorKind::AnonymousSource,
        Noun::Of(ActorKind::Organisation) if descriptor.is_some() && words.any_group.contains(text.folded(head)) => {
            ActorKind::ArmedGroup
        }
        Noun::Of(kind) => kind,
    };
    let title = text.words(head_start..head_end);
    let office = words.offices.get(&title).unwrap_or(&title);
    // 'le président' of a country is an office; of a club it is not.
    let is_office = noun == Noun::Function && words.offices.contains_key(&title) && of_country(text, of.as_ref());
    let role = match (&group, country) {
        (Some(_), _) if owned => None,
        (Some(group), Some(country)) => Some(format!("{group}/{}", country.0)),
        (None, Some(country)) if is_office => Some(format!("{office}/{}", country.0)),
        _ => None,
    };
    Some(Found {
        role,
        country,
        descriptor: descriptor.cloned(),
        apposition,
        of,
        definite: doer || determined && (words.definites.contains(text.folded(start)) || opens_definite(text, start)),
        with_name,
        bare: !modified && !with_name,
        owned,
        nested,
        group,
        ..Found::new(first..end, head, form, kind, rule)
    })
}

/// 'X's forces', 'pro-X forces', 'les pro-X'.
fn owned_before(text: &Text, start: usize) -> Option<Found> {
    let determined = text.pack.actors.determiners.contains(text.folded(start)) && text.joins(start);
    let first = start + usize::from(determined);
    if let Some(partisans) = sides::partisans(text, start..first) {
        return Some(partisans);
    }
    let (owner, at) = sides::owner_before(text, first)?;
    let (noun_start, end, noun) = noun_at(text, at, 0)?;
    let group = text.pack.actors.force_groups.get(&text.words(noun_start..end)).cloned();
    if !sides::may_have_owner(text, group.as_ref()) || noun != Noun::Of(ActorKind::StateForce) || is_group(text, &owner)
    {
        return None;
    }
    let head = head_piece(text, noun_start..end);
    let found = Found::new(start..end, head, MentionForm::Description, ActorKind::StateForce, "actor_noun");
    Some(Found { of: Some(owner), owned: true, nested: true, definite: true, group, ..found })
}

/// 'Transport Minister': a capitalised word before a capitalised function.
fn opens_title(text: &Text, at: usize) -> bool {
    let capital = |at: usize| text.pieces.get(at).is_some_and(|piece| piece.is_capital && !piece.in_title_case);
    let function = text.pack.actors.functions.contains(text.folded(at + 1));
    let ordinary = text.known_at(at).is_none() && text.toponym(at).is_none();
    function && capital(at) && capital(at + 1) && text.joins(at) && ordinary
}

/// Letters of a party or union behind a function, perhaps in brackets: their range, and the piece that follows.
fn party_at(text: &Text, at: usize) -> Option<(Range<usize>, usize)> {
    let piece = text.pieces.get(at)?;
    let gap = |from: usize, to: usize| {
        let (from, to) = (text.pieces.get(from)?.span.end as usize, text.pieces.get(to)?.span.start as usize);
        text.doc.text.get(from..to)
    };
    let before = gap(at.checked_sub(1)?, at)?;
    let brackets = before.trim() == "(" && gap(at, at + 1).is_some_and(|after| after.starts_with(')'));
    let letters = piece.is_upper && !piece.in_title_case && piece.folded.chars().count() <= 5;
    let person = text.known_at(at).is_some_and(|(_, actor)| actor.kind == ActorKind::Person);
    let place = text.toponym(at).is_some() || text.is_demonym(at);
    (letters && !person && !place && (brackets || before.trim().is_empty())).then_some((at..at + 1, at + 1))
}

/// Whether a bare noun of a state or force stands before what it does or has: 'government control', 'army shelling'.
fn is_doer(text: &Text, head: usize, noun: Noun) -> bool {
    let Some(word) = text.word_of(head).map(|at| &text.syntax.words[at.at()]) else { return false };
    let deed = word.head.map(|deed| &text.syntax.words[deed.at()].lemma);
    matches!(noun, Noun::Of(ActorKind::State | ActorKind::StateForce))
        && word.universal_relation() == "compound"
        && deed.is_some_and(|deed| text.pack.actors.deeds.contains(deed))
}

/// Whether a noun only describes the noun right behind it: 'a terrorist attack'.
fn is_part_of_compound(text: &Text, head: usize, end: usize) -> bool {
    let Some(word) = text.word_of(head) else { return false };
    let it = &text.syntax.words[word.at()];
    let describes = matches!(it.universal_relation(), "compound" | "amod");
    let mut next = (end..(end + 2).min(text.pieces.len())).filter_map(|at| text.word_of(at));
    describes && text.joins(end - 1) && it.head.is_some_and(|head| next.any(|next| next == head))
}

/// 'la plupart des rebelles': a contraction with the definite article.
fn opens_definite(text: &Text, at: usize) -> bool {
    text.word_of(at).is_some_and(|word| {
        let word = &text.syntax.words[word.at()];
        word.feats.is("Definite", "Def") && text.syntax.words_of(word.token).len() > 1
    })
}

/// Whether a name is that of a person, or of somebody unknown.
fn is_person(text: &Text, name: &Range<usize>) -> bool {
    name.len() > 1
        && name_at(text, name.start)
            .is_none_or(|found| matches!(found.kind, ActorKind::Person | ActorKind::Unknown) && found.range == *name)
}

/// Pieces of a complement, at most.
const LONGEST_COMPLEMENT: usize = 8;

/// The end of what an office is further said to be of, where a comma and a name follow: 'la directrice de l'agence
/// nationale [de gestion des eaux], Jeanne X'.
fn complement_end(text: &Text, at: usize) -> Option<usize> {
    let words = &text.pack.actors;
    if at == 0 || !text.joins(at - 1) || !words.links.contains(text.folded(at)) {
        return None;
    }
    let small = (at..text.pieces.len()).take_while(|&at| !text.pieces[at].is_capital);
    let mut small = small.take(LONGEST_COMPLEMENT);
    let last = small.find(|&at| !text.joins(at))?;
    let verb = (at..=last).any(|at| matches!(text.upos(at), Some(Upos::Verb | Upos::Aux)));
    if text.pieces[last].gap != Gap::Comma || verb || last + 1 >= text.pieces.len() {
        return None;
    }
    let name = name_at(text, last + 1).filter(|name| name.range.len() > 1 && name.form == MentionForm::Name);
    name.map(|_| last + 1)
}

/// The end of what a minister is in charge of, behind a preposition: 'de l'Intérieur', 'des Affaires étrangères'.
fn portfolio_end(text: &Text, at: usize) -> Option<usize> {
    let words = &text.pack.actors;
    let is_link = |at: usize| words.links.contains(text.folded(at)) || words.determiners.contains(text.folded(at));
    if at == 0 || !text.joins(at - 1) || !words.links.contains(text.folded(at)) {
        return None;
    }
    let mut start = at;
    while is_link(start) && text.joins(start) {
        start += 1;
    }
    let longest = words.portfolios.iter().map(|name| name.split(' ').count()).max().unwrap_or(0);
    let ends = (start + 1..=(start + longest).min(text.pieces.len())).rev();
    let mut ends = ends.filter(|&end| (start..end - 1).all(|at| text.joins(at)));
    ends.find(|&end| words.portfolios.contains(&text.words(start..end)))
}

/// The noun of actors that a function leans on: 'le directeur de l'hôpital', 'le chef de la délégation russe'.
fn linked_noun(
    text: &Text,
    at: usize,
    noun: Noun,
    depth: usize,
) -> Option<(Range<usize>, Option<crate::index::PlaceId>)> {
    let words = &text.pack.actors;
    let linked = noun == Noun::Function && at > 0 && text.joins(at - 1) && words.links.contains(text.folded(at));
    let mut start = at;
    while linked
        && text.joins(start)
        && (words.links.contains(text.folded(start)) || words.determiners.contains(text.folded(start)))
    {
        start += 1;
    }
    // 'le porte-parole des forces de X'.
    if let Some(force) = (at..=start).filter(|_| linked).find_map(|at| sides::owned_force(text, at, depth)) {
        return Some((force, None));
    }
    let (_, end, _) = noun_at(text, start, 0).filter(|_| linked)?;
    Some((start..end, None))
}

/// The piece of a noun of several words that the others hang on.
pub(super) fn head_piece(text: &Text, range: Range<usize>) -> usize {
    let last = range.end - 1;
    let Some(head) = text.syntax.word_at(text.span(&range), text.tokens) else { return last };
    range.clone().find(|&at| text.word_of(at) == Some(head)).unwrap_or(last)
}

/// The home country of a listed actor, for whose force or government it is.
fn home_of(text: &Text, name: &Range<usize>) -> Option<crate::index::PlaceId> {
    let known = text.known_at(name.start).filter(|(end, _)| *end == name.end).map(|(_, actor)| actor);
    let actor = known.or_else(|| first_name_of(text, name))?;
    let person = matches!(actor.kind, ActorKind::Person | ActorKind::Institution);
    text.gazetteer.home_of(actor).filter(|_| person)
}

/// The listed person whose first name a single word is, where the text names that person in full.
fn first_name_of<'t>(text: &'t Text, name: &Range<usize>) -> Option<&'t KnownActor> {
    let word = text.pieces.get(name.start).filter(|piece| name.len() == 1 && piece.is_capital)?;
    let full = (0..text.pieces.len()).filter(|&at| at != name.start && text.folded(at) == word.folded);
    let mut named = full.filter_map(|at| text.known_at(at).filter(|(end, _)| *end > at + 1).map(|(_, actor)| actor));
    named.next().filter(|actor| actor.kind == ActorKind::Person)
}

/// Whether an office is that of a country, and not of a club or a town in it.
fn of_country(text: &Text, of: Option<&Range<usize>>) -> bool {
    use crate::gazetteer::places::PlaceKind;
    let Some(of) = of else { return true };
    let place = text.toponym(of.start).and_then(|toponym| text.gazetteer.places.get(toponym.place?));
    place.is_some_and(|place| place.kind == PlaceKind::Country)
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
fn is_group(text: &Text, name: &Range<usize>) -> bool {
    let capitals = name.len() == 1 && text.pieces[name.start].is_upper;
    let known = text.known_at(name.start).filter(|(end, _)| *end == name.end);
    if capitals && known.is_none() {
        return true;
    }
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
fn name_after(text: &Text, at: usize) -> Option<Range<usize>> {
    let stands = text.pieces.get(at).is_some_and(|piece| piece.is_capital) || text.known_at(at).is_some();
    if at == 0 || !text.joins_name(at - 1) || !stands {
        return None;
    }
    name_at(text, at).map(|name| name.range).or_else(|| {
        // A lone capitalised word after a function or a noun is a name.
        let piece = &text.pieces[at];
        // 'le quotidien Les Échos': an article that belongs to the name.
        let article = text.pack.actors.determiners.contains(&piece.folded)
            && text.joins(at)
            && text.pieces.get(at + 1).is_some_and(|next| next.is_capital);
        (text.toponym(at).is_none() && !text.is_demonym(at) && !piece.opens && !piece.in_title_case)
            .then(|| at..at + 1 + usize::from(article))
    })
}

/// A name after a preposition: 'de l'OSDH', 'of Hezbollah', 'de la Défense', with its country where it is a place.
fn linked(text: &Text, mut at: usize) -> Option<(Range<usize>, Option<crate::index::PlaceId>)> {
    let words = &text.pack.actors;
    if at == 0 || !text.joins(at - 1) || !words.links.contains(text.folded(at)) {
        return None;
    }
    while words.links.contains(text.folded(at)) || words.determiners.contains(text.folded(at)) {
        if !text.joins_name(at) {
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
