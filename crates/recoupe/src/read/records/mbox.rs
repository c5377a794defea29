//! Mailboxes (mbox): messages one after another, each below a line that begins with 'From '.

use super::mail;
use super::numbered;
use crate::read::ReadError;
use crate::read::archive::Unpacked;
use crate::read::limits::Budget;
use crate::read::piece::Piece;

const MARK: &[u8] = b"From ";

/// Whether bytes are a mailbox: its mark, and the headers of a message below.
pub fn is_mbox(bytes: &[u8]) -> bool {
    let below = || bytes.iter().position(|&byte| byte == b'\n').map(|at| &bytes[at + 1..]);
    bytes.starts_with(MARK) && below().is_some_and(mail::is_mail)
}

/// One piece per message.
pub fn unpack(name: &str, bytes: &[u8], budget: &mut Budget) -> Result<Unpacked, ReadError> {
    let mut unpacked = Unpacked::default();
    for (position, message) in messages(bytes).into_iter().enumerate() {
        budget.part()?;
        unpacked.pieces.push(Piece::file(numbered(name, position), message));
    }
    Ok(unpacked)
}

/// The messages without their marks. A mark counts after a blank line and before a header; '>From ' inside
/// a message is 'From ' again.
fn messages(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut messages: Vec<Vec<u8>> = Vec::new();
    let mut lines = bytes.split_inclusive(|&byte| byte == b'\n').peekable();
    let mut after_blank = true;
    while let Some(line) = lines.next() {
        if after_blank && line.starts_with(MARK) && lines.peek().is_some_and(|next| is_header(next)) {
            messages.push(Vec::new());
        } else if let Some(message) = messages.last_mut() {
            let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
            let unquoted = if quotes > 0 && line[quotes..].starts_with(MARK) { &line[1..] } else { line };
            message.extend_from_slice(unquoted);
        }
        after_blank = line.iter().all(u8::is_ascii_whitespace);
    }
    messages
}

fn is_header(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
    name > 0 && line.get(name) == Some(&b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: &[u8] = b"From a@example.org Thu Mar  4 10:20:30 2021\nFrom: a@example.org\nSubject: One\nMessage-ID: <1>\n\nFirst.\n\n>From here on, quiet.\nFrom inside a paragraph.\n\nFrom b@example.org Thu Mar  4 10:20:30 2021\nFrom: b@example.org\nSubject: Two\n\nSecond.\n";

    #[test]
    fn messages_come_apart_and_quoted_marks_do_not_split() {
        assert!(is_mbox(BOX));
        let messages = messages(BOX);
        assert_eq!(messages.len(), 2);
        let first = String::from_utf8_lossy(&messages[0]);
        assert!(first.contains("\nFrom here on, quiet.\nFrom inside"), "{first}");
        assert!(messages[1].ends_with(b"Second.\n"));
    }

    #[test]
    fn prose_that_begins_with_from_is_no_mailbox() {
        assert!(!is_mbox(b"From the bridge, people saw smoke.\nDate: unknown\n"));
    }
}
