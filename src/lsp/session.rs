//! The state of the server. Only the owner's thread touches it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::capabilities::Facts;
use super::diagnostics::{Closed, Pending, Verdicts};
use super::document::Document;
use super::indexing::Indexing;
use super::log::Log;
use super::outbox::Out;
use super::owner::{Ask, Inbox, Message};
use super::settings::{self, Settings};
use super::view::{Cancel, Picture, View};
use super::watch;
use super::workers::{For, Workers};
use super::workspaces::{RootId, Workspaces};
use crate::workspace::Change;

/// How long to wait before notes are judged again after a source or the configuration has changed.
const AFTER_SOURCES: Duration = Duration::from_millis(100);

/// The documents, the workspaces they belong to, and what the client and the person told of themselves.
pub struct Session {
    pub(super) log: Log,
    pub(super) out: UnboundedSender<Out>,
    pub(super) inbox: Inbox,
    pub(super) workers: Workers,
    pub(super) facts: Arc<Facts>,
    pub(super) settings: Arc<Settings>,
    pub(super) workspaces: Workspaces,
    pub(super) documents: HashMap<String, Open>,
    pub(super) watcher: Option<watch::Watcher>,
    pub(super) indexing: Indexing,
    pub(super) closed: HashMap<RootId, Closed>,
}

/// An open document and where it belongs.
pub struct Open {
    pub(super) document: Document,
    pub(super) root: RootId,
    /// Its path in the workspace of that root.
    pub(super) path: String,
    /// Whether the workspace has not yet seen the text as it is.
    pub(super) dirty: bool,
    pub(super) pending: Pending,
    pub(super) verdicts: Verdicts,
    /// Claims on which nothing is known yet.
    pub(super) unjudged: usize,
}

impl Session {
    /// A session before `initialize`; `cache` says whether indices are kept between runs.
    pub fn new(log: Log, out: UnboundedSender<Out>, inbox: Inbox, cache: bool) -> Self {
        Self {
            workers: Workers::new(log.clone()),
            workspaces: Workspaces::new(inbox.clone(), log.clone(), cache),
            log,
            out,
            inbox,
            facts: Arc::default(),
            settings: Arc::default(),
            documents: HashMap::new(),
            watcher: None,
            indexing: Indexing::default(),
            closed: HashMap::new(),
        }
    }

