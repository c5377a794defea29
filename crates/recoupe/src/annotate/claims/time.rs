//! When a claim lies: its own expression, its clause's, its sentence's, the narrative's, then what the
//! tense says of the report's date.

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::dates::{Interval, Precision};
use crate::index::{TimexIdx, WordIdx};
use crate::language::event_types::{Property, has};
use crate::layers::claims::{ClaimTime, Slot};
use crate::layers::kinds::{Factuality, TimexType};
use crate::layers::syntax::{Upos, Word};
use crate::layers::timexes::Timex;

use super::place::is_recalled_death;
use super::shared::is_infinitive_form;
use super::text::{Draft, Text, is_nominal};

/// Dates the drafts, which stand in order of text.
pub(super) fn times(text: &Text, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        draft.claim.time = stated(text, draft);
    }
    let anchors: Vec<Option<Anchor>> = drafts.iter().map(|draft| anchor(text, draft)).collect();
    for at in 0..drafts.len() {
        if drafts[at].claim.time.is_none() {
            drafts[at].claim.time = told(text, &drafts[at], &anchors[..at], &anchors[at + 1..]);
        }
    }
    of_sayings(text, drafts);
    for draft in drafts.iter_mut().filter(|draft| is_still_to_come(text, draft)) {
        draft.claim.factuality = Factuality::Predicted;
    }
}

/// 'Fears of an attack in the coming days', 'la grève de lundi prochain': what an expression puts after the report has
/// not happened, whatever the mood.
fn is_still_to_come(text: &Text, draft: &Draft) -> bool {
    let claim = &draft.claim;
    let told = matches!(claim.factuality, Factuality::Asserted | Factuality::Reported);
    let time = claim.time.as_ref().filter(|time| time.value.timex.is_some());
    let (Some(time), Some(report)) = (time, text.annotations.dct.interval.latest) else { return false };
    let day = |moment: Option<DateTime>| moment.map(DateTime::date);
    let ahead = day(time.value.interval.earliest) >= Some(report.date())
        && day(time.value.interval.latest) > Some(report.date());
    let noun = is_nominal(&text.annotations.syntax.words[draft.trigger.at()]);
    told && ahead && (noun || tense(text, draft) == Tense::Present)
}

/// 'X avait estimé la veille que Y ne tenait plus que …': a state that was so when it was said.
fn of_sayings(text: &Text, drafts: &mut [Draft]) {
    let syntax = &text.annotations.syntax;
    for at in 0..drafts.len() {
        let own = &drafts[at];
        let word = &syntax.words[own.trigger.at()];
        let stated = own.claim.time.as_ref().is_some_and(|time| time.value.precision != Precision::Vague);
        let state = word.feats.is("Tense", "Imp") && own.claim.event_type.is("control/held");
        let Some(head) = word.head.filter(|_| !stated && state && word.universal_relation() == "ccomp") else {
            continue;
        };
        let said = drafts.iter().find(|it| it.trigger == head && it.claim.event_type.is("speech"));
        let Some(time) = said.and_then(|said| said.claim.time.clone()) else { continue };
        drafts[at].claim.time = Some(Slot { value: time.value, reason: "when it was said".to_owned() });
    }
}

/// A dated happening that what follows may share its time with.
struct Anchor {
    sentence: u32,
    interval: Interval,
    timex: TimexIdx,
    /// Told as earlier than the narrative's time.
    earlier: bool,
}

