//! Layer `reuse`: pairs of passages, their class, direction and edits, altered quotations, stock phrases.

use serde::Deserialize;

use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, ratio};
use crate::compare::reuse::{DirectionVerdict, Edit, EditKind, Reuse, ReuseClass, ReuseKind};
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::text::Span;

#[derive(Deserialize)]
struct Layer {
    pairs: Vec<GoldPair>,
    inferred_wire_passages_without_pair: Vec<GoldSpan>,
    not_reuse_stock_phrases: Vec<[GoldSpan; 2]>,
}

#[derive(Deserialize)]
struct GoldPair {
    id: String,
    a: GoldSpan,
    b: GoldSpan,
    class: ReuseClass,
    direction: String,
    word_edits_b_to_a: Vec<WordEdit>,
    framing_edits: Vec<FramingEdit>,
}

#[derive(Deserialize)]
struct WordEdit {
    from_b: String,
    to_a: String,
}

#[derive(Deserialize)]
struct FramingEdit {
    from: String,
    to: String,
    effect: String,
}

/// What the gold says of the way a text went: words of its free text.
const INTERNAL: &str = "internal";
const EDITED_FROM_WIRE: &str = "edited from wire";
/// The effect of an edit that alters what was said, and the mark of an attribution.
const IN_QUOTATION: &str = "quotation";
const ATTRIBUTED: &str = "attributed (";

/// A gold pair with its places; `optional` where it lies inside another pair.
struct Wanted<'g> {
    gold: &'g GoldPair,
    a: Located,
    b: Located,
    optional: bool,
}

/// Scores the reuse layer. A pair matches when both its sides do.
pub(super) fn reuse(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer: Layer = gold.layer("reuse")?;
    let locator = gold.locator(dossier)?;
    let wanted = wanted(&layer, &locator)?;
    let docs = locator.docs();
    let found: Vec<&Reuse> = dossier
        .findings
        .reuse
        .iter()
        .filter(|reuse| docs.contains(&reuse.a.doc) && docs.contains(&reuse.b.doc))
        .collect();
    let matched = matches(&wanted, &found, dossier);
    let excused = matched.iter().filter(|(g, _)| wanted[*g].optional).count();
    let pairs: Vec<(usize, usize)> = matched.iter().copied().filter(|(g, _)| !wanted[*g].optional).collect();
    let n_gold = wanted.iter().filter(|it| !it.optional).count();
    let n_system = found.len() - excused;
    let strict =
        pairs.iter().filter(|&&(g, s)| sides(&wanted[g], found[s], dossier).is_some_and(|side| side.iou >= 1.0));
    let mut score = LayerScore {
        strict: Prf::of(strict.count(), n_system, n_gold),
        overlap: Prf::of(pairs.len(), n_system, n_gold),
        ..LayerScore::default()
    };
    let share = |test: &dyn Fn(&Wanted<'_>, &Reuse) -> bool| {
        ratio(pairs.iter().filter(|(g, s)| test(&wanted[*g], found[*s])).count(), pairs.len())
    };
    let edits = edits(dossier, &wanted, &found, &pairs);
    let (altered_p, altered_r) = altered(dossier, &wanted);
    for (name, value) in [
        ("class", share(&|it, reuse| it.gold.class == reuse.class)),
        ("direction", share(&|it, reuse| is_right_direction(&it.gold.direction, reuse))),
        ("word_edits_strict_f1", edits.strict.f1),
        ("word_edits_overlap_f1", edits.overlap.f1),
        ("edits_of_found_pairs_f1", edits.of_found.f1),
        ("changed_words_f1", edits.words.f1),
        ("framing_edits_r", edits.framing),
        ("altered_quotations_p", altered_p),
        ("altered_quotations_r", altered_r),
    ] {
        score.slots.insert(name.to_owned(), value);
    }
    score.slots.insert("inferred_wire_r".into(), inferred(&layer, &locator, dossier)?);
    let stock = stock(&layer, &locator, &found)?;
    score.slots.insert("stock_phrases_reported".into(), stock.len() as f64);
    score.notes = notes(dossier, &wanted, &found, &matched);
    score.notes.extend(edits.notes);
    score.notes.extend(stock.iter().map(|at| format!("stock phrase reported: '{}'", found[*at].a.evidence.quote)));
    Ok(score)
}

