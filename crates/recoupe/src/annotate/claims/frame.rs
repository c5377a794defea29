//! From a trigger and its arguments to a claim, as its frame says.

use crate::annotate::Annotations;
use crate::annotate::syntax::Upos;
use crate::dates::Precision;
use crate::document::{BlockKind, Document};
use crate::evidence::Evidence;
use crate::index::{ActorIdx, TimexIdx, ToponymIdx, WordIdx};
use crate::language::events::{Argument, EventWords, Frame, Need, Role};
use crate::text::Span;

use super::arguments::{Arguments, arguments, preposition};
use super::mood::mood;
use super::{Claim, ClaimTime, Quantity, Share, Slot};

/// What the frames look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub annotations: &'t Annotations,
    pub words: &'t EventWords,
}

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

/// The claim that a word triggers, if its frame is satisfied.
pub(super) fn claim(text: &Text, trigger: WordIdx) -> Option<Claim> {
    let word = &text.annotations.syntax.words[trigger.at()];
    let lemma = word.lemma.to_lowercase();
    let arguments = arguments(&text.annotations.syntax, trigger, text.words);
    match word.upos {
        Upos::Verb | Upos::Adj => text.words.verb(&lemma).find_map(|frame| of_frame(text, trigger, frame, &arguments)),
        Upos::Noun => text.words.noun(&lemma).find_map(|frame| of_frame(text, trigger, frame, &arguments)),
        _ => None,
    }
}

fn of_frame(text: &Text, trigger: WordIdx, frame: &Frame, arguments: &Arguments) -> Option<Claim> {
    let mut filled = Filled::default();
    for &(word, reason) in &arguments.subject {
        fill(text, &mut filled, frame.subject, word, reason);
    }
    for &(word, reason) in &arguments.object {
        fill(text, &mut filled, frame.object, word, reason);
    }
    for (word, preposition) in &arguments.marked {
        let role = text.words.argument(preposition).find_map(|argument| frame.role(argument));
        fill(text, &mut filled, role, *word, &format!("argument with '{preposition}'"));
    }
    let quantities = quantities(text, trigger, frame, arguments);
    let satisfied = match frame.needs {
        None => true,
        Some(Need::Place) => filled.place.is_some() || filled.place_noun,
        Some(Need::Actor) => !filled.agents.is_empty() || !filled.patients.is_empty(),
        Some(Need::Number) => !quantities.is_empty(),
    };
    let syntax = &text.annotations.syntax;
    let span = trigger_span(text, trigger);
    let after = text.doc.text.get(span.end as usize..).unwrap_or("").trim_start().to_lowercase();
    if !satisfied || frame.never.iter().any(|never| after.starts_with(never.as_str())) {
        return None;
    }
    let (polarity, factuality, attribution) = mood(text, trigger, span);
    let clause = syntax.subtree_span(trigger, &text.annotations.tokens)?;
    Some(Claim {
        event_type: frame.event_type.clone(),
        trigger: span,
        share: share(text, trigger, &filled),
        time: time(text, trigger, clause),
        agents: filled.agents,
        patients: filled.patients,
        place: filled.place,
        quantities,
        polarity,
        factuality,
        attribution,
        evidence: Evidence::new(text.doc, clause, format!("frame {}", frame.event_type))?,
    })
}

/// The trigger with its auxiliaries.
fn trigger_span(text: &Text, trigger: WordIdx) -> Span {
    let syntax = &text.annotations.syntax;
    let token = |word: WordIdx| text.annotations.tokens[syntax.words[word.at()].token.at()].span;
    let auxiliaries = syntax
        .dependents(trigger)
        .filter(|&word| syntax.words[word.at()].upos == Upos::Aux && word < trigger && trigger.0 - word.0 <= 3);
    auxiliaries.fold(token(trigger), |span, word| span.cover(token(word)))
}

