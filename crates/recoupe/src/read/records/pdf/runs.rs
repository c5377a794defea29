//! The strings that a page shows, with where they stand.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Stream};

/// A string as it is shown on a page; lengths are in units of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub text: String,
    pub start: f32,
    pub end: f32,
    /// Height of its base line above the page's lower edge.
    pub base: f32,
    pub size: f32,
}

/// Forms inside forms are followed so deep, and no deeper.
const DEEPEST: usize = 4;

/// The strings of a page in the order in which they are shown, at most `most`, and how many bytes were unpacked.
pub(super) fn of_page(file: &Document, page: ObjectId, stream: usize, most: usize) -> (Vec<Run>, usize) {
    let Ok(content) = file.get_page_content_with_limit(page, stream) else { return (Vec::new(), 0) };
    let mut painter = Painter { file, stream, most, runs: Vec::new(), unpacked: content.len() };
    let (own, inherited) = file.get_page_resources(page).unwrap_or((None, Vec::new()));
    let mut resources: Vec<&Dictionary> = own.into_iter().collect();
    resources.extend(inherited.into_iter().filter_map(|id| file.get_dictionary(id).ok()));
    painter.paint(&content, &resources, IDENTITY, 0);
    (painter.runs, painter.unpacked)
}

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The matrix that first does `one` and then `two`.
fn multiply(one: Matrix, two: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = one;
    let [g, h, i, j, k, l] = two;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

struct Font<'f> {
    encoding: Option<Encoding<'f>>,
    widths: Widths,
}

/// Widths of codes in thousandths of the font size.
struct Widths {
    wide: bool,
    widths: BTreeMap<u32, f32>,
    default: f32,
}

impl Widths {
    fn of(file: &Document, font: &Dictionary) -> Widths {
        let wide = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
        if wide {
            return Widths::of_descendant(file, font).unwrap_or(Widths {
                wide,
                widths: BTreeMap::new(),
                default: 1000.0,
            });
        }
        let first = font.get_deref(b"FirstChar", file).and_then(Object::as_i64).unwrap_or(0).clamp(0, 255) as u32;
        let listed = font.get_deref(b"Widths", file).and_then(Object::as_array);
        let widths = listed.map_or(BTreeMap::new(), |listed| {
            listed
                .iter()
                .take(256)
                .enumerate()
                .filter_map(|(at, width)| Some((first + at as u32, number(width)?)))
                .collect()
        });
        Widths { wide, widths, default: 500.0 }
    }

    /// Widths of a composite font: `first [w w w]` or `first last w`.
    fn of_descendant(file: &Document, font: &Dictionary) -> Option<Widths> {
        let descendants = font.get_deref(b"DescendantFonts", file).and_then(Object::as_array).ok()?;
        let (_, descendant) = file.dereference(descendants.first()?).ok()?;
        let descendant = descendant.as_dict().ok()?;
        let default = descendant.get_deref(b"DW", file).ok().and_then(number).unwrap_or(1000.0);
        let mut widths = BTreeMap::new();
        let listed = descendant.get_deref(b"W", file).and_then(Object::as_array).map_or([].as_slice(), Vec::as_slice);
        let mut rest = listed;
        while let [first, second, after @ ..] = rest {
            let first = number(first)? as u32;
            let (_, second) = file.dereference(second).ok()?;
            rest = match (second, after) {
                (Object::Array(run), after) => {
                    for (at, width) in run.iter().enumerate().take(1 << 16) {
                        widths.insert(first.saturating_add(at as u32), number(width)?);
                    }
                    after
                }
                (last, [width, after @ ..]) => {
                    let last = (number(last)? as u32).min(first.saturating_add(1 << 16));
                    let width = number(width)?;
                    widths.extend((first..=last).map(|code| (code, width)));
                    after
                }
                _ => break,
            };
            if widths.len() > 1 << 17 {
                break;
            }
        }
        Some(Widths { wide: true, widths, default })
    }

    fn width(&self, code: u32) -> f32 {
        self.widths.get(&code).copied().unwrap_or(self.default)
    }
}

fn number(object: &Object) -> Option<f32> {
    object.as_float().ok().filter(|number| number.is_finite())
}

struct Painter<'f> {
    file: &'f Document,
    /// Bytes that one stream may unpack to.
    stream: usize,
    most: usize,
    runs: Vec<Run>,
    unpacked: usize,
}

/// What the operators of a content stream change.
#[derive(Clone)]
struct State {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Vec<u8>,
    size: f32,
    leading: f32,
    between_chars: f32,
    between_words: f32,
    stretch: f32,
}

impl<'f> Painter<'f> {
    fn paint(&mut self, content: &[u8], resources: &[&'f Dictionary], page: Matrix, depth: usize) {
        let fonts = self.fonts(resources);
        let mut state = State {
            page,
            text: IDENTITY,
            line: IDENTITY,
            font: Vec::new(),
            size: 0.0,
            leading: 0.0,
            between_chars: 0.0,
            between_words: 0.0,
            stretch: 1.0,
        };
        let mut saved = Vec::new();
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            if self.runs.len() >= self.most {
                return;
            }
            match operation.operator.as_str() {
                "q" if saved.len() < 100 => saved.push(state.clone()),
                "Q" => {
                    if let Some(before) = saved.pop() {
                        state = before;
                    }
                }
                "Do" if depth < DEEPEST => self.form(&operation, resources, state.page, depth),
                _ => self.text(&operation, &mut state, &fonts),
            }
        }
    }

