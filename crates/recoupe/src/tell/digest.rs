//! What a dossier is about, in order of weight: the same for the head of the page and for the terminal.

use crate::compare::contradictions::Resolution;
use crate::compare::events::Event;
use crate::index::{DocIdx, EventIdx};
use crate::layers::dct::DctBasis;
use crate::tell::Telling;
use crate::tell::realise::Change;

/// Bytes at the front of a report in which it says what it is about.
const LEAD: u32 = 500;
/// What happened so many days before the first report is background.
const BACKGROUND: i64 = 90;
/// Events that stand open; of more, the lighter ones are folded away.
const OPEN: usize = 20;
/// Reports below which it says nothing that an event is told by one of them.
const FEW: usize = 3;

/// What the head of a report says, each list in order of weight.
#[derive(Debug, Clone)]
pub struct Digest<'d> {
    /// The event that the dossier is about.
    pub main: Option<EventIdx>,
    /// Told by independent sources, and by nobody contradicted.
    pub established: Vec<EventIdx>,
    /// Positions of the contradictions that stand.
    pub contested: Vec<usize>,
    /// What was changed between reports.
    pub changes: Vec<Change<'d>>,
    /// Said by one source alone.
    pub single: Vec<EventIdx>,
}

/// Where an event stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// What the dossier is about.
    Main,
    /// What one report mentions in passing.
    Other,
    /// What happened long before.
    Background,
    /// What nobody says to have happened.
    Unreal,
}

