//! From a trigger and its arguments to a claim, as its frame says.

use std::collections::BTreeSet;

use crate::evidence::Evidence;
use crate::index::{ActorIdx, AttributionIdx, ToponymIdx, WordIdx};
use crate::language::event_types::{Property, has};
use crate::language::events::{Frame, Need, Role};
use crate::layers::claims::{COMPANION, Claim, Quantity, SUPPORT, Share, Slot};
use crate::layers::kinds::{ActorKind, Factuality};
use crate::layers::syntax::{Upos, Word};
use crate::text::Span;

use super::arguments::{Arguments, arguments, is_passive, is_reflexive, preposition};
use super::background::{Compound, compound, is_background, is_channel, is_of_name};
use super::company::{companions, supporters};
use super::description::names_a_kind;
use super::figures::{figure, is_thing, percentage};
use super::mentions::{actors_at, held_noun, holder, is_person, is_place_noun, place_below, toponym_at};
use super::mood::mood;
use super::sides::sides_between;
use super::struggle::{sides, struggle};
use super::sums::figure_together;
use super::support::{MODIFIER, POSSESSIVE};
use super::tellers::{without_shared_speaker, without_source};
use super::text::{Draft, Text, is_nominal, predicate};
use super::wording::{following, has_lemmas, is_in_name, is_worded, phrase_at};

/// Roles filled so far.
#[derive(Default)]
struct Filled {
    agents: Vec<Slot<ActorIdx>>,
    patients: Vec<Slot<ActorIdx>>,
    place: Option<Slot<ToponymIdx>>,
    place_noun: bool,
    /// The word through which the place was reached.
    place_word: Option<WordIdx>,
}

/// The claim that a word triggers, if one of its frames is satisfied.
pub(super) fn claim(text: &Text, trigger: WordIdx) -> Option<Draft> {
    let word = &text.annotations.syntax.words[trigger.at()];
    let lemma = text.lemma(trigger);
    let mut frames: Vec<&Frame> = match word.upos {
        Upos::Adj if is_nominal(word) => text.words.noun(&word.form.to_lowercase()).collect(),
        Upos::Adj if text.words.verb(&lemma).next().is_none() => {
            let verb = verb_of_participle(text, word).unwrap_or_default();
            text.words.verb(&verb).collect()
        }
        Upos::Verb | Upos::Adj | Upos::Aux => text.words.verb(&lemma).collect(),
        // An infinitive that the tagger took for a noun keeps the form of a verb.
        Upos::Noun if is_infinitive_form(text, word) && text.words.noun(&lemma).next().is_none() => {
            text.words.verb(&lemma).collect()
        }
        Upos::Noun | Upos::Propn => text.words.noun(&lemma).collect(),
        // 'The war is over.'
        Upos::Adv if predicate(&text.annotations.syntax, trigger).is_some() => text.words.verb(&lemma).collect(),
        _ => return None,
    };
    let compound = if is_nominal(word) { compound(text, trigger) } else { Compound::None };
    let whole = match &compound {
        Compound::None => None,
        Compound::Part => return None,
        Compound::Last(lemma, span) => text.words.noun(lemma).next().map(|_| (lemma, *span)),
    };
    if let Some((lemma, _)) = whole {
        frames = text.words.noun(lemma).collect();
    }
    frames.retain(|frame| {
        let kind = &frame.event_type;
        is_worded(text, trigger, frame) && !names_a_kind(text, trigger, kind) && !is_background(text, trigger, kind)
    });
    if frames.is_empty() || is_in_name(text, text.span(trigger)) || is_of_name(text, trigger) {
        return None;
    }
    let arguments = arguments(&text.annotations.syntax, trigger, text.words);
    let mut draft = frames.into_iter().find_map(|frame| of_frame(text, trigger, frame, &arguments))?;
    if let Some((_, span)) = whole {
        draft.claim.trigger = draft.claim.trigger.cover(span);
    }
    Some(draft)
}

