//! The threads that compute.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::{ThreadPool, ThreadPoolBuilder};
use tower_lsp::jsonrpc::{Error, Result};

use super::log::Log;

/// Four pools, so that a person who waits for an answer never waits for diagnostics of other notes, and neither waits for
/// sources to be read, nor any of these for a second opinion.
pub struct Workers {
    requests: Option<ThreadPool>,
    diagnostics: Option<ThreadPool>,
    index: Option<ThreadPool>,
    second: Option<ThreadPool>,
    log: Log,
}

/// What a piece of work is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Somebody waits for the answer.
    Request,
    /// Somebody will look at it soon.
    Diagnostics,
    /// It takes long.
    Index,
    /// It takes long, and there is an answer already.
    SecondOpinion,
}

impl Workers {
    /// Starts the threads; where the system gives none, work is done by the one that asks for it.
    pub fn new(log: Log) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let pool = |name: &'static str, threads: usize| {
            let built = ThreadPoolBuilder::new().num_threads(threads).thread_name(move |i| format!("backtext-{name}-{i}")).build();
            built.inspect_err(|error| log.warn(format!("no threads for {name}: {error}; it will be slower"))).ok()
        };
        Self {
            requests: pool("request", cores.clamp(2, 8)),
            diagnostics: pool("diagnose", cores.div_ceil(2).clamp(1, 4)),
            index: pool("index", cores.saturating_sub(1).clamp(1, 8)),
            second: pool("second", cores.div_ceil(4).clamp(1, 4)),
            log,
        }
    }

    /// Does the work, soon. A panic in it is logged and goes no further.
    pub fn spawn(&self, purpose: For, what: &'static str, work: impl FnOnce() + Send + 'static) {
        let log = self.log.clone();
        let guarded = move || {
            let _ = guard(&log, what, || {
                work();
                Ok(())
            });
        };
        let pool = match purpose {
            For::Request => &self.requests,
            For::Diagnostics => &self.diagnostics,
            For::Index => &self.index,
            For::SecondOpinion => &self.second,
        };
        match pool {
            Some(pool) => pool.spawn(guarded),
            None => guarded(),
        }
    }
}

/// The result of `work`, or an error to answer with where it panics.
pub fn guard<R>(log: &Log, what: &str, work: impl FnOnce() -> Result<R>) -> Result<R> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(panicked(log, what, panic.as_ref())))
}

/// Logs a panic, and makes the error that a person reads.
pub fn panicked(log: &Log, what: &str, panic: &(dyn Any + Send)) -> Error {
    let said = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    let text = format!(
        "a fault in Backtext stopped `{what}`: {said}. The server goes on. Please report it; \
         `backtext lsp --record FILE` writes down a session that shows it."
    );
    log.error(&*text);
    let mut error = Error::internal_error();
    error.message = text.into();
    error
}
