//! The language server: messages of an editor go in, answers and diagnostics come out.
//!
//! One thread owns what changes: the open documents and the workspaces ([`owner`], [`session`]). Messages reach it in the
//! order in which they were read ([`gate`]); it changes its state, or takes an immutable [`view::View`] of it and hands that
//! to a worker ([`workers`]) that answers one request ([`handlers`]). Nothing is computed on the threads that read and write.
//!
//! | file | what it is for |
//! |---|---|
//! | [`intake`] | takes the input apart into messages; what is none gets an error for an answer |
//! | [`gate`] | puts messages in order, watches for `exit`, answers for a handler that panics |
//! | [`front`] | the methods of the protocol: each hands over to the owner and waits for the answer |
//! | [`owner`] | the thread that owns the state, and the messages it takes |
//! | [`session`] | the state: workspaces, documents, settings |
//! | [`workspaces`], [`indexing`] | the roots, and how their sources get into the index |
//! | [`diagnostics`] | when a document is judged, and which result is still current |
//! | [`second_opinion`] | the second opinion, asked for once the first is shown |
//! | [`view`] | what a worker sees |
//! | [`handlers`] | one method a file: parameters and a view go in, the answer comes out |
//! | [`position`], [`convert`] | from bytes and paths to the protocol's positions and addresses, and back |
//! | [`capabilities`], [`settings`] | what the client can do; what the person wants |
//! | [`outbox`], [`log`] | what the server says unasked |
//! | [`record`], [`parent`], [`watch`] | sessions on file; the editor's process; files on disk |

use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::{LspService, Server};

pub mod capabilities;
pub mod convert;
pub mod diagnostics;
pub mod document;
pub mod front;
pub mod gate;
pub mod handlers;
pub mod indexing;
pub mod intake;
pub mod log;
pub mod outbox;
pub mod owner;
pub mod parent;
pub mod position;
pub mod record;
pub mod roots;
pub mod second_opinion;
pub mod session;
pub mod settings;
pub mod view;
pub mod watch;
pub mod workers;
pub mod workspaces;

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// File that the log goes to, besides the client.
    pub log: Option<PathBuf>,
    /// File that the session is written to, for [`Options::replay`].
    pub record: Option<PathBuf>,
    /// File with a recorded session that is read instead of the standard input.
    pub replay: Option<PathBuf>,
    /// Whether the server ends when the process that the client named ends.
    pub watch_parent: bool,
    /// Whether indices are kept in the platform's cache folder between runs.
    pub cache: bool,
}

/// Runs the server on standard input and output until the client ends it. Returns the exit code: 0 after `shutdown` and
/// `exit`, 1 where the client left without them, 2 where a file of `options` cannot be used.
pub fn run(options: Options) -> i32 {
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("backtext: the language server cannot start its threads: {error}");
            return 2;
        }
    };
    let code = runtime.block_on(async {
        let output = tokio::io::stdout();
        match &options.replay {
            None => serve(tokio::io::stdin(), output, options).await,
            Some(file) => match record::replay(file) {
                Ok(session) => serve(session, output, options).await,
                Err(error) => failed(&error),
            },
        }
    });
    // A read of standard input that is still waiting would hold up an orderly end for ever.
    runtime.shutdown_background();
    code
}

/// Runs the server on any pair of streams. Returns the exit code, as [`run`] does.
pub async fn serve<I, O>(input: I, output: O, options: Options) -> i32
where
    I: AsyncRead + Unpin,
    O: AsyncWrite,
{
    let log = match log::Log::new(options.log.as_deref()) {
        Ok(log) => log,
        Err(error) => return failed(&error),
    };
    let input = match intake::Intake::new(input, options.record.as_deref()) {
        Ok(input) => input,
        Err(error) => return failed(&error),
    };
    let mut owner: Option<owner::Owner> = None;
    let (service, socket) = LspService::build(|client| {
        let (front, thread) = front::Front::start(client, log.clone(), &options);
        owner = thread;
        front
    })
    .custom_method(intake::UNREADABLE, front::Front::unreadable)
    .custom_method("window/workDoneProgress/cancel", front::Front::cancel_progress)
    .custom_method("workspace/textDocumentContent", front::Front::text_document_content)
    .custom_method("backtext/graph", front::Front::graph)
    .finish();
    let (gate, ending) = gate::Gate::new(service, log);
    // No limit: a request that waits its turn would keep a cancellation behind it waiting too.
    Server::new(input, output, socket).concurrency_level(usize::MAX).serve(gate).await;
    if let Some(owner) = owner {
        owner.stop();
    }
    ending.code()
}

fn failed(error: &std::io::Error) -> i32 {
    eprintln!("backtext: {error}");
    2
}