impl<'d> Telling<'d> {
    /// The head of the report.
    pub fn digest(&self) -> Digest<'d> {
        let found = &self.dossier.findings;
        let mut happened: Vec<(EventIdx, &Event)> = self.numbered().filter(|(_, event)| event.happened).collect();
        happened.sort_by_cached_key(|(at, event)| (std::cmp::Reverse(self.weight(*at, event)), *at));
        let recent = |it: &&(EventIdx, &Event)| !self.is_background(it.1);
        let main = happened.iter().find(recent).or(happened.first()).map(|(at, _)| *at);
        let several = |event: &Event| event.corroboration.families.len() > 1;
        let chosen = |holds: &dyn Fn(EventIdx, &Event) -> bool| -> Vec<EventIdx> {
            happened.iter().filter(recent).filter(|(at, event)| holds(*at, event)).map(|(at, _)| *at).collect()
        };
        let heaviest = |position: &usize| {
            let events = &found.contradictions[*position].events;
            events.iter().filter_map(|at| Some(self.weight(*at, self.event(*at)?))).max().unwrap_or(0)
        };
        let mut contested: Vec<usize> = (0..found.contradictions.len())
            .filter(|at| found.contradictions[*at].resolution == Resolution::Real)
            .collect();
        contested.sort_by_cached_key(|at| (std::cmp::Reverse(heaviest(at)), *at));
        Digest {
            main,
            established: chosen(&|at, event| several(event) && !self.is_disputed(at)),
            contested,
            changes: self.changes(),
            single: chosen(&|at, event| !several(event) && !self.is_disputed(at) && !self.is_thin(event)),
        }
    }

    /// Every event with its position.
    pub fn numbered(&self) -> impl Iterator<Item = (EventIdx, &'d Event)> {
        self.dossier.findings.events.iter().enumerate().map(|(position, event)| (EventIdx::new(position), event))
    }

    /// How much a dossier is about an event: who tells it, whether in title or lead, deaths, change of control,
    /// dispute.
    pub fn weight(&self, at: EventIdx, event: &Event) -> u32 {
        let telling = &event.corroboration;
        let count = |docs: usize, most: usize| docs.min(most) as u32;
        let (in_title, in_lead) = self.placing(event);
        let deaths = event
            .quantities
            .iter()
            .filter(|slot| slot.value.counted == "killed")
            .filter_map(|slot| slot.value.stated())
            .fold(0.0, f64::max);
        let toll = if deaths >= 1.0 { 2 + deaths.log2().min(5.0) as u32 } else { 0 };
        let control = if event.event_type.changes_control() { 4 } else { 0 };
        let dispute = if self.is_disputed(at) { 3 } else { 0 };
        let named =
            u32::from(!event.agents.is_empty()) + u32::from(event.place.is_some()) + u32::from(event.when.is_some());
        4 * count(telling.families.len(), 10)
            + 2 * count(telling.docs.len(), 10)
            + 4 * count(in_title, 5)
            + 2 * count(in_lead, 5)
            + toll
            + control
            + dispute
            + named
    }

    /// How many reports tell an event in their title, and how many in their lead.
    fn placing(&self, event: &Event) -> (usize, usize) {
        let told = |holds: &dyn Fn(DocIdx, crate::text::Span) -> bool| {
            let mut docs: Vec<DocIdx> = event
                .claims
                .iter()
                .filter(|at| self.claim(**at).is_some_and(|claim| holds(at.doc, claim.trigger)))
                .map(|at| at.doc)
                .collect();
            docs.dedup();
            docs.len()
        };
        let title = |doc: DocIdx, span| self.doc(doc).is_some_and(|doc| doc.document.is_in_headline(span));
        (told(&title), told(&|doc, span| span.start < LEAD && !title(doc, span)))
    }

    /// Whether an event lies long before the reports, or is known only to lie within a wide span.
    pub fn is_background(&self, event: &Event) -> bool {
        let Some(when) = self.when(event) else { return false };
        let Some(first) = self.first_made else { return false };
        let Some(last) = when.latest.or(when.earliest) else { return false };
        let days = first.date().since(last.date()).map_or(0, |span| i64::from(span.get_days()));
        days > BACKGROUND || when.earliest.is_some() && when.width().is_some_and(|width| width > BACKGROUND)
    }

    /// Whether hardly more than the kind of an event is known: it names nobody, nowhere, no figure.
    fn is_thin(&self, event: &Event) -> bool {
        let nobody = event.agents.is_empty() && event.patients.is_empty() && event.quantities.is_empty();
        nobody || event.place.is_none() && event.when.is_none()
    }

    /// Every event with its tier; those in the first one are the heaviest.
    pub fn tiers(&self) -> Vec<(EventIdx, &'d Event, Tier)> {
        let mut tiers: Vec<(EventIdx, &Event, Tier)> =
            self.numbered().map(|(at, event)| (at, event, self.tier(at, event))).collect();
        let mut main: Vec<usize> = (0..tiers.len()).filter(|at| tiers[*at].2 == Tier::Main).collect();
        main.sort_by_cached_key(|at| (std::cmp::Reverse(self.weight(tiers[*at].0, tiers[*at].1)), *at));
        for at in main.into_iter().skip(OPEN) {
            tiers[at].2 = Tier::Other;
        }
        tiers
    }

    fn tier(&self, at: EventIdx, event: &Event) -> Tier {
        if !event.happened {
            return Tier::Unreal;
        }
        let (in_title, _) = self.placing(event);
        if in_title == 0 && self.is_background(event) {
            return Tier::Background;
        }
        let few = self.dossier.docs.len() < FEW;
        let counts = event.event_type.changes_control()
            || self.is_disputed(at)
            || event.quantities.iter().any(|slot| slot.value.counted == "killed");
        if few || event.corroboration.docs.len() > 1 || in_title > 0 || counts { Tier::Main } else { Tier::Other }
    }

    /// How much there is, as the page and the terminal say it.
    pub fn counts(&self) -> Vec<String> {
        let found = &self.dossier.findings;
        let outlets: std::collections::BTreeSet<&String> =
            self.dossier.docs.iter().filter_map(|doc| doc.document.meta.outlet.value()).collect();
        let open = found.contradictions.iter().filter(|it| it.resolution == Resolution::Real).count();
        let mut counts = vec![self.t.count("reports", self.dossier.docs.len())];
        if !outlets.is_empty() {
            counts.push(self.t.count("outlets", outlets.len()));
        }
        counts.push(self.t.count("families", found.families.len()));
        counts.push(self.t.count("events", found.events.len()));
        counts.push(self.t.count("contradictions", open));
        counts
    }

    /// What the reports leave open, as sentences: reports without outlet or date.
    pub fn gaps(&self) -> Vec<String> {
        let docs = &self.dossier.docs;
        let outlets = docs.iter().filter(|doc| doc.document.meta.outlet.value().is_none()).count();
        let dates = docs.iter().filter(|doc| doc.annotations.dct.basis == DctBasis::Unknown).count();
        let counts = [("no_outlet", outlets), ("no_dct", dates)];
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| self.t.count(key, count)).collect()
    }

    /// The headline: what the dossier is about, else its title.
    pub fn main_line(&self, digest: &Digest) -> String {
        let main = digest.main.and_then(|at| self.event(at)).map(|event| self.sentence(event));
        main.or_else(|| self.options.title.clone()).unwrap_or_else(|| self.t.get("title").to_owned())
    }

    /// How strong a statement is: '3 independent sources in 4 reports, first Radio Ituri (4 March 2023); according to
    /// …; denied by …'.
    pub fn strength(&self, event: &Event) -> String {
        let telling = &event.corroboration;
        let mut pieces = Vec::new();
        if event.happened {
            let said = self.t.get("strength").replace("{families}", &self.t.count("families", telling.families.len()));
            pieces.push(said.replace("{reports}", &self.t.count("reports", telling.docs.len())));
            if let Some(first) = telling.first.filter(|_| telling.docs.len() > 1) {
                pieces.push(self.t.get("strength_first").replace("{outlet}", self.outlet(first)));
            }
            if let Some(voices) = self.quoted_voices(&self.claims_for(event)) {
                pieces.push(self.t.get("strength_voices").replace("{voices}", &voices.text));
            }
        }
        use crate::layers::kinds::Factuality::{Denied, Predicted};
        for (mood, key) in [(Denied, "strength_denied"), (Predicted, "strength_predicted")] {
            let voices = self.voices(&self.claims_in(event, mood)).filter(|_| event.happened);
            pieces.extend(voices.map(|voices| self.t.get(key).replace("{voices}", &voices.text)));
        }
        if !event.happened {
            let mut docs: Vec<DocIdx> = event.claims.iter().map(|claim| claim.doc).collect();
            docs.dedup();
            pieces.push(self.t.count("reports", docs.len()));
        }
        self.said.grammar.smooth(&pieces.join(self.t.get("semicolon")))
    }
}
