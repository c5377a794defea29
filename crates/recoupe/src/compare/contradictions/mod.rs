//! Contradictions: where sources disagree, and which disagreements time or scope resolves.

mod across;
mod agents;
mod causes;
mod last_places;
mod places;
mod status;
mod within;
mod wording;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::annotated::{ActorRef, Annotated, ClaimRef};
use crate::compare::entities::{self, Entity, entity_of};
use crate::compare::events::Event;
use crate::compare::events::statement::is_identified;
use crate::compare::families::FamilyIndex;
use crate::compare::reuse::{AlteredQuotation, Reuse};
use crate::dates::Interval;
use crate::evidence::Evidence;
use crate::gazetteer::Gazetteer;
use crate::index::{ActorIdx, AttributionIdx, ClaimIdx, DocIdx, EntityIdx, EventIdx, FamilyIdx, WordIdx};
use crate::language::Packs;
use crate::layers::claims::Claim;
use crate::layers::syntax::{Upos, Word};
use crate::text::Span;

/// Two statements that cannot both hold as they stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    /// What they disagree about.
    pub kind: ContradictionKind,
    /// The one statement.
    pub a: Statement,
    /// The other statement.
    pub b: Statement,
    /// Whether and how it is resolved.
    pub resolution: Resolution,
    /// The events concerned, sorted.
    pub events: Vec<EventIdx>,
    /// Why it is one and why it resolves so, for the reader.
    pub reason: String,
    /// Name of the rule.
    pub rule: String,
}

/// One side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The claim, where a claim says it.
    pub claim: Option<ClaimRef>,
    /// The characters.
    pub evidence: Evidence,
    /// What it says, in neutral words.
    pub says: String,
}

/// What statements disagree about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ContradictionKind {
    Date,
    Place,
    Agent,
    Patient,
    Outcome,
    Number,
    Status,
    Cause,
    /// Two renderings of what one source said.
    Wording,
}

/// Whether and how a contradiction is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resolution {
    /// It stands.
    Real,
    /// Both hold, one after the other.
    TimeOrder,
    /// They speak of different extents or denominators.
    Scope,
    /// One source rendered in two ways.
    Misquotation,
    /// A document against itself.
    Internal,
    /// A prediction against what came.
    PredictionAgainstOutcome,
}

/// Finds where the sources disagree: within one event, between events, in the words of one source.
pub fn contradictions(
    docs: &[Annotated],
    packs: &Packs,
    gazetteer: &Gazetteer,
    (entities, families): (&[Entity], &FamilyIndex),
    events: &[Event],
    reuse: &[Reuse],
    altered: &[AlteredQuotation],
) -> Vec<Contradiction> {
    let dossier = Claims { docs, packs, entities, families };
    let mut found = Vec::new();
    for (position, event) in events.iter().enumerate() {
        found.extend(within::contradictions(&dossier, EventIdx::new(position), event));
        found.extend(causes::contradictions(&dossier, EventIdx::new(position), event));
    }
    found.extend(agents::contradictions(&dossier, events));
    found.extend(places::contradictions(&dossier, gazetteer, events));
    found.extend(across::contradictions(&dossier, events));
    found.extend(status::contradictions(&dossier, events));
    found.extend(last_places::contradictions(&dossier, packs, gazetteer, events));
    found.extend(wording::contradictions(docs, entities, reuse, altered));
    found
}

/// The claims of a dossier, and who says them.
struct Claims<'d> {
    docs: &'d [Annotated],
    packs: &'d Packs,
    entities: &'d [Entity],
    families: &'d FamilyIndex,
}