/// Puts what stands at a word into the slot of its role.
fn fill(text: &Text, filled: &mut Filled, role: Option<Role>, word: WordIdx, reason: &str) {
    let Some(role) = role else { return };
    let syntax = &text.annotations.syntax;
    let span = text.annotations.tokens[syntax.words[word.at()].token.at()].span;
    let actor = actor_at(text, word).map(|actor| Slot { value: actor, reason: reason.to_owned() });
    match role {
        Role::Agent => filled.agents.extend(actor),
        Role::Patient => filled.patients.extend(actor),
        Role::Place => {}
    }
    let place = toponym_at(text, span).or_else(|| place_below(text, word));
    let is_place_noun = text.words.place_nouns.contains(&syntax.words[word.at()].lemma.to_lowercase());
    if filled.place.is_none() && (role == Role::Place || is_place_noun) && (place.is_some() || is_place_noun) {
        filled.place = place.map(|place| Slot { value: place, reason: reason.to_owned() });
        filled.place_noun |= is_place_noun;
        filled.place_word = Some(word);
    }
}

/// The outermost actor mention whose head is the word.
fn actor_at(text: &Text, word: WordIdx) -> Option<ActorIdx> {
    let token = text.annotations.syntax.words[word.at()].token;
    let span = text.annotations.tokens[token.at()].span;
    let mentions = text.annotations.actors.mentions.iter().enumerate();
    // A coordinated group stands for whichever of its members the parser made the head.
    let all = &text.annotations.actors.mentions;
    let headed = mentions.filter(|(_, mention)| {
        let member = mention.members.iter().any(|member| all[member.at()].head == token);
        mention.head == token || mention.span == span || member
    });
    headed
        .max_by_key(|(position, mention)| (mention.span.len(), std::cmp::Reverse(*position)))
        .map(|(position, _)| ActorIdx::new(position))
}

fn toponym_at(text: &Text, span: Span) -> Option<ToponymIdx> {
    let mentions = &text.annotations.toponyms.mentions;
    mentions.iter().position(|toponym| toponym.span.overlaps(span) && toponym.metonymy.is_none()).map(ToponymIdx::new)
}

/// The place of a noun: 'la ville de X', 'des zones de X', 'le contrôle total de X'.
fn place_below(text: &Text, word: WordIdx) -> Option<ToponymIdx> {
    let syntax = &text.annotations.syntax;
    let token = |word: WordIdx| text.annotations.tokens[syntax.words[word.at()].token.at()].span;
    let relation = |word: WordIdx| syntax.words[word.at()].universal_relation();
    // 'la ville en Syrie' is not Syria: only an apposition or the preposition of possession names the place.
    let names = |below: &WordIdx| match relation(*below) {
        "appos" | "flat" => true,
        "nmod" => preposition(syntax, *below)
            .is_none_or(|preposition| text.words.argument(&preposition).any(|argument| argument == Argument::De)),
        _ => false,
    };
    let mut modifiers: Vec<WordIdx> = syntax.dependents(word).filter(names).collect();
    modifiers.sort_by_key(|&below| relation(below) != "appos");
    modifiers.into_iter().find_map(|modifier| {
        let deeper = || syntax.dependents(modifier).filter(names).find_map(|below| toponym_at(text, token(below)));
        toponym_at(text, token(modifier)).or_else(deeper)
    })
}

