//! PDF files: text by a library, then lines put back into paragraphs.

use std::collections::{HashMap, HashSet};

use pdf_extract::{Dictionary, Document, Object, ObjectId, OutputDev, PlainTextOutput, output_doc_page};

use super::guard::guarded;
use super::passages::Extracted;
use super::pdf_bounds::{Bounds, is_bomb};
use super::read::Extract;
use crate::text::paragraph::goes_on;
use crate::text::{Block, paragraphs};

/// How deep pages and forms nest at most. The library follows both without a limit of its own.
const DEEPEST: usize = 32;

/// How many pages are read. The library goes through the list of all pages for each of them.
const PAGES: usize = 5000;

/// How many pages that could not be read are named.
const LISTED: usize = 20;

/// On how many pages a first or last line must stand to be a running head.
const RUNNING: usize = 3;

/// Reads a PDF page by page. A page that the library fails on is a problem, and the others are read.
pub fn extract(bytes: &[u8]) -> Extract {
    let damaged = "the PDF is damaged: open it in a viewer and print it to a new PDF";
    let mut extract = Extract::default();
    if is_bomb(bytes) {
        extract.problems.push("the PDF unpacks to far more than a document has and was not read: print it to a new PDF".to_owned());
        return extract;
    }
    let Some(Ok(mut document)) = guarded(|| Document::load_mem(bytes)) else {
        extract.problems.push(damaged.to_owned());
        return extract;
    };
    if document.is_encrypted() && !guarded(|| document.decrypt("").is_ok()).unwrap_or(false) {
        extract.problems.push("the PDF is locked by a password: save a copy without one".to_owned());
        return extract;
    }
    let Some(mut bounds) = guarded(|| Bounds::enforce(&mut document)) else {
        extract.problems.push(damaged.to_owned());
        return extract;
    };
    let ids = guarded(|| document.get_pages()).unwrap_or_default();
    let (mut pages, mut failed, mut ended) = (Vec::new(), Vec::new(), HashSet::new());
    for (number, id) in ids.iter().take(PAGES) {
        let safe = resources(&document, *id, &mut ended).is_some_and(|resources| bounds.allow(&document, *id, resources));
        match if safe { guarded(|| page(&document, *number)).flatten() } else { None } {
            Some(text) => pages.push(text),
            None => failed.push(number.to_string()),
        }
    }
    extract.blocks = blocks(&pages);
    if ids.is_empty() {
        extract.problems.push(damaged.to_owned());
    } else if !failed.is_empty() {
        let more = if failed.len() > LISTED { ", …" } else { "" };
        failed.truncate(LISTED);
        let message = format!("page(s) {}{more} of the PDF could not be read: save their text as .txt", failed.join(", "));
        extract.problems.push(message);
    } else if extract.blocks.is_empty() {
        let message = "the PDF has no text in it, only pictures of pages: run it through text recognition (OCR) and save the result";
        extract.problems.push(message.to_owned());
    }
    if bounds.emptied > 0 {
        let message = format!("{} part(s) of the PDF unpack to far more than a page has and were not read", bounds.emptied);
        extract.problems.push(message);
    }
    if ids.len() > PAGES {
        extract.problems.push(format!("the PDF has {} pages, of which the first {PAGES} were read: split it", ids.len()));
    }
    extract.meta.title = info(&document, b"Title");
    extract.meta.author = info(&document, b"Author").into_iter().collect();
    extract
}

fn page(document: &Document, number: u32) -> Option<String> {
    let mut text = String::new();
    let mut output = PlainTextOutput::new(&mut text);
    output_doc_page(document, &mut output as &mut dyn OutputDev, number).ok()?;
    Some(text)
}

/// An entry of the document's information dictionary.
fn info(document: &Document, key: &[u8]) -> Option<String> {
    let (_, info) = document.dereference(document.trailer.get(b"Info").ok()?).ok()?;
    let bytes = info.as_dict().ok()?.get(key).ok()?.as_str().ok()?;
    let text = crate::text::decode(bytes).text;
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

/// The resources of a page, if it has any; none at all where its parents or forms do not end. The library would follow a circle
/// until the stack is spent, which no guard catches. `ended` holds the forms found to end so far.
fn resources<'a>(document: &'a Document, page: ObjectId, ended: &mut HashSet<ObjectId>) -> Option<Option<&'a Dictionary>> {
    let mut at = page;
    let mut resources = None;
    for _ in 0..DEEPEST {
        let dictionary = document.get_dictionary(at).ok()?;
        resources = resources.or_else(|| entry(document, dictionary, b"Resources"));
        match dictionary.get(b"Parent").and_then(Object::as_reference) {
            Ok(parent) => at = parent,
            Err(_) => {
                let fine = resources.is_none_or(|r| forms_end(document, r, &mut Vec::new(), ended));
                return fine.then_some(resources);
            }
        }
    }
    None
}