/// The verb of a participle that is tagged as an adjective ('blessés', 'occupés').
fn verb_of_participle(text: &Text, word: &Word) -> Option<String> {
    let form = word.form.to_lowercase();
    let mut endings = text.words.lists.participles.iter();
    endings.find_map(|(ending, of_verb)| {
        let verb = format!("{}{of_verb}", form.strip_suffix(ending.as_str())?);
        let known = text.words.verb(&verb).next().is_some();
        known.then_some(verb)
    })
}

fn is_infinitive_form(text: &Text, word: &Word) -> bool {
    text.words.lists.infinitive_endings.iter().any(|ending| word.form.ends_with(ending.as_str()))
}

fn of_frame(text: &Text, trigger: WordIdx, frame: &Frame, arguments: &Arguments) -> Option<Draft> {
    let about = if frame.struggle { struggle(text, trigger, arguments) } else { None };
    if !has_lemmas(text, trigger, frame, arguments) || frame.struggle && about.is_none() {
        return None;
    }
    let mut filled = Filled::default();
    let noun = is_nominal(&text.annotations.syntax.words[trigger.at()]);
    let (subject, object) = match noun {
        true => (Some(Role::Agent), Some(Role::Patient)),
        false => (frame.subject, frame.object),
    };
    if frame.copula {
        for word in subjects_of_copula(text, trigger) {
            fill(text, &mut filled, frame.subject, word, "subject of the copula");
        }
    }
    if let Some(word) = first_place_before(text, trigger)
        .filter(|_| frame.copula && frame.de != Some(Role::Place) && filled.place.is_none())
    {
        fill(text, &mut filled, frame.subject, word, "first place before the copula");
    }
    for &(word, reason) in &arguments.subject {
        fill(text, &mut filled, subject, word, reason);
    }
    if frame.event_type.is("harm") && filled.agents.is_empty() && !noun {
        for word in attackers(text, arguments) {
            fill(text, &mut filled, Some(Role::Agent), word, "who carried out the attack that did it");
        }
    }
    if !noun && arguments.subject.is_empty() {
        fill_subject_before(text, &mut filled, subject, trigger);
    }
    if subject == Some(Role::Agent) && !filled.agents.is_empty() {
        for word in companions(text, trigger, arguments) {
            fill(text, &mut filled, subject, word, COMPANION);
        }
        let supporters = supporters(text, &frame.event_type, arguments).into_iter();
        let slot = |value| Slot { value, reason: SUPPORT.to_owned() };
        filled.agents.extend(supporters.map(slot));
    }
    for (word, role) in about.into_iter().flat_map(|noun| sides(text, frame, noun)) {
        fill(text, &mut filled, Some(role), word, "side or scene of what it speaks of");
    }
    for &(word, reason) in &arguments.object {
        fill(text, &mut filled, object, word, reason);
    }
    let inside = [of_phrase(text, trigger, frame), of_modifiers(text, trigger, frame)].concat();
    for (word, preposition) in arguments.marked.iter().chain(&inside) {
        let role = role(text, frame, preposition).filter(|_| !is_channel(text, *word));
        let reason = format!("argument with '{preposition}'");
        // What is taken is the object, what is held is the subject: no place beside them stands for it.
        let beside = frame.object == Some(Role::Place) && role == Some(Role::Patient)
            || frame.copula && role == Some(Role::Agent);
        match role {
            Some(role) if beside => {
                fill_actors(text, &mut filled, role, *word, &reason);
            }
            // 'Une attaque *majeure*': a rank before a noun is not who did it.
            Some(_) if preposition == MODIFIER && is_person(text, *word) => {}
            _ => fill(text, &mut filled, role, *word, &reason),
        }
    }
    if frame.entre == Some(Role::Agent) && filled.agents.len() < 2 && noun {
        let sides = sides_between(text, trigger);
        filled.agents = if sides.is_empty() { filled.agents } else { sides };
    }
    let wants_place = frame.needs == Some(Need::Place) && frame.object == Some(Role::Place);
    if let Some(word) = first_place_behind(text, trigger).filter(|_| wants_place && arguments.object.is_empty()) {
        fill(text, &mut filled, frame.object, word, "first place behind the verb");
    }
    if !is_by_fit_actors(text, frame, arguments, subject, &filled) {
        return None;
    }
    let quantities = quantities(text, trigger, frame, arguments);
    let satisfied = match frame.needs {
        None => true,
        Some(Need::Place) => filled.place.is_some() || filled.place_noun,
        Some(Need::Town) => {
            let town = |it: WordIdx| text.words.lists.is_town_noun(&text.lemma(it));
            filled.place.is_some() || filled.place_word.is_some_and(town)
        }
        Some(Need::Actor) => {
            let forces = |(word, _): &(WordIdx, &str)| text.words.lists.armed_nouns.contains(&text.lemma(*word));
            !filled.agents.is_empty()
                || !filled.patients.is_empty()
                || arguments.subject.iter().any(forces)
                || noun && has_demonym(text, trigger)
        }
        Some(Need::Person) => {
            let persons = |(word, _): &(WordIdx, &str)| {
                let pronoun = text.annotations.syntax.words[word.at()].upos == Upos::Pron;
                pronoun || text.words.lists.person_nouns.contains(&text.lemma(*word))
            };
            // Of a verb without an object, who does it.
            let (actors, words) = match frame.object {
                Some(_) => (&filled.patients, &arguments.object),
                None => (&filled.agents, &arguments.subject),
            };
            noun || !actors.is_empty() || words.iter().any(persons) || !quantities.is_empty()
        }
        Some(Need::Number) => !quantities.is_empty(),
    };
    // 'les secteurs occupés' describes; it tells something where it says who or how many.
    let silent = filled.agents.is_empty() && filled.patients.is_empty() && quantities.is_empty();
    let describes = text.annotations.syntax.words[trigger.at()].upos == Upos::Adj && !noun;
    let specific = about.is_some() || !frame.objects.is_empty() && frame.needs.is_none();
    if !satisfied || describes && silent && !specific || frame.agent && filled.agents.is_empty() {
        return None;
    }
    let span = trigger_span(text, trigger, frame);
    let (polarity, factuality, attribution) = mood(text, trigger, span, &frame.event_type);
    without_source(text, &mut filled.patients, attribution);
    if frame.event_type.is("speech") {
        without_shared_speaker(text, &mut filled.agents, span);
    }
    if filled.agents.is_empty() && frame.de == Some(Role::Agent) && frame.copula {
        filled.agents.extend(speaker_of_own(text, trigger, attribution));
    }
    let told = matches!(factuality, Factuality::Asserted | Factuality::Reported);
    let factuality = frame.factuality.filter(|_| told).unwrap_or(factuality);
    let clause = text.annotations.syntax.subtree_span(trigger, &text.annotations.tokens)?;
    let clause = about.map_or(clause, |noun| clause.cover(text.span(noun)));
    let claim = Claim {
        event_type: frame.event_type.clone(),
        trigger: span,
        share: share(text, trigger, &filled),
        cause: None,
        mentions: None,
        time: None,
        agents: distinct(without_umbrella(text, filled.agents)),
        patients: distinct(filled.patients),
        place: filled.place,
        quantities,
        polarity,
        factuality,
        attribution,
        evidence: Evidence::new(text.doc, clause, format!("frame {}", frame.event_type))?,
    };
    Some(Draft { claim, trigger, place_word: filled.place_word.filter(|_| filled.place_noun), about })
}

