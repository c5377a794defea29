//! Gold and dossier side by side: documents found, spans in code points, actors known by their gold keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotated::ClaimRef;
use crate::dossier::Dossier;
use crate::evidence::Evidence;
use crate::index::{ActorIdx, ClaimIdx, DocIdx, ToponymIdx};
use crate::layers::Annotations;
use crate::text::{CharIndex, Span};

use super::gold::{GoldDossier, GoldSpan};
use super::near::Chars;

/// The least share of two spans of actors at which they are one mention.
const SAME_MENTION: f64 = 0.4;

/// Gold and dossier side by side.
pub(super) struct View<'v> {
    pub gold: &'v GoldDossier,
    pub dossier: &'v Dossier,
    /// Document of a gold key.
    docs: BTreeMap<&'v str, DocIdx>,
    chars: Vec<CharIndex<'v>>,
    /// Gold key of an actor mention, by its span.
    own: Vec<((DocIdx, ActorIdx), &'v str)>,
    own_key: BTreeMap<(DocIdx, ActorIdx), &'v str>,
    entity_of: BTreeMap<(DocIdx, ActorIdx), usize>,
    /// Gold key that most mentions of an entity have.
    major: BTreeMap<usize, &'v str>,
    event_of: BTreeMap<ClaimRef, usize>,
}

impl<'v> View<'v> {
    pub fn new(gold: &'v GoldDossier, dossier: &'v Dossier) -> View<'v> {
        let position = |file: &str| {
            let is_it = |name: &str| name.rsplit('/').next() == Some(file);
            dossier.docs.iter().position(|doc| is_it(&doc.document.name)).map(DocIdx::new)
        };
        let docs = gold.meta.docs.iter().filter_map(|(key, file)| Some((key.as_str(), position(file)?))).collect();
        let mut view = View {
            gold,
            dossier,
            docs,
            chars: dossier.docs.iter().map(|doc| CharIndex::new(&doc.document.text)).collect(),
            own: Vec::new(),
            own_key: BTreeMap::new(),
            entity_of: BTreeMap::new(),
            major: BTreeMap::new(),
            event_of: BTreeMap::new(),
        };
        for (at, entity) in dossier.findings.entities.iter().enumerate() {
            view.entity_of.extend(entity.mentions.iter().map(|mention| ((mention.doc, mention.mention), at)));
        }
        for (at, event) in dossier.findings.events.iter().enumerate() {
            view.event_of.extend(event.claims.iter().map(|claim| (*claim, at)));
        }
        view.name_actors();
        view
    }

    fn name_actors(&mut self) {
        for (key, doc) in self.documents() {
            let gold: Vec<_> = self.gold.actors.mentions.iter().filter(|mention| mention.span.doc == key).collect();
            for (at, mention) in self.annotations(doc).actors.mentions.iter().enumerate() {
                let chars = self.chars(doc, mention.span);
                let near = gold.iter().map(|it| (it.span.chars().share_of_longer(chars), it.key.as_str()));
                let best = near.max_by(|one, two| one.0.total_cmp(&two.0).then(one.1.cmp(two.1)));
                if let Some((_, key)) = best.filter(|(share, _)| *share >= SAME_MENTION) {
                    self.own.push(((doc, ActorIdx::new(at)), key));
                }
            }
        }
        self.own_key = self.own.iter().copied().collect();
        let votes = self.votes();
        self.major = votes.iter().filter_map(|(entity, keys)| Some((*entity, most(keys)?.0))).collect();
    }

    /// Gold keys of each entity's mentions with how many have them, the first that occurs first.
    pub fn votes(&self) -> BTreeMap<usize, Vec<(&'v str, usize)>> {
        let mut votes: BTreeMap<usize, Vec<(&str, usize)>> = BTreeMap::new();
        for (mention, key) in &self.own {
            if let Some(entity) = self.entity_of.get(mention) {
                count(votes.entry(*entity).or_default(), *key);
            }
        }
        votes
    }

    /// Entities of each gold actor's mentions with how many lie in them.
    pub fn entities_of_keys(&self) -> BTreeMap<&'v str, Vec<(usize, usize)>> {
        let mut entities: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (mention, key) in &self.own {
            if let Some(entity) = self.entity_of.get(mention) {
                count(entities.entry(*key).or_default(), *entity);
            }
        }
        entities
    }

    /// The documents that the gold annotates, with their keys, in order of keys.
    pub fn documents(&self) -> Vec<(&'v str, DocIdx)> {
        self.docs.iter().map(|(key, doc)| (*key, *doc)).collect()
    }

    /// The document of a gold key.
    pub fn doc(&self, key: &str) -> Option<DocIdx> {
        self.docs.get(key).copied()
    }

    pub fn annotations(&self, doc: DocIdx) -> &'v Annotations {
        &self.dossier.docs[doc.at()].annotations
    }

    pub fn text(&self, doc: DocIdx) -> &'v str {
        &self.dossier.docs[doc.at()].document.text
    }

    /// A byte span of a document in code points.
    pub fn chars(&self, doc: DocIdx, span: Span) -> Chars {
        let (start, end) = self.chars[doc.at()].char_span(span);
        Chars { start, end }
    }

    /// A stretch of code points of a document in bytes.
    pub fn bytes(&self, doc: DocIdx, chars: Chars) -> Span {
        self.chars[doc.at()].byte_span(chars.start, chars.end)
    }

    /// Where evidence lies.
    pub fn place_of(&self, evidence: &Evidence) -> Option<(DocIdx, Chars)> {
        let doc = self.dossier.position(evidence.doc)?;
        Some((doc, self.chars(doc, evidence.span)))
    }

    /// The event of a claim.
    pub fn event_of(&self, doc: DocIdx, claim: usize) -> Option<usize> {
        self.event_of.get(&ClaimRef { doc, claim: ClaimIdx::new(claim) }).copied()
    }

    /// The gold keys of an actor mention and its members: by its own span, else as most of its entity have it.
    pub fn keys(&self, doc: DocIdx, actor: ActorIdx) -> BTreeSet<&'v str> {
        let members = self.annotations(doc).actors.mentions.get(actor.at()).map_or(&[][..], |it| &it.members);
        let key = |mention: ActorIdx| {
            let own = self.own_key.get(&(doc, mention)).copied();
            own.or_else(|| self.major.get(self.entity_of.get(&(doc, mention))?).copied())
        };
        members.iter().copied().chain([actor]).filter_map(key).collect()
    }

    /// Where a toponym lies, in degrees.
    pub fn point(&self, doc: DocIdx, toponym: ToponymIdx) -> Option<(f64, f64)> {
        let geometry = self.annotations(doc).toponyms.mentions.get(toponym.at())?.geometry?;
        Some((f64::from(geometry.lat), f64::from(geometry.lon)))
    }
}

impl GoldSpan {
    /// The span without its document.
    pub fn chars(&self) -> Chars {
        Chars { start: self.start, end: self.end }
    }
}

fn count<K: PartialEq>(counts: &mut Vec<(K, usize)>, key: K) {
    match counts.iter_mut().find(|(other, _)| *other == key) {
        Some((_, count)) => *count += 1,
        None => counts.push((key, 1)),
    }
}

/// The most frequent key, the first among equals, with its count.
pub(super) fn most<K: Copy>(counts: &[(K, usize)]) -> Option<(K, usize)> {
    counts.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best })
}
