//! The second room: one [`Document`] becomes [`Annotations`], one typed layer after another.
//!
//! Each stage is a plain function whose signature says what it needs. A stage knows nothing of other
//! documents. Annotating cannot fail: what is not understood is left out.

pub mod actors;
pub mod attributions;
pub mod claims;
pub mod clauses;
pub mod dct;
pub(crate) mod pieces;
pub(crate) mod quotations;
pub mod sentences;
pub(crate) mod speakers;
pub mod syntax;
pub mod timexes;
pub mod tokens;
pub mod toponyms;

use crate::document::Document;
use crate::gazetteer::Gazetteer;
use crate::language::Pack;
use crate::layers::Annotations;
use crate::layers::dct::Dct;

/// Annotates a document. `dct` replaces the document's own creation time where a dossier-level
/// inference found a better one (see [`compare::dcts`](crate::compare::dcts)).
pub fn annotate(doc: &Document, dct: Option<&Dct>, pack: &Pack, gazetteer: &Gazetteer) -> Annotations {
    let sentences = sentences::sentences(doc, pack);
    let (sentences, tokens) = tokens::tokens(doc, &sentences, pack);
    let syntax = syntax::syntax(doc, &sentences, &tokens, pack);
    let dct = dct.cloned().unwrap_or_else(|| dct::dct(doc, &sentences, &tokens, &syntax, pack));
    // What words mean is told only in their own language; names of places are much the same in all.
    if doc.meta.language.value().is_some_and(|language| *language != pack.code) {
        let toponyms = toponyms::toponyms(doc, &sentences, &tokens, &syntax, pack, gazetteer);
        return Annotations { dct, sentences, tokens, syntax, toponyms, ..Annotations::default() };
    }
    let clauses = clauses::clauses(&syntax, pack);
    let timexes = timexes::timexes(doc, &sentences, &tokens, &syntax, &dct, pack);
    let toponyms = toponyms::toponyms(doc, &sentences, &tokens, &syntax, pack, gazetteer);
    let actors = actors::actors(doc, &sentences, &tokens, &syntax, &toponyms, pack, gazetteer);
    let attributions = attributions::attributions(doc, &sentences, &tokens, &syntax, &actors, pack);
    let (actors, attributions) =
        speakers::speakers(doc, &tokens, &syntax, &toponyms, (pack, gazetteer), actors, attributions);
    let claims = Vec::new();
    let mut annotations =
        Annotations { dct, sentences, tokens, syntax, clauses, timexes, toponyms, actors, attributions, claims };
    annotations.claims = claims::claims(doc, &annotations, pack, gazetteer);
    annotations
}
