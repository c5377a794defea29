//! Repairs of parses in the language of the news, which the treebanks hardly show.
//!
//! Each repair answers a kind of error that breaks who did what to whom; `docs/parse-errors.md` lists the
//! kinds. The words behind them are data (`languages/<code>/syntax.toml`).

use super::analysis::Analysed;
use crate::language::syntax::SyntaxWords;
use crate::layers::syntax::Upos;

/// Words and dependents that a repair looks at, so that a sentence of any length takes linear time.
const REACH: usize = 40;

/// Repairs the relations of a sentence, and a few governors.
pub fn repair(words: &mut [Analysed], rules: &SyntaxWords) {
    let mut dependents = dependents_of(words);
    if rules.participle_is_past {
        let raised = (0..words.len()).filter(|&at| past(words, at, &dependents, rules)).count();
        if raised > 0 {
            dependents = dependents_of(words);
        }
    }
    let nouns = (0..words.len()).filter(|&at| bare_adjective(words, at));
    if nouns.count() > 0 {
        dependents = dependents_of(words);
    }
    let mut moved = (0..words.len()).filter(|&at| relative(words, at, &dependents)).count();
    if moved > 0 {
        dependents = dependents_of(words);
    }
    moved = (0..words.len()).filter(|&at| fronted_time(words, at, &dependents, rules)).count();
    if moved > 0 {
        dependents = dependents_of(words);
    }
    for verb in 0..words.len() {
        if words[verb].upos == Upos::Verb {
            inverted_speech(words, verb, &dependents[verb], rules);
            agent(words, verb, &dependents, rules);
        }
    }
}

/// The dependents of every word, in order.
fn dependents_of(words: &[Analysed]) -> Vec<Vec<usize>> {
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); words.len()];
    for (at, word) in words.iter().enumerate() {
        if let Some(head) = word.head {
            dependents[head].push(at);
        }
    }
    dependents
}

fn is_subject(word: &Analysed) -> bool {
    word.relation.starts_with("nsubj")
}

fn is_comma(word: &Analysed) -> bool {
    word.upos == Upos::Punct && word.lemma == ","
}