/// 'La ville est sous notre contrôle', dit X: it is X's.
fn speaker_of_own(text: &Text, noun: WordIdx, attribution: Option<AttributionIdx>) -> Option<Slot<ActorIdx>> {
    let syntax = &text.annotations.syntax;
    let own = |it: WordIdx| {
        let feats = &syntax.words[it.at()].feats;
        feats.is("Poss", "Yes") && (feats.is("Person", "1") || feats.is("Person[psor]", "1"))
    };
    let source = text.annotations.attributions[attribution?.at()].source.as_ref()?.actor?;
    let actors = &text.annotations.actors;
    let side = actors.chains[actors.mentions[source.at()].chain.at()].stands_for.first();
    let (value, reason) = match side.and_then(|side| actors.chains[side.at()].mentions.first()) {
        Some(&side) => (side, "those for whom the speaker speaks, by the possessive"),
        None => (source, "the speaker's own, by the possessive"),
    };
    syntax.dependents(noun).any(own).then_some(Slot { value, reason: reason.to_owned() })
}

/// 'l'intervention russe': whether an adjective of origin says whose a happening is.
fn has_demonym(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let demonyms = &text.annotations.toponyms.demonyms;
    let mut adjectives = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].universal_relation() == "amod");
    adjectives.any(|it| demonyms.iter().any(|demonym| demonym.span.overlaps(text.span(it))))
}

