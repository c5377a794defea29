//! Lines and paragraphs of plain text, and their folded form.

use crate::text::{Span, fold_line};

/// A paragraph: a line, or several lines that were broken at a fixed width.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Byte span without surrounding white space.
    pub span: Span,
    /// The text folded for comparison.
    pub folded: String,
}

/// Splits text into paragraphs. A line break ends a paragraph, except in stretches that are broken at a
/// fixed width.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut group: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close(text, &mut group, &mut paragraphs);
        } else {
            group.push(line);
        }
    }
    close(text, &mut group, &mut paragraphs);
    paragraphs
}

fn close(text: &str, group: &mut Vec<Span>, paragraphs: &mut Vec<Paragraph>) {
    if is_hard_wrapped(text, group) {
        let span = group[0].cover(group[group.len() - 1]);
        group.clear();
        group.push(span);
    }
    paragraphs.extend(group.drain(..).map(|span| Paragraph { span, folded: fold_line(span.of(text)) }));
}

/// Lines without surrounding white space, empty ones included.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let from = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        Span::new(from, from + line.trim().len())
    })
}

/// Whether lines without a blank line between them are one paragraph broken at a fixed width: at least
/// three, of like length, most of them ending in the middle of a sentence.
fn is_hard_wrapped(text: &str, group: &[Span]) -> bool {
    let Some((_, inner)) = group.split_last() else { return false };
    if inner.len() < 2 {
        return false;
    }
    let widths: Vec<usize> = inner.iter().map(|span| span.of(text).chars().count()).collect();
    let longest = widths.iter().copied().max().unwrap_or(0);
    let full = widths.iter().filter(|&&width| width + 15 >= longest).count();
    let open = inner.iter().filter(|span| !ends_sentence(span.of(text))).count();
    // Broken sentences go on small; title, date and author under one another do not.
    let small = |span: &&Span| span.of(text).chars().next().is_some_and(char::is_lowercase);
    let going_on = group[1..].iter().filter(small).count();
    (45..=110).contains(&longest)
        && full * 10 >= inner.len() * 8
        && open * 2 > inner.len()
        && going_on * 3 >= inner.len()
}

/// Whether a line ends as a sentence does: a full stop, a question or exclamation mark or an ellipsis,
/// perhaps inside closing marks.
pub fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| c.is_whitespace() || "»”\"')]".contains(c))
        .ends_with(['.', '!', '?', '…', ':', ';', ','])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_paragraphs_unless_broken_at_a_fixed_width() {
        let text = "Un titre\n\nLe préfet a annoncé mardi la fermeture de la route qui\nmène au col, après les chutes de neige qui ont touché la\nvallée pendant la nuit.\n\nUne ligne.\nUne autre ligne.";
        let spans: Vec<&str> = paragraphs(text).iter().map(|paragraph| paragraph.span.of(text)).collect();
        assert_eq!(spans.len(), 4);
        assert!(spans[1].starts_with("Le préfet") && spans[1].ends_with("la nuit."));
    }

    #[test]
    fn title_date_and_author_under_one_another_are_three_paragraphs() {
        let text = "La crue de la Mésile emporte le pont de Bray et isole la vallée\nPublié le dimanche 28 juillet 2019 par le Courrier de la Mésile\nJeanne Martin";
        assert_eq!(paragraphs(text).len(), 3);
    }

    #[test]
    fn folding_drops_case_bullets_and_curly_apostrophes() {
        assert_eq!(fold_line("  — L’Équipe   Réagit •"), "l'équipe réagit");
    }
}
