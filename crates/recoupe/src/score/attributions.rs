//! Layer `quotes_and_attributions`: who says what, in which mode, through whom.

use serde::Deserialize;

use super::actors::{ActorPairs, actor_pairs};
use super::{Gold, GoldError, GoldSpan, LayerScore, Located, Locator, MATCH_IOU, Prf, pair_spans, ratio};
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;
use crate::index::EntityIdx;
use crate::layers::attributions::{Attribution, Mode, SourceMention};

#[derive(Deserialize)]
struct Item {
    content: GoldSpan,
    mode: String,
    speaker: Option<String>,
    cue: Option<GoldSpan>,
    via: Option<String>,
    #[serde(default)]
    boilerplate: bool,
}

/// A gold attribution in the dossier's texts.
struct Expected {
    content: Located,
    cue: Option<Located>,
    mode: String,
    speaker: Option<String>,
    via: Option<String>,
    /// Neither a miss nor an error: the author's own voice.
    optional: bool,
}

/// Overlaps at which content is scored, with their names in the output.
const OVERLAPS: [(&str, f64); 2] = [("30", 0.3), ("80", 0.8)];

/// Scores the attributions.
pub(super) fn attributions(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let items: Vec<Item> = gold.layer("quotes_and_attributions")?;
    let locator = gold.locator(dossier)?;
    let golds = expected(&items, &locator)?;
    let found = found(&locator, dossier);
    let actors = actor_pairs(gold, dossier)?;
    let spans: Vec<Located> = golds.iter().map(|gold| gold.content).collect();
    let contents: Vec<Located> = found.iter().map(|(at, _)| *at).collect();
    let wanted = golds.iter().filter(|gold| !gold.optional).count();
    let matched = |least: f64| pair_spans(&spans, &contents, least);
    let required = |pairs: &[(usize, usize)]| -> Vec<(usize, usize)> {
        pairs.iter().copied().filter(|(g, _)| !golds[*g].optional).collect()
    };
    let prf = |least: f64, is_right: &dyn Fn(&Expected, usize) -> bool| {
        let pairs = matched(least);
        let right = required(&pairs).iter().filter(|(g, s)| is_right(&golds[*g], *s)).count();
        Prf::of(right, counted(&found, &pairs, &golds), wanted)
    };
    let speaks = |gold: &Expected, s: usize| speaker_is_right(gold, found[s], dossier, &actors) != Some(false);
    let mut score = LayerScore {
        strict: prf(MATCH_IOU, &|gold, s| gold.content == found[s].0 && speaks(gold, s)),
        overlap: prf(MATCH_IOU, &|gold, s| speaks(gold, s)),
        ..LayerScore::default()
    };
    let mut slot = |name: &str, value: f64| score.slots.insert(name.to_owned(), value);
    for (name, least) in OVERLAPS {
        let content = prf(least, &|_, _| true);
        slot(&format!("content_p_{name}"), content.p);
        slot(&format!("content_r_{name}"), content.r);
        slot(&format!("content_f1_{name}"), content.f1);
    }
    let pairs = required(&matched(OVERLAPS[0].1));
    let share = |is_right: &dyn Fn(&Expected, usize) -> Option<bool>| {
        let answers: Vec<bool> = pairs.iter().filter_map(|&(g, s)| is_right(&golds[g], s)).collect();
        ratio(answers.iter().filter(|right| **right).count(), answers.len())
    };
    slot("mode", share(&|gold, s| Some(mode_is_right(&gold.mode, found[s].1.mode))));
    slot("speaker", share(&|gold, s| speaker_is_right(gold, found[s], dossier, &actors)));
    slot("source_span", share(&|gold, s| source_is_named(gold, found[s], dossier, &actors)));
    slot("via", share(&|gold, s| Some(via_is_right(gold, found[s], dossier, &actors))));
    slot("cue", share(&|gold, s| cue_is_right(gold, found[s])));
    let scare: Vec<GoldSpan> =
        if gold.has("scare_quotes_not_quotations") { gold.layer("scare_quotes_not_quotations")? } else { Vec::new() };
    let (scare_right, mut traps) = traps(&items, &scare, &locator, &contents, dossier)?;
    slot("scare_quotes_right", scare_right);
    score.notes = notes(&golds, &found, &matched(OVERLAPS[0].1), dossier, &actors);
    score.notes.append(&mut traps);
    Ok(score)
}

