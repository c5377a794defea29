//! A tiny reader of made-up weights, and what has to hold of every reader.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::numbers::Quantised;
use crate::product::{LANES, ROWS, pair_products, plain, plain_pairs, products};
use crate::{Mention, MentionKind, Reader, Role, Span};

const HIDDEN: usize = 32;
const WIDE: usize = 64;
const PIECES: [&str; 12] = ["<s>", "<pad>", "</s>", "<unk>", "a", "ab", "b", "c", "cd", "d", "\u{2581}", "\u{2581}ab"];
const SCORES: [f32; 12] = [0.0, 0.0, 0.0, 0.0, -3.0, -2.0, -3.0, -3.0, -4.0, -3.0, -2.0, -1.0];

/// Numbers that look like chance and are always the same.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }

    fn float(&mut self) -> f32 {
        (self.next() % 2001) as f32 / 1000.0 - 1.0
    }
}

/// The sections of a file under construction.
#[derive(Default)]
struct Sections {
    list: Vec<Value>,
    data: Vec<u8>,
}

impl Sections {
    fn add(&mut self, name: &str, kind: &str, shape: &[usize], bytes: &[u8]) {
        self.data.resize(self.data.len().next_multiple_of(64), 0);
        self.list.push(json!({
            "name": name, "type": kind, "shape": shape, "offset": self.data.len(), "bytes": bytes.len(),
        }));
        self.data.extend_from_slice(bytes);
    }

    fn floats(&mut self, name: &str, shape: &[usize], numbers: &[f32]) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
        self.add(name, "f32", shape, &bytes);
    }

    fn integers(&mut self, name: &str, numbers: &[u32]) {
        let bytes: Vec<u8> = numbers.iter().flat_map(|it| it.to_le_bytes()).collect();
        self.add(name, "u32", &[numbers.len()], &bytes);
    }

    fn chance(&mut self, name: &str, shape: &[usize], from: &mut Numbers) {
        let numbers: Vec<f32> = (0..shape.iter().product()).map(|_| from.float()).collect();
        self.floats(name, shape, &numbers);
    }

    fn matrix(&mut self, name: &str, rows: usize, width: usize, from: &mut Numbers) {
        let bytes: Vec<u8> = (0..rows * width).map(|_| from.next() as u8).collect();
        self.add(&format!("{name}.w"), "i8", &[rows, width], &bytes);
        self.floats(&format!("{name}.w.scale"), &[rows], &vec![0.002; rows]);
        self.chance(&format!("{name}.b"), &[rows], from);
    }
}

/// The bytes of a reader.
fn file(unit: &str) -> Vec<u8> {
    let mut from = Numbers(7);
    let mut sections = Sections::default();
    let mut offsets = vec![0];
    PIECES.iter().for_each(|it| offsets.push(offsets[offsets.len() - 1] + it.len() as u32));
    sections.add("vocab.bytes", "u8", &[PIECES.concat().len()], PIECES.concat().as_bytes());
    sections.integers("vocab.offsets", &offsets);
    sections.floats("vocab.scores", &[PIECES.len()], &SCORES);
    // A capital becomes small, a zero-width space nothing.
    sections.integers("norm.cp", &[u32::from('A'), 0x200B]);
    sections.integers("norm.offsets", &[0, 1, 1]);
    sections.integers("norm.out", &[u32::from('a')]);
    let embeddings: Vec<u8> = (0..PIECES.len() * HIDDEN).map(|_| from.next() as u8).collect();
    sections.add("emb.word", "i8", &[PIECES.len(), HIDDEN], &embeddings);
    sections.floats("emb.word.scale", &[PIECES.len()], &[0.01; PIECES.len()]);
    sections.chance("emb.pos", &[64, HIDDEN], &mut from);
    sections.chance("emb.type", &[HIDDEN], &mut from);
    for name in ["emb.ln", "l0.aln", "l0.oln"] {
        sections.floats(&format!("{name}.w"), &[HIDDEN], &[1.0; HIDDEN]);
        sections.chance(&format!("{name}.b"), &[HIDDEN], &mut from);
    }
    for name in ["q", "k", "v", "ao"] {
        sections.matrix(&format!("l0.{name}"), HIDDEN, HIDDEN, &mut from);
    }
    sections.matrix("l0.fi", WIDE, HIDDEN, &mut from);
    sections.matrix("l0.fo", HIDDEN, WIDE, &mut from);
    for (name, inputs, outputs) in [("trigger", HIDDEN, 3), ("link.0", 3 * HIDDEN + 2, 8), ("link.1", 8, 4)] {
        sections.chance(&format!("head.{name}.w"), &[inputs, outputs], &mut from);
        sections.chance(&format!("head.{name}.b"), &[outputs], &mut from);
    }
    let header = json!({
        "name": "tiny", "hidden": HIDDEN, "layers": 1, "heads": 1, "feed_forward": WIDE, "max_positions": 64,
        "epsilon": 1e-12, "pieces": PIECES.len(), "specials": 4, "bos": 0, "eos": 2, "unk": 3, "unk_score": -20.0,
        "unit": unit, "max_unit_pieces": 20, "thresholds": {"trigger": 0.5, "agent": 0.5, "patient": 0.5, "place": 0.5, "time": 0.5}, "extras": ["before", "gap"],
        "heads_": [
            {"name": "trigger", "inputs": ["word"], "layers": ["head.trigger"], "labels": ["none", "a/b", "c"]},
            {"name": "link", "inputs": ["trigger", "mention", "product", "extras"],
             "layers": ["head.link.0", "head.link.1"], "activation": "gelu", "output": "sigmoid",
             "labels": ["agent", "patient", "place", "time"]},
        ],
        "sections": sections.list,
    });
    let header = serde_json::to_vec(&header).unwrap();
    let mut bytes = b"RECOUPER".to_vec();
    bytes.extend(1u32.to_le_bytes());
    bytes.extend((header.len() as u32).to_le_bytes());
    bytes.extend(header);
    bytes.resize(bytes.len().next_multiple_of(64), 0);
    bytes.extend(sections.data);
    bytes
}

