//! Word documents: the XML inside the zip container.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use super::html_scan::decode_into;
use super::passages::Extracted;
use super::read::{Extract, MAX_BYTES};

/// Parts of a document that hold its text, in order.
const PARTS: [&str; 3] = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"];

/// Reads a document: paragraphs as shown, without deleted text and field codes; headings by the outline level of their style.
/// No more than [`MAX_BYTES`] is unpacked of a part, whatever the container promises.
pub fn extract(bytes: &[u8]) -> Extract {
    let mut extract = Extract::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        let message = "the file is no Word document, or a damaged one: open it in a word processor and save it anew as .docx";
        extract.problems.push(message.to_owned());
        return extract;
    };
    let mut part = |name: &str, problems: &mut Vec<String>| unpack(&mut archive, name, problems);
    let headings = part("word/styles.xml", &mut extract.problems).map(|xml| heading_styles(&xml)).unwrap_or_default();
    let mut found = false;
    for name in PARTS {
        if let Some(xml) = part(name, &mut extract.problems) {
            found = true;
            if !read_part(&xml, &headings, &mut extract.blocks) {
                extract.problems.push(format!("the document is damaged inside ({name}): only the text before the damage was read"));
            }
        }
    }
    if !found && extract.problems.is_empty() {
        extract.problems.push("the file is a zip archive without a Word document in it: save it anew as .docx".to_owned());
    }
    if let Some(xml) = part("docProps/core.xml", &mut Vec::new()) {
        let property = |name: &str| property(&xml, name);
        extract.meta.title = property("title");
        extract.meta.author = property("creator").into_iter().collect();
        extract.meta.issued = property("created");
    }
    extract
}

/// One part, unpacked; nothing where there is none.
fn unpack(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str, problems: &mut Vec<String>) -> Option<String> {
    let file = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64;
    match file.take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => {
            problems.push(format!("{name} unpacks to more than {} MB and was not read: split the document", limit / (1024 * 1024)));
            None
        }
        Ok(_) => Some(crate::text::decode(&bytes).text),
        Err(_) => {
            problems.push(format!("{name} is damaged and could not be unpacked: save the document anew"));
            None
        }
    }
}

/// Ids of the styles that make a paragraph a heading: by name, which is English in every edition of Word, or outline level.
fn heading_styles(xml: &str) -> HashSet<String> {
    let (mut headings, mut current) = (HashSet::new(), String::new());
    let mut reader = lenient(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "style" => current = attribute(&tag, "styleId").unwrap_or_default(),
                "name" => {
                    let name = attribute(&tag, "val").unwrap_or_default().to_lowercase();
                    if name.starts_with("heading") || matches!(name.as_str(), "title" | "subtitle") {
                        headings.insert(current.clone());
                    }
                }
                "outlineLvl" => {
                    headings.insert(current.clone());
                }
                _ => {}
            },
            _ => {}
        }
    }
    headings
}

/// Appends the paragraphs of a part; false where its XML breaks off.
fn read_part(xml: &str, headings: &HashSet<String>, blocks: &mut Vec<Extracted>) -> bool {
    let mut reader = lenient(xml);
    // Paragraphs nest, in text boxes: the inner one ends what the outer had so far.
    let (mut block, mut in_text, mut hidden) = (Extracted::default(), false, 0_usize);
    loop {
        let Ok(event) = reader.read_event() else {
            flush(&mut block, blocks);
            return false;
        };
        match event {
            Event::Eof => {
                flush(&mut block, blocks);
                return true;
            }
            Event::Start(tag) => match tag.local_name().as_ref() {
                "p" => flush(&mut block, blocks),
                "t" => in_text = hidden == 0,
                "Fallback" => hidden += 1,
                _ => mark(&tag, headings, &mut block),
            },
            Event::Empty(tag) => mark(&tag, headings, &mut block),
            Event::End(tag) => match tag.local_name().as_ref() {
                "p" => flush(&mut block, blocks),
                "t" => in_text = false,
                "Fallback" => hidden = hidden.saturating_sub(1),
                _ => {}
            },
            Event::Text(text) if in_text => block.text.push_str(&text.xml10_content()),
            Event::CData(text) if in_text => block.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if in_text => decode_into(&format!("&{};", &*reference), &mut block.text),
            _ => {}
        }
    }
}

