//! Figures: how many, with bounds, of what.

use std::collections::BTreeSet;

use super::text::Text;

use crate::index::{TokenIdx, WordIdx};
use crate::language::events::Figures;
use crate::layers::claims::{Quantity, REST};
use crate::layers::syntax::Upos;
use crate::layers::tokens::TokenKind;
use crate::text::Span;

/// Tokens of the longest figure with its bounds ('between one hundred and two hundred and fifty').
const FIGURE: usize = 10;

/// Tokens of the longest number in words, hyphens counted.
const WORDS: usize = 24;

/// Groups of three digits of the longest number.
const GROUPS: usize = 6;

/// Tokens before a range within which a verb of growth stands.
const GROWTH: usize = 6;

const MILLION: u64 = 1_000_000;

/// The figure that counts what a noun names; the noun may itself be one of quantity ('une dizaine de').
pub(super) fn figure(text: &Text, noun: WordIdx, counted: &str) -> Option<Quantity> {
    let reader = Reader { text, figures: &text.words.figures };
    let noun = reader.quantity_noun(noun);
    let token = text.annotations.syntax.words[noun.at()].token;
    let itself = reader.number_ending(token.at()).filter(|_| reader.collective(token.at()).is_none());
    let itself = itself.map(|(number, first)| (Value { number, open: false }, first, token.at()));
    let (value, first, last) = itself.or_else(|| reader.value(token))?;
    let unit = reader.unit(noun, last);
    let (min, max, first) = reader.bounds(value, first);
    let span = reader.span(first).cover(reader.span(last));
    let who = who(text.doc.slice(span), &text.words.figures);
    Some(Quantity { span, min, max, counted: counted.to_owned(), unit, who })
}

/// Who is counted, by the words around a figure; what is left over ('deux autres soldats') is that first of all.
fn who(figure: &str, figures: &Figures) -> Option<String> {
    let is_named = |known: &BTreeSet<String>| is_any(figure, known);
    let rest = figures.who.get(REST).filter(|known| is_named(known)).map(|_| REST);
    let named = || figures.who.iter().find(|(_, known)| is_named(known)).map(|(key, _)| key.as_str());
    rest.or_else(named).map(str::to_owned)
}

/// Whether what is counted is no person ('thousands of *houses*').
pub(super) fn is_thing(unit: &str, figures: &Figures) -> bool {
    is_any(unit, &figures.things)
}

/// Whether one of the words of a phrase is known, in the singular or the plural.
fn is_any(phrase: &str, known: &BTreeSet<String>) -> bool {
    let lower = phrase.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| known.contains(word) || word.strip_suffix(['s', 'x']).is_some_and(|one| known.contains(one)))
}

/// 'Entre 75 et 80 000': the lower figure counts in what the higher one does.
fn scaled(low: f64, high: f64) -> f64 {
    let units = [1e6, 1e3];
    units.into_iter().map(|unit| low * unit).find(|&scaled| scaled < high).unwrap_or(low)
}

/// The share in '60 % de'.
pub(super) fn percentage(text: &Text, word: WordIdx) -> Option<(f64, Span)> {
    let reader = Reader { text, figures: &text.words.figures };
    let token = text.annotations.syntax.words[word.at()].token;
    let at = (token.at()..token.at() + 2).find(|&at| reader.is_percent(at))?;
    let number = at.checked_sub(1)?;
    Some((reader.digits(number)?, reader.span(number).cover(reader.span(at))))
}

/// A value with bounds of its own: a plural 'dizaines' is open upwards.
#[derive(Clone, Copy)]
struct Value {
    number: f64,
    open: bool,
}

pub(super) struct Reader<'t> {
    pub text: &'t Text<'t>,
    pub figures: &'t Figures,
}

