//! Words as the rules for time see them: runs of letters, runs of digits, single marks, in lower case.
//!
//! Rules and texts are split by the same function, so that elisions ("l'an"), compounds ("après-midi")
//! and glued units ("48h") need no care in the rules, and the tokeniser's choices play no part.

/// What a piece of text is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters and combining marks.
    Letters,
    /// Decimal digits 0 to 9.
    Digits,
    /// One sign of any other kind.
    Mark,
}

/// A piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is made of.
    pub shape: Shape,
}

/// Splits a text; white space and format characters separate and are left out.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            let Some(shape) = shape(first) else { continue };
            let mut end = start + first.len_utf8();
            let joins = |next: char| {
                shape != Shape::Mark
                    && (self::shape(next) == Some(shape) || (shape == Shape::Letters && is_combining(next)))
            };
            while let Some((at, next)) = chars.next_if(|&(_, next)| joins(next)) {
                end = at + next.len_utf8();
            }
            return Some(Piece { start, end, shape });
        }
    })
}

fn shape(c: char) -> Option<Shape> {
    match c {
        '0'..='9' => Some(Shape::Digits),
        c if c.is_alphabetic() => Some(Shape::Letters),
        c if c.is_whitespace() || c.is_control() || ('\u{200B}'..='\u{200F}').contains(&c) => None,
        _ => Some(Shape::Mark),
    }
}

fn is_combining(c: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&c)
}

/// Lower case, and one sign for each kind of apostrophe and hyphen.
pub(crate) fn normalise_into(text: &str, into: &mut String) {
    into.clear();
    for c in text.chars() {
        match c {
            '’' | 'ʼ' | '‘' => into.push('\''),
            '‐' | '‑' => into.push('-'),
            c if c.is_ascii() => into.push(c.to_ascii_lowercase()),
            c => into.extend(c.to_lowercase()),
        }
    }
}

/// The normalised pieces of a rule's text.
pub(crate) fn normalised_pieces(text: &str) -> Vec<String> {
    pieces(text)
        .map(|piece| {
            let mut word = String::new();
            normalise_into(&text[piece.start..piece.end], &mut word);
            word
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elisions_compounds_and_glued_units_come_apart() {
        assert_eq!(normalised_pieces("L’an 48h après-midi"), ["l", "'", "an", "48", "h", "après", "-", "midi"]);
    }
}
