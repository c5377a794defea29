//! `cargo xtask clauses`: subjects and objects of the clause layer on treebanks, agents and patients on gold dossiers.

// A chore prints its results.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use recoupe::annotate::clauses::clauses;
use recoupe::annotate::sentences::sentences;
use recoupe::annotate::syntax::syntax;
use recoupe::annotate::tokens::tokens;
use recoupe::document::{Block, BlockKind, Document, DocumentId, Meta};
use recoupe::gazetteer::Gazetteer;
use recoupe::index::WordIdx;
use recoupe::language::{Pack, Packs};
use recoupe::layers::Annotations;
use recoupe::layers::clauses::{Clause, Role};
use recoupe::read::{Input, read};
use recoupe::score::conllu;
use recoupe::text::{CharIndex, Span};
use serde::Deserialize;

/// Arguments of the chore.
#[derive(clap::Args)]
pub struct Arguments {
    /// Language code of the treebanks
    #[arg(long, default_value = "fr")]
    language: String,
    /// CoNLL-U files, and folders of gold dossiers (with gold.json and reports/)
    inputs: Vec<PathBuf>,
    /// Print what is missed and swapped in dossiers
    #[arg(short, long)]
    verbose: bool,
}

/// Runs the chore.
pub fn run(arguments: &Arguments) -> Result<()> {
    let mut all = Offered::default();
    for path in &arguments.inputs {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            let of = dossier(path, arguments.verbose)?;
            println!("{name}: {of}");
            all.add(&of);
        } else {
            let gold = conllu::read(&fs::read_to_string(path).with_context(|| path.display().to_string())?);
            treebank(&name, &gold, &Pack::embedded(&arguments.language)?);
        }
    }
    if all.agents.1 + all.patients.1 > 0 {
        println!("all: {all}");
    }
    Ok(())
}

/// Character ranges without white space, so that texts cut into other tokens can be compared.
type Chars = (usize, usize);

/// Subjects and objects of verbs, with passives and relative pronouns undone.
type Roles = BTreeMap<Chars, [BTreeSet<Chars>; 2]>;

fn treebank(name: &str, gold: &[conllu::Tree], pack: &Pack) {
    let gold_roles = gold_roles(gold, pack);
    let text = conllu::raw_text(gold);
    let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Body, rule: "whole".to_owned() };
    let id = DocumentId::of("raw", text.as_bytes());
    let doc = Document { id, name: "raw".to_owned(), meta: Meta::default(), text, blocks: vec![block] };
    let (sentences, tokens) = tokens(&doc, &sentences(&doc, pack), pack);
    let syntax = syntax(&doc, &sentences, &tokens, pack);
    let found = clauses(&syntax, pack);
    let mut solid = vec![0; doc.text.len() + 1];
    let mut count = 0;
    for (at, c) in doc.text.char_indices() {
        solid[at] = count;
        count += usize::from(!c.is_whitespace());
    }
    solid[doc.text.len()] = count;
    let chars = |word: WordIdx| -> Chars {
        let span = tokens[syntax.words[word.at()].token.at()].span;
        let length = doc.slice(span).chars().filter(|c| !c.is_whitespace()).count();
        (solid[span.start as usize], solid[span.start as usize] + length)
    };
    let ours: BTreeMap<Chars, &Clause> = found.all.iter().map(|clause| (chars(clause.head), clause)).collect();
    for (at, role) in [Role::Subject, Role::Object].into_iter().enumerate() {
        let (mut right, mut of_gold, mut of_ours, mut swapped) = (0, 0, 0, 0);
        for (verb, roles) in &gold_roles {
            of_gold += roles[at].len();
            let Some(clause) = ours.get(verb) else { continue };
            let direct = clause.participants.iter().filter(|it| it.role == role);
            let direct: BTreeSet<Chars> = direct.map(|it| chars(it.word)).collect();
            let hit = roles[at].iter().filter(|gold| direct.contains(gold)).count();
            right += hit;
            swapped += roles[1 - at].iter().filter(|gold| direct.contains(gold)).count();
            // What the tree leaves to be shared is not judged, and coordinated participants count once.
            of_ours += if roles[at].is_empty() { 0 } else { direct.len().min(roles[at].len()).max(hit) };
        }
        let of = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
        let (precision, recall) = (of(right, of_ours), of(right, of_gold));
        println!(
            "{name}: {role:?} precision {precision:.3}, recall {recall:.3} of {of_gold}; in the other's role {swapped}"
        );
    }
}

