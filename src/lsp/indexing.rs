//! How the sources of a root get into its index: in pieces, on other threads, while everything else goes on.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::json;
use tower_lsp::ls_types::*;

use super::outbox::Out;
use super::owner::Message;
use super::session::Session;
use super::workers::{For, guard};
use super::workspaces::RootId;
use crate::workspace::{Change, Digested, Indexed, Workspace};

/// Sources that one piece of work takes.
const PIECE: usize = 64;
/// Sources that are parsed at a time.
const DIGESTED: usize = 8;
/// How long notes wait to be judged again while more sources are on their way.
const BETWEEN_PIECES: Duration = Duration::from_millis(1000);
/// Fewer sources than this are read before a person has seen that it takes time.
const WORTH_SHOWING: usize = 32;

/// What is being indexed, and how it is shown.
#[derive(Default)]
pub struct Indexing {
    /// Sources that there were to read, by root with work under way.
    running: HashMap<RootId, usize>,
    /// Roots whose sources are being parsed.
    digesting: Vec<RootId>,
    /// Roots that the person does not want to wait for.
    paused: Vec<RootId>,
    progress: Progress,
    statuses: HashMap<RootId, serde_json::Value>,
}

#[derive(Default, PartialEq, Eq)]
enum Progress {
    #[default]
    None,
    Asked,
    Shown,
}

impl Session {
    pub(super) fn opened(&mut self, root: RootId, workspace: Option<Box<Workspace>>) {
        let parked = self.workspaces.opened(root, workspace);
        for ask in parked {
            self.ask(ask);
        }
        self.index_more(root);
        self.all_due(root, Duration::ZERO);
    }

    /// Takes what was indexed, and goes on.
    pub(super) fn indexed(&mut self, root: RootId, indexed: Indexed) {
        for (path, why) in &indexed.problems {
            self.log.debug(&format!("{path} {why}"));
        }
        self.workspaces.apply(root, Change::Indexed(indexed));
        let before = self.indexing.running.remove(&root);
        self.continue_indexing(root, before);
        // The first piece holds what the open notes cite: what it tells is shown at once.
        let first = self.workspaces.workspace(root).is_some_and(|workspace| workspace.snapshot().sources().count() <= PIECE);
        let going_on = self.indexing.running.contains_key(&root);
        let wait = if going_on && !first { BETWEEN_PIECES } else { Duration::ZERO };
        self.all_due(root, wait);
    }

    /// Begins to read the sources of a root that wait, if nobody does yet.
    pub(super) fn index_more(&mut self, root: RootId) {
        self.indexing.paused.retain(|paused| *paused != root);
        if !self.indexing.running.contains_key(&root) {
            self.continue_indexing(root, None);
        }
    }

    fn continue_indexing(&mut self, root: RootId, total: Option<usize>) {
        let Some(workspace) = self.workspaces.workspace(root) else { return };
        let pending = workspace.pending();
        let job = if self.indexing.paused.contains(&root) { None } else { workspace.job(PIECE) };
        if let Some(job) = job {
            self.indexing.running.insert(root, total.unwrap_or(0).max(pending));
            let inbox = self.inbox.clone();
            let log = self.log.clone();
            self.workers.spawn(For::Index, "indexing", move || {
                // A piece that panicked is not tried again: it would panic for ever.
                let indexed = guard(&log, "indexing", || Ok(job.run())).unwrap_or_else(|_| job.failed());
                inbox.post(Message::Indexed(root, indexed));
            });
        }
        if !self.indexing.running.contains_key(&root) {
            self.digest_more(root);
        }
        self.show_progress();
        self.tell_status(root, None);
    }

    /// Takes what sources say of actors and disputes, and goes on.
    pub(super) fn digested(&mut self, root: RootId, digested: Digested) {
        self.indexing.digesting.retain(|digesting| *digesting != root);
        // A piece that gave nothing would give nothing again.
        let go_on = !digested.digests.is_empty();
        self.workspaces.apply(root, Change::Digested(digested));
        if go_on {
            self.digest_more(root);
        }
        if go_on && !self.indexing.digesting.contains(&root) {
            // Who is who is known now. It is rolled up once, here, so that the next hover or completion finds it ready: after each
            // piece it would keep the workers from judging notes for as long as pieces come.
            if let Some(snapshot) = self.workspaces.workspace(root).map(|workspace| workspace.snapshot()) {
                self.workers.spawn(For::Diagnostics, "knowledge", move || drop(snapshot.knowledge()));
            }
            // What was shown without it is asked for again.
            self.all_due(root, Duration::ZERO);
        }
        self.tell_status(root, None);
    }

