//! `backtext lsp`: serve an editor over standard input and output.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::lsp::{self, Options};

#[derive(Debug, Default, clap::Args)]
pub(super) struct Arguments {
    /// Accepted for editors that add it: standard input and output are what is used anyhow
    #[arg(long)]
    stdio: bool,
    /// Write the log to this file as well
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
    /// Write the session to this file, for a bug report or a benchmark
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Run a session that was written with --record
    #[arg(long, value_name = "FILE", conflicts_with = "record")]
    replay: Option<PathBuf>,
    /// Keep nothing between runs
    #[arg(long)]
    no_cache: bool,
    /// Added by some editors; the protocol says the same
    #[arg(long = "clientProcessId", hide = true)]
    client: Option<u32>,
}

pub(super) fn run(arguments: Arguments) -> ExitCode {
    let Arguments { log, record, replay, no_cache, .. } = arguments;
    let code = lsp::run(Options { log, record, watch_parent: replay.is_none(), replay, cache: !no_cache });
    ExitCode::from(u8::try_from(code).unwrap_or(2))
}
