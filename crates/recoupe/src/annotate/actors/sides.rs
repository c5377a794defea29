//! Forces told by whose they are: 'les forces de X', 'forces loyal to X', 'X's troops', 'les forces pro-X'. In a civil
//! war both sides have an army in one country, so that the owner says which side it is, and the country does not.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::annotate::pieces::Gap;
use crate::gazetteer::{Gazetteer, KnownActor};
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;
use crate::layers::syntax::Upos;

use super::chains::ChainOf;
use super::find::{Found, Text, name_at};
use super::phrase::{head_piece, phrase_inside};

/// What the role of a government begins with.
const GOVERNMENT: &str = "government/";

/// How many descriptions may stand inside one another: 'le porte-parole [des forces [du gouvernement]]'.
const DEEPEST: usize = 1;

/// Whose the force before a piece is: a name or a description behind 'of', 'loyal to', 'pro-'.
pub(super) fn owner_after(text: &Text, at: usize, depth: usize) -> Option<Range<usize>> {
    if depth > DEEPEST || at == 0 || !text.joins(at - 1) {
        return None;
    }
    let words = &text.pack.actors;
    if words.partisan.contains(text.folded(at)) {
        return owner_in_compound(text, at);
    }
    let loyal = words.loyal.contains(text.folded(at)) && text.joins(at);
    let start = at + usize::from(loyal);
    let links = if loyal { &words.loyal_links } else { &words.links };
    if !links.contains(text.folded(start)) || !text.joins_name(start) {
        return None;
    }
    described(text, start, depth).or_else(|| described(text, start + 1, depth)).or_else(|| named(text, start + 1))
}

/// 'pro-X': the name behind the hyphen.
pub(super) fn owner_in_compound(text: &Text, at: usize) -> Option<Range<usize>> {
    let hyphen = text.pieces.get(at).is_some_and(|piece| piece.gap == Gap::Hyphen);
    let is_pro = hyphen && text.pack.actors.partisan.contains(text.folded(at));
    if is_pro { named(text, at + 1) } else { None }
}

/// A government, a party or somebody in office: 'du gouvernement', 'au président X', 'de l'opposition'.
fn described(text: &Text, at: usize, depth: usize) -> Option<Range<usize>> {
    let determined = text.pack.actors.determiners.contains(text.folded(at));
    let phrase = phrase_inside(text, at, depth + 1).filter(|phrase| determined || phrase.with_name)?;
    let side = match phrase.kind {
        ActorKind::State | ActorKind::Organisation => true,
        ActorKind::Person => phrase.form == MentionForm::Title,
        _ => false,
    };
    side.then_some(phrase.range)
}

/// A name that is no place, behind its article.
fn named(text: &Text, at: usize) -> Option<Range<usize>> {
    let article = text.pack.actors.determiners.contains(text.folded(at)) && text.joins_name(at);
    let at = at + usize::from(article);
    let piece = text.pieces.get(at)?;
    let alone = piece.is_capital && !piece.in_title_case && text.toponym(at).is_none() && !text.is_demonym(at);
    name_at(text, at).map(|name| name.range).or_else(|| alone.then(|| at..at + 1))
}

/// 'X's forces', 'pro-X forces': the owner before the noun, and the piece where the noun begins.
pub(super) fn owner_before(text: &Text, at: usize) -> Option<(Range<usize>, usize)> {
    let words = &text.pack.actors;
    if let Some(name) = owner_in_compound(text, at) {
        let next = name.end;
        return text.joins(next - 1).then_some((name, next));
    }
    let genitive = |at: usize| text.pieces[at - 1].gap == Gap::Apostrophe && words.genitives.contains(text.folded(at));
    // Most capitals stand before none: the name is looked up only where one follows.
    let mut following = (at + 1..text.pieces.len()).take_while(|&at| text.joins(at - 1));
    if !text.pieces.get(at)?.is_capital || !following.any(genitive) {
        return None;
    }
    let name = named(text, at)?;
    (name.end < text.pieces.len() && genitive(name.end) && text.joins(name.end)).then(|| (name.clone(), name.end + 1))
}

/// 'les pro-X', 'des pro-X': those of a side, by nothing but whose they are. `before` is the article.
pub(super) fn partisans(text: &Text, before: Range<usize>) -> Option<Found> {
    let owner = owner_in_compound(text, before.end).filter(|_| !before.is_empty())?;
    let words = &text.pack.actors;
    let noun = text.joins(owner.end - 1) && matches!(text.upos(owner.end), Some(Upos::Noun | Upos::Propn));
    if noun {
        return None;
    }
    let first = before.start + usize::from(words.contractions.contains(text.folded(before.start)));
    let range = first..owner.end;
    let head = head_piece(text, range.clone());
    let found = Found::new(range, head, MentionForm::Description, ActorKind::StateForce, "partisans");
    Some(Found {
        of: Some(owner),
        owned: true,
        nested: true,
        definite: words.definites.contains(text.folded(before.start)),
        group: Some(words.side_force.clone()),
        ..found
    })
}

/// A force with an owner, which a title leans on.
pub(super) fn owned_force(text: &Text, at: usize, depth: usize) -> Option<Range<usize>> {
    if depth > DEEPEST {
        return None;
    }
    phrase_inside(text, at, depth + 1).filter(|phrase| phrase.owned).map(|phrase| phrase.range)
}