    fn fonts(&self, resources: &[&'f Dictionary]) -> BTreeMap<&'f [u8], Font<'f>> {
        let mut fonts = BTreeMap::new();
        for resources in resources {
            let Ok(listed) = resources.get_deref(b"Font", self.file).and_then(Object::as_dict) else { continue };
            for (name, font) in listed.iter().take(1000) {
                let font = self.file.dereference(font).and_then(|(_, font)| font.as_dict());
                if let Ok(font) = font
                    && !fonts.contains_key(name.as_slice())
                {
                    let encoding = font.get_font_encoding_with_limit(self.file, self.stream).ok();
                    fonts.insert(name.as_slice(), Font { encoding, widths: Widths::of(self.file, font) });
                }
            }
        }
        fonts
    }

    /// A form is a page inside a page.
    fn form(&mut self, operation: &Operation, resources: &[&'f Dictionary], page: Matrix, depth: usize) {
        let Some(Ok(name)) = operation.operands.first().map(Object::as_name) else { return };
        let Some(form) = resources.iter().find_map(|resources| self.stream_of(resources, name)) else { return };
        let is_form = form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
        if !is_form {
            return;
        }
        // Each form counts again each time that it is shown, so that forms that show forms cannot multiply.
        let left = self.stream.saturating_sub(self.unpacked);
        let Ok(content) = form.get_plain_content_with_limit(left) else { return };
        self.unpacked += content.len().max(1000);
        let own = form.dict.get_deref(b"Resources", self.file).and_then(Object::as_dict).ok();
        let mut inner: Vec<&Dictionary> = own.into_iter().collect();
        inner.extend(resources);
        let matrix = form.dict.get_deref(b"Matrix", self.file).and_then(Object::as_array).ok();
        let matrix = matrix.and_then(|numbers| matrix_of(numbers)).unwrap_or(IDENTITY);
        self.paint(&content, &inner, multiply(matrix, page), depth + 1);
    }

    fn stream_of(&self, resources: &'f Dictionary, name: &[u8]) -> Option<&'f Stream> {
        let listed = resources.get_deref(b"XObject", self.file).and_then(Object::as_dict).ok()?;
        listed.get_deref(name, self.file).and_then(Object::as_stream).ok()
    }

    fn text(&mut self, operation: &Operation, state: &mut State, fonts: &BTreeMap<&[u8], Font>) {
        let operands = &operation.operands;
        let value = |at: usize| operands.get(at).and_then(number).unwrap_or(0.0);
        match operation.operator.as_str() {
            "cm" => state.page = matrix_of(operands).map_or(state.page, |matrix| multiply(matrix, state.page)),
            "BT" => (state.text, state.line) = (IDENTITY, IDENTITY),
            "Tf" => {
                state.font = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default().to_vec();
                state.size = value(1);
            }
            "TL" => state.leading = value(0),
            "Tc" => state.between_chars = value(0),
            "Tw" => state.between_words = value(0),
            "Tz" => state.stretch = value(0) / 100.0,
            "Tm" => {
                if let Some(matrix) = matrix_of(operands) {
                    (state.text, state.line) = (matrix, matrix);
                }
            }
            "Td" => state.next_line(value(0), value(1)),
            "TD" => {
                state.leading = -value(1);
                state.next_line(value(0), value(1));
            }
            "T*" => state.next_line(0.0, -state.leading),
            "Tj" => self.show_all(operands, state, fonts),
            "TJ" => {
                if let Some(Object::Array(parts)) = operands.first() {
                    self.show_all(parts, state, fonts);
                }
            }
            "'" | "\"" => {
                state.next_line(0.0, -state.leading);
                self.show_all(operands.last().map_or(&[], std::slice::from_ref), state, fonts);
            }
            _ => {}
        }
    }

    fn show_all(&mut self, parts: &[Object], state: &mut State, fonts: &BTreeMap<&[u8], Font>) {
        let Some(font) = fonts.get(state.font.as_slice()) else { return };
        for part in parts {
            if let Object::String(bytes, _) = part {
                self.show(bytes, state, font);
            } else if let Some(back) = number(part) {
                state.advance(-back / 1000.0 * state.size * state.stretch);
            }
        }
    }

    fn show(&mut self, bytes: &[u8], state: &mut State, font: &Font) {
        let text = font.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(bytes).ok());
        let (start, base, size) = state.place();
        let codes: Vec<u32> = if font.widths.wide {
            bytes.chunks(2).map(|pair| pair.iter().fold(0, |code, byte| code << 8 | u32::from(*byte))).collect()
        } else {
            bytes.iter().map(|byte| u32::from(*byte)).collect()
        };
        let mut width = 0.0;
        for code in codes {
            let space = if code == 32 { state.between_words } else { 0.0 };
            width += font.widths.width(code) / 1000.0 * state.size + state.between_chars + space;
        }
        state.advance(width * state.stretch);
        let (end, _, _) = state.place();
        let text = text.unwrap_or_default().replace(['\0', '\u{ad}'], "");
        if !text.is_empty() && self.runs.len() < self.most && [start, end, base, size].iter().all(|of| of.is_finite()) {
            self.runs.push(Run { text, start, end, base, size });
        }
    }
}

impl State {
    fn next_line(&mut self, x: f32, y: f32) {
        self.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn advance(&mut self, x: f32) {
        self.text = multiply([1.0, 0.0, 0.0, 1.0, x, 0.0], self.text);
    }

    /// Where the next character stands and how large it is.
    fn place(&self) -> (f32, f32, f32) {
        let matrix = multiply(self.text, self.page);
        let scale = (matrix[2] * matrix[2] + matrix[3] * matrix[3]).sqrt();
        (matrix[4], matrix[5], (self.size * scale).abs())
    }
}

fn matrix_of(numbers: &[Object]) -> Option<Matrix> {
    let mut matrix = IDENTITY;
    for (at, slot) in matrix.iter_mut().enumerate() {
        *slot = number(numbers.get(at)?)?;
    }
    Some(matrix)
}