impl Reader<'_> {
    /// 'une dizaine de morts' is counted by its head.
    fn quantity_noun(&self, noun: WordIdx) -> WordIdx {
        let syntax = &self.text.annotations.syntax;
        let head = syntax.head(noun).filter(|_| syntax.words[noun.at()].universal_relation() == "nmod");
        head.filter(|head| self.collective(syntax.words[head.at()].token.at()).is_some()).unwrap_or(noun)
    }

    fn span(&self, token: usize) -> Span {
        self.text.annotations.tokens[token].span
    }

    /// A token in lower case; empty outside the text.
    pub fn word(&self, token: usize) -> String {
        let span = self.text.annotations.tokens.get(token).map(|token| token.span);
        span.map_or(String::new(), |span| self.text.doc.slice(span).to_lowercase().replace('’', "'"))
    }

    fn digits(&self, token: usize) -> Option<f64> {
        let kind = self.text.annotations.tokens.get(token)?.kind;
        let word = self.word(token);
        if kind != TokenKind::Number && !word.chars().all(|c| c.is_ascii_digit()) {
            return None;
        }
        let plain: String = word.chars().filter(|c| !c.is_whitespace() && *c != '\'').collect();
        // A sign before exactly three digits groups them, unless millions follow ('1,089 million de personnes');
        // otherwise it is the decimal sign.
        let decimal = plain.matches(self.figures.decimal).count() == 1 && self.is_magnitude(token + 1);
        let grouped = !decimal && plain.split([',', '.']).skip(1).all(|group| group.len() == 3);
        let number = if grouped { plain.replace([',', '.'], "") } else { plain.replace(',', ".") };
        number.parse().ok().filter(|value: &f64| value.is_finite())
    }

    /// '9 900': groups of three digits that the tokens keep apart, as one number with its first token.
    fn grouped(&self, mut value: f64, last: usize) -> (f64, usize) {
        let (mut first, mut unit) = (last, 1000.0);
        let near = |&group: &usize| group + GROUPS > last && self.leads_group(group);
        while let Some(group) = first.checked_sub(1).filter(near) {
            let Ok(digits) = self.word(group).parse::<f64>() else { break };
            (value, first, unit) = (value + digits * unit, group, unit * 1000.0);
        }
        (value, first)
    }

    /// Whether the digits of a token are the thousands of the three digits after it, and no day or year.
    fn leads_group(&self, token: usize) -> bool {
        let (word, next) = (self.word(token), self.word(token + 1));
        let digits = |word: &str| !word.is_empty() && word.bytes().all(|c| c.is_ascii_digit());
        let (span, after) = (self.span(token), self.span(token + 1));
        let between = self.text.doc.text.get(span.end as usize..after.start as usize).unwrap_or("");
        let spaced = between.chars().count() == 1 && between.chars().all(|c| c.is_whitespace() && c != '\n');
        let dated = || self.text.annotations.timexes.iter().any(|timex| timex.span.overlaps(span));
        digits(&word)
            && word.len() <= 3
            && !word.starts_with('0')
            && digits(&next)
            && next.len() == 3
            && spaced
            && !dated()
    }

    /// Whether a token is the hyphen inside a number ('thirty-five').
    fn is_hyphen(&self, token: usize) -> bool {
        matches!(self.word(token).as_str(), "-" | "\u{2010}" | "\u{2011}") && self.text.joins(token)
    }

    /// Whether a token is a word for a million or more.
    fn is_magnitude(&self, token: usize) -> bool {
        let word = self.word(token);
        let singular = word.strip_suffix('s').unwrap_or(&word);
        let known = [&self.figures.numbers, &self.figures.collectives];
        known.iter().any(|of| of.get(singular).is_some_and(|&value| value >= MILLION))
    }

    pub fn is_percent(&self, token: usize) -> bool {
        let word = self.word(token);
        !word.is_empty() && self.figures.percent.contains(&word)
    }

    /// The number before a noun, or in it: value, first and last token.
    fn value(&self, noun: TokenIdx) -> Option<(Value, usize, usize)> {
        self.value_after(noun, 0).filter(|(value, ..)| value.number.is_finite())
    }

    /// As [`Reader::value`], behind so many nouns of quantity.
    fn value_after(&self, noun: TokenIdx, nouns: usize) -> Option<(Value, usize, usize)> {
        let at = noun.at();
        if let Some((number, plural)) = self.collective(at) {
            // 'des dizaines de milliers'.
            let chained = at.checked_sub(2).filter(|_| nouns < GROUPS && self.figures.of.contains(&self.word(at - 1)));
            if let Some((Value { number: times, open }, first, _)) = chained
                .filter(|&outer| self.collective(outer).is_some())
                .and_then(|outer| self.value_after(TokenIdx::new(outer), nouns + 1))
            {
                return Some((Value { number: times * number, open }, first, at));
            }
            let before = at.checked_sub(1);
            let times = before.and_then(|before| self.number_ending(before));
            let several = before.and_then(|before| self.figures.several.get(&self.word(before)));
            return Some(match (times, several) {
                (Some((times, first)), _) => (Value { number: times * number, open: false }, first, at),
                (None, Some(&least)) => (Value { number: least as f64 * number, open: true }, at - 1, at),
                (None, None) if plural => (Value { number: 2.0 * number, open: true }, at, at),
                (None, None) => {
                    (Value { number, open: false }, before.filter(|&it| self.is_article(it)).unwrap_or(at), at)
                }
            });
        }
        // Up to two adjectives may stand between the number and its noun.
        for before in (at.saturating_sub(3)..at).rev() {
            if self.sentence_of(before) != self.sentence_of(at) {
                return None;
            }
            if let Some((number, first)) = self.number_ending(before) {
                return Some((Value { number, open: false }, first, at));
            }
            if let Some(&least) = self.figures.several.get(&self.word(before)) {
                return Some((Value { number: least as f64, open: true }, before, at));
            }
            let upos = self.text.annotations.syntax.words_of(TokenIdx::new(before)).first()?.upos;
            if upos != Upos::Adj {
                return None;
            }
        }
        None
    }

    fn is_article(&self, token: usize) -> bool {
        self.text.annotations.syntax.words_of(TokenIdx::new(token)).first().is_some_and(|word| word.upos == Upos::Det)
    }

    fn sentence_of(&self, token: usize) -> Option<u32> {
        self.text.annotations.syntax.words_of(TokenIdx::new(token)).first().map(|word| word.sentence)
    }

    /// Value of a noun of quantity, and whether it is plural.
    fn collective(&self, token: usize) -> Option<(f64, bool)> {
        let word = self.word(token);
        let exact = self.figures.collectives.get(&word).filter(|_| !self.figures.numbers.contains_key(&word));
        if let Some(&value) = exact {
            return Some((value as f64, false));
        }
        let singular = word.strip_suffix('s')?;
        self.figures.collectives.get(singular).map(|&value| (value as f64, true))
    }

    /// The number that ends at a token, with its first token: '12', 'vingt et un', 'deux mille'.
    fn number_ending(&self, last: usize) -> Option<(f64, usize)> {
        // An article counts nothing.
        if self.is_article(last) {
            return None;
        }
        if let Some(value) = self.digits(last) {
            return Some(self.grouped(value, last));
        }
        let mut first = last + 1;
        while let Some(before) = first.checked_sub(1).filter(|before| before + WORDS > last) {
            let word = self.word(before);
            let part = |word: &str| self.figures.numbers.contains_key(word);
            let bare = self.figures.joints.contains(&word) || self.is_hyphen(before);
            let joint = bare && before > 0 && part(&self.word(before - 1)) && first <= last;
            let is_digits = first <= last && self.digits(before).is_some();
            let spelled = word.split('-').all(|piece| part(piece) || self.figures.joints.contains(piece));
            if !(spelled && !bare || joint || is_digits) {
                break;
            }
            first = before;
            if is_digits {
                break;
            }
        }
        (first <= last).then(|| Some((self.in_words(first, last)?, first)))?
    }

    fn in_words(&self, first: usize, last: usize) -> Option<f64> {
        let (mut total, mut part) = (0.0, 0.0);
        for token in first..=last {
            if let Some(value) = self.digits(token) {
                part = value;
                continue;
            }
            if self.is_hyphen(token) {
                continue;
            }
            let word = self.word(token);
            let pieces: Vec<&str> =
                if self.figures.numbers.contains_key(&word) { vec![&word] } else { word.split('-').collect() };
            for piece in pieces.into_iter().filter(|piece| !self.figures.joints.contains(*piece)) {
                let value = *self.figures.numbers.get(piece)? as f64;
                if value >= 1000.0 {
                    total += f64::max(part, 1.0) * value;
                    part = 0.0;
                } else if value >= 100.0 {
                    part = f64::max(part, 1.0) * value;
                } else if value == 20.0 && part == 4.0 {
                    // French counts eighty as four twenties.
                    part = 80.0;
                } else {
                    part += value;
                }
            }
        }
        Some(total + part).filter(|number| number.is_finite())
    }

    /// Bounds that the words before a number give it, and the first token of all.
    fn bounds(&self, value: Value, first: usize) -> (Option<f64>, Option<f64>, usize) {
        if let Some((low, start)) = self.range(value.number, first) {
            return (Some(low), Some(value.number), start);
        }
        if let Some(start) = self.phrase_before(&self.figures.least, first) {
            return (Some(value.number), None, start);
        }
        if let Some(start) = self.phrase_before(&self.figures.most, first) {
            return (None, Some(value.number), start);
        }
        (Some(value.number), Some(value.number).filter(|_| !value.open), first)
    }

    /// The lower figure of a range that ends with a number ('entre 15 et 20', '300 à 350'), with the range's first token.
    /// What grew 'de 300 à 350' is no range.
    fn range(&self, high: f64, first: usize) -> Option<(f64, usize)> {
        let joint = first.checked_sub(1)?;
        let joined = self.word(joint);
        let (low, start) = joint.checked_sub(1).and_then(|end| self.number_ending(end))?;
        let low = scaled(low, high);
        self.figures.between.iter().filter(|[_, between]| joined == *between).find_map(|[before, _]| {
            let start = if before.is_empty() { start } else { start.checked_sub(1)? };
            let opened = before.is_empty() || self.word(start) == *before;
            (opened && low < high && !self.grows(start)).then_some((low, start))
        })
    }

    /// Whether a verb of growth stands before a token: 'est passé *de 300 à 350*'.
    fn grows(&self, token: usize) -> bool {
        let syntax = &self.text.annotations.syntax;
        let same = |at: &usize| self.sentence_of(*at) == self.sentence_of(token);
        let mut words =
            (token.saturating_sub(GROWTH)..token).filter(same).flat_map(|at| syntax.words_of(TokenIdx::new(at)));
        words.any(|word| self.figures.growth.contains(&word.lemma.to_lowercase()))
    }

    /// First token of a phrase that ends just before a token.
    fn phrase_before(&self, phrases: &[String], token: usize) -> Option<usize> {
        for phrase in phrases {
            let words: Vec<&str> = phrase.split(' ').collect();
            let Some(start) = token.checked_sub(words.len()) else { continue };
            if words.iter().enumerate().all(|(at, word)| self.word(start + at) == *word) {
                return Some(start);
            }
        }
        None
    }

    /// The figure that begins at a token, its bounds included, and the token after it.
    pub fn figure_from(&self, at: usize, end: usize, counted: &str) -> Option<(Quantity, usize)> {
        let known = self.text.figures.borrow().get(&(at, end)).cloned();
        let figure = known.unwrap_or_else(|| {
            let read = self.read_figure(at, end);
            self.text.figures.borrow_mut().insert((at, end), read.clone());
            read
        });
        figure.map(|(quantity, next)| (Quantity { counted: counted.to_owned(), ..quantity }, next))
    }

    /// A figure of whatever is counted.
    fn read_figure(&self, at: usize, end: usize) -> Option<(Quantity, usize)> {
        let after = self.figures.about.iter().find_map(|phrase| self.phrase_from(phrase, at));
        let at = after.unwrap_or(at);
        let quantity = |value: Value, first: usize, last: usize| {
            let (min, max, start) = self.bounds(value, first);
            let span = self.span(start).cover(self.span(last));
            let unit = if last + 1 < end { self.word(last + 1) } else { String::new() };
            let who = who(&format!("{} {unit}", self.text.doc.slice(span)), self.figures);
            (start == at || first == at).then(|| Quantity { span, min, max, counted: String::new(), unit, who })
        };
        for last in (at..end.min(at + FIGURE)).rev() {
            let collective = self.collective(last).and_then(|_| self.value(TokenIdx::new(last)));
            let plain = || self.number_ending(last).map(|(number, first)| (Value { number, open: false }, first, last));
            let Some((value, first, _)) = collective.or_else(plain) else { continue };
            if let Some(found) = quantity(value, first, last) {
                return Some((found, last + 1));
            }
        }
        let least = self.figures.several.get(&self.word(at)).filter(|_| at < end)?;
        Some((quantity(Value { number: *least as f64, open: true }, at, at)?, at + 1))
    }

    /// One of what an article or a word for one stands before ('un mort').
    pub fn one(&self, at: usize, counted: &str) -> Option<Quantity> {
        self.figures.numbers.get(&self.word(at)).filter(|&&value| value == 1)?;
        let unit = self.word(at + 1);
        let who = who(&unit, self.figures);
        Some(Quantity { span: self.span(at), min: Some(1.0), max: Some(1.0), counted: counted.to_owned(), unit, who })
    }

    /// The token after a phrase that begins at a token.
    fn phrase_from(&self, phrase: &str, at: usize) -> Option<usize> {
        let words: Vec<&str> = phrase.split(' ').collect();
        words.iter().enumerate().all(|(offset, word)| self.word(at + offset) == *word).then_some(at + words.len())
    }

    /// What is counted, as written.
    fn unit(&self, noun: WordIdx, last: usize) -> String {
        let syntax = &self.text.annotations.syntax;
        if self.collective(last).is_some() {
            let below = syntax.dependents(noun).find(|&word| syntax.words[word.at()].universal_relation() == "nmod");
            if let Some(below) = below {
                return syntax.words[below.at()].form.clone();
            }
        }
        syntax.words[noun.at()].form.clone()
    }
}
