//! The methods of the protocol. Each hands its message to the owner before it waits for anything; none computes.

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::capabilities::{self, Facts};
use super::convert::file_path;
use super::log::Log;
use super::owner::{Ask, Inbox, Message, Owner, inbox};
use super::session::Session;
use super::view::{Cancel, View};
use super::{Options, handlers, outbox, parent, workers};

/// The server, as the protocol layer sees it.
pub struct Front {
    owner: Inbox,
    log: Log,
    watch_parent: bool,
}

impl Front {
    /// Starts the owner's thread and the task that sends; must be called inside an async runtime.
    pub fn start(client: Client, log: Log, options: &Options) -> (Self, Option<Owner>) {
        let (owner, messages) = inbox();
        let out = outbox::start(client, owner.clone());
        log.tell(out.clone());
        let session = Session::new(log.clone(), out, owner.clone(), options.cache);
        let thread = Owner::start(session, owner.clone(), messages)
            .inspect_err(|error| log.error(format!("the owner's thread cannot be started: {error}")))
            .ok();
        (Self { owner, log, watch_parent: options.watch_parent }, thread)
    }

    fn tell(&self, message: Message) {
        self.owner.post(message);
    }

    /// Asks about one document.
    async fn ask<P, R>(&self, method: &'static str, uri: Uri, params: P, work: fn(&View, P) -> Result<R>) -> Result<R>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        self.hand_over(method, Some(uri), move |views| match views.as_slice() {
            [view] => {
                view.current()?;
                let answer = work(view, params);
                view.current()?;
                answer
            }
            _ => Err(Error::internal_error()),
        })
        .await
    }

    /// Asks about every workspace.
    async fn ask_all<P, R>(&self, method: &'static str, params: P, work: fn(&[View], P) -> Result<R>) -> Result<R>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        self.hand_over(method, None, move |views| work(&views, params)).await
    }

    async fn hand_over<R, W>(&self, method: &'static str, about: Option<Uri>, work: W) -> Result<R>
    where
        R: Send + 'static,
        W: FnOnce(Vec<View>) -> Result<R> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let cancel = Cancel::default();
        // Dropping this future is how the layer below cancels a request.
        let _raised_when_dropped = Raise(cancel.clone());
        let log = self.log.clone();
        let job = move |views: Result<Vec<View>>| {
            let answer = views.and_then(|mut views| {
                views.iter_mut().for_each(|view| view.cancel = cancel.clone());
                workers::guard(&log, method, || work(views))
            });
            let _ = reply.send(answer);
        };
        self.owner.post(Message::Ask(Ask { method, about, job: Box::new(job) }));
        // The sender is dropped without an answer only when the owner is gone.
        answer.await.unwrap_or_else(|_| Err(Error::request_cancelled()))
    }

    /// `window/workDoneProgress/cancel`
    pub async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        self.tell(Message::CancelProgress(params.token));
    }

    /// `workspace/textDocumentContent` of the protocol's version 3.18: the text of a document as the server has it. For a PDF
    /// or DOCX source that is the text that was read out of it, which evidence refers to.
    pub async fn text_document_content(&self, params: TextDocumentContentParams) -> Result<Value> {
        self.ask("workspace/textDocumentContent", params.uri, (), handlers::text_document_content::answer).await
    }
}

/// Parameters of `workspace/textDocumentContent`.
#[derive(Debug, Deserialize)]
pub struct TextDocumentContentParams {
    /// Which document.
    pub uri: Uri,
}

struct Raise(Cancel);

impl Drop for Raise {
    fn drop(&mut self) {
        self.0.raise();
    }
}

impl LanguageServer for Front {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        if self.watch_parent
            && let Some(id) = params.process_id
        {
            parent::watch(id, self.log.clone());
        }
        let facts = Facts::new(&params.capabilities);
        self.tell(Message::Initialize(Box::new(params)));
        Ok(InitializeResult { capabilities: capabilities::offered(&facts), server_info: Some(capabilities::info()), ..Default::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Message::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Message::Open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Message::Change(params));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.tell(Message::Save(params.text_document.uri, params.text));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Message::Close(params.text_document.uri));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Message::Files(params.changes.iter().filter_map(|change| file_path(&change.uri)).collect()));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.tell(Message::Configuration(params.settings));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Message::Folders(params.event));
    }
}
