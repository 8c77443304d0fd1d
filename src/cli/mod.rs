//! The command line: one file a subcommand. Each reads its arguments, asks the library and prints.
//!
//! Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 usage or reading error. Only the result goes to standard output.

mod cache;
mod check;
mod completions;
mod explain;
mod graph;
mod init;
mod knowledge;
mod lsp;
mod man;
mod output;
mod rules;
mod verify;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Backtext tells whether a sentence in a note is backed by the sources beside it.
#[derive(Debug, Parser)]
#[command(name = "backtext", version, about, args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Serve an editor over standard input and output; the same as `backtext lsp`
    #[arg(long)]
    stdio: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Hold every claim of the notes against the sources
    Check(check::Arguments),
    /// Show why a claim is judged as it is
    Explain(explain::Arguments),
    /// Judge claims with their evidence, given as JSON lines on standard input
    Verify(verify::Arguments),
    /// List who acts in the sources
    Actors(knowledge::Arguments),
    /// List what divides them
    Disputes(knowledge::Arguments),
    /// List what passed between them, or show one pair
    Relationships(knowledge::PairArguments),
    /// Draw the network of relationships
    Graph(graph::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Make a workspace to start from
    Init(init::Arguments),
    /// Show, or clear, what is kept between runs
    Cache(cache::Arguments),
    /// Serve an editor over standard input and output
    Lsp(lsp::Arguments),
    /// Print completions for a shell
    Completions(completions::Arguments),
    /// Print the manual page
    Man,
}

/// Options that every subcommand on a workspace has.
#[derive(Clone, Debug, clap::Args)]
pub struct WorkspaceArguments {
    /// Folder with sources and notes
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Keep nothing between runs
    #[arg(long)]
    no_cache: bool,
}

/// Runs a command.
///
/// # Errors
/// What stops it from doing its work at all; findings are no error.
pub fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    match arguments.command {
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Verify(arguments)) => verify::run(&arguments),
        Some(Command::Actors(arguments)) => knowledge::actors(&arguments),
        Some(Command::Disputes(arguments)) => knowledge::disputes(&arguments),
        Some(Command::Relationships(arguments)) => knowledge::relationships(&arguments),
        Some(Command::Graph(arguments)) => graph::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Cache(arguments)) => cache::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Man) => man::run(),
        Some(Command::Lsp(arguments)) => Ok(lsp::run(arguments)),
        None if arguments.stdio => Ok(lsp::run(lsp::Arguments::default())),
        None => anyhow::bail!("no subcommand given; see `backtext --help`"),
    }
}
