//! `backtext actors`, `disputes` and `relationships`: what the sources say of whom, as tables and as JSON.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::Value;

use super::{WorkspaceArguments, workspace};
use crate::knowledge::card::Cards;
use crate::knowledge::{Knowledge, Relationship, json};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    workspace: WorkspaceArguments,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct PairArguments {
    /// Folder with sources and notes, and two actors whose relationship to show: `[PATH] [A B]`
    #[arg(num_args = 0..=3, value_names = ["PATH", "A", "B"])]
    words: Vec<String>,
    /// Keep nothing between runs
    #[arg(long)]
    no_cache: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Opens the workspace and digests all its sources.
pub(super) fn known(arguments: &WorkspaceArguments) -> anyhow::Result<std::sync::Arc<Knowledge>> {
    let mut workspace = workspace::open(arguments)?;
    let bar = workspace::progress_bar("reading who is who");
    workspace.digest_all(&|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    Ok(workspace.snapshot().knowledge())
}

pub(super) fn actors(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let k = known(&arguments.workspace)?;
    let mut list: Vec<_> = k.actors().iter().collect();
    list.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.id.cmp(&b.id)));
    if arguments.format == Format::Json {
        return print_json(list.into_iter().map(json::actor).collect());
    }
    let rows = list.iter().map(|a| {
        let names: Vec<&str> = a.aliases.iter().chain(&a.adjectives).map(String::as_str).take(6).collect();
        vec![a.mentions.to_string(), a.name.clone(), a.kind.name().to_owned(), a.id.clone(), names.join(", ")]
    });
    table(&["mentions", "name", "kind", "id", "also"], rows)
}

pub(super) fn disputes(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let k = known(&arguments.workspace)?;
    if arguments.format == Format::Json {
        return print_json(k.disputes().iter().map(|d| json::dispute(&k, d)).collect());
    }
    let rows = k.disputes().iter().map(|d| {
        let parties: Vec<&str> = d.parties.iter().filter_map(|p| k.actor_at(*p)).map(|a| a.name.as_str()).collect();
        let status = d.status.clone().unwrap_or_default();
        vec![d.name.clone(), status, parties.join(", "), d.instrument.clone().unwrap_or_default(), d.evidence.len().to_string()]
    });
    table(&["name", "status", "parties", "instrument", "named"], rows)
}

pub(super) fn relationships(arguments: &PairArguments) -> anyhow::Result<ExitCode> {
    let (path, pair) = match &arguments.words[..] {
        [] => (".", None),
        [path] => (path.as_str(), None),
        [a, b] => (".", Some((a, b))),
        [path, a, b, ..] => (path.as_str(), Some((a, b))),
    };
    let k = known(&WorkspaceArguments { path: PathBuf::from(path), no_cache: arguments.no_cache })?;
    let mut list: Vec<&Relationship> = match pair {
        None => k.relationships().collect(),
        Some((a, b)) => {
            let find = |name: &str| {
                k.look_up(name).ok_or_else(|| anyhow::anyhow!("no actor `{name}` in the sources: `backtext actors {path}` lists them"))
            };
            k.between(find(a)?, find(b)?).into_iter().collect()
        }
    };
    list.sort_by_key(|r| (std::cmp::Reverse(r.cooperation() + r.conflict()), std::cmp::Reverse(r.statements.len()), r.pair));
    if arguments.format == Format::Json {
        return print_json(list.into_iter().map(|r| json::relationship(&k, r)).collect());
    }
    if let Some((a, b)) = pair {
        let mut out = anstream::stdout().lock();
        let card = k.look_up(a).zip(k.look_up(b)).and_then(|(a, b)| Cards { knowledge: &k, link: &|_, _| None }.relationship(a, b));
        write!(out, "{}", card.unwrap_or_else(|| format!("The sources say nothing between {a} and {b}.\n")))?;
        return Ok(ExitCode::SUCCESS);
    }
    let name = |i: u32| k.actor_at(i).map(|a| a.name.clone()).unwrap_or_default();
    let rows = list.iter().map(|r| {
        let stance = r.stance.map_or("–", |s| s.name());
        let years = [r.first.as_deref(), r.last.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        let years =
            if years.first() == years.last() { years.first().map_or(String::new(), |y| (*y).to_owned()) } else { years.join("–") };
        let counts = [r.cooperation(), r.conflict(), r.not_asserted()].map(|n| n.to_string());
        let [with, against, left] = counts;
        vec![name(r.pair.0), name(r.pair.1), stance.to_owned(), with, against, left, years]
    });
    table(&["actor", "actor", "stance", "for", "against", "not asserted", "dates"], rows)
}

fn print_json(list: Vec<Value>) -> anyhow::Result<ExitCode> {
    writeln!(anstream::stdout().lock(), "{}", serde_json::to_string_pretty(&list)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Columns under a heading, as wide as they need to be; the last one runs on.
fn table(heads: &[&str], rows: impl Iterator<Item = Vec<String>>) -> anyhow::Result<ExitCode> {
    let rows: Vec<Vec<String>> = rows.collect();
    let width = |c: usize| {
        let cells = rows.iter().filter_map(|r| r.get(c)).map(|cell| cell.chars().count());
        cells.chain(heads.get(c).map(|h| h.len())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, w)| format!("{cell:w$}")).collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", line(&heads.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()))?;
    for row in &rows {
        writeln!(out, "{}", line(row))?;
    }
    Ok(ExitCode::SUCCESS)
}