/// An actor that stands right before a verb at the beginning of its clause, where the parser saw no subject.
fn fill_subject_before(text: &Text, filled: &mut Filled, role: Option<Role>, verb: WordIdx) {
    let syntax = &text.annotations.syntax;
    if is_passive(syntax, verb, text.words) {
        return;
    }
    let sentence = syntax.sentence_of(verb);
    let takes = |at: usize| {
        let lemma = text.lemma(WordIdx::new(at));
        text.words.moods.predicted.contains(&lemma) || text.words.moods.factual.contains(&lemma)
    };
    let in_group = |at: &usize| match syntax.words[*at].upos {
        Upos::Aux | Upos::Adv | Upos::Part | Upos::Adp => true,
        Upos::Pron => is_clitic(&syntax.words[*at]),
        Upos::Verb => takes(*at),
        _ => false,
    };
    let Some(last) = (sentence.start..verb.at()).rev().find(|at| !in_group(at)) else { return };
    // A preposition belongs to an infinitive with the verb that takes it, not to a bare one.
    if syntax.words[last + 1].upos == Upos::Adp {
        return;
    }
    // 'le président, X, déclarait': an apposition between commas.
    let comma = |at: usize| syntax.words[at].upos == Upos::Punct && text.doc.slice(text.span(WordIdx::new(at))) == ",";
    let apposed = comma(last) && last > sentence.start && syntax.words[verb.at()].feats.is("VerbForm", "Fin");
    let end = text.span(WordIdx::new(if apposed { last - 1 } else { last })).end;
    let mentions = text.annotations.actors.mentions.iter().enumerate().filter(|(_, it)| it.span.end == end);
    let Some((at, mention)) = mentions.max_by_key(|(_, it)| it.span.len()) else { return };
    let opening = before_partitive(text, syntax.words_in(mention.span, &text.annotations.tokens).start);
    let opens = opening
        .filter(|at| sentence.contains(at))
        .map_or(!apposed, |at| comma(at) || !apposed && matches!(syntax.words[at].upos, Upos::Punct | Upos::Sconj));
    let slot =
        Slot { value: ActorIdx::new(at), reason: "actor before the verb, at the beginning of the clause".to_owned() };
    match role.filter(|_| opens) {
        Some(Role::Agent) => filled.agents.push(slot),
        Some(Role::Patient) => filled.patients.push(slot),
        _ => {}
    }
}

