//! What the server says unasked. Anyone may post; one task sends, so that nobody waits for the client.

use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, MessageType, ProgressParams, ProgressToken, Registration, Uri, notification, request};

use super::owner::{Inbox, Message};

/// Something to send to the client.
pub enum Out {
    /// The diagnostics of a document; the version is that of the text they were computed from, where it is open.
    Diagnostics(Uri, Option<i32>, Vec<Diagnostic>),
    /// A line for the client's log.
    Log(MessageType, String),
    /// A message that the person should see.
    Show(MessageType, String),
    /// The counts and the state of the index.
    Status(Value),
    /// Work that takes a while has begun, gone on or ended.
    Progress(ProgressParams),
    /// Asks the client for a place to show progress; the owner hears whether there is one.
    CreateProgress(ProgressToken),
    /// Asks to be told of changes that were not asked for at the start.
    Register(Vec<Registration>),
    /// Asks the client for the settings; the owner gets the reply.
    Configuration,
    /// What was shown may be out of date, now that sources or settings changed.
    Refresh(Refresh),
}

/// What the client is asked to ask for again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refresh {
    /// Pulled diagnostics.
    pub diagnostics: bool,
    /// Inlay hints.
    pub inlay_hints: bool,
    /// Code lenses.
    pub code_lens: bool,
    /// Semantic tokens.
    pub semantic_tokens: bool,
}

/// The notification `backtext/status`.
pub struct Status;

impl notification::Notification for Status {
    type Params = Value;
    const METHOD: &'static str = "backtext/status";
}

/// Starts the task that sends; it ends with the last sender.
pub fn start(client: Client, owner: Inbox) -> UnboundedSender<Out> {
    let (sender, receiver) = unbounded_channel();
    tokio::spawn(send(client, owner, receiver));
    sender
}

async fn send(client: Client, owner: Inbox, mut outbox: UnboundedReceiver<Out>) {
    while let Some(out) = outbox.recv().await {
        match out {
            Out::Diagnostics(uri, version, diagnostics) => client.publish_diagnostics(uri, diagnostics, version).await,
            Out::Log(kind, text) => client.log_message(kind, text).await,
            Out::Show(kind, text) => client.show_message(kind, text).await,
            Out::Status(status) => client.send_notification::<Status>(status).await,
            Out::Progress(progress) => client.send_notification::<notification::Progress>(progress).await,
            question => {
                // A question waits for the client, so it gets a task of its own.
                tokio::spawn(ask(client.clone(), owner.clone(), question));
            }
        }
    }
}

/// A client that refuses has nothing to offer; the server does without.
async fn ask(client: Client, owner: Inbox, question: Out) {
    match question {
        Out::CreateProgress(token) => {
            let granted = client.create_work_done_progress(token).await.is_ok();
            owner.post(Message::ProgressGranted(granted));
        }
        Out::Register(registrations) => {
            let _ = client.register_capability(registrations).await;
        }
        Out::Configuration => {
            let item = tower_lsp::ls_types::ConfigurationItem { scope_uri: None, section: Some("backtext".into()) };
            if let Ok(mut replies) = client.configuration(vec![item]).await
                && let Some(settings) = replies.pop()
            {
                owner.post(Message::Configuration(settings));
            }
        }
        Out::Refresh(refresh) => {
            if refresh.diagnostics {
                let _ = client.send_request::<request::WorkspaceDiagnosticRefresh>(()).await;
            }
            if refresh.inlay_hints {
                let _ = client.send_request::<request::InlayHintRefreshRequest>(()).await;
            }
            if refresh.code_lens {
                let _ = client.send_request::<request::CodeLensRefresh>(()).await;
            }
            if refresh.semantic_tokens {
                let _ = client.send_request::<request::SemanticTokensRefresh>(()).await;
            }
        }
        _ => {}
    }
}
