//! Coreference within a document: each link has a reason, and no link is better than a wild one.

use crate::index::{ActorIdx, ChainIdx, PlaceId, TokenIdx};
use crate::layers::actors::{ActorMention, Actors, Chain, MentionForm};
use crate::layers::kinds::ActorKind;
use crate::layers::tokens::Token;

use super::find::{Found, Text};
use super::{links, pronouns, sides};

/// A chain that is being built.
pub(super) struct Growing {
    pub chain: Chain,
    /// Folded names and descriptions that the chain bears.
    pub names: Vec<String>,
    /// Folded head nouns of its descriptions.
    pub heads: Vec<String>,
    pub descriptors: Vec<String>,
    /// Roles besides the chain's own: 'president/163843'.
    pub offices: Vec<String>,
    /// Known actors that it leads.
    pub leads: Vec<crate::index::ActorId>,
    pub country: Option<PlaceId>,
}

/// The chain of every mention that has one yet, with the reason of the link.
pub(super) type ChainOf = Vec<Option<(usize, String)>>;

/// Gives every mention a chain; a pronoun without a clear antecedent gets none and is dropped.
pub(super) fn actors(found: Vec<Found>, text: &Text, tokens: &[Token]) -> Actors {
    let mut growing: Vec<Growing> = Vec::new();
    let mut chain_of: ChainOf = vec![None; found.len()];
    // Names first, then descriptions that say whose force or government they mean: a headline's bare
    // 'l'armée' leans on what follows it. Pronouns last.
    let passes: [fn(&Found) -> bool; 5] = [
        |mention| is_name(mention) && mention.known.is_some(),
        |mention| is_name(mention) && mention.known.is_none(),
        |mention| !is_name(mention) && !is_pronoun(mention) && is_told(mention),
        |mention| !is_name(mention) && !is_pronoun(mention) && !is_told(mention) && !mention.bare,
        |mention| !is_name(mention) && !is_pronoun(mention) && !is_told(mention) && mention.bare,
    ];
    for pass in passes {
        for at in 0..found.len() {
            if pass(&found[at]) {
                let link = links::link(at, &found, &chain_of, &growing, text)
                    .filter(|(chain, _)| !are_apart(&found[at], &growing[*chain], text));
                chain_of[at] = Some(join(link, &found[at], &mut growing, text));
            }
        }
    }
    drop_weak(&found, &mut chain_of, text);
    for at in (0..found.len()).filter(|&at| is_pronoun(&found[at])) {
        if let Some((chain, reason)) = pronouns::antecedent(at, &found, &chain_of, text) {
            chain_of[at] = Some((chain, reason));
        }
    }
    finish(found, chain_of, growing, text, tokens)
}

/// Whether the user's actor file forbids that a mention joins a chain.
fn are_apart(mention: &Found, growing: &Growing, text: &Text) -> bool {
    let name = text.name_words(mention.range.clone());
    growing.names.iter().any(|other| text.gazetteer.actors.are_apart(&name, other))
}

/// A bare noun that often means no actor ('le mouvement', 'la société') counts only where it leans on another mention.
fn drop_weak(found: &[Found], chain_of: &mut ChainOf, text: &Text) {
    for at in 0..found.len() {
        let weak = found[at].bare
            && found[at].role.is_none()
            // 'nos forces' are those of the side that speaks.
            && !text.pack.actors.own_side.contains(text.folded(found[at].range.start))
            && text.pack.actors.weak_nouns.contains(text.folded(found[at].head));
        let member = found.iter().any(|other| other.members.contains(&at));
        let Some((chain, _)) = &chain_of[at] else { continue };
        let alone = (0..found.len())
            .filter(|&other| chain_of[other].as_ref().is_some_and(|(of, _)| of == chain))
            .all(|other| found[other].bare && !is_name(&found[other]));
        if weak && alone && !member {
            chain_of[at] = None;
        }
    }
}

pub(super) fn is_name(mention: &Found) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Acronym | MentionForm::Metonym)
}

/// A description that neither points to somebody known nor says whose it is.
fn is_indefinite(mention: &Found, text: &Text) -> bool {
    let owned = text.pack.actors.possessives.contains(text.folded(mention.range.start));
    let told = mention.definite || mention.with_name || mention.apposition.is_some() || mention.role.is_some();
    mention.form == MentionForm::Description && !owned && !told
}

/// Whether a description says whose force or government it is.
fn is_told(mention: &Found) -> bool {
    mention.role.is_some() || mention.known.is_some()
}

pub(super) fn is_pronoun(mention: &Found) -> bool {
    matches!(mention.form, MentionForm::Pronoun | MentionForm::Possessive)
}

impl Growing {
    fn new(mention: &Found) -> Growing {
        Growing {
            chain: Chain {
                name: String::new(),
                kind: mention.kind,
                known: None,
                named: false,
                role: None,
                stands_for: Vec::new(),
                mentions: Vec::new(),
            },
            names: Vec::new(),
            heads: Vec::new(),
            descriptors: Vec::new(),
            offices: Vec::new(),
            leads: Vec::new(),
            country: mention.country,
        }
    }