    /// Does what a message asks for.
    pub fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize(params) => self.initialize(*params),
            Message::Initialized => self.initialized(),
            Message::Open(item) => self.open(item),
            Message::Change(params) => self.change(&params),
            Message::Save(uri, text) => self.save(&uri, text.as_deref()),
            Message::Close(uri) => self.close(&uri),
            Message::Files(files) => self.files(&files),
            Message::Configuration(section) => self.configure(&section),
            Message::Folders(event) => self.folders(event),
            Message::Ask(ask) => self.ask(ask),
            Message::Opened(root, workspace) => self.opened(root, workspace),
            Message::Indexed(root, indexed) => self.indexed(root, indexed),
            Message::Digested(root, digested) => self.digested(root, digested),
            Message::Judged(judged) => self.judged(judged),
            Message::ClosedJudged(root, cancel, found) => self.closed_judged(root, &cancel, found),
            Message::ProgressGranted(granted) => self.progress_granted(granted),
            Message::CancelProgress(token) => self.cancel_progress(&token),
            Message::Stop => {}
        }
    }

    /// Sends to the client.
    pub(super) fn send(&self, out: Out) {
        let _ = self.out.send(out);
    }

    fn initialize(&mut self, params: InitializeParams) {
        self.facts = Arc::new(Facts::new(&params.capabilities));
        if let Some(options) = &params.initialization_options {
            self.take_settings(options);
        }
        let mut folders: Vec<PathBuf> = params.workspace_folders.iter().flatten().filter_map(|folder| folder_path(&folder.uri)).collect();
        #[allow(deprecated)] // Old clients know nothing newer.
        if folders.is_empty() {
            folders.extend(params.root_uri.as_ref().and_then(folder_path).or_else(|| params.root_path.map(PathBuf::from)));
        }
        for folder in folders {
            self.add_folder(folder);
        }
    }

    fn initialized(&mut self) {
        let mut registrations = Vec::new();
        if self.facts.configuration_changes {
            registrations.push(Registration {
                id: "backtext-configuration".into(),
                method: "workspace/didChangeConfiguration".into(),
                register_options: Some(serde_json::json!({"section": "backtext"})),
            });
        }
        if self.facts.watches_files {
            registrations.push(watch::registration());
        }
        if !registrations.is_empty() {
            self.send(Out::Register(registrations));
        }
        if self.facts.configuration {
            self.send(Out::Configuration);
        }
        self.watch_folders();
    }

    /// Adds a root, unless it must not be one.
    fn add_folder(&mut self, folder: PathBuf) {
        match super::roots::refusal(&folder) {
            Some(refusal) => {
                self.log.warn(&*refusal);
                self.send(Out::Show(MessageType::WARNING, refusal));
            }
            None => {
                self.workspaces.add(Some(folder));
            }
        }
    }

    fn open(&mut self, item: TextDocumentItem) {
        let key = item.uri.as_str().to_owned();
        let (root, path) = self.workspaces.place(&item.uri, &item.language_id);
        if let Some(mut before) = self.documents.remove(&key) {
            self.log.warn(format!("{key} was opened twice; the later text counts"));
            before.document.touch();
        }
        let mut document = Document::new(item.uri, item.version, &item.text);
        let change = Change::Open { path: path.clone(), text: document.text(), version: item.version };
        self.workspaces.apply(root, change);
        let pending = Pending::at_once();
        self.documents
            .insert(key, Open { document, root, path: path.clone(), dirty: false, pending, verdicts: Verdicts::new(), unjudged: 0 });
        self.workspaces.watch_new(self.watcher.as_mut());
        self.others_due(root, &path);
    }

    fn change(&mut self, params: &DidChangeTextDocumentParams) {
        let key = params.text_document.uri.as_str();
        let Some(open) = self.documents.get_mut(key) else {
            self.log.warn(format!("an edit of {key}, which is not open, was left out"));
            return;
        };
        if !open.document.change(params.text_document.version, &params.content_changes, self.facts.encoding) {
            self.log.debug(&format!("{key} went to version {}, which is not higher", params.text_document.version));
        }
        open.dirty = true;
        open.pending.after(self.settings.debounce);
        let (root, path) = (open.root, open.path.clone());
        self.others_due(root, &path);
    }

    fn save(&mut self, uri: &Uri, text: Option<&str>) {
        let Some(open) = self.documents.get_mut(uri.as_str()) else { return };
        if let Some(text) = text
            && open.document.replace(text)
        {
            open.dirty = true;
            self.log.warn(format!("the saved text of {} was not the one known; it counts now", uri.as_str()));
        }
        open.pending.now();
    }

    fn close(&mut self, uri: &Uri) {
        let Some(mut open) = self.documents.remove(uri.as_str()) else { return };
        open.document.touch();
        open.pending.cancel();
        let (root, path) = (open.root, open.path);
        self.workspaces.apply(root, Change::Close { path: path.clone() });
        if !self.facts.pulls {
            self.send(Out::Diagnostics(uri.clone(), None, Vec::new()));
        }
        // The file counts again; a source is read anew.
        self.index_more(root);
        self.closed_due(root, Duration::ZERO);
        self.others_due(root, &path);
    }

    fn files(&mut self, files: &[PathBuf]) {
        for root in self.workspaces.files_changed(files) {
            self.index_more(root);
            self.all_due(root, AFTER_SOURCES);
        }
    }

    fn configure(&mut self, section: &Value) {
        self.take_settings(section);
        for root in self.workspaces.ids() {
            self.index_more(root);
            self.all_due(root, AFTER_SOURCES);
        }
    }

    fn take_settings(&mut self, section: &Value) {
        let (settings, overlay, problems) = settings::read(section);
        for problem in problems {
            self.log.warn(problem);
        }
        self.settings = Arc::new(settings);
        self.workspaces.configure(overlay);
    }

    fn folders(&mut self, event: WorkspaceFoldersChangeEvent) {
        for folder in event.removed.iter().filter_map(|folder| folder_path(&folder.uri)) {
            self.workspaces.remove(&folder);
        }
        for folder in event.added.iter().filter_map(|folder| folder_path(&folder.uri)) {
            self.add_folder(folder);
        }
        self.watch_folders();
        // A document may now belong elsewhere.
        for open in self.documents.values_mut() {
            let (root, path) = self.workspaces.place(open.document.uri(), "markdown");
            if root != open.root {
                self.workspaces.apply(open.root, Change::Close { path: std::mem::replace(&mut open.path, path.clone()) });
                open.root = root;
                self.workspaces.apply(root, Change::Open { path, text: open.document.text(), version: open.document.version() });
            }
            open.pending.after(AFTER_SOURCES);
        }
        for root in self.workspaces.ids() {
            self.index_more(root);
        }
    }

    /// Hands a request to a worker, with the state as all messages before it have left it.
    pub(super) fn ask(&mut self, ask: Ask) {
        let views = match &ask.about {
            Some(uri) => match self.whereabouts(uri) {
                Ok((root, path)) => {
                    if self.workspaces.is_opening(root) {
                        self.workspaces.park(root, ask);
                        return;
                    }
                    self.view(root, path).map(|view| vec![view])
                }
                Err(error) => Err(error),
            },
            None => Ok(self.workspaces.ids().into_iter().filter_map(|root| self.view(root, String::new()).ok()).collect()),
        };
        let job = ask.job;
        self.workers.spawn(For::Request, ask.method, move || job(views));
    }

    /// Root and path of a document that is open, or of a file in a workspace.
    fn whereabouts(&self, uri: &Uri) -> Result<(RootId, String)> {
        if let Some(open) = self.documents.get(uri.as_str()) {
            return Ok((open.root, open.path.clone()));
        }
        self.workspaces
            .find(uri)
            .ok_or_else(|| Error::invalid_params(format!("{} is neither open nor in a workspace folder", uri.as_str())))
    }

    /// A view of a root, after its workspace has seen every edit.
    pub(super) fn view(&mut self, root: RootId, path: String) -> Result<View> {
        let picture = self.picture(root).ok_or_else(Error::content_modified)?;
        Ok(View { shot: picture.open.get(&path).cloned(), picture, path, cancel: Cancel::default(), may_be_late: false })
    }

    fn picture(&mut self, root: RootId) -> Option<Picture> {
        let mut open = HashMap::new();
        for document in self.documents.values_mut().filter(|document| document.root == root) {
            if std::mem::take(&mut document.dirty) {
                let text = document.document.text();
                self.workspaces.apply(root, Change::Open { path: document.path.clone(), text, version: document.document.version() });
            }
            open.insert(document.path.clone(), document.document.shot());
        }
        let (snapshot, folder, kept) = self.workspaces.snapshot(root)?;
        let (facts, settings) = (self.facts.clone(), self.settings.clone());
        Some(Picture { snapshot, folder, open: Arc::new(open), kept, facts, settings })
    }

    /// Starts or widens the server's own watch where the client cannot watch.
    fn watch_folders(&mut self) {
        if self.facts.watches_files {
            return;
        }
        if self.watcher.is_none() {
            self.watcher = watch::Watcher::start(self.inbox.clone(), &self.log);
        }
        self.workspaces.watch_new(self.watcher.as_mut());
    }
}

/// A folder's path; none for folders that are no files.
fn folder_path(uri: &Uri) -> Option<PathBuf> {
    super::convert::file_path(uri)
}
