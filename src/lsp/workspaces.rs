//! The workspaces that are open, by root: how they come, change and go.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use tower_lsp::jsonrpc::Error;
use tower_lsp::ls_types::*;

use super::convert::file_path;
use super::log::Log;
use super::owner::{Ask, Inbox, Message};
use super::roots;
use super::view::Kept;
use super::watch::Watcher;
use crate::workspace::{Change, Options, Snapshot, Workspace};

/// Number of a root; never used twice.
pub type RootId = usize;

/// All roots.
pub struct Workspaces {
    inbox: Inbox,
    log: Log,
    roots: Vec<Root>,
    next: RootId,
    overlay: Value,
    cache: bool,
}

struct Root {
    id: RootId,
    /// None for documents that belong to no folder.
    folder: Option<PathBuf>,
    state: State,
    kept: Arc<Kept>,
    watched: bool,
}

enum State {
    /// It is being read. What happens meanwhile waits.
    Opening {
        changes: Vec<Change>,
        parked: Vec<Ask>,
    },
    Open(Box<Workspace>),
    /// It cannot be read; the log says why.
    Failed,
}

impl Workspaces {
    /// None yet.
    pub fn new(inbox: Inbox, log: Log, cache: bool) -> Self {
        Self { inbox, log, roots: Vec::new(), next: 0, overlay: Value::Null, cache }
    }

    /// Adds the root of a folder, or finds it. It is read on a thread of its own.
    pub fn add(&mut self, folder: Option<PathBuf>) -> RootId {
        if let Some(root) = self.roots.iter().find(|root| root.folder == folder) {
            return root.id;
        }
        let id = self.next;
        self.next += 1;
        let state = match &folder {
            // Nothing to read: there from the start.
            None => match Workspace::detached() {
                Ok(workspace) => State::Open(Box::new(workspace)),
                Err(error) => {
                    self.log.error(error.to_string());
                    State::Failed
                }
            },
            Some(folder) => {
                let changes = if self.overlay.is_null() { Vec::new() } else { vec![Change::Settings(self.overlay.clone())] };
                self.read(id, folder.clone());
                State::Opening { changes, parked: Vec::new() }
            }
        };
        self.roots.push(Root { id, folder, state, kept: Arc::default(), watched: false });
        id
    }

    /// Forgets the root of a folder. Requests that waited for it are answered.
    pub fn remove(&mut self, folder: &Path) {
        let (gone, kept) = std::mem::take(&mut self.roots).into_iter().partition(|root| root.folder.as_deref() == Some(folder));
        self.roots = kept;
        for root in gone {
            if let State::Opening { parked, .. } = root.state {
                for ask in parked {
                    (ask.job)(Err(Error::content_modified()));
                }
            }
        }
    }

    /// Root and path of a document, for which a root is made if there is none.
    ///
    /// The nearest root wins. A buffer that has no file yet is held against the sources of the first folder. A file outside every
    /// folder belongs to the nearest folder above it that looks like a workspace, else to none.
    pub fn place(&mut self, uri: &Uri, language: &str) -> (RootId, String) {
        if let Some(found) = self.find(uri) {
            return found;
        }
        let Some(file) = file_path(uri) else {
            let root = self.roots.iter().find(|root| root.folder.is_some()).map(|root| root.id);
            let root = root.unwrap_or_else(|| self.add(None));
            let ending = if matches!(language, "plaintext" | "text") { ".txt" } else { ".md" };
            let name: String = uri.path().as_str().chars().map(|c| if c == '/' { '-' } else { c }).collect();
            return (root, format!("/{}-{name}{ending}", uri.scheme().as_str()));
        };
        if let Some(folder) = roots::discover(&file)
            && let Some(path) = roots::relative(&folder, &file)
        {
            return (self.add(Some(folder)), path);
        }
        // Folders above it say nothing about a file on its own, so its path is only its name, made unlike any other.
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = xxhash_rust::xxh3::xxh3_64(uri.as_str().as_bytes());
        (self.add(None), format!("{folder:016x}/{name}"))
    }

    /// Root and path of a file that lies in a root.
    pub fn find(&self, uri: &Uri) -> Option<(RootId, String)> {
        self.find_file(&file_path(uri)?)
    }

    fn find_file(&self, file: &Path) -> Option<(RootId, String)> {
        let inside = self.roots.iter().filter_map(|root| {
            let folder = root.folder.as_deref()?;
            Some((folder.components().count(), root.id, roots::relative(folder, file)?))
        });
        inside.max_by_key(|(depth, ..)| *depth).map(|(_, id, path)| (id, path))
    }

    /// Tells a workspace of a change, now or when it has been read.
    pub fn apply(&mut self, id: RootId, change: Change) {
        if let Some(root) = self.roots.iter_mut().find(|root| root.id == id) {
            match &mut root.state {
                State::Opening { changes, .. } => changes.push(change),
                State::Open(workspace) => workspace.apply(change),
                State::Failed => {}
            }
        }
    }

