//! Changes to a workspace, seen through its snapshots.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use tempfile::TempDir;

use super::{Change, Options, Workspace};
use crate::judge::Verdict;

pub(super) struct Fixture {
    pub(super) folder: TempDir,
    pub(super) cache: TempDir,
}

impl Fixture {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let fixture = Self { folder: tempfile::tempdir().unwrap(), cache: tempfile::tempdir().unwrap() };
        files.iter().for_each(|(path, text)| fixture.write(path, text));
        fixture
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn open(&self) -> Workspace {
        self.open_with(Some(self.cache.path()))
    }

    fn open_with(&self, cache: Option<&Path>) -> Workspace {
        let mut workspace = Workspace::open(self.folder.path(), &Options { cache: cache.map(Path::to_owned) }).unwrap();
        workspace.index_all(&|_, _| {});
        workspace
    }
}

fn verdicts(workspace: &Workspace, path: &str) -> Vec<Option<Verdict>> {
    let snapshot = workspace.snapshot();
    let note = snapshot.note(path).unwrap();
    snapshot.judged_all(&note, &|| false).into_iter().map(|judged| judged.map(|judged| judged.verdict())).collect()
}

pub(super) fn changed(workspace: &mut Workspace, paths: &[&str]) {
    workspace.apply(Change::Files(paths.iter().map(|path| (*path).to_owned()).collect()));
    workspace.index_all(&|_, _| {});
}

const MILL: &str = "The mill at Orlo burned down in 1950.\n";
const DAM: &str = "The Sava dam was built in 1973 by the Altan company.\n";

fn mill_and_dam() -> Fixture {
    Fixture::new(&[("sources/mill.txt", MILL), ("sources/dam.txt", DAM), ("mill.md", MILL), ("dam.md", DAM)])
}

#[test]
fn sources_and_notes_edited_added_and_deleted_behind_its_back_are_picked_up() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Backed)]);

    std::fs::remove_file(fixture.folder.path().join("sources/mill.txt")).unwrap();
    changed(&mut workspace, &["sources/mill.txt"]);
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Unbacked)]);

    fixture.write("sources/archive/mill.txt", MILL);
    changed(&mut workspace, &["sources/archive"]);
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Backed)]);

    fixture.write("new.md", DAM);
    changed(&mut workspace, &["new.md"]);
    assert_eq!(verdicts(&workspace, "new.md"), [Some(Verdict::Backed)]);
}

#[test]
fn an_open_buffer_wins_over_the_file() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    workspace.apply(Change::Open { path: "sources/mill.txt".into(), text: Arc::from("A fish was caught.\n"), version: 1 });
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Unbacked)]);
    fixture.write("sources/mill.txt", MILL);
    changed(&mut workspace, &["sources/mill.txt"]);
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Unbacked)], "the file changed, the buffer did not");
    workspace.apply(Change::Close { path: "sources/mill.txt".into() });
    workspace.index_all(&|_, _| {});
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Backed)]);

    workspace.apply(Change::Open { path: "mill.md".into(), text: Arc::from("A whale sang beneath the harbour.\n"), version: 1 });
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Unbacked)]);
}

#[test]
fn unsaved_text_never_reaches_the_disk() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    workspace.apply(Change::Open { path: "sources/mill.txt".into(), text: Arc::from("A secret whale sang.\n"), version: 1 });
    drop(workspace);
    let again = fixture.open();
    assert_eq!(verdicts(&again, "mill.md"), [Some(Verdict::Backed)]);
}

#[test]
fn a_changed_source_is_indexed_again_and_no_other() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
    let before = workspace.snapshot().judged_count();
    fixture.write("sources/mill.txt", "The mill at Orlo was never finished, and it closed early.\n");
    workspace.apply(Change::Files(vec!["sources/mill.txt".into()]));
    assert_eq!(workspace.pending(), 1);
    workspace.index_all(&|_, _| {});
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
    assert_eq!(workspace.snapshot().judged_count(), before, "a claim whose evidence is the same is not judged again");
}

