//! What the finders look at: pieces of words, quotations, syntax and actor mentions of one document.

use std::ops::Range;

use crate::annotate::pieces::{Piece, pieces};
use crate::annotate::quotations::{Quotation, quotations};
use crate::document::Document;
use crate::index::{ActorIdx, WordIdx};
use crate::language::Pack;
use crate::language::actors::ActorWords;
use crate::language::attributions::{AttributionWords, PhraseSet};
use crate::language::page::DateWords;
use crate::layers::actors::{ActorMention, Actors, MentionForm};
use crate::layers::attributions::SourceMention;
use crate::layers::kinds::ActorKind;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::{Syntax, Upos, Word};
use crate::layers::tokens::Token;
use crate::text::Span;

/// What the finders look at.
pub(super) struct Text<'t> {
    pub doc: &'t Document,
    pub sentences: &'t [Sentence],
    pub tokens: &'t [Token],
    pub syntax: &'t Syntax,
    pub pieces: Vec<Piece>,
    pub actors: &'t Actors,
    pub words: &'t AttributionWords,
    pub actor_words: &'t ActorWords,
    /// Words of date lines.
    pub dates: &'t DateWords,
    /// Lemmas of nouns of time.
    pub time_nouns: &'t std::collections::BTreeSet<String>,
    pub quotations: Vec<Quotation>,
}

