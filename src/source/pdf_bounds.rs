//! What a PDF may cost. A file of a few kilobytes can unpack to gigabytes, draw one form a billion times, or map four billion
//! codes in one line; the library does as it is told. So what is packed is measured first, without keeping it, and what is too
//! large is taken out before the library sees it.

use std::borrow::Cow;
use std::collections::HashMap;

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};

use super::unpack::{inflate, lzw};

/// Largest stream that text is taken from, unpacked, in bytes. Fonts of Chinese reach 20 MB.
const STREAM: usize = 32 << 20;

/// What one page may draw, forms counted as often as they are drawn, in bytes. A page of text has some 10 kB.
const PAGE: usize = 8 << 20;

/// What all pages may draw.
const PAGES: usize = 128 << 20;

/// What all object streams may unpack to. Those of a book of a thousand pages have 20 MB.
const OBJECTS: usize = 48 << 20;

/// What the object streams of an encrypted file may have as they are: they cannot be measured before the library unpacks them.
const ENCRYPTED_OBJECTS: usize = 2 << 20;

/// How many codes a font may map. Fonts have at most 65,536 characters.
const CODES: u64 = 1 << 18;

/// Longest row of a picture-like predictor, in bits.
const ROW: i64 = 1 << 23;

/// Whether the file's object streams, which are unpacked on opening it, come to more than is read.
pub fn is_bomb(bytes: &[u8]) -> bool {
    let encrypted = find(bytes, b"/Encrypt").is_some();
    let (mut total, mut before, mut at) = (0, 0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"stream")) {
        let keyword = at + found;
        at = keyword + b"stream".len();
        let dictionary = names(bytes.get(before.min(keyword.saturating_sub(1024))..keyword).unwrap_or_default());
        before = at;
        if bytes.get(..keyword).is_some_and(|head| head.ends_with(b"end"))
            || (find(&dictionary, b"ObjStm").is_none() && find(&dictionary, b"XRef").is_none())
        {
            continue;
        }
        let data = bytes.get(at..).unwrap_or_default();
        let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n")).unwrap_or(data);
        if encrypted {
            total += find(data, b"endstream").unwrap_or(data.len());
            if total > ENCRYPTED_OBJECTS {
                return true;
            }
        } else {
            total += inflate(data, OBJECTS - total + 1).len();
            // Packed twice, nothing short of unpacking tells the size; no program writes that.
            let packed =
                dictionary.windows(6).filter(|w| *w == b"Decode").count() - dictionary.windows(11).filter(|w| *w == b"DecodeParms").count();
            if total > OBJECTS || packed > 1 {
                return true;
            }
        }
    }
    false
}

/// Sizes of a document's streams, and what is left of what its pages may draw.
pub struct Bounds {
    streams: HashMap<ObjectId, Measured>,
    drawn: HashMap<ObjectId, usize>,
    left: usize,
    /// How many streams were too large and are empty now.
    pub emptied: usize,
}

struct Measured {
    size: usize,
    /// Names of what it draws; none where that cannot be told.
    draws: Vec<Option<Vec<u8>>>,
}

impl Bounds {
    /// Measures every stream, and empties those that are too large. Pictures are emptied too: no text is in them.
    pub fn enforce(document: &mut Document) -> Self {
        let mut bounds = Self { streams: HashMap::new(), drawn: HashMap::new(), left: PAGES, emptied: 0 };
        for (id, object) in &mut document.objects {
            let Object::Stream(stream) = object else { continue };
            let picture = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
            let measured = if picture { None } else { measure(stream) };
            if measured.is_none() {
                bounds.emptied += usize::from(!picture);
                stream.set_plain_content(Vec::new());
            }
            bounds.streams.insert(*id, measured.unwrap_or(Measured { size: 0, draws: Vec::new() }));
        }
        bounds
    }

    /// Whether a page can be drawn within bounds; what it draws is then taken off what is left. Its forms must end.
    pub fn allow(&mut self, document: &Document, page: ObjectId, resources: Option<&Dictionary>) -> bool {
        let contents = document.get_page_contents(page);
        let cost = contents.iter().fold(0, |sum: usize, id| sum.saturating_add(self.cost(document, *id, resources)));
        if cost > PAGE.min(self.left) {
            return false;
        }
        self.left -= cost;
        true
    }

    /// What a stream costs with all that it draws.
    fn cost(&mut self, document: &Document, id: ObjectId, resources: Option<&Dictionary>) -> usize {
        let Some(measured) = self.streams.get(&id) else { return 0 };
        let (size, draws) = (measured.size, measured.draws.clone());
        if draws.is_empty() {
            return size;
        }
        let objects = resources.and_then(|resources| entry(document, resources, b"XObject"));
        let forms: HashMap<&[u8], usize> =
            objects.into_iter().flat_map(Dictionary::iter).map(|(name, object)| (name.as_slice(), self.form(document, object))).collect();
        let most = forms.values().copied().max().unwrap_or(0);
        draws.iter().fold(size, |sum, name| sum.saturating_add(name.as_deref().and_then(|name| forms.get(name).copied()).unwrap_or(most)))
    }

