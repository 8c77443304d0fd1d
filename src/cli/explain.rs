//! `backtext explain`: why a claim is judged as it is.

use std::io::Write;
use std::process::ExitCode;

use super::{WorkspaceArguments, workspace};
use crate::rules::claim::shorten;
use crate::statement;
use crate::text::Span;
use crate::text::parser::Parser;
use crate::workspace::Judged;

/// Passages shown.
const SHOWN: usize = 5;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    workspace: WorkspaceArguments,
    /// The claim to judge by the sources of the workspace
    #[arg(long, required_unless_present = "sentence")]
    claim: Option<String>,
    /// A sentence whose parse and statements to show; needs no workspace
    #[arg(long, conflicts_with = "claim")]
    sentence: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    if let Some(sentence) = &arguments.sentence {
        write!(out, "{}", statement::explain(&statement::analyse(sentence, Parser::shared().parse(sentence))))?;
    }
    if let Some(claim) = &arguments.claim {
        match workspace::open(&arguments.workspace)?.snapshot().judge_text(claim) {
            None => writeln!(out, "There are no sources, so the claim cannot be checked.")?,
            Some(judged) => write!(out, "{}", describe(claim, &judged))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(claim: &str, judged: &Judged) -> String {
    let judgement = &judged.judgement;
    let mut text = format!("{}: {} (score {:.2})\n", claim, crate::judge::in_words(judgement.verdict), judgement.score);
    for reason in &judgement.reasons {
        text += &format!("  {}: {}\n", reason.rule.name(), reason.message);
    }
    let words: Vec<String> = judgement.unbacked.iter().map(|span: &Span| format!("“{}”", span.of(claim))).collect();
    if !words.is_empty() {
        text += &format!("  without backing: {}\n", words.join(", "));
    }
    for (evidence, score) in judged.ranked().take(SHOWN) {
        let line = evidence.place().map_or(1, |place| place.line);
        text += &format!("  {score:.2}  {}:{line}  {}\n", evidence.source.entry.path, shorten(&evidence.text(), 200));
    }
    text
}