/// The word before a noun phrase, 'la plupart de' and the like taken as part of it.
fn before_partitive(text: &Text, start: usize) -> Option<usize> {
    let syntax = &text.annotations.syntax;
    let is = |at: usize, upos: Upos| syntax.words[at].upos == upos;
    let joint = start.checked_sub(1)?;
    let of = |at: &usize| text.words.lists.partitives.contains(&text.lemma(WordIdx::new(*at)));
    let noun = if is(joint, Upos::Adp) { joint.checked_sub(1) } else { Some(joint) };
    match noun.filter(of).map(|noun| noun.checked_sub(1)) {
        Some(Some(determiner)) if is(determiner, Upos::Det) => determiner.checked_sub(1),
        Some(before) => before,
        None => Some(joint),
    }
}

/// A pronoun that stands before its verb as an object.
fn is_clitic(word: &Word) -> bool {
    !matches!(word.universal_relation(), "nsubj") && !word.feats.is("PronType", "Rel")
}

/// The role of an argument that a preposition marks.
fn role(text: &Text, frame: &Frame, preposition: &str) -> Option<Role> {
    match preposition {
        POSSESSIVE => frame.de,
        MODIFIER => frame.modifier,
        _ => text.words.argument(preposition).find_map(|argument| frame.role(argument)),
    }
}

/// Words behind a verb within which its place stands, where the parser found no object.
const BEHIND: usize = 9;

/// The place, or the noun of places, that follows a verb before any other verb or any sign.
fn first_place_behind(text: &Text, verb: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    if is_passive(syntax, verb, text.words) {
        return None;
    }
    let after = syntax.sentence_of(verb).skip_while(|&at| at <= verb.at()).map(WordIdx::new).take(BEHIND);
    let clause = after.take_while(|&it| !matches!(syntax.words[it.at()].upos, Upos::Verb | Upos::Punct | Upos::Aux));
    let lists = &text.words.lists;
    let mut places = clause.filter(|&it| {
        let lemma = text.lemma(it);
        let noun = lists.place_nouns.contains(&lemma) || lists.partial_nouns.contains(&lemma);
        noun || toponym_at(text, text.span(it)).is_some()
    });
    places.next()
}

/// Those who carried out the strike, shelling or bombing by or in which people came to harm.
fn attackers(text: &Text, arguments: &Arguments) -> Vec<WordIdx> {
    let syntax = &text.annotations.syntax;
    let marked = arguments.marked.iter().map(|(word, _)| *word);
    let attacks = arguments.subject.iter().map(|(word, _)| *word).chain(marked);
    let one_sided = |frame: &&Frame| has(&frame.event_type, Property::OneSided);
    let of = |noun: WordIdx| -> Vec<WordIdx> {
        let lemma = text.lemma(noun);
        let Some(frame) = text.words.noun(&lemma).filter(one_sided).find(|frame| is_worded(text, noun, frame)) else {
            return Vec::new();
        };
        let of = super::arguments::arguments(syntax, noun, text.words);
        let agents = of.marked.iter().filter(|(word, preposition)| {
            role(text, frame, preposition) == Some(Role::Agent) && !(preposition == MODIFIER && is_person(text, *word))
        });
        agents.map(|(word, _)| *word).collect()
    };
    attacks.filter(|&it| is_nominal(&syntax.words[it.at()])).flat_map(of).collect()
}

/// The first place of a clause whose copula has no subject ('60 % de X, une ville de Y, est entre les mains de').
fn first_place_before(text: &Text, noun: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    let copula = syntax.dependents(noun).find(|&it| syntax.words[it.at()].relation == "cop" && it < noun)?;
    let before = (syntax.sentence_of(noun).start..copula.at()).rev().map(WordIdx::new);
    let clause = before.take_while(|&it| !matches!(syntax.words[it.at()].upos, Upos::Verb | Upos::Aux | Upos::Sconj));
    let lists = &text.words.lists;
    let places = clause.filter(|&it| {
        let lemma = text.lemma(it);
        lists.place_nouns.contains(&lemma)
            || lists.partial_nouns.contains(&lemma)
            || toponym_at(text, text.span(it)).is_some()
    });
    places.last()
}