    /// Begins to parse sources for what they say of actors and disputes. It takes longest and is needed least, so it comes last.
    fn digest_more(&mut self, root: RootId) {
        if self.indexing.digesting.contains(&root) || self.indexing.paused.contains(&root) {
            return;
        }
        let Some(job) = self.workspaces.workspace(root).and_then(|workspace| workspace.digest_job(DIGESTED)) else { return };
        self.indexing.digesting.push(root);
        let (inbox, log) = (self.inbox.clone(), self.log.clone());
        self.workers.spawn(For::Index, "digesting", move || {
            let digested = guard(&log, "digesting", || Ok(job.run())).unwrap_or_default();
            inbox.post(Message::Digested(root, digested));
        });
    }

    fn show_progress(&mut self) {
        if !self.facts.progress {
            return;
        }
        let total: usize = self.indexing.running.values().sum();
        let roots: Vec<RootId> = self.indexing.running.keys().copied().collect();
        let pending: usize =
            roots.into_iter().filter_map(|root| self.workspaces.workspace(root).map(|workspace| workspace.pending())).sum();
        match self.indexing.progress {
            Progress::None if total >= WORTH_SHOWING => {
                self.indexing.progress = Progress::Asked;
                self.send(Out::CreateProgress(token()));
            }
            Progress::Shown if total == 0 => {
                self.indexing.progress = Progress::None;
                self.send(report(WorkDoneProgress::End(WorkDoneProgressEnd { message: None })));
            }
            Progress::Shown => {
                let done = total.saturating_sub(pending);
                self.send(report(WorkDoneProgress::Report(WorkDoneProgressReport {
                    cancellable: Some(true),
                    message: Some(format!("{done} of {total} sources")),
                    percentage: u32::try_from(done * 100 / total.max(1)).ok(),
                })));
            }
            Progress::None | Progress::Asked => {}
        }
    }

    /// The client has said whether it shows progress.
    pub(super) fn progress_granted(&mut self, granted: bool) {
        if self.indexing.progress != Progress::Asked {
            return;
        }
        if !granted || self.indexing.running.is_empty() {
            self.indexing.progress = Progress::None;
            return;
        }
        self.indexing.progress = Progress::Shown;
        self.send(report(WorkDoneProgress::Begin(WorkDoneProgressBegin {
            title: "Reading sources".into(),
            cancellable: Some(true),
            message: None,
            percentage: Some(0),
        })));
        self.show_progress();
    }

    /// Reads no more sources until a file or setting changes.
    pub(super) fn cancel_progress(&mut self, cancelled: &ProgressToken) {
        if *cancelled == token() {
            self.indexing.paused = self.indexing.running.keys().copied().collect();
            self.log.info("reading sources was cancelled: claims are held against those that were read; a changed file starts it again");
        }
    }

    /// Tells the client how far the index is and what the verdicts are, if that is news.
    pub(super) fn tell_status(&mut self, root: RootId, verdicts: Option<(serde_json::Value, usize)>) {
        let folder = self.workspaces.folder(root).map(|folder| folder.to_path_buf());
        let running = self.indexing.running.contains_key(&root);
        let paused = self.indexing.paused.contains(&root);
        let Some(workspace) = self.workspaces.workspace(root) else { return };
        let (snapshot, undigested) = (workspace.snapshot(), workspace.undigested());
        let state = match (running, paused && snapshot.pending() > 0) {
            (_, true) => "paused",
            (true, _) => "indexing",
            _ => "ready",
        };
        let known = self.indexing.statuses.get(&root);
        let before = |status: &serde_json::Value| (status["verdicts"].clone(), status["unjudged"].as_u64().unwrap_or(0) as usize);
        let (verdicts, unjudged) = verdicts.or_else(|| known.map(before)).unwrap_or_else(|| (json!({}), 0));
        let status = json!({
            "root": folder.as_deref().and_then(Uri::from_file_path),
            "state": state,
            "sources": snapshot.sources().count(),
            "pending": snapshot.pending(),
            "undigested": undigested,
            "notes": snapshot.note_paths().count(),
            "verdicts": verdicts,
            "unjudged": unjudged,
        });
        if known != Some(&status) {
            self.indexing.statuses.insert(root, status.clone());
            self.send(Out::Status(status));
        }
    }
}

fn token() -> ProgressToken {
    ProgressToken::String("backtext-index".into())
}

fn report(progress: WorkDoneProgress) -> Out {
    Out::Progress(ProgressParams { token: token(), value: ProgressParamsValue::WorkDone(progress) })
}
