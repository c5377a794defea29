//! One direction: a room imports only rooms above it in the list of ARCHITECTURE.md, and no circle of imports crosses
//! the wall of a folder.
#![allow(clippy::disallowed_methods)] // Tests read files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module as its path from the crate's root: `["annotate", "claims", "mood"]`.
type Module = Vec<String>;

#[test]
fn a_room_imports_only_rooms_above_it() {
    let order = order();
    let rank = |room: &str| order.iter().position(|other| other == room);
    let imports = imports();
    let unlisted: BTreeSet<&str> = imports
        .keys()
        .filter_map(|module| module.first())
        .filter(|room| rank(room).is_none())
        .map(|it| &**it)
        .collect();
    assert!(unlisted.is_empty(), "rooms that the order of rooms in ARCHITECTURE.md lacks: {unlisted:?}");
    let mut back = Vec::new();
    for (from, targets) in &imports {
        for to in targets {
            if let ([room, ..], [other, ..]) = (&from[..], &to[..])
                && rank(room) < rank(other)
            {
                back.push(format!("{} -> {}", from.join("::"), to.join("::")));
            }
        }
    }
    assert!(back.is_empty(), "imports against the order of rooms in ARCHITECTURE.md:\n{}", back.join("\n"));
}

#[test]
fn no_circle_crosses_the_wall_of_a_folder() {
    let imports = imports();
    let crossing: Vec<String> = circles(&imports)
        .into_iter()
        .filter(|circle| circle.iter().map(|module| folder(module)).collect::<BTreeSet<_>>().len() > 1)
        .map(|circle| circle.iter().map(|module| module.join("::")).collect::<Vec<_>>().join(", "))
        .collect();
    assert!(crossing.is_empty(), "circles of imports across folders:\n{}", crossing.join("\n"));
}

/// The order of rooms, from the line of ARCHITECTURE.md that begins with 'Order of rooms:'.
fn order() -> Vec<String> {
    let page = fs::read_to_string(root().join("../../ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let line = page.lines().find_map(|line| line.strip_prefix("Order of rooms:")).expect("the order of rooms");
    line.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What each module imports from the crate, without the tests inside it. That a module names its own children is
/// no import.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let mut sources = BTreeMap::new();
    sources_below(&root().join("src"), &mut Vec::new(), &mut sources);
    let modules: BTreeSet<&Module> = sources.keys().collect();
    let of = |module: &Module, source: &str| -> BTreeSet<Module> {
        let nearest = |mut path: Module| {
            while !path.is_empty() && !modules.contains(&path) {
                path.pop();
            }
            path
        };
        let paths = paths(source).into_iter().filter_map(|path| absolute(&path, module));
        paths.map(nearest).filter(|target| !target.is_empty() && !target.starts_with(module)).collect()
    };
    sources.iter().map(|(module, source)| (module.clone(), of(module, source))).collect()
}

fn sources_below(folder: &Path, module: &mut Module, sources: &mut BTreeMap<Module, String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_own = stem == "mod" || stem == "lib";
        if !is_own {
            module.push(stem);
        }
        if path.is_dir() {
            sources_below(&path, module, sources);
        } else if path.extension().is_some_and(|it| it == "rs") {
            sources.insert(module.clone(), without_tests(&fs::read_to_string(&path).expect("a source file")));
        }
        if !is_own {
            module.pop();
        }
    }
}

/// The source without comments and without what follows the first module of tests.
fn without_tests(source: &str) -> String {
    let end = source.find("#[cfg(test)]\nmod ").or_else(|| source.find("#[cfg(test)]\npub(crate) mod "));
    let code = &source[..end.unwrap_or(source.len())];
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// All paths of a source that begin with `crate` or `super`, those of `use` trees spelt out.
fn paths(source: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in source.match_indices(start) {
            let before = source[..at].chars().next_back();
            if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                spell_out(&source[at..], &mut Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Spells out a path or a tree of paths at the start of a text; gives what stands behind it.
fn spell_out<'t>(text: &'t str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'t str {
    let mut rest = text.trim_start();
    let depth = before.len();
    loop {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end > 0 {
            before.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        if let Some(deeper) = rest.strip_prefix("::") {
            rest = deeper;
        } else if let Some(list) = rest.strip_prefix('{').filter(|_| end == 0) {
            rest = list;
            while !rest.trim_start().starts_with('}') && !rest.trim_start().is_empty() {
                rest = spell_out(rest, before, found).trim_start();
                rest =
                    rest.strip_prefix("as ").map_or(rest, |it| it.trim_start_matches(|c: char| c != ',' && c != '}'));
                let Some(next) = rest.strip_prefix(',') else { break };
                rest = next;
            }
            rest = rest.trim_start().strip_prefix('}').unwrap_or(rest);
            break;
        } else {
            found.push(before.clone());
            break;
        }
    }
    before.truncate(depth);
    rest
}

/// A path from the crate's root.
fn absolute(path: &[String], module: &Module) -> Option<Module> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        _ => Some([&module[..module.len().checked_sub(supers)?], &path[supers..]].concat()),
    }
}

/// The folder in which a module's file lies; a module with a `mod.rs` lies in its own.
fn folder(module: &Module) -> Module {
    let own = module.iter().fold(root().join("src"), |path, part| path.join(part));
    if own.join("mod.rs").is_file() { module.clone() } else { module[..module.len() - 1].to_vec() }
}

/// The circles: modules that reach each other.
fn circles(imports: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<BTreeSet<&Module>> {
    let all: BTreeMap<&Module, BTreeSet<&Module>> =
        imports.keys().map(|module| (module, reached(module, imports))).collect();
    let mut found = BTreeSet::new();
    for (module, others) in &all {
        let back = others.iter().filter(|other| all.get(**other).is_some_and(|it| it.contains(module)));
        let circle: BTreeSet<&Module> = back.copied().collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found
}

/// All modules that one imports, directly or through others.
fn reached<'a>(start: &'a Module, imports: &'a BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<&'a Module> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(at) = open.pop() {
        open.extend(imports.get(at).into_iter().flatten().filter(|next| seen.insert(*next)));
    }
    seen
}

#[test]
fn trees_of_imports_are_spelt_out() {
    let source = "use crate::a::{b::{C, D as E}, f};\nlet x = super::g::h(crate::i::J);";
    let mut found: Vec<String> = paths(source).into_iter().map(|path| path.join("::")).collect();
    found.sort();
    assert_eq!(found, ["crate::a::b::C", "crate::a::b::D", "crate::a::f", "crate::i::J", "super::g::h"]);
}