/// The subjects of the verb above a noun ('la ville est aux mains de'), or of the noun as a predicate.
fn subjects_of_copula(text: &Text, noun: WordIdx) -> Vec<WordIdx> {
    let syntax = &text.annotations.syntax;
    let head = syntax.head(noun).filter(|&head| text.words.support.copulas.contains(&text.lemma(head)));
    let of = head.unwrap_or(noun);
    syntax.dependents(of).filter(|&it| syntax.words[it.at()].universal_relation() == "nsubj").collect()
}

/// Arguments that hang under the words of the phrase that belongs to a trigger ('venir à bout *de X*').
fn of_phrase(text: &Text, trigger: WordIdx, frame: &Frame) -> Vec<(WordIdx, String)> {
    if frame.with.is_empty() {
        return Vec::new();
    }
    let syntax = &text.annotations.syntax;
    let span = trigger_span(text, trigger, frame);
    let words =
        syntax.sentence_of(trigger).map(WordIdx::new).filter(|&it| it != trigger && span.contains(text.span(it)));
    let below = words.flat_map(|it| syntax.dependents(it)).filter(|&it| !span.contains(text.span(it)));
    below.filter_map(|it| Some((it, preposition(syntax, it)?))).collect()
}

/// Arguments of a participle that the frame asks for beside a noun ('un message envoyé *à X*').
fn of_modifiers(text: &Text, trigger: WordIdx, frame: &Frame) -> Vec<(WordIdx, String)> {
    let syntax = &text.annotations.syntax;
    let participles = syntax.dependents(trigger).filter(|&it| {
        let word = &syntax.words[it.at()];
        word.relation == "acl" && frame.modifiers.contains(&text.lemma(it))
    });
    participles.flat_map(|it| super::arguments::of_verb(syntax, it, text.words).marked).collect()
}

/// Whether those who act are of the kinds that can: a team conquers no town.
fn is_by_fit_actors(text: &Text, frame: &Frame, arguments: &Arguments, subject: Option<Role>, filled: &Filled) -> bool {
    let Some(kinds) = frame.actors.as_ref().and_then(|set| text.words.kinds.get(set)) else { return true };
    let fits = |slot: &Slot<ActorIdx>| kinds.contains(&text.annotations.actors.mentions[slot.value.at()].kind);
    if frame.event_type.is("status") && !filled.patients.iter().all(fits) {
        return false;
    }
    let acting = match subject {
        Some(Role::Agent) => &filled.agents,
        Some(Role::Patient) => &filled.patients,
        _ => return true,
    };
    let words =
        if subject == Some(Role::Agent) || frame.subject == subject { &arguments.subject } else { &arguments.object };
    let kind = |slot: &Slot<ActorIdx>| -> ActorKind { text.annotations.actors.mentions[slot.value.at()].kind };
    // An unlisted 'rebels' or 'troops' can; any other noun need not.
    let fighters = text.words.figures.who.get("fighters");
    let noun = |(word, _): &(WordIdx, &'static str)| {
        let lemma = text.lemma(*word);
        let armed =
            fighters.is_some_and(|known| known.contains(&lemma)) || text.words.lists.armed_nouns.contains(&lemma);
        text.annotations.syntax.words[word.at()].upos != Upos::Pron && !armed && !is_the_latter(text, *word)
    };
    // Whoever drives out an armed group is one that can; else an unknown subject is more likely none.
    let hostile = !filled.patients.is_empty()
        && subject == Some(Role::Agent)
        && filled
            .patients
            .iter()
            .all(|slot| matches!(kind(slot), ActorKind::ArmedGroup | ActorKind::StateForce | ActorKind::Coalition));
    let unknown = acting.is_empty() && !hostile && words.iter().any(noun);
    !unknown && acting.iter().all(|slot| kinds.contains(&kind(slot)))
}

