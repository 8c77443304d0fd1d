//! `backtext completions`: completions for a shell, on standard output.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The shell to print them for
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "backtext", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}
