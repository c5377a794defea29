//! A small tree of an XML file, without namespaces, declared entities or anything from outside the file.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::read::limits::over;
use crate::read::{Limits, ReadError};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Local name in lower case.
    pub name: String,
    /// Local names in lower case, with values.
    pub attributes: Vec<(String, String)>,
    /// Elements and texts, in order.
    pub children: Vec<Node>,
}

/// What stands inside an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text with its references resolved.
    Text(String),
}

/// The name of the first element, in lower case and without its prefix.
pub fn root_name(text: &str) -> Option<String> {
    let mut reader = reader(text);
    // Declarations and comments come before it, and not many of them.
    for _ in 0..50 {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => return Some(local_name(start.name().as_ref())),
            Event::Eof => return None,
            _ => {}
        }
    }
    None
}

/// Parses a file. Unclosed and crossing elements are closed where the tree has to.
///
/// # Errors
/// When it is nested too deeply, has too many elements, or none.
pub fn parse(text: &str, limits: &Limits) -> Result<Element, ReadError> {
    let mut reader = reader(text);
    let mut open = vec![Element::default()];
    let mut elements = 0;
    // What cannot be understood ends the file; what came before stays.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                elements += 1;
                open.push(element(&start));
            }
            Event::Empty(start) => {
                elements += 1;
                add(&mut open, Node::Element(element(&start)));
            }
            Event::End(end) => {
                let name = local_name(end.name().as_ref());
                if let Some(position) = open.iter().rposition(|element| element.name == name).filter(|&at| at > 0) {
                    while open.len() > position {
                        close(&mut open);
                    }
                }
            }
            Event::Text(text) => add_text(&mut open, &text),
            Event::CData(text) => add_text(&mut open, &text),
            Event::GeneralRef(reference) => add_text(&mut open, &resolve(&reference)),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        if open.len() > limits.nesting {
            return Err(over("nesting", limits.nesting));
        }
        if elements > limits.elements {
            return Err(over("elements", limits.elements));
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    let root = open.pop().into_iter().flat_map(|top| top.children).find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or(ReadError::NoText)
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

fn local_name(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_ascii_lowercase()
}

fn element(start: &BytesStart) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| attribute.value.to_string(), |value| value.into_owned());
        (local_name(attribute.key.as_ref()), value)
    });
    Element { name: local_name(start.name().as_ref()), attributes: attributes.collect(), children: Vec::new() }
}

fn add(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn add_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        add(open, Node::Element(element));
    }
}

/// The five entities of XML, numbers, and the HTML entity that feeds use most; any other stays as written,
/// so that an entity that a file declares for itself never unfolds.
fn resolve(reference: &str) -> String {
    let number = reference.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    match (number.and_then(char::from_u32), reference) {
        (Some(c), _) => c.to_string(),
        (None, "amp") => "&".into(),
        (None, "lt") => "<".into(),
        (None, "gt") => ">".into(),
        (None, "quot") => "\"".into(),
        (None, "apos") => "'".into(),
        (None, "nbsp") => "\u{a0}".into(),
        (None, other) => format!("&{other};"),
    }
}

impl Element {
    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All elements below this one that bear one of the names, outermost first; none inside another.
    pub fn below(&self, names: &[&str]) -> Vec<&Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            if names.contains(&element.name.as_str()) {
                found.push(element);
            } else {
                found.extend(element.below(names));
            }
        }
        found
    }

    /// The first element of a name below this one.
    pub fn first(&self, name: &str) -> Option<&Element> {
        self.below(&[name]).first().copied()
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// All text inside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(inner) => text.push_str(inner),
                Node::Element(element) => element.push_text(text),
            }
        }
    }

    /// What stands inside, as HTML for the page reader.
    pub fn inner_html(&self) -> String {
        let mut html = String::new();
        self.push_html(&mut html);
        html
    }

    fn push_html(&self, html: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
                Node::Element(element) => {
                    // Names become part of a tag again: nothing but a plain name may.
                    let plain = element.name.chars().all(|c| c.is_ascii_alphanumeric());
                    let name = if plain { element.name.as_str() } else { "div" };
                    html.push('<');
                    html.push_str(name);
                    html.push('>');
                    if name != "br" {
                        element.push_html(html);
                        html.push_str("</");
                        html.push_str(name);
                        html.push('>');
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Element, ReadError> {
        super::parse(text, &Limits::default())
    }

    #[test]
    fn texts_references_and_data_sections_join() {
        let root =
            parse("<?xml version='1.0'?><a><n:B x='1&amp;2'>d&#233;j&#xE0; &amp; <![CDATA[<p>]]></n:B></a>").unwrap();
        let b = root.child("b").unwrap();
        assert_eq!(b.text(), "déjà & <p>");
        assert_eq!(b.attribute("x"), Some("1&2"));
    }

    #[test]
    fn entities_of_the_file_never_unfold() {
        let bomb =
            "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&c;&f;</a>";
        assert_eq!(parse(bomb).unwrap().text(), "&c;&f;");
    }

    #[test]
    fn crossing_and_unclosed_elements_give_a_tree() {
        let root = parse("<a><b>1<c>2</b>3</x></a>").unwrap();
        assert_eq!(root.text(), "123");
        assert_eq!(root.child("b").unwrap().text(), "12");
        assert_eq!(parse("<a><b>1").unwrap().text(), "1");
    }

    #[test]
    fn depth_and_number_are_bounded() {
        assert_eq!(parse(&"<a>".repeat(100_000)), Err(over("nesting", 400)));
        let many = format!("<r>{}</r>", "<a/>".repeat(300_001));
        assert_eq!(parse(&many), Err(over("elements", 300_000)));
        assert_eq!(parse("no xml"), Err(ReadError::NoText));
    }
}
