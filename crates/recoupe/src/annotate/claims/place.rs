//! Where a claim lies whose own arguments do not say it: clause, sentence, then the place last spoken of.

use crate::gazetteer::places::PlaceKind;
use crate::index::{ToponymIdx, WordIdx};
use crate::language::event_types::{Property, has};
use crate::language::events::Argument;
use crate::layers::claims::Slot;
use crate::layers::syntax::Upos;
use crate::layers::toponyms::ToponymForm;
use crate::text::Span;

use super::arguments::{is_led_to, preposition};
use super::mentions::{conjuncts, toponym_at};
use super::recall::cause;
use super::text::{Draft, Text, is_nominal};
use super::time::is_bare_participle;

/// Sentences within which the place last spoken of still holds.
const REACH: u32 = 4;
/// … where a noun or a pronoun takes it up.
const REACH_OF_NOUN: u32 = 8;

const IN_CLAUSE: &str = "place in its clause";

/// Fills the places that the arguments left open. Drafts stand in order of text.
pub(super) fn places(text: &Text, drafts: &mut [Draft]) {
    for draft in
        drafts.iter_mut().filter(|draft| draft.claim.place.is_none() && !is_control(draft) && !is_speech(draft))
    {
        draft.claim.place = in_clause(text, draft.trigger).filter(|_| !is_recalled_death(text, draft));
    }
    for draft in drafts.iter_mut().filter(|it| it.claim.place.is_none() && it.claim.event_type.is("control/withdrawn"))
    {
        let reason = "where to it was".to_owned();
        draft.claim.place = in_clause(text, draft.trigger).map(|slot| Slot { value: slot.value, reason });
    }
    narrow(text, drafts);
    of_cause(text, drafts);
    let mut named: Vec<(u32, ToponymIdx)> = drafts
        .iter()
        .filter_map(|draft| Some((sentence_of(text, draft.trigger), spot_of(text, draft.claim.place.as_ref()?.value)?)))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| draft.claim.place.is_none()) {
        draft.claim.place = around(text, draft, &named);
        let at = sentence_of(text, draft.trigger);
        let named_here = |toponym: ToponymIdx| {
            let span = text.annotations.toponyms.mentions[toponym.at()].span;
            text.annotations.sentences.get(at as usize).is_some_and(|sentence| sentence.span.contains(span))
        };
        // A place named in the sentence is in mind from there on; who goes on speaking of 'the town' keeps it.
        let kept = |slot: &&Slot<ToponymIdx>| draft.place_word.is_some() || named_here(slot.value);
        if let Some(place) = draft.claim.place.as_ref().filter(kept) {
            let position = named.partition_point(|(sentence, _)| *sentence <= at);
            named.insert(position, (at, place.value));
        }
    }
}

/// 'des attaques à X et à Y' tell of one at each: a claim for every place that is coordinated with the first. Figures
/// are of both together, so that a claim with one stays whole.
pub(super) fn each_place(text: &Text, drafts: &mut Vec<Draft>) {
    let mut added = Vec::new();
    // 'Deux quartiers de X, Y et Z': the names are those of the parts.
    let parts = |draft: &&Draft| draft.claim.share.as_ref().is_some_and(|share| !share.whole);
    for draft in drafts.iter().filter(|it| it.claim.quantities.is_empty() && inherits(it) && !parts(it)) {
        for place in coordinated(text, draft) {
            let mut other = draft.clone();
            other.claim.place = Some(Slot { value: place, reason: "place coordinated with the first".to_owned() });
            added.push(other);
        }
    }
    drafts.extend(added);
    drafts.sort_by_key(|draft| draft.claim.trigger);
}

