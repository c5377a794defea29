//! Reasons to link a name or a description to a chain, surest first.

use std::ops::Range;

use crate::annotate::pieces::Gap;
use crate::layers::actors::MentionForm;
use crate::layers::kinds::ActorKind;

use super::chains::{ChainOf, Growing, is_name, is_pronoun};
use super::find::{Found, Text};

/// What a link is decided on.
struct Case<'c> {
    at: usize,
    mention: &'c Found,
    found: &'c [Found],
    chain_of: &'c ChainOf,
    growing: &'c [Growing],
    text: &'c Text<'c>,
}

/// The chain that a mention joins, with the reason.
pub(super) fn link(
    at: usize,
    found: &[Found],
    chain_of: &ChainOf,
    growing: &[Growing],
    text: &Text,
) -> Option<(usize, String)> {
    let case = Case { at, mention: &found[at], found, chain_of, growing, text };
    let because = |reason: &str| {
        let reason = reason.to_owned();
        move |chain: usize| (chain, reason)
    };
    let mention = case.mention;
    if let Some(known) = &mention.known {
        let chain = growing.iter().position(|growing| growing.chain.known.as_ref() == Some(known));
        let reason =
            if is_name(mention) { "a listed name of the same actor" } else { "the force that the person leads" };
        return chain.map(because(reason));
    }
    let inside = mention.apposition.as_ref().and_then(|name| case.chain_at(name));
    if let Some(chain) = inside {
        return Some((chain, "stands with the name".into()));
    }
    if let Some(chain) = case.beside() {
        return Some((chain, "in apposition, between commas".into()));
    }
    if is_name(mention) {
        if mention.form == MentionForm::Metonym {
            return case.by_role().map(because("the government of the same country"));
        }
        return case.expansion().map(because("in brackets after the full name")).or_else(|| case.by_name());
    }
    if let Some(chain) = case.by_role() {
        return Some((chain, "the same kind of force, government or office of the same country".into()));
    }
    if let Some(chain) = case.by_office() {
        return Some((chain, "the known holder of the office, whom the report names".into()));
    }
    if mention.members.is_empty() { case.by_description() } else { None }
}

