//! The first thing a message meets: what keeps them in order.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use tower_lsp::jsonrpc::{Request, Response};
use tower_lsp::{ExitedError, LanguageServer, LspService};
use tower_service::Service;

use super::log::Log;
use super::workers;

type Answer = Pin<Box<dyn Future<Output = Result<Option<Response>, ExitedError>> + Send>>;

/// The protocol layer, with one promise added: a handler has run up to its first wait before the next message is read.
///
/// The layer below creates a handler's future when a message is read, but polls it whenever it likes. A handler here hands its
/// message to the owner before it waits for anything, so one poll at once is all it takes for edits never to overtake.
pub struct Gate<S> {
    inner: LspService<S>,
    ending: Ending,
    log: Log,
}

/// How the client took its leave.
#[derive(Clone, Default)]
pub struct Ending(Arc<Leave>);

#[derive(Default)]
struct Leave {
    shutdown: AtomicBool,
    exit: AtomicBool,
}

impl Ending {
    /// The exit code of the protocol: 0 where `shutdown` came before `exit`, else 1.
    pub fn code(&self) -> i32 {
        let by_the_book = self.0.shutdown.load(Ordering::Acquire) && self.0.exit.load(Ordering::Acquire);
        i32::from(!by_the_book)
    }
}

impl<S: LanguageServer> Gate<S> {
    /// A gate before `inner`, and what will tell how the session ended.
    pub fn new(inner: LspService<S>, log: Log) -> (Self, Ending) {
        let ending = Ending::default();
        (Self { inner, ending: ending.clone(), log }, ending)
    }
}

impl<S: LanguageServer> Service<Request> for Gate<S> {
    type Response = Option<Response>;
    type Error = ExitedError;
    type Future = Answer;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Answer {
        match request.method() {
            "shutdown" => self.ending.0.shutdown.store(true, Ordering::Release),
            "exit" => self.ending.0.exit.store(true, Ordering::Release),
            _ => {}
        }
        let (method, id) = (request.method().to_owned(), request.id().cloned());
        let inner = &mut self.inner;
        let first = catch_unwind(AssertUnwindSafe(|| {
            let mut answer = inner.call(request);
            let polled = answer.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            (answer, polled)
        }));
        match first {
            Ok((_, Poll::Ready(answer))) => Box::pin(std::future::ready(answer)),
            Ok((answer, Poll::Pending)) => answer,
            Err(panic) => {
                let error = workers::panicked(&self.log, &method, panic.as_ref());
                Box::pin(std::future::ready(Ok(id.map(|id| Response::from_error(id, error)))))
            }
        }
    }
}
