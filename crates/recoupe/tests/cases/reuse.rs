//! Prints the passages that the texts of a case share, with class, direction and edits; then the altered
//! quotations, what unseen texts must have held, and the families. Documents are letters.

use recoupe::Dossier;
use recoupe::compare::reuse::{DirectionVerdict, Edit, Reuse};
use recoupe::index::DocIdx;

pub fn render(dossier: &Dossier) -> Vec<String> {
    let found = &dossier.findings;
    let mut lines = Vec::new();
    for reuse in &found.reuse {
        lines.push(passage(reuse));
        lines.extend(reuse.edits.iter().map(|edit| format!("  {}", edited(dossier, reuse.a.doc, reuse.b.doc, edit))));
    }
    for altered in &found.altered_quotations {
        for edit in &altered.edits {
            lines.push(format!("altered {}", edited(dossier, altered.a.doc, altered.b.doc, edit)));
        }
    }
    let families = found.families.iter().map(|family| {
        let members = family.members.iter().map(|&member| {
            let n_passages = family.passages.iter().filter(|passage| passage.doc == member).count();
            if n_passages > 0 { format!("{}/{n_passages}", letter(member)) } else { letter(member) }
        });
        let groups = family.near_duplicates.iter().map(|group| match *group == family.members {
            true => " near-duplicates".to_owned(),
            false => format!(" near-duplicates: {}", group.iter().map(|&it| letter(it)).collect::<Vec<_>>().join(" ")),
        });
        members.collect::<Vec<_>>().join(" ") + &groups.collect::<String>()
    });
    for passage in found.families.iter().flat_map(|family| &family.dispatch) {
        let evidence = &passage.evidence;
        lines.push(format!("unseen {}: {} '{}'", evidence.rule, letter(passage.doc), evidence.quote));
    }
    lines.push(format!("families: {}", families.collect::<Vec<_>>().join(" | ")));
    lines
}

fn letter(doc: DocIdx) -> String {
    char::from(b'a' + doc.0 as u8).to_string()
}

fn name<T: serde::Serialize>(value: &T) -> String {
    serde_json::json!(value).as_str().unwrap_or_default().to_owned()
}

fn passage(reuse: &Reuse) -> String {
    let direction = match reuse.direction.verdict {
        DirectionVerdict::AToB => format!("{} → {}", letter(reuse.a.doc), letter(reuse.b.doc)),
        DirectionVerdict::BToA => format!("{} → {}", letter(reuse.b.doc), letter(reuse.a.doc)),
        DirectionVerdict::CommonOrigin => {
            let nearer = reuse.direction.nearer.map(|doc| format!(", {} nearer", letter(doc)));
            format!("from {}{}", reuse.direction.origin.as_deref().unwrap_or("?"), nearer.unwrap_or_default())
        }
        DirectionVerdict::Unknown => "direction unknown".to_owned(),
    };
    let (a, b) = (&reuse.a, &reuse.b);
    let quotes = match a.evidence.quote == b.evidence.quote {
        true => format!("{}, {} '{}'", letter(a.doc), letter(b.doc), a.evidence.quote),
        false => format!("{} '{}' / {} '{}'", letter(a.doc), a.evidence.quote, letter(b.doc), b.evidence.quote),
    };
    format!("{} {} ({direction}): {quotes}", name(&reuse.kind), name(&reuse.class))
}

fn edited(dossier: &Dossier, a: DocIdx, b: DocIdx, edit: &Edit) -> String {
    let text = |doc: DocIdx, span| dossier.docs[doc.at()].document.slice(span).to_owned();
    format!("{} '{}' → '{}'", name(&edit.kind), text(a, edit.a), text(b, edit.b))
}