/// What the text says: the expression of the trigger, of the clause above, or the only one of the sentence.
fn stated(text: &Text, draft: &Draft) -> Option<Slot<ClaimTime>> {
    let trigger = draft.trigger;
    let report = text.annotations.dct.interval.latest;
    // What has happened was not after the report.
    let told = tense(text, draft) != Tense::Future;
    let possible = |timex: &TimexIdx| {
        let latest = text.annotations.timexes[timex.at()].interval.latest;
        !told || !matches!((latest, report), (Some(latest), Some(report)) if latest > report)
    };
    let slot = |position: TimexIdx, reason: &str| {
        let timex = &text.annotations.timexes[position.at()];
        let (interval, precision) = between(text, position)
            .or_else(|| since(text, draft, position))
            .unwrap_or((timex.interval, timex.precision));
        let value = ClaimTime { interval, precision, timex: Some(position) };
        Some(Slot { value, reason: reason.to_owned() })
    };
    let own = governed(text, trigger)
        .filter(|_| !is_count(text, trigger) || is_nominal(&text.annotations.syntax.words[trigger.at()]));
    if let Some(own) = own.or_else(|| of_participle(text, trigger)) {
        return slot(own, "expression that the verb governs");
    }
    if is_count(text, trigger) || is_recalled_death(text, draft) {
        return None;
    }
    if let Some(slot) = so_long_before(text, trigger) {
        return Some(slot);
    }
    if let Some(above) = of_clause(text, trigger).filter(possible) {
        return slot(above, "expression of the governing clause");
    }
    only_of_sentence(text, trigger).filter(possible).and_then(|only| slot(only, "the only expression of the sentence"))
}

/// 'Entre dimanche et jeudi': the time from the one expression to the other, of which `at` is either.
fn between(text: &Text, at: TimexIdx) -> Option<(Interval, Precision)> {
    let timexes = &text.annotations.timexes;
    let pair = |first: usize| {
        let (one, two) = (timexes.get(first)?, timexes.get(first + 1)?);
        let before = word_before(text, one)?;
        let joint = text.doc.text.get(one.span.end as usize..two.span.start as usize)?.trim().to_lowercase();
        let joined = text.words.figures.between.iter().any(|[open, middle]| *open == before && *middle == joint);
        let interval = Interval { earliest: one.interval.earliest, latest: two.interval.latest };
        let ordered = interval.earliest.zip(interval.latest).is_some_and(|(from, to)| from <= to);
        (joined && ordered).then_some((interval, one.precision.max(two.precision).max(Precision::Week)))
    };
    pair(at.at()).or_else(|| pair(at.at().checked_sub(1)?))
}

/// The word right before an expression, in lower case.
fn word_before(text: &Text, timex: &Timex) -> Option<String> {
    let before = text.doc.text.get(..timex.span.start as usize)?;
    before.split_whitespace().next_back().map(str::to_lowercase)
}

/// 'Les attaques ont fait 1 400 morts depuis 2015': what has happened from then to the report. A state that holds since
/// then is dated by when it began.
fn since(text: &Text, draft: &Draft, at: TimexIdx) -> Option<(Interval, Precision)> {
    let timex = &text.annotations.timexes[at.at()];
    let before = word_before(text, timex)?;
    let latest = text.annotations.dct.interval.latest.filter(|latest| timex.interval.latest < Some(*latest))?;
    let state = has(&draft.claim.event_type, Property::Lasts);
    let goes_on = text.words.lists.since.contains(&before) && !state;
    goes_on.then_some((Interval { earliest: timex.interval.earliest, latest: Some(latest) }, Precision::Vague))
}