/// The other places that stand in one coordination with a draft's own.
fn coordinated(text: &Text, draft: &Draft) -> Vec<ToponymIdx> {
    let syntax = &text.annotations.syntax;
    let span = |at: ToponymIdx| text.annotations.toponyms.mentions[at.at()].span;
    let of_its_clause =
        |slot: &&Slot<ToponymIdx>| slot.reason == IN_CLAUSE || draft.claim.evidence.span.contains(span(slot.value));
    let own = draft.claim.place.as_ref().filter(of_its_clause);
    let word = own.and_then(|slot| syntax.word_at(span(slot.value), &text.annotations.tokens));
    let Some((own, word)) = own.zip(word) else { return Vec::new() };
    let between = preposition(syntax, word).is_some_and(|it| text.words.argument(&it).any(|it| it == Argument::Entre));
    if between {
        return Vec::new();
    }
    let others = conjuncts(syntax, word);
    let joined = |it: &WordIdx| syntax.dependents(*it).any(|it| syntax.words[it.at()].relation == "cc");
    if !others.iter().any(joined) {
        return Vec::new();
    }
    let others = others.into_iter().filter_map(|it| toponym_at(text, text.span(it)));
    let alike = |it: &ToponymIdx| *it != own.value && is_spot(text, *it) == is_spot(text, own.value);
    let mut places: Vec<ToponymIdx> = others.filter(alike).collect();
    places.dedup();
    places
}

/// 'à Lahore, dans l'est du Pakistan': of a town and the area that is named with it, the town is the place.
fn narrow(text: &Text, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        let Some(slot) = draft.claim.place.as_mut() else { continue };
        if let Some(town) = town_of(text, slot.value) {
            *slot = Slot { value: town, reason: "the town with which its area is named".to_owned() };
        }
    }
}

/// Most bytes between a town and the area that is named with it: a comma, a preposition, an article.
const APPOSED: u32 = 12;

fn town_of(text: &Text, area: ToponymIdx) -> Option<ToponymIdx> {
    let mentions = &text.annotations.toponyms.mentions;
    let whole = &mentions[area.at()];
    let country = |at: ToponymIdx| {
        let mention = &mentions[at.at()];
        let leaned_on = match mention.form {
            ToponymForm::Relative { of: Some(of), .. } => mentions[of.at()].place,
            _ => None,
        };
        let place = mention.place.or(leaned_on).or_else(|| mention.candidates.first().map(|it| it.place))?;
        text.gazetteer.places.get(place)?.country
    };
    let before = ToponymIdx::new(area.at().checked_sub(1)?);
    let town = &mentions[before.at()];
    let gap = text.doc.text.get(town.span.end as usize..whole.span.start as usize)?;
    // 'à Lahore, au Pakistan', 'à Lahore au Pakistan'.
    let leads = text.words.argument(&gap.trim().to_lowercase()).any(|it| it == Argument::Place);
    let apposed = gap.len() <= APPOSED as usize && (gap.trim_start().starts_with(',') || leads);
    let unknown = leads && town.candidates.is_empty();
    let inside = unknown || country(before).is_some() && country(before) == country(area);
    (apposed && inside && is_spot(text, before) && !is_spot(text, area)).then_some(before)
}

/// 'Des frappes sur X ont fait dix morts': harm lies where what did it lies, by the words of that.
fn of_cause(text: &Text, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        let cause = cause(text, drafts, at).filter(|_| drafts[at].claim.place.is_none());
        let Some(cause) = cause.map(|it| &drafts[it]).filter(|it| !it.claim.event_type.is("harm")) else { continue };
        let own = cause.claim.names_place(&text.annotations.toponyms);
        let Some(value) = cause.claim.place.as_ref().filter(|_| own).map(|slot| slot.value) else { continue };
        // 'L'accident, le pire en France, a fait dix morts à X': an area yields to the town that the sentence names.
        let trigger = drafts[at].trigger;
        if !is_spot(text, value) && only_spot(text, sentence_of(text, trigger), trigger).is_some() {
            continue;
        }
        let reason = "the place of what did it, in its clause".to_owned();
        drafts[at].claim.place = Some(Slot { value, reason });
    }
}

