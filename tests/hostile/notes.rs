//! Notes.

use std::sync::Arc;

use backtext::note::{Format, Kind, Note};
use backtext::workspace::{Options, Workspace};

use crate::support;

fn note(text: String) -> Note {
    let note = Note::parse(Arc::from(text), Format::Markdown);
    let mut at = 0;
    for sentence in &note.sentences {
        assert!(sentence.span.start >= at && note.text.get(sentence.span.range()).is_some());
        at = sentence.span.end;
    }
    note
}

#[test]
fn a_hundred_thousand_headings() {
    let note = note("# The river\n".repeat(100_000));
    assert_eq!((note.headings.len(), note.sentences.len()), (100_000, 100_000));
    assert!(note.sentences.iter().all(|sentence| sentence.kind == Kind::Heading));
}

#[test]
fn a_hundred_thousand_citations() {
    for text in ["The river fell [@a]. ".repeat(100_000), format!("The river fell {}.", "[@a]".repeat(100_000)), "[[a]] ".repeat(100_000)] {
        assert_eq!(note(text).citations.len(), 100_000);
    }
}

#[test]
fn patterns_that_readers_choke_on() {
    for unit in [
        "[",
        "]",
        "[[",
        "[@",
        "[@a, \"",
        "![",
        "](",
        "<",
        "<!--",
        "<!-- backtext-disable ",
        "<!-- backtext-disable-next-line x -->\n",
        "*",
        "*a ",
        "**a _b ",
        "`",
        "``a`",
        "> ",
        "> [!claim]\n",
        "- ",
        "|",
        "|a\n|-\n",
        "[^a]",
        "[^a]: b\n",
        "[a]: b\n",
        "~~",
        "\"",
        "“",
        "“a ",
        "'",
        "\\",
        "&",
        "\0",
        "---\n",
        "We assess that ",
        "TODO ",
        "\u{feff}",
        "\u{2028}",
        "e\u{301}",
        "a.",
        "? ",
    ] {
        note(unit.repeat(20_000));
    }
}

#[test]
fn a_note_of_forty_megabytes_is_a_finding_and_the_next_is_checked() {
    let workspace = support::Workspace::river();
    workspace.write("huge.md", &b"[".repeat(40 << 20));
    let checked = workspace.check();
    let (rule, message) = checked.only("huge.md");
    assert_eq!(rule, "unreadable-file");
    assert!(message.contains("8 MB"), "{message}");
    assert_eq!(checked.count("backed"), 1);
}

#[test]
fn a_note_typed_to_nine_megabytes_is_a_finding() {
    let folder = support::Workspace::river();
    let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
    workspace.index_all(&|_, _| {});
    let text: Arc<str> = Arc::from("*a ".repeat(3 << 20));
    workspace.apply(backtext::workspace::Change::Open { path: "note.md".into(), text, version: 1 });
    let findings = workspace.snapshot().findings("note.md", &|| false);
    assert_eq!(findings.len(), 1);
}

#[test]
fn names_in_any_script() {
    let workspace = support::Workspace::river();
    let names = [
        "río é.md",
        "река.md",
        "河.md",
        "نهر.md",
        "a b\u{a0}c.md",
        "👩‍👩‍👧.md",
        "e\u{301}.md",
        "a'b\"c$(x);&.md",
        "-rf.md",
        "%2e%2e.md",
        "a\nb.md",
    ];
    for name in names {
        workspace.write(name, b"The Sava dam was built in 1973 by the Altan company.\n");
    }
    for id in ["вода", "水", "e\u{301}-b"] {
        workspace.write(&format!("sources/{id}.txt"), b"The gate at Orlo was closed in 1991.\n");
        workspace.write(&format!("cites {id}.md"), format!("The gate at Orlo was closed in 1991 [[{id}]].\n").as_bytes());
    }
    let checked = workspace.check();
    assert_eq!(checked.count("backed"), names.len() as u64 + 4, "{:?}", checked.findings());
}