/// 'Deux jours après en avoir été chassée, l'armée reprend la ville', 'retook it on Thursday, three days after losing
/// it': so long before what the clause above tells of its day, or the sentence in the present tense of the report's.
fn so_long_before(text: &Text, trigger: WordIdx) -> Option<Slot<ClaimTime>> {
    let syntax = &text.annotations.syntax;
    let sentence = syntax.sentence_of(trigger);
    let report = text.annotations.dct.interval;
    let word = |at: usize| &syntax.words[at];
    let (at, timex) = text.annotations.timexes.iter().enumerate().find(|(_, timex)| {
        let behind = (sentence.start..trigger.at()).filter(|&at| text.span(WordIdx::new(at)).start >= timex.span.end);
        let light = |at: usize| matches!(word(at).upos, Upos::Adv | Upos::Pron | Upos::Aux | Upos::Adp | Upos::Sconj);
        let inside = text.span(WordIdx::new(sentence.start)).start <= timex.span.start
            && timex.span.end <= text.span(trigger).start;
        let after = |at: usize| text.words.lists.after.contains(&word(at).lemma.to_lowercase());
        timex.kind == TimexType::Duration && inside && behind.clone().all(light) && behind.into_iter().any(after)
    })?;
    let present = |at: usize| word(at).feats.is("Tense", "Pres") && word(at).feats.is("VerbForm", "Fin");
    let days = timex.value.strip_prefix('P')?.strip_suffix('D')?.parse::<i64>().ok()?;
    let above = of_clause(text, trigger).map(|above| text.annotations.timexes[above.at()].interval);
    let (from, reason) = match above.filter(|above| above.single_day().is_some()) {
        Some(above) => (above, SO_LONG_BEFORE_CLAUSE),
        None if is_tight(report) && (trigger.at() + 1..sentence.end).any(present) => (report, SO_LONG_BEFORE_REPORT),
        None => return None,
    };
    // So many days before an hour is a day.
    let back = jiff::Span::new().try_days(days).ok()?;
    let moved = |moment: Option<DateTime>| moment?.date().checked_sub(back).ok();
    let (first, last) = (moved(from.earliest)?, moved(from.latest)?);
    let interval = Interval { earliest: Some(first.at(0, 0, 0, 0)), latest: Some(last.at(23, 59, 59, 0)) };
    let value = ClaimTime { interval, precision: Precision::Day, timex: Some(TimexIdx::new(at)) };
    Some(Slot { value, reason: reason.to_owned() })
}

const SO_LONG_BEFORE_REPORT: &str = "so long before what the sentence tells of the day of the report";
const SO_LONG_BEFORE_CLAUSE: &str = "so long before the day of the clause above";

/// Whether a clause dates a count and not what is counted: 'le bilan s'est alourdi jeudi à 15 morts'.
fn is_count(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let of_count = |word: WordIdx| text.words.figures.tolls.contains(&text.lemma(word));
    let mut path = syntax.path_to_root(trigger).take(4);
    path.any(|it| {
        let subject = |it: WordIdx| syntax.words[it.at()].universal_relation() == "nsubj" && of_count(it);
        of_count(it) || syntax.dependents(it).any(subject)
    })
}

fn dated<'t>(text: &Text<'t>) -> impl Iterator<Item = (TimexIdx, &'t Timex)> + use<'t> {
    let timexes = text.annotations.timexes.iter().enumerate();
    timexes.filter(|(_, timex)| !timex.interval.is_open()).map(|(at, timex)| (TimexIdx::new(at), timex))
}

/// The expression that a word governs.
pub(super) fn governed(text: &Text, word: WordIdx) -> Option<TimexIdx> {
    let syntax = &text.annotations.syntax;
    let sentence = text.annotations.sentences.get(syntax.words[word.at()].sentence as usize)?.span;
    let mut inside = dated(text).filter(|(_, timex)| sentence.contains(timex.span));
    inside.find(|(_, timex)| governor(text, timex, word) == Some(word)).map(|(at, _)| at)
}

/// The expression of a participle that only says when a noun happened: 'l'accident, survenu mardi'.
fn of_participle(text: &Text, noun: WordIdx) -> Option<TimexIdx> {
    let syntax = &text.annotations.syntax;
    let support = &text.words.support;
    let mut participles = syntax.dependents(noun).filter(|&it| {
        let lemma = text.lemma(it);
        syntax.words[it.at()].universal_relation() == "acl"
            && (support.happens.contains(&lemma) || support.does.contains(&lemma))
    });
    participles.find_map(|it| governed(text, it))
}

/// The next verb above an expression, or `wanted` where it comes first.
fn governor(text: &Text, timex: &Timex, wanted: WordIdx) -> Option<WordIdx> {
    let syntax = &text.annotations.syntax;
    let head = syntax.word_at(timex.span, &text.annotations.tokens)?;
    for it in syntax.path_to_root(head).skip(1) {
        if it == wanted || syntax.words[it.at()].upos == Upos::Verb || syntax.words[it.at()].head.is_none() {
            return Some(it);
        }
        if dates_what_came_before(text, timex, it) {
            return None;
        }
    }
    None
}

/// 'Depuis le début de la guerre le 7 mai', 'après l'attaque du 7 mai': a noun whose day is not that of its clause.
fn dates_what_came_before(text: &Text, timex: &Timex, noun: WordIdx) -> bool {
    let happening = || text.words.noun(&text.lemma(noun)).next().is_some() || is_struggle_or_part(text, noun);
    !timex.span.contains(text.span(noun)) && is_begun_by(text, noun) && happening()
}

/// 'la guerre', 'le début de la guerre'.
fn is_struggle_or_part(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let below = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].universal_relation() == "nmod");
    let struggles = &text.words.lists.struggles;
    std::iter::once(noun).chain(below).any(|it| struggles.contains(&text.lemma(it)))
}

