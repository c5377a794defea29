//! CoNLL-U 2: sentences, tokens, words, tags, lemmas and dependencies of one document.

use std::io::{self, Write};

use crate::annotated::Annotated;
use crate::index::TokenIdx;
use crate::layers::syntax::Word;

/// Writes the syntax layer of a document as CoNLL-U. The id of a sentence is the document's id and the
/// sentence's number from 1; white space inside forms and texts is one plain space.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(annotated: &Annotated, out: &mut impl Write) -> io::Result<()> {
    let (doc, notes) = (&annotated.document, &annotated.annotations);
    writeln!(out, "# newdoc id = {}", doc.id)?;
    let mut block = None;
    for (number, sentence) in notes.sentences.iter().enumerate() {
        let range = sentence.tokens.range();
        let Some(&base) = notes.syntax.first_word.get(range.start).filter(|_| !range.is_empty()) else { continue };
        if block.replace(sentence.block) != Some(sentence.block) {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}-{}", doc.id, number + 1)?;
        writeln!(out, "# text = {}", plain(doc.slice(sentence.span)))?;
        let mut id = 1;
        for at in range.clone() {
            let Some(token) = notes.tokens.get(at) else { break };
            let glued =
                at + 1 < range.end && notes.tokens.get(at + 1).is_some_and(|next| next.span.start == token.span.end);
            let misc = if glued { "SpaceAfter=No" } else { "_" };
            let words = notes.syntax.words_of(TokenIdx::new(at));
            if words.len() > 1 {
                let form = plain(doc.slice(token.span));
                writeln!(out, "{id}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", id + words.len() - 1)?;
            }
            for word in words {
                row(id, word, base, if words.len() > 1 { "_" } else { misc }, out)?;
                id += 1;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn row(id: usize, word: &Word, base: u32, misc: &str, out: &mut impl Write) -> io::Result<()> {
    let head = word.head.map_or(0, |head| head.0.saturating_sub(base) + 1);
    let feats = if word.feats.0.is_empty() { "_" } else { &word.feats.0 };
    let (form, lemma) = (field(&word.form), field(&word.lemma));
    writeln!(out, "{id}\t{form}\t{lemma}\t{}\t_\t{feats}\t{head}\t{}\t_\t{misc}", word.upos.name(), word.relation)
}

/// A form or lemma, which must not be empty.
fn field(text: &str) -> String {
    let plain = plain(text);
    if plain.is_empty() { "_".to_owned() } else { plain }
}

/// White space and control characters as single spaces.
fn plain(text: &str) -> String {
    let split = text.split(|c: char| c.is_whitespace() || c.is_control());
    split.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use crate::Dossier;
    use crate::language::Packs;
    use crate::read::{Input, read};
    use crate::score::conllu;

    fn written(text: &str) -> String {
        let input = Input { name: "a.txt", bytes: text.as_bytes(), sidecar: None };
        let documents = read(&input, Packs::embedded()).expect("there is text").documents;
        let mut out = Vec::new();
        for annotated in &Dossier::of(documents).docs {
            super::write(annotated, &mut out).expect("writing to memory");
        }
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = "La ministre s’est rendue au port de la capitale. Les pêcheurs n'ont pas été reçus par le maire.";
        let trees = conllu::read(&written(text));
        assert_eq!(trees.len(), 2);
        assert_eq!(trees[0].tokens.iter().filter(|token| token.words.len() == 2).count(), 1);
        for tree in &trees {
            assert_eq!(tree.words().filter(|word| word.head == 0 && word.relation == "root").count(), 1);
            assert!(tree.words().all(|word| word.head <= tree.words().count()));
        }
        let rebuilt = conllu::raw_text(&trees);
        assert_eq!(rebuilt.trim_end(), text);
    }
}
