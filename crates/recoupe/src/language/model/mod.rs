//! The weights of tagger, lemmatiser and parser: `models/<code>.syntax`, written by `cargo xtask train`.
//!
//! A file holds a magic word, a text header with one record per line (fields between tabs), and the
//! packed scorers, each with its length before it (32 bits, little endian).

pub mod linear;
pub mod script;

use std::collections::HashMap;

use crate::language::model::linear::{Linear, hash_chars};
use crate::language::model::script::Script;

use super::{PackError, PackFiles};

/// `(code, bytes)` of every embedded model, sorted.
static MODELS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// First bytes of a model file.
pub const MAGIC: &[u8; 8] = b"RECOUPE1";

/// A trained model; without labels it analyses nothing.
#[derive(Debug, Default)]
pub struct Model {
    /// Relations; a relation's number is its position.
    pub labels: Vec<String>,
    /// Position of the root's relation.
    pub root_label: usize,
    /// Position of the relation between sentences side by side.
    pub side_label: usize,
    /// Feature bundles.
    pub feats: Vec<String>,
    /// Whether a part of speech can have a bundle.
    pub legal: Vec<Vec<bool>>,
    /// Lemma scripts.
    pub scripts: Vec<Script>,
    /// Lemmas that no script gives right, by hash of the folded form and part of speech.
    pub exceptions: HashMap<(u32, u8), String>,
    /// How many parses are kept at once.
    pub beam: usize,
    /// Whether a token is a contraction.
    pub open: Linear,
    /// First pass of the tagger.
    pub upos_first: Linear,
    /// Second pass of the tagger.
    pub upos_second: Linear,
    /// Feature bundles.
    pub feats_weights: Linear,
    /// Lemma scripts.
    pub lemma: Linear,
    /// Parser.
    pub parser: Linear,
}

impl Model {
    /// The embedded model of a pack; an empty one where none was trained.
    ///
    /// # Errors
    /// When the model is damaged.
    pub fn embedded(files: &PackFiles) -> Result<Model, PackError> {
        let Some((_, bytes)) = MODELS.iter().find(|(code, _)| *code == files.code()) else {
            return Ok(Model::default());
        };
        Model::read(bytes).map_err(|what| files.wrong("model", what))
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// Says what is wrong with the bytes.
    pub fn read(bytes: &[u8]) -> Result<Model, String> {
        let mut rest = bytes.strip_prefix(MAGIC).ok_or("not a model of this version; train it again")?;
        let header = std::str::from_utf8(section(&mut rest)?).map_err(|error| error.to_string())?;
        let mut model = Model { legal: vec![Vec::new(); 17], beam: 1, ..Model::default() };
        for line in header.lines() {
            model.record(&line.split('\t').collect::<Vec<_>>()).ok_or_else(|| format!("wrong record '{line}'"))?;
        }
        let position = |label: &str| model.labels.iter().position(|other| other == label).unwrap_or(0);
        (model.root_label, model.side_label) = (position("root"), position("parataxis"));
        let mut scorer = || Linear::decode(section(&mut rest)?).map_err(|error| error.to_string());
        model.open = scorer()?;
        model.upos_first = scorer()?;
        model.upos_second = scorer()?;
        model.feats_weights = scorer()?;
        model.lemma = scorer()?;
        model.parser = scorer()?;
        Ok(model)
    }

    fn record(&mut self, fields: &[&str]) -> Option<()> {
        match *fields {
            ["label", label] => self.labels.push(label.to_owned()),
            ["beam", width] => self.beam = width.parse().ok()?,
            ["feats", mask, bundle] => {
                let mask: u32 = mask.parse().ok()?;
                self.feats.push(bundle.to_owned());
                self.legal.iter_mut().enumerate().for_each(|(upos, legal)| legal.push(mask >> upos & 1 == 1));
            }
            ["script", case, cut, add] => {
                let script = Script { keep_case: case == "keep", cut: cut.parse().ok()?, add: add.to_owned() };
                self.scripts.push(script);
            }
            ["lemma", form, upos, lemma] => {
                self.exceptions.insert((hash_chars(form.chars()), upos.parse().ok()?), lemma.to_owned());
            }
            _ => return None,
        }
        Some(())
    }
}

fn section<'b>(rest: &mut &'b [u8]) -> Result<&'b [u8], String> {
    let (len, after) = rest.split_at_checked(4).ok_or("the file ends early")?;
    let len = len.try_into().map_or(0, u32::from_le_bytes) as usize;
    let (section, after) = after.split_at_checked(len).ok_or("the file ends early")?;
    *rest = after;
    Ok(section)
}
