//! What goes wrong around the program: disks, caches, crashes, floods of changes.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use backtext::judge::Verdict;
use backtext::workspace::{Change, Options, Workspace};

use crate::support::{self, Checked, backtext};

#[path = "../bench/corpus.rs"]
mod corpus;

const MILL: &str = "The mill at Orlo burned down in 1950.\n";
const DAM: &str = "The Sava dam was built in 1973 by the Altan company.\n";

fn open(folder: &support::Workspace, cache: Option<&Path>) -> Workspace {
    let mut workspace = Workspace::open(folder.path(), &Options { cache: cache.map(Path::to_owned) }).unwrap();
    workspace.index_all(&|_, _| {});
    workspace
}

fn verdict(workspace: &Workspace, note: &str) -> Option<Verdict> {
    let snapshot = workspace.snapshot();
    let note = snapshot.note(note).unwrap();
    snapshot.judged(&note, 0).map(|judged| judged.verdict())
}

fn changed(workspace: &mut Workspace, path: &str) {
    workspace.apply(Change::Files(vec![path.to_owned()]));
    workspace.index_all(&|_, _| {});
}

/// Runs `backtext check` with its cache in a folder.
fn check(folder: &Path, cache: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backtext"));
    command.args(["check", "--format", "json"]).arg(folder).env("XDG_CACHE_HOME", cache).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn the_cache_deleted_under_way() {
    let folder = support::Workspace::new(&[("sources/mill.txt", MILL), ("mill.md", MILL), ("dam.md", DAM)]);
    let cache = tempfile::tempdir().unwrap();
    let mut workspace = open(&folder, Some(cache.path()));
    std::fs::remove_dir_all(cache.path()).unwrap();
    folder.write("sources/dam.txt", DAM.as_bytes());
    changed(&mut workspace, "sources/dam.txt");
    assert_eq!((verdict(&workspace, "mill.md"), verdict(&workspace, "dam.md")), (Some(Verdict::Backed), Some(Verdict::Backed)));
    std::fs::remove_file(folder.file("sources/mill.txt")).unwrap();
    changed(&mut workspace, "sources/mill.txt");
    assert_eq!((verdict(&workspace, "mill.md"), verdict(&workspace, "dam.md")), (Some(Verdict::Unbacked), Some(Verdict::Backed)));
    drop(workspace);
    assert_eq!(verdict(&open(&folder, Some(cache.path())), "dam.md"), Some(Verdict::Backed));
}

#[cfg(unix)]
#[test]
fn a_cache_that_may_not_be_written() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = support::Workspace::river();
    let cache = tempfile::tempdir().unwrap();
    let binary = folder.file("backtext");
    std::fs::copy(env!("CARGO_BIN_EXE_backtext"), &binary).unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::set_permissions(cache.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = Command::new(&binary);
    command.args(["check", "--format", "json"]).arg(folder.path()).env("XDG_CACHE_HOME", cache.path());
    if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(folder.path()).unwrap()) == 0 {
        command.uid(65534).gid(65534);
    }
    assert_eq!(Checked::from(command.output().unwrap()).count("backed"), 1);
}

#[test]
fn a_source_cut_short_while_it_is_read() {
    let folder = support::Workspace::new(&[("sources/dam.txt", DAM), ("dam.md", DAM)]);
    let cache = tempfile::tempdir().unwrap();
    let mut workspace = Workspace::open(folder.path(), &Options { cache: Some(cache.path().to_owned()) }).unwrap();
    let job = workspace.job(10).unwrap();
    folder.write("sources/dam.txt", b"The Sa");
    workspace.apply(Change::Indexed(job.run()));
    assert_ne!(verdict(&workspace, "dam.md"), Some(Verdict::Backed));
    changed(&mut workspace, "sources/dam.txt");
    assert_eq!(verdict(&workspace, "dam.md"), Some(Verdict::Unbacked));
    folder.write("sources/dam.txt", b"");
    let snapshot = workspace.snapshot();
    snapshot.findings("dam.md", &|| false);
    folder.write("sources/dam.txt", DAM.as_bytes());
    changed(&mut workspace, "sources/dam.txt");
    assert_eq!(verdict(&workspace, "dam.md"), Some(Verdict::Backed));
}

#[test]
fn a_file_that_changes_while_the_clock_goes_back() {
    let folder = support::Workspace::new(&[("sources/dam.txt", DAM), ("dam.md", DAM)]);
    let cache = tempfile::tempdir().unwrap();
    let mut workspace = open(&folder, Some(cache.path()));
    assert_eq!(verdict(&workspace, "dam.md"), Some(Verdict::Backed));
    // Of the same length, so that only the time tells.
    folder.write("sources/dam.txt", format!("{:<length$}\n", "A grey whale sang in the harbour.", length = DAM.len() - 1).as_bytes());
    let file = std::fs::File::options().write(true).open(folder.file("sources/dam.txt")).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
    changed(&mut workspace, "sources/dam.txt");
    assert_eq!(verdict(&workspace, "dam.md"), Some(Verdict::Unbacked));
    drop(workspace);
    file.set_modified(std::time::UNIX_EPOCH - Duration::from_secs(1)).unwrap();
    assert_eq!(verdict(&open(&folder, Some(cache.path())), "dam.md"), Some(Verdict::Unbacked));
}