#[test]
fn a_second_start_reads_nothing_again() {
    let fixture = mill_and_dam();
    drop(fixture.open());
    let workspace = Workspace::open(fixture.folder.path(), &Options { cache: Some(fixture.cache.path().to_owned()) }).unwrap();
    assert_eq!(workspace.pending(), 0);
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
}

#[test]
fn a_second_process_sees_the_same_while_the_first_has_the_index() {
    let fixture = mill_and_dam();
    let first = fixture.open();
    fixture.write("sources/well.txt", "The well at Orlo was dug in 1800 by monks.\n");
    fixture.write("well.md", "The well at Orlo was dug in 1800 by monks.\n");
    let second = fixture.open();
    assert_eq!(verdicts(&second, "well.md"), [Some(Verdict::Backed)]);
    assert_eq!(verdicts(&second, "dam.md"), [Some(Verdict::Backed)]);
    assert_eq!(verdicts(&first, "dam.md"), [Some(Verdict::Backed)]);
}

#[test]
fn where_the_cache_cannot_be_written_memory_serves() {
    let fixture = mill_and_dam();
    fixture.write("cache", "a file where a folder should be");
    let workspace = fixture.open_with(Some(&fixture.folder.path().join("cache")));
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
}

#[test]
fn rubble_in_the_cache_is_made_anew() {
    let fixture = mill_and_dam();
    drop(fixture.open());
    for entry in std::fs::read_dir(fixture.cache.path()).unwrap() {
        for file in std::fs::read_dir(entry.unwrap().path()).unwrap() {
            std::fs::write(file.unwrap().path(), b"rubble").unwrap();
        }
    }
    let workspace = fixture.open();
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
}

#[test]
fn configuration_is_live() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    fixture.write("backtext.toml", "[workspace]\nsources = [\"library/**\"]\n");
    changed(&mut workspace, &["backtext.toml"]);
    assert_eq!(workspace.snapshot().sources().count(), 0);
    fixture.write("library/dam.txt", DAM);
    changed(&mut workspace, &["library/dam.txt"]);
    assert_eq!(verdicts(&workspace, "dam.md"), [Some(Verdict::Backed)]);
    workspace.apply(Change::Settings(serde_json::json!({"workspace": {"sources": ["sources/**"]}})));
    workspace.index_all(&|_, _| {});
    assert_eq!(workspace.snapshot().sources().count(), 2);
}

#[test]
fn only_the_source_that_changed_is_digested_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    write("sources/a.txt", "Malta attacked Cyprus in 1998.");
    write("sources/b.txt", "Greece helped Italy in 2001.");
    let options = Options { cache: Some(cache.path().to_owned()) };
    let mut workspace = Workspace::open(folder.path(), &options).unwrap();
    workspace.index_all(&|_, _| ());
    assert_eq!(workspace.digest_all(&|_, _| ()), 2);
    let before = workspace.snapshot().knowledge();
    let of = |k: &crate::knowledge::Knowledge, a: &str, b: &str| {
        k.look_up(a).zip(k.look_up(b)).and_then(|(a, b)| k.between(a, b).cloned()).map(|r| (r.stance, r.statements.len(), r.first))
    };
    let greece = of(&before, "greece", "italy");
    assert!(greece.is_some() && of(&before, "malta", "cyprus").is_some());
    write("sources/a.txt", "Malta helped Cyprus in 2003 and 2004.");
    workspace.apply(Change::Files(vec!["sources/a.txt".to_owned()]));
    workspace.index_all(&|_, _| ());
    assert_eq!(workspace.digest_all(&|_, _| ()), 1, "the other source's digest is kept");
    let after = workspace.snapshot().knowledge();
    assert_eq!(of(&after, "greece", "italy"), greece);
    assert_ne!(of(&after, "malta", "cyprus"), of(&before, "malta", "cyprus"));
    // Another run takes both from the cache.
    drop(workspace);
    let mut workspace = Workspace::open(folder.path(), &options).unwrap();
    workspace.index_all(&|_, _| ());
    assert_eq!(workspace.digest_all(&|_, _| ()), 0);
    assert_eq!(of(&workspace.snapshot().knowledge(), "malta", "cyprus"), of(&after, "malta", "cyprus"));
}