/// Whether a noun group is one that a side may have.
pub(super) fn may_have_owner(text: &Text, group: Option<&String>) -> bool {
    group == Some(&text.pack.actors.side_force)
}

/// Owners that nothing else finds: a lone capitalised word owns a force only as a name.
pub(super) fn owners(found: &[Found]) -> Vec<Found> {
    let owners = found.iter().filter(|it| it.owned).filter_map(|it| it.of.clone());
    let mut unfound: Vec<Range<usize>> = owners.filter(|of| found.iter().all(|it| it.range != *of)).collect();
    unfound.sort_by_key(|range| (range.start, range.end));
    unfound.dedup();
    let name =
        |of: Range<usize>| Found::new(of.clone(), of.end - 1, MentionForm::Name, ActorKind::Unknown, "owner_of_force");
    unfound.into_iter().map(name).collect()
}

/// Gives every force with an owner the identity that the owner gives it: the force that a listed person leads, the
/// army of the country for its government, else a force of that owner's own.
pub(super) fn identify(found: &mut [Found], text: &Text) {
    for at in 0..found.len() {
        let Some(of) = found[at].of.clone().filter(|_| found[at].owned) else { continue };
        let Some(group) = found[at].group.clone() else { continue };
        let owner = found.iter().find(|it| it.range == of);
        // 'le président X' is X.
        let name = owner.and_then(|it| it.apposition.clone()).unwrap_or(of);
        let full = full_name(&name, found, text);
        let capitals = text.pieces[name.clone()].iter().all(|piece| piece.is_upper);
        let known = text.gazetteer.actors.lookup(&full, capitals);
        let government = owner.and_then(|owner| owner.role.as_ref()?.strip_prefix(GOVERNMENT)).map(str::to_owned);
        if let Some(led) = known.and_then(|known| the_led(known, text.gazetteer)) {
            found[at].known = Some(led.id.clone());
            found[at].rule = "force_of_leader";
            continue;
        }
        let country = government.or_else(|| country_of(known?, text.gazetteer));
        let role = match (country, known) {
            (Some(country), _) => format!("{group}/{country}"),
            (None, Some(known)) => format!("{group}@{}", known.id.0),
            (None, None) => format!("{group}@{full}"),
        };
        found[at].role = Some(role);
    }
}

/// The longest name in the report of which a name is the end or the beginning: 'Laurent X' for 'X'.
fn full_name(name: &Range<usize>, found: &[Found], text: &Text) -> String {
    let article = name.len() > 1 && text.pack.actors.determiners.contains(text.folded(name.start));
    let name = text.name_words(name.start + usize::from(article)..name.end);
    let names = found.iter().filter(|it| it.form == MentionForm::Name).map(|it| text.name_words(it.range.clone()));
    let longer = names.filter(|other| {
        let rest = other.strip_suffix(&name).map(|rest| rest.ends_with(' '));
        rest.or_else(|| other.strip_prefix(&name).map(|rest| rest.starts_with(' '))).unwrap_or_default()
    });
    longer.max_by_key(String::len).unwrap_or(name)
}

/// The one armed group or force that a person leads.
fn the_led<'g>(known: &KnownActor, gazetteer: &'g Gazetteer) -> Option<&'g KnownActor> {
    let mut led = known.leads.iter().filter_map(|led| gazetteer.actors.get(led));
    let first = led.next().filter(|led| matches!(led.kind, ActorKind::ArmedGroup | ActorKind::StateForce))?;
    led.next().is_none().then_some(first)
}

/// The country whose army an owner's forces are: of its government, and of whoever holds an office in it.
fn country_of(known: &KnownActor, gazetteer: &Gazetteer) -> Option<String> {
    let rules = matches!(known.kind, ActorKind::State | ActorKind::Institution) || !known.offices.is_empty();
    let country = gazetteer.home_of(known).filter(|_| rules)?;
    Some(country.0.to_string())
}

/// For every chain of a person, those whom it leads or speaks for, as its titles say ('le porte-parole de X').
pub(super) fn stood_for(found: &[Found], chain_of: &ChainOf, text: &Text) -> BTreeMap<usize, BTreeSet<usize>> {
    let words = &text.pack.actors;
    let mut stood_for: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (mention, chain) in found.iter().zip(chain_of) {
        // Compounds are told by all their pieces: 'porte-parole'.
        let near = mention.head.saturating_sub(1)..(mention.head + 2).min(mention.range.end);
        let mut titles = near.clone().flat_map(|start| (start + 1..=near.end).map(move |end| text.words(start..end)));
        let heads = mention.form == MentionForm::Title
            && titles.any(|title| words.leaders.contains(&title) || words.speakers.contains(&title));
        let Some(((person, _), of)) = chain.as_ref().zip(mention.of.as_ref()).filter(|_| heads) else { continue };
        let group = (0..found.len()).find(|&at| found[at].range == *of).and_then(|at| chain_of[at].as_ref());
        if let Some((group, _)) = group.filter(|(group, _)| group != person) {
            stood_for.entry(*person).or_default().insert(*group);
        }
    }
    stood_for
}
