//! Prints sentences, one a line; a line break inside one is `¶`.

use recoupe::Dossier;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    doc.annotations.sentences.iter().map(|sentence| doc.document.slice(sentence.span).replace('\n', "¶")).collect()
}
