//! Which of the actors, places and times of a unit belong to a trigger.

use serde::Deserialize;

use crate::Span;

use crate::heads::Input;
use crate::{Read, Reader, Trigger};

/// A mention that may belong to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Byte span in the text that was read.
    pub span: Span,
    /// What it names.
    pub kind: MentionKind,
}

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MentionKind {
    /// An actor.
    Actor,
    /// A place.
    Place,
    /// A time.
    Time,
}

/// What a mention is to a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Who did it.
    Agent,
    /// To whom it was done.
    Patient,
    /// Where.
    Place,
    /// When.
    Time,
}

impl Role {
    fn label(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Patient => "patient",
            Role::Place => "place",
            Role::Time => "time",
        }
    }

    fn of(kind: MentionKind) -> &'static [Role] {
        match kind {
            MentionKind::Actor => &[Role::Agent, Role::Patient],
            MentionKind::Place => &[Role::Place],
            MentionKind::Time => &[Role::Time],
        }
    }
}

/// That a mention may have a role.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The mention, as a position among those that were given.
    pub mention: usize,
    /// The role.
    pub role: Role,
    /// How probable it is.
    pub probability: f32,
}

/// How a mention stands to a trigger, as the head of links was taught it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Extra {
    Before,
    After,
    Inside,
    Gap,
    Near,
    Nearest,
    IsActor,
    IsPlace,
    IsTime,
    Comma,
    Quote,
    TriggersBetween,
    SameSentence,
    SentencesApart,
}

/// Words between trigger and mention that still count.
const FARTHEST: f32 = 20.0;

/// A mention in its unit.
struct Placed {
    /// Its position among the mentions given.
    at: usize,
    kind: MentionKind,
    /// First word, and one past the last.
    words: (usize, usize),
    /// What it brings to the first layer of the head.
    sums: Vec<f32>,
    state: Vec<f32>,
}

impl Reader {
    /// How probable each role of each mention of the trigger's unit is, for each of `triggers`.
    pub fn links(&self, read: &Read, triggers: &[Trigger], mentions: &[Mention]) -> Vec<Vec<Link>> {
        let mut links = vec![Vec::new(); triggers.len()];
        let Some(head) = self.head("link") else { return links };
        let level = self.encoder.level;
        let mut of_units: Vec<(Vec<usize>, Vec<Placed>)> = read.units.iter().map(|_| Default::default()).collect();
        for (at, trigger) in triggers.iter().enumerate() {
            if let Some(unit) = read.unit_of(trigger.words) {
                of_units[unit].0.push(at);
            }
        }
        for (at, mention) in mentions.iter().enumerate() {
            let Some(words) = read.words_at(mention.span) else { continue };
            let Some(unit) = read.unit_of(words).filter(|&unit| !of_units[unit].0.is_empty()) else { continue };
            let state = read.state(words).into_owned();
            let mut sums = vec![0.0; head.width()];
            head.add(level, &mut sums, Input::Mention, &state, 1.0);
            head.add(level, &mut sums, Input::Difference, &state, -1.0);
            of_units[unit].1.push(Placed { at, kind: mention.kind, words, sums, state });
        }
        for (unit, (of_unit, placed)) in read.units.iter().zip(&of_units) {
            for &at in of_unit {
                let trigger = &triggers[at];
                let state = read.state(trigger.words);
                let mut own = self.around(head, read, unit, trigger.words);
                head.add(level, &mut own, Input::Difference, &state, 1.0);
                for mention in placed {
                    let mut sums = own.clone();
                    sums.iter_mut().zip(&mention.sums).for_each(|(sum, &more)| *sum += more);
                    let product: Vec<f32> = state.iter().zip(&mention.state).map(|(one, two)| one * two).collect();
                    head.add(level, &mut sums, Input::Product, &product, 1.0);
                    let extras = self.extras(read, trigger.words, mention, placed, triggers, of_unit);
                    head.add(level, &mut sums, Input::Extras, &extras, 1.0);
                    let answer = head.answer(level, sums);
                    for &role in Role::of(mention.kind) {
                        let probability = head.label(role.label()).and_then(|label| answer.get(label).copied());
                        links[at].extend(probability.map(|it| Link { mention: mention.at, role, probability: it }));
                    }
                }
            }
        }
        links
    }

    fn extras(
        &self,
        read: &Read,
        trigger: (usize, usize),
        mention: &Placed,
        all: &[Placed],
        triggers: &[Trigger],
        of_unit: &[usize],
    ) -> Vec<f32> {
        let own = mention.words;
        let gap = gap(trigger, own);
        let between = (trigger.1.min(own.1), trigger.0.max(own.0));
        let sentence = |word: usize| read.words[word].sentence;
        let apart = sentence(trigger.0).abs_diff(sentence(own.0)) as f32;
        let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
        let signs = |signs: &[char]| {
            let words = read.words.get(between.0..between.1).unwrap_or_default();
            flag(words.iter().any(|word| word.sign.is_some_and(|sign| signs.contains(&sign))))
        };
        let of = |extra: &Extra| match extra {
            Extra::Before => flag(own.0 < trigger.0),
            Extra::After => flag(own.0 >= trigger.1),
            Extra::Inside => flag(own.0 < trigger.1 && trigger.0 < own.1),
            Extra::Gap => (gap as f32).min(FARTHEST) / FARTHEST,
            Extra::Near => flag(gap <= 1),
            Extra::Nearest => flag(!all.iter().any(|other| {
                let same = other.kind == mention.kind && (other.words.0 < trigger.0) == (own.0 < trigger.0);
                same && self::gap(trigger, other.words) < gap
            })),
            Extra::IsActor => flag(mention.kind == MentionKind::Actor),
            Extra::IsPlace => flag(mention.kind == MentionKind::Place),
            Extra::IsTime => flag(mention.kind == MentionKind::Time),
            Extra::Comma => signs(&[',']),
            Extra::Quote => signs(&['"', '\u{AB}', '\u{BB}', '\u{201C}', '\u{201D}']),
            Extra::TriggersBetween => {
                let inside = |it: &&usize| triggers[**it].words.0 >= between.0 && triggers[**it].words.1 <= between.1;
                (of_unit.iter().filter(inside).count() as f32).min(3.0) / 3.0
            }
            Extra::SameSentence => flag(apart == 0.0),
            Extra::SentencesApart => apart.min(5.0) / 5.0,
        };
        self.header.extras.iter().map(of).collect()
    }
}

/// Words between two runs of words.
fn gap(one: (usize, usize), two: (usize, usize)) -> usize {
    one.0.max(two.0).saturating_sub(one.1.min(two.1))
}
