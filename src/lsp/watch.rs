//! Watching files: by the client where it can, else by the server itself.

use std::path::{Path, PathBuf};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use serde_json::json;
use tower_lsp::ls_types::Registration;

use super::log::Log;
use super::owner::{Inbox, Message};

/// Asks the client to tell of every file that comes, changes or goes. What is neither source, note nor configuration is left
/// out by the workspace, which alone knows the patterns.
pub fn registration() -> Registration {
    Registration {
        id: "backtext-files".into(),
        method: "workspace/didChangeWatchedFiles".into(),
        register_options: Some(json!({"watchers": [{"globPattern": "**/*"}]})),
    }
}

/// The server's own watch.
pub struct Watcher(RecommendedWatcher);

impl Watcher {
    /// A watch of nothing yet; none where the system has no means, which the log says.
    pub fn start(inbox: Inbox, log: &Log) -> Option<Self> {
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if let Ok(event) = event
                && !event.kind.is_access()
            {
                let files: Vec<PathBuf> = event.paths.into_iter().filter(|path| !hidden(path)).collect();
                if !files.is_empty() {
                    inbox.post(Message::Files(files));
                }
            }
        });
        watcher
            .map(Self)
            .inspect_err(|error| {
                log.warn(format!("files are not watched: {error}; changes behind the editor's back are seen after a restart"))
            })
            .ok()
    }

    /// Watches a folder and all that is in it.
    pub fn add(&mut self, folder: &Path, log: &Log) {
        if let Err(error) = self.0.watch(folder, RecursiveMode::Recursive) {
            log.warn(format!("{} is not watched: {error}", folder.display()));
        }
    }
}

/// Whether a file is one of those that programs keep for themselves, such as a repository's.
fn hidden(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".git")
}
