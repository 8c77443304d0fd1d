//! The command line's front door.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let command = backtext::cli::Arguments::parse();
    match backtext::cli::run(command) {
        Ok(code) => code,
        // A reader that has seen enough (`| head`) is no error.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("backtext: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe))
}
