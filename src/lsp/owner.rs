//! The thread that owns the state, and the messages it takes.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use super::diagnostics::Judged;
use super::session::Session;
use super::view::{Cancel, View};
use super::workers::guard;
use crate::workspace::{Digested, Indexed, Workspace};

/// How long what is due may wait behind messages.
const PATIENCE: Duration = Duration::from_millis(500);

/// Something for the owner to do.
pub enum Message {
    /// The client has introduced itself.
    Initialize(Box<InitializeParams>),
    /// The client is ready to be asked.
    Initialized,
    /// A document was opened.
    Open(TextDocumentItem),
    /// A document was edited.
    Change(DidChangeTextDocumentParams),
    /// A document was saved; the text is there where the client sends it.
    Save(Uri, Option<String>),
    /// A document was closed.
    Close(Uri),
    /// Files were created, changed, renamed or deleted.
    Files(Vec<std::path::PathBuf>),
    /// The client's settings.
    Configuration(Value),
    /// Folders came and went.
    Folders(WorkspaceFoldersChangeEvent),
    /// A request that needs a view.
    Ask(Ask),
    /// A workspace has been read; none where that failed.
    Opened(usize, Option<Box<Workspace>>),
    /// Some sources of a workspace have been read and indexed.
    Indexed(usize, Indexed),
    /// Some sources of a workspace have been parsed for what they say.
    Digested(usize, Digested),
    /// A document has been judged.
    Judged(Judged),
    /// The notes of a root that are not open have been judged, unless that was called off.
    ClosedJudged(usize, Cancel, Vec<(Uri, Vec<Diagnostic>)>),
    /// Whether the client will show progress.
    ProgressGranted(bool),
    /// The person does not want some work to go on.
    CancelProgress(ProgressToken),
    /// The end.
    Stop,
}

/// A request on its way to a worker.
pub struct Ask {
    /// Its method.
    pub method: &'static str,
    /// The document that it is about; none where it is about every workspace.
    pub about: Option<Uri>,
    /// What to do with the view, or with the reason why there is none.
    pub job: Job,
}

/// Computes an answer and sends it. It is called exactly once.
pub type Job = Box<dyn FnOnce(Result<Vec<View>>) + Send>;

/// Where messages for the owner are put; they are taken in the order in which they were put.
#[derive(Clone)]
pub struct Inbox(Sender<Message>);

impl Inbox {
    /// Puts a message; one that comes after the end is dropped, and with it the request that it carries, which answers that.
    pub fn post(&self, message: Message) {
        let _ = self.0.send(message);
    }
}

/// An inbox and its other end.
pub fn inbox() -> (Inbox, Receiver<Message>) {
    let (sender, receiver) = channel();
    (Inbox(sender), receiver)
}

/// The owner's thread.
pub struct Owner {
    inbox: Inbox,
    thread: Option<JoinHandle<()>>,
}

impl Owner {
    /// Starts it.
    pub fn start(session: Session, inbox: Inbox, messages: Receiver<Message>) -> std::io::Result<Self> {
        let thread = std::thread::Builder::new().name("backtext-owner".into()).spawn(move || run(session, &messages))?;
        Ok(Self { inbox, thread: Some(thread) })
    }

    /// Lets it finish what it has begun, and waits for that.
    pub fn stop(mut self) {
        self.inbox.post(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Takes messages one at a time until the end. What is due is done only when no message waits.
fn run(mut session: Session, messages: &Receiver<Message>) {
    loop {
        let next = match session.next_due() {
            Some(due) => messages.recv_timeout(due.saturating_duration_since(Instant::now())),
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match next {
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => break,
            Ok(message) => {
                step(&mut session, "the owner of the state", |session| session.handle(message));
                // However many messages wait, what is due is not put off for ever.
                if session.next_due().is_some_and(|due| due.elapsed() > PATIENCE) {
                    step(&mut session, "diagnostics", Session::do_what_is_due);
                }
            }
            Err(RecvTimeoutError::Timeout) => step(&mut session, "diagnostics", Session::do_what_is_due),
        }
    }
}

/// A panic is logged, and the owner goes on with the state as it is.
fn step(session: &mut Session, what: &str, act: impl FnOnce(&mut Session)) {
    let log = session.log.clone();
    let _ = guard(&log, what, || {
        act(session);
        Ok::<_, Error>(())
    });
}
