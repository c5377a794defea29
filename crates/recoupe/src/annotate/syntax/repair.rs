//! Repairs of parses in the language of the news, which the treebanks hardly show. Only relations
//! change, never governors.

use super::Upos;
use super::analysis::Analysed;
use crate::language::syntax::SyntaxWords;

/// Repairs the relations of a sentence.
pub fn repair(words: &mut [Analysed], rules: &SyntaxWords) {
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); words.len()];
    for (at, word) in words.iter().enumerate() {
        if let Some(head) = word.head {
            dependents[head].push(at);
        }
    }
    for verb in 0..words.len() {
        if words[verb].upos == Upos::Verb {
            inverted_speech(words, verb, &dependents[verb], rules);
            agent(words, verb, &dependents, rules);
        }
    }
}

/// '…, a déclaré le maire': the noun after a verb of speech that follows a comma or a closing quotation
/// mark is its subject; what was said is its content.
fn inverted_speech(words: &mut [Analysed], verb: usize, dependents: &[usize], rules: &SyntaxWords) {
    if !rules.speech_verbs.contains(&words[verb].lemma) {
        return;
    }
    let finite = |at: usize| words[at].feats.contains("VerbForm=Fin");
    let auxiliary = verb.checked_sub(1).filter(|&at| words[at].upos == Upos::Aux && words[at].head == Some(verb));
    let first = auxiliary.unwrap_or(verb);
    let before = first.checked_sub(1).filter(|&at| words[at].upos == Upos::Punct);
    let Some(sign) = before.filter(|_| finite(first)) else { return };
    let closes = |at: usize| words[at].upos == Upos::Punct && matches!(words[at].lemma.as_str(), "\"" | "»" | "”");
    // A comma alone also ends an insertion after a subject, so a quotation or a whole clause must precede it.
    let said = dependents.iter().copied().find(|&at| at < sign && !matches!(words[at].upos, Upos::Punct));
    let quoted = closes(sign) || (sign > 0 && closes(sign - 1));
    let clause = said.is_some_and(|at| matches!(words[at].relation.as_str(), "ccomp" | "parataxis" | "advcl"));
    let object = dependents.iter().copied().find(|&at| at > verb && words[at].relation == "obj");
    let subject = dependents.iter().any(|&at| at > sign && words[at].relation.starts_with("nsubj"));
    let Some(object) = object.filter(|_| !subject && (quoted || clause)) else { return };
    if matches!(words[object].upos, Upos::Noun | Upos::Propn | Upos::Pron) {
        words[object].relation = "nsubj".to_owned();
        if let Some(said) = said.filter(|&at| words[at].relation.starts_with("nsubj") || words[at].relation == "obj") {
            words[said].relation = "ccomp".to_owned();
        }
    }
}

/// 'chassés de la ville par l'armée': a noun of its own after the preposition of the agent is the agent
/// of a passive.
fn agent(words: &mut [Analysed], verb: usize, dependents: &[Vec<usize>], rules: &SyntaxWords) {
    let passive = dependents[verb].iter().any(|&at| words[at].relation == "aux:pass");
    for &at in dependents[verb].iter().filter(|&&at| passive && at > verb) {
        let marked = dependents[at]
            .iter()
            .any(|&case| words[case].relation == "case" && rules.agent_prepositions.contains(&words[case].lemma));
        let own = words[at].upos == Upos::Propn || dependents[at].iter().any(|&det| words[det].relation == "det");
        if marked && own && words[at].relation == "obl:mod" {
            words[at].relation = "obl:agent".to_owned();
        }
    }
}
