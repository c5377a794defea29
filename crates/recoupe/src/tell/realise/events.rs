//! An event as a sentence, and as a noun that another sentence speaks of.

use crate::annotated::ClaimRef;
use crate::compare::events::{Event, SlotValue};
use crate::index::{EntityIdx, EventIdx};
use crate::layers::claims::Claim;
use crate::layers::kinds::{ActorKind, Factuality, Polarity};
use crate::tell::Telling;
use crate::tell::realise::grammar::{Phrase, Slots, Templates};
use crate::tell::realise::{capital, places};

/// Actors and voices that a sentence names; of more only the first.
const MOST: usize = 3;
/// At the front of a noun template: the noun is plural.
const PLURAL: &str = "#p ";

/// The kind of speech act in which something that did not happen is said, strongest first.
const UNREAL: [Factuality; 5] =
    [Factuality::Denied, Factuality::Predicted, Factuality::Intended, Factuality::Counterfactual, Factuality::Habitual];

impl Telling<'_> {
    /// What happened, where and when, or who denies or expects it; without a full stop.
    pub fn sentence(&self, event: &Event) -> String {
        let slots = self.slots(event);
        let unreal = || self.unreal(event, &slots);
        let told =
            if event.happened { self.fact_of(event, &slots) } else { unreal().or_else(|| self.fact_of(event, &slots)) };
        capital(&self.dated(told.unwrap_or_else(|| self.kind(event).to_owned()), event))
    }

    /// As [`Telling::sentence`], without the day, for a list that stands under it.
    pub fn sentence_of_day(&self, event: &Event) -> String {
        let slots = self.slots(event);
        let unreal = if event.happened { None } else { self.unreal(event, &slots) };
        capital(&unreal.or_else(|| self.fact_of(event, &slots)).unwrap_or_else(|| self.kind(event).to_owned()))
    }

    /// What happened, without the day and in lower case, to stand inside a sentence.
    pub(super) fn fact(&self, event: &Event) -> Option<String> {
        self.fact_of(event, &self.slots(event))
    }

    /// An event as a noun: 'the capture of Bunia by the M23'; slots named in `without` are left open.
    pub fn noun(&self, event: &Event, without: &[&str]) -> Option<Phrase> {
        let mut slots = self.slots(event);
        slots.retain(|slot, _| !without.contains(slot));
        self.noun_of(event, &slots)
    }

    fn dated(&self, told: String, event: &Event) -> String {
        let when = self.when(event).and_then(|when| self.when_phrase(when));
        when.map_or_else(|| told.clone(), |when| format!("{told} {when}"))
    }

    fn fact_of(&self, event: &Event, slots: &Slots) -> Option<String> {
        self.said.grammar.first(&self.templates(event)?.fact, slots)
    }

    fn noun_of(&self, event: &Event, slots: &Slots) -> Option<Phrase> {
        let templates = &self.templates(event)?.noun;
        templates.iter().find_map(|template| {
            let plural = template.strip_prefix(PLURAL);
            let text = self.said.grammar.fill(plural.unwrap_or(template), slots)?;
            Some(Phrase { text, plural: plural.is_some(), feminine: false })
        })
    }

    /// What is said of an event that nobody says to have happened.
    fn unreal(&self, event: &Event, slots: &Slots) -> Option<String> {
        let claims = || event.claims.iter().filter_map(|&at| Some((at, self.claim(at)?)));
        let mood = UNREAL.into_iter().find(|mood| claims().any(|(_, claim)| mood_of(claim) == *mood))?;
        let of_mood: Vec<ClaimRef> = claims().filter(|(_, claim)| mood_of(claim) == mood).map(|(at, _)| at).collect();
        let mut slots = slots.clone();
        slots.insert("voice", self.voices(&of_mood)?);
        slots.insert("noun", self.noun_of(event, &slots)?);
        let template = self.said.grammar.mood.get(&crate::tell::code(&mood))?;
        // The verb agrees with whoever says it, who stands first.
        self.said.grammar.fill(template, &slots)
    }

    fn templates(&self, event: &Event) -> Option<&'static Templates> {
        let mut event_type = event.event_type.0.clone();
        if event.event_type.is("control/lost") && !event.agents.is_empty() {
            event_type = event_type.replacen("lost", "taken", 1);
        }
        if self.is_partial(event) {
            let part = format!("{event_type}/part");
            if let Some(found) = self.said.grammar.event.get(&part) {
                return Some(found);
            }
        }
        self.said.grammar.templates(&event_type).or_else(|| self.said.grammar.templates("other"))
    }

    /// Whether every source that says it happened speaks of a part of the place.
    fn is_partial(&self, event: &Event) -> bool {
        let mut said =
            event.claims.iter().filter_map(|&at| self.claim(at)).filter(|claim| claim.has_happened()).peekable();
        said.peek().is_some() && said.all(|claim| claim.share.as_ref().is_some_and(|share| !share.whole))
    }

    /// What is known of an event, each in the words of the language.
    pub(super) fn slots(&self, event: &Event) -> Slots<'static> {
        let mut slots = Slots::new();
        let counted = self.how_many(event);
        // People whom only a noun tells are left to the figures, where these count them.
        let shown = |slot: &&SlotValue<EntityIdx>| {
            counted.is_none() || self.dossier.findings.entities[slot.value.at()].kind != ActorKind::People
        };
        let agents = self.row_of(event.agents.iter().filter(shown)).filter(|_| !self.is_agent_disputed(event));
        let agent_sides = self.side_entities(&event.agents);
        let others = event
            .patients
            .iter()
            .filter(shown)
            .filter(|slot| !agent_sides.iter().any(|agent| self.side(*agent) == self.side(slot.value)));
        let patients = self.row_of(others);
        slots.extend(agents.map(|phrase| ("agent", phrase)));
        slots.extend(patients.map(|phrase| ("patient", phrase)));
        slots.extend(counted.map(|phrase| ("n", phrase)));
        if let Some(name) = self.event_place(event).map(str::to_owned) {
            let listed = event.place.as_ref().map(|best| best.value).or_else(|| event.places.first()?.value.place);
            let forms = listed.and_then(|id| self.said.places.get(&id)).cloned();
            let forms = forms.unwrap_or_else(|| places::unlisted(self.said.grammar, &name));
            slots.insert("at", forms.at(&name));
            slots.extend(forms.whole(&name).map(|phrase| ("place", phrase)));
            slots.extend(forms.of(&name).map(|phrase| ("of_place", phrase)));
        }
        slots
    }

    /// The actors of a slot in a row: 'a and b' where one source names both, 'a or b' where no source does.
    fn row_of<'s>(&self, slots: impl Iterator<Item = &'s SlotValue<EntityIdx>>) -> Option<Phrase> {
        let mut slots: Vec<&SlotValue<EntityIdx>> = slots.collect();
        // Whom hardly any source names beside those whom most do is left to the quotations.
        let most = slots.iter().map(|slot| slot.families.len()).max().unwrap_or(0);
        slots.retain(|slot| 2 * slot.families.len() >= most);
        slots.sort_by_key(|slot| std::cmp::Reverse(slot.families.len()));
        let sides = self.side_entities(slots.iter().copied());
        let phrases: Vec<Phrase> = sides.iter().filter_map(|it| self.said.actor(*it).cloned()).take(MOST).collect();
        let claims = |side: EntityIdx| slots.iter().find(|slot| slot.value == side).map(|slot| &slot.claims);
        let together = sides.iter().take(MOST).collect::<Vec<_>>().windows(2).all(|two| {
            let (Some(one), Some(other)) = (claims(*two[0]), claims(*two[1])) else { return true };
            one.iter().any(|claim| other.contains(claim))
        });
        let grammar = self.said.grammar;
        grammar.row(&distinct(phrases), if together { &grammar.last } else { &grammar.or })
    }

    /// Whoever says some claims: the sources that are quoted, or the outlets in their own voice, each once.
    pub fn voices(&self, claims: &[ClaimRef]) -> Option<Phrase> {
        let all = self.each_voice(claims);
        let mut shown: Vec<Phrase> = all.iter().take(MOST).cloned().collect();
        if all.len() > MOST {
            shown.push(Phrase { text: self.t.count("more", all.len() - MOST), plural: true, feminine: false });
        }
        self.said.grammar.row(&shown, &self.said.grammar.last)
    }

    fn each_voice(&self, claims: &[ClaimRef]) -> Vec<Phrase> {
        distinct(claims.iter().filter_map(|&at| self.voice(at)).collect())
    }

    /// Whoever a report quotes for some claims, without what stands in its own voice; `None` where it quotes nobody.
    pub fn quoted_voices(&self, claims: &[ClaimRef]) -> Option<Phrase> {
        let quoted = |at: &&ClaimRef| self.claim(**at).is_some_and(|claim| claim.attribution.is_some());
        let quoted: Vec<ClaimRef> = claims.iter().filter(quoted).copied().collect();
        self.voices(&quoted)
    }

    fn voice(&self, at: ClaimRef) -> Option<Phrase> {
        let doc = self.doc(at.doc)?;
        let attribution = self.claim(at)?.attribution.map(|it| &doc.annotations.attributions[it.at()]);
        let source = attribution.and_then(|said| said.source.as_ref());
        let Some(source) = source else { return Some(Phrase::of(self.outlet(at.doc))) };
        let entity = source.actor.and_then(|actor| {
            let chain = doc.annotations.actors.mentions[actor.at()].chain;
            self.said.chains.get(&(at.doc, chain))
        });
        let named = entity.and_then(|entity| self.said.actor(*entity)).cloned();
        named.or_else(|| Some(Phrase::of(self.said.grammar.quoted(doc.document.slice(source.span).trim()))))
    }

    /// The claims of an event that say it happened.
    pub fn claims_for(&self, event: &Event) -> Vec<ClaimRef> {
        event.claims.iter().copied().filter(|&at| self.claim(at).is_some_and(Claim::has_happened)).collect()
    }

    /// The claims of an event in a mood.
    pub fn claims_in(&self, event: &Event, mood: Factuality) -> Vec<ClaimRef> {
        event.claims.iter().copied().filter(|&at| self.claim(at).is_some_and(|claim| mood_of(claim) == mood)).collect()
    }

    /// The event at a position.
    pub fn event(&self, at: EventIdx) -> Option<&Event> {
        self.dossier.findings.events.get(at.at())
    }
}

/// The mood of a claim; what is said not to have been is denied, whoever's voice it is.
pub fn mood_of(claim: &Claim) -> Factuality {
    if claim.polarity == Polarity::Negative { Factuality::Denied } else { claim.factuality }
}

fn distinct(phrases: Vec<Phrase>) -> Vec<Phrase> {
    let mut kept: Vec<Phrase> = Vec::new();
    for phrase in phrases {
        if !kept.iter().any(|it| it.text.to_lowercase() == phrase.text.to_lowercase()) {
            kept.push(phrase);
        }
    }
    kept
}