fn is_control(draft: &Draft) -> bool {
    draft.claim.event_type.is("control")
}

fn is_speech(draft: &Draft) -> bool {
    draft.claim.event_type.is("speech")
}

/// Whether a claim of this kind lies where its text is: what is said or decided need not.
fn inherits(draft: &Draft) -> bool {
    has(&draft.claim.event_type, Property::LiesWhereTold)
}

fn sentence_of(text: &Text, word: WordIdx) -> u32 {
    text.annotations.syntax.words[word.at()].sentence
}

/// A toponym behind a preposition of place under the trigger or its verbs, no other verb between.
pub(super) fn in_clause(text: &Text, trigger: WordIdx) -> Option<Slot<ToponymIdx>> {
    let syntax = &text.annotations.syntax;
    let mut heads = vec![trigger];
    // The verb that governs a noun, and the verbs above an infinitive, a participle or a coordination.
    for above in syntax.path_to_root(trigger).skip(1).take(3) {
        let last = heads[heads.len() - 1];
        let below = &syntax.words[last.at()];
        // 'Les corps des migrants *décédés* sont à X': where the noun is now is not where it happened.
        if is_bare_participle(text, last) {
            break;
        }
        if below.relation == "acl:relcl" || matches!(below.universal_relation(), "ccomp" | "parataxis") {
            break;
        }
        heads.push(above);
    }
    heads.into_iter().find_map(|head| {
        let mut inside: Vec<WordIdx> = syntax.subtree(head);
        inside.retain(|&word| governing_verb(text, word, head));
        let located =
            inside.into_iter().filter(|&word| is_located_there(text, word) && !is_direction(text, word, trigger));
        let mut toponyms = located.filter_map(|word| locative(text, word));
        toponyms.next().map(|value| Slot { value, reason: IN_CLAUSE.to_owned() })
    })
}

/// Whether a preposition of place stands before a word, or an adverb that makes one with it ('*près* de X').
fn is_located_there(text: &Text, word: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let of_place = |lemma: &str| text.words.argument(lemma).any(|it| it == Argument::Place);
    let Some(case) = preposition(syntax, word) else { return false };
    let adverb = syntax.head(word).filter(|&it| syntax.words[it.at()].upos == Upos::Adv && it < word);
    // Near a border or in the east of a country is no place of its own.
    let spot = || toponym_at(text, text.span(word)).is_some_and(|it| is_spot(text, it));
    of_place(&case) || adverb.is_some_and(|it| of_place(&text.lemma(it))) && spot()
}

/// 'Après de violents combats, X s'est retiré vers Y': whether a place is where a move led, beside what a noun tells of.
fn is_direction(text: &Text, word: WordIdx, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let noun = is_nominal(&syntax.words[trigger.at()]) && !is_move(text, trigger);
    let mut path = syntax.path_to_root(word).take_while(|&it| it != trigger && !syntax.is_below(trigger, it));
    let directions = &text.words.lists.directions;
    noun && !syntax.is_below(word, trigger)
        && path.any(|it| preposition(syntax, it).is_some_and(|it| directions.contains(&it)))
}

/// Whether a noun tells of a move, of which where it led to is the place: 'une avancée vers X'.
fn is_move(text: &Text, noun: WordIdx) -> bool {
    let moves = ["combat/advance", "combat/flight", "control/withdrawn"];
    text.words.noun(&text.lemma(noun)).any(|frame| moves.iter().any(|it| frame.event_type.is(it)))
}

/// Whether no verb other than `head`, and no other happening, stands between a word and `head`.
fn governing_verb(text: &Text, word: WordIdx, head: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let between = syntax.path_to_root(word).skip(1).take_while(|&above| above != head);
    let apart = |above: WordIdx| {
        let verb = matches!(syntax.words[above.at()].upos, Upos::Verb | Upos::Aux);
        verb && !only_locates(text, above)
            || is_nominal(&syntax.words[above.at()]) && text.words.noun(&text.lemma(above)).next().is_some()
    };
    word != head && !between.into_iter().any(apart)
}

