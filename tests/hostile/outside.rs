//! Ways out of the workspace.

use backtext::workspace::{Change, Options, Workspace, files};

use crate::support;

const PATHS: &[&str] = &[
    "..",
    "../x.md",
    "/etc/passwd",
    "sources/../../x.txt",
    "a/./../../b.md",
    "",
    ".",
    "/",
    "//",
    "a\0b.md",
    "file:///etc/passwd",
    "untitled:1",
    "sources/\u{2024}\u{2024}/x.txt",
    "C:\\x.md",
    "\\\\host\\share\\x.md",
    "note.md/",
    "note.md/x.md",
];

#[test]
fn paths_that_lead_out_are_no_files() {
    let root = std::path::Path::new("/home/space");
    for path in ["..", "../x", "/etc/passwd", "a/../../b", ".", ""] {
        assert_eq!(files::absolute(root, path), None, "{path}");
    }
}

#[test]
fn changes_to_paths_that_are_none_change_nothing() {
    let folder = support::Workspace::river();
    let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
    workspace.index_all(&|_, _| {});
    workspace.apply(Change::Files(PATHS.iter().map(|path| (*path).to_owned()).collect()));
    for path in PATHS {
        workspace.apply(Change::Open { path: (*path).to_owned(), text: "The whale sang.".into(), version: 1 });
        workspace.snapshot().findings(path, &|| false);
        workspace.apply(Change::Close { path: (*path).to_owned() });
    }
    workspace.index_all(&|_, _| {});
    let snapshot = workspace.snapshot();
    assert_eq!(snapshot.sources().count(), 1);
    assert_eq!(snapshot.note_paths().collect::<Vec<_>>(), ["note.md"]);
}

#[cfg(unix)]
#[test]
fn links_out_of_the_workspace_by_every_way() {
    use std::os::unix::fs::symlink;
    let outside =
        support::Workspace::new(&[("secret/secret.txt", "The vault code is 1234.\n"), ("secret/note.md", "The vault code is 1234.\n")]);
    let workspace = support::Workspace::river();
    symlink(outside.file("secret"), workspace.file("sources/folder")).unwrap();
    symlink(outside.file("secret/secret.txt"), workspace.file("sources/direct.txt")).unwrap();
    symlink(workspace.file("sources/direct.txt"), workspace.file("sources/chain.txt")).unwrap();
    symlink("../../../../../../../../etc/passwd", workspace.file("sources/relative.txt")).unwrap();
    symlink("/dev/zero", workspace.file("sources/endless.txt")).unwrap();
    symlink("/proc/self/environ", workspace.file("environment.md")).unwrap();
    symlink(outside.file("secret/note.md"), workspace.file("linked.md")).unwrap();
    let checked = workspace.check();
    assert_eq!((checked.count("sources"), checked.count("notes"), checked.count("backed")), (1, 1, 1), "{}", checked.json);
    assert!(!checked.json.to_string().contains("1234") && !checked.json.to_string().contains("root:"));
    for path in ["sources/direct.txt", "sources/chain.txt", "sources/relative.txt", "sources/endless.txt", "environment.md", "linked.md"] {
        assert!(checked.only(path).1.contains("outside the workspace"), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_no_files() {
    let workspace = support::Workspace::river();
    let made = std::process::Command::new("mkfifo").arg(workspace.file("sources/pipe.txt")).arg(workspace.file("pipe.md")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("not checked: no mkfifo here");
        return;
    }
    let _socket = std::os::unix::net::UnixListener::bind(workspace.file("sources/socket.txt")).unwrap();
    let checked = workspace.check();
    assert_eq!((checked.count("sources"), checked.count("notes"), checked.count("backed")), (1, 1, 1), "{}", checked.json);
}
