//! From bytes to text: UTF-8, UTF-16, and whatever else can be recognised.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use thiserror::Error;

/// How much of a file is looked at to tell text from binary, in bytes.
const SAMPLE: usize = 64 * 1024;

/// What stands in a decoded text for a byte that is no text: SUBSTITUTE, the control character meant for it. It is one
/// byte for one byte, so that offsets stay the file's.
pub const SUBSTITUTE: char = '\u{1a}';

/// The byte order mark.
pub const BOM: char = '\u{feff}';

/// A file's bytes as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text. Where [`Decoded::verbatim`] holds it is the file byte for byte, a UTF-8 byte order mark included.
    pub text: String,
    /// Name of the encoding as the WHATWG standard gives it, such as `UTF-8` or `windows-1252`.
    pub encoding: &'static str,
    /// Whether the file began with a byte order mark.
    pub had_bom: bool,
    /// What went wrong, in words for a person.
    pub problems: Vec<DecodeProblem>,
}

impl Decoded {
    /// Whether offsets into the text are offsets into the file.
    pub fn verbatim(&self) -> bool {
        self.encoding == UTF_8.name() && !self.problems.contains(&DecodeProblem::Binary)
    }
}

/// Why a file could not be read as text, wholly or in part.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum DecodeProblem {
    /// No text at all.
    #[error("this is a binary file, not text: move it out of the workspace, or exclude it in backtext.toml")]
    Binary,
    /// Mostly UTF-8 with bytes in it that are not.
    #[error("{count} byte(s) from byte {at} on are not UTF-8 and were left out: save the file as UTF-8")]
    NotUtf8 {
        /// Offset in the file of the first.
        at: usize,
        /// How many there are.
        count: usize,
    },
    /// Another encoding, with sequences that it does not know.
    #[error("some characters could not be read as {encoding}: save the file as UTF-8")]
    Malformed {
        /// The encoding taken.
        encoding: &'static str,
    },
}

/// Decodes a file. Any bytes give a result; a binary file gives an empty text and a problem.
///
/// The order of trial: byte order mark, UTF-8, UTF-16 without a mark (by where its zero bytes lie), UTF-8 with a few bad
/// bytes, and then what `chardetng` takes it for.
pub fn decode(bytes: &[u8]) -> Decoded {
    decode_as(bytes, None)
}

/// The same where the file itself names its encoding, which counts for what is not UTF-8.
pub fn decode_as(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return with(encoding, bytes.get(mark..).unwrap_or_default(), true);
    }
    let had_bom = bytes.starts_with(b"\xef\xbb\xbf");
    match std::str::from_utf8(bytes) {
        // ASCII with zero bytes between is valid UTF-8.
        Ok(_) if is_binary(bytes) => markless_utf16(bytes).map_or_else(binary, |encoding| with(encoding, bytes, false)),
        Ok(text) => Decoded { text: text.to_owned(), encoding: UTF_8.name(), had_bom, problems: Vec::new() },
        Err(_) => match markless_utf16(bytes) {
            Some(encoding) => with(encoding, bytes, false),
            None if is_binary(bytes) => binary(),
            None => match (mostly_utf8(bytes), declared) {
                (Some((text, problem)), _) => Decoded { text, encoding: UTF_8.name(), had_bom, problems: vec![problem] },
                (None, Some(encoding)) if encoding != UTF_8 => with(encoding, bytes, false),
                (None, _) => {
                    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
                    detector.feed(bytes, true);
                    with(detector.guess(None, Utf8Detection::Deny), bytes, false)
                }
            },
        },
    }
}

fn binary() -> Decoded {
    Decoded { text: String::new(), encoding: "binary", had_bom: false, problems: vec![DecodeProblem::Binary] }
}

fn with(encoding: &'static Encoding, bytes: &[u8], had_bom: bool) -> Decoded {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    let problems = if malformed { vec![DecodeProblem::Malformed { encoding: encoding.name() }] } else { Vec::new() };
    Decoded { text: text.into_owned(), encoding: encoding.name(), had_bom, problems }
}