/// What an element inside a paragraph adds to it.
fn mark(tag: &BytesStart<'_>, headings: &HashSet<String>, block: &mut Extracted) {
    match tag.local_name().as_ref() {
        "pStyle" => {
            let style = attribute(tag, "val").unwrap_or_default();
            block.heading |= headings.contains(&style) || (headings.is_empty() && style.to_lowercase().starts_with("heading"));
        }
        "outlineLvl" => block.heading = true,
        "tab" | "br" | "cr" => block.text.push(' '),
        "noBreakHyphen" => block.text.push('-'),
        _ => {}
    }
}

fn flush(block: &mut Extracted, blocks: &mut Vec<Extracted>) {
    let block = std::mem::take(block);
    if !block.text.trim().is_empty() {
        blocks.push(block);
    }
}

/// Text of the first element of this name.
fn property(xml: &str, wanted: &str) -> Option<String> {
    let mut reader = lenient(xml);
    let (mut inside, mut text) = (false, String::new());
    loop {
        match reader.read_event().ok()? {
            Event::Eof => return None,
            Event::Start(tag) => inside = tag.local_name().as_ref() == wanted,
            Event::Text(piece) if inside => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) if inside => decode_into(&format!("&{};", &*reference), &mut text),
            Event::End(_) if inside => return Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            _ => {}
        }
    }
}

fn lenient(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(found.value.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use crate::source::read;

    fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn document(body: &str) -> String {
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>")
    }

    fn p(text: &str) -> String {
        format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    #[test]
    fn paragraphs_headings_and_properties() {
        let styles = r#"<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
        let core = "<cp:coreProperties><dc:title>Water &amp; war</dc:title><dc:creator>Leila Khan</dc:creator></cp:coreProperties>";
        let body = [
            r#"<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>The quarrel, in short.</w:t></w:r></w:p>"#.to_owned(),
            r#"<w:p><w:r><w:t xml:space="preserve">Iran </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:r><w:t>left &amp; the</w:t><w:br/><w:t>U.S. stayed. It rained.</w:t></w:r></w:p>"#.to_owned(),
            p("Outlook"),
            p("The end."),
        ]
        .concat();
        let bytes = docx(&[("word/document.xml", &document(&body)), ("word/styles.xml", styles), ("docProps/core.xml", core)]);
        let source = read("sources/a.docx", &bytes);
        let found: Vec<_> = source.passages.iter().map(|p| (p.span.of(&source.text), p.heading, p.paragraph, p.line)).collect();
        let wanted = [
            ("The quarrel, in short.", true, 1, 1),
            ("Iran left & the U.S. stayed.", false, 2, 3),
            ("It rained.", false, 2, 3),
            ("Outlook", true, 3, 5),
            ("The end.", false, 4, 7),
        ];
        assert_eq!(found, wanted);
        assert_eq!((source.meta.title.as_deref(), &source.meta.author[..]), (Some("Water & war"), &["Leila Khan".to_owned()][..]));
        assert!(source.problems.is_empty());
    }

    #[test]
    fn a_bomb_is_bounded_and_damage_is_said() {
        let bomb = "0".repeat(crate::source::MAX_BYTES + 10);
        let source = read("bomb.docx", &docx(&[("word/document.xml", &bomb)]));
        assert!(source.problems[0].message.contains("64 MB"), "{:?}", source.problems);
        let whole = docx(&[("word/document.xml", &document(&p("The river fell.")))]);
        for bytes in [&b"no zip"[..], &whole[..whole.len() / 2], &docx(&[("a.txt", "x")])] {
            let source = read("a.docx", bytes);
            assert_eq!((source.passages.len(), source.problems.len()), (0, 1), "{:?}", source.problems);
        }
        let cut = document(&p("The river fell.")).replace("</w:body></w:document>", "<w:p><w:r><w:t>And th<");
        let source = read("a.docx", &docx(&[("word/document.xml", &cut)]));
        assert!(!source.passages.is_empty() && source.problems.len() == 1, "{source:?}");
    }
}
