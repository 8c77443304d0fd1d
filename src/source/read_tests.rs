//! Files by their bytes, good and bad.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

#[test]
fn plain_text_with_front_matter() {
    let text = "\u{feff}---\r\ntitle: Water\r\ngrade: B2\r\n---\r\nThe Long Quarrel\r\nThe river fell. It rained.\r\nYou Can Also Read: WHAT NEXT?\r\nThey left.\r\n";
    let source = read("sources/deep/er/iran-taliban.txt", text.as_bytes());
    assert_eq!((source.id.as_str(), &*source.text), ("iran-taliban", text));
    let found: Vec<_> = source.passages.iter().map(|p| (p.line, p.paragraph, p.heading, p.span.of(text))).collect();
    assert_eq!(
        found,
        [(5, 1, true, "The Long Quarrel"), (6, 2, false, "The river fell."), (6, 2, false, "It rained."), (8, 3, false, "They left.")]
    );
    assert_eq!((source.meta.title.as_deref(), source.meta.grade.as_deref()), (Some("Water"), Some("B2")));
}

#[test]
fn ids_are_stems() {
    for (path, id) in [("a.md", "a"), ("x/b.c.txt", "b.c"), ("x/.hidden", ".hidden"), ("plain", "plain"), ("", "")] {
        assert_eq!(read(path, b"Text.").id, id);
    }
}

#[test]
fn bad_files_are_one_problem_each() {
    for (name, bytes, part) in [
        ("empty.txt", &b""[..], "no text"),
        ("blank.md", b" \n\n", "no text"),
        ("binary.txt", b"\0\x01\x02\x03\0\0\0\xff\xfe\xfd", "binary"),
        ("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("a.docx", b"", "no Word document"),
        ("a.html", b"", "no text"),
        ("big.txt", &vec![b'a'; MAX_BYTES + 1], "split it"),
    ] {
        let source = read(name, bytes);
        assert!(source.passages.is_empty(), "{name}");
        assert_eq!(source.problems.len(), 1, "{name}: {:?}", source.problems);
        assert!(source.problems[0].message.contains(part), "{name}: {:?}", source.problems);
    }
    let source = read("latin.txt", b"Gr\xfc\xdfe aus Z\xfcrich. Es regnet.");
    assert_eq!((source.passages.len(), source.problems.len(), &*source.text), (2, 0, "Grüße aus Zürich. Es regnet."));
    let source = read(
        "bad.txt",
        "The “river” – fell – again.\u{0}"
            .replace('\u{0}', "")
            .into_bytes()
            .iter()
            .chain(b" It \xff rained.")
            .copied()
            .collect::<Vec<_>>()
            .as_slice(),
    );
    assert_eq!((source.passages.len(), source.problems.len()), (2, 1));
}

/// The article that the project began with, against one annotator's sentences.
#[test]
fn the_article_has_the_annotated_sentences() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (Ok(text), Ok(marked)) =
        (std::fs::read(shared.join("article/iran-taliban.txt")), std::fs::read(shared.join("data/article/sentences.json")))
    else {
        eprintln!("not checked: the annotated article is not beside the checkout");
        return;
    };
    let source = read("sources/iran-taliban.txt", &text);
    let found: Vec<_> = source.passages.iter().map(|p| (p.span.start, p.span.end, p.line as u64, p.heading)).collect();
    let marked: serde_json::Value = serde_json::from_slice(&marked).unwrap();
    let wanted: Vec<_> = marked
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["kind"] != "boilerplate")
        .map(|s| {
            let offset = |key: &str| s[key].as_u64().unwrap() as usize;
            (offset("byte_start"), offset("byte_end"), s["line"].as_u64().unwrap(), s["kind"] == "heading")
        })
        .collect();
    assert_eq!(found, wanted);
}

proptest! {
    #[test]
    fn any_bytes_of_any_name_give_a_source(bytes in proptest::collection::vec(any::<u8>(), 0..300), kind in 0..6_usize) {
        let name = ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a"][kind];
        let source = read(name, &bytes);
        for passage in &source.passages {
            prop_assert!(source.text.get(passage.span.range()).is_some_and(|t| !t.trim().is_empty()));
        }
        prop_assert!(!source.passages.is_empty() || !source.problems.is_empty());
    }

    #[test]
    fn any_markdown_gives_passages_in_order(text in "([A-Za-z.!? ]{0,12}|[*_`#>|&~\\[\\]()!-]{1,3}|\n|\n\n|\\[\\^1\\]|&amp;|é|\\\\){0,40}") {
        let source = read("a.md", text.as_bytes());
        let mut at = 0;
        for passage in &source.passages {
            prop_assert!(passage.span.start >= at && !passage.span.is_empty());
            prop_assert!(source.text.get(passage.span.range()).is_some());
            source.passage_text(passage);
            at = passage.span.end;
        }
    }
}

/// Much of each shape that could take more than linear time, which then would not end. `BACKTEXT_MEGABYTES` says how much of each (2 by
/// default); the limit of a source, with seconds and peak memory, is
/// `BACKTEXT_MEGABYTES=50 cargo test --release --lib -- --nocapture --test-threads 1 much_of_any_shape`.
#[test]
fn much_of_any_shape_is_read_to_its_end() {
    let size = std::env::var("BACKTEXT_MEGABYTES").ok().and_then(|n| n.parse().ok()).unwrap_or(2) * 1024 * 1024;
    let sentence = "The river fell for the third year in a row, Mr. Khan of the U.S. Agency said on Jan. 5, and no one was surprised. ";
    let fill = str::to_owned;
    let shapes = [
        ("article.txt", fill(&format!("{}\nThe Long Quarrel\n", sentence.repeat(4).trim()))),
        ("line.txt", fill(sentence)),
        ("word.txt", fill("a")),
        ("stops.txt", fill(". ")),
        ("blank.txt", fill("        ")),
        ("quotes.txt", fill("\"(")),
        ("lines.txt", fill("a short line\n")),
        ("article.md", fill(&format!("## Head\n\n{}*It* [rained](x).\n\n", sentence.repeat(4)))),
        ("line.md", fill(sentence)),
        ("stars.md", fill("*a **b ")),
        ("brackets.md", fill("[a](")),
        ("article.html", fill(&format!("<h2>Head</h2><p>{}</p>\n", sentence.repeat(4)))),
        ("tags.html", fill("<")),
        ("comments.html", fill("<!--")),
        ("attributes.html", fill("<a x=\"")),
        ("scripts.html", fill("<script>")),
    ];
    for (name, unit) in shapes {
        let limit = if name.ends_with(".md") { MAX_MARKDOWN } else { usize::MAX };
        let text = unit.repeat(limit.min(size) / unit.len());
        let clock = std::time::Instant::now();
        let source = read(name, text.as_bytes());
        let seconds = clock.elapsed().as_secs_f64();
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or_default();
        println!("{name}: {seconds:.2} s, {} passages, {} problems, {peak}", source.passages.len(), source.problems.len());
        let words = unit.contains(char::is_alphabetic) && !unit.starts_with('<') || unit.starts_with("<h2>");
        assert!(!words || !source.passages.is_empty(), "{name} has words, and none were read");
        let last = source.passages.last().map_or(0, |passage| passage.span.end);
        assert!(!words || last + unit.len() >= source.text.trim_end().len(), "{name} was read up to {last} of {}", source.text.len());
    }
}
