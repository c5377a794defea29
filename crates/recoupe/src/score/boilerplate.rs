//! Layer `boilerplate`: what of a page is not the report, and the lines that carry metadata.
//!
//! `boilerplate` and `metadata` spans are wanted. `structure` spans (headings inside the report) belong to
//! it: calling one boilerplate is an error, finding it as a heading is neither asked for nor counted.

use serde::Deserialize;

use super::{Gold, GoldError, GoldSpan, LayerScore, Located, MATCH_IOU, Prf, pair_spans, ratio};
use crate::document::BlockKind;
use crate::dossier::Dossier;
use crate::gazetteer::Gazetteer;

#[derive(Deserialize)]
struct Layer {
    spans: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    #[serde(flatten)]
    span: GoldSpan,
    kind: String,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Boilerplate,
    Metadata,
    Structure,
}

impl Piece {
    fn is_right(&self, block: BlockKind) -> bool {
        match (self.role, self.kind.as_str()) {
            (Role::Boilerplate, _) => block == BlockKind::Boilerplate,
            (_, "headline") => block == BlockKind::Headline,
            (_, "byline") => block == BlockKind::Byline,
            (_, "publication_date_line") => block == BlockKind::Dateline,
            (_, "agency_credit") => block == BlockKind::AgencyCredit,
            _ => !matches!(block, BlockKind::Body | BlockKind::Boilerplate),
        }
    }
}

/// Scores the blocks that are not running text.
pub(super) fn boilerplate(gold: &Gold, dossier: &Dossier, _gazetteer: &Gazetteer) -> Result<LayerScore, GoldError> {
    let layer: Layer = gold.layer("boilerplate")?;
    let locator = gold.locator(dossier)?;
    let wanted: Vec<&Piece> = layer.spans.iter().filter(|piece| piece.role != Role::Structure).collect();
    let golds = wanted.iter().map(|piece| locator.locate(&piece.span)).collect::<Result<Vec<_>, _>>()?;
    let mut found: Vec<(Located, BlockKind)> = Vec::new();
    for doc in locator.docs() {
        let blocks = dossier.docs[doc.at()].document.blocks.iter().filter(|block| is_apart(block.kind));
        found.extend(blocks.map(|block| (Located::of(dossier, doc, block.span), block.kind)));
    }
    let spans: Vec<Located> = found.iter().map(|(place, _)| *place).collect();
    let pairs = pair_spans(&golds, &spans, MATCH_IOU);
    let right = |&&(g, s): &&(usize, usize)| wanted[g].is_right(found[s].1);
    let overlap = pairs.iter().filter(right).count();
    let strict = pairs.iter().filter(right).filter(|(g, s)| golds[*g] == spans[*s]).count();
    let mut score = LayerScore {
        strict: Prf::of(strict, found.len(), golds.len()),
        overlap: Prf::of(overlap, found.len(), golds.len()),
        ..LayerScore::default()
    };
    score.slots.insert("kind".into(), ratio(overlap, pairs.len()));
    let text = |place: Located| dossier.docs[place.doc.at()].document.slice(place.span);
    for (at, place) in golds.iter().enumerate().filter(|(at, _)| pairs.iter().all(|(g, _)| g != at)) {
        score.notes.push(format!("missed {}: {}", wanted[at].kind, text(*place)));
    }
    for (at, (place, kind)) in found.iter().enumerate().filter(|(at, _)| pairs.iter().all(|(_, s)| s != at)) {
        score.notes.push(format!("not in the gold ({kind:?}, {at}): {}", text(*place)));
    }
    Ok(score)
}

/// Whether blocks of the kind are neither running text nor a part of the report's structure.
fn is_apart(kind: BlockKind) -> bool {
    use BlockKind::{AgencyCredit, Boilerplate, Byline, Dateline, Headline};
    matches!(kind, Boilerplate | Headline | Byline | Dateline | AgencyCredit)
}
