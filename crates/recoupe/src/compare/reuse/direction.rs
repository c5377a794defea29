//! Which way text went: credits, leftovers, labels and dates, as reasons with weights.

use std::collections::{BTreeMap, BTreeSet};

use super::{Direction, DirectionVerdict, EditKind, Reuse, ReuseKind};
use crate::annotated::Annotated;
use crate::document::{BlockKind, Provenance};
use crate::index::DocIdx;
use crate::layers::actors::MentionForm;
use crate::layers::attributions::{Attribution, SourceMention};
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::text::{Span, fold};

/// Works out the direction of every reuse. Reasons are gathered per pair of documents: who copied one
/// passage copied the others. `found` is sorted by pair.
pub(super) fn settle(docs: &[Annotated], found: &mut [Reuse]) {
    let mut credits: BTreeMap<DocIdx, Vec<String>> = BTreeMap::new();
    for doc in found.iter().flat_map(|reuse| [reuse.a.doc, reuse.b.doc]) {
        credits.entry(doc).or_insert_with(|| self::credits(&docs[doc.at()]));
    }
    for group in found.chunk_by_mut(|one, two| (one.a.doc, one.b.doc) == (two.a.doc, two.b.doc)) {
        let (a, b) = (group[0].a.doc, group[0].b.doc);
        let direction = if a == b {
            unknown("a document that repeats itself has no direction")
        } else {
            let sides = [side(docs, a, &credits[&a], group, 0), side(docs, b, &credits[&b], group, 1)];
            match group.iter().all(|reuse| reuse.kind == ReuseKind::SharedQuotation) {
                true => shared_source(&sides, group),
                false => between(&sides),
            }
        };
        group.iter_mut().for_each(|reuse| reuse.direction = direction.clone());
    }
}

/// Whether an agency is credited for the whole text: at its end, in its byline or in its metadata.
pub(crate) fn is_agency_copy(doc: &Annotated) -> bool {
    doc.document.meta.agencies.iter().any(|agency| match agency.provenance {
        Provenance::Text { span, .. } => doc.document.block_at(span).is_some_and(|(_, block)| {
            matches!(block.kind, BlockKind::AgencyCredit | BlockKind::Byline | BlockKind::Dateline)
        }),
        _ => true,
    })
}

/// One document of a pair.
struct Side<'d> {
    doc: &'d Annotated,
    at: DocIdx,
    credits: &'d [String],
    /// Names that it uses in the shared passages only, while it says otherwise elsewhere.
    leftovers: Vec<String>,
    /// Labels that take sides where the other document's do not.
    loaded: usize,
}

fn side<'d>(docs: &'d [Annotated], at: DocIdx, credits: &'d [String], group: &[Reuse], nth: usize) -> Side<'d> {
    let doc = &docs[at.at()];
    let mine = |reuse: &Reuse| if nth == 0 { reuse.a.evidence.span } else { reuse.b.evidence.span };
    let passages: Vec<Span> = group.iter().map(mine).collect();
    let mut loaded = 0;
    for reuse in group {
        for edit in reuse.edits.iter().filter(|edit| edit.kind == EditKind::Label) {
            let (own, other) = if nth == 0 { (edit.a, edit.b) } else { (edit.b, edit.a) };
            let other_doc = &docs[if nth == 0 { reuse.b.doc } else { reuse.a.doc }.at()];
            loaded += usize::from(takes_sides(doc, own) && !takes_sides(other_doc, other));
        }
    }
    Side { doc, at, credits, leftovers: leftovers(doc, &passages), loaded }
}

fn takes_sides(doc: &Annotated, span: Span) -> bool {
    let mut mentions = doc.annotations.actors.mentions.iter().filter(|mention| mention.span.overlaps(span));
    mentions.any(|mention| mention.stance != LabelStance::Neutral)
}