/// The expression of a verb above, where what hangs between them shares its time: a noun of happening, an
/// infinitive, a participle, a coordination; not what is said, nor a relative clause.
fn of_clause(text: &Text, trigger: WordIdx) -> Option<TimexIdx> {
    let syntax = &text.annotations.syntax;
    let mut at = trigger;
    for _ in 0..4 {
        let word = &syntax.words[at.at()];
        let verbal = matches!(word.upos, Upos::Verb | Upos::Aux | Upos::Adj);
        let shares = match word.universal_relation() {
            "ccomp" | "parataxis" => false,
            _ if !verbal && is_later(text, at) => false,
            "acl" | "amod" => !verbal || word.relation != "acl:relcl" && !is_background(text, at),
            _ => true,
        };
        let head = word.head.filter(|_| shares)?;
        if let Some(found) = governed(text, head) {
            return Some(found);
        }
        at = head;
    }
    None
}

/// 'après l'incendie', 'depuis l'attaque': whether what a noun tells of is not of the clause's own time.
fn is_later(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let mut cases = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].relation == "case");
    cases.any(|it| text.words.lists.sequence.contains(&text.lemma(it)))
}

/// 'Après l'incendie', 'depuis l'attaque': whether the clause tells of what came later than a noun.
fn is_begun_by(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let lists = &text.words.lists;
    let mut cases = syntax.dependents(noun).filter(|&it| syntax.words[it.at()].relation == "case");
    cases.any(|it| lists.after.contains(&text.lemma(it)) || lists.since.contains(&text.lemma(it)))
}

/// A past participle behind a noun tells of an earlier time than its clause.
fn is_background(text: &Text, word: WordIdx) -> bool {
    let it = &text.annotations.syntax.words[word.at()];
    it.feats.is("VerbForm", "Part") && it.feats.is("Tense", "Past")
}