impl Case<'_> {
    fn chain(&self, at: usize) -> Option<usize> {
        self.chain_of.get(at)?.as_ref().map(|(chain, _)| *chain)
    }

    fn chain_at(&self, range: &Range<usize>) -> Option<usize> {
        (0..self.found.len()).filter(|&at| self.found[at].range == *range).find_map(|at| self.chain(at))
    }

    /// Chains of the mentions before this one, nearest first, with the mention.
    fn before(&self) -> impl Iterator<Item = (usize, &Found)> {
        let start = self.mention.range.start;
        let earlier = (0..self.at).rev().filter(move |&at| self.found[at].range.end <= start);
        earlier.filter_map(|at| Some((self.chain(at)?, &self.found[at])))
    }

    /// 'le ministre de la Défense, Jean Dupont', 'Jean Dupont, maire de X': a name and a function, or a group and
    /// what it is, with a comma between them and after them.
    fn beside(&self) -> Option<usize> {
        let others = (0..self.found.len()).filter(|&at| at != self.at && !is_pronoun(&self.found[at]));
        let mut fitting = others.filter(|&at| {
            let (one, two) = order(self.mention, &self.found[at]);
            touch(one, two, self.text) && are_one(one, two, self.text)
        });
        fitting.find_map(|at| self.chain(at))
    }

    /// 'X (ABC)': capitals in brackets right after a longer mention.
    fn expansion(&self) -> Option<usize> {
        let first = self.text.pieces.get(self.mention.range.start)?;
        let before = (0..self.found.len()).filter(|&at| self.found[at].range.end == self.mention.range.start);
        let before = before.filter(|&at| is_name(&self.found[at]) || self.found[at].members.is_empty());
        let at = before.filter(|&at| self.chain(at).is_some()).max_by_key(|&at| is_name(&self.found[at]))?;
        let end = self.text.span(&self.found[at].range).end as usize;
        let between = self.text.doc.text.get(end..first.span.start as usize)?;
        self.chain(at).filter(|_| between.trim() == "(")
    }

    fn by_name(&self) -> Option<(usize, String)> {
        let name = self.text.name_words(self.mention.range.clone());
        if let Some(chain) = self.growing.iter().position(|growing| growing.names.contains(&name)) {
            return Some((chain, "the same name".into()));
        }
        // 'Poutine' after 'Vladimir Poutine', 'Bachar' before 'Bachar el-Assad': a part of exactly one longer name.
        let part_of = |growing: &Growing| {
            growing.chain.named
                && growing.names.iter().any(|full| {
                    let last = full.strip_suffix(&name).is_some_and(|rest| rest.ends_with(' '));
                    let first = growing.chain.kind == ActorKind::Person
                        && full.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' '));
                    last || first
                })
        };
        if let Some(chain) = the_only(self.growing, part_of) {
            return Some((chain, "a part of a full name".into()));
        }
        // 'Poutine' in the headline, 'Vladimir Poutine' in the text: the only longer name that the short one ends.
        let ends = |full: &str, short: &str| full.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '));
        let is_short = |growing: &Growing| {
            growing.chain.named && growing.chain.known.is_none() && growing.names.iter().all(|it| ends(&name, it))
        };
        let chain = the_only(self.growing, is_short)?;
        let names = self.found.iter().filter(|it| is_name(it)).map(|it| self.text.name_words(it.range.clone()));
        let mut longer = names.filter(|full| *full != name);
        let other = longer.any(|full| self.growing[chain].names.iter().any(|short| ends(&full, short)));
        (!other).then(|| (chain, "the full name of whom a part of it names".into()))
    }

    fn by_role(&self) -> Option<usize> {
        let role = self.mention.role.as_ref()?;
        let has = |growing: &Growing| growing.chain.role.as_ref() == Some(role) || growing.offices.contains(role);
        self.growing.iter().position(has)
    }

    /// 'le chef du Kremlin', 'le chef du Hezbollah': the person that the gazetteer says leads it, if named here.
    fn by_office(&self) -> Option<usize> {
        let known = self.text.known_at(self.mention.of.as_ref()?.start)?.1;
        let leads = self.mention.kind == ActorKind::Person
            && self.text.pack.actors.leaders.contains(self.text.folded(self.mention.head));
        the_only(self.growing, |growing| leads && growing.leads.contains(&known.id))
    }

    /// A description without a name: the one chain that it can mean.
    fn by_description(&self) -> Option<(usize, String)> {
        let words = self.text.words(self.mention.range.clone());
        let owned = self.text.pack.actors.possessives.contains(self.text.folded(self.mention.range.start));
        let indefinite = !self.mention.definite;
        if !owned
            && !indefinite
            && let Some(chain) = self.growing.iter().position(|growing| growing.names.contains(&words))
        {
            return Some((chain, "the same words".into()));
        }
        if indefinite || owned {
            return None;
        }
        let quoted = self.text.is_quoted(self.mention.range.start);
        if let Some(descriptor) = self.mention.descriptor.as_ref().filter(|_| !quoted) {
            let fits = |growing: &Growing| {
                growing.descriptors.contains(descriptor)
                    && self.mention.country.is_none_or(|country| growing.country.is_none_or(|own| own == country))
                    && alike(self.mention.kind, growing.chain.kind)
            };
            if let Some(chain) = the_only(self.growing, fits) {
                return Some((chain, format!("the only actor here that is described as '{descriptor}'")));
            }
            let near = |other: &Found| self.sentence(&self.mention.range) - self.sentence(&other.range) <= 1;
            if let Some((chain, _)) = self.before().find(|(chain, it)| fits(&self.growing[*chain]) && near(it)) {
                return Some((chain, format!("the actor described as '{descriptor}' spoken of last")));
            }
        }
        self.unnamed_source().or_else(|| self.same_noun()).or_else(|| self.group_of_late())
    }

    /// The number of the sentence that a range of pieces stands in.
    fn sentence(&self, range: &Range<usize>) -> usize {
        let start = self.text.span(range).start;
        self.text.sentences.partition_point(|sentence| sentence.span.end <= start)
    }

    /// 'la source', 'l'officier': the unnamed source spoken of last.
    fn unnamed_source(&self) -> Option<(usize, String)> {
        if self.mention.kind != ActorKind::AnonymousSource || self.mention.country.is_some() {
            return None;
        }
        let (chain, _) = self.before().find(|(_, other)| other.kind == ActorKind::AnonymousSource)?;
        Some((chain, "the unnamed source spoken of last".into()))
    }

    /// 'le juge' after 'le juge Morvan', 'le parti' after 'le Parti du progrès': the only actor called by that noun.
    fn same_noun(&self) -> Option<(usize, String)> {
        let bare = self.mention.range.len() - self.mention.head.abs_diff(self.mention.range.start) == 1
            && self.mention.head - self.mention.range.start <= 1;
        if !bare {
            return None;
        }
        let head = self.text.folded(self.mention.head);
        let called = |growing: &Growing| {
            growing.heads.iter().any(|other| other == head)
                || growing.chain.named && growing.names.iter().any(|name| name.split(' ').next() == Some(head))
        };
        let chain = the_only(self.growing, called)?;
        Some((chain, format!("the only actor here that is called '{head}'")))
    }

    /// 'le mouvement terroriste', 'l'agence', 'le groupe': the actor of that kind spoken of last.
    fn group_of_late(&self) -> Option<(usize, String)> {
        let generic = &self.text.pack.actors.generic_nouns;
        if !generic.contains(self.text.folded(self.mention.head)) || self.mention.of.is_some() {
            return None;
        }
        if self.mention.country.is_some() || self.text.is_modified_behind(self.mention) {
            return None;
        }
        // One and the same clause rarely speaks of one actor by a name and by a noun.
        let sentence = self.text.sentences.iter().find(|it| it.span.contains(self.text.span(&self.mention.range)))?;
        let described = |fits: &dyn Fn(ActorKind) -> bool| {
            self.before().find(|(chain, other)| {
                let growing = &self.growing[*chain];
                let named = is_name(other) || other.apposition.is_some();
                let elsewhere = !sentence.span.contains(self.text.span(&other.range));
                // 'l'organisation internationale' is not the armed group spoken of last.
                let other_word = self.mention.descriptor.as_ref().is_some_and(|it| !growing.descriptors.contains(it));
                // 'la compagnie' is not the union spoken of last, and a name of unknown kind is most often a person.
                let head = self.text.folded(self.mention.head);
                let other_noun = !self.text.pack.actors.any_group.contains(head)
                    && !growing.heads.is_empty()
                    && growing.heads.iter().all(|other| other != head);
                let told = growing.chain.kind != ActorKind::Unknown || self.text.pack.actors.any_group.contains(head);
                growing.chain.named
                    && named
                    && elsewhere
                    && told
                    && !other_word
                    && !other_noun
                    && fits(growing.chain.kind)
            })
        };
        // 'le groupe', 'l'organisation' may be armed or not.
        let any = self.text.pack.actors.any_group.contains(self.text.folded(self.mention.head));
        let own = described(&|kind| kind == self.mention.kind || any && kind == ActorKind::ArmedGroup);
        let (chain, _) = own.or_else(|| described(&|kind| alike(self.mention.kind, kind)))?;
        Some((chain, "the actor of that kind spoken of last".into()))
    }
}