/// Names that stand in the passages only, of actors and places that have another name outside them.
fn leftovers(doc: &Annotated, passages: &[Span]) -> Vec<String> {
    /// Names inside the passages, and names outside them.
    type Uses<'d> = (BTreeSet<&'d str>, BTreeSet<&'d str>);
    let is_inside = |span: Span| passages.iter().any(|passage| passage.contains(span));
    let mut uses: BTreeMap<(u8, u32), Uses<'_>> = BTreeMap::new();
    let mut note = |key: (u8, u32), span: Span| {
        let (inside, outside) = uses.entry(key).or_default();
        if is_inside(span) {
            inside.insert(doc.document.slice(span))
        } else {
            outside.insert(doc.document.slice(span))
        };
    };
    let actors = doc
        .annotations
        .actors
        .mentions
        .iter()
        .filter(|mention| matches!(mention.form, MentionForm::Name | MentionForm::Acronym));
    actors.for_each(|mention| note((0, mention.chain.0), mention.span));
    for mention in &doc.annotations.toponyms.mentions {
        if let Some(place) = mention.place {
            note((1, place.0), mention.span);
        }
    }
    let mut found = Vec::new();
    for (inside, outside) in uses.into_values().filter(|(_, outside)| !outside.is_empty()) {
        found.extend(inside.difference(&outside).map(|name| (*name).to_owned()));
    }
    found
}

fn unknown(reason: &str) -> Direction {
    Direction {
        verdict: DirectionVerdict::Unknown,
        probability: 0.0,
        reasons: vec![reason.to_owned()],
        origin: None,
        nearer: None,
    }
}

