//! The second room: one [`Document`] becomes [`Annotations`], one typed layer after another.
//!
//! Each stage is a plain function whose signature says what it needs. A stage knows nothing of other
//! documents. Annotating cannot fail: what is not understood is left out.

pub mod actors;
pub mod attributions;
pub mod claims;
pub mod dct;
pub mod sentences;
pub mod syntax;
pub mod timexes;
pub mod tokens;
pub mod toponyms;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::language::Pack;

use actors::Actors;
use attributions::Attribution;
use claims::Claim;
use dct::Dct;
use sentences::Sentence;
use syntax::Syntax;
use timexes::Timex;
use tokens::Token;
use toponyms::Toponyms;

/// All that one document says, layer by layer. Every vector is sorted by span.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// When the document was made, with the reason.
    pub dct: Dct,
    /// Sentences of the content blocks.
    pub sentences: Vec<Sentence>,
    /// Tokens of the sentences.
    pub tokens: Vec<Token>,
    /// Syntactic words with tags, lemmas and dependencies.
    pub syntax: Syntax,
    /// Temporal expressions.
    pub timexes: Vec<Timex>,
    /// Place names, relative regions and demonyms.
    pub toponyms: Toponyms,
    /// Mentions of actors and their coreference chains.
    pub actors: Actors,
    /// Who says what.
    pub attributions: Vec<Attribution>,
    /// What is said to have happened.
    pub claims: Vec<Claim>,
}

/// Annotates a document. `dct` replaces the document's own creation time where a dossier-level
/// inference found a better one (see [`compare::dcts`](crate::compare::dcts)).
pub fn annotate(doc: &Document, dct: Option<&Dct>, pack: &Pack, gazetteer: &Gazetteer) -> Annotations {
    let sentences = sentences::sentences(doc, pack);
    let (sentences, tokens) = tokens::tokens(doc, &sentences, pack);
    let syntax = syntax::syntax(doc, &sentences, &tokens, pack);
    let dct = dct.cloned().unwrap_or_else(|| dct::dct(doc, &tokens, pack));
    // What words mean is told only in their own language; names of places are much the same in all.
    if doc.meta.language.value().is_some_and(|language| *language != pack.code) {
        let toponyms = toponyms::toponyms(doc, &sentences, &tokens, &syntax, pack, gazetteer);
        return Annotations { dct, sentences, tokens, syntax, toponyms, ..Annotations::default() };
    }
    let timexes = timexes::timexes(doc, &sentences, &tokens, &syntax, &dct, pack);
    let toponyms = toponyms::toponyms(doc, &sentences, &tokens, &syntax, pack, gazetteer);
    let actors = actors::actors(doc, &sentences, &tokens, &syntax, &toponyms, pack, gazetteer);
    let attributions = attributions::attributions(doc, &sentences, &tokens, &syntax, &actors, pack);
    let mut annotations =
        Annotations { dct, sentences, tokens, syntax, timexes, toponyms, actors, attributions, claims: Vec::new() };
    annotations.claims = claims::claims(doc, &annotations, pack, gazetteer);
    annotations
}
