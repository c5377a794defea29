//! Claims: what is right stands in `tests/cases/claims/*.md`, written by hand and never rewritten.
//!
//! `known_failures.txt` lists the sentences that the program gets wrong; their number is checked. Claims
//! rest on every other layer, whose changes move a case or two; more than that, for the better or the
//! worse, is noticed. `UPDATE=1` rewrites the list, `SHOW=1` tells what is wrong.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use recoupe::dates::{Interval, Precision};
use recoupe::index::ActorIdx;
use recoupe::layers::Annotations;
use recoupe::layers::claims::{Claim, Quantity, Share, Slot};
use recoupe::layers::kinds::Factuality;
use recoupe::{Annotated, Span};

use super::{Settings, markdown_files};

#[test]
fn claims() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/claims");
    let list = folder.join("known_failures.txt");
    let (mut failing, mut shown, mut cases) = (BTreeSet::new(), String::new(), 0);
    for path in markdown_files(&folder) {
        for case in read(&fs::read_to_string(&path).unwrap()) {
            cases += 1;
            let wrong = case.wrong();
            if !wrong.is_empty() {
                writeln!(shown, "{}\n  {}", case.text, wrong.join("\n  ")).unwrap();
                failing.insert(case.text);
            }
        }
    }
    if env::var_os("SHOW").is_some() {
        eprintln!("{shown}{} of {cases} cases fail", failing.len());
    }
    if env::var_os("UPDATE").is_some_and(|wanted| !wanted.is_empty()) {
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

/// By how many the failures may differ from the listed ones before the list has to be looked at.
const SLACK: usize = 8;

/// A sentence with what it says happened.
struct Case {
    text: String,
    settings: Settings,
    expected: Vec<Expected>,
}

fn read(markdown: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in markdown.lines() {
        if let Some(settings) = line.strip_prefix("```cases") {
            fence = Some(settings);
        } else if line.starts_with("```") {
            fence = None;
        } else if let Some(settings) = fence.filter(|_| !line.trim().is_empty()) {
            match line.strip_prefix("=> ") {
                Some(expected) => cases.last_mut().unwrap().expected.push(Expected::parse(expected)),
                None => cases.push(Case {
                    text: line.to_owned(),
                    settings: Settings::parse(settings),
                    expected: Vec::new(),
                }),
            }
        }
    }
    cases
}

impl Case {
    /// What differs, one line each.
    fn wrong(&self) -> Vec<String> {
        let dossier = self.settings.dossier(&self.text);
        let doc = &dossier.docs[0];
        let mut left: Vec<&Claim> = doc.annotations.claims.iter().collect();
        let mut wrong = Vec::new();
        for expected in &self.expected {
            let is_it = |claim: &&Claim| {
                claim.event_type.0 == expected.kind && doc.document.slice(claim.trigger).contains(&expected.trigger)
            };
            match left.iter().position(is_it) {
                None => wrong.push(format!("missing: {}", expected.line)),
                Some(at) => {
                    let claim = left.remove(at);
                    let slots = expected.wrong_slots(claim, doc);
                    if !slots.is_empty() {
                        wrong.push(format!("{}: {}", slots.join(", "), expected.line));
                        wrong.push(format!("    found: {}", render(claim, doc)));
                    }
                }
            }
        }
        wrong.extend(left.into_iter().map(|claim| format!("too much: {}", render(claim, doc))));
        wrong
    }
}

/// One expected claim.
struct Expected {
    line: String,
    kind: String,
    trigger: String,
    /// Name, whether it may be missing, value.
    slots: Vec<(String, bool, String)>,
    factuality: Factuality,
}

impl Expected {
    fn parse(line: &str) -> Expected {
        let mut parts = line.split(" | ");
        let (kind, trigger) = parts.next().unwrap().split_once(": ").expect("type: trigger");
        let mut expected = Expected {
            line: line.to_owned(),
            kind: kind.to_owned(),
            trigger: trigger.to_owned(),
            slots: Vec::new(),
            factuality: Factuality::Asserted,
        };
        for part in parts {
            match part.split_once('=') {
                Some((name, value)) => {
                    let optional = name.ends_with('?');
                    expected.slots.push((name.trim_end_matches('?').to_owned(), optional, value.to_owned()));
                }
                None => expected.factuality = serde_json::from_value(serde_json::json!(part)).expect("a factuality"),
            }
        }
        expected
    }

    fn wrong_slots(&self, claim: &Claim, doc: &Annotated) -> Vec<&'static str> {
        let annotations = &doc.annotations;
        let mut wrong = Vec::new();
        let mut check = |name: &'static str, is_empty: bool, is_right: &dyn Fn(&str) -> bool| {
            let right = match self.slots.iter().find(|(slot, ..)| slot == name) {
                None => is_empty,
                Some((_, optional, value)) => *optional && is_empty || !is_empty && is_right(value),
            };
            if !right {
                wrong.push(name);
            }
        };
        let actors = |slots: &[Slot<ActorIdx>]| -> Vec<String> {
            slots
                .iter()
                .map(|slot| doc.document.slice(annotations.actors.mentions[slot.value.at()].span).to_lowercase())
                .collect()
        };
        for (name, slots) in [("agent", &claim.agents), ("patient", &claim.patients)] {
            let found = actors(slots);
            check(name, found.is_empty(), &|value| {
                let words: Vec<String> = value.split(", ").map(str::to_lowercase).collect();
                words.iter().all(|word| found.iter().any(|text| text.contains(word)))
                    && found.iter().all(|text| words.iter().any(|word| text.contains(word)))
            });
        }
        check("count", claim.quantities.is_empty(), &|value| {
            claim.quantities.len() == 1 && count(&claim.quantities[0]) == value
        });
        check("share", claim.share.is_none(), &|value| claim.share.as_ref().is_some_and(|it| share(it) == value));
        // Where and when something is said is told by the report, not by the clause.
        if !claim.event_type.is("speech") {
            let place = place(claim, doc);
            check("place", place.is_none(), &|value| place.is_some_and(|text| text.contains(value)));
            let when = claim.time.as_ref().map(|slot| &slot.value);
            let dated = when.filter(|time| time.precision != Precision::Vague && !time.interval.is_open());
            check("time", dated.is_none(), &|value| {
                dated.is_some_and(|time| days(time.interval) == value || within(time.interval, value))
            });
            let vague = self.slots.iter().any(|(slot, optional, value)| slot == "time" && (value == "~" || *optional));
            if vague && dated.is_none() {
                wrong.retain(|slot| *slot != "time");
            }
        }
        if claim.factuality != self.factuality {
            wrong.push("factuality");
        }
        wrong
    }
}

