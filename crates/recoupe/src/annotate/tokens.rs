//! Tokens with exact offsets.

use crate::document::Document;
use crate::language::Pack;
use crate::language::tokens::TokenRules;
use crate::layers::sentences::{Sentence, TokenRange};
use crate::layers::tokens::{Token, TokenKind};
use crate::text::{Span, fold};

/// Splits sentences into tokens and tells each sentence its tokens.
pub fn tokens(doc: &Document, sentences: &[Sentence], pack: &Pack) -> (Vec<Sentence>, Vec<Token>) {
    let mut tokens: Vec<Token> = Vec::new();
    let mut filled = sentences.to_vec();
    for sentence in &mut filled {
        let first = tokens.len();
        split(doc.slice(sentence.span), sentence.span.start as usize, &pack.tokens, &mut tokens);
        sentence.tokens = TokenRange { start: first as u32, end: tokens.len() as u32 };
    }
    (filled, tokens)
}

/// Splits a text into tokens; `base` is added to the offsets.
fn split(text: &str, base: usize, rules: &TokenRules, tokens: &mut Vec<Token>) {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (len, kind) = next(&text[at..], c, rules);
        let end = at + len.max(c.len_utf8());
        if kind == TokenKind::Word {
            word_parts(&text[at..end], base + at, rules, tokens);
        } else {
            tokens.push(Token { span: Span::new(base + at, base + end), kind });
        }
        at = end;
    }
}

/// Length and kind of the token that `rest` begins with; `c` is its first character.
fn next(rest: &str, c: char, rules: &TokenRules) -> (usize, TokenKind) {
    if c.is_alphanumeric()
        && let Some(len) = address(rest)
    {
        return (len, TokenKind::Address);
    }
    if c.is_ascii_digit() {
        return number(rest, rules);
    }
    if c.is_alphanumeric() {
        return (word(rest, rules), TokenKind::Word);
    }
    let kind = sign_kind(c);
    let run = |repeats: &dyn Fn(char) -> bool| rest.find(|other| !repeats(other)).unwrap_or(rest.len());
    let len = match c {
        '.' | '-' | '_' | '*' | '=' | '\'' | '`' | '~' | '#' => run(&|other| other == c),
        '!' | '?' => run(&|other| matches!(other, '!' | '?')),
        _ if kind == TokenKind::Symbol => c.len_utf8() + joined(&rest[c.len_utf8()..]),
        _ => c.len_utf8(),
    };
    (len, kind)
}

/// Length of the marks that join a symbol before them: variation selectors, joiners with what they join, skin tones.
fn joined(rest: &str) -> usize {
    let mut len = 0;
    let mut after_joiner = false;
    for c in rest.chars() {
        let modifier = matches!(c, '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}');
        let pictured = after_joiner && !c.is_alphanumeric() && !c.is_whitespace();
        if !modifier && !pictured {
            break;
        }
        after_joiner = c == '\u{200d}';
        len += c.len_utf8();
    }
    len
}

fn sign_kind(c: char) -> TokenKind {
    match c {
        '$' | '+' | '<' | '=' | '>' | '^' | '|' | '~' | '%' => TokenKind::Symbol,
        c if c.is_ascii_punctuation() => TokenKind::Punct,
        '«' | '»' | '“' | '”' | '„' | '‘' | '’' | '…' | '–' | '—' | '‐' | '‑' | '·' | '•' | '¿' | '¡' | '‹' | '›'
        | '†' | '،' | '؟' | '。' | '、' => TokenKind::Punct,
        _ => TokenKind::Symbol,
    }
}

/// Longest text that is taken for an address, in bytes.
const ADDRESS_REACH: usize = 2048;

/// Length of the web or mail address at the start, if there is one.
fn address(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let starts =
        |prefix: &str| bytes.len() > prefix.len() && bytes[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes());
    let web = starts("http://") || starts("https://") || starts("www.") || starts("ftp://");
    if !web {
        // A mail address: name, at sign, name with a dot.
        let name = bytes.iter().take(80).position(|b| !(b.is_ascii_alphanumeric() || b"._%+-".contains(b)))?;
        if bytes.get(name) != Some(&b'@') {
            return None;
        }
    }
    let end = rest
        .char_indices()
        .find(|&(at, c)| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”') || at > ADDRESS_REACH
        })
        .map_or(rest.len(), |(at, _)| at);
    let trimmed = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’']);
    let whole = web || trimmed.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    whole.then_some(trimmed.len())
}