fn entry<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    let (_, object) = document.dereference(dictionary.get(key).ok()?).ok()?;
    object.as_dict().ok()
}

/// Whether no form of these resources draws itself, however indirectly. `path` is the way here, `ended` what was found to end.
fn forms_end(document: &Document, resources: &Dictionary, path: &mut Vec<ObjectId>, ended: &mut HashSet<ObjectId>) -> bool {
    let Some(objects) = entry(document, resources, b"XObject") else { return true };
    for (_, object) in objects.iter() {
        let Ok((Some(id), object)) = document.dereference(object) else { continue };
        let Ok(stream) = object.as_stream() else { continue };
        if ended.contains(&id) || stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image") {
            continue;
        }
        if path.contains(&id) || path.len() >= DEEPEST {
            return false;
        }
        path.push(id);
        // A form without resources of its own draws with those of what drew it, itself among them.
        let fine = match entry(document, &stream.dict, b"Resources") {
            Some(own) => forms_end(document, own, path, ended),
            None => !draws(stream.get_plain_content().unwrap_or_default().as_slice()),
        };
        path.pop();
        if !fine {
            return false;
        }
        ended.insert(id);
    }
    true
}

/// Whether a content stream may draw an object.
fn draws(content: &[u8]) -> bool {
    content.windows(2).any(|w| w == b"Do")
}

/// Paragraphs and headings from the text of pages: running heads and page numbers left out, lines joined, hyphenation undone.
fn blocks(pages: &[String]) -> Vec<Extracted> {
    let running = running_heads(pages);
    let mut lines: Vec<&str> = Vec::new();
    for page in pages {
        let kept = page.lines().map(str::trim).filter(|line| line.is_empty() || !running.contains(&head_key(line)));
        lines.extend(kept.filter(|line| !is_page_number(line)));
        // A paragraph may go on over the page: whether it does, the blank lines' check below decides.
        lines.push("");
    }
    let text = without_idle_blanks(&lines).join("\n");
    let compounds: HashSet<&str> = text.split_whitespace().map(bare).filter(|w| w.contains('-')).collect();
    let block = |b: Block| Extracted { text: joined(b.span.of(&text), &compounds), heading: b.heading };
    paragraphs(&text).into_iter().map(block).collect()
}

/// First and last lines that many pages share but for their figures.
fn running_heads(pages: &[String]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in pages {
        let lines: Vec<&str> = page.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
        let edges = lines.iter().take(2).chain(lines.iter().skip(2).rev().take(2));
        let keys: HashSet<String> = edges.map(|line| head_key(line)).collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= RUNNING && *count * 3 >= pages.len()).map(|(key, _)| key).collect()
}

fn head_key(line: &str) -> String {
    line.chars().filter(|c| !c.is_numeric()).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = bare.strip_prefix("Page ").or(bare.strip_prefix("page ")).unwrap_or(bare);
    !bare.is_empty() && bare.len() <= 12 && bare.split(" of ").all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Drops the blank lines that stand in mid-sentence, as between the lines of a double-spaced text and over the end of a page.
fn without_idle_blanks<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut kept: Vec<&str> = Vec::with_capacity(lines.len());
    let mut blank = false;
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let ended = kept.last().is_none_or(|last| !goes_on(last, line));
        if blank && ended {
            kept.push("");
        }
        blank = false;
        kept.push(line);
    }
    kept
}

/// One paragraph on one line. A hyphen at a line's end goes, unless the document has the compound elsewhere.
fn joined(block: &str, compounds: &HashSet<&str>) -> String {
    let mut text = String::with_capacity(block.len());
    for line in block.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let cut = text.strip_suffix(['-', '\u{ad}', '‐']).filter(|t| t.ends_with(char::is_alphabetic)).map(str::len);
        match cut {
            Some(cut) if line.starts_with(char::is_lowercase) => {
                let head = text.split_whitespace().next_back().unwrap_or_default();
                let tail = line.split_whitespace().next().unwrap_or_default();
                if !compounds.contains(bare(&format!("{head}{tail}"))) {
                    text.truncate(cut);
                }
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => text.push(' '),
        }
        text.push_str(line);
    }
    text
}

/// A word without marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
#[path = "pdf_tests.rs"]
mod tests;
