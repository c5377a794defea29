//! Heads: small networks over the states of words, each of which answers one question.

use fearless_simd::{Level, dispatch};

use crate::ReaderError;
use crate::file::{File, HeadHeader, Header};
use crate::numbers::{gelu, probabilities, sigmoid};

/// Widest layer of a head.
const WIDEST: usize = 8192;

/// A head.
#[derive(Debug)]
pub(crate) struct Head {
    /// What its outputs stand for, in order.
    pub labels: Vec<String>,
    /// What the first layer looks at, with the number of its first row there.
    inputs: Vec<(Input, usize)>,
    layers: Vec<Layer>,
    activation: Activation,
    /// Whether each output is a probability of its own.
    each: bool,
    temperature: f32,
}

/// What a head looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Input {
    /// The word, or the trigger where a head is asked about one.
    Word,
    /// The word before.
    Left,
    /// The word after.
    Right,
    /// All words of the unit.
    Sentence,
    /// The mention.
    Mention,
    /// Trigger times mention.
    Product,
    /// Trigger minus mention.
    Difference,
    /// How trigger and mention stand to one another.
    Extras,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activation {
    Gelu,
    Relu,
}

#[derive(Debug)]
struct Layer {
    /// Input by input, a row of weights for all outputs.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Head {
    pub fn read(header: &Header, of: &HeadHeader, file: &File) -> Result<Head, ReaderError> {
        let wrong = |what: String| ReaderError::Head { name: of.name.clone(), what };
        let mut width = 0usize;
        let mut inputs = Vec::new();
        for name in &of.inputs {
            let input = input(name).ok_or_else(|| wrong(format!("unknown input '{name}'")))?;
            inputs.push((input, width));
            width += if input == Input::Extras { header.extras.len() } else { header.hidden };
        }
        let activation = match of.activation.as_str() {
            "gelu" | "" => Activation::Gelu,
            "relu" => Activation::Relu,
            other => return Err(wrong(format!("unknown activation '{other}'"))),
        };
        let each = match of.output.as_str() {
            "softmax" | "" => false,
            "sigmoid" => true,
            other => return Err(wrong(format!("unknown output '{other}'"))),
        };
        let mut layers = Vec::new();
        for name in &of.layers {
            let outputs = file.last_dimension(&format!("{name}.w"));
            if outputs == 0 || outputs > WIDEST {
                return Err(wrong(format!("layer '{name}' is missing or too wide")));
            }
            let weights = file.floats(&format!("{name}.w"), outputs.saturating_mul(width))?;
            layers.push(Layer { weights, bias: file.floats(&format!("{name}.b"), outputs)? });
            width = outputs;
        }
        let fits = !layers.is_empty() && width == of.labels.len();
        if !fits || of.temperature <= 0.0 || !of.temperature.is_finite() {
            return Err(wrong("its layers do not lead to its labels, or its temperature is not above zero".into()));
        }
        Ok(Head { labels: of.labels.clone(), inputs, layers, activation, each, temperature: of.temperature })
    }

    /// The position of a label.
    pub fn label(&self, label: &str) -> Option<usize> {
        self.labels.iter().position(|it| it == label)
    }

    /// Outputs of the first layer.
    pub fn width(&self) -> usize {
        self.layers[0].bias.len()
    }

    /// The sums of the first layer before any input.
    pub fn start(&self) -> Vec<f32> {
        self.layers[0].bias.clone()
    }

    /// Adds what an input brings to the sums of the first layer, `times` over; nothing where the head does not look at it.
    pub fn add(&self, level: Level, sums: &mut [f32], input: Input, numbers: &[f32], times: f32) {
        for &(_, row) in self.inputs.iter().filter(|(it, _)| *it == input) {
            let width = self.width();
            let weights = self.layers[0].weights.get(row * width..).unwrap_or_default();
            dispatch!(level, _ => add_rows(sums, weights, numbers, times));
        }
    }

    /// The probability of each label, from the sums of the first layer.
    pub fn answer(&self, level: Level, mut sums: Vec<f32>) -> Vec<f32> {
        for layer in &self.layers[1..] {
            match self.activation {
                Activation::Gelu => gelu(level, &mut sums),
                Activation::Relu => sums.iter_mut().for_each(|it| *it = if *it > 0.0 { *it } else { 0.0 }),
            }
            let mut next = layer.bias.clone();
            dispatch!(level, _ => add_rows(&mut next, &layer.weights, &sums, 1.0));
            sums = next;
        }
        sums.iter_mut().for_each(|it| *it /= self.temperature);
        if self.each { sums.into_iter().map(sigmoid).collect() } else { probabilities(sums) }
    }
}

/// Adds a row of weights for each number, times the number.
#[inline(always)]
fn add_rows(sums: &mut [f32], weights: &[f32], numbers: &[f32], times: f32) {
    for (&number, weights) in numbers.iter().zip(weights.chunks_exact(sums.len())) {
        let number = number * times;
        sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += number * weight);
    }
}

fn input(name: &str) -> Option<Input> {
    Some(match name {
        "word" | "trigger" => Input::Word,
        "left" => Input::Left,
        "right" => Input::Right,
        "sentence" => Input::Sentence,
        "mention" => Input::Mention,
        "product" => Input::Product,
        "difference" => Input::Difference,
        "extras" => Input::Extras,
        _ => return None,
    })
}