/// Length and kind of the token that begins with a digit.
fn number(rest: &str, rules: &TokenRules) -> (usize, TokenKind) {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let digits = |from: usize| (from..).take_while(|&at| digit(at)).count();
    let mut end = digits(0);
    if rules.number_spaces && end <= 3 && !rest.starts_with('0') {
        while let Some(gap) =
            rest[end..].chars().next().filter(|&c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'))
        {
            let group = end + gap.len_utf8();
            if digits(group) != 3 {
                break;
            }
            end = group + 3;
        }
    }
    let mut joined = false;
    loop {
        match bytes.get(end) {
            Some(b'.' | b',' | b':' | b'/' | b'\'') if digit(end + 1) => end += 1 + digits(end + 1),
            // 700’000
            _ if rest[end..].starts_with('’') && digits(end + '’'.len_utf8()) == 3 => end += '’'.len_utf8() + 3,
            Some(b'-') if digit(end + 1) && (joined || dashed(&rest[end..])) => {
                joined = true;
                end += 1 + digits(end + 1);
            }
            _ => break,
        }
    }
    // Letters that follow directly belong to the number ('3e', '1er'), units apart.
    let tail = rest[end..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - end);
    let letters = &rest[end..end + tail];
    if letters.is_empty() || rules.number_units.contains(&fold(letters)) {
        return (end, TokenKind::Number);
    }
    let kind = if letters.chars().count() <= 4 { TokenKind::Number } else { TokenKind::Word };
    if kind == TokenKind::Word { (word(rest, rules), kind) } else { (end + tail, kind) }
}

/// Whether '-12-31' goes on with a second dash, as in dates and telephone numbers, and is so one token.
fn dashed(rest: &str) -> bool {
    let len = rest.bytes().take(24).take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let run = &rest[..len];
    run.bytes().filter(|&b| b == b'-').count() >= 2 || run.len() <= 2
}

/// Length of the word at the start, with inner apostrophes, hyphens, dots and ampersands.
fn word(rest: &str, rules: &TokenRules) -> usize {
    let mut end = 0;
    let mut part = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        if c.is_alphanumeric() || is_mark(c) {
            end = at + c.len_utf8();
            continue;
        }
        let before = &rest[part..at];
        let joins = match c {
            '\'' | '’' | 'ʼ' => next.is_some_and(char::is_alphanumeric),
            '-' | '‐' | '‑' => {
                next.is_some_and(char::is_alphanumeric)
                    && (!rules.split_hyphens || rules.hyphen_prefixes.contains(&fold(before)))
            }
            '.' => {
                let single = before.chars().count() == 1;
                next.is_some_and(|n| {
                    n.is_lowercase() || (single && (n.is_uppercase() || (n == '-' && !rules.split_hyphens)))
                })
            }
            '&' => next.is_some_and(char::is_uppercase) && before.chars().all(char::is_uppercase),
            '_' => true,
            _ => false,
        };
        if !joins {
            // 'l’« Etat' : an elided word keeps its apostrophe before an opening quotation mark.
            let elided = &rest[..at + c.len_utf8()];
            let opens = next.is_some_and(|next| matches!(next, '«' | '“' | '"' | '‹'));
            if opens && at == end && rules.elisions.contains(&fold(elided)) {
                return elided.len();
            }
            break;
        }
        part = at + c.len_utf8();
    }
    if rest[end..].starts_with('.') && dotted(&rest[..end], rules) { end + 1 } else { end }
}

