//! The layers of annotation: what one document says, as data. Structs, enums and look-ups; what finds them is in
//! [`annotate`](crate::annotate).

pub mod actors;
pub mod attributions;
pub mod claims;
pub mod clauses;
pub mod dct;
pub mod kinds;
pub mod sentences;
pub mod syntax;
pub mod timexes;
pub mod tokens;
pub mod toponyms;

use serde::{Deserialize, Serialize};

use actors::Actors;
use attributions::Attribution;
use claims::Claim;
use clauses::Clauses;
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
    /// What is predicated of whom.
    #[serde(default)]
    pub clauses: Clauses,
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
