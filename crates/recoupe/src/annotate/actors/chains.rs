//! Coreference within a document: each link has a reason, and no link is better than a wild one.

use crate::annotate::tokens::Token;
use crate::gazetteer::{CountryCode, PlaceId};
use crate::index::{ActorIdx, ChainIdx, TokenIdx};

use super::find::{Found, Text};
use super::{ActorKind, ActorMention, Actors, Chain, MentionForm};

/// A chain that is being built.
struct Growing {
    chain: Chain,
    /// Folded names that the chain bears.
    names: Vec<String>,
    descriptors: Vec<String>,
    country: Option<PlaceId>,
}

/// Gives every mention a chain.
pub(super) fn actors(found: Vec<Found>, text: &Text, tokens: &[Token]) -> Actors {
    let mut growing: Vec<Growing> = Vec::new();
    let mut chain_of: Vec<Option<(usize, String)>> = vec![None; found.len()];
    // Names first, then descriptions that say whose force or government they mean: a headline's bare
    // 'l'armée' leans on what follows it.
    let passes: [fn(&Found) -> bool; 3] = [
        is_name,
        |mention| !is_name(mention) && mention.role.is_some(),
        |mention| !is_name(mention) && mention.role.is_none(),
    ];
    for pass in passes {
        for at in 0..found.len() {
            if pass(&found[at]) {
                let link = link(at, &found, &chain_of, &growing, text);
                chain_of[at] = Some(join(link, &found[at], &mut growing, text));
            }
        }
    }
    finish(found, chain_of, growing, text, tokens)
}

fn is_name(mention: &Found) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Acronym | MentionForm::Metonym)
}

/// The chain that a mention joins, with the reason.
fn link(
    at: usize,
    found: &[Found],
    chain_of: &[Option<(usize, String)>],
    growing: &[Growing],
    text: &Text,
) -> Option<(usize, String)> {
    let mention = &found[at];
    let chain_at = |range: &std::ops::Range<usize>| {
        found
            .iter()
            .zip(chain_of)
            .find(|(other, chain)| other.range == *range && chain.is_some())
            .and_then(|(_, chain)| chain.as_ref())
            .map(|(chain, _)| *chain)
    };
    if let Some(known) = &mention.known {
        let chain = growing.iter().position(|growing| growing.chain.known.as_ref() == Some(known))?;
        return Some((chain, "a listed name of the same actor".into()));
    }
    if let Some(name) = &mention.apposition
        && let Some(chain) = chain_at(name)
    {
        return Some((chain, "stands with the name".into()));
    }
    if is_name(mention) {
        if mention.form == MentionForm::Metonym {
            return by_role(mention, growing);
        }
        return expansion(at, found, chain_of, text).or_else(|| by_name(mention, growing, text));
    }
    if let Some(link) = by_role(mention, growing) {
        return Some(link);
    }
    if mention.members.is_empty()
        && let Some(link) = by_description(mention, growing, text)
    {
        return Some(link);
    }
    None
}

/// 'X (ABC)': capitals in brackets right after a longer mention.
fn expansion(at: usize, found: &[Found], chain_of: &[Option<(usize, String)>], text: &Text) -> Option<(usize, String)> {
    let mention = &found[at];
    let first = text.pieces.get(mention.range.start)?;
    let before =
        found.iter().zip(chain_of).find(|(other, chain)| other.range.end == mention.range.start && chain.is_some())?;
    let between = text.doc.text.get(text.span(&before.0.range).end as usize..first.span.start as usize)?;
    (between.trim() == "(").then_some(())?;
    Some((before.1.as_ref()?.0, "in brackets after the full name".into()))
}

fn by_name(mention: &Found, growing: &[Growing], text: &Text) -> Option<(usize, String)> {
    let name = text.words(mention.range.clone());
    if let Some(chain) = growing.iter().position(|growing| growing.names.contains(&name)) {
        return Some((chain, "the same name".into()));
    }
    // 'Poutine' after 'Vladimir Poutine': the end of exactly one longer name.
    let longer = |growing: &Growing| {
        growing.names.iter().any(|full| full.strip_suffix(&name).is_some_and(|rest| rest.ends_with(' ')))
    };
    let mut matching = growing.iter().enumerate().filter(|(_, growing)| longer(growing));
    let (chain, _) = matching.next()?;
    matching.next().is_none().then(|| (chain, "the last part of a full name".into()))
}

fn by_role(mention: &Found, growing: &[Growing]) -> Option<(usize, String)> {
    let role = mention.role.as_ref()?;
    let chain = growing.iter().position(|growing| growing.chain.role.as_ref() == Some(role))?;
    Some((chain, "the same kind of force, government or office of the same country".into()))
}