#[test]
fn a_claim_that_its_own_source_backs_with_help_is_no_mismatch() {
    let fixture = Fixture::new(&[
        ("sources/offer.txt", "In January the guards offered a truce. Orlo accepted the offer, while Sava rejected it.\n"),
        ("sources/dam.txt", DAM),
        ("note.md", "In January the guards offered a truce, which Orlo accepted [@offer].\n"),
        ("other.md", "The Sava dam was built in 1973 by the Altan company [@offer].\n"),
    ]);
    let snapshot = fixture.open().snapshot();
    let rules = |path: &str| snapshot.findings(path, &|| false).iter().map(|finding| finding.rule.name()).collect::<Vec<_>>();
    assert!(!rules("note.md").contains(&"citation-mismatch"), "{:?}", rules("note.md"));
    assert_eq!(rules("other.md"), ["citation-mismatch"]);
}

#[test]
fn silencing_unbacked_claims_silences_partly_backed_ones() {
    let note = "<!-- backtext-disable-next-line unbacked-claim: seen there -->\nThe Sava dam was painted green in 1973.\n";
    let fixture = Fixture::new(&[("sources/dam.txt", DAM), ("note.md", note)]);
    let findings = fixture.open().snapshot().findings("note.md", &|| false);
    assert!(findings.iter().all(|finding| !matches!(finding.rule.name(), "unbacked-claim" | "partly-backed-claim")), "{findings:?}");
}

#[test]
fn an_edited_source_changes_the_cards_that_rest_on_it_and_no_others() {
    const SEA: &str = "Malta supplied Cyprus with engines in 2001. Cyprus thanked Malta.\n";
    const LAKE: &str = "Kenya accused Uganda of theft in 2011. Uganda rejected the charge.\n";
    const HILL: &str = "Peru and Chile signed a treaty in 1998. Peru praised Chile.\n";
    let fixture = Fixture::new(&[("sources/sea.txt", SEA), ("sources/lake.txt", LAKE), ("sources/hill.txt", HILL)]);
    let mut workspace = fixture.open();
    assert_eq!(workspace.digest_all(&|_, _| {}), 3);
    let cards = |workspace: &Workspace| {
        let knowledge = workspace.snapshot().knowledge();
        let cards = crate::knowledge::card::Cards { knowledge: &knowledge, link: &|_, _| None };
        let between = |a: &str, b: &str| cards.relationship(knowledge.look_up(a).unwrap(), knowledge.look_up(b).unwrap()).unwrap();
        let actor = |a: &str| cards.actor(knowledge.look_up(a).unwrap()).unwrap();
        [between("malta", "cyprus"), actor("malta"), between("kenya", "uganda"), actor("kenya"), between("peru", "chile"), actor("peru")]
    };
    let before = cards(&workspace);
    fixture
        .write("sources/lake.txt", "Kenya accused Uganda of theft in 2011. Uganda rejected the charge. Kenya attacked Uganda in 2012.\n");
    changed(&mut workspace, &["sources/lake.txt"]);
    assert_eq!(workspace.digest_all(&|_, _| {}), 1, "only the edited source is parsed");
    let after = cards(&workspace);
    assert!(after[2].contains("2012") && after[2] != before[2] && after[3] != before[3], "{}", after[2]);
    for i in [0, 1, 4, 5] {
        assert_eq!(before[i], after[i]);
    }
}