/// The gold attributions. Contents under one cue are one attribution: the gold lists a quotation and the
/// clause that goes on after it apart.
fn expected(items: &[Item], locator: &Locator<'_>) -> Result<Vec<Expected>, GoldError> {
    let mut all: Vec<Expected> = Vec::new();
    for item in items.iter().filter(|item| !item.boilerplate) {
        let content = locator.locate(&item.content)?;
        let cue = item.cue.as_ref().map(|cue| locator.locate(cue)).transpose()?;
        if let Some(same) = all.iter_mut().find(|other| cue.is_some() && other.cue == cue) {
            same.content = same.content.cover(content);
            continue;
        }
        all.push(Expected {
            content,
            cue,
            mode: item.mode.clone(),
            speaker: item.speaker.clone(),
            via: item.via.clone(),
            optional: item.mode == "authorial",
        });
    }
    Ok(all)
}

fn found<'d>(locator: &Locator<'_>, dossier: &'d Dossier) -> Vec<(Located, &'d Attribution)> {
    let mut found = Vec::new();
    for doc in locator.docs() {
        let attributions = &dossier.docs[doc.at()].annotations.attributions;
        found.extend(attributions.iter().map(|it| (Located::of(dossier, doc, it.content), it)));
    }
    found
}

/// How many attributions of the system count: not those that met an optional one, nor unmatched ones inside
/// another's content, since the gold lists only the outermost.
fn counted(found: &[(Located, &Attribution)], pairs: &[(usize, usize)], golds: &[Expected]) -> usize {
    let counts = |s: usize| match pairs.iter().find(|(_, of)| *of == s) {
        Some((g, _)) => !golds[*g].optional,
        None => found[s].1.inside.is_none(),
    };
    (0..found.len()).filter(|&s| counts(s)).count()
}

fn mode_is_right(gold: &str, mode: Mode) -> bool {
    match gold {
        "direct" => mode == Mode::Direct,
        "mixed" => mode == Mode::Mixed,
        "unattributed" => mode == Mode::Hearsay,
        _ => mode == Mode::Indirect,
    }
}

/// `None` where the gold names no speaker.
fn speaker_is_right(
    gold: &Expected,
    (at, found): (Located, &Attribution),
    dossier: &Dossier,
    actors: &ActorPairs,
) -> Option<bool> {
    let speaker = gold.speaker.as_ref()?;
    let entity = found.source.as_ref().and_then(|source| entity(source, at, dossier, actors));
    Some(entity.is_some() && entity.as_ref() == actors.entities.get(speaker))
}

/// Whether the source's words are a gold mention of the speaker, whatever entity they led to; `None` where the
/// gold names no speaker.
fn source_is_named(
    gold: &Expected,
    (at, found): (Located, &Attribution),
    dossier: &Dossier,
    actors: &ActorPairs,
) -> Option<bool> {
    let speaker = gold.speaker.as_ref()?;
    let names = |source: &SourceMention| actors.names(speaker, Located::of(dossier, at.doc, source.span));
    Some(found.source.as_ref().is_some_and(names))
}

fn entity(source: &SourceMention, at: Located, dossier: &Dossier, actors: &ActorPairs) -> Option<EntityIdx> {
    actors.entity(dossier, at.doc, source.actor?)
}

/// The gold's link is among the system's; without one there, the system has none. A speaker that the gold
/// calls its own medium needs no link.
fn via_is_right(gold: &Expected, (at, found): (Located, &Attribution), dossier: &Dossier, actors: &ActorPairs) -> bool {
    let Some(via) = &gold.via else { return found.via.is_empty() };
    let is_it = |source: &SourceMention| match entity(source, at, dossier, actors) {
        Some(entity) => actors.entities.get(via) == Some(&entity),
        None => actors.names(via, Located::of(dossier, at.doc, source.span)),
    };
    found.via.iter().any(is_it) || gold.speaker.as_ref() == Some(via) && found.via.is_empty()
}

