//! `recoupe annotate`: one layer of each report, for reading or as JSON Lines.

use std::io::{self, BufWriter, Write};

use anyhow::bail;
use recoupe::index::WordIdx;
use recoupe::tell::timeml;
use recoupe::{Annotated, Span};
use serde::Serialize;
use serde_json::json;

use crate::arguments::{Annotate, Format, Layer, Shared};
use crate::dossier::load;
use crate::outcome::Outcome;

/// Prints a layer of every report.
pub fn run(command: &Annotate, shared: &Shared) -> anyhow::Result<Outcome> {
    match (command.format, command.layer) {
        (Format::Conllu, Layer::Syntax) | (Format::Timeml | Format::Edtf, Layer::Timexes) => {}
        (Format::Conllu, _) => bail!("--format conllu goes with --layer syntax"),
        (Format::Timeml | Format::Edtf, _) => bail!("--format timeml and edtf go with --layer timexes"),
        _ => {}
    }
    let loaded = load(&command.inputs, shared)?;
    let skipped = loaded.skipped.len();
    let dossier = loaded.compare();
    let mut out = BufWriter::new(io::stdout().lock());
    for doc in &dossier.docs {
        match command.format {
            Format::Text => text(doc, command.layer, &mut out)?,
            Format::Jsonl => jsonl(doc, command.layer, &mut out)?,
            Format::Conllu => recoupe::tell::conllu::write(doc, &mut out)?,
            Format::Timeml => timeml::timeml(doc, &mut out)?,
            Format::Edtf => edtf(doc, &mut out)?,
        }
    }
    out.flush()?;
    Ok(Outcome::with_skipped(skipped))
}

/// A line per annotation: its characters, then the rest of it as JSON.
fn text(doc: &Annotated, layer: Layer, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "== {}", doc.document.name)?;
    match layer {
        Layer::Claims => return claims(doc, out),
        Layer::Clauses => return clauses(doc, out),
        _ => {}
    }
    for (span, value) in records(doc, layer)? {
        match span {
            Some(span) => writeln!(out, "{span}\t{}\t{value}", doc.document.slice(span).replace('\n', " "))?,
            None => writeln!(out, "{value}")?,
        }
    }
    Ok(())
}

/// A sentence per claim, then its evidence and the reason of each slot, indented.
fn claims(doc: &Annotated, out: &mut impl Write) -> anyhow::Result<()> {
    for claim in &doc.annotations.claims {
        let mut lines = recoupe::tell::claims::lines(doc, claim).into_iter();
        writeln!(out, "{}\t{}", claim.trigger, lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(out, "\t  {line}")?;
        }
    }
    Ok(())
}

/// A line per clause: the span of its head, then what it says.
fn clauses(doc: &Annotated, out: &mut impl Write) -> anyhow::Result<()> {
    let annotations = &doc.annotations;
    for clause in &annotations.clauses.all {
        let span = annotations.tokens[annotations.syntax.words[clause.head.at()].token.at()].span;
        writeln!(out, "{span}\t{}", recoupe::tell::clauses::line(annotations, clause))?;
    }
    Ok(())
}

/// A line per expression that has bounds: its span, its time in EDTF, its characters.
fn edtf(doc: &Annotated, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "== {}", doc.document.name)?;
    writeln!(out, "\t{}\tdocument creation time", timeml::edtf(doc.annotations.dct.interval))?;
    for timex in &doc.annotations.timexes {
        if let Some(time) = timeml::timex_edtf(timex) {
            writeln!(out, "{}\t{time}\t{}", timex.span, doc.document.slice(timex.span).replace('\n', " "))?;
        }
    }
    Ok(())
}

fn jsonl(doc: &Annotated, layer: Layer, out: &mut impl Write) -> anyhow::Result<()> {
    for (span, value) in records(doc, layer)? {
        let quote = span.map(|span| doc.document.slice(span));
        let record = json!({ "document": doc.document.name, "quote": quote, "annotation": value });
        writeln!(out, "{record}")?;
    }
    Ok(())
}

type Record = (Option<Span>, serde_json::Value);

fn records(doc: &Annotated, layer: Layer) -> anyhow::Result<Vec<Record>> {
    let annotations = &doc.annotations;
    Ok(match layer {
        Layer::Document => {
            let mut records = vec![(None, serde_json::to_value(&doc.document.meta)?)];
            records.extend(each(&doc.document.blocks, |block| block.span)?);
            records
        }
        Layer::Sentences => each(&annotations.sentences, |sentence| sentence.span)?,
        Layer::Tokens => each(&annotations.tokens, |token| token.span)?,
        Layer::Syntax => each(&annotations.syntax.words, |word| annotations.tokens[word.token.at()].span)?,
        Layer::Clauses => {
            let word = |at: WordIdx| annotations.tokens[annotations.syntax.words[at.at()].token.at()].span;
            each(&annotations.clauses.all, |clause| word(clause.head))?
        }
        Layer::Timexes => {
            let mut records = vec![(None, serde_json::to_value(&annotations.dct)?)];
            records.extend(each(&annotations.timexes, |timex| timex.span)?);
            records
        }
        Layer::Toponyms => {
            let mut records = each(&annotations.toponyms.mentions, |toponym| toponym.span)?;
            records.extend(each(&annotations.toponyms.demonyms, |demonym| demonym.span)?);
            records
        }
        Layer::Actors => each(&annotations.actors.mentions, |mention| mention.span)?,
        Layer::Attributions => each(&annotations.attributions, |attribution| attribution.content)?,
        Layer::Claims => each(&annotations.claims, |claim| claim.trigger)?,
    })
}

fn each<T: Serialize>(items: &[T], span: impl Fn(&T) -> Span) -> anyhow::Result<Vec<Record>> {
    items.iter().map(|item| Ok((Some(span(item)), serde_json::to_value(item)?))).collect()
}
