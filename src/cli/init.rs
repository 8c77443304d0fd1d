//! `backtext init`: a workspace to start from. It never overwrites a file.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

/// Files of an empty workspace.
const EMPTY: &[(&str, &str)] = &[("backtext.toml", include_str!("data/backtext.toml")), ("notes.md", include_str!("data/notes.md"))];

/// Names files of the sample workspace, with their texts.
macro_rules! sample {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../../tests/sample/", $path)))),*] };
}

/// Files of the sample workspace.
const SAMPLE: &[(&str, &str)] = sample![
    "backtext.toml",
    "sources/luwezi-river.md",
    "sources/zambia-malawi-talks.md",
    "sources/border-briefing.txt",
    "notes/water.md",
    "notes/talks.md",
    "notes/security.md",
    "notes/timeline.md",
];

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Folder to make it in; made if it is not there
    #[arg(default_value = ".")]
    path: PathBuf,
    /// With sample sources and notes that show every rule
    #[arg(long)]
    sample: bool,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let files = if arguments.sample { SAMPLE } else { EMPTY };
    // Looked at before anything is written, so that a refusal leaves the folder as it was.
    if let Some((taken, _)) = files.iter().find(|(path, _)| arguments.path.join(path).symlink_metadata().is_ok()) {
        anyhow::bail!("{} is already there: choose an empty folder", arguments.path.join(taken).display());
    }
    for (path, text) in files {
        write(&arguments.path.join(path), text)?;
    }
    let sources = arguments.path.join("sources");
    std::fs::create_dir_all(&sources).with_context(|| format!("{} cannot be made", sources.display()))?;
    anstream::println!("Made a workspace in {}. Next: backtext check {}", arguments.path.display(), arguments.path.display());
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    }
    std::fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))
}