/// The only expression of a sentence, unless it belongs to a relative clause or to what is said there.
fn only_of_sentence(text: &Text, trigger: WordIdx) -> Option<TimexIdx> {
    let syntax = &text.annotations.syntax;
    let sentence = text.annotations.sentences.get(syntax.words[trigger.at()].sentence as usize)?.span;
    let mut inside = dated(text).filter(|(_, timex)| sentence.contains(timex.span));
    let (only, timex) = inside.next()?;
    if inside.next().is_some() {
        return None;
    }
    let head = syntax.word_at(timex.span, &text.annotations.tokens)?;
    let mut above = syntax.path_to_root(head).skip(1).take_while(|&it| it != trigger);
    if above.any(|it| dates_what_came_before(text, timex, it)) {
        return None;
    }
    // 'ont indiqué mercredi les secours' dates what is said, not what happened.
    let saying = governor(text, timex, trigger).filter(|&it| it != trigger && is_speech(text, it));
    if saying.is_some() {
        return None;
    }
    // 'X est tombée après avoir été reprise deux jours auparavant' dates what came before.
    let other = governor(text, timex, trigger).filter(|&it| it != trigger);
    let sequence = |it: WordIdx| {
        let mark = &syntax.words[it.at()];
        let marks = matches!(mark.universal_relation(), "mark" | "case") && it < head;
        marks && text.words.lists.sequence.contains(&mark.lemma.to_lowercase())
    };
    if other.is_some_and(|it| !syntax.is_below(trigger, it) && syntax.dependents(it).any(sequence)) {
        return None;
    }
    let apart = |from: WordIdx, other: WordIdx| {
        let path = syntax.path_to_root(from);
        path.take_while(|&it| it != other && !syntax.is_below(other, it)).any(|it| {
            let word = &syntax.words[it.at()];
            let auxiliary = || syntax.dependents(it).any(|it| syntax.words[it.at()].upos == Upos::Aux);
            word.upos == Upos::Verb && (word.universal_relation() == "acl" || is_background(text, it) && !auxiliary())
        })
    };
    (!apart(head, trigger) && !apart(trigger, head)).then_some(only)
}

/// Whether a word tells that somebody said something.
fn is_speech(text: &Text, word: WordIdx) -> bool {
    text.words.verb(&text.lemma(word)).any(|frame| frame.event_type.is("speech"))
}

/// What a later claim may take its time from: a happening with a day of its own, told as a fact.
fn anchor(text: &Text, draft: &Draft) -> Option<Anchor> {
    let time = &draft.claim.time.as_ref()?.value;
    let fact = matches!(draft.claim.factuality, Factuality::Asserted | Factuality::Reported);
    let exact = time.precision <= Precision::Day;
    let sentence = text.annotations.syntax.words[draft.trigger.at()].sentence;
    let timex = time.timex.filter(|_| fact && exact && is_main(text, draft.trigger))?;
    let earlier = draft
        .claim
        .time
        .as_ref()
        .is_some_and(|slot| [SO_LONG_BEFORE_CLAUSE, SO_LONG_BEFORE_REPORT].contains(&slot.reason.as_str()));
    let earlier = earlier || is_told_as_earlier(text, draft.trigger);
    Some(Anchor { sentence, interval: time.interval, timex, earlier })
}

/// Whether a trigger or a verb above it stands in the pluperfect.
pub(super) fn is_told_as_earlier(text: &Text, trigger: WordIdx) -> bool {
    text.annotations.syntax.path_to_root(trigger).any(|verb| is_pluperfect(text, verb))
}

/// 'Avait pris', 'had taken'.
fn is_pluperfect(text: &Text, verb: WordIdx) -> bool {
    let word = &text.annotations.syntax.words[verb.at()];
    let participle = word.feats.is("VerbForm", "Part") || word.upos == Upos::Adj;
    finite(text, verb).filter(|_| participle).is_some_and(|form| {
        let french = form.feats.is("Tense", "Imp") && form.relation.starts_with("aux:tense");
        let english = form.feats.is("Tense", "Past") && form.relation == "aux";
        (french || english) && is_perfect(text, form)
    })
}

/// Whether a trigger stands in the main clause, or is what it tells of.
fn is_main(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let path = syntax.path_to_root(trigger).map(|it| &syntax.words[it.at()]);
    path.into_iter().all(|word| {
        !matches!(word.upos, Upos::Verb | Upos::Aux)
            || matches!(word.universal_relation(), "root" | "conj" | "xcomp" | "ccomp" | "parataxis")
    })
}

/// Sentences within which the narrative's time still holds.
const REACH: u32 = 6;

