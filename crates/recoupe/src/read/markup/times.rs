//! Dates in `<time>`: those of the report itself, the nearest to its title first.
//!
//! Pages date other reports too, in lists above, beside and below; such a date stands in an element with the
//! heading or link of the report that it dates.

use std::collections::BTreeSet;

use dom_query::{Document as Page, NodeId, NodeRef};

use crate::document::Meta;
use crate::language::Packs;
use crate::text::fold_line;

use super::{date, tag};

/// How many dated elements are looked at, and how far up from each.
const TIMES: usize = 60;
const LEVELS: usize = 4;

/// A link of so many bytes is a headline, a shorter one an author or a section.
const HEADLINE: usize = 25;

pub(super) fn gather(page: &Page, meta: &mut Meta, packs: &Packs) {
    let title = meta.title.value().map(|title| fold_line(title));
    let (mut headline, mut first) = (None, None);
    let mut times = Vec::new();
    for (position, node) in page.root().descendants_it().enumerate() {
        let Some(name) = node.node_name() else { continue };
        match name.as_ref() {
            "h1" | "h2" | "h3" if headline.is_none() => {
                let is_title = title.as_ref().is_some_and(|title| fold_line(&node.text()) == *title);
                headline = is_title.then_some((position, node));
                first = first.or((name.as_ref() == "h1").then_some((position, node)));
            }
            "time" | "abbr" if times.len() < TIMES => times.push((position, node)),
            _ => {}
        }
    }
    if let Some((place, headline)) = headline.or(first) {
        let of_report: BTreeSet<NodeId> = headline.ancestors_it(None).map(|node| node.id).collect();
        times.retain(|(_, node)| !dates_another(node, &of_report));
        times.sort_by_key(|(position, _)| position.abs_diff(place));
    }
    for (_, node) in times {
        let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
        let property = node.attr("itemprop").unwrap_or_default().to_ascii_lowercase();
        let (attribute, source) = match node.has_name("time") {
            true => ("datetime", "time[datetime]"),
            false if class.contains("published") => ("title", "abbr.published[title]"),
            false => continue,
        };
        let changed = property == "datemodified" || ["updated", "modified"].iter().any(|word| class.contains(word));
        if let Some(date) = node.attr(attribute).and_then(|raw| date(&raw, packs)) {
            let field = if changed { &mut meta.modified } else { &mut meta.published };
            field.add(date, tag(source.into()));
        }
    }
}

/// Whether an element around the date holds another report's heading or link, and not the report's title.
fn dates_another(time: &NodeRef, of_report: &BTreeSet<NodeId>) -> bool {
    let around = time.ancestors_it(Some(LEVELS)).take_while(|node| !of_report.contains(&node.id));
    let outside = around.filter(|node| !node.has_name("body") && !node.has_name("html"));
    outside.take(LEVELS).any(|node| {
        node.descendants_it().take(400).any(|inner| {
            let heading = ["h1", "h2", "h3", "h4"].iter().any(|name| inner.has_name(name));
            heading || inner.has_name("a") && inner.text().trim().len() >= HEADLINE
        })
    })
}