impl<'t> Text<'t> {
    pub(super) fn new(
        doc: &'t Document,
        sentences: &'t [Sentence],
        tokens: &'t [Token],
        syntax: &'t Syntax,
        actors: &'t Actors,
        pack: &'t Pack,
    ) -> Text<'t> {
        Text {
            doc,
            sentences,
            tokens,
            syntax,
            pieces: pieces(doc, sentences),
            actors,
            words: &pack.attributions,
            actor_words: &pack.actors,
            dates: &pack.page.dates,
            time_nouns: &pack.syntax.time_nouns,
            quotations: quotations(&doc.text),
        }
    }

    /// Folded words of a range joined by spaces.
    pub(super) fn phrase(&self, range: Range<usize>) -> String {
        let words: Vec<&str> = self.pieces[range].iter().map(|piece| piece.folded.as_str()).collect();
        words.join(" ")
    }

    pub(super) fn folded(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| piece.folded.as_str())
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.pieces[range.start].span.cover(self.pieces[range.end - 1].span)
    }

    /// The text between two byte offsets; empty when they are out of order.
    pub(super) fn between(&self, start: u32, end: u32) -> &'t str {
        if start >= end { "" } else { Span { start, end }.of(&self.doc.text) }
    }

    /// The pieces of a sentence.
    pub(super) fn range_of(&self, sentence: &Sentence) -> Range<usize> {
        self.piece_from(sentence.span.start)..self.piece_from(sentence.span.end)
    }

    /// The first piece that begins at a byte offset or later.
    pub(super) fn piece_from(&self, offset: u32) -> usize {
        self.pieces.partition_point(|piece| piece.span.start < offset)
    }

    /// The end of the longest phrase that begins at a piece and that `is_it` accepts.
    pub(super) fn phrase_end(&self, at: usize, end: usize, is_it: impl Fn(&str) -> bool) -> Option<usize> {
        let last = end.min(at + self.words.longest);
        (at + 1..=last).rev().find(|&end| is_it(&self.phrase(at..end)))
    }

    /// The end of the longest phrase of a set that begins at a piece.
    pub(super) fn set_end(&self, at: usize, end: usize, set: &PhraseSet) -> Option<usize> {
        self.phrase_end(at, end, |phrase| set.contains(phrase))
    }

    /// The syntactic word of a piece: the last one of its token.
    pub(super) fn word_of(&self, at: usize) -> Option<WordIdx> {
        let piece = self.pieces.get(at)?;
        self.syntax.words_in(piece.span, self.tokens).next_back().map(WordIdx::new)
    }

    pub(super) fn word(&self, word: WordIdx) -> &'t Word {
        &self.syntax.words[word.at()]
    }

    /// The byte span of a word's token.
    pub(super) fn word_span(&self, word: WordIdx) -> Span {
        self.tokens[self.word(word).token.at()].span
    }

    /// The folded lemma of a word.
    pub(super) fn lemma(&self, word: WordIdx) -> String {
        crate::gazetteer::places::phrase(&self.word(word).lemma)
    }

    /// Whether a byte offset lies inside quotation marks, and which.
    pub(super) fn quotation_at(&self, offset: u32) -> Option<Quotation> {
        let at = self.quotations.partition_point(|quotation| quotation.outer.end <= offset);
        self.quotations.get(at).copied().filter(|quotation| quotation.outer.start <= offset)
    }

    /// The outermost mention that begins at a piece, or after its determiner.
    pub(super) fn mention_from(&self, at: usize) -> Option<(ActorIdx, &'t ActorMention)> {
        let start = self.pieces.get(at)?.span.start;
        let next = self.pieces.get(at + 1).map_or(start, |piece| piece.span.start);
        let longest = |from: u32| self.longest_mention(|mention| mention.span.start == from);
        longest(start).or_else(|| longest(next).filter(|_| self.pieces[at].folded.len() <= 3))
    }

    /// The longest mention that `fits`; of two equals the first. Possessives are no source, and persons whom only a
    /// noun tells give way to any other ('Le candidat, X, a promis').
    pub(super) fn longest_mention(&self, fits: impl Fn(&ActorMention) -> bool) -> Option<(ActorIdx, &'t ActorMention)> {
        let mentions = self.actors.mentions.iter().enumerate();
        let (position, mention) = mentions
            .filter(|(_, mention)| mention.form != MentionForm::Possessive)
            .filter(|(_, mention)| fits(mention))
            .max_by_key(|(position, mention)| {
                (mention.kind != ActorKind::People, mention.span.len(), std::cmp::Reverse(*position))
            })?;
        Some((ActorIdx::new(position), mention))
    }

    /// The noun phrase that a word heads, without clauses and appositions behind a comma.
    pub(super) fn noun_phrase(&self, head: WordIdx) -> Span {
        let mut span = self.word_span(head);
        let mut open = vec![head];
        while let Some(word) = open.pop() {
            for dependent in self.syntax.dependents(word) {
                let it = self.word(dependent);
                let inside = matches!(
                    it.universal_relation(),
                    "det" | "amod" | "nmod" | "flat" | "nummod" | "compound" | "fixed" | "conj" | "appos" | "case"
                );
                let leads = word == head && it.universal_relation() == "case";
                let ties = it.universal_relation() != "nmod" || self.is_linked(dependent);
                let bare = it.universal_relation() != "amod" || !self.has_complement(dependent);
                let verbal = it.upos == Upos::Verb || it.feats.is("VerbForm", "Part");
                if inside && !leads && ties && bare && !verbal {
                    open.push(dependent);
                    span = span.cover(self.word_span(dependent));
                }
            }
        }
        // Words in between that belong to no part of it ('X, venu hier, directeur') end the phrase; a comma
        // before its head begins it ('De son côté, Force ouvrière').
        let before = self.between(span.start, self.word_span(head).start);
        if let Some(comma) = before.rfind(',') {
            let rest = &before[comma + 1..];
            span.start += (comma + 1 + rest.len() - rest.trim_start().len()) as u32;
        }
        let head_end = self.word_span(head).end;
        let stop = self.between(head_end, span.end).find([',', ';', ':', '(', '«', '“', '"']);
        match stop {
            Some(at) => {
                let kept = self.between(head_end, head_end + at as u32).trim_end().len();
                Span { start: span.start, end: head_end + kept as u32 }
            }
            None => span,
        }
    }

    /// Whether a noun hangs on another by a preposition that names it ('le ministre de l'Intérieur'), or by none.
    fn is_linked(&self, noun: WordIdx) -> bool {
        let mut cases = self.syntax.dependents(noun).filter(|&at| self.word(at).universal_relation() == "case");
        cases.all(|case| self.words.phrases.noun_links.contains(&self.lemma(case)))
    }

    fn has_complement(&self, word: WordIdx) -> bool {
        self.syntax
            .dependents(word)
            .any(|at| matches!(self.word(at).universal_relation(), "obl" | "advcl" | "xcomp" | "obj"))
    }

    /// The source that a word heads: the mention of that head and its noun phrase.
    pub(super) fn source_at(&self, head: WordIdx) -> SourceMention {
        let token = self.word(head).token;
        let phrase = self.noun_phrase(head);
        let own = self.word_span(head);
        let named =
            self.longest_mention(|mention| mention.head == token && phrase.overlaps(mention.span)).or_else(|| {
                self.longest_mention(|mention| {
                    mention.span.contains(own) && phrase.contains(mention.span) && mention.span.start <= own.start
                })
            });
        match named {
            // A name is given without its article.
            Some((actor, mention)) if is_name(mention) && self.only_determines(phrase.start, mention.span) => {
                SourceMention { span: mention.span, actor: Some(actor) }
            }
            Some((actor, mention)) => SourceMention { span: mention.span.cover(phrase), actor: Some(actor) },
            None => self.in_apposition(phrase).unwrap_or(SourceMention { span: phrase, actor: None }),
        }
    }

    /// 'le directeur général, Luca Ferrante, …': the name between commas tells who the function is.
    fn in_apposition(&self, phrase: Span) -> Option<SourceMention> {
        let (actor, mention) = self.longest_mention(|mention| {
            let between = self.between(phrase.end, mention.span.start);
            is_name(mention) && mention.span.start > phrase.end && between.trim() == ","
        })?;
        let closed = self.doc.text.get(mention.span.end as usize..).is_some_and(|rest| rest.starts_with(','));
        closed.then(|| SourceMention { span: phrase.cover(mention.span), actor: Some(actor) })
    }

    /// Whether nothing but determiners stands between an offset and a mention.
    fn only_determines(&self, from: u32, mention: Span) -> bool {
        let before = Span { start: from, end: mention.start.max(from) };
        let mut words = self.syntax.words_in(before, self.tokens);
        before.is_empty() || words.all(|at| matches!(self.syntax.words[at].upos, Upos::Det | Upos::Adp))
    }

    /// The noun phrase that ends at an offset, white space aside, inside a sentence: the longest.
    pub(super) fn phrase_until(&self, from: u32, end: u32) -> Option<SourceMention> {
        let end = from + self.between(from, end).trim_end().len() as u32;
        let words = self.syntax.words_in(Span { start: from, end: end.max(from) }, self.tokens).map(WordIdx::new);
        let nouns = words.filter(|&at| matches!(self.word(at).upos, Upos::Noun | Upos::Propn));
        let mut phrases = nouns.filter(|&at| {
            let phrase = self.noun_phrase(at);
            phrase.end >= end && phrase.start >= from
        });
        phrases.next().map(|head| {
            let source = self.source_at(head);
            SourceMention { span: Span { start: source.span.start, end: source.span.end.min(end) }, ..source }
        })
    }

    /// The root of a word's sentence.
    pub(super) fn root(&self, word: WordIdx) -> WordIdx {
        self.syntax.path_to_root(word).last().unwrap_or(word)
    }
}

pub(super) fn is_name(mention: &ActorMention) -> bool {
    matches!(mention.form, MentionForm::Name | MentionForm::Acronym | MentionForm::Metonym)
}
