//! Speakers that nothing but what they say makes actors: the source of an attribution that no mention holds ('a
//! déclaré un taximan', 'the cousin said') becomes one, and a pronoun that speaks goes on from the speaker before.

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::places::{PlaceKind, phrase};
use crate::index::{ActorIdx, ChainIdx, WordIdx};
use crate::language::Pack;
use crate::layers::actors::{ActorMention, Actors, Chain, MentionForm};
use crate::layers::attributions::{Attribution, SourceMention};
use crate::layers::kinds::{ActorKind, LabelStance};
use crate::layers::syntax::{Syntax, Upos};
use crate::layers::tokens::Token;
use crate::layers::toponyms::{Toponym, ToponymForm, Toponyms};
use crate::text::Span;

/// What speakers are told by.
struct Speakers<'t> {
    doc: &'t Document,
    tokens: &'t [Token],
    syntax: &'t Syntax,
    toponyms: &'t Toponyms,
    pack: &'t Pack,
    gazetteer: &'t Gazetteer,
    actors: Actors,
}

/// Gives every source that can speak a mention. The mentions stay sorted by span, and all indexes follow.
pub(crate) fn speakers(
    doc: &Document,
    tokens: &[Token],
    syntax: &Syntax,
    toponyms: &Toponyms,
    (pack, gazetteer): (&Pack, &Gazetteer),
    actors: Actors,
    mut attributions: Vec<Attribution>,
) -> (Actors, Vec<Attribution>) {
    let mut speakers = Speakers { doc, tokens, syntax, toponyms, pack, gazetteer, actors };
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&at| place(&attributions[at]));
    let mut last: Option<SourceMention> = None;
    for at in order {
        let Some(source) = attributions[at].source.clone() else { continue };
        // An object noun is often said of things ('la carte montre la digue'): there the noun has to be known.
        let sure = attributions[at].rule != "verb_and_object";
        let actor = source.actor.or_else(|| speakers.mention_of(source.span, last.as_ref(), sure));
        if actor.is_some() {
            last = Some(SourceMention { span: source.span, actor });
        }
        if let Some(source) = &mut attributions[at].source {
            source.actor = actor;
        }
    }
    sorted(speakers.actors, attributions)
}

/// Where an attribution says who speaks.
fn place(attribution: &Attribution) -> u32 {
    attribution.source.as_ref().map_or(attribution.content.start, |source| source.span.start)
}

/// Characters between two statements of one speaker, at most.
const GOES_ON: u32 = 600;