fn place<'d>(claim: &Claim, doc: &'d Annotated) -> Option<&'d str> {
    let toponym = &doc.annotations.toponyms.mentions[claim.place.as_ref()?.value.at()];
    Some(doc.document.slice(toponym.extent))
}

/// `killed 12`, `killed 12..`, `killed ..12`, `killed 12..15`.
fn count(quantity: &Quantity) -> String {
    let bound = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let (min, max) = (bound(quantity.min), bound(quantity.max));
    let figures = if min == max { min } else { format!("{min}..{max}") };
    format!("{} {figures}", quantity.counted)
}

fn share(share: &Share) -> String {
    match share.fraction {
        Some(fraction) => fraction.to_string(),
        None if share.whole => "whole".to_owned(),
        None => "part".to_owned(),
    }
}

/// `2021-03-08`, `2021-03-07..2021-03-08`.
fn days(interval: Interval) -> String {
    let day = |at: Option<_>| at.map_or(String::new(), |at: jiff::civil::DateTime| at.date().to_string());
    let (first, last) = (day(interval.earliest), day(interval.latest));
    if first == last { first } else { format!("{first}..{last}") }
}

/// Whether the interval is the year or the month of a value.
fn within(interval: Interval, value: &str) -> bool {
    let dates = [interval.earliest, interval.latest];
    value.len() < 10 && dates.iter().all(|at| at.is_some_and(|at| at.date().to_string().starts_with(value)))
}

/// A claim in the notation of the expectations.
fn render(claim: &Claim, doc: &Annotated) -> String {
    let Annotations { actors, .. } = &doc.annotations;
    let text = |span: Span| doc.document.slice(span).to_owned();
    let mut out = format!("{}: {}", claim.event_type, text(claim.trigger));
    let names = |slots: &[Slot<ActorIdx>]| -> String {
        let names =
            slots.iter().map(|slot| format!("{} ({})", text(actors.mentions[slot.value.at()].span), slot.reason));
        names.collect::<Vec<_>>().join(", ")
    };
    for (name, slots) in [("agent", &claim.agents), ("patient", &claim.patients)] {
        if !slots.is_empty() {
            write!(out, " | {name}={}", names(slots)).unwrap();
        }
    }
    if let Some(place) = place(claim, doc) {
        write!(out, " | place={place}").unwrap();
    }
    if let Some(slot) = &claim.time {
        let vague = if slot.value.precision == Precision::Vague { "~" } else { "" };
        write!(out, " | time={vague}{} ({})", days(slot.value.interval), slot.reason).unwrap();
    }
    for quantity in &claim.quantities {
        write!(out, " | count={}", count(quantity)).unwrap();
    }
    if let Some(it) = &claim.share {
        write!(out, " | share={}", share(it)).unwrap();
    }
    if claim.factuality != Factuality::Asserted {
        write!(out, " | {:?}", claim.factuality).unwrap();
    }
    out
}
