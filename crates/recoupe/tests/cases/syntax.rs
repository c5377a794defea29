//! Prints who does what to whom: `verb: relation=word …` for every word with a subject, an object or an agent, and
//! `token = words` for contractions.

use recoupe::Dossier;
use recoupe::index::{TokenIdx, WordIdx};
use recoupe::layers::syntax::{Syntax, Upos, Word};

const CORE: [&str; 9] =
    ["nsubj", "nsubj:pass", "nsubj:caus", "csubj", "obj", "iobj", "obl:agent", "obl:arg", "aux:pass"];

pub fn render(dossier: &Dossier) -> Vec<String> {
    let annotations = &dossier.docs[0].annotations;
    let syntax = &annotations.syntax;
    let mut lines = Vec::new();
    for at in 0..annotations.tokens.len() {
        if let words @ [_, _, ..] = syntax.words_of(TokenIdx::new(at)) {
            let forms: Vec<&str> = words.iter().map(|word| word.form.as_str()).collect();
            let token = dossier.docs[0].document.slice(annotations.tokens[at].span);
            lines.push(format!("{token} = {}", forms.join(" ")));
        }
    }
    lines.extend((0..syntax.words.len()).filter_map(|at| clause(syntax, WordIdx::new(at))));
    lines
}

fn clause(syntax: &Syntax, head: WordIdx) -> Option<String> {
    let named = |word: &Word| word.upos != Upos::Det;
    let arguments: Vec<String> = syntax
        .dependents(head)
        .map(|at| &syntax.words[at.at()])
        .filter(|word| CORE.contains(&word.relation.as_str()) && named(word))
        .map(|word| format!("{}={}", word.relation, word.form))
        .collect();
    (!arguments.is_empty()).then(|| format!("{}: {}", syntax.words[head.at()].form, arguments.join(" ")))
}
