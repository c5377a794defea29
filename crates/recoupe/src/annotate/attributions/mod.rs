//! Attributions: who says what, through whom. Source, cue and content after PolNeAR and the PDTB.

mod according;
mod chain;
mod clause;
mod contents;
mod cues;
mod sources;
mod text;
mod unmarked;

use crate::document::Document;
use crate::language::Pack;
use crate::layers::actors::Actors;
use crate::layers::attributions::Attribution;
use crate::layers::sentences::Sentence;
use crate::layers::syntax::Syntax;
use crate::layers::tokens::Token;
use crate::text::Span;

/// Finds who says what.
pub fn attributions(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &[Token],
    syntax: &Syntax,
    actors: &Actors,
    pack: &Pack,
) -> Vec<Attribution> {
    let text = text::Text::new(doc, sentences, tokens, syntax, actors, pack);
    let mut found = clause::attributions(&text);
    unmarked::after_colons(&text, &mut found);
    unmarked::unlisted_verbs(&text, &mut found);
    unmarked::continued(&text, &mut found);
    unmarked::hearsay(&text, &mut found);
    found.sort_by_key(|attribution| (attribution.content, attribution.cue));
    found.dedup_by(|later, earlier| later.content == earlier.content && later.cue == earlier.cue);
    chain::clip(&mut found, &text);
    keep_surer(&mut found, &text);
    chain::relays(&mut found, &text);
    chain::carried(&mut found, &text);
    chain::credits(&mut found, &text);
    chain::nesting(&mut found);
    found
}

/// Of two attributions of one quotation the one whose verb stands right behind it: 'Y conteste : « … », a dit X'.
fn keep_surer(found: &mut Vec<Attribution>, text: &text::Text) {
    let behind = |it: &Attribution| it.cue.filter(|cue| cue.start >= it.content.end);
    let sure: Vec<Span> = found.iter().filter(|it| behind(it).is_some()).map(|it| it.content).collect();
    found.retain(|it| {
        let quoted = text.quotations.iter().any(|quotation| quotation.outer == it.content);
        !(quoted && behind(it).is_none() && it.cue.is_some() && sure.contains(&it.content))
    });
}