/// 'Ces derniers': a pronoun in the guise of a noun.
fn is_the_latter(text: &Text, word: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let demonstrative = |it: WordIdx| syntax.words[it.at()].feats.is("PronType", "Dem");
    text.words.lists.last.contains(&text.lemma(word)) && syntax.dependents(word).any(demonstrative)
}

/// 'Des forces alliées, à savoir X et Y': whoever is listed by name stands for the group.
fn without_umbrella(text: &Text, mut slots: Vec<Slot<ActorIdx>>) -> Vec<Slot<ActorIdx>> {
    let spans: Vec<Span> = slots.iter().map(|it| text.annotations.actors.mentions[it.value.at()].span).collect();
    let listed = |group: Span| {
        let behind = spans.iter().filter(|it| it.start >= group.end);
        let between = behind.filter_map(|it| text.doc.text.get(group.end as usize..it.start as usize));
        let mut words = between.map(|it| it.trim_matches([' ', ',', '\u{a0}']).to_lowercase().replace('’', "'"));
        words.any(|it| text.words.lists.namely.contains(&it))
    };
    slots.retain(|it| !listed(text.annotations.actors.mentions[it.value.at()].span));
    slots
}

fn distinct(mut slots: Vec<Slot<ActorIdx>>) -> Vec<Slot<ActorIdx>> {
    let mut seen = BTreeSet::new();
    slots.retain(|slot| seen.insert(slot.value));
    slots
}

/// The trigger with its auxiliaries and the words that belong to it.
fn trigger_span(text: &Text, trigger: WordIdx, frame: &Frame) -> Span {
    let syntax = &text.annotations.syntax;
    // 'S'est retiré': the reflexive pronoun is part of the verb.
    let own = |word: &Word| word.upos == Upos::Aux || is_reflexive(word, text.words);
    let auxiliaries = syntax
        .dependents(trigger)
        .filter(|&word| own(&syntax.words[word.at()]) && word < trigger && trigger.0 - word.0 <= 3);
    let span = auxiliaries.fold(text.span(trigger), |span, word| span.cover(text.span(word)));
    // Lower case and straight apostrophes may have other lengths than what is written, so count tokens.
    let Some(phrase) = frame.with.iter().find(|phrase| phrase_at(&following(text, trigger), phrase).is_some()) else {
        return span;
    };
    let last = phrase.rsplit([' ', '\'']).next().unwrap_or(phrase);
    let rest = syntax.sentence_of(trigger).skip_while(|&at| at <= trigger.at());
    let mut ends = rest.map(WordIdx::new).filter(|&word| text.doc.slice(text.span(word)).to_lowercase() == last);
    ends.next().map_or(span, |word| span.cover(text.span(word)))
}

/// Puts the actors at a word into the slot of their role; whether there are any.
fn fill_actors(text: &Text, filled: &mut Filled, role: Role, word: WordIdx, reason: &str) -> bool {
    let slot = |actor: ActorIdx| Slot { value: actor, reason: reason.to_owned() };
    let actors: Vec<Slot<ActorIdx>> = actors_at(text, word).into_iter().map(slot).collect();
    let is_actor = !actors.is_empty();
    match role {
        Role::Agent => filled.agents.extend(actors),
        Role::Patient => filled.patients.extend(actors),
        Role::Place => {}
    }
    is_actor
}

/// Puts what stands at a word into the slot of its role.
fn fill(text: &Text, filled: &mut Filled, role: Option<Role>, word: WordIdx, reason: &str) {
    let Some(role) = role else { return };
    let syntax = &text.annotations.syntax;
    let is_actor = fill_actors(text, filled, role, word, reason);
    let holder = holder(text, word);
    if let Some(holder) = holder.filter(|_| role != Role::Agent) {
        let reason = "whose place or force it is called".to_owned();
        filled.patients.push(Slot { value: holder, reason });
    }
    let upos = syntax.words[word.at()].upos;
    let place = toponym_at(text, text.span(word)).or_else(|| place_below(text, word));
    let held = held_noun(text, word);
    let is_place_noun = is_place_noun(text, held);
    let is_clitic = upos == Upos::Pron && role == Role::Place;
    let may = role == Role::Place || is_place_noun || role == Role::Patient && !is_actor;
    if filled.place.is_none() && may && (place.is_some() || is_place_noun || is_clitic) {
        filled.place = place.map(|place| Slot { value: place, reason: reason.to_owned() });
        filled.place_noun |= is_place_noun || is_clitic;
        filled.place_word = Some(if is_place_noun { held } else { word });
    }
}

