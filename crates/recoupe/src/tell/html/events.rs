//! What happened: a time line with date precision, corroboration and disputes, and filters.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::Page;
use crate::compare::events::Event;
use crate::evidence::Evidence;
use crate::gazetteer::places::fold;
use crate::index::{DocIdx, EntityIdx, EventIdx, FamilyIdx};
use crate::layers::kinds::Factuality;
use crate::tell::digest::Tier;
use crate::tell::figures::{Axis, timeline};
use crate::tell::realise::capital;
use crate::tell::realise::mood_of;

/// Most events of one group on the page; the exports have them all.
const MOST: usize = 2000;
/// How strong an event can be, as the filter offers it.
const STRENGTHS: [&str; 3] = ["strength_several", "strength_single", "badge_disputed"];
/// Quotations of an event that stand open.
const OPEN: usize = 2;

/// Numbers of the values that the filters offer. Places and actors are known by the names that the findings
/// give them, which are the same in every language of the page.
struct Filters<'e> {
    places: BTreeMap<&'e str, usize>,
    actors: BTreeMap<&'e str, usize>,
    types: BTreeMap<&'e str, usize>,
    moods: BTreeMap<Factuality, usize>,
}

impl Page<'_> {
    pub(super) fn events(&self) -> Markup {
        let events = &self.dossier.findings.events;
        if events.is_empty() {
            return self.none();
        }
        let filters = self.filters();
        let axis = timeline::axis(self.telling);
        let tiers = self.telling.tiers();
        let of = |tier: Tier| -> Vec<(EventIdx, &Event)> {
            let mut found: Vec<_> = tiers.iter().filter(|it| it.2 == tier).map(|it| (it.0, it.1)).collect();
            found.sort_by_cached_key(|(at, event)| (self.day_key(event), *at));
            found
        };
        html! {
            (self.filter_form(&filters))
            @if let Some(axis) = &axis {
                p.soft.how { (self.t.get("how_bars")) }
                div.axis aria-hidden="true" { svg.fig width="100%" height="20" { (axis.labels(self.t, 14)) } }
            }
            (self.by_day(&of(Tier::Main), axis.as_ref(), &filters))
            @for (key, tier) in [
                ("unreal_events", Tier::Unreal), ("other_events", Tier::Other), ("background_events", Tier::Background)
            ] {
                @let group = of(tier);
                @if !group.is_empty() {
                    details.group {
                        summary { (self.t.get(key)) " " span.soft { (self.t.count("events", group.len())) } }
                        (self.by_day(&group[..group.len().min(MOST)], None, &filters))
                        (self.left_out(group.len(), MOST))
                    }
                }
            }
        }
    }

    /// In order of days; what has none comes last.
    fn day_key(&self, event: &Event) -> (bool, Option<jiff::civil::DateTime>, Option<jiff::civil::DateTime>) {
        let when = self.telling.when(event);
        let first = when.and_then(|when| when.earliest.or(when.latest));
        (first.is_none(), first, when.and_then(|when| when.latest))
    }

    /// Events under their dates.
    fn by_day(&self, events: &[(EventIdx, &Event)], axis: Option<&Axis>, filters: &Filters) -> Markup {
        html! { @for day in events.chunk_by(|one, two| self.when(one.1) == self.when(two.1)) {
            div.day {
                h3 { (day.first().map(|(_, event)| self.when(event)).unwrap_or_default()) }
                (self.of_day(day, axis, filters))
            }
        } }
    }

    /// The events of one date, the heaviest first.
    fn of_day(&self, day: &[(EventIdx, &Event)], axis: Option<&Axis>, filters: &Filters) -> Markup {
        let mut told = day.to_vec();
        told.sort_by_cached_key(|(at, event)| (std::cmp::Reverse(self.telling.weight(*at, event)), *at));
        html! { ol.events { @for (at, event) in &told { (self.event(*at, event, axis, filters)) } } }
    }

    fn event(&self, at: EventIdx, event: &Event, axis: Option<&Axis>, filters: &Filters) -> Markup {
        let evidence = self.telling.evidence(event);
        let (first, rest) = self.one_per_family(event, &evidence);
        let mut shown = first;
        let more = shown.split_off(shown.len().min(OPEN));
        let rest: Vec<&Evidence> = more.into_iter().chain(rest).collect();
        let several = event.corroboration.families.len() > 1;
        html! {
            li.event.several[several] id={ "v-" (at.0) } data-t=[filters.types.get(event.event_type.family())]
                data-p=[self.place_key(event).and_then(|place| filters.places.get(place))]
                data-a=(self.actors(event, filters)) data-m=(moods(event, filters))
                data-o=(docs_of(event)) data-s=(self.strengths(at, event)) {
                @if let Some(axis) = axis {
                    svg.fig.when width="100%" height="12" aria-hidden="true" {
                        line.rule x1="0" x2="100%" y1="6" y2="6" {}
                        (timeline::bar(self.telling, axis, at, event, 1))
                    }
                }
                h4.what {
                    (self.telling.sentence_of_day(event)) "." (self.disputes_of(at))
                    " " a.anchor href={ "#v-" (at.0) } aria-label=(self.t.get("link_here")) { "#" }
                }
                p.soft.strength { (capital(&self.telling.strength(event))) "." }
                @for evidence in &shown { (self.in_mood(event, evidence)) }
                @if !rest.is_empty() { details.ev {
                    summary { (self.t.count("quotes", rest.len())) }
                    @for evidence in &rest { (self.in_mood(event, evidence)) }
                } }
            }
        }
    }

    /// A quotation of an event; one that denies or expects it says so.
    fn in_mood(&self, event: &Event, evidence: &Evidence) -> Markup {
        let told = event.claims.iter().filter_map(|&at| self.telling.claim(at));
        let unreal = told.filter(|claim| claim.evidence == *evidence).map(mood_of);
        let mood =
            unreal.min().filter(|mood| event.happened && !matches!(mood, Factuality::Asserted | Factuality::Reported));
        self.quote_with(evidence, mood.map(|mood| self.t.variant("mood", &mood)))
    }

    fn disputes_of(&self, at: EventIdx) -> Markup {
        let found = self.disputes.get(&at).map_or(&[][..], Vec::as_slice);
        let real = self.telling.is_disputed(at);
        html! { @if let Some(first) = found.first() {
            " " a.badge.disputed[real] href={ "#c-" (first) } {
                @if real { (self.t.get("badge_disputed")) }
                @else { (self.t.get("badge_resolved")) }
            }
        } }
    }

    /// The first piece of evidence of each family, what happened before what was only announced, and what is left.
    fn one_per_family<'e>(&self, event: &Event, evidence: &[&'e Evidence]) -> (Vec<&'e Evidence>, Vec<&'e Evidence>) {
        let mut seen: BTreeSet<FamilyIdx> = BTreeSet::new();
        let mut first = Vec::new();
        let mut moods: Vec<_> = event.moods.iter().collect();
        moods.sort_by_key(|mood| mood.value);
        for mood in moods {
            for (family, found) in mood.families.iter().zip(&mood.evidence) {
                if seen.insert(*family) {
                    first.extend(evidence.iter().find(|it| **it == found).copied());
                }
            }
        }
        if first.is_empty() {
            first.extend(evidence.first().copied());
        }
        let rest = evidence.iter().filter(|it| !first.contains(it)).copied().collect();
        (first, rest)
    }

    fn filters(&self) -> Filters<'_> {
        let events = &self.dossier.findings.events;
        fn count(set: BTreeSet<&str>) -> BTreeMap<&str, usize> {
            set.into_iter().enumerate().map(|(position, value)| (value, position)).collect()
        }
        Filters {
            places: count(events.iter().filter_map(|event| self.place_key(event)).collect()),
            actors: count(events.iter().flat_map(|event| self.actor_keys(event)).map(|(key, _)| key).collect()),
            types: count(events.iter().map(|event| event.event_type.family()).collect()),
            moods: {
                let moods: BTreeSet<Factuality> =
                    events.iter().flat_map(|event| &event.moods).map(|slot| slot.value).collect();
                moods.into_iter().enumerate().map(|(position, mood)| (mood, position)).collect()
            },
        }
    }

    fn actors(&self, event: &Event, filters: &Filters) -> String {
        numbers(self.actor_keys(event).into_iter().filter_map(|(key, _)| filters.actors.get(key)))
    }

    /// Which of the strengths that the filter offers an event has.
    fn strengths(&self, at: EventIdx, event: &Event) -> String {
        let several = event.corroboration.families.len() > 1;
        let holds = [several, !several && event.happened, self.telling.is_disputed(at)];
        numbers((0..STRENGTHS.len()).filter(|at| holds[*at]).collect::<Vec<_>>().iter())
    }

    fn place_key<'e>(&'e self, event: &'e Event) -> Option<&'e str> {
        let chosen = event.place.as_ref().map(|best| self.telling.gazetteer.places.name(best.value, ""));
        chosen.or_else(|| event.places.first().map(|slot| slot.value.name.as_str()))
    }

    fn actor_keys(&self, event: &Event) -> Vec<(&str, EntityIdx)> {
        let entities = &self.dossier.findings.entities;
        let slots = event.agents.iter().chain(&event.patients);
        slots.filter_map(|slot| Some((entities.get(slot.value.at())?.name.as_str(), slot.value))).collect()
    }

    /// The filters; without script they stay hidden.
    fn filter_form(&self, filters: &Filters) -> Markup {
        let types: Vec<(String, usize)> = filters
            .types
            .iter()
            .map(|(class, number)| {
                let key = format!("class/{class}");
                (capital(self.t.find(&key).unwrap_or(self.t.get("type_other"))), *number)
            })
            .collect();
        let moods: Vec<(String, usize)> =
            filters.moods.iter().map(|(mood, number)| (capital(&self.t.variant("mood", mood)), *number)).collect();
        let (mut places, mut actors): (BTreeMap<&str, &str>, BTreeMap<&str, &str>) = Default::default();
        for event in &self.dossier.findings.events {
            places.extend(self.place_key(event).zip(self.telling.event_place(event)));
            actors.extend(self.actor_keys(event).into_iter().map(|(key, entity)| (key, self.telling.entity(entity))));
        }
        let named = |numbers: &BTreeMap<&str, usize>, names: &BTreeMap<&str, &str>| {
            let name = |key: &str| capital(names.get(key).copied().unwrap_or_default());
            let mut options: Vec<(String, usize)> = numbers.iter().map(|(key, number)| (name(key), *number)).collect();
            // 'Égypte' stands before 'Zagreb'.
            options.sort_by_cached_key(|(name, number)| (fold(name), *number));
            options
        };
        let outlets = self.dossier.docs.iter().enumerate().map(|(at, _)| (self.outlet(DocIdx::new(at)).to_owned(), at));
        let strengths = STRENGTHS.iter().enumerate().map(|(at, key)| (self.t.get(key).to_owned(), at));
        let fields = [
            ("p", "filter_place", named(&filters.places, &places)),
            ("a", "filter_actor", named(&filters.actors, &actors)),
            ("t", "filter_type", types),
            ("m", "filter_mood", moods),
            ("o", "filter_report", outlets.collect()),
            ("s", "filter_strength", strengths.collect()),
        ];
        html! {
            form.filters id="filters" hidden aria-label=(self.t.get("filter")) {
                label { span { (self.t.get("filter_words")) } input type="search" name="q" autocomplete="off"; }
                @for (name, key, options) in &fields { label {
                    span { (self.t.get(key)) }
                    select name=(name) {
                        option value="" { (self.t.get("all")) }
                        @for (text, number) in options { option value=(number) { (text) } }
                    }
                } }
                output id="shown" aria-live="polite" data-one=(self.t.get("shown_one")) data-other=(self.t.get("shown_other")) {}
            }
        }
    }
}

/// The reports that tell of an event, as numbers.
fn docs_of(event: &Event) -> String {
    let docs: BTreeSet<usize> = event.claims.iter().map(|claim| claim.doc.at()).collect();
    numbers(docs.iter())
}

fn moods(event: &Event, filters: &Filters) -> String {
    numbers(event.moods.iter().filter_map(|slot| filters.moods.get(&slot.value)))
}

/// Numbers in a row, as an attribute holds them.
fn numbers<'n>(numbers: impl Iterator<Item = &'n usize>) -> String {
    let mut numbers: Vec<usize> = numbers.copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}