/// `None` where the gold has no cue; else whether one cue holds the other.
fn cue_is_right(gold: &Expected, (at, found): (Located, &Attribution)) -> Option<bool> {
    let cue = gold.cue?;
    let is_right = |span| cue.doc == at.doc && (cue.span.contains(span) || span.contains(cue.span));
    Some(found.cue.is_some_and(is_right))
}

/// Share of the scare quotes that are no content, and notes on those and on page furniture that are.
fn traps(
    items: &[Item],
    scare: &[GoldSpan],
    locator: &Locator<'_>,
    contents: &[Located],
    dossier: &Dossier,
) -> Result<(f64, Vec<String>), GoldError> {
    let (mut right, mut notes) = (0, Vec::new());
    let taken = |at: Located| contents.iter().any(|content| content.iou(at) >= MATCH_IOU);
    for span in scare {
        let at = locator.locate(span)?;
        if taken(at) {
            notes.push(format!("trap: '{}' is no quotation", dossier.docs[at.doc.at()].document.slice(at.span)));
        } else {
            right += 1;
        }
    }
    for item in items.iter().filter(|item| item.boilerplate) {
        let at = locator.locate(&item.content)?;
        if taken(at) {
            notes.push(format!("trap: '{}' is page furniture", dossier.docs[at.doc.at()].document.slice(at.span)));
        }
    }
    Ok((ratio(right, scare.len()), notes))
}

fn notes(
    golds: &[Expected],
    found: &[(Located, &Attribution)],
    pairs: &[(usize, usize)],
    dossier: &Dossier,
    actors: &ActorPairs,
) -> Vec<String> {
    let text = |at: Located| dossier.docs[at.doc.at()].document.slice(at.span);
    let name = |entity: Option<EntityIdx>| {
        entity.map_or("nobody".to_owned(), |entity| dossier.findings.entities[entity.at()].name.clone())
    };
    let mut notes = Vec::new();
    for (g, gold) in golds.iter().enumerate().filter(|(_, gold)| !gold.optional) {
        if pairs.iter().all(|(of, _)| *of != g) {
            notes.push(format!("missed: '{}' in {}", text(gold.content), gold.content.doc.0));
        }
    }
    for (s, (at, attribution)) in found.iter().enumerate() {
        if pairs.iter().all(|(_, of)| *of != s) && attribution.inside.is_none() {
            notes.push(format!("not in the gold: '{}' in {} by {}", text(*at), at.doc.0, attribution.rule));
        }
    }
    for &(g, s) in pairs.iter().filter(|(g, _)| !golds[*g].optional) {
        let (gold, (at, attribution)) = (&golds[g], found[s]);
        let iou = gold.content.iou(at);
        if iou < OVERLAPS[1].1 {
            notes.push(format!("content {iou:.2}: '{}' for '{}'", text(at), text(gold.content)));
        }
        if speaker_is_right(gold, found[s], dossier, actors) == Some(false) {
            let source = attribution.source.as_ref();
            notes.push(format!(
                "wrong speaker: '{}' is {}, found '{}' of {}",
                text(gold.content),
                gold.speaker.as_deref().unwrap_or_default(),
                source.map_or("", |source| dossier.docs[at.doc.at()].document.slice(source.span)),
                name(source.and_then(|source| entity(source, at, dossier, actors))),
            ));
        }
        if !mode_is_right(&gold.mode, attribution.mode) {
            notes.push(format!("wrong mode: '{}' is {}, found {:?}", text(gold.content), gold.mode, attribution.mode));
        }
        if !via_is_right(gold, found[s], dossier, actors) {
            let links: Vec<&str> =
                attribution.via.iter().map(|via| dossier.docs[at.doc.at()].document.slice(via.span)).collect();
            notes.push(format!("wrong via: '{}' is {:?}, found {links:?}", text(gold.content), gold.via));
        }
        if cue_is_right(gold, found[s]) == Some(false) {
            let cue = attribution.cue.map(|span| dossier.docs[at.doc.at()].document.slice(span));
            notes.push(format!("wrong cue: {:?}, found {cue:?}", gold.cue.map(text)));
        }
    }
    notes
}
