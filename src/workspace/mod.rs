//! The workspace: files and open documents on one side, an immutable [`Snapshot`] of all that was made of them on the other.
//!
//! [`Workspace`] has one owner, who applies changes in the order that they arrive; a [`Snapshot`] is cheap to clone and may be used
//! by any number of threads while the workspace goes on. What takes long (reading and indexing sources) is a [`Job`] that anyone
//! may run and whose result the owner applies like any other change.
//!
//! *Architecture invariant:* nothing here writes to a file of the workspace, and nothing outside its root is read.

mod cache;
mod changes;
mod cited;
pub mod config;
mod digest_job;
pub mod files;
mod findings;
mod index_job;
mod judged;
mod kept;
#[cfg(test)]
mod kept_tests;
mod report;
mod shared;
mod snapshot;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cache::SourceCache;
pub use config::Config;
use digest_job::DigestStore;
pub use digest_job::{DigestJob, Digested};
use etcetera::BaseStrategy;
use files::{FileInfo, Role};
pub use index_job::{Indexed, Job};
pub use judged::{Evidence, Judged};
pub use report::{Report, ReportSentence, Summary};
use shared::Shared;
use snapshot::NoteFile;
pub use snapshot::{ReadSource, Snapshot};

use crate::evidence::{Entry, IndexError, PassageIndex, SourceKey};
use crate::knowledge::SourceFacts;
use crate::source;

/// How to open a workspace.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folder for what is kept between runs; `None` keeps everything in memory.
    pub cache: Option<PathBuf>,
}

/// Something that happened to the workspace. Paths are relative to the root, with `/`.
#[derive(Debug)]
pub enum Change {
    /// A document was opened in an editor or edited there: from now on this text counts, not the file's.
    Open {
        /// Its path.
        path: String,
        /// Its whole text.
        text: Arc<str>,
        /// The editor's version of it.
        version: i32,
    },
    /// A document was closed: the file counts again.
    Close {
        /// Its path.
        path: String,
    },
    /// Files were made, changed or deleted on disk.
    Files(Vec<String>),
    /// Anything may have changed on disk: look at every file again.
    Rescan,
    /// Settings of the editor, in the shape of `backtext.toml`, that are laid over the file's.
    Settings(serde_json::Value),
    /// A [`Job`] is done.
    Indexed(Indexed),
    /// A [`DigestJob`] is done.
    Digested(Digested),
}

struct OpenDocument {
    text: Arc<str>,
    version: i32,
}

/// The state of one workspace folder.
pub struct Workspace {
    root: PathBuf,
    config: Arc<Config>,
    config_text: Option<Arc<str>>,
    settings: serde_json::Value,
    open: HashMap<String, OpenDocument>,
    files: BTreeMap<String, FileInfo>,
    entries: BTreeMap<String, Arc<Entry>>,
    pending: BTreeMap<String, FileInfo>,
    problems: Vec<(String, String)>,
    notes: BTreeMap<String, Arc<NoteFile>>,
    index: Arc<PassageIndex>,
    cache: Arc<SourceCache>,
    shared: Arc<Shared>,
    digests: Arc<HashMap<SourceKey, Arc<SourceFacts>>>,
    digest_store: DigestStore,
    generation: u64,
    stamp: u64,
    snapshot: Snapshot,
}

impl Workspace {
    /// Opens the folder `root`. Files are listed and compared with what the index holds; sources that are new or changed are left
    /// for [`Workspace::job`].
    ///
    /// # Errors
    /// Where the folder cannot be read, or no index can be made.
    pub fn open(root: &Path, options: &Options) -> Result<Self, OpenError> {
        let root = root.canonicalize().map_err(|error| OpenError::Root(root.to_owned(), error))?;
        std::fs::read_dir(&root).map_err(|error| OpenError::Root(root.clone(), error))?;
        let index = Arc::new(PassageIndex::open(options.cache.as_deref())?);
        let cache = Arc::new(SourceCache::new(&root));
        let mut workspace = Self::empty(root, index, cache, DigestStore::new(options.cache.as_deref()));
        workspace.shared = Arc::new(Shared::new(options.cache.as_deref()));
        workspace.rescan();
        workspace.refresh();
        Ok(workspace)
    }

    /// A workspace without a folder, for documents that belong to none: it has no sources, and nothing on disk counts.
    ///
    /// # Errors
    /// Where no index can be made.
    pub fn detached() -> Result<Self, OpenError> {
        let root = PathBuf::new();
        let index = Arc::new(PassageIndex::open(None)?);
        let cache = Arc::new(SourceCache::new(&root));
        let mut workspace = Self::empty(root, index, cache, DigestStore::new(None));
        workspace.refresh();
        Ok(workspace)
    }

    fn empty(root: PathBuf, index: Arc<PassageIndex>, cache: Arc<SourceCache>, digest_store: DigestStore) -> Self {
        Self {
            config: Arc::default(),
            config_text: None,
            settings: serde_json::Value::Null,
            open: HashMap::new(),
            files: BTreeMap::new(),
            entries: BTreeMap::new(),
            pending: BTreeMap::new(),
            problems: Vec::new(),
            notes: BTreeMap::new(),
            shared: Arc::default(),
            digests: Arc::default(),
            digest_store,
            generation: 0,
            stamp: 0,
            snapshot: Snapshot::empty(&root, &index, &cache),
            index,
            cache,
            root,
        }
    }

    fn is_detached(&self) -> bool {
        self.root.as_os_str().is_empty()
    }

    /// The root folder, absolute; empty for one that is detached.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What there is now.
    pub fn snapshot(&self) -> Snapshot {
        self.snapshot.clone()
    }

