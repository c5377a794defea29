//! Open questions: what a reporter would have to check next. Each follows from a finding by a named rule.

use serde::{Deserialize, Serialize};

use crate::compare::contradictions::{Contradiction, Resolution};
use crate::compare::events::Event;
use crate::evidence::Evidence;
use crate::index::EventIdx;

/// Something to check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What is open.
    pub kind: QuestionKind,
    /// The events concerned, sorted.
    pub events: Vec<EventIdx>,
    /// What the question rests on.
    pub evidence: Vec<Evidence>,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A contradiction that neither time nor scope resolves.
    UnresolvedContradiction,
    /// Told by one family only, though the dossier has several.
    SingleSource,
    /// Told by several families, dated by none.
    NoDate,
    /// Told by several families, placed by none.
    NoPlace,
}

/// Lists what is open: contradictions first, then events in order of time.
pub fn questions(events: &[Event], contradictions: &[Contradiction], families: usize) -> Vec<Question> {
    let open = |it: &&Contradiction| matches!(it.resolution, Resolution::Real | Resolution::Misquotation);
    let mut questions: Vec<Question> = contradictions
        .iter()
        .filter(open)
        .map(|it| Question {
            kind: QuestionKind::UnresolvedContradiction,
            events: it.events.clone(),
            evidence: vec![it.a.evidence.clone(), it.b.evidence.clone()],
        })
        .collect();
    for (position, event) in events.iter().enumerate().filter(|(_, event)| event.happened) {
        questions.extend(of_event(event, families).map(|kind| Question {
            kind,
            events: vec![EventIdx::new(position)],
            evidence: event.moods.iter().flat_map(|mood| mood.evidence.iter().cloned()).collect(),
        }));
    }
    questions
}

fn of_event(event: &Event, families: usize) -> Option<QuestionKind> {
    let several = event.corroboration.families.len() > 1;
    if several && event.when.is_none() {
        return Some(QuestionKind::NoDate);
    }
    if several && event.place.is_none() {
        return Some(QuestionKind::NoPlace);
    }
    // Only what is told firmly enough to be checked: when and where, or a figure.
    let firm = event.when.is_some() && event.place.is_some() || !event.quantities.is_empty();
    (event.corroboration.single_source && families > 1 && firm).then_some(QuestionKind::SingleSource)
}
