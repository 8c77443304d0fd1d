//! Sources.

use std::io::Write;

use backtext::source::read;

fn docx(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_document_that_unpacks_to_ninety_megabytes_is_refused() {
    let bomb = docx(&[("word/document.xml", &vec![b' '; 90 << 20])]);
    assert!(bomb.len() < 1 << 20);
    let source = read("a.docx", &bomb);
    assert!(source.problems[0].message.contains("unpacks to more than"), "{:?}", source.problems);
}

#[test]
fn documents_that_nest_or_mean_other_files_are_read_flat() {
    let deep = format!("<w:document>{}<w:p><w:r><w:t>The river fell.</w:t></w:r></w:p>", "<w:p><w:r>".repeat(100_000));
    let source = read("a.docx", &docx(&[("word/document.xml", deep.as_bytes())]));
    assert!(source.text.contains("The river fell."));
    let entities = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
        <w:document><w:p><w:r><w:t>The river fell. &b;&c;</w:t></w:r></w:p></w:document>";
    let source = read("a.docx", &docx(&[("word/document.xml", entities.as_bytes())]));
    assert!(source.text.contains("The river fell.") && !source.text.contains("root") && !source.text.contains("aaaaaaaaaa"));
    // Names with `..` are never looked for, let alone written.
    let source = read("a.docx", &docx(&[("../../word/document.xml", b"<w:p/>")]));
    assert_eq!((source.passages.len(), source.problems.len()), (0, 1));
}

#[test]
fn pages_nested_a_hundred_thousand_deep() {
    for open in ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<svg><g>", "<a href=x>"] {
        let page = format!("{}<p>The river fell for years.</p>", open.repeat(100_000));
        let source = read("a.html", page.as_bytes());
        assert!(source.text.contains("The river fell") || !source.problems.is_empty(), "{open}");
    }
}

#[test]
fn one_line_of_some_megabytes() {
    for unit in
        ["The river fell, and it rained. ", "a", "a-", ". ", "\"(", "1,", "3 March 1999 ", "\u{301}", "👩‍👩‍👧", "Mr. ", "…", "\u{202e}x"]
    {
        let text = unit.repeat((2 << 20) / unit.len());
        let source = read("a.txt", text.as_bytes());
        assert!(!source.passages.is_empty() || !source.problems.is_empty(), "{unit:?}");
    }
}

#[test]
fn zero_bytes_and_half_characters() {
    for bytes in [
        b"The river\0 fell.\0 It rained and rained all through the long and weary night.\n".repeat(50),
        b"The river \xed\xa0\x80 fell. The river \xc3 rose. The river \xf0\x9f\x98 stayed.\n".repeat(50),
        [&b"\xff\xfe"[..], &[0, 0xd8, b'a', 0, 0, 0xdc]].concat(),
        vec![0; 1 << 16],
    ] {
        for name in ["a.txt", "a.md", "a.html", "a.pdf", "a.docx"] {
            let source = read(name, &bytes);
            assert!(!source.passages.is_empty() || !source.problems.is_empty(), "{name}");
        }
    }
}

#[test]
fn markdown_that_readers_choke_on() {
    for unit in [
        "[",
        "![",
        "](",
        "[a](",
        "<",
        "<a ",
        "<!--",
        "*a ",
        "**a _b ",
        "`",
        "``a`",
        "> ",
        "- ",
        "    - a\n",
        "|",
        "|-|\n",
        "[^a]",
        "[a]: b\n",
        "&amp",
        "~~",
        "\\",
        "\"",
        "[@a",
        "[[",
    ] {
        let text = unit.repeat(50_000);
        let source = read("a.md", text.as_bytes());
        assert!(source.text.len() == text.len(), "{unit:?}");
    }
    let source = read("a.md", &vec![b'['; (16 << 20) + 1]);
    assert!(source.problems[0].message.contains("split it"), "{:?}", source.problems);
}

#[test]
fn front_matter_that_unfolds() {
    let mut laughs = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let inner = format!("*a{}, ", level - 1).repeat(9);
        laughs += &format!("a{level}: &a{level} [{}]\n", inner.trim_end_matches(", "));
    }
    laughs += "title: *a11\n---\n\nThe river fell.\n";
    let deep = format!("---\ntitle: {}\n---\n\nThe river fell.\n", "[".repeat(100_000));
    let long = format!("---\ntitle: \"{}\"\n---\n\nThe river fell.\n", "a".repeat(1 << 20));
    let keys: String = (0..50_000).map(|i| format!("k{i}: v\n")).collect();
    let many = format!("---\n{keys}---\n\nThe river fell.\n");
    for text in [laughs, deep, long, many] {
        let source = read("a.md", text.as_bytes());
        assert!(source.passages.iter().any(|passage| passage.span.of(&source.text) == "The river fell."), "{:?}", source.problems);
    }
}