/// 'les positions installées à proximité de X': a participle that only says where its noun is.
fn only_locates(text: &Text, verb: WordIdx) -> bool {
    let word = &text.annotations.syntax.words[verb.at()];
    matches!(word.universal_relation(), "acl" | "amod") && text.words.lists.located.contains(&text.lemma(verb))
}

/// The toponym at a word or inside its noun phrase ('dans la ville de X', 'près de la base de X').
pub(super) fn locative(text: &Text, word: WordIdx) -> Option<ToponymIdx> {
    let syntax = &text.annotations.syntax;
    toponym_at(text, text.span(word)).or_else(|| {
        let below = |relations: &'static [&'static str]| {
            let named = syntax.dependents(word);
            let mut named = named.filter(|&it| relations.contains(&syntax.words[it.at()].universal_relation()));
            named.find_map(|it| toponym_at(text, text.span(it)))
        };
        // 'The US state of Missouri' is Missouri; 'Kharkiv city' is Kharkiv.
        below(&["nmod", "appos", "flat"]).or_else(|| below(&["compound"]))
    })
}

/// The place of the sentence, or the one last spoken of.
fn around(text: &Text, draft: &Draft, named: &[(u32, ToponymIdx)]) -> Option<Slot<ToponymIdx>> {
    let slot = |value: ToponymIdx, reason: &str| Some(Slot { value, reason: reason.to_owned() });
    if !inherits(draft) || is_control(draft) && draft.place_word.is_none() && !is_expulsion(draft) {
        return None;
    }
    let sentence = sentence_of(text, draft.trigger);
    let definite = draft.place_word.is_none_or(|word| is_definite(text, word));
    let bare = is_bare_participle(text, draft.trigger);
    if is_recalled_death(text, draft) {
        return None;
    }
    let only = only_spot(text, sentence, draft.trigger).filter(|_| !bare);
    // 'X a quitté la localité et s'est replié vers Y': a noun takes up what was named before it.
    let ahead = |spot: ToponymIdx| {
        let span = text.annotations.toponyms.mentions[spot.at()].span;
        draft.place_word.is_some_and(|word| definite && span.start > text.span(word).end)
    };
    if let Some(only) = only.filter(|&it| !ahead(it)) {
        return slot(only, "the only place of the sentence");
    }
    if is_located(text, draft.trigger) {
        return None;
    }
    let reach = if draft.place_word.is_some() { REACH_OF_NOUN } else { REACH };
    let led_to = |spot: ToponymIdx| {
        let span = text.annotations.toponyms.mentions[spot.at()].span;
        let word = text.annotations.syntax.word_at(span, &text.annotations.tokens);
        word.is_some_and(|word| is_direction(text, word, draft.trigger))
    };
    let near = |&&(at, spot): &&(u32, ToponymIdx)| {
        at <= sentence && sentence - at <= reach && !ahead(spot) && !(at == sentence && led_to(spot))
    };
    let before = named.iter().rev().find(near);
    // 'X est une ville fantôme. Les rebelles ont quitté la localité': what the text has gone on to speak of comes first.
    let last = || draft.place_word.and_then(|word| last_spot(text, word));
    let topic = last().filter(|(at, spot)| before.is_some_and(|(named, _)| at > named) && is_subject(text, *spot));
    let before = topic.or(before.copied()).or_else(last);
    let area = draft.place_word.is_some_and(|word| is_area(text, word));
    if let Some((_, last)) = before.filter(|_| definite && !area) {
        return slot(last, "the place last spoken of");
    }
    if let Some(only) = only {
        return slot(only, "the only place of the sentence");
    }
    // A headline and a first paragraph speak of what the report then names, unless they name a place themselves; of
    // 'the last town in X' the report names the town.
    let early = sentence <= 1 && (draft.place_word.is_some() || !names_place(text, sentence));
    let after = named.iter().find(|(at, _)| *at > sentence && at - sentence <= REACH);
    after.filter(|_| early).and_then(|&(_, next)| slot(next, "the place that the report speaks of first"))
}