/// Whether only a part of the place is meant, or expressly the whole.
fn share(text: &Text, trigger: WordIdx, filled: &Filled) -> Option<Share> {
    let syntax = &text.annotations.syntax;
    let place = filled.place_word?;
    if let Some((percent, span)) = percentage(text, place) {
        return Some(Share { span, fraction: Some(percent / 100.0), whole: false });
    }
    // 'des zones de X' is a part; 'la zone de X' may be all of it, 'le quartier de X' is a place of its own.
    let partial = text.words.lists.partial_nouns.contains(&text.lemma(place));
    if partial && (is_plural(text, place) || !text.words.lists.place_nouns.contains(&text.lemma(place))) {
        return Some(Share { span: text.span(place), fraction: None, whole: false });
    }
    let above = syntax.head(place).filter(|&it| held_noun(text, it) == place);
    let beside = above.into_iter().flat_map(|it| syntax.dependents(it));
    let below = syntax.dependents(place).chain(syntax.dependents(trigger)).chain(beside);
    let mut wholes =
        std::iter::once(place).chain(below).filter(|&word| text.words.lists.whole_words.contains(&text.lemma(word)));
    wholes.next().map(|word| Share { span: text.span(word), fraction: None, whole: true })
}

fn is_plural(text: &Text, word: WordIdx) -> bool {
    text.annotations.syntax.words[word.at()].feats.is("Number", "Plur")
}

/// A number of killed, wounded …: before the trigger noun, or before the patient of the trigger verb.
fn quantities(text: &Text, trigger: WordIdx, frame: &Frame, arguments: &Arguments) -> Vec<Quantity> {
    let syntax = &text.annotations.syntax;
    let is_harm = frame.event_type.is("harm");
    let counted = frame
        .counted
        .clone()
        .or_else(|| is_harm.then(|| frame.event_type.0.rsplit('/').next().unwrap_or_default().to_owned()));
    let Some(counted) = counted else { return Vec::new() };
    let noun = is_nominal(&syntax.words[trigger.at()]);
    let counts_subject = frame.subject == Some(Role::Patient) || frame.counted.as_deref() == Some("crowd");
    let slot =
        if counts_subject && !is_passive(syntax, trigger, text.words) { &arguments.subject } else { &arguments.object };
    let nouns: Vec<WordIdx> = match noun {
        true if frame.counted.as_deref() == Some("crowd") => gathered(text, trigger),
        true => vec![trigger],
        false => slot.iter().map(|(word, _)| *word).collect(),
    };
    // A noun of harm counts by itself; whom a verb takes it takes together.
    let of = |it: WordIdx| if noun { figure(text, it, &counted) } else { figure_together(text, it, &counted) };
    let people = |figure: &Quantity| !is_harm || !is_thing(&figure.unit, &text.words.figures);
    nouns.into_iter().filter_map(of).filter(people).take(1).collect()
}

/// What a gathering gathers: 'la manifestation a réuni 300 personnes'.
fn gathered(text: &Text, noun: WordIdx) -> Vec<WordIdx> {
    let syntax = &text.annotations.syntax;
    let head = syntax.head(noun).filter(|&head| text.words.support.gathers.contains(&text.lemma(head)));
    let objects = head.into_iter().flat_map(|head| syntax.dependents(head));
    objects.filter(|&it| syntax.words[it.at()].universal_relation() == "obj").collect()
}
