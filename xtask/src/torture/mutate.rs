//! A seeded generator, and the changes that it makes to valid files.

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, and the same everywhere.
pub struct Generator(u64);

impl Generator {
    /// The generator of one input of a campaign.
    pub fn new(seed: u64, number: u64) -> Generator {
        Generator(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }
}

/// What parsers stumble over.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
    b"\r",
    b"\n\n",
    b"\"",
    b"\\",
    b"'",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
    b"&#x110000;",
    b"&b;",
    b"{",
    b"}",
    b"[[[[[[[[",
    b"{\"a\":",
    b"\"text\":",
    b"From ",
    b"\n\nFrom a\nFrom: b@c\n",
    b"--b\r\n",
    b"=\r\n",
    b"=?utf-8?Q?=",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"\x1f\x8b\x08",
    b"WARC/1.0\r\n",
    b"Content-Length: 18446744073709551615\r\n",
    b"obj <<",
    b">>",
    b"stream\n",
    b"endstream",
    b"1 0 R",
    b"BT /F1 1e38 Tf (a) Tj ET",
    b"-99999999999999999999",
    b"99999999999999999999",
    b"1e999",
    b"+++\n",
    b"---\n",
    b"+++\noutlet = 1\n+++\n",
    b";",
    b",",
    b"\t",
    b"../",
    b"31/02/2020",
    b"00/00/0000",
    b"9999-99-99",
    "\u{202e}".as_bytes(),
    "\u{0301}".as_bytes(),
    "İ".as_bytes(),
    "ß".as_bytes(),
    "ﬁ".as_bytes(),
    "«".as_bytes(),
    "’".as_bytes(),
];

/// What is written many times over, to nest or to lengthen.
const REPEATED: &[&[u8]] = &[
    b"<div>",
    b"<b>",
    b"<p>",
    b"[",
    b"{\"a\":",
    b"(",
    b"<<",
    b"\xc2\xab ",
    b"a",
    b" ",
    b"\n",
    b">",
    b"- ",
    b"de ",
    b"1",
    b"&amp;",
    b"<table><tr><td>",
];

/// Files are not made longer than this.
const LONGEST: usize = 2 << 20;

/// A file with one to eight changes.
pub fn changed(bytes: &[u8], other: &[u8], generator: &mut Generator) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=generator.below(8) {
        change(&mut bytes, other, generator);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], generator: &mut Generator) {
    let at = generator.below(bytes.len() + 1);
    let until = at + generator.below((bytes.len() - at).min(400) + 1);
    match generator.below(9) {
        // One bit, one byte.
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << generator.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = generator.below(256) as u8;
            }
        }
        // A stretch goes, comes again, or moves.
        2 => drop(bytes.drain(at..until)),
        3 => {
            let stretch = bytes[at..until].to_vec();
            let times = 1 + generator.below(50);
            bytes.splice(at..at, stretch.repeat(times));
        }
        4 => {
            let stretch: Vec<u8> = bytes.drain(at..until).collect();
            let to = generator.below(bytes.len() + 1);
            bytes.splice(to..to, stretch);
        }
        // The file ends early.
        5 => bytes.truncate(at),
        // Something hostile comes in.
        6 => {
            let token = TOKENS[generator.below(TOKENS.len())];
            bytes.splice(at..at, token.iter().copied());
        }
        7 => {
            let token = REPEATED[generator.below(REPEATED.len())];
            let times = 1 << generator.below(16);
            bytes.splice(at..at, token.repeat(times));
        }
        // A stretch of another file comes in.
        _ => {
            let from = generator.below(other.len() + 1);
            let to = from + generator.below((other.len() - from).min(4000) + 1);
            bytes.splice(at..until, other[from..to].iter().copied());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_inputs() {
        let input = |number| changed(b"Le pont.", b"<p>La crue.</p>", &mut Generator::new(7, number));
        assert_eq!(input(3), input(3));
        assert!((0..20).map(input).collect::<std::collections::BTreeSet<_>>().len() > 15);
    }
}