/// Whether a sentence names a place of any kind, and not a government by it.
fn names_place(text: &Text, sentence: u32) -> bool {
    let Some(sentence) = text.annotations.sentences.get(sentence as usize) else { return false };
    let mut inside = text.annotations.toponyms.mentions.iter().filter(|it| sentence.span.contains(it.span));
    inside.any(|it| it.metonymy.is_none() && !is_in_actor(text, it.span))
}

/// 'Les djihadistes de X': whether a name is part of an actor's.
fn is_in_actor(text: &Text, span: Span) -> bool {
    text.annotations.actors.mentions.iter().any(|actor| actor.span.contains(span))
}

/// 'Un mois après la mort de X': a death that is only recalled lies where and when its own words say.
pub(super) fn is_recalled_death(text: &Text, draft: &Draft) -> bool {
    let noun = is_nominal(&text.annotations.syntax.words[draft.trigger.at()]);
    noun && draft.claim.event_type.is("harm/killed") && draft.claim.quantities.is_empty()
}

/// Whether a noun stands for what is larger than a town, or for a part of such ('5 % du territoire').
fn is_area(text: &Text, word: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let area = |it: WordIdx| text.words.lists.area_nouns.contains(&text.lemma(it));
    let below = || syntax.dependents(word).filter(|&it| syntax.words[it.at()].universal_relation() == "nmod").any(area);
    area(word) || text.words.lists.partial_nouns.contains(&text.lemma(word)) && below()
}

/// Whether a word is a name that is neither a known place nor an actor's: behind a preposition of place it may be one.
fn is_unknown_name(text: &Text, word: WordIdx) -> bool {
    let span = text.span(word);
    let annotations = text.annotations;
    let name = annotations.syntax.words[word.at()].upos == Upos::Propn;
    name && !annotations.toponyms.mentions.iter().any(|it| it.span.overlaps(span))
        && !annotations.actors.mentions.iter().any(|it| it.span.overlaps(span))
        && !annotations.timexes.iter().any(|it| it.span.overlaps(span))
}

/// Whether a happening lies somewhere that has no name or an unknown one ('dans quelques zones', 'in a village').
fn is_located(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let word = &syntax.words[trigger.at()];
    // 'se retrouve encerclé dans quelques zones': the parser hangs the place under the verb before.
    let shared = matches!(word.universal_relation(), "xcomp" | "obl") && !is_nominal(word);
    let head = syntax.head(trigger).filter(|_| shared);
    let below = syntax.dependents(trigger).chain(head.into_iter().flat_map(|head| syntax.dependents(head)));
    let carrier =
        syntax.head(trigger).filter(|_| is_nominal(word) && matches!(word.universal_relation(), "obj" | "nsubj"));
    let beside = carrier.into_iter().flat_map(|it| syntax.dependents(it)).filter(|&it| is_unknown_name(text, it));
    let mut places = below.chain(beside).filter(|&it| {
        let place = is_led_to(syntax, it, Argument::Place, text.words);
        let lists = &text.words.lists;
        let lemma = text.lemma(it);
        let noun = lists.place_nouns.contains(&lemma) || lists.partial_nouns.contains(&lemma);
        let unnamed = it > trigger && noun && locative(text, it).is_none() && !is_definite(text, it);
        place && (unnamed || is_unknown_name(text, it))
    });
    places.next().is_some()
}

