//! `backtext man`: the manual page, on standard output.

use std::io::Write as _;
use std::process::ExitCode;

use clap::CommandFactory;

/// Prints the page of `backtext` and, in sections of their own, those of its subcommands.
pub(super) fn run() -> anyhow::Result<ExitCode> {
    let command = super::Arguments::command();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(command.clone());
    man.render(&mut page)?;
    for subcommand in command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()) {
        let name = subcommand.get_name().to_owned();
        writeln!(page, ".SH \"BACKTEXT {}\"", name.to_uppercase())?;
        clap_mangen::Man::new(subcommand.clone().bin_name(format!("backtext {name}"))).render_description_section(&mut page)?;
        clap_mangen::Man::new(subcommand.clone()).render_options_section(&mut page)?;
    }
    std::io::stdout().write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}
