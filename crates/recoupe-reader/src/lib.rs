//! A small multilingual encoder that was taught what happened, who took part, where and when: the second reader.
//!
//! A file holds a vocabulary, an encoder (BERT, Devlin et al. 2019) of 8-bit weights, and heads: small networks over the
//! states of words. All is pure Rust without files, clock or threads, and its numbers are the same to the last bit on
//! every machine: products are integers, the rest is 32-bit floats in a fixed order.

mod attention;
mod encoder;
mod file;
mod heads;
mod links;
mod numbers;
mod pieces;
mod product;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::ops::Range;

use thiserror::Error;

use heads::{Head, Input};

pub use links::{Link, Mention, MentionKind, Role};

/// A byte range of the text that was read, on character boundaries, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// What can be wrong with the file of a reader.
#[derive(Debug, Error)]
pub enum ReaderError {
    /// Not one of our files.
    #[error("this is no file of a reader")]
    NoReader,
    /// The file ends early.
    #[error("the file of the reader ends early")]
    Short,
    /// Another version of the format.
    #[error("the file of the reader has format {found}; this program reads format {wanted}")]
    Version {
        /// Its version.
        found: u32,
        /// The version that is read.
        wanted: u32,
    },
    /// The header.
    #[error("the header of the reader is wrong: {what}")]
    Header {
        /// What is wrong.
        what: String,
    },
    /// A section.
    #[error("section '{name}' of the reader is wrong: {what}")]
    Section {
        /// The section.
        name: String,
        /// What is wrong.
        what: String,
    },
    /// A head.
    #[error("head '{name}' of the reader is wrong: {what}")]
    Head {
        /// The head.
        name: String,
        /// What is wrong.
        what: String,
    },
}

/// A reader: an encoder with heads.
#[derive(Debug)]
pub struct Reader {
    header: file::Header,
    file: file::File,
    vocabulary: pieces::Vocabulary,
    encoder: encoder::Encoder,
    heads: Vec<(String, heads::Head)>,
}

/// A text as the reader has read it.
#[derive(Debug, Default)]
pub struct Read {
    words: Vec<Word>,
    units: Vec<Unit>,
    /// The states of the words, one after another.
    states: Vec<f32>,
    hidden: usize,
}

#[derive(Debug)]
struct Word {
    span: Span,
    /// Number of its sentence.
    sentence: u32,
    /// The sign that it is, if it is a single one.
    sign: Option<char>,
}

/// What was read at once.
#[derive(Debug)]
struct Unit {
    /// First word, and one past the last.
    words: (usize, usize),
    /// The mean of the words' states.
    state: Vec<f32>,
}

/// Words that tell that something happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Trigger {
    /// Byte span in the text that was read.
    pub span: Span,
    /// Path of the event type that is the most probable.
    pub event_type: String,
    /// How probable it is that they tell of an event of any type.
    pub probability: f32,
    words: (usize, usize),
}

/// Units of one text that are read; what comes behind them is left to the rules.
const UNITS: usize = 100;

impl Reader {
    /// Reads the file of a reader.
    ///
    /// # Errors
    /// When the file is damaged, of another version, or of a shape that is not supported.
    pub fn read(bytes: Cow<'static, [u8]>) -> Result<Reader, ReaderError> {
        let (header, file) = file::File::read(bytes)?;
        let vocabulary = pieces::Vocabulary::read(&header, &file)?;
        let encoder = encoder::Encoder::read(&header, &file)?;
        let head = |it: &file::HeadHeader| Ok((it.name.clone(), heads::Head::read(&header, it, &file)?));
        let heads = header.heads_.iter().map(head).collect::<Result<_, ReaderError>>()?;
        Ok(Reader { header, file, vocabulary, encoder, heads })
    }

    /// What it calls itself.
    pub fn name(&self) -> &str {
        &self.header.name
    }

    /// The probability from which an answer of a head is taken; `None` where the reader was not calibrated for it.
    pub fn threshold(&self, of: &str) -> Option<f32> {
        self.header.thresholds.get(of).copied()
    }

    fn head(&self, name: &str) -> Option<&Head> {
        self.heads.iter().find(|(of, _)| of == name).map(|(_, head)| head)
    }

