//! What an article extractor loses: its paragraphs held against all paragraphs of the page.
//!
//! Extractors drop blocks that look unlike the others: the standfirst above the text, paragraphs between
//! adverts, text that only line breaks divide. What stands between the article's own paragraphs and ends as a
//! sentence does is put back, unless the page says that it is something else.

use std::collections::BTreeMap;

use crate::document::BlockKind;
use crate::text::fold_line;

use super::lines::ends_sentence;
use super::piece::Marked;

/// The article made whole, and the lines of the page around it that may tell author, date or agency.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Judged {
    pub article: Vec<Marked>,
    pub around: Vec<String>,
}

/// How many lines above the title and below the article are looked at.
const ABOVE: usize = 4;
const BELOW: usize = 6;

/// Paragraphs of fewer characters are not put back: labels, names, links.
const SHORTEST: usize = 60;

pub(super) fn judge(article: Vec<Marked>, page: &[Marked], title: Option<&str>) -> Judged {
    let places = places(&article, page);
    let anchors = || article.iter().zip(&places).filter(|((text, _), _)| text.chars().count() >= SHORTEST);
    let known: Vec<usize> = anchors().filter_map(|(_, place)| *place).collect();
    let (Some(&first), Some(&last)) = (known.iter().min(), known.iter().max()) else {
        let around = page.iter().take(40).map(|(text, _)| text.clone()).collect();
        return Judged { article, around };
    };
    let title = title.map(fold_line);
    let is_title = |(text, kind): &Marked| {
        matches!(kind, Some((BlockKind::Headline, _))) || title.as_ref().is_some_and(|title| fold_line(text) == *title)
    };
    let top = page[..first].iter().rposition(is_title);
    let mut whole: Vec<Marked> = Vec::new();
    let mut next = top.map_or(first, |top| top + 1);
    for (paragraph, place) in article.into_iter().zip(&places) {
        let Some(place) = place.filter(|place| (next..=last).contains(place)) else {
            whole.push(paragraph);
            continue;
        };
        whole.extend((next..place).filter_map(|lost| put_back(&page[lost], lost < first)));
        let (text, kind) = paragraph;
        // The page's own marks, such as its classes, are gone from the extracted article.
        whole.push((text, kind.or(page[place].1)));
        next = place + 1;
    }
    let around = top.unwrap_or(first).saturating_sub(ABOVE)..(last + 1 + BELOW).min(page.len());
    let of_article: std::collections::BTreeSet<&str> = whole.iter().map(|(text, _)| text.as_str()).collect();
    let around = page[around].iter().map(|(text, _)| text).filter(|text| !of_article.contains(text.as_str()));
    Judged { around: around.cloned().collect(), article: whole }
}

/// Where each paragraph of the article stands on the page, in ascending order.
fn places(article: &[Marked], page: &[Marked]) -> Vec<Option<usize>> {
    let mut known: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, (text, _)) in page.iter().enumerate() {
        known.entry(text).or_default().push(place);
    }
    let mut next = 0;
    let mut place_of = |(text, _): &Marked| {
        let places = known.get(text.as_str())?;
        let place = *places.get(places.partition_point(|&place| place < next))?;
        next = place + 1;
        Some(place)
    };
    article.iter().map(&mut place_of).collect()
}

/// A lost paragraph, if it reads as part of the report.
fn put_back((text, kind): &Marked, above: bool) -> Option<Marked> {
    let running = match kind {
        None => true,
        Some((kind, _)) => above && *kind == BlockKind::Subheading,
    };
    let length = text.chars().count();
    let fits = running && ends_sentence(text) && (SHORTEST / 2..=2000).contains(&length);
    match above {
        true if fits && length <= 400 => Some((text.clone(), Some((BlockKind::Standfirst, "html_below_title")))),
        false if fits && length >= SHORTEST => Some((text.clone(), None)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Marked {
        (text.to_owned(), None)
    }

    const FIRST: &str = "Le préfet a annoncé jeudi la fermeture du pont de Bray à la circulation.";
    const SECOND: &str = "Trois villages sont isolés depuis la nuit, selon un premier bilan des secours.";
    const LAST: &str = "La circulation ne devrait pas reprendre avant la fin de la semaine prochaine.";

    #[test]
    fn lost_paragraphs_and_the_standfirst_come_back() {
        let page = [
            plain("Accueil"),
            ("Pont fermé".into(), Some((BlockKind::Headline, "html_h1"))),
            plain("La crue a emporté une partie de la chaussée."),
            plain("Par Jeanne Martin"),
            plain(FIRST),
            plain(SECOND),
            (
                "Recevez chaque matin notre lettre d'information sur la vallée et ses villages.".into(),
                Some((BlockKind::Boilerplate, "html_class")),
            ),
            plain("Partager"),
            plain(LAST),
            plain("Un autre article que personne n'a demandé, sur le marché de la semaine prochaine."),
        ];
        let judged = judge(vec![plain(FIRST), plain(LAST)], &page, Some("Pont fermé"));
        let texts: Vec<&str> = judged.article.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["La crue a emporté une partie de la chaussée.", FIRST, SECOND, LAST]);
        assert_eq!(judged.article[0].1, Some((BlockKind::Standfirst, "html_below_title")));
        assert!(judged.around.contains(&"Par Jeanne Martin".to_owned()));
    }

    #[test]
    fn an_article_that_the_page_does_not_hold_stays_as_it_is() {
        let article = vec![plain(FIRST)];
        assert_eq!(judge(article.clone(), &[plain(LAST)], None).article, article);
        assert_eq!(judge(Vec::new(), &[], None), Judged::default());
    }
}