impl Claims<'_> {
    fn claim(&self, at: ClaimRef) -> &Claim {
        &self.docs[at.doc.at()].annotations.claims[at.claim.at()]
    }

    fn family(&self, at: ClaimRef) -> Option<FamilyIdx> {
        self.families.of(at.doc, self.claim(at).evidence.span)
    }

    /// Whether two claims come from one family and one source: then a difference is no second voice's.
    fn one_voice(&self, one: ClaimRef, two: ClaimRef) -> bool {
        self.family(one) == self.family(two) && self.source(one) == self.source(two)
    }

    /// Whom the report quotes for a claim, as written; `None` is its own voice.
    fn source(&self, at: ClaimRef) -> Option<&str> {
        self.source_of(at.doc, self.claim(at).attribution?)
    }

    /// The source of an attribution, as written.
    fn source_of(&self, doc: DocIdx, attribution: AttributionIdx) -> Option<&str> {
        let doc = &self.docs[doc.at()];
        let source = doc.annotations.attributions[attribution.at()].source.as_ref()?;
        Some(match source.actor {
            Some(actor) => {
                let actors = &doc.annotations.actors;
                &actors.chains[actors.mentions[actor.at()].chain.at()].name
            }
            None => doc.document.slice(source.span),
        })
    }

    /// The claims of a report, in order.
    fn claims_of(&self, doc: DocIdx) -> impl Iterator<Item = ClaimRef> + use<> {
        let count = self.docs[doc.at()].annotations.claims.len();
        (0..count).map(move |at| ClaimRef { doc, claim: ClaimIdx::new(at) })
    }

    /// The entity of an actor of a claim's report.
    fn entity(&self, at: ClaimRef, mention: ActorIdx) -> Option<EntityIdx> {
        entity_of(self.entities, self.docs, ActorRef { doc: at.doc, mention })
    }

    /// The name of whoever does what a claim tells, by the report's own chain of mentions.
    fn first_agent(&self, at: ClaimRef) -> Option<&str> {
        let actors = &self.docs[at.doc.at()].annotations.actors;
        let mention = &actors.mentions[self.claim(at).agents.first()?.value.at()];
        Some(&actors.chains[mention.chain.at()].name)
    }

    /// When a claim holds: its own time, else that of its report.
    fn day(&self, at: ClaimRef) -> Interval {
        let time = self.claim(at).time.as_ref().map(|time| time.value.interval);
        time.unwrap_or_else(|| self.made(at.doc))
    }

    /// When a report was made.
    fn made(&self, doc: DocIdx) -> Interval {
        self.docs[doc.at()].annotations.dct.interval
    }

    /// A set of actors with the members of its groups and those whom its persons stand for.
    fn wide(&self, set: &BTreeSet<EntityIdx>) -> BTreeSet<EntityIdx> {
        entities::wide(self.entities, set.iter().copied())
    }

    /// The states whose forces, governments or offices some of a set are.
    fn homes(&self, set: &BTreeSet<EntityIdx>) -> BTreeSet<&str> {
        set.iter().filter_map(|it| self.entities[it.at()].home()).collect()
    }

    /// The sentence in which a claim stands.
    fn sentence(&self, at: ClaimRef) -> Option<Span> {
        let trigger = self.claim(at).trigger;
        let sentences = &self.docs[at.doc.at()].annotations.sentences;
        sentences.iter().map(|it| it.span).find(|it| it.contains(trigger))
    }

    fn in_headline(&self, at: ClaimRef) -> bool {
        self.docs[at.doc.at()].document.is_in_headline(self.claim(at).trigger)
    }

    /// Whether its own words date it.
    fn dates_itself(&self, at: ClaimRef) -> bool {
        self.claim(at).dates_itself(&self.docs[at.doc.at()].annotations.timexes)
    }

    /// Whether an expression of its report dates it, and not only the tense.
    fn is_dated(&self, at: ClaimRef) -> bool {
        self.claim(at).time.as_ref().is_some_and(|time| time.value.timex.is_some())
    }

    /// Whom or what a claim counts, where texts tell who they are.
    fn counted(&self, at: ClaimRef) -> BTreeSet<EntityIdx> {
        let patients = self.claim(at).patients.iter().filter_map(|slot| self.entity(at, slot.value));
        patients.filter(|&it| is_identified(self.entities, it)).collect()
    }

    /// Whether two claims count different people: those of one side, and people in general or those of the other.
    fn count_others(&self, a: ClaimRef, b: ClaimRef) -> bool {
        let (one, two) = (self.counted(a), self.counted(b));
        one.is_empty() != two.is_empty() || !one.is_empty() && self.wide(&one).is_disjoint(&self.wide(&two))
    }

    /// Whether the sentence of a claim calls its figure an earlier count ('un premier bilan').
    fn is_earlier_count(&self, at: ClaimRef) -> bool {
        let doc = &self.docs[at.doc.at()];
        let (figures, syntax) = (&self.packs.of(&doc.document).events.figures, &doc.annotations.syntax);
        let Some(trigger) = syntax.word_at(self.claim(at).trigger, &doc.annotations.tokens) else { return false };
        let lemma = |it: WordIdx| syntax.words[it.at()].lemma.to_lowercase();
        let earlier = |it: WordIdx| syntax.dependents(it).any(|it| figures.earlier.contains(&lemma(it)));
        let mut before = syntax.sentence_of(trigger).take_while(|&it| it <= trigger.at()).map(WordIdx::new);
        before.any(|it| figures.tolls.contains(&lemma(it)) && earlier(it))
    }

    /// Whether the sentence of a claim says that a toll changed.
    fn has_risen(&self, at: ClaimRef) -> bool {
        let doc = &self.docs[at.doc.at()];
        let (pack, syntax) = (self.packs.of(&doc.document), &doc.annotations.syntax);
        let Some(trigger) = syntax.word_at(self.claim(at).trigger, &doc.annotations.tokens) else { return false };
        let figures = &pack.events.figures;
        let grows = |word: &Word| {
            // 'The death toll *rose*': a flower to the tagger.
            let verb = pack.syntax.verbs.mend(&word.form.to_lowercase(), &word.lemma).unwrap_or(&word.lemma);
            figures.growth.contains(verb)
        };
        let mut words = syntax.sentence_of(trigger).map(|at| &syntax.words[at]);
        words.any(|word| figures.tolls.contains(&word.lemma.to_lowercase())) && words.any(grows)
    }

    fn has_happened(&self, at: ClaimRef) -> bool {
        self.claim(at).has_happened()
    }

    /// The clause of a claim, widened to its agents where they stand before or behind it in the sentence.
    fn with_agents(&self, at: ClaimRef) -> Evidence {
        let doc = &self.docs[at.doc.at()];
        let claim = self.claim(at);
        let sentence = self.sentence(at);
        let agents = claim.agents.iter().map(|slot| doc.annotations.actors.mentions[slot.value.at()].span);
        let near = agents.filter(|span| sentence.is_some_and(|sentence| sentence.contains(*span)));
        let span = near.fold(claim.evidence.span, Span::cover);
        doc.evidence(span, &claim.evidence.rule).unwrap_or_else(|| claim.evidence.clone())
    }

    /// Whether a claim's trigger is a noun.
    fn is_noun(&self, at: ClaimRef) -> bool {
        let doc = &self.docs[at.doc.at()].annotations;
        let words = doc.syntax.words_in(self.claim(at).trigger, &doc.tokens);
        doc.syntax.words.get(words).is_some_and(|words| words.last().is_some_and(|it| it.upos == Upos::Noun))
    }

    fn statement(&self, at: ClaimRef, says: String) -> Statement {
        Statement { claim: Some(at), evidence: self.claim(at).evidence.clone(), says }
    }

    fn names(&self, actors: impl IntoIterator<Item = EntityIdx>) -> String {
        actors.into_iter().map(|it| self.entities[it.at()].name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The events that a contradiction concerns, sorted.
fn concerned(events: impl IntoIterator<Item = EventIdx>) -> Vec<EventIdx> {
    events.into_iter().collect::<BTreeSet<_>>().into_iter().collect()
}
