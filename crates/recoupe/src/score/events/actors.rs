//! Which gold actors a system mention stands for.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::dossier::Dossier;
use crate::index::{ActorIdx, DocIdx};
use crate::score::{Gold, GoldError, GoldSpan, Located, Locator, MATCH_IOU};

#[derive(Deserialize)]
struct Layer {
    mentions: Vec<Mention>,
}

#[derive(Deserialize)]
struct Mention {
    #[serde(flatten)]
    span: GoldSpan,
    key: String,
}

/// Gold actor mentions as places in the dossier.
pub(super) struct ActorKeys<'d> {
    mentions: Vec<(Located, String)>,
    dossier: &'d Dossier,
}

impl<'d> ActorKeys<'d> {
    pub fn new(gold: &Gold, locator: &Locator<'_>, dossier: &'d Dossier) -> Result<ActorKeys<'d>, GoldError> {
        let layer: Layer = gold.layer("actors")?;
        let located = |mention: Mention| Ok((locator.locate(&mention.span)?, mention.key));
        Ok(ActorKeys { mentions: layer.mentions.into_iter().map(located).collect::<Result<_, GoldError>>()?, dossier })
    }

    /// The keys of a mention: of the gold mentions at its span and of the members of its coordination;
    /// else the key that most mentions of its chain have.
    pub fn of(&self, doc: DocIdx, actor: ActorIdx) -> BTreeSet<&str> {
        let actors = &self.dossier.docs[doc.at()].annotations.actors;
        let Some(mention) = actors.mentions.get(actor.at()) else { return BTreeSet::new() };
        let mut keys = self.at(Located::of(self.dossier, doc, mention.span));
        if keys.is_empty() && mention.members.is_empty() {
            let head = self.dossier.docs[doc.at()].annotations.tokens[mention.head.at()].span;
            keys.extend(self.around(Located::of(self.dossier, doc, head)));
        }
        for member in &mention.members {
            keys.extend(self.of(doc, *member));
        }
        if keys.is_empty() {
            let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
            for other in &actors.chains[mention.chain.at()].mentions {
                for key in self.at(Located::of(self.dossier, doc, actors.mentions[other.at()].span)) {
                    *votes.entry(key).or_default() += 1;
                }
            }
            keys.extend(
                votes.into_iter().max_by_key(|&(key, count)| (count, std::cmp::Reverse(key))).map(|(key, _)| key),
            );
        }
        keys
    }

    /// The keys of the gold mentions at a span, and of those inside it that fill it together with a
    /// conjunction ('l'armée et ses alliés' is the army, the allies and both).
    fn at(&self, at: Located) -> BTreeSet<&str> {
        let same = |mention: &&(Located, String)| mention.0.iou(at) >= MATCH_IOU;
        let mut keys: BTreeSet<&str> = self.mentions.iter().filter(same).map(|(_, key)| key.as_str()).collect();
        let inside: Vec<&(Located, String)> = self
            .mentions
            .iter()
            .filter(|(mention, _)| mention.doc == at.doc && at.span.contains(mention.span) && mention.span != at.span)
            .collect();
        let covered: usize = inside.iter().map(|(mention, _)| mention.span.len()).sum();
        if inside.len() > 1 && covered * 10 >= at.span.len() * 7 {
            keys.extend(inside.iter().map(|(_, key)| key.as_str()));
        }
        keys
    }

    /// The key of the smallest gold mention that holds a head ('les USA' holds 'USA').
    fn around(&self, head: Located) -> Option<&str> {
        let holding =
            self.mentions.iter().filter(|(mention, _)| mention.doc == head.doc && mention.span.contains(head.span));
        holding.min_by_key(|(mention, _)| (mention.span.len(), mention.span)).map(|(_, key)| key.as_str())
    }

    /// Whether some mention of the actor stands in a span.
    pub fn is_named_in(&self, key: &str, sentence: Located) -> bool {
        let inside = |mention: &Located| mention.doc == sentence.doc && sentence.span.contains(mention.span);
        self.mentions.iter().any(|(mention, of)| of == key && inside(mention))
    }
}
