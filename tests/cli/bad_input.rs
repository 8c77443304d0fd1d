//! What is broken gets a finding or a message with place and remedy; everything else is still checked and nothing is written.

use crate::support::{Workspace, backtext, contents, stderr};

/// Checks a river workspace with one more file, and that the claim in its note is judged all the same and no file changed.
fn with_file(path: &str, bytes: &[u8]) -> (String, String) {
    let workspace = Workspace::river();
    workspace.write(path, bytes);
    let before = contents(workspace.path());
    let checked = workspace.check();
    assert_eq!(contents(workspace.path()), before, "a check writes nothing");
    assert!(checked.count("backed") >= 1, "the sound note is checked: {}", checked.json);
    checked.only(path)
}

#[test]
fn a_source_that_is_not_utf8_is_decoded_or_flagged() {
    let workspace = Workspace::river();
    let (text, _, _) = encoding_rs::WINDOWS_1252
        .encode("The café at the Sava dam was opened by Mayor Müller in 1981. It is a popular café, and Müller’s.\n");
    workspace.write("sources/cafe.txt", &text);
    workspace.write("cafe.md", "The café at the Sava dam was opened by Mayor Müller in 1981.\n".as_bytes());
    let checked = workspace.check();
    assert_eq!(checked.count("backed"), 2, "{}", checked.json);
}

#[test]
fn a_binary_source_is_flagged() {
    let (rule, message) = with_file("sources/picture.txt", &[0, 159, 146, 150, 0, 1, 2, 3, 255, 254, 0, 0, 13, 9, 200, 17, 0, 0, 4]);
    assert_eq!(rule, "unreadable-file");
    assert!(message.contains("binary"), "{message}");
}

#[test]
fn an_empty_source_is_flagged() {
    let (rule, message) = with_file("sources/empty.txt", b"");
    assert_eq!(rule, "unreadable-file");
    assert!(message.contains("no text"), "{message}");
}

#[test]
fn a_broken_pdf_is_flagged() {
    let (rule, message) = with_file("sources/report.pdf", b"%PDF-1.7\nthis is no PDF at all\n");
    assert_eq!(rule, "unreadable-file");
    assert!(message.to_lowercase().contains("pdf"), "{message}");
}

#[test]
fn malformed_front_matter_is_flagged_and_the_rest_read() {
    let workspace = Workspace::river();
    workspace.write("sources/mill.md", b"---\ntitle: [unclosed\ngrade: B2\n---\n\nThe mill at Orlo burned down in 1950.\n");
    workspace.write("mill.md", b"The mill at Orlo burned down in 1950.\n");
    let checked = workspace.check();
    let (rule, message) = checked.only("sources/mill.md");
    assert_eq!(rule, "unreadable-file");
    assert!(message.contains("front matter"), "{message}");
    assert_eq!(checked.count("backed"), 2, "{}", checked.json);
}

#[test]
fn malformed_configuration_is_flagged_at_its_line_and_the_rest_used() {
    let workspace = Workspace::river();
    workspace.write("backtext.toml", b"[rules]\nunbacked-claim = \"off\"\nmisqoute = \"error\"\n[workspce]\nsources = [\n");
    let checked = workspace.check();
    let findings = checked.findings();
    assert!(findings.iter().all(|(path, rule, _)| path == "backtext.toml" && rule == "invalid-config"), "{findings:?}");
    assert!(findings.iter().any(|(_, _, message)| message.contains("did you mean `misquote`?")), "{findings:?}");
    assert!(findings.iter().any(|(_, _, message)| message.contains("did you mean `workspace`?")), "{findings:?}");
    assert_eq!(checked.code, 1);
    let line = checked.json["findings"].as_array().unwrap().iter().find(|f| f["message"].as_str().unwrap().contains("misqoute")).unwrap();
    assert_eq!(line["range"]["start"]["line"], 3);
}

