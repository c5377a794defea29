//! Clauses: what is right stands in `tests/cases/clauses/*.md`, written by hand and never rewritten.
//!
//! `known_failures.txt` lists the sentences that the program gets wrong, as with claims: `UPDATE=1` rewrites the list,
//! `SHOW=1` tells what is wrong. Subjects and objects of the clauses named are complete; their other participants
//! are those in question, and clauses that a case does not name are not looked at.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use recoupe::Dossier;
use recoupe::index::WordIdx;
use recoupe::layers::Annotations;
use recoupe::layers::clauses::{Clause, Participant, Role};
use recoupe::tell::clauses::form;

use super::{Settings, markdown_files};

/// By how many the failures may differ from the listed ones before the list has to be looked at.
const SLACK: usize = 8;

#[test]
fn clauses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/clauses");
    let list = folder.join("known_failures.txt");
    let (mut failing, mut shown, mut cases) = (BTreeSet::new(), String::new(), 0);
    let mut count = Count::default();
    for path in markdown_files(&folder) {
        for (settings, text, expected) in read(&fs::read_to_string(&path).unwrap()) {
            cases += 1;
            let wrong = wrong(&Settings::parse(&settings).dossier(&text), &expected, &mut count);
            if !wrong.is_empty() {
                writeln!(shown, "{text}\n  {}", wrong.join("\n  ")).unwrap();
                failing.insert(text);
            }
        }
    }
    if env::var_os("SHOW").is_some() {
        eprintln!("{shown}{} of {cases} cases fail; {count:?}", failing.len());
    }
    if env::var_os("UPDATE").is_some() {
        fs::write(&list, failing.iter().map(|text| format!("{text}\n")).collect::<String>()).unwrap();
    }
    let listed: BTreeSet<String> = fs::read_to_string(&list).unwrap().lines().map(str::to_owned).collect();
    let broken: Vec<&String> = failing.difference(&listed).collect();
    let mended: Vec<&String> = listed.difference(&failing).collect();
    assert!(
        failing.len().abs_diff(listed.len()) <= SLACK,
        "{} cases fail, {} are listed.\nfail, not listed: {broken:#?}\nlisted, pass: {mended:#?}",
        failing.len(),
        listed.len()
    );
}

/// Clauses expected, and what is right of them.
#[derive(Debug, Default)]
struct Count {
    expected: usize,
    found: usize,
    forms: usize,
    roles: usize,
    governors: usize,
    swapped: usize,
}

/// Settings of the fence, text, and the lines of the clauses expected.
fn read(markdown: &str) -> Vec<(String, String, Vec<String>)> {
    let mut cases: Vec<(String, String, Vec<String>)> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        if let Some(settings) = line.strip_prefix("```cases") {
            fence = Some(settings);
        } else if line.starts_with("```") {
            fence = None;
        } else if let Some(settings) = fence.filter(|_| !line.trim().is_empty()) {
            match line.strip_prefix("=> ") {
                Some(expected) => cases.last_mut().unwrap().2.push(expected.to_owned()),
                None => cases.push((settings.to_owned(), line.to_owned(), Vec::new())),
            }
        }
    }
    cases
}

fn wrong(dossier: &Dossier, expected: &[String], count: &mut Count) -> Vec<String> {
    let annotations = &dossier.docs[0].annotations;
    let mut left: Vec<&Clause> = annotations.clauses.all.iter().collect();
    let mut wrong = Vec::new();
    for line in expected {
        count.expected += 1;
        let mut parts = line.split('|').map(str::trim);
        let lemma = parts.next().unwrap_or_default();
        let (stated, participants) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let Some(at) = left.iter().position(|clause| clause.lemma == lemma) else {
            wrong.push(format!("missing: {line}"));
            continue;
        };
        let clause = left.remove(at);
        count.found += 1;
        let (forms, roles) = (form(clause) == stated, roles_fit(annotations, clause, participants));
        let above = parts.next().is_none_or(|governor| governs(annotations, clause, governor));
        count.forms += usize::from(forms);
        count.roles += usize::from(roles);
        count.governors += usize::from(above);
        count.swapped += usize::from(is_swapped(annotations, clause, participants));
        if !forms || !roles || !above {
            wrong.push(format!("expected: {line}"));
            wrong.push(format!("   found: {}", recoupe::tell::clauses::line(annotations, clause)));
        }
    }
    wrong
}

/// The words of a role as a case gives them: `subj=A+B`.
fn named<'l>(participants: &'l str, role: &str) -> Vec<&'l str> {
    let values = participants.split_whitespace().filter_map(|pair| pair.split_once('='));
    values.filter(|(name, _)| *name == role).flat_map(|(_, value)| value.split('+')).collect()
}

/// Whether a word, or another word of its name, has a form.
fn is_called(annotations: &Annotations, word: WordIdx, form: &str) -> bool {
    let syntax = &annotations.syntax;
    let name =
        syntax.dependents(word).filter(|&it| matches!(syntax.words[it.at()].universal_relation(), "flat" | "compound"));
    std::iter::once(word).chain(name).any(|it| syntax.words[it.at()].form.trim_matches('\'') == form.trim_matches('\''))
}

fn roles_fit(annotations: &Annotations, clause: &Clause, participants: &str) -> bool {
    let fits = |role: Role, names: &[&str]| {
        let of: Vec<&Participant> = clause.participants.iter().filter(|it| it.role == role).collect();
        let recipients = || clause.participants.iter().filter(|it| it.role == Role::Recipient && role == Role::Object);
        let known = |it: &&&Participant| names.iter().any(|name| is_called(annotations, it.word, name));
        let all = names
            .iter()
            .all(|name| of.iter().copied().chain(recipients()).any(|it| is_called(annotations, it.word, name)));
        all && of.iter().filter(known).count() == of.len()
    };
    let marked = participants.split_whitespace().filter_map(|pair| pair.split_once('='));
    let mut marked = marked.filter(|(name, _)| !matches!(*name, "subj" | "obj"));
    fits(Role::Subject, &named(participants, "subj"))
        && fits(Role::Object, &named(participants, "obj"))
        && marked.all(|(marker, name)| {
            clause.participants.iter().any(|it| it.marker == marker && is_called(annotations, it.word, name))
        })
}

/// Whether someone stands in the other's role.
fn is_swapped(annotations: &Annotations, clause: &Clause, participants: &str) -> bool {
    let stands = |role: Role, names: &[&str]| {
        let mut of = clause.participants.iter().filter(|it| it.role == role);
        of.any(|it| names.iter().any(|name| is_called(annotations, it.word, name)))
    };
    stands(Role::Subject, &named(participants, "obj")) || stands(Role::Object, &named(participants, "subj"))
}

/// `said annoncer`: relation and lemma of the word above; the relation alone where any word may be.
fn governs(annotations: &Annotations, clause: &Clause, expected: &str) -> bool {
    let (relation, lemma) = expected.split_once(' ').unwrap_or((expected, ""));
    let Some(governor) = clause.governor else { return false };
    let word = &annotations.syntax.words[governor.head.at()];
    recoupe::tell::code(&governor.relation) == relation && (lemma.is_empty() || word.lemma == lemma)
}
