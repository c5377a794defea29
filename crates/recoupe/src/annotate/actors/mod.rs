//! Mentions of persons, organisations, armed groups, states and media, and their coreference.

mod chains;
mod find;
mod group;
mod links;
mod noun_phrase;
mod organisations;
mod own_side;
mod people;
mod peoples;
mod phrase;
mod pronouns;
mod sides;
mod unlisted;
mod whole;

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::language::Pack;
use crate::layers::actors::Actors;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Syntax;
use crate::layers::tokens::Token;
use crate::layers::toponyms::Toponyms;

/// Finds the actors of a document and links their mentions.
pub fn actors(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    syntax: &Syntax,
    toponyms: &Toponyms,
    pack: &Pack,
    gazetteer: &Gazetteer,
) -> Actors {
    let text = find::Text::new(doc, sentences, tokens, syntax, toponyms, pack, gazetteer);
    let found = group::with_groups(find::mentions(&text), &text);
    chains::actors(found, &text, tokens)
}