/// The town or site last named before a word, where no claim took it up.
fn last_spot(text: &Text, word: WordIdx) -> Option<(u32, ToponymIdx)> {
    let syntax = &text.annotations.syntax;
    let span = text.span(word);
    let mentions = text.annotations.toponyms.mentions.iter().enumerate().rev();
    let before = mentions.filter(|(_, it)| it.span.end <= span.start).map(|(at, _)| ToponymIdx::new(at));
    let last = before.into_iter().find(|&it| is_spot(text, it))?;
    let at = syntax.word_at(text.annotations.toponyms.mentions[last.at()].span, &text.annotations.tokens)?;
    let sentence = sentence_of(text, at);
    (sentence_of(text, word) - sentence <= REACH).then_some((sentence, last))
}

fn is_subject(text: &Text, spot: ToponymIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let head = syntax.word_at(text.annotations.toponyms.mentions[spot.at()].span, &text.annotations.tokens);
    head.is_some_and(|it| syntax.words[it.at()].universal_relation() == "nsubj")
}

fn is_expulsion(draft: &Draft) -> bool {
    draft.claim.event_type.is("control/taken/expelled")
}

fn is_definite(text: &Text, word: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    !syntax.dependents(word).any(|it| text.words.lists.indefinite.contains(&text.lemma(it)))
}

/// The only settlement or site that a sentence names.
fn only_spot(text: &Text, sentence: u32, trigger: WordIdx) -> Option<ToponymIdx> {
    let span = text.annotations.sentences.get(sentence as usize)?.span;
    let mentions = text.annotations.toponyms.mentions.iter().enumerate();
    let inside =
        mentions.filter(|(_, it)| span.contains(it.span) && it.metonymy.is_none() && !is_aside(text, it.span, trigger));
    let mut spots = inside.map(|(at, _)| ToponymIdx::new(at)).filter(|&it| is_spot(text, it));
    let first = spots.next()?;
    let place = |it: ToponymIdx| text.annotations.toponyms.mentions[it.at()].place;
    spots.all(|other| place(other) == place(first) && place(first).is_some()).then_some(first)
}

/// Whether a name stands in a relative clause, with a participle or below a verb of travel ('alors qu'ils rentraient
/// à X') that does not hold the trigger.
fn is_aside(text: &Text, span: Span, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let Some(head) = syntax.word_at(span, &text.annotations.tokens) else { return false };
    // 'Après X, …' was before.
    let before = preposition(syntax, head).is_some_and(|it| text.words.lists.sequence.contains(&it));
    if before || is_direction(text, head, trigger) {
        return true;
    }
    let path = syntax.path_to_root(head).skip(1).take_while(|&it| it != trigger && !syntax.is_below(trigger, it));
    path.into_iter().any(|it| {
        let word = &syntax.words[it.at()];
        let aside = word.universal_relation() == "acl" && !only_locates(text, it);
        word.upos == Upos::Verb && (aside || text.words.lists.travels.contains(&text.lemma(it)))
    })
}

/// The town or site that a toponym names or leans on: 'à proximité de X', 'au nord de X'.
fn spot_of(text: &Text, toponym: ToponymIdx) -> Option<ToponymIdx> {
    let mentions = &text.annotations.toponyms.mentions;
    let of = match mentions[toponym.at()].form {
        ToponymForm::Relative { of, .. } => of,
        _ => None,
    };
    Some(of.unwrap_or(toponym)).filter(|&it| is_spot(text, it))
}

/// Whether a toponym is a town or a site, not an area; an unresolved name counts as one.
pub(super) fn is_spot(text: &Text, toponym: ToponymIdx) -> bool {
    let mention = &text.annotations.toponyms.mentions[toponym.at()];
    let place = mention.place.and_then(|id| text.gazetteer.places.get(id));
    let kind = place.map_or(PlaceKind::Settlement, |place| place.kind);
    let named = mention.form == ToponymForm::Name;
    named
        && !is_in_actor(text, mention.span)
        && matches!(kind, PlaceKind::Settlement | PlaceKind::Site)
        && mention.metonymy.is_none()
}
