//! Prints chains of actors: `mention, mention, … [| kind]`, each chain once, in order of its first mention.
//!
//! A group shows its members in braces.

use recoupe::Dossier;
use recoupe::layers::actors::ActorMention;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let doc = &dossier.docs[0];
    let actors = &doc.annotations.actors;
    let text = |mention: &ActorMention| doc.document.slice(mention.span);
    let mut chains: Vec<(u32, String)> = actors
        .chains
        .iter()
        .filter_map(|chain| {
            let mentions: Vec<&ActorMention> = chain.mentions.iter().map(|at| &actors.mentions[at.at()]).collect();
            let mut outer: Vec<&ActorMention> = Vec::new();
            for mention in &mentions {
                // 'le président Macron' and the 'Macron' in it are one place in the text.
                if !mentions.iter().any(|other| other.span != mention.span && other.span.contains(mention.span)) {
                    outer.push(mention);
                }
            }
            let line: Vec<&str> = outer.iter().map(|mention| text(mention)).collect();
            Some((outer.first()?.span.start, line.join(" = ")))
        })
        .collect();
    chains.sort();
    chains.into_iter().map(|(_, line)| line).collect()
}
