//! Contradictions about what a side has left: the last town that it held, and the places that it holds still.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, Contradiction, ContradictionKind, Resolution, Statement};
use crate::annotated::{ActorRef, ClaimRef};
use crate::compare::entities::entity_of;
use crate::compare::events::Event;
use crate::compare::events::statement::{CHANGE_OF_CONTROL, class, gap};
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::{CountryCode, PlaceKind};
use crate::index::{ActorIdx, ClaimIdx, DocIdx, EntityIdx, EventIdx, PlaceId, WordIdx};
use crate::language::Packs;
use crate::layers::claims::Claim;
use crate::layers::kinds::ActorKind;
use crate::text::Span;

/// Words of a phrase at most, from 'last' on.
const PHRASE: usize = 14;

/// Types that say that a side is somewhere and stays.
const HOLDINGS: [&str; 3] = ["control/held", "control/presence", "combat/entrenchment"];

/// 'The last stronghold of X in Y'.
struct LastPlace {
    doc: DocIdx,
    span: Span,
    /// The claim in whose clause it stands.
    claim: ClaimRef,
    /// Who held it.
    holders: BTreeSet<EntityIdx>,
    /// The place itself.
    place: Option<PlaceId>,
    /// The country in which nothing else is left.
    country: CountryCode,
    /// Whether only places of weight are meant ('the last major town').
    is_hedged: bool,
}

/// What the sources say of the last place of a side, against what it holds elsewhere, and against a hedged wording.
pub(super) fn contradictions(
    dossier: &Claims<'_>,
    packs: &Packs,
    gazetteer: &Gazetteer,
    events: &[Event],
) -> Vec<Contradiction> {
    let finder = Finder { dossier, packs, gazetteer };
    let last: Vec<LastPlace> = (0..dossier.docs.len()).flat_map(|at| finder.of_report(DocIdx::new(at))).collect();
    let mut found = Vec::new();
    let holdings: Vec<(EventIdx, &Event)> = holdings(events);
    let held: Vec<Vec<(EventIdx, ClaimRef)>> = last.iter().map(|it| finder.held_elsewhere(&holdings, it)).collect();
    for (nth, it) in last.iter().enumerate() {
        // In its own report, the first place that the side holds still; those of other reports come below.
        let here = held[nth].iter().find(|(_, claim)| claim.doc == it.doc);
        found.extend(here.and_then(|&(at, claim)| finder.against_held(it, at, claim, events)));
        let hedged = |other: &&LastPlace| {
            other.doc == it.doc
                && other.is_hedged != it.is_hedged
                && other.country == it.country
                && !other.holders.is_disjoint(&it.holders)
        };
        found.extend(last[nth + 1..].iter().find(hedged).and_then(|other| finder.against_hedged(it, other)));
    }
    found.extend(finder.across_reports(events, &last, &held));
    found
}

/// The events that say that a side is somewhere and stays.
fn holdings(events: &[Event]) -> Vec<(EventIdx, &Event)> {
    let holds = |event: &Event| event.happened && HOLDINGS.iter().any(|it| event.event_type.is(it));
    events.iter().enumerate().filter(|(_, it)| holds(it)).map(|(at, it)| (EventIdx::new(at), it)).collect()
}

struct Finder<'d> {
    dossier: &'d Claims<'d>,
    packs: &'d Packs,
    gazetteer: &'d Gazetteer,
}