    fn form(&mut self, document: &Document, object: &Object) -> usize {
        let Ok((Some(id), Object::Stream(stream))) = document.dereference(object) else { return 0 };
        if let Some(known) = self.drawn.get(&id) {
            return *known;
        }
        let cost = self.cost(document, id, entry(document, &stream.dict, b"Resources"));
        self.drawn.insert(id, cost);
        cost
    }
}

fn entry<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    let (_, object) = document.dereference(dictionary.get(key).ok()?).ok()?;
    object.as_dict().ok()
}

/// None for a stream that is too large.
fn measure(stream: &Stream) -> Option<Measured> {
    let content = unpacked(stream)?;
    if content.len() > STREAM || codes(&content) > CODES {
        return None;
    }
    Some(Measured { size: content.len(), draws: draws(&content) })
}

/// The content as the library would unpack it; none where it is too large, or its size cannot be told.
fn unpacked(stream: &Stream) -> Option<Cow<'_, [u8]>> {
    let filters = stream.filters().unwrap_or_default();
    let parameters = stream.dict.get(b"DecodeParms").and_then(Object::as_dict).ok();
    let number = |key: &[u8]| parameters.and_then(|p| p.get(key).and_then(Object::as_i64).ok()).unwrap_or(1).max(1);
    if number(b"Columns").saturating_mul(number(b"Colors")).saturating_mul(number(b"BitsPerComponent")) > ROW {
        return None;
    }
    let mut content = Cow::Borrowed(stream.content.as_slice());
    for filter in filters {
        content = match filter {
            b"FlateDecode" => Cow::Owned(inflate(&content, STREAM + 1)),
            b"LZWDecode" => {
                let early = parameters.and_then(|p| p.get(b"EarlyChange").and_then(Object::as_i64).ok()) != Some(0);
                Cow::Owned(lzw(&content, early, STREAM + 1))
            }
            b"ASCII85Decode" => {
                let mut dictionary = Dictionary::new();
                dictionary.set("Filter", Object::Name(b"ASCII85Decode".to_vec()));
                let Ok(decoded) = Stream::new(dictionary, content.into_owned()).decompressed_content() else {
                    return Some(Cow::Borrowed(&stream.content));
                };
                Cow::Owned(decoded)
            }
            // What the library cannot unpack it takes as it is.
            _ => return Some(Cow::Borrowed(&stream.content)),
        };
        if content.len() > STREAM {
            return None;
        }
    }
    Some(content)
}

/// How many codes the ranges of a font's character map stand for.
fn codes(content: &[u8]) -> u64 {
    let (mut sum, mut at) = (0_u64, 0);
    while let Some(found) = content.get(at..).and_then(|rest| find(rest, b"beginbfrange")) {
        at += found + b"beginbfrange".len();
        let end = content.get(at..).and_then(|rest| find(rest, b"endbfrange")).map_or(content.len(), |end| at + end);
        let section = content.get(at..end).unwrap_or_default();
        let mut pairs = section.split(|byte| *byte == b'<').skip(1).map(hexadecimal);
        // Not every number is a bound; any two beside each other may be.
        let mut before = pairs.next().unwrap_or_default();
        for next in pairs {
            sum = sum.saturating_add(next.saturating_sub(before).min(u64::from(u32::MAX)) / 2);
            before = next;
        }
        at = end;
    }
    sum
}

fn hexadecimal(text: &[u8]) -> u64 {
    let digits = text.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    digits.fold(0, |number: u64, digit| (number << 4) & 0xffff_ffff | u64::from(digit))
}

/// What a content stream draws: the name before each `Do`, where it stands alone between operators.
fn draws(content: &[u8]) -> Vec<Option<Vec<u8>>> {
    let regular = |byte: &u8| !byte.is_ascii_whitespace() && !b"\0()<>[]{}/%".contains(byte);
    let token = |end: usize| {
        let head = content.get(..end).unwrap_or_default().trim_ascii_end();
        let length = head.iter().rev().take_while(|byte| regular(byte)).count();
        (head.len() - length, head.get(head.len() - length..).unwrap_or_default())
    };
    let name = |end: usize| {
        let (start, name) = token(end);
        let slash = start.checked_sub(1).filter(|at| content.get(*at) == Some(&b'/'))?;
        let (before, operator) = token(slash);
        let is_name = before.checked_sub(1).is_some_and(|at| content.get(at) == Some(&b'/'));
        let alone = slash == 0 || (operator.iter().all(|b| b.is_ascii_alphabetic() || *b == b'*') && !operator.is_empty() && !is_name);
        let value = [&b"true"[..], b"false", b"null"].contains(&operator);
        (alone && !value && !name.contains(&b'#') && !name.is_empty()).then(|| name.to_vec())
    };
    content.windows(2).enumerate().filter(|(_, pair)| *pair == b"Do").map(|(at, _)| name(at)).collect()
}

/// A dictionary's bytes with `#61` in its names read as `a`.
fn names(bytes: &[u8]) -> Cow<'_, [u8]> {
    if !bytes.contains(&b'#') {
        return Cow::Borrowed(bytes);
    }
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digit = |offset: usize| bytes.get(at + offset).and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
        match (byte, digit(1), digit(2)) {
            (b'#', Some(high), Some(low)) => {
                plain.push(high << 4 | low);
                at += 3;
            }
            _ => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    Cow::Owned(plain)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}
