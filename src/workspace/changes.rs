//! What a change does to the state: documents opened and closed, files made, changed and deleted, configuration, indexed sources.

use std::collections::HashMap;
use std::sync::Arc;

use super::config::{self, Config};
use super::files::{self, FileInfo, Role};
use super::index_job::Indexed;
use super::snapshot::NoteFile;
use super::{OpenDocument, Workspace};
use crate::evidence::{Entry, SourceKey};
use crate::source;

impl Workspace {
    pub(super) fn opened(&mut self, path: String, text: Arc<str>, version: i32) {
        match files::role(&self.config, &path) {
            Some(Role::Source) => self.open_source(&path, &text),
            Some(Role::Config) => self.config_text = Some(text.clone()),
            Some(Role::Note) | None => {}
        }
        let config = path == config::FILE;
        self.open.insert(path, OpenDocument { text, version });
        if config {
            self.rescan();
        }
    }

    fn open_source(&mut self, path: &str, text: &Arc<str>) {
        let key = SourceKey::of(path, text.as_bytes());
        self.pending.remove(path);
        if self.entries.get(path).is_some_and(|entry| entry.key == key) {
            return;
        }
        let source = Arc::new(source::read(path, text.as_bytes()));
        let entry = Arc::new(Entry::new(key, &source, text.len() as u64, 0));
        // A memory index that cannot take it leaves the source without retrieval, never the editor without an answer.
        let _ = self.index.add([(entry.as_ref(), source.as_ref())], true);
        self.cache.keep(key, source, true);
        self.forget_unsaved(path);
        self.entries.insert(path.to_owned(), entry);
    }

    fn forget_unsaved(&mut self, path: &str) {
        if let Some(old) = self.entries.get(path).filter(|entry| entry.modified == 0) {
            self.cache.release(old.key);
            let _ = self.index.remove(&[old.key]);
        }
    }

    pub(super) fn closed(&mut self, path: &str) {
        if self.open.remove(path).is_none() {
            return;
        }
        self.forget_unsaved(path);
        // What was typed and not saved goes with the buffer.
        self.notes.remove(path);
        if path == config::FILE {
            self.rescan();
        } else {
            self.files_changed(&[path.to_owned()]);
        }
    }

    /// Many at once, as after a checkout of another branch: what goes is taken out of the index in one go.
    pub(super) fn files_changed(&mut self, paths: &[String]) {
        let mut gone = Vec::new();
        let mut rescan = false;
        for path in paths {
            rescan |= self.file_changed(path, &mut gone);
        }
        self.files_gone(&gone);
        if rescan {
            self.rescan();
        }
    }

    /// Takes up one changed file, or adds it to those that are gone; whether every file must be looked at again.
    fn file_changed(&mut self, path: &str, gone: &mut Vec<String>) -> bool {
        if self.is_detached() {
            gone.push(path.to_owned());
            return false;
        }
        if path == config::FILE {
            return true;
        }
        let Some(file) = files::absolute(&self.root, path) else {
            // A buffer without a file was closed.
            gone.push(path.to_owned());
            return false;
        };
        self.problems.retain(|(other, _)| other != path);
        match (files::role(&self.config, path), files::inspect(&self.root, &file)) {
            (Some(role), Ok(Some((size, modified)))) => {
                self.file_found(FileInfo { path: path.to_owned(), role, size, modified });
                false
            }
            (Some(_), Err(why)) if file.symlink_metadata().is_ok() => {
                self.problems.push((path.to_owned(), why));
                gone.push(path.to_owned());
                false
            }
            _ => {
                gone.push(path.to_owned());
                // A folder may have come or gone with all that is in it.
                let below = format!("{path}/");
                file.is_dir() || self.files.range(below.clone()..).next().is_some_and(|(known, _)| known.starts_with(&below))
            }
        }
    }

    fn files_gone(&mut self, paths: &[String]) {
        let mut keys = Vec::new();
        for path in paths {
            self.files.remove(path);
            self.pending.remove(path);
            if !self.open.contains_key(path) {
                self.notes.remove(path);
                keys.extend(self.entries.remove(path).map(|entry| entry.key));
            }
        }
        // What cannot be removed now is passed over by every view and removed at the next start.
        let _ = self.index.remove(&keys);
    }

