//! The layers of single documents: creation times, temporal expressions, places, actors, attributions.

use jiff::civil::Date;

use crate::index::{DocIdx, ToponymIdx};

use super::Tally;
use super::near::{Chars, is_at};
use super::view::{View, most};

/// The widest interval, in days, that still says when a report was written.
const DCT_WIDTH: i32 = 2;
/// The least share of two mentions of an actor at which one is found.
const ACTOR: f64 = 0.4;
/// The least share of two contents at which an attribution is found.
const CONTENT: f64 = 0.3;

/// When the reports were written.
pub(super) fn dcts(view: &View, tally: &mut Tally) {
    for gold in &view.gold.dct {
        let Some(doc) = view.doc(&gold.doc) else { continue };
        let interval = view.annotations(doc).dct.interval;
        tally.count("dct", true);
        let (Some(first), Some(last)) = (interval.earliest, interval.latest) else { continue };
        let (first, last) = (first.date(), last.date());
        let narrow = first.until(last).is_ok_and(|it| it.get_days() <= DCT_WIDTH);
        let (Ok(earliest), Ok(latest)) = (gold.earliest.parse::<Date>(), gold.latest.parse::<Date>()) else { continue };
        tally.count("dct_right", narrow && first <= latest && last >= earliest);
    }
}

/// Temporal expressions and their values.
pub(super) fn timexes(view: &View, tally: &mut Tally) {
    for (key, doc) in view.documents() {
        let ours = &view.annotations(doc).timexes;
        let spans: Vec<Chars> = ours.iter().map(|timex| view.chars(doc, timex.span)).collect();
        let mut taken = Taken::new(spans);
        for gold in view.gold.timex.iter().filter(|timex| timex.span.doc == key) {
            let found = taken.take(gold.span.chars());
            if gold.optional {
                continue;
            }
            tally.count("timex_gold", true);
            tally.count("timex_found", found.is_some());
            tally.count("timex_value", found.is_some_and(|at| ours[at].value == gold.value));
        }
        tally.add("timex_ours", ours.len() as f64);
    }
}

/// Places and whether they lie where they are.
pub(super) fn places(view: &View, tally: &mut Tally) {
    for (key, doc) in view.documents() {
        let ours = &view.annotations(doc).toponyms.mentions;
        let mut taken = Taken::new(ours.iter().map(|toponym| view.chars(doc, toponym.span)).collect());
        for gold in view.gold.places.mentions.iter().filter(|place| place.span.doc == key) {
            let found = taken.take(gold.span.chars());
            tally.count("place_gold", true);
            tally.count("place_found", found.is_some());
            let point = found.and_then(|at| view.point(doc, ToponymIdx::new(at)));
            let place = view.gold.places.registry.get(&gold.key);
            tally.count("place_right", point.zip(place).is_some_and(|(point, place)| is_at(place, point)));
        }
        tally.add("place_ours", ours.len() as f64);
        tally.add("place_ours_used", taken.count() as f64);
    }
}

/// Actors, and whether the entities of the dossier are those of the gold.
pub(super) fn actors(view: &View, tally: &mut Tally) {
    for (key, doc) in view.documents() {
        let ours: Vec<Chars> =
            view.annotations(doc).actors.mentions.iter().map(|mention| view.chars(doc, mention.span)).collect();
        for gold in view.gold.actors.mentions.iter().filter(|actor| actor.span.doc == key) {
            tally.count("actor_gold", true);
            let found = ours.iter().any(|mention| gold.span.chars().share_of_longer(*mention) >= ACTOR);
            tally.count("actor_found", found);
        }
    }
    for keys in view.votes().values() {
        tally.add("entity_pure", most(keys).map_or(0, |it| it.1) as f64);
        tally.add("entity_mentions", keys.iter().map(|it| it.1).sum::<usize>() as f64);
    }
    for entities in view.entities_of_keys().values() {
        tally.add("actor_whole", most(entities).map_or(0, |it| it.1) as f64);
        tally.add("actor_whole_of", entities.iter().map(|it| it.1).sum::<usize>() as f64);
    }
}

/// Who says what.
pub(super) fn attributions(view: &View, tally: &mut Tally) {
    for (key, doc) in view.documents() {
        let ours = &view.annotations(doc).attributions;
        let spans: Vec<Chars> = ours.iter().map(|it| view.chars(doc, it.content)).collect();
        let mut taken = vec![false; spans.len()];
        for gold in view.gold.attributions.iter().filter(|it| it.content.doc == key) {
            let content = gold.content.chars();
            tally.count("attr_gold", true);
            let free = (0..spans.len()).filter(|&at| !taken[at]).map(|at| (content.share_of_cover(spans[at]), at));
            let best = free.max_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(&two.1)));
            let Some((_, at)) = best.filter(|(share, _)| *share >= CONTENT) else { continue };
            taken[at] = true;
            tally.count("attr_found", true);
            tally.count("attr_speaker", says(view, doc, at, gold.speaker.as_deref()));
        }
        tally.add("attr_ours", ours.len() as f64);
    }
}

/// Whether the speaker is the gold's; any will do where the gold names none.
fn says(view: &View, doc: DocIdx, attribution: usize, speaker: Option<&str>) -> bool {
    let source = view.annotations(doc).attributions[attribution].source.as_ref();
    let actor = source.and_then(|source| source.actor);
    speaker.is_none_or(|speaker| actor.is_some_and(|actor| view.keys(doc, actor).contains(speaker)))
}

/// Spans of ours that gold spans take one after another: each takes the free one that it shares most with.
struct Taken {
    spans: Vec<Chars>,
    taken: Vec<bool>,
}

impl Taken {
    fn new(spans: Vec<Chars>) -> Taken {
        Taken { taken: vec![false; spans.len()], spans }
    }

    fn take(&mut self, gold: Chars) -> Option<usize> {
        let free = (0..self.spans.len()).filter(|&at| !self.taken[at]);
        let best = free.map(|at| (gold.shared(self.spans[at]), at)).max().filter(|(shared, _)| *shared > 0)?.1;
        self.taken[best] = true;
        Some(best)
    }

    fn count(&self) -> usize {
        self.taken.iter().filter(|taken| **taken).count()
    }
}