#[test]
fn a_folder_named_like_a_note_is_no_note() {
    let workspace = Workspace::river();
    std::fs::create_dir_all(workspace.file("x.md")).unwrap();
    workspace.write("x.md/inner.md", b"The Sava dam was built in 1973 by the Altan company.\n");
    let checked = workspace.check();
    assert_eq!((checked.count("notes"), checked.count("backed")), (2, 2));
}

#[cfg(unix)]
#[test]
fn loops_of_links_end_and_links_out_of_the_workspace_are_not_followed() {
    let outside = Workspace::new(&[("secret.txt", "The vault code is 1234.\n")]);
    let workspace = Workspace::river();
    std::os::unix::fs::symlink(workspace.path(), workspace.file("sources/loop")).unwrap();
    std::os::unix::fs::symlink(workspace.file("sources/self.txt"), workspace.file("sources/self.txt")).unwrap();
    std::os::unix::fs::symlink(outside.file("secret.txt"), workspace.file("sources/secret.txt")).unwrap();
    let checked = workspace.check();
    assert_eq!(checked.count("backed"), 1);
    assert_eq!(checked.count("sources"), 1, "{}", checked.json);
    assert!(checked.only("sources/secret.txt").1.contains("outside the workspace"));
    assert_eq!(checked.only("sources/self.txt").0, "unreadable-file");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_flagged() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let workspace = Workspace::river();
    workspace.write("sources/locked.txt", b"The gate was locked in 1990.\n");
    workspace.write("locked.md", b"The gate was locked in 1990.\n");
    for path in ["sources/locked.txt", "locked.md"] {
        std::fs::set_permissions(workspace.file(path), std::fs::Permissions::from_mode(0o000)).unwrap();
    }
    std::fs::set_permissions(workspace.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    // The superuser may read everything, so the binary runs as nobody then, from a place that nobody may enter.
    let binary = workspace.file("backtext");
    std::fs::copy(env!("CARGO_BIN_EXE_backtext"), &binary).unwrap();
    let mut command = std::process::Command::new(&binary);
    command.args(["check", "--format", "json", "--no-cache"]).arg(workspace.path());
    if std::fs::metadata(workspace.path()).unwrap().uid() == 0 {
        command.uid(65534).gid(65534);
    }
    let checked = crate::support::Checked::from(command.output().unwrap());
    assert_eq!(checked.count("backed"), 1, "{}", checked.json);
    for path in ["sources/locked.txt", "locked.md"] {
        let (rule, message) = checked.only(path);
        assert_eq!(rule, "unreadable-file");
        assert!(message.to_lowercase().contains("permission denied"), "{message}");
    }
}

#[test]
fn fifty_megabytes_are_read() {
    let workspace = Workspace::river();
    let line = "The long chronicle goes on about the harvest, the weather and the price of salt in the valley. ";
    let mut text = line.repeat((50 << 20) / line.len());
    text.push_str("The comet was seen over Orlo in 1861.\n");
    workspace.write("sources/chronicle.txt", text.as_bytes());
    workspace.write("comet.md", b"The comet was seen over Orlo in 1861.\n");
    let checked = workspace.check();
    assert_eq!(checked.count("backed"), 2, "{}", checked.json["sentences"]);
}

#[test]
fn a_folder_that_is_not_there_is_a_usage_error() {
    let output = backtext(&["check", "no/such/folder"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no such folder"), "{}", stderr(&output));
}

#[test]
fn without_sources_claims_are_not_checked_and_that_is_said_once() {
    let workspace = Workspace::new(&[("note.md", "The dam was built in 1973. It leaks.\n")]);
    let checked = workspace.check();
    assert_eq!((checked.code, checked.findings().len()), (0, 0));
    assert!(checked.json["sentences"].as_array().unwrap().iter().all(|sentence| sentence["verdict"] == "not_checked"));
    let text = crate::support::stdout(&backtext(&["check", "--no-cache", &workspace.path().to_string_lossy()]));
    assert_eq!(text.matches("no sources").count(), 1, "{text}");
}