impl Speakers<'_> {
    /// The mention of a source, an old or a new one.
    fn mention_of(&mut self, span: Span, last: Option<&SourceMention>, sure: bool) -> Option<ActorIdx> {
        let head = self.syntax.word_at(span, self.tokens)?;
        let word = &self.syntax.words[head.at()];
        let token = word.token;
        let own = self.tokens[token.at()].span;
        let old = self
            .actors
            .mentions
            .iter()
            .position(|mention| mention.head == token && mention.span.overlaps(span) || mention.span == span);
        let around = || {
            let around = |it: &ActorMention| span.contains(it.span) && it.span.contains(own) && !it.is_pronoun();
            self.actors.mentions.iter().position(around)
        };
        if let Some(old) = old.or_else(around) {
            return Some(ActorIdx::new(old));
        }
        match word.upos {
            Upos::Pron if word.feats.is("PronType", "Rel") => self.before(span),
            Upos::Pron => self.goes_on(span, head, last?),
            Upos::Noun | Upos::Propn => self.government(head).or_else(|| self.noun(span, head, sure)),
            _ => None,
        }
    }

    /// 'le RFR, qui jurait que …': the mention right before a relative pronoun.
    fn before(&self, pronoun: Span) -> Option<ActorIdx> {
        let ends = |it: &&(usize, &ActorMention)| {
            let near = it.1.span.end <= pronoun.start && pronoun.start - it.1.span.end <= 3;
            near && !it.1.is_pronoun()
        };
        let near = self.actors.mentions.iter().enumerate().filter(|it| ends(&it));
        near.max_by_key(|(_, mention)| mention.span.len()).map(|(at, _)| ActorIdx::new(at))
    }

    /// 'Rabat a fait savoir que …': a country or its capital that speaks is its government.
    fn government(&mut self, head: WordIdx) -> Option<ActorIdx> {
        let own = self.tokens[self.syntax.words[head.at()].token.at()].span;
        let named = |it: &&Toponym| it.form == ToponymForm::Name && it.span.contains(own);
        let toponym = self.toponyms.mentions.iter().find(named)?;
        let (span, place) = (toponym.span.cover(own), self.gazetteer.places.get(toponym.place?)?);
        let governs = place.kind == PlaceKind::Country || place.kind == PlaceKind::Settlement && place.is_capital;
        let country = self.gazetteer.places.country_of(toponym.place?).filter(|_| governs)?;
        let role = format!("government/{}", country.0);
        let old = self.actors.chains.iter().position(|chain| chain.role.as_ref() == Some(&role)).map(ChainIdx::new);
        let chain = old.unwrap_or_else(|| self.new_chain(span, ActorKind::State, true));
        self.actors.chains[chain.at()].role = Some(role);
        let link = if old.is_some() { "the government of the same country" } else { "" };
        Some(self.add(span, head, chain, MentionForm::Metonym, ActorKind::State, link))
    }

    /// 'Il précise que …': a pronoun that speaks right after somebody has spoken is the same.
    fn goes_on(&mut self, span: Span, head: WordIdx, last: &SourceMention) -> Option<ActorIdx> {
        let pronoun = self.pack.actors.pronouns.get(&phrase(self.doc.slice(span)))?;
        let spoken = &self.actors.mentions[last.actor?.at()];
        let near = span.start >= last.span.end && span.start - last.span.end <= GOES_ON;
        let person = matches!(spoken.kind, ActorKind::Person | ActorKind::AnonymousSource | ActorKind::Unknown);
        let single = pronoun.len() == 2 && pronoun.ends_with('s');
        if !near || !person || !single || self.gender(spoken).is_some_and(|own| !pronoun.starts_with(own)) {
            return None;
        }
        let chain = spoken.chain;
        Some(self.add(span, head, chain, MentionForm::Pronoun, ActorKind::Unknown, "the speaker goes on"))
    }

    /// The gender that the article of a mention tells.
    fn gender(&self, mention: &ActorMention) -> Option<char> {
        let head = self.syntax.words_in(self.tokens[mention.head.at()].span, self.tokens).next_back()?;
        let mut articles = self
            .syntax
            .dependents(WordIdx::new(head))
            .filter(|&at| self.syntax.words[at.at()].universal_relation() == "det");
        match self.syntax.words[articles.next()?.at()].feats.get("Gender") {
            Some("Masc") => Some('m'),
            Some("Fem") => Some('f'),
            _ => None,
        }
    }

    /// A noun with its phrase, unless it denotes a text, a time or a place.
    fn noun(&mut self, span: Span, head: WordIdx, sure: bool) -> Option<ActorIdx> {
        let word = &self.syntax.words[head.at()];
        let (form, lemma) = (phrase(&word.form), phrase(&word.lemma));
        let phrases = &self.pack.attributions.phrases;
        let own = self.tokens[word.token.at()].span;
        let silent = [&phrases.texts, &phrases.carriers, &phrases.not_sources];
        let is_time = self.pack.syntax.time_nouns.contains(&word.lemma) || self.pack.page.dates.is_weekday(&form);
        let place = |it: &Toponym| it.form == ToponymForm::Name && it.span.contains(own);
        if silent.iter().any(|set| set.contains(&lemma) || set.contains(&form))
            || is_time
            || self.toponyms.mentions.iter().any(place)
            || self.pack.events.noun(&word.lemma.to_lowercase()).next().is_some()
            || !form.chars().any(char::is_alphabetic)
        {
            return None;
        }
        // A name inside tells who it is: 'Port Lee resident Anna Bell'.
        let inside = self.actors.mentions.iter().position(|mention| {
            let named = mention.form == MentionForm::Name && mention.kind == ActorKind::Person;
            named && span.contains(mention.span) && mention.span.start >= own.end
        });
        if let Some(inside) = inside {
            return Some(ActorIdx::new(inside));
        }
        let words = &self.pack.actors;
        let first = self.doc.slice(span).split(|c: char| !c.is_alphanumeric()).next().map(phrase).unwrap_or_default();
        let definite = words.definites.contains(&first);
        let kind = if let Some(&kind) = words.nouns.get(&form) {
            kind
        } else if words.functions.contains(&form) {
            ActorKind::Person
        } else {
            ActorKind::Unknown
        };
        if !sure && kind == ActorKind::Unknown && !words.people.contains(&word.lemma.to_lowercase()) {
            return None;
        }
        let named = word.upos == Upos::Propn && own.of(&self.doc.text).starts_with(char::is_uppercase);
        let before = self.called(&form, own.start).filter(|_| definite && !named);
        let chain = before.unwrap_or_else(|| self.new_chain(span, kind, named));
        let form = if named { MentionForm::Name } else { MentionForm::Description };
        let link = if before.is_some() { "the only actor here that is called by this noun" } else { "" };
        let at = self.add(span, head, chain, form, kind, link);
        self.actors.mentions[at.at()].indefinite = !definite && !named;
        Some(at)
    }

    /// The one chain that a mention before an offset calls by a noun.
    fn called(&self, noun: &str, before: u32) -> Option<ChainIdx> {
        let mut chains: Vec<ChainIdx> = self
            .actors
            .mentions
            .iter()
            .filter(|mention| mention.span.end <= before && !mention.is_pronoun() && mention.members.is_empty())
            .filter(|mention| phrase(self.doc.slice(self.tokens[mention.head.at()].span)) == noun)
            .map(|mention| mention.chain)
            .collect();
        chains.sort();
        chains.dedup();
        chains.first().copied().filter(|_| chains.len() == 1)
    }

    fn new_chain(&mut self, span: Span, kind: ActorKind, named: bool) -> ChainIdx {
        self.actors.chains.push(Chain {
            name: self.doc.slice(span).to_owned(),
            kind,
            known: None,
            named,
            role: None,
            stands_for: Vec::new(),
            mentions: Vec::new(),
        });
        ChainIdx::new(self.actors.chains.len() - 1)
    }

    fn add(
        &mut self,
        span: Span,
        head: WordIdx,
        chain: ChainIdx,
        form: MentionForm,
        kind: ActorKind,
        link: &str,
    ) -> ActorIdx {
        self.actors.mentions.push(ActorMention {
            span,
            head: self.syntax.words[head.at()].token,
            form,
            kind,
            chain,
            indefinite: false,
            members: Vec::new(),
            link: link.to_owned(),
            stance: LabelStance::Neutral,
            rule: "source_of_words".to_owned(),
        });
        let at = ActorIdx::new(self.actors.mentions.len() - 1);
        self.actors.chains[chain.at()].mentions.push(at);
        at
    }
}

/// Sorts the mentions by span, the longer first, and moves all indexes along.
fn sorted(actors: Actors, mut attributions: Vec<Attribution>) -> (Actors, Vec<Attribution>) {
    let Actors { mentions, mut chains } = actors;
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|&at| (mentions[at].span.start, std::cmp::Reverse(mentions[at].span.end), at));
    let mut place = vec![ActorIdx::new(0); mentions.len()];
    for (new, &old) in order.iter().enumerate() {
        place[old] = ActorIdx::new(new);
    }
    let mut slots: Vec<Option<ActorMention>> = mentions.into_iter().map(Some).collect();
    let mentions = order
        .into_iter()
        .filter_map(|old| slots[old].take())
        .map(|mut mention| {
            mention.members.iter_mut().for_each(|member| *member = place[member.at()]);
            mention
        })
        .collect();
    for chain in &mut chains {
        chain.mentions.iter_mut().for_each(|at| *at = place[at.at()]);
        chain.mentions.sort();
    }
    for attribution in &mut attributions {
        for source in attribution.source.iter_mut().chain(&mut attribution.via) {
            source.actor = source.actor.map(|at| place[at.at()]);
        }
    }
    (Actors { mentions, chains }, attributions)
}