    /// Takes note of a change. Long work is left for [`Workspace::job`].
    pub fn apply(&mut self, change: Change) {
        match change {
            Change::Open { path, text, version } => self.opened(path, text, version),
            Change::Close { path } => self.closed(&path),
            Change::Files(paths) => self.files_changed(&paths),
            Change::Rescan => self.rescan(),
            Change::Settings(settings) => {
                self.settings = settings;
                self.rescan();
            }
            Change::Indexed(indexed) => self.indexed(indexed),
            Change::Digested(digested) => self.digested(digested),
        }
        self.refresh();
    }

    /// Sources that wait to be read, those cited in open notes first, at most `limit` of them. Running the job and applying its
    /// [`Indexed`] is up to the caller; while it runs, the same sources are given out again if asked for.
    pub fn job(&self, limit: usize) -> Option<Job> {
        let cited = self.snapshot.cited_in_open_notes();
        let mut files: Vec<FileInfo> = self.pending.values().cloned().collect();
        files.sort_by_key(|file| !cited.contains(&source::id_of(&file.path)));
        files.truncate(limit);
        (!files.is_empty()).then(|| Job::new(self.root.clone(), files, self.index.clone(), self.cache.clone()))
    }

    /// How many sources wait to be read.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Reads and indexes everything that waits, and tells `progress` (done, in all) on the way.
    pub fn index_all(&mut self, progress: &dyn Fn(usize, usize)) {
        let all = self.pending.len();
        while let Some(job) = self.job(512) {
            let before = self.pending.len();
            self.apply(Change::Indexed(job.run()));
            if self.pending.len() == before {
                // Every file of the job changed while it was read: a change that will be told of again is on its way.
                break;
            }
            progress(all - self.pending.len(), all);
        }
    }

    /// Sources whose digest for [`Snapshot::knowledge`] is still to be made, those cited in open notes first, at most `limit` of
    /// them; like [`Workspace::job`].
    pub fn digest_job(&self, limit: usize) -> Option<DigestJob> {
        let mut entries: Vec<Arc<Entry>> = self.entries.values().filter(|entry| !self.digests.contains_key(&entry.key)).cloned().collect();
        if entries.is_empty() {
            return None;
        }
        let cited = self.snapshot.cited_in_open_notes();
        entries.sort_by_key(|entry| !cited.contains(&entry.id));
        let last = entries.len() <= limit && self.pending.is_empty();
        entries.truncate(limit);
        let live = last.then(|| self.entries.values().map(|entry| entry.key).collect());
        Some(DigestJob::new(entries, self.cache.clone(), self.digest_store.clone(), live))
    }

    /// How many sources have no digest yet.
    pub fn undigested(&self) -> usize {
        self.entries.values().filter(|entry| !self.digests.contains_key(&entry.key)).count()
    }

    /// Digests every source, and tells `progress` (done, in all) on the way. Gives how many were parsed rather than kept from before.
    pub fn digest_all(&mut self, progress: &dyn Fn(usize, usize)) -> usize {
        let (all, mut made) = (self.undigested(), 0);
        while let Some(job) = self.digest_job(64) {
            let digested = job.run();
            made += digested.made;
            self.apply(Change::Digested(digested));
            progress(all.saturating_sub(self.undigested()), all);
        }
        made
    }

    fn digested(&mut self, digested: Digested) {
        let live: std::collections::HashSet<SourceKey> = self.entries.values().map(|entry| entry.key).collect();
        let digests = Arc::make_mut(&mut self.digests);
        digests.extend(digested.digests);
        digests.retain(|key, _| live.contains(key));
    }

    /// Makes the snapshot that goes with the state.
    fn refresh(&mut self) {
        for (path, document) in &self.open {
            let note = matches!(files::role(&self.config, path), Some(Role::Note));
            let same = self.notes.get(path).is_some_and(|old| old.is_open_with(&document.text, document.version));
            if note && !same {
                self.notes.insert(path.clone(), Arc::new(NoteFile::open(path, document.text.clone(), document.version)));
            } else if !note {
                self.notes.remove(path);
            }
        }
        let listing = self.snapshot.listing(&self.entries);
        if !self.snapshot.same_sources(&listing, &self.config) {
            self.generation += 1;
            let sources = self.entries.iter().map(|(path, entry)| (path.as_str(), entry.key));
            let config = format!("{}\0{}", self.config_text.as_deref().unwrap_or_default(), self.settings);
            self.stamp = kept::stamp(sources, &config);
            self.shared.new_generation();
        }
        let snapshot = self.snapshot.next(snapshot::Next {
            config: self.config.clone(),
            config_text: self.config_text.clone(),
            listing,
            notes: self.notes.clone(),
            problems: self.problems.clone(),
            pending: self.pending.len(),
            generation: self.generation,
            stamp: self.stamp,
            shared: self.shared.clone(),
            digests: self.digests.clone(),
        });
        self.snapshot = snapshot;
    }
}

/// Where what belongs to a workspace is kept between runs: a folder of its own in the platform's cache folder.
pub fn cache_folder(root: &Path) -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?.cache_dir();
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let hash = xxhash_rust::xxh3::xxh3_64(root.to_string_lossy().as_bytes());
    Some(base.join("backtext").join(format!("{name}-{hash:016x}")))
}

/// Why a workspace could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be read.
    #[error("{0} cannot be opened as a workspace: {1}")]
    Root(PathBuf, #[source] std::io::Error),
    /// No index can be made.
    #[error(transparent)]
    Index(#[from] IndexError),
}
