//! The methods of the protocol. Each hands its message to the owner before it waits for anything; none computes.

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

use super::capabilities::{self, Facts};
use super::convert::file_path;
use super::log::Log;
use super::owner::{Ask, Inbox, Message, Owner, inbox};
use super::session::Session;
use super::view::{Cancel, View};
use super::{Options, handlers, intake, outbox, parent, workers};

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

    /// Asks about one document, as it was when it was asked about. For what an editor goes on using while the person types: editors
    /// narrow a list of completions by what was typed since, and show none at all where the answer is an error.
    async fn ask_as_it_was<P, R>(&self, method: &'static str, uri: Uri, params: P, work: fn(&View, P) -> Result<R>) -> Result<R>
    where
        P: Send + 'static,
        R: Send + 'static,
    {
        self.hand_over(method, Some(uri), move |mut views| match views.as_mut_slice() {
            [view] => {
                view.may_be_late = true;
                work(view, params)
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

    /// The answer to what was no message.
    pub async fn unreadable(&self, why: intake::Unreadable) -> Result<Value> {
        self.log.warn(format!("the client sent something that is no message: {}", why.problem));
        let mut error = if why.json { Error::invalid_request() } else { Error::parse_error() };
        error.message = why.problem.into();
        Err(error)
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

    /// `backtext/graph`: who relates to whom, in all workspaces.
    pub async fn graph(&self, params: GraphParams) -> Result<Value> {
        self.ask_all("backtext/graph", params, handlers::graph::answer).await
    }
}

/// Parameters of `backtext/graph`.
#[derive(Debug, Default, Deserialize)]
pub struct GraphParams {
    /// The workspace folder; all of them without one.
    #[serde(default)]
    pub root: Option<Uri>,
}

/// Parameters of `workspace/textDocumentContent`.
#[derive(Debug, Deserialize)]
pub struct TextDocumentContentParams {
    /// Which document.
    pub uri: Uri,
}

/// An editor takes `ContentModified` for no diagnostics and wipes those it shows; told that the server gave up, it keeps them and
/// asks again.
fn again_later(error: Error) -> Error {
    if error.code != Error::content_modified().code {
        return error;
    }
    let data = serde_json::json!({"retriggerRequest": true});
    Error { code: ErrorCode::ServerError(SERVER_CANCELLED), message: "the text has moved on".into(), data: Some(data) }
}

/// `ServerCancelled` of the protocol.
const SERVER_CANCELLED: i64 = -32802;

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

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask("textDocument/hover", uri, params, handlers::hover::answer).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask_as_it_was("textDocument/completion", uri, params, handlers::completion::answer).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/codeAction", uri, params, handlers::code_action::answer).await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask("textDocument/definition", uri, params, handlers::definition::answer).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask("textDocument/references", uri, params, handlers::references::answer).await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let uri = params.text_document_position_params.text_document.uri.clone();
        self.ask("textDocument/documentHighlight", uri, params, handlers::document_highlight::answer).await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/documentSymbol", uri, params, handlers::document_symbol::answer).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/documentLink", uri, params, handlers::document_link::answer).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/foldingRange", uri, params, handlers::folding_range::answer).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/selectionRange", uri, params, handlers::selection_range::answer).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/inlayHint", uri, params, handlers::inlay_hint::answer).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/codeLens", uri, params, handlers::code_lens::answer).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/semanticTokens/full", uri, params, handlers::semantic_tokens::full).await
    }

    async fn semantic_tokens_full_delta(&self, params: SemanticTokensDeltaParams) -> Result<Option<SemanticTokensFullDeltaResult>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/semanticTokens/full/delta", uri, params, handlers::semantic_tokens::delta).await
    }

    async fn semantic_tokens_range(&self, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/semanticTokens/range", uri, params, handlers::semantic_tokens::range).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/prepareRename", uri, params, handlers::rename::prepare).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let uri = params.text_document_position.text_document.uri.clone();
        self.ask("textDocument/rename", uri, params, handlers::rename::answer).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri.clone();
        self.ask("textDocument/diagnostic", uri, params, handlers::diagnostic::answer).await.map_err(again_later)
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        if item.data.is_none() {
            return Ok(item);
        }
        let data = handlers::completion::data(&item)?;
        self.ask_as_it_was("completionItem/resolve", data.uri, (item, data.item), handlers::completion::resolve).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let data = handlers::code_action::data(&action)?;
        self.ask("codeAction/resolve", data.uri.clone(), (action, data), handlers::code_action::resolve).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        self.ask_all("workspace/symbol", params, handlers::workspace_symbol::answer).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        self.ask_all("workspace/executeCommand", params, handlers::execute_command::answer).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.ask_all("workspace/diagnostic", params, handlers::diagnostic::workspace).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        self.ask_all("workspace/willRenameFiles", params, handlers::will_rename_files::answer).await
    }
}
