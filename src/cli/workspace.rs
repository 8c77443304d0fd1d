//! Opening a workspace for a subcommand, with a progress bar where a person looks on.

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use super::WorkspaceArguments;
use crate::workspace::{Options, Workspace, cache_folder};

/// Opens the workspace and indexes what is new in it.
pub(super) fn open(arguments: &WorkspaceArguments) -> anyhow::Result<Workspace> {
    let path = &arguments.path;
    if !path.is_dir() {
        let hint = if path.is_file() { "give the folder it lies in" } else { "there is no such folder" };
        anyhow::bail!("{} cannot be checked: {hint}", path.display());
    }
    let root = path.canonicalize().with_context(|| format!("{} cannot be opened", path.display()))?;
    let cache = if arguments.no_cache { None } else { cache_folder(&root) };
    let mut workspace = Workspace::open(&root, &Options { cache })?;
    let bar = progress_bar("reading sources");
    workspace.index_all(&|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    Ok(workspace)
}

/// A bar on standard error that appears only on a terminal, and only when there is something to wait for.
pub(super) fn progress_bar(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style).with_message(what);
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