/// What the narrative or the tense says.
fn told(text: &Text, draft: &Draft, before: &[Option<Anchor>], after: &[Option<Anchor>]) -> Option<Slot<ClaimTime>> {
    let state = draft.claim.event_type.is("control/held");
    if is_recalled_death(text, draft)
        || is_of_untold_time(text, draft.trigger)
        || is_bare_participle(text, draft.trigger) && !state
    {
        return None;
    }
    let tense = tense(text, draft);
    let sentence = text.annotations.syntax.words[draft.trigger.at()].sentence;
    let vague = |interval: Interval, timex: Option<TimexIdx>, reason: &str| {
        let value = ClaimTime { interval, precision: Precision::Vague, timex };
        Some(Slot { value, reason: reason.to_owned() })
    };
    let from = |anchor: &Anchor, reason: &str| vague(anchor.interval, Some(anchor.timex), reason);
    let report = text.annotations.dct.interval;
    match tense {
        Tense::Future => {
            let interval = Interval { earliest: report.earliest, latest: None };
            report.earliest.and_then(|_| vague(interval, None, "still to come: after the report"))
        }
        Tense::Present => present(text, draft.trigger),
        Tense::Earlier => {
            let last = before.iter().rev().flatten().find(|anchor| sentence - anchor.sentence <= REACH);
            last.and_then(|last| from(last, "the narrative's time: the day last spoken of"))
        }
        Tense::Past => {
            let main = before.iter().rev().flatten().filter(|anchor| !anchor.earlier);
            // The report's own day is what it is about, to its end.
            let own = |anchor: &&Anchor| is_tight(report) && anchor.interval.overlaps(report);
            let last = main.into_iter().next();
            let last = last.filter(|anchor| sentence - anchor.sentence <= REACH || own(anchor));
            if let Some(last) = last {
                return from(last, "the narrative's time: the day last spoken of");
            }
            // 'Après les batailles de X, …': before what the report tells, and nothing says when.
            if is_nominal(&text.annotations.syntax.words[draft.trigger.at()]) && is_later(text, draft.trigger) {
                return None;
            }
            let first = |anchor: &&Anchor| !anchor.earlier && sentence <= 2 && anchor.sentence - sentence <= 2;
            let next = after.iter().flatten().find(first);
            if let Some(next) = next {
                return from(next, "the day that the report speaks of first");
            }
            let eve = report.earliest.and_then(|at| at.checked_sub(1.day()).ok());
            let interval = Interval { earliest: eve, latest: report.latest };
            (is_tight(report) && eve.is_some())
                .then(|| vague(interval, None, "past tense without a date: the day of the report or shortly before"))?
        }
    }
}

/// 'Auparavant, …', 'récemment repris': earlier than what is told, but not when.
fn is_of_untold_time(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let adverb = |it: WordIdx| text.words.lists.earlier.contains(&text.lemma(it));
    let own = syntax.dependents(trigger).any(adverb);
    let opens = adverb(WordIdx::new(syntax.sentence_of(trigger).start));
    let main = syntax.words[trigger.at()].head.is_none();
    own || opens && main
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    /// Before the narrative's time.
    Earlier,
    Present,
    Future,
}

/// The tense of the verb that tells of a trigger, after what its mood says.
fn tense(text: &Text, draft: &Draft) -> Tense {
    let syntax = &text.annotations.syntax;
    if matches!(draft.claim.factuality, Factuality::Predicted | Factuality::Intended) {
        return Tense::Future;
    }
    if is_count(text, draft.trigger) {
        return Tense::Past;
    }
    let verb = syntax.path_to_root(draft.trigger).find(|&it| finite(text, it).is_some());
    if is_nominal(&syntax.words[draft.trigger.at()]) && !goes_on(text, draft.trigger) {
        // 'Il avait évoqué des pertes'.
        let object = syntax.words[draft.trigger.at()].universal_relation() == "obj";
        let earlier = object && verb.is_some_and(|verb| is_pluperfect(text, verb));
        return if earlier { Tense::Earlier } else { Tense::Past };
    }
    let Some(form) = verb.and_then(|verb| finite(text, verb)) else { return Tense::Past };
    let participle = verb.is_some_and(|verb| {
        let word = &syntax.words[verb.at()];
        word.feats.is("VerbForm", "Part") || word.upos == Upos::Adj && form.relation.starts_with("aux:tense")
    });
    let is = |value| form.feats.is("Tense", value);
    let direct = verb == Some(draft.trigger);
    match () {
        () if is("Fut") => Tense::Future,
        () if direct && verb.is_some_and(|verb| is_pluperfect(text, verb)) => Tense::Earlier,
        () if is("Pres") && !participle && form.feats.is("Mood", "Ind") => Tense::Present,
        () if is("Pres") && participle && draft.claim.event_type.is("control/held") => Tense::Present,
        // 'Ils sont désormais retranchés à X'.
        () if is("Pres") && verb.is_some_and(|verb| is_now(text, verb)) => Tense::Present,
        // 'La guerre est finie' tells of a state.
        () if is("Pres") && draft.about.is_some() && !is_perfect(text, form) => Tense::Present,
        () => Tense::Past,
    }
}