#[test]
fn two_thousand_changes_at_once() {
    let folder = support::Workspace::new(&[("sources/dam.txt", DAM), ("dam.md", DAM)]);
    let cache = tempfile::tempdir().unwrap();
    let mut workspace = open(&folder, Some(cache.path()));
    let paths: Vec<String> =
        (0..2000).map(|i| if i % 2 == 0 { format!("sources/{}/s{i}.txt", i % 7) } else { format!("notes/n{i}.md") }).collect();
    for (i, path) in paths.iter().enumerate() {
        folder.write(path, format!("The well number {i} at Orlo was dug in {}.\n", 1000 + i).as_bytes());
    }
    workspace.apply(Change::Files(paths.clone()));
    workspace.index_all(&|_, _| {});
    assert_eq!((workspace.snapshot().sources().count(), workspace.snapshot().note_paths().count()), (1001, 1001));
    for path in &paths {
        folder.write(path, b"The well was filled in.\n");
    }
    workspace.apply(Change::Files(paths.clone()));
    workspace.index_all(&|_, _| {});
    assert_eq!((workspace.pending(), verdict(&workspace, "notes/n1.md")), (0, Some(Verdict::Backed)));
    std::fs::remove_dir_all(folder.file("sources/3")).unwrap();
    std::fs::remove_dir_all(folder.file("notes")).unwrap();
    workspace.apply(Change::Files(paths.clone()));
    workspace.index_all(&|_, _| {});
    let left = paths.iter().filter(|path| path.starts_with("sources") && !path.starts_with("sources/3")).count();
    assert_eq!((workspace.snapshot().sources().count(), workspace.snapshot().note_paths().count()), (left + 1, 1));
    assert_eq!(verdict(&workspace, "dam.md"), Some(Verdict::Backed));
}

/// Killed at random moments while it reads and indexes, on one cache folder; whenever it is then left to finish, it says what a run
/// without a cache says. `BACKTEXT_KILLS=100` kills it that often.
#[cfg(unix)]
#[test]
fn killed_at_random_moments() {
    use std::os::unix::process::ExitStatusExt;
    /// Kills between two looks at what the cache is good for.
    const LOOK: usize = 10;

    let kills = std::env::var("BACKTEXT_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
    let folder = support::Workspace::new(&[]);
    corpus::write(folder.path(), 7, 120).unwrap();
    folder.write("note.md", corpus::note(7, 30, 120).as_bytes());
    let cache = tempfile::tempdir().unwrap();
    let clock = std::time::Instant::now();
    let fresh = check(folder.path(), tempfile::tempdir().unwrap().path()).output().unwrap();
    let takes = u64::try_from(clock.elapsed().as_millis()).unwrap();
    assert!(!fresh.stdout.is_empty());
    let mut random = corpus::Random::new(u64::from(std::process::id()));
    let (mut died, mut looks) = (0, 0);
    for round in 0..kills {
        // Another source each time, and one fewer, so that there always is something to write and to remove.
        folder.write(&format!("sources/extra/x{round}.txt"), corpus::article(7, 500 + round).as_bytes());
        let _ = std::fs::remove_file(folder.path().join(format!("sources/extra/x{}.txt", round / 2)));
        if round % 20 == 10 {
            // All of it once more: a kill in the middle of the first indexing.
            let _ = std::fs::remove_dir_all(cache.path());
        }
        let mut child = check(folder.path(), cache.path()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(random.next() % takes.max(1)));
        let _ = child.kill();
        died += usize::from(child.wait().unwrap().signal() == Some(9));
        if (round + 1) % LOOK == 0 || round + 1 == kills {
            let fresh = backtext(&["check", "--format", "json", "--no-cache", &folder.path().to_string_lossy()]);
            for _ in 0..2 {
                let survived = check(folder.path(), cache.path()).output().unwrap();
                assert_eq!(String::from_utf8_lossy(&survived.stdout), String::from_utf8_lossy(&fresh.stdout), "after {} kills", round + 1);
                looks += 1;
            }
        }
    }
    eprintln!("{kills} rounds: {died} killed while at work, {} done before; {looks} runs on what they left, none wrong", kills - died);
    assert!(died > 0);
}

struct Mounted(tempfile::TempDir);

impl Mounted {
    /// A disk of half a megabyte; none where this process may not mount.
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(folder.path()).output();
        mount.is_ok_and(|output| output.status.success()).then_some(Self(folder))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk() {
    let Some(disk) = Mounted::new() else {
        eprintln!("not checked: no right to mount a small disk");
        return;
    };
    let folder = support::Workspace::new(&[("sources/dam.txt", DAM), ("dam.md", DAM)]);
    corpus::write(folder.path(), 9, 200).unwrap();
    folder.write("note.md", corpus::note(9, 8, 200).as_bytes());
    let full = Checked::from(check(folder.path(), disk.0.path()).output().unwrap());
    let fresh = folder.check();
    assert_eq!(full.json, fresh.json);
    std::fs::write(disk.0.path().join("fill"), vec![0; 600 << 10]).unwrap_err();
    assert_eq!(Checked::from(check(folder.path(), disk.0.path()).output().unwrap()).json, fresh.json);
}