    /// Reads sentences of a text, in order.
    pub fn of(&self, text: &str, sentences: &[Span]) -> Read {
        let mut read = Read { hidden: self.encoder.hidden, ..Read::default() };
        let mut pieces: Vec<Vec<u32>> = Vec::new();
        // Of each word, the unit and its pieces there.
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut open = false;
        'text: for (number, sentence) in sentences.iter().enumerate() {
            let cut = self.cut(text, *sentence);
            let whole: usize = cut.iter().map(|(_, pieces)| pieces.len()).sum();
            let packed = self.header.unit == file::Unit::Packed;
            let room = |unit: Option<&Vec<u32>>| unit.map_or(0, |it| self.header.max_unit_pieces + 1 - it.len());
            open = open && packed && whole <= room(pieces.last());
            for (span, own) in cut {
                if !open || own.len() > room(pieces.last()) {
                    if pieces.len() == UNITS {
                        break 'text;
                    }
                    pieces.push(vec![self.header.bos]);
                    read.units.push(Unit { words: (read.words.len(), read.words.len()), state: Vec::new() });
                    open = true;
                }
                let (Some(unit), Some(into)) = (read.units.last_mut(), pieces.last_mut()) else { break 'text };
                unit.words.1 += 1;
                places.push((into.len(), into.len() + own.len()));
                into.extend(own);
                let mut signs = text[span.range()].chars();
                let sign = signs.next().filter(|_| signs.next().is_none());
                read.words.push(Word { span, sentence: number as u32, sign });
            }
        }
        pieces.iter_mut().for_each(|unit| unit.push(self.header.eos));
        self.fill(&mut read, &pieces, &places);
        read
    }

    /// The words of a sentence with their pieces.
    fn cut(&self, text: &str, sentence: Span) -> Vec<(Span, Vec<u32>)> {
        let Some(own) = text.get(sentence.range()) else { return Vec::new() };
        let always = self.header.word_prefix == file::WordPrefix::Always;
        let base = sentence.start;
        let of_word = |range: Range<usize>| {
            let prefixed = always || own[..range.start].chars().next_back().is_none_or(char::is_whitespace);
            let mut pieces = self.vocabulary.pieces(&self.file, &own[range.clone()], prefixed);
            pieces.truncate(self.header.max_unit_pieces);
            (Span { start: base + range.start, end: base + range.end }, pieces)
        };
        words::words(own).into_iter().map(of_word).collect()
    }

    /// The states of words and units, from those of the pieces.
    fn fill(&self, read: &mut Read, pieces: &[Vec<u32>], places: &[(usize, usize)]) {
        let hidden = self.encoder.hidden;
        let states = self.encoder.states(&self.file, pieces);
        let mut first = 0;
        for (unit, pieces) in read.units.iter_mut().zip(pieces) {
            for &(start, end) in &places[unit.words.0..unit.words.1] {
                let rows = &states[(first + start) * hidden..(first + end) * hidden];
                push_mean(&mut read.states, rows, hidden);
            }
            first += pieces.len();
            push_mean(&mut unit.state, &read.states[unit.words.0 * hidden..], hidden);
        }
    }