/// Whether the full stop after a word belongs to it.
fn dotted(word: &str, rules: &TokenRules) -> bool {
    if word.len() > 24 {
        return false;
    }
    let folded = fold(word) + ".";
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let acronym = word.contains('.') && word.split('.').all(|part| part.trim_start_matches('-').chars().count() == 1);
    initial || acronym || rules.titles.contains(&folded) || rules.abbreviations.contains(&folded)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

/// Pushes the tokens of a word: elided words, the word, a clitic.
fn word_parts(word: &str, base: usize, rules: &TokenRules, tokens: &mut Vec<Token>) {
    let mut start = 0;
    loop {
        let rest = &word[start..];
        let Some((at, c)) = rest.char_indices().find(|(_, c)| matches!(c, '\'' | '’' | 'ʼ')) else { break };
        let end = at + c.len_utf8();
        if end == rest.len()
            || (rest.len() <= 40 && rules.whole.contains(&fold(rest)))
            || !rules.elisions.contains(&fold(&rest[..end]))
        {
            break;
        }
        push(tokens, base + start, base + start + end);
        start += end;
    }
    let rest = &word[start..];
    match enclitic(rest, rules) {
        Some(at) => {
            // Two clitics can follow each other ('donnez-le-moi').
            match enclitic(&rest[..at], rules) {
                Some(first) => {
                    push(tokens, base + start, base + start + first);
                    push(tokens, base + start + first, base + start + at);
                }
                None => push(tokens, base + start, base + start + at),
            }
            push(tokens, base + start + at, base + word.len());
        }
        None => push(tokens, base + start, base + word.len()),
    }
}

/// Where the clitic begins that a word ends with.
fn enclitic(word: &str, rules: &TokenRules) -> Option<usize> {
    if rules.enclitics.is_empty() || !word.contains(['-', '‐', '‑']) {
        return None;
    }
    let folded = fold(word);
    if rules.whole.contains(&folded) || folded.len() != word.len() {
        return None;
    }
    let clitic = rules.enclitics.iter().find(|clitic| folded.len() > clitic.len() && folded.ends_with(*clitic))?;
    let at = word.len() - clitic.len();
    let host = folded.get(..at)?;
    let lower = word.get(at..)?.chars().all(|c| !c.is_uppercase());
    let hyphens = host.matches('-').count();
    (lower && hyphens <= rules.enclitic_hyphens && !rules.no_enclitic_after.contains(host)).then_some(at)
}

fn push(tokens: &mut Vec<Token>, start: usize, end: usize) {
    tokens.push(Token { span: Span::new(start, end), kind: TokenKind::Word });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Packs;
    use proptest::prelude::*;

    fn forms(text: &str, code: &str) -> Vec<String> {
        let pack = Packs::embedded().get(code).expect("an embedded pack");
        let mut tokens = Vec::new();
        split(text, 0, &pack.tokens, &mut tokens);
        tokens.iter().map(|token| token.span.of(text).to_owned()).collect()
    }

    #[test]
    fn french_words() {
        assert_eq!(
            forms("L’armée n'a-t-elle pas pris 1 200 km² à 60% ?", "fr").join("|"),
            "L’|armée|n'|a|-t-elle|pas|pris|1 200|km²|à|60|%|?"
        );
        assert_eq!(
            forms("Aujourd’hui, M. Durand et J. Petit (U.E.) étaient là-bas.", "fr").join("|"),
            "Aujourd’hui|,|M.|Durand|et|J.|Petit|(|U.E.|)|étaient|là-bas|."
        );
        assert_eq!(
            forms("celui-ci s'est-il rendu, lui-même ?", "fr").join("|"),
            "celui-ci|s'|est|-il|rendu|,|lui-même|?"
        );
    }

    #[test]
    fn english_words() {
        assert_eq!(
            forms("The U.S. army's well-known ex-chief didn't pay $5.5bn.", "en").join("|"),
            "The|U.S.|army's|well|-|known|ex-chief|didn't|pay|$|5.5|bn|."
        );
    }

    proptest! {
        #[test]
        fn tokens_and_gaps_rebuild_the_text(text in "(\\PC|[a-z'’ .,0-9-]|\u{0}|\n){0,200}") {
            for pack in Packs::embedded().iter() {
                let mut tokens = Vec::new();
                split(&text, 0, &pack.tokens, &mut tokens);
                let mut at = 0;
                for token in &tokens {
                    prop_assert!(token.span.fits(&text) && !token.span.is_empty());
                    prop_assert!(text[at..token.span.start as usize].chars().all(char::is_whitespace));
                    at = token.span.end as usize;
                }
                prop_assert!(text[at..].chars().all(char::is_whitespace));
            }
        }
    }
}