/// What the gold trees say directly.
fn gold_roles(gold: &[conllu::Tree], pack: &Pack) -> Roles {
    let mut roles = Roles::new();
    let mut at = 0;
    for tree in gold {
        let mut spans: Vec<Chars> = Vec::new();
        for token in &tree.tokens {
            let length = token.form.chars().filter(|c| !c.is_whitespace()).count();
            spans.extend(token.words.iter().map(|_| (at, at + length)));
            at += length;
        }
        let words: Vec<&conllu::TreeWord> = tree.words().collect();
        for (position, word) in words.iter().enumerate().filter(|(_, word)| word.head > 0) {
            let verb = word.head - 1;
            if words[verb].upos != "VERB" {
                continue;
            }
            let below = |of: usize, relation: &str| {
                words.iter().any(|it| it.head == of + 1 && it.relation.split(':').next() == Some(relation))
            };
            let passive =
                words.iter().any(|it| it.head == verb + 1 && matches!(it.relation.as_str(), "aux:pass" | "nsubj:pass"));
            let by = words.iter().any(|it| {
                let case = it.head == position + 1 && it.relation == "case";
                case && pack.grammar.agent_prepositions.contains(&it.lemma)
            });
            let place = match word.relation.as_str() {
                "nsubj" | "nsubj:caus" => usize::from(passive),
                "nsubj:pass" => 1,
                "obj" if !pack.grammar.reflexives.contains(&word.lemma) => 1,
                "obl:agent" => 0,
                "obl" if passive && by => 0,
                _ => continue,
            };
            if pack.grammar.time_nouns.contains(&word.lemma.to_lowercase()) {
                continue;
            }
            let relative = word.feats.contains("PronType=Rel") && words[verb].relation == "acl:relcl";
            let filler = if relative { words[verb].head.saturating_sub(1) } else { position };
            let known = below(verb, "nsubj") || below(verb, "obj") || below(verb, "obl");
            if known {
                roles.entry(spans[verb]).or_default()[place].insert(spans[filler]);
            }
        }
    }
    roles
}

/// How many gold agents and patients that the sentence names the clause of the gold trigger offers, and how many in
/// the wrong role.
#[derive(Default)]
struct Offered {
    triggers: (usize, usize),
    agents: (usize, usize),
    patients: (usize, usize),
    swapped: usize,
}

impl Offered {
    fn add(&mut self, other: &Offered) {
        for (one, other) in [
            (&mut self.triggers, other.triggers),
            (&mut self.agents, other.agents),
            (&mut self.patients, other.patients),
        ] {
            *one = (one.0 + other.0, one.1 + other.1);
        }
        self.swapped += other.swapped;
    }
}

impl std::fmt::Display for Offered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |(part, whole): (usize, usize)| format!("{part}/{whole} {:.3}", part as f64 / whole.max(1) as f64);
        let named = self.agents.1 + self.patients.1;
        write!(
            f,
            "triggers with a clause {}, agents {}, patients {}, together {}, swapped {} ({:.3})",
            share(self.triggers),
            share(self.agents),
            share(self.patients),
            share((self.agents.0 + self.patients.0, named)),
            self.swapped,
            self.swapped as f64 / named.max(1) as f64
        )
    }
}

#[derive(Deserialize)]
struct Gold {
    meta: GoldMeta,
    actors: GoldActors,
    events: Vec<GoldEvent>,
}

