//! Plants reuse into otherwise distinct text and scores, per kind, what the search finds; measures speed and
//! memory. The texts are of invented words, so that nothing but the plants is shared, besides stock phrases.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use recoupe::compare::reuse::{Words, search};

#[derive(clap::Args)]
pub struct Arguments {
    /// Texts to make
    #[arg(long, default_value_t = 1000)]
    docs: usize,
    /// Copies of one text with small edits instead of distinct texts: the hard case for speed
    #[arg(long)]
    copies: bool,
    /// Seed of the generator
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write texts and plants as JSON Lines, for other tools
    #[arg(long)]
    write: Option<PathBuf>,
}

/// What is done to a passage that is planted.
const KINDS: [&str; 5] = ["verbatim", "light", "heavy", "names", "shuffled"];

/// A passage of `from` that was planted into `to`; byte ranges.
struct Plant {
    kind: usize,
    from: (usize, Range<usize>),
    to: (usize, Range<usize>),
}

pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let mut random = Random(arguments.seed);
    let language = Language::new(&mut random);
    let (texts, plants) = if arguments.copies {
        (copies(&mut random, &language, arguments.docs), Vec::new())
    } else {
        corpus(&mut random, &language, arguments.docs)
    };
    if let Some(path) = &arguments.write {
        write(path, &texts, &plants)?;
    }
    let mut out = io::stdout().lock();
    let n_bytes: usize = texts.iter().map(String::len).sum();
    let before = memory("VmRSS:");
    let start = Instant::now();
    let words: Vec<Words> = texts.iter().map(|text| Words::of_text(text)).collect();
    let folded = start.elapsed();
    let found = search(&words);
    let all = start.elapsed();
    writeln!(out, "{} texts, {:.1} MB, {} plants", texts.len(), n_bytes as f64 / 1e6, plants.len())?;
    writeln!(
        out,
        "folded in {:.2} s, searched in {:.2} s: {:.0} texts per second",
        folded.as_secs_f64(),
        (all - folded).as_secs_f64(),
        texts.len() as f64 / all.as_secs_f64()
    )?;
    writeln!(out, "peak memory {} MB, of it {before} MB of texts before the search", memory("VmHWM:"))?;
    let n_passages: usize = found.iter().map(|it| it.passages.len()).sum();
    writeln!(out, "{} pairs of texts, {n_passages} passages", found.len())?;
    if arguments.copies {
        return Ok(());
    }
    let mut by_pair: Found = BTreeMap::new();
    for it in &found {
        let spans = it.passages.iter().map(|shared| (shared.a.range(), shared.b.range()));
        by_pair.entry((it.doc_a, it.doc_b)).or_default().extend(spans);
    }
    report(&plants, &by_pair, &mut out)
}

/// Passages found, as ranges in both texts, by pair of texts.
type Found = BTreeMap<(usize, usize), Vec<(Range<usize>, Range<usize>)>>;

fn report(plants: &[Plant], found: &Found, out: &mut impl Write) -> anyhow::Result<()> {
    let mut planted = [0; KINDS.len()];
    let mut hit = [0; KINDS.len()];
    let mut covered = [(0, 0); KINDS.len()];
    for plant in plants {
        let is_straight = plant.from.0 <= plant.to.0;
        let pair = if is_straight { (plant.from.0, plant.to.0) } else { (plant.to.0, plant.from.0) };
        let mut shared = 0;
        for (a, b) in found.get(&pair).into_iter().flatten() {
            let (from, to) = if is_straight { (a, b) } else { (b, a) };
            if overlap(from, &plant.from.1) > 0 && overlap(to, &plant.to.1) > 0 {
                shared += overlap(to, &plant.to.1);
            }
        }
        planted[plant.kind] += 1;
        hit[plant.kind] += usize::from(2 * shared >= plant.to.1.len());
        covered[plant.kind].0 += shared;
        covered[plant.kind].1 += plant.to.1.len();
    }
    writeln!(out, "{:<10} {:>8} {:>8} {:>10}", "kind", "planted", "recall", "of text")?;
    for (kind, name) in KINDS.iter().enumerate() {
        let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let (recall, text) = (share(hit[kind], planted[kind]), share(covered[kind].0, covered[kind].1));
        writeln!(out, "{name:<10} {:>8} {recall:>8.3} {text:>10.3}", planted[kind])?;
    }
    let origins = Origins::of(plants);
    let (mut all, mut right) = (0, 0);
    for (&(a, b), passages) in found {
        for (in_a, in_b) in passages {
            all += 1;
            right += usize::from(origins.are_one((a, in_a), (b, in_b)));
        }
    }
    writeln!(out, "precision  {:.4} ({right} of {all} passages have one origin)", right as f64 / all.max(1) as f64)?;
    Ok(())
}

