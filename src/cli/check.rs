//! `backtext check`: hold every claim of the notes against the sources.

use std::process::ExitCode;

use clap::ValueEnum;

use super::output::{github, json, sarif, text};
use super::{WorkspaceArguments, workspace};
use crate::rules::Severity;
use crate::workspace::Report;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    workspace: WorkspaceArguments,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Leave out the second opinion where the configuration asks for it: rules and coverage alone, in a fraction of the time
    #[arg(long)]
    fast: bool,
    /// Exit with 1 where there is a finding of this severity or above
    #[arg(long, value_enum, default_value_t = FailOn::Warning)]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Github,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Information,
    Hint,
    Never,
}

impl FailOn {
    fn fails(self, severity: Severity) -> bool {
        match self {
            Self::Never => false,
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Information => severity >= Severity::Information,
            Self::Hint => severity >= Severity::Hint,
        }
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let workspace = workspace::open(&arguments.workspace)?;
    let snapshot = if arguments.fast { workspace.snapshot() } else { workspace.snapshot().thorough() };
    let bar = workspace::progress_bar("checking notes");
    bar.set_length(snapshot.note_paths().count() as u64);
    let report = snapshot.check(&|| bar.inc(1));
    bar.finish_and_clear();
    match arguments.format {
        Format::Text => text::print(&snapshot, &report)?,
        Format::Json => json::print(&snapshot, &report)?,
        Format::Sarif => sarif::print(&snapshot, &report)?,
        Format::Github => github::print(&snapshot, &report)?,
    }
    Ok(exit_code(&report, arguments.fail_on))
}

fn exit_code(report: &Report, fail_on: FailOn) -> ExitCode {
    let fails = report.findings.iter().any(|finding| fail_on.fails(finding.severity));
    ExitCode::from(u8::from(fails))
}
