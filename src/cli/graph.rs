//! `backtext graph`: the network of relationships as a picture or as text for other tools.

use std::io::Write;
use std::process::ExitCode;

use clap::ValueEnum;

use super::{WorkspaceArguments, knowledge};
use crate::knowledge::graph::{Graph, Options};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    workspace: WorkspaceArguments,
    /// What to make
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
    /// Only this actor and those it has to do with
    #[arg(long, value_name = "ACTOR")]
    around: Option<String>,
    /// Only relationships with at least so many statements
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Svg,
    Dot,
    Mermaid,
    Json,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let k = knowledge::known(&arguments.workspace)?;
    let around = match &arguments.around {
        None => None,
        Some(name) => {
            Some(k.look_up(name).ok_or_else(|| anyhow::anyhow!("no actor `{name}` in the sources: `backtext actors` lists them"))?)
        }
    };
    let graph = Graph::new(&k, Options { around, min: arguments.min });
    let text = match arguments.format {
        Format::Svg => graph.svg(),
        Format::Dot => graph.dot(),
        Format::Mermaid => graph.mermaid(),
        Format::Json => graph.json(),
    };
    writeln!(anstream::stdout().lock(), "{}", text.trim_end())?;
    Ok(ExitCode::SUCCESS)
}