    /// Takes over what the actor gazetteer says.
    fn know(&mut self, mention: &Found, text: &Text) {
        let Some(known) = &mention.known else { return };
        self.chain.known = Some(known.clone());
        let Some(actor) = text.gazetteer.actors.get(known) else { return };
        self.chain.kind = actor.kind;
        self.descriptors.extend(actor.descriptors.iter().cloned());
        self.leads.extend(actor.leads.iter().cloned());
        self.country = text.gazetteer.home_of(actor).or(self.country);
        if let Some(country) = self.country {
            self.offices.extend(actor.offices.iter().map(|office| format!("{office}/{}", country.0)));
        }
    }

    fn add(&mut self, mention: &Found, text: &Text) {
        self.names.push(text.name_words(mention.range.clone()));
        self.know(mention, text);
        self.descriptors.extend(mention.descriptor.iter().cloned());
        if !is_name(mention) && mention.members.is_empty() {
            self.heads.push(text.folded(mention.head).to_owned());
        }
        if mention.form == MentionForm::Title {
            self.offices.extend(mention.role.iter().cloned());
        } else if self.chain.role.is_none() && self.chain.known.is_none() {
            self.chain.role.clone_from(&mention.role);
        }
        if self.chain.kind == ActorKind::Unknown {
            // A witness with a name is a person.
            let is_named = self.chain.named && mention.kind == ActorKind::AnonymousSource;
            self.chain.kind = if is_named { ActorKind::Person } else { mention.kind };
        }
        self.country = self.country.or(mention.country);
        let named = is_name(mention);
        let written = text.doc.slice(text.span(&mention.range));
        // The fullest name; a description only while there is no name.
        let better = match (named, self.chain.named) {
            (true, false) => true,
            (false, true) => false,
            _ => written.len() > self.chain.name.len() && (named || self.chain.name.is_empty()),
        };
        if better {
            written.clone_into(&mut self.chain.name);
        }
        self.chain.named |= named;
    }
}

fn join(link: Option<(usize, String)>, mention: &Found, growing: &mut Vec<Growing>, text: &Text) -> (usize, String) {
    let (chain, reason) = link.unwrap_or_else(|| {
        growing.push(Growing::new(mention));
        (growing.len() - 1, String::new())
    });
    growing[chain].add(mention, text);
    (chain, reason)
}

fn finish(found: Vec<Found>, chain_of: ChainOf, growing: Vec<Growing>, text: &Text, tokens: &[Token]) -> Actors {
    let stood_for = sides::stood_for(&found, &chain_of, text);
    let mut number: Vec<Option<usize>> = vec![None; growing.len()];
    let mut chains: Vec<Chain> = Vec::new();
    for (at, growing) in growing.into_iter().enumerate() {
        let kept = chain_of.iter().flatten().any(|(chain, _)| *chain == at);
        if kept {
            number[at] = Some(chains.len());
            // A person's office in a country is what other documents call the same person by.
            let office = growing.offices.into_iter().next().filter(|_| growing.chain.known.is_none());
            chains.push(Chain { role: growing.chain.role.or(office), ..growing.chain });
        }
    }
    for (person, groups) in stood_for {
        let groups = groups.into_iter().filter_map(|group| Some(ChainIdx::new(number[group]?)));
        if let Some(person) = number[person] {
            chains[person].stands_for.extend(groups);
        }
    }
    // Pronouns without antecedent go, so positions change.
    let mut place = vec![None; found.len()];
    for (new, old) in (0..found.len()).filter(|&at| chain_of[at].is_some()).enumerate() {
        place[old] = Some(ActorIdx::new(new));
    }
    let mut mentions = Vec::with_capacity(found.len());
    for (mention, chain) in found.into_iter().zip(chain_of) {
        let Some((chain, link)) = chain else { continue };
        let Some(chain) = number[chain] else { continue };
        chains[chain].mentions.push(ActorIdx::new(mentions.len()));
        // A name says no more of its kind than what stands with it: 'le maire, Jean X'.
        let told = mention.kind == ActorKind::Unknown && is_name(&mention);
        let kind = if told { chains[chain].kind } else { mention.kind };
        let head = text.pieces[mention.head].span;
        mentions.push(ActorMention {
            span: text.span(&mention.range),
            head: TokenIdx::new(tokens.partition_point(|token| token.span.end <= head.start)),
            form: mention.form,
            kind,
            chain: ChainIdx::new(chain),
            indefinite: is_indefinite(&mention, text),
            members: mention.members.into_iter().filter_map(|member| place[member]).collect(),
            link,
            stance: text.stance(mention.range),
            rule: mention.rule.to_owned(),
        });
    }
    Actors { mentions, chains }
}