    /// The words that tell that something happened, by more than `threshold`.
    pub fn triggers(&self, read: &Read, threshold: f32) -> Vec<Trigger> {
        let Some(head) = self.head("trigger") else { return Vec::new() };
        let mut triggers: Vec<Trigger> = Vec::new();
        // The probabilities of the labels of the open trigger, summed.
        let mut sums: Vec<f32> = Vec::new();
        let best = |sums: &[f32]| {
            let labels = sums.iter().enumerate().skip(1);
            labels.fold((0, f32::MIN), |best, (at, &it)| if it > best.1 { (at, it) } else { best }).0
        };
        let family = |label: usize| head.labels.get(label).and_then(|it| it.split('/').next());
        for unit in &read.units {
            for word in unit.words.0..unit.words.1 {
                let answer = head.answer(self.encoder.level, self.around(head, read, unit, (word, word + 1)));
                let probability = 1.0 - answer.first().copied().unwrap_or(1.0);
                if probability.is_nan() || probability <= threshold {
                    continue;
                }
                let last = triggers.last_mut().filter(|it| it.words.1 == word && word > unit.words.0);
                match last.filter(|_| family(best(&sums)) == family(best(&answer))) {
                    Some(open) => {
                        open.words.1 += 1;
                        open.span = open.span.cover(read.words[word].span);
                        open.probability = if probability > open.probability { probability } else { open.probability };
                        sums.iter_mut().zip(&answer).for_each(|(sum, &more)| *sum += more);
                    }
                    None => {
                        let span = read.words[word].span;
                        let words = (word, word + 1);
                        triggers.push(Trigger { span, event_type: String::new(), probability, words });
                        sums = answer;
                    }
                }
                if let Some(open) = triggers.last_mut() {
                    open.event_type = head.labels.get(best(&sums)).cloned().unwrap_or_default();
                }
            }
        }
        triggers
    }

    /// Words that something else takes for a trigger; `None` where they were not read at once.
    pub fn at(&self, read: &Read, span: Span) -> Option<Trigger> {
        let words = read.words_at(span)?;
        read.unit_of(words)?;
        Some(Trigger { span, event_type: String::new(), probability: 0.0, words })
    }

    /// The most probable label of a head that is asked about a span, with its probability.
    pub fn label(&self, name: &str, read: &Read, span: Span) -> Option<(&str, f32)> {
        let (head, words) = (self.head(name)?, read.words_at(span)?);
        let unit = &read.units[read.unit_of(words)?];
        let answer = head.answer(self.encoder.level, self.around(head, read, unit, words));
        let best = answer.iter().enumerate().max_by(|one, two| one.1.total_cmp(two.1));
        best.and_then(|(at, &probability)| Some((head.labels.get(at)?.as_str(), probability)))
    }

    /// The sums of a head's first layer that words bring with what stands around them.
    fn around(&self, head: &Head, read: &Read, unit: &Unit, words: (usize, usize)) -> Vec<f32> {
        let level = self.encoder.level;
        let mut sums = head.start();
        head.add(level, &mut sums, Input::Word, &read.state(words), 1.0);
        head.add(level, &mut sums, Input::Sentence, &unit.state, 1.0);
        if words.0 > unit.words.0 {
            head.add(level, &mut sums, Input::Left, &read.state((words.0 - 1, words.0)), 1.0);
        }
        if words.1 < unit.words.1 {
            head.add(level, &mut sums, Input::Right, &read.state((words.1, words.1 + 1)), 1.0);
        }
        sums
    }
}

impl Read {
    /// The words that overlap a span.
    fn words_at(&self, span: Span) -> Option<(usize, usize)> {
        let start = self.words.partition_point(|word| word.span.end <= span.start);
        let end = self.words.partition_point(|word| word.span.start < span.end);
        (start < end).then_some((start, end))
    }

    /// The unit in which words lie; `None` where they lie in two.
    fn unit_of(&self, words: (usize, usize)) -> Option<usize> {
        let unit = self.units.partition_point(|unit| unit.words.1 <= words.0);
        self.units.get(unit).filter(|it| words.1 <= it.words.1).map(|_| unit)
    }

    /// The mean of the states of words.
    fn state(&self, words: (usize, usize)) -> Cow<'_, [f32]> {
        let rows = self.states.get(words.0 * self.hidden..words.1 * self.hidden).unwrap_or_default();
        if rows.len() == self.hidden {
            return Cow::Borrowed(rows);
        }
        let mut mean = Vec::new();
        push_mean(&mut mean, rows, self.hidden);
        Cow::Owned(mean)
    }
}

/// Appends the mean of rows; zeros where there are none.
fn push_mean(to: &mut Vec<f32>, rows: &[f32], width: usize) {
    let first = to.len();
    to.resize(first + width, 0.0);
    let count = (rows.len() / width).max(1) as f32;
    for row in rows.chunks_exact(width) {
        to[first..].iter_mut().zip(row).for_each(|(sum, &number)| *sum += number);
    }
    to[first..].iter_mut().for_each(|sum| *sum /= count);
}