/// Where planted text comes from: two copies of one passage share it with each other, too.
struct Origins {
    by_target: BTreeMap<usize, (Range<usize>, usize, Range<usize>)>,
}

impl Origins {
    fn of(plants: &[Plant]) -> Origins {
        let by_target = plants.iter().map(|it| (it.to.0, (it.to.1.clone(), it.from.0, it.from.1.clone()))).collect();
        Origins { by_target }
    }

    fn are_one(&self, a: (usize, &Range<usize>), b: (usize, &Range<usize>)) -> bool {
        let origin = |(doc, range): (usize, &Range<usize>)| match self.by_target.get(&doc) {
            Some((to, from, source)) if overlap(range, to) > 0 => (*from, source.clone()),
            _ => (doc, range.clone()),
        };
        let (one, two) = (origin(a), origin(b));
        one.0 == two.0 && overlap(&one.1, &two.1) > 0
    }
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> usize {
    one.end.min(two.end).saturating_sub(one.start.max(two.start))
}

/// A figure of resident memory in megabytes, now (`VmRSS:`) or at its highest (`VmHWM:`); 0 where the system does not
/// tell (proc(5)).
fn memory(figure: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

fn write(path: &PathBuf, texts: &[String], plants: &[Plant]) -> anyhow::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path).with_context(|| path.display().to_string())?);
    for text in texts {
        serde_json::to_writer(&mut out, &serde_json::json!({ "text": text }))?;
        writeln!(out)?;
    }
    for plant in plants {
        let record = serde_json::json!({ "plant": KINDS[plant.kind], "from": plant.from.0, "to": plant.to.0 });
        serde_json::to_writer(&mut out, &record)?;
        writeln!(out)?;
    }
    Ok(())
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Invented words: short ones as frequent as articles and prepositions are, long ones by Zipf's law, names.
struct Language {
    short: Vec<String>,
    long: Vec<String>,
    names: Vec<String>,
    /// Phrases that many texts hold.
    stock: Vec<Vec<String>>,
}

impl Language {
    fn new(random: &mut Random) -> Language {
        let short = (0..60).map(|_| invented(random, 1)).collect();
        let long: Vec<String> = (0..30_000).map(|at| invented(random, 2 + usize::from(at > 300))).collect();
        let names = (0..5_000).map(|_| capitalised(&invented(random, 3))).collect();
        let mut language = Language { short, long, names, stock: Vec::new() };
        language.stock =
            (0..200).map(|_| (0..4 + random.below(2)).map(|_| language.common(random)).collect()).collect();
        language
    }

    fn common(&self, random: &mut Random) -> String {
        if random.chance(45) { self.short[random.below(self.short.len())].clone() } else { self.long(random) }
    }

    /// A word of rank r with a probability that falls with r: the product of two even draws.
    fn long(&self, random: &mut Random) -> String {
        let at = random.below(self.long.len()) * random.below(self.long.len()) / self.long.len();
        self.long[at].clone()
    }

    fn sentence(&self, random: &mut Random) -> Vec<String> {
        let mut words: Vec<String> = (0..12 + random.below(18))
            .map(|_| match random.chance(12) {
                true => self.names[random.below(self.names.len())].clone(),
                false => self.common(random),
            })
            .collect();
        if random.chance(10) {
            let at = random.below(words.len());
            words.splice(at..at, self.stock[random.below(self.stock.len())].clone());
        }
        words
    }
}

