//! Verdicts that last from one run to the next: without them the first look at a note of thousands of claims takes as long as judging
//! them all.
//!
//! A file a note in the cache folder, read when the note is first asked for. All of it belongs to one *stamp*: the sources, the
//! configuration and the very program that judged. With anything else it is passed over and made anew. Only verdicts on notes as
//! they are on disk, by sources as they are on disk, are written: what is unsaved stays in memory.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use dashmap::DashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::judged::{Evidence, Judged};
use super::snapshot::Snapshot;
use crate::evidence::SourceKey;
use crate::judge::Judgement;
use crate::note::Note;

/// Raised whenever the form of the file changes.
const VERSION: u32 = 1;
/// A file longer than this is not ours.
const LONGEST: u64 = 64 << 20;
/// Files that are kept; beyond that the oldest go.
const MOST: usize = 2000;
/// Claims below which judging anew costs less than reading a file.
const FEWEST: usize = 16;

/// Where verdicts are kept between runs, and what was read and written in this one.
#[derive(Default)]
pub(super) struct Store {
    folder: Option<PathBuf>,
    /// By path of a note: the stamp under which its file was looked at.
    recalled: DashMap<String, u64>,
    /// By path of a note: its text and the stamp when it was last written.
    written: DashMap<String, u64>,
}

#[derive(Serialize, Deserialize)]
struct Record {
    key: u64,
    judgement: Judgement,
    evidence: Vec<(u64, u32)>,
    settled: bool,
    backed_elsewhere: Option<String>,
}

impl Store {
    pub(super) fn new(cache: Option<&Path>) -> Self {
        Self { folder: cache.map(|cache| cache.join(format!("verdicts-{VERSION}"))), ..Self::default() }
    }

    fn file(&self, path: &str) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(format!("{:016x}", xxh3_64(path.as_bytes()))))
    }

    /// Takes up what a former run found on a note, once.
    pub(super) fn recall(&self, snapshot: &Snapshot, path: &str) {
        if snapshot.pending() > 0 || self.recalled.get(path).is_some_and(|stamp| *stamp == snapshot.stamp()) {
            return;
        }
        let Some(file) = self.file(path) else { return };
        // Held while the file is read: who asks at the same moment waits for it rather than judging the same claims.
        let mut stamp = self.recalled.entry(path.to_owned()).or_insert(!snapshot.stamp());
        if *stamp == snapshot.stamp() {
            return;
        }
        for record in read(&file, snapshot.stamp()).unwrap_or_default() {
            let evidence = record.evidence.iter().map(|(key, passage)| {
                let entry = snapshot.source_by_key(SourceKey(*key))?.clone();
                Some(Evidence::new(snapshot, entry, *passage))
            });
            let Some(evidence) = evidence.collect::<Option<Vec<_>>>() else { continue };
            let judged = Judged {
                judgement: Arc::new(record.judgement),
                evidence,
                opinion: None,
                settled: record.settled,
                complete: true,
                backed_elsewhere: record.backed_elsewhere,
            };
            snapshot.shared().answers.recall(record.key, judged);
        }
        *stamp = snapshot.stamp();
    }

    /// Keeps the verdicts on a note for the next run, where it and all sources are as on disk. Where that fails they are made again.
    pub(super) fn keep(&self, snapshot: &Snapshot, path: &str, note: &Note) {
        let (Some(folder), Some(file)) = (&self.folder, self.file(path)) else { return };
        if snapshot.pending() > 0 || note.sentences.len() < FEWEST {
            return;
        }
        let state = xxh3_64(note.text.as_bytes()) ^ snapshot.stamp();
        if self.written.get(path).is_some_and(|written| *written == state) {
            return;
        }
        let saved = std::fs::metadata(snapshot.root().join(path)).is_ok_and(|file| file.len() == note.text.len() as u64)
            && std::fs::read(snapshot.root().join(path)).is_ok_and(|bytes| bytes == note.text.as_bytes());
        if !saved || snapshot.sources().any(|entry| entry.modified == 0) {
            return;
        }
        let Some(records) = records(snapshot, note) else { return };
        self.written.insert(path.to_owned(), state);
        let Ok(body) = postcard::to_stdvec(&(snapshot.stamp(), records)) else { return };
        let mut bytes = xxh3_64(&body).to_le_bytes().to_vec();
        bytes.extend(body);
        // Another process must never read half a file.
        let part = file.with_extension(format!("{}-{:x}", std::process::id(), state));
        let kept = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&part, bytes)).and_then(|()| std::fs::rename(&part, &file));
        if kept.is_err() {
            let _ = std::fs::remove_file(part);
        }
        prune(folder);
    }
}

/// The verdicts on all claims of a note; none while one is missing, or was given without having read all that bears on it.
fn records(snapshot: &Snapshot, note: &Note) -> Option<Vec<Record>> {
    let whole = super::cited::Whole::of(snapshot, note);
    let mut records = Vec::new();
    for sentence in 0..note.sentences.len() {
        let Some(key) = whole.claim(sentence) else { continue };
        let judged = snapshot.shared().answers.judged(key)?;
        if !judged.complete {
            return None;
        }
        // What a second opinion said is asked for again: it has a reason of its own, which is not kept.
        if judged.opinion.is_none() {
            let evidence = judged.evidence.iter().map(|piece| (piece.entry.key.0, piece.passage)).collect();
            let judgement = judged.judgement.as_ref().clone();
            let backed_elsewhere = judged.backed_elsewhere.clone();
            records.push(Record { key, judgement, evidence, settled: judged.settled, backed_elsewhere });
        }
    }
    Some(records)
}

fn read(file: &Path, stamp: u64) -> Option<Vec<Record>> {
    if std::fs::metadata(file).ok()?.len() > LONGEST {
        return None;
    }
    let bytes = std::fs::read(file).ok()?;
    let (sum, body) = bytes.split_first_chunk::<8>()?;
    if xxh3_64(body) != u64::from_le_bytes(*sum) {
        return None;
    }
    let (of, rest) = postcard::take_from_bytes::<u64>(body).ok()?;
    if of != stamp { None } else { postcard::from_bytes(rest).ok() }
}

/// Removes the oldest files where there are too many.
fn prune(folder: &Path) {
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut files: Vec<_> = files.flatten().filter_map(|file| Some((file.metadata().ok()?.modified().ok()?, file.path()))).collect();
    if files.len() > MOST {
        files.sort();
        for (_, file) in files.iter().take(files.len() - MOST) {
            let _ = std::fs::remove_file(file);
        }
    }
}

/// What a verdict rests on beside the claim: the sources with their paths, the configuration, the program.
pub(super) fn stamp<'a>(sources: impl Iterator<Item = (&'a str, SourceKey)>, config: &str) -> u64 {
    // The program by its file: two builds of one version may judge differently.
    static PROGRAM: LazyLock<u64> = LazyLock::new(|| {
        let file = std::env::current_exe().and_then(std::fs::metadata);
        let made = file.map(|file| (file.len(), file.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())));
        xxh3_64(format!("{VERSION} {} {made:?}", env!("CARGO_PKG_VERSION")).as_bytes())
    });
    let mut stamp = Xxh3::new();
    stamp.update(&PROGRAM.to_le_bytes());
    stamp.update(&xxh3_64(config.as_bytes()).to_le_bytes());
    for (path, key) in sources {
        stamp.update(path.as_bytes());
        stamp.update(&key.0.to_le_bytes());
    }
    stamp.digest()
}
