//! The command line's front door.

use std::process::ExitCode;

use clap::Parser;

/// Analysis makes and drops millions of small things on all cores. On a note of 5,000 lines glibc's allocator held 500 MB for the
/// 55 MB that were in use (`cargo bench --bench speed -- workspace --articles 100 --lines 5000`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