    fn file_found(&mut self, file: FileInfo) {
        let same = self.files.get(&file.path) == Some(&file);
        let path = file.path.clone();
        match file.role {
            _ if self.open.contains_key(&path) => {}
            Role::Source => {
                let known = self.entries.get(&path).is_some_and(|entry| entry.size == file.size && entry.modified == file.modified);
                if !known {
                    self.pending.insert(path.clone(), file.clone());
                }
            }
            Role::Note if !same || !self.notes.contains_key(&path) => {
                self.notes.insert(path.clone(), Arc::new(NoteFile::on_disk(&self.root, &path)));
            }
            Role::Note | Role::Config => {}
        }
        self.files.insert(path, file);
    }

    /// Reads the configuration and looks at every file again.
    pub(super) fn rescan(&mut self) {
        self.read_config();
        let (found, problems) = if self.is_detached() { Default::default() } else { files::walk(&self.root, &self.config) };
        self.problems = problems;
        // A file that is still there but plays another part now is gone in its old one.
        let roles: HashMap<&str, Role> = found.iter().map(|file| (file.path.as_str(), file.role)).collect();
        let old = (self.files.values().map(|file| (&file.path, file.role)))
            .chain(self.entries.keys().map(|path| (path, Role::Source)))
            .chain(self.notes.keys().map(|path| (path, Role::Note)));
        let gone: Vec<String> = old.filter(|(path, role)| roles.get(path.as_str()) != Some(role)).map(|(path, _)| path.clone()).collect();
        let first = self.files.is_empty();
        self.files_gone(&gone);
        if first {
            self.take_up_entries(&found);
        }
        found.into_iter().for_each(|file| self.file_found(file));
        let open: Vec<(String, Arc<str>, i32)> =
            self.open.iter().map(|(path, document)| (path.clone(), document.text.clone(), document.version)).collect();
        for (path, text, _) in open {
            match files::role(&self.config, &path) {
                Some(Role::Source) => self.open_source(&path, &text),
                _ => {
                    self.entries.remove(&path);
                }
            }
        }
    }

    /// Entries that a former run left in the index and whose files have not changed since.
    fn take_up_entries(&mut self, found: &[FileInfo]) {
        let files: HashMap<&str, &FileInfo> = found.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut stale = Vec::new();
        for entry in self.index.entries() {
            match files.get(entry.path.as_str()) {
                Some(file) if file.role == Role::Source && (file.size, file.modified) == (entry.size, entry.modified) => {
                    self.entries.insert(entry.path.clone(), Arc::new(entry));
                }
                // It may only have been touched: its key will tell.
                Some(_) => {}
                None => stale.push(entry.key),
            }
        }
        let _ = self.index.remove(&stale);
    }

    fn read_config(&mut self) {
        let mut too_large = false;
        let mut on_disk = || {
            if self.is_detached() {
                return None;
            }
            let bytes = files::read(&self.root.join(config::FILE), files::LARGEST_CONFIG).ok()?;
            too_large = bytes.is_none();
            bytes.map(|bytes| Arc::from(String::from_utf8_lossy(&bytes)))
        };
        self.config_text = self.open.get(config::FILE).map(|document| document.text.clone()).or_else(&mut on_disk);
        let mut config = self.config_text.as_deref().map(Config::parse).unwrap_or_default();
        if too_large {
            let message =
                format!("the file has more than {} MB and is not read: a configuration is some lines", files::LARGEST_CONFIG >> 20);
            config.problems.push(source::Problem { span: Default::default(), message });
        }
        config.overlay(&self.settings);
        self.config = Arc::new(config);
    }

    pub(super) fn indexed(&mut self, indexed: Indexed) {
        let mut replaced = Vec::new();
        for entry in indexed.entries {
            let Some(waiting) = self.pending.get(&entry.path) else { continue };
            if (waiting.size, waiting.modified) != (entry.size, entry.modified) {
                continue;
            }
            self.pending.remove(&entry.path);
            if let Some(old) = self.entries.insert(entry.path.clone(), Arc::new(entry.clone()))
                && old.key != entry.key
            {
                replaced.push(old.key);
            }
        }
        let _ = self.index.remove(&replaced);
        for (path, why) in indexed.problems {
            self.pending.remove(&path);
            self.entries.remove(&path);
            self.problems.push((path, why));
        }
    }
}