/// 'les djihadistes', 'l'organisation terroriste', 'l'armée': the one chain that the description fits.
fn by_description(mention: &Found, growing: &[Growing], text: &Text) -> Option<(usize, String)> {
    let words = text.words(mention.range.clone());
    if let Some(chain) = growing.iter().position(|growing| growing.names.contains(&words)) {
        return Some((chain, "the same words".into()));
    }
    let definite = text.pack.actors.determiners.contains(text.folded(mention.range.start));
    if let Some(descriptor) = mention.descriptor.as_ref().filter(|_| definite) {
        let fits = |growing: &&Growing| {
            growing.descriptors.contains(descriptor)
                && mention.country.is_none_or(|country| growing.country == Some(country))
        };
        return the_only(growing, fits)
            .map(|chain| (chain, format!("the only actor here that is described as '{descriptor}'")));
    }
    let bare = mention.range.len() == 2 && mention.role.is_none() && mention.kind == ActorKind::StateForce;
    if bare {
        let head = text.folded(mention.head);
        let group = text.pack.actors.force_groups.get(head)?;
        let fits =
            |growing: &&Growing| growing.chain.role.as_ref().is_some_and(|role| role.split('/').next() == Some(group));
        return the_only(growing, fits).map(|chain| (chain, "the only force of this kind here".into()));
    }
    None
}

fn the_only(growing: &[Growing], fits: impl Fn(&&Growing) -> bool) -> Option<usize> {
    let mut matching = growing.iter().enumerate().filter(|(_, growing)| fits(growing));
    let (chain, _) = matching.next()?;
    matching.next().is_none().then_some(chain)
}

fn join(link: Option<(usize, String)>, mention: &Found, growing: &mut Vec<Growing>, text: &Text) -> (usize, String) {
    let (chain, reason) = link.unwrap_or_else(|| {
        growing.push(Growing {
            chain: Chain {
                name: String::new(),
                kind: mention.kind,
                known: None,
                named: false,
                role: None,
                mentions: Vec::new(),
            },
            names: Vec::new(),
            descriptors: Vec::new(),
            country: mention.country,
        });
        (growing.len() - 1, String::new())
    });
    let it = &mut growing[chain];
    it.names.push(text.words(mention.range.clone()));
    if let Some(known) = &mention.known {
        it.chain.known = Some(known.clone());
        if let Some(actor) = text.gazetteer.actors.get(known) {
            it.chain.kind = actor.kind;
            it.descriptors.extend(actor.descriptors.iter().cloned());
            let code = actor.country.as_deref().and_then(CountryCode::parse);
            it.country = code.and_then(|code| text.gazetteer.places.country(code)).or(it.country);
        }
    }
    it.descriptors.extend(mention.descriptor.iter().cloned());
    if it.chain.role.is_none() && it.chain.known.is_none() {
        it.chain.role.clone_from(&mention.role);
    }
    if it.chain.kind == ActorKind::Unknown {
        it.chain.kind = mention.kind;
    }
    let named = is_name(mention);
    let written = text.doc.slice(text.span(&mention.range));
    // The fullest name; a description only while there is no name.
    let better = match (named, it.chain.named) {
        (true, false) => true,
        (false, true) => false,
        _ => written.len() > it.chain.name.len() && (named || it.chain.name.is_empty()),
    };
    if better {
        written.clone_into(&mut it.chain.name);
    }
    it.chain.named |= named;
    (chain, reason)
}

fn finish(
    found: Vec<Found>,
    chain_of: Vec<Option<(usize, String)>>,
    growing: Vec<Growing>,
    text: &Text,
    tokens: &[Token],
) -> Actors {
    let mut chains: Vec<Chain> = growing.into_iter().map(|growing| growing.chain).collect();
    let mut mentions = Vec::with_capacity(found.len());
    for (at, (mention, chain)) in found.into_iter().zip(chain_of).enumerate() {
        let Some((chain, link)) = chain else { continue };
        chains[chain].mentions.push(ActorIdx::new(at));
        let head = text.pieces[mention.head].span;
        mentions.push(ActorMention {
            span: text.span(&mention.range),
            head: TokenIdx::new(tokens.partition_point(|token| token.span.end <= head.start)),
            form: mention.form,
            kind: mention.kind,
            chain: ChainIdx::new(chain),
            members: mention.members.into_iter().map(ActorIdx::new).collect(),
            link,
            stance: text.stance(mention.range),
            rule: mention.rule.to_owned(),
        });
    }
    Actors { mentions, chains }
}