/// 'La guerre a été gagnée', 'has been won': an auxiliary that is not that of a passive.
fn is_perfect(text: &Text, form: &Word) -> bool {
    let passive = text.words.lists.passive_auxiliaries.contains(&form.lemma.to_lowercase());
    form.relation.starts_with("aux:tense") || form.relation == "aux" && !passive
}

/// Whether an adverb says that what a verb tells holds now.
fn is_now(text: &Text, verb: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    syntax.dependents(verb).any(|it| {
        let word = &syntax.words[it.at()];
        word.upos == Upos::Adv && text.words.lists.now.contains(&word.lemma.to_lowercase())
    })
}

/// A past participle behind its noun, which tells of a time before its clause ('le califat proclamé par X').
pub(super) fn is_bare_participle(text: &Text, trigger: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let auxiliary = syntax.dependents(trigger).any(|it| syntax.words[it.at()].upos == Upos::Aux);
    let word = &syntax.words[trigger.at()];
    !auxiliary && word.universal_relation() == "acl" && is_background(text, trigger)
}

/// Whether a noun of happening is said to go on, or to be so.
fn goes_on(text: &Text, noun: WordIdx) -> bool {
    let syntax = &text.annotations.syntax;
    let copula = syntax.dependents(noun).any(|it| syntax.words[it.at()].relation == "cop");
    let head = syntax.head(noun).map(|head| text.lemma(head));
    let support = &text.words.support;
    copula || head.is_some_and(|lemma| support.goes_on.contains(&lemma) || support.copulas.contains(&lemma))
}

/// The finite form of a verb: its auxiliary or itself.
fn finite<'t>(text: &'t Text, verb: WordIdx) -> Option<&'t Word> {
    let syntax = &text.annotations.syntax;
    let auxiliaries = syntax.dependents(verb).map(|it| &syntax.words[it.at()]);
    let mut forms = auxiliaries.filter(|it| it.upos == Upos::Aux).chain([&syntax.words[verb.at()]]);
    forms.find(|it| it.feats.is("VerbForm", "Fin") && !is_infinitive_form(it, text.words))
}

/// A report whose making is bounded no better than this dates nothing by its tense.
const MOST_DAYS: i64 = 7;

pub(super) fn is_tight(interval: Interval) -> bool {
    interval.width().is_some_and(|days| days <= MOST_DAYS)
}

/// A present tense without any date is the day of the report, where that is known; in a headline it is
/// vague, that day or shortly before.
fn present(text: &Text, trigger: WordIdx) -> Option<Slot<ClaimTime>> {
    let interval = text.annotations.dct.interval;
    if !is_tight(interval) {
        return None;
    }
    let headline = text.doc.is_in_headline(text.span(trigger));
    let (precision, reason) = if headline {
        (Precision::Vague, "present tense of a headline: the day of the report or shortly before")
    } else {
        (Precision::Day, "present tense: the day of the report")
    };
    Some(Slot { value: ClaimTime { interval, precision, timex: None }, reason: reason.to_owned() })
}