impl Finder<'_> {
    /// The last places of which a report speaks, in the clauses of its claims on control.
    fn of_report(&self, doc: DocIdx) -> Vec<LastPlace> {
        let annotated = &self.dossier.docs[doc.at()];
        let lists = &self.packs.of(&annotated.document).events.lists;
        let syntax = &annotated.annotations.syntax;
        let claims = &annotated.annotations.claims;
        let of_control =
            |claim: &Claim| class(&claim.event_type) == CHANGE_OF_CONTROL || claim.event_type.is("control/held");
        let mut found = Vec::new();
        for (at, word) in syntax.words.iter().enumerate() {
            if !lists.last.contains(&word.lemma.to_lowercase()) {
                continue;
            }
            let Some(span) = self.phrase(doc, WordIdx::new(at)) else { continue };
            let holding = |(_, claim): &(usize, &Claim)| of_control(claim) && claim.evidence.span.overlaps(span);
            let nearest = claims.iter().enumerate().filter(holding).min_by_key(|(_, claim)| {
                let between = claim.trigger.start.abs_diff(span.start);
                (!claim.evidence.span.contains(span), between)
            });
            let Some((nth, claim)) = nearest else { continue };
            let claim_ref = ClaimRef { doc, claim: ClaimIdx::new(nth) };
            let words = syntax.words_in(span, &annotated.annotations.tokens);
            let weighty = syntax.words[words].iter().any(|it| lists.weighty.contains(&it.lemma.to_lowercase()));
            let holders = self.holders(doc, span, claim);
            let place =
                claim.place.as_ref().and_then(|slot| annotated.annotations.toponyms.mentions[slot.value.at()].place);
            let Some(country) = self.country(doc, span, place).filter(|_| !holders.is_empty()) else { continue };
            found.push(LastPlace { doc, span, claim: claim_ref, holders, place, country, is_hedged: weighty });
        }
        found
    }

    /// From 'last' to the end of the phrase of a noun of places.
    fn phrase(&self, doc: DocIdx, last: WordIdx) -> Option<Span> {
        let annotated = &self.dossier.docs[doc.at()];
        let lists = &self.packs.of(&annotated.document).events.lists;
        let annotations = &annotated.annotations;
        let syntax = &annotations.syntax;
        let sentence = syntax.sentence_of(last);
        let lemma = |at: usize| syntax.words[at].lemma.to_lowercase();
        let token = |at: usize| annotations.tokens[syntax.words[at].token.at()].span;
        // 'last town', 'last urban stronghold', 'last important town'.
        let noun =
            (last.at() + 1..sentence.end.min(last.at() + 3)).find(|&at| lists.place_nouns.contains(&lemma(at)))?;
        let ends = |at: &usize| annotated.document.slice(token(*at)).starts_with([',', ';', '.', ':', '(', '»', '"']);
        let limit = sentence.end.min(last.at() + PHRASE);
        let end = (noun + 1..limit).find(ends).unwrap_or(limit);
        let span = token(last.at()).cover(token(end - 1));
        let clause = annotations.claims.iter().map(|claim| claim.evidence.span).filter(|it| it.contains(token(noun)));
        // The phrase ends with the smallest clause in which it begins.
        let inner = clause.filter(|it| it.contains(token(last.at()))).min_by_key(|it| it.len());
        Some(inner.map_or(span, |it| Span { start: span.start, end: span.end.min(it.end) }))
    }

    /// Whom the phrase names, else who loses or holds the place in its claim.
    fn holders(&self, doc: DocIdx, span: Span, claim: &Claim) -> BTreeSet<EntityIdx> {
        let (docs, entities) = (self.dossier.docs, self.dossier.entities);
        let actors = &docs[doc.at()].annotations.actors;
        let entity = |mention: ActorIdx| entity_of(entities, docs, ActorRef { doc, mention });
        let named = actors.mentions.iter().enumerate().filter(|(_, it)| span.contains(it.span));
        let named: BTreeSet<EntityIdx> = named.filter_map(|(at, _)| entity(ActorIdx::new(at))).collect();
        if !named.is_empty() {
            return named;
        }
        let slots = if claim.event_type.is("control/held") { &claim.agents } else { &claim.patients };
        let told: BTreeSet<EntityIdx> = slots.iter().filter_map(|slot| entity(slot.value)).collect();
        if !told.is_empty() || claim.agents.is_empty() {
            return told;
        }
        // 'They took the last stronghold of the group': the armed group spoken of last that did not take it.
        let winners: BTreeSet<EntityIdx> = claim.agents.iter().filter_map(|slot| entity(slot.value)).collect();
        let winners = self.dossier.wide(&winners);
        let before = actors.mentions.iter().enumerate().filter(|(_, it)| it.span.end <= span.start);
        let groups = before.filter(|(_, it)| it.kind == ActorKind::ArmedGroup);
        let others = groups.filter_map(|(at, it)| Some((it.span.start, entity(ActorIdx::new(at))?)));
        others.filter(|(_, it)| !winners.contains(it)).max().map(|(_, it)| it).into_iter().collect()
    }

    /// The country that the phrase names, else that of the place.
    fn country(&self, doc: DocIdx, span: Span, place: Option<PlaceId>) -> Option<CountryCode> {
        let toponyms = &self.dossier.docs[doc.at()].annotations.toponyms.mentions;
        let named = toponyms.iter().filter(|it| span.contains(it.span)).find_map(|it| it.place);
        self.country_of(named.or(place)?)
    }

    fn country_of(&self, place: PlaceId) -> Option<CountryCode> {
        self.gazetteer.places.get(place)?.country
    }

    fn is_country(&self, place: PlaceId) -> bool {
        self.gazetteer.places.get(place).is_some_and(|place| place.kind == PlaceKind::Country)
    }

    /// Each place that a side holds still with the word of another report, the nearest in time, that its last one fell.
    fn across_reports(
        &self,
        events: &[Event],
        last: &[LastPlace],
        held: &[Vec<(EventIdx, ClaimRef)>],
    ) -> Vec<Contradiction> {
        // That a side holds a place says more than that it dug in there, and a text more than its headline.
        type Rank = (bool, i64, bool, ClaimRef);
        let mut nearest: BTreeMap<Option<PlaceId>, (Rank, &LastPlace, EventIdx)> = BTreeMap::new();
        for (it, held) in last.iter().zip(held) {
            for &(at, claim) in held.iter().filter(|(_, claim)| claim.doc != it.doc) {
                let days = gap(self.dossier.day(it.claim), self.dossier.day(claim)).unwrap_or(0);
                let held = self.dossier.claim(claim).event_type.is("control/held");
                let rank = (!held, days, self.dossier.in_headline(it.claim), claim);
                let place = events[at.at()].place.as_ref().map(|place| place.value);
                if nearest.get(&place).is_none_or(|(known, ..)| rank < *known) {
                    nearest.insert(place, (rank, it, at));
                }
            }
        }
        let mut nearest: Vec<_> = nearest.into_values().map(|((.., claim), it, at)| (claim, it, at)).collect();
        // One clause may name several places.
        nearest.sort_by_key(|(claim, ..)| *claim);
        nearest.dedup_by_key(|(claim, ..)| (claim.doc, self.dossier.claim(*claim).trigger));
        nearest.into_iter().filter_map(|(claim, it, at)| self.against_held(it, at, claim, events)).collect()
    }

    /// Places of the same country that the side holds at that time: of each event and report, the first claim.
    fn held_elsewhere(&self, holdings: &[(EventIdx, &Event)], last: &LastPlace) -> Vec<(EventIdx, ClaimRef)> {
        let mut held = Vec::new();
        for &(at, event) in holdings {
            let claims = event.claims.iter().copied().filter(|&claim| self.is_held_elsewhere(event, claim, last));
            let mut claims: Vec<ClaimRef> = claims.collect();
            claims.dedup_by_key(|claim| claim.doc);
            held.extend(claims.into_iter().map(|claim| (at, claim)));
        }
        held.sort_by_key(|(_, claim)| *claim);
        held
    }

    fn is_held_elsewhere(&self, event: &Event, claim: ClaimRef, last: &LastPlace) -> bool {
        let place = event.places.iter().find(|place| place.claims.contains(&claim)).and_then(|it| it.value.place);
        let agents = event.agents.iter().filter(|slot| slot.claims.contains(&claim)).map(|slot| slot.value);
        let agents: BTreeSet<EntityIdx> = agents.collect();
        let named = |place: PlaceId| {
            Some(place) != last.place && !self.is_country(place) && self.country_of(place) == Some(last.country)
        };
        self.dossier.has_happened(claim)
            && claim != last.claim
            && place.map_or_else(|| self.is_unnamed_place(claim, last), named)
            && !agents.is_disjoint(&last.holders)
            && (self.is_undated(last.claim) || !self.dossier.day(claim).is_before(self.dossier.day(last.claim)))
    }

    /// 'only in a few villages': places without a name, in the report that speaks of the last one, and of no other
    /// country.
    fn is_unnamed_place(&self, claim: ClaimRef, last: &LastPlace) -> bool {
        let annotated = &self.dossier.docs[claim.doc.at()];
        let lists = &self.packs.of(&annotated.document).events.lists;
        let syntax = &annotated.annotations.syntax;
        let words = syntax.words_in(self.dossier.claim(claim).evidence.span, &annotated.annotations.tokens);
        let noun = syntax.words[words].iter().any(|it| lists.is_town_noun(&it.lemma.to_lowercase()));
        let toponyms = annotated.annotations.toponyms.mentions.iter();
        let sentence = self.dossier.sentence(claim);
        let mut named = toponyms.filter(|it| sentence.is_some_and(|span| span.contains(it.span)));
        let abroad =
            named.any(|it| it.place.and_then(|place| self.country_of(place)).is_some_and(|it| it != last.country));
        claim.doc == last.doc && noun && !abroad
    }

    fn is_undated(&self, claim: ClaimRef) -> bool {
        self.dossier.claim(claim).time.is_none()
    }

    fn against_held(&self, last: &LastPlace, at: EventIdx, claim: ClaimRef, events: &[Event]) -> Option<Contradiction> {
        let partial = self.dossier.claim(claim).share.as_ref().is_some_and(|share| !share.whole);
        let (resolution, reason) = match (last.doc == claim.doc, last.is_hedged || partial) {
            (true, _) => {
                (Resolution::Internal, "the last place of a side by one sentence, others held by it by another")
            }
            (_, true) => (Resolution::Scope, "the last place of weight of a side, and lesser ones that it holds"),
            (false, false) => {
                (Resolution::Real, "the last place of a side by one report, another held by it by another")
            }
        };
        Some(Contradiction {
            kind: ContradictionKind::Status,
            a: self.statement(last)?,
            b: self.dossier.statement(claim, events[at.at()].label.clone()),
            resolution,
            events: vec![at],
            reason: reason.into(),
            rule: "last_place_and_held".into(),
        })
    }

    /// 'The last stronghold' and 'the last stronghold of weight' in one report.
    fn against_hedged(&self, one: &LastPlace, two: &LastPlace) -> Option<Contradiction> {
        Some(Contradiction {
            kind: ContradictionKind::Status,
            a: self.statement(one)?,
            b: self.statement(two)?,
            resolution: Resolution::Scope,
            events: Vec::new(),
            reason: "the last place of a side, and the last one of weight".into(),
            rule: "last_place_hedged".into(),
        })
    }

    fn statement(&self, last: &LastPlace) -> Option<Statement> {
        let evidence = self.dossier.docs[last.doc.at()].evidence(last.span, "last_place")?;
        Some(Statement { claim: Some(last.claim), says: evidence.quote.clone(), evidence })
    }
}