fn order<'f>(one: &'f Found, two: &'f Found) -> (&'f Found, &'f Found) {
    if one.range.start <= two.range.start { (one, two) } else { (two, one) }
}

/// Whether only a comma stands between two mentions, and the second ends its stretch.
pub(super) fn touch(one: &Found, two: &Found, text: &Text) -> bool {
    let skipped = (one.range.end..two.range.start).all(|at| text.pack.actors.determiners.contains(text.folded(at)));
    one.range.end <= two.range.start
        && two.range.start - one.range.end <= 1
        && skipped
        && text.pieces[one.range.end - 1].gap == Gap::Comma
        && !text.pack.actors.coordinators.contains(text.folded(two.range.end))
}

/// Whether the one names what the other describes: a person and a function, a group and an indefinite noun.
pub(super) fn are_one(one: &Found, two: &Found, text: &Text) -> bool {
    let person = |it: &Found| is_name(it) && matches!(it.kind, ActorKind::Person | ActorKind::Unknown) || it.with_name;
    let function = |it: &Found| {
        matches!(it.form, MentionForm::Title) && !it.with_name
            || it.kind == ActorKind::AnonymousSource && it.form == MentionForm::Description
    };
    let closes = text.pieces.get(two.range.end - 1).is_some_and(|piece| matches!(piece.gap, Gap::Comma | Gap::Break));
    if person(one) && function(two) {
        return true;
    }
    if function(one) && person(two) {
        return closes || text.pieces[two.range.end - 1].gap == Gap::Space;
    }
    let group = is_name(one) && !matches!(one.kind, ActorKind::Person | ActorKind::State);
    group && two.form == MentionForm::Description && !two.definite && alike(two.kind, one.kind)
}

/// Kinds that one description and one actor may have.
fn alike(description: ActorKind, actor: ActorKind) -> bool {
    use ActorKind::{Agency, ArmedGroup, Coalition, Institution, Media, Organisation, Unknown};
    match description {
        ArmedGroup => matches!(actor, ArmedGroup | Organisation | Unknown),
        Organisation | Institution => matches!(actor, Organisation | Institution | Unknown),
        Agency | Media => matches!(actor, Agency | Media),
        Coalition => matches!(actor, Coalition | ArmedGroup),
        other => other == actor,
    }
}

/// The one chain that fits.
pub(super) fn the_only(growing: &[Growing], fits: impl Fn(&Growing) -> bool) -> Option<usize> {
    let mut matching = growing.iter().enumerate().filter(|(_, growing)| fits(growing));
    let (chain, _) = matching.next()?;
    matching.next().is_none().then_some(chain)
}
