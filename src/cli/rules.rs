//! `backtext rules`: list the rules.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use crate::rules::Rule;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How to print the list
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Json => {
            let rules: Vec<_> = Rule::ALL
                .iter()
                .map(|rule| serde_json::json!({"rule": rule.name(), "default": rule.default_severity().name(), "says": rule.says()}))
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rules)?)?;
        }
        Format::Text => {
            let width = Rule::ALL.iter().map(|rule| rule.name().len()).max().unwrap_or(0);
            for rule in Rule::ALL {
                writeln!(out, "{:width$}  {:11}  {}", rule.name(), rule.default_severity().name(), rule.says())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