fn invented(random: &mut Random, syllables: usize) -> String {
    const ONSETS: &[u8] = b"bcdfglmnprstv";
    const VOWELS: &[u8] = b"aeiou";
    let mut word = String::new();
    for _ in 0..syllables {
        word.push(char::from(ONSETS[random.below(ONSETS.len())]));
        word.push(char::from(VOWELS[random.below(VOWELS.len())]));
        if random.chance(30) {
            word.push(char::from(ONSETS[random.below(ONSETS.len())]));
        }
    }
    word
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

type Sentences = Vec<Vec<String>>;

/// A passage that is to be planted before a sentence of a text.
struct Planted {
    kind: usize,
    from: usize,
    taken: Range<usize>,
    before: usize,
    passage: Sentences,
}

/// Distinct texts, into a third of which a passage of another was planted.
fn corpus(random: &mut Random, language: &Language, n_docs: usize) -> (Vec<String>, Vec<Plant>) {
    let docs: Vec<Sentences> =
        (0..n_docs).map(|_| (0..8 + random.below(8)).map(|_| language.sentence(random)).collect()).collect();
    let mut planted: Vec<Option<Planted>> = Vec::new();
    for doc in 0..n_docs {
        let is_planted = n_docs > 1 && random.chance(33);
        planted.push(is_planted.then(|| plant(random, language, &docs, doc)));
    }
    let mut texts = Vec::new();
    let mut own: Vec<Vec<Range<usize>>> = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for (sentences, planted) in docs.iter().zip(&planted) {
        let (mut text, mut ranges, mut place) = (String::new(), Vec::new(), 0..0);
        for (at, sentence) in sentences.iter().enumerate() {
            if let Some(planted) = planted.as_ref().filter(|planted| planted.before == at) {
                let start = text.len();
                planted.passage.iter().for_each(|sentence| push(&mut text, sentence));
                place = start..text.len();
            }
            let start = text.len();
            push(&mut text, sentence);
            ranges.push(start..text.len());
        }
        texts.push(text);
        own.push(ranges);
        places.push(place);
    }
    let mut plants = Vec::new();
    for (doc, planted) in planted.iter().enumerate().filter_map(|(doc, it)| Some((doc, it.as_ref()?))) {
        let sentences = &own[planted.from][planted.taken.clone()];
        let range = sentences[0].start..sentences[sentences.len() - 1].end;
        plants.push(Plant { kind: planted.kind, from: (planted.from, range), to: (doc, places[doc].clone()) });
    }
    (texts, plants)
}

fn plant(random: &mut Random, language: &Language, docs: &[Sentences], doc: usize) -> Planted {
    let from = (doc + 1 + random.below(docs.len() - 1)) % docs.len();
    let first = random.below(docs[from].len() - 3);
    let kind = random.below(KINDS.len());
    let n_sentences = if KINDS[kind] == "shuffled" { 3 } else { 1 + random.below(3) };
    let taken = first..first + n_sentences;
    let passage = edited(random, language, kind, &docs[from][taken.clone()]);
    Planted { kind, from, taken, before: random.below(docs[doc].len()), passage }
}

fn push(text: &mut String, sentence: &[String]) {
    for (at, word) in sentence.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { " " });
        text.push_str(&if at == 0 { capitalised(word) } else { word.clone() });
    }
    text.push_str(". ");
}

fn edited(random: &mut Random, language: &Language, kind: usize, passage: &[Vec<String>]) -> Sentences {
    let mut sentences: Sentences = match KINDS[kind] {
        "light" => passage.iter().map(|sentence| changed(random, language, sentence, 8)).collect(),
        "heavy" => passage.iter().map(|sentence| changed(random, language, sentence, 30)).collect(),
        "names" => passage.iter().map(|sentence| renamed(random, sentence)).collect(),
        _ => passage.to_vec(),
    };
    if KINDS[kind] == "shuffled" {
        sentences.rotate_left(1);
    }
    sentences
}

/// Replaces, drops or adds a word in `percent` of the places.
fn changed(random: &mut Random, language: &Language, sentence: &[String], percent: usize) -> Vec<String> {
    let mut words = Vec::new();
    for word in sentence {
        if !random.chance(percent) {
            words.push(word.clone());
            continue;
        }
        match random.below(3) {
            0 => {}
            1 => words.push(language.common(random)),
            _ => words.extend([language.common(random), word.clone()]),
        }
    }
    words
}

/// Puts every name in another spelling.
fn renamed(random: &mut Random, sentence: &[String]) -> Vec<String> {
    let is_name = |word: &String| word.starts_with(|c: char| c.is_ascii_uppercase());
    sentence
        .iter()
        .map(|word| if is_name(word) { format!("{}{word}", capitalised(&invented(random, 1))) } else { word.clone() })
        .collect()
}

/// One text, and copies of it in each of which a few words are changed.
fn copies(random: &mut Random, language: &Language, n_docs: usize) -> Vec<String> {
    let original: Sentences = (0..25).map(|_| language.sentence(random)).collect();
    (0..n_docs)
        .map(|_| {
            let mut text = String::new();
            original.iter().for_each(|sentence| push(&mut text, &changed(random, language, sentence, 2)));
            text
        })
        .collect()
}
