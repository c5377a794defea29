//! What stands below a report on its page: readers' comments, lists of other reports.
//!
//! An extractor looks for much running text, and comments may be more text than the report. A heading says what
//! they are, so they go before it looks.

use dom_query::NodeRef;

use crate::language::Packs;
use crate::text::fold_line;

/// Headings that are looked at, so that time stays bounded on pages of nothing but headings.
const HEADINGS: usize = 200;

/// Removes readers' comments, and lists of links to other reports, below headings that say so.
pub(super) fn remove(page: &dom_query::Document, packs: &Packs) {
    for heading in page.select("h2, h3, h4, h5, h6").nodes().iter().take(HEADINGS) {
        let text = heading.text();
        if text.len() > 80 || is_removed(heading) {
            continue;
        }
        let name: String = text.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '(' | ')' | ':')).collect();
        let name = fold_line(&name);
        let is = |list: &[String]| list.contains(&name);
        if packs.iter().any(|pack| is(&pack.page.sections.comments)) {
            remove_after(&outermost(*heading), |_| true);
        } else if packs.iter().any(|pack| is(&pack.page.sections.others)) {
            remove_after(&outermost(*heading), is_list_of_links);
        }
    }
}

fn is_removed(node: &NodeRef) -> bool {
    !node.ancestors_it(None).any(|ancestor| ancestor.has_name("html"))
}

/// The outermost element that holds nothing but the heading.
fn outermost<'n>(heading: NodeRef<'n>) -> NodeRef<'n> {
    let mut top = heading;
    while let Some(parent) = top.parent().filter(|parent| !parent.has_name("body") && parent.is_element()) {
        let alone = parent.children_it(false).all(|child| child.id == top.id || is_blank(&child));
        if !alone {
            break;
        }
        top = parent;
    }
    top
}

/// Removes the siblings behind a node while they are of the kind that is meant; the report's own title ends them.
fn remove_after(node: &NodeRef, meant: impl Fn(&NodeRef) -> bool) {
    while let Some(next) = node.next_sibling() {
        let title = next.has_name("h1") || next.descendants_it().any(|inner| inner.has_name("h1"));
        if title || !is_blank(&next) && !meant(&next) {
            return;
        }
        next.remove_from_parent();
    }
}

/// A list, or an element of whose text a fifth or more is links.
fn is_list_of_links(node: &NodeRef) -> bool {
    if node.has_name("ul") || node.has_name("ol") {
        return true;
    }
    let of_links = node.descendants_it().filter(|inner| inner.has_name("a")).map(|link| link.text().len());
    let container = ["div", "section", "article", "nav", "aside", "table"].iter().any(|name| node.has_name(name));
    container && of_links.sum::<usize>() * 5 >= node.text().len()
}

fn is_blank(node: &NodeRef) -> bool {
    node.text().trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(html: &str) -> String {
        let page = dom_query::Document::from(html);
        remove(&page, Packs::embedded());
        let root = page.root();
        let texts = root.descendants_it().filter(|node| node.is_text()).map(|node| node.text().to_string());
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn comments_and_lists_of_links_go() {
        assert_eq!(
            rest("<p>Texte.</p><div><div><h3>3 commentaires</h3></div><p>Bravo.</p></div>"),
            "Texte. 3 commentaires"
        );
        let links = "<h3>Lire aussi</h3><ul><li><a>Un</a> et plus</li></ul><p>Suite.</p>";
        assert_eq!(rest(links), "Lire aussi Suite.");
        assert_eq!(
            rest("<h2>Related topics</h2><div><a>Rail</a></div><div>Text, no link.</div>"),
            "Related topics Text, no link."
        );
    }

    #[test]
    fn headings_of_the_report_keep_what_follows() {
        let reactions = "<h2>Réactions</h2><p>Le maire se tait.</p>";
        assert_eq!(rest(reactions), "Réactions Le maire se tait.");
        let early = "<div><h3>Commentaires</h3><div><h1>Titre</h1><p>Texte.</p></div></div>";
        assert_eq!(rest(early), "Commentaires Titre Texte.");
    }
}