/// Two reports that share quotations and nothing else have a source in common.
fn shared_source(sides: &[Side<'_>; 2], group: &[Reuse]) -> Direction {
    let speaker = sides.iter().zip([group[0].a.evidence.span, group[0].b.evidence.span]).find_map(|(side, span)| {
        let mut said = side.doc.annotations.attributions.iter().filter(|it| it.content.overlaps(span));
        let name = |source: &SourceMention| side.doc.source_name(source).to_owned();
        said.find_map(|it| it.source.as_ref().filter(|source| is_named(side.doc, source)).map(name))
    });
    let reason = match &speaker {
        Some(name) => format!("both quote the same words of {name}"),
        None => "both quote the same words".to_owned(),
    };
    Direction {
        verdict: DirectionVerdict::CommonOrigin,
        probability: 0.8,
        reasons: vec![reason],
        origin: speaker,
        nearer: None,
    }
}

/// Whether a source has a name or a description, and is no pronoun that nothing resolves.
fn is_named(doc: &Annotated, source: &SourceMention) -> bool {
    let Some(actor) = source.actor else { return true };
    let form = doc.annotations.actors.mentions[actor.at()].form;
    form != MentionForm::Pronoun || fold(doc.source_name(source)) != fold(doc.document.slice(source.span))
}

fn between(sides: &[Side<'_>; 2]) -> Direction {
    let [a, b] = sides;
    let (nearer, mut signs) = nearer(sides);
    let common = a.credits.iter().find(|name| b.credits.contains(name));
    let named = |from: &Side<'_>, to: &Side<'_>| to.credits.iter().any(|name| name == from.doc.document.outlet());
    let credited = a.credits.first().map(|name| (name, a, b)).or(b.credits.first().map(|name| (name, b, a)));
    let (verdict, probability, reason, origin) = if let Some(origin) = common {
        let reason = format!("both name {origin} as their source");
        (DirectionVerdict::CommonOrigin, 0.85, reason, Some(origin.clone()))
    } else if named(a, b) || named(b, a) {
        let (from, to, verdict) =
            if named(a, b) { (a, b, DirectionVerdict::AToB) } else { (b, a, DirectionVerdict::BToA) };
        let outlet = from.doc.document.outlet();
        let reason = format!("{} names {outlet} as its source", to.doc.document.outlet());
        (verdict, 0.9, reason, Some(outlet.to_owned()))
    } else if let Some((origin, holder, _)) = credited {
        let reason = format!("{} names {origin} as its source; the other names none", holder.doc.document.outlet());
        (DirectionVerdict::CommonOrigin, 0.6, reason, Some(origin.clone()))
    } else {
        return uncredited(sides, nearer, signs);
    };
    signs.insert(0, reason);
    let nearer = match verdict {
        DirectionVerdict::AToB => Some(a.at),
        DirectionVerdict::BToA => Some(b.at),
        _ => nearer,
    };
    Direction { verdict, probability, reasons: signs, origin, nearer }
}

/// Without a credit, dates and leftovers decide; where they disagree, nothing does.
fn uncredited(sides: &[Side<'_>; 2], nearer: Option<DocIdx>, mut reasons: Vec<String>) -> Direction {
    let [a, b] = sides;
    let (time_a, time_b) = (a.doc.annotations.dct.interval, b.doc.annotations.dct.interval);
    let earlier = if time_a.is_before(time_b) {
        Some(a.at)
    } else if time_b.is_before(time_a) {
        Some(b.at)
    } else {
        None
    };
    let (source, probability) = match (earlier, nearer) {
        (Some(one), Some(two)) if one == two => (one, 0.85),
        (Some(_), Some(_)) => {
            reasons.push("but its report is the later one".to_owned());
            return Direction { reasons, nearer, ..unknown("") };
        }
        (Some(one), None) => (one, 0.7),
        (None, Some(one)) => (one, 0.65),
        (None, None) => return unknown("no credit, no leftover, and neither report is known to be the earlier one"),
    };
    if earlier.is_some() {
        reasons.push("the one report was made before the other".to_owned());
    }
    let verdict = if source == a.at { DirectionVerdict::AToB } else { DirectionVerdict::BToA };
    Direction { verdict, probability, reasons, origin: None, nearer: Some(source) }
}

/// Whose wording is nearer to the origin: signs of editing speak against a document.
fn nearer(sides: &[Side<'_>; 2]) -> (Option<DocIdx>, Vec<String>) {
    let mut reasons = Vec::new();
    let mut score = [0_i32; 2];
    for (nth, side) in sides.iter().enumerate() {
        let other = &sides[1 - nth];
        let outlet = side.doc.document.outlet();
        if is_agency_copy(side.doc) && !is_agency_copy(other.doc) {
            score[nth] += 1;
            reasons.push(format!("{outlet} is agency copy as a whole"));
        }
        if !side.leftovers.is_empty() {
            score[nth] -= 1;
            reasons.push(format!("{outlet} says {} in the shared passages only", side.leftovers.join(", ")));
        }
        if side.loaded > 0 {
            score[nth] -= 1;
            reasons.push(format!("{outlet} has labels that take sides where the other has none"));
        }
    }
    let nearer = match score[0].cmp(&score[1]) {
        std::cmp::Ordering::Greater => Some(sides[0].at),
        std::cmp::Ordering::Less => Some(sides[1].at),
        std::cmp::Ordering::Equal => None,
    };
    (nearer, reasons)
}

/// Whose text a report has something from: those who passed a statement on, and an agency that is itself the source
/// ('selon l'AFP').
pub(crate) fn passed_on_by<'d>(
    doc: &'d Annotated,
    attribution: &'d Attribution,
) -> impl Iterator<Item = &'d SourceMention> {
    let mentions = &doc.annotations.actors.mentions;
    let is_agency =
        |source: &&SourceMention| source.actor.is_some_and(|at| mentions[at.at()].kind == ActorKind::Agency);
    attribution.source.iter().filter(is_agency).chain(&attribution.via)
}

/// The agencies that a document credits: in its metadata, as a link of its attribution chains, or as a source.
fn credits(doc: &Annotated) -> Vec<String> {
    let mut names: Vec<String> = doc.document.meta.agencies.iter().map(|agency| agency.value.clone()).collect();
    let passed_on = doc.annotations.attributions.iter().flat_map(|attribution| passed_on_by(doc, attribution));
    names.extend(passed_on.map(|source| doc.source_name(source).to_owned()));
    names.sort();
    names.dedup();
    names
}
