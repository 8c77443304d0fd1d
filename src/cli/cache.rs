//! `backtext cache`: what is kept between runs, and how to be rid of it.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use etcetera::BaseStrategy;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Remove it; the next run makes it again
    #[arg(long)]
    clear: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let folder = etcetera::choose_base_strategy().context("this platform has no cache folder")?.cache_dir().join("backtext");
    let size = size(&folder);
    if !arguments.clear {
        anstream::println!("{}: {:.1} MB", folder.display(), size as f64 / 1e6);
    } else if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
        anstream::println!("removed {} ({:.1} MB)", folder.display(), size as f64 / 1e6);
    } else {
        anstream::println!("{}: nothing to remove", folder.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// Bytes of all files below a folder; what cannot be looked at counts nothing.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => size(&entry.path()),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}