/// Whether more than one byte in fifty is a control character that no text uses. Compressed data has one in nine.
fn is_binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample.iter().filter(|b| b.is_ascii_control() && !b"\t\n\r\x0b\x0c\x1a\x1b\x7f".contains(b)).count();
    controls * 50 > sample.len() || bytes.starts_with(b"%PDF-") || bytes.starts_with(b"PK\x03\x04")
}

/// UTF-16 of mostly Latin text has its zero bytes in every second place, and in one parity only.
fn markless_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = sample.len() / 5;
    match (even, odd) {
        (0, n) if n > enough => Some(UTF_16LE),
        (n, 0) if n > enough => Some(UTF_16BE),
        _ => None,
    }
}

/// The text with every bad byte replaced, if characters of several bytes outnumber the bad bytes by far; a text in a
/// single-byte encoding has next to none of the former.
fn mostly_utf8(bytes: &[u8]) -> Option<(String, DecodeProblem)> {
    let (mut text, mut first, mut bad, mut multi) = (String::with_capacity(bytes.len()), None, 0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        multi += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            bad += chunk.invalid().len();
            text.extend(chunk.invalid().iter().map(|_| SUBSTITUTE));
        }
    }
    (multi >= 4 * bad).then(|| (text, DecodeProblem::NotUtf8 { at: first.unwrap_or_default(), count: bad }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn utf8_stays_byte_for_byte() {
        let decoded = decode("\u{feff}Ünïcode\r\n".as_bytes());
        assert_eq!(decoded.text, "\u{feff}Ünïcode\r\n");
        assert!(decoded.had_bom && decoded.verbatim() && decoded.problems.is_empty());
        assert!(!decode(b"plain").had_bom);
        assert_eq!(decode(b"").text, "");
    }

    #[test]
    fn utf16_with_and_without_a_mark() {
        let text = "Helmand – Kajaki 😀";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (mark, bytes, name) in [(&b"\xff\xfe"[..], &le, "UTF-16LE"), (&b"\xfe\xff"[..], &be, "UTF-16BE")] {
            let decoded = decode(&[mark, bytes].concat());
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.had_bom), (text, name, true));
            assert!(!decoded.verbatim());
        }
        let ascii: Vec<u8> = "No mark at all.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&ascii).text, "No mark at all.");
    }

    #[test]
    fn other_encodings_are_recognised() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("“Über den Fluß” – c’est l’été à Zürich");
        assert_eq!(decode(&bytes).text, "“Über den Fluß” – c’est l’été à Zürich");
        let cyrillic = "Переговоры о воде продолжаются, заявил министр иностранных дел страны.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(cyrillic);
        let decoded = decode(&bytes);
        assert_eq!((decoded.text.as_str(), decoded.encoding), (cyrillic, "windows-1251"));
        assert!(decoded.problems.is_empty());
    }

    #[test]
    fn a_few_bad_bytes_do_not_turn_utf8_into_something_else() {
        let mut bytes = "Iran’s “water” – Taliban’s “dam”. ".repeat(5).into_bytes();
        bytes.insert(4, 0xff);
        let decoded = decode(&bytes);
        assert_eq!(decoded.problems, [DecodeProblem::NotUtf8 { at: 4, count: 1 }]);
        assert!(decoded.verbatim());
        assert_eq!(decoded.text.len(), bytes.len());
        assert!(decoded.text.starts_with("Iran\u{1a}’s"));
    }

    #[test]
    fn binary_is_no_text() {
        let noise: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&noise[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", b"%PDF-1.4\n", b"a\0\0\0\0"] {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), &decoded.problems[..]), ("", &[DecodeProblem::Binary][..]));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_result(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let decoded = decode(&bytes);
            prop_assert!(!decoded.verbatim() || decoded.text.len() == bytes.len());
        }

        #[test]
        fn text_survives(text in "[\\PC\\n\\r\\t]{0,80}") {
            let decoded = decode(text.as_bytes());
            prop_assert_eq!(decoded.text, text);
        }
    }
}