fn wanted<'g>(layer: &'g Layer, locator: &Locator<'_>) -> Result<Vec<Wanted<'g>>, GoldError> {
    let mut wanted = Vec::new();
    for gold in &layer.pairs {
        wanted.push(Wanted { gold, a: locator.locate(&gold.a)?, b: locator.locate(&gold.b)?, optional: false });
    }
    let holds = |outer: Located, inner: Located| {
        outer.doc == inner.doc && outer.span != inner.span && outer.span.contains(inner.span)
    };
    for position in 0..wanted.len() {
        let (a, b) = (wanted[position].a, wanted[position].b);
        wanted[position].optional = wanted.iter().any(|it| holds(it.a, a) && holds(it.b, b));
    }
    Ok(wanted)
}

/// How a system pair lies on a gold pair.
struct Sides {
    /// The lesser intersection over union of both sides.
    iou: f64,
    /// Whether the system's a is the gold's b.
    swapped: bool,
}

fn sides(wanted: &Wanted<'_>, reuse: &Reuse, dossier: &Dossier) -> Option<Sides> {
    let a = Located::of(dossier, reuse.a.doc, reuse.a.evidence.span);
    let b = Located::of(dossier, reuse.b.doc, reuse.b.evidence.span);
    let straight = wanted.a.iou(a).min(wanted.b.iou(b));
    let crossed = wanted.a.iou(b).min(wanted.b.iou(a));
    let (iou, swapped) = if crossed > straight { (crossed, true) } else { (straight, false) };
    (iou > 0.0).then_some(Sides { iou, swapped })
}

/// One-to-one, best overlap first; ties go to the earlier gold pair, then to the earlier system pair.
fn matches(wanted: &[Wanted<'_>], found: &[&Reuse], dossier: &Dossier) -> Vec<(usize, usize)> {
    let mut all: Vec<(f64, usize, usize)> = Vec::new();
    for (g, it) in wanted.iter().enumerate() {
        for (s, reuse) in found.iter().enumerate() {
            all.extend(sides(it, reuse, dossier).filter(|sides| sides.iou >= MATCH_IOU).map(|sides| (sides.iou, g, s)));
        }
    }
    all.sort_by(|one, two| two.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(two.1, two.2))));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (_, g, s) in all {
        if chosen.iter().all(|taken| taken.0 != g && taken.1 != s) {
            chosen.push((g, s));
        }
    }
    chosen.sort_unstable();
    chosen
}

fn is_right_direction(gold: &str, reuse: &Reuse) -> bool {
    if gold.starts_with(INTERNAL) {
        reuse.kind == ReuseKind::Internal
    } else if gold.contains(EDITED_FROM_WIRE) {
        reuse.kind != ReuseKind::Internal && reuse.direction.verdict == DirectionVerdict::CommonOrigin
    } else {
        false
    }
}

/// An edit as folded words of both sides; b first, as the gold has it.
type Words = (Vec<String>, Vec<String>);

