//! `cargo xtask syntax`: scores and speed of the syntax layer on treebanks.

// A chore prints its progress and results.
#![allow(clippy::print_stdout)]

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use recoupe::annotate::sentences::sentences;
use recoupe::annotate::syntax::analysis::{Scratch, analyse};
use recoupe::annotate::syntax::repair::repair;
use recoupe::annotate::syntax::syntax;
use recoupe::annotate::tokens::tokens;
use recoupe::document::{Block, BlockKind, Document, DocumentId, Meta};
use recoupe::language::Pack;
use recoupe::language::model::Model;
use recoupe::layers::syntax::Syntax;
use recoupe::layers::tokens::Token;
use recoupe::score::conllu::{Tree, TreeToken, TreeWord, raw_text, read, scores};
use recoupe::text::Span;

/// Score the syntax layer on treebanks (CoNLL 2018) and measure its speed.
#[derive(clap::Args)]
pub struct Arguments {
    /// Language code
    #[arg(long)]
    language: String,
    /// A model file in place of the embedded one
    #[arg(long)]
    model: Option<PathBuf>,
    /// Parses kept at once, in place of the model's own number
    #[arg(long)]
    beam: Option<usize>,
    /// Only from raw text
    #[arg(long)]
    raw_only: bool,
    /// CoNLL-U files
    files: Vec<PathBuf>,
}

/// Runs the chore.
pub fn run(arguments: &Arguments) -> Result<()> {
    let began = Instant::now();
    let mut pack = Pack::embedded(&arguments.language)?;
    println!("pack loaded in {:.1?}", began.elapsed());
    if let Some(path) = &arguments.model {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        let began = Instant::now();
        pack.model = Model::read(&bytes).map_err(anyhow::Error::msg)?;
        println!("model of {} bytes read in {:.1?}", bytes.len(), began.elapsed());
    }
    if let Some(width) = arguments.beam {
        pack.model.beam = width;
    }
    for path in &arguments.files {
        let gold = read(&fs::read_to_string(path).with_context(|| path.display().to_string())?);
        println!("{}", path.file_name().unwrap_or_default().to_string_lossy());
        if !arguments.raw_only {
            report("gold tokens", &gold, &from_gold(&gold, &pack), None);
        }
        let text = raw_text(&gold);
        let doc = document(text);
        let began = Instant::now();
        let sentences = sentences(&doc, &pack);
        let (sentences, tokens) = tokens(&doc, &sentences, &pack);
        let syntax = syntax(&doc, &sentences, &tokens, &pack);
        let seconds = began.elapsed().as_secs_f64();
        let system = trees(&doc, &sentences, &tokens, &syntax);
        report("raw text", &gold, &system, Some(syntax.words.len() as f64 / seconds));
    }
    Ok(())
}

fn report(name: &str, gold: &[Tree], system: &[Tree], speed: Option<f64>) {
    let scores = scores(gold, system);
    let line: Vec<String> = ["Tokens", "Sentences", "Words", "UPOS", "Feats", "Lemmas", "UAS", "LAS-full", "LAS"]
        .iter()
        .map(|name| format!("{name} {:.2}", scores[name].f1()))
        .collect();
    let speed = speed.map_or(String::new(), |speed| format!("; {speed:.0} words/s"));
    println!("  {name}: {}{speed}", line.join(", "));
}

fn from_gold(gold: &[Tree], pack: &Pack) -> Vec<Tree> {
    let mut scratch = Scratch::default();
    gold.iter()
        .map(|tree| {
            let forms: Vec<&str> = tree.words().map(|word| word.form.as_str()).collect();
            let mut analysed = analyse(&forms, &pack.model, &pack.syntax, &mut scratch);
            repair(&mut analysed, &pack.syntax);
            let mut analysed = analysed.into_iter();
            let mut system = tree.clone();
            for word in system.tokens.iter_mut().flat_map(|token| &mut token.words) {
                let Some(found) = analysed.next() else { break };
                *word = TreeWord {
                    form: word.form.clone(),
                    lemma: found.lemma,
                    upos: found.upos.name().to_owned(),
                    feats: if found.feats.is_empty() { "_".to_owned() } else { found.feats },
                    head: found.head.map_or(0, |head| head + 1),
                    relation: found.relation,
                };
            }
            system
        })
        .collect()
}

fn document(text: String) -> Document {
    let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "whole".to_owned() };
    Document {
        id: DocumentId::of("raw", text.as_bytes()),
        name: "raw".to_owned(),
        meta: Meta::default(),
        text,
        blocks: vec![block],
    }
}

fn trees(
    doc: &Document,
    sentences: &[recoupe::layers::sentences::Sentence],
    tokens: &[Token],
    syntax: &Syntax,
) -> Vec<Tree> {
    sentences
        .iter()
        .map(|sentence| {
            let range = sentence.tokens.range();
            let base = syntax.first_word[range.start] as usize;
            let tokens = range.map(|at| TreeToken {
                form: doc.slice(tokens[at].span).to_owned(),
                space_after: true,
                words: syntax
                    .words_of(recoupe::index::TokenIdx::new(at))
                    .iter()
                    .map(|word| TreeWord {
                        form: word.form.clone(),
                        lemma: word.lemma.clone(),
                        upos: word.upos.name().to_owned(),
                        feats: if word.feats.0.is_empty() { "_".to_owned() } else { word.feats.0.clone() },
                        head: word.head.map_or(0, |head| head.at() - base + 1),
                        relation: word.relation.clone(),
                    })
                    .collect(),
            });
            Tree { tokens: tokens.collect(), ..Tree::default() }
        })
        .collect()
}
