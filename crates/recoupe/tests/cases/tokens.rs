//! Prints the tokens of a document on one line, between bars.

use recoupe::Dossier;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    let tokens: Vec<&str> = doc.annotations.tokens.iter().map(|token| doc.document.slice(token.span)).collect();
    vec![tokens.join("|")]
}
