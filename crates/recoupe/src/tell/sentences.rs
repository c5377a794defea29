//! Findings in a few words of the report's language, as plain text.

use jiff::civil::Date;

use crate::annotated::ClaimRef;
use crate::compare::contradictions::{Contradiction, ContradictionKind, Statement};
use crate::compare::events::{Event, QuantityValue, SlotValue};
use crate::index::EntityIdx;
use crate::layers::kinds::ActorKind;
use crate::tell::Telling;

impl Telling<'_> {
    /// 'control taken · Kidal · army (Mali) → CMA · 12 killed'.
    pub fn headline(&self, event: &Event) -> String {
        let mut line = self.kind(event).to_owned();
        let actors = self.actors(event);
        let figures = self.figures(event);
        for piece in [self.event_place(event).unwrap_or_default(), &actors, &figures.join(self.t.get("semicolon"))] {
            if !piece.is_empty() {
                line.push_str(" · ");
                line.push_str(piece);
            }
        }
        line
    }

    /// What kind of event it was. A place that was lost to somebody named is told from the side that took it, so
    /// that the first name is never read as that of the loser.
    pub fn kind(&self, event: &Event) -> &str {
        let taken = event.event_type.is("control/lost") && !event.agents.is_empty();
        self.t.event_type(if taken { "control/taken" } else { &event.event_type.0 })
    }

    /// As [`Telling::headline`], with the moods of what nobody says to have happened: '… (denied)'.
    pub fn with_mood(&self, event: &Event) -> String {
        let line = self.headline(event);
        if event.happened {
            return line;
        }
        let moods: Vec<String> = event.moods.iter().map(|slot| self.t.variant("mood", &slot.value)).collect();
        format!("{line} ({})", moods.join(", "))
    }

    /// 'army (Mali) → CMA'; empty where nobody is named. People whom only a noun tells are left to the figures, where
    /// these count them.
    pub fn actors(&self, event: &Event) -> String {
        let shown = |slot: &&SlotValue<EntityIdx>| {
            let people = self.dossier.findings.entities[slot.value.at()].kind == ActorKind::People;
            event.quantities.is_empty() || !people
        };
        let names = |slots: &[SlotValue<EntityIdx>]| self.sides(slots.iter().filter(shown)).join(", ");
        let (agents, patients) = (names(&event.agents), names(&event.patients));
        match (agents.is_empty(), patients.is_empty()) {
            (_, true) => agents,
            // Deaths, arrests and accidents are told without anybody who did them.
            (true, false) if matches!(event.event_type.family(), "harm" | "disaster" | "justice") => patients,
            (true, false) => format!("→ {patients}"),
            (false, false) => format!("{agents} → {patients}"),
        }
    }

    /// The figures of an event, with what they count.
    pub fn figures(&self, event: &Event) -> Vec<String> {
        event.quantities.iter().map(|slot| self.figure(&slot.value)).collect()
    }

    fn figure(&self, value: &QuantityValue) -> String {
        let bound = |bound: Option<f64>| bound.map(|bound| self.t.decimal(bound));
        let number = match (bound(value.min), bound(value.max)) {
            (Some(min), Some(max)) if min == max => min,
            (Some(min), Some(max)) => format!("{min}–{max}"),
            (Some(min), None) => format!("≥ {min}"),
            (None, Some(max)) => format!("≤ {max}"),
            (None, None) => "?".to_owned(),
        };
        let key = format!("counted/{}", value.counted);
        format!("{number} {}", self.t.find(&key).unwrap_or_default()).trim_end().to_owned()
    }

    /// When an event happened, in words.
    pub fn when_in_words(&self, event: &Event) -> String {
        self.when(event).map_or_else(|| self.t.get("undated").to_owned(), |when| self.t.interval(when))
    }

    /// What the two sides of a contradiction say, in the language of the report; `None` where only the words
    /// themselves tell them apart.
    pub fn both_say(&self, found: &Contradiction) -> Option<(String, String)> {
        let (one, two) = (self.says(found, &found.a)?, self.says(found, &found.b)?);
        (one != two).then_some((one, two))
    }

    fn says(&self, found: &Contradiction, statement: &Statement) -> Option<String> {
        let event = statement.claim.and_then(|claim| self.event_of(found, claim));
        let written = || (!statement.says.is_empty()).then(|| statement.says.clone());
        match found.kind {
            ContradictionKind::Wording => None,
            ContradictionKind::Date if found.events.len() > 1 => Some(self.when_in_words(event?)),
            ContradictionKind::Date => self.day_or_hour(&statement.says).or_else(written),
            ContradictionKind::Agent => {
                let claim = statement.claim?;
                let agents = event?.agents.iter().filter(|slot| slot.claims.contains(&claim)).cloned();
                let names = self.names(&agents.collect::<Vec<_>>()).join(", ");
                if names.is_empty() { written() } else { Some(names) }
            }
            ContradictionKind::Number => {
                let (number, counted) = statement.says.rsplit_once(' ')?;
                let counted = self.t.find(&format!("counted/{counted}")).unwrap_or(counted);
                Some(format!("{} {counted}", self.in_digits(number)))
            }
            _ if statement.says.contains('%') => written(),
            _ => match event {
                Some(event) if event.label == statement.says => {
                    let mood = self.claim(statement.claim?).map(|claim| self.t.variant("mood", &claim.factuality));
                    let same = found.events.len() == 1;
                    Some(if same { mood? } else { format!("{}, {}", self.headline(event), self.when_in_words(event)) })
                }
                _ => Some(self.t.label(&statement.says)),
            },
        }
    }

    /// '≥ 1200', '170–200' in the digits of the report.
    fn in_digits(&self, says: &str) -> String {
        let parts = says.split_inclusive([' ', '–']).map(|part| {
            let digits = part.trim_end_matches([' ', '–']);
            let written = digits.parse().ok().map(|value: f64| self.t.decimal(value));
            written.map_or_else(|| part.to_owned(), |written| written + &part[digits.len()..])
        });
        parts.collect()
    }

    /// '2021-05-02', '2021-05-02/2021-05-03', '2021-05-02 04:00' in the words of the report.
    fn day_or_hour(&self, says: &str) -> Option<String> {
        if let Some((first, last)) = says.split_once('/') {
            let day = |it: &str| Some(self.t.day(it.parse::<Date>().ok()?));
            return Some(format!("{} – {}", day(first)?, day(last)?));
        }
        let (day, hour) = says.split_once(' ').map_or((says, None), |(day, hour)| (day, Some(hour)));
        let day = self.t.day(day.parse::<Date>().ok()?);
        Some(hour.map_or_else(|| day.clone(), |hour| format!("{day}, {hour}")))
    }

    /// The event of a contradiction that a claim belongs to.
    pub(super) fn event_of(&self, found: &Contradiction, claim: ClaimRef) -> Option<&Event> {
        let events = found.events.iter().filter_map(|at| self.dossier.findings.events.get(at.at()));
        events.into_iter().find(|event| event.claims.contains(&claim))
    }

    /// What a contradiction is about: 'Date (control taken, Kidal)'.
    pub fn about(&self, found: &Contradiction) -> String {
        let kind = self.t.variant("kind", &found.kind);
        let event = found.events.first().and_then(|event| self.dossier.findings.events.get(event.at()));
        let Some(event) = event else { return kind };
        let place = self.event_place(event).map(|place| format!(", {place}")).unwrap_or_default();
        format!("{kind} ({}{place})", self.kind(event))
    }
}
