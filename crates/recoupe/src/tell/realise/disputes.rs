//! A contradiction as a question with the answers that the sources give.

use jiff::civil::Date;

use crate::compare::contradictions::{Contradiction, ContradictionKind, Statement};
use crate::compare::events::Event;
use crate::dates::Interval;
use crate::tell::Telling;
use crate::tell::realise::capital;
use crate::tell::realise::events::mood_of;
use crate::tell::realise::grammar::{Phrase, Slots};

impl Telling<'_> {
    /// 'When did the capture of Bunia take place? On 2 March 2023 (Radio Ituri) or on 3 March 2023 (two papers)?'
    pub fn question(&self, found: &Contradiction) -> String {
        let grammar = self.said.grammar;
        let (a_by, b_by) = self.both_by(found);
        let mut slots = Slots::from([("a_by", Phrase::of(a_by)), ("b_by", Phrase::of(b_by))]);
        let event = found.events.first().and_then(|at| self.event(*at));
        let across = found.kind == ContradictionKind::Status && found.events.len() > 1;
        let key = crate::tell::code(if across { &ContradictionKind::Outcome } else { &found.kind });
        let open: &[&str] = match found.kind {
            ContradictionKind::Place => &["at", "place", "of_place"],
            ContradictionKind::Agent => &["agent"],
            ContradictionKind::Patient => &["patient"],
            ContradictionKind::Number => &["n"],
            _ => &[],
        };
        slots.extend(event.and_then(|event| self.noun(event, open)).map(|noun| ("noun", noun)));
        slots.extend(event.and_then(|event| self.many(found, event)).map(|many| ("many", many)));
        if let Some((a, b)) = self.both_answers(found) {
            slots.extend([("a", Phrase::of(a)), ("b", Phrase::of(b))]);
        }
        let template = |key: &str| grammar.fill(grammar.question.get(key)?, &slots);
        let told = template(&key).or_else(|| template("other"));
        told.map_or_else(|| self.about(found), |told| capital(&told))
    }

    /// The outlets of both sides; a report against itself is told so.
    pub fn both_by(&self, found: &Contradiction) -> (String, String) {
        let (one, two) = (self.outlet_of(&found.a.evidence), self.outlet_of(&found.b.evidence));
        let same = found.a.evidence.doc == found.b.evidence.doc;
        let elsewhere = self.said.grammar.question.get("same_doc").filter(|_| same);
        (one.to_owned(), elsewhere.cloned().unwrap_or_else(|| two.to_owned()))
    }

    /// What both sides answer, as phrases that can follow a question mark.
    pub fn both_answers(&self, found: &Contradiction) -> Option<(String, String)> {
        let (one, two) = self.both_say(found)?;
        let (a, b) = (self.answer(found, &found.a), self.answer(found, &found.b));
        let (a, b) = (a.unwrap_or(one.clone()), b.unwrap_or(two.clone()));
        // Where the sentences are alike, the findings' own words tell them apart.
        let (a, b) = if a == b { (one, two) } else { (a, b) };
        Some((capital(&a), b))
    }

    fn answer(&self, found: &Contradiction, statement: &Statement) -> Option<String> {
        let event = || self.event_of(found, statement.claim?);
        match found.kind {
            ContradictionKind::Date if found.events.len() > 1 => self.when_phrase(self.when(event()?)?),
            ContradictionKind::Date => {
                let (first, last) = statement.says.split_once('/').unwrap_or((&statement.says, &statement.says));
                let day = |text: &str| text.parse::<Date>().ok();
                self.when_phrase(Interval::days(day(first)?, day(last)?))
            }
            ContradictionKind::Number => Some(self.figure_in_words(statement.says.rsplit_once(' ')?.0)),
            ContradictionKind::Agent => {
                let claim = statement.claim?;
                let agents = event()?.agents.iter().filter(|slot| slot.claims.contains(&claim));
                let phrases: Vec<Phrase> = agents.filter_map(|slot| self.said.actor(slot.value).cloned()).collect();
                Some(self.said.grammar.row(&phrases, &self.said.grammar.last)?.text)
            }
            ContradictionKind::Status if found.events.len() == 1 => {
                let mood = mood_of(self.claim(statement.claim?)?);
                self.said.grammar.answer.get(&crate::tell::code(&mood)).cloned()
            }
            ContradictionKind::Outcome | ContradictionKind::Status if found.events.len() > 1 => {
                let event = event()?;
                let told = self.sentence(event);
                let mut chars = told.chars();
                // Behind 'or' it goes on in lower case, unless a name stands first.
                let fact = self.fact(event).filter(|_| event.happened);
                let lower = fact.and_then(|fact| fact.chars().next()).or_else(|| chars.next())?;
                Some(format!("{lower}{}", told.chars().skip(1).collect::<String>()))
            }
            _ => None,
        }
    }

    /// 'How many died in Bunia on 3 March 2023', for figures.
    fn many(&self, found: &Contradiction, event: &Event) -> Option<Phrase> {
        let grammar = self.said.grammar;
        let counted = found.a.says.rsplit_once(' ')?.1;
        let template = grammar.many.get(counted).or_else(|| grammar.many.get("other"))?;
        let mut slots = self.slots(event);
        slots.extend(self.when(event).and_then(|when| self.when_phrase(when)).map(|when| ("when", Phrase::of(when))));
        grammar.fill(template, &slots).map(Phrase::of)
    }
}
