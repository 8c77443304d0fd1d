//! Verdicts that last from one run to the next.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use super::tests::{Fixture, changed};
use super::{Change, Workspace};

/// A note of twenty claims, half of them wrong, and the source that tells.
fn fixture() -> Fixture {
    let claim = |number: usize, dams: usize| format!("The council of Orlo closed {dams} dams in {}.\n\n", 1950 + number);
    let source: String = (0..20).map(|number| claim(number, 100 + number)).collect();
    let note: String = (0..20).map(|number| claim(number, 100 + number + number % 2 * 900)).collect();
    Fixture::new(&[("sources/dams.txt", &source), ("note.md", &note)])
}

/// What is found in the note, and how many claims were judged for that.
fn found(workspace: &Workspace) -> (Vec<String>, usize) {
    let snapshot = workspace.snapshot();
    let findings = snapshot.findings("note.md", &|| false).iter().map(|one| format!("{:?} {}", one.span, one.message)).collect();
    snapshot.keep_verdicts("note.md");
    (findings, snapshot.judged_count())
}

#[test]
fn the_next_run_judges_nothing_again_and_finds_the_same() {
    let fixture = fixture();
    let (first, judged) = found(&fixture.open());
    assert!(judged >= 20 && first.len() == 10, "{judged} {first:?}");
    assert_eq!(found(&fixture.open()), (first, 0));
}

#[test]
fn with_another_source_all_is_judged_anew() {
    let fixture = fixture();
    let (first, _) = found(&fixture.open());
    let source = std::fs::read_to_string(fixture.folder.path().join("sources/dams.txt")).unwrap();
    fixture.write("sources/dams.txt", &source.replace("101 dams", "701 dams"));
    let (second, judged) = found(&fixture.open());
    assert!(judged > 0 && second.len() == first.len() && second != first, "{second:?}");
    fixture.write("sources/dams.txt", &source);
    assert_eq!(found(&fixture.open()).0, first);
    fixture.write("backtext.toml", "[rules]\nfigure-mismatch = \"off\"\n");
    assert!(found(&fixture.open()).0.is_empty());
}

#[test]
fn what_is_unsaved_is_not_written_and_rubble_is_passed_over() {
    let fixture = fixture();
    let folder = fixture.cache.path().join("verdicts-1");
    let mut workspace = fixture.open();
    let text = std::fs::read_to_string(fixture.folder.path().join("note.md")).unwrap() + "A secret whale sang beneath the harbour.\n";
    workspace.apply(Change::Open { path: "note.md".into(), text: Arc::from(text), version: 1 });
    let (open, _) = found(&workspace);
    assert!(!folder.exists());
    workspace.apply(Change::Close { path: "note.md".into() });
    changed(&mut workspace, &["note.md"]);
    let (first, _) = found(&workspace);
    assert_eq!(first.len() + 1, open.len());
    let file = std::fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let bytes = std::fs::read(&file).unwrap();
    for rubble in [&b"rubble"[..], &bytes[..bytes.len() / 2], &[&bytes[..200], &b"?"[..], &bytes[201..]].concat()] {
        std::fs::write(&file, rubble).unwrap();
        let (found, judged) = found(&fixture.open());
        assert_eq!(found, first);
        assert!(judged >= 20);
    }
}
