//! What documents say together: events, contradictions, copies and families.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::contradictions::{Resolution, Statement};
use crate::compare::reuse::Passage;

use super::Tally;
use super::claims::Found;
use super::gold::GoldSpan;
use super::view::View;

/// Whether the events are the clusters of the gold: B³ over the claims that were found, clusters that are one event
/// and nothing else, and pairs that must not be one.
pub(super) fn clusters(view: &View, found: &Found, tally: &mut Tally) {
    let events = &view.dossier.findings.events;
    let shown = events.iter().filter(|event| !event.event_type.0.starts_with("speech/statement")).count();
    tally.add("events_shown", shown as f64);
    // Event and cluster of each gold event that was found and lies in both.
    let pairs: Vec<(usize, &str)> = view
        .gold
        .events
        .iter()
        .filter_map(|gold| {
            let (doc, claim) = found.get(gold.id.as_str())?;
            Some((view.event_of(*doc, *claim)?, gold.cluster.as_deref().filter(|it| !it.is_empty())?))
        })
        .collect();
    let (mut by_event, mut by_cluster, mut by_both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(event, cluster) in &pairs {
        *by_event.entry(event).or_insert(0.0) += 1.0;
        *by_cluster.entry(cluster).or_insert(0.0) += 1.0;
        *by_both.entry((event, cluster)).or_insert(0.0) += 1.0;
    }
    for &(event, cluster) in &pairs {
        let shared: f64 = by_both[&(event, cluster)];
        tally.add("b3p_sum", shared / by_event[&event]);
        tally.add("b3r_sum", shared / by_cluster[cluster]);
        tally.count("b3_n", true);
    }
    let of = |cluster: &str| pairs.iter().filter(|it| it.1 == cluster).map(|it| it.0).collect::<BTreeSet<usize>>();
    for cluster in &view.gold.cross_document.clusters {
        let events = of(&cluster.id);
        let one = events.first().filter(|_| events.len() == 1);
        let whole = one.is_some_and(|event| pairs.iter().all(|it| it.0 != *event || it.1 == cluster.id));
        tally.count("clusters", true);
        tally.count("main", cluster.main);
        tally.count("main_whole", whole && cluster.main);
    }
    for [one, two, _] in &view.gold.cross_document.must_not_merge {
        tally.count("forbidden", true);
        tally.count("merged", !of(one).is_disjoint(&of(two)));
    }
}

/// The resolution that a gold file means.
fn is_resolution(gold: &str, ours: Resolution) -> bool {
    match gold {
        "real" => ours == Resolution::Real,
        "resolved_by_time_order" => ours == Resolution::TimeOrder,
        "real_scope" => ours == Resolution::Scope,
        "internal" => ours == Resolution::Internal,
        "prediction_failed_then_met" => ours == Resolution::PredictionAgainstOutcome,
        "real (attribution)" => ours == Resolution::Misquotation,
        _ => false,
    }
}

/// The contradictions that are there, and whether those shown are.
pub(super) fn contradictions(view: &View, tally: &mut Tally) {
    let gold = &view.gold.cross_document.contradictions;
    let mut found = BTreeSet::new();
    for ours in &view.dossier.findings.contradictions {
        let is_it = |a: &Option<GoldSpan>, b: &Option<GoldSpan>| tells(view, &ours.a, a) && tells(view, &ours.b, b);
        let of: Vec<_> =
            gold.iter().filter(|it| !it.is_trap() && (is_it(&it.a, &it.b) || is_it(&it.b, &it.a))).collect();
        tally.count("contra_ours", true);
        tally.count("contra_right", of.iter().any(|it| is_resolution(&it.resolution, ours.resolution)));
        found.extend(of.into_iter().map(|it| &it.id));
    }
    tally.add("contra_gold", gold.iter().filter(|it| !it.is_trap()).count() as f64);
    tally.add("contra_found", found.len() as f64);
}

/// Whether a side of a contradiction is what the gold marks: its evidence, or a claim of its event.
fn tells(view: &View, side: &Statement, gold: &Option<GoldSpan>) -> bool {
    let Some((gold, doc)) = gold.as_ref().and_then(|gold| Some((gold.chars(), view.doc(&gold.doc)?))) else {
        return false;
    };
    if view.place_of(&side.evidence).is_some_and(|(of, chars)| of == doc && chars.shared(gold) > 0) {
        return true;
    }
    let event = side.claim.and_then(|claim| view.event_of(claim.doc, claim.claim.at()));
    event.is_some_and(|event| {
        view.dossier.findings.events[event].claims.iter().filter(|claim| claim.doc == doc).any(|claim| {
            let trigger = view.annotations(doc).claims[claim.claim.at()].trigger;
            view.chars(doc, trigger).shared(gold) > 0
        })
    })
}

/// The copies that are there, and how many families there are of how many reports.
pub(super) fn copies(view: &View, tally: &mut Tally) {
    let is_at = |ours: &Passage, gold: &GoldSpan| {
        let Some((doc, chars)) = view.place_of(&ours.evidence) else { return false };
        view.doc(&gold.doc) == Some(doc) && 2 * chars.shared(gold.chars()) >= chars.len().min(gold.chars().len())
    };
    for pair in &view.gold.reuse.pairs {
        let found = view.dossier.findings.reuse.iter().any(|reuse| {
            let (a, b) = (&reuse.a, &reuse.b);
            is_at(a, &pair.a) && is_at(b, &pair.b) || is_at(a, &pair.b) && is_at(b, &pair.a)
        });
        tally.count("copies", true);
        tally.count("copies_found", found);
    }
    tally.add("reports", view.dossier.docs.len() as f64);
    tally.add("families_shown", view.dossier.findings.families.len() as f64);
}