    /// Tells every workspace what the client's settings say.
    pub fn configure(&mut self, overlay: Value) {
        if overlay != self.overlay {
            self.overlay = overlay.clone();
            for id in self.ids() {
                self.apply(id, Change::Settings(overlay.clone()));
            }
        }
    }

    /// Tells the workspaces of files that were created, changed or deleted; returns the roots that they lie in.
    pub fn files_changed(&mut self, files: &[PathBuf]) -> Vec<RootId> {
        let mut touched = Vec::new();
        for id in self.ids() {
            let here = files.iter().filter_map(|file| self.find_file(file)).filter(|(root, _)| *root == id);
            let inside: Vec<String> = here.map(|(_, path)| path).collect();
            if !inside.is_empty() {
                self.apply(id, Change::Files(inside));
                touched.push(id);
            }
        }
        touched
    }

    /// Takes over a workspace that has been read, with what happened meanwhile; returns the requests that waited for it.
    pub fn opened(&mut self, id: RootId, workspace: Option<Box<Workspace>>) -> Vec<Ask> {
        let Some(root) = self.roots.iter_mut().find(|root| root.id == id) else { return Vec::new() };
        let State::Opening { changes, parked } = std::mem::replace(&mut root.state, State::Failed) else { return Vec::new() };
        if let Some(mut workspace) = workspace {
            for change in changes {
                workspace.apply(change);
            }
            root.state = State::Open(workspace);
        }
        parked
    }

    /// The workspace of a root that has been read.
    pub fn workspace(&mut self, id: RootId) -> Option<&mut Workspace> {
        match self.roots.iter_mut().find(|root| root.id == id).map(|root| &mut root.state) {
            Some(State::Open(workspace)) => Some(workspace),
            _ => None,
        }
    }

    /// The folder of a root.
    pub fn folder(&self, id: RootId) -> Option<&Path> {
        self.roots.iter().find(|root| root.id == id)?.folder.as_deref()
    }

    /// Keeps a request until the root has been read.
    pub fn park(&mut self, id: RootId, ask: Ask) {
        match self.roots.iter_mut().find(|root| root.id == id).map(|root| &mut root.state) {
            Some(State::Opening { parked, .. }) => parked.push(ask),
            _ => (ask.job)(Err(Error::content_modified())),
        }
    }

    /// Whether a root is still being read.
    pub fn is_opening(&self, id: RootId) -> bool {
        self.roots.iter().any(|root| root.id == id && matches!(root.state, State::Opening { .. }))
    }

    /// A root as it stands; none while it is being read.
    pub fn snapshot(&self, id: RootId) -> Option<(Snapshot, Option<PathBuf>, Arc<Kept>)> {
        let root = self.roots.iter().find(|root| root.id == id)?;
        match &root.state {
            State::Opening { .. } | State::Failed => None,
            State::Open(workspace) => Some((workspace.snapshot(), root.folder.clone(), root.kept.clone())),
        }
    }

    /// Whether notes of a root rest on a file: a source, or the configuration.
    pub fn rests_on(&self, id: RootId, path: &str) -> bool {
        path == "backtext.toml" || self.snapshot(id).is_some_and(|(snapshot, ..)| snapshot.source_at(path).is_some())
    }

    /// All roots.
    pub fn ids(&self) -> Vec<RootId> {
        self.roots.iter().map(|root| root.id).collect()
    }

    /// Watches the folders that are not watched yet.
    pub fn watch_new(&mut self, watcher: Option<&mut Watcher>) {
        let Some(watcher) = watcher else { return };
        for root in self.roots.iter_mut().filter(|root| !root.watched) {
            if let Some(folder) = &root.folder {
                watcher.add(folder, &self.log);
            }
            root.watched = true;
        }
    }

    fn read(&self, id: RootId, folder: PathBuf) {
        let (inbox, log) = (self.inbox.clone(), self.log.clone());
        let options = Options { cache: if self.cache { crate::workspace::cache_folder(&folder) } else { None } };
        let read = move || {
            let start = std::time::Instant::now();
            let opened = super::workers::guard(&log, "reading the workspace", || Ok(Workspace::open(&folder, &options)));
            let workspace = opened.ok().and_then(|opened| opened.inspect_err(|error| log.error(error.to_string())).ok());
            log.debug(&format!("{} read in {:?}", folder.display(), start.elapsed()));
            inbox.post(Message::Opened(id, workspace.map(Box::new)));
        };
        if let Err(error) = std::thread::Builder::new().name("backtext-open".into()).spawn(read) {
            self.log.error(format!("no thread to read the workspace with: {error}"));
        }
    }
}