fn reader(unit: &str) -> Reader {
    Reader::read(Cow::Owned(file(unit))).unwrap()
}

fn whole(text: &str) -> [Span; 1] {
    [Span { start: 0, end: text.len() }]
}

/// The engine's tests read the tiny reader from a file.
#[test]
fn the_tiny_file_is_what_is_made_here() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/reader/tiny.bin");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, file("packed")).unwrap();
    }
    assert!(std::fs::read(path).unwrap() == file("packed"), "UPDATE=1 writes {path} again");
}

#[test]
fn a_word_is_cut_where_the_scores_say() {
    let reader = reader("sentence");
    let cut = |word: &str| -> Vec<&str> {
        let pieces = reader.vocabulary.pieces(&reader.file, word, true);
        pieces.into_iter().map(|it| PIECES[it as usize]).collect()
    };
    assert_eq!(cut("ab"), ["\u{2581}ab"]);
    assert_eq!(cut("Ab"), ["\u{2581}ab"], "a character is normalised first");
    assert_eq!(cut("bab"), ["\u{2581}", "b", "ab"]);
    assert_eq!(cut("cd"), ["\u{2581}", "cd"], "one piece of -4 beats two of -3");
    assert_eq!(cut("axb"), ["\u{2581}", "a", "<unk>", "b"]);
    assert_eq!(cut("\u{200B}"), ["<unk>"], "what is normalised away is still a word");
}

#[test]
fn products_are_those_of_the_definition_on_every_machine() {
    let mut from = Numbers(1);
    let level = fearless_simd::Level::new();
    for (count, width) in [(1, 16), (2, 48), (5, 384), (3, 2048)] {
        let activations: Vec<i16> = (0..count * width).map(|_| (from.next() % 16_383) as i16 - 8191).collect();
        let rows: Vec<i16> = (0..ROWS * width).map(|_| (from.next() % 256) as i16 - 128).collect();
        let (mut one, mut two) = (vec![[0; ROWS]; count], vec![[0; ROWS]; count]);
        products(level, &activations, &rows, width, &mut one);
        plain(&activations, &rows, width, &mut two);
        assert_eq!(one, two, "{count} times {width}");
        let first: i64 = (0..width).map(|at| i64::from(activations[at]) * i64::from(rows[at])).sum();
        assert_eq!(i64::from(one[0][0]), first);
    }
    for (count, pairs) in [(1, 1), (2, 16), (7, 33)] {
        let mut number = || (from.next() % 16_383) as i16 - 8191;
        let rows: Vec<[i16; 2]> = (0..count * pairs).map(|_| [number() / 8, number() / 8]).collect();
        let matrix: Vec<[[i16; 2]; LANES]> =
            (0..pairs).map(|_| std::array::from_fn(|_| [number(), number()])).collect();
        let (mut one, mut two) = (vec![[0; LANES]; count], vec![[1; LANES]; count]);
        pair_products(level, &rows, pairs, &matrix, &mut one);
        plain_pairs(&rows, pairs, &matrix, &mut two);
        assert_eq!(one, two, "{count} times {pairs}");
    }
    // The widest row of the largest numbers stays in 32 bits.
    let (activations, rows) = (vec![-8191i16; 2048], vec![-128i16; ROWS * 2048]);
    let mut sums = [[0; ROWS]];
    products(level, &activations, &rows, 2048, &mut sums);
    assert_eq!(sums[0], [8191 * 128 * 2048; ROWS]);
}

#[test]
fn quantised_numbers_are_the_numbers_but_for_half_a_step() {
    let numbers: Vec<f32> = (0..96).map(|at| (at as f32 - 40.0) / 7.0).collect();
    let mut quantised = Quantised::default();
    quantised.take(fearless_simd::Level::new(), &numbers, 32);
    for (row, (integers, scale)) in numbers.chunks(32).zip(quantised.numbers.chunks(32).zip(&quantised.scales)) {
        for (number, integer) in row.iter().zip(integers) {
            assert!((number - f32::from(*integer) * scale).abs() <= scale * 0.51, "{number}");
        }
        assert!(integers.iter().any(|it| it.abs() == 8191), "the largest number takes the whole range");
    }
}

