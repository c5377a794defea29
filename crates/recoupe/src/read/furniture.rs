//! Page furniture that no list knows: short lines that documents of one outlet repeat.
//!
//! Works on all documents of a dossier, before they are annotated. Background paragraphs and copied reports
//! repeat too, and they are news; hence only short lines count, only between documents that differ in most
//! of what they hold, and whole sentences only at the edges of a report.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{BlockKind, Document};
use crate::text::fold_line;

use super::lines::ends_sentence;

/// In how many different reports of an outlet a line has to stand.
const REPORTS: usize = 3;

/// Lines of more characters than this are never furniture.
const LONGEST: usize = 160;

/// Marks the repeated lines of each outlet as boilerplate, by the rule `repeated_in_outlet`.
pub fn mark(documents: &mut [Document]) {
    let mut outlets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (position, document) in documents.iter().enumerate() {
        if let Some(outlet) = document.meta.outlet.value() {
            outlets.entry(outlet.to_lowercase()).or_default().push(position);
        }
    }
    for mut members in outlets.into_values().filter(|members| members.len() >= REPORTS) {
        // The order of the documents changes nothing.
        members.sort_by_key(|&position| documents[position].id);
        let lines: Vec<Lines> = members.iter().map(|&position| lines(&documents[position])).collect();
        let repeated = repeated(&lines);
        for (&position, lines) in members.iter().zip(&lines) {
            mark_lines(&mut documents[position], lines, &repeated);
        }
    }
}

/// The folded content lines of a document: block position and text.
type Lines = Vec<(usize, String)>;

fn lines(document: &Document) -> Lines {
    let open = |kind: BlockKind| kind.is_content() && kind != BlockKind::Headline;
    let blocks = document.blocks.iter().enumerate().filter(|(_, block)| open(block.kind));
    blocks.map(|(position, block)| (position, fold_line(document.slice(block.span)))).collect()
}

/// The lines that stand in enough reports that differ from one another.
fn repeated(documents: &[Lines]) -> BTreeSet<String> {
    let sets: Vec<BTreeSet<&str>> =
        documents.iter().map(|lines| lines.iter().map(|(_, text)| text.as_str()).collect()).collect();
    let mut holders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (position, set) in sets.iter().enumerate() {
        for text in set.iter().filter(|text| text.chars().count() <= LONGEST) {
            holders.entry(text).or_default().push(position);
        }
    }
    holders.retain(|_, holders| holders.len() >= REPORTS);
    let different = |one: usize, other: usize| {
        let shared = sets[one].intersection(&sets[other]).map(|text| text.len()).sum::<usize>();
        let smaller = [one, other].map(|of| sets[of].iter().map(|text| text.len()).sum::<usize>());
        shared * 2 < smaller[0].min(smaller[1])
    };
    let enough = |holders: &[usize]| {
        let mut chosen: Vec<usize> = Vec::new();
        for &holder in holders {
            if chosen.len() < REPORTS && chosen.iter().all(|&before| different(before, holder)) {
                chosen.push(holder);
            }
        }
        chosen.len() >= REPORTS
    };
    holders.into_iter().filter(|(_, holders)| enough(holders)).map(|(text, _)| text.to_owned()).collect()
}

/// Marks the repeated lines of a document: headless ones anywhere, whole sentences where nothing but repeated
/// lines and furniture lies between them and an edge of the report.
fn mark_lines(document: &mut Document, lines: &Lines, repeated: &BTreeSet<String>) {
    let is_repeated = |(_, text): &&(usize, String)| repeated.contains(text);
    let head = lines.iter().take_while(is_repeated).count();
    let tail = lines.len() - lines.iter().rev().take_while(is_repeated).count();
    // A report of nothing but repeated lines is no report that this rule understands.
    if head == lines.len() {
        return;
    }
    for (at, (position, text)) in lines.iter().enumerate() {
        let at_edge = at < head || at >= tail;
        if repeated.contains(text) && (at_edge || !ends_sentence(text)) {
            let block = &mut document.blocks[*position];
            block.kind = BlockKind::Boilerplate;
            block.rule = "repeated_in_outlet".to_owned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Packs;
    use crate::read::{Input, read};

    fn document(name: &str, text: &str) -> Document {
        let text = format!("+++\noutlet = \"Le Fleuve\"\n+++\n{text}");
        read(&Input { name, bytes: text.as_bytes(), sidecar: None }, Packs::embedded()).unwrap().documents.remove(0)
    }

    fn marked(documents: &[Document]) -> Vec<Vec<&str>> {
        let of = |document: &'_ Document| -> Vec<String> {
            let repeated = document.blocks.iter().filter(|block| block.rule == "repeated_in_outlet");
            repeated.map(|block| document.slice(block.span).to_owned()).collect()
        };
        documents.iter().map(|document| of(document).into_iter().map(|text| &*text.leak()).collect()).collect()
    }

    const MOTTO: &str = "Le journal des gens de l'eau.";

    #[test]
    fn a_motto_at_the_end_is_furniture_and_the_reports_stay() {
        let mut documents: Vec<Document> = [
            "Le pont de Bray est fermé depuis la nuit, a annoncé jeudi le préfet du département.",
            "La crue a atteint son plus haut niveau mardi, selon le service de prévision des crues.",
            "Trois écoles ont rouvert leurs portes lundi matin dans les villages de la vallée.",
        ]
        .iter()
        .enumerate()
        .map(|(number, body)| document(&format!("{number}.txt"), &format!("{body}\n\n{MOTTO}")))
        .collect();
        mark(&mut documents);
        assert_eq!(marked(&documents), [[MOTTO], [MOTTO], [MOTTO]]);
    }

    #[test]
    fn copies_of_one_report_and_sentences_in_the_middle_are_news() {
        let copy = format!("Le pont est fermé depuis la nuit, a dit le préfet.\n\n{MOTTO}\n\nLa crue baisse encore.");
        let mut copies: Vec<Document> = (0..4).map(|number| document(&format!("{number}.txt"), &copy)).collect();
        mark(&mut copies);
        assert!(marked(&copies).iter().all(Vec::is_empty));
        let background = "Le barrage date de 1962.";
        let mut reports: Vec<Document> = [
            "Premier récit, assez long pour compter.",
            "Un autre récit, tout à fait différent.",
            "Un troisième récit, encore autre chose.",
        ]
        .iter()
        .enumerate()
        .map(|(number, body)| {
            document(
                &format!("{number}.txt"),
                &format!("{body}\n\n{background}\n\nFin du récit numéro {number}, dit le maire."),
            )
        })
        .collect();
        mark(&mut reports);
        assert!(marked(&reports).iter().all(Vec::is_empty));
    }
}
