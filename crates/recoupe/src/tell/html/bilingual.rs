//! The page in a second language: what differs, as data that the page's script puts in place.
//!
//! The page is made in both languages. Their tags are the same, so a text or an attribute that differs is
//! known by the number of its text node or element; nothing else of the second page is kept.

use serde_json::Value;

/// What of a second page differs from the first: `{"t": [[n, text], …], "a": [[n, name, value], …]}`, with the
/// n-th text outside `output` elements and the n-th element, as JSON that may stand in a `script` element.
/// `None` where the pages have not the same tags.
pub fn differences(first: &str, second: &str) -> Option<String> {
    let (mut one, mut two) = (Pieces::of(first), Pieces::of(second));
    let (mut texts, mut attributes): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let (mut n_texts, mut n_elements) = (0, 0);
    loop {
        match (one.next(), two.next()) {
            (None, None) => break,
            (Some(Piece::Text(a)), Some(Piece::Text(b))) => {
                if a != b {
                    texts.push(serde_json::json!([n_texts, unescaped(b)]));
                }
                n_texts += 1;
            }
            (Some(Piece::Open(a)), Some(Piece::Open(b))) => {
                let (mut these, mut others) = (attributes_of(a), attributes_of(b));
                if name(a) != name(b) {
                    return None;
                }
                loop {
                    match (these.next(), others.next()) {
                        (None, None) => break,
                        (Some((key, value)), Some((other, changed))) if key == other => {
                            if value != changed {
                                attributes.push(serde_json::json!([n_elements, key, unescaped(changed)]));
                            }
                        }
                        _ => return None,
                    }
                }
                n_elements += 1;
            }
            (Some(Piece::Close(a)), Some(Piece::Close(b))) if a == b => {}
            _ => return None,
        }
    }
    let data = serde_json::json!({ "t": texts, "a": attributes }).to_string();
    Some(data.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
}

/// A piece of a page that this program made.
enum Piece<'p> {
    /// A text between two tags, as escaped.
    Text(&'p str),
    /// What stands between `<` and `>`.
    Open(&'p str),
    Close(&'p str),
}

struct Pieces<'p> {
    rest: &'p str,
    in_output: bool,
}

impl<'p> Pieces<'p> {
    fn of(page: &'p str) -> Pieces<'p> {
        Pieces { rest: page, in_output: false }
    }
}

impl<'p> Iterator for Pieces<'p> {
    type Item = Piece<'p>;

    fn next(&mut self) -> Option<Piece<'p>> {
        loop {
            let Some(inside) = self.rest.strip_prefix('<') else {
                let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
                self.rest = rest;
                if text.is_empty() {
                    return None;
                }
                // Texts of `output` are the script's. The parser of a browser drops the character NUL.
                if self.in_output || text.chars().all(|c| c == '\0') {
                    continue;
                }
                return Some(Piece::Text(text));
            };
            // Attribute values are escaped: the first '>' ends the tag.
            let (tag, rest) = inside.split_once('>')?;
            self.rest = rest;
            if let Some(closed) = tag.strip_prefix('/') {
                self.in_output &= closed != "output";
                return Some(Piece::Close(closed));
            }
            if tag.starts_with('!') {
                continue;
            }
            self.in_output |= name(tag) == "output";
            if matches!(name(tag), "style" | "script") {
                // Their text is no markup; it is the same in both languages.
                let end = self.rest.find("</")?;
                self.rest = &self.rest[end..];
            }
            return Some(Piece::Open(tag));
        }
    }
}

fn name(tag: &str) -> &str {
    tag.split(' ').next().unwrap_or_default()
}

/// Names and escaped values; an attribute without value has an empty one.
fn attributes_of(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.split_once(' ').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').unwrap_or((value, "")),
            None => ("", after),
        };
        rest = after;
        Some((key, value))
    })
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_kept() {
        let one = "<!DOCTYPE html><html lang=\"en\"><style>a>b{}</style><p title=\"x\">Hello</p><p>same</p><b hidden>a &amp; b</b></html>";
        let two = "<!DOCTYPE html><html lang=\"fr\"><style>a>b{}</style><p title=\"x\">Bonjour</p><p>same</p><b hidden>&lt;c</b></html>";
        let expected = r#"{"a":[[0,"lang","fr"]],"t":[[0,"Bonjour"],[2,"\u003cc"]]}"#;
        assert_eq!(differences(one, two).as_deref(), Some(expected));
    }

    #[test]
    fn pages_of_other_tags_have_no_differences() {
        assert_eq!(differences("<p>a</p>", "<p>a</p><p>b</p>"), None);
        assert_eq!(differences("<p>a</p>", "<b>a</b>"), None);
        assert_eq!(differences("<p id=\"a\">a</p>", "<p>a</p>"), None);
        assert_eq!(differences("<p>a</p>", "<p></p>"), None);
    }

    #[test]
    fn texts_of_outputs_are_not_counted() {
        let page = |text: &str| format!("<output>{text}</output><p>{text}</p>");
        assert_eq!(differences(&page("a"), &page("b")).as_deref(), Some(r#"{"a":[],"t":[[0,"b"]]}"#));
    }
}