fn words(text: &str) -> Vec<String> {
    let folded: String = text.to_lowercase().replace('’', "'");
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Edits of the case of a letter alone are not counted: both sides fold to the same words.
fn gold_edits(pair: &GoldPair) -> Vec<Words> {
    let edits = pair.word_edits_b_to_a.iter().map(|edit| (words(&edit.from_b), words(&edit.to_a)));
    edits.filter(|(from, to)| from != to).collect()
}

fn system_edits(dossier: &Dossier, reuse: &Reuse, swapped: bool) -> Vec<Words> {
    let side = |edit: &Edit| {
        let a = words(dossier.docs[reuse.a.doc.at()].document.slice(edit.a));
        let b = words(dossier.docs[reuse.b.doc.at()].document.slice(edit.b));
        if swapped { (a, b) } else { (b, a) }
    };
    // An attribution around a passage is reported with it, but is no word of it.
    let inside = |edit: &&Edit| reuse.a.evidence.span.contains(edit.a) && reuse.b.evidence.span.contains(edit.b);
    reuse.edits.iter().filter(inside).map(side).filter(|(from, to)| from != to).collect()
}

/// Shared words of two lists, as a multiset.
fn shared(one: &[String], two: &[String]) -> usize {
    let mut left = two.to_vec();
    let mut shared = 0;
    for word in one {
        if let Some(at) = left.iter().position(|other| other == word) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    shared
}

/// Whether two edits share at least half of their words, on both sides together.
fn is_near(one: &Words, two: &Words) -> bool {
    let size = one.0.len() + one.1.len() + two.0.len() + two.1.len();
    let both = shared(&one.0, &two.0) + shared(&one.1, &two.1);
    size > 0 && 2 * both * 2 >= size
}

/// Scores of the edits of matched pairs. What a missed pair changed counts as missed.
struct EditScore {
    strict: Prf,
    overlap: Prf,
    /// The same without the edits of missed pairs, which the pairs' recall counts already.
    of_found: Prf,
    /// Of single changed words, wherever the edits are cut.
    words: Prf,
    framing: f64,
    notes: Vec<String>,
}

fn edits(dossier: &Dossier, wanted: &[Wanted<'_>], found: &[&Reuse], pairs: &[(usize, usize)]) -> EditScore {
    let (mut n_gold, mut n_found, mut n_system, mut strict, mut near) = (0, 0, 0, 0, 0);
    let (mut words_gold, mut words_system, mut words_shared) = (0, 0, 0);
    let (mut framing, mut framing_found) = (0, 0);
    let mut notes = Vec::new();
    let size = |edits: &[Words]| edits.iter().map(|edit| edit.0.len() + edit.1.len()).sum::<usize>();
    let flat = |edits: &[Words], side: fn(&Words) -> &Vec<String>| -> Vec<String> {
        edits.iter().flat_map(|edit| side(edit).iter().cloned()).collect()
    };
    for (g, it) in wanted.iter().enumerate().filter(|(_, it)| !it.optional) {
        let golds = gold_edits(it.gold);
        (n_gold, words_gold, framing) =
            (n_gold + golds.len(), words_gold + size(&golds), framing + it.gold.framing_edits.len());
        let Some(&(_, s)) = pairs.iter().find(|pair| pair.0 == g) else { continue };
        let swapped = sides(it, found[s], dossier).is_some_and(|sides| sides.swapped);
        let system = system_edits(dossier, found[s], swapped);
        (n_found, n_system, words_system) =
            (n_found + golds.len(), n_system + system.len(), words_system + size(&system));
        words_shared += shared(&flat(&golds, |it| &it.0), &flat(&system, |it| &it.0));
        words_shared += shared(&flat(&golds, |it| &it.1), &flat(&system, |it| &it.1));
        let mut left = system.clone();
        for edit in &golds {
            strict += usize::from(system.contains(edit));
            if let Some(at) = left.iter().position(|other| is_near(edit, other)) {
                left.remove(at);
                near += 1;
            } else {
                notes.push(format!("{}: edit missed: {}", it.gold.id, show(edit)));
            }
        }
        notes.extend(left.iter().map(|edit| format!("{}: edit not in the gold: {}", it.gold.id, show(edit))));
        framing_found += it.gold.framing_edits.iter().filter(|edit| has_framing(edit, found[s], &system)).count();
    }
    EditScore {
        strict: Prf::of(strict, n_system, n_gold),
        overlap: Prf::of(near, n_system, n_gold),
        of_found: Prf::of(near, n_system, n_found),
        words: Prf::of(words_shared, words_system, words_gold),
        framing: ratio(framing_found, framing),
        notes,
    }
}

fn show((from, to): &Words) -> String {
    format!("'{}' -> '{}'", from.join(" "), to.join(" "))
}

/// Whether the edits hold most of the words that a framing edit changes, on both sides.
fn has_framing(gold: &FramingEdit, reuse: &Reuse, system: &[Words]) -> bool {
    if gold.from.starts_with(ATTRIBUTED) {
        let kinds = [EditKind::AttributionDropped, EditKind::AttributionAdded];
        return reuse.edits.iter().any(|edit| kinds.contains(&edit.kind));
    }
    let (from, to) = (words(&gold.from), words(&gold.to));
    let only = |one: &[String], two: &[String]| -> Vec<String> {
        one.iter().filter(|word| !two.contains(word)).cloned().collect()
    };
    let (gone, come) = (only(&from, &to), only(&to, &from));
    let removed: Vec<String> = system.iter().flat_map(|edit| edit.0.iter().cloned()).collect();
    let added: Vec<String> = system.iter().flat_map(|edit| edit.1.iter().cloned()).collect();
    2 * shared(&gone, &removed) >= gone.len() && 2 * shared(&come, &added) >= come.len()
}

/// Precision and recall of altered quotations: gold pairs with an edit inside a quotation that is more
/// than a spelling.
fn altered(dossier: &Dossier, wanted: &[Wanted<'_>]) -> (f64, f64) {
    let golds: Vec<&Wanted<'_>> = wanted
        .iter()
        .filter(|it| it.gold.framing_edits.iter().any(|edit| edit.effect.contains(IN_QUOTATION)))
        .collect();
    let found = &dossier.findings.altered_quotations;
    let hits = |it: &Wanted<'_>, at: usize| {
        let touches = |located: Located, doc, span: Span| located.doc == doc && located.span.overlaps(span);
        let (a, b) = (&found[at].a, &found[at].b);
        let straight = touches(it.a, a.doc, a.evidence.span) && touches(it.b, b.doc, b.evidence.span);
        straight || touches(it.a, b.doc, b.evidence.span) && touches(it.b, a.doc, a.evidence.span)
    };
    let right = (0..found.len()).filter(|&at| golds.iter().any(|it| hits(it, at))).count();
    let met = golds.iter().filter(|it| (0..found.len()).any(|at| hits(it, at))).count();
    (ratio(right, found.len()), ratio(met, golds.len()))
}

/// Share of the passages without a pair that a family takes for parts of its unseen dispatch.
fn inferred(layer: &Layer, locator: &Locator<'_>, dossier: &Dossier) -> Result<f64, GoldError> {
    let passages: Vec<_> = dossier.findings.families.iter().flat_map(|family| &family.dispatch).collect();
    let mut met = 0;
    for span in &layer.inferred_wire_passages_without_pair {
        let wanted = locator.locate(span)?;
        met += usize::from(passages.iter().any(|it| it.doc == wanted.doc && it.evidence.span.overlaps(wanted.span)));
    }
    Ok(ratio(met, layer.inferred_wire_passages_without_pair.len()))
}

/// Reuses whose sides lie on the two places of a stock phrase and reach little beyond it.
fn stock(layer: &Layer, locator: &Locator<'_>, found: &[&Reuse]) -> Result<Vec<usize>, GoldError> {
    let mut wrong = Vec::new();
    for [one, two] in &layer.not_reuse_stock_phrases {
        let (one, two) = (locator.locate(one)?, locator.locate(two)?);
        for (at, reuse) in found.iter().enumerate() {
            let touches = |located: Located, passage: &crate::compare::reuse::Passage| {
                located.doc == passage.doc && located.span.overlaps(passage.evidence.span)
            };
            let straight = touches(one, &reuse.a) && touches(two, &reuse.b);
            if straight || touches(one, &reuse.b) && touches(two, &reuse.a) {
                wrong.push(at);
            }
        }
    }
    wrong.sort_unstable();
    wrong.dedup();
    Ok(wrong)
}

fn notes(dossier: &Dossier, wanted: &[Wanted<'_>], found: &[&Reuse], matched: &[(usize, usize)]) -> Vec<String> {
    let mut notes = Vec::new();
    let text = |located: Located| dossier.docs[located.doc.at()].document.slice(located.span).to_owned();
    let mut loosely = 0;
    for (g, it) in wanted.iter().enumerate().filter(|(g, it)| !it.optional && matched.iter().all(|m| m.0 != *g)) {
        let loose = found.iter().any(|reuse| sides(it, reuse, dossier).is_some());
        loosely += usize::from(loose);
        let how = if loose { "covered loosely" } else { "missed" };
        notes.push(format!("{} {how}: '{}' / '{}'", wanted[g].gold.id, text(it.a), text(it.b)));
    }
    for (s, reuse) in found.iter().enumerate() {
        match matched.iter().find(|pair| pair.1 == s).map(|pair| &wanted[pair.0]) {
            None => notes.push(format!("not in the gold: '{}' / '{}'", reuse.a.evidence.quote, reuse.b.evidence.quote)),
            Some(it) if it.gold.class != reuse.class => notes.push(format!(
                "{}: class {:?} (similarity {:.2}), wanted {:?}",
                it.gold.id, reuse.class, reuse.similarity, it.gold.class
            )),
            Some(it) if !is_right_direction(&it.gold.direction, reuse) => {
                notes.push(format!("{}: direction {:?}", it.gold.id, reuse.direction.verdict));
            }
            Some(_) => {}
        }
    }
    notes.insert(0, format!("{loosely} pairs are covered more loosely than half of the union"));
    notes
}
