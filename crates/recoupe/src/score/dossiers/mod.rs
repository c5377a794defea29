//! How well a whole dossier is read: the measures of `eval/dossiers`, claim by claim and event by event.
//!
//! A claim is right when type, agents, patients, place, day, figure and 'happened or not' are right and nothing that
//! the gold fills is missing, but for agents and patients that the sentence does not name. Where the layer scores of
//! [`score`](super::score) ask what was found, these ask what an editor could rely on.

mod claims;
mod gold;
mod layers;
mod near;
mod rates;
mod together;
mod view;

use std::collections::BTreeMap;
use std::ops::AddAssign;

use crate::dossier::Dossier;

pub use gold::GoldDossier;
pub use rates::{Figure, rates};

/// What was counted, by name; the counts of several dossiers add up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    counts: BTreeMap<String, f64>,
}

impl Tally {
    /// A count; zero where nothing was counted.
    pub fn get(&self, name: &str) -> f64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// The errors in claims that were found, by kind.
    pub fn errors(&self) -> impl Iterator<Item = (&str, f64)> {
        self.counts.iter().filter_map(|(name, count)| Some((name.strip_prefix(ERROR)?, *count)))
    }

    fn add(&mut self, name: &str, count: f64) {
        *self.counts.entry(name.to_owned()).or_default() += count;
    }

    fn count(&mut self, name: &str, is: bool) {
        self.add(name, f64::from(u8::from(is)));
    }
}

impl AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Tally) {
        for (name, count) in &other.counts {
            self.add(name, *count);
        }
    }
}

/// What the names of errors begin with among the counts.
const ERROR: &str = "error: ";

/// What one dossier gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    /// The counts.
    pub tally: Tally,
    /// A line for each claim that was found, missed or too much, with what is wrong.
    pub lines: Vec<String>,
}

/// Judges a dossier against its gold.
pub fn judge(gold: &GoldDossier, dossier: &Dossier) -> Judged {
    let view = view::View::new(gold, dossier);
    let mut judged = Judged::default();
    layers::dcts(&view, &mut judged.tally);
    layers::timexes(&view, &mut judged.tally);
    layers::places(&view, &mut judged.tally);
    layers::actors(&view, &mut judged.tally);
    layers::attributions(&view, &mut judged.tally);
    let found = claims::claims(&view, &mut judged);
    together::clusters(&view, &found, &mut judged.tally);
    together::contradictions(&view, &mut judged.tally);
    together::copies(&view, &mut judged.tally);
    judged
}