#[test]
fn workers_that_ask_at_once_for_what_is_known_never_wait_for_themselves() {
    let texts: Vec<(String, String)> =
        (0..300).map(|i| (format!("sources/{i}.txt"), format!("Malta supplied Cyprus with {i} engines.\n"))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let fixture = Fixture::new(&files);
    let mut workspace = fixture.open();
    workspace.digest_all(&|_, _| {});
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    for round in 0..200 {
        // Another snapshot, which nobody has asked yet; the second and third come while the first is answered.
        workspace.apply(Change::Settings(serde_json::json!({"actors": [{"id": format!("a{round}"), "name": "Nobody"}]})));
        let (done, all) = std::sync::mpsc::channel();
        for asked in 0..8 {
            let (snapshot, done) = (workspace.snapshot(), done.clone());
            pool.spawn(move || {
                let _ = done.send(snapshot.knowledge().relationships().count());
            });
            std::thread::sleep(std::time::Duration::from_micros(if asked == 0 { round as u64 * 50 } else { 20 }));
        }
        for _ in 0..8 {
            assert_eq!(all.recv_timeout(std::time::Duration::from_secs(60)), Ok(1), "round {round}");
        }
    }
}

#[test]
fn work_on_sources_that_have_changed_since_counts_for_nobody() {
    let fixture = mill_and_dam();
    let mut workspace = fixture.open();
    let before = workspace.snapshot();
    fixture.write("sources/mill.txt", "A fish was caught.\n");
    changed(&mut workspace, &["sources/mill.txt"]);
    // Ends late, as work does that takes long.
    before.judged_all(&before.note("mill.md").unwrap(), &|| false);
    assert_eq!(verdicts(&workspace, "mill.md"), [Some(Verdict::Unbacked)]);
}

#[cfg(feature = "second-opinion")]
mod second_opinion {
    use super::*;

    /// Claims that the judge alone is not sure of.
    const UNSURE: &str = "The mill at Orlo was lost to flames.\n\nA mill in Orlo was destroyed in the fifties.\n\nOrlo lost its mill.\n";

    fn fixture() -> Fixture {
        let on = "[judge]\nsecond-opinion = \"on\"\n";
        Fixture::new(&[("sources/mill.txt", MILL), ("sources/dam.txt", DAM), ("note.md", UNSURE), ("backtext.toml", on)])
    }

    #[test]
    fn what_is_heard_apart_counts_once_it_is_told_and_not_before() {
        let fixture = fixture();
        let workspace = fixture.open();
        let instant = verdicts(&workspace, "note.md");
        let snapshot = workspace.snapshot();
        let note = snapshot.note("note.md").unwrap();
        assert!(!snapshot.is_settled(&note), "nobody was asked");

        let apart = snapshot.thorough_apart();
        let heard: Vec<_> = apart.judged_all(&note, &|| false).into_iter().flatten().collect();
        assert!(heard.iter().all(|judged| judged.settled) && heard.iter().any(|judged| judged.opinion.is_some()));
        assert_eq!(verdicts(&workspace, "note.md"), instant);
        assert!(!snapshot.is_settled(&note));

        apart.tell();
        let heard: Vec<_> = heard.iter().map(|judged| Some(judged.verdict())).collect();
        assert!(snapshot.is_settled(&note));
        assert_eq!(verdicts(&workspace, "note.md"), heard);
    }

    #[test]
    fn the_end_is_the_same_whether_it_is_waited_for_or_not() {
        let (one, other) = (fixture().open(), fixture().open());
        let note = one.snapshot().note("note.md").unwrap();
        let thorough: Vec<_> =
            one.snapshot().thorough().judged_all(&note, &|| false).iter().flatten().map(|judged| judged.judgement.clone()).collect();
        let apart = other.snapshot().thorough_apart();
        verdicts(&other, "note.md");
        // Called off after a claim, then taken up again.
        let asked = std::sync::atomic::AtomicUsize::new(0);
        apart.judged_all(&note, &|| asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed) > 0);
        apart.tell();
        let again = other.snapshot().thorough_apart();
        again.judged_all(&note, &|| false);
        again.tell();
        let background: Vec<_> =
            other.snapshot().judged_all(&note, &|| false).iter().flatten().map(|judged| judged.judgement.clone()).collect();
        assert_eq!(background, thorough);
    }
}
