//! A group of claims as a whole, to hold against another group.

use std::collections::BTreeSet;

use super::grouping::Group;
use super::statement::{CONTINUED, CONTINUED_DAYS, DISPUTED_DAYS, RETREAT, Side, Spot, gap, is_disaster};
use crate::dates::Interval;

/// A group as a whole: class, place, days and sides.
pub(super) struct Outline {
    pub class: String,
    /// None only of retreats, which lead away from a place.
    pub place: Option<Spot>,
    pub days: Interval,
    pub sides: [BTreeSet<Side>; 2],
}

impl Outline {
    pub fn of(group: &Group) -> Option<Outline> {
        let class = group.statements[0].class.clone();
        let place = group.statements.iter().find_map(|it| it.place.clone());
        if place.is_none() && class != RETREAT {
            return None;
        }
        let days = group.days();
        let sides =
            [0, 1].map(|role: usize| group.statements.iter().flat_map(|it| it.wide[role].iter().cloned()).collect());
        (!days.is_open()).then_some(Outline { class, place, days, sides })
    }

    fn is_at(&self, other: &Outline) -> bool {
        let away = self.class == RETREAT && (self.place.is_none() || other.place.is_none());
        self.class == other.class && (away || self.place == other.place)
    }

    pub fn may_be(&self, other: &Outline) -> bool {
        let shared = (0..2).any(|role| !self.sides[role].is_disjoint(&other.sides[role]));
        let nobody = |it: &Outline| it.sides.iter().all(BTreeSet::is_empty);
        // Nobody wages a disaster.
        let shared = shared || is_disaster(&self.class) && nobody(self) && nobody(other);
        let most = if CONTINUED.contains(&self.class.as_str()) { CONTINUED_DAYS } else { DISPUTED_DAYS };
        let close = self.days.overlaps(other.days) || gap(self.days, other.days).is_some_and(|days| days <= most);
        self.is_at(other) && close && shared && !self.undoes(other)
    }

    /// Whether a defeat is that of the side that lost a place, as a change of control tells it.
    pub fn is_loss(&self, change: &Outline) -> bool {
        let close =
            self.days.overlaps(change.days) || gap(self.days, change.days).is_some_and(|days| days <= CONTINUED_DAYS);
        let others =
            !self.sides[0].is_empty() && !change.sides[0].is_empty() && self.sides[0].is_disjoint(&change.sides[0]);
        self.place == change.place && close && !self.sides[1].is_disjoint(&change.sides[1]) && !others
    }

    /// Whether the sides of one have changed places in the other.
    pub fn undoes(&self, other: &Outline) -> bool {
        self.is_at(other) && (0..2).any(|role| !self.sides[role].is_disjoint(&other.sides[1 - role]))
    }

    pub fn lies_between(&self, one: &Outline, two: &Outline) -> bool {
        let first = one.days.earliest.min(two.days.earliest);
        let last = one.days.latest.max(two.days.latest);
        self.days.earliest > first && self.days.latest < last
    }
}