#[derive(Deserialize)]
struct GoldMeta {
    docs: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct GoldActors {
    mentions: Vec<GoldMention>,
}

#[derive(Deserialize)]
struct GoldMention {
    doc: String,
    key: String,
    start: u32,
    end: u32,
}

#[derive(Deserialize)]
struct GoldSpan {
    start: u32,
    end: u32,
    text: String,
}

#[derive(Deserialize)]
struct GoldEvent {
    doc: String,
    trigger: GoldSpan,
    #[serde(rename = "type")]
    kind: String,
    agents: Vec<String>,
    patients: Vec<String>,
}

fn dossier(folder: &Path, verbose: bool) -> Result<Offered> {
    let path = folder.join("gold.json");
    let gold: Gold = serde_json::from_str(&fs::read_to_string(&path).with_context(|| path.display().to_string())?)?;
    let packs = Packs::embedded();
    let mut offered = Offered::default();
    for (key, name) in &gold.meta.docs {
        let path = folder.join("reports").join(name);
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let input = Input { name, bytes: &bytes, sidecar: None };
        let Some(doc) = read(&input, packs)?.documents.into_iter().next() else { continue };
        let annotations = recoupe::annotate::annotate(&doc, None, packs.of(&doc), Gazetteer::embedded());
        let index = CharIndex::new(&doc.text);
        let chars = |span: Span| index.char_span(span);
        let mentions: Vec<&GoldMention> = gold.actors.mentions.iter().filter(|it| it.doc == *key).collect();
        for event in gold.events.iter().filter(|it| it.doc == *key) {
            judge(&doc, &annotations, packs.of(&doc), event, &mentions, &chars, verbose, &mut offered);
        }
    }
    Ok(offered)
}

#[expect(clippy::too_many_arguments, reason = "all that one event is judged by")]
fn judge(
    doc: &Document,
    annotations: &Annotations,
    pack: &Pack,
    event: &GoldEvent,
    mentions: &[&GoldMention],
    chars: &dyn Fn(Span) -> (u32, u32),
    verbose: bool,
    offered: &mut Offered,
) {
    let overlaps = |one: (u32, u32), other: (u32, u32)| one.0 < other.1 && other.0 < one.1;
    let trigger = (event.trigger.start, event.trigger.end);
    let Some(sentence) = annotations.sentences.iter().find(|it| overlaps(chars(it.span), trigger)) else { return };
    let bounds = chars(sentence.span);
    let word = |at: WordIdx| chars(annotations.tokens[annotations.syntax.words[at.at()].token.at()].span);
    let inside: Vec<&Clause> = annotations.clauses.all.iter().filter(|it| overlaps(word(it.head), trigger)).collect();
    // Of a phrase ('ont mené une attaque'), the noun tells most; of verbs, the last one.
    let known =
        |it: &&&Clause| pack.events.verb(&it.lemma).next().is_some() || pack.events.noun(&it.lemma).next().is_some();
    let clause = inside.iter().rfind(known).or(inside.last()).copied();
    let named = |key: &str| -> Vec<(u32, u32)> {
        let of = mentions.iter().filter(|it| it.key == key && overlaps((it.start, it.end), bounds));
        of.map(|it| (it.start, it.end)).collect()
    };
    offered.triggers.1 += 1;
    offered.triggers.0 += usize::from(clause.is_some());
    let noun = |clause: &Clause| !clause.is_finite() && clause.predicate == recoupe::layers::clauses::Predicate::Noun;
    let at = |role: &[Role], spans: &[(u32, u32)]| {
        clause.is_some_and(|clause| {
            let mut of = clause.participants.iter().filter(|it| role.contains(&it.role));
            of.any(|it| spans.iter().any(|span| overlaps(word(it.word), *span)))
        })
    };
    let loose =
        clause.is_some_and(noun) || clause.is_some_and(|it| it.predicate == recoupe::layers::clauses::Predicate::Noun);
    let nominal = [Role::Oblique, Role::Possessor, Role::Modifier];
    let intransitive = clause.is_some_and(|it| !it.is_passive() && it.objects().next().is_none());
    for (keys, as_agent) in [(&event.agents, true), (&event.patients, false)] {
        for key in keys {
            let spans = named(key);
            if spans.is_empty() {
                continue;
            }
            let (own, other) = if as_agent { (Role::Subject, Role::Object) } else { (Role::Object, Role::Subject) };
            let mut roles = vec![own];
            if !as_agent {
                roles.extend([Role::Recipient, Role::Oblique]);
            }
            if loose {
                roles.extend(nominal);
            }
            let right = at(&roles, &spans) || !as_agent && intransitive && at(&[Role::Subject], &spans);
            let both = event.agents.contains(key) && event.patients.contains(key);
            let swapped = !right && !both && at(&[other], &spans);
            let slot = if as_agent { &mut offered.agents } else { &mut offered.patients };
            slot.1 += 1;
            slot.0 += usize::from(right);
            offered.swapped += usize::from(swapped);
            if verbose && !right {
                let line = clause.map(|it| recoupe::tell::clauses::line(annotations, it)).unwrap_or_default();
                let kind = if swapped { "SWAPPED" } else { "missed" };
                let role = if as_agent { "agent" } else { "patient" };
                println!("  {kind} {role} {key} of {} '{}': {line}", event.kind, event.trigger.text);
                println!("      {}", doc.slice(sentence.span).replace('\n', " "));
            }
        }
    }
}
