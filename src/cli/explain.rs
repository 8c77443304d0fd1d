//! `backtext explain`: why a claim is judged as it is.

use std::io::Write;
use std::process::ExitCode;

use super::{WorkspaceArguments, workspace};
use crate::judge;
use crate::judge::second_opinion::{Opinion, Window};
use crate::rules::claim::shorten;
use crate::statement;
use crate::text::Span;
use crate::text::parser::Parser;
use crate::workspace::{Evidence, Judged};

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
        match workspace::open(&arguments.workspace)?.snapshot().thorough().judge_text(claim) {
            None => writeln!(out, "There are no sources, so the claim cannot be checked.")?,
            Some(judged) => write!(out, "{}", describe(claim, &judged))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn describe(claim: &str, judged: &Judged) -> String {
    let judgement = &judged.judgement;
    let mut text = format!("{}: {} (score {:.2})\n", claim, judge::in_words(judgement.verdict), judgement.score);
    for reason in &judgement.reasons {
        text += &format!("  {}: {}\n", reason.rule.name(), reason.message);
    }
    let words: Vec<String> = judgement.unbacked.iter().map(|span: &Span| format!("“{}”", span.of(claim))).collect();
    if !words.is_empty() {
        text += &format!("  without backing: {}\n", words.join(", "));
    }
    text += &side_by_side(claim, judged);
    if let Some(opinion) = &judged.opinion {
        text += &opinions(opinion, judged);
    }
    for (evidence, score) in judged.ranked().take(SHOWN) {
        let line = evidence.place().map_or(1, |place| place.line);
        text += &format!("  {score:.2}  {}:{line}  {}\n", evidence.entry.path, shorten(&evidence.text(), 200));
    }
    text
}

/// Each telling word of the claim, how it stands in the passages that come closest, the word there, and in which line.
fn side_by_side(claim: &str, judged: &Judged) -> String {
    let sentences: Vec<judge::Sentence> = judged.evidence.iter().map(Evidence::sentence).collect();
    let mut text = String::new();
    for row in judge::explain::side_by_side(&judge::Claim { text: claim, context: "" }, &sentences) {
        let kind = judge::explain::in_words(row.kind);
        let found = row.evidence.and_then(|(at, span)| Some((judged.evidence.get(at)?, span.of(&sentences.get(at)?.text))));
        let partner = found.map_or(String::new(), |(evidence, word)| {
            format!("{word} ({}:{})", evidence.entry.path, evidence.place().map_or(1, |place| place.line))
        });
        text += format!("  | {:<20} | {kind:<15} | {partner}", row.claim.of(claim)).trim_end();
        text.push('\n');
    }
    text
}

/// What the judge said alone, and what the network reads in the passages.
fn opinions(opinion: &Opinion, judged: &Judged) -> String {
    let before = &opinion.before;
    let mut text = format!("  first opinion: {} (score {:.2})\n", crate::judge::in_words(before.verdict), before.score);
    for reason in &before.reasons {
        text += &format!("    {}: {}\n", reason.rule.name(), reason.message);
    }
    text += &format!("  with the second: backed {:.2}, contradicted {:.2}\n", opinion.backed, opinion.contradicted);
    let place = |window: &Window| {
        let first = window.sentences.first().and_then(|index| judged.evidence.get(*index));
        first.map(|evidence| format!("{}:{}", evidence.entry.path, evidence.place().map_or(1, |place| place.line))).unwrap_or_default()
    };
    for (what, reading) in [("backing", opinion.backing()), ("the contrary", opinion.contrary())] {
        if let Some((window, reading)) = reading {
            let value = if what == "backing" { reading.backed } else { reading.contradicted };
            text += &format!("    the network reads {what} at most in {}: {value:.2}\n", place(window));
        }
    }
    text
}
