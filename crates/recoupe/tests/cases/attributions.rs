//! Prints attributions: `source | cue | mode | content [| stance] [| via …]`.
//!
//! A source that is a pronoun shows its chain (`Il = Jean Dupont`); a long content its first and last words.

use recoupe::Dossier;
use recoupe::annotated::Annotated;
use recoupe::layers::actors::MentionForm;
use recoupe::layers::attributions::{Attribution, SourceMention};
use recoupe::layers::kinds::CueStance;
use recoupe::text::Span;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    doc.annotations.attributions.iter().map(|attribution| line(doc, attribution)).collect()
}

fn line(doc: &Annotated, attribution: &Attribution) -> String {
    let slice = |span: Option<Span>| span.map_or("-", |span| doc.document.slice(span));
    let mut line = format!(
        "{} | {} | {} | {}",
        attribution.source.as_ref().map_or("-".to_owned(), |source| named(doc, source)),
        slice(attribution.cue),
        name(serde_json::json!(attribution.mode)),
        short(doc.document.slice(attribution.content)),
    );
    if attribution.stance != CueStance::Neutral {
        line.push_str(&format!(" | {}", name(serde_json::json!(attribution.stance))));
    }
    if !attribution.via.is_empty() {
        let links: Vec<&str> = attribution.via.iter().map(|via| doc.document.slice(via.span)).collect();
        line.push_str(&format!(" | via {}", links.join(", ")));
    }
    line
}

fn named(doc: &Annotated, source: &SourceMention) -> String {
    let text = doc.document.slice(source.span);
    let actors = &doc.annotations.actors;
    match source.actor.map(|actor| &actors.mentions[actor.at()]) {
        Some(mention) if mention.form == MentionForm::Pronoun => {
            format!("{text} = {}", actors.chains[mention.chain.at()].name)
        }
        _ => text.to_owned(),
    }
}

fn name(value: serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn short(content: &str) -> String {
    let words: Vec<&str> = content.split_whitespace().collect();
    if words.len() <= 8 {
        return words.join(" ");
    }
    format!("{} … {}", words[..3].join(" "), words[words.len() - 3..].join(" "))
}