/// What a float means to the last bit: a change of the arithmetic, or a machine that counts otherwise, shows here.
#[test]
fn the_states_are_the_same_to_the_last_bit() {
    let text = "ab bab a cd. x ab, cd";
    let read = reader("sentence").of(text, &whole(text));
    let again = reader("sentence").of(text, &whole(text));
    assert_eq!(read.states, again.states);
    assert!(read.states.iter().all(|it| it.is_finite()));
    let hash = read.states.iter().fold(0u32, |hash, it| hash.rotate_left(5) ^ it.to_bits());
    assert_eq!(hash, STATES, "{hash}");
}

const STATES: u32 = 1_163_770_753;

#[test]
fn units_are_sentences_or_as_many_as_fit() {
    let text = "ab cd ab.\nab a.\nab";
    let sentences = [Span { start: 0, end: 9 }, Span { start: 10, end: 15 }, Span { start: 16, end: 18 }];
    let units = |unit: &str, text: &str, sentences: &[Span]| -> Vec<(usize, usize)> {
        reader(unit).of(text, sentences).units.iter().map(|it| it.words).collect()
    };
    assert_eq!(units("sentence", text, &sentences), [(0, 4), (4, 7), (7, 8)]);
    assert_eq!(units("packed", text, &sentences), [(0, 8)]);
    let long = "ab ".repeat(50);
    assert_eq!(units("packed", &long, &whole(&long)), [(0, 20), (20, 40), (40, 50)], "a long sentence is cut");
    assert_eq!(units("packed", "", &[]), []);
}

#[test]
fn triggers_and_links_lie_in_what_was_read() {
    let reader = reader("packed");
    let text = "ab cd bab.\na cd ab";
    let read = reader.of(text, &[Span { start: 0, end: 10 }, Span { start: 11, end: 18 }]);
    let triggers = reader.triggers(&read, 0.0);
    assert!(!triggers.is_empty());
    assert!(
        triggers.iter().all(|it| it.probability > 0.0 && it.probability <= 1.0 && text.get(it.span.range()).is_some())
    );
    assert!(triggers.iter().all(|it| ["a/b", "c"].contains(&it.event_type.as_str())));
    let mentions = [
        Mention { span: Span { start: 0, end: 5 }, kind: MentionKind::Actor },
        Mention { span: Span { start: 13, end: 15 }, kind: MentionKind::Place },
        Mention { span: Span { start: 90, end: 95 }, kind: MentionKind::Time },
    ];
    let trigger = reader.at(&read, Span { start: 6, end: 9 }).unwrap();
    let links = &reader.links(&read, &[trigger], &mentions)[0];
    let found: Vec<(usize, Role)> = links.iter().map(|it| (it.mention, it.role)).collect();
    assert_eq!(found, [(0, Role::Agent), (0, Role::Patient), (1, Role::Place)], "a mention outside is no mention");
    assert!(links.iter().all(|it| it.probability > 0.0 && it.probability < 1.0));
    assert!(reader.triggers(&read, 1.0).is_empty());
}

#[test]
fn a_damaged_file_is_an_error_and_never_a_panic() {
    let good = file("packed");
    assert!(matches!(Reader::read(Cow::Borrowed(b"PK")), Err(crate::ReaderError::NoReader)));
    let text = "ab cd bab a.";
    let mut from = Numbers(3);
    for length in (0..good.len()).step_by(97) {
        assert!(Reader::read(Cow::Owned(good[..length].to_vec())).is_err(), "cut at {length}");
    }
    for _ in 0..400 {
        let mut bytes = good.clone();
        for _ in 0..1 + from.next() % 4 {
            let at =
                from.next() as usize % bytes.len().min(if from.next().is_multiple_of(2) { 6000 } else { usize::MAX });
            bytes[at] = from.next() as u8;
        }
        if let Ok(reader) = Reader::read(Cow::Owned(bytes)) {
            let read = reader.of(text, &whole(text));
            let triggers = reader.triggers(&read, 0.1);
            let mentions = [Mention { span: Span { start: 0, end: 2 }, kind: MentionKind::Actor }];
            reader.links(&read, &triggers, &mentions);
        }
    }
    let other: Vec<u8> = good.iter().enumerate().map(|(at, &byte)| if at == 8 { 2 } else { byte }).collect();
    let error = Reader::read(Cow::Owned(other)).unwrap_err().to_string();
    assert_eq!(error, "the file of the reader has format 2; this program reads format 1");
}

#[test]
fn spans_that_are_none_of_the_text_are_left_out() {
    let reader = reader("packed");
    let text = "é ab";
    let read = reader.of(text, &[Span { start: 1, end: 3 }, Span { start: 3, end: 90 }, Span { start: 3, end: 5 }]);
    assert_eq!(read.words.len(), 1);
    assert!(reader.at(&read, Span { start: 0, end: 1 }).is_none());
}
