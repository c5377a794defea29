//! What one input may cost. Outside bytes are hostile until read: every reader asks here before it spends.

use std::io::Read;

use super::ReadError;

/// Bounds on what one input may cost; each is a refusal with the limit's name, never a crash.
///
/// Time has no bound of its own, because the engine has no clock: all readers take time in proportion to
/// the bytes and elements that these limits let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that one input may unpack to, all levels of archives together.
    pub unpacked: usize,
    /// Unpacked bytes per packed byte, for what unpacks to more than a megabyte.
    pub ratio: usize,
    /// Archives inside archives, and records inside them.
    pub depth: usize,
    /// Parts of one input: files of an archive, messages, rows, articles.
    pub parts: usize,
    /// Bytes of text of one document.
    pub text: usize,
    /// Elements inside elements, in HTML and XML.
    pub nesting: usize,
    /// Elements of one page or XML file.
    pub elements: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            unpacked: 256 << 20,
            ratio: 200,
            depth: 5,
            parts: 100_000,
            text: 4 << 20,
            nesting: 400,
            elements: 300_000,
        }
    }
}

impl Limits {
    /// The names of all limits with their values, in order.
    pub fn named(&mut self) -> [(&'static str, &mut usize); 7] {
        [
            ("unpacked", &mut self.unpacked),
            ("ratio", &mut self.ratio),
            ("depth", &mut self.depth),
            ("parts", &mut self.parts),
            ("text", &mut self.text),
            ("nesting", &mut self.nesting),
            ("elements", &mut self.elements),
        ]
    }
}

/// What is left of the limits of one input while it is unpacked.
#[derive(Debug)]
pub(super) struct Budget {
    pub limits: Limits,
    unpacked: usize,
    parts: usize,
}

/// What is too small to be a bomb, whatever its ratio.
const HARMLESS: usize = 1 << 20;

impl Budget {
    pub fn new(limits: Limits) -> Budget {
        Budget { limits, unpacked: 0, parts: 0 }
    }

    /// Counts one part.
    pub fn part(&mut self) -> Result<(), ReadError> {
        self.parts += 1;
        if self.parts > self.limits.parts { Err(over("parts", self.limits.parts)) } else { Ok(()) }
    }

    /// Reads all of an unpacking stream that was `packed` bytes long.
    ///
    /// # Errors
    /// When it gives more than the limits allow, or is damaged.
    pub fn unpack(&mut self, what: &str, packed: usize, stream: impl Read) -> Result<Vec<u8>, ReadError> {
        let left = self.limits.unpacked.saturating_sub(self.unpacked);
        let by_ratio = packed.saturating_mul(self.limits.ratio).max(HARMLESS);
        let most = left.min(by_ratio);
        let mut bytes = Vec::new();
        let read = stream.take(most as u64 + 1).read_to_end(&mut bytes);
        self.unpacked = self.unpacked.saturating_add(bytes.len());
        if bytes.len() > most {
            return Err(if most == left {
                over("unpacked", self.limits.unpacked)
            } else {
                over("ratio", self.limits.ratio)
            });
        }
        read.map_err(|error| ReadError::Damaged { what: what.to_owned(), why: error.to_string() })?;
        Ok(bytes)
    }
}

/// The refusal of something over a limit.
pub(super) fn over(limit: &'static str, value: usize) -> ReadError {
    ReadError::Limit { limit, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_bounded_by_ratio_and_by_the_whole_input() {
        let mut budget = Budget::new(Limits { unpacked: 3 << 20, ratio: 10, ..Limits::default() });
        let bomb = std::io::repeat(0).take(2 << 20);
        assert_eq!(budget.unpack("a file", 100, bomb), Err(over("ratio", 10)));
        let large = || std::io::repeat(0).take(1 << 20);
        assert_eq!(budget.unpack("a file", 1 << 20, large()).map(|bytes| bytes.len()), Ok(1 << 20));
        assert_eq!(budget.unpack("a file", 1 << 20, large()), Err(over("unpacked", 3 << 20)));
    }

    #[test]
    fn parts_are_counted() {
        let mut budget = Budget::new(Limits { parts: 1, ..Limits::default() });
        assert_eq!(budget.part(), Ok(()));
        assert_eq!(budget.part(), Err(over("parts", 1)));
    }
}