/// Whether only a part of the place is meant, or expressly the whole.
fn share(text: &Text, trigger: WordIdx, filled: &Filled) -> Option<Share> {
    let syntax = &text.annotations.syntax;
    let span = |word: WordIdx| text.annotations.tokens[syntax.words[word.at()].token.at()].span;
    let lemma = |word: WordIdx| syntax.words[word.at()].lemma.to_lowercase();
    if let Some(word) = filled.place_word.filter(|&word| text.words.partial_nouns.contains(&lemma(word))) {
        return Some(Share { span: span(word), fraction: None, whole: false });
    }
    let below =
        filled.place_word.into_iter().flat_map(|word| syntax.dependents(word)).chain(syntax.dependents(trigger));
    let mut wholes = below.filter(|&word| text.words.whole_words.contains(&lemma(word)));
    wholes.next().map(|word| Share { span: span(word), fraction: None, whole: true })
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
    let patients = match frame.subject {
        Some(Role::Patient) => &arguments.subject,
        _ => &arguments.object,
    };
    let nouns =
        std::iter::once(trigger).filter(|_| frame.counted.is_some()).chain(patients.iter().map(|(word, _)| *word));
    let mut quantities = Vec::new();
    for noun in nouns {
        for number in syntax.dependents(noun).filter(|&word| syntax.words[word.at()].universal_relation() == "nummod") {
            let span = text.annotations.tokens[syntax.words[number.at()].token.at()].span;
            let digits: String = text.doc.slice(span).chars().filter(char::is_ascii_digit).collect();
            if let Ok(value) = digits.parse::<f64>() {
                quantities.push(Quantity {
                    span,
                    min: Some(value),
                    max: Some(value),
                    counted: counted.clone(),
                    unit: syntax.words[noun.at()].form.clone(),
                });
            }
        }
    }
    quantities
}

/// When: an expression that the trigger governs, else the only one of the sentence.
fn time(text: &Text, trigger: WordIdx, clause: Span) -> Option<Slot<ClaimTime>> {
    let syntax = &text.annotations.syntax;
    let tokens = &text.annotations.tokens;
    let slot = |position: usize, reason: &str| {
        let timex = &text.annotations.timexes[position];
        let value =
            ClaimTime { interval: timex.interval, precision: timex.precision, timex: Some(TimexIdx::new(position)) };
        Slot { value, reason: reason.to_owned() }
    };
    let dated = |(_, timex): &(usize, &crate::annotate::timexes::Timex)| !timex.interval.is_open();
    let own = text.annotations.timexes.iter().enumerate().filter(dated).find(|(_, timex)| {
        clause.contains(timex.span)
            && syntax.words_in(timex.span, tokens).any(|word| governor(text, WordIdx::new(word)) == Some(trigger))
    });
    if let Some((position, _)) = own {
        return Some(slot(position, "expression that the verb governs"));
    }
    let sentence = text.annotations.sentences.iter().find(|sentence| sentence.span.contains(clause))?;
    let mut inside = text
        .annotations
        .timexes
        .iter()
        .enumerate()
        .filter(dated)
        .filter(|(_, timex)| sentence.span.contains(timex.span));
    match (inside.next(), inside.next()) {
        (Some((position, _)), None) => Some(slot(position, "the only expression of the sentence")),
        (None, None) => present(text, trigger),
        _ => None,
    }
}

/// A report whose making is bounded no better than this dates nothing by its tense.
const MOST_DAYS: i32 = 7;

/// A present tense without any date is the day of the report, where that is known; in a headline it is
/// vague, that day or shortly before.
fn present(text: &Text, trigger: WordIdx) -> Option<Slot<ClaimTime>> {
    let word = &text.annotations.syntax.words[trigger.at()];
    let interval = text.annotations.dct.interval;
    let days = interval.latest?.date().since(interval.earliest?.date()).ok()?.get_days();
    if days > MOST_DAYS || !word.feats.is("Tense", "Pres") || !word.feats.is("Mood", "Ind") {
        return None;
    }
    let span = text.annotations.tokens[word.token.at()].span;
    let headline = text.doc.block_at(span).is_some_and(|(_, block)| block.kind == BlockKind::Headline);
    let (precision, reason) = if headline {
        (Precision::Vague, "present tense of a headline: the day of the report or shortly before")
    } else {
        (Precision::Day, "present tense: the day of the report")
    };
    Some(Slot { value: ClaimTime { interval, precision, timex: None }, reason: reason.to_owned() })
}

/// The next verb or trigger noun above a word.
fn governor(text: &Text, word: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    syntax.path_to_root(word).skip(1).find(|&above| {
        syntax.words[above.at()].upos == Upos::Verb
            || preposition(syntax, above).is_none() && syntax.words[above.at()].head.is_none()
    })
}