/// 'Le groupe qui, certes, continuera à frapper': a relative pronoun that the parser made the head of its own clause is
/// its subject, and the clause hangs from the noun. Tells whether a governor changed.
fn relative(words: &mut [Analysed], pronoun: usize, dependents: &[Vec<usize>]) -> bool {
    let is_relative = words[pronoun].upos == Upos::Pron && words[pronoun].feats.contains("PronType=Rel");
    let Some(noun) = words[pronoun].head.filter(|&noun| is_relative && noun < pronoun) else { return false };
    let nominal = matches!(words[noun].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let clause = |&of: &usize| of > pronoun && words[of].upos == Upos::Verb && words[of].relation == "acl:relcl";
    let Some(verb) = dependents[pronoun].iter().copied().take(REACH).find(clause).filter(|_| nominal) else {
        return false;
    };
    if dependents[verb].iter().take(REACH).any(|&of| is_subject(&words[of])) {
        return false;
    }
    words[verb].head = Some(noun);
    (words[pronoun].head, words[pronoun].relation) = (Some(verb), "nsubj".to_owned());
    true
}

/// '*A blast* tore through the market': an adjective between a determiner and the verb that both hang from is the
/// verb's subject. Tells whether it was one.
fn bare_adjective(words: &mut [Analysed], at: usize) -> bool {
    let Some(verb) = words[at].head.filter(|&verb| verb == at + 1 && at > 0) else { return false };
    let adjective = words[at].upos == Upos::Adj && words[at].relation == "amod";
    let determined = words[at - 1].upos == Upos::Det && words[at - 1].head == Some(verb);
    let nominal = ["VerbForm=Ger", "VerbForm=Part"].iter().any(|form| words[verb].feats.contains(form));
    if !adjective || !determined || words[verb].upos != Upos::Verb || nominal {
        return false;
    }
    words[at].upos = Upos::Noun;
    "nsubj".clone_into(&mut words[at].relation);
    words[at - 1].head = Some(at);
    true
}

/// 'Le mois dernier, l'armée a …', 'En Irak, l'armée a …': what opens a clause as a time or behind a preposition is
/// no subject; the noun after the comma is. Tells whether a governor changed.
fn fronted_time(words: &mut [Analysed], at: usize, dependents: &[Vec<usize>], rules: &SyntaxWords) -> bool {
    let Some(verb) = words[at].head.filter(|&verb| verb > at && is_subject(&words[at])) else { return false };
    let is_case = |&of: &usize| words[of].relation == "case" && words[of].upos == Upos::Adp;
    let is_time = rules.time_nouns.contains(&words[at].lemma) || dependents[at].iter().take(REACH).any(is_case);
    let comma = (at + 1..verb).take(REACH).find(|&comma| is_comma(&words[comma]));
    let Some(comma) = comma.filter(|_| is_time && !rules.adverbial_relation.is_empty()) else { return false };
    let later = dependents[verb].partition_point(|&of| of <= comma);
    if dependents[verb][later..].iter().take(REACH).any(|&other| is_subject(&words[other])) {
        words[at].relation.clone_from(&rules.adverbial_relation);
        return false;
    }
    // The subject hangs from the time as if it explained it.
    let nominal = |of: usize| matches!(words[of].upos, Upos::Noun | Upos::Propn | Upos::Pron);
    let explains = |of: usize| matches!(words[of].relation.as_str(), "appos" | "dep" | "conj" | "nmod");
    let explaining = |&of: &usize| of > comma && of < verb && nominal(of) && explains(of);
    let Some(subject) = dependents[at].iter().copied().take(REACH).find(explaining) else { return false };
    let relation = std::mem::replace(&mut words[at].relation, rules.adverbial_relation.clone());
    (words[subject].head, words[subject].relation) = (Some(verb), relation);
    true
}

/// 'when a ferry capsized', 'A train derailed near the town': a participle with a subject and no auxiliary is a past
/// tense, and one without passive is the verb of the noun before it. Tells whether a governor changed.
fn past(words: &mut [Analysed], at: usize, dependents: &[Vec<usize>], rules: &SyntaxWords) -> bool {
    if words[at].upos != Upos::Verb {
        return false;
    }
    let participle = words[at].feats.contains("VerbForm=Part") && words[at].feats.contains("Tense=Past");
    let has = |relation: &str| dependents[at].iter().take(REACH).any(|&of| words[of].relation.starts_with(relation));
    if !participle || has("aux") || has("nsubj:pass") || has("csubj") {
        return false;
    }
    let subject = words[at].head.filter(|&noun| {
        let nominal = matches!(words[noun].upos, Upos::Noun | Upos::Propn) && words[noun].head.is_none();
        nominal && noun < at && words[at].relation == "acl" && rules.without_passive.contains(&words[at].lemma)
    });
    if subject.is_none() && !has("nsubj") {
        return false;
    }
    words[at].feats = "Mood=Ind|Tense=Past|VerbForm=Fin".to_owned();
    let Some(noun) = subject else { return false };
    (words[at].head, words[at].relation) = (None, "root".to_owned());
    (words[noun].head, words[noun].relation) = (Some(at), "nsubj".to_owned());
    for &of in dependents[noun].iter().filter(|&&of| of > at) {
        words[of].head = Some(at);
    }
    true
}

/// '…, a déclaré le maire': the noun after a verb of speech that follows a comma or a closing quotation
/// mark is its subject; what was said is its content.
fn inverted_speech(words: &mut [Analysed], verb: usize, dependents: &[usize], rules: &SyntaxWords) {
    let caused = dependents.iter().any(|&at| at < verb && words[at].relation == "aux:caus");
    let speaks = if caused { &rules.caused_speech_verbs } else { &rules.speech_verbs };
    if !speaks.contains(&words[verb].lemma) {
        return;
    }
    let auxiliary = |at: &usize| words[*at].upos == Upos::Aux && words[*at].head == Some(verb);
    let first = (0..verb).rev().take_while(auxiliary).last().unwrap_or(verb);
    let finite = words[first].feats.contains("VerbForm=Fin");
    let Some(sign) = first.checked_sub(1).filter(|&at| finite && words[at].upos == Upos::Punct) else { return };
    let object = dependents.iter().copied().find(|&at| at > verb && words[at].relation == "obj");
    let subject = dependents.iter().any(|&at| at > sign && is_subject(&words[at]));
    let Some(object) = object.filter(|_| !subject) else { return };
    let relative = dependents.iter().any(|&at| words[at].feats.contains("PronType=Rel"));
    let closes = |at: usize| words[at].upos == Upos::Punct && matches!(words[at].lemma.as_str(), "\"" | "»" | "”");
    let quoted = closes(sign) || (sign > 0 && closes(sign - 1));
    // A comma alone also ends an insertion after a subject, so something else must show that all before it is said.
    let said = dependents.iter().copied().find(|&at| at < sign && !matches!(words[at].upos, Upos::Punct));
    let clause = said.is_some_and(|at| matches!(words[at].relation.as_str(), "ccomp" | "parataxis" | "advcl"));
    let lone_comma = is_comma(&words[sign])
        && said.is_some_and(|at| {
            is_subject(&words[at]) && sign - at < REACH && !(at..sign).any(|between| is_comma(&words[between]))
        });
    let hangs = words[verb].head.is_some_and(|head| head < sign) && !relative && said.is_none();
    if !(quoted || clause || lone_comma || hangs) {
        return;
    }
    if matches!(words[object].upos, Upos::Noun | Upos::Propn | Upos::Pron) {
        words[object].relation = "nsubj".to_owned();
        if let Some(said) = said.filter(|&at| is_subject(&words[at]) || words[at].relation == "obj") {
            words[said].relation = "ccomp".to_owned();
        }
    }
}

/// 'chassés de la ville par l'armée', 'reprise deux jours plus tôt par l'armée': a noun of its own after the
/// preposition of the agent is the agent of a passive, even behind an adverb that seems to govern it.
fn agent(words: &mut [Analysed], verb: usize, dependents: &[Vec<usize>], rules: &SyntaxWords) {
    let has = |relation: &str| dependents[verb].iter().any(|&at| words[at].relation == relation);
    let participle = words[verb].feats.contains("VerbForm=Part") && words[verb].feats.contains("Tense=Past");
    let bare = participle && !has("aux:tense") && !has("obj");
    let passive = has("aux:pass") || bare;
    if !passive || has("obl:agent") {
        return;
    }
    let is_adverb = |at: usize| {
        words[at].upos == Upos::Adv || words[at].relation == "obl:mod" && rules.time_nouns.contains(&words[at].lemma)
    };
    let marked = |case: usize| words[case].relation == "case" && rules.agent_prepositions.contains(&words[case].lemma);
    let is_agent = |at: usize| {
        let own = words[at].upos == Upos::Propn || dependents[at].iter().any(|&det| words[det].relation == "det");
        let oblique = matches!(words[at].relation.as_str(), "obl:mod" | "obl:arg" | "obl");
        let named = own && !rules.no_agents.contains(&words[at].lemma);
        at > verb && oblique && named && dependents[at].iter().any(|&case| marked(case))
    };
    let behind = dependents[verb].iter().filter(|&&at| is_adverb(at)).flat_map(|&adverb| &dependents[adverb]);
    let agent = dependents[verb].iter().chain(behind).copied().find(|&at| is_agent(at));
    if let Some(at) = agent {
        (words[at].head, words[at].relation) = (Some(verb), "obl:agent".to_owned());
    }
}
